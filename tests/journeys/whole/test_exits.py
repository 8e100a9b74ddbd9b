"""Early exits from every stored state, and the ways back (domain.md §2.0.1, §2.1)."""

import datetime as dt
from collections.abc import Callable

import pytest

from accompaniments.enums import ExitReason, HousingStatus, State
from accompaniments.models import Accompaniment
from accompaniments.services import watch
from accompaniments.services.endings import end_before_support
from foundation.refusals import Refused
from journeys.services import allocation
from leases.enums import DecisionKind, FileEnd, FileState
from leases.services.decisions import DecisionFacts
from tests.days import TODAY, before
from tests.journeys.whole.played import Played
from tests.leases.course import SITTING, Dossier, announced, drafted, parameters, scheduled, submitted
from tests.world import World, enrol

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("state", sorted(State.IN_PREPARATION))
def test_a_reason_is_enough_before_the_support(world: World, state: State) -> None:
    """Referred, studied, called on, not met, diagnosed, proposed or ready: it ends on its day, with its reason."""
    file = enrol(world.securisation, world.soligone, world.lead, state=state, since=before(40))
    end_before_support(
        by=world.manager.pk, enrolment=file, ended_on=before(2), exit_reason=ExitReason.LEFT_VOLUNTARILY, today=TODAY
    )
    course = Accompaniment.objects.get(enrolment=file)
    assert (course.state, course.closed_on, course.exit_reason) == (
        State.CLOSED,
        before(2),
        ExitReason.LEFT_VOLUNTARILY,
    )
    file.refresh_from_db()
    assert file.ended_on == before(2)


def test_from_the_support_a_final_evaluation_is_due(world: World) -> None:
    """« supported » ends by its evaluation alone: the course stays where it is until then, then closes on its day."""
    parameters()
    file = enrol(world.sauvegarde, world.soligone, world.lead, last_name="Delmas", since=before(90))
    type(file.version).objects.filter(pk=file.version_id).update(watch_months=0)
    played = Played(world, file)
    with pytest.raises(Refused, match="final"):
        end_before_support(
            by=world.manager.pk, enrolment=file, ended_on=TODAY, exit_reason=ExitReason.EVICTED, today=TODAY
        )
    played.ends(before(1), ExitReason.EVICTED, validated_on=TODAY)
    assert played.now_in() == (State.CLOSED, before(1))


def test_from_the_watch_it_closes_for_a_reason_of_its_own(world: World) -> None:
    """A household that moves to another programme ends its watch before its last day."""
    file = enrol(world.securisation, world.soligone, world.lead, state=State.WATCHED, since=before(90))
    watch.end_watch(
        by=world.manager.pk,
        accompaniment=Accompaniment.objects.get(enrolment=file),
        ended_on=before(1),
        now=watch.HousingNow(HousingStatus.TENANT, has_arrears=False),
        exit_reason=ExitReason.MOVED_TO_OTHER_PROGRAMME,
        today=TODAY,
    )
    assert Accompaniment.objects.get(enrolment=file).exit_reason == ExitReason.MOVED_TO_OTHER_PROGRAMME


def test_a_household_that_left_is_no_longer_decided_upon(world: World) -> None:
    """Its dossier waits: the commission's decision is refused in a sentence, and the worker withdraws it."""
    parameters()
    dossier, hearing = scheduled(world)
    end_before_support(
        by=world.manager.pk,
        enrolment=dossier.enrolment,
        ended_on=before(25),
        exit_reason=ExitReason.LEFT_VOLUNTARILY,
        today=TODAY,
    )
    with pytest.raises(Refused):
        allocation.decide(
            by=world.cal_secretary.pk, hearing=hearing, facts=DecisionFacts(DecisionKind.ALLOCATED), today=TODAY
        )
    assert dossier.again().state == FileState.SCHEDULED
    allocation.withdraw(by=world.lead.pk, file=dossier.file, reason="Le ménage est parti", today=TODAY)
    assert (dossier.again().state, dossier.file.end) == (FileState.CLOSED, FileEnd.WITHDRAWN)


@pytest.mark.parametrize("kind", [DecisionKind.NOT_ALLOCATED, DecisionKind.INADMISSIBLE])
def test_s7_a_refusal_of_the_commission_leads_to_another_dwelling(world: World, kind: DecisionKind) -> None:
    """S7 → S5: the household stays ready; another dossier opens at once, and starts the support on its own day."""
    parameters()
    dossier, hearing = scheduled(world)
    allocation.decide(
        by=world.cal_secretary.pk, hearing=hearing, facts=DecisionFacts(kind, reason="Taux d’effort"), today=TODAY
    )
    assert dossier.course.state == State.READY
    played = Played(world, dossier.enrolment)
    another = announced(world.units["Orange"], world.correspondent_orange, reference="ORA-0002")
    later = SITTING + dt.timedelta(days=56)
    played.is_decided(played.presents_dossier(another, later))
    assert played.now_in() == (State.SUPPORTED, later)


@pytest.mark.parametrize("reached", [drafted, submitted])
def test_a_dossier_is_withdrawn_before_its_decision(world: World, reached: Callable[[World], Dossier]) -> None:
    """S5 → S4: drafted or submitted, the household stays ready, and is named to nobody any more."""
    parameters()
    dossier = reached(world)
    allocation.withdraw(by=world.lead.pk, file=dossier.file, reason="Un autre secteur", today=TODAY)
    assert dossier.course.state == State.READY
    assert not Played(world, dossier.enrolment).named(TODAY)
