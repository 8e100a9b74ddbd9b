"""« Préparer un document »: the kinds that a file may have prepared, and why one may not (domain.md §6)."""

from dataclasses import dataclass

from django.urls import reverse

from accompaniments.readings.agreements import agreements
from accompaniments.rules.agreements import OF_SUBLEASE
from accompaniments.selectors.agreements import SLUGS
from documents.enums import DocumentKind, DocumentState
from foundation.words import capitalised
from households.models import Enrolment
from households.readings import Card, card
from leases.enums import LeaseKind
from leases.models import Lease
from leases.selectors.protocols import running_protocol
from partners.enums import Axis
from partners.reader import Reader


@dataclass(frozen=True)
class KindChoice:
    """A kind of document that may be prepared, or why it may not."""

    title: str
    text: str
    url: str
    why_not: str


@dataclass(frozen=True)
class NewPage:
    """« Préparer un document »."""

    card: Card
    choices: tuple[KindChoice, ...]


def new_page(reader: Reader, enrolment: Enrolment) -> NewPage:
    """Give the kinds of documents that may be prepared for a file."""
    axis = Axis(enrolment.version.programme.axis)
    shown = card(reader, enrolment)
    running = {
        read.line.kind
        for read in agreements(reader, enrolment, shown.standing)
        if read.line.state in DocumentState.OPEN
    }
    has_protocol = running_protocol(enrolment.pk) is not None
    is_sublet = Lease.objects.open_on(reader.today).filter(enrolment=enrolment, kind=LeaseKind.SUBLEASE).exists()
    choices = [
        _choice(enrolment, kind, slug, axis, running, has_protocol=has_protocol)
        for kind, slug in SLUGS.items()
        if is_sublet or kind not in OF_SUBLEASE
    ]
    return NewPage(shown, tuple(choices))


def _choice(
    enrolment: Enrolment,
    kind: DocumentKind,
    slug: str,
    axis: Axis,
    running: set[DocumentKind],
    *,
    has_protocol: bool,
) -> KindChoice:
    texts = {
        DocumentKind.TRIPARTITE_AGREEMENT: "Signée par chaque adulte, la ou les associations et le bailleur."
        + (" Son entrée en vigueur commence l’accompagnement." if axis == Axis.MAINTENANCE else ""),
        DocumentKind.SUPPORT_CONTRACT: "Les objectifs et les engagements du ménage et de l’association.",
        DocumentKind.ADHESION: "Le ménage dit qu’il accepte d’être accompagné.",
        DocumentKind.SHARING_AGREEMENT: "Une personne dit ce qui peut être partagé, et avec qui. Un refus ne bloque rien.",
        DocumentKind.LEASE_COMMITMENT: "L’engagement des trois parties, joint au bail.",
        DocumentKind.PPAL: "Le projet d’accès au logement, quand il tient lieu de contrat.",
        DocumentKind.SOCIAL_COHESION_PROTOCOL: "Après la résiliation du bail par le juge\u00a0: signé par chaque adulte et le bailleur.",
        DocumentKind.SUBLEASE_CONTRACT: "Loyer, dépôt, devoirs de chacun, et ce qu’il faut pour obtenir le bail.",
        DocumentKind.SUBLEASE_ANNEX: "Les conditions du bail et le calendrier des examens, signés à trois (CCH, art. L. 442-8-3).",
        DocumentKind.SLIDE_AMENDMENT: "Le bail passe au nom du ménage\u00a0: jour, dépôt, ce qui reste à payer. Signé à trois.",
    }
    why_not = (
        ""
        if kind == DocumentKind.SHARING_AGREEMENT or kind not in running
        else "Déjà en préparation, à signer ou en vigueur."
    )
    if kind == DocumentKind.SOCIAL_COHESION_PROTOCOL and not why_not and not has_protocol:
        why_not = "Enregistrez d’abord le protocole dans la procédure."
    return KindChoice(
        title=capitalised(str(kind.label)),
        text=texts[kind],
        url=reverse("journeys:agreement_draft", args=[enrolment.pk, slug]),
        why_not=why_not,
    )
