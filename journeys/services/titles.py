"""A household's titles with what comes with them: where it lives, to whom it is named, the lease above. Each act is one."""

import datetime as dt
import uuid
from dataclasses import dataclass, replace

from django.db import transaction
from django.db.models import Q, QuerySet

from foundation.periods import eve
from foundation.refusals import Refused
from households.enums import HousingSituation, NamingCause, NamingService
from households.models import CurrentHousing, Enrolment, EnrolmentNaming
from households.services.housing import Place, correct, leave, move_back, move_to, stay
from households.services.namings import end_namings_of, name_to
from journeys.services.dossiers import conclude, dossier_for
from leases.enums import LeaseEnd, LeaseKind
from leases.models import Dwelling, DwellingShare, Lease
from leases.rules.titles import why_head_is_refused
from leases.services.corrections import annul_lease, reopen_lease
from leases.services.leases import (
    LeaseTerms,
    Past,
    close_for,
    end_lease,
    open_title,
    sign_head,
    why_cannot_follow,
)
from leases.services.protocols import give_title_of
from leases.services.shares import share_of
from leases.services.slides import annul_slide
from partners.models import Organisation
from records.services.events import one_act

SITUATIONS: dict[str, HousingSituation] = {
    LeaseKind.DIRECT: HousingSituation.TENANT,
    LeaseKind.SUBLEASE: HousingSituation.SUBTENANT,
    LeaseKind.ALT: HousingSituation.SHELTER,
    LeaseKind.HOSTING: HousingSituation.SHELTER,
    LeaseKind.RESIDENCY: HousingSituation.SHELTER,
    LeaseKind.NO_TITLE: HousingSituation.NO_TITLE,
    LeaseKind.PCS: HousingSituation.OTHER,  # a title that is no lease
}
CAUSES = (NamingCause.LEASE_SIGNED, NamingCause.OCCUPANT)


@dataclass(frozen=True)
class NewTitle:
    """By what a household is to occupy a home. With `association` and no lease of hers there yet, it signs one (`head`)."""

    kind: LeaseKind
    terms: LeaseTerms
    association: Organisation | None = None
    head: LeaseTerms | None = None
    expects_slide: bool = False


@transaction.atomic
def take_over(
    *,
    by: uuid.UUID,
    enrolment: Enrolment,
    dwelling: Dwelling,
    new: NewTitle,
    today: dt.date,
    part: str = "",
    past: Past | None = None,
) -> Lease:
    """Take over a title signed before its follow-up, with its own days: no commission, no entry (domain.md §2.0.1, §2.4).

    `part` names what it covers of a shared home. With `past` it has ended already. Raises Refused or DoubleLetting: one
    signed during the follow-up waits for its commission.
    """
    with one_act():
        if new.terms.signed_on >= enrolment.started_on:
            dossier_for(
                enrolment=enrolment, dwelling=dwelling, kind=new.kind, field="signed_on", today=today, enters=False
            )
        share = share_of(by=by, dwelling=dwelling, label=part, started_on=new.terms.started_on)
        head = _head_for(by=by, share=share, new=new, today=today, is_taken_over=True)
        lease = open_title(
            by=by,
            kind=new.kind,
            share=share,
            enrolment=enrolment,
            head_lease=head,
            terms=new.terms,
            expects_slide=new.expects_slide,
            past=past,
            is_taken_over=True,
            today=today,
        )
        if past is None:
            give_title_of(by=by, title=lease)
            house(by=by, lease=lease)
            if lease.head_lease_id is not None:
                _name(by=by, lease=lease, started_on=lease.signed_on)
        return lease


@transaction.atomic
def change_status(*, by: uuid.UUID, lease: Lease, new: NewTitle, today: dt.date) -> Lease:
    """Give a household another title in the home where it lives; the one before ends on the eve.

    An association that takes the lease of an occupied home signs hers on the same day, then sublets (V9b): pass `head`. Going
    to its own lease, the household leaves the association's, which ends too. Raises Refused or DoubleLetting.
    """
    with one_act():
        enrolment = _household_of(lease)
        if sentence := why_cannot_follow(LeaseKind(lease.kind), new.kind):
            raise Refused(sentence, "kind")
        file = dossier_for(
            enrolment=enrolment,
            dwelling=lease.share.dwelling,
            kind=new.kind,
            field="kind",
            today=today,
            enters=False,
        )
        started_on = new.terms.started_on
        former = close_for(by=by, lease=lease, successor_on=started_on, reason=_reason(lease, new.kind))
        head = former.head_lease if new.kind in LeaseKind.UNDER_HEAD else None
        if head is None and former.head_lease is not None:
            close_for(by=by, lease=former.head_lease, successor_on=started_on, reason=LeaseEnd.SUCCESSOR)
        if head is None:
            head = _head_for(by=by, share=former.share, new=new, today=today)
        if head is None and new.kind == LeaseKind.SUBLEASE:
            raise Refused("Une sous-location suppose un bail de l’association sur ce logement.", "kind")
        follower = open_title(
            by=by,
            kind=new.kind,
            share=former.share,
            enrolment=enrolment,
            head_lease=head,
            terms=new.terms,
            file=file,
            follows=former,
            expects_slide=new.expects_slide,
            today=today,
        )
        conclude(by=by, file=file, lease=follower)
        rename(by=by, former=former, follower=follower)
        house(by=by, lease=follower)
        give_title_of(by=by, title=follower)
        return follower


@transaction.atomic
def sublet(
    *, by: uuid.UUID, head: Lease, enrolment: Enrolment, terms: LeaseTerms, expects_slide: bool, today: dt.date
) -> Lease:
    """Sublet what an association rents already to a household that it follows, after its commission where one decides.

    Raises as `open_title`.
    """
    with one_act():
        file = dossier_for(
            enrolment=enrolment,
            dwelling=head.share.dwelling,
            kind=LeaseKind.SUBLEASE,
            field="enrolment",
            today=today,
        )
        lease = open_title(
            by=by,
            kind=LeaseKind.SUBLEASE,
            share=head.share,
            enrolment=enrolment,
            head_lease=head,
            terms=terms,
            file=file,
            expects_slide=expects_slide,
            today=today,
        )
        conclude(by=by, file=file, lease=lease)
        house(by=by, lease=lease)
        _name(by=by, lease=lease, started_on=lease.signed_on)
        return lease


@transaction.atomic
def end_title(
    *,
    by: uuid.UUID,
    lease: Lease,
    ended_on: dt.date,
    reason: LeaseEnd,
    today: dt.date,
    note: str = "",
    notice_on: dt.date | None = None,
    gives_back: bool = False,
) -> Lease:
    """End a household's title; with `gives_back` the association gives the dwelling back on the same day.

    Terminated by the judge, or its protocol broken, the household stays without a title from the next day. Otherwise it leaves:
    the landlord's people no longer know it by this title. Raises Refused.
    """
    with one_act():
        enrolment = _household_of(lease)
        if reason in LeaseEnd.IN_PLACE:
            return _lose(by=by, lease=lease, ended_on=ended_on, note=note, today=today)
        row = end_lease(
            by=by, lease=lease, ended_on=ended_on, reason=reason, note=note, notice_on=notice_on, today=today
        )
        if gives_back and row.head_lease is not None:
            end_lease(by=by, lease=row.head_lease, ended_on=ended_on, reason=LeaseEnd.GIVEN_BACK, today=today)
        _unname(by=by, lease=row, ended_on=ended_on)
        leave(by=by, enrolment=enrolment, dwelling_id=row.share.dwelling_id, ended_on=ended_on)
        return row


@transaction.atomic
def undo_end(*, by: uuid.UUID, lease: Lease, today: dt.date) -> Lease:
    """Take back an end recorded in error, with that of the association's lease on the same day. Raises Refused."""
    with one_act():
        enrolment, ended_on, head = _household_of(lease), lease.ended_on, lease.head_lease
        if ended_on is None:
            return lease
        if lease.followers.filter(annulled_at__isnull=True).exists():
            raise Refused("Un autre titre suit celui-ci\u00a0: annulez d’abord le dernier.")
        if head is not None and (head.ended_on, head.end_reason) == (ended_on, LeaseEnd.GIVEN_BACK):
            reopen_lease(by=by, lease=head)
        row = reopen_lease(by=by, lease=lease)
        _name_again(by=by, lease=row, today=today)
        stay(by=by, enrolment=enrolment, dwelling_id=row.share.dwelling_id, ended_on=ended_on)
        return row


@transaction.atomic
def annul_title(*, by: uuid.UUID, lease: Lease, reason: str, today: dt.date) -> Lease | None:
    """Annul a title recorded in error with all that it had brought; give the one that goes on again, if any.

    The association's lease signed with it is annulled too, a slide is undone, and the household lives again where it did.
    Raises Refused while something stands on it.
    """
    with one_act():
        enrolment, former, head = _household_of(lease), lease.follows, lease.head_lease
        annul_slide(by=by, lease=lease)
        annul_lease(by=by, lease=lease, reason=reason)
        if head is not None and _came_with(head, lease):
            annul_lease(by=by, lease=head, reason=reason)
        _unname(by=by, lease=lease, ended_on=eve(today))
        move_back(by=by, enrolment=enrolment, dwelling_id=lease.share.dwelling_id, started_on=lease.started_on)
        if former is None or not _was_ended_by(former, lease):
            return None
        if former.head_lease is not None and _was_ended_by(former.head_lease, lease):
            reopen_lease(by=by, lease=former.head_lease)
        row = reopen_lease(by=by, lease=former)
        _name_again(by=by, lease=row, today=today)
        return row


def leave_former(
    *, by: uuid.UUID, enrolment: Enrolment, share: DwellingShare, started_on: dt.date, is_sublet: bool
) -> Lease | None:
    """Close, on the eve, the title of a household that a commission's dossier leads to another lease: a transfer.

    Raises Refused when the dossier's dwelling is the one that it sublets: that is a slide.
    """
    former: Lease | None = (
        Lease.objects.filter(enrolment=enrolment)
        .filter(Q(ended_on__isnull=True) | Q(ended_on__gte=started_on))
        .order_by("-started_on")
        .first()
    )
    if former is None:
        return None
    same_home = former.share.dwelling_id == share.dwelling_id
    if same_home and former.kind == LeaseKind.SUBLEASE and not is_sublet:
        raise Refused(
            "Le ménage sous-loue déjà ce logement\u00a0: son bail s’enregistre par le glissement, dans l’onglet «\u00a0Bail\u00a0» de "
            "son dossier."
        )
    reason = LeaseEnd.SUCCESSOR if same_home else LeaseEnd.TRANSFER
    row = close_for(by=by, lease=former, successor_on=started_on, reason=reason)
    if same_home and row.head_lease is not None:
        close_for(by=by, lease=row.head_lease, successor_on=started_on, reason=LeaseEnd.SUCCESSOR)
    _unname(by=by, lease=row, ended_on=eve(started_on))
    return row


def rename(*, by: uuid.UUID, former: Lease, follower: Lease) -> None:
    """Pass to a title the namings of the one that it follows, from its first day."""
    was_named = _namings(former).exists()
    _unname(by=by, lease=former, ended_on=eve(follower.started_on))
    if was_named or follower.head_lease_id is not None:
        _name(by=by, lease=follower, started_on=follower.started_on)


def _household_of(lease: Lease) -> Enrolment:
    if lease.enrolment is None:
        raise Refused("Ce bail est celui de l’association\u00a0: il n’a pas de ménage.")
    enrolment: Enrolment = lease.enrolment
    return enrolment


def _reason(lease: Lease, kind: LeaseKind) -> LeaseEnd:
    if kind != LeaseKind.NO_TITLE:
        return LeaseEnd.SUCCESSOR
    return LeaseEnd.PROTOCOL_BROKEN if lease.kind == LeaseKind.PCS else LeaseEnd.TERMINATED


def _lose(*, by: uuid.UUID, lease: Lease, ended_on: dt.date, note: str, today: dt.date) -> Lease:
    """Leave the household without a title from the day after: what it pays is an indemnity of the same amount."""
    terms = LeaseTerms(
        signed_on=min(ended_on, today),
        started_on=ended_on + dt.timedelta(days=1),
        rent=lease.rent,
        charges=lease.charges,
        is_third_party_paid=lease.is_third_party_paid,
    )
    change_status(by=by, lease=lease, new=NewTitle(LeaseKind.NO_TITLE, terms), today=today)
    former: Lease = Lease.objects.get(pk=lease.pk)
    former.end_note = note.strip()
    former.save(update_fields=["end_note"])
    return former


def _head_for(
    *, by: uuid.UUID, share: DwellingShare, new: NewTitle, today: dt.date, is_taken_over: bool = False
) -> Lease | None:
    """Give the association's lease under which the household is to live: the one in force, else the one that it signs."""
    if new.association is None:
        return None
    known: Lease | None = (
        Lease.objects.open_on(new.terms.started_on)
        .filter(share=share, kind=LeaseKind.HEAD, tenant_association=new.association)
        .first()
    )
    if known is not None:
        return known
    terms = new.head or replace(new.terms, is_third_party_paid=False)
    if sentence := why_head_is_refused(
        head_signed_on=terms.signed_on, signed_on=new.terms.signed_on, started_on=new.terms.started_on
    ):
        raise Refused(sentence, "head_signed_on")
    return sign_head(
        by=by,
        share=share,
        association=new.association,
        terms=terms,
        expects_slide=new.expects_slide,
        today=today,
        is_taken_over=is_taken_over,
    )


def house(*, by: uuid.UUID, lease: Lease) -> None:
    """Tell where the household lives; a home known already is completed rather than left."""
    enrolment, dwelling = _household_of(lease), lease.share.dwelling
    place = Place(
        situation=SITUATIONS[lease.kind],
        address=dwelling.address,
        city=dwelling.city,
        postcode=dwelling.postcode,
        landlord=dwelling.landlord,
        unit=dwelling.unit,
        dwelling_id=dwelling.pk,
    )
    rows = CurrentHousing.objects.filter(enrolment=enrolment)
    known: CurrentHousing | None = rows.filter(ended_on__isnull=True).order_by("-started_on").first()
    if known is not None and (known.dwelling_id == dwelling.pk or (lease.is_taken_over and _is_maybe(known, lease))):
        place = replace(place, access_notes=known.access_notes)
        if (known.situation, known.dwelling_id) == (place.situation, dwelling.pk):
            return
        if lease.is_taken_over or known.started_on >= lease.started_on:
            correct(by=by, housing=known, place=place, started_on=known.started_on)
            return
    move_to(by=by, enrolment=enrolment, place=place, started_on=lease.started_on)


def _is_maybe(known: CurrentHousing, lease: Lease) -> bool:
    """Tell whether a place recorded without its dwelling may be this title's: in its unit, or nowhere said."""
    return known.dwelling_id is None and known.unit_id in {None, lease.share.dwelling.unit_id}


def _name(*, by: uuid.UUID, lease: Lease, started_on: dt.date) -> None:
    """Name the household to the unit's correspondent, when its landlord is of the programme (domain.md §3.9)."""
    enrolment, dwelling = _household_of(lease), lease.share.dwelling
    if not enrolment.version.landlords.filter(pk=dwelling.landlord_id).exists():
        return
    name_to(
        by=by,
        enrolment=enrolment,
        landlord=dwelling.landlord,
        service=NamingService.CORRESPONDENT,
        unit=dwelling.unit,
        cause=NamingCause.OCCUPANT if lease.kind == LeaseKind.NO_TITLE else NamingCause.LEASE_SIGNED,
        started_on=started_on,
        source_id=lease.pk,
    )


def _namings(lease: Lease) -> QuerySet[EnrolmentNaming]:
    return EnrolmentNaming.objects.filter(source_id=lease.pk, cause__in=CAUSES)


def _name_again(*, by: uuid.UUID, lease: Lease, today: dt.date) -> None:
    """Name the household again by a title that goes on, from today."""
    if _namings(lease).exists():
        _name(by=by, lease=lease, started_on=max(today, lease.started_on))


def _unname(*, by: uuid.UUID, lease: Lease, ended_on: dt.date) -> None:
    for cause in CAUSES:
        end_namings_of(by=by, enrolment=_household_of(lease), cause=cause, source_id=lease.pk, ended_on=ended_on)


def _came_with(head: Lease, lease: Lease) -> bool:
    """Tell whether an association's lease was signed with this title, and nothing else stands under it."""
    others = head.subleases.filter(annulled_at__isnull=True).exists()
    return head.started_on == lease.started_on and not others and head.recorded_at <= lease.recorded_at


def _was_ended_by(former: Lease, lease: Lease) -> bool:
    return former.ended_on == eve(lease.started_on) and former.end_reason in LeaseEnd.BY_FOLLOWER
