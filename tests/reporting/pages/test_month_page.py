"""The month's page: who reads it, what it shows each, and that nothing of others leaks."""

import datetime as dt
from io import BytesIO
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse

from records.models import Event
from records.services.files import store_file
from reporting.enums import Figure
from reporting.exports.pdf import month_pdf
from reporting.models import MonthVersion
from reporting.rules.shown import SLUGS
from tests.factories import partners as p
from tests.reporting.pages.months import before_october, make_month
from tests.reporting.sample import sample_content
from tests.world import member

SLUG = "bail-de-securisation"
MONTH = reverse("reporting:month", args=[SLUG, "2026-10"])
STRANGERS = ("lead", "colleague", "other_worker", "rental", "litigation", "cal_secretary", "admin")
LANDLORD = ("correspondent_orange", "correspondent_apt", "adviser", "landlord_manager")


@pytest.fixture
def frozen(world) -> MonthVersion:
    """Make October frozen after September."""
    return make_month(world, previous=before_october(world), is_frozen=True, validated=("soligone", "cap_habitat"))


@pytest.fixture
def provisional(world) -> MonthVersion:
    """Make October provisional after September."""
    return make_month(world, previous=before_october(world))


def figure(name: Figure, **query: str) -> str:
    asked = "&".join(f"{key}={value}" for key, value in query.items())
    return f"{reverse('reporting:figure', args=[SLUG, '2026-10', SLUGS[name]])}?{asked}"


@pytest.mark.parametrize("who", [*STRANGERS, "other_landlord_correspondent"])
def test_a_month_does_not_exist_for_a_stranger(world, frozen, client_of, who):
    client = client_of(world.people[who])
    for address in (MONTH, figure(Figure.ENTERED), reverse("reporting:report", args=[SLUG, "2026-10"])):
        page = client.get(address)
        assert page.status_code == 404
        assert "Carpentras" not in page.content.decode()


def test_a_manager_of_another_programme_reads_nothing(world, frozen, client_of):
    elsewhere = p.AssociationFactory.make()
    stranger = member(elsewhere, "ASSOCIATION_MANAGER", "Rose", "Ailleurs")
    assert client_of(stranger).get(MONTH).status_code == 404
    page = client_of(stranger).get(reverse("reporting:months")).content.decode()
    assert "Aucun tableau de bord" in page
    assert "Octobre" not in page


@pytest.mark.parametrize("who", LANDLORD)
def test_a_provisional_month_does_not_exist_for_the_landlord(world, provisional, client_of, who):
    client = client_of(world.people[who])
    assert client.get(MONTH).status_code == 404
    assert client.get(figure(Figure.ENTERED)).status_code == 404
    assert "Octobre" not in client.get(f"{reverse('reporting:months')}?tous").content.decode()


@pytest.mark.parametrize("who", ["manager", "other_manager", *LANDLORD])
def test_a_frozen_month_is_read_and_told_to_the_journal(world, frozen, client_of, who):
    page = client_of(world.people[who]).get(MONTH)
    assert page.status_code == 200
    assert Event.objects.filter(verb="month.opened", object_id=frozen.pk, actor=world.people[who].pk).count() == 1
    text = page.content.decode()
    for name in ("Bensaïd", "Ferrand", "Oliveira", "Secrétan"):
        assert name not in text


def test_loads_by_worker_are_her_managers_alone(world, frozen, client_of):
    hers, others = client_of(world.manager).get(MONTH), client_of(world.other_manager).get(MONTH)
    assert "Claire Fabre" in hers.content.decode()
    assert "Inès Garcin" not in hers.content.decode()
    assert "Inès Garcin" in others.content.decode()
    assert "Claire Fabre" not in others.content.decode()
    for who in LANDLORD:
        text = client_of(world.people[who]).get(MONTH).content.decode()
        assert "Cap Habitat" in text
        assert "Claire Fabre" not in text
        assert "Inès Garcin" not in text


def test_a_household_protected_since_is_named_no_more(world, client_of):
    make_month(world, previous=before_october(world), is_frozen=True)
    world.others.file_number = "2026-0131"  # of a correction in Carpentras
    world.others.save()
    page = client_of(world.correspondent_orange).get(MONTH).context["page"]
    assert ("Carpentras", "2026-0131") in {(line.unit, line.file_number) for line in page.corrections}
    world.others.is_protected = True
    world.others.save()
    page = client_of(world.correspondent_orange).get(MONTH)
    assert "2026-0131" not in page.content.decode()
    shown = page.context["page"]
    assert sum(line.file_number == "dossier protégé" for line in shown.corrections) == 3
    assert (shown.stock_before, shown.stock_after) == (34, 35)


def test_the_published_report_closes_when_it_names_a_household_protected_since(world, client_of):
    version = make_month(world, previous=before_october(world), is_frozen=True)
    content = BytesIO(month_pdf(sample_content()))
    stored = store_file(
        content=content, name="r.pdf", kind="reporting.month", subject_id=version.pk, by=world.manager.pk
    )
    MonthVersion.objects.filter(pk=version.pk).update(pdf=stored)
    report = reverse("reporting:report", args=[SLUG, "2026-10"])
    client = client_of(world.correspondent_orange)
    assert client.get(report).status_code == 200
    assert report in client.get(MONTH).content.decode()
    world.others.file_number, world.others.is_protected = "2026-0131", True
    world.others.save()
    assert client.get(report).status_code == 404
    assert report not in client.get(MONTH).content.decode()  # it is made again, without the household


def test_identity_comparison_and_reasons_are_shown(world, provisional, client_of):
    page = client_of(world.manager).get(MONTH)
    text = page.content.decode()
    assert "34 + 1 + 5 + 2 − 4 − 2 = 36" in text
    assert "Pourquoi septembre a bougé de 34 à 35" in text
    assert "2026-0131" in text
    stock = next(line for line in page.context["page"].headlines if line.name == "Ménages accompagnés")
    assert (stock.now.text, stock.before, stock.change) == ("36", "34", "+2")
    assert "masqué" in text


def test_every_figure_of_the_page_opens_a_list_that_counts_it(world, provisional, client_of):
    """Each link of the page to a list says a figure: the list has as many lines, shown or counted with why."""
    for who in ("manager", "other_manager"):
        client = client_of(world.people[who])
        page = client.get(MONTH).context["page"]
        cells = [
            (cell.text, cell.url)
            for row in (*page.flow_rows, page.flow_total, *page.supply_rows, page.supply_total)
            for cell in row.cells
            if cell.url
        ]
        cells += [
            (term.text.lstrip("+−"), term.url) for term in page.terms if term.url and "corrections" not in term.url
        ]
        cells += [(cell.text, cell.url) for unit in page.units for row in unit.sizes for cell in row.cells if cell.url]
        cells += [(target.text, target.url) for target in page.targets]
        cells.append((page.requests_total.text, page.requests_total.url))
        for text, url in dict(zip((url for _, url in cells), cells, strict=True)).values():
            found = client.get(url).context["list"]
            assert found.count == text, url
            assert found.shown + sum(int(words.split("\u00a0")[0]) for words in found.hidden) == found.total, url


@pytest.mark.parametrize("who", ["other_manager", "correspondent_orange", "adviser"])
def test_a_list_counts_the_same_for_everybody(world, frozen, client_of, who):
    manager, reader = client_of(world.manager), client_of(world.people[who])
    for name in Figure:
        found = reader.get(figure(name)).context["list"]
        assert found.total == manager.get(figure(name)).context["list"].total, name
        assert found.shown + sum(int(words.split("\u00a0")[0]) for words in found.hidden) == found.total, name
        assert found.shown == found.page.paginator.count


def test_a_list_names_only_what_she_may_read(world, frozen, client_of):
    hers = client_of(world.manager).get(figure(Figure.STOCK_END)).content.decode()
    assert "Bensaïd" in hers
    assert "Oliveira" not in hers
    assert "2026-0150" not in hers
    assert "suivis par une autre association" in hers
    orange = client_of(world.correspondent_orange).get(figure(Figure.STOCK_END)).content.decode()
    assert "Bensaïd" in orange
    for closed in ("Ferrand", "Oliveira", "Secrétan", "2026-0149", "2026-0150", "2026-0151"):
        assert closed not in orange
    assert "ne sont pas nommés à votre service" in orange
    assert "dossiers protégés" in orange


def test_demand_gives_a_landlord_file_numbers_without_names(world, frozen, client_of):
    text = client_of(world.correspondent_orange).get(figure(Figure.DEMAND)).content.decode()
    assert "2026-0149" in text
    assert "Ferrand" not in text
    assert "2026-0151" not in text  # protected


def test_a_protected_household_named_to_a_correspondent_stays_out_of_a_units_list(world, frozen, client_of):
    """She knows that it exists; a unit's list would tell her where it was."""
    text = client_of(world.correspondent_apt).get(figure(Figure.STOCK_END, unite=str(world.units["Orange"].pk)))
    assert "2026-0151" not in text.content.decode()


def test_stock_at_the_start_is_the_list_that_september_closed_on(world, frozen, client_of):
    found = client_of(world.manager).get(figure(Figure.STOCK_START)).context["list"]
    assert found.count == "34"


def test_times_and_dwellings_have_their_words(world, frozen, client_of):
    times = client_of(world.manager).get(figure(Figure.REFERRAL_TO_CAL)).content.decode()
    assert "41\u00a0jours" in times
    assert "sans date" in times
    client = client_of(world.correspondent_apt)
    page = client.get(figure(Figure.SUPPLY)).context["list"]
    assert page.shown == 0  # the dwelling is of Orange
    assert page.hidden == ("15\u00a0logements qui ne sont pas de vos unités",)
    assert client_of(world.correspondent_orange).get(figure(Figure.SUPPLY)).context["list"].shown == 15


@pytest.mark.parametrize(
    "query",
    [
        "version=0",
        "version=2",
        "version=99999999999999999999",
        "version=-1",
        "version=un",
        "version=²",
        "version=" + "9" * 10_000,
    ],
)
def test_a_version_that_does_not_exist(world, frozen, client_of, query):
    assert client_of(world.manager).get(f"{MONTH}?{query}").status_code == 404


@pytest.mark.parametrize(
    "month",
    ["2026-13", "2026-00", "0000-01", "9999-12", "26-10", "2026-1", "2026-10-01", "octobre", "²²²²-10", "2026-09%00"],
)
def test_a_month_that_does_not_exist(world, frozen, client_of, month):
    assert client_of(world.manager).get(f"/mois/{SLUG}/{month}/").status_code == 404


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("unite=", 200),
        ("unite=non-reparti", 200),
        ("unite=00000000-0000-4000-8000-000000000001", 404),
        ("unite=' or 1=1", 404),
        ("unite=%00", 200),  # a null byte is taken away: no unit
        ("precision=T3", 200),
        ("precision=<script>", 404),
        ("page=-1", 200),
        ("page=99999999999999999999", 200),
        ("page=%00", 200),
        ("unite=non-reparti&unite=x", 404),
        ("page=" + "1" * 10_000, 200),
    ],
)
def test_hostile_lists(world, frozen, client_of, query, status):
    assert client_of(world.manager).get(f"{figure(Figure.STOCK_END)}{query}").status_code == status


def test_an_unknown_figure(world, frozen, client_of):
    assert client_of(world.manager).get(f"/mois/{SLUG}/2026-10/liste/tout/").status_code == 404


def test_an_older_version_stays_readable(world, frozen, client_of):
    second = make_month(
        world, previous=frozen.previous, is_frozen=True, number=2, reason="Deux entrées étaient comptées deux fois."
    )
    client = client_of(world.landlord_manager)
    now = client.get(MONTH).content.decode()
    assert "Deux entrées étaient comptées deux fois." in now
    assert "version 2" in now
    old = client.get(f"{MONTH}?version=1").content.decode()
    assert "Vous lisez une version remplacée" in old
    links = [link.url for link in client.get(f"{MONTH}?version=1").context["page"].flow_total.cells if link.url]
    assert all(parse_qs(urlsplit(link).query)["version"] == ["1"] for link in links)
    assert second.number == 2


def test_who_did_not_validate_is_told(world, client_of):
    make_month(world, is_frozen=True, not_validated_by=("Cap Habitat",))
    assert "Non validé par Cap Habitat" in client_of(world.adviser).get(MONTH).content.decode()


def test_one_programme_goes_straight_to_its_latest_month(world, frozen, client_of):
    client = client_of(world.manager)
    assert client.get(reverse("reporting:months")).headers["Location"] == MONTH
    assert "Octobre 2026" in client.get(f"{reverse('reporting:months')}?tous").content.decode()
    make_month(world, programme=world.sauvegarde.programme, is_frozen=True, with_lines=False)
    assert client.get(reverse("reporting:months")).status_code == 200
    assert "Mesure de sauvegarde" in client.get(MONTH).content.decode()


def test_queries_of_a_month_do_not_grow(world, client_of, django_assert_max_num_queries):
    make_month(world, month_on=dt.date(2026, 8, 1), is_frozen=True, with_lines=False)
    make_month(world, previous=before_october(world))
    client = client_of(world.manager)
    client.get(MONTH)
    with django_assert_max_num_queries(32):
        client.get(MONTH)


@pytest.mark.parametrize("name", [Figure.UNSETTLED, Figure.ENTERED, Figure.ACCOMPANIED])
def test_queries_of_a_list_do_not_grow(world, frozen, client_of, name, django_assert_max_num_queries):
    client = client_of(world.manager)
    client.get(figure(name))
    with django_assert_max_num_queries(32):
        client.get(figure(name))
