"""The whole course of one dossier through its pages: worker, correspondent, secretary, the household's answer, the lease."""

import io
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from accompaniments.enums import State
from accompaniments.models import Accompaniment
from journeys.services import allocation
from leases.enums import Answer
from leases.models import AllocationFile, DwellingShare, Hearing, HousingProject, Lease, Piece, Remark, Session
from leases.services.leases import LeaseTerms, sign_direct
from tests.days import TODAY, before
from tests.factories.households import EnrolmentNamingFactory
from tests.leases import course
from tests.world import enrol

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _parameters():
    course.parameters()


def photograph() -> io.BytesIO:
    picture = io.BytesIO()
    Image.new("RGB", (60, 80), "white").save(picture, "JPEG")
    picture.seek(0)
    picture.name = "avis.jpg"
    return picture


def follow(client, name, *args, data=None, **query):
    url = reverse(f"journeys:{name}", args=args) + query.get("query", "")
    answer = client.post(url, data or {})
    assert answer.status_code == 302, answer.content.decode()[:4000] if answer.content else answer
    return answer


def test_the_whole_course_through_the_pages(world, client_of):
    lead, orange, secretary = (
        client_of(user) for user in (world.lead, world.correspondent_orange, world.cal_secretary)
    )
    enrolment = enrol(world.securisation, world.soligone, world.lead, last_name="Lamartine", state=State.READY)
    announcement = course.announced(world.units["Orange"], world.correspondent_orange)

    assert lead.get(reverse("journeys:file_project", args=[enrolment.pk])).status_code == 200
    follow(
        lead,
        "project_new",
        enrolment.pk,
        data={
            "started_on": before(3).isoformat(),
            "typologies": ["T3"],
            "unit_1": str(world.units["Orange"].pk),
            "resources": "1234,56",
            "rate": "33",
            "benefit": "210",
            "lease_wish": "DIRECT",
        },
    )
    assert HousingProject.objects.get(enrolment=enrolment).highest_cost == 617
    page = lead.get(reverse("journeys:file_cal", args=[enrolment.pk])).content.decode().replace("\u00a0", " ")
    assert "choix n° 1 du ménage" in page
    sheet = (
        orange.get(reverse("journeys:unit_sheet", args=[world.units["Orange"].pk]))
        .content.decode()
        .replace("\u00a0", " ")
    )
    assert enrolment.file_number in sheet
    assert "Lamartine" not in sheet

    follow(lead, "cal_prepare", enrolment.pk, announcement.pk)
    file = AllocationFile.objects.get(enrolment=enrolment)
    assert orange.get(reverse("journeys:cal_file", args=[file.pk])).status_code == 404
    follow(
        lead,
        "cal_file_edit",
        file.pk,
        data={
            "arguments": "La personne est prête à habiter.",
            "support_proposed": "Une visite tous les quinze jours.",
            "lease_wish": "DIRECT",
            "reference_income": "9800",
            "reference_year": "2024",
            "housing_benefit": "210",
            "fsl": "TO_FILE",
            "loca_pass": "FILED",
            "version": file.version,
        },
    )
    adult = enrolment.household.members.get(kind="ADULT").person
    follow(
        lead,
        "cal_piece_new",
        file.pk,
        data={"piece": f"identity:{adult.pk}", "upload": photograph(), "issued_on": before(30).isoformat()},
    )
    assert lead.get(reverse("journeys:cal_file", args=[file.pk])).status_code == 200
    follow(lead, "cal_file_submit", file.pk)

    page = orange.get(reverse("journeys:cal_file", args=[file.pk])).content.decode().replace("\u00a0", " ")
    assert "Mme Nadia Lamartine" in page
    piece = Piece.objects.get(file=file)
    answer = orange.get(reverse("journeys:cal_piece", args=[file.pk, piece.pk]))
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment")
    assert b"".join(answer.streaming_content)
    follow(orange, "cal_file_read", file.pk)
    follow(orange, "cal_remark_new", file.pk, data={"text": "Précisez le rythme."}, query="?rubrique=support")
    remark = Remark.objects.get(file=file)
    follow(lead, "cal_remark_answer", file.pk, remark.pk, data={"text": "C’est corrigé."})
    edited = {
        "support_proposed": "Une visite chaque semaine.",
        "version": AllocationFile.objects.get(pk=file.pk).version,
    }
    follow(lead, "cal_file_edit", file.pk, data=edited)
    page = orange.get(reverse("journeys:cal_file", args=[file.pk])).content.decode().replace("\u00a0", " ")
    assert "1 rubrique a changé" in page
    assert "Une visite chaque semaine." in page
    follow(orange, "cal_remark_settle", file.pk, remark.pk)
    follow(orange, "cal_piece_ask", file.pk, data={"piece": "present_home:"})
    follow(orange, "cal_piece_judge", file.pk, piece.pk)
    follow(orange, "cal_file_complete", file.pk)

    follow(secretary, "session_new", data={"held_on": TODAY.isoformat(), "time": "09:00", "place": "Siège"})
    sitting = Session.objects.get()
    follow(secretary, "cal_schedule", file.pk, data={"session": str(sitting.pk)})
    hearing = Hearing.objects.get()
    follow(secretary, "cal_invite", hearing.pk)
    page = secretary.get(reverse("journeys:session", args=[sitting.pk])).content.decode().replace("\u00a0", " ")
    assert "Mme Nadia Lamartine" in page
    follow(secretary, "session_candidates", sitting.pk, announcement.pk, data={"outside": "1", "exception": ""})
    page = secretary.get(reverse("journeys:session", args=[sitting.pk])).content.decode().replace("\u00a0", " ")
    assert "au moins trois demandes" in page
    refused = secretary.post(
        reverse("journeys:cal_decide", args=[hearing.pk]), {"kind": "ALLOCATED_RANKED", "worker_was_present": "yes"}
    )
    assert "dit le rang" in refused.content.decode().replace("\u00a0", " ")
    follow(secretary, "cal_decide", hearing.pk, data={"kind": "ALLOCATED", "worker_was_present": "yes"})
    assert Accompaniment.objects.get(enrolment=enrolment).state == State.SUPPORTED
    follow(secretary, "cal_offer", file.pk, data={"day": TODAY.isoformat()})
    follow(lead, "cal_answer", file.pk, data={"answer": "ACCEPTED", "answered_on": TODAY.isoformat()})
    follow(lead, "cal_entry", file.pk, data={"done_INSURANCE": TODAY.isoformat(), "off_FSL": "on"})
    page = secretary.get(reverse("journeys:cal_lease", args=[file.pk]))
    assert page.status_code == 200
    follow(
        secretary,
        "cal_lease",
        file.pk,
        data={
            "mode": "DIRECT",
            "signed_on": TODAY.isoformat(),
            "started_on": TODAY.isoformat(),
            "rent": "412",
            "charges": "88",
        },
    )
    signed = Lease.objects.get()
    follow(
        secretary,
        "cal_inventory",
        file.pk,
        signed.pk,
        data={"kind": "MOVE_IN", "made_on": TODAY.isoformat(), "keys_handed": "2"},
    )
    for client in (lead, orange, secretary):
        page = client.get(reverse("journeys:cal_file", args=[file.pk]))
        assert page.status_code == 200
        assert "bail signé" in page.content.decode().replace("\u00a0", " ")
    assert orange.get(reverse("journeys:file", args=[enrolment.pk])).status_code == 200
    for kind in ("fiche", "rapport"):
        assert orange.get(reverse("journeys:cal_document", args=[file.pk, kind]))["Content-Type"] == "application/pdf"


def test_a_protected_dossier_is_a_number_to_who_is_not_named(world, client_of):
    dossier = course.submitted(world)
    dossier.enrolment.is_protected = True
    dossier.enrolment.save()
    for user in (world.correspondent_orange, world.cal_secretary):
        client = client_of(user)
        for name in ("cal_file", "cal_files"):
            url = reverse(f"journeys:{name}", args=[dossier.file.pk] if name == "cal_file" else [])
            page = client.get(url).content.decode().replace("\u00a0", " ")
            assert "Lamartine" not in page
            assert dossier.enrolment.file_number in page
        assert client.post(reverse("journeys:cal_file_complete", args=[dossier.file.pk])).status_code == 403
        assert client.get(reverse("journeys:cal_document", args=[dossier.file.pk, "fiche"])).status_code == 404


@pytest.mark.parametrize(
    "name", ["cal_file", "cal_file_edit", "cal_file_submit", "cal_piece_new", "cal_entry", "cal_lease"]
)
def test_a_stranger_does_not_find_a_dossier(world, client_of, name):
    dossier = course.submitted(world)
    for user in (
        world.other_worker,
        world.correspondent_apt,
        world.rental,
        world.admin,
        world.other_landlord_correspondent,
    ):
        assert client_of(user).get(reverse(f"journeys:{name}", args=[dossier.file.pk])).status_code == 404


def test_a_dossier_s_page_costs_a_constant_number_of_queries(world, client_of, django_assert_max_num_queries):
    client = client_of(world.correspondent_orange)
    dossiers = [course.submitted(world)]
    with django_assert_max_num_queries(60):
        client.get(reverse("journeys:cal_files"))
    for number in range(2):
        dossiers.append(course.submitted(world, dossiers[0].announcement, last_name=f"Nom{number}"))
    with CaptureQueriesContext(connection) as three:
        client.get(reverse("journeys:cal_files"))
    dossiers += [course.submitted(world, dossiers[0].announcement, last_name=f"Autre{number}") for number in range(4)]
    with CaptureQueriesContext(connection) as seven:
        client.get(reverse("journeys:cal_files"))
    assert len(three) == len(seven)


def test_a_double_letting_names_the_obstacle_to_who_may_know_it(world, client_of):
    dossier, decision = course.decided(world)
    by = world.cal_secretary.pk
    offer = allocation.notify_offer(by=by, decision=decision, notified_on=before(12), today=TODAY)
    allocation.answer_offer(by=by, offer=offer, answer=Answer.ACCEPTED, answered_on=before(4), reason="", today=TODAY)
    share = DwellingShare.objects.get(dwelling=dossier.announcement.dwelling)
    terms = LeaseTerms(signed_on=before(3), started_on=before(3), rent=Decimal(400))
    sign_direct(by=by, share=share, enrolment=world.mine, terms=terms, today=TODAY)
    client = client_of(world.cal_secretary)
    data = {"mode": "DIRECT", "signed_on": TODAY.isoformat(), "started_on": TODAY.isoformat(), "rent": "412"}
    url = reverse("journeys:cal_lease", args=[dossier.file.pk])
    page = client.post(url, data).content.decode()
    assert "déjà loué" in page
    assert "Bensaïd" not in page
    EnrolmentNamingFactory.make(enrolment=world.mine, landlord=world.landlord, service="CAL", unit=None)
    page = client.post(url, data).content.decode()
    assert "Bensaïd" in page
    assert world.mine.file_number in page
