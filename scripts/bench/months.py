"""What a bench measures of a month, each beside its floor: the same rows by hand-written SQL, bare WeasyPrint on the same HTML."""

import io
from collections.abc import Callable
from functools import cache
from typing import Any

from django.core.management import call_command
from django.template.loader import render_to_string
from django.utils import timezone

from foundation.pdf import BASE, TYPES, static_path
from foundation.words import plain_date
from partners.models import Programme
from records.services.events import CLOCK
from reporting.enums import MonthStatus
from reporting.exports.pages import document
from reporting.exports.pdf import TEMPLATE, month_pdf
from reporting.exports.xlsx import month_xlsx
from reporting.models import DashboardMonth, MonthVersion
from reporting.rules.content import MonthContent
from reporting.rules.tree import from_json
from reporting.selectors.figures import Computed, compute
from reporting.services.months import make_provisional
from scripts.bench import floor
from scripts.bench.scenarios import PROGRAMME, last_month

Call = Callable[[], Any]


class DifferError(RuntimeError):
    """The month and the hand-written SQL do not count the same households: their times cannot be compared."""


def months() -> dict[str, Call]:
    """Give the calculation, the command, the files, and their floors; the page's month is made first."""
    version = the_month()
    content = from_json(MonthContent, version.content)
    by_hand = floor.stock_end(floor.rows(PROGRAMME, last_month()), last_month())
    if by_hand != content.total.flows.stock_end:
        raise DifferError(f"{content.total.flows.stock_end} by the month, {by_hand} by hand")
    return {
        "month_sql": lambda: floor.rows(PROGRAMME, last_month()),
        "month": computed,
        "month_made": made_again,
        "month_json": printed,
        "xlsx": lambda: month_xlsx(content),
        "pdf_bare": lambda: bare(content),
        "pdf": lambda: month_pdf(content),
    }


def the_month() -> MonthVersion:
    """Give the last whole month, made when it was not."""
    programme = Programme.objects.get(slug=PROGRAMME)
    month = last_month()
    known = MonthVersion.objects.filter(month__programme=programme, month__month_on=month.first).first()
    return known or make_provisional(by=CLOCK, programme=programme, month=month, today=timezone.localdate())


def computed() -> Computed:
    """Calculate the month, with every line behind its figures; keep nothing."""
    return compute(
        Programme.objects.get(slug=PROGRAMME), last_month(), today=timezone.localdate(), previous=None, version_number=1,
        status=MonthStatus.PROVISIONAL,
    )  # fmt: skip


def made_again() -> MonthVersion:
    """Make the month as Celery does on the 1st: calculated, and its lines written."""
    DashboardMonth.objects.filter(programme__slug=PROGRAMME, month_on=last_month().first).delete()
    return the_month()


def printed() -> bytes:
    """Print the month as JSON, calculated on the spot."""
    out = io.StringIO()
    call_command(
        "monthly_dashboard", str(last_month()), "--programme", PROGRAMME, "--format", "json", "--compute", stdout=out
    )
    return out.getvalue().encode()


def bare(content: MonthContent) -> bytes:
    """Give the same HTML to WeasyPrint and to nothing else."""
    from weasyprint import HTML  # noqa: PLC0415 -- slow import

    rendered: bytes = HTML(string=_html(content), base_url=BASE, url_fetcher=_fetcher()).write_pdf(
        pdf_variant="pdf/ua-1", pdf_tags=True
    )
    return rendered


_known_html: dict[int, str] = {}


def _html(content: MonthContent) -> str:
    if id(content) not in _known_html:
        doc = document(content, edited=plain_date(content.computed_on))
        _known_html[id(content)] = render_to_string(TEMPLATE, {"doc": doc})
    return _known_html[id(content)]


@cache
def _fetcher() -> Any:
    from weasyprint.urls import URLFetcher, URLFetcherResponse  # noqa: PLC0415 -- slow import

    class Fetcher(URLFetcher):
        """Reads static files."""

        def fetch(self, url: str, headers: Any = None) -> Any:  # noqa: ARG002 -- WeasyPrint's signature
            """Give one."""
            path = static_path(url)
            return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": TYPES.get(path.suffix, "")})

    return Fetcher()
