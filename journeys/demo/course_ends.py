"""Ends and what follows: an evaluation to validate, a follow-up over, watches, difficulties reported."""

from accompaniments.access.evaluations import get_evaluation_to_manage
from accompaniments.enums import DifficultyAnswer, DifficultyKind, ExitReason, HousingStatus, Side
from accompaniments.exports.evaluations import information_name, information_pdf
from accompaniments.models import Difficulty, FinalEvaluation
from accompaniments.rules.course import watch_ends_on
from accompaniments.rules.watch import open_horizons
from accompaniments.selectors.evaluations import information_page
from accompaniments.services import difficulties, evaluations
from accompaniments.services.evaluations import EvaluationWords
from accompaniments.services.watch import HousingNow, check_in, end_watch
from journeys.demo import course_texts as texts
from journeys.demo.course_path import Path
from journeys.demo.course_support import score_exit, score_watch_end
from journeys.services.evaluations import validate
from partners.enums import Axis

SIGNALLED = "L’attestation d’assurance est échue depuis un mois et n’a pas été remise à l’agence."
HANDLED = "Le ménage a renouvelé son assurance hier, l’attestation part aujourd’hui."
LATE_RENT = "Deux échéances de loyer n’ont pas été payées. Le ménage ne répond pas à nos courriers."
REOPENED = "Nous avons revu le ménage : il accepte que l’accompagnement reprenne quelques mois."

STILL_HOUSED = HousingNow(HousingStatus.TENANT, has_arrears=False, note="Tout va bien, pas de besoin particulier.")


def end(path: Path) -> None:
    """End an accompaniment without watch on its last day: validated, and the landlord is told."""
    closed = path.case.story.closed
    if closed is None:
        return
    path.on(closed + 6, 15, lambda: score_exit(path))
    path.on(closed + 5, 16, lambda: _write(path, closed))
    path.on(closed - 3, 11, lambda: _validate(path))
    path.on(closed - 5, 11, lambda: _inform(path))


def leave_end_to_validate(path: Path) -> None:
    """Write a final evaluation that waits for the manager."""
    path.on(9, 15, lambda: score_exit(path))
    path.on(8, 16, lambda: _write(path, 4))


def watch_again(path: Path) -> None:
    """End, watch, reopen on the landlord's signal with the household's agreement, end again: the watch resumes."""
    path.on(190, 15, lambda: score_exit(path))
    path.on(188, 16, lambda: _write(path, 182))
    path.on(179, 11, lambda: _validate(path))
    path.on(98, 10, lambda: _signal(path, DifficultyKind.ARREARS, LATE_RENT))
    path.on(94, 15, lambda: _answer(path, DifficultyAnswer.REOPENED, REOPENED))
    path.on(35, 15, lambda: score_exit(path))  # each end has its own
    path.on(34, 16, lambda: _write(path, 30))
    path.on(27, 11, lambda: _validate(path))


def interrupt_watch(path: Path) -> None:
    """End, watch, then reopen on the landlord's signal: the watch waits, the accompaniment runs."""
    path.on(150, 15, lambda: score_exit(path))
    path.on(148, 16, lambda: _write(path, 142))
    path.on(139, 11, lambda: _validate(path))
    path.on(26, 10, lambda: _signal(path, DifficultyKind.ARREARS, LATE_RENT))
    path.on(22, 15, lambda: _answer(path, DifficultyAnswer.REOPENED, REOPENED))


def end_watch_at_its_term(path: Path) -> None:
    """Check in during the last months of a watch, then end it on its last day: the follow-up is over."""
    path.on(35, 15, lambda: _check_in(path))
    path.on(17, 11, lambda: score_watch_end(path))
    path.on(10, 11, lambda: _end_watch(path))


def watch(path: Path) -> None:
    """Check in during a watch; the landlord has just signalled something."""
    path.on(90, 15, lambda: _check_in(path))
    path.on(4, 10, lambda: _signal(path, DifficultyKind.INSURANCE, SIGNALLED))


def be_signalled(path: Path) -> None:
    """Answer what the landlord signalled of a household that is accompanied."""
    path.on(64, 10, lambda: _signal(path, DifficultyKind.INSURANCE, SIGNALLED))
    path.on(62, 15, lambda: _answer(path, DifficultyAnswer.HANDLED, HANDLED))


def _write(path: Path, ended: int) -> None:
    is_access = path.case.story.axis == Axis.ACCESS
    reason = ExitReason.STABILISED_DIRECT_TENANT if is_access else ExitReason.MAINTAINED_LEASE_KEPT
    ended_on = path.day(ended)
    row = evaluations.open_evaluation(
        by=path.by, accompaniment=path.course, ended_on=ended_on, exit_reason=reason, today=path.today
    )
    evaluations.write_evaluation(
        by=path.by,
        evaluation=row,
        version=row.version,
        ended_on=ended_on,
        exit_reason=reason,
        words=EvaluationWords(
            landlord_text=texts.END_LANDLORD,
            team_text=texts.END_TEAM,
            household_text=texts.END_HOUSEHOLD,
            watch_recommendation=texts.END_ADVICE if is_access else "",
        ),
        today=path.today,
    )


def _row(path: Path) -> FinalEvaluation:
    rows = FinalEvaluation.objects.select_related("accompaniment").filter(accompaniment=path.course)
    return rows.latest("ended_on")


def _validate(path: Path) -> None:
    row = _row(path)
    validate(by=path.case.manager, evaluation=row, version=row.version, today=path.today)


def _inform(path: Path) -> None:
    reader = path.reader(path.case.manager)
    held = get_evaluation_to_manage(reader, path.case.enrolment.pk, _row(path).pk)
    page = information_page(reader, held)
    evaluations.inform_landlord(
        by=reader.user_id,
        evaluation=held.row,
        content=information_pdf(page.card, page.leaving, landlord=path.landlord.name, edited_on=path.today),
        file_name=information_name(page.card),
        landlord=path.landlord,
        today=path.today,
    )


def _check_in(path: Path) -> None:
    course = path.course
    offered = open_horizons(course.state_on, (), on=path.today)
    check_in(
        by=path.by,
        accompaniment=course,
        made_on=path.today,
        now=STILL_HOUSED,
        horizon=offered[0] if offered else None,
        today=path.today,
    )


def _end_watch(path: Path) -> None:
    course = path.course
    last_on = watch_ends_on(course.state_on, path.case.enrolment.version.watch_months)
    end_watch(by=path.case.manager, accompaniment=course, ended_on=last_on, now=STILL_HOUSED, today=path.today)


def _signal(path: Path, kind: DifficultyKind, text: str) -> None:
    difficulties.report_difficulty(
        by=path.correspondent().pk,
        enrolment=path.case.enrolment,
        side=Side.LANDLORD,
        landlord_id=path.landlord.pk,
        kind=kind,
        text=text,
        sending_key=path.case.key(f"signal-{kind.value}"),
        today=path.today,
    )


def _answer(path: Path, answer: DifficultyAnswer, text: str) -> None:
    row = Difficulty.objects.select_related("enrolment").filter(enrolment=path.case.enrolment).latest("reported_on")
    difficulties.answer_difficulty(
        by=path.by,
        difficulty=row,
        side=Side.TEAM,
        answer=answer,
        text=text,
        effective_on=path.today,
        is_agreed=True,
        today=path.today,
    )
