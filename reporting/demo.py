"""The demonstration's months: made, validated and frozen on their days, among the acts of the stories."""

import datetime as dt
from functools import partial

from foundation.periods import Month
from journeys.demo.play import Stage
from partners.models import Programme
from reporting.enums import MonthStatus
from reporting.models import DashboardMonth
from reporting.selectors.deliveries import managers_of
from reporting.selectors.life import associations_of, current_version, without_validation
from reporting.services.months import validate
from reporting.services.upkeep import keep_programme

MONTHS = 3  # how many past months the demonstration shows


def live_months(stage: Stage) -> None:
    """Put the last months on the calendar: made on the 1st, validated on the 3rd and the 6th, else frozen on the 10th.

    In the last one the second association does not validate, so that « non validé par » is seen.
    """
    first, last = stage.clock.today, Month.of(stage.today).plus(-1)
    for back in range(MONTHS - 1, -1, -1):
        month = last.plus(-back)
        if month.first < first:
            continue
        made_on = month.plus(1).first
        for slug in Programme.objects.order_by("slug").values_list("slug", flat=True):
            stage.at(made_on, 5, 5, partial(_keep, stage, slug))
            stage.at(made_on + dt.timedelta(days=2), 10, 20, partial(_validate, stage, slug, month))
            if back:
                stage.at(made_on + dt.timedelta(days=5), 9, 40, partial(_validate, stage, slug, month))
            stage.at(made_on + dt.timedelta(days=9), 5, 5, partial(_keep, stage, slug))


def _keep(stage: Stage, slug: str) -> None:
    keep_programme(programme=Programme.objects.get(slug=slug), now=stage.clock.now())


def _validate(stage: Stage, slug: str, month: Month) -> None:
    """Validate a provisional month for the next association of its programme, by its manager."""
    row = DashboardMonth.objects.select_related("programme").filter(programme__slug=slug, month_on=month.first).first()
    if row is None or row.status != MonthStatus.PROVISIONAL:
        return
    version, today = current_version(row), stage.clock.today
    for association in without_validation(version, associations_of(row.programme, month))[:1]:
        by = managers_of([association], today)[0]
        validate(by=by, month=row, association=association, revision=version.revision, today=today)
