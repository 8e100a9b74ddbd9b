"""Files opened, moved, ended; who leads and works them."""

import datetime as dt

import pytest

from foundation.refusals import Refused
from households.enums import (
    HolderCause,
    HolderRole,
    WorkerRole,
)
from households.models import (
    Enrolment,
    EnrolmentHolder,
    HouseholdMember,
    Person,
    SearchEntry,
)
from households.services import (
    enrolments,
    workers,
)
from households.services.enrolments import NewPerson
from records.models import Event
from tests.days import TODAY, before
from tests.factories import households as h
from tests.factories import partners as p
from tests.households.files import INES, D, opened, verbs

# Enrolments


def test_a_new_file_has_its_people_its_holder_its_number_and_what_search_reads(world):
    enrolment = opened(world)
    assert enrolment.file_number == "2026-0152"  # after 2026-0151
    members = HouseholdMember.objects.filter(household=enrolment.household).order_by("kind")
    assert [(m.person.first_name, m.kind, m.presence, m.started_on) for m in members] == [
        ("Inès", "ADULT", "PERMANENT", before(30)),
        ("Léo", "CHILD", "SHARED_CUSTODY", before(30)),
    ]
    holder = EnrolmentHolder.objects.get(enrolment=enrolment)
    assert (holder.association, holder.role, holder.cause, holder.started_on) == (
        world.soligone,
        HolderRole.LEAD,
        HolderCause.REFERRED,
        before(30),
    )
    texts = SearchEntry.objects.filter(enrolment=enrolment).values_list("text", flat=True)
    assert set(texts) == {"ines carvalho da silva", "leo carvalho"}
    assert verbs(enrolment) == ["enrolment.created"]


def test_numbers_follow_by_year_and_pass_ten_thousand(world):
    assert opened(world, started_on=D(2025, 12, 31)).file_number == "2025-0001"
    assert opened(world, started_on=D(2025, 1, 1)).file_number == "2025-0002"
    assert opened(world, started_on=D(2019, 3, 1), numbered_in=2025).file_number == "2025-0003"
    h.EnrolmentFactory.make(file_number="2025-9999")
    assert opened(world, started_on=D(2025, 2, 1)).file_number == "2025-10000"
    assert opened(world, started_on=D(2025, 2, 1)).file_number == "2025-10001"


def test_a_file_of_nobody_or_of_an_association_outside_the_programme_is_refused(world):
    stranger = p.AssociationFactory.make()
    count = Enrolment.objects.count()
    with pytest.raises(Refused, match="au moins une personne"):
        enrolments.open_enrolment(
            by=world.manager.pk,
            version=world.securisation,
            started_on=TODAY,
            association=world.soligone,
            cause=HolderCause.REFERRED,
            people=[],
        )
    with pytest.raises(Refused, match="ne fait pas partie de ce programme"):
        enrolments.open_enrolment(
            by=world.manager.pk,
            version=world.securisation,
            started_on=TODAY,
            association=stranger,
            cause=HolderCause.REFERRED,
            people=[INES],
        )
    with pytest.raises(Refused, match="prénom"):
        opened(world, NewPerson(first_name="  ", last_name="Carvalho"))
    assert Enrolment.objects.count() == count
    assert not Person.objects.filter(last_name="Carvalho").exists()


def test_a_household_enters_a_second_programme_but_not_the_same_twice(world):
    with pytest.raises(Refused, match="déjà un dossier"):
        enrolments.enrol_existing_household(
            by=world.manager.pk,
            household=world.mine.household,
            version=world.sauvegarde,
            started_on=TODAY,
            association=world.soligone,
            cause=HolderCause.REFERRED,
        )
    second = enrolments.enrol_existing_household(
        by=world.manager.pk,
        household=world.mine.household,
        version=world.securisation,
        started_on=TODAY,
        association=world.cap_habitat,
        cause=HolderCause.REFERRED,
    )
    assert second.household == world.mine.household
    assert SearchEntry.objects.filter(enrolment=second).count() == 2


def test_moving_the_start_moves_what_began_with_it(world):
    enrolments.move_start(by=world.lead.pk, enrolment=world.mine, started_on=D(2026, 5, 15))
    world.mine.refresh_from_db()
    assert world.mine.started_on == D(2026, 5, 15)
    assert world.mine.holders.get().started_on == D(2026, 5, 15)
    assert world.mine.workers.get().started_on == D(2026, 5, 15)
    assert set(world.mine.household.members.values_list("started_on", flat=True)) == {D(2026, 5, 15)}
    assert verbs(world.mine) == ["enrolment.start_moved"]


def test_the_start_does_not_follow_the_end(world):
    enrolments.end_enrolment(by=world.lead.pk, enrolment=world.mine, ended_on=D(2026, 8, 31))
    with pytest.raises(Refused, match="fin du dossier"):
        enrolments.move_start(by=world.lead.pk, enrolment=world.mine, started_on=D(2026, 9, 1))


def test_ending_a_file(world):
    with pytest.raises(Refused, match="précéder"):
        enrolments.end_enrolment(by=world.lead.pk, enrolment=world.mine, ended_on=D(2026, 5, 31))
    enrolments.end_enrolment(by=world.lead.pk, enrolment=world.mine, ended_on=TODAY)
    world.mine.refresh_from_db()
    assert world.mine.ended_on == TODAY
    assert world.mine.holders.get().ended_on is None
    with pytest.raises(Refused, match="déjà terminé"):
        enrolments.end_enrolment(by=world.lead.pk, enrolment=world.mine, ended_on=TODAY)


# Workers


def name(world, user, day, **values):
    return workers.name_lead(
        by=world.manager.pk, enrolment=world.mine, user=user, association=world.soligone, started_on=day, **values
    )


@pytest.mark.parametrize("day", [D(2026, 8, 1), D(2026, 9, 30), TODAY])
def test_a_new_lead_closes_the_former_on_the_eve(world, day):
    named = name(world, world.colleague, day, reason="Changement de secteur")
    former = world.mine.workers.get(user=world.lead)
    assert former.ended_on == day - dt.timedelta(days=1)
    assert (named.started_on, named.ended_on, named.reason) == (day, None, "Changement de secteur")
    assert world.mine.workers.open_on(day).get(role=WorkerRole.LEAD).user == world.colleague
    event = Event.objects.get(verb="worker.lead_named")
    assert event.details == {
        "user": str(world.colleague.pk),
        "started_on": day.isoformat(),
        "replaces": str(world.lead.pk),
    }


def test_a_lead_named_on_her_predecessors_first_day_leaves_one_row(world):
    name(world, world.colleague, world.mine.started_on)
    assert [row.user for row in world.mine.workers.all()] == [world.colleague]


def test_a_lead_is_not_named_before_her_predecessor(world):
    name(world, world.colleague, D(2026, 9, 1))
    with pytest.raises(Refused, match="01/09/2026"):
        name(world, world.manager, D(2026, 8, 31))
    with pytest.raises(Refused, match="commence le 01/06/2026"):
        name(world, world.manager, D(2026, 5, 31))


def test_a_lead_works_that_day_for_an_association_that_holds_the_file(world):
    with pytest.raises(Refused, match="ne travaille pas"):
        name(world, world.other_worker, TODAY)
    with pytest.raises(Refused, match="n’a pas ce dossier"):
        workers.name_lead(
            by=world.manager.pk,
            enrolment=world.mine,
            user=world.other_worker,
            association=world.cap_habitat,
            started_on=TODAY,
        )
    with pytest.raises(Refused, match="ne travaille pas"):
        name(world, world.admin, TODAY)
    with pytest.raises(Refused, match="déjà référente"):
        name(world, world.lead, TODAY)
    left = p.UserFactory.make()
    p.MembershipFactory.make(user=left, organisation=world.soligone, role="SOCIAL_WORKER", ended_on=before(1))
    with pytest.raises(Refused, match="ne travaille pas"):
        name(world, left, TODAY)
    name(world, left, before(1))


def test_a_new_lead_ends_the_replacement_of_the_former_and_her_own_part(world):
    for user, act in ((world.colleague, workers.add_co_worker), (world.manager, workers.add_replacement)):
        act(
            by=world.manager.pk,
            enrolment=world.mine,
            user=user,
            association=world.soligone,
            started_on=before(10),
            ended_on=TODAY + dt.timedelta(days=10),
        )
    name(world, world.colleague, TODAY)
    roles = {(row.user_id, row.role, row.ended_on) for row in world.mine.workers.all()}
    assert roles == {
        (world.lead.pk, "LEAD", before(1)),
        (world.manager.pk, "REPLACEMENT", before(1)),
        (world.colleague.pk, "CO_WORKER", before(1)),
        (world.colleague.pk, "LEAD", None),
    }


def test_one_replacement_at_a_time_and_nobody_twice(world):
    def replace(user, first, last):
        return workers.add_replacement(
            by=world.manager.pk,
            enrolment=world.mine,
            user=user,
            association=world.soligone,
            started_on=first,
            ended_on=last,
        )

    replace(world.colleague, before(10), before(1))
    with pytest.raises(Refused, match="déjà prévu"):
        replace(world.manager, before(1), TODAY)
    with pytest.raises(Refused, match="intervient déjà"):
        replace(world.lead, TODAY, TODAY)
    with pytest.raises(Refused, match="précéder"):
        replace(world.manager, TODAY, before(1))
    replace(world.manager, TODAY, TODAY)


def test_ending_a_part(world):
    worker = world.mine.workers.get()
    with pytest.raises(Refused, match="précéder"):
        workers.end_worker(by=world.manager.pk, worker=worker, ended_on=D(2026, 5, 31))
    workers.end_worker(by=world.manager.pk, worker=worker, ended_on=TODAY, reason="Congé")
    with pytest.raises(Refused, match="déjà terminée"):
        workers.end_worker(by=world.manager.pk, worker=worker, ended_on=TODAY)
    worker.refresh_from_db()
    assert (worker.ended_on, worker.reason) == (TODAY, "Congé")
