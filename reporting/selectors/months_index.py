"""The list of the months that a reader may read."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from foundation.periods import Month
from foundation.words import capitalised, month_name, plain_date
from partners.reader import Reader
from reporting.enums import MonthStatus
from reporting.models import DashboardMonth, MonthVersion, Validation


@dataclass(frozen=True)
class IndexLine:
    """A month in the list: its state, and what is asked of the reader."""

    label: str
    url: str
    state: str
    meta: str
    is_to_validate: bool


@dataclass(frozen=True)
class ProgrammeMonths:
    """The months of one programme, the latest first."""

    programme: str
    lines: tuple[IndexLine, ...]


def months_index(reader: Reader) -> tuple[ProgrammeMonths, ...]:
    """Give the months that this reader may read, by programme; three queries."""
    rows = list(
        DashboardMonth.objects.visible_to(reader).select_related("programme").order_by("programme__name", "-month_on")
    )
    current: dict[uuid.UUID, MonthVersion] = {}
    for one in MonthVersion.objects.filter(month__in=rows).defer("content", "reason").order_by("number"):
        current[one.month_id] = one
    done: dict[uuid.UUID, set[uuid.UUID]] = {}
    for version_id, association_id in Validation.objects.filter(version__in=list(current.values())).values_list(
        "version_id", "association_id"
    ):
        done.setdefault(version_id, set()).add(association_id)
    found: dict[str, list[IndexLine]] = {}
    for row in rows:
        version = current.get(row.pk)
        if version is None:
            continue
        waits = version.frozen_at is None and bool(reader.managed_associations - done.get(version.pk, set()))
        found.setdefault(row.programme.name, []).append(_index_line(row, version, is_to_validate=waits))
    return tuple(ProgrammeMonths(name, tuple(lines)) for name, lines in found.items())


def _index_line(row: DashboardMonth, version: MonthVersion, *, is_to_validate: bool) -> IndexLine:
    frozen = f"figé le {plain_date(version.frozen_at)}" if version.frozen_at else ""
    number = f", version {version.number}" if version.number > 1 else ""
    return IndexLine(
        label=capitalised(month_name(row.month_on)),
        url=reverse("reporting:month", args=[row.programme.slug, str(Month.of(row.month_on))]),
        state=capitalised(MonthStatus(row.status).label),
        meta=f"{frozen}{number}" if frozen else f"calculé le {plain_date(version.computed_at)}",
        is_to_validate=is_to_validate,
    )


def only_programme_of(months: Sequence[ProgrammeMonths]) -> str:
    """Give the address of the latest month when there is one programme alone, else nothing."""
    return months[0].lines[0].url if len(months) == 1 else ""
