"""Certificates of insurance: recorded with their paper, withdrawn with a reason."""

import datetime as dt
import uuid

from django.db import transaction
from django.utils import timezone

from foundation.periods import Period
from foundation.refusals import Refused
from leases.models import InsuranceCertificate, Lease
from leases.rules.insurance import INSURED, why_certificate_is_refused
from records.models import StoredFile
from records.services.events import record
from records.services.files import delete_file, store_file

KIND = "leases.insurancecertificate"


def record_certificate(
    *,
    by: uuid.UUID,
    lease: Lease,
    insurer: str,
    started_on: dt.date,
    ended_on: dt.date,
    today: dt.date,
    paper: bytes | None = None,
    paper_name: str = "",
) -> InsuranceCertificate:
    """Record a certificate, with its paper when there is one. To call outside a transaction. Raises Refused."""
    _refuse(lease, insurer, started_on, ended_on, today)
    stored = None
    if paper is not None:
        stored = store_file(
            content=paper, name=paper_name, kind=KIND, subject_id=lease.pk, by=by, file_of=lease.enrolment_id
        )
    try:
        return _recorded(by=by, lease=lease, insurer=insurer, started_on=started_on, ended_on=ended_on, stored=stored)
    except BaseException:
        if stored is not None:
            delete_file(stored=stored, by=by, file_of=lease.enrolment_id)
        raise


@transaction.atomic
def _recorded(
    *,
    by: uuid.UUID,
    lease: Lease,
    insurer: str,
    started_on: dt.date,
    ended_on: dt.date,
    stored: StoredFile | None,
) -> InsuranceCertificate:
    row: InsuranceCertificate = InsuranceCertificate.objects.create(
        lease=lease,
        insurer=insurer.strip(),
        started_on=started_on,
        ended_on=ended_on,
        stored=stored,
        recorded_by=by,
    )
    details = {"from": started_on.isoformat(), "to": ended_on.isoformat()}
    record("insurance_certificate.recorded", row, by=by, subject_id=lease.enrolment_id, details=details)
    return row


@transaction.atomic
def withdraw_certificate(*, by: uuid.UUID, certificate: InsuranceCertificate, reason: str) -> InsuranceCertificate:
    """Withdraw a certificate recorded in error: it stays, struck through. Raises Refused without a reason."""
    row: InsuranceCertificate = (
        InsuranceCertificate.objects.select_for_update(of=("self",)).select_related("lease").get(pk=certificate.pk)
    )
    if row.withdrawn_at is not None:
        return row
    if not reason.strip():
        raise Refused("Dites pourquoi cette attestation est retirée.", "reason")
    row.withdrawn_at, row.withdrawal_reason = timezone.now(), reason.strip()
    row.save(update_fields=["withdrawn_at", "withdrawal_reason"])
    record("insurance_certificate.withdrawn", row, by=by, subject_id=row.lease.enrolment_id)
    return row


def _refuse(lease: Lease, insurer: str, started_on: dt.date, ended_on: dt.date, today: dt.date) -> None:
    if lease.kind not in INSURED:
        raise Refused("Ce titre d’occupation ne demande pas d’assurance au ménage.")
    if not insurer.strip():
        raise Refused("Indiquez l’assureur.", "insurer")
    period = Period(lease.started_on, lease.ended_on)
    if refusal := why_certificate_is_refused(started_on, ended_on, lease=period, today=today):
        raise Refused(*refusal)
