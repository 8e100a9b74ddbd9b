"""To whom, at a landlord, a household is named: the service whose fact opens or ends it calls here (domain.md §3.9)."""

import datetime as dt
import uuid

from django.db import transaction

from foundation.refusals import Refused
from households.enums import NamingCause, NamingService
from households.models import Enrolment, EnrolmentNaming
from households.services.locks import lock
from households.services.successions import close_before, still_in_force
from partners.models import ManagementUnit, Organisation, User
from records.services.events import record


@transaction.atomic
def name_to(
    *,
    by: uuid.UUID,
    enrolment: Enrolment,
    landlord: Organisation,
    service: NamingService,
    cause: NamingCause,
    started_on: dt.date,
    unit: ManagementUnit | None = None,
    user: User | None = None,
    source_id: uuid.UUID | None = None,
) -> EnrolmentNaming:
    """Name a household to a landlord's unit, service or person. Said twice for one fact, it is written once.

    What is named to a correspondent is named to the landlord's social adviser too (domain.md §3.9). Raises Refused.
    """
    lock(enrolment.pk)
    if not enrolment.version.landlords.filter(pk=landlord.pk).exists():
        raise Refused("Ce bailleur ne fait pas partie du programme de ce dossier.", "landlord")
    if service == NamingService.CORRESPONDENT and (unit is None or unit.agency.landlord_id != landlord.pk):
        raise Refused("Le correspondant est celui d’une unité de gestion de ce bailleur.", "unit")
    if service == NamingService.PERSON and user is None:
        raise Refused("Indiquez la personne.", "user")
    naming = _write(
        by=by,
        enrolment=enrolment,
        landlord=landlord,
        service=service,
        cause=cause,
        started_on=started_on,
        unit=unit if service == NamingService.CORRESPONDENT else None,
        user=user if service == NamingService.PERSON else None,
        source_id=source_id,
    )
    if service == NamingService.CORRESPONDENT:
        _write(
            by=by,
            enrolment=enrolment,
            landlord=landlord,
            service=NamingService.SOCIAL,
            cause=cause,
            started_on=started_on,
            unit=None,
            user=None,
            source_id=source_id,
        )
    return naming


@transaction.atomic
def end_naming(*, by: uuid.UUID, naming: EnrolmentNaming, ended_on: dt.date) -> None:
    """End a naming; `ended_on` is the last day on which the landlord's person knows the household by it.

    The social adviser's goes with the correspondent's that brought it, unless another of the same fact remains.
    """
    lock(naming.enrolment_id)
    follower = ended_on + dt.timedelta(days=1)
    same_fact = EnrolmentNaming.objects.filter(
        enrolment_id=naming.enrolment_id,
        landlord_id=naming.landlord_id,
        cause=naming.cause,
        source_id=naming.source_id,
    )
    details = {"service": naming.service, "cause": naming.cause, "ended_on": ended_on.isoformat()}
    record("naming.ended", naming, by=by, subject_id=naming.enrolment_id, details=details)
    close_before(EnrolmentNaming.objects.filter(pk=naming.pk), follower)
    others = same_fact.filter(still_in_force(follower), service=NamingService.CORRESPONDENT)
    if naming.service == NamingService.CORRESPONDENT and not others.exists():
        close_before(same_fact.filter(service=NamingService.SOCIAL), follower)


@transaction.atomic
def end_namings_of(
    *, by: uuid.UUID, enrolment: Enrolment, cause: NamingCause, source_id: uuid.UUID, ended_on: dt.date
) -> None:
    """End what one fact had named: to each of the landlord's services, with the same last day."""
    rows = EnrolmentNaming.objects.filter(
        still_in_force(ended_on + dt.timedelta(days=1)), enrolment=enrolment, cause=cause, source_id=source_id
    )
    for naming in list(rows):
        end_naming(by=by, naming=naming, ended_on=ended_on)


@transaction.atomic
def move_namings_of(
    *, by: uuid.UUID, enrolment: Enrolment, source_id: uuid.UUID, former_on: dt.date, started_on: dt.date
) -> None:
    """Move what a fact named from the day on which it was recorded to the day that was right."""
    lock(enrolment.pk)
    rows = EnrolmentNaming.objects.filter(
        still_in_force(started_on), enrolment=enrolment, source_id=source_id, started_on=former_on
    )
    for naming in rows:
        naming.started_on = started_on
        naming.save(update_fields=["started_on"])
        details = {"from": former_on.isoformat(), "to": started_on.isoformat()}
        record("naming.moved", naming, by=by, subject_id=enrolment.pk, details=details)


def _write(
    *,
    by: uuid.UUID,
    enrolment: Enrolment,
    landlord: Organisation,
    service: NamingService,
    cause: NamingCause,
    started_on: dt.date,
    unit: ManagementUnit | None,
    user: User | None,
    source_id: uuid.UUID | None,
) -> EnrolmentNaming:
    known: EnrolmentNaming | None = EnrolmentNaming.objects.filter(
        still_in_force(started_on),
        enrolment=enrolment,
        landlord=landlord,
        service=service,
        unit=unit,
        user=user,
        cause=cause,
        source_id=source_id,
        is_live=True,
        started_on__lte=started_on,
    ).first()
    if known is not None:
        return known
    naming = EnrolmentNaming.objects.create(
        enrolment=enrolment,
        landlord=landlord,
        service=service,
        unit=unit,
        user=user,
        cause=cause,
        source_id=source_id,
        started_on=started_on,
    )
    details = {"service": str(service), "cause": str(cause), "started_on": started_on.isoformat()}
    record("naming.opened", naming, by=by, subject_id=enrolment.pk, details=details)
    return naming
