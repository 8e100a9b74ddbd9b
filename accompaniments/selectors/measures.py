"""« Financement »: the measures that pay an accompaniment, for its team; the line that a reopening waits for (domain.md §4.4)."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse

from accompaniments.enums import State
from accompaniments.models import Accompaniment, FundedMeasure
from accompaniments.rules.measures import MeasureState, measure_state, months_consumed
from accompaniments.rules.states import standing_changes
from accompaniments.selectors.states import Course
from accompaniments.selectors.watch import last_course
from documents.enums import DocumentKind
from documents.selectors.documents import documents_of
from foundation.timeline import Due
from foundation.words import plain_date
from households.models import Enrolment
from households.permissions import Standing
from households.readings import Card, card
from partners.models import FundingLine
from partners.reader import Reader
from partners.selectors.programmes import FundingRead, funding_read


@dataclass(frozen=True)
class PauseLine:
    """A suspension."""

    started_on: dt.date
    ended_on: dt.date | None


@dataclass(frozen=True)
class MeasureLine:
    """A measure, where it stands and what it consumed so far."""

    line: str
    state: MeasureState
    started_on: dt.date
    ended_on: dt.date | None
    months: int
    pauses: tuple[PauseLine, ...]
    suspend_url: str = ""
    resume_url: str = ""
    close_url: str = ""
    withdraw_url: str = ""


@dataclass(frozen=True)
class FundingSection:
    """Who pays, as the topic of a file's page shows it."""

    measures: tuple[MeasureLine, ...]
    open_url: str


@dataclass(frozen=True)
class FundingPage:
    """What the form that opens a measure stands on."""

    card: Card
    lines: tuple[FundingRead, ...]
    usual_on: dt.date | None  # the first contract signed, else the positive decision or the convention in force (§8.2)
    usual_why: str
    why_not: str


def section(reader: Reader, enrolment: Enrolment, hers: Standing) -> FundingSection | None:
    """Give the topic to the file's team, None to the others and where no line and no measure is recorded."""
    if not hers.reads_whole:
        return None
    rows = FundedMeasure.objects.filter(accompaniment__enrolment=enrolment, withdrawn_at__isnull=True)
    found = tuple(
        _line(row, reader.today, enrolment, hers) for row in rows.select_related("line").prefetch_related("suspensions")
    )
    has_lines = FundingLine.objects.filter(version_id=enrolment.version_id).exists()
    if not found and not has_lines:
        return None
    may_open = hers.may_assign and has_lines and enrolment.ended_on is None
    return FundingSection(found, reverse("accompaniments:measure_open", args=[enrolment.pk]) if may_open else "")


def funding_page(reader: Reader, enrolment: Enrolment) -> FundingPage:
    """Give what opening a measure needs. `access` let this reader do it."""
    course = last_course(enrolment)
    lines = tuple(funding_read(row) for row in FundingLine.objects.filter(version_id=enrolment.version_id))
    usual_on, usual_why = _usual_start(course, enrolment) if course else (None, "")
    why_not = ""
    if course is None or course.state == State.CLOSED:
        why_not = "Ce dossier n’a pas d’accompagnement ouvert."
    elif not lines:
        why_not = "Aucune ligne de financement n’est enregistrée pour la version du programme de ce dossier."
    return FundingPage(card(reader, enrolment), lines, usual_on, usual_why, why_not)


def lines_of(enrolment: Enrolment) -> dict[str, FundingLine]:
    """Give the lines of a file's version, by the value that a form sends."""
    return {str(row.pk): row for row in FundingLine.objects.filter(version_id=enrolment.version_id)}


def due_lines(known: Mapping[uuid.UUID, Course], hers: Mapping[uuid.UUID, Standing]) -> list[Due]:
    """Give to the manager the reopenings whose line is to be chosen, and the measures that outlive an accompaniment.

    Two queries at most, whatever the number of files.
    """
    waiting = {
        pk: course
        for pk, course in known.items()
        if hers[pk].may_assign and (_is_reopened(course) or course.state == State.WATCHED)
    }
    if not waiting:
        return []
    measures: dict[uuid.UUID, list[FundedMeasure]] = defaultdict(list)
    for row in FundedMeasure.objects.filter(
        accompaniment__in=[course.accompaniment.pk for course in waiting.values()], withdrawn_at__isnull=True
    ):
        measures[row.accompaniment_id].append(row)
    versions = {course.accompaniment.enrolment.version_id for course in waiting.values()}
    funded = set(FundingLine.objects.filter(version_id__in=versions).values_list("version_id", flat=True))
    lines = []
    for pk, course in waiting.items():
        since = course.accompaniment.state_on
        standing = [row for row in measures[course.accompaniment.pk] if row.ended_on is None or row.ended_on >= since]
        if course.state == State.WATCHED:
            lines += [_to_end(pk, row, since) for row in standing]
        elif not standing and course.accompaniment.enrolment.version_id in funded:
            lines.append(_to_choose(pk, since))
    return lines


def _is_reopened(course: Course) -> bool:
    states = [change.to_state for change in course.changes]
    return course.state == State.SUPPORTED and State.WATCHED in states


def _to_choose(pk: uuid.UUID, since: dt.date) -> Due:
    return Due(
        due_on=since,
        title="Choisir la ligne de financement",
        why=f"Accompagnement rouvert le {plain_date(since)}\u00a0: aucune mesure ne le finance depuis",
        enrolment_id=pk,
        url=reverse("accompaniments:measure_open", args=[pk]),
        act="Ouvrir une mesure",
    )


def _to_end(pk: uuid.UUID, row: FundedMeasure, since: dt.date) -> Due:
    return Due(
        due_on=since,
        title="Mettre fin à la mesure financée",
        why=f"Le ménage est en veille depuis le {plain_date(since)}\u00a0: la mesure court encore",
        enrolment_id=pk,
        url=reverse("accompaniments:measure_close", args=[pk, row.pk]),
        act="Mettre fin à la mesure",
    )


def _line(row: FundedMeasure, today: dt.date, enrolment: Enrolment, hers: Standing) -> MeasureLine:
    state = measure_state(row.days, row.pauses, today)

    def url(name: str, *states: MeasureState) -> str:
        if not hers.may_assign or (states and state not in states):
            return ""
        return reverse(f"accompaniments:measure_{name}", args=[enrolment.pk, row.pk])

    return MeasureLine(
        line=row.line.label,
        state=state,
        started_on=row.started_on,
        ended_on=row.ended_on,
        months=months_consumed(row.days, today, row.pauses),
        pauses=tuple(PauseLine(one.started_on, one.ended_on) for one in row.pauses),
        suspend_url=url("suspend", MeasureState.OPEN),
        resume_url=url("resume", MeasureState.SUSPENDED),
        close_url=url("close", MeasureState.OPEN, MeasureState.SUSPENDED),
        withdraw_url=url("withdraw"),
    )


def _usual_start(course: Accompaniment, enrolment: Enrolment) -> tuple[dt.date | None, str]:
    """Give when a measure usually starts, and why: of a reopening, its day; else as domain.md §8.2 says."""
    supported = [
        change.effective_on
        for change in standing_changes(course.changes.order_by("position"))
        if change.to_state == State.SUPPORTED
    ]
    if len(supported) > 1:
        return supported[-1], "la réouverture de l’accompagnement"
    signed = [
        line.in_force_on
        for line in documents_of([enrolment.pk]).get(enrolment.pk, [])
        if line.kind == DocumentKind.SUPPORT_CONTRACT and line.in_force_on
    ]
    if signed:
        return min(signed), "le premier contrat d’accompagnement signé"
    return (supported[0], "le début de l’accompagnement") if supported else (None, "")
