"""Random histories of titles, in any order of entry: no home, no household, no head lease is ever taken twice on one day.

Beside the services, a reckoning in plain Python says day by day who holds what.
"""

import datetime as dt
from collections import Counter

import pytest
import time_machine
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from foundation.refusals import Refused
from journeys.services import titles
from journeys.services.titles import NewTitle
from leases.enums import LeaseEnd, LeaseKind
from leases.models import Lease
from leases.services.corrections import correct_lease
from tests.days import NOW, TODAY
from tests.journeys.titles.acts import approve, home, terms
from tests.world import build

pytestmark = pytest.mark.django_db
# The days where months and years end, 29 February among them: that is where a day is lost or counted twice.
DAYS = [
    dt.date(2023, 12, 31),
    dt.date(2024, 1, 1),
    dt.date(2024, 2, 28),
    dt.date(2024, 2, 29),
    dt.date(2024, 3, 1),
    dt.date(2025, 2, 28),
    dt.date(2025, 3, 1),
    dt.date(2025, 10, 31),
    dt.date(2026, 4, 30),
    dt.date(2026, 5, 1),
    TODAY,
]
ACTS = st.lists(
    st.tuples(
        st.sampled_from(["take_over", "take_over", "past", "change", "end", "undo_end", "annul", "correct"]),
        st.integers(0, 2),  # which household
        st.integers(0, 1),  # which home
        st.sampled_from(DAYS),
        st.sampled_from(DAYS),
        st.sampled_from([kind for kind in LeaseKind if kind != LeaseKind.HEAD]),
    ),
    min_size=4,
    max_size=14,
)


@settings(max_examples=40)
@given(acts=ACTS)
def test_nothing_is_held_twice_on_a_day(db, acts):
    with transaction.atomic(), time_machine.travel(NOW, tick=True):
        world = build()
        approve(world.soligone)
        homes, files = [home(world), home(world)], [world.mine, world.colleagues, world.others]
        for act in acts:
            try:
                with transaction.atomic():
                    _do(world, homes, files, act)
            except Refused:
                continue
            _check()
        transaction.set_rollback(True)


def _do(world, homes, files, act):
    name, who, where, day, other, kind = act
    by, enrolment = world.lead.pk, files[who]
    last = Lease.objects.filter(enrolment=enrolment).order_by("-started_on").first()
    new = NewTitle(kind, terms(day), world.soligone if kind == LeaseKind.SUBLEASE else None)
    if name == "take_over":
        titles.take_over(by=by, enrolment=enrolment, dwelling=homes[where], new=new, today=TODAY)
    elif name == "past":
        past = titles.Past(max(day, other), LeaseEnd.AGREEMENT)
        titles.take_over(by=by, enrolment=enrolment, dwelling=homes[where], new=new, past=past, today=TODAY)
    elif last is None:
        return
    elif name == "change":
        titles.change_status(by=by, lease=last, new=new, today=TODAY)
    elif name == "end":
        titles.end_title(
            by=by, lease=last, ended_on=other, reason=LeaseEnd.HOUSEHOLD_NOTICE, gives_back=True, today=TODAY
        )
    elif name == "undo_end":
        titles.undo_end(by=by, lease=last, today=TODAY)
    elif name == "correct":
        correct_lease(by=by, lease=last, terms=terms(day), reason="Relu", today=TODAY)
    else:
        titles.annul_title(by=by, lease=last, reason="Erreur", today=TODAY)


def _check() -> None:
    rows = list(Lease.objects.all())
    for day in {day + dt.timedelta(shift) for day in DAYS for shift in (-1, 0, 1)}:
        held = [row for row in rows if row.started_on <= day and (row.ended_on is None or row.ended_on >= day)]
        for taken in (
            Counter(row.enrolment_id for row in held if row.enrolment_id),
            Counter(row.share_id for row in held if row.head_lease_id is None),
            Counter(row.head_lease_id for row in held if row.head_lease_id),
        ):
            assert not taken or max(taken.values()) == 1, day
        heads = {row.pk for row in held if row.kind == LeaseKind.HEAD}
        assert {row.head_lease_id for row in held if row.head_lease_id} <= heads, day
    for row in rows:
        if row.follows_id and row.follows.ended_on and row.follows.end_reason in LeaseEnd.BY_FOLLOWER:
            assert row.follows.ended_on < row.started_on
