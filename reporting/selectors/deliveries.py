"""Who is told of a month, whether the mail left, and who opened the month."""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, Min, OuterRef, Q

from partners.enums import Role
from partners.models import Membership, Organisation, UnitCorrespondent
from partners.querysets import MailingQuerySet
from partners.selectors.people import names_of
from records.enums import Chain
from records.models import Event
from reporting.enums import DeliveryKind, MonthStatus
from reporting.models import Delivery, MonthVersion


def managers_of(associations: Iterable[Organisation], day: dt.date) -> list[uuid.UUID]:
    """Give who manages these associations on a day, and may sign in."""
    held = Membership.objects.open_on(day).filter(
        role=Role.ASSOCIATION_MANAGER,
        organisation__in=[association.pk for association in associations],
        user__is_active=True,
    )
    return sorted(set(held.values_list("user_id", flat=True)))


def landlord_readers(landlords: Iterable[uuid.UUID], day: dt.date) -> list[uuid.UUID]:
    """Give who receives a frozen month at the landlords': each unit's correspondent, the social advisers, the managers."""
    of_landlords = Membership.objects.open_on(day).filter(organisation__in=list(landlords), user__is_active=True)
    services = of_landlords.filter(role__in=[Role.LANDLORD_SOCIAL_ADVISER, Role.LANDLORD_MANAGER])
    correspondents = UnitCorrespondent.objects.open_on(day).filter(
        Exists(
            of_landlords.filter(
                role=Role.LANDLORD_CORRESPONDENT,
                user=OuterRef("user_id"),
                organisation=OuterRef("unit__agency__landlord_id"),
            )
        )
    )
    found = {*services.values_list("user_id", flat=True), *correspondents.values_list("user_id", flat=True)}
    return sorted(found)


def due(now: dt.datetime) -> MailingQuerySet:
    """Give the deliveries to send now. What asks for a validation is no longer due once the month is frozen."""
    still_true = Q(kind=DeliveryKind.FROZEN) | Q(version__month__status=MonthStatus.PROVISIONAL)
    rows: MailingQuerySet = Delivery.objects.to_send(now).filter(still_true)
    return rows


def openings(version: MonthVersion) -> dict[uuid.UUID, dt.datetime]:
    """Give when each person opened a version for the first time, as the journal tells (reads are purged in time)."""
    reads = Event.objects.filter(chain=Chain.READ, object_id=version.pk, kind=version._meta.label_lower)
    return dict(reads.order_by().values_list("actor").annotate(first=Min("at")))


@dataclass(frozen=True)
class DeliveryLine:
    """One mail of a version: to whom, whether the server took it, whether she opened the month."""

    user_id: uuid.UUID
    name: str
    kind: DeliveryKind
    attempts: int
    sent_at: dt.datetime | None
    failure: str
    opened_at: dt.datetime | None


def delivery_lines(version: MonthVersion) -> list[DeliveryLine]:
    """Give the mails of a version, by kind and name; once it is frozen, no more those of before that never left."""
    rows = [
        row
        for row in version.deliveries.all()
        if row.sent_at or row.kind == DeliveryKind.FROZEN or not version.frozen_at
    ]
    names = names_of(row.user_id for row in rows)
    opened = openings(version)
    lines = [
        DeliveryLine(
            user_id=row.user_id,
            name=names.get(row.user_id, ""),
            kind=DeliveryKind(row.kind),
            attempts=row.attempts,
            sent_at=row.sent_at,
            failure=row.failure,
            opened_at=opened.get(row.user_id),
        )
        for row in rows
    ]
    return sorted(lines, key=lambda line: (line.kind, line.name, line.user_id))
