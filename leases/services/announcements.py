"""What the landlord offers: reservation holders, dwellings, and the announcements of those that become free (supply)."""

import datetime as dt
import uuid
from dataclasses import dataclass
from decimal import Decimal

from django.db import IntegrityError, transaction

from foundation.refusals import Refused
from leases.enums import FileState, FundingCategory, Heating, ReservationKind, Typology
from leases.models import AllocationFile, Announcement, Dwelling, DwellingShare, ReservationHolder
from partners.models import ManagementUnit
from records.services.events import record

LONGEST_NOTICE = dt.timedelta(days=730)  # a dwelling announced more than two years ahead is a date typed wrong


@dataclass(frozen=True)
class DwellingFacts:
    """What the landlord says of a dwelling."""

    reference: str
    residence: str
    address: str
    postcode: str
    city: str
    typology: Typology
    surface: Decimal  # square metres
    floor: int
    has_lift: bool
    is_accessible: bool
    funding_category: FundingCategory
    heating: Heating


@dataclass(frozen=True)
class Terms:
    """At which monthly terms a dwelling is offered, in euros."""

    rent: Decimal
    annexes: Decimal = Decimal(0)
    charges: Decimal = Decimal(0)
    utilities: Decimal = Decimal(0)  # flat rate of individual heating and water


@transaction.atomic
def add_reservation_holder(
    *, by: uuid.UUID, landlord_id: uuid.UUID, name: str, kind: ReservationKind
) -> ReservationHolder:
    """Record a body that may nominate candidates. Raises Refused when the landlord already has one of this name."""
    if ReservationHolder.objects.filter(landlord_id=landlord_id, name__iexact=name).exists():
        raise Refused("Ce réservataire existe déjà.", "name")
    holder = ReservationHolder.objects.create(landlord_id=landlord_id, name=name, kind=kind)
    record("reservation_holder.added", holder, by=by, subject_id=landlord_id)
    return holder


@transaction.atomic
def add_dwelling(*, by: uuid.UUID, unit: ManagementUnit, facts: DwellingFacts, started_on: dt.date) -> Dwelling:
    """Record a dwelling of a unit, let as a whole until it is shared. Raises Refused for a reference already used."""
    landlord = unit.agency.landlord
    if Dwelling.objects.filter(landlord=landlord, reference__iexact=facts.reference).exists():
        raise Refused("Ce bailleur a déjà un logement de cette référence.", "reference")
    dwelling = Dwelling.objects.create(landlord=landlord, unit=unit, **vars(facts))
    DwellingShare.objects.create(dwelling=dwelling, started_on=started_on)
    record("dwelling.added", dwelling, by=by, subject_id=landlord.pk, details={"unit": str(unit.pk)})
    return dwelling


@transaction.atomic
def correct_dwelling(*, by: uuid.UUID, dwelling: Dwelling, facts: DwellingFacts) -> Dwelling:
    """Correct what is said of a dwelling. Dossiers already submitted keep what they were submitted with."""
    clash = Dwelling.objects.filter(landlord_id=dwelling.landlord_id, reference__iexact=facts.reference)
    if clash.exclude(pk=dwelling.pk).exists():
        raise Refused("Ce bailleur a déjà un logement de cette référence.", "reference")
    for name, value in vars(facts).items():
        setattr(dwelling, name, value)
    dwelling.save(update_fields=list(vars(facts)))
    record("dwelling.corrected", dwelling, by=by, subject_id=dwelling.landlord_id)
    return dwelling


@transaction.atomic
def announce(
    *,
    by: uuid.UUID,
    dwelling: Dwelling,
    announced_on: dt.date,
    available_on: dt.date,
    terms: Terms,
    reservation_holder: ReservationHolder | None,
    agreed_on: dt.date | None,
    today: dt.date,
) -> Announcement:
    """Announce a dwelling as available from a day on.

    Raises Refused for a day ahead of today, an absurd availability, a reservation holder of another landlord, an
    agreement without its holder, or a dwelling that is already announced.
    """
    if announced_on > today:
        raise Refused("Une annonce ne peut pas être datée d’un jour à venir.", "announced_on")
    _refuse_availability(available_on, today)
    _refuse_agreement(dwelling, reservation_holder, agreed_on, today)
    try:
        with transaction.atomic():
            announcement = Announcement.objects.create(
                dwelling=dwelling,
                announced_on=announced_on,
                available_on=available_on,
                reservation_holder=reservation_holder,
                agreed_on=agreed_on,
                announced_by=by,
                **vars(terms),
            )
    except IntegrityError as error:
        raise Refused("Ce logement est déjà annoncé\u00a0: corrigez ou retirez l’annonce en cours.") from error
    record("announcement.made", announcement, by=by, subject_id=dwelling.landlord_id)
    return announcement


@transaction.atomic
def correct_announcement(
    *,
    by: uuid.UUID,
    announcement: Announcement,
    version: int,
    available_on: dt.date,
    terms: Terms,
    reservation_holder: ReservationHolder | None,
    agreed_on: dt.date | None,
    today: dt.date,
) -> Announcement:
    """Correct an open announcement; `version` is the one the page showed. Raises Refused when it changed meanwhile."""
    row: Announcement = (
        Announcement.objects.select_for_update(of=("self",)).select_related("dwelling").get(pk=announcement.pk)
    )
    if row.version != version:
        raise Refused(
            "Cette annonce vient d’être modifiée par quelqu’un d’autre\u00a0: relisez-la avant d’enregistrer."
        )
    if row.ended_on is not None:
        raise Refused("Cette annonce est terminée.")
    _refuse_availability(available_on, today)
    _refuse_agreement(row.dwelling, reservation_holder, agreed_on, today)
    row.available_on, row.reservation_holder, row.agreed_on = available_on, reservation_holder, agreed_on
    row.rent, row.annexes, row.charges, row.utilities = terms.rent, terms.annexes, terms.charges, terms.utilities
    row.version += 1
    row.save()
    record("announcement.corrected", row, by=by, subject_id=row.dwelling.landlord_id)
    return row


@transaction.atomic
def end_announcement(*, by: uuid.UUID, announcement: Announcement, ended_on: dt.date, reason: str) -> Announcement:
    """Withdraw a dwelling, or record that it found its household. Raises Refused while a dossier still runs for it."""
    row: Announcement = (
        Announcement.objects.select_for_update(of=("self",)).select_related("dwelling").get(pk=announcement.pk)
    )
    if row.ended_on is not None:
        raise Refused("Cette annonce est déjà terminée.")
    if ended_on < row.announced_on:
        raise Refused("La fin ne peut pas précéder l’annonce.", "ended_on")
    running = AllocationFile.objects.filter(announcement=row, state__in=FileState.OPEN).count()
    if running:
        raise Refused(
            "Un dossier CAL est en cours pour ce logement\u00a0: il se clôt d’abord."
            if running == 1
            else f"{running} dossiers CAL sont en cours pour ce logement\u00a0: ils se closent d’abord."
        )
    row.ended_on, row.end_reason = ended_on, reason
    row.save(update_fields=["ended_on", "end_reason"])
    record("announcement.ended", row, by=by, subject_id=row.dwelling.landlord_id, details={"on": ended_on.isoformat()})
    return row


def _refuse_availability(available_on: dt.date, today: dt.date) -> None:
    if not today - LONGEST_NOTICE <= available_on <= today + LONGEST_NOTICE:
        raise Refused(
            "Cette date de disponibilité est à plus de deux ans d’aujourd’hui\u00a0: vérifiez-la.", "available_on"
        )


def _refuse_agreement(
    dwelling: Dwelling, holder: ReservationHolder | None, agreed_on: dt.date | None, today: dt.date
) -> None:
    if holder is not None and holder.landlord_id != dwelling.landlord_id:
        raise Refused("Ce réservataire n’est pas de ce bailleur.", "reservation_holder")
    if agreed_on is not None and holder is None:
        raise Refused("Indiquez le réservataire qui a donné son accord.", "reservation_holder")
    if agreed_on is not None and agreed_on > today:
        raise Refused("Un accord ne peut pas être daté d’un jour à venir.", "agreed_on")
