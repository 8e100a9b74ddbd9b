"""Criteria hold the course back, until they are met or set aside by a manager; only the team reads them."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse

from accompaniments.enums import State
from accompaniments.models import Accompaniment, EligibilityCheck
from accompaniments.selectors import course, due
from accompaniments.services.criteria import check_criteria, derogate
from accompaniments.services.states import change_state
from foundation.refusals import Refused
from partners.models import EligibilityRule
from records.models import Event
from tests.days import TODAY, after, before
from tests.world import enrol, reader_of

pytestmark = pytest.mark.django_db
LABEL = "Loyer impayé depuis le printemps"
REASON = "Personne âgée isolée, sans dette, que la veille du bailleur signale."


@pytest.fixture
def rules(world):
    made = [
        EligibilityRule.objects.create(
            version=world.sauvegarde, position=1, code="arrears", label=LABEL, is_blocking=True, source="Fiche 2"
        ),
        EligibilityRule.objects.create(version=world.sauvegarde, position=2, code="termination", label="Bail résilié"),
    ]
    EligibilityRule.objects.create(
        version=world.securisation, position=1, code="path", label="Parcours précaire", is_blocking=True
    )
    return {rule.code: rule for rule in made}


@pytest.fixture
def file(world, rules):
    return enrol(
        world.sauvegarde, world.soligone, world.lead, last_name="Roche", state=State.REVIEWING, since=before(20)
    )


def move(world, file, to_state):
    return change_state(
        by=world.lead.pk,
        accompaniment=Accompaniment.objects.get(enrolment=file),
        to_state=to_state,
        effective_on=TODAY,
        today=TODAY,
    )


def check(world, file, **answers):
    rules = {rule.code: rule.pk for rule in EligibilityRule.objects.filter(version=file.version)}
    return check_criteria(
        by=world.lead.pk,
        enrolment=file,
        answers={rules[code]: is_met for code, is_met in answers.items()},
        checked_on=TODAY,
        today=TODAY,
    )


def test_an_unchecked_blocking_criterion_holds_the_course_back(world, file):
    with pytest.raises(Refused, match="à vérifier"):
        move(world, file, State.DIAGNOSED)
    assert Accompaniment.objects.get(enrolment=file).state == State.REVIEWING


def test_met_it_lets_the_course_go_and_a_warning_does_not_hold_it(world, file):
    check(world, file, arrears=True, termination=False)
    move(world, file, State.DIAGNOSED)
    assert Accompaniment.objects.get(enrolment=file).state == State.DIAGNOSED


def test_not_met_it_waits_for_a_manager_who_says_why(world, file, rules):
    check(world, file, arrears=False)
    with pytest.raises(Refused, match="n’est pas rempli"):
        move(world, file, State.DIAGNOSED)
    for ids, reason in (([rules["arrears"].pk], " "), ([], REASON), ([rules["termination"].pk], REASON)):
        with pytest.raises(Refused):
            derogate(by=world.manager.pk, enrolment=file, rule_ids=ids, reason=reason, today=TODAY)
    derogate(by=world.manager.pk, enrolment=file, rule_ids=[rules["arrears"].pk], reason=REASON, today=TODAY)
    row = EligibilityCheck.objects.get(rule=rules["arrears"])
    assert (row.derogated_by, row.derogated_on, row.derogation) == (world.manager.pk, TODAY, REASON)
    move(world, file, State.DIAGNOSED)
    verbs = list(Event.objects.filter(verb__startswith="criteria.").values_list("verb", flat=True))
    assert sorted(verbs) == ["criteria.checked", "criteria.derogated"]
    assert REASON not in str(list(Event.objects.values_list("details", flat=True)))


def test_a_changed_answer_drops_its_derogation_and_the_same_answer_keeps_its_author(world, file, rules):
    check(world, file, arrears=False)
    derogate(by=world.manager.pk, enrolment=file, rule_ids=[rules["arrears"].pk], reason=REASON, today=TODAY)
    assert check(world, file, arrears=False) == []
    assert EligibilityCheck.objects.get(rule=rules["arrears"]).derogated_by == world.manager.pk
    check(world, file, arrears=True)
    check(world, file, arrears=False)
    assert EligibilityCheck.objects.get(rule=rules["arrears"]).derogated_by is None


@pytest.mark.parametrize("day", [after(1), before(30), dt.date(1, 1, 1)])
def test_an_absurd_day_is_refused(world, file, rules, day):
    with pytest.raises(Refused):
        check_criteria(
            by=world.lead.pk, enrolment=file, answers={rules["arrears"].pk: True}, checked_on=day, today=TODAY
        )


def test_another_programmes_criterion_is_refused(world, file):
    foreign = EligibilityRule.objects.get(version=world.securisation)
    with pytest.raises(Refused):
        check_criteria(by=world.lead.pk, enrolment=file, answers={foreign.pk: True}, checked_on=TODAY, today=TODAY)


@pytest.mark.parametrize("state", [State.REFERRED, State.SUPPORTED, State.WATCHED])
def test_they_are_checked_before_the_accompaniment_alone(world, rules, state):
    file = enrol(world.sauvegarde, world.soligone, world.lead, state=state, since=before(20))
    with pytest.raises(Refused):
        check(world, file, arrears=True)


class TestPages:
    """The form, the tab, what is missing, the list."""

    def url(self, name, file):
        return reverse(f"accompaniments:{name}", args=[file.pk])

    def test_the_team_checks_and_reads_them(self, world, client_of, file, rules):
        client = client_of(world.lead)
        assert LABEL in client.get(self.url("criteria", file)).text
        sent = {f"rule_{rules['arrears'].pk.hex}": "no", "checked_on": TODAY.isoformat()}
        assert client.post(self.url("criteria", file), sent).status_code == 302
        page = client.get(reverse("journeys:file_support", args=[file.pk])).text
        assert "non rempli, bloquant" in page
        assert "à vérifier" in page
        assert self.url("criteria_derogate", file) not in page

    def test_the_manager_sets_aside(self, world, client_of, file, rules):
        check(world, file, arrears=False)
        client = client_of(world.manager)
        sent = {"rules": [str(rules["arrears"].pk)], "reason": REASON}
        assert client.get(self.url("criteria_derogate", file)).status_code == 200
        assert client.post(self.url("criteria_derogate", file), sent).status_code == 302
        page = client.get(reverse("journeys:file_support", args=[file.pk])).text
        assert REASON in page
        assert world.manager.full_name in page

    def test_the_worker_does_not(self, world, client_of, file):
        check(world, file, arrears=False)
        assert client_of(world.lead).get(self.url("criteria_derogate", file)).status_code == 403

    @pytest.mark.parametrize("who", ["colleague", "litigation", "adviser", "correspondent_orange"])
    def test_who_knows_the_file_without_being_of_its_team_reads_none(self, world, client_of, rules, who):
        Accompaniment.objects.filter(enrolment=world.mine).update(state=State.REVIEWING)
        check(world, world.mine, arrears=False)
        derogate(by=world.manager.pk, enrolment=world.mine, rule_ids=[rules["arrears"].pk], reason=REASON, today=TODAY)
        client = client_of(world.people[who])
        for name in ("journeys:file_support", "journeys:file"):
            page = client.get(reverse(name, args=[world.mine.pk])).text
            assert LABEL.lower() not in page.lower()
            assert REASON not in page
        assert client.get(self.url("criteria", world.mine)).status_code == 403

    @pytest.mark.parametrize(
        "who", ["other_worker", "other_manager", "rental", "other_landlord_correspondent", "admin"]
    )
    @pytest.mark.parametrize("name", ["criteria", "criteria_derogate"])
    def test_a_stranger_finds_nothing(self, world, client_of, file, who, name):
        assert client_of(world.people[who]).get(self.url(name, file)).status_code == 404

    def test_what_is_missing_says_it(self, world, file):
        reader = reader_of(world.lead)
        step = next(step for step in course(reader, file) if step.is_current)
        assert any(awaited.url == self.url("criteria", file) for awaited in step.awaited)
        assert any(line.url == self.url("criteria", file) for line in due(reader, [file.pk]))
        check(world, file, arrears=True)
        step = next(step for step in course(reader, file) if step.is_current)
        assert not any(awaited.url == self.url("criteria", file) for awaited in step.awaited)
        assert not any(line.url == self.url("criteria", file) for line in due(reader, [file.pk]))

    def test_the_list_costs_the_same_at_every_size(self, world, rules, django_assert_max_num_queries):
        reader = reader_of(world.lead)
        for size in (1, 3, 30):
            files = [
                enrol(world.sauvegarde, world.soligone, world.lead, state=State.REVIEWING, since=before(20))
                for _ in range(size)
            ]
            with django_assert_max_num_queries(25):
                assert due(reader, [file.pk for file in files])

    @pytest.mark.parametrize(
        "sent",
        [
            {},
            {"checked_on": "0001-01-01"},
            {"checked_on": "9999-99-99", "rule_x": "yes"},
            {"checked_on": TODAY.isoformat(), "reason": "\x00" * 10, "rules": [str(uuid.uuid4()), "x"]},
            {"reason": "x" * 10_000, "rules": "x"},
        ],
    )
    def test_hostile_input_is_never_an_error_of_ours(self, world, client_of, file, sent):
        for name in ("criteria", "criteria_derogate"):
            assert client_of(world.manager).post(self.url(name, file), sent).status_code in {200, 302}
