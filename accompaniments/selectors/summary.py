"""The household's own summary, from what visits already said: facts alone, never a word written for the associations."""

import datetime as dt
import uuid
from dataclasses import dataclass

from accompaniments.enums import ClaimKind, ClaimStep, WhoActs
from accompaniments.models import Accompaniment, Claim, Meeting
from accompaniments.permissions import is_hers_to_know
from accompaniments.readings.meetings import WHERE, MeetingContent
from accompaniments.readings.objectives import ObjectiveRead, objectives
from accompaniments.rules.summary import is_her_claim, is_her_meeting, is_shared_objective, knows_next_meeting
from accompaniments.selectors.meeting_forms import PersonChoice, people_of
from foundation.words import PARIS, capitalised, clock, day_of, long_date
from households.models import Enrolment
from households.permissions import Standing, standing
from households.readings import Card, card
from partners.reader import Reader


@dataclass(frozen=True)
class SummaryChoices:
    """What the form offers: for whom, since when."""

    card: Card
    adults: tuple[PersonChoice, ...]
    since: dt.date
    today: dt.date


@dataclass(frozen=True)
class SummaryMeeting:
    """A meeting held, in a line."""

    on: dt.date
    where: str
    subjects: tuple[str, ...]


@dataclass(frozen=True)
class SummaryClaim:
    """A démarche, in a line."""

    title: str
    step: str
    piece: str  # what is to be brought for it; empty when nothing is missing


@dataclass(frozen=True)
class _Asked:
    """Whose sheet, among which adults, for which days."""

    person: uuid.UUID
    adults: frozenset[uuid.UUID]
    first: dt.date
    last: dt.date


@dataclass(frozen=True)
class Summary:
    """One adult's sheet."""

    card: Card
    person: str
    period_from: dt.date
    period_to: dt.date
    meetings: tuple[SummaryMeeting, ...]
    claims: tuple[SummaryClaim, ...]
    hers: tuple[ObjectiveRead, ...]
    ours: tuple[ObjectiveRead, ...]
    together: tuple[ObjectiveRead, ...]
    landlords: tuple[ObjectiveRead, ...]
    done: tuple[ObjectiveRead, ...]
    next_meeting: str

    @property
    def pieces(self) -> tuple[SummaryClaim, ...]:
        """Give what is to be brought."""
        return tuple(claim for claim in self.claims if claim.piece)


def summary_choices(reader: Reader, enrolment: Enrolment) -> SummaryChoices:
    """Give what the form of a summary offers: since the course began, a quarter back at most."""
    people = people_of(enrolment, reader.today)
    adults = tuple(person for person in people if person.is_adult) or people
    opened = Accompaniment.objects.filter(enrolment=enrolment).order_by("-opened_on").first()
    begun = opened.opened_on if opened else enrolment.started_on
    since = max(begun, reader.today - dt.timedelta(days=91))
    return SummaryChoices(card(reader, enrolment), adults, min(since, reader.today), reader.today)


def household_summary(
    reader: Reader,
    enrolment: Enrolment,
    *,
    person: PersonChoice,
    adults: tuple[PersonChoice, ...],
    period_from: dt.date,
    period_to: dt.date,
) -> Summary:
    """Give one adult's sheet for a period, in a constant number of queries."""
    hers = standing(reader, enrolment)
    asked = _Asked(person.id, frozenset(adult.id for adult in adults), period_from, period_to)
    read = [
        one
        for one in objectives(enrolment, hers, until=period_to)
        if one.set_on <= period_to
        and is_shared_objective(one.audience, is_in_contract=one.is_in_contract, adults=len(adults))
    ]
    going_on = [one for one in read if one.is_open]
    return Summary(
        card=card(reader, enrolment),
        person=person.name,
        period_from=period_from,
        period_to=period_to,
        meetings=_meetings(reader, enrolment, hers, asked),
        claims=_claims(reader, enrolment, hers, asked),
        hers=_of(going_on, WhoActs.HOUSEHOLD),
        ours=_of(going_on, WhoActs.WORKER),
        together=_of(going_on, WhoActs.TOGETHER),
        landlords=_of(going_on, WhoActs.LANDLORD),
        done=tuple(one for one in read if not one.is_open and period_from <= one.state_on <= period_to),
        next_meeting=_next(reader, enrolment) if knows_next_meeting(len(adults)) else "",
    )


def _of(read: list[ObjectiveRead], who: WhoActs) -> tuple[ObjectiveRead, ...]:
    return tuple(one for one in read if one.who == str(who.label))


def _meetings(
    reader: Reader,
    enrolment: Enrolment,
    hers: Standing,
    asked: _Asked,
) -> tuple[SummaryMeeting, ...]:
    rows = (
        Meeting.objects.filter(
            enrolment=enrolment, held_on__gte=asked.first, held_on__lte=asked.last, is_after_closure=False
        )
        .read_by(reader, hers)
        .held()
        .prefetch_related("presences", "subjects", "parts", "progress")
        .order_by("starts_at")
    )
    contents = (MeetingContent.of(row) for row in rows)
    return tuple(
        SummaryMeeting(one.held_on, WHERE[one.mode], tuple(subject.label for subject in one.subjects))
        for one in contents
        if is_her_meeting(one.present, asked.person, asked.adults)
    )


def _claims(
    reader: Reader,
    enrolment: Enrolment,
    hers: Standing,
    asked: _Asked,
) -> tuple[SummaryClaim, ...]:
    rows = Claim.objects.filter(enrolment=enrolment, step_on__lte=asked.last).prefetch_related("follow_ups")
    lines = []
    for row in rows.order_by("step_on", "pk"):
        if row.step not in ClaimStep.OPEN and row.step_on < asked.first:
            continue
        on = day_of(row.opened_at)
        if not is_hers_to_know(reader, hers, audience=row.audience, association_id=row.association_id, on=on):
            continue
        if not is_her_claim(row.person_id, asked.person, asked.adults):
            continue
        steps = list(row.follow_ups.all())
        is_missing = row.step == ClaimStep.MISSING_PIECE and bool(steps)
        piece = max(steps, key=lambda step: step.position).missing_piece if is_missing else ""
        lines.append(SummaryClaim(str(ClaimKind(row.kind).label), str(ClaimStep(row.step).label), piece))
    return tuple(lines)


def _next(reader: Reader, enrolment: Enrolment) -> str:
    row = Meeting.objects.planned_from(reader.today).filter(enrolment=enrolment).order_by("starts_at").first()
    if row is None:
        return ""
    local = row.starts_at.astimezone(PARIS)
    return f"{capitalised(long_date(local))} à {clock(local)}, {WHERE[MeetingContent.of(row).mode]}"
