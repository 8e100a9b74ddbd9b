"""Funding lines and measures, for tests."""

import datetime as dt

from accompaniments.models import FundedMeasure
from accompaniments.services import measures as services
from partners.enums import FundingSource, FundingUnit
from partners.models import FundingLine, ProgrammeVersion
from tests.accompaniments.endings.hands import course_of
from tests.days import TODAY
from tests.world import SINCE


def line_of(version: ProgrammeVersion, label: str = "FNAVDL", **values) -> FundingLine:
    said = {
        "funded_by": FundingSource.FNAVDL,
        "measure_type": "accompagnement social",
        "unit": FundingUnit.MEASURE,
        "quantity": 6,
        "started_on": dt.date(2015, 1, 1),
        **values,
    }
    return FundingLine.objects.get_or_create(version=version, label=label, defaults=said)[0]


def opened(world, started_on=SINCE, ended_on=None, *, enrolment=None, label="FNAVDL", today=TODAY) -> FundedMeasure:
    file = enrolment or world.mine
    return services.open_measure(
        by=world.manager.pk,
        accompaniment=course_of(file),
        line=line_of(file.version, label),
        started_on=started_on,
        ended_on=ended_on,
        today=today,
    )
