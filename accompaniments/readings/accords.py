"""Whether the household agreed to the sharing with the landlord's social adviser, whoever asks (domain.md §3.9)."""

import datetime as dt

from foundation.periods import in_force
from households.enums import MemberKind, SharingScope
from households.models import Enrolment, HouseholdMember, SharingAgreement
from households.rules import accord_is_given


def accord_in_force(enrolment: Enrolment, day: dt.date) -> bool:
    """Tell whether every adult of that day agreed."""
    adults = HouseholdMember.objects.filter(
        in_force(day), household_id=enrolment.household_id, kind__in=MemberKind.ADULTS
    ).values_list("person_id", flat=True)
    agreed = SharingAgreement.objects.filter(
        in_force(day), enrolment=enrolment, scope=SharingScope.COORDINATION, is_granted=True
    ).values_list("person_id", flat=True)
    return accord_is_given(adults, agreed)
