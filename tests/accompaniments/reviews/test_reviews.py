"""Stage reviews and the household's own sheet: one visit typed once, each circle its own, nothing that leaks."""

import datetime as dt
import re
import uuid

import pytest
from django.core.management import call_command
from django.urls import reverse

from accompaniments import selectors as accompaniments
from accompaniments.enums import ClaimKind, ClaimStep, Mode, Outcome, ReviewState, State, Subject
from accompaniments.models import Accompaniment, StageReview
from accompaniments.readings.reviews import ReviewFacts
from accompaniments.rules.objectives import ObjectiveWords
from accompaniments.rules.reviews import why_next_is_refused, why_validation_is_refused
from accompaniments.selectors.meeting_forms import PersonChoice
from accompaniments.selectors.review_awaited import reviews_awaited
from accompaniments.selectors.reviews import facts_of, section
from accompaniments.selectors.summary import household_summary, summary_choices
from accompaniments.services import reviews as services
from accompaniments.services.objectives import set_objective
from foundation.refusals import Refused
from foundation.timeline import Audience
from households.enums import MemberKind, NamingService, SharingScope
from households.models import EnrolmentNaming
from households.permissions import standing
from journeys.selectors.reviews import whole_facts
from leases.models import AccountBalance
from partners.enums import CadenceKind
from partners.models import Cadence
from records.models import Event, StoredFile
from records.services.files import open_file
from tests.accompaniments.meeting_pages import new
from tests.accompaniments.pages import HOSTILE
from tests.days import TODAY, after, at, before
from tests.factories import accompaniments as a
from tests.factories import households as h
from tests.pdfs import one_page
from tests.world import adult_of, reader_of

pytestmark = pytest.mark.django_db
TEAM_TEXT = "Elle pense à quitter son mari"
SHARED = "Le loyer courant est repris"
OF_TEAM = "Préparer le départ du domicile"
OF_LEASE = "Solder la dette de loyer"
OF_LANDLORD = "Nous constatons la reprise des paiements"


@pytest.fixture
def course(world):
    call_command("load_reference", verbosity=0)
    return Accompaniment.objects.get(enrolment=world.mine)


@pytest.fixture
def lived(world, course, client_of):
    """A period with everything that could leak, its visit typed once through the form."""
    told = {"by": world.lead.pk, "accompaniment": course, "set_on": before(20), "today": TODAY}
    set_objective(words=ObjectiveWords(Subject.FAMILY, OF_TEAM), **told)
    lease = set_objective(words=ObjectiveWords(Subject.TENANCY, OF_LEASE, audience=Audience.LANDLORD), **told)
    said = {
        "mode": "HOME",
        "outcome": "HELD",
        "day": before(1).isoformat(),
        "time": "09:00",
        "length": "45",
        "present": [str(adult_of(world.mine).pk)],
        "subjects": ["BUDGET", "HEALTH"],
        "part_0_text": TEAM_TEXT,
        "part_0_audience": "TEAM",
        f"progress_{lease.pk.hex}": "FORWARD",
        "sending_key": str(uuid.uuid4()),
    }
    assert client_of(world.lead).post(new(world.mine), said).status_code == 302
    shared = {"enrolment": world.mine, "association": world.soligone, "worker": world.lead}
    a.MeetingFactory.make(**shared, outcome=Outcome.NOT_PRESENT, starts_at=at(before(3)), minutes=None)
    a.ClaimFactory.make(
        enrolment=world.mine,
        association=world.soligone,
        kind=ClaimKind.OVER_INDEBTEDNESS,
        step=ClaimStep.FILED,
        step_on=before(2),
    )
    AccountBalance.objects.create(
        enrolment=world.mine, landlord=world.landlord, stated_on=before(5), amount=412, recorded_by=world.litigation.pk
    )
    return lease


@pytest.fixture
def review(world, course, lived):
    row = services.open_review(
        by=world.lead.pk, accompaniment=course, period_from=before(30), period_to=TODAY, held_on=TODAY, today=TODAY
    )
    return services.write_review(
        by=world.lead.pk,
        review=row,
        version=1,
        held_on=TODAY,
        worker_text=SHARED,
        team_text=TEAM_TEXT,
        household_text="Je respire",
        next_on=after(90),
        today=TODAY,
    )


@pytest.fixture
def asked(world, review):
    return services.ask_landlord(
        by=world.lead.pk, review=review, version=review.version, service=NamingService.SOCIAL, today=TODAY
    )


@pytest.fixture
def validated(world, asked):
    row = services.write_landlord_part(by=world.adviser.pk, review=asked, version=asked.version, text=OF_LANDLORD)
    facts = whole_facts(row).as_json()
    return services.validate_review(
        by=world.lead.pk, review=row, version=row.version, next_on=after(90), facts=facts, today=TODAY
    )


def address(row, name="review"):
    return reverse(f"journeys:{name}", args=[row.accompaniment.enrolment_id, row.pk])


# Facts ----------------------------------------------------------------------------------------------------------


def test_a_visit_typed_once_is_in_the_facts_for_each_circle(course, lived):
    facts = facts_of(course, before(30), TODAY)
    assert facts.meetings == ((Mode.HOME, 1),)
    assert facts.missed == 1
    assert facts.subjects == ((Subject.BUDGET, 1), (Subject.HEALTH, 1))
    assert {one.title: one.said for one in facts.objectives} == {OF_TEAM: "en cours", OF_LEASE: "en cours, avance"}
    leaving = facts.for_landlord()
    assert (leaving.missed, leaving.cancelled) == (None, None)
    assert leaving.subjects == ((Subject.BUDGET, 1),)
    assert [one.title for one in leaving.objectives] == [OF_LEASE]
    assert leaving.claims == ()
    assert leaving.procedure == ()


def test_facts_read_back_as_they_were_written(review):
    facts = whole_facts(review)
    assert ReviewFacts.from_json(facts.as_json()) == facts
    assert facts.account[0].amount == 412


def test_facts_stay_as_they_stood_when_validated(world, validated):
    shared = {"enrolment": world.mine, "association": world.soligone, "worker": world.lead}
    a.MeetingFactory.make(**shared, starts_at=at(before(4)), minutes=30)
    assert whole_facts(StageReview.objects.get(pk=validated.pk)).held == 1


# Who reads ------------------------------------------------------------------------------------------------------


def test_a_draft_is_its_teams_alone(world, review, client_of):
    page = client_of(world.lead).get(address(review)).content.decode()
    assert SHARED in page
    assert TEAM_TEXT in page
    assert "1\u00a0absence" in page
    colleague = client_of(world.colleague).get(address(review))
    assert SHARED not in colleague.content.decode()
    for user in (world.adviser, world.correspondent_orange, world.litigation, world.other_worker, world.admin):
        for name in ("review", "review_write", "review_report", "review_landlord", "review_validate"):
            assert client_of(user).get(address(review, name)).status_code == 404


def test_the_service_that_is_asked_writes_its_part_and_the_others_wait(world, asked, client_of):
    client = client_of(world.adviser)
    page = client.get(address(asked, "review_landlord")).content.decode()
    assert SHARED in page
    assert OF_LEASE in page
    for secret in (TEAM_TEXT, OF_TEAM, "absence", "Surendettement", "Accès aux soins"):
        assert secret not in page
    assert client_of(world.correspondent_orange).get(address(asked)).status_code == 404
    assert client.post(address(asked, "review_write"), {}).status_code == 403
    said = {"landlord_text": OF_LANDLORD, "version": str(asked.version)}
    assert client.post(address(asked, "review_landlord"), said).status_code == 302
    assert client.post(address(asked, "review_landlord"), said).status_code == 409
    row = StageReview.objects.get(pk=asked.pk)
    assert (row.landlord_text, row.landlord_by) == (OF_LANDLORD, world.adviser.pk)


@pytest.mark.parametrize("with_accord", [False, True])
def test_validated_it_opens_to_whom_the_household_is_named_and_leaks_nothing(world, validated, client_of, with_accord):
    if with_accord:
        h.SharingAgreementFactory.make(
            enrolment=world.mine, person=adult_of(world.mine), scope=SharingScope.COORDINATION
        )
    pages = (
        address(validated),
        reverse("journeys:file_support", args=[world.mine.pk]),
        reverse("journeys:file", args=[world.mine.pk]),
    )
    for user in (world.adviser, world.correspondent_orange, world.litigation):
        for page in pages:
            text = client_of(user).get(page).content.decode()
            for secret in (TEAM_TEXT, OF_TEAM, "absence", "Surendettement", "Accès aux soins"):
                assert secret not in text
        assert OF_LANDLORD in client_of(user).get(pages[0]).content.decode()
    for user in (world.other_worker, world.correspondent_apt, world.cal_secretary, world.other_landlord_correspondent):
        assert client_of(user).get(pages[0]).status_code == 404


def test_the_document_is_the_landlords_version_for_everyone(world, validated, client_of, pdf_text):
    for user in (world.lead, world.manager, world.adviser, world.correspondent_orange):
        answer = client_of(user).get(address(validated, "review_report"))
        assert answer.status_code == 200
        assert "Bensa" not in answer["Content-Disposition"]
        text = pdf_text(answer.content)
        assert SHARED in text
        assert OF_LANDLORD in text
        assert "412" in text
        for secret in ("quitter son mari", OF_TEAM, "absence", "Surendettement", "soins"):
            assert secret not in text


def test_the_document_validated_is_kept_and_handed_out_as_it_was(world, asked, client_of, pdf_text):
    """What changes afterwards changes nothing of it; the landlord gets the very same file."""
    client = client_of(world.lead)
    said = {"version": str(asked.version), "next_on": after(90).isoformat()}
    services.write_landlord_part(by=world.adviser.pk, review=asked, version=asked.version, text=OF_LANDLORD)
    said["version"] = str(asked.version + 1)
    assert client.post(address(asked, "review_validate"), said).status_code == 302
    row = StageReview.objects.get(pk=asked.pk)
    kept = b"".join(open_file(stored=row.report))
    text = pdf_text(kept)
    assert SHARED in text
    assert OF_LANDLORD in text
    assert "pas encore validé" not in text
    for private in (TEAM_TEXT, OF_TEAM):
        assert private not in text
    StageReview.objects.filter(pk=row.pk).update(worker_text="Un autre texte")
    for user in (world.lead, world.adviser, world.correspondent_orange):
        answer = client_of(user).get(address(asked, "review_report"))
        assert b"".join(answer.streaming_content) == kept
    again = services.keep_report(by=world.lead.pk, review=row, content=one_page(), file_name="autre.pdf")
    assert again.report_id == row.report_id
    assert StoredFile.objects.filter(kind=services.REPORT_KIND).count() == 1
    assert Event.objects.filter(verb="review.reported", subject_id=world.mine.pk).count() == 1


def test_nothing_is_kept_of_a_review_that_is_not_validated(world, asked):
    with pytest.raises(Refused, match="validé"):
        services.keep_report(by=world.lead.pk, review=asked, content=one_page(), file_name="bilan.pdf")
    assert not StoredFile.objects.filter(kind=services.REPORT_KIND).exists()


def test_events_tell_no_words(validated):
    said = " ".join(str(event.details) for event in Event.objects.all())
    for secret in (SHARED, TEAM_TEXT, OF_LANDLORD, OF_TEAM):
        assert secret not in said


# The course of a review -----------------------------------------------------------------------------------------


def test_one_at_a_time_and_periods_follow_one_another(world, course, validated):
    told = {"by": world.lead.pk, "accompaniment": course, "period_to": TODAY, "held_on": TODAY, "today": TODAY}
    with pytest.raises(services.ReviewRefused) as refused:
        services.open_review(period_from=before(10), **told)
    assert "period_from" in refused.value.reasons
    tomorrow = {**told, "period_to": after(1), "held_on": after(1), "today": after(1)}
    services.open_review(period_from=after(1), **tomorrow)
    with pytest.raises(Refused, match="déjà"):
        services.open_review(period_from=after(1), **tomorrow)


def test_the_landlords_part_is_asked_before_and_his_silence_does_not_stop(world, review):
    told = {"by": world.lead.pk, "review": review, "next_on": None, "facts": "{}", "today": TODAY}
    with pytest.raises(Refused, match="Demandez d’abord"):
        services.validate_review(version=review.version, **told)
    row = services.ask_landlord(
        by=world.lead.pk, review=review, version=review.version, service=NamingService.CORRESPONDENT, today=TODAY
    )
    with pytest.raises(Refused, match="reprenez"):
        services.write_review(
            by=world.lead.pk,
            review=row,
            version=row.version,
            held_on=TODAY,
            worker_text="x",
            team_text="",
            household_text="",
            next_on=None,
            today=TODAY,
        )
    row = services.validate_review(version=row.version, **told)
    assert row.state == ReviewState.VALIDATED


def test_a_service_to_which_the_household_is_not_named_is_not_asked(world, review):
    EnrolmentNaming.objects.filter(enrolment=world.mine, service=NamingService.SOCIAL).update(ended_on=before(1))
    with pytest.raises(Refused) as refused:
        services.ask_landlord(
            by=world.lead.pk, review=review, version=review.version, service=NamingService.SOCIAL, today=TODAY
        )
    assert refused.value.field == "service"


def test_two_hands_do_not_overwrite(world, review, client_of):
    said = {"held_on": TODAY.isoformat(), "worker_text": "Mon texte", "version": "1"}
    answer = client_of(world.lead).post(address(review, "review_write"), said)
    assert answer.status_code == 409
    assert "Mon texte" in answer.content.decode()
    assert StageReview.objects.get().worker_text == SHARED


@pytest.mark.parametrize(("day", "is_refused"), [(TODAY, True), (after(1), False), (dt.date(2040, 1, 1), True)])
def test_the_next_one_comes_after(day, is_refused):
    assert bool(why_next_is_refused(day, held_on=TODAY)) is is_refused


def test_what_is_validated_does_not_change():
    assert why_validation_is_refused(ReviewState.VALIDATED, has_text=True, may_ask=True)
    assert why_validation_is_refused(ReviewState.DRAFT, has_text=False, may_ask=False)
    assert why_validation_is_refused(ReviewState.DRAFT, has_text=True, may_ask=False) is None


def test_the_colleague_does_not_validate_and_the_manager_may(world, asked, client_of):
    assert client_of(world.colleague).get(address(asked, "review_validate")).status_code == 403
    said = {"version": str(asked.version), "next_on": after(60).isoformat()}
    assert client_of(world.manager).post(address(asked, "review_validate"), said).status_code == 302
    row = StageReview.objects.get()
    assert (row.state, row.next_on) == (ReviewState.VALIDATED, after(60))
    assert ReviewFacts.from_json(row.facts).missed == 1


# What is awaited ------------------------------------------------------------------------------------------------


def titles_due(user, enrolment):
    return {line.title: line for line in accompaniments.due(reader_of(user), [enrolment.pk]) if "bilan" in line.title}


def test_the_next_review_is_due_from_the_cadence_then_from_the_last_one(world, course):
    Cadence.objects.update_or_create(
        version=world.mine.version,
        kind=CadenceKind.REVIEW,
        defaults={"every": 3, "unit": "MONTHS", "source": "convention"},
    )
    assert "Faire le bilan d’étape" in titles_due(world.lead, world.mine)
    course.reviews.create(
        state=ReviewState.VALIDATED,
        period_from=before(60),
        period_to=before(2),
        held_on=before(2),
        next_on=after(5),
        validated_on=before(2),
        opened_by=world.lead.pk,
    )
    assert titles_due(world.lead, world.mine)["Faire le bilan d’étape"].due_on == after(5)
    assert titles_due(world.correspondent_orange, world.mine) == {}


def test_the_landlords_part_is_awaited_then_the_validation(world, asked):
    line = titles_due(world.lead, world.mine)["Relancer le bailleur pour sa part du bilan"]
    assert line.due_on == after(15)
    services.write_landlord_part(by=world.adviser.pk, review=asked, version=asked.version, text=OF_LANDLORD)
    assert "Valider le bilan d’étape" in titles_due(world.lead, world.mine)


def test_no_review_is_opened_outside_the_support(world, course, client_of):
    Accompaniment.objects.filter(pk=course.pk).update(state=State.READY)
    days = {name: TODAY.isoformat() for name in ("period_from", "period_to", "held_on")}
    answer = client_of(world.lead).post(reverse("journeys:review_new", args=[world.mine.pk]), days)
    assert "pendant l’accompagnement" in answer.content.decode()
    assert not StageReview.objects.exists()


# The household's own sheet --------------------------------------------------------------------------------------


def sheet_of(world, person, adults, **days):
    reader = reader_of(world.lead)
    said = {"period_from": before(30), "period_to": TODAY, **days}
    return household_summary(reader, world.mine, person=person, adults=adults, **said)


def test_the_same_visit_is_on_her_sheet_without_a_word_of_the_notes(world, lived, client_of, pdf_text):
    page = summary_choices(reader_of(world.lead), world.mine)
    sheet = sheet_of(world, page.adults[0], page.adults)
    assert [(one.on, one.subjects) for one in sheet.meetings] == [(before(1), ("Budget et dettes", "Accès aux soins"))]
    said = {
        "person": str(page.adults[0].id),
        "period_from": before(30).isoformat(),
        "period_to": TODAY.isoformat(),
    }
    answer = client_of(world.lead).post(reverse("accompaniments:summary", args=[world.mine.pk]), said)
    text = pdf_text(answer.content)
    assert OF_LEASE in text
    assert "Claire Fabre" in text
    assert "quitter son mari" not in text
    assert "absence" not in text


def test_with_two_adults_each_sheet_leaves_out_what_is_the_others(world, lived):
    she = adult_of(world.mine)
    other = h.PersonFactory.make(first_name="Karim", last_name="Bensaïd")
    h.HouseholdMemberFactory.make(
        household=world.mine.household, person=other, kind=MemberKind.ADULT, started_on=before(60)
    )
    a.MeetingFactory.make(
        enrolment=world.mine,
        association=world.soligone,
        worker=world.lead,
        outcome=Outcome.PLANNED,
        starts_at=at(after(2)),
        minutes=None,
    )
    page = summary_choices(reader_of(world.lead), world.mine)
    assert len(page.adults) == 2
    his = sheet_of(world, PersonChoice(other.pk, "M. Karim Bensaïd", is_adult=True), page.adults)
    assert his.meetings == ()
    assert his.next_meeting == ""
    assert {one.title for one in (*his.together, *his.hers, *his.ours)} == {OF_LEASE}
    hers = sheet_of(world, PersonChoice(she.pk, "Mme Nadia Bensaïd", is_adult=True), page.adults)
    assert len(hers.meetings) == 1


# Pages ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_words_never_make_an_error(world, asked, client_of, hostile):
    fields = ("period_from", "period_to", "held_on", "worker_text", "next_on", "version", "service", "landlord_text")
    said = dict.fromkeys((*fields, "person", "draft_tab"), hostile)
    client = client_of(world.lead)
    for name in ("review_write", "review_ask", "review_take_back", "review_validate"):
        assert client.post(address(asked, name), said).status_code in {200, 302, 409}
    assert client.post(reverse("journeys:review_new", args=[world.mine.pk]), said).status_code == 200
    assert client.post(reverse("accompaniments:summary", args=[world.mine.pk]), said).status_code == 200
    assert client_of(world.adviser).post(address(asked, "review_landlord"), said).status_code in {200, 302, 409}


def test_a_foreign_review_is_not_found_through_ones_own_file(world, asked, client_of):
    for name in ("review", "review_write", "review_validate"):
        foreign = reverse(f"journeys:{name}", args=[world.colleagues.pk, asked.pk])
        assert client_of(world.colleague).get(foreign).status_code == 404


def test_no_name_is_in_a_title(world, validated, client_of):
    for name in ("review", "review_write", "review_ask", "review_validate"):
        page = client_of(world.lead).get(address(validated, name)).content.decode()
        assert "Bensaïd" not in re.search(r"<title>(.*?)</title>", page, re.DOTALL)[1]


def test_queries_do_not_grow(world, course, lived, django_assert_max_num_queries):
    reader = reader_of(world.lead)
    hers = standing(reader, world.mine)
    for count in (1, 3, 30):
        for rank in range(count):
            a.MeetingFactory.make(
                enrolment=world.mine, association=world.soligone, worker=world.lead, starts_at=at(before(rank + 2))
            )
        with django_assert_max_num_queries(11):
            facts_of(course, before(40), TODAY)
        with django_assert_max_num_queries(3):
            section(reader, world.mine, hers)


# The landlord's home --------------------------------------------------------------------------------------------


def test_the_service_asked_finds_the_review_on_its_home_and_nobody_else_does(world, asked, client_of):
    home = reverse("home")
    page = client_of(world.adviser).get(home).content.decode()
    assert address(asked) in page
    assert TEAM_TEXT not in page
    assert SHARED not in page
    for user in (world.correspondent_orange, world.litigation, world.cal_secretary, world.landlord_manager):
        assert address(asked) not in client_of(user).get(home).content.decode()
        assert reviews_awaited(reader_of(user)) == ()


def test_once_written_it_waits_for_its_service_no_more(world, validated):
    assert reviews_awaited(reader_of(world.adviser)) == ()


def test_a_review_opened_by_mistake_is_abandoned_and_another_may_be_opened(world, course, review, client_of):
    client = client_of(world.lead)
    abandon = reverse("journeys:review_abandon", args=[world.mine.pk, review.pk])
    assert "Terminer le bilan d’étape" in client.get(reverse("journeys:todo")).text
    assert "a changé" in client.post(abandon, {"version": review.version - 1}, follow=True).text
    page = client.post(abandon, {"version": review.version}, follow=True).text
    assert "Abandonné." in page
    assert SHARED in page
    assert abandon not in page
    assert "Terminer le bilan d’étape" not in client.get(reverse("journeys:todo")).text
    assert Event.objects.filter(verb="review.abandoned").count() == 1
    review.refresh_from_db()
    for again in (services.abandon_review, services.take_back_review):
        with pytest.raises(Refused):
            again(by=world.lead.pk, review=review, version=review.version)
    restore = reverse("journeys:review_restore", args=[world.mine.pk, review.pk])
    assert restore in page
    assert "Brouillon rétabli." in client.post(restore, {"version": review.version}, follow=True).text
    review.refresh_from_db()
    assert (review.state, review.worker_text) == (ReviewState.DRAFT, SHARED)
    services.abandon_review(by=world.lead.pk, review=review, version=review.version)
    days = {"period_from": before(30), "period_to": before(1), "held_on": TODAY, "today": TODAY}
    assert services.open_review(by=world.lead.pk, accompaniment=course, **days).state == ReviewState.DRAFT
    review.refresh_from_db()
    assert "en cours d’écriture" in client.post(restore, {"version": review.version}, follow=True).text


def test_a_review_that_the_landlord_was_asked_about_is_not_abandoned(world, asked):
    row = services.take_back_review(by=world.lead.pk, review=asked, version=asked.version)
    with pytest.raises(Refused, match="ne s’abandonne plus"):
        services.abandon_review(by=world.lead.pk, review=row, version=row.version)
