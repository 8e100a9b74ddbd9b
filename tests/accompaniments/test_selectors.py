"""Where a file is, what it waits for, what happened: each for its reader, in constant queries (domain.md §3.9)."""

import datetime as dt
from decimal import Decimal

import pytest

from accompaniments import selectors
from accompaniments.enums import (
    ClaimStep,
    ContactKind,
    DiagnosisKind,
    DiagnosisState,
    ExitReason,
    Outcome,
    ReferralSource,
    State,
)
from accompaniments.models import Accompaniment, Diagnosis
from accompaniments.selectors.duplicates import known_files
from accompaniments.selectors.referrals import waiting_referrals
from accompaniments.services.assignment import assign_lead
from accompaniments.services.endings import end_course
from accompaniments.services.referrals import refuse_and_pass_on
from accompaniments.services.states import annul_last_change, change_state
from foundation.timeline import Audience, DueKind
from households.enums import HolderRole, NamingCause, NamingService, SharingScope
from partners.enums import CadenceKind
from partners.models import Cadence
from tests.accompaniments.entries import refer, reprise
from tests.days import TODAY, after, at, before
from tests.factories import accompaniments as a
from tests.factories import households as h
from tests.factories import partners as p
from tests.world import adult_of, enrol, reader_of

pytestmark = pytest.mark.django_db
SECRET = "Secret de l’équipe"


def assigned(world, received_on=None, **values):
    """Make a file under review, led by `lead`."""
    course = refer(world, received_on=received_on or before(12), **values)
    assign_lead(
        by=world.manager.pk,
        enrolment=course.enrolment,
        user=world.lead,
        association=world.soligone,
        started_on=received_on or before(12),
        today=TODAY,
    )
    return course.enrolment


def not_begun(world, enrolment, exit_reason=ExitReason.REFUSED_SUPPORT):
    end_course(
        by=world.lead.pk, enrolment=enrolment, ended_on=TODAY, exit_reason=exit_reason, reason=SECRET, today=TODAY
    )


# Steps ------------------------------------------------------------------------------------------------


def test_steps_are_those_of_the_files_that_one_may_know_of(world):
    ids = [enrolment.pk for enrolment in world.enrolments.values()]
    found = selectors.steps(reader_of(world.lead), ids)
    assert set(found) == {world.mine.pk, world.colleagues.pk, world.protected.pk}
    line = found[world.mine.pk]
    assert (line.state, line.level, line.is_off, line.since) == (State.SUPPORTED, 7, False, dt.date(2026, 6, 1))
    assert set(selectors.steps(reader_of(world.correspondent_orange), ids)) == {world.mine.pk}
    assert selectors.steps(reader_of(world.admin), ids) == {}


def test_the_landlord_does_not_read_why_support_did_not_begin(world):
    course = refer(world, version=world.sauvegarde, source=ReferralSource.LANDLORD_LITIGATION)
    not_begun(world, course.enrolment)
    ids = [course.enrolment_id]
    assert selectors.steps(reader_of(world.litigation), ids)[ids[0]].label == "Accompagnement non engagé"
    assert selectors.steps(reader_of(world.lead), ids)[ids[0]].label == "Dossier clos"
    shown = selectors.course(reader_of(world.litigation), course.enrolment)
    assert [step.title for step in shown] == ["Demande d’intervention reçue", "Accompagnement non engagé"]
    assert all(step.is_done for step in shown)
    told = str(shown) + str(selectors.happened(reader_of(world.litigation), course.enrolment))
    assert SECRET not in told
    assert "refusé" not in told
    assert "refusé" in str(selectors.course(reader_of(world.lead), course.enrolment))


def test_a_new_course_stands_before_the_one_that_is_over(world):
    enrolment = assigned(world)
    a.AccompanimentFactory.make(
        enrolment=enrolment, state=State.CLOSED, opened_on=TODAY, state_on=TODAY, closed_on=TODAY, exit_reason="SLID"
    )
    assert selectors.steps(reader_of(world.lead), [enrolment.pk])[enrolment.pk].state == State.REVIEWING


# Course -----------------------------------------------------------------------------------------------


def test_a_referral_says_who_referred_and_offers_the_manager_to_name_a_lead(world):
    course = refer(world, source_organisation=None, wished_sectors="Carpentras, Monteux")
    first, *coming = selectors.course(reader_of(world.manager), course.enrolment)
    assert first.is_current
    assert first.detail == "Par le SIAO. Secteurs souhaités\u00a0: Carpentras, Monteux."
    assert first.awaited[0].act == "Nommer un référent"
    assert "16 novembre 2026" in first.awaited[0].detail  # seven days after
    assert [step.title for step in coming][:2] == ["Étude", "Diagnostic partagé"]
    assert coming[-1].detail == "pendant 24\u00a0mois"
    (to_colleague, *_) = selectors.course(reader_of(world.lead), course.enrolment)
    assert to_colleague.awaited[0].act == ""


def test_the_review_waits_for_a_first_meeting_until_one_is_held(world):
    enrolment = assigned(world)
    done, current, *_ = selectors.course(reader_of(world.lead), enrolment)
    assert (done.is_done, current.title) == (True, "Étude")
    assert current.awaited[0].act == "Consigner une rencontre"
    a.MeetingFactory.make(enrolment=enrolment, association=world.soligone, worker=world.lead)
    assert selectors.course(reader_of(world.lead), enrolment)[1].awaited == ()


def test_a_change_annulled_is_in_no_course_and_a_reason_is_the_teams(world):
    enrolment = assigned(world)
    course = a.Accompaniment.objects.get(enrolment=enrolment)
    change_state(
        by=world.lead.pk,
        accompaniment=course,
        to_state=State.CONTACTING,
        effective_on=TODAY,
        today=TODAY,
        reason=SECRET,
    )
    assert selectors.course(reader_of(world.lead), enrolment)[2].reason == SECRET
    assert SECRET not in str(selectors.course(reader_of(world.colleague), enrolment))
    assert SECRET not in str(selectors.happened(reader_of(world.colleague), enrolment))
    annul_last_change(by=world.lead.pk, accompaniment=course, reason="Erreur")
    assert [step.title for step in selectors.course(reader_of(world.lead), enrolment)][:3] == [
        "Orientation reçue",
        "Étude",
        "Diagnostic partagé",
    ]


def test_a_watch_says_when_it_ends(world):
    enrolment = enrol(world.securisation, world.soligone, world.lead, state=State.WATCHED, since=dt.date(2026, 3, 16))
    (step,) = selectors.course(reader_of(world.lead), enrolment)
    assert step.awaited[0].due_on == dt.date(2028, 3, 15)
    (landlord,) = selectors.course(reader_of(world.adviser), world.mine)[:1]
    assert (landlord.awaited, landlord.detail) == ((), "")


def test_a_file_without_a_course_has_none(world):
    world.mine.refresh_from_db()
    a.StateChange.objects.filter(accompaniment__enrolment=world.mine).delete()
    a.Accompaniment.objects.filter(enrolment=world.mine).delete()
    assert selectors.course(reader_of(world.lead), world.mine) == []


# Due --------------------------------------------------------------------------------------------------


def due(user, *enrolments):
    return selectors.due(reader_of(user), [enrolment.pk for enrolment in enrolments])


def about(kind, user, *enrolments):
    """Give what is due of one subject: a support without its convention and its contract asks for them too."""
    return [line for line in due(user, *enrolments) if line.kind == kind]


def titles(lines):
    return [line.title for line in lines]


def test_a_referral_without_a_lead_is_due_from_its_manager_alone(world):
    enrolment = refer(world).enrolment
    (line,) = due(world.manager, enrolment)
    assert (line.title, line.due_on, line.act) == ("Nommer un référent", before(5), "Nommer un référent")
    assert "9 novembre 2026" in line.why
    assert "7\u00a0jours" in line.why
    assert due(world.lead, enrolment) == []
    assert due(world.other_manager, enrolment) == []


def test_a_referral_passed_on_says_when_and_is_due_from_the_other(world):
    enrolment = refer(world).enrolment
    refuse_and_pass_on(
        by=world.manager.pk, enrolment=enrolment, association=world.cap_habitat, reason=SECRET, today=TODAY
    )
    (line,) = due(world.other_manager, enrolment)
    assert "transmise le 21 novembre 2026" in line.why
    assert due(world.manager, enrolment) == []
    told = selectors.happened(reader_of(world.other_manager), enrolment)
    assert titles(told) == ["Orientation transmise par une autre association", "Orientation reçue"]
    assert SECRET not in str(told)


def test_the_first_action_is_due_until_anything_was_done(world):
    enrolment = assigned(world)
    (line,) = due(world.lead, enrolment)
    assert (line.title, line.due_on) == ("Prendre un premier contact", before(5))
    a.ContactFactory.make(enrolment=enrolment, association=world.soligone, worker=world.lead)
    assert due(world.lead, enrolment) == []


def test_a_withdrawn_contact_is_no_first_action(world):
    enrolment = assigned(world)
    a.ContactFactory.make(enrolment=enrolment, association=world.soligone, worker=world.lead, withdrawn_at=at(TODAY, 9))
    assert titles(due(world.lead, enrolment)) == ["Prendre un premier contact"]


def test_a_meeting_every_fortnight_is_due_unless_one_is_planned(world):
    a.MeetingFactory.make(enrolment=world.mine, association=world.soligone, worker=world.lead, starts_at=at(before(20)))
    a.MeetingFactory.make(
        enrolment=world.mine,
        association=world.soligone,
        worker=world.lead,
        starts_at=at(before(2)),
        outcome=Outcome.NOT_PRESENT,
    )
    (line,) = about(DueKind.MEETING, world.lead, world.mine)
    assert (line.title, line.due_on) == ("Rencontrer le ménage", before(5))
    assert "tous les 15\u00a0jours" in line.why
    diagnosis = Diagnosis.objects.create(
        accompaniment=Accompaniment.objects.get(enrolment=world.mine),
        kind=DiagnosisKind.SOCIAL,
        interview_on=before(10),
        opened_on=before(10),
        opened_by=world.lead.pk,
    )
    (line,) = about(DueKind.MEETING, world.lead, world.mine)
    assert line.due_on == after(5)
    assert line.why.startswith("Premier entretien le 11 novembre 2026")
    Diagnosis.objects.filter(pk=diagnosis.pk).update(state=DiagnosisState.ABANDONED)  # it says nothing any more
    (line,) = about(DueKind.MEETING, world.lead, world.mine)
    assert line.due_on == before(5)
    a.MeetingFactory.make(
        enrolment=world.mine,
        association=world.soligone,
        worker=world.lead,
        starts_at=at(after(3)),
        outcome=Outcome.PLANNED,
    )
    assert about(DueKind.MEETING, world.lead, world.mine) == []


def test_without_a_cadence_no_meeting_is_due(world):
    Cadence.objects.filter(kind=CadenceKind.VISIT).delete()
    assert about(DueKind.MEETING, world.lead, world.mine) == []


def test_a_planned_meeting_whose_hour_is_past_is_to_log(world):
    for hour in (9, 11):  # it is ten
        a.MeetingFactory.make(
            enrolment=world.mine,
            association=world.soligone,
            worker=world.lead,
            starts_at=at(TODAY, hour),
            outcome=Outcome.PLANNED,
        )
    (line,) = about(DueKind.MEETING, world.lead, world.mine)
    assert (line.title, line.due_on) == ("Rencontre à consigner", TODAY)
    assert "9\u00a0h" in line.why


def test_a_claim_is_chased_on_its_day_while_it_is_open(world):
    values = {"enrolment": world.mine, "association": world.soligone}
    Cadence.objects.all().delete()
    a.ClaimFactory.make(**values, step=ClaimStep.FILED, remind_on=after(4))
    a.ClaimFactory.make(**values, step=ClaimStep.GRANTED, remind_on=before(4))
    a.ClaimFactory.make(**values, step=ClaimStep.FILED, remind_on=after(300))
    (line,) = about(DueKind.CLAIM, world.lead, world.mine)
    assert (line.title, line.due_on, line.act) == ("Relancer\u00a0: FSL accès", after(4), "Noter la suite")


def test_nothing_is_due_from_who_does_not_write_in_the_file(world):
    a.ClaimFactory.make(enrolment=world.protected, association=world.soligone, step=ClaimStep.FILED, remind_on=TODAY)
    everything = world.enrolments.values()
    for user in (world.other_worker, world.correspondent_apt, world.correspondent_orange, world.adviser, world.admin):
        assert all(line.enrolment_id == world.others.pk for line in due(user, *everything))
    assert {line.enrolment_id for line in due(world.lead, *everything)} == {world.mine.pk}
    assert {line.enrolment_id for line in due(world.colleague, *everything)} >= {world.protected.pk}


# Timeline ---------------------------------------------------------------------------------------------


def written(world, enrolment, association=None, **values):
    """Write a contact of each audience."""
    for audience in Audience:
        a.ContactFactory.make(
            enrolment=enrolment,
            association=association or world.soligone,
            worker=world.lead,
            audience=audience,
            text=f"{SECRET} {audience}",
            **values,
        )


def read(user, enrolment):
    lines = selectors.happened(reader_of(user), enrolment)
    return {part.audience for line in lines if line.kind == "CONTACT" for part in line.parts}


def known(user, enrolment):
    return sum(line.kind == "CONTACT" for line in selectors.happened(reader_of(user), enrolment))


def test_each_reads_the_contacts_of_her_circles(world):
    written(world, world.mine)
    everyone, holders = set(Audience), set(Audience) - {Audience.TEAM}
    assert read(world.lead, world.mine) == read(world.manager, world.mine) == everyone
    assert (read(world.colleague, world.mine), known(world.colleague, world.mine)) == (holders, 4)
    for user in (world.correspondent_orange, world.litigation, world.adviser):
        assert (read(user, world.mine), known(user, world.mine)) == ({Audience.LANDLORD}, 1)


def test_the_accord_opens_coordination_to_the_adviser_alone(world):
    written(world, world.mine)
    h.SharingAgreementFactory.make(enrolment=world.mine, person=adult_of(world.mine), scope=SharingScope.COORDINATION)
    assert read(world.adviser, world.mine) == {Audience.COORDINATION, Audience.LANDLORD}
    assert read(world.correspondent_orange, world.mine) == {Audience.LANDLORD}


def test_outside_a_protected_files_list_nothing_written_is_read(world):
    written(world, world.protected)
    a.ClaimFactory.make(enrolment=world.protected, association=world.soligone, audience=Audience.LANDLORD, label=SECRET)
    assert read(world.colleague, world.protected) == set(Audience)
    for user in (world.lead, world.correspondent_apt):
        lines = selectors.happened(reader_of(user), world.protected)
        assert {line.kind for line in lines} <= {"STEP", "MEETING"}
        assert SECRET not in str(lines)


def test_a_later_holder_reads_nothing_that_the_other_wrote_before(world):
    written(world, world.mine, happened_at=at(before(20)))
    written(world, world.mine, happened_at=at(before(2)))
    h.EnrolmentHolderFactory.make(
        enrolment=world.mine, association=world.cap_habitat, role=HolderRole.ASSOCIATE, started_on=before(10)
    )
    assert known(world.other_worker, world.mine) == 4
    assert read(world.other_worker, world.mine) == set(Audience) - {Audience.TEAM}
    assert selectors.last_contacts(reader_of(world.other_worker), [world.mine.pk]) == {}


def test_a_withdrawn_contact_is_struck_for_its_team_and_gone_for_the_others(world):
    a.ContactFactory.make(
        enrolment=world.mine,
        association=world.soligone,
        worker=world.lead,
        audience=Audience.LANDLORD,
        withdrawn_at=at(TODAY, 9),
        withdrawal_reason="Mauvais dossier",
    )
    (line,) = [one for one in selectors.happened(reader_of(world.lead), world.mine) if one.kind == "CONTACT"]
    assert line.is_struck
    assert "Mauvais dossier" in line.detail
    assert known(world.colleague, world.mine) == known(world.litigation, world.mine) == 0


def test_a_claim_tells_no_more_than_that_it_exists_outside_its_circle(world):
    claim = a.ClaimFactory.make(
        enrolment=world.mine, association=world.soligone, label=SECRET, kind="OVER_INDEBTEDNESS"
    )
    a.ClaimFollowUpFactory.make(claim=claim, note=SECRET)
    (hers,) = [one for one in selectors.happened(reader_of(world.lead), world.mine) if one.kind == "CLAIM"]
    assert hers.title == "Surendettement\u00a0: en préparation"
    (theirs,) = [one for one in selectors.happened(reader_of(world.colleague), world.mine) if one.kind == "CLAIM"]
    assert theirs.title == "Démarche en cours"
    assert SECRET not in str(theirs)
    assert not [one for one in selectors.happened(reader_of(world.adviser), world.mine) if one.kind == "CLAIM"]


def test_what_the_referrer_said_is_the_teams(world):
    enrolment = assigned(world, note=SECRET, referrer_name="Hélène Roche")
    assert SECRET in str(selectors.happened(reader_of(world.lead), enrolment))
    for user in (world.colleague,):
        told = str(selectors.happened(reader_of(user), enrolment))
        assert SECRET not in told
        assert "Roche" not in told


# Last contact -----------------------------------------------------------------------------------------


def test_the_last_contact_is_a_meeting_held_or_an_answer(world):
    values = {"enrolment": world.mine, "association": world.soligone, "worker": world.lead}
    a.MeetingFactory.make(**values, starts_at=at(before(9)))
    a.MeetingFactory.make(**values, starts_at=at(before(3)), outcome=Outcome.NOT_PRESENT)
    a.ContactFactory.make(**values, kind=ContactKind.CALL_NO_ANSWER, happened_at=at(before(2)))
    a.ContactFactory.make(**values, happened_at=at(before(6)), person_answered=True)
    a.ContactFactory.make(**values, happened_at=at(before(1)), person_answered=True, withdrawn_at=at(TODAY, 9))
    a.ContactFactory.make(**values, happened_at=at(TODAY), person_answered=True, is_after_closure=True)
    ids = [world.mine.pk]
    assert selectors.last_contacts(reader_of(world.lead), ids) == {world.mine.pk: before(6)}
    assert selectors.last_contacts(reader_of(world.correspondent_orange), ids) == {world.mine.pk: before(9)}
    assert selectors.last_contacts(reader_of(world.other_worker), ids) == {}


# Load -------------------------------------------------------------------------------------------------


def test_the_load_is_that_of_the_reference(world):
    world.sauvegarde.caseload_ratio = 16
    world.sauvegarde.save()
    worker = p.UserFactory.make(first_name="Léa", last_name="Zola")
    p.MembershipFactory.make(user=worker, organisation=world.soligone)
    for version, number in ((world.securisation, 12), (world.sauvegarde, 8)):
        for _ in range(number):
            enrol(version, world.soligone, worker)
    for state in (State.WATCHED, State.CLOSED):
        values = {"closed_on": TODAY} if state == State.CLOSED else {}
        enrolment = enrol(world.securisation, world.soligone, worker)
        a.Accompaniment.objects.filter(enrolment=enrolment).update(state=state, state_on=TODAY, **values)
        a.StateChangeFactory.make(
            accompaniment=a.Accompaniment.objects.get(enrolment=enrolment),
            position=2,
            to_state=state,
            effective_on=TODAY,
        )
    load = next(one for one in selectors.workload([world.soligone.pk], TODAY) if one.user_id == worker.pk)
    assert load.load == Decimal("1.10")
    assert load.is_over
    assert load.words == "21\u00a0ménages, 1,10 de charge"
    assert {(one.programme, one.supported, one.watched) for one in load.programmes} == {
        ("Bail de sécurisation", 12, 1),
        ("Mesure de sauvegarde", 8, 0),
    }
    yesterday = next(one for one in selectors.workload([world.soligone.pk], before(1)) if one.user_id == worker.pk)
    assert yesterday.load == Decimal("1.20")
    team = selectors.team(reader_of(world.manager))
    assert [line.name for line in team] == ["Youssef Amrani", "Claire Fabre", "Léa Zola"]
    assert selectors.team(reader_of(world.lead)) == []


def test_who_has_no_working_time_has_no_load(world):
    worker = p.UserFactory.make()
    p.MembershipFactory.make(user=worker, organisation=world.soligone, full_time_share=0)
    enrol(world.securisation, world.soligone, worker)
    load = next(one for one in selectors.workload([world.soligone.pk], TODAY) if one.user_id == worker.pk)
    assert (load.load, load.is_over, load.words) == (None, False, "1\u00a0ménage, n.d. de charge")


# Duplicates and lists ---------------------------------------------------------------------------------


def test_a_known_person_is_told_only_to_who_may_open_her_file(world):
    born = adult_of(world.mine).birth_on
    person = ("nadia", "BENSAID", born)
    assert [one.file_number for one in known_files(reader_of(world.colleague), [person])] == ["2026-0148"]
    assert known_files(reader_of(world.other_worker), [person]) == []
    protected = ("Nadia", "Secrétan", adult_of(world.protected).birth_on)
    assert known_files(reader_of(world.lead), [protected]) == []
    assert [one.file_number for one in known_files(reader_of(world.colleague), [protected])] == ["2026-0151"]
    assert known_files(reader_of(world.lead), [("Nadia", "Bensaïd", None)]) == []
    assert known_files(reader_of(world.lead), [("Nadia", "Bensaïd", dt.date(1988, 3, 15))]) == []


def test_a_manager_lists_the_referrals_that_wait_for_her(world):
    waiting = refer(world)
    assigned(world)
    other = refer(world, association=world.cap_habitat)
    lines = waiting_referrals(reader_of(world.manager), 1).object_list
    assert [line.card.enrolment_id for line in lines] == [waiting.enrolment_id]
    refuse_and_pass_on(
        by=world.other_manager.pk, enrolment=other.enrolment, association=world.soligone, reason="x", today=TODAY
    )
    lines = waiting_referrals(reader_of(world.manager), "abc").object_list
    assert [(line.card.enrolment_id, line.passed_on) for line in lines] == [
        (waiting.enrolment_id, False),
        (other.enrolment_id, True),
    ]
    assert list(waiting_referrals(reader_of(world.other_manager), 99).object_list) == []


CALLS = {
    "steps": selectors.steps,
    "due": selectors.due,
    "last_contacts": selectors.last_contacts,
    "workload": lambda reader, _: selectors.workload(reader.managed_associations, reader.today),
    "team": lambda reader, _: selectors.team(reader),
    "waiting": lambda reader, _: list(waiting_referrals(reader, 1).object_list),
}
QUERIES = {"steps": 2, "due": 20, "last_contacts": 5, "workload": 3, "team": 4, "waiting": 9}


@pytest.mark.parametrize("name", list(CALLS))
@pytest.mark.parametrize("count", [1, 3, 30])
def test_the_count_of_queries_does_not_follow_the_rows(world, django_assert_max_num_queries, name, count):
    ids = []
    for number in range(count):
        enrolment = assigned(world) if number % 2 else refer(world).enrolment
        a.ContactFactory.make(enrolment=enrolment, association=world.soligone, worker=world.lead, person_answered=True)
        a.MeetingFactory.make(enrolment=enrolment, association=world.soligone, worker=world.lead)
        a.ClaimFactory.make(enrolment=enrolment, association=world.soligone, step=ClaimStep.FILED, remind_on=TODAY)
        ids.append(enrolment.pk)
    reader = reader_of(world.manager)
    with django_assert_max_num_queries(QUERIES[name]):
        CALLS[name](reader, ids)


@pytest.mark.parametrize("count", [1, 3, 30])
def test_a_timeline_costs_the_same_however_long_it_is(world, django_assert_max_num_queries, count):
    for _ in range(count):
        written(world, world.mine)
        claim = a.ClaimFactory.make(enrolment=world.mine, association=world.soligone)
        a.ClaimFollowUpFactory.make(claim=claim)
        a.MeetingFactory.make(enrolment=world.mine, association=world.soligone, worker=world.lead)
    reader = reader_of(world.lead)
    with django_assert_max_num_queries(30):
        assert len(selectors.happened(reader, world.mine)) >= 5 * count


def test_a_reprise_is_said_and_has_no_first_action(world):
    course = reprise(world)
    told = selectors.happened(reader_of(world.lead), course.enrolment)
    assert titles(told) == ["Accompagnement (reprise)", "Évaluation sociale (reprise)"]
    assert titles(about(DueKind.MEETING, world.lead, course.enrolment)) == ["Rencontrer le ménage"]
    assert about(DueKind.CONTACT, world.lead, course.enrolment) == []


def test_the_social_adviser_sees_the_steps_of_whom_she_referred_and_not_the_note(world):
    course = refer(world, source=ReferralSource.LANDLORD_SOCIAL, note=SECRET)
    naming = course.enrolment.namings.get()
    assert (naming.service, naming.cause) == (NamingService.SOCIAL, NamingCause.REFERRED)
    told = selectors.happened(reader_of(world.adviser), course.enrolment)
    assert titles(told) == ["Orientation reçue"]
    assert SECRET not in str(told)
