"""A made month in the database, from the sample."""

import datetime as dt

from partners.models import Programme
from records.services.events import CLOCK
from reporting.models import DashboardMonth, MonthVersion
from reporting.rules.content import MonthContent
from reporting.rules.tree import to_json


def version_of(programme: Programme, content: MonthContent) -> MonthVersion:
    """Keep a month as the services would, without its lines."""
    month = DashboardMonth.objects.create(
        programme=programme,
        month_on=dt.date.fromisoformat(f"{content.month}-01"),
        status=content.status,
        made_on=content.computed_on,
    )
    return MonthVersion.objects.create(
        month=month, number=content.version, content=to_json(content), digest="0" * 64, computed_by=CLOCK
    )
