"""October's figures of the course, against those worked out by hand in `scene`."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accompaniments.enums import ProposalAnswer, ReferralSource, State
from leases.enums import ProcedureStage
from reporting.enums import Figure
from reporting.rules.contact import Attempt, first_contact
from reporting.rules.content import Agreements, MonthContent, Ratio, Watch
from reporting.rules.tree import from_json, to_json
from tests.reporting.course.scene import ANSWERED, CALL, Story, calculated, tell
from tests.reporting.figures import scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def october(world):
    """Give October calculated."""
    tell(world)
    return calculated(world)


def rows(computed) -> dict:
    return {row.unit: row for row in (*computed.content.units, computed.content.total)}


def kinds(counts) -> dict[str, int]:
    return {one.code: one.count for one in counts if one.count}


def test_the_watch(october):
    found = rows(october)
    assert {name: row.watch for name, row in found.items() if row.watch != Watch()} == {
        "Orange": Watch(2, 1, 1),
        "Apt": Watch(3, 1, 0),
        "Non réparti": Watch(1, 1, 0),
        "Ensemble": Watch(6, 3, 1),
    }
    ends = {line.on for line in scene.lines(october, Figure.WATCH_ENDING)}
    assert ends == {dt.date(2026, 11, 14), dt.date(2027, 1, 31), dt.date(2027, 1, 19)}


def test_the_requests(october):
    asked = october.content.interventions
    assert asked.total == 7
    assert kinds(asked.services) == {
        "LANDLORD_RENTAL": 3,
        "LANDLORD_LITIGATION": 1,
        "LANDLORD_SOCIAL": 1,
        "CTPE": 1,
        "OTHER": 1,
    }
    assert kinds(asked.stages) == {"PAYMENT_ORDER": 1, "SUMMONS": 1, "CCAPEX_REFERRED": 1, "ARREARS": 1, "NOT_SAID": 3}


def test_the_contacts(october):
    tried = october.content.outreach
    assert kinds(tried.attempts) == {
        "LETTER_SIMPLE": 4,
        "LETTER_REGISTERED": 2,
        "SITE_VISIT": 2,
        "PHONE": 3,
        "MESSAGE": 1,
    }
    assert tried.tried == 12
    assert tried.reached == Ratio(5, 7)
    assert kinds(tried.ranks) == {"1": 2, "2": 1, "4": 1, "0": 1}
    delay = tried.delay
    assert (delay.n, delay.missing, delay.median, delay.mean) == (5, 2, Decimal(13), Decimal("10.4"))
    assert sorted(line.days for line in scene.lines(october, Figure.REACHED)) == [3, 3, 13, 14, 19]


def test_the_agreements(october):
    assert {name: row.agreements for name, row in rows(october).items() if row.agreements != Agreements()} == {
        "Orange": Agreements(in_force=1, offered=1, accepted=1),
        "Apt": Agreements(in_force=1, offered=1, refused=1),
        "Non réparti": Agreements(offered=1, unanswered=1),
        "Ensemble": Agreements(in_force=2, offered=3, accepted=1, refused=1, unanswered=1),
    }
    answers = {line.tag for line in scene.lines(october, Figure.OFFERS)}
    assert answers == {"ACCEPTED", "PENDING", "NO_ANSWER"}


def test_each_figure_counts_its_lines(october):
    lines = scene.counted(october)
    assert {figure.value: lines[figure] for figure in Figure if figure.value in lines and _of_course(figure)} == {
        "WATCHED": 6,
        "WATCH_ENDING": 3,
        "REOPENED": 1,
        "INTERVENTIONS": 7,
        "STAGES": 7,
        "ATTEMPTS": 12,
        "REACHED": 5,
        "UNREACHED": 2,
        "AGREEMENTS": 2,
        "OFFERS": 3,
        "ANSWERS": 3,
    }


def _of_course(figure: Figure) -> bool:
    return list(Figure).index(figure) >= list(Figure).index(Figure.WATCHED)


def test_a_programme_of_access_says_nothing_of_it(world, october):
    other = scene.calculated(world).content
    assert (other.interventions, other.outreach, other.total.agreements) == (None, None, None)
    assert not {"M17", "M18", "M19", "M20"} & {one.code for one in other.definitions}
    assert {"M16", "M17", "M18", "M19", "M20"} <= {one.code for one in october.content.definitions}


def test_a_month_kept_reads_back_and_an_older_one_too(october):
    content = october.content
    plain = to_json(content)
    assert from_json(MonthContent, plain) == content
    for row in (*plain["units"], plain["total"]):
        del row["watch"], row["agreements"]
    del plain["interventions"], plain["outreach"]
    older = from_json(MonthContent, plain)
    assert (older.total.watch, older.total.agreements, older.interventions, older.outreach) == (None,) * 4
    assert older.total.flows == content.total.flows


def one_of_each(story: Story, number: int) -> None:
    """Give a household something for every figure of the course."""
    unit = ("Orange", "Apt")[number % 2]
    story.watched("15/11/2024", unit=unit)
    story.watched("15/11/2025", (State.SUPPORTED, "05/10"), unit=unit)
    row = story.asked("02/10", ReferralSource.LANDLORD_RENTAL, (ProcedureStage.SUMMONS, "01/10"), unit=unit)
    story.tried(row, CALL, "05/10", ANSWERED, "06/10")
    story.proposed(row, "08/10", ProposalAnswer.ACCEPTED, "09/10")
    story.convention(row, "10/10")
    story.asked("03/10", ReferralSource.CTPE)


def test_the_queries_do_not_grow_with_households(world):
    story = Story(world)
    counts, done = [], 0
    for households in (1, 3, 30):
        for number in range(done, households):
            one_of_each(story, number)
        done = households
        with CaptureQueriesContext(connection) as queries:
            computed = calculated(world)
        counts.append(len(queries))
        assert computed.content.total.watch == Watch(households, households, households)
    assert len(set(counts)) == 1, counts
    assert counts[0] <= 31


@pytest.mark.parametrize(
    ("attempts", "met_on", "expected"),
    [
        ((), None, None),
        (((2, None),), None, None),
        (((2, 9),), None, (9, "1")),
        (((2, None), (5, 8)), 8, (8, "2")),
        (((2, None), (5, 20)), 8, (8, "2")),
        (((2, None), (9, None)), 8, (8, "1")),
        ((), 8, (8, "0")),
        (((2, None), (3, None), (4, None), (5, None), (6, 7)), None, (7, "4")),
        (((2, 20), (3, 4)), None, (4, "2")),
    ],
)
def test_the_first_contact_and_its_rank(attempts, met_on, expected):
    def on(number: int | None) -> dt.date | None:
        return dt.date(2026, 10, number) if number else None

    found = first_contact(
        [Attempt(on(sent), on(answered)) for sent, answered in attempts],
        met_on=on(met_on),
        asked_on=on(1),
        last=on(31),
    )
    assert (found and (found.on.day, found.rank)) == expected


def test_what_precedes_the_request_or_follows_the_close_is_no_contact():
    early, late = dt.date(2026, 9, 30), dt.date(2026, 11, 1)
    asked, last = dt.date(2026, 10, 1), dt.date(2026, 10, 31)
    tried = [Attempt(early, early), Attempt(last, late)]
    assert first_contact(tried, met_on=early, asked_on=asked, last=last) is None
    assert first_contact(tried, met_on=late, asked_on=asked, last=last) is None
