"""Resources and charges by month, in euros: a month's statement is written whole."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from foundation.periods import Month
from foundation.refusals import Refused
from households.enums import ChargeKind, ResourceKind
from households.models import Charge, Enrolment, HouseholdMember, Resource
from households.rules import why_amount_is_refused
from households.services.locks import lock
from records.services.events import record


@dataclass(frozen=True)
class ResourceLine:
    """What someone receives in a month; without a person it is the household's (family benefits)."""

    kind: ResourceKind
    amount: Decimal
    person_id: uuid.UUID | None = None


@dataclass(frozen=True)
class ChargeLine:
    """What the household pays in a month."""

    kind: ChargeKind
    amount: Decimal


@transaction.atomic
def record_month(
    *,
    by: uuid.UUID,
    enrolment: Enrolment,
    month: Month,
    resources: Sequence[ResourceLine],
    charges: Sequence[ChargeLine],
) -> None:
    """Write a month's resources and charges; a former statement of the same month gives way. Raises Refused."""
    locked = lock(enrolment.pk)
    people = {line.person_id for line in resources if line.person_id is not None}
    known = HouseholdMember.objects.filter(household_id=locked.household_id, person_id__in=people)
    if people - set(known.values_list("person_id", flat=True)):
        raise Refused("Cette personne n’est pas de ce ménage.", "person")
    for amount in [*(line.amount for line in resources), *(line.amount for line in charges)]:
        if (reason := why_amount_is_refused(amount)) is not None:
            raise Refused(reason, "amount")
    former = Resource.objects.filter(enrolment=locked, month_on=month.first).delete()[0]
    former += Charge.objects.filter(enrolment=locked, month_on=month.first).delete()[0]
    Resource.objects.bulk_create(
        Resource(enrolment=locked, month_on=month.first, kind=line.kind, person_id=line.person_id, amount=line.amount)
        for line in resources
    )
    Charge.objects.bulk_create(
        Charge(enrolment=locked, month_on=month.first, kind=line.kind, amount=line.amount) for line in charges
    )
    details = {"month": str(month), "lines": len(resources) + len(charges), "replaced": former}
    record("finances.recorded", locked, by=by, subject_id=locked.pk, details=details)
