"""The course of each file, from its dated changes: what the other selectors of this app read."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import CharField, OuterRef, Subquery

from accompaniments.enums import State
from accompaniments.models import Accompaniment, StateChange
from accompaniments.rules.course import ASLEEP, SHORT, STAIRS, landlord_label
from accompaniments.rules.states import standing_changes
from households.models import Enrolment
from households.permissions import standings
from partners.enums import Axis
from partners.reader import Reader


@dataclass(frozen=True)
class StepLine:
    """A file's step in one line: its word, since when, its stair (1 to 7, 0 when over), asleep or not."""

    state: State
    label: str
    since: dt.date
    level: int
    is_off: bool

    @property
    def stair(self) -> int:
        """Give the level, by its other name."""
        return self.level


@dataclass(frozen=True)
class Course:
    """The last course of a file and its changes that stand, in order."""

    accompaniment: Accompaniment
    changes: tuple[StateChange, ...]

    @property
    def axis(self) -> Axis:
        """Give the axis of its programme."""
        return Axis(self.accompaniment.enrolment.version.programme.axis)

    @property
    def state(self) -> State:
        """Give its present state."""
        return State(self.accompaniment.state)

    @property
    def was_supported(self) -> bool:
        """Tell whether the accompaniment proper was reached."""
        return any(change.to_state == State.SUPPORTED for change in self.changes)

    def entered_on(self, state: State) -> dt.date | None:
        """Give the day a state was last entered."""
        return next((change.effective_on for change in reversed(self.changes) if change.to_state == state), None)


def courses(reader: Reader, enrolment_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, Course]:
    """Give the last course of each file that this reader may know of, in two queries."""
    last: dict[uuid.UUID, Accompaniment] = {}
    rows = (
        Accompaniment.objects.visible_to(reader)
        .filter(enrolment_id__in=list(enrolment_ids))
        .select_related("enrolment__version__programme", "enrolment__household")
        .order_by("opened_on", "-closed_on", "pk")
    )
    for row in rows:
        if row.enrolment_id not in last or last[row.enrolment_id].state == State.CLOSED:
            last[row.enrolment_id] = row
    changes: dict[uuid.UUID, list[StateChange]] = defaultdict(list)
    for change in StateChange.objects.filter(accompaniment__in=[row.pk for row in last.values()]).order_by("position"):
        changes[change.accompaniment_id].append(change)
    return {enrolment_id: Course(row, tuple(standing_changes(changes[row.pk]))) for enrolment_id, row in last.items()}


def state_on(day: dt.date, enrolment: str = "enrolment_id") -> Subquery:
    """Give, as an expression, the state of a file at the close of a day, with what is known now (domain.md §4.1).

    Of its last course begun by then, the last change that stands; for figures only. `enrolment` leads to the file from the
    row that asks.
    """
    changes = StateChange.objects.filter(
        accompaniment__enrolment_id=OuterRef(enrolment),
        effective_on__lte=day,
        is_correction=False,
        annulled_by__isnull=True,
    ).order_by("-accompaniment__opened_on", "-accompaniment_id", "-position")
    return Subquery(changes.values("to_state")[:1], output_field=CharField())


def steps(reader: Reader, enrolment_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, StepLine]:
    """Give the step of each file that this reader may know of; the landlord does not read why support did not begin."""
    known = courses(reader, enrolment_ids)
    named = _read_by_landlord(reader, [course.accompaniment.enrolment for course in known.values()])
    return {pk: step_line(course, is_landlord=pk in named) for pk, course in known.items()}


def step_line(course: Course, *, is_landlord: bool) -> StepLine:
    """Give a course in one line."""
    state = course.state
    label = SHORT[course.axis][state]
    if is_landlord:
        label = landlord_label(state, course.accompaniment.exit_reason, was_supported=course.was_supported, label=label)
    return StepLine(
        state=state,
        label=label,
        since=course.accompaniment.state_on,
        level=STAIRS[state],
        is_off=state in ASLEEP,
    )


def _read_by_landlord(reader: Reader, files: list[Enrolment]) -> set[uuid.UUID]:
    """Give the files that this reader knows as the landlord's person only."""
    if not reader.landlords:
        return set()
    return {pk for pk, hers in standings(reader, files).items() if not hers.is_holder}
