"""October's figures of the course, the same on the page, in the report, the workbook and the JSON; and who reads their lists.

The literals come from `scene`: they are typed once more, as each document says them.
"""

import io
import json

import lxml.html
import pytest
from django.core.management import call_command
from django.urls import reverse
from python_calamine import CalamineWorkbook

from accompaniments.models import Accompaniment
from households.enums import HolderRole
from households.models import Enrolment
from reporting.enums import Figure
from reporting.exports.pdf import month_pdf
from reporting.exports.xlsx import month_xlsx
from reporting.models import MonthVersion
from reporting.rules.content import MonthContent
from reporting.rules.shown import SLUGS
from reporting.rules.tree import from_json
from tests.factories import households as h
from tests.pdfs import text_of
from tests.reporting.course.scene import NAME, kept, tell

SLUG, MONTH = "mesure-de-sauvegarde", "2026-10"
PAGE = reverse("reporting:month", args=[SLUG, MONTH])
# en veille, à clore, rouverts, proposés, accords, refus, sans réponse, conventions
BY_UNIT = {
    "Apt": (3, 1, 0, 1, 0, 1, 0, 1),
    "Orange": (2, 1, 1, 1, 1, 0, 0, 1),
    "Non réparti": (1, 1, 0, 1, 0, 0, 1, 0),
    "Ensemble": (6, 3, 1, 3, 1, 1, 1, 2),
}
KINDS = (
    ("Service locatif du bailleur", 3),
    ("Service contentieux du bailleur", 1),
    ("Conseillère sociale du bailleur", 1),
    ("CTPE / CCAPEX", 1),
    ("Autre", 1),
    ("Commandement de payer", 1),
    ("Assignation", 1),
    ("CCAPEX saisie", 1),
    ("Impayé", 1),
    ("Non indiqué", 3),
    ("Courrier simple", 4),
    ("Courrier recommandé", 2),
    ("Visite sur site", 2),
    ("Appel", 3),
    ("Message", 1),
    ("Par un partenaire", 0),
    ("À la 1re tentative", 2),
    ("À la 2e tentative", 1),
    ("À la 3e tentative", 0),
    ("Plus tard", 1),
    ("Sans tentative", 1),
)
LISTED = {
    Figure.WATCHED: 6,
    Figure.WATCH_ENDING: 3,
    Figure.REOPENED: 1,
    Figure.INTERVENTIONS: 7,
    Figure.STAGES: 7,
    Figure.ATTEMPTS: 12,
    Figure.REACHED: 5,
    Figure.UNREACHED: 2,
    Figure.AGREEMENTS: 2,
    Figure.OFFERS: 3,
    Figure.ANSWERS: 3,
}
KEPT_FROM_LANDLORD = (
    Figure.STAGES,
    Figure.ATTEMPTS,
    Figure.REACHED,
    Figure.UNREACHED,
    Figure.OFFERS,
    Figure.ANSWERS,
)


@pytest.fixture
def october(world) -> MonthVersion:
    """Keep October, every household of it named to the landlord's correspondents."""
    tell(world)
    for row in Enrolment.objects.filter(version=world.sauvegarde):
        for unit in (world.units["Orange"], world.units["Apt"]):
            h.EnrolmentNamingFactory.make(enrolment=row, unit=unit, landlord=world.landlord)
    return kept(world)


@pytest.fixture
def content(october) -> MonthContent:
    return from_json(MonthContent, october.content)


def page_of(client, address: str):
    answer = client.get(address)
    assert answer.status_code == 200, address
    return lxml.html.fromstring(answer.content)


def table_lines(page) -> list[list[str]]:
    return [[" ".join(cell.text_content().split()) for cell in row.xpath("./th | ./td")] for row in page.xpath("//tr")]


@pytest.mark.parametrize("who", ["manager", "landlord_manager", "correspondent_orange"])
def test_the_page(world, october, client_of, who):
    page = page_of(client_of(world.people[who]), PAGE)
    lines = table_lines(page)
    for unit, figures in BY_UNIT.items():
        assert [unit, *map(str, figures)] in lines, unit
    for label, count in KINDS:
        assert [label, str(count)] in lines, label
    text = " ".join(page.text_content().split())
    assert "Demandes du mois suivies d’un contact : 5 sur 7 (2 en attente)." in text
    assert "De la demande au premier contact : 13 jours (médiane), moyenne 10,4, sur 5 demandes." in text
    assert "Demande, offre, commissions et entrées" not in text
    assert "Logements disponibles" not in text
    assert NAME not in text


def test_every_figure_of_the_page_opens_its_list(world, october, client_of):
    client = client_of(world.manager)
    page = page_of(client, PAGE)
    links = {
        link.get("href"): link.text_content().strip() for link in page.xpath("//td//a | //p[@class='lead mb-4']//a")
    }
    asked = {href: text for href, text in links.items() if any(SLUGS[figure] in href for figure in LISTED)}
    assert len(asked) > 40
    for href, text in asked.items():
        heading = page_of(client, href).xpath("string(//h1//*[@class='count'])")
        assert heading == text.split(" sur ")[0], href


@pytest.mark.parametrize("figure", list(LISTED))
def test_a_list_counts_its_figure(world, october, client_of, figure):
    address = reverse("reporting:figure", args=[SLUG, MONTH, SLUGS[figure]])
    page = page_of(client_of(world.manager), address)
    assert page.xpath("string(//h1//*[@class='count'])") == str(LISTED[figure])
    assert NAME in page.xpath("string(//main)")


@pytest.mark.parametrize("figure", list(LISTED))
def test_what_a_landlord_reads_of_a_list(world, october, client_of, figure):
    address = reverse("reporting:figure", args=[SLUG, MONTH, SLUGS[figure]])
    page = page_of(client_of(world.correspondent_orange), address)
    assert page.xpath("string(//h1//*[@class='count'])") == str(LISTED[figure])
    is_kept = figure in KEPT_FROM_LANDLORD
    assert (NAME in page.text_content()) is not is_kept
    if is_kept:
        assert "dont seules les associations lisent le détail" in page.text_content()
        assert not page.xpath("//tbody")


def test_another_association_counts_what_it_may_not_read(world, october, client_of):
    for figure, count in LISTED.items():
        address = reverse("reporting:figure", args=[SLUG, MONTH, SLUGS[figure]])
        page = page_of(client_of(world.other_manager), address)
        assert page.xpath("string(//h1//*[@class='count'])") == str(count)
        assert NAME not in page.text_content(), figure


def test_a_later_holder_does_not_read_what_was_tried_before(world, october, client_of):
    of_first = Accompaniment.objects.filter(attempts__kind="MESSAGE").get().enrolment
    h.EnrolmentHolderFactory.make(
        enrolment=of_first,
        association=world.cap_habitat,
        started_on=of_first.started_on.replace(day=23),
        role=HolderRole.ASSOCIATE,
    )
    address = reverse("reporting:figure", args=[SLUG, MONTH, SLUGS[Figure.ATTEMPTS]])
    lines = table_lines(page_of(client_of(world.other_manager), address))
    assert [line[-1] for line in lines[1:]] == ["message"]


@pytest.mark.parametrize("tag", ["PHONE", "T2", "%00", "NOPE", "x" * 10_000, "ACCEPTED"])
def test_a_precision_is_of_its_figure(world, october, client_of, tag):
    address = reverse("reporting:figure", args=[SLUG, MONTH, SLUGS[Figure.ATTEMPTS]])
    answer = client_of(world.manager).get(f"{address}?precision={tag}")
    assert answer.status_code == (200 if tag in {"PHONE", "T2", "%00"} else 404)


def test_the_report(content):
    text = text_of(month_pdf(content))
    for unit, figures in BY_UNIT.items():
        assert f" {unit} {' '.join(map(str, figures))} " in text, unit
    for label, count in KINDS:
        assert f" {label} {count} " in text, label
    assert "5 sur 7 (71 %)" in text
    assert "2 demandes en attente" in text
    assert "13 jours médiane ; moyenne 10,4, sur 5 demandes" in text
    assert "Aucun ménage prêt" not in text
    assert "Avis positifs" not in text
    assert NAME not in text


def test_the_workbook(content):
    book = CalamineWorkbook.from_filelike(io.BytesIO(month_xlsx(content)))
    lines = {row[0]: tuple(row[1:]) for row in book.get_sheet_by_name("Veille et conventions").to_python()[4:]}
    assert {unit: lines[unit] for unit in BY_UNIT} == BY_UNIT
    sheet = book.get_sheet_by_name("Demandes et contacts").to_python()[4:]
    told = {(row[0], row[1]): row[2] for row in sheet}
    for label, count in KINDS:
        assert count in {value for (_, name), value in told.items() if name == label}, label
    assert told["Demandes d’intervention", "Ensemble"] == 7
    assert told["Tentatives de contact", "Ensemble"] == 12
    assert told["Premier contact", "Demandes du mois"] == 7
    assert told["Premier contact", "Suivies d’un contact"] == 5
    assert told["Premier contact", "En attente"] == 2
    assert told["De la demande au premier contact", "Médiane, jours"] == 13
    assert told["De la demande au premier contact", "Moyenne, jours"] == 10.4


def test_the_command(october):
    out = io.StringIO()
    call_command("monthly_dashboard", MONTH, programme=SLUG, format="json", stdout=out)
    data = json.loads(out.getvalue())
    found = {
        row["unit"]: (
            *(row["watch"][name] for name in ("watched", "ending", "reopened")),
            *(row["agreements"][name] for name in ("offered", "accepted", "refused", "unanswered", "in_force")),
        )
        for row in (*data["units"], data["total"])
    }
    assert {unit: found[unit] for unit in BY_UNIT} == BY_UNIT
    assert data["interventions"]["total"] == 7
    assert {one["code"]: one["count"] for one in data["interventions"]["stages"]}["NOT_SAID"] == 3
    tried = data["outreach"]
    assert (tried["tried"], tried["reached"]["numerator"], tried["reached"]["denominator"]) == (12, 5, 7)
    assert tried["delay"] == {"n": 5, "missing": 2, "median": 13.0, "mean": 10.4}
    call_command("monthly_dashboard", MONTH, programme=SLUG, format="text", stdout=out)
    assert "Veille" in out.getvalue()
    assert NAME not in out.getvalue()
