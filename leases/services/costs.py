"""Costs of subletting and their budget lines: recorded, withdrawn with a reason, set again."""

import datetime as dt
import uuid
from collections.abc import Mapping
from decimal import Decimal

from dateutil.relativedelta import relativedelta
from django.db import transaction
from django.utils import timezone

from foundation.refusals import Refused
from leases.enums import CostKind
from leases.models import BudgetLine, Lease, SubletCost
from partners.models import Organisation, ProgrammeVersion
from records.services.events import record

AHEAD = relativedelta(years=2)
NOT_THEIRS = "Cette association ne fait pas partie de ce programme."


@transaction.atomic
def record_cost(
    *,
    by: uuid.UUID,
    version: ProgrammeVersion,
    association: Organisation,
    kind: CostKind,
    amount: Decimal,
    dated_on: dt.date,
    is_planned: bool,
    today: dt.date,
    note: str = "",
    lease: Lease | None = None,
) -> SubletCost:
    """Record what is spent, or planned. Raises Refused for a spending to come, or a plan of the past."""
    _refuse_stranger(version, association)
    _refuse_other_programme(version, lease)
    if amount <= 0:
        raise Refused("Indiquez un montant positif.", "amount")
    if not is_planned and dated_on > today:
        raise Refused("Une dépense à venir est une dépense prévue\u00a0: cochez-le.", "dated_on")
    if is_planned and not today <= dated_on <= today + AHEAD:
        raise Refused("Une dépense prévue est à venir, dans les deux ans.", "dated_on")
    row: SubletCost = SubletCost.objects.create(
        version=version,
        association=association,
        lease=lease,
        kind=kind,
        amount=amount,
        dated_on=dated_on,
        is_planned=is_planned,
        note=note.strip(),
        recorded_by=by,
    )
    details = {"kind": kind.value, "on": dated_on.isoformat(), "planned": is_planned}
    subject = lease.enrolment_id if lease else association.pk
    record("sublet_cost.recorded", row, by=by, subject_id=subject, details=details)
    return row


@transaction.atomic
def withdraw_cost(*, by: uuid.UUID, cost: SubletCost, reason: str) -> SubletCost:
    """Withdraw a cost recorded in error, or a plan given up. Raises Refused without a reason."""
    row: SubletCost = SubletCost.objects.select_for_update(of=("self",)).get(pk=cost.pk)
    if row.withdrawn_at is not None:
        return row
    if not reason.strip():
        raise Refused("Dites pourquoi cette dépense est retirée.", "reason")
    row.withdrawn_at, row.withdrawal_reason = timezone.now(), reason.strip()
    row.save(update_fields=["withdrawn_at", "withdrawal_reason"])
    record("sublet_cost.withdrawn", row, by=by, subject_id=row.association_id)
    return row


@transaction.atomic
def set_budget(
    *,
    by: uuid.UUID,
    version: ProgrammeVersion,
    association: Organisation,
    year: int,
    amounts: Mapping[CostKind, Decimal | None],
) -> None:
    """Say what the convention gives for a year; a kind left empty has no line. Raises Refused."""
    _refuse_stranger(version, association)
    for kind, amount in amounts.items():
        rows = BudgetLine.objects.filter(version=version, association=association, kind=kind, year=year)
        if amount is None:
            rows.delete()
        else:
            BudgetLine.objects.update_or_create(
                version=version,
                association=association,
                kind=kind,
                year=year,
                defaults={"amount": amount, "recorded_by": by, "recorded_at": timezone.now()},
            )
    record("budget.set", version, by=by, subject_id=association.pk, details={"year": year})


def _refuse_stranger(version: ProgrammeVersion, association: Organisation) -> None:
    if not version.associations.filter(pk=association.pk).exists():
        raise Refused(NOT_THEIRS, "version")


def _refuse_other_programme(version: ProgrammeVersion, lease: Lease | None) -> None:
    """Refuse that a programme bears what a household of another one costs, whatever their versions. Raises Refused."""
    of_household = lease.enrolment.version.programme if lease and lease.enrolment else None
    if of_household is not None and of_household.pk != version.programme_id:
        raise Refused(
            f"Cette sous-location est celle d’un ménage du programme «\u00a0{of_household.name}\u00a0»\u00a0: choisissez ce "
            "programme, ou une autre sous-location.",
            "version",
        )
