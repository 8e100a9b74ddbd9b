"""What a reader reads of the common grid (domain.md §5, §3.9): levels by domain and passage, never a total.

Its team reads levels and their why; the file's other holders that it was scored, and when; the landlord the levels of the
five domains that §5 opens to him, once the support began, or once the evaluation was returned to him under the accord.
"""

import datetime as dt
import uuid
from dataclasses import dataclass

from accompaniments.enums import DiagnosisState, Passage, State, Subject
from accompaniments.models import Accompaniment, Diagnosis, GridAssessment, StateChange
from accompaniments.readings.accords import accord_in_force
from accompaniments.readings.grid_history import PassageHistory, history_of
from accompaniments.rules.grid import NOT_ASSESSED, NOT_CONCERNED, SCALE, Score, change_said, grid
from households.models import Enrolment
from households.permissions import Standing, read_since
from partners.reader import Reader
from partners.selectors.people import names_of

# The picture of one domain: five marks on a line, the first level hollow, the latest full.
_LEFT, _STEP, _WIDTH = 12, 34, 160


@dataclass(frozen=True)
class Mark:
    """A level on the line of a domain."""

    level: int
    x: int


@dataclass(frozen=True)
class Cell:
    """A domain's level at one passage."""

    level: int
    said: str  # « 3 » and what it means, « sans objet », « non évalué »
    means: str
    justification: str


@dataclass(frozen=True)
class Line:
    """A domain through the passages."""

    subject: Subject
    label: str
    about: str
    cells: tuple[Cell, ...]
    change: str  # from the first passage to the latest, of this domain alone
    first: Mark | None
    last: Mark | None
    said: str  # the picture in words


@dataclass(frozen=True)
class PassageRead:
    """A passage: when, and who scored it."""

    id: uuid.UUID
    passage: Passage
    label: str
    on: dt.date
    by: str


@dataclass(frozen=True)
class GridReading:
    """The grid of a file, shaped for its reader. No line: she knows only that it was scored."""

    passages: tuple[PassageRead, ...]
    lines: tuple[Line, ...]
    ticks: tuple[Mark, ...]
    width: int
    is_landlord: bool
    reads_why: bool
    history: tuple[PassageHistory, ...] = ()  # what was corrected, for the team


def grid_reading(reader: Reader, course: Accompaniment, enrolment: Enrolment, hers: Standing) -> GridReading:
    """Give the passages of this course that the reader may know of, and the levels that she may read."""
    is_landlord = hers.is_named and not hers.is_holder
    related = ("scores", "revisions") if hers.reads_whole else ("scores",)
    rows = list(course.assessments.prefetch_related(*related).order_by("assessed_on", "recorded_at"))
    since = read_since(hers, enrolment)
    if since and not is_landlord:
        rows = [row for row in rows if row.assessed_on >= since]
    if not hers.is_listed or (is_landlord and not _landlord_reads(reader, course, enrolment)):
        rows = []
    authors = {row.recorded_by for row in rows}
    if hers.reads_whole:
        authors |= {one.revised_by for row in rows for one in row.revisions.all()}
    names = names_of(authors) if hers.is_holder else {}
    if hers.reads_whole:
        subjects: tuple[Subject, ...] = tuple(Subject)
    elif is_landlord:
        subjects = tuple(Subject(code) for code in Subject.LANDLORD_READS)
    else:
        subjects = ()
    return GridReading(
        passages=tuple(
            PassageRead(
                row.pk,
                Passage(row.passage),
                Passage(row.passage).label,
                row.assessed_on,
                names.get(row.recorded_by, ""),
            )
            for row in rows
        ),
        lines=tuple(_line(subject, rows, reads_why=hers.reads_whole) for subject in subjects) if rows else (),
        ticks=tuple(_mark(level) for level in SCALE),
        width=_WIDTH,
        is_landlord=is_landlord,
        reads_why=hers.reads_whole,
        history=tuple(
            found for row in rows if (found := history_of(row, str(Passage(row.passage).label), names)) is not None
        )
        if hers.reads_whole
        else (),
    )


def stored_scores(assessment: GridAssessment) -> dict[Subject, Score]:
    """Give a passage's scores, for the form that corrects it."""
    return {
        Subject(row.domain): Score(Subject(row.domain), row.level, row.justification) for row in assessment.scores.all()
    }


def _landlord_reads(reader: Reader, course: Accompaniment, enrolment: Enrolment) -> bool:
    if StateChange.objects.filter(
        accompaniment=course, to_state=State.SUPPORTED, annulled_by__isnull=True, is_correction=False
    ).exists():
        return True
    is_returned = Diagnosis.objects.filter(accompaniment=course, state=DiagnosisState.RETURNED).exists()
    return is_returned and accord_in_force(enrolment, reader.today)


def _line(subject: Subject, rows: list[GridAssessment], *, reads_why: bool) -> Line:
    cells = tuple(_cell(subject, row, reads_why=reads_why) for row in rows)
    levels = [cell.level for cell in cells]
    first = next((level for level in levels if level in SCALE), None)
    last = next((level for level in reversed(levels) if level in SCALE), None)
    domain = next(one for one in grid(rows[0].grid_version).domains if one.subject == subject)
    change = change_said(first, last) if len([level for level in levels if level in SCALE]) > 1 else ""
    if first is None or last is None:
        said = f"{subject.label}\u00a0: {cells[-1].said}."
    elif change:
        said = f"{subject.label}\u00a0: de {first} à {last} sur 5."
    else:
        said = f"{subject.label}\u00a0: {last} sur 5."
    return Line(
        subject=subject,
        label=subject.label,
        about=domain.about,
        cells=cells,
        change=change,
        first=_mark(first) if first and change else None,
        last=_mark(last) if last else None,
        said=said,
    )


def _cell(subject: Subject, row: GridAssessment, *, reads_why: bool) -> Cell:
    score = next((one for one in row.scores.all() if one.domain == subject), None)
    level = score.level if score else NOT_ASSESSED
    words = grid(row.grid_version)
    domain = next(one for one in words.domains if one.subject == subject)
    means = domain.levels[level - 1] if level in SCALE else ""
    said = words.scale[level] if level in {NOT_ASSESSED, NOT_CONCERNED} else str(level)
    return Cell(level, said, means, score.justification if score and reads_why else "")


def _mark(level: int) -> Mark:
    return Mark(level, _LEFT + (level - 1) * _STEP)
