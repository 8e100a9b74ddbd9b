"""A sécurisation whole, by the hands of its actors: one household, from the SIAO's referral to the end of its watch.

| day | fact |
| --- | --- |
| 21 November 2026 | referral, criteria, shared diagnosis, project accepted; the dossier goes to the commission |
| 26, 27, 30 November | allocated: the support starts; offered; accepted; the convention and the contract are signed |
| 1 December | the association's lease and the sublease, their papers, the inventory of entry; first period until 31 May 2027 |
| 10 December | a visit |
| 5 January 2027 | the account of December and January, the insurance |
| 22 February | stage review; the exam is convened: it is due on 16 March |
| 10, 12, 22 March | exam held, position given, notice sent: it is due on 31 March |
| 24 March | slide proposed, agreed, accepted |
| 1 June | the household's lease: both others ended on 31 May |
| 30 June, 1 July | final evaluation, validated on the morrow: the watch runs to 30 June 2029 |

The household signs on the worker's telephone, 360 px wide; the landlord and the association from their own session. Each
page is sound.
"""

import datetime as dt

import pytest
from playwright.sync_api import Page

from accompaniments.enums import ExitReason, Passage, State
from documents.enums import DocumentKind
from documents.services.templates import load_reference
from leases.enums import LeaseEnd, LeaseKind
from partners.models import EligibilityRule
from records.services import parameters
from records.services.events import CLOCK
from tests.days import TODAY
from tests.documents.scene import delegate
from tests.e2e.acts import allocation, arrival, home, papers, support
from tests.e2e.acts.allocation import ANSWERED, NAME, OFFERED, SITTING, Hand, Scene
from tests.e2e.play import Hands, Play, on
from tests.leases.course import announced
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)
D = dt.date
SUBLET, PAID, REVIEWED, HELD, TOLD, AGREED = (
    D(2026, 12, 1),
    D(2027, 1, 5),
    D(2027, 2, 22),
    D(2027, 3, 10),
    D(2027, 3, 22),
    D(2027, 3, 24),
)
SLID, ENDED, LAST = D(2027, 6, 1), D(2027, 6, 30), D(2029, 6, 30)
EVE, MORROW = SLID - dt.timedelta(days=1), ENDED + dt.timedelta(days=1)


def test_a_securisation_from_the_referral_to_the_end_of_its_watch(world: World, walk: Page, phone: Page) -> None:
    """Six people and one household, thirty-one months."""
    _prepared(world)
    play = arrival.is_referred(world, Hands(walk), Hands(phone), NAME)
    arrival.is_assigned(play)
    support.meets_criteria(play)
    support.is_diagnosed(play, opens="Ouvrir le diagnostic", is_shared=True)
    support.is_scored(play, Passage.ENTRY, TODAY)
    support.has_resources(play)
    cal = _commission(play)
    allocation.present(cal)
    support.accepts_and_sets(play, "Payer le premier loyer")
    allocation.prepare(cal)
    allocation.submit(cal)
    allocation.complete(cal)
    allocation.call(cal)
    with on(SITTING):
        allocation.decide(cal)
    with on(OFFERED):
        allocation.offer(cal)
    with on(ANSWERED):
        allocation.agree(cal)
        papers.is_signed(play, DocumentKind.TRIPARTITE_AGREEMENT, ANSWERED, by_landlord=True)
        papers.is_signed(play, DocumentKind.SUPPORT_CONTRACT, ANSWERED, by_landlord=False)
    with on(SUBLET):
        sublease = home.is_sublet(play, SUBLET)
        papers.is_signed(play, DocumentKind.SUBLEASE_CONTRACT, SUBLET, by_landlord=False)
        papers.is_signed(play, DocumentKind.SUBLEASE_ANNEX, SUBLET, by_landlord=True)
        home.is_inventoried(play, sublease, "MOVE_IN")
        play.looks_at("journeys:file_lease", world.lead, world.manager, world.correspondent_orange)
    with on(D(2026, 12, 10)):
        support.is_visited(play, D(2026, 12, 10))
    with on(PAID):
        home.pays_rent(play, sublease, PAID)
    with on(REVIEWED):
        support.is_reviewed(play)
        exam = home.is_convened(play, sublease, held_on=HELD, convened_on=REVIEWED)
        play.looks_at("journeys:subleases", world.manager, world.lead, world.correspondent_orange, args=())
    home.is_examined(play, exam, HELD)
    with on(TOLD):
        home.is_told_to_prefect(play, sublease, exam, TOLD)
    with on(AGREED):
        home.agrees_to_slide(play, sublease, SLID)
    with on(SLID):
        home.slides(play, sublease, world.correspondent_orange, SLID)
        play.looks_at("journeys:file_lease", world.lead, world.manager, world.correspondent_orange, world.adviser)
        play.looks_at("journeys:file", world.lead, world.correspondent_orange)
    with on(ENDED):
        support.is_evaluated(play, ENDED, ExitReason.STABILISED_DIRECT_TENANT)
    with on(MORROW):
        support.ends(play)
        play.looks_at("journeys:file_support", world.lead, world.manager, world.correspondent_orange)
    with on(D(2027, 12, 31)):
        support.is_checked_on(play)
    with on(LAST):
        support.leaves_watch(play, LAST)
    assert play.states == [
        (State.REFERRED, TODAY),
        (State.REVIEWING, TODAY),
        (State.DIAGNOSED, TODAY),
        (State.PROPOSED, TODAY),
        (State.READY, TODAY),
        (State.SUPPORTED, SITTING),
        (State.WATCHED, MORROW),
        (State.CLOSED, LAST),
    ]
    assert play.course.exit_reason == ExitReason.STABILISED_DIRECT_TENANT
    assert play.titles == [
        (LeaseKind.HEAD, SUBLET, EVE, LeaseEnd.SLIDE),
        (LeaseKind.SUBLEASE, SUBLET, EVE, LeaseEnd.SLIDE),
        (LeaseKind.DIRECT, SLID, None, ""),
    ]


def _prepared(world: World) -> None:
    """Load what the law and the texts say, who signs for whom, what the programme asks for."""
    load_reference(by=CLOCK)
    parameters.load_reference(by=CLOCK)
    delegate(world.manager, world.soligone)
    delegate(world.landlord_manager, world.landlord)
    world.soligone.subletting_approved_on = D(2010, 12, 22)
    world.soligone.save()
    EligibilityRule.objects.create(
        version=world.securisation,
        code="path",
        label="Premier logement",
        is_blocking=True,
        position=1,
        source="Fiche 1",
    )


def _commission(play: Play) -> Scene:
    """Give the three who take the household to the commission, and the dwelling that is announced."""
    world, phone, desk = play.world, play.hand.page, play.desk.page
    return Scene(
        world,
        play.file,
        announced(world.units["Orange"], world.correspondent_orange),
        Hand(phone, world.lead),
        Hand(desk, world.correspondent_orange),
        Hand(desk, world.cal_secretary),
    )
