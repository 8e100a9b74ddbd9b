"""« / » sends each person home; « Aujourd’hui » tells her day and nothing of anybody else's."""

import datetime as dt

import pytest
from django.urls import reverse

from accompaniments.enums import Mode, Outcome
from households.enums import HolderRole, WorkerRole
from households.models import EnrolmentHolder
from partners.enums import Role
from records.services.drafts import save_draft
from tests.days import NOW, TODAY, after, at, before
from tests.factories import accompaniments as a
from tests.factories import households as h
from tests.factories import partners as p
from tests.world import enrol

HOME = reverse("home")


def test_each_role_has_its_home(world, client_of):
    templates = {
        "lead": "journeys/today.html",
        "manager": "reporting/home.html",
        "correspondent_orange": "journeys/landlord.html",
        "adviser": "journeys/landlord.html",
        "rental": "journeys/landlord.html",
        "litigation": "journeys/landlord.html",
        "cal_secretary": "journeys/landlord.html",
        "landlord_manager": "journeys/landlord.html",
    }
    for name, template in templates.items():
        response = client_of(world.people[name]).get(HOME)
        assert response.status_code == 200
        assert template in [used.name for used in response.templates], name


def test_someone_without_a_role_is_told_so(world, client_of):
    response = client_of(p.UserFactory.make()).get(HOME)
    assert response.status_code == 403
    assert "aucun rôle en cours" in response.content.decode()


def test_several_roles_give_her_first_home_and_a_switch(world, client_of):
    p.MembershipFactory.make(user=world.manager, organisation=world.soligone, role=Role.SOCIAL_WORKER)
    client = client_of(world.manager)
    first = client.get(HOME).content.decode()
    assert 'href="/?accueil=equipe"' in first
    assert "Mes ménages" in first
    assert "En retard" in client.get(HOME, {"accueil": "equipe"}).content.decode()
    assert "Mes ménages" in client.get(HOME, {"accueil": "administration"}).content.decode()


def planned(world, moment, **values):
    return a.MeetingFactory.make(
        enrolment=values.pop("enrolment", world.mine),
        association=world.soligone,
        worker=values.pop("worker", world.lead),
        outcome=Outcome.PLANNED,
        starts_at=moment,
        minutes=None,
        **values,
    )


def test_today_tells_the_day(world, client_of):
    planned(world, at(TODAY, 14), mode=Mode.HOME)
    planned(world, at(after(2), 11), mode=Mode.OFFICE)
    page = client_of(world.lead).get(HOME).content.decode()
    assert "Samedi 21 novembre" in page
    assert "Une visite aujourd’hui." in page
    assert page.index("14\u00a0h") < page.index("lun. 23 nov.")
    assert page.count('class="btn btn-act"') == 1


def test_a_meeting_of_this_morning_is_one_tap_from_being_logged(world, client_of):
    meeting = planned(world, at(TODAY, 9), mode=Mode.HOME)
    page = client_of(world.lead).get(HOME).content.decode()
    assert f"{reverse('accompaniments:meeting_new', args=[world.mine.pk])}?prevue={meeting.pk}" in page


def test_a_draft_waits(world, client_of):
    save_draft(
        user_id=world.lead.pk,
        kind="accompaniments.meeting",
        subject_id=world.mine.pk,
        tab="one",
        version=0,
        text='{"part_0_text": ["mots à moi"]}',
        now=NOW,
    )
    page = client_of(world.lead).get(HOME).content.decode()
    assert "Un brouillon attend" in page
    assert "mots à moi" not in page
    assert "Un brouillon attend" not in client_of(world.colleague).get(HOME).content.decode()


def test_her_households_are_hers_alone(world, client_of):
    page = client_of(world.lead).get(HOME).content.decode()
    assert "Bensaïd" in page
    assert "Ferrand" not in page
    assert "Oliveira" not in page
    assert "Secrétan" not in page
    assert "2026-0151" not in page


def test_a_replacement_finds_the_household_for_its_time_only(world, client_of, settings):
    h.EnrolmentWorkerFactory.make(
        enrolment=world.colleagues,
        user=world.lead,
        association=world.soligone,
        role=WorkerRole.REPLACEMENT,
        started_on=before(3),
        ended_on=TODAY,
    )
    assert "Ferrand" in client_of(world.lead).get(HOME).content.decode()
    world.colleagues.workers.filter(role=WorkerRole.REPLACEMENT).update(ended_on=before(1))
    assert "Ferrand" not in client_of(world.lead).get(HOME).content.decode()


def test_longest_silence_first(world, client_of):
    world.mine.started_on = before(300)
    world.mine.save()
    enrol(world.sauvegarde, world.soligone, world.lead, last_name="Récente", since=before(5))
    a.MeetingFactory.make(
        enrolment=world.mine, association=world.soligone, worker=world.lead, starts_at=at(before(40), 10)
    )
    page = client_of(world.lead).get(HOME).content.decode()
    table = page[page.index("t-men") :]
    assert "aucun depuis 40\u00a0jours" in table
    assert table.index("Bensaïd") < table.index("Récente")


def test_empty_home_says_what_would_be_there(world, client_of):
    newcomer = p.UserFactory.make()
    p.MembershipFactory.make(user=newcomer, organisation=world.soligone)
    page = client_of(newcomer).get(HOME).content.decode()
    for said in ("Aucune rencontre prévue", "Rien à faire pour l’instant", "Aucun ménage ne vous est confié"):
        assert said in page


@pytest.mark.parametrize("count", [1, 3, 30])
def test_queries_of_today_do_not_grow(world, client_of, count, django_assert_max_num_queries):
    for number in range(count - 1):
        file = enrol(world.sauvegarde, world.soligone, world.lead, last_name=f"Nom{number}", unit=world.units["Orange"])
        planned(world, at(after(1 + number % 20), 9), enrolment=file)
        a.ClaimFactory.make(enrolment=file, association=world.soligone, remind_on=before(number % 9))
        h.HousingRequestFactory.make(enrolment=file, filed_on=before(400))
    planned(world, at(TODAY, 14))
    client = client_of(world.lead)
    client.get(HOME)
    with django_assert_max_num_queries(70):
        response = client.get(HOME)
    assert response.context["page"].household_count == count


def test_landlord_home_names_what_is_named(world, client_of):
    page = client_of(world.correspondent_orange).get(HOME).content.decode()
    assert "Bensaïd" in page
    assert "Claire Fabre" in page
    assert "Ferrand" not in page
    assert "Orange" in page


def test_landlord_home_of_a_protected_household(world, client_of):
    page = client_of(world.correspondent_apt).get(HOME).content.decode()
    assert "Dossier protégé n°\u00a02026-0151" in page
    assert "Secrétan" not in page


@pytest.mark.parametrize("name", ["rental", "cal_secretary", "landlord_manager", "other_landlord_correspondent"])
def test_landlord_home_says_why_it_is_empty(world, client_of, name):
    user = world.people[name]
    if name == "other_landlord_correspondent":
        world.mine.namings.filter(unit=world.other_unit).delete()
    page = client_of(user).get(HOME).content.decode()
    for surname in ("Bensaïd", "Ferrand", "Secrétan"):
        assert surname not in page


def test_a_later_holder_does_not_see_former_contacts(world, client_of):
    """What another association wrote before is not hers to read, not even as « dernier contact »."""
    world.others.holders.update(ended_on=before(11))
    EnrolmentHolder.objects.create(
        enrolment=world.others,
        association=world.soligone,
        role=HolderRole.LEAD,
        cause="PASSED_ON",
        started_on=before(10),
    )
    h.EnrolmentWorkerFactory.make(
        enrolment=world.others,
        user=world.colleague,
        association=world.soligone,
        started_on=before(10),
        role="CO_WORKER",
    )
    a.MeetingFactory.make(
        enrolment=world.others,
        association=world.cap_habitat,
        worker=world.other_worker,
        starts_at=at(before(20), 10),
    )
    line = next(
        line
        for line in client_of(world.colleague).get(HOME).context["page"].households
        if line.card.enrolment_id == world.others.pk
    )
    assert line.last_contact_on is None


def test_dates_are_those_of_paris(world, client_of):
    planned(world, dt.datetime(2026, 11, 21, 23, 30, tzinfo=at(TODAY).tzinfo))
    page = client_of(world.lead).get(HOME).context["page"]
    assert page.meetings[0].is_today
