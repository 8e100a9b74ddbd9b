"""Requests for intervention, filed by the landlord's litigation service itself."""

from collections.abc import Sequence
from decimal import Decimal

from accompaniments.enums import ReferralSource
from accompaniments.models import Accompaniment
from households.services.enrolments import NewPerson
from journeys.demo import names
from journeys.demo.admission import DEBTS, LITIGATION, STAGES
from journeys.demo.case import Case
from journeys.services.requests import Situation, ask_intervention
from leases.enums import FundingCategory, Heating, Typology
from leases.models import Dwelling
from leases.services.announcements import DwellingFacts, add_dwelling

TRIED = "Trois courriers, un plan d’apurement proposé en mairie, resté sans suite."
RISK = "Le ménage ne répond plus. Le commandement de quitter les lieux peut suivre."
RESIDENCES = ("Les Cigales", "Le Mûrier", "Les Restanques", "La Garance")


def is_asked_by_litigation(case: Case) -> bool:
    """Tell whether the litigation service asks for this household."""
    story = case.story
    return bool(story.unit) and not story.is_taken_over and story.source == ReferralSource.LANDLORD_LITIGATION


def ask(case: Case, people: Sequence[NewPerson]) -> Accompaniment:
    """File the request for the occupants of a dwelling."""
    stage, today = case.stage, case.stage.clock.today
    stage_told, reached = next((told, days) for told, days in reversed(STAGES) if stage.ago(days) <= today)
    debt = next((Decimal(amount) for days, amount in reversed(DEBTS) if stage.ago(days) <= today), Decimal("980.40"))
    return ask_intervention(
        by=stage.cast.people[LITIGATION].pk,
        version=stage.cast.versions[case.story.axis],
        association=case.association,
        source=ReferralSource.LANDLORD_LITIGATION,
        dwelling=_dwelling(case),
        people=people,
        situation=Situation(
            is_terminated=True,
            tried=TRIED,
            risk=RISK,
            debt=debt,
            stated_on=next((stage.ago(days) for days, _ in reversed(DEBTS) if stage.ago(days) <= today), today),
            stage=stage_told,
            reached_on=stage.ago(reached),
        ),
        received_on=today,
        today=today,
        telephone=case.telephone,
        sending_key=case.key("entry"),
    )


def _dwelling(case: Case) -> Dwelling:
    """Record the dwelling that the household occupies."""
    stage, story = case.stage, case.story
    rooms = len(case.plans)
    return add_dwelling(
        by=stage.cast.people[LITIGATION].pk,
        unit=stage.cast.units[story.unit],
        started_on=stage.clock.today,
        facts=DwellingFacts(
            reference=f"MH-{2001 + case.rank}",
            residence=RESIDENCES[case.rank % len(RESIDENCES)],
            address=stage.town.address(),
            postcode=_postcode(story.city),
            city=story.city,
            typology=Typology.T2 if rooms < 3 else Typology.T4,  # noqa: PLR2004 -- a couple, or more
            surface=Decimal(46 if rooms < 3 else 78),  # noqa: PLR2004 -- the same
            floor=case.rank % 3,
            has_lift=False,
            is_accessible=case.rank % 3 == 0,
            funding_category=FundingCategory.PLUS,
            heating=Heating.INDIVIDUAL,
        ),
    )


def _postcode(city: str) -> str:
    return names.CITIES.get(city, "84000")
