"""The criteria of a file in the pages: where each stands, who checked it, what waits for it."""

import datetime as dt
import uuid
from collections import defaultdict
from dataclasses import dataclass

from django.urls import reverse

from accompaniments.enums import State
from accompaniments.models import Accompaniment, EligibilityCheck
from accompaniments.rules.criteria import Criterion, Verdict, why_course_waits
from accompaniments.selectors.states import Course
from foundation.timeline import Due, Happened, noon_of
from households.models import Enrolment
from households.permissions import Standing, read_since
from households.readings import Card, card
from partners.models import EligibilityRule
from partners.reader import Reader
from partners.selectors import names_of

BEFORE_SUPPORT = tuple(State(value) for value in State.IN_PREPARATION if value != State.REFERRED)


@dataclass(frozen=True)
class CriterionLine:
    """A criterion, as its team reads it."""

    rule_id: uuid.UUID
    label: str
    source: str
    is_blocking: bool
    verdict: Verdict
    checked_on: dt.date | None = None
    checked_by: str = ""
    derogation: str = ""
    derogated_by: str = ""
    derogated_on: dt.date | None = None
    is_derogable: bool = True

    @property
    def is_bad(self) -> bool:
        """Tell whether the course is held back by it."""
        return self.is_blocking and self.verdict in {Verdict.TO_CHECK, Verdict.BLOCKING}

    @property
    def is_met(self) -> bool | None:
        """Give the stored answer, None while nobody checked."""
        if self.verdict == Verdict.TO_CHECK:
            return None
        return self.verdict == Verdict.MET


@dataclass(frozen=True)
class CriteriaSection:
    """The criteria's part of a file's page."""

    lines: tuple[CriterionLine, ...]
    waits: str  # why the course waits; empty when nothing holds it back
    check_url: str
    derogate_url: str


@dataclass(frozen=True)
class CriteriaPage:
    """What the forms of the criteria stand on."""

    card: Card
    lines: tuple[CriterionLine, ...]
    waits: str
    is_open: bool


def criteria_of(accompaniment: Accompaniment) -> list[Criterion]:
    """Give the criteria of a course as the rules read them, in two queries."""
    checks = {check.rule_id: check for check in EligibilityCheck.objects.filter(accompaniment=accompaniment)}
    rules = EligibilityRule.objects.for_entry(accompaniment.opened_on)
    rows = rules.filter(version_id=accompaniment.enrolment.version_id)
    return [_criterion(row, checks.get(row.pk)) for row in rows]


def section(reader: Reader, enrolment: Enrolment, hers: Standing) -> CriteriaSection | None:  # noqa: ARG001 -- every topic has this signature
    """Give the criteria's part of a file: to its team alone, since what is met or not tells of the household's life."""
    course = _course(enrolment)
    if course is None or not hers.reads_whole:
        return None
    lines = _lines(enrolment, course, hers)
    is_beyond = course.state != State.REFERRED and course.state not in BEFORE_SUPPORT
    if not lines or (is_beyond and not any(line.checked_on for line in lines)):  # taken over: nothing is left to check
        return None
    may_check = hers.may_write and course.state in BEFORE_SUPPORT
    may_derogate = hers.may_assign and may_check and any(_may_be_derogated(line) for line in lines)
    return CriteriaSection(
        lines=lines,
        waits=_waits(lines) if course.state in BEFORE_SUPPORT else "",
        check_url=reverse("accompaniments:criteria", args=[enrolment.pk]) if may_check else "",
        derogate_url=reverse("accompaniments:criteria_derogate", args=[enrolment.pk]) if may_derogate else "",
    )


def criteria_page(reader: Reader, enrolment: Enrolment, hers: Standing) -> CriteriaPage:
    """Give what the forms need. `access` let this reader write in the file, or manage it."""
    course = _course(enrolment)
    lines = _lines(enrolment, course, hers) if course else ()
    return CriteriaPage(
        card=card(reader, enrolment),
        lines=lines,
        waits=_waits(lines),
        is_open=course is not None and course.state in BEFORE_SUPPORT,
    )


def derogable(page: CriteriaPage) -> tuple[CriterionLine, ...]:
    """Give the criteria that a manager may set aside: blocking, and not met."""
    return tuple(line for line in page.lines if _may_be_derogated(line))


def due_lines(reader: Reader, known: dict[uuid.UUID, Course], hers: dict[uuid.UUID, Standing]) -> list[Due]:
    """Give the criteria that hold a course back, from the day of its present step, in two queries."""
    waiting = {
        pk: course
        for pk, course in known.items()
        if course.state in (State.REVIEWING, State.CONTACTING) and hers[pk].may_write
    }
    if not waiting:
        return []
    rules: dict[uuid.UUID, list[EligibilityRule]] = defaultdict(list)
    versions = {course.accompaniment.enrolment.version_id for course in waiting.values()}
    for rule in EligibilityRule.objects.filter(version_id__in=versions, is_blocking=True):
        rules[rule.version_id].append(rule)
    checks = {
        (check.accompaniment_id, check.rule_id): check
        for check in EligibilityCheck.objects.filter(
            accompaniment__in=[row.accompaniment.pk for row in waiting.values()]
        )
    }
    lines = []
    for pk, course in waiting.items():
        accompaniment = course.accompaniment
        found = [
            _criterion(rule, checks.get((accompaniment.pk, rule.pk)))
            for rule in rules[accompaniment.enrolment.version_id]
            if rule.holds_for(accompaniment.opened_on)
        ]
        if (why := why_course_waits(found)) is not None:
            lines.append(
                Due(
                    due_on=reader.today,
                    title="Critères d’admission",
                    why=f"{why} Critères de la version du programme.",
                    enrolment_id=pk,
                    url=reverse("accompaniments:criteria", args=[pk]),
                    act="Vérifier les critères",
                )
            )
    return lines


def happened(enrolment: Enrolment, hers: Standing) -> list[Happened]:
    """Give the derogations in a file's timeline, to its team: who accepted what, and why, is read beside the criteria."""
    if not hers.reads_whole:
        return []
    since = read_since(hers, enrolment)
    rows = EligibilityCheck.objects.filter(
        accompaniment__enrolment=enrolment, derogated_on__isnull=False, is_met=False
    ).select_related("rule")
    by_day: dict[tuple[dt.date, uuid.UUID], list[str]] = defaultdict(list)
    for row in rows:
        if row.derogated_on and row.derogated_by and (since is None or row.derogated_on >= since):
            by_day[row.derogated_on, row.derogated_by].append(row.rule.label)
    names = names_of({who for _, who in by_day})
    url = reverse("journeys:file_support", args=[enrolment.pk]) + "#criteria"
    return [
        Happened(
            on=day,
            at=noon_of(day),
            kind="STEP",
            icon="check",
            title="Dérogation aux critères d’admission",
            by=names.get(who, ""),
            url=url,
            detail=", ".join(labels),
        )
        for (day, who), labels in by_day.items()
    ]


def _course(enrolment: Enrolment) -> Accompaniment | None:
    row: Accompaniment | None = (
        Accompaniment.objects.filter(enrolment=enrolment).order_by("-opened_on", "closed_on", "pk").first()
    )
    return row


def _criterion(rule: EligibilityRule, check: EligibilityCheck | None) -> Criterion:
    return Criterion(
        label=rule.label,
        is_blocking=rule.is_blocking,
        is_met=check.is_met if check else None,
        is_derogated=bool(check and check.derogated_on),
        is_derogable=rule.is_derogable,
    )


def _lines(enrolment: Enrolment, course: Accompaniment, hers: Standing) -> tuple[CriterionLine, ...]:
    since = read_since(hers, enrolment)
    checks = {
        check.rule_id: check
        for check in EligibilityCheck.objects.filter(accompaniment=course)
        if since is None or check.checked_on >= since
    }
    names = names_of(
        {check.checked_by for check in checks.values()}
        | {check.derogated_by for check in checks.values() if check.derogated_by}
    )
    lines = []
    for rule in EligibilityRule.objects.for_entry(course.opened_on).filter(version_id=enrolment.version_id):
        check = checks.get(rule.pk)
        verdict = _criterion(rule, check).verdict
        is_derogated = verdict == Verdict.DEROGATED
        lines.append(
            CriterionLine(
                rule_id=rule.pk,
                label=rule.label,
                source=rule.source,
                is_blocking=rule.is_blocking,
                is_derogable=rule.is_derogable,
                verdict=verdict,
                checked_on=check.checked_on if check else None,
                checked_by=names.get(check.checked_by, "") if check else "",
                derogation=check.derogation if check and is_derogated else "",
                derogated_by=names.get(check.derogated_by, "") if check and check.derogated_by and is_derogated else "",
                derogated_on=check.derogated_on if check and is_derogated else None,
            )
        )
    return tuple(lines)


def _waits(lines: tuple[CriterionLine, ...]) -> str:
    found = [
        Criterion(
            line.label,
            line.is_blocking,
            line.is_met,
            is_derogated=line.derogated_on is not None,
            is_derogable=line.is_derogable,
        )
        for line in lines
    ]
    return why_course_waits(found) or ""


def _may_be_derogated(line: CriterionLine) -> bool:
    return line.is_blocking and line.is_derogable and line.verdict == Verdict.BLOCKING
