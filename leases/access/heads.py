"""How a view gets an association's own lease under which nobody lives: 404, or 403 with its reason."""

import uuid

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q
from django.http import Http404

from leases.enums import LeaseKind
from leases.models import Lease
from leases.querysets import LeaseQuerySet
from partners.reader import Reader

NO_HEAD = "Ce bail n’existe pas, ou il ne vous est pas ouvert."
REFUSED_GIVE_BACK = "Seule ou seul le responsable de l’association locataire rend le logement au bailleur."


def vacant_heads(reader: Reader) -> LeaseQuerySet:
    """Give the leases of her associations that are in force today, with nobody under them today nor later."""
    rows: LeaseQuerySet = _heads(reader).open_on(reader.today)
    return rows


def get_vacant_head(reader: Reader, lease_id: uuid.UUID) -> Lease:
    """Give a lease of her association to sublet again. Raises Http404, for one under which somebody lives too."""
    return _one(vacant_heads(reader), lease_id)


def get_head_to_give_back(reader: Reader, lease_id: uuid.UUID) -> Lease:
    """Give a lease to end. Raises as `get_vacant_head`, or PermissionDenied for who does not manage the association."""
    return _managed(reader, get_vacant_head(reader, lease_id))


def get_head_given_back(reader: Reader, lease_id: uuid.UUID) -> Lease:
    """Give a lease whose end may be taken back. Raises as `get_head_to_give_back`."""
    return _managed(reader, _one(_heads(reader), lease_id))


def _heads(reader: Reader) -> LeaseQuerySet:
    under = Lease.objects.filter(head_lease=OuterRef("pk")).filter(
        Q(ended_on__isnull=True) | Q(ended_on__gte=reader.today)
    )
    rows: LeaseQuerySet = Lease.objects.filter(
        ~Exists(under), kind=LeaseKind.HEAD, tenant_association_id__in=reader.associations
    ).select_related("share__dwelling__landlord", "tenant_association")
    return rows


def _one(rows: LeaseQuerySet, lease_id: uuid.UUID) -> Lease:
    row: Lease | None = rows.filter(pk=lease_id).first()
    if row is None:
        raise Http404(NO_HEAD)
    return row


def _managed(reader: Reader, lease: Lease) -> Lease:
    if lease.tenant_association_id not in reader.managed_associations:
        raise PermissionDenied(REFUSED_GIVE_BACK)
    return lease
