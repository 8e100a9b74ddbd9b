"""« Titres d’occupation » and its forms: who reads what, what is refused beside its field, what is kept and undone."""

import datetime as dt
import io

import pillow_heif
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from households.permissions import standing
from leases.enums import InventoryKind, LeaseKind
from leases.models import Inventory, InventoryPhoto, Lease
from leases.selectors.titles import section
from leases.services.inventories import Room, make_inventory
from records.models import StoredFile
from tests.days import TODAY, before
from tests.factories import leases as lf
from tests.factories.records import ParameterFactory
from tests.journeys.titles.acts import agreed, approve, home, taken_over
from tests.leases import course
from tests.leases.subleases import exam_parameters
from tests.world import reader_of

pytestmark = pytest.mark.django_db
D = dt.date


@pytest.fixture(autouse=True)
def _ready(world):
    approve(world.soligone)
    course.parameters()
    exam_parameters()
    for code, value in (("notice.months", 3), ("notice.short_months", 1)):
        ParameterFactory.make(code=code, value=value, started_on=D(2015, 1, 1))


def page(client, enrolment):
    return client.get(reverse("journeys:file_lease", args=[enrolment.pk])).content.decode()


def url(name, lease, *more):
    return reverse(f"journeys:{name}", args=[lease.enrolment_id, lease.pk, *more])


def jpeg(color="teal"):
    content = io.BytesIO()
    Image.new("RGB", (40, 30), color).save(content, "JPEG")
    return SimpleUploadedFile("photo.jpg", content.getvalue(), "image/jpeg")


def taking(**values):
    return {
        "kind": "DIRECT",
        "reference": "ORA-7",
        "signed_on": "2012-05-20",
        "started_on": "2012-06-01",
        "rent": "412",
        "charges": "60",
        **values,
    }


class TestReading:
    def test_each_reads_the_part_that_is_hers(self, world, client_of):
        """The team reads all; a colleague kinds and days; the landlord no rent of a sublease; the stranger nothing."""
        lease = taken_over(
            world, world.mine, LeaseKind.SUBLEASE, D(2026, 3, 1), association=world.soligone, expects_slide=True
        )
        Lease.objects.filter(pk=lease.pk).update(rent=437, end_note="Note de l’équipe")
        team, colleague, landlord = (
            page(client_of(user), world.mine) for user in (world.lead, world.colleague, world.correspondent_orange)
        )
        for read in (team, colleague, landlord):
            assert "Mistral Habitat loue à Soligone, qui sous-loue au ménage" in read
        assert "437,00" in team
        assert "437,00" not in colleague + landlord
        assert "Note de l’équipe" not in colleague + landlord
        assert url("title_end", lease) not in colleague + landlord
        answer = client_of(world.other_worker).get(reverse("journeys:file_lease", args=[world.mine.pk]))
        assert answer.status_code == 404

    def test_the_landlord_of_another_home_reads_nothing_of_it(self, world, client_of):
        other = lf.DwellingFactory.make(unit=world.other_unit)
        lf.LeaseFactory.make(share__dwelling=other, enrolment=world.mine, rent=999)
        assert "Bail du ménage" not in page(client_of(world.correspondent_orange), world.mine)

    @pytest.mark.parametrize("count", [1, 3, 30])
    def test_a_constant_number_of_queries(self, world, django_assert_num_queries, count):
        for rank in range(count):
            day = D(2000 + rank // 2, 1 + 6 * (rank % 2), 1)
            lease = lf.LeaseFactory.make(
                enrolment=world.mine, signed_on=day, started_on=day, ended_on=day + dt.timedelta(100)
            )
            lf.InventoryFactory.make(lease=lease, made_on=day)
        reader = reader_of(world.lead)
        hers = standing(reader, world.mine)
        with django_assert_num_queries(4):
            section(reader, world.mine, hers)


class TestTakingOver:
    def test_by_the_landlord_s_reference_then_undone(self, world, client_of):
        home(world, reference="ORA-7")
        client = client_of(world.lead)
        where = reverse("journeys:title_take_over", args=[world.mine.pk])
        answer = client.post(where, taking(), follow=True)
        assert "Titre repris." in answer.content.decode()
        lease = Lease.objects.get(enrolment=world.mine)
        assert (lease.is_taken_over, lease.started_on) == (True, D(2012, 6, 1))
        client.post(url("title_undo", lease))
        assert not Lease.objects.filter(enrolment=world.mine).exists()
        assert "annulé" in page(client, world.mine)

    @pytest.mark.parametrize(
        ("values", "said"),
        [
            ({"reference": "RIEN"}, "Aucun logement de cette référence"),
            ({"signed_on": "2026-12-01", "started_on": "2026-12-01"}, "jour à venir"),
            ({"started_on": "2015-06-01"}, "plus d’un an de la signature"),
            ({"ended_on": "2020-01-01"}, "Dites pourquoi ce titre s’est terminé"),
        ],
    )
    def test_what_is_refused_is_said_and_nothing_typed_is_lost(self, world, client_of, values, said):
        home(world, reference="ORA-7")
        read = (
            client_of(world.lead)
            .post(reverse("journeys:title_take_over", args=[world.mine.pk]), taking(**values))
            .content.decode()
        )
        assert said in read
        assert 'value="412"' in read
        assert not Lease.objects.filter(enrolment=world.mine).exists()


class TestEnding:
    def test_a_notice_counts_its_last_day_and_is_undone(self, world, client_of):
        lease = taken_over(world, world.mine, LeaseKind.DIRECT, D(2012, 6, 1))
        client = client_of(world.lead)
        assert "Source" in client.get(url("title_end", lease)).content.decode()
        client.post(url("title_end", lease), {"reason": "HOUSEHOLD_NOTICE", "notice_on": "2026-10-31"})
        lease.refresh_from_db()
        assert (lease.ended_on, lease.notice_on) == (D(2027, 1, 31), D(2026, 10, 31))
        client.post(url("title_end_undo", lease))
        lease.refresh_from_db()
        assert lease.ended_on is None

    def test_the_landlord_ends_what_it_signed_with_the_household(self, world, client_of):
        lease = taken_over(world, world.mine, LeaseKind.DIRECT, D(2012, 6, 1))
        client_of(world.litigation).post(url("title_end", lease), {"reason": "TERMINATED", "ended_on": "2026-10-31"})
        assert Lease.objects.get(enrolment=world.mine, ended_on=None).kind == LeaseKind.NO_TITLE

    def test_neither_day_nor_notice(self, world, client_of):
        lease = taken_over(world, world.mine, LeaseKind.DIRECT, D(2012, 6, 1))
        read = client_of(world.lead).post(url("title_end", lease), {"reason": "HOUSEHOLD_NOTICE"}).content.decode()
        assert "le jour où le congé a été reçu" in read


class TestSliding:
    def test_from_the_page_by_the_landlord(self, world, client_of):
        lease = taken_over(
            world, world.mine, LeaseKind.SUBLEASE, D(2026, 3, 1), association=world.soligone, expects_slide=True
        )
        client = client_of(world.correspondent_orange)
        assert "n’a pas encore donné son accord" in client.get(url("title_slide", lease)).content.decode()
        agreed(world, lease, D(2026, 11, 1), D(2026, 10, 10))
        read = client.get(url("title_slide", lease)).content.decode()
        assert "Accord du bailleur donné le 10 octobre 2026" in read
        assert "Aucune demande de logement social" in read
        values = {"signed_on": "2026-10-20", "started_on": "2026-11-01", "rent": "412", "has_inventory": "YES"}
        assert "Indiquez le jour" in client.post(url("title_slide", lease), values).content.decode()
        client.post(url("title_slide", lease), {**values, "inventory_on": "2026-11-01"})
        again = client.post(url("title_slide", lease), {**values, "inventory_on": "2026-11-01"}, follow=True)
        assert "Le glissement est déjà enregistré" in again.content.decode()
        assert Lease.objects.get(enrolment=world.mine, ended_on=None).kind == LeaseKind.DIRECT
        assert (
            "Glissement le 1er novembre 2026"
            in client_of(world.lead).get(reverse("journeys:file", args=[world.mine.pk])).content.decode()
        )


class TestInventories:
    def test_rooms_keys_photographs_side_by_side(self, world, client_of):
        lease = taken_over(world, world.mine, LeaseKind.DIRECT, D(2012, 6, 1))
        make_inventory(
            by=world.lead.pk,
            lease=lease,
            kind=InventoryKind.MOVE_IN,
            made_on=D(2012, 6, 1),
            worker_was_present=True,
            keys_handed=3,
            note="",
            rooms=[Room("Entrée", "Neuve"), Room("Séjour", "Parquet rayé")],
            today=TODAY,
        )
        client = client_of(world.lead)
        values = {"kind": "MOVE_OUT", "made_on": before(1).isoformat(), "keys_returned": "2", "room_0": "Usée"}
        client.post(url("inventory_new", lease), values)
        made = Inventory.objects.get(kind=InventoryKind.MOVE_OUT)
        fake = SimpleUploadedFile("faux.jpg", b"bonjour", "image/jpeg")
        answer = client.post(
            url("inventory_photo_add", lease, made.pk),
            {"photos": [jpeg(), jpeg("red"), fake], "room": "Entrée"},
            follow=True,
        )
        read = answer.content.decode()
        for said in ("Neuve", "Usée", "Parquet rayé", "il manque 1 clé", "faux.jpg"):
            assert said in read
        assert InventoryPhoto.objects.filter(inventory=made).count() == 2
        photo = InventoryPhoto.objects.filter(inventory=made).first()
        where = url("inventory_photo", lease, made.pk, photo.pk)
        assert b"".join(client.get(where).streaming_content)[:2] == b"\xff\xd8"
        assert client_of(world.colleague).get(where).status_code == 403
        assert client_of(world.other_worker).get(where).status_code == 404
        client.post(url("inventory_photo_remove", lease, made.pk, photo.pk))
        assert StoredFile.objects.filter(kind="leases.inventory_photo").count() == 1

    def test_a_telephone_s_photograph_is_kept_as_one_that_all_read(self, world, client_of):
        lease = taken_over(world, world.mine, LeaseKind.DIRECT, D(2012, 6, 1))
        made = lf.InventoryFactory.make(lease=lease, made_on=before(1), recorded_by=world.lead.pk)
        out = io.BytesIO()
        pillow_heif.from_pillow(Image.new("RGB", (40, 30), "teal")).save(out)
        sent = SimpleUploadedFile("IMG_0042.HEIC", out.getvalue(), "image/heic")
        client = client_of(world.lead)
        client.post(url("inventory_photo_add", lease, made.pk), {"photos": [sent], "room": ""})
        photo = InventoryPhoto.objects.get(inventory=made)
        answer = client.get(url("inventory_photo", lease, made.pk, photo.pk))
        assert answer["Content-Type"] == "image/jpeg"
        assert b"".join(answer.streaming_content)[:2] == b"\xff\xd8"

    def test_a_sublease_s_own_is_not_the_landlord_s(self, world, client_of):
        lease = taken_over(
            world, world.mine, LeaseKind.SUBLEASE, D(2026, 3, 1), association=world.soligone, expects_slide=True
        )
        row = lf.InventoryFactory.make(lease=lease, made_on=D(2026, 3, 1), note="Moisissures")
        assert client_of(world.correspondent_orange).get(url("inventory", lease, row.pk)).status_code == 404
