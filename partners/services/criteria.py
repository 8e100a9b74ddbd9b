"""The criteria of a programme's version: written with it, kept by the version that follows unless it says its own.

While no file entered with a version they are corrected in place. Then a change holds for the files that enter from a day to
come: the former row keeps its days, and those who are already in keep what they were held to.
"""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.text import slugify

from foundation.periods import eve
from foundation.refusals import Refused
from foundation.words import plain_date
from partners.models import EligibilityRule, ProgrammeVersion
from partners.selectors.programmes import is_pinned
from records.services.events import record


@dataclass(frozen=True)
class CriterionTerms:
    """One criterion of a version, as agreed."""

    code: str
    label: str
    is_blocking: bool = False
    source: str = ""
    is_derogable: bool = True


@dataclass(frozen=True)
class CriterionWords:
    """What the administrator says of one criterion; its place among them, from 1."""

    label: str
    is_blocking: bool
    is_derogable: bool
    source: str
    position: int


def write_criteria(version: ProgrammeVersion, criteria: Sequence[CriterionTerms] | None) -> None:
    """Write the criteria of a version (part of a larger act, which leaves the event).

    None says nothing of them: a version keeps its own, and a new one starts from those of the version before.
    """
    if criteria is None:
        if version.criteria.exists():
            return
        before = EligibilityRule.objects.filter(version__programme_id=version.programme_id)
        former = before.filter(version__number__lt=version.number).order_by("-version__number").first()
        standing = EligibilityRule.objects.filter(ended_on__isnull=True)
        rows = standing.filter(version_id=former.version_id) if former else []
        criteria = [CriterionTerms(row.code, row.label, row.is_blocking, row.source, row.is_derogable) for row in rows]
    version.criteria.all().delete()
    EligibilityRule.objects.bulk_create(
        EligibilityRule(
            version=version,
            position=position,
            code=criterion.code,
            label=criterion.label.strip(),
            is_blocking=criterion.is_blocking,
            is_derogable=criterion.is_derogable,
            source=criterion.source.strip(),
        )
        for position, criterion in enumerate(criteria, start=1)
    )


@transaction.atomic
def add_criterion(
    *, by: uuid.UUID, version: ProgrammeVersion, words: CriterionWords, from_on: dt.date | None, today: dt.date
) -> EligibilityRule:
    """Add a criterion to the open version; once files entered with it, for those that enter from a day to come. Raises Refused."""
    locked, used = _locked(version)
    started_on = _from(from_on, today) if used else None
    _refuse_taken(locked, words.label)
    row: EligibilityRule = EligibilityRule.objects.create(
        version=locked, code=_code(locked, words.label), started_on=started_on, **_told(words)
    )
    _place(locked, row, words.position)
    _record("criterion.added", row, by=by, on=started_on)
    return row


@transaction.atomic
def change_criterion(
    *, by: uuid.UUID, criterion: EligibilityRule, words: CriterionWords, from_on: dt.date | None, today: dt.date
) -> EligibilityRule:
    """Change a criterion: in place while no file entered with its version, else by a row that follows it from a day to come.

    A mere change of place is one for everybody: it changes nothing of what is asked. Raises Refused.
    """
    locked, used = _locked(criterion.version)
    row = _standing(criterion)
    told = _told(words)
    _refuse_taken(locked, words.label, but=row)
    if used and any(getattr(row, name) != value for name, value in told.items() if name != "position"):
        started_on = _from(from_on, today)
        if row.started_on is not None and row.started_on >= started_on:
            raise Refused(
                f"Ce critère commence le {plain_date(row.started_on)}\u00a0: indiquez un jour suivant.", "from_on"
            )
        row.ended_on = eve(started_on)
        row.save(update_fields=["ended_on"])
        row = EligibilityRule.objects.create(version=locked, code=row.code, started_on=started_on, **told)
    else:
        for name, value in told.items():
            setattr(row, name, value)
        row.save()
    _place(locked, row, words.position)
    _record("criterion.changed", row, by=by, on=row.started_on)
    return row


@transaction.atomic
def retire_criterion(*, by: uuid.UUID, criterion: EligibilityRule, ended_on: dt.date, today: dt.date) -> None:
    """Retire a criterion: `ended_on` is the last day on which a file that enters is held to it. Raises Refused.

    While no file entered with its version it is simply taken away.
    """
    locked, used = _locked(criterion.version)
    row = _standing(criterion)
    if used and ended_on < today:
        raise Refused(
            "Des dossiers sont entrés avec ce critère\u00a0: indiquez aujourd’hui ou un jour à venir.", "ended_on"
        )
    if row.started_on is not None and ended_on < row.started_on:
        raise Refused(f"Ce critère commence le {plain_date(row.started_on)}.", "ended_on")
    _record("criterion.retired", row, by=by, on=ended_on)
    if used:
        row.ended_on = ended_on
        row.save(update_fields=["ended_on"])
    else:
        row.delete()
    _renumber(locked)


def _locked(version: ProgrammeVersion) -> tuple[ProgrammeVersion, bool]:
    """Give the open version under a lock, and whether files entered with it. Raises Refused for one that is over."""
    locked: ProgrammeVersion = ProgrammeVersion.objects.select_for_update(of=("self",)).get(pk=version.pk)
    if locked.ended_on is not None:
        raise Refused("Cette version est terminée\u00a0: ses critères restent ceux de ses dossiers.")
    return locked, is_pinned(locked)


def _standing(criterion: EligibilityRule) -> EligibilityRule:
    row: EligibilityRule | None = EligibilityRule.objects.filter(pk=criterion.pk, ended_on__isnull=True).first()
    if row is None:
        raise Refused("Ce critère est déjà retiré, ou un autre l’a remplacé.")
    return row


def _from(from_on: dt.date | None, today: dt.date) -> dt.date:
    if from_on is None:
        raise Refused(
            "Des dossiers sont entrés avec cette version\u00a0: dites à partir de quel jour cela vaut.", "from_on"
        )
    if from_on <= today:
        raise Refused("Les dossiers déjà entrés gardent leurs critères\u00a0: indiquez un jour à venir.", "from_on")
    return from_on


def _told(words: CriterionWords) -> dict[str, object]:
    return {
        "label": words.label.strip(),
        "is_blocking": words.is_blocking,
        "is_derogable": words.is_derogable,
        "source": words.source.strip(),
        "position": words.position,
    }


def _refuse_taken(version: ProgrammeVersion, label: str, but: EligibilityRule | None = None) -> None:
    same = version.criteria.filter(ended_on__isnull=True, label__iexact=label.strip())
    if same.exclude(pk=but.pk if but else None).exists():
        raise Refused("Ce critère existe déjà dans cette version.", "label")


def _code(version: ProgrammeVersion, label: str) -> str:
    """Give a code that no criterion of the version ever had: it says in the journal which one is meant."""
    known = set(version.criteria.values_list("code", flat=True))
    stem = slugify(label)[:34] or "critere"
    return next(code for number in range(1, 1000) if (code := stem if number == 1 else f"{stem}-{number}") not in known)


def _place(version: ProgrammeVersion, row: EligibilityRule, position: int) -> None:
    """Put a criterion at its place among those that stand, the others keeping their order."""
    others = list(version.criteria.filter(ended_on__isnull=True).exclude(pk=row.pk))
    others.insert(max(0, min(position - 1, len(others))), row)
    _number(others)


def _renumber(version: ProgrammeVersion) -> None:
    _number(list(version.criteria.filter(ended_on__isnull=True)))


def _number(rows: list[EligibilityRule]) -> None:
    for number, row in enumerate(rows, start=1):
        row.position = number
        row.save(update_fields=["position"])


def _record(verb: str, row: EligibilityRule, *, by: uuid.UUID, on: dt.date | None) -> None:
    details = {"code": row.code, "on": on.isoformat() if on else ""}
    record(verb, row.version, by=by, subject_id=row.version.programme_id, details=details)
