"""The end of an accompaniment in the pages: its part of « Accompagnement », its own page, what it awaits, what happened."""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Exists
from django.urls import reverse

from accompaniments.access.evaluations import EvaluationHeld, is_held
from accompaniments.enums import ExitReason, Passage, State
from accompaniments.models import Accompaniment, FinalEvaluation, GridAssessment
from accompaniments.readings.evaluations import (
    EvaluationRead,
    InformationRead,
    OpinionRead,
    evaluation_reading,
    information_reading,
    opinion_reading,
)
from accompaniments.rules.evaluations import (
    leads_to_watch,
    validable_on,
    why_abandoning_is_refused,
    why_information_is_refused,
    why_opening_is_refused,
    why_validation_is_refused,
)
from accompaniments.rules.grid import is_scored
from accompaniments.rules.states import standing_changes
from accompaniments.rules.watch import Clock, clock, next_run_words
from accompaniments.selectors.evaluation_facts import FinalFacts, LeaseFacts, final_facts, read_facts
from accompaniments.selectors.grid import passages_done, scoring_url
from accompaniments.selectors.review_awaited import AwaitedReview, named_to_service
from accompaniments.selectors.review_periods import asked_services
from accompaniments.selectors.states import Course
from foundation.timeline import Due, Happened, noon_of
from foundation.words import plain_date
from households.enums import NamingService
from households.models import Enrolment
from households.permissions import Standing
from households.readings import Card, card, cards
from partners.models import Organisation
from partners.reader import Reader


@dataclass(frozen=True)
class EvaluationLine:
    """An end in one line: its page for the holders, what was told for everyone."""

    ended_on: dt.date
    exit_reason: str  # « exits » are what a landlord reads
    state: str
    url: str
    information_url: str


@dataclass(frozen=True)
class EvaluationSection:
    """The end, as its part of a file's page shows it."""

    lines: tuple[EvaluationLine, ...]
    open_url: str


@dataclass(frozen=True)
class OpeningPage:
    """What the form that opens an evaluation stands on."""

    card: Card
    why_not: str
    started_on: dt.date | None
    watch_runs: str  # « pendant 24 mois »; empty: the convention has no watch


@dataclass(frozen=True)
class EvaluationPage:
    """The page of an evaluation, shaped for its reader."""

    card: Card
    read: EvaluationRead
    facts: FinalFacts | None  # the team's
    why_not_validated: str
    may_write: bool
    may_abandon: bool
    may_restore: bool
    may_validate: bool
    may_inform: bool
    grid_url: str  # where the missing exit grid is filled
    information_url: str
    services: tuple[NamingService, ...] = ()  # the landlord's, which may be asked for its opinion
    may_ask: bool = False


@dataclass(frozen=True)
class OpinionPage:
    """What the landlord's service sees when its opinion is asked."""

    card: Card
    read: OpinionRead


@dataclass(frozen=True)
class InformationPage:
    """What the manager sees before the landlord is told."""

    card: Card
    leaving: InformationRead
    why_not: str
    landlords: dict[str, Organisation]


def section(reader: Reader, enrolment: Enrolment, hers: Standing) -> EvaluationSection | None:
    """Give the end's part of a file for this reader, None when it holds nothing for her."""
    del reader
    if not hers.is_listed:
        return None
    rows = FinalEvaluation.objects.filter(accompaniment__enrolment=enrolment).order_by("-ended_on")
    lines = tuple(line for row in rows if (line := _line(row, enrolment, hers)) is not None)
    may_open = False
    if hers.may_write:
        course = Accompaniment.objects.open().filter(enrolment=enrolment).first()
        has_open = any(row.is_open for row in rows)
        may_open = course is not None and not why_opening_is_refused(State(course.state), has_one_open=has_open)
    if not lines and not may_open:
        return None
    url = reverse("journeys:evaluation_open", args=[enrolment.pk]) if may_open else ""
    return EvaluationSection(lines, url)


def _line(row: FinalEvaluation, enrolment: Enrolment, hers: Standing) -> EvaluationLine | None:
    held = is_held(row, enrolment, hers)
    if not held and not (hers.is_named and row.informed_on):
        return None
    if row.informed_on:
        state = f"bailleur informé le {plain_date(row.informed_on)}"
    elif row.validated_on:
        state = f"validée le {plain_date(row.validated_on)}"
    elif row.abandoned_on:
        state = f"abandonnée le {plain_date(row.abandoned_on)}"
    else:
        state = "en cours d’écriture"
    names = [enrolment.pk, row.pk]
    return EvaluationLine(
        ended_on=row.ended_on,
        exit_reason=str(ExitReason(row.exit_reason).label),
        state=state,
        url=reverse("journeys:evaluation", args=names) if held else "",
        information_url=reverse("journeys:evaluation_information", args=names) if row.informed_on else "",
    )


def opening_page(reader: Reader, enrolment: Enrolment, course: Accompaniment | None) -> OpeningPage:
    """Give what the opening needs. `access` let this reader write in the file."""
    why = "Ce dossier n’a pas d’accompagnement."
    if course is not None:
        has_one = course.evaluations.filter(validated_on__isnull=True, abandoned_on__isnull=True).exists()
        why = why_opening_is_refused(State(course.state), has_one_open=has_one) or ""
    return OpeningPage(
        card=card(reader, enrolment),
        why_not=why,
        started_on=course.state_on if course else None,
        watch_runs=next_run_words(_watch(course, enrolment), enrolment.version.watch_months),
    )


def _watch(course: Accompaniment | None, enrolment: Enrolment) -> Clock | None:
    if course is None:
        return None
    return clock(standing_changes(course.changes.order_by("position")), enrolment.version.watch_months)


def evaluation_page(reader: Reader, held: EvaluationHeld, lease: LeaseFacts | None = None) -> EvaluationPage:
    """Give the page of an evaluation, shaped for this reader: the facts as they stand, or as they were frozen.

    `lease` is what a journey gathered from the lease side, while the evaluation is open.
    """
    row, course = held.row, held.row.accompaniment
    read = evaluation_reading(row, held.hers, watch_months=held.enrolment.version.watch_months)
    is_open = row.is_open
    has_grid = not is_open or Passage.EXIT in passages_done(course)
    why = why_validation_is_refused(
        row.ended_on,
        is_watched=read.is_watched,
        has_exit_grid=has_grid,
        is_validated=not is_open,
        today=reader.today,
    )
    facts = None
    if held.hers.reads_whole:
        facts = final_facts(course, row.ended_on, lease) if is_open else read_facts(row.facts)
    may_inform = not why_information_is_refused(
        is_validated=row.validated_on is not None,
        is_informed=row.informed_on is not None,
        landlord_text=row.landlord_text,
    )
    grid_url = scoring_url(held.enrolment.pk, Passage.EXIT)
    may_ask = held.hers.may_write and is_open and row.opinion_by is None
    services = tuple(asked_services(held.enrolment, reader.today)) if may_ask else ()
    return EvaluationPage(
        card=card(reader, held.enrolment),
        read=read,
        facts=facts,
        why_not_validated=(why or "") if is_open else "",
        may_write=held.hers.may_write and is_open,
        may_abandon=held.hers.may_write and is_open and why_abandoning_is_refused(row.opinion_asked_on) is None,
        may_restore=held.hers.may_write and row.abandoned_on is not None,
        may_validate=held.hers.is_lead_manager and is_open,
        may_inform=held.hers.is_lead_manager and may_inform,
        grid_url=grid_url if held.hers.may_write and is_open and not has_grid else "",
        information_url=reverse("journeys:evaluation_information", args=[held.enrolment.pk, row.pk])
        if row.informed_on
        else "",
        services=services,
        may_ask=bool(services),
    )


def opinion_page(reader: Reader, held: EvaluationHeld) -> OpinionPage:
    """Give the landlord's service what it answers about. `access` let it in."""
    return OpinionPage(card(reader, held.enrolment), opinion_reading(held.row))


def opinions_awaited(reader: Reader) -> tuple[AwaitedReview, ...]:
    """Give the ends on which this reader's service is asked for its opinion, the oldest first. Constant queries."""
    if not reader.landlords:
        return ()
    rows = list(
        FinalEvaluation.objects.filter(
            Exists(named_to_service(reader, asked_of="opinion_asked_of")),
            validated_on__isnull=True,
            opinion_by__isnull=True,
        )
        .filter(Enrolment.objects.seen_by(reader, "accompaniment__enrolment_id"))
        .select_related("accompaniment__enrolment__version__programme", "accompaniment__enrolment__household")
        .order_by("opinion_asked_on", "pk")
    )
    known = cards(reader, [row.accompaniment.enrolment for row in rows]) if rows else {}
    lines = []
    for row in rows:
        shown = known[row.accompaniment.enrolment_id]
        url = reverse("journeys:evaluation_opinion", args=[shown.enrolment_id, row.pk])
        lines.append(AwaitedReview(shown, row.opinion_asked_on, url if shown.standing.is_listed else ""))
    return tuple(lines)


def information_page(reader: Reader, held: EvaluationHeld) -> InformationPage:
    """Give what would be told to the landlord today, and to whom."""
    row, months = held.row, held.enrolment.version.watch_months
    watch = clock(standing_changes(row.accompaniment.changes.order_by("position")), months)
    follows = leads_to_watch(ExitReason(row.exit_reason), months)
    facts = read_facts(row.facts)
    return InformationPage(
        card=card(reader, held.enrolment),
        leaving=information_reading(
            row,
            debts=facts.debts if facts else (),
            watch_from=row.ended_on + dt.timedelta(days=1) if follows else None,
            watch_until=watch.last_on if follows and watch else None,
        ),
        why_not=why_information_is_refused(
            is_validated=row.validated_on is not None,
            is_informed=row.informed_on is not None,
            landlord_text=row.landlord_text,
        )
        or "",
        landlords={str(one.pk): one for one in held.enrolment.version.landlords.order_by("name")},
    )


def due_lines(reader: Reader, known: Mapping[uuid.UUID, Course], hers: Mapping[uuid.UUID, Standing]) -> list[Due]:
    """Give what an end still waits for: its exit grid and its words, the manager's validation, the landlord's information.

    Two queries at most.
    """
    del reader
    courses = {course.accompaniment.pk: pk for pk, course in known.items() if hers[pk].may_write}
    rows = list(
        FinalEvaluation.objects.filter(
            accompaniment_id__in=list(courses), informed_on__isnull=True, abandoned_on__isnull=True
        ).order_by("ended_on")
    )
    if not rows:
        return []
    scored = {
        pk
        for pk, on in GridAssessment.objects.filter(
            accompaniment_id__in=[row.accompaniment_id for row in rows], passage=Passage.EXIT
        ).values_list("accompaniment_id", "assessed_on")
        if is_scored(Passage.EXIT, on, since=known[courses[pk]].accompaniment.state_on)
    }
    lines = []
    for row in rows:
        pk = courses[row.accompaniment_id]
        lines += _awaited(row, known[pk], hers[pk], has_grid=row.accompaniment_id in scored)
    return lines


def _awaited(row: FinalEvaluation, course: Course, hers: Standing, *, has_grid: bool) -> list[Due]:
    pk = course.accompaniment.enrolment_id
    page = reverse("journeys:evaluation", args=[pk, row.pk])
    why = f"L’accompagnement prend fin le {plain_date(row.ended_on)}"
    if row.validated_on is not None:
        if not hers.is_lead_manager or not row.landlord_text:
            return []
        url = reverse("journeys:evaluation_inform", args=[pk, row.pk])
        why = f"Fin validée le {plain_date(row.validated_on)}\u00a0: les relais sont à lui dire"
        return [Due(row.validated_on, "Informer le bailleur de la fin", why, pk, url, "Informer le bailleur")]
    lines = []
    if not has_grid:
        url = scoring_url(pk, Passage.EXIT)
        lines.append(Due(row.ended_on, "Remplir la grille de sortie", why, pk, url, "Remplir la grille"))
    months = course.accompaniment.enrolment.version.watch_months
    first = validable_on(row.ended_on, is_watched=leads_to_watch(ExitReason(row.exit_reason), months))
    if hers.is_lead_manager and has_grid:
        lines.append(Due(first, "Valider l’évaluation finale", why, pk, page, "Lire et valider"))
    elif not hers.is_lead_manager and row.version == 1:
        lines.append(Due(row.ended_on, "Écrire l’évaluation finale", why, pk, page, "Écrire"))
    return lines


def happened(enrolment: Enrolment, hers: Standing) -> list[Happened]:
    """Give the ends in a file's timeline: validated, to its holders; told, to everyone who may read what was told."""
    if not hers.is_listed:
        return []
    lines = []
    for row in FinalEvaluation.objects.filter(accompaniment__enrolment=enrolment, validated_on__isnull=False):
        line = _line(row, enrolment, hers)
        if line is None:
            continue
        if line.url and row.validated_on:
            lines.append(_happened(row.validated_on, "Évaluation finale validée", line.url))
        if row.informed_on:
            lines.append(_happened(row.informed_on, "Bailleur informé de la fin et des relais", line.information_url))
    return lines


def _happened(on: dt.date, title: str, url: str) -> Happened:
    return Happened(on=on, at=noon_of(on), kind="STEP", icon="file", title=title, url=url)
