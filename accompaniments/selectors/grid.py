"""The common grid in the pages: its part of « Accompagnement », its form, what it leaves in the timeline, what it awaits."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.urls import reverse

from accompaniments.enums import Passage, ReviewState, State, Subject
from accompaniments.models import Accompaniment, GridAssessment, StageReview
from accompaniments.readings.grid import GridReading, PassageRead, grid_reading, stored_scores
from accompaniments.rules.grid import Grid, Score, grid, is_of_review, is_scored, why_passage_is_refused
from accompaniments.rules.watch import clock
from accompaniments.selectors.states import Course
from foundation.timeline import Due, Happened, moment_of
from foundation.words import plain_date
from households.models import Enrolment
from households.permissions import Standing, read_since
from households.readings import Card, card
from partners.reader import Reader
from partners.selectors.people import names_of


@dataclass(frozen=True)
class GridSection:
    """The grid, as its part of a file's page shows it."""

    reading: GridReading
    new_url: str  # empty: nothing to score now, or not hers to
    corrections: tuple[tuple[PassageRead, str], ...]  # each passage with the address that corrects it


@dataclass(frozen=True)
class GridPage:
    """What the form of a passage stands on."""

    card: Card
    grid: Grid
    passages: tuple[Passage, ...]  # those that may be scored now; one when correcting
    passage: Passage | None
    wanted: Passage | None  # the one that her page asked for, else the first
    on: dt.date | None
    stored: dict[Subject, Score]
    version: int
    draft_subject: uuid.UUID


def section(reader: Reader, enrolment: Enrolment, hers: Standing) -> GridSection | None:
    """Give the grid's part of a file for this reader, None when it holds nothing for her."""
    course = Accompaniment.objects.filter(enrolment=enrolment).order_by("-opened_on", "closed_on", "pk").first()
    if course is None or not hers.knows:
        return None
    reading = grid_reading(reader, course, enrolment, hers)
    may_score = hers.may_write and bool(_open_passages(course))
    if not reading.passages and not may_score:
        return None
    corrections = tuple(
        (passage, reverse("accompaniments:grid_correct", args=[enrolment.pk, passage.id]))
        for passage in reading.passages
        if hers.may_write
    )
    return GridSection(
        reading=reading,
        new_url=reverse("accompaniments:grid_new", args=[enrolment.pk]) if may_score else "",
        corrections=corrections,
    )


def grid_page(
    reader: Reader,
    enrolment: Enrolment,
    course: Accompaniment,
    assessment: GridAssessment | None = None,
    asked: str = "",
) -> GridPage:
    """Give what the form of a new passage, or of a correction, needs. `access` let this reader write in the file."""
    if assessment is not None:
        return GridPage(
            card=card(reader, enrolment),
            grid=grid(assessment.grid_version),
            passages=(Passage(assessment.passage),),
            passage=Passage(assessment.passage),
            wanted=Passage(assessment.passage),
            on=assessment.assessed_on,
            stored=stored_scores(assessment),
            version=assessment.version,
            draft_subject=assessment.pk,
        )
    passages = _open_passages(course)
    return GridPage(
        card=card(reader, enrolment),
        grid=grid(),
        passages=passages,
        passage=None,
        wanted=next((one for one in passages if one.value == asked), next(iter(passages), None)),
        on=None,
        stored={},
        version=0,
        draft_subject=enrolment.pk,
    )


def happened(enrolment: Enrolment, hers: Standing) -> list[Happened]:
    """Give the passages in a file's timeline: to its holders, that they were scored and when."""
    if not hers.is_holder or not hers.is_listed:
        return []
    rows = GridAssessment.objects.filter(accompaniment__enrolment=enrolment)
    if since := read_since(hers, enrolment):
        rows = rows.filter(assessed_on__gte=since)
    known = list(rows)
    names = names_of({row.recorded_by for row in known})
    return [
        Happened(
            on=row.assessed_on,
            at=moment_of(row.assessed_on, row.recorded_at),
            kind="STEP",
            icon="check",
            title=f"Grille d’évaluation {Passage(row.passage).label}",
            by=names.get(row.recorded_by, ""),
            url=reverse("journeys:file_support", args=[enrolment.pk]) + "#grid",
        )
        for row in known
    ]


def due_lines(reader: Reader, known: Mapping[uuid.UUID, Course], hers: Mapping[uuid.UUID, Standing]) -> list[Due]:
    """Ask for the entry, the last review's and the watch's passage; the exit's is asked with its evaluation. Two queries.

    A reprise entered without its entry is left alone, and so is what a watch followed.
    """
    del reader
    mine = {course.accompaniment.pk: course for pk, course in known.items() if hers[pk].may_write}
    reviews = _last_reviews([pk for pk, course in mine.items() if course.state == State.SUPPORTED])
    asked = [
        pk
        for pk, course in mine.items()
        if _entry_since(course) is not None or pk in reviews or course.state == State.WATCHED
    ]
    scored: dict[uuid.UUID, list[tuple[Passage, dt.date]]] = defaultdict(list)
    for pk, passage, on in GridAssessment.objects.filter(accompaniment_id__in=asked).values_list(
        "accompaniment_id", "passage", "assessed_on"
    ):
        scored[pk].append((Passage(passage), on))
    lines = []
    for pk in asked:
        course = mine[pk]
        lines += _entry_due(course, scored[pk])
        lines += _review_due(course, scored[pk], reviews.get(pk))
        lines += _watch_due(course, scored[pk])
    return lines


def _entry_since(course: Course) -> dt.date | None:
    """Give since when the entry may be asked for; None before the diagnosis, and once a watch began."""
    is_before = course.state in State.IN_PREPARATION or course.state == State.SUPPORTED
    return course.entered_on(State.DIAGNOSED) if is_before and course.entered_on(State.WATCHED) is None else None


def _entry_due(course: Course, scored: list[tuple[Passage, dt.date]]) -> list[Due]:
    since = _entry_since(course)
    if since is None or any(passage == Passage.ENTRY for passage, _ in scored):
        return []
    why = f"Diagnostic validé le {plain_date(since)}\u00a0: la grille d’entrée va avec lui"
    return [_due(course, since, "Remplir la grille d’entrée", why, Passage.ENTRY)]


def _review_due(course: Course, scored: list[tuple[Passage, dt.date]], review: StageReview | None) -> list[Due]:
    if review is None or not _is_to_score(course.accompaniment, scored, review):
        return []
    why = f"Bilan d’étape du {plain_date(review.held_on)}\u00a0: la grille se remplit à chaque bilan"
    return [_due(course, review.held_on, "Remplir la grille du bilan d’étape", why, Passage.REVIEW)]


def _watch_due(course: Course, scored: list[tuple[Passage, dt.date]]) -> list[Due]:
    row = course.accompaniment
    watch = clock(course.changes, row.enrolment.version.watch_months) if course.state == State.WATCHED else None
    if watch is None or watch.last_on is None or Passage.WATCH_END in _done(row, scored):
        return []
    why = (
        f"La veille court jusqu’au {plain_date(watch.last_on)}\u00a0: la grille se remplit avant la clôture du dossier"
    )
    return [_due(course, watch.last_on, "Remplir la grille de fin de veille", why, Passage.WATCH_END)]


def _due(course: Course, due_on: dt.date, title: str, why: str, passage: Passage) -> Due:
    pk = course.accompaniment.enrolment_id
    return Due(due_on, title, why, pk, scoring_url(pk, passage), "Remplir la grille")


def scoring_url(enrolment_id: uuid.UUID, passage: Passage) -> str:
    """Give the address of the form, on the passage that is asked for."""
    return f"{reverse('accompaniments:grid_new', args=[enrolment_id])}?passage={passage}"


def review_to_score(course: Accompaniment) -> StageReview | None:
    """Give the last review of an accompaniment that goes on, when its passage is not scored; two queries."""
    if course.state != State.SUPPORTED:
        return None
    review = _last_reviews([course.pk]).get(course.pk)
    return review if review is not None and _is_to_score(course, _scored(course), review) else None


def _last_reviews(course_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, StageReview]:
    rows = StageReview.objects.filter(accompaniment_id__in=list(course_ids)).exclude(state=ReviewState.ABANDONED)
    return {row.accompaniment_id: row for row in rows.order_by("period_to", "opened_at")}


def _is_to_score(course: Accompaniment, scored: list[tuple[Passage, dt.date]], review: StageReview) -> bool:
    """Tell whether a review of the present run has no passage: what was held before a reopening is past."""
    told = any(passage == Passage.REVIEW and is_of_review(on, review.period_to) for passage, on in scored)
    return not told and review.held_on >= course.state_on


def passages_done(course: Accompaniment) -> set[Passage]:
    """Give the passages that are scored for the present step, and are only to be corrected."""
    return _done(course, _scored(course))


def _scored(course: Accompaniment) -> list[tuple[Passage, dt.date]]:
    return [(Passage(passage), on) for passage, on in course.assessments.values_list("passage", "assessed_on")]


def _done(course: Accompaniment, scored: list[tuple[Passage, dt.date]]) -> set[Passage]:
    return {passage for passage, on in scored if is_scored(passage, on, since=course.state_on)}


def _open_passages(course: Accompaniment) -> tuple[Passage, ...]:
    """Give the passages that may be scored now: one of each, as many reviews as there are."""
    done = passages_done(course)
    return tuple(
        passage
        for passage in Passage
        if why_passage_is_refused(passage, State(course.state)) is None and passage not in done
    )
