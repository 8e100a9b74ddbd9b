"""The facts of an accompaniment that ends, from what was already written: nobody types them again (domain.md §4.6).

Shown live while the evaluation is written, then frozen by its validation. Whole, hence for the team alone.
"""

import datetime as dt
import json
from collections import Counter
from dataclasses import asdict, dataclass
from decimal import Decimal

from django.db.models import Sum

from accompaniments.enums import AttemptResult, ClaimStep, Mode, ObjectiveState, Outcome, Passage, State, Subject
from accompaniments.models import Accompaniment, Claim, ContactAttempt, GridAssessment, Meeting, Objective, Orientation
from accompaniments.readings.evaluations import RentDebt
from accompaniments.rules.course import TITLES
from accompaniments.rules.states import standing_changes
from foundation.words import capitalised, duration, euros, of_month, plain_date
from households.enums import HousingSituation
from households.models import CurrentHousing, Resource
from partners.enums import Axis

LEVELS = {0: "sans objet", 9: "non évalué"}


@dataclass(frozen=True)
class FactLine:
    """A label and what is known of it; `start` and `end` where it is a change."""

    label: str
    value: str = ""
    start: str = ""
    end: str = ""


@dataclass(frozen=True)
class LeaseFacts:
    """What the lease side knows of an accompaniment that ends: gathered by a journey, since leases are not known here."""

    debts: tuple[RentDebt, ...] = ()
    effort: tuple[FactLine, ...] = ()  # the effort rate, and what is owed to the association
    titles: tuple[FactLine, ...] = ()  # by what the household occupied its home, with the dates


@dataclass(frozen=True)
class FinalFacts:
    """What an evaluation tells without anyone writing it."""

    ended_on: str
    days: int  # of the accompaniment proper, both days included, its reopened periods added
    phases: tuple[FactLine, ...]
    meetings: tuple[FactLine, ...]
    objectives: tuple[FactLine, ...]
    grid: tuple[FactLine, ...]
    claims: tuple[FactLine, ...]
    resources: tuple[FactLine, ...]
    housing: tuple[FactLine, ...]
    relays: int
    debts: tuple[RentDebt, ...] = ()
    effort: tuple[FactLine, ...] = ()
    titles: tuple[FactLine, ...] = ()

    @property
    def days_said(self) -> str:
        """Give « 3 mois et 28 jours », counted back from its last day."""
        last = dt.date.fromisoformat(self.ended_on)
        return duration(last - dt.timedelta(days=self.days - 1), last)

    def frozen(self) -> str:
        """Give what is kept."""
        return json.dumps(asdict(self), ensure_ascii=False)


def read_facts(kept: str) -> FinalFacts | None:
    """Give frozen facts back, or None when nothing was frozen."""
    if not kept:
        return None
    told = json.loads(kept)
    lines = ("phases", "meetings", "objectives", "grid", "claims", "resources", "housing", "effort", "titles")
    read = {name: tuple(FactLine(**line) for line in told.get(name, ())) for name in lines}
    debts = tuple(RentDebt(**line) for line in told.get("debts", ()))
    return FinalFacts(**{**told, **read, "debts": debts})


def final_facts(course: Accompaniment, ended_on: dt.date, lease: LeaseFacts | None = None) -> FinalFacts:
    """Give the facts of a course whose last day is `ended_on`, in a constant number of queries."""
    beside = lease or LeaseFacts()
    phases, days = _phases(course, ended_on)
    return FinalFacts(
        ended_on=ended_on.isoformat(),
        days=days,
        phases=phases,
        meetings=_meetings(course, ended_on),
        objectives=_objectives(course),
        grid=_grid(course),
        claims=_claims(course, ended_on),
        resources=_resources(course, ended_on),
        housing=_housing(course, ended_on),
        relays=Orientation.objects.filter(enrolment=course.enrolment_id, is_relay=True).count(),
        debts=beside.debts,
        effort=beside.effort,
        titles=beside.titles,
    )


def entered_on(course: Accompaniment) -> dt.date:
    """Give the day the accompaniment proper began; the course's own for a reprise that does not know it."""
    changes = standing_changes(course.changes.order_by("position"))
    return next((change.effective_on for change in changes if change.to_state == State.SUPPORTED), course.opened_on)


def _phases(course: Accompaniment, ended_on: dt.date) -> tuple[tuple[FactLine, ...], int]:
    """Give how long each phase lasted, in calendar days, the last one through the stop."""
    titles = TITLES[Axis(course.enrolment.version.programme.axis)]
    changes = [
        change for change in standing_changes(course.changes.order_by("position")) if change.effective_on <= ended_on
    ]
    lines, supported = [], 0
    for change, following in zip(changes, [*changes[1:], None], strict=True):
        last = following.effective_on - dt.timedelta(days=1) if following else ended_on
        length = (last - change.effective_on).days + 1
        if length <= 0:
            continue
        if change.to_state == State.SUPPORTED:
            supported += length
        said = f"du {plain_date(change.effective_on)} au {plain_date(last)}"
        lines.append(FactLine(titles[State(change.to_state)], f"{duration(change.effective_on, last)}, {said}"))
    return tuple(lines), supported


def _meetings(course: Accompaniment, ended_on: dt.date) -> tuple[FactLine, ...]:
    rows = (
        Meeting.objects.kept()
        .filter(enrolment=course.enrolment_id, held_on__range=(course.opened_on, ended_on))
        .values_list("mode", "outcome")
    )
    by_mode: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    for mode, outcome in rows:
        if outcome == Outcome.HELD:
            by_mode[mode] += 1
        else:
            missed[outcome] += 1
    lines = [FactLine(f"Rencontres, {mode.label.lower()}", str(by_mode[mode])) for mode in Mode if by_mode[mode]]
    if missed[Outcome.NOT_PRESENT]:
        lines.append(FactLine("Personne absente", str(missed[Outcome.NOT_PRESENT])))
    if missed[Outcome.CANCELLED]:
        lines.append(FactLine("Rencontres annulées", str(missed[Outcome.CANCELLED])))
    attempts = ContactAttempt.objects.filter(
        accompaniment=course, withdrawn_at__isnull=True, sent_on__lte=ended_on
    ).values_list("result", flat=True)
    tried = list(attempts)
    if tried:
        answered = sum(result in AttemptResult.SUCCESS for result in tried)
        lines.append(FactLine("Tentatives de contact", f"{len(tried)}, dont {answered} avec réponse"))
    return tuple(lines)


def _objectives(course: Accompaniment) -> tuple[FactLine, ...]:
    rows = Objective.objects.filter(accompaniment=course).order_by("position", "set_on")
    return tuple(FactLine(row.title, ObjectiveState(row.state).label) for row in rows)


def _grid(course: Accompaniment) -> tuple[FactLine, ...]:
    """Give the level of each domain at entry and at exit; no total (§5)."""
    rows = (
        GridAssessment.objects.filter(accompaniment=course, passage__in=(Passage.ENTRY, Passage.EXIT))
        .order_by("assessed_on")
        .prefetch_related("scores")
    )
    levels: dict[str, dict[str, int]] = {}
    for row in rows:
        levels[row.passage] = {score.domain: score.level for score in row.scores.all()}
    if not levels:
        return ()
    entry, leaving = levels.get(Passage.ENTRY, {}), levels.get(Passage.EXIT, {})
    return tuple(
        FactLine(subject.label, start=_level(entry.get(subject)), end=_level(leaving.get(subject)))
        for subject in Subject
        if subject in entry or subject in leaving
    )


def _level(level: int | None) -> str:
    return "non évalué" if level is None else LEVELS.get(level, str(level))


def _claims(course: Accompaniment, ended_on: dt.date) -> tuple[FactLine, ...]:
    rows = Claim.objects.filter(enrolment=course.enrolment_id, step_on__lte=ended_on).order_by("step_on")
    return tuple(
        FactLine(row.get_kind_display(), f"{ClaimStep(row.step).label} le {plain_date(row.step_on)}") for row in rows
    )


def _resources(course: Accompaniment, ended_on: dt.date) -> tuple[FactLine, ...]:
    """Give the household's resources at the start of the accompaniment and at its end, each of the last month written."""
    start = entered_on(course)
    totals: dict[dt.date, Decimal] = dict(
        Resource.objects.filter(enrolment=course.enrolment_id)
        .order_by()
        .values_list("month_on")
        .annotate(total=Sum("amount"))
    )
    before = max((month for month in totals if month <= start), default=min(totals, default=None))
    after = max((month for month in totals if month <= ended_on), default=None)
    if before is None:
        return ()
    said = {month: f"{euros(totals[month])} (mois {of_month(month)})" for month in {before, after} if month}
    return (FactLine("Ressources du ménage", start=said[before], end=said[after] if after else "non renseignées"),)


def _housing(course: Accompaniment, ended_on: dt.date) -> tuple[FactLine, ...]:
    """Give where the household lived, title by title; never an address."""
    rows = CurrentHousing.objects.filter(enrolment=course.enrolment_id, started_on__lte=ended_on).order_by("started_on")
    lines = []
    for row in rows:
        until = f" au {plain_date(row.ended_on)}" if row.ended_on and row.ended_on <= ended_on else ""
        since = f"{'du' if until else 'depuis le'} {plain_date(row.started_on)}"
        lines.append(FactLine(capitalised(str(HousingSituation(row.situation).label)), f"{since}{until}"))
    return tuple(lines)
