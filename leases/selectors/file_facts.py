"""What a CAL dossier is worked out from, read once: people, resources averaged, fixed costs, request, home, pieces."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from foundation.periods import in_force
from foundation.words import capitalised
from households.enums import ChargeKind, MemberKind, ResourceKind
from households.models import Charge, CurrentHousing, HouseholdMember, HousingRequest, Resource
from households.readings import person_name
from leases.models import AllocationFile, Piece
from records.selectors.parameters import ParameterValue, parameters_on

MONTHS_AVERAGED = 3  # the last three months with a statement (arrêté du 10 mars 2011 counts monthly resources)
CEILINGS = {
    "PLAI": "ceilings.plai.other_regions",
    "PLUS": "ceilings.plus.other_regions",
    "PLS": "ceilings.pls.other_regions",
}
PARAMETERS = ("surface.minimum", "ceilings.young_couple_ages", "residual_income.days", *CEILINGS.values())
HOME_CHARGES = (ChargeKind.RENT, ChargeKind.RENTAL_CHARGES)


@dataclass(frozen=True)
class Facts:
    """What the database says on a day, read once."""

    members: Sequence[HouseholdMember]
    resources: Mapping[str, Decimal]  # by anchor: the monthly average, housing benefit left out
    resource_labels: Mapping[str, str]
    months: Sequence[dt.date]
    other_costs: Mapping[ChargeKind, Decimal]
    request: HousingRequest | None
    housing: CurrentHousing | None
    pieces: Sequence[Piece]
    parameters: Mapping[str, ParameterValue]

    @property
    def adults(self) -> list[HouseholdMember]:
        """Give the adults, in the order of the file."""
        return [member for member in self.members if member.kind != MemberKind.CHILD]

    @property
    def children(self) -> list[HouseholdMember]:
        """Give the children, in the order of the file."""
        return [member for member in self.members if member.kind == MemberKind.CHILD]

    @property
    def total_resources(self) -> Decimal | None:
        """Give the monthly resources, or None when no statement is known: never a false zero."""
        return sum(self.resources.values(), Decimal(0)) if self.months else None


def facts_of(file: AllocationFile, day: dt.date) -> Facts:
    """Read what a dossier is worked out from on a day, in a constant number of queries."""
    members = list(
        HouseholdMember.objects.filter(in_force(day), household_id=file.enrolment.household_id).select_related("person")
    )
    members.sort(
        key=lambda member: (list(MemberKind).index(MemberKind(member.kind)), member.started_on, str(member.pk))
    )
    months, averages, labels = _average_resources(file, members, day)
    return Facts(
        members=members,
        resources=averages,
        resource_labels=labels,
        months=months,
        other_costs=_other_costs(file, day),
        request=HousingRequest.objects.filter(enrolment_id=file.enrolment_id, ended_on__isnull=True)
        .order_by("-filed_on")
        .first(),
        housing=CurrentHousing.objects.filter(in_force(day), enrolment_id=file.enrolment_id).first(),
        pieces=list(Piece.objects.filter(file=file, replaced_by__isnull=True).order_by("kind", "asked_on", "pk")),
        parameters=parameters_on(PARAMETERS, day),
    )


def _average_resources(
    file: AllocationFile, members: Sequence[HouseholdMember], day: dt.date
) -> tuple[list[dt.date], dict[str, Decimal], dict[str, str]]:
    """Average each resource over the last three months that have a statement; a month without it counts as nil."""
    rows = list(Resource.objects.filter(enrolment_id=file.enrolment_id, month_on__lte=day))
    months = sorted({row.month_on for row in rows}, reverse=True)[:MONTHS_AVERAGED]
    names = {member.person_id: person_name(member.person) for member in members}
    places = {member.person_id: str(place) for place, member in enumerate(members, start=1)}
    totals: dict[str, Decimal] = {}
    labels: dict[str, str] = {}
    for row in sorted(rows, key=lambda row: (row.kind, str(row.pk))):
        if row.month_on not in months or row.kind == ResourceKind.HOUSING_BENEFIT:
            continue
        anchor = (
            f"resources:{row.kind.lower()}:{places.get(row.person_id, '0')}"
            if row.person_id
            else f"resources:{row.kind.lower()}:0"
        )
        totals[anchor] = totals.get(anchor, Decimal(0)) + row.amount
        whose = f", {names[row.person_id]}" if row.person_id in names else ""
        labels[anchor] = f"{capitalised(ResourceKind(row.kind).label)}{whose}"
    return months, {anchor: total / len(months) for anchor, total in totals.items()}, labels


def _other_costs(file: AllocationFile, day: dt.date) -> dict[ChargeKind, Decimal]:
    """Give the fixed costs of the last month with a statement, those of the present home left out."""
    rows = list(Charge.objects.filter(enrolment_id=file.enrolment_id, month_on__lte=day).order_by("-month_on"))
    last = rows[0].month_on if rows else None
    costs: dict[ChargeKind, Decimal] = {}
    for row in rows:
        kind = ChargeKind(row.kind)
        if row.month_on == last and kind not in HOME_CHARGES:
            costs[kind] = costs.get(kind, Decimal(0)) + row.amount
    return costs
