"""The papers of an exam period: convocations to the household and to the landlord, the landlord's notice to the préfet."""

import datetime as dt
from dataclasses import dataclass

from accompaniments.readings.outreach_letters import Recipient, recipient
from foundation.words import clock, long_date, phone, plain_date
from households.readings import card
from leases.access.subleases import FoundSublease
from leases.models import Lease, PrefectNotice, SlideExam
from leases.readings.exams import ExamRead, exam_read
from leases.rules.exams import ExamPeriod, exam_period, tells_address
from leases.selectors.exams import exam_terms
from partners.reader import Reader
from partners.selectors import Prefecture, correspondent_of, person_cards, prefecture_of

HOUSEHOLD, LANDLORD = "menage", "bailleur"


@dataclass(frozen=True)
class Convocation:
    """A letter that convenes the household, or the landlord, to an exam."""

    recipient: Recipient
    is_for_landlord: bool
    association: str
    address: tuple[str, ...]
    worker: str
    telephone: str
    email: str
    on: dt.date
    appointment: str
    household: str
    file_number: str
    dwelling: str
    sublease_on: dt.date
    period: ExamPeriod


@dataclass(frozen=True)
class NoticeLetter:
    """The landlord's letter to the préfet, ready to sign."""

    prefecture: Prefecture
    landlord: str
    address: tuple[str, ...]
    signatory: str
    telephone: str
    association: str
    household: str
    dwelling: str
    town: str
    sublease_on: dt.date
    period: ExamPeriod
    is_lease_offered: bool
    reason: str
    exam: ExamRead | None
    on: dt.date
    is_registered: bool
    tracking_number: str


def convocation(reader: Reader, found: FoundSublease, exam: SlideExam, to: str) -> Convocation:
    """Give the letter of one party. A household's leaves for its safe address alone when its address is protected."""
    lease, enrolment = found.sublease, found.enrolment
    hers = person_cards([reader.user_id], reader.today)[reader.user_id]
    shown = card(reader, enrolment)
    dwelling = lease.share.dwelling
    if to == LANDLORD:
        person = correspondent_of(dwelling.unit_id, reader.today)
        lines = (
            dwelling.landlord.name,
            f"À l’attention de {person.name}" if person else "",
            f"Unité {dwelling.unit.name}",
            *dwelling.landlord.address_lines,
        )
        whom = Recipient(lines=tuple(line for line in lines if line))
    else:
        whom = recipient(reader, enrolment)
    is_hidden = enrolment.is_protected and to == LANDLORD  # his list may be one person, his mailroom is not on it
    # One convened before its household was protected may say where it lives.
    is_told = enrolment.is_protected and tells_address(exam.place, dwelling.address)
    place = "au logement" if is_told else exam.place
    return Convocation(
        recipient=whom,
        is_for_landlord=to == LANDLORD,
        association=_tenant(lease) or shown.lead_association,
        address=_address(lease),
        worker=hers.name,
        telephone=phone(hers.telephone) if hers.telephone else "",
        email=hers.email,
        on=exam.convened_on,
        appointment=f"{long_date(exam.starts_at)} à {clock(exam.starts_at)}, {place}",
        household="" if is_hidden else shown.title,
        file_number=enrolment.file_number,
        dwelling="" if is_hidden else _dwelling(lease),
        sublease_on=lease.signed_on,
        period=exam_period(lease.signed_on, exam.number, exam_terms(reader.today)),
    )


def notice_letter(reader: Reader, found: FoundSublease, notice: PrefectNotice) -> NoticeLetter:
    """Give the letter to the préfet, from the notice and from the exam of its period."""
    lease = found.sublease
    hers = person_cards([notice.prepared_by], reader.today).get(notice.prepared_by)
    exam = exam_of_period(lease, notice.number)
    return NoticeLetter(
        prefecture=prefecture_of(lease.share.dwelling.postcode, reader.today),
        landlord=lease.share.dwelling.landlord.name,
        address=lease.share.dwelling.landlord.address_lines,
        signatory=hers.name if hers else "",
        telephone=phone(hers.telephone) if hers and hers.telephone else "",
        association=_tenant(lease),
        household=card(reader, found.enrolment).title,
        dwelling=_dwelling(lease),
        town=lease.share.dwelling.city,
        sublease_on=lease.signed_on,
        period=exam_period(lease.signed_on, notice.number, exam_terms(reader.today)),
        is_lease_offered=notice.is_lease_offered,
        reason=notice.reason,
        exam=exam_read(exam) if exam else None,
        on=notice.prepared_on,
        is_registered=True,
        tracking_number=notice.tracking_number,
    )


def exam_of_period(lease: Lease, number: int) -> SlideExam | None:
    """Give the exam held in a period."""
    row: SlideExam | None = (
        lease.exams.filter(number=number, held_on__isnull=False).select_related("minutes", "sublease").first()
    )
    return row


def convocation_name(to: str, file_number: str, on: dt.date) -> str:
    """Name the paper by its file's number and its day: never by a person, nor by what it is about."""
    return f"courrier-{to}-{file_number}-{on.isoformat()}.pdf"


def notice_name(file_number: str, on: dt.date) -> str:
    """Name the notice by its file's number and its day."""
    return f"avis-{file_number}-{on.isoformat()}.pdf"


def period_words(period: ExamPeriod) -> str:
    """Say « du 1er mars au 31 août 2026 »."""
    return f"du {plain_date(period.started_on)} au {plain_date(period.ended_on)}"


def _tenant(lease: Lease) -> str:
    head = lease.head_lease
    return head.tenant_association.name if head and head.tenant_association else ""


def _address(lease: Lease) -> tuple[str, ...]:
    head = lease.head_lease
    return head.tenant_association.address_lines if head and head.tenant_association else ()


def _dwelling(lease: Lease) -> str:
    home = lease.share.dwelling
    return f"{home.get_typology_display()}, {home.address}, {home.postcode} {home.city}"
