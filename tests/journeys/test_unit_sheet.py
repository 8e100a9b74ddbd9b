"""The sheet of a unit: supply against demand, by hand, and no identity that a wish would open."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accompaniments.enums import State
from journeys.selectors.supply import unit_sheet
from leases.enums import Answer, DecisionKind
from leases.services.decisions import DecisionFacts
from tests.days import before
from tests.factories import leases as lf
from tests.leases import course
from tests.world import enrol, reader_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _parameters():
    course.parameters()


def wishing(world, *units: str, state: State = State.READY, last_name: str = "Lamartine", sizes: str = "T3", **values):
    enrolment = enrol(world.securisation, world.soligone, world.lead, last_name=last_name, state=state, **values)
    project = lf.HousingProjectFactory.make(enrolment=enrolment, typologies=sizes)
    for position, name in enumerate(units, start=1):
        lf.WishedUnitFactory.make(project=project, unit=world.units[name], position=position)
    return enrolment


def sheet(world, unit: str = "Orange"):
    return unit_sheet(reader_of(world.correspondent_orange), world.units[unit])


def test_the_numbers_of_a_unit_by_hand(world):
    orange = world.units["Orange"]
    holder = lf.ReservationHolderFactory.make(landlord=world.landlord)
    lf.AnnouncementFactory.make(dwelling__unit=orange)  # not reserved: available
    lf.AnnouncementFactory.make(dwelling__unit=orange, reservation_holder=holder, agreed_on=before(3))
    lf.AnnouncementFactory.make(dwelling__unit=orange, reservation_holder=holder)  # its agreement awaited
    lf.AnnouncementFactory.make(dwelling__unit=orange, dwelling__typology="T2")
    lf.AnnouncementFactory.make(dwelling__unit=orange, ended_on=before(1))  # over
    lf.AnnouncementFactory.make(dwelling__unit=world.units["Apt"])  # elsewhere
    wishing(world, "Orange", "Apt")  # T3 first, here first
    wishing(world, "Apt", "Orange")  # T3 first, here second
    wishing(world, "Orange", sizes="T4,T3", state=State.SUPPORTED)  # T3 beside
    wishing(world, "Orange", state=State.PROPOSED)  # not ready yet
    wishing(world, "Apt")  # elsewhere
    rows = {
        line.typology: (line.available, line.awaiting_agreement, line.asked_first, line.asked_beside, line.gap)
        for line in sheet(world).gaps
    }
    assert rows == {"T2": (1, 0, 0, 0, 1), "T3": (2, 1, 1, 2, 1), "T4": (0, 0, 1, 0, -1)}


def test_a_wish_opens_no_identity(world, client_of):
    enrolment = wishing(world, "Orange", last_name="Zébulon")
    [line] = sheet(world).demand
    assert (line.file_number, line.typologies, line.highest_cost) == (enrolment.file_number, ("T3",), Decimal(617))
    page = client_of(world.correspondent_orange).get(reverse("journeys:unit_sheet", args=[world.units["Orange"].pk]))
    assert enrolment.file_number in page.content.decode()
    for secret in ("Zébulon", str(enrolment.pk), "Nadia", world.lead.last_name):
        assert secret not in page.content.decode()
    assert client_of(world.correspondent_orange).get(reverse("journeys:file", args=[enrolment.pk])).status_code == 404


def test_a_protected_household_is_counted_apart_and_not_numbered(world):
    enrolment = wishing(world, "Orange", is_protected=True)
    found = sheet(world)
    assert (found.demand, found.protected, found.gaps) == ((), 1, ())
    assert enrolment.file_number not in str(found)


def test_a_draft_is_no_proposal_and_a_submitted_one_tells_its_answer(world):
    draft = course.drafted(world)
    [home] = sheet(world).homes
    assert home.proposals == ()
    course.submitted(world, draft.announcement, last_name="Hugo")
    [home] = sheet(world).homes
    assert [(row.line.title, row.line.state_label, row.reason) for row in home.proposals] == [
        ("Mme\u00a0Nadia Hugo", "soumis", "")
    ]


def test_a_positive_decision_ends_the_demand_and_its_failure_makes_it_again(world):
    from journeys.services import allocation  # noqa: PLC0415 -- the act under test

    dossier, decision = course.decided(world, DecisionFacts(DecisionKind.ALLOCATED))
    lf.WishedUnitFactory.make(
        project=lf.HousingProjectFactory.make(enrolment=dossier.enrolment), unit=world.units["Orange"]
    )
    assert sheet(world).demand == ()
    by, today = world.cal_secretary.pk, before(0)
    offer = allocation.notify_offer(by=by, decision=decision, notified_on=before(15), today=today)
    allocation.answer_offer(
        by=by, offer=offer, answer=Answer.REFUSED, answered_on=before(10), reason="Trop loin.", today=today
    )
    assert [line.file_number for line in sheet(world).demand] == [dossier.enrolment.file_number]


def test_the_sheet_costs_a_constant_number_of_queries(world):
    counts, reader = [], reader_of(world.cal_secretary)
    made = 0
    for wanted in (1, 3, 30):
        for _ in range(wanted - made):
            enrolment = wishing(world, "Orange")
            file = lf.SubmittedFileFactory.make(
                enrolment=enrolment,
                association=world.soligone,
                announcement=lf.AnnouncementFactory.make(dwelling__unit=world.units["Orange"]),
            )
            assert file
        made = wanted
        with CaptureQueriesContext(connection) as asked:
            unit_sheet(reader, world.units["Orange"])
        counts.append(len(asked))
    assert len(set(counts)) == 1, counts


def test_each_proposal_says_its_answer_and_its_reason(world):
    facts = DecisionFacts(DecisionKind.NOT_ALLOCATED, reason="Attribué à une demande plus ancienne.")
    course.decided(world, facts, last_name="Hugo")
    [home] = sheet(world).homes
    assert [(row.line.end_label, row.reason) for row in home.proposals] == [
        ("non attribué", "Attribué à une demande plus ancienne.")
    ]
