"""The adviser's home: the shared diagnoses that wait for her part, and nobody else's; namings against their diagnosis."""

import datetime as dt

import pytest
from django.urls import reverse

from accompaniments.enums import DiagnosisKind, DiagnosisSection, DiagnosisState
from accompaniments.models import Accompaniment, Diagnosis
from accompaniments.selectors.diagnosis_awaited import parts_awaited
from accompaniments.services.diagnosis import Written
from foundation.timeline import Audience
from households.enums import NamingCause, NamingService
from households.models import EnrolmentNaming
from households.services.namings import name_to
from journeys.selectors.consistency import findings
from tests.accompaniments.diagnosis.hands import opened_for, sign, write
from tests.days import TODAY, after, before
from tests.factories import households as h
from tests.factories import partners as p
from tests.world import enrol, reader_of

HOME = reverse("home")
HERS = [Written(DiagnosisSection.LANDLORD_VIEW, Audience.LANDLORD, "ce que dit le bailleur")]


def codes():
    return {one.code for one in findings(TODAY) if one.code.startswith("naming.diagnosis")}


def test_her_home_leads_to_the_diagnosis_that_waits_for_her(world, shared, client_of):
    write(world, shared)
    page = client_of(world.adviser).get(HOME).content.decode()
    assert "Diagnostics partagés" in page
    assert "Bensaïd" in page
    assert reverse("accompaniments:diagnosis_write", args=[world.mine.pk, shared.pk]) in page
    assert "parole réservée" not in page


def test_it_asks_for_the_signature_once_she_wrote(world, shared, client_of):
    write(world, shared, world.adviser, HERS, is_adviser=True)
    write(world, shared)
    sign(world, shared)
    (line,) = parts_awaited(reader_of(world.adviser))
    assert (line.has_written, line.act, line.worker_signed_on) == (True, "Relire et signer", TODAY)
    page = client_of(world.adviser).get(HOME).content.decode()
    assert "il manque votre signature" in page
    assert "ce que dit le bailleur" not in page


def test_once_she_signed_nothing_waits_for_her(world, shared):
    write(world, shared)
    sign(world, shared, world.adviser, is_adviser=True)
    assert parts_awaited(reader_of(world.adviser)) == ()


@pytest.mark.parametrize(
    "who",
    ["lead", "manager", "correspondent_orange", "litigation", "rental", "cal_secretary", "landlord_manager", "admin"],
)
def test_it_waits_for_nobody_else(world, shared, client_of, who):
    assert parts_awaited(reader_of(world.people[who])) == ()
    assert "Diagnostics partagés" not in client_of(world.people[who]).get(HOME).content.decode()


def test_another_landlords_adviser_finds_nothing(world, shared, client_of):
    stranger = p.UserFactory.make()
    p.MembershipFactory.make(user=stranger, organisation=world.other_landlord, role="LANDLORD_SOCIAL_ADVISER")
    page = client_of(stranger).get(HOME).content.decode()
    assert "Aucun diagnostic n’attend votre part" in page
    assert "Bensaïd" not in page


def test_a_naming_that_is_over_and_an_evaluation_are_not_hers(world, shared):
    EnrolmentNaming.objects.filter(source_id=shared.pk).update(started_on=before(9), ended_on=before(1))
    assert parts_awaited(reader_of(world.adviser)) == ()
    EnrolmentNaming.objects.filter(source_id=shared.pk).update(ended_on=None)
    assert len(parts_awaited(reader_of(world.adviser))) == 1
    Diagnosis.objects.update(kind=DiagnosisKind.SOCIAL)
    assert parts_awaited(reader_of(world.adviser)) == ()


def test_a_protected_household_is_no_name_and_no_link(world, client_of):
    row = opened_for(world, world.protected, world.securisation)
    (line,) = parts_awaited(reader_of(world.adviser))
    assert line.url == ""
    page = client_of(world.adviser).get(HOME).content.decode()
    assert "Secrétan" not in page
    assert str(row.pk) not in page


@pytest.mark.parametrize("count", [1, 3, 30])
def test_the_queries_do_not_follow_the_rows(world, client_of, count, django_assert_max_num_queries):
    for number in range(count):
        file = enrol(world.securisation, world.soligone, world.lead, last_name=f"Nom{number}")
        write(world, opened_for(world, file, world.securisation), world.adviser, HERS, is_adviser=True)
    reader = reader_of(world.adviser)
    with django_assert_max_num_queries(16):
        assert len(parts_awaited(reader)) == count


# Namings against their diagnosis --------------------------------------------------------------------------------


def test_what_was_opened_and_returned_agrees(world, shared):
    assert codes() == set()
    course = Accompaniment.objects.get(enrolment=world.colleagues)
    social = Diagnosis.objects.create(
        accompaniment=course,
        kind=DiagnosisKind.SOCIAL,
        state=DiagnosisState.RETURNED,
        opened_on=before(9),
        opened_by=world.lead.pk,
        validated_on=before(2),
        returned_on=TODAY,
    )
    name_to(
        by=world.manager.pk,
        enrolment=world.colleagues,
        landlord=world.landlord,
        service=NamingService.LITIGATION,
        cause=NamingCause.DIAGNOSIS_ADDRESSED,
        started_on=TODAY,
        source_id=social.pk,
    )
    assert EnrolmentNaming.objects.filter(source_id=social.pk).exists()
    assert codes() == set()


def test_a_shared_one_addressed_to_nobody_is_found(world, shared):
    EnrolmentNaming.objects.filter(source_id=shared.pk).delete()
    assert codes() == {"naming.diagnosis_missing"}


def test_a_naming_on_another_day_or_by_anothers_diagnosis_is_found(world, shared):
    rows = EnrolmentNaming.objects.filter(source_id=shared.pk)
    rows.update(started_on=shared.opened_on - dt.timedelta(days=1))
    assert codes() == {"naming.diagnosis_day"}
    rows.update(started_on=shared.opened_on)
    h.EnrolmentNamingFactory.make(
        enrolment=world.colleagues,
        landlord=world.landlord,
        service=NamingService.SOCIAL,
        unit=None,
        cause=NamingCause.DIAGNOSIS_ADDRESSED,
        source_id=shared.pk,
        started_on=shared.opened_on,
    )
    assert codes() == {"naming.diagnosis"}


def test_one_opened_by_mistake_is_abandoned_by_the_team_and_keeps_what_she_wrote(world, shared, client_of):
    write(world, shared, world.adviser, HERS, is_adviser=True)
    shared.refresh_from_db()
    url = reverse("accompaniments:diagnosis_abandon", args=[world.mine.pk, shared.pk])
    sent = {"version": shared.version}
    assert client_of(world.adviser).post(url, sent).status_code == 403
    page = client_of(world.lead).post(url, sent, follow=True).text
    assert "Abandonné." in page
    assert "ce que dit le bailleur" in page
    assert url not in page
    assert parts_awaited(reader_of(world.adviser)) == ()
    assert EnrolmentNaming.objects.get(source_id=shared.pk).ended_on == TODAY
    assert codes() == set()
    shared.refresh_from_db()
    restore = reverse("accompaniments:diagnosis_restore", args=[world.mine.pk, shared.pk])
    assert client_of(world.adviser).post(restore, {"version": shared.version}).status_code == 403
    assert "Brouillon rétabli." in client_of(world.lead).post(restore, {"version": shared.version}, follow=True).text
    days = (
        EnrolmentNaming.objects.filter(source_id=shared.pk).order_by("started_on").values_list("started_on", "ended_on")
    )
    assert list(days) == [(shared.opened_on, TODAY), (after(1), None)]
    assert codes() == set()
    shared.refresh_from_db()
    client_of(world.lead).post(url, {"version": shared.version})
    assert opened_for(world, world.mine, world.securisation).state == DiagnosisState.DRAFT
    shared.refresh_from_db()
    assert "déjà en cours" in client_of(world.lead).post(restore, {"version": shared.version}, follow=True).text


def test_a_signed_one_is_not_abandoned(world, shared, client_of):
    write(world, shared)
    sign(world, shared)
    url = reverse("accompaniments:diagnosis_abandon", args=[world.mine.pk, shared.pk])
    shared.refresh_from_db()
    assert "porte une signature" in client_of(world.lead).post(url, {"version": shared.version}, follow=True).text
