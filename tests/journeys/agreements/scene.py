"""A file ready for its convention, and the people who sign it."""

import datetime as dt
from typing import Any

from accompaniments.enums import State
from accompaniments.models import Accompaniment, Objective, StateChange
from documents.enums import DocumentKind, SignatureMeans
from documents.models import Document, Signatory
from documents.services.signing import Outcome
from documents.services.templates import load_reference
from households.enums import MemberKind
from households.models import Enrolment, Person
from journeys.selectors.agreement_content import AgreementTerms
from journeys.services import agreements as services
from partners.models import User
from records.services.events import CLOCK
from tests.days import TODAY, before
from tests.documents.scene import delegate, drawn
from tests.factories import households as h
from tests.world import World

SECRET = "Suivi à l’hôpital de Montfavet"
SHARED = "Payer le loyer chaque mois"
TEXTS = {
    "situation": "Le ménage a un retard de loyer.",
    "moyens": "Des visites au domicile.",
    "projet": "un T3 à Orange",
    "bail": "bail n° 12",
    "logement": "un T3 à Orange",
    "titre": "bail direct",
    "rythme_rencontres": "tous les 15 jours",
    "rythme_bilans": "tous les 3 mois",
    "portee": "Les bilans d’étape",
}
CONVENTION = DocumentKind.TRIPARTITE_AGREEMENT


def at_state(enrolment: Enrolment, state: State, since: dt.date = before(20)) -> Accompaniment:  # noqa: B008 -- a day
    """Put a file's course at a state."""
    row: Accompaniment = Accompaniment.objects.get(enrolment=enrolment)
    row.state, row.state_on = state, since
    row.save()
    StateChange.objects.filter(accompaniment=row).update(to_state=state, effective_on=since)
    return row


def made_ready(world: World, enrolment: Enrolment, state: State = State.READY) -> Accompaniment:
    """Publish the texts, give the delegations, set two objectives, one that the landlord may read."""
    load_reference(by=CLOCK)
    delegate(world.manager, world.soligone)
    delegate(world.landlord_manager, world.landlord, title="directeur général")
    row = at_state(enrolment, state)
    for position, (title, domain, audience) in enumerate(((SHARED, "BUDGET", "LANDLORD"), (SECRET, "HEALTH", "TEAM"))):
        Objective.objects.create(
            accompaniment=row,
            position=position,
            domain=domain,
            title=title,
            audience=audience,
            set_on=before(10),
            state_on=before(10),
            recorded_by=world.lead.pk,
        )
    return row


def terms(world: World, **values: Any) -> AgreementTerms:
    """Give what a form says."""
    return AgreementTerms(
        **{
            "texts": TEXTS,
            "starts_on": TODAY,
            "ends_on": TODAY + dt.timedelta(days=364),
            "association_ids": (world.soligone.pk,),
            "landlord_id": world.landlord.pk,
            **values,
        }
    )


def prepared(
    world: World, enrolment: Enrolment, kind: DocumentKind = CONVENTION, *, by: User | None = None, **values: Any
) -> Document:
    """Prepare a document."""
    return services.prepare(
        enrolment=enrolment, kind=kind, terms=terms(world, **values), by=(by or world.lead).pk, today=TODAY
    )


def proposed(
    world: World, enrolment: Enrolment, kind: DocumentKind = CONVENTION, *, by: User | None = None, **values: Any
) -> Document:
    """Prepare and propose it."""
    row = prepared(world, enrolment, kind, by=by, **values)
    return services.propose(document=row, by=(by or world.lead).pk, today=TODAY)


def draws(document: Document, row: Signatory, by: User) -> Outcome:
    """Sign in presence."""
    return services.sign(
        signatory=row,
        means=SignatureMeans.DRAWN,
        signed_on=TODAY,
        read_digest=document.digest,
        place="Orange",
        drawing=drawn(),
        by=by.pk,
        today=TODAY,
    )


def signs(document: Document, row: Signatory, by: User) -> Outcome:
    """Sign for an organisation from one's own account."""
    return services.sign(
        signatory=row,
        means=SignatureMeans.SESSION,
        signed_on=TODAY,
        read_digest=document.digest,
        by=by.pk,
        today=TODAY,
    )


def all_sign(world: World, document: Document, by: User | None = None) -> Outcome:
    """Sign, all of them, the organisations last."""
    outcome: Outcome | None = None
    delegates = {
        world.soligone.pk: world.manager,
        world.landlord.pk: world.landlord_manager,
        world.cap_habitat.pk: world.other_manager,
    }
    for row in document.signatories.order_by("position"):
        outcome = (
            signs(document, row, delegates[row.organisation_id])
            if row.organisation_id
            else draws(document, row, by or world.lead)
        )
    assert outcome
    return outcome


def joins(enrolment: Enrolment, first_name: str = "Bruno") -> Person:
    """Let an adult join a household."""
    person: Person = h.PersonFactory.make(first_name=first_name, last_name="Arrivant")
    h.HouseholdMemberFactory.make(
        household=enrolment.household, person=person, kind=MemberKind.ADULT, started_on=before(1)
    )
    return person
