"""M14, M15, M23 in October 2026, each worked out by hand.

An exam is due fifteen days before the notice, the notice two months before the end of a period of six months: of a sublease
signed on 1 July (or 1 January) 2026, the period ends on 31 December, the notice is due on 31 October, the exam on 16 October.

| | signed | facts | counts for |
| --- | --- | --- | --- |
| A | 1 July | nothing held, Orange, no insurance, 3 months owed | due, late, uninsured, in arrears |
| B | 1 January | its second exam held on 20 October, Orange | due, done |
| C | 1 March | the exam of 15 June never held, Apt | late |
| D | 1 July | held on 10 October, Apt | due, done |
| E | 1 July | durable | nothing |
| F | 1 December 2025 | slid on 1 October, Orange | slide (304 days), year |
| G | 1 April | slid on 31 October, Apt | slide (213 days), year |
| H | 1 September 2025 | slid on 1 March | year |
| I | 1 June 2025 | slid on 1 January | year |
| J | 1 September | slides on 1 November | nothing |
| K | 1 July | nothing held, protected | due, late, in « non réparti » |
| L | 1 July | held on 1 November | due, late at the close |
| M | 1 July | ended on 10 October, before its exam was due | nothing |

Due: A, B, D, K, L = 5; done: B, D = 2; late: A, C, K, L = 4; slides 2, since January 4; delays 213 and 304: median 258.5.
"""

import datetime as dt
from decimal import Decimal

import pytest

from accompaniments.enums import State
from documents.enums import DocumentKind, DocumentState
from documents.models import Document, TemplateVersion
from leases.enums import ExamOutcome, LeaseEnd, RentEntryKind
from leases.models import Lease, SlideExam
from reporting.enums import Figure
from reporting.rules.content import Alerts, MonthContent, Sliding
from reporting.rules.tree import from_json, to_json
from tests.days import at
from tests.factories import leases as lf
from tests.factories.records import ParameterFactory
from tests.leases.subleases import exam_parameters, sublet
from tests.reporting.figures.scene import LONG_SINCE, OCTOBER, calculated, lines, lives, row

pytestmark = pytest.mark.django_db
D = dt.date


def let(world, signed_on, unit="Orange", *, slid_on=None, insured=True, is_protected=False, **values) -> Lease:
    """Sublet a home; it slides when said: the sublease's last day is the eve."""
    enrolment = lives(world, (State.SUPPORTED, signed_on), is_protected=is_protected)
    if slid_on:
        values |= {"ended_on": slid_on - dt.timedelta(days=1), "end_reason": LeaseEnd.SLIDE}
    lease = sublet(enrolment, world.units[unit], signed_on, **values)
    if insured:
        lf.InsuranceCertificateFactory.make(lease=lease, started_on=signed_on, ended_on=D(2027, 12, 31))
    return lease


def held(lease, number, on) -> None:
    SlideExam.objects.create(
        sublease=lease,
        number=number,
        starts_at=at(on),
        place="Agence",
        convened_on=on - dt.timedelta(days=9),
        convened_by=lease.recorded_by,
        outcome=ExamOutcome.HELD,
        held_on=on,
        recorded_by=lease.recorded_by,
    )


@pytest.fixture
def told(bare):
    """Tell the table above."""
    exam_parameters()
    ParameterFactory.make(code="arrears.months", value=2, started_on=LONG_SINCE)
    july = D(2026, 7, 1)
    a = let(bare, july, insured=False)
    for month in (8, 9, 10):
        lf.RentEntryFactory.make(
            lease=a, kind=RentEntryKind.RENT, amount=a.rent, dated_on=D(2026, month, 1), month=D(2026, month, 1)
        )
    held(let(bare, D(2026, 1, 1)), 2, D(2026, 10, 20))
    let(bare, D(2026, 3, 1), "Apt")
    held(let(bare, july, "Apt"), 1, D(2026, 10, 10))
    let(bare, july, expects_slide=False)
    let(bare, D(2025, 12, 1), slid_on=D(2026, 10, 1))
    let(bare, D(2026, 4, 1), "Apt", slid_on=D(2026, 10, 31))
    let(bare, D(2025, 9, 1), slid_on=D(2026, 3, 1))
    let(bare, D(2025, 6, 1), slid_on=D(2026, 1, 1))
    let(bare, D(2026, 9, 1), slid_on=D(2026, 11, 1))
    let(bare, july, is_protected=True)
    held(let(bare, july), 1, D(2026, 11, 1))
    let(bare, july, ended_on=D(2026, 10, 10), end_reason=LeaseEnd.HOUSEHOLD_NOTICE)
    return bare


def test_exams_and_slides(told):
    month = calculated(told)
    total = row(month).sliding
    assert (total.due, total.done, total.late, total.slides, total.slides_year) == (5, 2, 4, 2, 4)
    assert (total.delay.n, total.delay.median) == (2, Decimal("258.5"))
    by_unit = {name: row(month, name).sliding for name in ("Orange", "Apt", "Non réparti")}
    assert [(one.due, one.done, one.late) for one in by_unit.values()] == [(3, 1, 2), (1, 1, 1), (1, 0, 1)]
    assert [(one.slides, one.slides_year) for one in by_unit.values()] == [(1, 3), (1, 1), (0, 0)]
    assert [one.on for one in lines(month, Figure.SLIDES)] == [D(2026, 10, 1), D(2026, 10, 31)]


def test_alerts_at_the_close(told):
    alerts = row(calculated(told)).alerts
    assert alerts == Alerts(late_exams=4, watch_ends=0, unsigned=0, uninsured=1, in_arrears=1)


def test_a_document_to_sign_waits_from_its_day_to_its_signature(bare):
    template = TemplateVersion.objects.create(kind=DocumentKind.ADHESION, number=9, texts=[], written_by=bare.admin.pk)
    enrolment = lives(bare, (State.SUPPORTED, D(2026, 3, 2)), unit=bare.units["Orange"])
    for rank, (sent_on, in_force_on, state) in enumerate(
        [
            (D(2026, 10, 31), None, DocumentState.TO_SIGN),  # the one that waits
            (D(2026, 10, 1), D(2026, 11, 1), DocumentState.IN_FORCE),  # signed after the close: it waited too
            (D(2026, 10, 1), D(2026, 10, 31), DocumentState.ENDED),
            (D(2026, 11, 1), None, DocumentState.TO_SIGN),
            (D(2026, 9, 1), None, DocumentState.CANCELLED),
            (None, None, DocumentState.DRAFT),
        ]
    ):
        Document.objects.create(
            series=f"00000000-0000-4000-8000-{rank:012d}",
            kind=DocumentKind.ADHESION,
            subject_kind="households.enrolment",
            subject_id=enrolment.pk,
            template=template,
            state=state,
            context="{}",
            drafted_on=D(2026, 9, 1),
            drafted_by=bare.lead.pk,
            sent_on=sent_on,
            in_force_on=in_force_on,
        )
    month = calculated(bare)
    assert row(month).alerts.unsigned == 2
    assert row(month, "Orange").alerts.unsigned == 2


def test_a_month_kept_before_tells_none_of_it(told):
    content = calculated(told).content
    plain = to_json(content)
    for unit in (*plain["units"], plain["total"]):
        del unit["sliding"], unit["alerts"]
    before = from_json(MonthContent, plain)
    assert (before.total.sliding, before.total.alerts) == (None, None)
    assert from_json(MonthContent, to_json(content)) == content


def test_a_month_without_subleases_says_nothing_of_them(bare):
    total = row(calculated(bare, OCTOBER))
    assert (total.sliding, total.alerts) == (Sliding(), Alerts())
