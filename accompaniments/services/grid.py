"""Writes of the common grid: a passage scored, a passage corrected."""

import datetime as dt
import uuid
from collections.abc import Sequence

from django.db import transaction

from accompaniments.enums import Passage, State
from accompaniments.models import Accompaniment, GridAssessment, GridRevision, GridScore
from accompaniments.readings.grid_history import GridContent
from accompaniments.rules.grid import (
    CURRENT_VERSION,
    Score,
    score_refusals,
    why_assessed_on_is_refused,
    why_passage_is_refused,
)
from accompaniments.selectors.grid import passages_done
from foundation.refusals import Refused
from records.services.drafts import drop_draft
from records.services.events import record

DRAFT_KIND = "accompaniments.grid"
STALE = (
    "Cette grille a été corrigée entre-temps. Vos réponses sont gardées ici\u00a0: relisez la version enregistrée, "
    "puis enregistrez à nouveau."
)


class GridRefused(Refused):
    """What the grid lacks, by domain."""

    def __init__(self, reasons: dict[str, str]) -> None:
        super().__init__("Il manque quelque chose dans la grille.")
        self.reasons = reasons


class StaleGridError(Exception):
    """Someone corrected the grid since the page was opened: nothing is overwritten; `version` is the stored one."""

    def __init__(self, version: int) -> None:
        super().__init__(STALE)
        self.reason = STALE
        self.version = version


@transaction.atomic
def score_grid(
    *,
    by: uuid.UUID,
    accompaniment: Accompaniment,
    passage: Passage,
    assessed_on: dt.date,
    scores: Sequence[Score],
    today: dt.date,
    draft_tab: str = "",
) -> GridAssessment:
    """Keep a passage of the grid, its twelve domains at once.

    Raises Refused, or GridRefused with what each domain lacks.
    """
    row = Accompaniment.objects.select_for_update(of=("self",)).get(pk=accompaniment.pk)
    if reason := why_passage_is_refused(passage, State(row.state)):
        raise Refused(reason, "passage")
    _check(row, assessed_on, scores, today)
    if row.assessments.filter(passage=passage, assessed_on=assessed_on).exists():
        raise Refused("La grille de ce passage est déjà enregistrée à cette date\u00a0: corrigez-la.", "assessed_on")
    if passage in passages_done(row):
        raise Refused("Ce passage est déjà enregistré\u00a0: corrigez-le.", "passage")
    assessment = GridAssessment.objects.create(
        accompaniment=row, passage=passage, grid_version=CURRENT_VERSION, assessed_on=assessed_on, recorded_by=by
    )
    _write(assessment, scores)
    _record("grid.scored", assessment, row, by=by)
    drop_draft(user_id=by, kind=DRAFT_KIND, subject_id=row.enrolment_id, tab=draft_tab)
    return assessment


@transaction.atomic
def correct_grid(
    *,
    by: uuid.UUID,
    assessment: GridAssessment,
    version: int,
    assessed_on: dt.date,
    scores: Sequence[Score],
    reason: str,
    today: dt.date,
    draft_tab: str = "",
) -> GridAssessment:
    """Correct a passage: what it said before is kept with the reason. `version` is the one that the page showed.

    Raises StaleGridError when another was stored meanwhile, Refused, GridRefused.
    """
    row = GridAssessment.objects.select_for_update(of=("self",)).get(pk=assessment.pk)
    if row.version != version:
        raise StaleGridError(row.version)
    course = Accompaniment.objects.get(pk=row.accompaniment_id)
    _check(course, assessed_on, scores, today)
    others = course.assessments.filter(passage=row.passage, assessed_on=assessed_on).exclude(pk=row.pk)
    if others.exists():
        raise Refused("La grille de ce passage est déjà enregistrée à cette date.", "assessed_on")
    if not reason.strip():
        raise Refused("Dites en quelques mots pourquoi vous corrigez\u00a0: l’équipe le lira.", "reason")
    before, after = GridContent.of(row), GridContent.told(assessed_on, scores)
    if before == after:
        raise Refused("Vous n’avez rien changé à cette grille.")
    row.assessed_on = assessed_on
    row.version += 1
    row.save(update_fields=["assessed_on", "version"])
    row.scores.all().delete()
    _write(row, scores)
    GridRevision.objects.create(
        assessment=row,
        number=row.version - 1,
        reason=reason.strip(),
        before=before.to_json(),
        after=after.to_json(),
        revised_by=by,
    )
    _record("grid.corrected", row, course, by=by)
    drop_draft(user_id=by, kind=DRAFT_KIND, subject_id=row.pk, tab=draft_tab)
    return row


def _check(course: Accompaniment, assessed_on: dt.date, scores: Sequence[Score], today: dt.date) -> None:
    if reason := why_assessed_on_is_refused(assessed_on, opened_on=course.opened_on, today=today):
        raise Refused(reason, "assessed_on")
    if reasons := score_refusals(scores):
        raise GridRefused(reasons)


def _write(assessment: GridAssessment, scores: Sequence[Score]) -> None:
    GridScore.objects.bulk_create(
        GridScore(
            assessment=assessment,
            domain=score.domain,
            level=score.level,
            justification=score.justification.strip(),
        )
        for score in scores
    )


def _record(verb: str, assessment: GridAssessment, course: Accompaniment, *, by: uuid.UUID) -> None:
    details = {
        "passage": assessment.passage,
        "assessed_on": assessment.assessed_on.isoformat(),
        "version": assessment.version,
    }
    record(verb, assessment, by=by, subject_id=course.enrolment_id, details=details)
