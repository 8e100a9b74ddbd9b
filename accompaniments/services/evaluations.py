"""Writes of the end: its evaluation opened, written, validated by the manager, then told to the landlord (§2.1 S12, §4.6)."""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from accompaniments.enums import ExitReason, Passage, State
from accompaniments.models import Accompaniment, FinalEvaluation
from accompaniments.rules.evaluations import (
    ENDS,
    effective_day,
    leads_to_watch,
    why_abandoning_is_refused,
    why_information_is_refused,
    why_opening_is_refused,
    why_restoring_is_refused,
    why_stop_is_refused,
    why_validation_is_refused,
    why_writing_is_refused,
)
from accompaniments.selectors.evaluation_facts import LeaseFacts, final_facts
from accompaniments.selectors.grid import passages_done
from accompaniments.selectors.review_periods import asked_services
from accompaniments.services.endings import close_course
from accompaniments.services.states import change_state
from foundation.refusals import Refused
from households.enums import NamingService
from partners.models import Organisation
from records.models import StoredFile
from records.services.drafts import drop_draft
from records.services.events import one_act, record
from records.services.files import delete_file, store_file

DRAFT_KIND = "accompaniments.evaluation"
OPINION_DRAFT_KIND = "accompaniments.evaluation_opinion"
FILE_KIND = "accompaniments.end_information"
NOT_SUPPORTED = "Cet accompagnement n’est pas en cours."
STALE = (
    "Cette évaluation a changé entre-temps. Vos mots sont gardés ici\u00a0: relisez la version enregistrée, "
    "puis enregistrez à nouveau."
)


class StaleEvaluationError(Exception):
    """Someone wrote since the page was opened: nothing is overwritten; `version` is the stored one."""

    def __init__(self, version: int) -> None:
        super().__init__(STALE)
        self.reason = STALE
        self.version = version


@dataclass(frozen=True)
class EvaluationWords:
    """What people say of an end, each text with its readers."""

    landlord_text: str = ""  # bailleur
    team_text: str = ""  # équipe
    household_text: str = ""  # équipe: the household's opinion, as it said it
    landlord_opinion: str = ""  # bailleur
    watch_recommendation: str = ""  # équipe


@transaction.atomic
def open_evaluation(
    *, by: uuid.UUID, accompaniment: Accompaniment, ended_on: dt.date, exit_reason: ExitReason, today: dt.date
) -> FinalEvaluation:
    """Open the final evaluation of an accompaniment that ends; its state changes when the manager validates. Raises Refused."""
    course = _locked(accompaniment)
    if reason := why_opening_is_refused(State(course.state), has_one_open=_has_one_open(course)):
        raise Refused(reason)
    _check(course, ended_on, exit_reason, today)
    row = FinalEvaluation.objects.create(accompaniment=course, ended_on=ended_on, exit_reason=exit_reason, opened_by=by)
    _record("evaluation.opened", row, course, by=by, ended_on=ended_on.isoformat())
    return row


@transaction.atomic
def write_evaluation(
    *,
    by: uuid.UUID,
    evaluation: FinalEvaluation,
    version: int,
    ended_on: dt.date,
    exit_reason: ExitReason,
    words: EvaluationWords,
    today: dt.date,
    draft_tab: str = "",
) -> FinalEvaluation:
    """Keep what is written of an end. Raises Refused, or StaleEvaluationError when someone wrote meanwhile."""
    row, course = _both(evaluation)
    _refuse_over(row)
    if row.version != version:
        raise StaleEvaluationError(row.version)
    _check(course, ended_on, exit_reason, today)
    row.ended_on, row.exit_reason = ended_on, exit_reason
    for name, text in vars(words).items():
        if name != "landlord_opinion" or row.opinion_by is None:  # what he wrote himself is his
            setattr(row, name, text.strip())
    row.version += 1
    row.save()
    _record("evaluation.written", row, course, by=by, ended_on=ended_on.isoformat())
    drop_draft(user_id=by, kind=DRAFT_KIND, subject_id=row.pk, tab=draft_tab)
    return row


@transaction.atomic
def abandon_evaluation(*, by: uuid.UUID, evaluation: FinalEvaluation, version: int, today: dt.date) -> FinalEvaluation:
    """Abandon an end opened by mistake: the accompaniment goes on, what was written stays.

    Raises Refused, or StaleEvaluationError when someone wrote meanwhile.
    """
    row, course = _both(evaluation)
    _refuse_over(row)
    if row.version != version:
        raise StaleEvaluationError(row.version)
    if reason := why_abandoning_is_refused(row.opinion_asked_on):
        raise Refused(reason)
    row.abandoned_on = today
    row.version += 1
    row.save()
    _record("evaluation.abandoned", row, course, by=by)
    return row


@transaction.atomic
def restore_evaluation(*, by: uuid.UUID, evaluation: FinalEvaluation, version: int) -> FinalEvaluation:
    """Take up an abandoned end again. Raises Refused, or StaleEvaluationError when someone wrote meanwhile."""
    row, course = _both(evaluation)
    if row.version != version:
        raise StaleEvaluationError(row.version)
    is_abandoned, has_one = row.abandoned_on is not None, _has_one_open(course)
    if reason := why_restoring_is_refused(State(course.state), is_abandoned=is_abandoned, has_one_open=has_one):
        raise Refused(reason)
    row.abandoned_on = None
    row.version += 1
    row.save()
    _record("evaluation.restored", row, course, by=by)
    return row


@transaction.atomic
def ask_opinion(
    *, by: uuid.UUID, evaluation: FinalEvaluation, version: int, service: NamingService, today: dt.date
) -> FinalEvaluation:
    """Ask one of the landlord's services to which the household is named for its opinion of the end (domain.md §4.6).

    Raises Refused, or StaleEvaluationError when someone wrote meanwhile.
    """
    row, course = _both(evaluation)
    _refuse_over(row)
    if row.version != version:
        raise StaleEvaluationError(row.version)
    if row.opinion_by is not None:
        raise Refused("Le bailleur a déjà écrit son avis.")
    if service not in asked_services(course.enrolment, today):
        raise Refused("Ce ménage n’est pas nommé à ce service du bailleur.", "service")
    row.opinion_asked_on, row.opinion_asked_of = today, service
    row.version += 1
    row.save()
    _record("evaluation.opinion_asked", row, course, by=by, service=service.value)
    return row


@transaction.atomic
def write_opinion(
    *, by: uuid.UUID, evaluation: FinalEvaluation, version: int, text: str, draft_tab: str = ""
) -> FinalEvaluation:
    """Keep the landlord's opinion, in his own words, until the end is validated.

    Raises Refused, or StaleEvaluationError when someone wrote meanwhile.
    """
    row, course = _both(evaluation)
    _refuse_over(row)
    if row.opinion_asked_on is None:
        raise Refused("L’avis du bailleur n’est pas demandé.")
    if row.version != version:
        raise StaleEvaluationError(row.version)
    if not text.strip():
        raise Refused("Écrivez votre avis.", "landlord_opinion")
    row.landlord_opinion, row.opinion_by, row.opinion_at = text.strip(), by, timezone.now()
    row.version += 1
    row.save()
    _record("evaluation.opinion_written", row, course, by=by)
    drop_draft(user_id=by, kind=OPINION_DRAFT_KIND, subject_id=row.pk, tab=draft_tab)
    return row


@transaction.atomic
def validate_evaluation(
    *, by: uuid.UUID, evaluation: FinalEvaluation, version: int, today: dt.date, lease: LeaseFacts | None = None
) -> FinalEvaluation:
    """Validate an end: its facts freeze; the watch begins the day after the stop, or the follow-up ends on it.

    `lease` is what a journey gathered from the lease side.

    Raises Refused, or StaleEvaluationError when someone wrote since it was read.
    """
    row, course = _both(evaluation)
    if row.abandoned_on is not None:
        _refuse_over(row)
    exit_reason = ExitReason(row.exit_reason)
    is_watched = leads_to_watch(exit_reason, course.enrolment.version.watch_months)
    has_exit_grid = Passage.EXIT in passages_done(course)
    if reason := why_validation_is_refused(
        row.ended_on,
        is_watched=is_watched,
        has_exit_grid=has_exit_grid,
        is_validated=row.validated_on is not None,
        today=today,
    ):
        raise Refused(reason)
    if row.version != version:
        raise StaleEvaluationError(row.version)
    row.facts = final_facts(course, row.ended_on, lease).frozen()
    row.validated_by, row.validated_on = by, today
    with one_act():
        row.save()
        _record("evaluation.validated", row, course, by=by, ended_on=row.ended_on.isoformat())
        if is_watched:
            change_state(
                by=by,
                accompaniment=course,
                to_state=State.WATCHED,
                effective_on=effective_day(row.ended_on, is_watched=True),
                today=today,
            )
        else:
            close_course(by=by, accompaniment=course, ended_on=row.ended_on, exit_reason=exit_reason, today=today)
    return row


def inform_landlord(
    *,
    by: uuid.UUID,
    evaluation: FinalEvaluation,
    content: bytes,
    file_name: str,
    landlord: Organisation,
    today: dt.date,
) -> FinalEvaluation:
    """Tell the landlord of the end: the PDF made from its own parts is kept as it left. Raises Refused."""
    _refuse_information(evaluation)
    enrolment_id = evaluation.accompaniment.enrolment_id
    stored = store_file(
        content=content, name=file_name, kind=FILE_KIND, subject_id=evaluation.pk, by=by, file_of=enrolment_id
    )
    try:
        return _informed(evaluation, stored, by=by, landlord=landlord, today=today)
    except BaseException:
        delete_file(stored=stored, by=by, file_of=enrolment_id)
        raise


@transaction.atomic
def _informed(
    evaluation: FinalEvaluation, stored: StoredFile, *, by: uuid.UUID, landlord: Organisation, today: dt.date
) -> FinalEvaluation:
    row, course = _both(evaluation)
    _refuse_information(row)
    if not course.enrolment.version.landlords.filter(pk=landlord.pk).exists():
        raise Refused("Ce bailleur ne fait pas partie de ce programme.", "landlord")
    row.informed_on, row.informed_file = today, stored
    row.save()
    _record("evaluation.landlord_informed", row, course, by=by, landlord=str(landlord.pk), on=today.isoformat())
    return row


def _refuse_over(row: FinalEvaluation) -> None:
    reason = why_writing_is_refused(
        is_validated=row.validated_on is not None, is_abandoned=row.abandoned_on is not None
    )
    if reason:
        raise Refused(reason)


def _refuse_information(row: FinalEvaluation) -> None:
    reason = why_information_is_refused(
        is_validated=row.validated_on is not None,
        is_informed=row.informed_on is not None,
        landlord_text=row.landlord_text,
    )
    if reason:
        raise Refused(reason)


def _check(course: Accompaniment, ended_on: dt.date, exit_reason: ExitReason, today: dt.date) -> None:
    if course.state != State.SUPPORTED:
        raise Refused(why_opening_is_refused(State(course.state), has_one_open=False) or NOT_SUPPORTED)
    if reason := why_stop_is_refused(ended_on, started_on=course.state_on, today=today):
        raise Refused(reason, "ended_on")
    if exit_reason not in ENDS:
        raise Refused("Ce motif ne met pas fin à un accompagnement.", "exit_reason")


def _has_one_open(course: Accompaniment) -> bool:
    return course.evaluations.filter(validated_on__isnull=True, abandoned_on__isnull=True).exists()


def _locked(accompaniment: Accompaniment) -> Accompaniment:
    row: Accompaniment = (
        Accompaniment.objects.select_for_update(of=("self",))
        .select_related("enrolment__version__programme")
        .get(pk=accompaniment.pk)
    )
    return row


def _both(evaluation: FinalEvaluation) -> tuple[FinalEvaluation, Accompaniment]:
    row = FinalEvaluation.objects.select_for_update(of=("self",)).get(pk=evaluation.pk)
    return row, _locked(row.accompaniment)


def _record(verb: str, row: FinalEvaluation, course: Accompaniment, *, by: uuid.UUID, **details: object) -> None:
    record(verb, row, by=by, subject_id=course.enrolment_id, details=details)
