"""Who holds a file, and to whom it is named."""

import pytest
from django.db import IntegrityError, transaction

from foundation.refusals import Refused
from households.enums import (
    HolderCause,
    NamingCause,
    NamingService,
)
from households.models import (
    EnrolmentNaming,
)
from households.services import (
    holders,
    namings,
    workers,
)
from records.models import Event
from tests.days import TODAY, before
from tests.factories import households as h
from tests.factories import partners as p
from tests.households.files import D, opened

# Holders


def test_passing_a_file_on_takes_it_from_the_former_with_its_workers(world):
    holders.pass_on(by=world.manager.pk, enrolment=world.mine, association=world.cap_habitat, started_on=TODAY)
    rows = {row.association: (row.role, row.started_on, row.ended_on) for row in world.mine.holders.all()}
    assert rows == {
        world.soligone: ("LEAD", D(2026, 6, 1), before(1)),
        world.cap_habitat: ("LEAD", TODAY, None),
    }
    assert world.mine.workers.get().ended_on == before(1)
    with pytest.raises(Refused, match="déjà chef de file"):
        holders.pass_on(by=world.manager.pk, enrolment=world.mine, association=world.cap_habitat, started_on=TODAY)


def test_a_file_passed_on_the_very_day_it_came_leaves_no_row_of_the_former(world):
    enrolment = opened(world, started_on=TODAY)
    holders.pass_on(by=world.manager.pk, enrolment=enrolment, association=world.cap_habitat, started_on=TODAY)
    assert [row.association for row in enrolment.holders.all()] == [world.cap_habitat]
    event = Event.objects.get(verb="holder.passed_on")
    assert event.details["from"] == str(world.soligone.pk)


def test_a_file_is_not_passed_outside_the_programme_nor_before_it_was_held(world):
    with pytest.raises(Refused, match="ne fait pas partie"):
        holders.pass_on(
            by=world.manager.pk, enrolment=world.mine, association=p.AssociationFactory.make(), started_on=TODAY
        )
    with pytest.raises(Refused, match="depuis le 01/06/2026"):
        holders.pass_on(
            by=world.manager.pk, enrolment=world.mine, association=world.cap_habitat, started_on=D(2026, 5, 31)
        )


def test_a_second_association_comes_by_a_convention_or_by_the_households_agreement_alone(world):
    def add(cause):
        return holders.add_associate(
            by=world.manager.pk,
            enrolment=world.mine,
            association=world.cap_habitat,
            cause=cause,
            started_on=TODAY,
        )

    with pytest.raises(Refused, match="que par la convention"):
        add(HolderCause.REFERRED)
    with pytest.raises(Refused, match="Tous les adultes"):
        add(HolderCause.SHARING_AGREEMENT)
    holder = add(HolderCause.CONVENTION)
    with pytest.raises(Refused, match="déjà ce dossier"):
        add(HolderCause.CONVENTION)
    workers.add_co_worker(
        by=world.manager.pk,
        enrolment=world.mine,
        user=world.other_worker,
        association=world.cap_habitat,
        started_on=TODAY,
    )
    holders.end_associate(by=world.manager.pk, holder=holder, ended_on=before(1))
    assert not world.mine.holders.filter(association=world.cap_habitat).exists()
    assert not world.mine.workers.filter(user=world.other_worker).exists()
    with pytest.raises(Refused, match="chef de file ne quitte"):
        holders.end_associate(by=world.manager.pk, holder=world.mine.holders.get(), ended_on=TODAY)


def test_two_open_leads_are_refused_by_the_database(world):
    with pytest.raises(IntegrityError), transaction.atomic():
        h.EnrolmentHolderFactory.make(enrolment=world.mine, association=world.cap_habitat)
    with pytest.raises(IntegrityError), transaction.atomic():
        h.EnrolmentWorkerFactory.make(enrolment=world.mine, user=world.colleague, association=world.soligone)


# Namings


def named(world, **values):
    given = {
        "by": world.lead.pk,
        "enrolment": world.colleagues,
        "landlord": world.landlord,
        "service": NamingService.CORRESPONDENT,
        "unit": world.units["Apt"],
        "cause": NamingCause.DOSSIER_SUBMITTED,
        "started_on": before(5),
    }
    return namings.name_to(**{**given, **values})


def test_naming_to_a_correspondent_names_to_the_social_adviser_once(world):
    first, second = named(world), named(world)
    assert first == second
    assert set(EnrolmentNaming.objects.filter(enrolment=world.colleagues).values_list("service", "unit")) == {
        ("CORRESPONDENT", world.units["Apt"].pk),
        ("SOCIAL", None),
    }


def test_ending_the_last_correspondents_naming_ends_the_advisers(world):
    apt, orange = named(world), named(world, unit=world.units["Orange"])
    namings.end_naming(by=world.lead.pk, naming=apt, ended_on=before(1))
    social = EnrolmentNaming.objects.get(enrolment=world.colleagues, service=NamingService.SOCIAL)
    assert social.ended_on is None
    namings.end_naming(by=world.lead.pk, naming=orange, ended_on=before(1))
    social.refresh_from_db()
    assert social.ended_on == before(1)


def test_a_naming_is_to_a_landlord_of_the_programme_and_a_unit_of_his(world):
    with pytest.raises(Refused, match="bailleur ne fait pas partie"):
        named(world, landlord=world.other_landlord, unit=world.other_unit)
    with pytest.raises(Refused, match="unité de gestion de ce bailleur"):
        named(world, unit=world.other_unit)
    with pytest.raises(Refused, match="unité de gestion"):
        named(world, unit=None)
    with pytest.raises(Refused, match="Indiquez la personne"):
        named(world, service=NamingService.PERSON)
    assert named(world, service=NamingService.PERSON, user=world.rental).user == world.rental
