"""Dwellings, announcements, reservation holders: what their services refuse, and what their pages take."""

import datetime as dt
import uuid
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from foundation.refusals import Refused
from leases.enums import FundingCategory, Heating, ReservationKind, Typology
from leases.models import Announcement, Dwelling, DwellingShare, ReservationHolder
from leases.services.announcements import (
    DwellingFacts,
    Terms,
    add_dwelling,
    add_reservation_holder,
    announce,
    correct_announcement,
    correct_dwelling,
    end_announcement,
)
from records.models import Event
from tests.days import TODAY, after, before
from tests.factories import leases as lf

pytestmark = pytest.mark.django_db
TERMS = Terms(rent=Decimal(412), charges=Decimal(88))
HOSTILE = [
    "<script>alert(1)</script>",
    "’); DROP TABLE leases_dwelling;--",
    "=cmd|' /C calc'!A0",
    "🏚️\u202eexe",
    "é" * 40,
]


def facts(reference: str = "ORA-0001") -> DwellingFacts:
    return DwellingFacts(
        reference=reference,
        residence="Les Amandiers",
        address="12 rue des Amandiers",
        postcode="84100",
        city="Orange",
        typology=Typology.T3,
        surface=Decimal(62),
        floor=1,
        has_lift=False,
        is_accessible=False,
        funding_category=FundingCategory.PLAI,
        heating=Heating.COLLECTIVE,
    )


def typed(world, **values: object) -> dict[str, object]:
    """What a page of a dwelling sends."""
    return {
        "unit": str(world.units["Orange"].pk),
        "reference": "ORA-0001",
        "address": "12 rue des Amandiers",
        "postcode": "84100",
        "city": "Orange",
        "typology": "T3",
        "surface": "62",
        "floor": "1",
        "funding_category": "PLAI",
        "heating": "COLLECTIVE",
        **values,
    }


def offered(**values: object) -> dict[str, object]:
    """What a page of an announcement sends."""
    return {
        "announced_on": before(2).isoformat(),
        "available_on": after(10).isoformat(),
        "rent": "412,30",
        "charges": "88",
        **values,
    }


@pytest.fixture
def dwelling(world):
    return add_dwelling(
        by=world.correspondent_orange.pk, unit=world.units["Orange"], facts=facts(), started_on=before(100)
    )


def made(world, dwelling, **values):
    return announce(
        by=world.correspondent_orange.pk,
        dwelling=dwelling,
        **{
            "announced_on": before(5),
            "available_on": TODAY,
            "terms": TERMS,
            "reservation_holder": None,
            "agreed_on": None,
            "today": TODAY,
            **values,
        },
    )


class TestServices:
    def test_a_dwelling_is_let_as_a_whole_from_its_first_day(self, world, dwelling):
        share = DwellingShare.objects.get(dwelling=dwelling)
        assert (share.label, share.started_on, share.ended_on) == ("", before(100), None)
        assert Event.objects.get(verb="dwelling.added").actor == world.correspondent_orange.pk

    def test_a_reference_is_used_once_by_a_landlord(self, world, dwelling):
        with pytest.raises(Refused) as refused:
            add_dwelling(by=uuid.uuid4(), unit=world.units["Apt"], facts=facts("ora-0001"), started_on=TODAY)
        assert refused.value.field == "reference"
        assert add_dwelling(by=uuid.uuid4(), unit=world.other_unit, facts=facts(), started_on=TODAY)

    def test_a_correction_takes_no_other_s_reference(self, world, dwelling):
        other = lf.DwellingFactory.make(unit=world.units["Orange"], reference="ORA-0002")
        with pytest.raises(Refused):
            correct_dwelling(by=uuid.uuid4(), dwelling=other, facts=facts("ORA-0001"))
        assert correct_dwelling(by=uuid.uuid4(), dwelling=other, facts=facts("ORA-0002")).surface == 62

    def test_a_dwelling_is_announced_once(self, world, dwelling):
        first = made(world, dwelling)
        with pytest.raises(Refused, match="déjà annoncé"):
            made(world, dwelling)
        end_announcement(by=uuid.uuid4(), announcement=first, ended_on=TODAY, reason="travaux")
        assert made(world, dwelling)

    @pytest.mark.parametrize(
        ("values", "field"),
        [
            ({"announced_on": after(1)}, "announced_on"),
            ({"available_on": dt.date(1, 1, 1)}, "available_on"),
            ({"available_on": dt.date(9999, 12, 31)}, "available_on"),
            ({"agreed_on": TODAY}, "reservation_holder"),
        ],
    )
    def test_an_announcement_is_refused_for_absurd_facts(self, world, dwelling, values, field):
        with pytest.raises(Refused) as refused:
            made(world, dwelling, **values)
        assert refused.value.field == field
        assert not Announcement.objects.exists()

    def test_a_holder_is_of_this_landlord_and_agrees_by_today(self, world, dwelling):
        stranger = lf.ReservationHolderFactory.make(landlord=world.other_landlord)
        with pytest.raises(Refused, match="n’est pas de ce bailleur"):
            made(world, dwelling, reservation_holder=stranger)
        own = lf.ReservationHolderFactory.make(landlord=world.landlord)
        with pytest.raises(Refused, match="jour à venir"):
            made(world, dwelling, reservation_holder=own, agreed_on=after(1))
        assert made(world, dwelling, reservation_holder=own, agreed_on=TODAY).agreed_on == TODAY

    def test_a_holder_s_name_is_used_once(self, world):
        values = {"by": uuid.uuid4(), "landlord_id": world.landlord.pk, "kind": ReservationKind.TOWN}
        add_reservation_holder(**values, name="Ville d’Orange")
        with pytest.raises(Refused):
            add_reservation_holder(**values, name="VILLE D’ORANGE")

    def test_the_second_who_corrects_is_told(self, world, dwelling):
        row = made(world, dwelling)
        values = {"reservation_holder": None, "agreed_on": None, "today": TODAY, "by": uuid.uuid4()}
        correct_announcement(announcement=row, version=1, available_on=TODAY, terms=Terms(rent=Decimal(400)), **values)
        with pytest.raises(Refused, match="quelqu’un d’autre"):
            correct_announcement(announcement=row, version=1, available_on=TODAY, terms=TERMS, **values)
        assert Announcement.objects.get().rent == 400

    def test_an_announcement_does_not_end_under_running_dossiers(self, world, dwelling):
        row = made(world, dwelling)
        lf.AllocationFileFactory.make(enrolment=world.mine, association=world.soligone, announcement=row)
        with pytest.raises(Refused, match="Un dossier CAL est en cours"):
            end_announcement(by=uuid.uuid4(), announcement=row, ended_on=TODAY, reason="vendu")
        lf.SubmittedFileFactory.make(enrolment=world.others, association=world.cap_habitat, announcement=row)
        with pytest.raises(Refused, match="2 dossiers"):
            end_announcement(by=uuid.uuid4(), announcement=row, ended_on=TODAY, reason="vendu")

    def test_an_announcement_ends_once_and_after_its_start(self, world, dwelling):
        row = made(world, dwelling)
        with pytest.raises(Refused, match="précéder"):
            end_announcement(by=uuid.uuid4(), announcement=row, ended_on=before(6), reason="vendu")
        end_announcement(by=uuid.uuid4(), announcement=row, ended_on=TODAY, reason="vendu")
        with pytest.raises(Refused, match="déjà terminée"):
            end_announcement(by=uuid.uuid4(), announcement=row, ended_on=TODAY, reason="vendu")
        assert not Announcement.objects.available_on(TODAY).exists()
        assert Announcement.objects.available_on(before(1)).exists()


class TestPages:
    def test_a_correspondent_adds_announces_corrects_and_withdraws(self, world, client_of):
        client = client_of(world.correspondent_orange)
        answer = client.post(reverse("leases:dwelling_new"), typed(world))
        home = Dwelling.objects.get()
        assert answer.url == reverse("leases:announcement_new", args=[home.pk])
        assert client.post(answer.url, offered()).status_code == 302
        row = Announcement.objects.get()
        assert row.rent == Decimal("412.30")
        url = reverse("leases:announcement_edit", args=[row.pk])
        assert client.post(url, offered(rent="400", version="1")).status_code == 302
        assert "488" in client.get(reverse("leases:dwellings")).content.decode()
        url = reverse("leases:announcement_end", args=[row.pk])
        assert client.post(url, {"ended_on": TODAY.isoformat(), "reason": "travaux"}).status_code == 302
        row.refresh_from_db()
        assert row.ended_on == TODAY

    @pytest.mark.parametrize("text", HOSTILE)
    def test_hostile_words_are_shown_as_words(self, world, client_of, text):
        client = client_of(world.correspondent_orange)
        sent = typed(world, reference=text[:40], residence=text, address=text, city=text)
        assert client.post(reverse("leases:dwelling_new"), sent).status_code == 302
        assert "<script>alert" not in client.get(reverse("leases:dwellings")).content.decode()

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("postcode", "8410"),
            ("postcode", "٨٤١٠٠"),
            ("surface", "0"),
            ("surface", "NaN"),
            ("surface", "1e9"),
            ("floor", "99999999999999999999"),
            ("typology", "T99"),
            ("reference", "x" * 10_000),
            ("reference", "\0"),
            ("unit", "pas-un-uuid"),
            ("unit", ""),
        ],
    )
    def test_bad_input_is_told_beside_its_field(self, world, client_of, field, value):
        answer = client_of(world.correspondent_orange).post(
            reverse("leases:dwelling_new"), typed(world, **{field: value})
        )
        assert answer.status_code == 200
        assert field in answer.context["form"].errors
        assert not Dwelling.objects.exists()

    def test_a_unit_of_someone_else_is_not_hers_to_fill(self, world, client_of):
        for unit in (world.units["Apt"], world.other_unit):
            sent = typed(world, unit=str(unit.pk))
            answer = client_of(world.correspondent_orange).post(reverse("leases:dwelling_new"), sent)
            assert "unit" in answer.context["form"].errors
        sent = typed(world, unit=str(world.units["Apt"].pk))
        assert client_of(world.rental).post(reverse("leases:dwelling_new"), sent).status_code == 302

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("rent", "-1"),
            ("rent", "abc"),
            ("rent", "99999999999"),
            ("available_on", "0001-01-01"),
            ("available_on", "31/02/2026"),
            ("announced_on", "2126-01-01"),
            ("agreed_on", "2026-11-01"),
            ("reservation_holder", "7a3d0c52-9b1e-4f68-a1d4-2e5c8b90f417"),
        ],
    )
    def test_a_bad_announcement_is_told(self, world, client_of, dwelling, field, value):
        url = reverse("leases:announcement_new", args=[dwelling.pk])
        answer = client_of(world.correspondent_orange).post(url, offered(**{field: value}))
        assert answer.status_code == 200
        assert answer.context["form"].errors
        assert not Announcement.objects.exists()

    def test_a_holder_of_another_landlord_is_not_offered(self, world, client_of, dwelling):
        stranger = lf.ReservationHolderFactory.make(landlord=world.other_landlord, name="Ville d’ailleurs")
        url = reverse("leases:announcement_new", args=[dwelling.pk])
        client = client_of(world.correspondent_orange)
        assert "Ville d’ailleurs" not in client.get(url).content.decode()
        answer = client.post(url, offered(reservation_holder=str(stranger.pk)))
        assert "reservation_holder" in answer.context["form"].errors

    def test_a_holder_is_added_once(self, world, client_of):
        client, url = client_of(world.rental), reverse("leases:reservation_holder_new")
        sent = {"name": "Ville d’Orange", "kind": "TOWN"}
        assert client.post(url, sent).status_code == 302
        assert "name" in client.post(url, sent).context["form"].errors
        assert ReservationHolder.objects.get().landlord == world.landlord

    def test_a_running_dossier_keeps_its_announcement(self, world, client_of, dwelling):
        row = made(world, dwelling)
        lf.SubmittedFileFactory.make(enrolment=world.mine, association=world.soligone, announcement=row)
        answer = client_of(world.correspondent_orange).post(
            reverse("leases:announcement_end", args=[row.pk]), {"ended_on": TODAY.isoformat(), "reason": "vendu"}
        )
        page = answer.content.decode().replace("\u00a0", " ")
        assert "Un dossier CAL est en cours pour ce logement" in page
        assert "Bensaïd" not in page

    def test_the_list_says_let_or_free_and_never_who_lives_there(self, world, client_of, dwelling):
        lf.LeaseFactory.make(share=DwellingShare.objects.get(), enrolment=world.mine)
        page = client_of(world.rental).get(reverse("leases:dwellings")).content.decode()
        assert "occupé" in page
        assert "Bensaïd" not in page
        assert world.mine.file_number not in page

    def test_the_list_costs_a_constant_number_of_queries(self, world, client_of):
        client, counts = client_of(world.rental), []
        client.get(reverse("leases:dwellings"))  # her session's own rows
        for wanted in (1, 3, 24):
            while Announcement.objects.count() < wanted:
                lf.AnnouncementFactory.make(dwelling__unit=world.units["Orange"])
            with CaptureQueriesContext(connection) as asked:
                client.get(reverse("leases:dwellings"))
            counts.append(len(asked))
        assert len(set(counts)) == 1, counts
