"""The working list beside the month: its demand, household by household, shaped for who asks (domain.md §4.2, §3.9)."""

import datetime as dt
import uuid
from dataclasses import dataclass
from decimal import Decimal

from accompaniments.models import Referral
from accompaniments.selectors import steps
from foundation.periods import Month, in_force
from households.models import Enrolment
from households.readings import cards
from leases.models import HousingProject
from partners.reader import Reader
from reporting.enums import Figure
from reporting.models import FigureLine, MonthVersion
from reporting.rules.content import NOT_ASSIGNED, PROTECTED_FILE

OTHER_ASSOCIATION = "suivi par une autre association"


@dataclass(frozen=True)
class WorkingLine:
    """A household that looks for a home. Sector and step are empty unless it is named to who asked."""

    file_number: str
    unit: str
    typology: str
    highest_cost: Decimal | None
    since: dt.date | None
    sector: str = ""
    step: str = ""


def working_list(reader: Reader, version: MonthVersion) -> tuple[WorkingLine, ...]:
    """Give a line for each household of M1, in a constant number of queries: as many as the figure says.

    The landlord reads file numbers; an association, those of the households that it follows. A protected one, even since
    the month was made, is « dossier protégé », in no unit and without sector.
    """
    lines = list(
        FigureLine.objects.filter(version=version, figure=Figure.DEMAND)
        .select_related("unit")
        .order_by("unit__name", "tag", "on", "pk")
    )
    ids = {line.enrolment_id for line in lines if line.enrolment_id}
    files = Enrolment.objects.in_bulk(ids)
    known = list(
        Enrolment.objects.visible_to(reader)
        .filter(pk__in=ids, is_protected=False)
        .select_related("version__programme", "household")
    )
    named = {pk for pk, card in cards(reader, known).items() if card.is_readable}
    step_of = steps(reader, named)
    sectors = dict(
        Referral.objects.filter(enrolment_id__in=named)
        .order_by("received_on", "pk")
        .values_list("enrolment_id", "wished_sectors")
    )
    costs = _highest_costs(ids, Month.of(version.month.month_on).last)
    told = []
    for line in lines:
        file = files.get(line.enrolment_id) if line.enrolment_id else None
        if file is None or file.is_protected:
            told.append(WorkingLine(PROTECTED_FILE, NOT_ASSIGNED, line.tag, None, None))
            continue
        is_hers = file.pk in named
        told.append(
            WorkingLine(
                file_number=file.file_number if is_hers or reader.landlords else OTHER_ASSOCIATION,
                unit=line.unit.name if line.unit else NOT_ASSIGNED,
                typology=line.tag,
                highest_cost=costs.get(file.pk),
                since=line.on,
                sector=sectors.get(file.pk, ""),
                step=step_of[file.pk].label if file.pk in step_of else "",
            )
        )
    return tuple(told)


def _highest_costs(ids: set[uuid.UUID], day: dt.date) -> dict[uuid.UUID, Decimal | None]:
    return dict(
        HousingProject.objects.filter(in_force(day), enrolment_id__in=ids).values_list("enrolment_id", "highest_cost")
    )
