"""Titles of occupation as a dated chain: signed, ended, corrected, annulled; `journeys.services.titles` adds what follows."""

import datetime as dt
import uuid
from dataclasses import dataclass
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.db.models import Q

from foundation.periods import Period, eve
from foundation.refusals import Refused
from households.models import Enrolment
from leases.enums import TITLE_FOLLOWS, LeaseEnd, LeaseKind
from leases.models import AllocationFile, DwellingShare, Lease
from leases.rules.titles import why_head_is_refused
from leases.services.obstacles import (
    LET,
    OBSTACLES,
    DoubleLetting,
    lock_dwellings,
    lock_lease,
    refuse_days,
    refuse_end,
    refuse_eviction,
    refuse_taken,
)
from partners.models import Organisation
from records.services.events import record


@dataclass(frozen=True)
class LeaseTerms:
    """Monthly amounts in euros, and days."""

    signed_on: dt.date
    started_on: dt.date
    rent: Decimal
    charges: Decimal = Decimal(0)
    deposit: Decimal = Decimal(0)
    is_third_party_paid: bool = False


@dataclass(frozen=True)
class Past:
    """How a title taken over has ended already."""

    ended_on: dt.date
    reason: LeaseEnd


@transaction.atomic
def open_title(
    *,
    by: uuid.UUID,
    kind: LeaseKind,
    share: DwellingShare,
    enrolment: Enrolment,
    terms: LeaseTerms,
    today: dt.date,
    head_lease: Lease | None = None,
    file: AllocationFile | None = None,
    follows: Lease | None = None,
    expects_slide: bool = False,
    past: Past | None = None,
    is_taken_over: bool = False,
) -> Lease:
    """Record by what a household occupies a home, under an association's lease or not.

    Raises DoubleLetting when the home is let or the household housed on one of these days, Refused for absurd days, for a
    signature before the commission's decision, and for a title outside its head lease (domain.md §2.0.1, invariants 2, 3).
    """
    refuse_days(signed_on=terms.signed_on, started_on=terms.started_on, today=today, file=file)
    lock_dwellings([share])
    head = Lease.objects.get(pk=head_lease.pk) if head_lease is not None else None
    period = Period(terms.started_on, past.ended_on if past else None)
    if past is not None:
        refuse_end(terms.started_on, past.ended_on, past.reason, today)
    refuse_taken(share=share, head=head, period=period, enrolment_id=enrolment.pk)
    if head is not None and (
        sentence := why_head_is_refused(
            head_signed_on=head.signed_on, signed_on=terms.signed_on, started_on=terms.started_on
        )
    ):
        raise Refused(sentence, "signed_on")
    ended = {"ended_on": past.ended_on, "end_reason": past.reason} if past else {}
    return _create(
        by=by,
        kind=kind,
        share=share,
        enrolment=enrolment,
        head_lease=head,
        terms=terms,
        file=file,
        follows=follows,
        expects_slide=expects_slide,
        is_taken_over=is_taken_over,
        **ended,
    )


def sign_direct(
    *,
    by: uuid.UUID,
    share: DwellingShare,
    enrolment: Enrolment,
    terms: LeaseTerms,
    today: dt.date,
    file: AllocationFile | None = None,
) -> Lease:
    """Record the household's own lease. Raises as `open_title`."""
    return open_title(
        by=by, kind=LeaseKind.DIRECT, share=share, enrolment=enrolment, terms=terms, today=today, file=file
    )


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
    is_taken_over: bool = False,
) -> Lease:
    """Record an association's lease, to sublet. It must be approved on that day (L.365-4, L.442-8-1 CCH)."""
    refuse_days(signed_on=terms.signed_on, started_on=terms.started_on, today=today, file=file)
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
    lock_dwellings([share])
    refuse_taken(share=share, head=None, period=Period(terms.started_on), enrolment_id=None)
    return _create(
        by=by,
        kind=LeaseKind.HEAD,
        share=share,
        tenant_association=association,
        terms=terms,
        file=file,
        expects_slide=expects_slide,
        is_taken_over=is_taken_over,
    )


def sign_sublease(
    *,
    by: uuid.UUID,
    head_lease: Lease,
    enrolment: Enrolment,
    terms: LeaseTerms,
    today: dt.date,
    file: AllocationFile | None = None,
    follows: Lease | None = None,
) -> Lease:
    """Record the sublease under a head lease in force on its first day (domain.md §2.0.1, invariant 3)."""
    return open_title(
        by=by,
        kind=LeaseKind.SUBLEASE,
        share=head_lease.share,
        enrolment=enrolment,
        head_lease=head_lease,
        terms=terms,
        today=today,
        file=file,
        follows=follows,
        expects_slide=head_lease.expects_slide,
    )


@transaction.atomic
def close_for(*, by: uuid.UUID, lease: Lease, successor_on: dt.date, reason: LeaseEnd) -> Lease:
    """Close a title on the eve of what follows it. Raises Refused when it would not have lasted a day.

    One that ended before is left as it ended.
    """
    row = lock_lease(lease)
    if row.started_on >= successor_on:
        raise Refused(
            f"Le titre en cours commence le {row.started_on:%d/%m/%Y}\u00a0: ce qui le suit commence un jour plus tard au "
            "moins.",
            "started_on",
        )
    if row.ended_on is None or row.ended_on >= successor_on:
        _end(row, eve(successor_on), reason, by=by)
    return row


def why_cannot_follow(before: LeaseKind, after: LeaseKind) -> str:
    """Say why a title cannot follow another in the same home, or nothing."""
    if after in TITLE_FOLLOWS[before]:
        return ""
    if (before, after) == (LeaseKind.SUBLEASE, LeaseKind.DIRECT):
        return "Une sous-location devient le bail du ménage par un glissement, avec l’accord du bailleur (CCH, art. L. 442-8-3)."
    return f"«\u00a0{after.label}\u00a0» ne suit pas «\u00a0{before.label}\u00a0» dans un même logement."


@transaction.atomic
def end_lease(
    *,
    by: uuid.UUID,
    lease: Lease,
    ended_on: dt.date,
    reason: LeaseEnd,
    today: dt.date,
    note: str = "",
    notice_on: dt.date | None = None,
) -> Lease:
    """End a title on its last day, included. A notice may be given ahead; an eviction, a departure, a death may not.

    Raises Refused: absurd days, a title that has ended already, a head lease that ends before what stands under it.
    """
    lock_dwellings([lease.share])
    row = lock_lease(lease)
    if row.ended_on is not None and (row.ended_on <= today or row.ended_on == ended_on):
        raise Refused(f"Ce titre est déjà terminé, le {row.ended_on:%d/%m/%Y}.")
    refuse_end(row.started_on, ended_on, reason, today)
    if reason == LeaseEnd.EVICTED and row.enrolment_id is not None:
        refuse_eviction(row.enrolment_id, ended_on, motive=note, field="ended_on")
    if notice_on is not None and notice_on > min(today, ended_on):
        raise Refused("Le congé est reçu avant de prendre effet, et pas un jour à venir.", "notice_on")
    under = row.subleases.filter(annulled_at__isnull=True).filter(Q(ended_on__isnull=True) | Q(ended_on__gt=ended_on))
    if under.exists():
        raise Refused(
            "Un ménage occupe encore ce logement après ce jour\u00a0: terminez d’abord son titre.", "ended_on"
        )
    row.notice_on, row.end_note = notice_on, note.strip()
    _end(row, ended_on, reason, by=by)
    return row


def _end(row: Lease, ended_on: dt.date, reason: LeaseEnd, *, by: uuid.UUID) -> None:
    row.ended_on, row.end_reason = ended_on, reason
    row.save(update_fields=["ended_on", "end_reason", "end_note", "notice_on"])
    details = {"on": ended_on.isoformat(), "reason": reason.value}
    record("lease.ended", row, by=by, subject_id=row.enrolment_id, details=details)


def _create(*, by: uuid.UUID, kind: LeaseKind, share: DwellingShare, terms: LeaseTerms, **facts: object) -> Lease:
    try:
        with transaction.atomic():
            lease: Lease = Lease.objects.create(kind=kind, share=share, recorded_by=by, **vars(terms), **facts)
    except IntegrityError as error:  # PostgreSQL's exclusion constraint said the last no
        sentence = next((said for name, said in OBSTACLES.items() if name in str(error)), LET)
        raise DoubleLetting(f"{sentence}.", None) from error
    details = {"kind": kind.value, "on": terms.started_on.isoformat()}
    record("lease.signed", lease, by=by, subject_id=lease.enrolment_id, details=details)
    return lease
