"""A sauvegarde whole, by the hands of its actors: one household, from the litigation service's request to its closure.

| day | fact |
| --- | --- |
| 21 November 2026 | request, assignment, letter, evaluation, proposal accepted; the last signature of the convention starts the support |
| 7 December | account, procedure since the order to pay of 2 March, plan; a difficulty treated together |
| 15 January 2027 | the judge ends the lease of 2019: no title from the 16th |
| 1 February | V9b: the association rents the occupied home and sublets it |
| 18 March, 1 May | slide agreed; the household's lease is its own again |
| 30 June | the debt is paid; final evaluation: closed, the programme having no watch here |

The household signs on the worker's telephone, 360 px wide. Each page is sound.
"""

import datetime as dt

import pytest
from playwright.sync_api import Page

from accompaniments.enums import ExitReason, State
from documents.enums import DocumentKind
from documents.services.templates import load_reference
from leases.enums import LeaseEnd, LeaseKind
from partners.enums import OutreachKind
from partners.models import OutreachStep, ProgrammeVersion
from records.services import parameters
from records.services.events import CLOCK
from tests.days import TODAY
from tests.documents.scene import delegate
from tests.e2e.acts import arrival, debt, home, papers, support
from tests.e2e.play import Hands, on
from tests.factories import leases as lf
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)
D = dt.date
OWED, LOST, SUBLET, AGREED, SLID, ENDED = (
    D(2026, 12, 7),
    D(2027, 1, 15),
    D(2027, 2, 1),
    D(2027, 3, 18),
    D(2027, 5, 1),
    D(2027, 6, 30),
)
EVE = SLID - dt.timedelta(days=1)


def test_a_sauvegarde_from_the_request_to_its_closure(world: World, walk: Page, phone: Page) -> None:
    """Five people and one household, seven months."""
    _prepared(world)
    dwelling = lf.DwellingFactory.make(unit=world.units["Orange"], reference="ORA-0417", address="4 rue Saint-Éloi")
    play = arrival.is_asked_for(world, Hands(walk), Hands(phone), dwelling)
    arrival.is_assigned(play)
    home.takes_over_lease(play, dwelling.reference)
    arrival.is_written_to(play)
    support.is_diagnosed(play, opens="Ouvrir l’évaluation", is_shared=False)
    support.is_proposed_support(play)
    support.accepts_and_sets(play, "Reprendre le loyer")
    papers.is_signed(play, DocumentKind.TRIPARTITE_AGREEMENT, TODAY, by_landlord=True)
    assert (play.course.state, play.course.state_on) == (State.SUPPORTED, TODAY)
    play.looks_at("journeys:file_support", world.lead, world.manager, world.litigation)
    with on(OWED):
        debt.is_owed(play, "2140.50", OWED)
        debt.reaches(play, "PAYMENT_ORDER", D(2026, 3, 2))
        debt.reaches(play, "SUMMONS", D(2026, 6, 1))
        debt.reaches(play, "HEARING", D(2026, 9, 15))
        debt.reads_delay(play, "2 mai 2026")  # two months: the lease is of 2019
        debt.plans(play, "2140.50", OWED, D(2027, 1, 5))
        debt.is_treated_together(play)
    with on(LOST):
        debt.loses_its_lease(play, LOST)
    with on(SUBLET):
        sublease = home.is_sublet_occupied(play, SUBLET)
        home.is_inventoried(play, sublease, "IN_SITU")
        play.looks_at("journeys:file_lease", world.lead, world.manager, world.litigation, world.correspondent_orange)
    with on(AGREED):
        home.agrees_to_slide(play, sublease, SLID)
    with on(SLID):
        home.slides(play, sublease, world.litigation, SLID)
    with on(ENDED):
        debt.is_owed(play, "0", ENDED)
        debt.reaches(play, "PAID_OFF", ENDED)
        play.looks_at("journeys:file_procedure", world.lead, world.litigation)
        play.looks_at("journeys:file_lease", world.lead, world.litigation)
        support.is_evaluated(play, ENDED, ExitReason.MAINTAINED_LEASE_RESTORED)
        support.ends(play)
        play.looks_at("journeys:file", world.lead, world.manager, world.litigation)
    assert play.states == [
        (State.REFERRED, TODAY),
        (State.REVIEWING, TODAY),
        (State.CONTACTING, TODAY),
        (State.DIAGNOSED, TODAY),
        (State.PROPOSED, TODAY),
        (State.READY, TODAY),
        (State.SUPPORTED, TODAY),
        (State.CLOSED, ENDED),
    ]
    assert (play.course.closed_on, play.course.exit_reason) == (ENDED, ExitReason.MAINTAINED_LEASE_RESTORED)
    assert play.titles == [
        (LeaseKind.DIRECT, D(2019, 3, 10), LOST, LeaseEnd.TERMINATED),
        (LeaseKind.NO_TITLE, D(2027, 1, 16), D(2027, 1, 31), LeaseEnd.SUCCESSOR),
        (LeaseKind.HEAD, SUBLET, EVE, LeaseEnd.SLIDE),
        (LeaseKind.SUBLEASE, SUBLET, EVE, LeaseEnd.SLIDE),
        (LeaseKind.DIRECT, SLID, None, ""),
    ]


def _prepared(world: World) -> None:
    """Load what the law and the texts say, who signs for whom, what the programme asks for: a letter, and no watch."""
    load_reference(by=CLOCK)
    parameters.load_reference(by=CLOCK)
    delegate(world.manager, world.soligone)
    delegate(world.landlord_manager, world.landlord)
    world.soligone.subletting_approved_on = D(2010, 12, 22)
    world.soligone.save()
    ProgrammeVersion.objects.filter(pk=world.sauvegarde.pk).update(watch_months=0)
    OutreachStep.objects.create(
        version=world.sauvegarde, position=1, kind=OutreachKind.LETTER_SIMPLE, wait_days=0, source="Fiche projet 2"
    )
