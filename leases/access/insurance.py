"""How a view gets a title to insure, a certificate, its paper: the file's team."""

import uuid

from django.http import Http404

from households.access import get_enrolment_to_edit
from households.models import Enrolment
from leases.models import InsuranceCertificate, Lease
from leases.rules.insurance import INSURED
from partners.reader import Reader
from records.models import StoredFile
from records.services.events import record_read

NO_CERTIFICATE = "Cette attestation n’existe pas, ou elle ne vous est pas ouverte."


def get_title_to_insure(reader: Reader, enrolment_id: uuid.UUID, title_id: uuid.UUID) -> tuple[Enrolment, Lease]:
    """Give a file and a title of its household. Raises Http404, PermissionDenied."""
    enrolment = get_enrolment_to_edit(reader, enrolment_id)
    lease: Lease | None = Lease.objects.filter(enrolment=enrolment, kind__in=INSURED, pk=title_id).first()
    if lease is None:
        raise Http404(NO_CERTIFICATE)
    return enrolment, lease


def get_certificate(
    reader: Reader, enrolment_id: uuid.UUID, certificate_id: uuid.UUID
) -> tuple[Enrolment, InsuranceCertificate]:
    """Give a certificate to withdraw. Raises Http404, PermissionDenied."""
    enrolment = get_enrolment_to_edit(reader, enrolment_id)
    row: InsuranceCertificate | None = (
        InsuranceCertificate.objects.filter(lease__enrolment=enrolment, pk=certificate_id)
        .select_related("stored", "lease")
        .first()
    )
    if row is None:
        raise Http404(NO_CERTIFICATE)
    return enrolment, row


def open_certificate_paper(reader: Reader, enrolment_id: uuid.UUID, certificate_id: uuid.UUID) -> StoredFile:
    """Give the paper of a certificate, and write in the journal that this reader opened it. Raises as `get_certificate`."""
    enrolment, row = get_certificate(reader, enrolment_id, certificate_id)
    if row.stored is None or row.withdrawn_at is not None:
        raise Http404(NO_CERTIFICATE)
    record_read("insurance_certificate.opened", row, by=reader.user_id, subject_id=enrolment.pk)
    return row.stored
