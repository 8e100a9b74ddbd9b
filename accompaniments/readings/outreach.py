"""What a reader reads of the outreach ladder: its team everything, its holders the attempts, the landlord the bare fact (§3.9)."""

import datetime as dt
import uuid
from dataclasses import dataclass

from accompaniments.enums import AttemptKind, AttemptResult, ExitReason, FailureAnswer, State
from accompaniments.models import Accompaniment, ContactAttempt, ContactFailure
from foundation.words import capitalised, plain_date
from households.models import Enrolment
from households.permissions import Standing, read_since
from partners.selectors import names_of

ICONS = {
    AttemptKind.LETTER_SIMPLE: "letter",
    AttemptKind.LETTER_REGISTERED: "letter",
    AttemptKind.SITE_VISIT: "home",
    AttemptKind.PHONE: "phone",
    AttemptKind.MESSAGE: "comment",
    AttemptKind.VIA_PARTNER: "group",
}


@dataclass(frozen=True)
class AttemptRead:
    """An attempt, shaped for its reader."""

    id: uuid.UUID
    kind: AttemptKind
    label: str
    icon: str
    on: dt.date
    recorded_at: dt.datetime
    rung: int | None
    tracking_number: str  # the team's
    dates: str  # « Première présentation le 3 novembre 2026, revenu le 20 novembre 2026 »
    result: AttemptResult
    result_label: str
    result_on: dt.date | None
    by: str
    note: str  # the team's
    is_withdrawn: bool
    withdrawal_reason: str  # the team's
    has_letter: bool
    has_receipt: bool
    lacks_number: bool

    @property
    def is_success(self) -> bool:
        """Tell whether the person answered or was met."""
        return not self.is_withdrawn and self.result in AttemptResult.SUCCESS

    @property
    def is_pending(self) -> bool:
        """Tell whether its result is awaited."""
        return not self.is_withdrawn and self.result == AttemptResult.PENDING


@dataclass(frozen=True)
class FailureRead:
    """A failed contact asked of the manager, or confirmed, for a holder of the file."""

    id: uuid.UUID
    answer: FailureAnswer
    asked_on: dt.date
    asked_by: str
    answered_on: dt.date | None
    answered_by: str
    note: str  # the team's
    reason: str  # the team's
    has_proof: bool

    @property
    def is_pending(self) -> bool:
        """Tell whether the manager is awaited."""
        return self.answer == FailureAnswer.PENDING

    @property
    def is_declined(self) -> bool:
        """Tell whether she gave it back."""
        return self.answer == FailureAnswer.DECLINED


@dataclass(frozen=True)
class FailedContact:
    """What the landlord reads: that nobody could be reached, since when, and the days on which it was tried."""

    on: dt.date
    days: tuple[dt.date, ...]


def attempts_read(course: Accompaniment, enrolment: Enrolment, hers: Standing) -> tuple[AttemptRead, ...]:
    """Give the attempts of a course in their order, to its holders; withdrawn ones to its team alone."""
    if not hers.is_holder or not hers.is_listed:
        return ()
    rows = course.attempts.order_by("sent_on", "recorded_at")
    if since := read_since(hers, enrolment):
        rows = rows.filter(sent_on__gte=since)
    known = [row for row in rows if row.withdrawn_at is None or hers.reads_whole]
    names = names_of({row.worker_id for row in known})
    return tuple(attempt_read(row, hers, names.get(row.worker_id, "")) for row in known)


def attempt_read(row: ContactAttempt, hers: Standing, by: str = "") -> AttemptRead:
    """Give one attempt, without the team's words for who is not of it."""
    kind, result, whole = AttemptKind(row.kind), AttemptResult(row.result), hers.reads_whole
    return AttemptRead(
        id=row.pk,
        kind=kind,
        label=capitalised(str(kind.label)),
        icon=ICONS[kind],
        on=row.sent_on,
        recorded_at=row.recorded_at,
        rung=row.rung,
        tracking_number=row.tracking_number if whole else "",
        dates=_dates(row),
        result=result,
        result_label=str(result.label),
        result_on=row.result_on,
        by=by,
        note=row.note if whole else "",
        is_withdrawn=row.withdrawn_at is not None,
        withdrawal_reason=row.withdrawal_reason if whole else "",
        has_letter=whole and row.letter_id is not None,
        has_receipt=whole and row.proof_id is not None,
        lacks_number=whole and kind == AttemptKind.LETTER_REGISTERED and not row.tracking_number,
    )


def failure_read(row: ContactFailure, hers: Standing) -> FailureRead:
    """Give a failed contact, without the team's words for who is not of it."""
    names = names_of({pk for pk in (row.asked_by, row.answered_by) if pk})
    return FailureRead(
        id=row.pk,
        answer=FailureAnswer(row.answer),
        asked_on=row.asked_on,
        asked_by=names.get(row.asked_by, ""),
        answered_on=row.answered_on,
        answered_by=names.get(row.answered_by, "") if row.answered_by else "",
        note=row.note if hers.reads_whole else "",
        reason=row.reason if hers.reads_whole else "",
        has_proof=row.proof_id is not None,
    )


def failed_contact(course: Accompaniment, hers: Standing) -> FailedContact | None:
    """Give the landlord the bare fact of a contact that failed, and its dates; nothing while it is being tried (§3.9)."""
    if not hers.is_named or not hers.is_listed:
        return None
    is_lost = course.state == State.CLOSED and course.exit_reason == ExitReason.LOST_CONTACT
    if course.state != State.CONTACT_FAILED and not is_lost:
        return None
    failure = course.failures.filter(answer=FailureAnswer.CONFIRMED).order_by("-answered_on").first()
    if failure is None or failure.answered_on is None:
        return None
    days = course.attempts.filter(withdrawn_at__isnull=True).order_by("sent_on").values_list("sent_on", flat=True)
    return FailedContact(on=failure.answered_on, days=tuple(dict.fromkeys(days)))


def _dates(row: ContactAttempt) -> str:
    said = [
        f"première présentation le {plain_date(row.presented_on)}" if row.presented_on else "",
        f"reçu le {plain_date(row.received_on)}" if row.received_on else "",
        f"revenu le {plain_date(row.returned_on)}" if row.returned_on else "",
    ]
    return capitalised(", ".join(filter(None, said)))
