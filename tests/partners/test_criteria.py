"""The criteria of a version: corrected while nobody entered, then changed for the files to come alone (domain.md §8.9)."""

import pytest
from django.urls import reverse

from accompaniments.enums import State
from accompaniments.models import Accompaniment, EligibilityCheck
from accompaniments.selectors.criteria import criteria_of
from accompaniments.services.criteria import derogate
from foundation.refusals import Refused
from partners.models import EligibilityRule, ProgrammeVersion
from partners.services.criteria import (
    CriterionWords,
    add_criterion,
    change_criterion,
    retire_criterion,
    write_criteria,
)
from records.models import Event
from tests.days import TODAY, after, before
from tests.factories import partners as p
from tests.world import enrol

pytestmark = pytest.mark.django_db


@pytest.fixture
def unused(world):
    """A version that no file entered with."""
    version = world.sauvegarde
    return ProgrammeVersion.objects.create(
        programme=p.ProgrammeFactory.make(), number=1, lead=version.lead, started_on=before(10)
    )


def words(label="Impayé de loyer", position=1, **values):
    given = {"is_blocking": True, "is_derogable": True, "source": "Convention, article 3", **values}
    return CriterionWords(label=label, position=position, **given)


def add(world, version, *args, from_on=None, **values):
    return add_criterion(by=world.admin.pk, version=version, words=words(*args, **values), from_on=from_on, today=TODAY)


def change(world, rule, told, from_on=None):
    return change_criterion(by=world.admin.pk, criterion=rule, words=told, from_on=from_on, today=TODAY)


def labels(version, **which):
    return list(version.criteria.filter(**which).values_list("label", flat=True))


def course(world, opened_on, state=State.REVIEWING):
    file = enrol(world.sauvegarde, world.soligone, world.lead, last_name="Roche", state=state, since=opened_on)
    return Accompaniment.objects.select_related("enrolment").get(enrolment=file)


def test_while_nobody_entered_it_is_corrected_in_place(world, unused):
    first = add(world, unused, "Impayé de loyer")
    add(world, unused, "Adhésion du ménage", 1)
    assert labels(unused) == ["Adhésion du ménage", "Impayé de loyer"]
    row = change(world, first, words("Impayé d’au moins deux mois", 1, is_derogable=False))
    assert (row.pk, row.started_on, row.code) == (first.pk, None, "impaye-de-loyer")
    assert labels(unused) == ["Impayé d’au moins deux mois", "Adhésion du ménage"]
    retire_criterion(by=world.admin.pk, criterion=row, ended_on=TODAY, today=TODAY)
    assert labels(unused) == ["Adhésion du ménage"]
    assert unused.criteria.get().position == 1
    verbs = Event.objects.filter(subject_id=unused.programme_id).values_list("verb", flat=True)
    assert set(verbs) == {"criterion.added", "criterion.changed", "criterion.retired"}


def test_once_files_entered_they_keep_theirs(world):
    version = world.sauvegarde
    old = EligibilityRule.objects.create(version=version, position=1, code="a", label="Impayé", is_blocking=True)
    new = change(world, old, words("Impayé de deux mois"), after(1))
    old.refresh_from_db()
    assert (old.ended_on, new.started_on, new.code) == (TODAY, after(1), "a")
    add(world, version, "Adhésion", 2, from_on=after(5))
    entered = course(world, before(3))
    assert [one.label for one in criteria_of(entered)] == ["Impayé"]
    later = Accompaniment(enrolment=entered.enrolment, opened_on=after(2))
    assert [one.label for one in criteria_of(later)] == ["Impayé de deux mois"]
    later.opened_on = after(6)
    assert [one.label for one in criteria_of(later)] == ["Impayé de deux mois", "Adhésion"]
    retire_criterion(by=world.admin.pk, criterion=new, ended_on=after(10), today=TODAY)
    later.opened_on = after(11)
    assert [one.label for one in criteria_of(later)] == ["Adhésion"]


def test_a_mere_change_of_place_is_for_everybody(world):
    one = EligibilityRule.objects.create(version=world.sauvegarde, position=1, code="a", label="A")
    EligibilityRule.objects.create(version=world.sauvegarde, position=2, code="b", label="B")
    told = CriterionWords("A", is_blocking=False, is_derogable=True, source="", position=2)
    assert change(world, one, told).pk == one.pk
    assert labels(world.sauvegarde) == ["B", "A"]


def test_what_is_refused_is_said_beside_its_field(world):
    version = world.sauvegarde
    rule = EligibilityRule.objects.create(version=version, position=1, code="a", label="Impayé")
    for day, field in ((None, "from_on"), (TODAY, "from_on"), (before(3), "from_on")):
        with pytest.raises(Refused) as refused:
            add(world, version, "Autre", from_on=day)
        assert refused.value.field == field
    with pytest.raises(Refused) as refused:
        add(world, version, " impayé ", from_on=after(1))
    assert refused.value.field == "label"
    with pytest.raises(Refused) as refused:
        retire_criterion(by=world.admin.pk, criterion=rule, ended_on=before(1), today=TODAY)
    assert refused.value.field == "ended_on"
    retire_criterion(by=world.admin.pk, criterion=rule, ended_on=TODAY, today=TODAY)
    with pytest.raises(Refused, match="déjà retiré"):
        change(world, rule, words(), after(1))
    version.ended_on = TODAY
    version.save()
    with pytest.raises(Refused, match="terminée"):
        add(world, version, "Autre", from_on=after(1))


def test_the_next_version_starts_from_those_that_stand(world):
    version = world.sauvegarde
    EligibilityRule.objects.create(version=version, position=1, code="a", label="Retiré", ended_on=before(1))
    EligibilityRule.objects.create(version=version, position=2, code="b", label="Gardé", is_derogable=False)
    version.ended_on = after(29)
    version.save()
    following = ProgrammeVersion.objects.create(
        programme=version.programme, number=version.number + 1, lead=version.lead, started_on=after(30)
    )
    write_criteria(following, None)
    assert [(row.label, row.is_derogable) for row in following.criteria.all()] == [("Gardé", False)]


def test_what_the_programme_never_sets_aside_is_not_derogated(world):
    rule = EligibilityRule.objects.create(
        version=world.sauvegarde, position=1, code="a", label="Impayé", is_blocking=True, is_derogable=False
    )
    row = course(world, before(3))
    EligibilityCheck.objects.create(
        accompaniment=row, rule=rule, is_met=False, checked_on=TODAY, checked_by=world.lead.pk
    )
    with pytest.raises(Refused) as refused:
        derogate(by=world.manager.pk, enrolment=row.enrolment, rule_ids=[rule.pk], reason="Urgence", today=TODAY)
    assert refused.value.field == "rules"


class TestPages:
    """The administrator's pages; what was typed stays."""

    def test_added_changed_retired_from_the_programme(self, world, client_of):
        client, version = client_of(world.admin), world.sauvegarde
        page = reverse("partners:programme", args=[version.programme_id])
        create = reverse("partners:criterion_create", args=[version.pk])
        assert create in client.get(page).text
        sent = {"label": "Impayé de loyer", "is_blocking": "on", "position": "1", "from_on": TODAY.isoformat()}
        refused = client.post(create, sent)
        assert "from_on" in refused.context["form"].errors
        assert refused.context["form"]["label"].value() == "Impayé de loyer"
        assert client.post(create, {**sent, "from_on": after(1).isoformat()}).status_code == 302
        rule = version.criteria.get()
        assert (rule.is_blocking, rule.is_derogable) == (True, False)
        text = client.get(page).text
        assert "sans dérogation possible" in text
        edit = reverse("partners:criterion_edit", args=[rule.pk])
        assert client.get(edit).status_code == 200
        told = {**sent, "label": "Impayé de deux mois", "from_on": after(9).isoformat()}
        assert client.post(edit, told).status_code == 302
        newest = version.criteria.get(ended_on__isnull=True)
        retire = reverse("partners:criterion_retire", args=[newest.pk])
        assert client.get(retire).status_code == 200
        assert client.post(retire, {"ended_on": after(20).isoformat()}).status_code == 302
        assert not version.criteria.filter(ended_on__isnull=True).exists()

    @pytest.mark.parametrize("who", ["manager", "lead", "adviser"])
    def test_nobody_else_changes_them(self, world, client_of, who):
        create = reverse("partners:criterion_create", args=[world.sauvegarde.pk])
        assert client_of(world.people[who]).get(create).status_code == 403

    @pytest.mark.parametrize("said", ["\x00", "x" * 10_000, "-1", "0001-01-01", "9999-12-31"])
    def test_hostile_input_is_never_an_error_of_ours(self, world, client_of, said):
        create = reverse("partners:criterion_create", args=[world.sauvegarde.pk])
        sent = dict.fromkeys(("label", "source", "position", "from_on"), said)
        assert client_of(world.admin).post(create, sent).status_code == 200
