"""« Où en est-on » with what a request for intervention still lacks: where the household lives, its account (§2.2 V1)."""

from collections.abc import Sequence
from dataclasses import replace

from django.urls import reverse

from accompaniments.enums import ReferralSource, State
from accompaniments.models import Referral
from accompaniments.rules.referrals import is_request
from accompaniments.selectors.course import Awaited, CourseStep
from foundation.periods import in_force
from households.models import CurrentHousing, Enrolment
from households.permissions import Standing
from leases.models import AccountBalance
from partners.enums import Axis
from partners.reader import Reader

ASKED_AT = (State.REFERRED, State.REVIEWING, State.CONTACTING)


def with_request(
    steps: Sequence[CourseStep], reader: Reader, enrolment: Enrolment, hers: Standing
) -> tuple[CourseStep, ...]:
    """Add to the present step, for the team, what the request lacks until the diagnosis. A constant number of queries."""
    present = next((step for step in steps if step.is_current), None)
    if present is None or present.state not in ASKED_AT or not hers.reads_whole:
        return tuple(steps)
    source = Referral.objects.filter(enrolment=enrolment).order_by("-recorded_at").values_list("source", flat=True)
    if (told := source.first()) is None or not is_request(ReferralSource(told), Axis(enrolment.version.programme.axis)):
        return tuple(steps)
    missing = []
    if not CurrentHousing.objects.filter(in_force(reader.today), enrolment=enrolment).exists():
        url = reverse("households:housing_move", args=[enrolment.pk])
        missing.append(Awaited("L’adresse du ménage n’est pas connue.", url=url, act="Noter l’adresse"))
    if not AccountBalance.objects.filter(enrolment=enrolment).exists():
        why = "La demande dit ce qui est dû au bailleur, avec la date du relevé\u00a0; une dette nulle s’écrit 0."
        url = reverse("journeys:procedure_balance", args=[enrolment.pk])
        missing.append(Awaited("Le compte du locataire n’est pas connu.", why, url=url, act="Noter le relevé"))
    return tuple(replace(step, awaited=(*step.awaited, *missing)) if step is present else step for step in steps)
