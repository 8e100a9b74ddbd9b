"""Services on the database: what each writes, what each refuses, the event it leaves."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from foundation.periods import Month
from foundation.refusals import Refused
from households.enums import (
    ChannelKind,
    ChargeKind,
    GuardianshipKind,
    HolderCause,
    HolderRole,
    HousingSituation,
    MemberKind,
    NamingCause,
    NamingService,
    NoticeMeans,
    PrecautionFlag,
    Presence,
    ResourceKind,
    SharingScope,
    WorkerRole,
)
from households.models import (
    Channel,
    Charge,
    CurrentHousing,
    Enrolment,
    EnrolmentHolder,
    EnrolmentNaming,
    EnrolmentWorker,
    Guardian,
    HouseholdMember,
    HousingRequest,
    Person,
    ProtectedReader,
    Resource,
    SearchEntry,
    SearchKey,
    SharingAgreement,
)
from households.services import (
    channels,
    enrolments,
    finances,
    guardians,
    holders,
    housing,
    housing_requests,
    namings,
    people,
    precautions,
    protection,
    sharing,
    workers,
)
from households.services.enrolments import NewPerson
from households.services.finances import ChargeLine, ResourceLine
from households.services.housing import Place
from records.models import Event
from tests.days import TODAY, before
from tests.factories import households as h
from tests.factories import partners as p
from tests.world import World, adult_of

D = dt.date
INES = NewPerson(first_name=" Inès ", last_name="Carvalho", birth_name="Da Silva", birth_on=D(1990, 5, 4))
LEO = NewPerson(first_name="Léo", last_name="Carvalho", kind=MemberKind.CHILD, presence=Presence.SHARED_CUSTODY)


def verbs(enrolment):
    return list(Event.objects.filter(subject_id=enrolment.pk).order_by("at").values_list("verb", flat=True))


MONTH_AGO, THREE_DAYS_AGO = before(30), before(3)


def opened(world: World, *newcomers, started_on=MONTH_AGO, **values):
    return enrolments.open_enrolment(
        by=world.manager.pk,
        version=world.securisation,
        started_on=started_on,
        association=world.soligone,
        cause=HolderCause.REFERRED,
        people=newcomers or (INES, LEO),
        **values,
    )


# Enrolments


def test_a_new_file_has_its_people_its_holder_its_number_and_what_search_reads(world):
    enrolment = opened(world)
    assert enrolment.file_number == "2026-0152"  # after 2026-0151
    members = HouseholdMember.objects.filter(household=enrolment.household).order_by("kind")
    assert [(m.person.first_name, m.kind, m.presence, m.started_on) for m in members] == [
        ("Inès", "ADULT", "PERMANENT", before(30)),
        ("Léo", "CHILD", "SHARED_CUSTODY", before(30)),
    ]
    holder = EnrolmentHolder.objects.get(enrolment=enrolment)
    assert (holder.association, holder.role, holder.cause, holder.started_on) == (
        world.soligone,
        HolderRole.LEAD,
        HolderCause.REFERRED,
        before(30),
    )
    texts = SearchEntry.objects.filter(enrolment=enrolment).values_list("text", flat=True)
    assert set(texts) == {"ines carvalho da silva", "leo carvalho"}
    assert verbs(enrolment) == ["enrolment.created"]


def test_numbers_follow_by_year_and_pass_ten_thousand(world):
    assert opened(world, started_on=D(2025, 12, 31)).file_number == "2025-0001"
    assert opened(world, started_on=D(2025, 1, 1)).file_number == "2025-0002"
    assert opened(world, started_on=D(2019, 3, 1), numbered_in=2025).file_number == "2025-0003"
    h.EnrolmentFactory.make(file_number="2025-9999")
    assert opened(world, started_on=D(2025, 2, 1)).file_number == "2025-10000"
    assert opened(world, started_on=D(2025, 2, 1)).file_number == "2025-10001"


def test_a_file_of_nobody_or_of_an_association_outside_the_programme_is_refused(world):
    stranger = p.AssociationFactory.make()
    count = Enrolment.objects.count()
    with pytest.raises(Refused, match="au moins une personne"):
        enrolments.open_enrolment(
            by=world.manager.pk,
            version=world.securisation,
            started_on=TODAY,
            association=world.soligone,
            cause=HolderCause.REFERRED,
            people=[],
        )
    with pytest.raises(Refused, match="ne fait pas partie de ce programme"):
        enrolments.open_enrolment(
            by=world.manager.pk,
            version=world.securisation,
            started_on=TODAY,
            association=stranger,
            cause=HolderCause.REFERRED,
            people=[INES],
        )
    with pytest.raises(Refused, match="prénom"):
        opened(world, NewPerson(first_name="  ", last_name="Carvalho"))
    assert Enrolment.objects.count() == count
    assert not Person.objects.filter(last_name="Carvalho").exists()


def test_a_household_enters_a_second_programme_but_not_the_same_twice(world):
    with pytest.raises(Refused, match="déjà un dossier"):
        enrolments.enrol_existing_household(
            by=world.manager.pk,
            household=world.mine.household,
            version=world.sauvegarde,
            started_on=TODAY,
            association=world.soligone,
            cause=HolderCause.REFERRED,
        )
    second = enrolments.enrol_existing_household(
        by=world.manager.pk,
        household=world.mine.household,
        version=world.securisation,
        started_on=TODAY,
        association=world.cap_habitat,
        cause=HolderCause.REFERRED,
    )
    assert second.household == world.mine.household
    assert SearchEntry.objects.filter(enrolment=second).count() == 2


def test_moving_the_start_moves_what_began_with_it(world):
    enrolments.move_start(by=world.lead.pk, enrolment=world.mine, started_on=D(2026, 5, 15))
    world.mine.refresh_from_db()
    assert world.mine.started_on == D(2026, 5, 15)
    assert world.mine.holders.get().started_on == D(2026, 5, 15)
    assert world.mine.workers.get().started_on == D(2026, 5, 15)
    assert set(world.mine.household.members.values_list("started_on", flat=True)) == {D(2026, 5, 15)}
    assert verbs(world.mine) == ["enrolment.start_moved"]


def test_the_start_does_not_follow_the_end(world):
    enrolments.end_enrolment(by=world.lead.pk, enrolment=world.mine, ended_on=D(2026, 8, 31))
    with pytest.raises(Refused, match="fin du dossier"):
        enrolments.move_start(by=world.lead.pk, enrolment=world.mine, started_on=D(2026, 9, 1))


def test_ending_a_file(world):
    with pytest.raises(Refused, match="précéder"):
        enrolments.end_enrolment(by=world.lead.pk, enrolment=world.mine, ended_on=D(2026, 5, 31))
    enrolments.end_enrolment(by=world.lead.pk, enrolment=world.mine, ended_on=TODAY)
    world.mine.refresh_from_db()
    assert world.mine.ended_on == TODAY
    assert world.mine.holders.get().ended_on is None
    with pytest.raises(Refused, match="déjà terminé"):
        enrolments.end_enrolment(by=world.lead.pk, enrolment=world.mine, ended_on=TODAY)


# Workers


def name(world, user, day, **values):
    return workers.name_lead(
        by=world.manager.pk, enrolment=world.mine, user=user, association=world.soligone, started_on=day, **values
    )


@pytest.mark.parametrize("day", [D(2026, 8, 1), D(2026, 9, 30), TODAY])
def test_a_new_lead_closes_the_former_on_the_eve(world, day):
    named = name(world, world.colleague, day, reason="Changement de secteur")
    former = world.mine.workers.get(user=world.lead)
    assert former.ended_on == day - dt.timedelta(days=1)
    assert (named.started_on, named.ended_on, named.reason) == (day, None, "Changement de secteur")
    assert world.mine.workers.open_on(day).get(role=WorkerRole.LEAD).user == world.colleague
    event = Event.objects.get(verb="worker.lead_named")
    assert event.details == {
        "user": str(world.colleague.pk),
        "started_on": day.isoformat(),
        "replaces": str(world.lead.pk),
    }


def test_a_lead_named_on_her_predecessors_first_day_leaves_one_row(world):
    name(world, world.colleague, world.mine.started_on)
    assert [row.user for row in world.mine.workers.all()] == [world.colleague]


def test_a_lead_is_not_named_before_her_predecessor(world):
    name(world, world.colleague, D(2026, 9, 1))
    with pytest.raises(Refused, match="01/09/2026"):
        name(world, world.manager, D(2026, 8, 31))
    with pytest.raises(Refused, match="commence le 01/06/2026"):
        name(world, world.manager, D(2026, 5, 31))


def test_a_lead_works_that_day_for_an_association_that_holds_the_file(world):
    with pytest.raises(Refused, match="ne travaille pas"):
        name(world, world.other_worker, TODAY)
    with pytest.raises(Refused, match="n’a pas ce dossier"):
        workers.name_lead(
            by=world.manager.pk,
            enrolment=world.mine,
            user=world.other_worker,
            association=world.cap_habitat,
            started_on=TODAY,
        )
    with pytest.raises(Refused, match="ne travaille pas"):
        name(world, world.admin, TODAY)
    with pytest.raises(Refused, match="déjà référente"):
        name(world, world.lead, TODAY)
    left = p.UserFactory.make()
    p.MembershipFactory.make(user=left, organisation=world.soligone, role="SOCIAL_WORKER", ended_on=before(1))
    with pytest.raises(Refused, match="ne travaille pas"):
        name(world, left, TODAY)
    name(world, left, before(1))


def test_a_new_lead_ends_the_replacement_of_the_former_and_her_own_part(world):
    for user, act in ((world.colleague, workers.add_co_worker), (world.manager, workers.add_replacement)):
        act(
            by=world.manager.pk,
            enrolment=world.mine,
            user=user,
            association=world.soligone,
            started_on=before(10),
            ended_on=TODAY + dt.timedelta(days=10),
        )
    name(world, world.colleague, TODAY)
    roles = {(row.user_id, row.role, row.ended_on) for row in world.mine.workers.all()}
    assert roles == {
        (world.lead.pk, "LEAD", before(1)),
        (world.manager.pk, "REPLACEMENT", before(1)),
        (world.colleague.pk, "CO_WORKER", before(1)),
        (world.colleague.pk, "LEAD", None),
    }


def test_one_replacement_at_a_time_and_nobody_twice(world):
    def replace(user, first, last):
        return workers.add_replacement(
            by=world.manager.pk,
            enrolment=world.mine,
            user=user,
            association=world.soligone,
            started_on=first,
            ended_on=last,
        )

    replace(world.colleague, before(10), before(1))
    with pytest.raises(Refused, match="déjà prévu"):
        replace(world.manager, before(1), TODAY)
    with pytest.raises(Refused, match="intervient déjà"):
        replace(world.lead, TODAY, TODAY)
    with pytest.raises(Refused, match="précéder"):
        replace(world.manager, TODAY, before(1))
    replace(world.manager, TODAY, TODAY)


def test_ending_a_part(world):
    worker = world.mine.workers.get()
    with pytest.raises(Refused, match="précéder"):
        workers.end_worker(by=world.manager.pk, worker=worker, ended_on=D(2026, 5, 31))
    workers.end_worker(by=world.manager.pk, worker=worker, ended_on=TODAY, reason="Congé")
    with pytest.raises(Refused, match="déjà terminée"):
        workers.end_worker(by=world.manager.pk, worker=worker, ended_on=TODAY)
    worker.refresh_from_db()
    assert (worker.ended_on, worker.reason) == (TODAY, "Congé")


# Holders


def test_passing_a_file_on_takes_it_from_the_former_with_its_workers(world):
    holders.pass_on(by=world.manager.pk, enrolment=world.mine, association=world.cap_habitat, started_on=TODAY)
    rows = {row.association: (row.role, row.started_on, row.ended_on) for row in world.mine.holders.all()}
    assert rows == {
        world.soligone: ("LEAD", D(2026, 6, 1), before(1)),
        world.cap_habitat: ("LEAD", TODAY, None),
    }
    assert world.mine.workers.get().ended_on == before(1)
    with pytest.raises(Refused, match="déjà chef de file"):
        holders.pass_on(by=world.manager.pk, enrolment=world.mine, association=world.cap_habitat, started_on=TODAY)


def test_a_file_passed_on_the_very_day_it_came_leaves_no_row_of_the_former(world):
    enrolment = opened(world, started_on=TODAY)
    holders.pass_on(by=world.manager.pk, enrolment=enrolment, association=world.cap_habitat, started_on=TODAY)
    assert [row.association for row in enrolment.holders.all()] == [world.cap_habitat]
    event = Event.objects.get(verb="holder.passed_on")
    assert event.details["from"] == str(world.soligone.pk)


def test_a_file_is_not_passed_outside_the_programme_nor_before_it_was_held(world):
    with pytest.raises(Refused, match="ne fait pas partie"):
        holders.pass_on(
            by=world.manager.pk, enrolment=world.mine, association=p.AssociationFactory.make(), started_on=TODAY
        )
    with pytest.raises(Refused, match="depuis le 01/06/2026"):
        holders.pass_on(
            by=world.manager.pk, enrolment=world.mine, association=world.cap_habitat, started_on=D(2026, 5, 31)
        )


def test_a_second_association_comes_by_a_convention_or_by_the_households_agreement_alone(world):
    def add(cause):
        return holders.add_associate(
            by=world.manager.pk,
            enrolment=world.mine,
            association=world.cap_habitat,
            cause=cause,
            started_on=TODAY,
        )

    with pytest.raises(Refused, match="que par la convention"):
        add(HolderCause.REFERRED)
    with pytest.raises(Refused, match="Tous les adultes"):
        add(HolderCause.SHARING_AGREEMENT)
    holder = add(HolderCause.CONVENTION)
    with pytest.raises(Refused, match="déjà ce dossier"):
        add(HolderCause.CONVENTION)
    workers.add_co_worker(
        by=world.manager.pk,
        enrolment=world.mine,
        user=world.other_worker,
        association=world.cap_habitat,
        started_on=TODAY,
    )
    holders.end_associate(by=world.manager.pk, holder=holder, ended_on=before(1))
    assert not world.mine.holders.filter(association=world.cap_habitat).exists()
    assert not world.mine.workers.filter(user=world.other_worker).exists()
    with pytest.raises(Refused, match="chef de file ne quitte"):
        holders.end_associate(by=world.manager.pk, holder=world.mine.holders.get(), ended_on=TODAY)


def test_two_open_leads_are_refused_by_the_database(world):
    with pytest.raises(IntegrityError), transaction.atomic():
        h.EnrolmentHolderFactory.make(enrolment=world.mine, association=world.cap_habitat)
    with pytest.raises(IntegrityError), transaction.atomic():
        h.EnrolmentWorkerFactory.make(enrolment=world.mine, user=world.colleague, association=world.soligone)


# Namings


def named(world, **values):
    given = {
        "by": world.lead.pk,
        "enrolment": world.colleagues,
        "landlord": world.landlord,
        "service": NamingService.CORRESPONDENT,
        "unit": world.units["Apt"],
        "cause": NamingCause.DOSSIER_SUBMITTED,
        "started_on": before(5),
    }
    return namings.name_to(**{**given, **values})


def test_naming_to_a_correspondent_names_to_the_social_adviser_once(world):
    first, second = named(world), named(world)
    assert first == second
    assert set(EnrolmentNaming.objects.filter(enrolment=world.colleagues).values_list("service", "unit")) == {
        ("CORRESPONDENT", world.units["Apt"].pk),
        ("SOCIAL", None),
    }


def test_ending_the_last_correspondents_naming_ends_the_advisers(world):
    apt, orange = named(world), named(world, unit=world.units["Orange"])
    namings.end_naming(by=world.lead.pk, naming=apt, ended_on=before(1))
    social = EnrolmentNaming.objects.get(enrolment=world.colleagues, service=NamingService.SOCIAL)
    assert social.ended_on is None
    namings.end_naming(by=world.lead.pk, naming=orange, ended_on=before(1))
    social.refresh_from_db()
    assert social.ended_on == before(1)


def test_a_naming_is_to_a_landlord_of_the_programme_and_a_unit_of_his(world):
    with pytest.raises(Refused, match="bailleur ne fait pas partie"):
        named(world, landlord=world.other_landlord, unit=world.other_unit)
    with pytest.raises(Refused, match="unité de gestion de ce bailleur"):
        named(world, unit=world.other_unit)
    with pytest.raises(Refused, match="unité de gestion"):
        named(world, unit=None)
    with pytest.raises(Refused, match="Indiquez la personne"):
        named(world, service=NamingService.PERSON)
    assert named(world, service=NamingService.PERSON, user=world.rental).user == world.rental


# People


def test_a_newcomer_is_found_by_search_and_told_to_the_journal(world):
    member = people.add_person(by=world.lead.pk, enrolment=world.mine, person=INES, started_on=TODAY)
    assert SearchEntry.objects.filter(enrolment=world.mine, person=member.person, text__contains="carvalho").exists()
    assert verbs(world.mine) == ["member.entered"]


def test_correcting_a_name_corrects_search_everywhere(world):
    person = adult_of(world.mine)
    h.HouseholdMemberFactory.make(household=world.others.household, person=person, kind=MemberKind.OTHER_ADULT)
    people.correct_person(
        by=world.lead.pk,
        enrolment=world.mine,
        person=person,
        civility=person.civility,
        first_name="Nadège",
        last_name="Bensaïd-Œuvrard",
    )
    texts = SearchEntry.objects.filter(person=person).values_list("text", flat=True)
    assert list(texts) == ["nadege bensaid oeuvrard"] * 2
    with pytest.raises(Refused):
        people.correct_person(
            by=world.lead.pk,
            enrolment=world.mine,
            person=person,
            civility=person.civility,
            first_name="",
            last_name="X",
        )


def test_correcting_nothing_leaves_no_event(world):
    person = adult_of(world.mine)
    people.correct_person(
        by=world.lead.pk,
        enrolment=world.mine,
        person=person,
        civility=person.civility,
        first_name=person.first_name,
        last_name=person.last_name,
        birth_on=person.birth_on,
    )
    assert verbs(world.mine) == []


def test_a_member_leaves_on_her_last_day_and_comes_back_later(world):
    child = world.mine.household.members.get(kind=MemberKind.CHILD)
    with pytest.raises(Refused, match="précéder"):
        people.end_member(by=world.lead.pk, enrolment=world.mine, member=child, ended_on=D(2026, 5, 31))
    people.end_member(by=world.lead.pk, enrolment=world.mine, member=child, ended_on=before(10), reason="Chez son père")
    with pytest.raises(Refused, match="déjà enregistré"):
        people.end_member(by=world.lead.pk, enrolment=world.mine, member=child, ended_on=TODAY)
    back = {
        "by": world.lead.pk,
        "enrolment": world.mine,
        "person": child.person,
        "kind": MemberKind.CHILD,
        "presence": Presence.VISITING,
    }
    with pytest.raises(Refused, match="déjà partie"):
        people.add_member(**back, started_on=before(10))
    people.add_member(**back, started_on=before(9))
    assert world.mine.household.members.filter(person=child.person).count() == 2


def test_the_last_person_does_not_leave_her_household(world):
    adult, child = world.mine.household.members.all()
    people.end_member(by=world.lead.pk, enrolment=world.mine, member=child, ended_on=TODAY)
    with pytest.raises(Refused, match="dernière personne"):
        people.end_member(by=world.lead.pk, enrolment=world.mine, member=adult, ended_on=TODAY)


def test_a_presence_changes_from_a_day_or_is_corrected_from_the_first(world):
    child = world.mine.household.members.get(kind=MemberKind.CHILD)
    change = {"by": world.lead.pk, "enrolment": world.mine, "kind": MemberKind.CHILD}
    people.change_presence(**change, member=child, presence=Presence.VISITING, started_on=child.started_on)
    child.refresh_from_db()
    assert (child.presence, child.ended_on) == (Presence.VISITING, None)
    new = people.change_presence(**change, member=child, presence=Presence.SHARED_CUSTODY, started_on=D(2026, 9, 1))
    child.refresh_from_db()
    assert (child.ended_on, new.started_on, new.presence) == (D(2026, 8, 31), D(2026, 9, 1), Presence.SHARED_CUSTODY)
    with pytest.raises(Refused, match="ne fait plus partie"):
        people.change_presence(**change, member=child, presence=Presence.PERMANENT, started_on=TODAY)
    with pytest.raises(Refused, match="01/09/2026"):
        people.change_presence(**change, member=new, presence=Presence.PERMANENT, started_on=D(2026, 8, 31))


# Housing


def test_a_move_closes_the_place_before_on_the_eve(world):
    tenant = Place(HousingSituation.TENANT, address=" 3 rue Droite ", city="Apt", postcode="84400")
    housing.move_to(by=world.lead.pk, enrolment=world.mine, place=tenant, started_on=D(2026, 9, 1))
    new, former = CurrentHousing.objects.filter(enrolment=world.mine).order_by("-started_on")
    assert (former.ended_on, new.started_on, new.address) == (D(2026, 8, 31), D(2026, 9, 1), "3 rue Droite")
    for day in (D(2026, 9, 1), D(2026, 8, 31)):
        with pytest.raises(Refused, match="01/09/2026"):
            housing.move_to(by=world.lead.pk, enrolment=world.mine, place=tenant, started_on=day)


def test_a_past_place_fits_between_the_others(world):
    street = Place(HousingSituation.STREET)
    add = {"by": world.lead.pk, "enrolment": world.mine, "place": street}
    housing.move_to(**add, started_on=D(2026, 1, 1), ended_on=D(2026, 5, 31))
    with pytest.raises(Refused, match="chevauchent"):
        housing.move_to(**add, started_on=D(2025, 12, 1), ended_on=D(2026, 1, 1))
    with pytest.raises(Refused, match="précéder"):
        housing.move_to(**add, started_on=D(2025, 12, 1), ended_on=D(2025, 11, 30))
    housing.move_to(**add, started_on=D(2025, 12, 1), ended_on=D(2025, 12, 31))
    assert CurrentHousing.objects.filter(enrolment=world.mine).count() == 3


def test_a_place_is_corrected_without_overlapping(world):
    street = Place(HousingSituation.STREET)
    past = housing.move_to(
        by=world.lead.pk, enrolment=world.mine, place=street, started_on=D(2026, 1, 1), ended_on=D(2026, 3, 31)
    )
    housing.correct(by=world.lead.pk, housing=past, place=street, started_on=D(2026, 1, 1), ended_on=D(2026, 5, 31))
    with pytest.raises(Refused, match="chevauchent"):
        housing.correct(by=world.lead.pk, housing=past, place=street, started_on=D(2026, 1, 1))
    with pytest.raises(Refused, match="cinq chiffres"):
        housing.correct(
            by=world.lead.pk,
            housing=past,
            place=Place(HousingSituation.STREET, postcode="8400A"),
            started_on=D(2026, 1, 1),
            ended_on=D(2026, 1, 2),
        )


def test_a_unit_is_of_its_landlord(world):
    for landlord in (None, world.landlord):
        with pytest.raises(Refused, match="unité"):
            housing.move_to(
                by=world.lead.pk,
                enrolment=world.mine,
                place=Place(HousingSituation.TENANT, landlord=landlord, unit=world.other_unit),
                started_on=TODAY,
            )


# Channels, precautions, guardians


def test_telephones_are_stored_with_their_country(world):
    add = {"by": world.lead.pk, "enrolment": world.mine, "started_on": TODAY}
    phone = channels.add(**add, kind=ChannelKind.PHONE, value="06 98 76 54 32", person=adult_of(world.mine))
    assert phone.value == "+33698765432"
    for kind, value in ((ChannelKind.PHONE, "123"), (ChannelKind.EMAIL, "nadia"), (ChannelKind.POST, "  ")):
        with pytest.raises(Refused) as refusal:
            channels.add(**add, kind=kind, value=value)
        assert refusal.value.field == "value"
    with pytest.raises(Refused, match="pas de ce ménage"):
        channels.add(**add, kind=ChannelKind.POST, value="BP 12", person=adult_of(world.others))
    channels.correct(by=world.lead.pk, channel=phone, kind=ChannelKind.EMAIL, value="n@exemple.fr", started_on=TODAY)
    channels.end(by=world.lead.pk, channel=phone, ended_on=TODAY)
    phone.refresh_from_db()
    assert (phone.kind, phone.value, phone.ended_on) == ("EMAIL", "n@exemple.fr", TODAY)
    with pytest.raises(Refused, match="déjà terminé"):
        channels.end(by=world.lead.pk, channel=phone, ended_on=TODAY)
    assert "+33" not in str(list(Event.objects.values_list("details", flat=True)))
    assert Channel.objects.filter(enrolment=world.mine).count() == 2


def test_precautions(world):
    add = {"by": world.lead.pk, "enrolment": world.mine, "started_on": TODAY}
    with pytest.raises(Refused) as refusal:
        precautions.add(**add, flag=PrecautionFlag.OTHER)
    assert refusal.value.field == "note"
    dog = precautions.add(**add, flag=PrecautionFlag.DOG)
    with pytest.raises(Refused, match="précéder"):
        precautions.end(by=world.lead.pk, precaution=dog, ended_on=before(1))
    precautions.end(by=world.lead.pk, precaution=dog, ended_on=TODAY)
    with pytest.raises(Refused, match="déjà levée"):
        precautions.end(by=world.lead.pk, precaution=dog, ended_on=TODAY)
    assert Event.objects.get(verb="precaution.added").details == {}


def test_guardians(world):
    add = {
        "by": world.lead.pk,
        "enrolment": world.mine,
        "person": adult_of(world.mine),
        "kind": GuardianshipKind.CURATORSHIP,
        "started_on": TODAY,
    }
    with pytest.raises(Refused) as refusal:
        guardians.add(**add, name="UDAF", telephone="12")
    assert refusal.value.field == "telephone"
    with pytest.raises(Refused, match="nom du mandataire"):
        guardians.add(**add, name=" ")
    with pytest.raises(Refused, match="pas de ce ménage"):
        guardians.add(**{**add, "person": adult_of(world.others)}, name="UDAF")
    guardian = guardians.add(**add, name="UDAF 84", telephone="0490123456")
    assert guardian.telephone == "+33490123456"
    guardians.end(by=world.lead.pk, guardian=guardian, ended_on=TODAY)
    assert Guardian.objects.get(pk=guardian.pk).ended_on == TODAY


# Months


def test_a_month_is_written_whole_and_replaced_whole(world):
    adult = adult_of(world.mine)
    month = Month(2026, 10)

    def write(resources, charges):
        finances.record_month(by=world.lead.pk, enrolment=world.mine, month=month, resources=resources, charges=charges)

    write([ResourceLine(ResourceKind.RSA, Decimal("635.71"), adult.pk)], [ChargeLine(ChargeKind.RENT, Decimal(412))])
    write(
        [ResourceLine(ResourceKind.WAGE, Decimal(900), adult.pk), ResourceLine(ResourceKind.FAMILY, Decimal(150))], []
    )
    rows = Resource.objects.filter(enrolment=world.mine, month_on=month.first).values_list("kind", "amount", "person")
    assert set(rows) == {("WAGE", Decimal(900), adult.pk), ("FAMILY", Decimal(150), None)}
    assert not Charge.objects.filter(enrolment=world.mine).exists()
    event = Event.objects.filter(verb="finances.recorded").latest("at")
    assert event.details == {"month": "2026-10", "lines": 2, "replaced": 2}


def test_a_month_refuses_a_stranger_and_an_absurd_amount_and_keeps_what_was_there(world):
    month, count = Month(2026, 10), Resource.objects.filter(enrolment=world.mine).count()
    for line in (
        ResourceLine(ResourceKind.RSA, Decimal(1), adult_of(world.others).pk),
        ResourceLine(ResourceKind.RSA, Decimal(-1)),
        ResourceLine(ResourceKind.RSA, Decimal(10**7)),
    ):
        with pytest.raises(Refused):
            finances.record_month(by=world.lead.pk, enrolment=world.mine, month=month, resources=[line], charges=[])
    assert Resource.objects.filter(enrolment=world.mine).count() == count


# Housing requests


def test_a_nur_is_never_unique_and_is_completed_when_typed_again(world):
    for enrolment in (world.mine, world.others):
        housing_requests.record_nur(by=world.lead.pk, enrolment=enrolment, number="084 1026 01234567890")
    again = housing_requests.record_nur(
        by=world.lead.pk, enrolment=world.mine, number="084102601234567890", filed_on=D(2026, 10, 1)
    )
    assert HousingRequest.objects.filter(number="084102601234567890").count() == 2
    assert again.filed_on == D(2026, 10, 1)
    with pytest.raises(Refused, match="précéder le dépôt"):
        housing_requests.record_nur(
            by=world.lead.pk, enrolment=world.mine, number="084102601234567890", renewed_on=D(2026, 9, 1)
        )
    with pytest.raises(Refused) as refusal:
        housing_requests.record_nur(by=world.lead.pk, enrolment=world.mine, number="<script>")
    assert refusal.value.field == "number"


# Protection


def test_protecting_deletes_plaintext_rows_and_lifting_brings_them_back(world):
    enrolment = opened(world)
    with pytest.raises(Refused, match="au plus tard"):
        protection.protect(by=world.lead.pk, enrolment=enrolment, started_on=TODAY + dt.timedelta(days=1), today=TODAY)
    protection.protect(
        by=world.manager.pk, enrolment=enrolment, started_on=TODAY, today=TODAY, readers=[world.colleague]
    )
    assert not SearchEntry.objects.filter(enrolment=enrolment).exists()
    assert SearchKey.objects.filter(enrolment=enrolment).count() == 4  # Inès under three names, Léo under one
    assert Enrolment.objects.get(pk=enrolment.pk).is_protected
    people.add_person(
        by=world.lead.pk,
        enrolment=enrolment,
        person=NewPerson(first_name="Ana", last_name="Carvalho"),
        started_on=TODAY,
    )
    assert not SearchEntry.objects.filter(enrolment=enrolment).exists()
    with pytest.raises(Refused, match="déjà protégée"):
        protection.protect(by=world.manager.pk, enrolment=enrolment, started_on=TODAY, today=TODAY)
    protection.lift(by=world.manager.pk, enrolment=enrolment, ended_on=TODAY)
    assert SearchEntry.objects.filter(enrolment=enrolment).count() == 3
    assert not ProtectedReader.objects.filter(ended_on__isnull=True).exists()
    with pytest.raises(Refused, match="n’est pas protégée"):
        protection.lift(by=world.manager.pk, enrolment=enrolment, ended_on=TODAY)


def test_the_list_takes_people_concerned_and_no_one_else(world):
    listed = protection.name_reader(by=world.colleague.pk, protection=world.protection, user=world.lead, today=TODAY)
    with pytest.raises(Refused, match="déjà sur la liste"):
        protection.name_reader(by=world.colleague.pk, protection=world.protection, user=world.lead, today=TODAY)
    protection.name_reader(
        by=world.colleague.pk, protection=world.protection, user=world.correspondent_apt, today=TODAY
    )
    for stranger in (world.other_worker, world.admin, world.other_landlord_correspondent):
        with pytest.raises(Refused, match="concernée"):
            protection.name_reader(by=world.colleague.pk, protection=world.protection, user=stranger, today=TODAY)
    protection.remove_reader(by=world.colleague.pk, reader=listed, today=TODAY)
    assert not ProtectedReader.objects.filter(user=world.lead).exists()  # it would have covered no day


# Accords


def answer(world, person, scope=SharingScope.ASSOCIATIONS, granted=True, day=THREE_DAYS_AGO):
    return sharing.record_agreement(
        by=world.lead.pk, enrolment=world.mine, person=person, scope=scope, is_granted=granted, started_on=day
    )


def test_the_second_association_comes_when_every_adult_agreed_and_goes_when_one_withdraws(world):
    newcomer = people.add_person(by=world.lead.pk, enrolment=world.mine, person=INES, started_on=before(5)).person
    first = answer(world, adult_of_two(world), day=before(4))
    assert not world.mine.holders.filter(role=HolderRole.ASSOCIATE).exists()
    answer(world, newcomer, day=before(3))
    holder = world.mine.holders.get(role=HolderRole.ASSOCIATE)
    assert (holder.association, holder.started_on, holder.cause) == (
        world.cap_habitat,
        before(3),
        HolderCause.SHARING_AGREEMENT,
    )
    sharing.revoke(by=world.lead.pk, agreement=first, revoked_on=TODAY)
    holder.refresh_from_db()
    first.refresh_from_db()
    assert holder.ended_on == first.ended_on == before(1)
    with pytest.raises(Refused, match="plus en vigueur"):
        sharing.revoke(by=world.lead.pk, agreement=first, revoked_on=TODAY)


def adult_of_two(world):
    return HouseholdMember.objects.get(
        household=world.mine.household, kind=MemberKind.ADULT, person__last_name="Bensaïd"
    ).person


def test_an_adult_who_arrives_closes_what_she_did_not_agree_to(world):
    answer(world, adult_of(world.mine))
    assert world.mine.holders.open_on(TODAY).count() == 2
    people.add_person(by=world.lead.pk, enrolment=world.mine, person=INES, started_on=TODAY)
    assert world.mine.holders.open_on(TODAY).count() == 1
    member = HouseholdMember.objects.get(household=world.mine.household, person__first_name="Inès")
    people.end_member(by=world.lead.pk, enrolment=world.mine, member=member, ended_on=TODAY)
    assert world.mine.holders.open_on(TODAY + dt.timedelta(days=1)).count() == 2


def test_an_accord_withdrawn_on_its_day_is_a_refusal(world):
    agreement = answer(world, adult_of(world.mine), day=TODAY)
    sharing.revoke(by=world.lead.pk, agreement=agreement, revoked_on=TODAY)
    agreement.refresh_from_db()
    assert (agreement.is_granted, agreement.ended_on) == (False, None)
    assert world.mine.holders.count() == 1


def test_a_refusal_is_recorded_and_opens_nothing(world):
    answer(world, adult_of(world.mine), granted=False)
    assert world.mine.holders.count() == 1
    assert verbs(world.mine) == ["agreement.refused"]
    answer(world, adult_of(world.mine), day=TODAY)
    assert SharingAgreement.objects.filter(enrolment=world.mine).count() == 2
    assert world.mine.holders.count() == 2


def test_an_accord_is_given_by_an_adult_of_that_day(world):
    child = world.mine.household.members.get(kind=MemberKind.CHILD).person
    for person in (child, adult_of(world.others)):
        with pytest.raises(Refused, match="Seul un adulte"):
            answer(world, person)
    answer(world, adult_of(world.mine))
    with pytest.raises(Refused, match="déjà enregistrée"):
        answer(world, adult_of(world.mine))


def test_the_notice_says_who_gave_it(world):
    notice = sharing.give_notice(by=world.lead.pk, enrolment=world.mine, given_on=TODAY, means=NoticeMeans.MEETING)
    assert notice.given_by == world.lead.pk
    assert verbs(world.mine) == ["notice.given"]


def test_no_event_tells_a_name(world):
    enrolment = opened(world)
    people.add_person(by=world.lead.pk, enrolment=enrolment, person=INES, started_on=TODAY)
    assert EnrolmentWorker.objects.exists()
    told = str(list(Event.objects.values_list("details", "verb", "kind"))).casefold()
    for name_ in ("carvalho", "inès", "léo", "da silva"):
        assert name_ not in told
