"""The landlord's field staff: who keeps it, where each shows, and what it never tells."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from foundation.refusals import Refused
from households.permissions import standing
from leases.enums import FieldRole
from leases.models import FieldSector, FieldStaff
from leases.rules.field_staff import Place, Sector
from leases.selectors.field_staff import section, staff_near
from leases.services import field_staff as services
from leases.services.field_staff import SectorFacts, StaffFacts
from tests.days import TODAY, after, before
from tests.factories import leases as lf
from tests.world import reader_of

pytestmark = pytest.mark.django_db
LIST = reverse("leases:field_staff")


def added(world, name="Driss Amar", unit="Orange", today=TODAY, **sector):
    facts = StaffFacts(name, FieldRole.CARETAKER, telephone="+33490112233")
    where = SectorFacts(world.units[unit], **sector)
    return services.add_staff(by=world.landlord_manager.pk, facts=facts, sector=where, today=today)


def names(world, place, day=TODAY):
    return [line.name for line in staff_near([place], day)[place]]


def test_the_nearest_comes_first(world):
    unit = world.units["Orange"]
    dwelling = lf.DwellingFactory.make(unit=unit, residence="Les Écureuils", reference="A-12")
    added(world, "Référente de l’unité")
    added(world, "Gardien d’ailleurs", residence="Le Parc")
    added(world, "Gardien de la résidence", residence="  les  ecureuils ")
    added(world, "Intervenante du logement", reference="a-12")
    place = Place(unit.pk, "Les Écureuils", dwelling.pk)
    assert names(world, place) == ["Intervenante du logement", "Gardien de la résidence", "Référente de l’unité"]
    assert names(world, Place(unit.pk)) == ["Référente de l’unité"]
    assert names(world, Place(world.units["Apt"].pk, "Les Écureuils")) == []


@pytest.mark.parametrize(
    ("sector", "expected"),
    [
        (Sector("u", "", "d"), 0),
        (Sector("u", "", "e"), None),
        (Sector("u", "LE PARC"), 1),
        (Sector("u", "Le Pré"), None),
        (Sector("u"), 2),
        (Sector("v"), None),
        (Sector("v", "Le Parc"), None),
    ],
)
def test_how_near_a_sector_is(sector, expected):
    assert sector.distance(Place("u", "Le Parc", "d")) == expected  # type: ignore[arg-type]


def test_days_are_included(world):
    staff = added(world, today=before(9))
    place = Place(world.units["Orange"].pk)
    assert names(world, place, before(10)) == []
    services.end_staff(by=world.landlord_manager.pk, staff=staff, ended_on=TODAY)
    assert names(world, place) == ["Driss Amar"]
    assert names(world, place, after(1)) == []
    services.restore_staff(by=world.landlord_manager.pk, staff=staff, today=TODAY)
    sector = FieldSector.objects.get()
    services.end_sector(by=world.landlord_manager.pk, sector=sector, ended_on=before(1))
    assert names(world, place) == []
    services.restore_sector(by=world.landlord_manager.pk, sector=sector, today=TODAY)
    assert names(world, place) == ["Driss Amar"]
    for act, subject in ((services.end_staff, {"staff": staff}), (services.end_sector, {"sector": sector})):
        with pytest.raises(Refused, match="précéder"):
            act(by=world.landlord_manager.pk, ended_on=before(10), **subject)


def test_someone_who_cannot_be_reached_is_refused(world):
    facts = StaffFacts("Driss Amar", FieldRole.CARETAKER)
    with pytest.raises(Refused, match="téléphone"):
        services.add_staff(
            by=world.landlord_manager.pk, facts=facts, sector=SectorFacts(world.units["Orange"]), today=TODAY
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        FieldStaff.objects.create(
            landlord=world.landlord, name="x", role="OTHER", started_on=TODAY, recorded_by=world.landlord_manager.pk
        )


def test_a_sector_is_of_the_landlord_and_said_once(world):
    staff = added(world, residence="Le Parc")
    by = {"by": world.landlord_manager.pk, "staff": staff, "today": TODAY}
    services.add_sector(**by, sector=SectorFacts(world.units["Orange"], residence="le parc"))
    assert staff.sectors.count() == 1
    with pytest.raises(Refused, match="pas de ce bailleur"):
        services.add_sector(**by, sector=SectorFacts(world.other_unit))
    with pytest.raises(Refused, match="cette référence"):
        services.add_sector(**by, sector=SectorFacts(world.units["Orange"], reference="inconnue"))


def test_the_same_person_is_added_once_for_a_landlord(world):
    by = world.landlord_manager.pk
    staff, other = added(world), added(world, "Zoé Blanc", "Apt")
    for name in ("Driss Amar", " driss  AMAR", "Dríss Amar"):
        with pytest.raises(Refused, match="déjà dans l’annuaire") as refused:
            added(world, name, "Apt")
        assert refused.value.field == "name"
    with pytest.raises(Refused, match="déjà dans l’annuaire"):
        services.correct_staff(
            by=by, staff=other, facts=StaffFacts("Driss Amar", FieldRole.SECTOR, how="Loge"), today=TODAY
        )
    same = StaffFacts("Driss AMAR", FieldRole.SECTOR, how="Loge du parc")
    assert services.correct_staff(by=by, staff=staff, facts=same, today=TODAY).how == "Loge du parc"
    elsewhere = SectorFacts(world.other_unit)
    services.add_staff(by=by, facts=same, sector=elsewhere, today=TODAY)  # another landlord's
    assert FieldStaff.objects.count() == 3
    services.end_staff(by=by, staff=staff, ended_on=TODAY)
    with pytest.raises(Refused):  # her last day is included
        added(world)
    again = added(world, today=after(1))
    staff.refresh_from_db()
    with pytest.raises(Refused, match="déjà dans l’annuaire"):
        services.restore_staff(by=by, staff=staff, today=after(1))
    services.end_staff(by=by, staff=again, ended_on=after(1))
    services.restore_staff(by=by, staff=staff, today=after(2))


def test_a_sector_said_again_since_is_not_doubled_when_its_end_is_taken_back(world):
    staff = added(world, residence="Le Parc", today=before(9))
    by = world.landlord_manager.pk
    sector = staff.sectors.get()
    services.end_sector(by=by, sector=sector, ended_on=before(1))
    where = SectorFacts(world.units["Orange"], residence="le parc")
    services.add_sector(by=by, staff=staff, sector=where, today=TODAY)
    services.restore_sector(by=by, sector=sector, today=TODAY)
    assert FieldSector.objects.open_on(TODAY).filter(staff=staff).count() == 1


def test_who_is_known_is_refused_beside_her_name_and_nothing_typed_is_lost(world, client_of):
    added(world)
    sent = {"name": "Driss Amar", "role": "SECTOR", "email": "d@exemple.fr", "unit": str(world.units["Apt"].pk)}
    page = client_of(world.landlord_manager).post(reverse("leases:field_staff_new"), sent)
    assert page.status_code == 200
    assert "déjà dans l’annuaire" in page.context["form"].errors["name"][0]
    assert 'value="d@exemple.fr"' in page.content.decode()


def test_ending_a_sector_is_undone_from_its_message(world, client_of):
    sector = added(world).sectors.get()
    manager = client_of(world.landlord_manager)
    manager.post(reverse("leases:field_sector_end", args=[sector.pk]), {"ended_on": TODAY.isoformat()})
    undo = reverse("leases:field_sector_restore", args=[sector.pk])
    assert undo in manager.get(LIST).content.decode()
    assert client_of(world.correspondent_apt).post(undo).status_code == 403
    assert client_of(world.other_landlord_correspondent).post(undo).status_code == 404
    assert manager.post(undo).status_code == 302
    sector.refresh_from_db()
    assert sector.ended_on is None


def test_the_team_and_the_landlord_s_people_read_it_beside_the_home(world, client_of):
    added(world)
    housing = reverse("journeys:file_housing", args=[world.mine.pk])
    assert "Driss Amar" in client_of(world.lead).get(housing).content.decode()
    lease = reverse("journeys:file_lease", args=[world.mine.pk])
    for user in (world.lead, world.correspondent_orange, world.adviser):
        page = client_of(user).get(lease).content.decode()
        assert "Driss Amar" in page
        assert "04\u00a090\u00a011\u00a022\u00a033" in page
    for user in (world.other_worker, world.correspondent_apt):
        assert client_of(user).get(lease).status_code == 404


def test_of_a_protected_household_nothing_shows_outside_the_list(world, client_of):
    added(world)
    world.mine.is_protected = True
    world.mine.save()
    for user in (world.correspondent_orange, world.adviser, world.colleague):
        hers = standing(reader_of(user), world.mine)
        assert section(reader_of(user), world.mine, hers) is None
    assert section(reader_of(world.lead), world.mine, standing(reader_of(world.lead), world.mine)) is not None


def test_the_directory_is_kept_by_the_manager_and_by_unit(world, client_of):
    sent = {
        "name": "Zoé Blanc",
        "role": "SECTOR",
        "email": "zoe.blanc@exemple.fr",
        "unit": str(world.units["Orange"].pk),
    }
    correspondent = client_of(world.correspondent_orange)
    new = reverse("leases:field_staff_new")
    assert correspondent.post(new, {**sent, "unit": str(world.units["Apt"].pk)}).status_code == 200
    assert correspondent.post(new, {**sent, "email": ""}).status_code == 200
    assert not FieldStaff.objects.exists()
    assert correspondent.post(new, sent).status_code == 302
    staff = FieldStaff.objects.get()
    assert (staff.landlord, staff.sectors.get().unit) == (world.landlord, world.units["Orange"])
    edit = reverse("leases:field_staff_edit", args=[staff.pk])
    assert client_of(world.correspondent_apt).get(edit).status_code == 403
    assert client_of(world.other_landlord_correspondent).get(edit).status_code == 404
    manager = client_of(world.landlord_manager)
    assert manager.post(edit, {**sent, "name": "Zoé Martin"}).status_code == 302
    assert (
        manager.post(
            reverse("leases:field_sector_new", args=[staff.pk]), {"unit": str(world.units["Apt"].pk)}
        ).status_code
        == 302
    )
    page = manager.get(LIST).content.decode()
    assert "Zoé Martin" in page
    assert "Unité Apt" in page
    assert "Zoé" not in client_of(world.other_landlord_correspondent).get(LIST).content.decode()
    end = reverse("leases:field_staff_end", args=[staff.pk])
    assert manager.post(end, {"ended_on": TODAY.isoformat()}).status_code == 302
    assert manager.post(reverse("leases:field_staff_restore", args=[staff.pk])).status_code == 302
    staff.refresh_from_db()
    assert staff.ended_on is None
    assert client_of(world.lead).get(LIST).status_code == 403


@pytest.mark.parametrize("sent", [{}, {"name": "\x00", "role": "X" * 900, "unit": "' OR 1=1"}, {"name": "x" * 9000}])
def test_hostile_people_are_refused_on_the_page(world, client_of, sent):
    assert client_of(world.landlord_manager).post(reverse("leases:field_staff_new"), sent).status_code == 200
    assert not FieldStaff.objects.exists()


def test_the_directory_and_the_dwellings_cost_the_same_whatever_their_number(world, client_of):
    client = client_of(world.correspondent_orange)
    counts = []
    for size in (1, 3, 30):
        while FieldStaff.objects.count() < size:
            rank = FieldStaff.objects.count()
            lf.DwellingFactory.make(
                unit=world.units["Orange"], landlord=world.landlord, reference=f"R{rank:03}", residence="Le Parc"
            )
            added(world, f"Personne {rank:02}", residence="Le Parc")
        for url in (LIST, reverse("leases:dwellings")):
            client.get(url)
            with CaptureQueriesContext(connection) as queries:
                assert "Personne 00" in client.get(url).content.decode()
            counts.append(len(queries))
    assert counts[:2] == counts[2:4] == counts[4:]
