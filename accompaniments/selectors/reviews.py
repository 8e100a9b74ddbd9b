"""Stage reviews in the pages: their facts, their part of « Accompagnement », what is awaited, the timeline."""

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse

from accompaniments.access.reviews import held_by, services_of
from accompaniments.enums import ClaimKind, ClaimStep, Mode, ObjectiveState, Outcome, ReviewState, State, Subject
from accompaniments.models import Accompaniment, ClaimFollowUp, GridScore, Meeting, MeetingSubject, StageReview
from accompaniments.readings.objectives import shaped
from accompaniments.readings.reviews import (
    ClaimFact,
    GridFact,
    ObjectiveFact,
    ReviewFacts,
    ReviewRead,
    review_reading,
)
from accompaniments.rules.grid import SCALE
from accompaniments.rules.reviews import next_period_from, why_opening_is_refused
from accompaniments.selectors.course import within_words
from accompaniments.selectors.review_periods import earliest_of, held_since
from accompaniments.selectors.states import Course
from foundation.timeline import Audience, Due, Happened, Part, noon_of
from foundation.words import day_of, plain_date
from households.models import Enrolment
from households.permissions import Standing
from partners.enums import CadenceKind
from partners.reader import Reader
from partners.selectors import cadence, cadences
from records.selectors.parameters import parameter_on

LANDLORD_DAYS = "review.landlord_days"


@dataclass(frozen=True)
class ReviewLine:
    """A review in one line."""

    read: ReviewRead
    url: str
    landlord_url: str  # empty: not hers to write


@dataclass(frozen=True)
class ReviewsSection:
    """The reviews of a file for one reader."""

    lines: tuple[ReviewLine, ...]
    next_on: dt.date | None
    open_url: str
    summary_url: str


def section(reader: Reader, enrolment: Enrolment, hers: Standing) -> ReviewsSection | None:
    """Give the reviews' part of a file for this reader, None when it holds nothing for her."""
    if not hers.is_listed:
        return None
    services = services_of(reader, enrolment) if hers.is_named else set()
    rows = list(StageReview.objects.filter(accompaniment__enrolment=enrolment).select_related("accompaniment"))
    held = [one for row in rows if (one := held_by(row, enrolment, hers, services)) is not None]
    lines = tuple(
        ReviewLine(
            review_reading(one.row, hers, is_asked=one.is_asked),
            reverse("journeys:review", args=[enrolment.pk, one.row.pk]),
            reverse("journeys:review_landlord", args=[enrolment.pk, one.row.pk]) if one.is_asked else "",
        )
        for one in held
    )
    may_open = False
    if hers.may_write:
        course = Accompaniment.objects.open().filter(enrolment=enrolment).first()
        has_one = any(line.read.state not in ReviewState.OVER for line in lines)
        may_open = course is not None and not why_opening_is_refused(State(course.state), has_one_open=has_one)
    if not lines and not hers.may_write:
        return None
    done = [line.read for line in lines if line.read.state == ReviewState.VALIDATED]
    return ReviewsSection(
        lines=lines,
        next_on=max(done, key=lambda read: read.period_to).next_on if done else None,
        open_url=reverse("journeys:review_new", args=[enrolment.pk]) if may_open else "",
        summary_url=reverse("accompaniments:summary", args=[enrolment.pk]) if hers.may_write else "",
    )


def facts_of(course: Accompaniment, period_from: dt.date, period_to: dt.date) -> ReviewFacts:
    """Gather a period's facts, all circles together: `ReviewFacts.read_in` shapes them. A constant number of queries."""
    enrolment = course.enrolment
    since = held_since(enrolment)
    first = max(period_from, since)
    meetings = Meeting.objects.kept().filter(
        enrolment=enrolment, held_on__gte=first, held_on__lte=period_to, is_after_closure=False
    )
    outcomes: Counter[tuple[str, str]] = Counter(meetings.order_by().values_list("outcome", "mode"))
    subjects: Counter[str] = Counter(
        MeetingSubject.objects.filter(meeting__in=meetings.filter(outcome=Outcome.HELD)).values_list(
            "subject", flat=True
        )
    )
    return ReviewFacts(
        meetings=tuple((mode, count) for mode in Mode if (count := outcomes[Outcome.HELD, mode])),
        missed=sum(count for (outcome, _), count in outcomes.items() if outcome == Outcome.NOT_PRESENT),
        cancelled=sum(count for (outcome, _), count in outcomes.items() if outcome == Outcome.CANCELLED),
        subjects=tuple((subject, subjects[subject]) for subject in Subject if subjects[subject]),
        claims=_claims(enrolment, since, first, period_to),
        objectives=_objectives(course, since, period_to),
        grid=_grid(course, since, period_to),
    )


def proposed_next(course: Accompaniment, held_on: dt.date) -> tuple[dt.date | None, str]:
    """Give the day that the programme's cadence proposes for the next review, and where it comes from."""
    within = cadence(course.enrolment.version_id, CadenceKind.REVIEW)
    if within is None:
        return None, ""
    confirm = ", à confirmer" if within.is_to_confirm else ""
    source = f" ({within.source}{confirm})" if within.source else ""
    return within.after(held_on), f"Un bilan tous les {within.label}{source}"


def opening_days(course: Accompaniment, today: dt.date) -> tuple[dt.date, dt.date]:
    """Give the period that a new review would cover."""
    first = earliest_of(course)
    return first, max(first, today)


def due_lines(reader: Reader, known: Mapping[uuid.UUID, Course], hers: Mapping[uuid.UUID, Standing]) -> list[Due]:
    """Ask for the review whose day comes, for the one begun, and for the landlord's part, in four queries at most."""
    supported = {
        course.accompaniment.pk: pk
        for pk, course in known.items()
        if hers[pk].may_write and course.state == State.SUPPORTED
    }
    rows = list(
        StageReview.objects.filter(accompaniment_id__in=list(supported))
        .exclude(state=ReviewState.ABANDONED)
        .order_by("period_to")
    )
    terms = cadences({known[pk].accompaniment.enrolment.version_id for pk in supported.values()})
    days = None
    if any(row.state == ReviewState.WITH_LANDLORD for row in rows):
        days = parameter_on(LANDLORD_DAYS, reader.today).whole
    lines = []
    for course_id, pk in supported.items():
        mine = [row for row in rows if row.accompaniment_id == course_id]
        running = next((row for row in mine if row.state != ReviewState.VALIDATED), None)
        if running is not None:
            lines.append(_running(running, pk, days or 0))
            continue
        last = mine[-1] if mine else None
        if last is not None and last.next_on:
            due_on, why = last.next_on, f"Date fixée au bilan du {plain_date(last.held_on)}"
        else:
            within = terms[known[pk].accompaniment.enrolment.version_id].get(CadenceKind.REVIEW)
            began = known[pk].entered_on(State.SUPPORTED)
            if within is None or began is None:
                continue
            since = next_period_from(began, last.period_to if last else None)
            due_on = within.after(since)
            why = f"Depuis le {plain_date(since)}\u00a0: bilan d’étape {within_words(within)}"
        url = reverse("journeys:review_new", args=[pk])
        lines.append(Due(due_on, "Faire le bilan d’étape", why, pk, url, "Faire le bilan"))
    return lines


def happened(reader: Reader, enrolment: Enrolment, hers: Standing) -> list[Happened]:
    """Give the validated reviews in a file's timeline."""
    if not hers.is_listed:
        return []
    services = services_of(reader, enrolment) if hers.is_named else set()
    rows = StageReview.objects.filter(accompaniment__enrolment=enrolment, state=ReviewState.VALIDATED).select_related(
        "accompaniment"
    )
    return [
        Happened(
            on=row.held_on,
            at=noon_of(row.held_on),
            kind="STEP",
            icon="file",
            title="Bilan d’étape",
            url=reverse("journeys:review", args=[enrolment.pk, row.pk]),
            parts=(Part(row.worker_text, Audience.LANDLORD),),
        )
        for row in rows
        if held_by(row, enrolment, hers, services) is not None
    ]


def _running(row: StageReview, pk: uuid.UUID, days: int) -> Due:
    url = reverse("journeys:review", args=[pk, row.pk])
    if row.state == ReviewState.DRAFT or row.asked_on is None:
        why = f"Bilan ouvert le {plain_date(day_of(row.opened_at))}, encore en écriture"
        return Due(row.held_on, "Terminer le bilan d’étape", why, pk, url, "Reprendre le bilan")
    if row.landlord_at is not None:
        on = day_of(row.landlord_at)
        why = f"Le bailleur a écrit sa part le {plain_date(on)}"
        return Due(on, "Valider le bilan d’étape", why, pk, url, "Lire et valider")
    why = f"Demandée le {plain_date(row.asked_on)}\u00a0: {days} jours (à confirmer)"
    due_on = row.asked_on + dt.timedelta(days=days)
    return Due(due_on, "Relancer le bailleur pour sa part du bilan", why, pk, url, "Ouvrir le bilan")


def _claims(enrolment: Enrolment, since: dt.date, first: dt.date, last: dt.date) -> tuple[ClaimFact, ...]:
    rows = ClaimFollowUp.objects.filter(
        claim__enrolment=enrolment, happened_on__gte=first, happened_on__lte=last
    ).select_related("claim")
    latest = {row.claim_id: row for row in rows.order_by("position") if day_of(row.claim.opened_at) >= since}
    return tuple(
        ClaimFact(
            str(ClaimKind(row.claim.kind).label),
            str(ClaimStep(row.step).label),
            row.happened_on,
            Audience(row.claim.audience),
        )
        for row in sorted(latest.values(), key=lambda row: row.happened_on)
    )


def _objectives(course: Accompaniment, since: dt.date, last: dt.date) -> tuple[ObjectiveFact, ...]:
    rows = course.objectives.filter(set_on__gte=since, set_on__lte=last)
    return tuple(
        ObjectiveFact(
            title=one.title,
            domain=one.domain,
            state=one.state if one.state_on <= last else ObjectiveState.OPEN,
            progress=one.progress,
            due_on=one.due_on,
            audience=one.audience,
        )
        for one in shaped(rows, until=last)
    )


def _grid(course: Accompaniment, since: dt.date, last: dt.date) -> tuple[GridFact, ...]:
    scores: Iterable[tuple[str, int]] = (
        GridScore.objects.filter(
            Q(assessment__assessed_on__gte=since), assessment__accompaniment=course, assessment__assessed_on__lte=last
        )
        .order_by("assessment__assessed_on", "assessment__recorded_at")
        .values_list("domain", "level")
    )
    levels: dict[str, list[int]] = {}
    for domain, level in scores:
        if level in SCALE:
            levels.setdefault(domain, []).append(level)
    return tuple(
        GridFact(subject, levels[subject][0], levels[subject][-1])
        for subject in Subject
        if len(levels.get(subject, ())) > 1
    )
