"""Whether a person is of a file's household: no fact of one file is attributed to someone of another."""

from foundation.refusals import Refused
from households.models import Enrolment, HouseholdMember, Person


def refuse_stranger(enrolment: Enrolment, person: Person | None, field: str = "person") -> None:
    """Refuse a person who neither is nor was of this file's household. Raises Refused."""
    if person is None:
        return
    if not HouseholdMember.objects.filter(household_id=enrolment.household_id, person=person).exists():
        raise Refused("Cette personne n’est pas de ce ménage.", field)
