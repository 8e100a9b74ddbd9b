"""What stands in the way of a title: absurd days, a home that is let, a household that is housed, a head lease that ends."""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping

from django.db.models import Q

from foundation.periods import Period
from foundation.refusals import Refused
from leases.enums import LeaseEnd
from leases.models import AllocationFile, Dwelling, DwellingShare, Lease
from leases.querysets import LeaseQuerySet
from leases.rules.clocks import earliest_eviction
from leases.rules.evictions import why_eviction_is_refused
from leases.rules.procedures import position_on
from leases.rules.titles import why_days_are_refused, why_end_is_refused, why_share_is_refused
from leases.selectors.decisions import positive_day
from leases.selectors.law import procedure_law
from leases.selectors.situations import reached_of

LET = "Ce logement est déjà loué sur cette période"
SUBLET = "Ce logement est déjà sous-loué sur cette période"
TITLED = "Ce ménage a déjà un titre d’occupation sur cette période"
OBSTACLES = {"lease_under_head_no_overlap": SUBLET, "lease_household_no_overlap": TITLED}  # of PostgreSQL's constraints


class DoubleLetting(Refused):
    """The share is taken; `obstacle_id` is the lease in the way, for who may know it."""

    def __init__(self, reason: str, obstacle_id: uuid.UUID | None) -> None:
        super().__init__(reason, "started_on")
        self.obstacle_id = obstacle_id


def lock_dwellings(shares: Iterable[DwellingShare]) -> None:
    """Make the comparison of periods and the writing one: two people may sign for one dwelling, or for two of its parts."""
    ids = sorted({share.dwelling_id for share in shares}, key=str)
    list(Dwelling.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk"))


def lock_lease(lease: Lease) -> Lease:
    """Give a title as the database holds it now, locked. Raises Refused when it has been annulled."""
    row: Lease | None = Lease.objects.select_for_update(of=("self",)).filter(pk=lease.pk).select_related(None).first()
    if row is None:
        raise Refused("Ce titre a été annulé.")
    return row


def refuse_taken(
    *,
    share: DwellingShare,
    head: Lease | None,
    period: Period,
    enrolment_id: uuid.UUID | None,
    but: Lease | None = None,
) -> None:
    """Refuse a title on these days when its home is let, or its household housed, by another than `but`.

    Under a head lease, it stands within it, beside nobody (domain.md §2.0.1, invariants 2 and 3). Raises DoubleLetting, Refused.
    """
    rows: LeaseQuerySet = Lease.objects.all() if but is None else Lease.objects.exclude(pk=but.pk)
    if head is not None:
        _refuse_outside(head, period)
        _refuse_overlap(rows.filter(head_lease=head), period, SUBLET)
    else:
        _refuse_overlap(rows.filter(share=share, head_lease__isnull=True), period, LET)
        _refuse_other_shares(share, period)
    if enrolment_id is not None:
        _refuse_overlap(rows.filter(enrolment_id=enrolment_id), period, TITLED)


def refuse(lacks: Mapping[str, str]) -> None:
    """Refuse what a rule names, by field."""
    for field, sentence in lacks.items():
        raise Refused(sentence, field)


def refuse_days(*, signed_on: dt.date, started_on: dt.date, today: dt.date, file: AllocationFile | None) -> None:
    """Refuse absurd days, and a signature before the decision of the dossier's commission."""
    refuse(
        why_days_are_refused(
            signed_on=signed_on,
            started_on=started_on,
            decided_on=positive_day(file) if file is not None else None,
            today=today,
        )
    )


def refuse_end(started_on: dt.date, ended_on: dt.date, reason: LeaseEnd, today: dt.date) -> None:
    """Refuse a last day that cannot be."""
    refuse(
        why_end_is_refused(
            started_on=started_on, ended_on=ended_on, has_happened=reason in LeaseEnd.OF_THE_PAST, today=today
        )
    )


def refuse_eviction(enrolment_id: uuid.UUID, on: dt.date, *, motive: str, field: str) -> None:
    """Refuse an eviction that the truce, a delay or a suspension forbids on this day, unless a motive sets it aside. Raises Refused."""
    reached, law = reached_of(enrolment_id), procedure_law()
    here, allowed_from = position_on(reached, on), earliest_eviction(reached, law, on)
    if reason := why_eviction_is_refused(on, here=here, allowed_from=allowed_from, law=law, motive=motive):
        raise Refused(reason, field)


def _refuse_outside(head: Lease, period: Period) -> None:
    """Refuse what does not stand within the head lease: one sublets what one rents (domain.md §2.0.1, invariant 3)."""
    if not Period(head.started_on, head.ended_on).holds(period.started_on):
        raise Refused("La sous-location commence pendant le bail de l’association.", "started_on")
    if head.ended_on is not None and (period.ended_on is None or period.ended_on > head.ended_on):
        raise Refused(
            f"Le bail de l’association se termine le {head.ended_on:%d/%m/%Y}\u00a0: ce titre ne peut pas durer au-delà.",
            "started_on",
        )


def _refuse_overlap(rows: LeaseQuerySet, period: Period, reason: str) -> None:
    """Refuse a title when another is in force on one of its days (the end day is included)."""
    still = Q(ended_on__isnull=True) | Q(ended_on__gte=period.started_on)
    if period.ended_on is not None:
        still &= Q(started_on__lte=period.ended_on)
    obstacle: Lease | None = rows.filter(still).first()
    if obstacle is not None:
        raise DoubleLetting(f"{reason}.", obstacle.pk)


def _refuse_other_shares(share: DwellingShare, period: Period) -> None:
    """Refuse a whole home while one of its parts is let, and a part while the whole is."""
    rows = Lease.objects.filter(share__dwelling_id=share.dwelling_id, head_lease__isnull=True).exclude(share=share)
    taken = {
        label: True
        for label, started_on, ended_on in rows.values_list("share__label", "started_on", "ended_on")
        if Period(started_on, ended_on).overlaps(period)
    }
    if sentence := why_share_is_refused(share.label, taken):
        raise DoubleLetting(sentence, None)
