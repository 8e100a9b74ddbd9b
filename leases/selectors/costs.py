"""What subletting costs against its budget, by year: the association's manager reads the lines, the landlord's the sums."""

import datetime as dt
import uuid
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Q, Sum
from django.urls import reverse

from foundation.words import capitalised
from leases.enums import CostKind
from leases.models import BudgetLine, SubletCost
from leases.rules.costs import YEARS
from partners.enums import Role
from partners.models import ProgrammeVersion
from partners.reader import Reader

PAGE = 25
NOTHING = Decimal(0)


@dataclass(frozen=True)
class BudgetRow:
    """A budget line, with what it bore."""

    kind: str
    budget: Decimal | None
    spent: Decimal
    planned: Decimal

    @property
    def left(self) -> Decimal | None:
        """Give what is left once what is planned is spent; negative when the line is passed."""
        return None if self.budget is None else self.budget - self.spent - self.planned


@dataclass(frozen=True)
class BudgetTable:
    """The budget of an association in a programme, for a year."""

    title: str
    rows: tuple[BudgetRow, ...]
    budget_url: str


@dataclass(frozen=True)
class CostRead:
    """A cost, to the association's manager."""

    on: dt.date
    kind: str
    amount: Decimal
    note: str
    file_number: str
    is_planned: bool
    is_struck: bool
    reason: str
    withdraw_url: str


@dataclass(frozen=True)
class CostsPage:
    """« Risques et gestion locative », for a year."""

    year: int
    tables: tuple[BudgetTable, ...]
    costs: tuple[CostRead, ...]
    page: Page[Any]
    may_write: bool

    @property
    def label(self) -> str:
        """Give the year, without a thousands' blank."""
        return str(self.year)

    @property
    def before(self) -> str:
        """Give the year before."""
        return str(self.year - 1)

    @property
    def after(self) -> str:
        """Give the year after."""
        return str(self.year + 1)


def costs_page(reader: Reader, year: int, page_number: str) -> CostsPage:
    """Give the budgets that this reader may read and, to an association's manager, the costs line by line."""
    hers, landlords = reader.managed_associations, reader.organisations(Role.LANDLORD_MANAGER)
    versions = list(
        ProgrammeVersion.objects.filter(Q(associations__in=hers) | Q(landlords__in=landlords))
        .select_related("programme")
        .prefetch_related("associations")
        .distinct()
        .order_by("programme__name", "number")
    )
    ids = [version.pk for version in versions]
    lines = {
        (row.version_id, row.association_id, row.kind): row.amount
        for row in BudgetLine.objects.filter(version_id__in=ids, year=year)
    }
    sums: dict[tuple[uuid.UUID, uuid.UUID, str, bool], Decimal] = defaultdict(lambda: NOTHING)
    standing = SubletCost.objects.filter(version_id__in=ids, dated_on__year=year, withdrawn_at__isnull=True)
    for version_id, association_id, kind, planned, amount in (
        standing.order_by()
        .values_list("version_id", "association_id", "kind", "is_planned")
        .annotate(total=Sum("amount"))
    ):
        sums[version_id, association_id, kind, planned] = amount
    tables = []
    for version in versions:
        for association in version.associations.all():
            if association.pk not in hers and not landlords:
                continue
            rows = tuple(
                BudgetRow(
                    kind=capitalised(str(kind.label)),
                    budget=lines.get((version.pk, association.pk, kind.value)),
                    spent=sums[version.pk, association.pk, kind.value, False],
                    planned=sums[version.pk, association.pk, kind.value, True],
                )
                for kind in CostKind
            )
            is_hers = association.pk in hers
            url = reverse("journeys:rent_budget", args=[version.pk, year]) if is_hers else ""
            if version.ended_on is None or any(row.budget or row.spent or row.planned for row in rows):
                tables.append(BudgetTable(f"{version}, {association.name}", rows, url))
    costs = SubletCost.objects.filter(association_id__in=hers, dated_on__year=year).select_related("lease__enrolment")
    page = Paginator(costs, PAGE).get_page(page_number)
    shown = [_cost(row) for row in page.object_list]
    page.object_list = []
    return CostsPage(year, tuple(tables), tuple(shown), page, may_write=bool(hers))


def year_asked(text: str, today: dt.date) -> int:
    """Give the year that an address asks for, this one when it is none of a programme's."""
    return int(text) if text in {str(year) for year in YEARS} else today.year


def budget_amounts(version: ProgrammeVersion, association_id: uuid.UUID, year: int) -> dict[str, Decimal]:
    """Give the lines of a year, to fill a form with."""
    rows = BudgetLine.objects.filter(version=version, association_id=association_id, year=year)
    return {row.kind: row.amount for row in rows}


def _cost(row: SubletCost) -> CostRead:
    enrolment = row.lease.enrolment if row.lease else None
    is_struck = row.withdrawn_at is not None
    return CostRead(
        on=row.dated_on,
        kind=capitalised(row.get_kind_display()),
        amount=row.amount,
        note="" if enrolment and enrolment.is_protected else row.note,
        file_number=enrolment.file_number if enrolment else "",
        is_planned=row.is_planned,
        is_struck=is_struck,
        reason=row.withdrawal_reason,
        withdraw_url="" if is_struck else reverse("journeys:rent_cost_withdraw", args=[row.pk]),
    )
