"""How a view gets a sublease, its exams, its notices, its proposals: 404 for what may not be known, 403 with its reason."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import Http404

from households.models import Enrolment
from households.permissions import REFUSED_PROTECTED
from leases.enums import LeaseKind
from leases.models import Lease, PrefectNotice, SlideExam, SlideProposal
from leases.permissions import (
    REFUSED_CONVENE,
    REFUSED_DECIDE_SLIDE,
    REFUSED_POSITION,
    REFUSED_SUBLEASE,
    SubleaseStanding,
    sublease_standings,
)
from partners.reader import Reader
from records.models import StoredFile
from records.services.events import record_read

NO_SUBLEASE = "Cette sous-location n’existe pas, ou elle ne vous est pas ouverte."
NO_EXAM = "Cet examen n’existe pas, ou il ne vous est pas ouvert."
NO_NOTICE = "Cet avis n’existe pas, ou il ne vous est pas ouvert."
NO_PROPOSAL = "Cette proposition n’existe pas, ou elle ne vous est pas ouverte."
NO_COPY = "Cette pièce n’existe pas, ou elle ne vous est pas ouverte."


@dataclass(frozen=True)
class FoundSublease:
    """A sublease that this reader reads, its household's file, and what she is to it."""

    sublease: Lease
    enrolment: Enrolment
    hers: SubleaseStanding


def get_sublease(reader: Reader, sublease_id: uuid.UUID) -> FoundSublease:
    """Give a sublease whose exams this reader reads.

    Raises Http404, or PermissionDenied for who knows the household without reading them.
    """
    row: Lease | None = (
        Lease.objects.filter(Enrolment.objects.seen_by(reader, "enrolment_id"), pk=sublease_id, kind=LeaseKind.SUBLEASE)
        .select_related(
            "enrolment__version__programme",
            "enrolment__household",
            "share__dwelling__landlord",
            "share__dwelling__unit",
            "head_lease__tenant_association",
        )
        .first()
    )
    if row is None or row.enrolment is None:
        raise Http404(NO_SUBLEASE)
    hers = sublease_standings(reader, [row])[row.pk]
    if not hers.reads:
        raise PermissionDenied(REFUSED_SUBLEASE if hers.is_listed else REFUSED_PROTECTED)
    return FoundSublease(row, row.enrolment, hers)


def get_sublease_to_run(reader: Reader, sublease_id: uuid.UUID) -> FoundSublease:
    """Give a sublease whose exams and proposals this reader records: of the household's team. Raises as `get_sublease`."""
    return _that(get_sublease(reader, sublease_id), lambda hers: hers.is_team, REFUSED_CONVENE)


def get_sublease_to_decide(reader: Reader, sublease_id: uuid.UUID) -> FoundSublease:
    """Give a sublease for which this reader answers as its landlord. Raises as `get_sublease`."""
    return _that(get_sublease(reader, sublease_id), lambda hers: hers.may_decide, REFUSED_DECIDE_SLIDE)


def open_exam(reader: Reader, exam_id: uuid.UUID) -> tuple[FoundSublease, SlideExam]:
    """Give an exam for its page, and write in the journal that this reader opened it. Raises as `get_sublease`."""
    found, exam = _exam(reader, exam_id)
    record_read("slide_exam.opened", exam, by=reader.user_id, subject_id=found.enrolment.pk)
    return found, exam


def get_exam_to_run(reader: Reader, exam_id: uuid.UUID) -> tuple[FoundSublease, SlideExam]:
    """Give an exam to record: of the household's team. Raises as `get_sublease`."""
    found, exam = _exam(reader, exam_id)
    return _that(found, lambda hers: hers.is_team, REFUSED_CONVENE), exam


def get_exam_to_answer(reader: Reader, exam_id: uuid.UUID) -> tuple[FoundSublease, SlideExam]:
    """Give an exam of which this reader says her landlord's position. Raises as `get_sublease`."""
    found, exam = _exam(reader, exam_id)
    return _that(found, lambda hers: hers.is_landlord, REFUSED_POSITION), exam


def get_notice(reader: Reader, notice_id: uuid.UUID) -> tuple[FoundSublease, PrefectNotice]:
    """Give a notice to read. Raises as `get_sublease`."""
    row: PrefectNotice | None = PrefectNotice.objects.filter(pk=notice_id).first()
    if row is None:
        raise Http404(NO_NOTICE)
    return get_sublease(reader, row.sublease_id), row


def get_notice_to_send(reader: Reader, notice_id: uuid.UUID) -> tuple[FoundSublease, PrefectNotice]:
    """Give a notice that this reader signs, sends or withdraws for her landlord. Raises as `get_sublease`."""
    found, row = get_notice(reader, notice_id)
    return _that(found, lambda hers: hers.may_decide, REFUSED_DECIDE_SLIDE), row


def get_notice_copy(reader: Reader, notice_id: uuid.UUID, copy: str) -> StoredFile:
    """Give what was kept of a notice sent, « letter » or « proof »; each reading is logged. Raises as `get_sublease`."""
    found, row = get_notice(reader, notice_id)
    stored = {"lettre": row.letter, "preuve": row.proof}.get(copy)
    if stored is None:
        raise Http404(NO_COPY)
    record_read("prefect_notice.downloaded", row, by=reader.user_id, subject_id=found.enrolment.pk)
    return stored


def get_proposal_to_run(reader: Reader, proposal_id: uuid.UUID) -> tuple[FoundSublease, SlideProposal]:
    """Give a proposal whose household's answer this reader records. Raises as `get_sublease`."""
    found, row = _proposal(reader, proposal_id)
    return _that(found, lambda hers: hers.is_team, REFUSED_CONVENE), row


def get_proposal_to_decide(reader: Reader, proposal_id: uuid.UUID) -> tuple[FoundSublease, SlideProposal]:
    """Give a proposal that this reader decides for her landlord. Raises as `get_sublease`."""
    found, row = _proposal(reader, proposal_id)
    return _that(found, lambda hers: hers.may_decide, REFUSED_DECIDE_SLIDE), row


def _exam(reader: Reader, exam_id: uuid.UUID) -> tuple[FoundSublease, SlideExam]:
    row: SlideExam | None = SlideExam.objects.filter(pk=exam_id).select_related("minutes").first()
    if row is None:
        raise Http404(NO_EXAM)
    found = get_sublease(reader, row.sublease_id)
    row.sublease = found.sublease
    return found, row


def _proposal(reader: Reader, proposal_id: uuid.UUID) -> tuple[FoundSublease, SlideProposal]:
    row: SlideProposal | None = SlideProposal.objects.filter(pk=proposal_id).first()
    if row is None:
        raise Http404(NO_PROPOSAL)
    return get_sublease(reader, row.sublease_id), row


def _that(found: FoundSublease, allowed: Callable[[SubleaseStanding], bool], reason: str) -> FoundSublease:
    if not allowed(found.hers):
        raise PermissionDenied(reason)
    return found
