"""The reference data of the pilot: real organisations, their territory, the two programmes. No person is in it."""

import datetime as dt
import json
import uuid
from pathlib import Path
from typing import Any

from django.db import transaction

from partners.enums import (
    Axis,
    CadenceKind,
    CadenceUnit,
    FundingSource,
    FundingUnit,
    OrganisationKind,
    OutreachKind,
    Role,
)
from partners.models import Agency, FundingLine, ManagementUnit, Organisation, Programme, ProgrammeVersion
from partners.services.criteria import CriterionTerms
from partners.services.organisations import create_organisation
from partners.services.programmes import CadenceTerms, RungTerms, Terms, create_programme
from partners.services.territory import create_agency, create_unit
from records.services.events import record

PILOT = Path(__file__).resolve().parent.parent / "reference" / "mistral.json"


@transaction.atomic
def load_pilot(*, by: uuid.UUID) -> dict[str, int]:
    """Add what is missing of the pilot, and touch nothing that exists. Gives how many rows of each kind were added."""
    data = json.loads(PILOT.read_text(encoding="utf-8"))
    added = {"organisations": 0, "agencies": 0, "units": 0, "programmes": 0, "funding_lines": 0}
    found: dict[str, Organisation] = {}
    for row in data["organisations"]:
        organisation = Organisation.objects.filter(name__iexact=row["name"]).first()
        if organisation is None:
            organisation = _organisation(row, by)
            added["organisations"] += 1
        found[row["name"]] = organisation
        for agency_row in row.get("agencies", ()):
            agencies, units = _agency(organisation, agency_row, by)
            added["agencies"] += agencies
            added["units"] += units
    for row in data["programmes"]:
        if not Programme.objects.filter(slug=row["slug"]).exists():
            create_programme(
                by=by, name=row["name"], slug=row["slug"], axis=Axis(row["axis"]), terms=_terms(row, found)
            )
            added["programmes"] += 1
        added["funding_lines"] += _funding(row, by)
    return added


def _funding(row: dict[str, Any], by: uuid.UUID) -> int:
    """Add the funding lines of a programme's first version, when none stands there."""
    version = ProgrammeVersion.objects.get(programme__slug=row["slug"], number=1)
    if version.funding_lines.exists():
        return 0
    lines = [
        FundingLine(
            version=version,
            label=line["label"],
            funded_by=FundingSource(line["funded_by"]),
            measure_type=line["measure_type"],
            unit=FundingUnit(line["unit"]),
            quantity=line["quantity"],
            is_for_dalo=line.get("is_for_dalo", False),
            source=line["source"],
            started_on=version.started_on,
        )
        for line in row["funding"]
    ]
    FundingLine.objects.bulk_create(lines)
    record("programme_version.funded", version, by=by, subject_id=version.programme_id, details={"lines": len(lines)})
    return len(lines)


def _organisation(row: dict[str, Any], by: uuid.UUID) -> Organisation:
    approved_on = row.get("subletting_approved_on")
    return create_organisation(
        by=by,
        name=row["name"],
        kind=OrganisationKind(row["kind"]),
        legal_form=row["legal_form"],
        started_on=dt.date.fromisoformat(row["started_on"]),
        subletting_approved_on=dt.date.fromisoformat(approved_on) if approved_on else None,
        totp_roles=list(Role),
    )


def _agency(landlord: Organisation, row: dict[str, Any], by: uuid.UUID) -> tuple[int, int]:
    agency, agencies, units = Agency.objects.filter(landlord=landlord, name=row["name"]).first(), 0, 0
    if agency is None:
        agency = create_agency(by=by, landlord=landlord, name=row["name"], started_on=landlord.started_on)
        agencies = 1
    for name in row["units"]:
        if not ManagementUnit.objects.filter(agency=agency, name=name).exists():
            create_unit(by=by, agency=agency, name=name, started_on=agency.started_on)
            units += 1
    return agencies, units


def _terms(row: dict[str, Any], found: dict[str, Organisation]) -> Terms:
    return Terms(
        lead=found[row["lead"]],
        landlords=[found[name] for name in row["landlords"]],
        associations=[found[name] for name in row["associations"]],
        started_on=dt.date.fromisoformat(row["started_on"]),
        target_households=row["target_households"],
        caseload_ratio=row["caseload_ratio"],
        watch_months=row["watch_months"],
        source=row["source"],
        to_confirm=row["to_confirm"],
        cadences=[
            CadenceTerms(
                kind=CadenceKind(cadence["kind"]),
                every=cadence["every"],
                unit=CadenceUnit(cadence["unit"]),
                source=cadence["source"],
                is_to_confirm=cadence.get("is_to_confirm", False),
            )
            for cadence in row["cadences"]
        ],
        outreach_last_wait=row.get("outreach_last_wait", 10),
        ladder=[
            RungTerms(
                kind=OutreachKind(rung["kind"]),
                wait_days=rung["wait_days"],
                source=rung["source"],
                is_to_confirm=rung.get("is_to_confirm", False),
            )
            for rung in row.get("ladder", ())
        ],
        criteria=[
            CriterionTerms(
                code=criterion["code"],
                label=criterion["label"],
                is_blocking=criterion.get("is_blocking", False),
                source=criterion["source"],
            )
            for criterion in row.get("criteria", ())
        ],
    )
