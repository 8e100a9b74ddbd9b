"""What a reader reads of the démarches of a file."""

import datetime as dt
import uuid
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from accompaniments.enums import ClaimKind, ClaimStep
from accompaniments.models import Claim, ClaimFollowUp
from accompaniments.permissions import is_hers_to_know, reads
from foundation.timeline import Audience
from foundation.words import day_of
from households.models import Enrolment
from households.permissions import Standing
from households.readings import person_name
from partners.reader import Reader
from partners.selectors import names_of


@dataclass(frozen=True)
class StepReading:
    """One step of a démarche."""

    position: int
    step: ClaimStep
    label: str
    on: dt.date
    amount: Decimal | None
    missing_piece: str
    remind_on: dt.date | None
    note: str
    by: str
    recorded_at: dt.datetime


@dataclass(frozen=True)
class ClaimReading:
    """A démarche, shaped for its reader: « Démarche » and no more for who is not in its circle."""

    claim_id: uuid.UUID
    title: str
    label: str
    person: str
    audience: Audience
    is_read: bool
    is_open: bool
    step: str
    step_on: dt.date
    remind_on: dt.date | None
    steps: tuple[StepReading, ...]

    @property
    def last_position(self) -> int:
        """Give the position of the last step: the next one comes after it."""
        return self.steps[-1].position if self.steps else 0


def claims(reader: Reader, enrolment: Enrolment, hers: Standing) -> list[ClaimReading]:
    """Give the démarches of a file that this reader may know of, the latest step first."""
    rows = [
        row
        for row in Claim.objects.filter(enrolment=enrolment).select_related("person")
        if is_hers_to_know(
            reader,
            hers,
            audience=row.audience,
            association_id=row.association_id,
            on=day_of(row.opened_at),
        )
    ]
    return _readings(rows, hers)


def claim(row: Claim, hers: Standing) -> ClaimReading:
    """Give one démarche, for its page: `access` let the team in."""
    return _readings([row], hers)[0]


def claim_title(row: Claim) -> str:
    """Give « FSL accès » or « Autre démarche »."""
    return str(ClaimKind(row.kind).label)


def _readings(rows: list[Claim], hers: Standing) -> list[ClaimReading]:
    steps: dict[uuid.UUID, list[ClaimFollowUp]] = defaultdict(list)
    read = [row.pk for row in rows if reads(hers, row.audience)]
    for step in ClaimFollowUp.objects.filter(claim_id__in=read).order_by("position"):
        steps[step.claim_id].append(step)
    names = names_of(step.recorded_by for several in steps.values() for step in several)
    return [_reading(row, steps[row.pk], names, is_read=reads(hers, row.audience)) for row in rows]


def _reading(row: Claim, steps: list[ClaimFollowUp], names: dict[uuid.UUID, str], *, is_read: bool) -> ClaimReading:
    step = ClaimStep(row.step)
    return ClaimReading(
        claim_id=row.pk,
        title=claim_title(row) if is_read else "Démarche",
        label=row.label if is_read else "",
        person=person_name(row.person) if is_read and row.person else "",
        audience=Audience(row.audience),
        is_read=is_read,
        is_open=step in ClaimStep.OPEN,
        step=str(step.label) if is_read else "en cours" if step in ClaimStep.OPEN else "terminée",
        step_on=row.step_on,
        remind_on=row.remind_on if is_read else None,
        steps=tuple(
            StepReading(
                position=each.position,
                step=ClaimStep(each.step),
                label=str(ClaimStep(each.step).label),
                on=each.happened_on,
                amount=each.amount,
                missing_piece=each.missing_piece,
                remind_on=each.remind_on,
                note=each.note,
                by=names.get(each.recorded_by, ""),
                recorded_at=each.recorded_at,
            )
            for each in steps
        ),
    )
