"""What a reader reads of a contract's objectives (domain.md §3.9): the landlord those addressed to him, once support began."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from accompaniments.enums import ObjectiveState, Outcome, Progress, State, Subject, WhoActs
from accompaniments.models import Accompaniment, Objective, ObjectiveChange, ObjectiveProgress, StateChange
from accompaniments.rules.objectives import is_to_confirm
from foundation.timeline import Audience
from foundation.words import plain_date
from households.models import Enrolment
from households.permissions import Standing, read_since
from partners.selectors.people import names_of


@dataclass(frozen=True)
class ObjectiveRead:
    """An objective, shaped for its reader."""

    id: uuid.UUID
    number: int
    domain: Subject
    title: str
    who: str
    due_on: dt.date | None
    criterion: str
    audience: Audience
    set_on: dt.date
    state: ObjectiveState
    state_on: dt.date
    progress: Progress | None  # the last one that stands
    progress_on: dt.date | None
    is_to_confirm: bool  # a visit said it met, and nobody answered since
    is_in_contract: bool
    version: int

    @property
    def is_open(self) -> bool:
        """Tell whether it is being worked on."""
        return self.state == ObjectiveState.OPEN

    @property
    def state_label(self) -> str:
        """Say « en cours », « atteint le 3 novembre 2026 »."""
        label = str(self.state.label)
        return label if self.is_open else f"{label} le {plain_date(self.state_on)}"

    @property
    def progress_label(self) -> str:
        """Say « avance, le 3 novembre 2026 »; empty before the first."""
        if self.progress is None or self.progress_on is None:
            return ""
        return f"{self.progress.label}, le {plain_date(self.progress_on)}"


@dataclass(frozen=True)
class ObjectiveStep:
    """One change of an objective, for its team."""

    said: str
    on: dt.date
    by: str
    reason: str


def standing_progress() -> Q:
    """Keep the progress that stands: of a review, or of a meeting held that was not withdrawn."""
    held = Q(meeting__withdrawn_at__isnull=True, meeting__outcome=Outcome.HELD)
    return Q(meeting__isnull=True) | held


def objectives(
    enrolment: Enrolment,
    hers: Standing,
    *,
    course: Accompaniment | None = None,
    until: dt.date | None = None,
) -> list[ObjectiveRead]:
    """Give the objectives that this reader may read, open ones first, in a constant number of queries."""
    if not hers.is_listed or not hers.knows:
        return []
    rows = Objective.objects.filter(accompaniment__enrolment=enrolment, audience__in=[a.value for a in hers.audiences])
    if course is not None:
        rows = rows.filter(accompaniment=course)
    if since := read_since(hers, enrolment):
        rows = rows.filter(set_on__gte=since)
    if not hers.is_holder:
        began = StateChange.objects.filter(
            accompaniment__enrolment=enrolment,
            to_state=State.SUPPORTED,
            annulled_by__isnull=True,
            is_correction=False,
        )
        rows = rows.filter(accompaniment__in=began.values("accompaniment_id"))
    return shaped(rows, until=until)


def shaped(rows: Iterable[Objective], *, until: dt.date | None = None) -> list[ObjectiveRead]:
    """Shape objectives that their reader may read, in three queries; `until` leaves later progress out."""
    known = list(rows)
    ids = [row.pk for row in known]
    progress = ObjectiveProgress.objects.filter(standing_progress(), objective_id__in=ids)
    if until is not None:
        progress = progress.filter(noted_on__lte=until)
    last = {row.objective_id: row for row in progress.order_by("noted_on", "recorded_at")}
    answered = {}
    versions: dict[uuid.UUID, int] = defaultdict(int)
    changes = ObjectiveChange.objects.filter(objective_id__in=ids).order_by("number")
    for pk, recorded_at, before in changes.values_list("objective_id", "recorded_at", "before"):
        versions[pk] += 1
        if not before:
            answered[pk] = recorded_at
    read = [_read(row, last.get(row.pk), answered.get(row.pk), versions[row.pk]) for row in known]
    return sorted(read, key=lambda one: (not one.is_open, one.number, one.set_on))


def steps(objective: Objective) -> tuple[ObjectiveStep, ...]:
    """Give what was changed of an objective, the latest first, for its team."""
    rows = list(objective.changes.order_by("-number"))
    names = names_of({row.recorded_by for row in rows} | {objective.recorded_by})
    changed = [
        ObjectiveStep(
            said="Reformulé" if row.before else str(ObjectiveState(row.state).label).capitalize(),
            on=row.effective_on,
            by=names.get(row.recorded_by, ""),
            reason=row.reason,
        )
        for row in rows
    ]
    return (*changed, ObjectiveStep("Fixé", objective.set_on, names.get(objective.recorded_by, ""), ""))


def _read(row: Objective, last: ObjectiveProgress | None, answered: dt.datetime | None, version: int) -> ObjectiveRead:
    progress = Progress(last.progress) if last else None
    is_answered = last is not None and answered is not None and answered > last.recorded_at
    return ObjectiveRead(
        id=row.pk,
        number=row.position,
        domain=Subject(row.domain),
        title=row.title,
        who=str(WhoActs(row.who).label),
        due_on=row.due_on,
        criterion=row.criterion,
        audience=Audience(row.audience),
        set_on=row.set_on,
        state=ObjectiveState(row.state),
        state_on=row.state_on,
        progress=progress,
        progress_on=last.noted_on if last else None,
        is_to_confirm=is_to_confirm(ObjectiveState(row.state), progress) and not is_answered,
        is_in_contract=row.document_id is not None,
        version=version,
    )
