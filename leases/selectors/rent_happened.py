"""What is told of rents in a file's timeline: plans agreed and ended, certificates. Calls and payments stay in the account."""

from django.urls import reverse

from foundation.timeline import Happened, moment_of
from foundation.words import day_of, euros, plain_date
from households.models import Enrolment
from leases.enums import PlanCreditor, PlanEnd
from leases.models import InsuranceCertificate, RepaymentPlan
from leases.permissions import debt_standing, may_read_plan
from partners.reader import Reader


def happened(reader: Reader, enrolment: Enrolment) -> list[Happened]:
    """Give the lines that this reader may read: the team all, a landlord's people those of the plans made with him (§3.9)."""
    known = debt_standing(reader, enrolment)
    if not known.reads:
        return []
    lines: list[Happened] = []
    for plan in RepaymentPlan.objects.filter(enrolment=enrolment).select_related("organisation"):
        if may_read_plan(plan, known):
            lines += _of_plan(plan)
    if known.is_team:
        lines += _certificates(enrolment)
    return lines


def _of_plan(plan: RepaymentPlan) -> list[Happened]:
    url = reverse("journeys:plan", args=[plan.enrolment_id, plan.pk])
    agreed_on = day_of(plan.recorded_at)
    whom = "avec le bailleur" if plan.creditor == PlanCreditor.LANDLORD else "avec l’association"
    lines = [
        Happened(
            on=agreed_on,
            at=plan.recorded_at,
            kind="STEP",
            icon="euro",
            title=f"Plan d’apurement {whom}",
            detail=f"{euros(plan.debt)}, relevé du {plain_date(plan.stated_on)}",
            url=url,
            is_struck=plan.end_reason == PlanEnd.ERROR,
        )
    ]
    if plan.ended_on and plan.end_reason != PlanEnd.ERROR:
        lines.append(
            Happened(
                on=plan.ended_on,
                at=moment_of(plan.ended_on, None),
                kind="STEP",
                icon="euro",
                title=f"Fin du plan d’apurement {whom}\u00a0: {plan.get_end_reason_display()}",
                url=url,
            )
        )
    return lines


def _certificates(enrolment: Enrolment) -> list[Happened]:
    url = reverse("journeys:file_lease", args=[enrolment.pk]) + "#insurance"
    return [
        Happened(
            on=day_of(row.recorded_at),
            at=row.recorded_at,
            kind="STEP",
            icon="shield",
            title="Attestation d’assurance du logement reçue",
            detail=f"du {plain_date(row.started_on)} au {plain_date(row.ended_on)}",
            url=url,
            is_struck=row.withdrawn_at is not None,
        )
        for row in InsuranceCertificate.objects.filter(lease__enrolment=enrolment)
    ]
