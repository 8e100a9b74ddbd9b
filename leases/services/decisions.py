"""Decisions of the commission, imported by journeys alone: a positive one starts an accompaniment in the same act."""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db import transaction

from foundation.refusals import Refused
from leases.enums import DecisionKind, FileEnd, FileState
from leases.models import AllocationFile, Decision, Hearing, Offer
from leases.rules.commission import what_decision_lacks
from leases.services.states import lock_file, move
from records.services.events import record


@dataclass(frozen=True)
class DecisionFacts:
    """What the secretary records."""

    kind: DecisionKind
    rank: int | None = None
    missing_piece: str = ""
    piece_due_on: dt.date | None = None
    reason: str = ""


@transaction.atomic
def record_decision(*, by: uuid.UUID, hearing: Hearing, facts: DecisionFacts, today: dt.date) -> Decision:
    """Record what the commission decided on its day.

    An adjourned dossier is complete again; a negative one is closed. Raises Refused (field named) for what it lacks,
    before the sitting's day, or when a decision of this passage exists.
    """
    file = lock_file(hearing.file_id)
    decided_on = hearing.session.held_on
    if decided_on > today:
        raise Refused("La séance n’a pas encore eu lieu.")
    if Decision.objects.filter(hearing=hearing).exists():
        raise Refused("La décision de ce dossier est déjà enregistrée.")
    if file.state != FileState.SCHEDULED:
        raise Refused("Ce dossier n’est pas inscrit à une séance.")
    ranks = Decision.objects.filter(
        announcement_id=file.announcement_id, decided_on=decided_on, rank__isnull=False, annulled_on__isnull=True
    ).values_list("rank", flat=True)
    lacks = what_decision_lacks(
        facts.kind,
        decided_on=decided_on,
        rank=facts.rank,
        ranks_taken={rank for rank in ranks if rank is not None},
        missing_piece=facts.missing_piece,
        piece_due_on=facts.piece_due_on,
        reason=facts.reason,
    )
    for field, sentence in lacks.items():
        raise Refused(sentence, field)
    decision = Decision.objects.create(
        hearing=hearing,
        file=file,
        announcement=file.announcement,
        decided_on=decided_on,
        recorded_by=by,
        **vars(facts),
    )
    move(file, FileState.DECIDED, by=by, effective_on=max(decided_on, file.state_on))
    if facts.kind == DecisionKind.ADJOURNED:
        move(file, FileState.COMPLETE, by=by, effective_on=file.state_on)
    elif facts.kind in {DecisionKind.NOT_ALLOCATED, DecisionKind.INADMISSIBLE}:
        move(file, FileState.CLOSED, by=by, effective_on=file.state_on, end=FileEnd.NOT_ALLOCATED)
    details = {"kind": facts.kind.value, "rank": facts.rank, "on": decided_on.isoformat()}
    record("decision.recorded", decision, by=by, subject_id=file.enrolment_id, details=details)
    return decision


@transaction.atomic
def promote(*, by: uuid.UUID, decision: Decision, promoted_on: dt.date, today: dt.date) -> Decision:
    """Record the secretary's dated act: this rank is next. Raises Refused for what has no rank beyond the first."""
    row = _locked(decision)
    if row.kind != DecisionKind.ALLOCATED_RANKED or row.rank == 1:
        raise Refused("Seul un rang au-delà du premier passe devant.")
    if row.annulled_on is not None or row.promoted_on is not None:
        raise Refused("Ce rang est déjà passé devant, ou sa décision est annulée.")
    if row.file.state != FileState.DECIDED:
        raise Refused("Ce dossier n’attend plus de passer devant.")
    if not row.decided_on <= promoted_on <= today:
        raise Refused("Ce jour se place entre la décision et aujourd’hui.", "promoted_on")
    row.promoted_on = promoted_on
    row.save(update_fields=["promoted_on"])
    record("decision.promoted", row, by=by, subject_id=row.file.enrolment_id, details={"on": promoted_on.isoformat()})
    return row


@transaction.atomic
def receive_piece(*, by: uuid.UUID, decision: Decision, received_on: dt.date, today: dt.date) -> Decision:
    """Record that the awaited piece came: the landlord then signs (R.441-3). Raises Refused for another kind."""
    row = _locked(decision)
    if row.kind != DecisionKind.ALLOCATED_CONDITIONAL or row.piece_received_on is not None:
        raise Refused("Aucune pièce n’est attendue pour cette décision.")
    if not row.decided_on <= received_on <= today:
        raise Refused("Ce jour se place entre la décision et aujourd’hui.", "received_on")
    row.piece_received_on = received_on
    row.save(update_fields=["piece_received_on"])
    details = {"on": received_on.isoformat()}
    record("decision.piece_received", row, by=by, subject_id=row.file.enrolment_id, details=details)
    return row


@transaction.atomic
def annul(*, by: uuid.UUID, decision: Decision, annulled_on: dt.date, reason: str) -> Decision:
    """Annul a decision recorded in error: the row stays, struck through; the dossier is complete again.

    Raises Refused once an offer went out: it has happened.
    """
    row = _locked(decision)
    if row.annulled_on is not None:
        raise Refused("Cette décision est déjà annulée.")
    if Offer.objects.filter(decision=row).exists():
        raise Refused("Une offre a déjà été notifiée sur cette décision\u00a0: elle a eu lieu et ne s’annule plus.")
    if row.file.state != FileState.DECIDED:
        raise Refused("Ce dossier a déjà changé d’état depuis cette décision.")
    row.annulled_on = annulled_on
    row.save(update_fields=["annulled_on"])
    move(
        lock_file(row.file_id),
        FileState.COMPLETE,
        by=by,
        effective_on=max(annulled_on, row.file.state_on),
        reason=reason,
    )
    record("decision.annulled", row, by=by, subject_id=row.file.enrolment_id, details={"on": annulled_on.isoformat()})
    return row


@transaction.atomic
def close_file(*, by: uuid.UUID, file: AllocationFile, end: FileEnd, ended_on: dt.date, reason: str = "") -> None:
    """Close a dossier that leads nowhere, or that led to a lease. Raises Refused when its state does not allow it."""
    move(lock_file(file.pk), FileState.CLOSED, by=by, effective_on=ended_on, reason=reason, end=end)


def _locked(decision: Decision) -> Decision:
    row: Decision = Decision.objects.select_for_update(of=("self",)).select_related("file").get(pk=decision.pk)
    return row
