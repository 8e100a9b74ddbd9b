"""Conventions and contracts of a file: which are asked for when, who reads them, who changed since (domain.md §6, §3.9)."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass

from accompaniments.enums import State
from documents.enums import DocumentKind, DocumentState
from partners.enums import Axis

TRIPARTITE = (DocumentKind.TRIPARTITE_AGREEMENT, DocumentKind.LEASE_COMMITMENT)
CONTRACTS = (DocumentKind.SUPPORT_CONTRACT, DocumentKind.PPAL)
SUBLET = (DocumentKind.SUBLEASE_CONTRACT, DocumentKind.SUBLEASE_ANNEX)
OF_SUBLEASE = (*SUBLET, DocumentKind.SLIDE_AMENDMENT, DocumentKind.EXAM_MINUTES)
# Every adult signs them: one who arrives or leaves asks for an amendment.
OF_ADULTS = (*TRIPARTITE, *CONTRACTS, *SUBLET)
WITH_LANDLORD = (
    *TRIPARTITE,
    DocumentKind.SOCIAL_COHESION_PROTOCOL,
    DocumentKind.SUBLEASE_ANNEX,
    DocumentKind.SLIDE_AMENDMENT,
    DocumentKind.EXAM_MINUTES,
)  # he always signs them
BEFORE_READY = (
    State.REFERRED,
    State.REVIEWING,
    State.CONTACTING,
    State.CONTACT_FAILED,
    State.DIAGNOSED,
    State.PROPOSED,
)
WAS_IN_FORCE = (DocumentState.IN_FORCE, DocumentState.SUPERSEDED, DocumentState.ENDED)


@dataclass(frozen=True)
class Change:
    """Who joined and who left a household since a document's adults were asked to sign it."""

    joined: frozenset[uuid.UUID]
    left: frozenset[uuid.UUID]

    @property
    def is_any(self) -> bool:
        """Tell whether an amendment is asked for."""
        return bool(self.joined or self.left)


def change_of_adults(*, asked: Collection[uuid.UUID], present: Collection[uuid.UUID]) -> Change:
    """Compare the adults of a chain (its document and its amendments, the latest asked) with those of today (§6)."""
    return Change(joined=frozenset(present) - frozenset(asked), left=frozenset(asked) - frozenset(present))


def is_landlord_to_read(
    kind: DocumentKind, state: DocumentState, *, amends: DocumentKind | None, landlord_signed: bool
) -> bool:
    """Tell whether a landlord's person to whom the household is named, or another holder's, reads a document (§3.9).

    The convention, the commitment annexed to the lease and the protocole, once in force; a contract, a PPAL, only when the landlord signed
    it; their amendments as they do. The adhesion and the accords are between the household and its association.
    """
    if state not in WAS_IN_FORCE:
        return False
    what = amends if kind == DocumentKind.AMENDMENT else kind
    return what in WITH_LANDLORD or (what in CONTRACTS and landlord_signed)


def wanted_of(axis: Axis, state: State) -> tuple[DocumentKind, ...]:
    """Give the documents that a step waits for (domain.md §2.1 S8, §2.2 V8): nothing else is asked by itself.

    A sauvegarde's accompaniment begins with its convention; once accompanied, a household has its contract.
    """
    if state == State.READY and axis == Axis.MAINTENANCE:
        return (DocumentKind.TRIPARTITE_AGREEMENT,)
    if state == State.SUPPORTED:
        return (DocumentKind.TRIPARTITE_AGREEMENT, DocumentKind.SUPPORT_CONTRACT)
    return ()


def stands_for(kind: DocumentKind) -> tuple[DocumentKind, ...]:
    """Give the kinds that answer for another: a PPAL replaces the contract (domain.md §2.4)."""
    return CONTRACTS if kind == DocumentKind.SUPPORT_CONTRACT else (kind,)


def why_not_proposed_yet(kind: DocumentKind, axis: Axis, state: State | None) -> str:
    """Say why a document may not be proposed to signature at this step; "" when it may.

    A sauvegarde's convention in force begins the accompaniment: the household has then agreed to it (domain.md §2.2 V7, V8).
    """
    if state is None or state == State.CLOSED:
        return "Le suivi de ce ménage est terminé."
    if kind == DocumentKind.TRIPARTITE_AGREEMENT and axis == Axis.MAINTENANCE and state in BEFORE_READY:
        return (
            "La convention d’une sauvegarde se signe après l’accord du ménage\u00a0: enregistrez d’abord sa réponse "
            "à l’accompagnement proposé."
        )
    return ""
