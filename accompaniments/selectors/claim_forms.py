"""What the form of a démarche offers: the people of the household."""

from dataclasses import dataclass

from households.models import Enrolment, HouseholdMember
from households.readings import Card, card, person_name
from partners.reader import Reader


@dataclass(frozen=True)
class ClaimPage:
    """The file, and the names of the people a démarche may be for, by what the form sends."""

    card: Card
    people: dict[str, str]


def claim_page(reader: Reader, enrolment: Enrolment) -> ClaimPage:
    """Give the people of the household today, for its team."""
    day = min(reader.today, enrolment.ended_on) if enrolment.ended_on else reader.today
    members = (
        HouseholdMember.objects.open_on(day)
        .filter(household_id=enrolment.household_id)
        .select_related("person")
        .order_by("kind", "started_on", "pk")
    )
    return ClaimPage(
        card=card(reader, enrolment),
        people={str(row.person_id): person_name(row.person) for row in members},
    )
