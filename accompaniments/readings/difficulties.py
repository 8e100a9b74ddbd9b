"""What a reader reads of difficulties: both sides read all that is written there (domain.md §3.9)."""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from accompaniments.enums import DifficultyAnswer, DifficultyKind, DifficultyState, Side
from accompaniments.models import Difficulty
from foundation.words import capitalised
from households.models import Enrolment
from households.permissions import Standing
from partners.reader import Reader
from partners.selectors import names_of

SIDES = {Side.TEAM: "l’association", Side.LANDLORD: "le bailleur"}


@dataclass(frozen=True)
class StepRead:
    """What happened to a difficulty on a day."""

    state: DifficultyState
    title: str  # « Réponse : accompagnement rouvert », « Réponse du bailleur »
    side: str
    on: dt.date
    by: str
    text: str


@dataclass(frozen=True)
class DifficultyRead:
    """A difficulty from its report to its end."""

    id: uuid.UUID
    kind: str
    side: Side
    side_label: str
    landlord: str
    on: dt.date
    by: str
    text: str
    state: DifficultyState
    since: dt.date
    awaits: str  # a Side's value; empty: of nobody
    steps: tuple[StepRead, ...]  # after the report

    @property
    def is_closed(self) -> bool:
        """Tell whether it is closed."""
        return self.state == DifficultyState.CLOSED

    @property
    def state_label(self) -> str:
        """Give its state in words, with whose answer is awaited."""
        return state_label(self.state, self.awaits)


def state_label(state: DifficultyState, awaits: str) -> str:
    """Give a state in words, with the side whose answer is awaited."""
    if awaits:
        whose = {Side.TEAM: "de l’association", Side.LANDLORD: "du bailleur"}[Side(awaits)]
        return f"Réponse attendue {whose}"
    return capitalised(str(state.label))


def difficulties(reader: Reader, enrolment: Enrolment, hers: Standing) -> list[DifficultyRead]:
    """Give the difficulties of a file that this reader may read, the latest first, in three queries."""
    rows = Difficulty.objects.read_by(reader, enrolment, hers).order_by("-reported_on", "-recorded_at")
    return readings(rows.select_related("landlord").prefetch_related("steps"))


def readings(rows: Iterable[Difficulty]) -> list[DifficultyRead]:
    """Shape difficulties already allowed to their reader, with their steps and names."""
    known = list(rows)
    steps = {row.pk: sorted(row.steps.all(), key=lambda step: step.position) for row in known}
    actors = {row.made_by_id for row in known} | {step.recorded_by for some in steps.values() for step in some}
    names = names_of(actors) if actors else {}
    return [
        DifficultyRead(
            id=row.pk,
            kind=DifficultyKind(row.kind).label,
            side=Side(row.side),
            side_label=SIDES[Side(row.side)],
            landlord=row.landlord.name,
            on=row.reported_on,
            by=names.get(row.made_by_id, ""),
            text=row.text,
            state=DifficultyState(row.state),
            since=row.state_on,
            awaits=row.awaits,
            steps=tuple(
                StepRead(
                    state=DifficultyState(step.to_state),
                    title=_title(DifficultyState(step.to_state), step.answer),
                    side=SIDES[Side(step.side)],
                    on=step.made_on,
                    by=names.get(step.recorded_by, ""),
                    text=step.text,
                )
                for step in steps[row.pk][1:]
            ),
        )
        for row in known
    ]


def _title(state: DifficultyState, answer: str) -> str:
    if answer == DifficultyAnswer.ANSWERED:
        return capitalised(str(DifficultyAnswer.ANSWERED.label))
    if answer:
        return f"Réponse\u00a0: {DifficultyAnswer(answer).label}"
    return {
        DifficultyState.OPEN: "Difficulté rouverte",
        DifficultyState.ANSWERED: "Réponse",
        DifficultyState.CLOSED: "Difficulté close",
    }[state]
