"""The bench, at a tiny size: its base agrees with itself, its floor counts what the month counts, its page says what was missed."""

import pytest

from accompaniments.enums import State
from accompaniments.models import Accompaniment
from foundation.periods import Month
from households.models import Enrolment, EnrolmentWorker
from journeys.selectors.consistency import findings
from partners.models import ManagementUnit, Programme
from reporting.enums import MonthStatus
from reporting.selectors.figures import compute
from scripts.bench import floor
from scripts.bench.load import load
from scripts.bench.report import missed, ratio_of, written
from tests.days import TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def base(frozen_day):
    """Two workers, one an association."""
    return load(72, TODAY)


def test_the_base_agrees_with_its_facts(base):
    assert (base.households, base.workers, ManagementUnit.objects.count()) == (72, 2, 8)
    assert Enrolment.objects.count() == 72
    assert findings(TODAY) == []


def test_each_worker_follows_twenty_households(base):
    open_files = EnrolmentWorker.objects.filter(enrolment__ended_on__isnull=True).values_list("user_id", flat=True)
    assert sorted(list(open_files).count(user) for user in set(open_files)) == [20, 20]
    assert Accompaniment.objects.exclude(state=State.CLOSED).count() == 40


def test_the_floor_counts_what_the_month_counts(base):
    programme = Programme.objects.get(slug="bail-securisation")
    for month in (Month.of(TODAY).plus(-back) for back in (1, 2, 5)):
        counted = compute(
            programme, month, today=TODAY, previous=None, version_number=1, status=MonthStatus.PROVISIONAL
        ).content
        found = floor.rows(programme.slug, month)
        flows = counted.total.flows
        first, last = month.first.isoformat(), month.last.isoformat()
        assert floor.stock_end(found, month) == flows.stock_end
        assert sum(1 for row in found["stays"] if str(row[3]) >= first) == flows.entered
        assert sum(1 for row in found["stays"] if row[4] and str(row[4]) <= last) == flows.left
        assert len(found["requests"]) == sum(line.count for line in counted.requests)
        assert len(found["move_ins"]) == counted.total.move_ins.total
        assert len(found["sublets"]) == counted.total.sublets.open
        by_unit = [
            str(row[6]).replace("-", "") if row[6] else None
            for row in found["stays"]
            if not row[4] or str(row[4]) > last
        ]
        for unit in counted.units:
            code = unit.unit_id.replace("-", "") if unit.unit_id else None
            assert by_unit.count(code) == unit.flows.stock_end, unit.unit


def _row(p50: float, beside: float) -> dict[str, float]:
    return {
        "p50": p50,
        "p95": p50,
        "floor": beside,
        "calls": 4,
        "queries": 20,
        "peak_kb": 512,
        "bytes": 1,
        "rss_mb": 90,
    }


FOUND = {
    "database": "sqlite",
    "seconds": 60,
    "rounds": 1,
    "scenarios": {
        "home": {"36": _row(10, 2), "10000": _row(16, 2)},
        "file": {"36": _row(10, 2), "10000": _row(14, 2)},
        "month": {"36": _row(10, 9), "10000": _row(100, 80)},
        "month_sql": {"36": _row(10, 9), "10000": _row(100, 80)},
    },
}


def test_a_page_is_held_against_its_small_base_and_a_month_against_its_floor():
    assert ratio_of("home", FOUND["scenarios"]["home"]) == 1.6
    assert ratio_of("month", FOUND["scenarios"]["month"]) == 1.25
    assert missed(FOUND) == ["home"]
    assert missed(FOUND | {"worker": {"heaviest_mb": 260}}) == ["home", "worker"]


def test_the_page_says_it_in_french():
    page = written(FOUND | {"worker": {"heaviest_mb": 180, "before_mb": 90, "reports": 20, "seconds": 41.0}})
    assert "| Accueil d’une travailleuse | 10,0 (10,0) | 16,0 (16,0) | × 1,60 |" in page
    assert "**manqué** (≤ 1,50)" in page
    assert "180 Mo pour son processus le plus lourd" in page
