"""Whether the household agreed to the sharing with the landlord's social adviser, whoever asks (domain.md §3.9)."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Mapping

from foundation.periods import in_force
from households.enums import MemberKind, SharingScope
from households.models import Enrolment, HouseholdMember, SharingAgreement
from households.rules import accord_is_given


def accord_in_force(enrolment: Enrolment, day: dt.date) -> bool:
    """Tell whether every adult of that day agreed."""
    return enrolment.pk in accords_in_force({enrolment.pk: enrolment.household_id}, day)


def accords_in_force(households: Mapping[uuid.UUID, uuid.UUID], day: dt.date) -> dict[uuid.UUID, dt.date]:
    """Give the files, by their household, whose every adult of that day agreed, and since when all do; in two queries."""
    adults: dict[uuid.UUID, set[uuid.UUID]] = defaultdict(set)
    for household_id, person_id in HouseholdMember.objects.filter(
        in_force(day), household_id__in=households.values(), kind__in=MemberKind.ADULTS
    ).values_list("household_id", "person_id"):
        adults[household_id].add(person_id)
    agreed: dict[uuid.UUID, dict[uuid.UUID, dt.date]] = defaultdict(dict)
    for enrolment_id, person_id, started_on in SharingAgreement.objects.filter(
        in_force(day), enrolment_id__in=households, scope=SharingScope.COORDINATION, is_granted=True
    ).values_list("enrolment_id", "person_id", "started_on"):
        agreed[enrolment_id][person_id] = started_on
    return {
        pk: max(agreed[pk][person_id] for person_id in adults[household_id])
        for pk, household_id in households.items()
        if accord_is_given(adults[household_id], agreed[pk])
    }
