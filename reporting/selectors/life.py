"""Where the months of a programme are: what they chain on, who takes part, what is left to do."""

import datetime as dt
import uuid
from collections.abc import Iterable

from django.db.models import Q, QuerySet

from foundation.periods import Month
from partners.models import Organisation, Programme, ProgrammeVersion
from records.selectors.parameters import parameters_on
from reporting.models import DashboardMonth, MonthVersion
from reporting.rules.calendar import day_after

REMINDER_DAY, FREEZE_DAY = "month.reminder_day", "month.freeze_day"


def agreed_version(programme: Programme, month: Month) -> ProgrammeVersion | None:
    """Give the programme's version in force on the month's last day, else the latest in force on a day of it."""
    return (
        ProgrammeVersion.objects.filter(programme=programme, started_on__lte=month.last)
        .filter(Q(ended_on__isnull=True) | Q(ended_on__gte=month.first))
        .order_by("-started_on", "-number")
        .first()
    )


def associations_of(programme: Programme, month: Month) -> list[Organisation]:
    """Give the associations that carry the programme out on a month's last day, by name: each validates its part."""
    last_day = ProgrammeVersion.objects.open_on(month.last).filter(programme=programme).order_by("-number")
    version = last_day.first()
    return list(version.associations.order_by("name")) if version else []


def landlord_ids(programme: Programme, month: Month) -> list[uuid.UUID]:
    """Give the landlords that take part in the programme at the end of a month."""
    version = agreed_version(programme, month)
    return list(version.landlords.values_list("pk", flat=True)) if version else []


def current_version(month: DashboardMonth) -> MonthVersion:
    """Give a month's version in force: the latest number."""
    version: MonthVersion = month.versions.select_related("month__programme").order_by("-number")[0]
    return version


def predecessor(month: DashboardMonth) -> DashboardMonth | None:
    """Give the month before, of the same programme, when it was made."""
    before = Month.of(month.month_on).plus(-1)
    return DashboardMonth.objects.filter(programme=month.programme_id, month_on=before.first).first()


def chained_on(month: DashboardMonth) -> MonthVersion | None:
    """Give the version whose last stock is this month's first: the current one of the month before."""
    before = predecessor(month)
    return current_version(before) if before else None


def later_months(month: DashboardMonth) -> QuerySet[DashboardMonth]:
    """Give the months made after this one, in order."""
    return (
        DashboardMonth.objects.filter(programme=month.programme_id, month_on__gt=month.month_on)
        .select_related("programme")
        .order_by("month_on")
    )


def provisional_months(programme: Programme) -> list[DashboardMonth]:
    """Give the months of a programme that are not frozen yet, in order."""
    rows = DashboardMonth.objects.filter(programme=programme, status="PROVISIONAL").select_related("programme")
    return list(rows.order_by("month_on"))


def latest_month(programme: Programme) -> Month | None:
    """Give the latest month made of a programme."""
    latest = DashboardMonth.objects.filter(programme=programme).order_by("-month_on").first()
    return Month.of(latest.month_on) if latest else None


def without_validation(version: MonthVersion, associations: Iterable[Organisation]) -> list[Organisation]:
    """Give the associations that have not validated the version."""
    done = set(version.validations.values_list("association_id", flat=True))
    return [association for association in associations if association.pk not in done]


def reminder_on(month: Month) -> dt.date:
    """Give the day from which the managers who have not validated a month are reminded.

    Raises UnknownParameterError.
    """
    return _day(REMINDER_DAY, month)


def freeze_on(month: Month) -> dt.date:
    """Give the day on which a month is frozen as it stands.

    Raises UnknownParameterError.
    """
    return _day(FREEZE_DAY, month)


def _day(code: str, month: Month) -> dt.date:
    return day_after(month, parameters_on([code], month.plus(1).first)[code].whole)
