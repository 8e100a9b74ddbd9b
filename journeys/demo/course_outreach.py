"""Outreach ladders: one that runs, one that is over and waits for the manager, one that she confirmed."""

import datetime as dt

from accompaniments.enums import AttemptKind, AttemptResult
from accompaniments.exports.outreach import outreach_name, outreach_pdf, proof_name, proof_pdf
from accompaniments.models import ContactAttempt, ContactFailure
from accompaniments.readings.outreach import failure_read
from accompaniments.readings.outreach_letters import letter
from accompaniments.selectors import outreach as selectors
from accompaniments.services import outreach, outreach_failures
from accompaniments.services.outreach import NOTHING_YET, Became, Made
from households.permissions import standing
from journeys.demo.course_path import Path

TRIED = "Boîte aux lettres au nom du ménage, volets ouverts. Avis glissé sous la porte."
NOBODY = "Quatre relances sans réponse. Le gardien voit le ménage de temps en temps."


def run_ladder(path: Path) -> None:
    """Let the ladder run: the last visit of the four is to make, a few days late."""
    _letters(path, 50, with_paper=True)
    _visit(path, 3, 20)


def ask_for_failure(path: Path) -> None:
    """Run the whole ladder, then tell the manager that nobody could be reached."""
    _whole(path, 66)
    path.on(6, 16, lambda: _ask(path))


def fail(path: Path) -> None:
    """Run the whole ladder; the manager confirms that the contact failed."""
    _whole(path, 88)
    path.on(32, 16, lambda: _ask(path))
    path.on(30, 10, lambda: _confirm(path))


def run_second_ladder(path: Path) -> None:
    """Begin a ladder with someone who was met before and answers no more."""
    _letters(path, 46)


def _whole(path: Path, begun: int) -> None:
    _letters(path, begun)
    _visit(path, 3, begun - 30)
    _visit(path, 4, begun - 43)


def _letters(path: Path, begun: int, *, with_paper: bool = False) -> None:
    path.on(begun, 11, lambda: _attempt(path, 1, AttemptKind.LETTER_SIMPLE, with_paper=with_paper))
    path.on(begun - 11, 11, lambda: _attempt(path, 2, AttemptKind.LETTER_REGISTERED))
    path.on(begun - 11, 12, lambda: _unanswered(path))
    path.on(begun - 28, 11, lambda: _unclaimed(path))


def _visit(path: Path, rung: int, days_ago: int) -> None:
    path.on(days_ago, 15, lambda: _attempt(path, rung, AttemptKind.SITE_VISIT))


def _attempt(path: Path, rung: int, kind: AttemptKind, *, with_paper: bool = False) -> None:
    became, today = NOTHING_YET, path.today
    if kind == AttemptKind.SITE_VISIT:
        became = Became(result=AttemptResult.NO_ANSWER, result_on=today)
    elif kind == AttemptKind.LETTER_REGISTERED:
        became = Became(tracking_number=f"1A{path.dice('letter').randint(10**9, 10**10 - 1)}")
    outreach.record_attempt(
        by=path.by,
        accompaniment=path.course,
        kind=kind,
        sent_on=today,
        rung=rung,
        became=became,
        note=TRIED if kind == AttemptKind.SITE_VISIT else "",
        made=_paper(path, kind) if with_paper else None,
        sending_key=path.case.key(f"attempt-{rung}"),
        today=today,
    )


def _paper(path: Path, kind: AttemptKind) -> Made:
    enrolment, today = path.case.enrolment, path.today
    said = letter(path.reader(path.by), enrolment, kind=kind, on=today)
    return Made(outreach_pdf(kind, said), outreach_name(kind, enrolment.file_number, today))


def _row(path: Path, rung: int) -> ContactAttempt:
    return ContactAttempt.objects.select_related("accompaniment").get(accompaniment=path.course, rung=rung)


def _unanswered(path: Path) -> None:
    """Note that nobody answered the simple letter."""
    became = Became(result=AttemptResult.NO_ANSWER, result_on=path.today)
    outreach.follow_attempt(by=path.by, attempt=_row(path, 1), became=became, note="", today=path.today)


def _unclaimed(path: Path) -> None:
    """Note that the registered letter was presented, then came back."""
    row = _row(path, 2)
    presented_on = row.sent_on + dt.timedelta(days=2)
    outreach.follow_attempt(
        by=path.by,
        attempt=row,
        became=Became(
            tracking_number=row.tracking_number,
            presented_on=presented_on,
            returned_on=path.today,
            result=AttemptResult.UNCLAIMED,
            result_on=path.today,
        ),
        note="",
        today=path.today,
    )


def _ask(path: Path) -> None:
    outreach_failures.ask_failure(by=path.by, accompaniment=path.course, note=NOBODY, today=path.today)


def _confirm(path: Path) -> None:
    enrolment, course = path.case.enrolment, path.course
    reader = path.reader(path.case.manager)
    hers = standing(reader, enrolment)
    page = selectors.page(reader, enrolment, course, hers)
    row = ContactFailure.objects.select_related("accompaniment").get(accompaniment=course)
    failure = failure_read(row, hers)
    tried = [attempt for attempt in reversed(page.section.attempts) if not attempt.is_withdrawn]
    outreach_failures.confirm_failure(
        by=reader.user_id,
        failure=row,
        is_lead=hers.is_lead,
        proof=proof_pdf(page.card, tried, failure, edited_on=path.today),
        proof_name=proof_name(page.file_number),
        attempts=[attempt.id for attempt in tried],
        today=path.today,
    )
