"""What each reader reads of a file: the lead, the colleague, the manager, the stranger, the landlord's people."""

import dataclasses
import datetime as dt
from decimal import Decimal

import pytest
import time_machine

from foundation.periods import Month
from households import readings, selectors
from households.enums import ChargeKind, HolderCause, MemberKind, ResourceKind, SharingScope
from households.permissions import standing
from households.selectors.choices import last_statement, nur_warnings
from households.services import holders, people, protection, sharing, workers
from households.services.enrolments import NewPerson
from households.services.finances import ChargeLine, ResourceLine, record_month
from partners.requests import load_reader
from tests.days import PARIS, TODAY, before
from tests.factories import households as h
from tests.factories import records as r
from tests.world import adult_of, reader_of

D = dt.date
SECRETS = ("Teinturiers", "2580B", "Chien de garde", "+33612345678", "06\u00a012", "UDAF", "1234.56", "Parti en colère")


@pytest.fixture
def told(world):
    """A file that says much: what could leak."""
    world.mine.language = "portugais"
    world.mine.save()
    h.VisitPrecautionFactory.make(enrolment=world.mine)
    h.GuardianFactory.make(enrolment=world.mine, person=adult_of(world.mine))
    h.HousingRequestFactory.make(enrolment=world.mine, number="084261012345678901", applicant=adult_of(world.mine))
    past = h.PersonFactory.make(first_name="Karim", last_name="Zemmouri")
    h.HouseholdMemberFactory.make(
        household=world.mine.household, person=past, ended_on=before(20), end_reason="Parti en colère"
    )
    r.ParameterFactory.make(code="housing_request.renewal_months", value=12)
    return world


def everything(user, enrolment):
    reader = reader_of(user)
    return {
        "people": readings.people(reader, enrolment),
        "requests": readings.requests(reader, enrolment),
        "housing": readings.housing(reader, enrolment),
        "finances": readings.finances(reader, enrolment),
        "sharing": readings.sharing(reader, enrolment),
        "team": readings.team(reader, enrolment),
        "happened": selectors.happened(reader, enrolment),
        "due": selectors.due(reader, [enrolment.pk]),
    }


def test_the_team_reads_it_whole(told):
    for user in (told.lead, told.manager):
        read = everything(user, told.mine)
        assert [line.name for line in read["people"].present] == ["Mme\u00a0Nadia Bensaïd", "Lina Bensaïd"]
        assert [line.name for line in read["people"].past] == ["Mme\u00a0Karim Zemmouri"]
        assert read["people"].past[0].end_reason == "Parti en colère"
        assert read["people"].guardians[0].name == "UDAF 84"
        assert read["housing"].current.where == "12 rue des Teinturiers, 84000 Avignon"
        assert read["housing"].channels[0].shown == "06\u00a012\u00a034\u00a056\u00a078"
        assert read["housing"].precautions[0].note == "Chien de garde dans la cour"
        assert read["housing"].language == "portugais"
        assert read["finances"].resources[0].label == "RSA"
        assert read["requests"][0].expires_on == D(2027, 6, 1)
        assert read["sharing"].is_readable


def test_a_colleague_reads_who_and_since_when_but_nothing_of_the_team(told):
    read = everything(told.colleague, told.mine)
    assert [line.name for line in read["people"].present] == ["Mme\u00a0Nadia Bensaïd", "Lina Bensaïd"]
    assert read["people"].past[0].end_reason == ""
    assert read["people"].guardians == ()
    assert not read["housing"].is_readable
    assert not read["finances"].is_readable
    assert not read["sharing"].is_readable
    assert read["due"] == []
    assert not any(secret in str(read) for secret in SECRETS)


@pytest.mark.parametrize("who", ["correspondent_orange", "adviser", "litigation"])
def test_the_landlords_people_read_identity_composition_number_and_the_lead(told, who):
    read = everything(getattr(told, who), told.mine)
    assert [line.name for line in read["people"].present] == ["Mme\u00a0Nadia Bensaïd", "Lina Bensaïd"]
    assert read["people"].past == read["people"].coming == read["people"].guardians == ()
    assert read["requests"][0].number == "084261012345678901"
    assert read["requests"][0].warning == ""
    assert [line.name for line in read["team"].workers] == ["Claire Fabre"]
    assert read["team"].namings == read["team"].past_workers == ()
    assert not any(secret in str(read) for secret in (*SECRETS, "Zemmouri", "portugais"))
    assert not any(line.by for line in read["happened"])


@pytest.mark.parametrize(
    "who",
    ["other_worker", "other_manager", "rental", "cal_secretary", "landlord_manager", "admin", "correspondent_apt"],
)
def test_a_stranger_reads_nothing(told, who):
    read = everything(getattr(told, who), told.mine)
    assert not read["people"].is_readable
    assert read["requests"] == ()
    assert read["happened"] == read["due"] == []
    for name in ("housing", "finances", "sharing"):
        assert not read[name].is_readable
    assert not any(secret in str(read) for secret in (*SECRETS, "Bensaïd", "Zemmouri", "084261012345678901"))


@pytest.mark.parametrize("who", ["lead", "correspondent_apt"])
def test_outside_a_protected_files_list_no_one_reads_who_nor_where(world, who):
    h.HousingRequestFactory.make(enrolment=world.protected, number="084261012345678902")
    user = getattr(world, who)
    read = everything(user, world.protected)
    card = readings.card(reader_of(user), world.protected)
    assert card.title == "Dossier protégé n°\u00a02026-0151"
    assert not any(
        secret in str((read, card)) for secret in (*SECRETS, "Secrétan", "Lina", "084261012345678902", "Apt", "postale")
    )


def test_the_list_opens_who_but_the_team_alone_reads_the_rest(world):
    protection.name_reader(by=world.colleague.pk, protection=world.protection, user=world.lead, today=TODAY)
    read = everything(world.lead, world.protected)
    assert read["people"].present
    assert not read["housing"].is_readable
    workers.add_co_worker(
        by=world.manager.pk,
        enrolment=world.protected,
        user=world.lead,
        association=world.soligone,
        started_on=TODAY,
    )
    read = everything(world.lead, world.protected)
    assert read["housing"].safe_address == "Boîte postale 12, 84000 Avignon"
    assert [line.name for line in read["sharing"].protection.readers] == ["Claire Fabre"]
    assert not read["sharing"].may_protect
    assert everything(world.colleague, world.protected)["sharing"].may_protect


def test_the_adviser_reads_coordination_while_every_adult_agrees(world):
    def audiences():
        return {audience.value for audience in standing(reader_of(world.adviser), world.mine).audiences}

    assert audiences() == {"LANDLORD"}
    agreement = sharing.record_agreement(
        by=world.lead.pk,
        enrolment=world.mine,
        person=adult_of(world.mine),
        scope=SharingScope.COORDINATION,
        is_granted=True,
        started_on=before(2),
    )
    assert audiences() == {"LANDLORD", "COORDINATION"}
    sharing.revoke(by=world.lead.pk, agreement=agreement, revoked_on=TODAY)
    assert audiences() == {"LANDLORD"}


def test_a_later_holder_gets_current_identity_and_composition_only(told):
    record_month(
        by=told.lead.pk,
        enrolment=told.mine,
        month=Month(2026, 9),
        resources=[ResourceLine(ResourceKind.WAGE, Decimal(900))],
        charges=[],
    )
    h.ChannelFactory.make(enrolment=told.mine, value="+33490111111", ended_on=before(3))
    holders.pass_on(by=told.manager.pk, enrolment=told.mine, association=told.cap_habitat, started_on=before(1))
    for user in (told.lead, told.manager):
        assert not everything(user, told.mine)["people"].is_readable
    read = everything(told.other_manager, told.mine)
    assert [line.name for line in read["people"].present] == ["Mme\u00a0Nadia Bensaïd", "Lina Bensaïd"]
    assert read["people"].past == ()
    assert read["finances"].is_readable
    assert read["finances"].resources == ()
    assert [head.month for head in read["finances"].months] == [Month(2026, 11)]
    assert read["housing"].past_channels == ()
    assert read["housing"].current is not None
    assert last_statement(reader_of(told.other_manager), told.mine, Month(2026, 11)).month is None
    assert all(line.on >= before(1) for line in read["happened"])


def test_the_second_association_reads_nothing_of_before(told):
    holders.add_associate(
        by=told.manager.pk,
        enrolment=told.mine,
        association=told.cap_habitat,
        cause=HolderCause.CONVENTION,
        started_on=before(1),
    )
    read = everything(told.other_worker, told.mine)
    assert read["people"].is_readable
    assert not read["housing"].is_readable
    assert not any(secret in str(read) for secret in SECRETS)


# Months


def test_the_table_of_months_sums_and_subtracts(world):
    adult = adult_of(world.mine)
    for month, wage, rent in ((Month(2026, 10), "900.10", "412.30"), (Month(2026, 11), "950", "412.30")):
        record_month(
            by=world.lead.pk,
            enrolment=world.mine,
            month=month,
            resources=[
                ResourceLine(ResourceKind.WAGE, Decimal(wage), adult.pk),
                ResourceLine(ResourceKind.FAMILY, Decimal(150)),
            ],
            charges=[ChargeLine(ChargeKind.RENT, Decimal(rent)), ChargeLine(ChargeKind.DEBT, Decimal(50))],
        )
    table = readings.finances(reader_of(world.lead), world.mine, 3)
    assert [head.label for head in table.months] == ["novembre 2026", "octobre 2026", "septembre 2026"]
    assert [head.is_stated for head in table.months] == [True, True, False]
    assert [(row.label, row.person) for row in table.resources] == [
        ("Salaire", "Mme\u00a0Nadia Bensaïd"),
        ("Prestations familiales", ""),
    ]
    assert table.resources[0].amounts == (Decimal(950), Decimal("900.10"), None)
    assert table.total_resources == (Decimal(1100), Decimal("1050.10"), None)
    assert table.total_charges == (Decimal("462.30"), Decimal("462.30"), None)
    assert table.remains == (Decimal("637.70"), Decimal("587.80"), None)
    assert table.latest == Month(2026, 11)


def test_the_next_month_shows_once_it_is_written(world):
    for month in (Month(2026, 12), Month(2025, 12)):
        record_month(
            by=world.lead.pk,
            enrolment=world.mine,
            month=month,
            resources=[ResourceLine(ResourceKind.WAGE, Decimal(1))],
            charges=[],
        )
    table = readings.finances(reader_of(world.lead), world.mine)
    assert [str(head.month) for head in table.months][:2] == ["2026-12", "2026-11"]
    assert len(table.months) == 12
    assert len(table.resources[0].amounts) == 12


def test_an_empty_table(world):
    world.mine.resources.all().delete()
    table = readings.finances(reader_of(world.lead), world.mine)
    assert table.is_empty
    assert table.resources == table.charges == ()


def test_a_form_starts_from_the_latest_month_before(world):
    reader = reader_of(world.lead)
    assert last_statement(reader, world.mine, Month(2026, 9)).month is None
    statement = last_statement(reader, world.mine, Month(2026, 11))
    assert statement.month == Month(2026, 10)
    assert [kind for kind, _, _ in statement.resources] == ["RSA"]


# What is due


def test_a_request_is_said_two_months_before_it_ends(told):
    def titles(day):
        return [line.title for line in selectors.due(reader_of(told.lead, day), [told.mine.pk])]

    renewal = "Renouveler la demande de logement social"
    assert renewal not in titles(D(2027, 3, 31))
    assert renewal in titles(D(2027, 4, 1))
    line = next(
        line for line in selectors.due(reader_of(told.lead, D(2027, 6, 11)), [told.mine.pk]) if line.title == renewal
    )
    assert line.due_on == D(2027, 6, 1)
    assert line.days_late(D(2027, 6, 11)) == 10


def test_a_notice_is_due_until_it_is_given(world):
    def notices(user):
        return [
            line.due_on
            for line in selectors.due(reader_of(user), [world.mine.pk, world.others.pk])
            if "notice" in line.title
        ]

    assert notices(world.lead) == [D(2026, 7, 1)]
    assert notices(world.colleague) == notices(world.correspondent_orange) == notices(world.admin) == []
    h.InformationNoticeFactory.make(enrolment=world.mine)
    assert notices(world.lead) == []


def test_a_file_left_without_a_lead_is_said_to_its_manager(world):
    workers.end_worker(by=world.manager.pk, worker=world.mine.workers.get(), ended_on=before(4))
    lines = [line for line in selectors.due(reader_of(world.manager), [world.mine.pk]) if "référent" in line.title]
    assert [line.due_on for line in lines] == [before(3)]
    assert not [line for line in selectors.due(reader_of(world.lead), [world.mine.pk]) if "référent" in line.title]


def test_what_is_due_holds_no_name(told):
    told_lines = str(selectors.due(reader_of(told.lead, D(2027, 6, 11)), [told.mine.pk]))
    assert "Bensaïd" not in told_lines
    assert "0842610" not in told_lines


@pytest.mark.parametrize("count", [1, 3, 30])
def test_due_costs_the_same_for_many_files(world, count, django_assert_max_num_queries):
    files = [world.mine, *(h.EnrolmentFactory.make(version=world.securisation) for _ in range(count - 1))]
    for file in files[1:]:
        h.EnrolmentHolderFactory.make(enrolment=file, association=world.soligone)
    reader = reader_of(world.manager)
    with django_assert_max_num_queries(9):
        lines = selectors.due(reader, [file.pk for file in files])
    assert len(lines) == count


# What happened


def test_the_past_is_told_with_who_wrote_it(world):
    people.add_person(
        by=world.lead.pk,
        enrolment=world.mine,
        person=NewPerson("Adam", "Bensaïd", birth_on=before(5), kind=MemberKind.CHILD),
        started_on=before(5),
    )
    world.mine.housings.update(ended_on=before(9))
    h.CurrentHousingFactory.make(enrolment=world.mine, started_on=before(8), city="Apt")
    sharing.record_agreement(
        by=world.lead.pk,
        enrolment=world.mine,
        person=adult_of(world.mine),
        scope=SharingScope.COORDINATION,
        is_granted=False,
        started_on=before(2),
    )
    lines = selectors.happened(reader_of(world.lead), world.mine)
    assert [(line.on, line.title) for line in lines] == [
        (
            before(2),
            "Mme\u00a0Nadia Bensaïd ne donne pas son accord\u00a0: partage avec la conseillère sociale du bailleur",
        ),
        (before(5), "Naissance de Adam"),
        (before(8), "Nouveau lieu de vie\u00a0: hébergement (CHRS, urgence, résidence)"),
        (D(2026, 6, 1), "Début du suivi dans le programme"),
        (D(2026, 6, 1), "Claire Fabre est référent de ce dossier"),
    ]
    assert [line.by for line in lines] == ["Claire Fabre", "Claire Fabre", "", "", ""]
    colleague = selectors.happened(reader_of(world.colleague), world.mine)
    assert {line.kind for line in colleague} == {"PEOPLE", "STEP", "TEAM"}
    landlord = selectors.happened(reader_of(world.correspondent_orange), world.mine)
    assert {line.kind for line in landlord} == {"STEP", "TEAM"}


# Constant costs


@pytest.mark.parametrize("count", [1, 3, 30])
def test_readings_cost_the_same_for_many_rows(world, count, django_assert_max_num_queries):
    reader, file = reader_of(world.lead), world.mine
    for number in range(count):
        day = dt.timedelta(days=number)
        person = h.PersonFactory.make()
        h.HouseholdMemberFactory.make(household=file.household, person=person)
        h.ChannelFactory.make(enrolment=file, person=person)
        h.VisitPrecautionFactory.make(enrolment=file)
        h.GuardianFactory.make(enrolment=file, person=person)
        h.HousingRequestFactory.make(enrolment=file, applicant=person)
        h.ResourceFactory.make(enrolment=file, person=person)
        h.CurrentHousingFactory.make(enrolment=file, started_on=D(2025, 1, 1) + day, ended_on=D(2025, 1, 1) + day)
        h.SharingAgreementFactory.make(enrolment=file, person=person)
        h.InformationNoticeFactory.make(enrolment=file)
    for read, most in (
        (readings.people, 9),
        (readings.requests, 6),
        (readings.housing, 7),
        (readings.finances, 5),
        (readings.sharing, 10),
        (readings.team, 6),
        (selectors.happened, 13),
    ):
        with django_assert_max_num_queries(most):
            read(reader, file)


def test_every_reading_is_frozen(world):
    reader = reader_of(world.lead)
    for read in (readings.people, readings.housing, readings.finances, readings.sharing, readings.team, readings.card):
        shaped = read(reader, world.mine)
        assert dataclasses.is_dataclass(shaped)
        with pytest.raises(dataclasses.FrozenInstanceError):
            shaped.is_readable = True


# Days


def test_at_half_past_eleven_in_paris_it_is_still_today(world):
    child = world.mine.household.members.get(kind=MemberKind.CHILD)
    people.end_member(by=world.lead.pk, enrolment=world.mine, member=child, ended_on=TODAY)
    with time_machine.travel(dt.datetime(2026, 11, 21, 23, 30, tzinfo=PARIS), tick=False):
        assert len(readings.people(load_reader(world.lead), world.mine).present) == 2
    with time_machine.travel(dt.datetime(2026, 11, 22, 0, 30, tzinfo=PARIS), tick=False):
        assert len(readings.people(load_reader(world.lead), world.mine).present) == 1


def test_a_replacement_is_of_the_team_on_her_days_alone(world):
    workers.add_replacement(
        by=world.manager.pk,
        enrolment=world.mine,
        user=world.colleague,
        association=world.soligone,
        started_on=D(2026, 11, 30),
        ended_on=D(2026, 12, 31),
    )
    for day, reads in (
        (D(2026, 11, 29), False),
        (D(2026, 11, 30), True),
        (D(2026, 12, 31), True),
        (D(2027, 1, 1), False),
    ):
        assert standing(reader_of(world.colleague, day), world.mine).reads_whole is reads


def test_a_number_known_elsewhere_warns_only_who_reads_that_file(world):
    number = "084261012345678901"
    h.HousingRequestFactory.make(enrolment=world.colleagues, number=number)
    h.HousingRequestFactory.make(enrolment=world.others, number=number)
    h.HousingRequestFactory.make(enrolment=world.protected, number=number)
    warned = nur_warnings(reader_of(world.lead), world.mine, number)
    assert warned == ["Un autre dossier que vous lisez porte ce même numéro. Vérifiez qu’il s’agit de la même demande."]
    assert nur_warnings(reader_of(world.other_worker), world.others, number) == []
