"""Objectives of the contract: set, reworded, put in order, closed or kept open; who changed what stays (domain.md §6)."""

import datetime as dt
import json
import uuid

from django.db import transaction
from django.db.models import Max

from accompaniments.enums import ObjectiveState, State
from accompaniments.models import Accompaniment, Objective, ObjectiveChange
from accompaniments.rules.objectives import (
    ObjectiveWords,
    why_change_is_refused,
    why_setting_is_refused,
    word_refusals,
)
from accompaniments.rules.states import why_day_is_refused
from foundation.refusals import Refused
from records.services.events import record

STALE = (
    "Cet objectif a changé depuis que vous avez ouvert cette page. Votre saisie est gardée ici\u00a0: relisez l’objectif "
    "enregistré, puis enregistrez à nouveau."
)


class ObjectiveRefused(Refused):
    """What an objective may not say, by field."""

    def __init__(self, reasons: dict[str, str]) -> None:
        field, reason = next(iter(reasons.items()))
        super().__init__(reason, field)
        self.reasons = reasons


class StaleObjectiveError(Exception):
    """Someone changed the objective since the page was opened; `version` is the stored one."""

    def __init__(self, version: int) -> None:
        super().__init__(STALE)
        self.reason = STALE
        self.version = version


@transaction.atomic
def set_objective(
    *,
    by: uuid.UUID,
    accompaniment: Accompaniment,
    words: ObjectiveWords,
    set_on: dt.date,
    today: dt.date,
    document_id: uuid.UUID | None = None,
) -> Objective:
    """Set an objective after those that are there. Raises Refused, ObjectiveRefused."""
    course = Accompaniment.objects.select_for_update(of=("self",)).get(pk=accompaniment.pk)
    if reason := why_setting_is_refused(State(course.state)):
        raise Refused(reason)
    reasons = word_refusals(words, set_on=set_on)
    if reason := why_day_is_refused(set_on, today):
        reasons["set_on"] = reason
    elif set_on < course.opened_on:
        reasons["set_on"] = "L’objectif ne peut pas précéder l’ouverture du suivi."
    if reasons:
        raise ObjectiveRefused(reasons)
    last: int = course.objectives.aggregate(last=Max("position"))["last"] or 0
    row = Objective(
        accompaniment=course,
        position=last + 1,
        set_on=set_on,
        state_on=set_on,
        document_id=document_id,
        recorded_by=by,
    )
    _write(row, words)
    record("objective.set", row, by=by, subject_id=course.enrolment_id, details={"set_on": set_on.isoformat()})
    return row


@transaction.atomic
def reword_objective(
    *, by: uuid.UUID, objective: Objective, version: int, words: ObjectiveWords, today: dt.date
) -> Objective:
    """Change what an open objective says; what it said before is kept. Raises StaleObjectiveError, ObjectiveRefused."""
    row, course = _locked(objective, version)
    if row.state != ObjectiveState.OPEN:
        raise Refused("Cet objectif est terminé\u00a0: rouvrez-le avant de le modifier.")
    if reasons := word_refusals(words, set_on=row.set_on):
        raise ObjectiveRefused(reasons)
    before = _said(row)
    _write(row, words)
    if _said(row) == before:
        return row
    _keep(row, by=by, effective_on=today, before=json.dumps(before, ensure_ascii=False))
    record("objective.reworded", row, by=by, subject_id=course.enrolment_id)
    return row


@transaction.atomic
def change_objective(
    *,
    by: uuid.UUID,
    objective: Objective,
    version: int,
    state: ObjectiveState,
    effective_on: dt.date,
    reason: str,
    today: dt.date,
) -> Objective:
    """Close an objective, reopen it, or say that it goes on though a visit called it met.

    Raises StaleObjectiveError, Refused.
    """
    row, course = _locked(objective, version)
    if refusal := why_change_is_refused(effective_on, since=row.state_on, today=today):
        raise Refused(refusal, "effective_on")
    if state == ObjectiveState.CANCELLED and not reason.strip():
        raise Refused("Dites en quelques mots pourquoi il est abandonné.", "reason")
    if row.state != state:
        row.state, row.state_on = state, effective_on
        row.save(update_fields=["state", "state_on"])
    _keep(row, by=by, effective_on=effective_on, reason=reason.strip())
    record(
        "objective.changed",
        row,
        by=by,
        subject_id=course.enrolment_id,
        details={"state": state.value, "effective_on": effective_on.isoformat()},
    )
    return row


@transaction.atomic
def move_objective(*, by: uuid.UUID, objective: Objective, is_up: bool) -> None:
    """Put an objective one place higher or lower among the open ones; at the end it stays where it is."""
    course = Accompaniment.objects.select_for_update(of=("self",)).get(pk=objective.accompaniment_id)
    rows = list(course.objectives.filter(state=ObjectiveState.OPEN).order_by("position", "set_on", "pk"))
    here = next((rank for rank, row in enumerate(rows) if row.pk == objective.pk), None)
    if here is None:
        return
    there = here - 1 if is_up else here + 1
    if not 0 <= there < len(rows):
        return
    rows[here], rows[there] = rows[there], rows[here]
    for position, row in enumerate(rows, 1):
        row.position = position
    Objective.objects.bulk_update(rows, ["position"])
    record("objective.moved", rows[there], by=by, subject_id=course.enrolment_id, details={"position": there + 1})


def _locked(objective: Objective, version: int) -> tuple[Objective, Accompaniment]:
    course = Accompaniment.objects.select_for_update(of=("self",)).get(pk=objective.accompaniment_id)
    row = course.objectives.select_for_update(of=("self",)).get(pk=objective.pk)
    stored = row.changes.count()
    if stored != version:
        raise StaleObjectiveError(stored)
    return row, course


def _write(row: Objective, words: ObjectiveWords) -> None:
    row.domain, row.title, row.who = words.domain, words.title.strip(), words.who
    row.due_on, row.criterion, row.audience = words.due_on, words.criterion.strip(), words.audience.value
    row.save()


def _said(row: Objective) -> dict[str, str]:
    return {
        "domain": str(row.domain),
        "title": row.title,
        "who": str(row.who),
        "due_on": row.due_on.isoformat() if row.due_on else "",
        "criterion": row.criterion,
        "audience": str(row.audience),
    }


def _keep(row: Objective, *, by: uuid.UUID, effective_on: dt.date, reason: str = "", before: str = "") -> None:
    ObjectiveChange.objects.create(
        objective=row,
        number=row.changes.count() + 1,
        state=row.state,
        effective_on=effective_on,
        reason=reason,
        before=before,
        recorded_by=by,
    )
