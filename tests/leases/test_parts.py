"""The parts of a dwelling: made, closed, opened again; « occupé » or « libre », and never a name."""

import pytest
from django.urls import reverse

from foundation.words import plain_date
from leases.enums import LeaseKind
from leases.models import DwellingShare, Lease
from tests.days import TODAY, after, before
from tests.factories import leases as lf

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"leases:dwelling_{name}", args=args)


@pytest.fixture
def dwelling(world):
    return lf.DwellingFactory.make(unit=world.units["Orange"], reference="ORA-0007")


def part(dwelling, label, **values):
    return DwellingShare.objects.create(dwelling=dwelling, label=label, started_on=before(400), **values)


def housed(enrolment, share, **values):
    return lf.LeaseFactory.make(
        enrolment=enrolment, share=share, started_on=before(300), signed_on=before(300), **values
    )


def read(client, dwelling):
    return client.get(url("parts", dwelling.pk)).content.decode()


def test_occupied_or_free_and_nobody_named_even_a_protected_household(world, client_of, dwelling):
    housed(world.protected, part(dwelling, "chambre 1"))
    part(dwelling, "chambre 2")
    said = read(client_of(world.correspondent_orange), dwelling)
    assert said.index("Chambre 1</strong>\u00a0: occupé") < said.index("Chambre 2</strong>\u00a0: libre")
    assert world.protected.file_number not in said
    assert said.count(f"Se loue ainsi depuis le {plain_date(before(400))}") == 2  # never since when it is occupied
    assert plain_date(before(300)) not in said
    for name in world.protected.household.members.values_list("person__last_name", flat=True):
        assert name not in said


def test_a_part_is_occupied_with_the_whole_and_the_whole_with_a_part(world, client_of, dwelling):
    whole = part(dwelling, "")
    part(dwelling, "chambre 1")
    lease = housed(world.mine, whole)
    client = client_of(world.correspondent_orange)
    assert read(client, dwelling).count("\u00a0: occupé") == 2
    Lease.objects.filter(pk=lease.pk).update(ended_on=before(1))
    assert read(client, dwelling).count("\u00a0: libre") == 2
    housed(world.colleagues, DwellingShare.objects.get(dwelling=dwelling, label="chambre 1"))
    assert read(client, dwelling).count("\u00a0: occupé") == 2


def test_a_dwelling_without_parts_says_what_to_do(world, client_of, dwelling):
    assert "Ce logement se loue entier" in read(client_of(world.correspondent_orange), dwelling)
    listed = client_of(world.correspondent_orange).get(reverse("leases:dwellings")).content.decode()
    assert "Louer par parties" in listed
    part(dwelling, "chambre 1")
    part(dwelling, "chambre 2", ended_on=before(3))
    listed = client_of(world.correspondent_orange).get(reverse("leases:dwellings")).content.decode()
    assert "En colocation\u00a0: 1\u00a0partie" in listed


def test_made_closed_then_opened_again(world, client_of, dwelling):
    client = client_of(world.rental)
    client.post(url("part_new", dwelling.pk), {"label": " chambre  1 ", "started_on": before(3).isoformat()})
    share = DwellingShare.objects.get(dwelling=dwelling)
    assert (share.label, share.started_on) == ("chambre 1", before(3))
    answer = client.post(url("part_close", dwelling.pk, share.pk), {"ended_on": before(1).isoformat()}, follow=True)
    assert "Ne se louent plus à part" in answer.content.decode()
    client.post(url("part_reopen", dwelling.pk, share.pk))
    share.refresh_from_db()
    assert share.ended_on is None


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"label": "Chambre 1", "started_on": TODAY.isoformat()}, "Cette partie du logement existe déjà."),
        ({"label": "chambre 2", "started_on": after(1).isoformat()}, "Ce jour n’est pas encore venu."),
        ({"label": "", "started_on": TODAY.isoformat()}, "Remplissez ce champ."),
        ({"label": "é" * 61, "started_on": TODAY.isoformat()}, "60"),
        ({"label": "<script>alert(1)</script>", "started_on": "hier"}, "&lt;script&gt;"),
    ],
)
def test_what_is_refused_is_said_and_nothing_typed_is_lost(world, client_of, dwelling, values, said):
    part(dwelling, "chambre 1")
    answer = client_of(world.correspondent_orange).post(url("part_new", dwelling.pk), values)
    assert answer.status_code == 200
    assert said in answer.content.decode()
    assert DwellingShare.objects.count() == 1


def test_a_part_that_is_let_is_not_closed(world, client_of, dwelling):
    share = part(dwelling, "chambre 1")
    housed(world.mine, share)
    answer = client_of(world.correspondent_orange).post(
        url("part_close", dwelling.pk, share.pk), {"ended_on": TODAY.isoformat()}
    )
    assert "encore louée après ce jour" in answer.content.decode()
    elsewhere = lf.DwellingFactory.make(unit=world.units["Orange"])
    close = url("part_close", elsewhere.pk, share.pk)
    assert client_of(world.correspondent_orange).get(close).status_code == 404


class TestFromTheTabOfAFile:
    def test_its_team_reads_and_makes_the_parts(self, world, client_of, dwelling):
        share = part(dwelling, "chambre 1")
        housed(world.mine, share, kind=LeaseKind.DIRECT)
        client = client_of(world.lead)
        tab = client.get(reverse("journeys:file_lease", args=[world.mine.pk])).content.decode()
        assert url("parts", dwelling.pk) in tab
        assert "Chambre 1</strong>\u00a0: occupé" in read(client, dwelling)
        client.post(url("part_new", dwelling.pk), {"label": "chambre 2", "started_on": TODAY.isoformat()})
        assert DwellingShare.objects.filter(dwelling=dwelling, label="chambre 2").exists()

    def test_who_has_no_household_there_reads_nothing(self, world, client_of, dwelling):
        housed(world.protected, part(dwelling, "chambre 1"))
        for user in (world.lead, world.other_worker, world.litigation, world.correspondent_apt, world.admin):
            assert client_of(user).get(url("parts", dwelling.pk)).status_code == 404

    def test_no_more_once_it_has_left(self, world, client_of, dwelling):
        lease = housed(world.mine, part(dwelling, "chambre 1"))
        Lease.objects.filter(pk=lease.pk).update(ended_on=before(1))
        assert client_of(world.lead).get(url("parts", dwelling.pk)).status_code == 404


@pytest.mark.parametrize("count", [1, 3, 30])
def test_a_constant_number_of_queries(world, client_of, dwelling, count, django_assert_max_num_queries):
    for number in range(count):
        part(dwelling, f"chambre {number}")
    client = client_of(world.correspondent_orange)
    read(client, dwelling)
    with django_assert_max_num_queries(20):
        read(client, dwelling)
