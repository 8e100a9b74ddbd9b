"""How a view gets the account of a sublease: its team reads it, the people of the association that sublets keep it (§3.9)."""

import uuid

from django.core.exceptions import PermissionDenied
from django.http import Http404

from households.access import get_enrolment_to_edit, open_enrolment_whole
from households.models import Enrolment
from leases.enums import LeaseKind
from leases.models import Lease, RentEntry
from leases.permissions import NOT_ACCOUNT_KEEPER, keeps_account
from partners.reader import Reader
from records.services.events import record_read

NO_SUBLEASE = "Cette sous-location n’existe pas, ou elle ne vous est pas ouverte."
NO_ENTRY = "Cette écriture n’existe pas."


def open_account(reader: Reader, enrolment_id: uuid.UUID, sublease_id: uuid.UUID) -> tuple[Enrolment, Lease]:
    """Give a file and its sublease for the page of its account, and write in the journal that this reader opened it.

    Raises Http404, or PermissionDenied for who is not of the team.
    """
    enrolment = open_enrolment_whole(reader, enrolment_id)
    lease = _sublease(enrolment, sublease_id)
    record_read("rent_account.opened", lease, by=reader.user_id, subject_id=enrolment.pk)
    return enrolment, lease


def get_account_to_keep(reader: Reader, enrolment_id: uuid.UUID, sublease_id: uuid.UUID) -> tuple[Enrolment, Lease]:
    """Give a file and its sublease, to call its rent and record what comes in.

    Raises Http404, or PermissionDenied for who is not of the team, or not of the association that sublets.
    """
    enrolment = get_enrolment_to_edit(reader, enrolment_id)
    lease = _sublease(enrolment, sublease_id)
    if not keeps_account(reader, lease):
        raise PermissionDenied(NOT_ACCOUNT_KEEPER)
    return enrolment, lease


def get_entry_to_withdraw(
    reader: Reader, enrolment_id: uuid.UUID, sublease_id: uuid.UUID, entry_id: uuid.UUID
) -> tuple[Enrolment, RentEntry]:
    """Give a line of an account to withdraw. Raises as `get_account_to_keep`."""
    enrolment, lease = get_account_to_keep(reader, enrolment_id, sublease_id)
    entry: RentEntry | None = RentEntry.objects.filter(lease=lease, pk=entry_id).first()
    if entry is None:
        raise Http404(NO_ENTRY)
    return enrolment, entry


def _sublease(enrolment: Enrolment, sublease_id: uuid.UUID) -> Lease:
    lease: Lease | None = (
        Lease.objects.filter(kind=LeaseKind.SUBLEASE, enrolment=enrolment, pk=sublease_id)
        .select_related("share__dwelling", "head_lease__tenant_association")
        .first()
    )
    if lease is None:
        raise Http404(NO_SUBLEASE)
    return lease
