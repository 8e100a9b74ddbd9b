"""Exams, slides and alerts (M14, M15, M23) on the page and in the files of a month, and of one frozen before they were counted."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from io import BytesIO

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from reporting.enums import Figure
from reporting.exports.pdf import month_pdf
from reporting.exports.xlsx import month_xlsx
from reporting.models import FigureLine, MonthVersion
from reporting.rules.content import Alerts, Durations, MonthContent, Sliding
from reporting.rules.digest import digest_of
from reporting.rules.shown import SLUGS
from reporting.rules.tree import from_json, to_json
from tests.pdfs import text_of
from tests.reporting.pages.months import before_october, make_month

pytestmark = pytest.mark.django_db
SLUG = "bail-de-securisation"
MONTH = reverse("reporting:month", args=[SLUG, "2026-10"])
SHEET = "Glissements et alertes"
TITLES = ("Examens et glissements", "Alertes")
SLIDING = Sliding(due=5, done=2, late=4, slides=2, slides_year=4, delay=Durations(n=2, median=Decimal("258.5")))
ALERTS = Alerts(late_exams=4, watch_ends=1, unsigned=2, uninsured=3, in_arrears=6)


def files_of(version: MonthVersion) -> tuple[str, CalamineWorkbook]:
    """Give the text of a version's report, and its workbook."""
    content = from_json(MonthContent, version.content)
    return text_of(month_pdf(content)), CalamineWorkbook.from_filelike(BytesIO(month_xlsx(content)))


def _kept(version: MonthVersion, content: dict[str, object]) -> MonthVersion:
    MonthVersion.objects.filter(pk=version.pk).update(content=content, digest=digest_of(content))
    version.refresh_from_db()
    return version


@pytest.fixture
def counted(world) -> MonthVersion:
    """Make a month whose first unit alone has any of it."""
    version = make_month(world, previous=before_october(world), is_frozen=True, validated=("soligone", "cap_habitat"))
    content = from_json(MonthContent, version.content)
    first, *others = content.units
    units = (
        replace(first, sliding=SLIDING, alerts=ALERTS),
        *(replace(one, sliding=Sliding(), alerts=Alerts()) for one in others),
    )
    total = replace(content.total, sliding=SLIDING, alerts=ALERTS)
    return _kept(version, to_json(replace(content, units=units, total=total)))


@pytest.fixture
def before(world) -> MonthVersion:
    """Keep a month as it was written before any of it was counted: its JSON does not name them."""
    version = make_month(world, previous=before_october(world), is_frozen=True, validated=("soligone", "cap_habitat"))
    content = version.content
    for unit in (*content["units"], content["total"]):
        for name in ("sliding", "alerts"):
            unit.pop(name)
    return _kept(version, content)


@pytest.mark.parametrize("who", ["manager", "correspondent_orange"])
def test_the_page_tells_them_by_unit(world, counted, client_of, who):
    page = client_of(world.people[who]).get(MONTH)
    course = page.context["page"].course
    assert [cell.text for cell in course.sliding.total.cells] == ["5", "2", "4", "2", "4"]
    assert [cell.text for cell in course.alerts.total.cells] == ["4", "1", "2", "3", "6"]
    assert all(cell.is_zero for row in course.alerts.rows[1:] for cell in row.cells)
    text = page.content.decode()
    assert "délai médian des glissements du mois\u00a0: 258,5\u00a0jours." in text
    for title in TITLES:
        assert f'<h3 class="mt-5">{title}</h3>' in text


@pytest.mark.parametrize("figure", [Figure.UNSIGNED, Figure.UNINSURED, Figure.IN_ARREARS])
def test_what_is_the_association_s_own_opens_no_household_to_the_landlord(world, counted, client_of, figure):
    counted.lines.filter(figure=figure).delete()
    FigureLine.objects.create(version=counted, figure=figure, enrolment=world.mine, on=dt.date(2026, 10, 1))
    listed = reverse("reporting:figure", args=[SLUG, "2026-10", SLUGS[figure]])
    number = world.mine.file_number
    assert number in client_of(world.manager).get(listed).content.decode()
    page = client_of(world.correspondent_orange).get(listed).content.decode()
    assert number not in page
    assert "dont seules les associations lisent le détail" in page


def test_the_files_tell_them_by_unit(counted):
    report, book = files_of(counted)
    for title in TITLES:
        assert title in report
    first, total = (book.get_sheet_by_name(SHEET).to_python()[row] for row in (4, -1))
    assert first[1:] == total[1:] == [5, 2, 4, 2, 4, 258.5, 1, 2, 3, 6]


def test_a_month_frozen_before_they_were_counted_still_opens(world, before, client_of):
    for who in ("manager", "correspondent_orange"):
        page = client_of(world.people[who]).get(MONTH)
        assert page.status_code == 200
        course = page.context["page"].course
        assert (course.sliding, course.alerts) == (None, None)
    report, book = files_of(before)
    assert "Examens et glissements" not in report
    assert SHEET not in book.sheet_names
