"""A household lets itself in by referral or reprise; a refusal passes it on, or closes it; someone follows it."""

import pytest

from accompaniments.enums import ExitReason, ReferralSource, State
from accompaniments.models import Accompaniment, Referral
from accompaniments.services.assignment import assign_lead, replace_for_a_time
from accompaniments.services.entries import NamingFact
from accompaniments.services.referrals import decline, refuse_and_pass_on
from foundation.refusals import Refused
from households.enums import HolderCause, HousingSituation, NamingCause, NamingService, WorkerRole
from households.models import Enrolment, EnrolmentNaming
from households.services.enrolments import NewPerson
from households.services.housing import Place
from records.models import Event
from tests.accompaniments.entries import NADIA, key, refer, reprise, tenant_of
from tests.days import TODAY, after, before
from tests.factories import partners as p
from tests.world import reader_of

pytestmark = pytest.mark.django_db


def sees(user, enrolment):
    return Enrolment.objects.visible_to(reader_of(user)).filter(pk=enrolment.pk).exists()


def test_a_referral_makes_the_file_the_holder_the_course_in_one_act(world):
    course = refer(
        world,
        referrer_name="Hélène Roche",
        note="Sortie de CHRS",
        telephone="06 12 34 56 78",
        place=Place(HousingSituation.SHELTER, city="Avignon"),
    )
    enrolment = course.enrolment
    assert (course.state, course.opened_on, enrolment.started_on) == (State.REFERRED, before(12), before(12))
    assert enrolment.holders.get().cause == HolderCause.REFERRED
    assert enrolment.channels.get().value == "+33612345678"
    assert enrolment.housings.get().city == "Avignon"
    referral = Referral.objects.get(enrolment=enrolment)
    assert (referral.association, referral.referrer_name) == (world.soligone, "Hélène Roche")
    acts = set(Event.objects.filter(subject_id=enrolment.pk).values_list("act", flat=True))
    assert len(acts) == 1
    assert sees(world.lead, enrolment)
    assert not sees(world.other_manager, enrolment)
    assert not any(sees(user, enrolment) for user in (world.adviser, world.litigation, world.correspondent_orange))


def test_a_request_names_the_household_to_who_asked_and_to_the_unit(world):
    course = refer(
        world,
        version=world.sauvegarde,
        source=ReferralSource.LANDLORD_LITIGATION,
        place=tenant_of(world.units["Orange"]),
    )
    enrolment = course.enrolment
    assert enrolment.holders.get().cause == HolderCause.REQUESTED
    assert sees(world.litigation, enrolment)
    assert sees(world.correspondent_orange, enrolment)
    assert sees(world.adviser, enrolment)
    assert not sees(world.correspondent_apt, enrolment)
    assert not sees(world.rental, enrolment)
    assert Referral.objects.get(enrolment=enrolment).source_organisation == world.landlord
    assert set(EnrolmentNaming.objects.values_list("source_id", flat=True).filter(enrolment=enrolment)) == {
        Referral.objects.get(enrolment=enrolment).pk
    }


def test_sent_twice_a_referral_is_made_once(world):
    sending_key = key()
    first = refer(world, sending_key=sending_key)
    assert refer(world, sending_key=sending_key) == first
    assert Referral.objects.count() == 1
    with pytest.raises(Refused):
        refer(world, sending_key=sending_key, association=world.cap_habitat)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"received_on": after(1)}, "received_on"),
        ({"received_on": before(9000)}, "received_on"),
        ({"people": []}, "people"),
        ({"people": [NewPerson("", "Carvalho")]}, "last_name"),
    ],
)
def test_what_is_refused_says_its_field_and_saves_nothing(world, values, field):
    files = Enrolment.objects.count()
    with pytest.raises(Refused) as refused:
        refer(world, **values)
    assert refused.value.field == field
    assert Enrolment.objects.count() == files
    assert not Accompaniment.objects.filter(state=State.REFERRED).exists()


def test_an_association_or_a_landlord_outside_the_programme_is_refused(world):
    with pytest.raises(Refused):
        refer(world, association=p.AssociationFactory.make())
    with pytest.raises(Refused) as refused:
        refer(
            world,
            version=world.sauvegarde,
            source=ReferralSource.LANDLORD_RENTAL,
            source_organisation=world.other_landlord,
        )
    assert refused.value.field == "source_organisation"


def test_a_refusal_passes_the_file_on_and_the_first_association_loses_sight_of_it(world):
    course = refer(world, note="Sortie de CHRS")
    enrolment = course.enrolment
    passed = refuse_and_pass_on(
        by=world.manager.pk, enrolment=enrolment, association=world.cap_habitat, reason="Hors secteur", today=TODAY
    )
    assert not sees(world.manager, enrolment)
    assert sees(world.other_manager, enrolment)
    former = Referral.objects.get(enrolment=enrolment, association=world.soligone)
    assert (former.refused_on, former.refusal_reason) == (TODAY, "Hors secteur")
    assert (passed.passed_on_from, passed.note, passed.refusal_reason) == (former, "Sortie de CHRS", "")
    course.refresh_from_db()
    assert course.state == State.REFERRED
    with pytest.raises(Refused):  # it is no longer hers to answer
        refuse_and_pass_on(
            by=world.manager.pk, enrolment=enrolment, association=world.cap_habitat, reason="x", today=TODAY
        )
    refuse_and_pass_on(
        by=world.other_manager.pk, enrolment=enrolment, association=world.soligone, reason="Complet", today=TODAY
    )
    assert sees(world.manager, enrolment)
    assert Referral.objects.filter(passed_on_from__isnull=True).count() == 1


def test_a_referral_not_retained_is_closed_and_stays_readable(world):
    course = refer(world)
    with pytest.raises(Refused) as refused:
        decline(by=world.manager.pk, enrolment=course.enrolment, reason=" ", today=TODAY)
    assert refused.value.field == "reason"
    decline(by=world.manager.pk, enrolment=course.enrolment, reason="Plafonds dépassés", today=TODAY)
    course.refresh_from_db()
    assert (course.state, course.exit_reason, course.closed_on) == (State.CLOSED, ExitReason.NOT_ELIGIBLE, TODAY)
    assert sees(world.manager, course.enrolment)
    with pytest.raises(Refused):
        decline(by=world.manager.pk, enrolment=course.enrolment, reason="x", today=TODAY)


def assign(world, enrolment, user, started_on=TODAY, **values):
    return assign_lead(
        by=world.manager.pk,
        enrolment=enrolment,
        user=user,
        association=world.soligone,
        started_on=started_on,
        today=TODAY,
        **values,
    )


def test_the_first_lead_opens_the_review(world):
    course = refer(world)
    assign(world, course.enrolment, world.lead, before(3))
    course.refresh_from_db()
    assert (course.state, course.state_on) == (State.REVIEWING, before(3))
    assert assign(world, course.enrolment, world.lead, before(3)) == course.enrolment.workers.get()
    assert course.changes.count() == 2
    with pytest.raises(Refused) as refused:
        assign(world, course.enrolment, world.colleague)
    assert refused.value.field == "reason"


@pytest.mark.parametrize("day", [before(13), after(1)])
def test_a_first_lead_neither_precedes_the_referral_nor_is_to_come(world, day):
    course = refer(world)
    with pytest.raises(Refused) as refused:
        assign(world, course.enrolment, world.lead, day)
    assert refused.value.field == "started_on"
    course.refresh_from_db()
    assert course.state == State.REFERRED
    assert not course.enrolment.workers.exists()


def test_a_handover_closes_the_former_lead_on_the_eve(world):
    assign(world, world.mine, world.colleague, after(7), reason="Départ")
    rows = {row.user_id: row for row in world.mine.workers.all()}
    assert rows[world.lead.pk].ended_on == after(6)
    assert rows[world.colleague.pk].started_on == after(7)


def test_a_stranger_may_not_follow_a_household(world):
    with pytest.raises(Refused):
        assign(world, world.mine, world.other_worker, reason="x")


def test_a_replacement_is_for_a_time_and_for_someone(world):
    def replace(user, started_on=TODAY, ended_on=None, enrolment=world.mine):
        return replace_for_a_time(
            by=world.manager.pk,
            enrolment=enrolment,
            user=user,
            association=world.soligone,
            started_on=started_on,
            ended_on=ended_on or after(10),
            today=TODAY,
        )

    for values in (
        {"user": world.lead},
        {"user": world.colleague, "ended_on": before(1), "started_on": before(5)},
        {"user": world.colleague, "ended_on": after(800)},
        {"user": world.colleague, "started_on": after(11)},
        {"user": world.colleague, "enrolment": refer(world).enrolment},
    ):
        with pytest.raises(Refused):
            replace(**values)
    assert replace(world.colleague).role == WorkerRole.REPLACEMENT


def test_a_reprise_enters_at_its_present_state_with_its_known_days(world):
    course = reprise(world)
    assert (course.state, course.state_on, course.is_taken_over) == (State.SUPPORTED, before(100), True)
    rows = list(course.changes.values_list("from_state", "to_state", "effective_on", "is_taken_over"))
    assert rows == [("", "DIAGNOSED", before(180), True), ("DIAGNOSED", "SUPPORTED", before(100), True)]
    worker = course.enrolment.workers.get()
    assert (worker.user, worker.started_on) == (world.lead, before(200))
    assert course.enrolment.holders.get().cause == HolderCause.TAKEN_OVER
    assert not Referral.objects.exists()
    assert len(set(Event.objects.filter(subject_id=course.enrolment_id).values_list("act", flat=True))) == 1


def test_a_lead_who_came_later_follows_since_she_works_there(world):
    newcomer = p.UserFactory.make()
    p.MembershipFactory.make(user=newcomer, organisation=world.soligone, started_on=before(20))
    assert reprise(world, lead=newcomer).enrolment.workers.get().started_on == before(20)


def test_a_reprise_names_the_household_to_the_correspondent_by_its_fact(world):
    fact = NamingFact(NamingService.CORRESPONDENT, NamingCause.CONVENTION_SIGNED, before(300))
    course = reprise(world, place=tenant_of(world.units["Apt"]), facts=[fact])
    assert sees(world.correspondent_apt, course.enrolment)
    assert not sees(world.correspondent_orange, course.enrolment)
    naming = EnrolmentNaming.objects.get(enrolment=course.enrolment, service=NamingService.CORRESPONDENT)
    assert (naming.started_on, naming.source_id) == (before(200), course.pk)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"known": [(State.CLOSED, before(3))]}, "state_on"),
        ({"known": [(State.READY, before(300))]}, "state_on"),
        ({"known": []}, "state_on"),
        ({"started_on": after(3)}, "started_on"),
        ({"reason": ""}, "reason"),
        ({"lead": None}, "lead"),
        ({"facts": [NamingFact(NamingService.CORRESPONDENT, NamingCause.LEASE_SIGNED, before(3))]}, "unit"),
        ({"facts": [NamingFact(NamingService.CAL, NamingCause.LEASE_SIGNED, before(3))]}, "naming_cause"),
    ],
)
def test_a_refused_reprise_says_its_field_and_saves_nothing(world, values, field):
    files = Enrolment.objects.count()
    with pytest.raises(Refused) as refused:
        reprise(world, **values)
    assert refused.value.field == field
    assert Enrolment.objects.count() == files


def test_a_watch_is_not_taken_over_where_the_convention_has_none(world):
    world.sauvegarde.watch_months = 0
    world.sauvegarde.save()
    with pytest.raises(Refused, match="ne prévoit pas de veille") as refused:
        reprise(world, known=[(State.SUPPORTED, before(100)), (State.WATCHED, before(3))])
    assert refused.value.field == "state"


def test_a_household_taken_over_at_its_referral_may_wait_for_its_lead(world):
    course = reprise(world, lead=None, known=[(State.REFERRED, before(100))])
    assert not course.enrolment.workers.exists()
    assign(world, course.enrolment, world.lead, before(10))
    course.refresh_from_db()
    assert course.state == State.REVIEWING


def test_sent_twice_a_reprise_is_made_once(world):
    sending_key = key()
    assert reprise(world, sending_key=sending_key) == reprise(world, sending_key=sending_key, people=[NADIA, NADIA])
