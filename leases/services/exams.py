"""The contradictory exam: convened, told, held or not, with the landlord's position (domain.md §3.6, decree 2010-1564)."""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction

from documents.enums import DocumentState
from documents.models import Document
from foundation.refusals import Refused
from foundation.words import day_of
from leases.enums import ConvocationMeans, ExamLevel, ExamOutcome, ExamSubject, LandlordPosition
from leases.models import Lease, SlideExam
from leases.rules.exams import (
    PLACE_OF_PROTECTED,
    number_on,
    tells_address,
    why_convening_is_refused,
    why_holding_is_refused,
)
from leases.selectors.exams import exam_terms
from records.services.events import record

STALE = "Cet examen a été modifié entre-temps. Relisez-le avant d’enregistrer."
ONCE = "Un examen est déjà convoqué ou tenu pour cette période\u00a0: annulez-le d’abord, ou notez ce qu’il est devenu."
SIGNED = (
    "Le compte rendu est proposé à la signature\u00a0: faites-en une nouvelle version plutôt que de changer l’examen."
)
DURABLE = "Cette sous-location n’est pas appelée à glisser\u00a0: elle n’a pas d’examen périodique."


class ExamRefused(Refused):
    """What an exam may not say, by field."""

    def __init__(self, reasons: Mapping[str, str]) -> None:
        field, reason = next(iter(reasons.items()))
        super().__init__(reason, field)
        self.reasons = reasons


@dataclass(frozen=True)
class CriterionSaid:
    """Where a criterion stands, and a sentence."""

    level: ExamLevel
    sentence: str = ""


@dataclass(frozen=True)
class PositionSaid:
    """What the landlord thinks, and why."""

    position: LandlordPosition
    reason: str = ""


@dataclass(frozen=True)
class ExamReport:
    """What an exam left: who was there, each criterion, the household's own words, what was agreed."""

    held_on: dt.date
    present: str
    criteria: Mapping[ExamSubject, CriterionSaid]
    words: str = ""
    note: str = ""
    next_on: dt.date | None = None
    position: PositionSaid | None = None  # said by the landlord during the exam


@transaction.atomic
def convene(
    *, by: uuid.UUID, sublease: Lease, starts_at: dt.datetime, place: str, convened_on: dt.date, today: dt.date
) -> SlideExam:
    """Convene the household and the landlord: the association does it, as principal tenant. Raises Refused, ExamRefused."""
    lease = _locked_lease(sublease)
    day = day_of(starts_at)
    reasons = dict(
        why_convening_is_refused(
            on=day, convened_on=convened_on, signed_on=lease.signed_on, ended_on=lease.ended_on, today=today
        )
    )
    if not place.strip():
        reasons["place"] = "Indiquez où l’examen se tient."
    elif _is_protected(lease) and tells_address(place, lease.share.dwelling.address):
        reasons["place"] = PLACE_OF_PROTECTED
    if reasons:
        raise ExamRefused(reasons)
    number = number_on(lease.signed_on, day, exam_terms(today))
    _refuse_second(lease, number)
    row: SlideExam = lease.exams.create(
        number=number,
        starts_at=starts_at,
        place=place.strip(),
        convened_on=convened_on,
        convened_by=by,
        recorded_by=by,
    )
    _record("slide_exam.convened", row, by=by, on=day.isoformat())
    return row


@transaction.atomic
def note_told(
    *, by: uuid.UUID, exam: SlideExam, whom: str, told_on: dt.date, means: ConvocationMeans, today: dt.date
) -> SlideExam:
    """Record that a convocation was sent or handed over; `whom` is « household » or « landlord ». Raises Refused."""
    row = _locked(exam)
    if told_on > today:
        raise Refused("Ce jour n’est pas encore venu.", "told_on")
    if told_on < row.convened_on:
        raise Refused("Ce jour précède la convocation.", "told_on")
    if told_on > day_of(row.starts_at):
        raise Refused("Une convocation est remise avant l’examen.", "told_on")
    setattr(row, f"{whom}_told_on", told_on)
    setattr(row, f"{whom}_means", means)
    _store(row, "slide_exam.told", by=by, whom=whom)
    return row


@transaction.atomic
def cancel(*, by: uuid.UUID, exam: SlideExam, reason: str, today: dt.date) -> SlideExam:
    """Cancel a convened exam, that another replaces. Raises Refused."""
    del today
    return _not_held(by=by, exam=exam, outcome=ExamOutcome.CANCELLED, note=reason)


@transaction.atomic
def note_absence(*, by: uuid.UUID, exam: SlideExam, note: str, today: dt.date) -> SlideExam:
    """Record that the household did not come: nothing was heard from it, so the exam is still to be held. Raises Refused."""
    if day_of(exam.starts_at) > today:
        raise Refused("L’examen n’a pas encore eu lieu.", "note")
    return _not_held(by=by, exam=exam, outcome=ExamOutcome.ABSENT, note=note)


@transaction.atomic
def hold(*, by: uuid.UUID, exam: SlideExam, version: int, report: ExamReport, today: dt.date) -> SlideExam:
    """Record an exam held, or correct it until its minutes are proposed to signature. Raises Refused, ExamRefused."""
    lease = _locked_lease(exam.sublease)
    row = _locked(exam)
    if row.version != version:
        raise Refused(STALE)
    if row.outcome not in ExamOutcome.LIVE:
        raise Refused("Cet examen n’a pas eu lieu\u00a0: convoquez-en un autre.")
    if not _may_change(row.minutes):
        raise Refused(SIGNED)
    reasons = dict(
        why_holding_is_refused(
            held_on=report.held_on,
            signed_on=lease.signed_on,
            ended_on=lease.ended_on,
            next_on=report.next_on,
            today=today,
        )
    )
    reasons |= _what_report_lacks(report)
    if reasons:
        raise ExamRefused(reasons)
    number = number_on(lease.signed_on, report.held_on, exam_terms(today))
    if number != row.number:
        _refuse_second(lease, number)
    row.outcome, row.number, row.held_on = ExamOutcome.HELD, number, report.held_on
    row.present, row.words, row.note = report.present.strip(), report.words.strip(), report.note.strip()
    row.next_on = report.next_on
    if report.position is not None:
        _refuse_position(row, report.position, was_said=True)
        _say(row, report.position, by=by, on=report.held_on, was_said=True)
    elif row.position_was_said:
        row.position, row.position_reason, row.position_on, row.position_by = "", "", None, None
        row.position_was_said = False
    for subject, said in report.criteria.items():
        row.criteria.update_or_create(
            subject=subject, defaults={"level": said.level, "sentence": said.sentence.strip()}
        )
    _store(row, "slide_exam.held", by=by, on=report.held_on.isoformat())
    return row


@transaction.atomic
def give_position(
    *, by: uuid.UUID, exam: SlideExam, said: PositionSaid, given_on: dt.date, today: dt.date
) -> SlideExam:
    """Record the landlord's position, typed from its own session. Raises Refused."""
    row = _locked(exam)
    if row.outcome != ExamOutcome.HELD or row.held_on is None:
        raise Refused("La position du bailleur vient après l’examen.")
    if not _may_change(row.minutes):
        raise Refused("Le compte rendu est proposé à la signature\u00a0: votre position y figure déjà.")
    if given_on > today:
        raise Refused("Ce jour n’est pas encore venu.", "given_on")
    if given_on < row.held_on:
        raise Refused("Ce jour précède l’examen.", "given_on")
    _refuse_position(row, said, was_said=False)
    _say(row, said, by=by, on=given_on, was_said=False)
    _store(row, "slide_exam.position_given", by=by, position=said.position.value)
    return row


@transaction.atomic
def keep_minutes(*, by: uuid.UUID, exam: SlideExam, minutes: Document) -> SlideExam:
    """Keep with an exam the document drafted from it."""
    row = _locked(exam)
    row.minutes = minutes
    _store(row, "slide_exam.minuted", by=by)
    return row


def _say(row: SlideExam, said: PositionSaid, *, by: uuid.UUID, on: dt.date, was_said: bool) -> None:
    row.position, row.position_reason = said.position, said.reason.strip()
    row.position_on, row.position_by, row.position_was_said = on, by, was_said


def _refuse_position(row: SlideExam, said: PositionSaid, *, was_said: bool) -> None:
    if was_said and row.position and not row.position_was_said:
        raise Refused("Le bailleur a donné sa position lui-même\u00a0: elle ne se change pas ici.", "position")
    if said.position != LandlordPosition.FAVOURABLE and not said.reason.strip():
        raise Refused("Une position réservée ou défavorable dit sa raison.", "position_reason")


def _what_report_lacks(report: ExamReport) -> dict[str, str]:
    lacks = {}
    if not report.present.strip():
        lacks["present"] = "Dites qui était là."
    for subject in ExamSubject:
        if subject not in report.criteria:
            lacks[f"level_{subject.value.lower()}"] = "Dites où en est ce critère, ou qu’il n’a pas été abordé."
    return lacks


def _may_change(minutes: Document | None) -> bool:
    return minutes is None or minutes.state in (DocumentState.DRAFT, DocumentState.CANCELLED)


def _not_held(*, by: uuid.UUID, exam: SlideExam, outcome: ExamOutcome, note: str) -> SlideExam:
    row = _locked(exam)
    if row.outcome != ExamOutcome.PLANNED:
        raise Refused("Cet examen n’est plus à tenir.")
    if not note.strip():
        raise Refused("Dites pourquoi.", "note")
    row.outcome, row.note = outcome, note.strip()
    _store(row, f"slide_exam.{outcome.value.lower()}", by=by)
    return row


def _refuse_second(lease: Lease, number: int) -> None:
    if lease.exams.filter(number=number, outcome__in=ExamOutcome.LIVE).exists():
        raise Refused(ONCE, "on")


def _is_protected(lease: Lease) -> bool:
    return lease.enrolment is not None and lease.enrolment.is_protected


def _locked_lease(sublease: Lease) -> Lease:
    row: Lease = (
        Lease.objects.select_for_update(of=("self",)).select_related("enrolment", "share__dwelling").get(pk=sublease.pk)
    )
    if not row.expects_slide:
        raise Refused(DURABLE)
    return row


def _locked(exam: SlideExam) -> SlideExam:
    row: SlideExam = (
        SlideExam.objects.select_for_update(of=("self",)).select_related("sublease", "minutes").get(pk=exam.pk)
    )
    return row


def _store(row: SlideExam, verb: str, *, by: uuid.UUID, **details: object) -> None:
    row.version += 1
    row.save()
    _record(verb, row, by=by, **details)


def _record(verb: str, row: SlideExam, *, by: uuid.UUID, **details: object) -> None:
    record(verb, row, by=by, subject_id=row.sublease.enrolment_id, details={"number": row.number, **details})
