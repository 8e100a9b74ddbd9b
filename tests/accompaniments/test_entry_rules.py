"""To whom a referral names the household; from when it may enter; when a lead may be named (domain.md §3.9)."""

import pytest

from accompaniments.enums import ReferralSource
from accompaniments.rules.referrals import (
    holder_cause,
    named_by_referral,
    why_assignment_is_refused,
    why_entry_is_refused,
)
from households.enums import HolderCause, NamingService
from partners.enums import Axis
from tests.days import TODAY, after, before


def services(source, axis, *, lives_in_unit):
    return {named.service for named in named_by_referral(source, axis, lives_in_unit=lives_in_unit)}


@pytest.mark.parametrize("source", [ReferralSource.SIAO, ReferralSource.CTPE, ReferralSource.OTHER])
@pytest.mark.parametrize("axis", list(Axis))
def test_who_is_not_the_landlord_opens_nothing_to_it(source, axis):
    assert services(source, axis, lives_in_unit=True) == set()


def test_a_service_that_asks_knows_the_occupant_and_the_correspondent_with_it():
    asked = ReferralSource.LANDLORD_LITIGATION
    assert services(asked, Axis.MAINTENANCE, lives_in_unit=True) == {
        NamingService.LITIGATION,
        NamingService.CORRESPONDENT,
    }
    assert services(asked, Axis.MAINTENANCE, lives_in_unit=False) == {NamingService.LITIGATION}


def test_on_the_way_to_a_home_only_the_social_adviser_knows_whom_she_referred():
    assert services(ReferralSource.LANDLORD_RENTAL, Axis.ACCESS, lives_in_unit=True) == set()
    assert services(ReferralSource.LANDLORD_SOCIAL, Axis.ACCESS, lives_in_unit=True) == {NamingService.SOCIAL}


def test_an_intervention_is_asked_for_and_a_household_is_referred():
    assert holder_cause(ReferralSource.CTPE, Axis.MAINTENANCE) == HolderCause.REQUESTED
    assert holder_cause(ReferralSource.SIAO, Axis.MAINTENANCE) == HolderCause.REFERRED
    assert holder_cause(ReferralSource.LANDLORD_SOCIAL, Axis.ACCESS) == HolderCause.REFERRED


def test_a_referral_falls_within_the_programme_and_not_in_the_future():
    def reason(day, ended_on=None):
        return why_entry_is_refused(day, version_started_on=before(100), version_ended_on=ended_on, today=TODAY)

    assert reason(TODAY) is None
    assert reason(before(100)) is None
    assert "commence" in reason(before(101))
    assert "pas encore passé" in reason(after(1))
    assert "pris fin" in reason(before(3), before(4))
    assert reason(before(4), before(4)) is None


def test_a_handover_may_be_planned_the_first_lead_may_not():
    assert why_assignment_is_refused(after(10), is_first=False, today=TODAY) is None
    assert why_assignment_is_refused(after(10), is_first=True, today=TODAY)
    assert why_assignment_is_refused(after(400), is_first=False, today=TODAY)
    assert why_assignment_is_refused(before(10_000), is_first=False, today=TODAY)
