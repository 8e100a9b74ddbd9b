"""What search reads of a file, kept in step with its people: plaintext names unless protected, keyed hashes always."""

from collections.abc import Iterable

from django.conf import settings

from households.models import Enrolment, HouseholdMember, Person, SearchEntry, SearchKey
from households.rules import keyed_name, normalise


def text_of(person: Person) -> str:
    """Give a person's names as search compares them, as far as the column goes."""
    return normalise(f"{person.first_name} {person.last_name} {person.birth_name}")[:260].strip()


def index(enrolment: Enrolment) -> None:
    """Write again what search knows of a file: the people who are or were of its household."""
    SearchEntry.objects.filter(enrolment=enrolment).delete()
    SearchKey.objects.filter(enrolment=enrolment).delete()
    people = list(Person.objects.filter(memberships__household_id=enrolment.household_id).distinct())
    if not enrolment.is_protected:
        SearchEntry.objects.bulk_create(
            SearchEntry(enrolment=enrolment, person=person, text=text_of(person)) for person in people
        )
    SearchKey.objects.bulk_create(
        SearchKey(enrolment=enrolment, person=person, key=key)
        for person in people
        for key in sorted({keyed_name(name, settings.PALIER_SEARCH_KEY) for name in _whole_names(person)})
    )


def index_person(person: Person) -> None:
    """Write again what search knows of a person, in every file of every household that she is or was of."""
    households = HouseholdMember.objects.filter(person=person).values("household_id")
    for enrolment in Enrolment.objects.filter(household_id__in=households):
        index(enrolment)


def index_household(enrolments: Iterable[Enrolment]) -> None:
    """Write again what search knows of several files."""
    for enrolment in enrolments:
        index(enrolment)


def _whole_names(person: Person) -> Iterable[str]:
    yield f"{person.first_name} {person.last_name}"
    if person.birth_name:
        yield f"{person.first_name} {person.birth_name}"
        yield f"{person.first_name} {person.last_name} {person.birth_name}"
