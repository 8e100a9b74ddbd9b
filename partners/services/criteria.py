"""The criteria of a programme's version: written with it, kept by the version that follows unless it says its own."""

from collections.abc import Sequence
from dataclasses import dataclass

from partners.models import EligibilityRule, ProgrammeVersion


@dataclass(frozen=True)
class CriterionTerms:
    """One criterion of a version, as agreed."""

    code: str
    label: str
    is_blocking: bool = False
    source: str = ""


def write_criteria(version: ProgrammeVersion, criteria: Sequence[CriterionTerms] | None) -> None:
    """Write the criteria of a version (part of a larger act, which leaves the event).

    None says nothing of them: a version keeps its own, and a new one starts from those of the version before.
    """
    if criteria is None:
        if version.criteria.exists():
            return
        before = EligibilityRule.objects.filter(version__programme_id=version.programme_id)
        former = before.filter(version__number__lt=version.number).order_by("-version__number").first()
        rows = EligibilityRule.objects.filter(version_id=former.version_id) if former else []
        criteria = [CriterionTerms(row.code, row.label, row.is_blocking, row.source) for row in rows]
    version.criteria.all().delete()
    EligibilityRule.objects.bulk_create(
        EligibilityRule(
            version=version,
            position=position,
            code=criterion.code,
            label=criterion.label.strip(),
            is_blocking=criterion.is_blocking,
            source=criterion.source.strip(),
        )
        for position, criterion in enumerate(criteria, start=1)
    )
