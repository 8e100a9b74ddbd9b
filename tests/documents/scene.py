"""A convention to sign, of Soligone and the landlord, with whom it takes."""

import datetime as dt
import io
import uuid
from typing import Any

from PIL import Image, ImageDraw

from documents.enums import Capacity, DocumentKind, SignatureMeans
from documents.models import Document, Signatory
from documents.rules.content import Context, Objective
from documents.rules.fields import fields_of
from documents.services.drafting import ENROLMENT, SignatoryTerms, draft, propose
from documents.services.signing import Outcome, record_signature
from documents.services.templates import load_reference
from partners.enums import Axis
from partners.models import Delegation, Organisation, User
from records.services.events import CLOCK
from tests.days import TODAY, before
from tests.world import World

ANNE, BRUNO = uuid.UUID(int=0xA), uuid.UUID(int=0xB)
OBJECTIVE = Objective("Le ménage", "Mettre à jour la demande", "31 janvier 2027", "L’attestation est reçue")


def drawn() -> bytes:
    """Give a drawn signature, as the page sends one."""
    picture = Image.new("RGBA", (300, 100), (0, 0, 0, 0))
    ImageDraw.Draw(picture).line([(10, 80), (90, 10), (160, 90), (290, 20)], fill=(20, 30, 60, 255), width=4)
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def context(kind: DocumentKind = DocumentKind.TRIPARTITE_AGREEMENT, **values: str) -> Context:
    """Give a context with every field filled."""
    filled = {field.code: f"<{field.code}>" for field in fields_of(kind) if not field.is_block}
    return Context(
        reference="2026-0042",
        organisations=("Soligone", "Mistral Habitat"),
        values={**filled, **values},
        objectives=(OBJECTIVE,),
    )


def signatories(world: World) -> list[SignatoryTerms]:
    """Give two adults, the association, the landlord."""
    return [
        SignatoryTerms(Capacity.ADULT, "Mme Anne Témoin", person_id=ANNE),
        SignatoryTerms(Capacity.ADULT, "M. Bruno Témoin", person_id=BRUNO),
        SignatoryTerms(Capacity.ASSOCIATION, world.soligone.name, organisation_id=world.soligone.pk),
        SignatoryTerms(Capacity.LANDLORD, world.landlord.name, organisation_id=world.landlord.pk),
    ]


def delegate(user: User, organisation: Organisation, **values: Any) -> Delegation:
    """Give someone the signature of an organisation."""
    return Delegation.objects.create(
        user=user,
        organisation=organisation,
        **{"title": "directrice générale", "given_by": CLOCK, "started_on": before(300), **values},
    )


def drafted(world: World, **values: Any) -> Document:
    """Prepare a convention for the lead's file."""
    load_reference(by=CLOCK)
    return draft(
        **{
            "kind": DocumentKind.TRIPARTITE_AGREEMENT,
            "axis": Axis.ACCESS,
            "subject_kind": ENROLMENT,
            "subject_id": world.mine.pk,
            "context": context(),
            "signatories": signatories(world),
            "by": world.lead.pk,
            "today": TODAY,
            **values,
        }
    )


def proposed(world: World, **values: Any) -> Document:
    """Propose it."""
    return propose(document=drafted(world, **values), by=world.lead.pk, today=TODAY)


def who(document: Document, position: int) -> Signatory:
    """Give the signatory of a rank."""
    return document.signatories.get(position=position)


def draws(world: World, document: Document, position: int, **values: Any) -> Outcome:
    """Sign in the lead's presence."""
    return record_signature(
        **{
            "signatory": who(document, position),
            "means": SignatureMeans.DRAWN,
            "signed_on": TODAY,
            "read_digest": document.digest,
            "by": world.lead.pk,
            "today": TODAY,
            "place": "Orange",
            "drawing": drawn(),
            **values,
        }
    )


def by_session(user: User, document: Document, position: int, day: dt.date = TODAY) -> Outcome:
    """Sign for an organisation from one's own account."""
    return record_signature(
        signatory=who(document, position),
        means=SignatureMeans.SESSION,
        signed_on=day,
        read_digest=document.digest,
        by=user.pk,
        today=TODAY,
    )


def all_sign(world: World, document: Document) -> Outcome:
    """Sign, all of them."""
    for user, organisation in ((world.manager, world.soligone), (world.landlord_manager, world.landlord)):
        if not Delegation.objects.filter(user=user).exists():
            delegate(user, organisation)
    draws(world, document, 0)
    draws(world, document, 1)
    by_session(world.manager, document, 2)
    return by_session(world.landlord_manager, document, 3)
