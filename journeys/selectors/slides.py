"""What a slide's form shows: the agreement, the accounts on the eve, what is checked again (domain.md §3.6)."""

import datetime as dt
from decimal import Decimal
from typing import Any

from foundation.periods import eve, in_force
from foundation.words import euros, plain_date
from households.enums import MemberKind, ResourceKind
from households.models import Enrolment, HouseholdMember, Resource
from households.readings import requests
from leases.access.titles import FoundTitle
from leases.enums import LeaseEnd
from leases.models import AccountBalance, Lease
from leases.rules.ceilings import Composition, category_of, ceiling_of
from leases.rules.slides import already_slid
from leases.selectors.rent import balance_on
from leases.selectors.slides import standing_agreement
from partners.reader import Reader
from records.selectors.parameters import UnknownParameterError, parameters_on

MONTHS = 3
FUNDING = {"PLAI_ADAPTED": "plai", "PLAI": "plai", "PLUS": "plus", "PLS": "pls"}


def slide_start(reader: Reader, found: FoundTitle) -> dict[str, Any]:
    """Give what the form begins with: the agreed day, the rent of the association's lease, both debts on the eve.

    The account with the association is its team's to read, and to write here (domain.md §3.9).
    """
    lease, agreement = found.lease, standing_agreement(found.lease)
    day = agreement.planned_on if agreement else None
    head = lease.head_lease or lease
    start: dict[str, Any] = {
        "signed_on": reader.today,
        "started_on": day,
        "rent": head.rent,
        "charges": head.charges,
        "deposit": lease.deposit,
        "deposit_moved": lease.deposit,
        "inventory_on": reader.today,
    }
    balance = AccountBalance.objects.filter(
        enrolment=found.enrolment, landlord=lease.share.dwelling.landlord_id
    ).first()
    if balance is not None:
        start["landlord_debt"] = balance.amount
    if found.hers.is_team:
        start["association_debt"] = balance_on([lease.pk], eve(day) if day else reader.today).get(lease.pk)
    return start


def slid_said(lease: Lease) -> str:
    """Say that the slide of a sublease is recorded already, or nothing."""
    if lease.end_reason != LeaseEnd.SLIDE or lease.ended_on is None:
        return ""
    return already_slid(lease.ended_on + dt.timedelta(days=1))


def agreement_said(lease: Lease) -> str:
    """Say the landlord's agreement, or that it is missing."""
    agreement = standing_agreement(lease)
    if agreement is None:
        return (
            "Le bailleur n’a pas encore donné son accord\u00a0: le glissement se propose après l’examen, puis le bailleur décide "
            "(CCH, art. L. 442-8-3)."
        )
    return f"Accord du bailleur donné le {plain_date(agreement.decided_on)}, pour un bail à partir du {plain_date(agreement.planned_on)}."


def rechecked(reader: Reader, found: FoundTitle) -> tuple[str, ...]:
    """Give what the landlord checks again at the slide and that looks missing: a warning, never a refusal (MEM, §3.6)."""
    said = []
    known = [row for row in requests(reader, found.enrolment) if row.ended_on is None]
    if not known:
        said.append("Aucune demande de logement social (numéro unique) n’est en cours.")
    elif all(row.is_expired for row in known):
        said.append("La demande de logement social est à renouveler.")
    if found.hers.is_team and (over := _over_ceiling(found.enrolment, found.lease, reader.today)) is not None:
        said.append(
            f"Les ressources connues dépassent de {euros(over)} par an le plafond de ce logement, en moyenne des trois derniers mois. "
            "Le plafond se vérifie sur le revenu fiscal de référence."
        )
    return tuple(said)


def _over_ceiling(enrolment: Enrolment, lease: Lease, today: dt.date) -> Decimal | None:
    """Give by how much a year the known resources pass the dwelling's ceiling, None when they do not, or are not known."""
    code = f"ceilings.{FUNDING[lease.share.dwelling.funding_category]}.other_regions"
    try:
        found = parameters_on([code, "ceilings.young_couple_ages"], today)
    except UnknownParameterError:
        return None
    kinds = list(
        HouseholdMember.objects.filter(in_force(today), household_id=enrolment.household_id).values_list(
            "kind", flat=True
        )
    )
    children = sum(kind == MemberKind.CHILD for kind in kinds)
    rows = Resource.objects.filter(enrolment=enrolment, month_on__lte=today).exclude(kind=ResourceKind.HOUSING_BENEFIT)
    amounts = list(rows.values_list("month_on", "amount"))
    months = sorted({month for month, _ in amounts}, reverse=True)[:MONTHS]
    if not months or not kinds:
        return None
    table = found[code].table
    category = category_of(
        Composition(adults=len(kinds) - children, dependants=children), found["ceilings.young_couple_ages"].whole
    )
    ceiling = ceiling_of(category, [table[str(rank)] for rank in range(1, 7)], table["further"])
    yearly = sum((amount for month, amount in amounts if month in months), Decimal(0)) / len(months) * 12
    return yearly - ceiling if yearly > ceiling else None
