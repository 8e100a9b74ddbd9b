"""What the other parts ask about people, units and programmes, at a day and in a constant number of queries."""

import datetime as dt
import uuid
from decimal import Decimal

import pytest

from partners.enums import CadenceKind, CadenceUnit, OrganisationKind, Role
from partners.rules import invitation_state, why_role_is_refused
from partners.selectors import (
    CadenceLine,
    cadence,
    cadences,
    correspondent_of,
    managers_of,
    names_of,
    organisations,
    person_cards,
    programme_versions_on,
    units_of,
    workers_of,
)
from records.services.events import CLOCK
from tests.days import NOW, TODAY, after, before
from tests.factories import partners as p
from tests.world import reader_of


@pytest.fixture(autouse=True)
def _database(db, frozen_day):
    """Every test here reads."""


@pytest.mark.parametrize("count", [1, 3, 30])
def test_names_come_in_one_query(django_assert_num_queries, count):
    users = [p.UserFactory.make(first_name="Claire", last_name=f"Fabre{n}") for n in range(count)]
    with django_assert_num_queries(1):
        names = names_of([*(user.pk for user in users), uuid.uuid4(), CLOCK])
    assert names[users[0].pk] == "Claire Fabre0"
    assert names[CLOCK] == "Palier (automatique)"
    assert len(names) == count + 1


@pytest.mark.parametrize("count", [1, 3, 30])
def test_cards_come_in_two_queries_and_tell_the_roles_of_the_day(django_assert_num_queries, count):
    rows = [p.MembershipFactory.make(user__telephone="+33490123456") for _ in range(count)]
    first = rows[0]
    p.MembershipFactory.make(user=first.user, role=Role.ASSOCIATION_MANAGER, ended_on=before(1))
    with django_assert_num_queries(2):
        cards = person_cards([row.user_id for row in rows], TODAY)
    card = cards[first.user_id]
    assert (card.organisation, card.roles, card.telephone) == (
        first.organisation.name,
        ("travailleur social",),
        "+33490123456",
    )


def test_workers_and_managers_are_those_of_the_day_who_can_sign_in():
    here = p.AssociationFactory.make()
    worker = p.MembershipFactory.make(organisation=here, full_time_share=Decimal("0.5"), started_on=before(10))
    manager = p.MembershipFactory.make(organisation=here, role=Role.ASSOCIATION_MANAGER)
    p.MembershipFactory.make(organisation=here, ended_on=before(1))
    p.MembershipFactory.make(organisation=here, started_on=after(1))
    p.MembershipFactory.make(organisation=here, user__is_active=False)
    p.MembershipFactory.make()
    assert [row.user_id for row in workers_of(here.pk, TODAY)] == [worker.user_id]
    assert workers_of(here.pk, TODAY)[0].full_time_share == Decimal("0.5")
    assert workers_of(here.pk, before(11)) != workers_of(here.pk, TODAY)
    assert [row.user_id for row in managers_of(here.pk, TODAY)] == [manager.user_id]


def test_units_are_grouped_by_agency_and_those_of_the_day():
    landlord = p.LandlordFactory.make()
    agency = p.AgencyFactory.make(landlord=landlord, name="Avignon-Vedène")
    for name in ("Vedène", "Avignon"):
        p.ManagementUnitFactory.make(agency=agency, name=name)
    p.ManagementUnitFactory.make(agency=agency, name="Ancienne", ended_on=before(1))
    p.ManagementUnitFactory.make()
    (found,) = units_of(landlord.pk, TODAY)
    assert (found.agency.name, [unit.name for unit in found.units]) == ("Avignon-Vedène", ["Avignon", "Vedène"])


def test_the_correspondent_is_the_one_of_the_day():
    unit = p.ManagementUnitFactory.make()
    former = p.UnitCorrespondentFactory.make(unit=unit, ended_on=before(1))
    present = p.UnitCorrespondentFactory.make(unit=unit, started_on=TODAY)
    assert correspondent_of(unit.pk, before(1)).user_id == former.user_id
    assert correspondent_of(unit.pk, TODAY).user_id == present.user_id
    assert correspondent_of(uuid.uuid4(), TODAY) is None


def test_organisations_are_chosen_by_kind_and_day():
    here = p.AssociationFactory.make(name="Soligone")
    p.AssociationFactory.make(ended_on=before(1))
    p.LandlordFactory.make()
    assert [row.id for row in organisations(OrganisationKind.ASSOCIATION, TODAY)] == [here.pk]
    assert len(organisations()) == 3


@pytest.mark.parametrize("count", [1, 3, 30])
def test_versions_of_the_day_come_in_three_queries(django_assert_num_queries, count):
    landlord, association = p.LandlordFactory.make(), p.AssociationFactory.make()
    for _ in range(count):
        p.ProgrammeVersionFactory.make(lead=landlord, landlords=[landlord], associations=[association])
    p.ProgrammeVersionFactory.make(associations=[p.AssociationFactory.make()])
    p.ProgrammeVersionFactory.make(associations=[association], ended_on=before(1))
    with django_assert_num_queries(3):
        found = programme_versions_on(TODAY, association_id=association.pk)
    assert len(found) == count
    assert found[0].landlords[0].id == landlord.pk


def test_cadences_say_the_next_day():
    row = p.CadenceFactory.make(kind=CadenceKind.CELL, every=42)
    p.CadenceFactory.make(version=row.version, kind=CadenceKind.QUARTERLY, every=3, unit=CadenceUnit.MONTHS)
    found = cadences([row.version_id])[row.version_id]
    assert found[CadenceKind.CELL].after(dt.date(2026, 11, 21)) == dt.date(2027, 1, 2)
    assert found[CadenceKind.QUARTERLY].after(dt.date(2026, 11, 30)) == dt.date(2027, 2, 28)
    assert (found[CadenceKind.CELL].label, found[CadenceKind.QUARTERLY].label) == ("42\u00a0jours", "3\u00a0mois")
    assert cadence(row.version_id, CadenceKind.VISIT) is None
    assert CadenceLine(CadenceKind.VISIT, 1, CadenceUnit.DAYS, "", is_to_confirm=False).label == "1\u00a0jour"


class TestReader:
    def test_it_holds_the_roles_and_units_of_the_day(self):
        unit = p.ManagementUnitFactory.make()
        landlord = unit.agency.landlord
        user = p.MembershipFactory.make(organisation=landlord, role=Role.LANDLORD_CORRESPONDENT).user
        p.UnitCorrespondentFactory.make(unit=unit, user=user, started_on=TODAY)
        p.MembershipFactory.make(user=user, started_on=after(1))
        reader = reader_of(user)
        assert (reader.landlords, reader.units, reader.associations) == ({landlord.pk}, {unit.pk}, frozenset())
        assert reader_of(user, before(1)).units == frozenset()
        assert reader_of(user, after(1)).associations

    def test_a_unit_counts_only_with_the_role(self):
        naming = p.UnitCorrespondentFactory.make()
        p.MembershipFactory.make(user=naming.user, organisation=naming.unit.agency.landlord, role=Role.LANDLORD_MANAGER)
        assert reader_of(naming.user).units == frozenset()

    def test_a_second_factor_is_asked_by_one_of_her_roles_there(self):
        row = p.MembershipFactory.make(organisation__requires_totp="ASSOCIATION_MANAGER")
        assert not reader_of(row.user).requires_second_factor
        p.MembershipFactory.make(user=row.user, organisation=row.organisation, role=Role.ASSOCIATION_MANAGER)
        assert reader_of(row.user).requires_second_factor

    def test_it_loads_in_two_queries(self, django_assert_num_queries):
        user = p.MembershipFactory.make().user
        with django_assert_num_queries(2):
            reader_of(user)


@pytest.mark.parametrize("role", list(Role))
def test_every_role_has_its_kind_of_organisation(role):
    accepted = {kind for kind in OrganisationKind if not why_role_is_refused(role, kind)}
    if role == Role.ADMINISTRATOR:
        assert accepted == set(OrganisationKind)
    else:
        assert len(accepted) == 1


@pytest.mark.parametrize(
    ("accepted", "revoked", "expires_in", "state"),
    [
        (None, None, 1, "OPEN"),
        (None, None, 0, "EXPIRED"),
        (None, NOW, 1, "REVOKED"),
        (NOW, None, -1, "ACCEPTED"),
        (NOW, NOW, 1, "ACCEPTED"),
    ],
)
def test_where_an_invitation_is(accepted, revoked, expires_in, state):
    assert invitation_state(accepted, revoked, NOW + dt.timedelta(seconds=expires_in), NOW) == state
