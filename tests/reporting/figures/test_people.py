"""Who is accompanied, masked; what workers carry; what the month says it used."""

import datetime as dt
from decimal import Decimal

import pytest

from accompaniments.enums import State
from households.enums import HousingSituation, MemberKind, Presence
from households.models import CurrentHousing, HouseholdMember
from partners.models import Membership
from tests.factories import households as h
from tests.reporting.figures.scene import AFTER, LAST, OCTOBER, calculated, lives, published

pytestmark = pytest.mark.django_db
S, C, R = State.SUPPORTED, State.CLOSED, State.READY
LONG_AGO = dt.date(2026, 3, 2)


def shown(computed, code):
    breakdown = next(one for one in computed.content.audience if one.code == code)
    return {line.label: line.count for line in breakdown.lines}, breakdown.total


def born(enrolment, day):
    for member in enrolment.household.members.filter(kind=MemberKind.ADULT):
        member.person.birth_on = day
        member.person.save()


def test_who_is_accompanied_at_the_close(bare):
    for number in range(12):
        enrolment = lives(bare, (S, LONG_AGO))
        born(enrolment, dt.date(1996, 10, 31) if number < 6 else dt.date(2001, 11, 1))  # 30, and 24 for a day yet
        if number < 6:
            HouseholdMember.objects.filter(household=enrolment.household, kind=MemberKind.CHILD).update(
                presence=Presence.VISITING
            )
            CurrentHousing.objects.filter(enrolment=enrolment).update(situation=HousingSituation.STREET)
            CurrentHousing.objects.filter(enrolment=enrolment).update(ended_on=LONG_AGO)
            h.CurrentHousingFactory.make(enrolment=enrolment, started_on=LONG_AGO + dt.timedelta(1))
    lives(bare, (S, LONG_AGO), (C, LAST))
    lives(bare, (S, AFTER))
    lives(bare, (R, LONG_AGO))
    computed = calculated(bare)
    assert shown(computed, "family") == (
        {
            "personne seule": 6,
            "un adulte avec enfants": 6,
            "plusieurs adultes sans enfant": 0,
            "plusieurs adultes avec enfants": 0,
        },
        12,
    )
    ages, total = shown(computed, "age")
    assert (ages["moins de 25 ans"], ages["de 25 à 39 ans"], total) == (6, 6, 12)
    origins, total = shown(computed, "origin")
    assert (origins["à la rue"], origins["hébergement (CHRS, urgence, résidence)"], total) == (6, 6, 12)


def test_four_households_are_masked_and_nothing_gives_them_away(bare):
    for number in range(11):
        enrolment = lives(bare, (S, LONG_AGO))
        if number < 4:
            HouseholdMember.objects.filter(household=enrolment.household, kind=MemberKind.CHILD).delete()
    family, total = shown(calculated(bare), "family")
    assert total == 11
    assert family["un adulte avec enfants"] == 7
    assert set(family.values()) == {7, None}


def test_no_health_and_no_violence(bare):
    lives(bare, (S, LONG_AGO), is_protected=True)
    assert {one.code for one in calculated(bare).content.audience} == {"family", "age", "origin"}


def test_loads_count_this_programme_and_weigh_all(bare):
    for _ in range(3):
        lives(bare, (S, LONG_AGO))
    lives(bare, (R, LONG_AGO))
    lives(bare, (S, LONG_AGO), (C, LAST))
    Membership.objects.filter(user=bare.colleague).update(full_time_share=Decimal("0.50"))
    computed = calculated(bare)
    part = next(one for one in computed.content.associations if one.association == "Soligone")
    # lead: 3 accompanied, 1 in preparation here and 1 elsewhere; colleague: 2 elsewhere; 20 a full time
    assert vars(part.load) == {
        "workers": 2,
        "full_time": Decimal("1.50"),
        "preparation": 1,
        "supported": 3,
        "watched": 0,
        "load": Decimal("0.23"),  # (5 / 20 + 2 / 20) / 1.5
    }
    loads = {one.user_id: (one.preparation, one.supported, one.load) for one in computed.loads}
    assert loads[bare.lead.pk] == (1, 3, Decimal("0.2500"))
    assert loads[bare.colleague.pk] == (0, 0, Decimal("0.2000"))


def test_the_history_and_what_was_used(bare):
    lives(bare, (S, LONG_AGO))
    for back in (13, 2, 1):
        published(bare, OCTOBER.plus(-back), dt.date(2026, 10, 1))
    content = calculated(bare).content
    assert [(one.month, one.stock_end) for one in content.history] == [("2026-08", 1), ("2026-09", 1), ("2026-10", 1)]
    used = {one.label: one.value for one in content.parameters}
    assert used["Objectif de ménages accompagnés"] == "20"
    assert used["Poids d’un ménage en veille"] == "0"
    assert all(one.source for one in content.parameters)


def test_a_month_without_a_convention_is_empty_and_balanced(bare):
    lives(bare, (S, dt.date(2023, 3, 2)))
    content = calculated(bare, type(OCTOBER)(2023, 10)).content
    assert [one.unit for one in content.units] == ["Non réparti"]
    assert content.is_balanced
    assert content.targets.target is None
