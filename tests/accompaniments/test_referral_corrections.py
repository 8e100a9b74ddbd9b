"""A referral recorded in error: its source, its day, what hung on them, and what is kept of before."""

import pytest
from django.urls import reverse

from accompaniments.enums import ReferralSource, State
from accompaniments.models import Accompaniment, Referral, ReferralRevision
from accompaniments.services.assignment import assign_lead
from households.models import Enrolment
from journeys.selectors.consistency import findings
from records.models import Event
from tests.accompaniments.entries import refer, tenant_of
from tests.days import TODAY, before
from tests.world import reader_of

pytestmark = pytest.mark.django_db


def sees(user, enrolment):
    return Enrolment.objects.visible_to(reader_of(user)).filter(pk=enrolment.pk).exists()


def page(enrolment):
    return reverse("accompaniments:referral_correct", args=[enrolment.pk])


def sent(**values):
    return {"source": "SIAO", "received_on": before(12).isoformat(), "reason": "Erreur de saisie", **values}


def test_the_right_source_names_the_household_and_the_wrong_one_no_more(world, client_of):
    course = refer(
        world,
        version=world.sauvegarde,
        source=ReferralSource.LANDLORD_LITIGATION,
        place=tenant_of(world.units["Orange"]),
    )
    file, manager = course.enrolment, client_of(world.manager)
    landlord = str(world.landlord.pk)
    rental = sent(source="LANDLORD_RENTAL", source_organisation=landlord)
    assert manager.post(page(file), rental).status_code == 302
    assert (sees(world.rental, file), sees(world.litigation, file)) == (True, False)
    assert (sees(world.correspondent_orange, file), sees(world.adviser, file)) == (True, True)
    assert manager.post(page(file), sent()).status_code == 302
    assert not any(sees(user, file) for user in (world.rental, world.correspondent_orange, world.adviser))
    assert {row.former_source for row in ReferralRevision.objects.all()} == {"LANDLORD_LITIGATION", "LANDLORD_RENTAL"}
    assert "source" in manager.post(page(file), sent()).context["form"].errors  # already so
    shown = manager.get(reverse("accompaniments:steps", args=[file.pk])).content.decode()
    assert "par le service contentieux du bailleur" in shown
    assert "Erreur de saisie" in shown
    assert not [one for one in findings(TODAY) if one.file_number == file.file_number]


def test_the_right_day_moves_the_file_and_its_first_step_up_to_the_study(world, client_of):
    course = refer(world, place=tenant_of(world.units["Orange"]))
    file, manager = course.enrolment, client_of(world.manager)
    assign_lead(
        by=world.manager.pk,
        enrolment=file,
        user=world.lead,
        association=world.soligone,
        started_on=before(10),
        today=TODAY,
    )
    late = manager.post(page(file), sent(received_on=before(9).isoformat()))
    assert "received_on" in late.context["form"].errors
    assert (
        "reason"
        in manager.post(page(file), sent(received_on=before(20).isoformat(), reason=" ")).context["form"].errors
    )
    assert manager.post(page(file), sent(received_on=before(20).isoformat())).status_code == 302
    course = Accompaniment.objects.get(pk=course.pk)
    assert (course.opened_on, course.enrolment.started_on) == (before(20), before(20))
    assert (course.state, course.state_on) == (State.REVIEWING, before(10))
    assert course.changes.get(position=1).effective_on == before(20)
    assert Referral.objects.get().received_on == before(20)
    assert file.holders.get().started_on == file.housings.get().started_on == before(20)
    assert Event.objects.filter(verb="housing.corrected", subject_id=file.pk).count() == 1


def test_what_a_service_filed_itself_stays_as_it_wrote_it_and_the_page_is_the_teams(world, client_of):
    course = refer(world, version=world.sauvegarde, source=ReferralSource.LANDLORD_LITIGATION, by=world.litigation.pk)
    assert "a déposé lui-même" in client_of(world.manager).get(page(course.enrolment)).content.decode()
    assert client_of(world.manager).post(page(course.enrolment), sent()).status_code == 200
    assert not ReferralRevision.objects.exists()
    for user, status in ((world.other_manager, 404), (world.litigation, 403), (world.colleague, 403)):
        assert client_of(user).get(page(course.enrolment)).status_code == status
