"""A document as it is read on a screen and printed: the same articles, the same signatories."""

import datetime as dt
import uuid
from dataclasses import dataclass

from documents.enums import Capacity, DocumentKind, DocumentState, SignatureMeans, SignatureState
from documents.models import Document, Signatory, TemplateVersion
from documents.rules.content import Context, Objective
from documents.rules.signatures import Signing, Sufficiency, sufficiency
from documents.rules.texts import Article, Text, compose, unfilled
from foundation.words import capitalised


@dataclass(frozen=True)
class SignatoryLine:
    """Someone who signs, and where she is with it. `reason` is for the team's eyes: it is never printed."""

    id: uuid.UUID
    position: int
    capacity: Capacity
    name: str
    title: str
    organisation_id: uuid.UUID | None
    organisation: str
    person_id: uuid.UUID | None
    is_useful_only: bool
    state: SignatureState
    state_on: dt.date | None
    means: SignatureMeans | None
    place: str
    witness: str
    signed_by: str
    signed_digest: str
    reason: str
    has_scan: bool
    picture: str = ""  # the drawn signature's name among the PDF's images

    @property
    def state_label(self) -> str:
        """Say « à signer », « facultatif » for one who is not awaited; words that agree with anyone."""
        if self.state == SignatureState.ABSENT:
            return "absence constatée"
        if self.state == SignatureState.TO_SIGN and self.is_useful_only:
            return "facultatif"
        return str(self.state.label)

    @property
    def means_label(self) -> str:
        """Say how she signed."""
        return str(self.means.label) if self.means else ""

    @property
    def signs_by_session(self) -> bool:
        """Tell whether she signs from her own account: an organisation's signatory."""
        return self.capacity in Capacity.OF_ORGANISATION

    @property
    def is_awaited(self) -> bool:
        """Tell whether her answer may still come."""
        return self.state == SignatureState.TO_SIGN

    @property
    def is_signed(self) -> bool:
        """Tell whether she signed."""
        return self.state == SignatureState.SIGNED


@dataclass(frozen=True)
class Paper:
    """A document's whole content."""

    id: uuid.UUID | None
    kind: DocumentKind
    title: str
    reference: str
    number: int
    organisations: tuple[str, ...]
    letterhead: tuple[tuple[str, str], ...]  # each organisation, and its address when it was known
    articles: tuple[Article, ...]
    objectives: tuple[Objective, ...]
    signatories: tuple[SignatoryLine, ...]
    state: DocumentState
    drafted_on: dt.date
    sent_on: dt.date | None
    in_force_on: dt.date | None
    ends_on: dt.date | None
    digest: str
    holes: tuple[str, ...]  # labels of the fields that nothing fills yet
    is_example: bool = False

    @property
    def version(self) -> str:
        """Say « version 2 », « avenant n° 2 »."""
        return f"n°\u00a0{self.number}" if self.kind == DocumentKind.AMENDMENT else f"version {self.number}"

    @property
    def digest_said(self) -> str:
        """Cut the digest into groups that one can read aloud."""
        return " ".join(self.digest[at : at + 8] for at in range(0, len(self.digest), 8))


def texts_of(template: TemplateVersion) -> list[Text]:
    """Give a template's texts."""
    return [Text(str(line["code"]), str(line["title"]), str(line["text"])) for line in template.texts]


def title_of(kind: DocumentKind, context: Context) -> str:
    """Give what is printed on top: « Convention tripartite »."""
    return context.title or capitalised(str(kind.label))


def signings_of(rows: list[Signatory]) -> list[Signing]:
    """Give the signatories as the rules see them."""
    return [
        Signing(Capacity(row.capacity), SignatureState(row.state), row.person_id, row.is_useful_only) for row in rows
    ]


def verdict(document: Document, rows: list[Signatory]) -> Sufficiency:
    """Tell whether a document's answers suffice."""
    return sufficiency(signings_of(rows), Context.loads(document.context).rule)


def paper(document: Document) -> Paper:
    """Give a document's content, as it was frozen."""
    context = Context.loads(document.context)
    texts = texts_of(document.template)
    rows = document.signatories.select_related("organisation", "user", "witness").order_by("position")
    kind = DocumentKind(document.kind)
    return Paper(
        id=document.pk,
        kind=kind,
        title=title_of(kind, context),
        reference=context.reference,
        number=document.number,
        organisations=context.organisations,
        letterhead=tuple((name, context.addresses.get(name, "")) for name in context.organisations),
        articles=compose(texts, context.values),
        objectives=context.objectives,
        signatories=tuple(signatory_line(row) for row in rows),
        state=DocumentState(document.state),
        drafted_on=document.drafted_on,
        sent_on=document.sent_on,
        in_force_on=document.in_force_on,
        ends_on=document.ends_on,
        digest=document.digest,
        holes=tuple(field.label for field in unfilled(texts, context.values, has_objectives=bool(context.objectives))),
    )


def example_paper(
    kind: DocumentKind, number: int, articles: tuple[Article, ...], objectives: tuple[Objective, ...], day: dt.date
) -> Paper:
    """Give a template's preview: example values, nobody's."""
    signatories = tuple(
        SignatoryLine(
            id=uuid.UUID(int=0),
            position=position,
            capacity=capacity,
            name=name,
            title=str(capacity.label),
            organisation_id=None,
            organisation="",
            person_id=None,
            is_useful_only=False,
            state=SignatureState.TO_SIGN,
            state_on=None,
            means=None,
            place="",
            witness="",
            signed_by="",
            signed_digest="",
            reason="",
            has_scan=False,
        )
        for position, (capacity, name) in enumerate(
            (
                (Capacity.ADULT, "Mme Camille Exemple"),
                (Capacity.ASSOCIATION, "Soligone"),
                (Capacity.LANDLORD, "Mistral Habitat"),
            )
        )
    )
    return Paper(
        id=None,
        kind=kind,
        title=capitalised(str(kind.label)),
        reference="2026-0042",
        number=number,
        organisations=("Soligone", "Mistral Habitat"),
        letterhead=(("Soligone", "12 rue des Exemples, 84000 Avignon"), ("Mistral Habitat", "")),
        articles=articles,
        objectives=objectives,
        signatories=signatories,
        state=DocumentState.DRAFT,
        drafted_on=day,
        sent_on=None,
        in_force_on=None,
        ends_on=None,
        digest="",
        holes=(),
        is_example=True,
    )


def signatory_line(row: Signatory) -> SignatoryLine:
    """Shape a signatory, her organisation, user and witness already joined."""
    return SignatoryLine(
        id=row.pk,
        position=row.position,
        capacity=Capacity(row.capacity),
        name=row.printed_name,
        title=row.printed_title or str(Capacity(row.capacity).label),
        organisation_id=row.organisation_id,
        organisation=row.organisation.name if row.organisation else "",
        person_id=row.person_id,
        is_useful_only=row.is_useful_only,
        state=SignatureState(row.state),
        state_on=row.state_on,
        means=SignatureMeans(row.means) if row.means else None,
        place=row.place,
        witness=row.witness.full_name if row.witness else "",
        signed_by=row.user.full_name if row.user else "",
        signed_digest=row.signed_digest,
        reason=row.reason,
        has_scan=row.scan_id is not None,
        picture=f"signature-{row.position}.png" if row.drawing_id else "",
    )
