"""The landlord's notice to the préfet: prepared, sent with its proof, withdrawn when prepared in error (L.442-8-3 CCH)."""

import datetime as dt
import uuid
from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from foundation.refusals import Refused
from leases.enums import NoticeMeans, SlideState
from leases.models import Lease, PrefectNotice
from leases.rules.exams import what_notice_lacks, why_sending_is_refused
from leases.selectors.exams import is_reached
from leases.services.exams import DURABLE, ExamRefused
from records.models import StoredFile
from records.services.events import record

STORED = "leases.prefect_notice"


@transaction.atomic
def prepare(
    *, by: uuid.UUID, sublease: Lease, number: int, is_offered: bool | None, reason: str, today: dt.date
) -> PrefectNotice:
    """Prepare the notice of a period, or write it again until it is sent. Raises Refused, ExamRefused."""
    lease: Lease = Lease.objects.select_for_update(of=("self",)).get(pk=sublease.pk)
    _refuse_period(lease, number, today)
    lacks = dict(what_notice_lacks(is_offered=is_offered, reason=reason))
    if is_offered and _was_refused(lease):
        lacks["is_offered"] = (
            "Vous avez refusé le glissement\u00a0: l’avis le dit aussi, ou une nouvelle décision vient d’abord."
        )
    if lacks or is_offered is None:
        raise ExamRefused(lacks)
    row: PrefectNotice | None = lease.prefect_notices.filter(number=number, withdrawn_at__isnull=True).first()
    if row is not None and row.sent_on is not None:
        raise Refused("L’avis de cette période est déjà envoyé.")
    if row is None:
        row = PrefectNotice(sublease=lease, number=number)
    row.is_lease_offered, row.reason = is_offered, reason.strip()
    row.prepared_on, row.prepared_by = today, by
    row.save()
    _record("prefect_notice.prepared", row, by=by, is_offered=is_offered)
    return row


@transaction.atomic
def record_sent(
    *,
    by: uuid.UUID,
    notice: PrefectNotice,
    sent_on: dt.date,
    means: NoticeMeans,
    tracking_number: str,
    letter: StoredFile | None,
    proof: StoredFile | None,
    today: dt.date,
) -> PrefectNotice:
    """Record that the notice was sent: from now on neither it nor its letter changes. Raises Refused, ExamRefused."""
    row = _locked(notice)
    reasons: Mapping[str, str] = why_sending_is_refused(
        sent_on=sent_on,
        prepared_on=row.prepared_on,
        is_registered=means == NoticeMeans.REGISTERED,
        tracking_number=tracking_number,
        today=today,
    )
    if reasons:
        raise ExamRefused(reasons)
    row.sent_on, row.means, row.tracking_number = sent_on, means, tracking_number.strip()
    row.letter, row.proof, row.sent_by = letter, proof, by
    row.save()
    _record("prefect_notice.sent", row, by=by, on=sent_on.isoformat(), means=means.value)
    return row


@transaction.atomic
def add_proof(*, by: uuid.UUID, notice: PrefectNotice, proof: StoredFile) -> PrefectNotice:
    """Add the proof that came after the sending: a receipt signed by the préfecture. Raises Refused."""
    row: PrefectNotice = PrefectNotice.objects.select_for_update(of=("self",)).get(pk=notice.pk)
    if row.sent_on is None:
        raise Refused("La preuve vient avec l’envoi.")
    if row.proof_id is not None:
        raise Refused("Une preuve est déjà gardée pour cet avis.", "proof")
    row.proof = proof
    row.save(update_fields=["proof"])
    _record("prefect_notice.proved", row, by=by)
    return row


@transaction.atomic
def withdraw(*, by: uuid.UUID, notice: PrefectNotice) -> PrefectNotice:
    """Withdraw a notice prepared in error, and not sent: its line stays. Raises Refused."""
    row = _locked(notice)
    row.withdrawn_at = timezone.now()
    row.save(update_fields=["withdrawn_at"])
    _record("prefect_notice.withdrawn", row, by=by)
    return row


def _locked(notice: PrefectNotice) -> PrefectNotice:
    row: PrefectNotice = (
        PrefectNotice.objects.select_for_update(of=("self",)).select_related("sublease").get(pk=notice.pk)
    )
    if row.withdrawn_at is not None:
        raise Refused("Cet avis a été retiré.")
    if row.sent_on is not None:
        raise Refused("Cet avis est déjà envoyé.")
    return row


def _refuse_period(lease: Lease, number: int, today: dt.date) -> None:
    if not lease.expects_slide:
        raise Refused(DURABLE)
    if not is_reached(lease, number, today):
        raise Refused("Cette période d’examen n’est pas commencée.")


def _was_refused(lease: Lease) -> bool:
    latest = lease.slide_proposals.order_by("-proposed_on", "-recorded_at").first()
    return latest is not None and latest.state == SlideState.REFUSED


def _record(verb: str, row: PrefectNotice, *, by: uuid.UUID, **details: object) -> None:
    record(verb, row, by=by, subject_id=row.sublease.enrolment_id, details={"number": row.number, **details})
