"""What a manager does to a month: she validates what she read, has it calculated again, publishes a new version."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.urls import reverse

from foundation.periods import Month
from records.services.events import CLOCK
from reporting.enums import FrozenBecause, MonthStatus
from reporting.models import DashboardMonth, MonthVersion, Validation
from reporting.services import months
from tests.days import TODAY

SLUG = "bail-de-securisation"
KEY = [SLUG, "2026-10"]
MONTH = reverse("reporting:month", args=KEY)
VALIDATE = reverse("reporting:validate", args=KEY)
RECOMPUTE = reverse("reporting:recompute", args=KEY)
REISSUE = reverse("reporting:reissue", args=KEY)


@pytest.fixture
def made(world) -> MonthVersion:
    """Make October as Celery does, from the pilot's files."""
    call_command("load_reference", verbosity=0)
    return months.make_provisional(by=CLOCK, programme=world.securisation.programme, month=Month(2026, 10), today=TODAY)


@pytest.fixture
def frozen(made) -> MonthVersion:
    """Freeze it as it stands."""
    return months.freeze(by=CLOCK, month=made.month, because=FrozenBecause.DAY_CAME, today=TODAY)


def test_the_page_shows_what_was_calculated(world, made, client_of):
    page = client_of(world.manager).get(MONTH)
    assert page.status_code == 200
    assert page.context["page"].is_balanced
    for who in ("manager", "other_manager"):
        client = client_of(world.people[who])
        shown = client.get(MONTH).context["page"]
        for row in (*shown.flow_rows, shown.flow_total, *shown.supply_rows, shown.supply_total):
            for cell in row.cells:
                if cell.url:
                    found = client.get(cell.url).context["list"]
                    assert found.count == cell.text, cell.url
                    assert found.shown + sum(int(words.split("\u00a0")[0]) for words in found.hidden) == found.total


def test_both_validate_and_the_month_is_frozen(world, made, client_of):
    page = client_of(world.manager).get(VALIDATE)
    assert "Le mois ne sera plus recalculé" in page.content.decode()
    sent = {"association": str(world.soligone.pk), "revision": "1"}
    assert client_of(world.manager).post(VALIDATE, sent).headers["Location"] == MONTH
    assert "C’est la dernière validation" in client_of(world.other_manager).get(VALIDATE).content.decode()
    client_of(world.other_manager).post(VALIDATE, {"association": str(world.cap_habitat.pk), "revision": "1"})
    assert DashboardMonth.objects.get(pk=made.month_id).status == MonthStatus.FROZEN
    assert client_of(world.adviser).get(MONTH).status_code == 200
    refused = client_of(world.manager).get(VALIDATE)
    assert refused.status_code == 403
    assert "figé" in refused.content.decode()


def test_a_stale_validation_is_refused_with_its_reason(world, made, client_of):
    client = client_of(world.manager)
    client.get(VALIDATE)
    months.recompute(by=world.other_manager.pk, month=made.month, today=TODAY)
    page = client.post(VALIDATE, {"association": str(world.soligone.pk), "revision": "1"})
    assert page.status_code == 200
    assert "recalculé" in page.content.decode()
    assert not Validation.objects.exists()


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"revision": "1"},
        {"association": "x", "revision": "1"},
        {"association": "\x00", "revision": "99999999999999999999"},
        {"association": ["x", "y"], "revision": ["1", "2"]},
        {"association": "é" * 10_000, "revision": "-1"},
    ],
)
def test_hostile_validations(world, made, client_of, sent):
    assert client_of(world.manager).post(VALIDATE, sent).status_code == 200
    assert not Validation.objects.exists()


def test_another_associations_part_is_not_hers(world, made, client_of):
    page = client_of(world.manager).post(VALIDATE, {"association": str(world.cap_habitat.pk), "revision": "1"})
    assert page.status_code == 200
    assert not Validation.objects.exists()


def test_recalculated_until_the_first_validation(world, made, client_of):
    client = client_of(world.manager)
    assert "refaits avec ce qui est enregistré" in client.get(RECOMPUTE).content.decode()
    assert client.post(RECOMPUTE).headers["Location"] == MONTH
    made.refresh_from_db()
    assert made.revision == 2
    client.post(VALIDATE, {"association": str(world.soligone.pk), "revision": "2"})
    refused = client_of(world.other_manager).post(RECOMPUTE)
    assert refused.status_code == 403
    assert "déjà validé" in refused.content.decode()


def test_a_new_version_says_what_and_why(world, frozen, client_of):
    client = client_of(world.manager)
    empty = client.post(REISSUE, {"reason": "   "})
    assert empty.status_code == 200
    assert MonthVersion.objects.count() == 1
    assert client.post(REISSUE, {"reason": "Une entrée manquait."}).headers["Location"] == MONTH
    text = client_of(world.landlord_manager).get(MONTH).content.decode()
    assert "Une entrée manquait." in text
    assert client_of(world.landlord_manager).get(f"{MONTH}?version=1").status_code == 200


def test_a_new_version_is_refused_to_the_landlord_with_its_reason(world, frozen, client_of):
    page = client_of(world.landlord_manager).post(REISSUE, {"reason": "Non"})
    assert page.status_code == 403
    assert "responsables des associations" in page.content.decode()


def test_a_file_is_asked_made_once_and_handed_to_who_asked(world, frozen, client_of):
    ask = reverse("reporting:make_file", args=[*KEY, "xlsx"])
    client = client_of(world.manager)
    first, second = client.post(ask), client.post(ask)
    assert first.headers["Location"] == second.headers["Location"]
    assert client.post(reverse("reporting:make_file", args=[*KEY, "exe"])).status_code == 404
    job_id = first.headers["Location"].rstrip("/").rsplit("/", 1)[-1]
    assert client.get(MONTH).status_code == 200
    assert client_of(world.other_manager).get(reverse("reporting:file", args=[job_id])).status_code == 404


def test_the_home_asks_for_the_validation_first(world, made, client_of):
    page = client_of(world.manager).get("/?accueil=equipe").content.decode()
    assert "1\u00a0mois est à valider" in page
    assert MONTH in page
    assert dt.date(2026, 10, 1) == made.month.month_on
    Validation.objects.create(version=made, revision=1, association=world.soligone, validated_by=world.manager.pk)
    assert "à valider." not in client_of(world.manager).get("/?accueil=equipe").content.decode()
