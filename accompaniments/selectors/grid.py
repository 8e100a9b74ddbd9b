"""The common grid in the pages: its part of « Accompagnement », its form, what it leaves in the timeline, what it awaits."""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.urls import reverse

from accompaniments.enums import Passage, State, Subject
from accompaniments.models import Accompaniment, GridAssessment
from accompaniments.readings.grid import GridReading, PassageRead, grid_reading, stored_scores
from accompaniments.rules.grid import Grid, Score, grid, is_scored, why_passage_is_refused
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
    reader: Reader, enrolment: Enrolment, course: Accompaniment, assessment: GridAssessment | None = None
) -> GridPage:
    """Give what the form of a new passage, or of a correction, needs. `access` let this reader write in the file."""
    if assessment is not None:
        return GridPage(
            card=card(reader, enrolment),
            grid=grid(assessment.grid_version),
            passages=(Passage(assessment.passage),),
            passage=Passage(assessment.passage),
            on=assessment.assessed_on,
            stored=stored_scores(assessment),
            version=assessment.version,
            draft_subject=assessment.pk,
        )
    return GridPage(
        card=card(reader, enrolment),
        grid=grid(),
        passages=_open_passages(course),
        passage=None,
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


def due_lines(reader: Reader, known: dict[uuid.UUID, Course], hers: dict[uuid.UUID, Standing]) -> list[Due]:
    """Ask for the entry passage of each file whose diagnosis is made; one query. A reprise entered without it is left alone."""
    del reader
    waiting = {
        course.accompaniment.pk: course
        for pk, course in known.items()
        if hers[pk].may_write and course.entered_on(State.DIAGNOSED) and course.state in State.IN_PREPARATION
    }
    scored = set(
        GridAssessment.objects.filter(accompaniment_id__in=list(waiting), passage=Passage.ENTRY).values_list(
            "accompaniment_id", flat=True
        )
    )
    lines = []
    for pk, course in waiting.items():
        since = course.entered_on(State.DIAGNOSED)
        if pk in scored or since is None:
            continue
        file_id = course.accompaniment.enrolment_id
        lines.append(
            Due(
                due_on=since,
                title="Remplir la grille d’entrée",
                why=f"Diagnostic validé le {plain_date(since)}\u00a0: la grille d’entrée va avec lui",
                enrolment_id=file_id,
                url=reverse("accompaniments:grid_new", args=[file_id]),
                act="Remplir la grille",
            )
        )
    return lines


def passages_done(course: Accompaniment) -> set[Passage]:
    """Give the passages that are scored for the present step, and are only to be corrected."""
    rows = course.assessments.values_list("passage", "assessed_on")
    return {Passage(passage) for passage, on in rows if is_scored(Passage(passage), on, since=course.state_on)}


def _open_passages(course: Accompaniment) -> tuple[Passage, ...]:
    """Give the passages that may be scored now: one of each, as many reviews as there are."""
    done = passages_done(course)
    return tuple(
        passage
        for passage in Passage
        if why_passage_is_refused(passage, State(course.state)) is None and passage not in done
    )
