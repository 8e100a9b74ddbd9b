"""The hard cases of domain.md §7.3 that concern leases, by their number.

| case | where |
| --- | --- |
| 2, 3, 4, 6, 10 | `tests.journeys.titles.test_acts.TestHardCases`; 3 and 10 again, whole, in `test_maintenance` |
| 11 | the watch reopened and resumed: `test_access.test_the_whole_course`; the line of the reopening, here |
| 13, 14 | here |
| 15 | `test_access.test_the_whole_course`, and its clock here |
| 16 | `tests.leases.procedure.test_clocks.TestPaymentOrder`, and two households side by side here |
"""

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse

from accompaniments.enums import State
from accompaniments.models import FundedMeasure
from accompaniments.rules.measures import measure_state, months_consumed
from accompaniments.selectors import due
from accompaniments.selectors.workload import WorkerLoad, workload
from accompaniments.services.assignment import assign_lead
from accompaniments.services.measures import close_measure, resume, suspend
from accompaniments.services.watch import reopen
from foundation.refusals import Refused
from leases.enums import ProcedureStage
from leases.rules.clocks import ClockKind
from leases.rules.offers import answer_due_on, has_lapsed
from leases.selectors.situations import procedures_of
from leases.services.procedures import LeaseSaid, record_step, state_lease
from partners.models import Membership, ProgrammeVersion, User
from records.services import parameters
from records.services.events import CLOCK
from tests.accompaniments.endings.hands import course_of, ended
from tests.accompaniments.measures.hands import line_of, opened
from tests.days import TODAY, before
from tests.world import World, enrol, reader_of

D = dt.date
pytestmark = pytest.mark.django_db


def _load(world: World, user: User, day: dt.date) -> WorkerLoad:
    return next(one for one in workload([world.soligone.pk], day) if one.user_id == user.pk)


def test_case_13_a_part_time_worker_on_both_axes_whose_referent_changes(world: World) -> None:
    """(3 ÷ 20 + 4 ÷ 16) ÷ 0,80 = 0,50; one sauvegarde passed to a colleague: (3 ÷ 20 + 3 ÷ 16) ÷ 0,80 = 0,421875."""
    ProgrammeVersion.objects.filter(pk=world.sauvegarde.pk).update(caseload_ratio=16)
    Membership.objects.filter(user=world.lead).update(full_time_share=Decimal("0.80"))
    for rank, state in enumerate((State.SUPPORTED, State.SUPPORTED, State.READY, State.WATCHED)):
        enrol(world.securisation, world.soligone, world.lead, last_name=f"Accès{rank}", state=state)
    files = [enrol(world.sauvegarde, world.soligone, world.lead, last_name=f"Maintien{rank}") for rank in range(3)]
    hers = _load(world, world.lead, TODAY)  # with `mine`, a sauvegarde that is supported
    assert (hers.load, hers.households) == (Decimal("0.5"), 8)
    carried_before = _load(world, world.colleague, TODAY).weight
    assign_lead(
        by=world.manager.pk,
        enrolment=files[0],
        user=world.colleague,
        association=world.soligone,
        started_on=before(3),
        today=TODAY,
        reason="Répartition des dossiers",
    )
    assert _load(world, world.lead, before(4)).load == Decimal("0.5")  # until the eve it is hers
    for day in (before(3), TODAY):
        assert _load(world, world.lead, day).load == Decimal("0.421875")
        assert _load(world, world.colleague, day).weight - carried_before == Decimal("0.0625")


def test_case_11_the_line_of_a_reopening_is_chosen(world: World) -> None:
    """The line before does not go on by itself: « À faire » asks the manager, until a measure runs from the reopening."""
    line_of(world.mine.version)
    ended(world, ended_on=before(10))
    course = course_of(world.mine)
    reopen(by=world.lead.pk, accompaniment=course, effective_on=before(5), is_agreed=True, today=TODAY)

    def asked(user: User) -> list[str]:
        lines = due(reader_of(user), [world.mine.pk])
        return [line.url for line in lines if line.title == "Choisir la ligne de financement"]

    assert asked(world.manager) == [reverse("accompaniments:measure_open", args=[world.mine.pk])]
    assert asked(world.lead) == []  # who cannot open one is not asked
    opened(world, before(5))
    assert asked(world.manager) == []


def test_case_14_two_funders_in_sequence_with_a_gap_and_a_suspension(world: World) -> None:
    """FNAVDL 10 March to 20 July, suspended 1 May to 25 June: 5 months begun less one whole, 4; project from 1 September: 3."""
    file = enrol(world.securisation, world.soligone, world.lead, last_name="Relais", since=D(2026, 3, 1))
    first = opened(world, D(2026, 3, 10), enrolment=file)
    said = {"by": world.manager.pk, "measure": first, "today": TODAY}
    suspend(day=D(2026, 5, 1), **said)
    resume(day=D(2026, 6, 26), **said)
    for day in (D(2026, 7, 1), D(2026, 9, 1)):
        with pytest.raises(Refused, match="une à la fois"):  # while the first runs
            opened(world, day, enrolment=file, label="Projet")
    close_measure(day=D(2026, 7, 20), **said)
    with pytest.raises(Refused, match="10 août 2026"):  # the month begun on 10 July is counted on the first line
        opened(world, D(2026, 8, 9), enrolment=file, label="Projet")
    second = opened(world, D(2026, 9, 1), enrolment=file, label="Projet")
    months = {
        row.line.label: months_consumed(row.days, D(2026, 11, 21), row.pauses)
        for row in FundedMeasure.objects.filter(accompaniment=second.accompaniment).prefetch_related("suspensions")
    }
    assert months == {"FNAVDL": 4, "Projet": 3}
    on = {D(2026, 5, 15): "SUSPENDED", D(2026, 7, 20): "OPEN", D(2026, 7, 21): "CLOSED"}
    first = FundedMeasure.objects.get(pk=first.pk)
    assert {day: measure_state(first.days, first.pauses, day) for day in on} == on


@pytest.mark.parametrize(
    ("notified_on", "last_on"),
    [
        (D(2022, 2, 2), D(2022, 2, 14)),  # Saturday 12 February
        (D(2026, 12, 15), D(2026, 12, 28)),  # Christmas Day is a Friday
        (D(2027, 5, 4), D(2027, 5, 14)),  # a Friday
        (D(2027, 5, 6), D(2027, 5, 18)),  # Sunday 16 May, then Whit Monday
        (D(2028, 2, 18), D(2028, 2, 28)),  # a leap year
    ],
)
def test_case_15_a_rank_waits_for_the_silence_of_the_first(notified_on: dt.date, last_on: dt.date) -> None:
    """Ten days, the day of notification left out, until 24 h of a working day: silence is recorded from the day after."""
    assert answer_due_on(notified_on, 10) == last_on
    assert not has_lapsed(notified_on, 10, last_on)
    assert has_lapsed(notified_on, 10, last_on + dt.timedelta(days=1))


def test_case_16_one_engine_for_an_older_lease_and_a_newer_one(world: World) -> None:
    """The same order to pay of 31 December 2026: two months, clipped to 28 February; six weeks, 11 February."""
    parameters.load_reference(by=CLOCK)
    served_on, today = D(2026, 12, 31), D(2027, 1, 4)
    expected = {D(2023, 7, 28): D(2027, 2, 28), D(2023, 7, 29): D(2027, 2, 11)}
    files = {}
    for signed_on in expected:
        file = enrol(
            world.sauvegarde, world.soligone, world.lead, last_name=f"Bail{signed_on}", unit=world.units["Orange"]
        )
        facts = {"by": world.litigation.pk, "enrolment": file, "landlord": world.landlord, "today": today}
        state_lease(said=LeaseSaid(signed_on=signed_on), **facts)
        record_step(stage=ProcedureStage.PAYMENT_ORDER, reached_on=served_on, **facts)
        files[file.pk] = signed_on
    found = procedures_of(list(files), today)
    days = {
        files[pk]: next(one.on for one in procedure.clocks if one.kind == ClockKind.PAYMENT)
        for pk, procedure in found.items()
    }
    assert days == expected
