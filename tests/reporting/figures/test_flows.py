"""M12: who counts on which day and where; each fact inside the month has a twin just outside."""

import datetime as dt

import pytest

from accompaniments.enums import State
from foundation.periods import Month
from households.models import EnrolmentHolder
from leases.enums import FileEnd, FileState
from reporting.enums import Figure
from tests.days import at
from tests.factories import households as h
from tests.factories import leases as lf
from tests.reporting.figures.scene import (
    AFTER,
    EVE,
    FIRST,
    LAST,
    OCTOBER,
    calculated,
    changes,
    counted,
    flows,
    lines,
    lives,
    moves,
    row,
    takes_back,
)

pytestmark = pytest.mark.django_db
S, W, C, R = State.SUPPORTED, State.WATCHED, State.CLOSED, State.READY
LONG_AGO = dt.date(2026, 3, 2)


@pytest.mark.parametrize(
    ("known", "found"),
    [
        ([(S, LONG_AGO)], (1, 0, 0, 0, 0, 0, 1)),
        ([(S, EVE)], (1, 0, 0, 0, 0, 0, 1)),
        ([(S, FIRST)], (0, 0, 1, 0, 0, 0, 1)),
        ([(S, LAST)], (0, 0, 1, 0, 0, 0, 1)),
        ([(S, AFTER)], (0, 0, 0, 0, 0, 0, 0)),
        ([(S, LONG_AGO), (C, EVE)], (0, 0, 0, 0, 0, 0, 0)),
        ([(S, LONG_AGO), (C, FIRST)], (1, 0, 0, 0, 1, 0, 0)),
        ([(S, LONG_AGO), (C, LAST)], (1, 0, 0, 0, 1, 0, 0)),
        ([(S, LONG_AGO), (C, AFTER)], (1, 0, 0, 0, 0, 0, 1)),
        ([(S, LONG_AGO), (W, FIRST)], (0, 0, 0, 0, 0, 0, 0)),  # it stopped on the eve
        ([(S, LONG_AGO), (W, LAST)], (1, 0, 0, 0, 1, 0, 0)),
        ([(S, LONG_AGO), (W, AFTER)], (1, 0, 0, 0, 1, 0, 0)),  # it stopped on the last day
        ([(S, LONG_AGO), (W, dt.date(2026, 11, 2))], (1, 0, 0, 0, 0, 0, 1)),
        ([(S, FIRST), (W, FIRST)], (0, 0, 1, 0, 1, 0, 0)),  # never before its start
        ([(S, FIRST), (C, FIRST)], (0, 0, 1, 0, 1, 0, 0)),
        ([(R, LONG_AGO), (C, FIRST)], (0, 0, 0, 0, 0, 0, 0)),  # never accompanied
        ([(S, LONG_AGO), (W, dt.date(2026, 10, 6)), (S, dt.date(2026, 10, 20))], (1, 0, 1, 0, 1, 0, 1)),
        ([(S, LONG_AGO), (W, dt.date(2026, 6, 1)), (C, FIRST)], (0, 0, 0, 0, 0, 0, 0)),
    ],
)
def test_who_counts(bare, known, found):
    lives(bare, *known, unit=bare.units["Orange"])
    computed = calculated(bare)
    assert flows(computed) == flows(computed, "Orange") == found
    assert computed.content.is_balanced


def test_leap_day(bare):
    lives(bare, (S, dt.date(2028, 2, 29)))
    lives(bare, (S, dt.date(2028, 1, 15)), (W, dt.date(2028, 3, 1)))
    assert flows(calculated(bare, Month(2028, 2))) == (1, 0, 1, 0, 1, 0, 1)
    assert flows(calculated(bare, Month(2028, 3))) == (1, 0, 0, 0, 0, 0, 1)


def test_a_change_annulled_never_was(bare):
    enrolment = lives(bare, (R, LONG_AGO), (S, FIRST))
    takes_back(enrolment, LAST)
    other = lives(bare, (S, LONG_AGO), (W, FIRST))
    takes_back(other, LAST)
    changes(other, W, dt.date(2026, 10, 12), LAST)
    computed = calculated(bare)
    assert flows(computed) == (1, 0, 0, 0, 1, 0, 0)
    assert [one.on for one in lines(computed, Figure.LEFT)] == [dt.date(2026, 10, 11)]


def test_another_programme_and_another_landlord_s_unit(bare):
    lives(bare, (S, LONG_AGO), unit=bare.other_unit)
    computed = calculated(bare)
    assert flows(computed, "Non réparti")[-1] == flows(computed)[-1] == 1  # the sauvegarde households are not here
    assert bare.other_unit.name not in str(computed.content)


def test_the_unit_is_that_of_the_lease_then_the_home_then_the_dossier_then_the_wish(bare):
    orange, apt, bollene, vedene = (bare.units[name] for name in ("Orange", "Apt", "Bollène", "Vedène"))
    enrolment = lives(bare, (S, LONG_AGO))
    places = [row(calculated(bare), "Non réparti").flows.stock_end]
    project = lf.HousingProjectFactory.make(enrolment=enrolment, started_on=EVE)
    lf.WishedUnitFactory.make(project=project, unit=apt, position=1)
    lf.WishedUnitFactory.make(project=project, unit=orange, position=2)
    places.append(row(calculated(bare), "Apt").flows.stock_end)
    file = lf.SubmittedFileFactory.make(
        enrolment=enrolment, announcement__dwelling__unit=bollene, submitted_at=at(LAST, 23, 30), state_on=LAST
    )
    places.append(row(calculated(bare), "Bollène").flows.stock_end)
    moves(enrolment, vedene, LAST)
    places.append(row(calculated(bare), "Vedène").flows.stock_end)
    lf.LeaseFactory.make(enrolment=enrolment, share__dwelling__unit=orange, started_on=LAST)
    places.append(row(calculated(bare), "Orange").flows.stock_end)
    assert places == [1, 1, 1, 1, 1]
    file.submitted_at = at(AFTER, 0, 1)
    file.save()
    assert row(calculated(bare), "Apt").flows.transferred_out == 1


@pytest.mark.parametrize(
    ("end", "closed_on", "unit"),
    [
        (FileEnd.NOT_ALLOCATED, LAST, "Non réparti"),
        (FileEnd.LEASE_SIGNED, LAST, "Non réparti"),
        (FileEnd.NOT_ALLOCATED, AFTER, "Bollène"),
    ],
)
def test_a_dossier_counts_while_it_is_open(bare, end, closed_on, unit):
    enrolment = lives(bare, (S, LONG_AGO))
    lf.SubmittedFileFactory.make(
        enrolment=enrolment,
        announcement__dwelling__unit=bare.units["Bollène"],
        submitted_at=at(EVE),
        state=FileState.CLOSED,
        end=end,
        state_on=closed_on,
    )
    assert row(calculated(bare), unit).flows.stock_end == 1


def test_the_latest_dossier_submitted_wins_and_a_draft_says_nothing(bare):
    enrolment = lives(bare, (S, LONG_AGO))
    for name, submitted_at in (("Apt", at(EVE)), ("Orange", at(FIRST)), ("Bollène", None)):
        state = FileState.SUBMITTED if submitted_at else FileState.DRAFT
        lf.AllocationFileFactory.make(
            enrolment=enrolment,
            announcement__dwelling__unit=bare.units[name],
            state=state,
            submitted_at=submitted_at,
        )
    computed = calculated(bare)
    assert flows(computed, "Apt") == (1, 0, 0, 0, 0, 1, 0)
    assert flows(computed, "Orange") == (0, 0, 0, 1, 0, 0, 1)
    [moved] = [one for one in computed.content.movements if one.kind == Figure.TRANSFERRED_IN]
    assert (moved.unit, moved.other, moved.file_number) == ("Orange", "Apt", enrolment.file_number)


def test_an_entry_is_where_it_began_and_an_exit_where_it_stopped(bare):
    orange, apt = bare.units["Orange"], bare.units["Apt"]
    arrives = lives(bare, (S, dt.date(2026, 10, 5)), unit=orange)
    moves(arrives, apt, dt.date(2026, 10, 12))
    leaves = lives(bare, (S, LONG_AGO), (C, dt.date(2026, 10, 20)), unit=orange)
    moves(leaves, apt, dt.date(2026, 10, 20))
    moves(leaves, orange, dt.date(2026, 10, 21))
    computed = calculated(bare)
    assert flows(computed, "Orange") == (1, 0, 1, 0, 0, 2, 0)
    assert flows(computed, "Apt") == (0, 0, 0, 2, 1, 0, 1)


def test_a_protected_household_is_not_placed_on_any_day_and_has_no_number(bare):
    enrolment = lives(bare, (S, FIRST), unit=bare.units["Orange"], is_protected=True)
    computed = calculated(bare)
    assert flows(computed, "Non réparti") == (0, 0, 1, 0, 0, 0, 1)
    [moved] = computed.content.movements
    assert (moved.unit, moved.file_number, moved.on) == ("Non réparti", "dossier protégé", None)
    assert enrolment.file_number not in str(computed.content)


def test_units_that_merge(bare):
    apt, orange = bare.units["Apt"], bare.units["Orange"]
    apt.ended_on, apt.successor = dt.date(2026, 10, 15), orange
    apt.save()
    lives(bare, (S, LONG_AGO), unit=apt)
    lives(bare, (S, LONG_AGO), (C, dt.date(2026, 10, 15)), unit=apt)
    lives(bare, (S, LONG_AGO), (C, dt.date(2026, 10, 16)), unit=apt)
    computed = calculated(bare)
    assert flows(computed, "Apt") == (3, 0, 0, 0, 1, 2, 0)
    assert flows(computed, "Orange") == (0, 0, 0, 2, 1, 0, 1)
    later = calculated(bare, OCTOBER.plus(1))
    assert "Apt" not in {one.unit for one in later.content.units}
    assert flows(later, "Orange") == (1, 0, 0, 0, 0, 0, 1)


def test_units_that_replace_each_other_in_a_circle_are_no_place(bare):
    apt, orange = bare.units["Apt"], bare.units["Orange"]
    for unit, successor in ((apt, orange), (orange, apt)):
        unit.ended_on, unit.successor = dt.date(2026, 6, 1), successor
        unit.save()
    lives(bare, (S, LONG_AGO), unit=apt)
    assert flows(calculated(bare), "Non réparti")[-1] == 1


def test_the_rows_are_the_units_of_the_month_by_name_then_what_is_not_assigned(bare):
    names = ["Apt", "Avignon", "Bollène", "Carpentras", "Cavaillon", "Orange", "Vedène", "Non réparti"]
    assert [one.unit for one in calculated(bare).content.units] == names


def test_the_parts_of_the_associations_are_the_whole(bare):
    lives(bare, (S, LONG_AGO))
    passed = lives(bare, (S, LONG_AGO))
    EnrolmentHolder.objects.filter(enrolment=passed).update(ended_on=dt.date(2026, 10, 9))
    h.EnrolmentHolderFactory.make(enrolment=passed, association=bare.cap_habitat, started_on=dt.date(2026, 10, 10))
    computed = calculated(bare)
    found = {part.association: tuple(vars(part.flows).values()) for part in computed.content.associations}
    assert found == {"Cap Habitat": (0, 0, 0, 1, 0, 0, 1), "Soligone": (2, 0, 0, 0, 0, 1, 1)}


def test_the_first_stock_has_its_list_in_the_first_month_made(bare):
    lives(bare, (S, LONG_AGO))
    assert counted(calculated(bare))[Figure.STOCK_START] == 1
