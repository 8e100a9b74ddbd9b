"""Search: it forgives, and it tells nobody what is not hers to know."""

import pytest

from households.models import SearchEntry
from households.selectors import search
from households.selectors.search import closeness
from households.services import enrolments, protection
from households.services.search_entries import index
from tests.days import TODAY, before
from tests.factories import households as h
from tests.world import adult_of, enrol, reader_of


def found(user, text):
    return [card.file_number for card in search(reader_of(user), text)]


@pytest.mark.parametrize(
    "text",
    [
        "Bensaïd",
        "bensaid",
        "BENSAID nadia",
        "Nadia Bensaïd",
        "nadia-bensaid",
        "bens",
        "bensahid",
        "bensiad",
        "nadja bensaid",
        "2026-0148",
        "148",
        "n° 2026 148",
    ],
)
def test_it_finds_a_file_however_it_is_typed(world, text):
    assert found(world.lead, text) == ["2026-0148"]


@pytest.mark.parametrize(
    "text",
    ["", "   ", "--", "\x00", "zzzzzz", "Bensaïd Ferrand", "9999-9999", "x" * 10_000, "é" * 500, "%", "_", "'; --"],
)
def test_it_finds_nothing_without_a_fault(world, text):
    assert found(world.lead, text) == []


def test_the_best_comes_first(world):
    for last_name, number in (("Bensaïdi", "2026-0300"), ("Bensaid", "2026-0301")):
        index(enrol(world.securisation, world.soligone, world.colleague, last_name=last_name, file_number=number))
    assert found(world.lead, "Bensaïd")[:2] == ["2026-0148", "2026-0301"]


def test_a_stranger_finds_neither_name_nor_number(world):
    h.HousingRequestFactory.make(enrolment=world.mine, number="084261012345678901")
    for text in ("Bensaïd", "2026-0148", "148", "084261012345678901"):
        for user in (world.other_worker, world.rental, world.cal_secretary, world.landlord_manager, world.admin):
            assert found(user, text) == []
        assert found(world.lead, text) == ["2026-0148"]
        assert found(world.correspondent_orange, text) == ["2026-0148"]


def test_a_housing_request_is_found_whole_or_by_its_beginning(world):
    h.HousingRequestFactory.make(enrolment=world.mine, number="084261012345678901")
    assert found(world.lead, "084 2610 1234 5678 901") == ["2026-0148"]
    assert found(world.lead, "0842610") == ["2026-0148"]
    assert found(world.lead, "08426") == []


def test_a_protected_household_answers_to_its_number_and_to_its_listed_readers(world):
    h.HousingRequestFactory.make(enrolment=world.protected, number="084261012345678902")
    index(world.protected)
    person = adult_of(world.protected)
    whole = f"{person.last_name} {person.first_name}"
    assert found(world.colleague, whole) == ["2026-0151"]  # its lead worker
    assert found(world.manager, "nadia secretan") == ["2026-0151"]
    for text in (whole, "Secrétan", "084261012345678902"):
        assert found(world.lead, text) == []
        assert found(world.correspondent_apt, text) == []
    assert found(world.colleague, "Secrétan") == []
    assert found(world.colleague, "nadia secretann") == []
    assert found(world.lead, "2026-0151") == ["2026-0151"]
    (card,) = search(reader_of(world.lead), "2026-0151")
    assert "Secrétan" not in str(card)
    protection.name_reader(by=world.colleague.pk, protection=world.protection, user=world.lead, today=TODAY)
    assert found(world.lead, whole) == ["2026-0151"]


def test_a_stale_plaintext_row_of_a_protected_file_tells_nothing(world):
    h.SearchEntryFactory.make(enrolment=world.protected, person=adult_of(world.protected), text="secretan nadia")
    assert found(world.manager, "secretan") == []


def test_protecting_closes_what_search_found(world):
    index(world.mine)
    protection.protect(by=world.manager.pk, enrolment=world.mine, started_on=TODAY, today=TODAY)
    assert not SearchEntry.objects.filter(enrolment=world.mine).exists()
    for user in (world.colleague, world.correspondent_orange, world.adviser):
        assert found(user, "Bensaïd") == []
        assert found(user, "Nadia Bensaïd") == []
    assert found(world.lead, "Nadia Bensaïd") == ["2026-0148"]


def test_a_landlord_does_not_find_a_household_by_who_left_it(world):
    past = h.PersonFactory.make(first_name="Karim", last_name="Zemmouri")
    h.HouseholdMemberFactory.make(household=world.mine.household, person=past, ended_on=before(20))
    index(world.mine)
    assert found(world.lead, "Zemmouri") == ["2026-0148"]
    assert found(world.correspondent_orange, "Zemmouri") == []


def test_a_file_that_is_over_stays_found_after_those_that_are_open(world):
    index(enrol(world.securisation, world.soligone, world.lead, last_name="Bensaïd", file_number="2026-0300"))
    enrolments.end_enrolment(by=world.lead.pk, enrolment=world.mine, ended_on=TODAY)
    assert found(world.lead, "Bensaïd") == ["2026-0300", "2026-0148"]


@pytest.mark.parametrize("count", [1, 3, 30])
def test_the_query_count_does_not_follow_the_rows(world, count, django_assert_max_num_queries):
    for number in range(count):
        enrol(
            world.securisation,
            world.soligone,
            world.lead,
            last_name="Quintrec",
            file_number=f"2027-{number + 1:04d}",
        )
    reader = reader_of(world.lead)
    with django_assert_max_num_queries(20):
        cards = search(reader, "quintrec")
    assert len(cards) == min(count, 20)


def test_closeness_wants_every_word():
    assert closeness(["ines"], ["ines", "carvalho"]) == 100
    assert closeness(["ines", "xavier"], ["ines", "carvalho"]) == 0
    assert closeness(["carvahlo"], ["ines", "carvalho"]) > 78
    assert closeness(["li"], ["la"]) == 0
    assert closeness([], ["la"]) == 0
