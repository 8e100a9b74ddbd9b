"""Leases as a dated chain: the household's own, or the association's head lease and the sublease under it; inventories."""

import datetime as dt
import uuid
from dataclasses import dataclass
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.db.models import Q

from foundation.refusals import Refused
from households.models import Enrolment
from leases.enums import InventoryKind, LeaseKind
from leases.models import AllocationFile, DwellingShare, Inventory, Lease
from leases.querysets import LeaseQuerySet
from partners.models import Organisation
from records.services.events import record

LET = "Ce logement est déjà loué sur cette période"
SUBLET = "Ce logement est déjà sous-loué sur cette période"
TITLED = "Ce ménage a déjà un titre d’occupation sur cette période"
LATEST = dt.timedelta(days=366)  # a lease that starts more than a year ahead is a date typed wrong


@dataclass(frozen=True)
class LeaseTerms:
    """Monthly amounts in euros, and days."""

    signed_on: dt.date
    started_on: dt.date
    rent: Decimal
    charges: Decimal = Decimal(0)
    deposit: Decimal = Decimal(0)
    is_third_party_paid: bool = False


class DoubleLetting(Refused):
    """The share is taken; `obstacle_id` is the lease in the way, for who may know it."""

    def __init__(self, reason: str, obstacle_id: uuid.UUID | None) -> None:
        super().__init__(reason, "started_on")
        self.obstacle_id = obstacle_id


@transaction.atomic
def sign_direct(
    *,
    by: uuid.UUID,
    share: DwellingShare,
    enrolment: Enrolment,
    terms: LeaseTerms,
    today: dt.date,
    file: AllocationFile | None = None,
) -> Lease:
    """Record the household's own lease. Raises DoubleLetting, or Refused for absurd days."""
    _refuse_days(terms, today)
    _lock(share)
    _refuse_overlap(Lease.objects.filter(share=share, head_lease__isnull=True), terms, LET)
    _refuse_overlap(Lease.objects.filter(enrolment=enrolment), terms, TITLED)
    return _create(by=by, kind=LeaseKind.DIRECT, share=share, enrolment=enrolment, terms=terms, file=file)


@transaction.atomic
def sign_head(
    *,
    by: uuid.UUID,
    share: DwellingShare,
    association: Organisation,
    terms: LeaseTerms,
    expects_slide: bool,
    today: dt.date,
    file: AllocationFile | None = None,
) -> Lease:
    """Record an association's lease, to sublet. It must be approved on that day (L.365-4, L.442-8-1 CCH)."""
    _refuse_days(terms, today)
    approved_on = association.subletting_approved_on
    if approved_on is None:
        raise Refused(
            f"La date d’agrément d’intermédiation locative de {association.name} n’est pas enregistrée "
            "(CCH, art. L. 442-8-1)\u00a0: l’administration l’ajoute à l’organisme, puis le bail s’enregistre.",
            "signed_on",
        )
    if approved_on > terms.signed_on:
        raise Refused(
            f"{association.name} n’avait pas encore d’agrément d’intermédiation locative à cette date "
            "(CCH, art. L. 442-8-1)\u00a0: elle ne pouvait pas sous-louer.",
            "signed_on",
        )
    _lock(share)
    _refuse_overlap(Lease.objects.filter(share=share, head_lease__isnull=True), terms, LET)
    return _create(
        by=by,
        kind=LeaseKind.HEAD,
        share=share,
        tenant_association=association,
        terms=terms,
        file=file,
        expects_slide=expects_slide,
    )


@transaction.atomic
def sign_sublease(
    *,
    by: uuid.UUID,
    head_lease: Lease,
    enrolment: Enrolment,
    terms: LeaseTerms,
    today: dt.date,
    file: AllocationFile | None = None,
) -> Lease:
    """Record the sublease under a head lease in force on its first day (domain.md §2.0.1, invariant 3)."""
    _refuse_days(terms, today)
    _lock(head_lease.share)
    head = Lease.objects.get(pk=head_lease.pk)
    if terms.started_on < head.started_on or (head.ended_on is not None and terms.started_on > head.ended_on):
        raise Refused("La sous-location commence pendant le bail de l’association.", "started_on")
    _refuse_overlap(Lease.objects.filter(head_lease=head), terms, SUBLET)
    _refuse_overlap(Lease.objects.filter(enrolment=enrolment), terms, TITLED)
    return _create(
        by=by,
        kind=LeaseKind.SUBLEASE,
        share=head.share,
        enrolment=enrolment,
        head_lease=head,
        terms=terms,
        file=file,
        expects_slide=head.expects_slide,
    )


@transaction.atomic
def make_inventory(
    *,
    by: uuid.UUID,
    lease: Lease,
    kind: InventoryKind,
    made_on: dt.date,
    worker_was_present: bool,
    keys_handed: int,
    note: str,
    today: dt.date,
) -> Inventory:
    """Record an état des lieux and the keys handed over. Raises Refused for a day ahead, or before the signature."""
    if made_on > today:
        raise Refused("Un état des lieux fait ne peut pas être daté d’un jour à venir.", "made_on")
    if made_on < lease.signed_on:
        raise Refused("Cet état des lieux précède la signature du bail.", "made_on")
    inventory = Inventory.objects.create(
        lease=lease,
        kind=kind,
        made_on=made_on,
        worker_was_present=worker_was_present,
        keys_handed=keys_handed,
        note=note,
        recorded_by=by,
    )
    details = {"kind": kind.value, "on": made_on.isoformat(), "keys": keys_handed}
    record("inventory.made", inventory, by=by, subject_id=lease.enrolment_id, details=details)
    return inventory


def _lock(share: DwellingShare) -> None:
    """Make the comparison of periods and the writing one: two secretaries may sign for one dwelling."""
    DwellingShare.objects.select_for_update(of=("self",)).get(pk=share.pk)


def _refuse_days(terms: LeaseTerms, today: dt.date) -> None:
    if terms.signed_on > today:
        raise Refused("Un bail signé ne peut pas être daté d’un jour à venir.", "signed_on")
    if not terms.signed_on - LATEST <= terms.started_on <= today + LATEST:
        raise Refused("La date d’effet est à plus d’un an de la signature\u00a0: vérifiez-la.", "started_on")


def _refuse_overlap(rows: LeaseQuerySet, terms: LeaseTerms, reason: str) -> None:
    """Refuse a new open lease when another is in force on its first day or later (the end day is included)."""
    obstacle: Lease | None = rows.filter(Q(ended_on__isnull=True) | Q(ended_on__gte=terms.started_on)).first()
    if obstacle is not None:
        raise DoubleLetting(f"{reason}.", obstacle.pk)


def _create(*, by: uuid.UUID, kind: LeaseKind, share: DwellingShare, terms: LeaseTerms, **parties: object) -> Lease:
    try:
        with transaction.atomic():
            lease: Lease = Lease.objects.create(kind=kind, share=share, recorded_by=by, **vars(terms), **parties)
    except IntegrityError as error:  # PostgreSQL's exclusion constraint said the last no
        raise DoubleLetting(f"{SUBLET if kind == LeaseKind.SUBLEASE else LET}.", None) from error
    details = {"kind": kind.value, "on": terms.started_on.isoformat()}
    record("lease.signed", lease, by=by, subject_id=lease.enrolment_id, details=details)
    return lease
