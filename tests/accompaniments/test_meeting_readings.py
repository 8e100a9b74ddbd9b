"""What each circle reads of a meeting that says something to everyone, and nothing more (domain.md §3.9)."""

import uuid
from dataclasses import replace

import pytest

from accompaniments.enums import CancelledBy, Mode, Outcome, Subject
from accompaniments.models import Meeting
from accompaniments.readings.meeting_history import changes_between, differences, merged
from accompaniments.readings.meetings import Circle, MeetingContent, as_read_by, circle_of, shown_to
from accompaniments.selectors import meetings
from accompaniments.selectors.meeting_forms import circles_of, meeting_facts
from foundation.timeline import Audience, Part
from households.enums import HolderRole, MemberKind, SharingScope, WorkerRole
from households.models import Enrolment, EnrolmentWorker
from households.permissions import standing
from tests.days import NOW, TODAY, after, at, before
from tests.factories import accompaniments as a
from tests.factories import households as h
from tests.world import adult_of, reader_of

PERSON = uuid.uuid4()
NAMES = {PERSON: "Mme Nadia Bensaïd"}
SECRETS = {audience: f"mot pour {audience.label} seul" for audience in Audience}
CONTENT = MeetingContent(
    mode=Mode.HOME,
    outcome=Outcome.HELD,
    starts_at=at(before(2), 14, 15),
    minutes=45,
    place="chez sa sœur, rue cachée",
    purpose="objet réservé",
    present=(PERSON,),
    subjects=(Subject.BUDGET, Subject.HEALTH, Subject.FAMILY),
    parts=tuple(Part(SECRETS[audience], audience) for audience in Audience),
)
NEVER_FOR_LANDLORD = ["14", "45", "rue cachée", "objet réservé", "Nadia", "soins", "Famille"]


def told(shown):
    return repr(shown)


@pytest.mark.parametrize(
    ("circle", "read"),
    [
        (Circle.TEAM, ["TEAM", "ASSOCIATIONS", "COORDINATION", "LANDLORD"]),
        (Circle.ASSOCIATIONS, ["ASSOCIATIONS", "COORDINATION", "LANDLORD"]),
        (Circle.COORDINATION, ["COORDINATION", "LANDLORD"]),
        (Circle.LANDLORD, ["LANDLORD"]),
        (Circle.OUTSIDE, []),
    ],
)
def test_each_circle_reads_its_parts_and_the_wider_ones(circle, read):
    shown = shown_to(circle, CONTENT, NAMES)
    assert [part.audience.value for part in shown.parts] == read
    for audience, text in SECRETS.items():
        assert (text in told(shown)) == (audience.value in read)


@pytest.mark.parametrize("circle", [Circle.COORDINATION, Circle.LANDLORD, Circle.OUTSIDE])
def test_the_landlord_reads_neither_hour_nor_length_nor_people_nor_place_nor_other_subjects(circle):
    shown = shown_to(circle, CONTENT, NAMES)
    said = " ".join([shown.title, shown.heading, shown.place, shown.purpose, *shown.present, *shown.subjects])
    assert (shown.at, shown.minutes, shown.outcome) == (None, None, "")
    for word in NEVER_FOR_LANDLORD:
        assert word not in said


def test_the_landlord_reads_the_day_how_and_the_subjects_of_the_lease():
    shown = shown_to(Circle.LANDLORD, CONTENT, NAMES)
    assert (shown.title, shown.subjects) == ("Visite à domicile", ("Budget et dettes",))
    assert shown.heading == "Jeudi 19 novembre 2026, à domicile"


def test_outside_a_protected_list_one_reads_the_day_alone():
    shown = shown_to(Circle.OUTSIDE, CONTENT, NAMES)
    assert (shown.title, shown.on, shown.heading) == ("Rencontre", before(2), "Jeudi 19 novembre 2026")
    assert "domicile" not in told(shown)


@pytest.mark.parametrize("circle", [Circle.COORDINATION, Circle.LANDLORD, Circle.OUTSIDE])
@pytest.mark.parametrize(
    "changed",
    [
        {"outcome": Outcome.NOT_PRESENT},
        {"outcome": Outcome.CANCELLED, "cancelled_by": CancelledBy.HOUSEHOLD},
        {"outcome": Outcome.PLANNED},
        {"is_withdrawn": True},
    ],
)
def test_absences_cancellations_and_plans_are_the_holders(circle, changed):
    assert shown_to(circle, replace(CONTENT, **changed), NAMES) is None
    preview = as_read_by(Audience.LANDLORD, replace(CONTENT, **changed), NAMES)
    assert "rien de cette rencontre" in preview.hidden


def test_what_was_withdrawn_is_the_teams():
    withdrawn = replace(CONTENT, is_withdrawn=True)
    assert shown_to(Circle.TEAM, withdrawn, NAMES) is not None
    assert shown_to(Circle.ASSOCIATIONS, withdrawn, NAMES) is None


def test_the_place_and_the_purpose_are_the_teams():
    assert shown_to(Circle.TEAM, CONTENT, NAMES).place == "chez sa sœur, rue cachée"
    assert "cachée" not in told(shown_to(Circle.ASSOCIATIONS, CONTENT, NAMES))
    assert "réservé" not in told(shown_to(Circle.ASSOCIATIONS, CONTENT, NAMES))


@pytest.mark.parametrize(
    ("audience", "content", "hidden"),
    [
        (
            Audience.LANDLORD,
            replace(CONTENT, place="", purpose="", present=(), subjects=(Subject.HEALTH,), parts=CONTENT.parts[1:]),
            "Il ne verra ni les deux autres parties, ni l’heure, ni la durée, ni le sujet «\u00a0Accès aux soins\u00a0».",
        ),
        (
            Audience.LANDLORD,
            replace(CONTENT, parts=CONTENT.parts[:1], subjects=()),
            (
                "Il ne verra ni la partie de note, ni l’heure, ni la durée, ni les personnes présentes, ni le lieu "
                "précis, ni l’objet."
            ),
        ),
        (Audience.ASSOCIATIONS, replace(CONTENT, place="", purpose=""), "Elles ne verront pas l’autre partie."),
        (Audience.TEAM, CONTENT, ""),
    ],
)
def test_it_says_what_a_circle_will_not_see(audience, content, hidden):
    assert as_read_by(audience, content, NAMES).hidden == hidden


def test_content_goes_through_json_unchanged():
    assert MeetingContent.from_json(CONTENT.as_json()) == CONTENT


def test_changes_are_told_field_by_field():
    after_it = replace(CONTENT, minutes=60, parts=CONTENT.parts[:3], present=())
    changes = {change.label: (change.before, change.after) for change in changes_between(CONTENT, after_it, NAMES)}
    assert changes == {
        "Durée": ("45\u00a0min", "1\u00a0h"),
        "Avec qui": ("Mme Nadia Bensaïd", ""),
        "Note, partie 4 (bailleur)": (SECRETS[Audience.LANDLORD], ""),
    }


def test_two_who_correct_see_only_where_they_differ():
    theirs = replace(CONTENT, minutes=60, place="au café", subjects=(Subject.BUDGET,))
    mine = replace(CONTENT, minutes=90, purpose="autre", subjects=(Subject.BUDGET,))
    found = differences(mine=mine, theirs=theirs, before=CONTENT, names=NAMES)
    assert [(one.key, one.is_mine_proposed) for one in found] == [("minutes", True), ("place", False)]
    kept = merged(mine, theirs, ["place", "nonsense"])
    assert (kept.minutes, kept.place, kept.purpose) == (90, "au café", "autre")


# Through the database, role by role ---------------------------------------------------------------------------

ROLES = {
    "lead": Circle.TEAM,
    "manager": Circle.TEAM,
    "colleague": Circle.ASSOCIATIONS,
    "correspondent_orange": Circle.LANDLORD,
    "adviser": Circle.LANDLORD,
    "litigation": Circle.LANDLORD,
}
STRANGERS = [
    "other_worker",
    "other_manager",
    "correspondent_apt",
    "rental",
    "cal_secretary",
    "landlord_manager",
    "admin",
]


def write(enrolment, worker, association, **changed):
    """Store a meeting that says something to every circle."""
    values = {"enrolment": enrolment, "worker": worker, "association": association, "starts_at": at(before(2), 14, 15)}
    meeting = a.MeetingFactory.make(**(values | {"mode": Mode.HOME, "minutes": 45, "place": "rue cachée"} | changed))
    a.MeetingPresenceFactory.make(meeting=meeting, person=adult_of(enrolment))
    for subject in (Subject.BUDGET, Subject.HEALTH):
        a.MeetingSubjectFactory.make(meeting=meeting, subject=subject)
    for position, audience in enumerate(Audience, 1):
        a.MeetingPartFactory.make(meeting=meeting, position=position, audience=audience, text=SECRETS[audience])
    return meeting


@pytest.fixture
def written(world):
    """A meeting held, an absence, a cancellation, one withdrawn, one planned, one after closure."""
    said = [
        {},
        {"outcome": Outcome.NOT_PRESENT, "minutes": None},
        {"outcome": Outcome.CANCELLED, "cancelled_by": CancelledBy.HOUSEHOLD, "minutes": None},
        {"withdrawn_at": NOW},
        {"outcome": Outcome.PLANNED, "minutes": None, "starts_at": at(after(2))},
        {"is_after_closure": True},
    ]
    return [write(world.mine, world.lead, world.soligone, **changed) for changed in said]


def reading(world, name, enrolment=None):
    reader = reader_of(getattr(world, name))
    return meetings.meeting_list(reader, enrolment or world.mine)


@pytest.mark.parametrize(("name", "circle"), ROLES.items())
def test_every_role_reads_its_circle(world, written, name, circle):
    page = reading(world, name)
    assert page.circle == circle
    counts = {Circle.TEAM: 6, Circle.ASSOCIATIONS: 5, Circle.LANDLORD: 1}
    assert len(page.meetings) == counts[circle]
    said = repr([view.shown for view in page.meetings])
    for audience, text in SECRETS.items():
        assert (text in said) == (audience in circle.audiences)
    if circle == Circle.LANDLORD:
        for word in ("rue cachée", "Bensaïd", "soins", "absente", "annulée", "prévue", "45"):
            assert word not in said


@pytest.mark.parametrize("name", STRANGERS)
def test_strangers_read_nothing_at_all(world, written, name):
    reader = reader_of(getattr(world, name))
    assert meetings.meeting_list(reader, world.mine).meetings == []
    assert meetings.happened(reader, world.mine) == []
    assert meetings.next_meetings(reader, [world.mine.pk]) == {}


def test_the_adviser_reads_coordination_with_every_adults_accord(world, written):
    h.SharingAgreementFactory.make(
        enrolment=world.mine, person=adult_of(world.mine), scope=SharingScope.COORDINATION, started_on=before(5)
    )
    page = reading(world, "adviser")
    assert page.circle == Circle.COORDINATION
    assert [part.audience for part in page.meetings[0].shown.parts] == [Audience.COORDINATION, Audience.LANDLORD]
    assert reading(world, "correspondent_orange").circle == Circle.LANDLORD


def test_a_protected_file_tells_days_outside_its_list(world):
    write(world.protected, world.colleague, world.soligone)
    write(world.protected, world.colleague, world.soligone, outcome=Outcome.NOT_PRESENT, minutes=None)
    for name in ("lead", "correspondent_apt"):
        page = reading(world, name, world.protected)
        assert page.circle == Circle.OUTSIDE
        assert [view.shown.title for view in page.meetings] == ["Rencontre"]
        for word in ("rue cachée", "Secrétan", "domicile", *SECRETS.values()):
            assert word not in repr(page.meetings)
    assert reading(world, "colleague", world.protected).circle == Circle.TEAM


def test_a_later_holder_reads_nothing_that_another_wrote_before(world, written):
    h.EnrolmentHolderFactory.make(
        enrolment=world.mine, association=world.cap_habitat, role=HolderRole.ASSOCIATE, started_on=before(1)
    )
    assert reading(world, "other_worker").meetings == [
        view for view in reading(world, "other_worker").meetings if view.is_planned
    ]
    write(world.mine, world.lead, world.soligone, starts_at=at(TODAY, 8))
    page = reading(world, "other_worker")
    assert page.circle == Circle.ASSOCIATIONS
    assert [view.shown.on for view in page.meetings] == [after(2), TODAY]
    assert SECRETS[Audience.ASSOCIATIONS] in repr(page.meetings)
    assert SECRETS[Audience.TEAM] not in repr(page.meetings)


def test_a_later_holders_worker_is_of_the_team_from_then_on_only(world, written):
    h.EnrolmentHolderFactory.make(
        enrolment=world.mine, association=world.cap_habitat, role=HolderRole.ASSOCIATE, started_on=before(1)
    )
    h.EnrolmentWorkerFactory.make(
        enrolment=world.mine,
        user=world.other_worker,
        association=world.cap_habitat,
        role=WorkerRole.CO_WORKER,
        started_on=before(1),
    )
    page = reading(world, "other_worker")
    assert page.circle == Circle.TEAM
    assert all(view.shown.on >= before(1) for view in page.meetings)


def test_the_timeline_says_the_same(world, written):
    lines = meetings.happened(reader_of(world.lead), world.mine)
    assert {line.title for line in lines} == {
        "Visite à domicile, 45\u00a0min",
        "Visite à domicile, personne absente",
        "Visite à domicile, annulée par le ménage",
    }
    assert sum(line.is_struck for line in lines) == 1
    assert [line.detail for line in lines].count("Contact après clôture") == 1
    landlords = meetings.happened(reader_of(world.correspondent_orange), world.mine)
    assert [(line.title, line.icon) for line in landlords] == [("Visite à domicile", "home")]
    assert landlords[0].at.hour == 12  # not the hour it was held at


@pytest.mark.parametrize("count", [1, 3, 30])
def test_lists_cost_the_same_at_1_3_and_30_rows(world, count, django_assert_max_num_queries):
    for number in range(count):
        write(world.mine, world.lead, world.soligone, starts_at=at(before(number + 1)))
    reader = reader_of(world.lead)
    with django_assert_max_num_queries(9):
        assert meetings.meeting_list(reader, world.mine).page.paginator.count == count
    with django_assert_max_num_queries(8):
        assert len(meetings.happened(reader, world.mine)) == count


@pytest.mark.parametrize("count", [1, 3, 30])
def test_her_plans_cost_the_same_at_1_3_and_30_rows(world, count, django_assert_max_num_queries):
    for number in range(count):
        write(world.mine, world.lead, world.soligone, outcome=Outcome.PLANNED, starts_at=at(after(number)), place="")
    reader = reader_of(world.lead)
    with django_assert_max_num_queries(10):
        assert len(meetings.planned(reader)) == count
    with django_assert_max_num_queries(1):
        assert meetings.next_meetings(reader, [world.mine.pk]) == {world.mine.pk: at(TODAY)}
    with django_assert_max_num_queries(1):
        assert meetings.last_held([world.mine.pk]) == {}


def test_her_plans_tell_where_and_lead_to_the_form(world):
    meeting = write(world.mine, world.lead, world.soligone, outcome=Outcome.PLANNED, starts_at=at(after(1)), place="")
    today = write(world.mine, world.lead, world.soligone, outcome=Outcome.PLANNED, starts_at=at(TODAY, 17))
    lines = meetings.planned(reader_of(world.lead))
    assert [line.place for line in lines] == ["À domicile, rue cachée", "À domicile, 12 rue des Teinturiers, Avignon"]
    assert lines[0].url.endswith(f"?prevue={today.pk}")
    assert lines[1].url.endswith(f"/rencontres/{meeting.pk}/")


def test_a_protected_place_is_not_told_to_who_works_outside_the_list(world):
    h.EnrolmentWorkerFactory.make(
        enrolment=world.protected, user=world.lead, association=world.soligone, role=WorkerRole.CO_WORKER
    )
    write(world.protected, world.lead, world.soligone, outcome=Outcome.PLANNED, starts_at=at(after(1)))
    (line,) = meetings.planned(reader_of(world.lead))
    assert (line.place, line.icon, line.purpose) == ("Lieu protégé", "shield", "")
    assert line.title == "Dossier protégé n°\u00a02026-0151"


def test_the_one_who_stands_in_meets_in_her_place(world):
    write(world.mine, world.lead, world.soligone, outcome=Outcome.PLANNED, starts_at=at(after(1)))
    assert meetings.planned(reader_of(world.colleague)) == []
    h.EnrolmentWorkerFactory.make(
        enrolment=world.mine,
        user=world.colleague,
        association=world.soligone,
        role=WorkerRole.REPLACEMENT,
        started_on=before(1),
        ended_on=after(10),
    )
    assert len(meetings.planned(reader_of(world.colleague))) == 1


def test_a_new_lead_meets_what_the_former_one_had_planned(world):
    write(world.mine, world.lead, world.soligone, outcome=Outcome.PLANNED, starts_at=at(after(1)))
    EnrolmentWorker.objects.filter(enrolment=world.mine).update(ended_on=before(1))
    h.EnrolmentWorkerFactory.make(
        enrolment=world.mine, user=world.colleague, association=world.soligone, started_on=TODAY
    )
    assert meetings.planned(reader_of(world.lead)) == []
    assert len(meetings.planned(reader_of(world.colleague))) == 1


def test_what_waits_to_be_logged(world):
    late = write(world.mine, world.lead, world.soligone, outcome=Outcome.PLANNED, starts_at=at(before(1)))
    write(world.mine, world.lead, world.soligone, outcome=Outcome.PLANNED, starts_at=at(TODAY, 17))
    write(world.mine, world.lead, world.soligone, outcome=Outcome.PLANNED, starts_at=at(before(1)), withdrawn_at=NOW)
    (line,) = meetings.to_log(reader_of(world.lead), NOW)
    assert line.url.endswith(f"?prevue={late.pk}")
    assert meetings.to_log(reader_of(world.colleague), NOW) == []


def test_who_reads_is_said_before_one_writes(world):
    said = circles_of(world.mine, TODAY)
    assert said[Audience.TEAM] == "Ce que lira l’équipe du dossier\u00a0: Claire Fabre et leur responsable."
    assert "Soligone" in said[Audience.ASSOCIATIONS]
    assert "Sans accord de partage" in said[Audience.COORDINATION]
    assert "Marc Delorme (unité Orange)" in said[Audience.LANDLORD]
    assert "personne n’en lit rien" in circles_of(world.colleagues, TODAY)[Audience.LANDLORD]
    assert "adresse est protégée" in circles_of(world.protected, TODAY)[Audience.LANDLORD]


def test_the_form_offers_the_people_of_the_moment(world):
    gone = h.PersonFactory.make()
    h.HouseholdMemberFactory.make(
        household=world.mine.household, person=gone, kind=MemberKind.OTHER_ADULT, ended_on=before(1)
    )
    facts = meeting_facts(reader_of(world.lead), world.mine)
    assert [person.is_adult for person in facts.people] == [True, False]
    meeting = write(world.mine, world.lead, world.soligone)
    a.MeetingPresenceFactory.make(meeting=meeting, person=gone)
    meeting = Meeting.objects.prefetch_related("presences__person").get(pk=meeting.pk)
    assert gone.pk in {person.id for person in meeting_facts(reader_of(world.lead), world.mine, meeting).people}


def test_she_chooses_among_her_households_only(world):
    names = [choice.card.enrolment_id for choice in meetings.choices(reader_of(world.lead))]
    assert names == [world.mine.pk]
    assert {choice.card.enrolment_id for choice in meetings.choices(reader_of(world.manager))} == {
        world.mine.pk,
        world.colleagues.pk,
        world.protected.pk,
    }


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({}, 3),
        ({"issue": "HELD"}, 2),
        ({"comment": "OFFICE"}, 1),
        ({"mois": "2026-10"}, 1),
        ({"issue": "x" * 500, "comment": "'", "mois": "2026-13"}, 3),
        ({"mois": "0000-00"}, 3),
        ({"mois": "99999999-01"}, 3),
    ],
)
def test_filters_narrow_and_nonsense_does_not(world, query, count):
    write(world.mine, world.lead, world.soligone)
    write(world.mine, world.lead, world.soligone, mode=Mode.OFFICE, starts_at=at(before(40)))
    write(world.mine, world.lead, world.soligone, outcome=Outcome.NOT_PRESENT, minutes=None)
    found = meetings.meeting_list(reader_of(world.lead), world.mine, meetings.MeetingFilters.of(query), "bad")
    assert found.page.paginator.count == count


def test_circles_of_standings(world):
    for name, circle in ROLES.items():
        reader = reader_of(getattr(world, name))
        assert circle_of(standing(reader, Enrolment.objects.get(pk=world.mine.pk))) == circle
