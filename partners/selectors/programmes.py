"""What programmes' versions agreed, for the other parts."""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from dateutil.relativedelta import relativedelta

from foundation.words import counted
from partners.enums import Axis, CadenceKind, CadenceUnit, FundingSource, FundingUnit, OutreachKind
from partners.models import (
    Cadence,
    EligibilityRule,
    FundingLine,
    Organisation,
    OutreachStep,
    Programme,
    ProgrammeVersion,
)
from partners.selectors.territory import Named


@dataclass(frozen=True)
class CadenceLine:
    """Something a version wants done every so often, or within a time."""

    kind: CadenceKind
    every: int
    unit: CadenceUnit
    source: str
    is_to_confirm: bool

    def after(self, day: dt.date) -> dt.date:
        """Give the day one cadence after this one (a month clips to its end)."""
        if self.unit == CadenceUnit.MONTHS:
            return day + relativedelta(months=self.every)
        return day + dt.timedelta(days=self.every)

    @property
    def label(self) -> str:
        """Give « 42 jours » or « 1 mois »."""
        word = "mois" if self.unit == CadenceUnit.MONTHS else "jour" if self.every == 1 else "jours"
        return f"{self.every}\u00a0{word}"


@dataclass(frozen=True)
class VersionLine:
    """A programme's version, as forms offer it."""

    id: uuid.UUID
    programme_id: uuid.UUID
    name: str
    axis: Axis
    number: int
    started_on: dt.date
    ended_on: dt.date | None
    landlords: tuple[Named, ...]
    associations: tuple[Named, ...]


def programme_versions_on(
    day: dt.date, *, landlord_id: uuid.UUID | None = None, association_id: uuid.UUID | None = None
) -> list[VersionLine]:
    """Give the versions in force on this day, those of a landlord or of an association when one is given."""
    rows = ProgrammeVersion.objects.open_on(day)
    if landlord_id is not None:
        rows = rows.filter(landlords=landlord_id)
    if association_id is not None:
        rows = rows.filter(associations=association_id)
    rows = rows.select_related("programme").prefetch_related("landlords", "associations").order_by("programme__name")
    return [
        VersionLine(
            id=row.pk,
            programme_id=row.programme_id,
            name=row.programme.name,
            axis=Axis(row.programme.axis),
            number=row.number,
            started_on=row.started_on,
            ended_on=row.ended_on,
            landlords=tuple(Named(landlord.pk, landlord.name) for landlord in row.landlords.all()),
            associations=tuple(Named(association.pk, association.name) for association in row.associations.all()),
        )
        for row in rows
    ]


def cadences(version_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, dict[CadenceKind, CadenceLine]]:
    """Give what each version wants done regularly, by kind, in one query."""
    found: dict[uuid.UUID, dict[CadenceKind, CadenceLine]] = {pk: {} for pk in version_ids}
    for row in Cadence.objects.filter(version_id__in=found):
        kind = CadenceKind(row.kind)
        found[row.version_id][kind] = CadenceLine(
            kind=kind, every=row.every, unit=CadenceUnit(row.unit), source=row.source, is_to_confirm=row.is_to_confirm
        )
    return found


def cadence(version_id: uuid.UUID, kind: CadenceKind) -> CadenceLine | None:
    """Give one cadence of a version, if it has it."""
    return cadences([version_id])[version_id].get(kind)


@dataclass(frozen=True)
class RungLine:
    """A rung of a version's outreach ladder."""

    position: int
    kind: OutreachKind
    wait_days: int
    source: str
    is_to_confirm: bool

    @property
    def label(self) -> str:
        """Give « courrier recommandé, 10 jours après l’étape d’avant »."""
        if not self.wait_days:
            return str(self.kind.label)
        days = f"{self.wait_days}\u00a0{'jour' if self.wait_days == 1 else 'jours'}"
        return f"{self.kind.label}, {days} après l’étape d’avant"


def ladders(version_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, tuple[RungLine, ...]]:
    """Give each version's outreach ladder, rung after rung, in one query; empty where none was agreed."""
    found: dict[uuid.UUID, tuple[RungLine, ...]] = dict.fromkeys(version_ids, ())
    for row in OutreachStep.objects.filter(version_id__in=found).order_by("position"):
        rung = RungLine(
            position=row.position,
            kind=OutreachKind(row.kind),
            wait_days=row.wait_days,
            source=row.source,
            is_to_confirm=row.is_to_confirm,
        )
        found[row.version_id] = (*found[row.version_id], rung)
    return found


@dataclass(frozen=True)
class FundingRead:
    """A funding line of a version, as pages show and forms offer it."""

    id: uuid.UUID
    label: str
    quantity: str  # « 4 mesures »
    funder: str
    measure_type: str
    is_for_dalo: bool
    source: str
    started_on: dt.date
    ended_on: dt.date | None


def funding_read(row: FundingLine) -> FundingRead:
    """Give a funding line in words."""
    months = row.unit == FundingUnit.MONTH
    return FundingRead(
        id=row.pk,
        label=row.label,
        quantity=f"{row.quantity}\u00a0mois" if months else counted(row.quantity, "mesure"),
        funder=str(FundingSource(row.funded_by).label),
        measure_type=row.measure_type,
        is_for_dalo=row.is_for_dalo,
        source=row.source,
        started_on=row.started_on,
        ended_on=row.ended_on,
    )


@dataclass(frozen=True)
class ProgrammeLine:
    """A programme in the administrator's list, with the version in force."""

    id: uuid.UUID
    name: str
    axis: str
    number: int | None
    started_on: dt.date | None
    landlords: str
    associations: str
    target_households: int | None
    has_doubts: bool


@dataclass(frozen=True)
class CriterionLine:
    """A criterion of a version, and for which files it holds."""

    id: uuid.UUID
    label: str
    is_blocking: bool
    is_derogable: bool
    source: str
    started_on: dt.date | None
    ended_on: dt.date | None

    @property
    def effect(self) -> str:
        """Say what it does when it is not met."""
        if not self.is_blocking:
            return "signale, sans bloquer"
        return "bloque, la responsable peut y déroger" if self.is_derogable else "bloque, sans dérogation possible"


@dataclass(frozen=True)
class VersionPage:
    """A version with all that it agreed."""

    version: ProgrammeVersion
    landlords: str
    associations: str
    cadences: tuple[CadenceLine, ...]
    ladder: tuple[RungLine, ...]
    doubts: frozenset[str]
    is_open: bool
    is_pinned: bool
    criteria: tuple[CriterionLine, ...] = ()
    funding: tuple[FundingRead, ...] = ()

    @property
    def may_be_corrected(self) -> bool:
        """Tell whether it can still change."""
        return self.is_open and not self.is_pinned

    @property
    def may_be_undone(self) -> bool:
        """Tell whether it can be taken back."""
        return self.may_be_corrected and self.version.number > 1


def programme_lines(day: dt.date) -> list[ProgrammeLine]:
    """Give the programmes by name, in a constant number of queries."""
    versions = {
        row.programme_id: row
        for row in ProgrammeVersion.objects.open_on(day).prefetch_related(
            "landlords", "associations", "cadences", "ladder"
        )
    }
    lines = []
    for programme in Programme.objects.order_by("name", "pk"):
        row = versions.get(programme.pk)
        lines.append(
            ProgrammeLine(
                id=programme.pk,
                name=programme.name,
                axis=str(Axis(programme.axis).label),
                number=row.number if row else None,
                started_on=row.started_on if row else None,
                landlords=_names(row.landlords.all()) if row else "",
                associations=_names(row.associations.all()) if row else "",
                target_households=row.target_households if row else None,
                has_doubts=bool(
                    row and (row.to_confirm or any(c.is_to_confirm for c in (*row.cadences.all(), *row.ladder.all())))
                ),
            )
        )
    return lines


def version_pages(programme: Programme) -> list[VersionPage]:
    """Give a programme's versions, the latest first."""
    rows = (
        ProgrammeVersion.objects.filter(programme=programme)
        .select_related("lead")
        .prefetch_related("landlords", "associations", "criteria", "funding_lines")
        .order_by("-number")
    )
    agreed, rungs = cadences(row.pk for row in rows), ladders(row.pk for row in rows)
    return [
        VersionPage(
            version=row,
            landlords=_names(row.landlords.all()),
            associations=_names(row.associations.all()),
            cadences=tuple(agreed[row.pk][kind] for kind in CadenceKind if kind in agreed[row.pk]),
            ladder=rungs[row.pk],
            doubts=frozenset(row.to_confirm.split()),
            is_open=row.ended_on is None,
            is_pinned=row.ended_on is None and is_pinned(row),
            criteria=tuple(_criterion_line(rule) for rule in row.criteria.all()),
            funding=tuple(funding_read(line) for line in row.funding_lines.all()),
        )
        for row in rows
    ]


def _criterion_line(rule: EligibilityRule) -> CriterionLine:
    return CriterionLine(
        id=rule.pk,
        label=rule.label,
        is_blocking=rule.is_blocking,
        is_derogable=rule.is_derogable,
        source=rule.source,
        started_on=rule.started_on,
        ended_on=rule.ended_on,
    )


def latest_version(programme: Programme) -> ProgrammeVersion | None:
    """Give the version that a new one would follow."""
    latest: ProgrammeVersion | None = (
        ProgrammeVersion.objects.filter(programme=programme)
        .prefetch_related("landlords", "associations", "cadences", "ladder")
        .order_by("-number")
        .first()
    )
    return latest


def organisations_among(ids: Iterable[uuid.UUID]) -> list[Organisation]:
    """Give the organisations with these ids, by name."""
    return list(Organisation.objects.filter(pk__in=list(ids)).order_by("name"))


def _names(rows: Iterable[Organisation]) -> str:
    return ", ".join(row.name for row in rows)


def is_pinned(version: ProgrammeVersion) -> bool:
    """Tell whether something of another part (a file, above all) points to this version, without knowing what."""
    for relation in ProgrammeVersion._meta.get_fields(include_hidden=True):
        model = relation.related_model
        if not relation.one_to_many or isinstance(model, str) or model is None or model._meta.app_label == "partners":
            continue
        if model._default_manager.filter(**{relation.field.name: version.pk}).exists():  # type: ignore[union-attr]
            return True
    return False


def criteria_count(version: ProgrammeVersion) -> int:
    """Give how many criteria of a version stand."""
    return int(version.criteria.filter(ended_on__isnull=True).count())
