"""Every clock of §3.7 at the edges of the calendar, with the text that each is from."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.words import day_of
from leases.enums import ProcedureStage as Stage
from leases.rules.clocks import (
    CODES,
    FIGURE,
    HEARING,
    LEASE,
    ClockKind,
    Who,
    clocks,
    earliest_eviction,
    is_near,
    is_pressing,
    is_truce_ending,
    protocol_clocks,
)
from leases.rules.law import Delay, Law, first_day_outside, truce_over
from leases.rules.procedures import Reached
from tests.days import at
from tests.leases.procedure.law import LAW, d

OLD, NEW = "2023-07-28", "2023-07-29"
days = st.dates(dt.date(2015, 1, 1), dt.date(2035, 12, 31))


def clock(kind, *reached, lease=None, today="2026-06-15", law=LAW):
    found = clocks(
        [Reached(stage, d(on), until=d(until[0]) if until else None) for stage, on, *until in reached],
        lease_signed_on=d(lease) if lease else None,
        law=law,
        today=d(today),
    )
    return next((one for one in found if one.kind == kind), None)


def test_every_figure_is_shipped_with_its_source():
    assert set(LAW.values) == set(CODES)
    assert all(one.source for values in LAW.values.values() for one in values)


class TestPaymentOrder:
    """Hard case 16: an older lease keeps its two months, a newer one has six weeks, one engine for both."""

    @pytest.mark.parametrize(
        ("served", "lease", "last"),
        [
            ("2026-03-01", NEW, "2026-04-12"),
            ("2026-03-01", OLD, "2026-05-01"),
            ("2026-12-31", NEW, "2027-02-11"),
            ("2026-12-31", OLD, "2027-02-28"),
            ("2027-12-31", OLD, "2028-02-29"),
            ("2027-12-30", OLD, "2028-02-29"),
            ("2027-12-29", OLD, "2028-02-29"),
            ("2027-12-28", OLD, "2028-02-28"),
            ("2026-12-29", OLD, "2027-02-28"),
            ("2028-02-29", OLD, "2028-04-29"),
            ("2028-02-29", NEW, "2028-04-11"),
            ("2027-02-28", OLD, "2027-04-28"),
            ("2026-07-31", OLD, "2026-09-30"),
            ("2026-08-31", OLD, "2026-10-31"),
            ("2026-10-31", NEW, "2026-12-12"),
            ("2026-02-15", NEW, "2026-03-29"),
            ("2026-09-20", NEW, "2026-11-01"),
            ("2020-05-04", "1974-02-01", "2020-07-04"),
            ("2024-01-15", "2024-01-02", "2024-02-26"),
        ],
    )
    def test_hard_case_16_the_delay_depends_on_the_lease(self, served, lease, last):
        found = clock(ClockKind.PAYMENT, (Stage.PAYMENT_ORDER, served), lease=lease, today="2028-12-31")
        assert found.on == d(last)
        assert not found.has_run(d(last))
        assert found.has_run(d(last) + dt.timedelta(days=1))
        assert "24-70.002" in found.source
        assert not found.is_to_confirm

    def test_the_same_order_gives_two_households_two_days(self):
        days_of = {
            lease: clock(ClockKind.PAYMENT, (Stage.PAYMENT_ORDER, "2026-05-04"), lease=lease).on for lease in (OLD, NEW)
        }
        assert days_of == {OLD: d("2026-07-04"), NEW: d("2026-06-15")}

    def test_an_unknown_lease_is_asked_for_and_never_guessed(self):
        found = clock(ClockKind.PAYMENT, (Stage.PAYMENT_ORDER, "2026-05-04"))
        assert found.on is None
        assert found.misses == LEASE
        assert not found.has_run(d("2030-01-01"))

    def test_without_the_figure_of_the_law_nothing_is_computed(self):
        found = clock(ClockKind.PAYMENT, (Stage.PAYMENT_ORDER, "2026-05-04"), lease=NEW, law=Law({}))
        assert (found.on, found.misses) == (None, FIGURE)

    @given(days, st.sampled_from([OLD, NEW]))
    def test_six_weeks_are_42_days_and_two_months_at_least_59(self, served, lease):
        found = clocks(
            [Reached(Stage.PAYMENT_ORDER, served)], lease_signed_on=d(lease), law=LAW, today=dt.date(2036, 6, 1)
        )[0]
        gap = (found.on - served).days
        assert gap == 42 if lease == NEW else 59 <= gap <= 62


class TestOtherDelays:
    """The referral, the préfet, the judge, the order to leave, the police."""

    @pytest.mark.parametrize(
        ("referred", "last", "to_confirm"),
        [
            ("2023-07-28", "2023-09-28", False),
            ("2023-07-29", "2023-09-29", True),
            ("2026-12-31", "2027-02-28", True),
            ("2027-12-31", "2028-02-29", True),
            ("2028-02-29", "2028-04-29", True),
        ],
    )
    def test_no_summons_in_the_two_months_of_a_referral(self, referred, last, to_confirm):
        found = clock(ClockKind.SUMMONS, (Stage.CCAPEX_REFERRED, referred), today="2028-12-31")
        assert (found.on, found.is_to_confirm) == (d(last), to_confirm)
        assert found.who == Who.LANDLORD
        assert not found.is_awaited

    @pytest.mark.parametrize(
        ("summons", "hearing", "last"),
        [
            ("2026-09-01", "2026-12-10", "2026-10-29"),
            ("2023-07-28", "2023-12-10", "2023-10-10"),
            ("2023-07-29", "2023-12-10", "2023-10-29"),
            ("2023-05-01", "2023-12-31", "2023-10-31"),
            ("2023-01-01", "2023-04-30", "2023-02-28"),
            ("2023-01-01", "2023-04-29", "2023-02-28"),
            ("2020-01-01", "2020-04-30", "2020-02-29"),
            ("2028-01-10", "2028-04-11", "2028-02-29"),
            ("2026-12-01", "2027-02-05", "2026-12-25"),
        ],
    )
    def test_the_prefet_is_told_before_the_hearing(self, summons, hearing, last):
        found = clock(ClockKind.PREFECT_NOTICE, (Stage.SUMMONS, summons), (Stage.HEARING, hearing), today="2029-01-01")
        assert found.on == d(last)
        assert found.is_awaited

    def test_without_a_hearing_its_day_is_asked_for(self):
        assert clock(ClockKind.PREFECT_NOTICE, (Stage.SUMMONS, "2026-06-01")).misses == HEARING
        earlier = ((Stage.SUMMONS, "2026-06-01"), (Stage.HEARING, "2026-05-01"))
        assert clock(ClockKind.PREFECT_NOTICE, *earlier).misses == HEARING

    def test_a_hearing_to_come_is_a_clock_of_its_own(self):
        assert clock(ClockKind.HEARING, (Stage.HEARING, "2026-06-15")).on == d("2026-06-15")
        assert clock(ClockKind.HEARING, (Stage.HEARING, "2026-06-14")) is None

    @pytest.mark.parametrize(("judged", "last"), [("2026-01-31", "2029-01-31"), ("2024-02-29", "2027-02-28")])
    def test_the_judges_terms_last_three_years_at_most(self, judged, last):
        assert clock(ClockKind.TERMS, (Stage.JUDGMENT_TERMS, judged)).on == d(last)
        said = clock(ClockKind.TERMS, (Stage.JUDGMENT_TERMS, judged, "2026-12-31"))
        assert (said.on, said.source) == (d("2026-12-31"), "jugement")

    @pytest.mark.parametrize(
        ("served", "last"),
        [("2026-03-31", "2026-05-31"), ("2025-12-31", "2026-02-28"), ("2023-12-31", "2024-02-29")],
    )
    def test_an_order_to_leave_gives_two_months(self, served, last):
        assert clock(ClockKind.VACATE, (Stage.VACATE_ORDER, served)).on == d(last)

    @pytest.mark.parametrize(("asked", "last"), [("2026-04-30", "2026-06-30"), ("2025-12-30", "2026-02-28")])
    def test_two_months_of_silence_refuse_the_police(self, asked, last):
        found = clock(ClockKind.POLICE, (Stage.POLICE_REQUESTED, asked))
        assert (found.on, found.is_to_confirm, found.who) == (d(last), True, Who.PREFECT)

    def test_an_answer_or_a_judgment_stops_what_is_awaited(self):
        asked = (Stage.POLICE_REQUESTED, "2026-05-10")
        assert clock(ClockKind.POLICE, asked, (Stage.POLICE_GRANTED, "2026-06-01")).done_on == d("2026-06-01")
        assert clock(ClockKind.POLICE, asked, (Stage.POLICE_GRANTED, "2026-05-01")).done_on is None
        before = ((Stage.CCAPEX_REFERRED, "2026-05-10"), (Stage.PAYMENT_ORDER, "2026-05-10"))
        for judged, is_shown in (("2026-06-01", False), ("2026-07-11", True)):
            known = (*before, (Stage.JUDGMENT_TERMINATION, judged))
            for kind in (ClockKind.SUMMONS, ClockKind.PAYMENT):
                assert (clock(kind, *known, lease=OLD, today="2026-08-01") is not None) is is_shown

    def test_clocks_that_have_run_stay_to_be_shown(self):
        reached = [
            Reached(Stage.CCAPEX_REFERRED, d("2025-01-02")),
            Reached(Stage.PAYMENT_ORDER, d("2025-02-03")),
            Reached(Stage.SUMMONS, d("2025-06-01")),
            Reached(Stage.HEARING, d("2025-09-10")),
            Reached(Stage.JUDGMENT_TERMINATION, d("2025-10-10")),
            Reached(Stage.VACATE_ORDER, d("2025-11-12")),
        ]
        found = clocks(reached, lease_signed_on=d(OLD), law=LAW, today=d("2026-01-15"))
        assert [one.kind for one in found] == [
            ClockKind.SUMMONS,
            ClockKind.PAYMENT,
            ClockKind.PREFECT_NOTICE,
            ClockKind.VACATE,
            ClockKind.TRUCE,
        ]
        assert [one.has_run(d("2026-01-15")) for one in found] == [True, True, True, True, False]

    def test_a_debt_paid_off_closes_the_clocks_and_a_new_procedure_has_its_own(self):
        reached = [
            Reached(Stage.PAYMENT_ORDER, d("2025-02-03")),
            Reached(Stage.PAID_OFF, d("2025-03-01")),
            Reached(Stage.PAYMENT_ORDER, d("2026-02-03")),
        ]
        assert clocks(reached[:2], lease_signed_on=d(OLD), law=LAW, today=d("2026-01-01")) == ()
        found = clocks(reached, lease_signed_on=d(OLD), law=LAW, today=d("2026-03-01"))
        assert [one.started_on for one in found] == [d("2026-02-03")]

    def test_what_is_withdrawn_counts_nothing(self):
        reached = [Reached(Stage.VACATE_ORDER, d("2026-01-05"), is_withdrawn=True)]
        assert clocks(reached, lease_signed_on=None, law=LAW, today=d("2026-06-01")) == ()
        assert earliest_eviction(reached, LAW, d("2026-06-01")) is None

    @pytest.mark.parametrize("wrong", [Delay(2, 0, "x"), Delay(0, 6, "x")])
    def test_a_delay_says_itself(self, wrong):
        assert wrong.words in {"2\u00a0mois", "6\u00a0semaines"}


class TestWinterTruce:
    """From 1 November to 31 March, both included, at 23:30 in Paris as at noon."""

    @pytest.mark.parametrize(
        ("day", "is_in"),
        [
            ("2026-10-30", False),
            ("2026-10-31", False),
            ("2026-11-01", True),
            ("2026-12-31", True),
            ("2027-01-01", True),
            ("2027-02-28", True),
            ("2028-02-29", True),
            ("2027-03-31", True),
            ("2027-04-01", False),
            ("2026-03-28", True),
            ("2026-03-29", True),
            ("2026-10-25", False),
            ("2026-07-14", False),
        ],
    )
    @pytest.mark.parametrize(("hour", "minute"), [(0, 5), (12, 0), (23, 30)])
    def test_its_two_ends(self, day, is_in, hour, minute):
        moment = at(d(day), hour, minute)
        assert (truce_over(day_of(moment.astimezone(dt.UTC)), LAW) is not None) is is_in

    @given(days)
    def test_it_holds_151_or_152_days_and_outside_nobody_waits(self, day):
        truce = truce_over(day, LAW)
        first = first_day_outside(day, LAW)
        if truce is None:
            assert first == day
        else:
            assert truce.started_on <= day <= truce.ended_on
            assert (truce.ended_on - truce.started_on).days in {150, 151}
            assert (first.month, first.day) == (4, 1)
            assert truce_over(first, LAW) is None

    @pytest.mark.parametrize(
        ("served", "today", "first"),
        [
            ("2026-08-31", "2026-09-15", "2027-04-01"),
            ("2026-08-30", "2026-09-15", "2026-10-31"),
            ("2026-08-29", "2026-09-15", "2026-10-30"),
            ("2026-09-01", "2026-09-15", "2027-04-01"),
            ("2026-12-15", "2026-12-20", "2027-04-01"),
            ("2027-01-31", "2027-02-01", "2027-04-01"),
            ("2027-02-01", "2027-02-02", "2027-04-02"),
            ("2027-12-31", "2028-01-02", "2028-04-01"),
            ("2026-01-10", "2026-06-01", "2026-06-01"),
            ("2026-01-10", "2026-11-01", "2027-04-01"),
            ("2026-01-10", "2027-03-31", "2027-04-01"),
        ],
    )
    def test_an_eviction_is_not_before_the_delay_nor_in_the_truce(self, served, today, first):
        assert earliest_eviction([Reached(Stage.VACATE_ORDER, d(served))], LAW, d(today)) == d(first)

    @given(days, days)
    def test_no_eviction_ever_falls_in_the_truce_nor_in_the_past(self, served, today):
        first = earliest_eviction([Reached(Stage.VACATE_ORDER, served)], LAW, today)
        if served > today:
            assert first is None
        else:
            assert first >= today
            assert truce_over(first, LAW) is None
            assert (first - served).days > 58

    def test_a_judgment_alone_allows_no_eviction(self):
        assert earliest_eviction([Reached(Stage.JUDGMENT_TERMINATION, d("2026-01-01"))], LAW, d("2026-06-01")) is None

    @pytest.mark.parametrize(
        ("today", "end"),
        [("2027-01-29", None), ("2027-01-30", "2027-03-31"), ("2027-03-31", "2027-03-31"), ("2027-04-01", None)],
    )
    def test_its_end_is_announced_sixty_days_before(self, today, end):
        assert is_truce_ending(d(today), LAW) == (d(end) if end else None)

    def test_a_truce_lengthened_by_a_text_is_a_dated_value(self):
        longer = Law({"procedure.truce": [*LAW.values["procedure.truce"], _Longer()]})
        assert truce_over(d("2020-05-31"), longer) is not None
        assert truce_over(d("2020-06-01"), longer) is None
        assert truce_over(d("2019-05-31"), longer) is None

    @pytest.mark.parametrize("stage", [Stage.ARREARS, Stage.SUMMONS, Stage.JUDGMENT_TERMS, Stage.EVICTED])
    def test_it_says_nothing_before_the_judge_ends_the_lease_nor_after_the_eviction(self, stage):
        assert clock(ClockKind.TRUCE, (stage, "2026-01-05"), today="2026-12-01") is None


class _Longer:
    code, started_on, source, is_to_confirm = "procedure.truce", dt.date(2020, 3, 1), "un texte", False
    number = 0
    table = {"premier jour": 1, "premier mois": 11, "dernier jour": 31, "dernier mois": 5}


class TestAlerts:
    """Announced thirty days before, pressed at seven, late after."""

    @pytest.mark.parametrize(
        ("gap", "near", "pressing"),
        [(31, False, False), (30, True, False), (8, True, False), (7, True, True), (0, True, True), (-1, True, False)],
    )
    def test_near_and_pressing(self, gap, near, pressing):
        today = d("2026-12-20")
        on = today + dt.timedelta(days=gap)
        assert is_near(on, today, LAW) is near
        assert is_pressing(on, today, LAW) is pressing

    def test_a_protocol_runs_then_waits_for_its_lease(self):
        running = protocol_clocks(d("2026-01-01"), d("2027-12-31"), None, None)
        assert [one.kind for one in running] == [ClockKind.PROTOCOL]
        kept = protocol_clocks(
            d("2026-01-01"),
            d("2027-12-31"),
            d("2026-11-30"),
            (d("2027-02-28"), LAW.delay("pcs.lease", d("2026-11-30"))),
        )
        assert [(one.kind, one.on) for one in kept] == [(ClockKind.NEW_LEASE, d("2027-02-28"))]
