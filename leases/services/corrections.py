"""Titles recorded in error: an end taken back, a title annulled, days and amounts corrected. Nothing is deleted."""

import datetime as dt
import json
import uuid
from dataclasses import asdict

from django.db import transaction
from django.utils import timezone

from foundation.periods import Period, eve
from foundation.refusals import Refused
from leases.enums import LeaseEnd
from leases.models import Lease, LeaseCorrection, Slide
from leases.services.leases import LeaseTerms
from leases.services.obstacles import lock_dwellings, lock_lease, refuse_days, refuse_taken
from records.services.events import record


@transaction.atomic
def reopen_lease(*, by: uuid.UUID, lease: Lease) -> Lease:
    """Take back the end of a title, recorded in error. Raises DoubleLetting when another has taken its place since."""
    lock_dwellings([lease.share])
    row = lock_lease(lease)
    if row.ended_on is None:
        return row
    refuse_taken(
        share=row.share, head=row.head_lease, period=Period(row.started_on), enrolment_id=row.enrolment_id, but=row
    )
    row.ended_on, row.end_reason, row.end_note, row.notice_on = None, "", "", None
    row.save(update_fields=["ended_on", "end_reason", "end_note", "notice_on"])
    record("lease.reopened", row, by=by, subject_id=row.enrolment_id)
    return row


@transaction.atomic
def annul_lease(*, by: uuid.UUID, lease: Lease, reason: str) -> Lease:
    """Annul a title recorded in error: its row stays, struck through, and stands in nobody's way.

    Raises Refused without a reason, and while something stands on it: a title under it, one that follows it, a slide.
    """
    if not reason.strip():
        raise Refused("Dites pourquoi ce titre est annulé.", "reason")
    lock_dwellings([lease.share])
    row = lock_lease(lease)
    if row.subleases.filter(annulled_at__isnull=True).exists():
        raise Refused("Un titre dépend de celui-ci\u00a0: annulez-le d’abord.")
    if row.followers.filter(annulled_at__isnull=True).exists():
        raise Refused("Un autre titre suit celui-ci\u00a0: annulez d’abord le dernier.")
    if Slide.objects.filter(sublease=row, annulled_at__isnull=True).exists():
        raise Refused("Cette sous-location a glissé\u00a0: annulez d’abord le glissement.")
    row.annulled_at, row.annulled_by, row.annul_reason = timezone.now(), by, reason.strip()
    row.save(update_fields=["annulled_at", "annulled_by", "annul_reason"])
    record("lease.annulled", row, by=by, subject_id=row.enrolment_id)
    return row


@transaction.atomic
def correct_lease(*, by: uuid.UUID, lease: Lease, terms: LeaseTerms, reason: str, today: dt.date) -> Lease:
    """Correct the days and the amounts of a title; what it said before is kept, and why.

    What it follows directly is moved with its first day. Raises as `open_title`.
    """
    if not reason.strip():
        raise Refused("Dites ce qui est corrigé, et pourquoi.", "reason")
    refuse_days(signed_on=terms.signed_on, started_on=terms.started_on, today=today, file=lease.file)
    lock_dwellings([lease.share])
    row = lock_lease(lease)
    if row.ended_on is not None and row.ended_on < terms.started_on:
        raise Refused(f"Ce titre s’est terminé le {row.ended_on:%d/%m/%Y}, avant cette date.", "started_on")
    before = _terms_of(row)
    if before == terms:
        return row
    moves = terms.started_on != row.started_on
    if moves and Slide.objects.filter(lease=row, annulled_at__isnull=True).exists():
        raise Refused(
            "Le jour d’un glissement ne se corrige pas\u00a0: annulez-le, puis enregistrez-le de nouveau.", "started_on"
        )
    until, ended = eve(terms.started_on), _ended_by(row) if moves else []
    if (
        terms.started_on < row.started_on
    ):  # what is before makes room first, or goes on last: PostgreSQL compares at once
        _end_on(ended, until)
    refuse_taken(
        share=row.share,
        head=row.head_lease,
        period=Period(terms.started_on, row.ended_on),
        enrolment_id=row.enrolment_id,
        but=row,
    )
    if row.subleases.filter(annulled_at__isnull=True, started_on__lt=terms.started_on).exists():
        raise Refused("Un titre qui dépend de celui-ci commence avant cette date.", "started_on")
    LeaseCorrection.objects.create(
        lease=row, before=json.dumps(asdict(before), default=str), reason=reason.strip(), recorded_by=by
    )
    for name, value in vars(terms).items():
        setattr(row, name, value)
    row.save(update_fields=list(vars(terms)))
    if terms.started_on > before.started_on:
        _end_on(ended, until)
    record("lease.corrected", row, by=by, subject_id=row.enrolment_id, details={"on": terms.started_on.isoformat()})
    return row


def _ended_by(row: Lease) -> list[Lease]:
    """Give what this title ended on its eve: the one that it follows, and the association's lease above that one."""
    former: Lease | None = row.follows
    rows = [former, former.head_lease] if former is not None else []
    last = eve(row.started_on)
    return [one for one in rows if one is not None and one.ended_on == last and one.end_reason in LeaseEnd.BY_FOLLOWER]


def _end_on(rows: list[Lease], day: dt.date) -> None:
    for row in rows:
        if day < row.started_on:
            raise Refused(
                f"Le titre d’avant commence le {row.started_on:%d/%m/%Y}\u00a0: celui-ci commence un jour plus tard au moins.",
                "started_on",
            )
        row.ended_on = day
        row.save(update_fields=["ended_on"])


def _terms_of(row: Lease) -> LeaseTerms:
    return LeaseTerms(
        row.signed_on, row.started_on, row.rent, row.charges, row.deposit, is_third_party_paid=row.is_third_party_paid
    )
