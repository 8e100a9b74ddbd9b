"""What rents, plans and insurance wait for on files, each line with where its date comes from and its act."""

import datetime as dt
import uuid
from collections.abc import Collection

from django.urls import reverse

from foundation.periods import in_force
from foundation.timeline import Due
from foundation.words import day_of, euros, of_month, plain_date
from households.models import Enrolment
from households.permissions import standings
from leases.enums import InstalmentState, LeaseKind, PlanCreditor, PlanState
from leases.models import Lease, RepaymentPlan
from leases.permissions import keeps_account
from leases.rules.insurance import INSURED, Cover
from leases.rules.plans import PlanFollowed
from leases.selectors.insurance import alert_days, covers_on
from leases.selectors.plans import followed_on, plans_of, tolerance_on
from leases.selectors.rent import arrears_on, called_months, missing_months, told_last
from partners.reader import Reader
from records.selectors.parameters import said

AHEAD = dt.timedelta(days=7)  # how long before its day an instalment is said


def due(reader: Reader, enrolment_ids: Collection[uuid.UUID]) -> list[Due]:
    """Give what is to be done on these files, to those who may write in them, in a constant number of queries."""
    files = list(Enrolment.objects.visible_to(reader).filter(pk__in=list(enrolment_ids)).open_on(reader.today))
    hers = standings(reader, files)
    written = [file.pk for file in files if hers[file.pk].may_write]
    if not written:
        return []
    leases = list(
        Lease.objects.filter(in_force(reader.today), enrolment_id__in=written, kind__in=INSURED).select_related(
            "head_lease"
        )
    )
    plans = plans_of(written)
    follows = followed_on(plans, reader.today)
    return [
        *_calls(reader, leases),
        *_arrears(reader, leases, plans, follows),
        *_instalments(reader, plans, follows),
        *_insurance(reader, leases),
    ]


def _subleases(leases: list[Lease]) -> list[Lease]:
    return [lease for lease in leases if lease.kind == LeaseKind.SUBLEASE]


def _calls(reader: Reader, leases: list[Lease]) -> list[Due]:
    """Give one line a sublease whose months begun are not all called, to who keeps its account."""
    rows = [lease for lease in _subleases(leases) if keeps_account(reader, lease)]
    called = called_months(lease.pk for lease in rows)
    lines = []
    for lease in rows:
        missing = missing_months(lease, called[lease.pk], reader.today)
        if missing and lease.enrolment_id:
            lines.append(
                Due(
                    due_on=max(missing[0].first, lease.started_on),
                    title="Appeler le loyer de la sous-location",
                    why=f"Le loyer {of_month(missing[0].first)} n’est pas appelé\u00a0; il l’est au début du mois.",
                    enrolment_id=lease.enrolment_id,
                    url=_account(lease),
                    act="Ouvrir le compte",
                )
            )
    return lines


def _arrears(
    reader: Reader, leases: list[Lease], plans: list[RepaymentPlan], follows: dict[uuid.UUID, PlanFollowed]
) -> list[Due]:
    """Give one line a sublease whose debt reaches the threshold, unless a plan that spreads it is respected, or the agency told since."""
    kept = {
        plan.lease_id
        for plan in plans
        if plan.lease_id and follows[plan.pk].state in (PlanState.COMING, PlanState.RESPECTED, PlanState.CAUGHT_UP)
    }
    rows = {lease.pk: lease for lease in _subleases(leases) if lease.pk not in kept}
    told = told_last(rows)
    return [
        Due(
            due_on=one.since,
            title="Traiter l’impayé de la sous-location",
            why=f"La dette vaut {said(one.months)}\u00a0mois de loyer hors charges (seuils nationaux de prévention des expulsions)"
            "\u00a0: proposez un plan, et voyez s’il faut avertir la caisse d’allocations.",
            enrolment_id=one.enrolment_id,
            url=_account(rows[one.lease_id]),
            act="Ouvrir le compte",
        )
        for one in arrears_on(reader.today, list(rows))
        if one.lease_id not in told or told[one.lease_id] < one.since
    ]


def _instalments(reader: Reader, plans: list[RepaymentPlan], follows: dict[uuid.UUID, PlanFollowed]) -> list[Due]:
    """Give one line a plan: the instalment awaited within a week, or late."""
    tolerance, lines = tolerance_on(reader.today) if plans else 0, []
    for plan in plans:
        follow = follows[plan.pk]
        awaited = follow.awaited
        if follow.state not in PlanState.RUNNING or awaited is None or awaited.due_on - AHEAD > reader.today:
            continue
        whom = "au bailleur" if plan.creditor == PlanCreditor.LANDLORD else "à l’association"
        is_late = awaited.state == InstalmentState.LATE
        lines.append(
            Due(
                due_on=awaited.due_on,
                title=f"Échéance du plan d’apurement {'en retard' if is_late else 'attendue'}",
                why=f"{euros(awaited.amount - awaited.paid)} {whom}, plan du {plain_date(plan.stated_on)}\u00a0; "
                f"tolérance de {tolerance}\u00a0jours.",
                enrolment_id=plan.enrolment_id,
                url=reverse("journeys:plan", args=[plan.enrolment_id, plan.pk]),
                act="Ouvrir le plan",
            )
        )
    return lines


def _insurance(reader: Reader, leases: list[Lease]) -> list[Due]:
    """Give one line a title whose insurance is missing, or ends soon."""
    soon = reader.today + dt.timedelta(days=alert_days(reader.today)) if leases else reader.today
    covers, lines = covers_on(reader.today, leases), []
    for lease in leases:
        cover = covers[lease.pk]
        is_ending = cover.ends_on is not None and cover.ends_on <= soon
        if lease.enrolment_id is None or not (cover.is_missing or is_ending):
            continue
        why = (
            f"Aucune attestation ne couvre le logement depuis le {plain_date(cover.since)}"
            if cover.is_missing and cover.since
            else f"L’attestation finit le {plain_date(cover.ends_on or reader.today)}"
        )
        lines.append(
            Due(
                due_on=_asked_on(lease, cover, reader.today),
                title="Demander l’attestation d’assurance du logement",
                why=f"{why} (loi n°\u00a089-462, art.\u00a07\u00a0g).",
                enrolment_id=lease.enrolment_id,
                url=reverse("journeys:insurance_new", args=[lease.enrolment_id, lease.pk]),
                act="Ajouter l’attestation",
            )
        )
    return lines


def _asked_on(lease: Lease, cover: Cover, today: dt.date) -> dt.date:
    """Give the day of a certificate to ask for: of a title taken over, not before somebody recorded it."""
    if not cover.is_missing:
        return cover.ends_on or today
    since = cover.since or today
    return max(since, day_of(lease.recorded_at)) if lease.is_taken_over else since


def _account(lease: Lease) -> str:
    return reverse("journeys:rent_account", args=[lease.enrolment_id, lease.pk])
