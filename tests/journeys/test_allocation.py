"""A CAL dossier's acts that touch both sides: what starts, what ends, who still sees what."""

import datetime as dt
from decimal import Decimal

import pytest

from accompaniments.enums import State
from accompaniments.services.states import change_state
from foundation.refusals import Refused
from households.models import CurrentHousing, Enrolment, EnrolmentNaming, ProtectedReader
from households.services.protection import protect
from journeys.services import allocation
from leases.enums import Answer, DecisionKind, FileEnd, FileState, LeaseKind
from leases.models import AllocationFile, DwellingShare, FileSnapshot
from leases.readings.content import diff, from_json
from leases.selectors.contents import content_of
from leases.services.decisions import DecisionFacts
from leases.services.files import Changed, edit_file
from leases.services.leases import LeaseTerms, sign_direct
from leases.services.obstacles import DoubleLetting
from records.models import Event
from tests.days import TODAY, before
from tests.leases import course
from tests.world import reader_of

pytestmark = pytest.mark.django_db
RANKED_2 = DecisionFacts(DecisionKind.ALLOCATED_RANKED, rank=2)
REFUSAL = DecisionFacts(DecisionKind.NOT_ALLOCATED, reason="Logement attribué à une autre demande.")
TERMS = LeaseTerms(signed_on=before(2), started_on=TODAY, rent=Decimal(412), charges=Decimal(88))


@pytest.fixture(autouse=True)
def _parameters():
    course.parameters()


def sees(user, enrolment) -> bool:
    return Enrolment.objects.visible_to(reader_of(user)).filter(pk=enrolment.pk).exists()


def sees_file(user, file) -> bool:
    return AllocationFile.objects.visible_to(reader_of(user)).filter(pk=file.pk).exists()


def test_a_dossier_waits_for_the_household_to_be_ready(world):
    with pytest.raises(Refused, match="une fois le ménage prêt"):
        course.drafted(world, state=State.PROPOSED)


def test_a_draft_is_known_to_no_landlord_and_a_submitted_one_to_its_unit_alone(world):
    dossier = course.drafted(world)
    landlord = (world.correspondent_orange, world.correspondent_apt, world.cal_secretary, world.adviser)
    assert [sees(user, dossier.enrolment) or sees_file(user, dossier.file) for user in landlord] == [False] * 4
    content = content_of(dossier.file, world.lead, before(45), None)
    allocation.submit(by=world.lead.pk, file=dossier.file, content=content, today=before(45))
    assert [sees(user, dossier.enrolment) for user in landlord] == [True, False, True, True]
    assert [sees_file(user, dossier.file) for user in landlord] == [True, False, True, False]
    assert not sees_file(world.other_worker, dossier.file)
    assert sees_file(world.lead, dossier.file)


def test_the_snapshot_says_what_the_page_said(world):
    dossier = course.submitted(world)
    content = from_json(FileSnapshot.objects.get(file=dossier.file).content)
    assert content == content_of(dossier.file, world.lead, before(45), None)
    assert "Lamartine" in content.household
    assert content.dwelling == "T3 de 62\u00a0m², Les Amandiers, Orange"
    assert [line.ceiling for line in content.ceilings if line.is_this_dwelling] == ["22\u00a0551,00\u00a0€"]


def test_a_positive_decision_starts_the_accompaniment_on_the_sitting_s_day_in_one_act(world):
    dossier, decision = course.decided(world)
    assert (dossier.course.state, dossier.course.state_on) == (State.SUPPORTED, course.SITTING)
    acts = Event.objects.filter(
        subject_id=dossier.enrolment.pk, verb__in=["decision.recorded", "accompaniment.state_changed"]
    )
    assert len({event.act for event in acts}) == 1
    assert acts.count() == 2
    assert decision.file.state == FileState.DECIDED


def test_a_second_positive_decision_changes_nothing(world):
    dossier, _ = course.decided(world)
    again, hearing = course.scheduled(
        world,
        course.announced(world.units["Orange"], world.correspondent_orange, reference="ORA-0002"),
        last_name="Zola",
    )
    AllocationFile.objects.filter(pk=again.file.pk).update(enrolment=dossier.enrolment)
    hearing.refresh_from_db()
    allocation.decide(
        by=world.cal_secretary.pk, hearing=hearing, facts=DecisionFacts(DecisionKind.ALLOCATED), today=TODAY
    )
    assert dossier.course.changes.count() == 2


def test_a_refusal_leaves_the_decision_and_the_snapshot_and_closes_the_household(world):
    dossier, _ = course.decided(world, REFUSAL)
    assert (dossier.file.state, dossier.file.end) == (FileState.CLOSED, FileEnd.NOT_ALLOCATED)
    assert dossier.course.state == State.READY
    assert not sees(world.correspondent_orange, dossier.enrolment)
    assert not sees(world.cal_secretary, dossier.enrolment)
    assert not sees(world.adviser, dossier.enrolment)
    assert sees_file(world.correspondent_orange, dossier.file)
    assert sees_file(world.cal_secretary, dossier.file)


def test_a_rank_starts_nothing_before_its_promotion(world):
    dossier, decision = course.decided(world, RANKED_2)
    assert dossier.course.state == State.READY
    with pytest.raises(Refused, match="décision positive"):
        allocation.notify_offer(by=world.cal_secretary.pk, decision=decision, notified_on=before(5), today=TODAY)
    allocation.promote_rank(by=world.cal_secretary.pk, decision=decision, promoted_on=before(6), today=TODAY)
    assert (dossier.course.state, dossier.course.state_on) == (State.SUPPORTED, before(6))


def test_the_same_rank_is_not_given_twice_for_a_dwelling(world):
    dossier, _ = course.decided(world, RANKED_2)
    _, hearing = course.scheduled(world, dossier.announcement, last_name="Zola")
    with pytest.raises(Refused, match="déjà donné") as refusal:
        allocation.decide(by=world.cal_secretary.pk, hearing=hearing, facts=RANKED_2, today=TODAY)
    assert refusal.value.field == "rank"


def test_an_offer_refused_makes_the_household_demand_again_without_touching_its_state(world):
    dossier, decision = course.decided(world)
    offer = allocation.notify_offer(by=world.cal_secretary.pk, decision=decision, notified_on=before(12), today=TODAY)
    assert offer.due_on == dt.date(2026, 11, 19)
    allocation.answer_offer(
        by=world.lead.pk,
        offer=offer,
        answer=Answer.REFUSED,
        answered_on=before(4),
        reason="Trop loin de l’école.",
        today=TODAY,
    )
    assert (dossier.again().state, dossier.file.end) == (FileState.CLOSED, FileEnd.OFFER_REFUSED)
    assert dossier.course.state == State.SUPPORTED
    assert not sees(world.correspondent_orange, dossier.enrolment)


def test_silence_is_no_refusal_while_the_clock_runs(world):
    _, decision = course.decided(world)
    offer = allocation.notify_offer(by=world.cal_secretary.pk, decision=decision, notified_on=before(5), today=TODAY)
    with pytest.raises(Refused, match="court encore"):
        allocation.answer_offer(
            by=world.cal_secretary.pk, offer=offer, answer=Answer.SILENCE, answered_on=TODAY, reason="", today=TODAY
        )


def test_a_conditional_decision_waits_for_its_piece(world):
    facts = DecisionFacts(
        DecisionKind.ALLOCATED_CONDITIONAL, missing_piece="Avis d’imposition", piece_due_on=TODAY + dt.timedelta(5)
    )
    dossier, decision = course.decided(world, facts)
    assert dossier.course.state == State.SUPPORTED
    with pytest.raises(Refused, match="n’est pas arrivée"):
        allocation.notify_offer(by=world.cal_secretary.pk, decision=decision, notified_on=TODAY, today=TODAY)
    allocation.fail(
        by=world.cal_secretary.pk,
        file=dossier.file,
        end=FileEnd.CONDITION_NOT_MET,
        ended_on=TODAY,
        reason="La pièce n’est pas venue.",
        today=TODAY,
    )
    assert dossier.course.state == State.SUPPORTED


def test_a_decision_recorded_in_error_takes_its_start_back(world):
    dossier, decision = course.decided(world)
    allocation.annul_decision(by=world.cal_secretary.pk, decision=decision, reason="Erreur de dossier.", today=TODAY)
    assert (dossier.course.state, dossier.again().state) == (State.READY, FileState.COMPLETE)
    assert dossier.course.changes.filter(is_correction=True).count() == 1


def test_an_annulment_leaves_alone_a_start_that_another_fact_made(world):
    dossier, hearing = course.scheduled(world)
    change_state(
        by=world.lead.pk, accompaniment=dossier.course, to_state=State.SUPPORTED, effective_on=before(35), today=TODAY
    )
    decision = allocation.decide(
        by=world.cal_secretary.pk, hearing=hearing, facts=DecisionFacts(DecisionKind.ALLOCATED), today=TODAY
    )
    allocation.annul_decision(by=world.cal_secretary.pk, decision=decision, reason="Erreur.", today=TODAY)
    assert dossier.course.state == State.SUPPORTED


def accepted(world):
    dossier, decision = course.decided(world)
    offer = allocation.notify_offer(by=world.cal_secretary.pk, decision=decision, notified_on=before(12), today=TODAY)
    allocation.answer_offer(
        by=world.lead.pk, offer=offer, answer=Answer.ACCEPTED, answered_on=before(4), reason="", today=TODAY
    )
    dossier.again()
    return dossier


def test_a_lease_signed_houses_the_household_and_closes_the_dossier(world):
    dossier = accepted(world)
    share = DwellingShare.objects.get(dwelling=dossier.announcement.dwelling)
    lease = allocation.sign_lease(
        by=world.correspondent_orange.pk, file=dossier.file, share=share, entry=allocation.Entry(TERMS), today=TODAY
    )
    assert (lease.kind, dossier.again().end) == (LeaseKind.DIRECT, FileEnd.LEASE_SIGNED)
    assert CurrentHousing.objects.get(enrolment=dossier.enrolment, ended_on=None).dwelling_id == share.dwelling_id
    assert sees(world.correspondent_orange, dossier.enrolment)
    assert sees(world.adviser, dossier.enrolment)
    dossier.announcement.refresh_from_db()
    assert dossier.announcement.ended_on == before(2)


def test_a_sliding_lease_is_a_chain_and_is_let_once(world):
    world.soligone.subletting_approved_on = dt.date(2010, 12, 22)
    world.soligone.save()
    dossier = accepted(world)
    share = DwellingShare.objects.get(dwelling=dossier.announcement.dwelling)
    entry = allocation.Entry(TERMS, association=world.soligone, sublease=TERMS)
    lease = allocation.sign_lease(
        by=world.correspondent_orange.pk, file=dossier.file, share=share, entry=entry, today=TODAY
    )
    assert (lease.kind, lease.head_lease.kind, lease.head_lease.tenant_association) == (
        LeaseKind.SUBLEASE,
        LeaseKind.HEAD,
        world.soligone,
    )
    AllocationFile.objects.filter(pk=dossier.file.pk).update(state=FileState.ACCEPTED, end="")
    with pytest.raises(Refused, match="par le glissement"):
        allocation.sign_lease(
            by=world.correspondent_orange.pk,
            file=dossier.again(),
            share=share,
            entry=allocation.Entry(TERMS),
            today=TODAY,
        )
    with pytest.raises(DoubleLetting, match="déjà loué") as refusal:
        sign_direct(by=world.cal_secretary.pk, share=share, enrolment=world.others, terms=TERMS, today=TODAY)
    assert refusal.value.obstacle_id == lease.head_lease_id


def test_an_association_without_its_approval_does_not_sublet(world):
    world.soligone.subletting_approved_on = None
    world.soligone.save()
    dossier = accepted(world)
    share = DwellingShare.objects.get(dwelling=dossier.announcement.dwelling)
    entry = allocation.Entry(TERMS, association=world.soligone, sublease=TERMS)
    with pytest.raises(Refused, match=r"L\. 442-8-1"):
        allocation.sign_lease(
            by=world.correspondent_orange.pk, file=dossier.file, share=share, entry=entry, today=TODAY
        )
    assert dossier.again().state == FileState.ACCEPTED


def test_a_protected_household_s_dossier_names_who_treats_it(world):
    dossier = course.drafted(world)
    protect(by=world.lead.pk, enrolment=dossier.enrolment, started_on=before(49), today=before(49))
    content = content_of(dossier.again(), world.lead, before(45), None)
    with pytest.raises(Refused, match="nommez le correspondant"):
        allocation.submit(by=world.lead.pk, file=dossier.file, content=content, today=TODAY)
    assert not EnrolmentNaming.objects.filter(enrolment=dossier.enrolment).exists()
    allocation.submit(
        by=world.lead.pk,
        file=dossier.again(),
        content=content,
        today=TODAY,
        correspondent=world.correspondent_orange,
        secretary=world.cal_secretary,
    )
    named = ProtectedReader.objects.filter(protection__enrolment=dossier.enrolment).values_list("user_id", flat=True)
    assert set(named) == {world.correspondent_orange.pk, world.cal_secretary.pk}


def test_two_people_saving_one_dossier_see_what_differs(world):
    dossier = course.drafted(world)
    facts = course.FACTS.__class__(**{**vars(course.FACTS), "arguments": "Autre chose."})
    with pytest.raises(Changed) as refusal:
        edit_file(by=world.colleague.pk, file=dossier.file, version=1, facts=facts)
    assert refusal.value.fields == {"arguments": ("La personne est prête à habiter.", "Autre chose.")}
    assert dossier.again().arguments == "La personne est prête à habiter."


def test_a_submitted_dossier_is_closed_to_what_was_not_asked(world):
    dossier = course.submitted(world)
    facts = course.FACTS.__class__(**{**vars(course.FACTS), "arguments": "Autre chose."})
    with pytest.raises(Refused, match="seul ce que le correspondant a demandé"):
        edit_file(by=world.lead.pk, file=dossier.file, version=dossier.file.version, facts=facts)


def test_the_difference_between_two_contents_is_told_field_by_field(world):
    dossier = course.drafted(world)
    before_change = content_of(dossier.file, world.lead, TODAY, None)
    dossier.file.housing_benefit = Decimal(300)
    changes = {
        change.anchor: (change.before, change.after)
        for change in diff(before_change, content_of(dossier.file, world.lead, TODAY, None))
    }
    assert changes["charges:benefit"] == ("−\u00a0210,00\u00a0€", "−\u00a0300,00\u00a0€")
    assert "composition:adults" not in changes
