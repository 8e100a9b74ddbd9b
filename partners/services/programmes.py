"""Programmes and their versions: what was agreed never changes under a file that was entered with it."""

import datetime as dt
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils.text import slugify

from foundation.periods import eve
from foundation.refusals import Refused
from partners.enums import Axis, CadenceKind, CadenceUnit, OutreachKind
from partners.models import Cadence, Organisation, OutreachStep, Programme, ProgrammeVersion
from partners.selectors.programmes import is_pinned
from partners.services.criteria import CriterionTerms, write_criteria
from records.services.events import record


@dataclass(frozen=True)
class CadenceTerms:
    """One cadence of a version, as agreed."""

    kind: CadenceKind
    every: int
    unit: CadenceUnit
    source: str = ""
    is_to_confirm: bool = False


@dataclass(frozen=True)
class RungTerms:
    """One rung of a version's outreach ladder, so many days after the rung before."""

    kind: OutreachKind
    wait_days: int = 0
    source: str = ""
    is_to_confirm: bool = False


@dataclass(frozen=True)
class Terms:
    """What a version agrees. `to_confirm` names the fields that the source does not state."""

    lead: Organisation
    landlords: Collection[Organisation]
    associations: Collection[Organisation]
    started_on: dt.date
    target_households: int | None = None
    caseload_ratio: int | None = None
    preparation_weight: Decimal = Decimal(1)
    watch_weight: Decimal = Decimal(0)
    watch_months: int = 0
    outreach_last_wait: int = 10
    effort_cap: Decimal | None = None
    effort_amber: Decimal = Decimal(25)
    effort_red: Decimal = Decimal(33)
    source: str = ""
    to_confirm: Collection[str] = ()
    cadences: Sequence[CadenceTerms] = ()
    ladder: Sequence[RungTerms] = ()
    criteria: Sequence[CriterionTerms] | None = None  # None: those of the version before


@transaction.atomic
def create_programme(*, by: uuid.UUID, name: str, axis: Axis, terms: Terms, slug: str = "") -> ProgrammeVersion:
    """Add a programme and its first version. Raises Refused when the name is taken."""
    slug = slug or slugify(name)[:60]
    if not slug or Programme.objects.filter(slug=slug).exists() or Programme.objects.filter(name__iexact=name).exists():
        raise Refused("Un programme porte déjà ce nom.", "name")
    programme: Programme = Programme.objects.create(slug=slug, name=name.strip(), axis=axis)
    record("programme.created", programme, by=by, subject_id=programme.pk, details={"axis": str(axis)})
    return _write(ProgrammeVersion(programme=programme, number=1), terms, by=by, verb="programme_version.created")


@transaction.atomic
def rename_programme(*, by: uuid.UUID, programme: Programme, name: str) -> Programme:
    """Correct a programme's name; its axis never changes, files hang on it. Raises Refused."""
    if Programme.objects.filter(name__iexact=name.strip()).exclude(pk=programme.pk).exists():
        raise Refused("Un programme porte déjà ce nom.", "name")
    programme.name = name.strip()
    programme.save(update_fields=["name"])
    record("programme.renamed", programme, by=by, subject_id=programme.pk)
    return programme


@transaction.atomic
def edit_version(*, by: uuid.UUID, version: ProgrammeVersion, terms: Terms) -> ProgrammeVersion:
    """Correct the open version, as long as no file was entered with it. Raises Refused otherwise."""
    locked: ProgrammeVersion = ProgrammeVersion.objects.select_for_update(of=("self",)).get(pk=version.pk)
    if locked.ended_on is not None:
        raise Refused("Cette version est terminée.")
    if is_pinned(locked):
        raise Refused("Des dossiers sont entrés avec cette version\u00a0: enregistrez une nouvelle version.")
    former = _former(locked)
    if former is not None and former.started_on >= terms.started_on:
        raise Refused("La version précédente commence ce jour-là ou après.", "started_on")
    if former is not None:
        former.ended_on = eve(terms.started_on)
        former.save(update_fields=["ended_on"])
    return _write(locked, terms, by=by, verb="programme_version.edited")


@transaction.atomic
def add_version(*, by: uuid.UUID, programme: Programme, terms: Terms) -> ProgrammeVersion:
    """Agree a new version from a day on; the open one ends on the eve, its files keep it (domain.md §7.2). Raises Refused."""
    rows = ProgrammeVersion.objects.select_for_update(of=("self",)).filter(programme=programme)
    latest: ProgrammeVersion = rows.order_by("-number")[0]
    if terms.started_on <= latest.started_on:
        raise Refused("Une nouvelle version commence après la précédente.", "started_on")
    if latest.ended_on is None or latest.ended_on >= terms.started_on:
        latest.ended_on = eve(terms.started_on)
        latest.save(update_fields=["ended_on"])
    version = ProgrammeVersion(programme=programme, number=latest.number + 1)
    return _write(version, terms, by=by, verb="programme_version.created")


@transaction.atomic
def undo_version(*, by: uuid.UUID, version: ProgrammeVersion) -> None:
    """Take back the latest version while no file was entered with it; the former one is open again. Raises Refused."""
    locked: ProgrammeVersion = ProgrammeVersion.objects.select_for_update(of=("self",)).get(pk=version.pk)
    former = _former(locked)
    if locked.ended_on is not None or former is None or is_pinned(locked):
        raise Refused("Seule la dernière version, sans dossier, peut être annulée.")
    details = {"number": locked.number, "started_on": locked.started_on.isoformat()}
    record("programme_version.withdrawn", locked, by=by, subject_id=locked.programme_id, details=details)
    locked.delete()
    former.ended_on = None
    former.save(update_fields=["ended_on"])


def _former(version: ProgrammeVersion) -> ProgrammeVersion | None:
    rows = ProgrammeVersion.objects.filter(programme_id=version.programme_id, number__lt=version.number)
    former: ProgrammeVersion | None = rows.order_by("-number").first()
    return former


def _write(version: ProgrammeVersion, terms: Terms, *, by: uuid.UUID, verb: str) -> ProgrammeVersion:
    version.lead, version.started_on = terms.lead, terms.started_on
    version.target_households, version.caseload_ratio = terms.target_households, terms.caseload_ratio
    version.preparation_weight, version.watch_weight = terms.preparation_weight, terms.watch_weight
    version.watch_months, version.source = terms.watch_months, terms.source.strip()
    version.outreach_last_wait = terms.outreach_last_wait
    version.effort_cap, version.effort_amber, version.effort_red = (
        terms.effort_cap,
        terms.effort_amber,
        terms.effort_red,
    )
    version.to_confirm = " ".join(sorted(terms.to_confirm))
    version.save()
    version.landlords.set(terms.landlords)
    version.associations.set(terms.associations)
    version.cadences.all().delete()
    Cadence.objects.bulk_create(
        Cadence(
            version=version,
            kind=cadence.kind,
            every=cadence.every,
            unit=cadence.unit,
            source=cadence.source.strip(),
            is_to_confirm=cadence.is_to_confirm,
        )
        for cadence in terms.cadences
    )
    version.ladder.all().delete()
    OutreachStep.objects.bulk_create(
        OutreachStep(
            version=version,
            position=position,
            kind=rung.kind,
            wait_days=rung.wait_days,
            source=rung.source.strip(),
            is_to_confirm=rung.is_to_confirm,
        )
        for position, rung in enumerate(terms.ladder, start=1)
    )
    write_criteria(version, terms.criteria)
    details = {"number": version.number, "started_on": version.started_on.isoformat()}
    record(verb, version, by=by, subject_id=version.programme_id, details=details)
    return version
