"""What a manager's home says of the months: those to validate, why the last one moved, the files that are ready."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from foundation.periods import Month
from foundation.words import counted, month_name, of_month, plain_date
from partners.reader import Reader
from records.enums import JobStatus
from records.models import Job
from reporting.enums import FileKind, MonthStatus
from reporting.models import DashboardMonth, MonthVersion, Validation
from reporting.rules import shown
from reporting.selectors.known_files import known_files, numbers_of, without_protected
from reporting.selectors.month_shapes import Reason
from reporting.selectors.months import content_of, correction_reason

FILES_SHOWN_FOR = dt.timedelta(days=7)
REASONS_SHOWN = 4


@dataclass(frozen=True)
class MonthToValidate:
    """A provisional month that one of her associations has not validated."""

    title: str
    programme: str
    url: str
    act_url: str
    meta: str


@dataclass(frozen=True)
class MonthMoved:
    """What the latest month of a programme corrected of the one before, and how it moved."""

    title: str
    programme: str
    url: str
    sentence: str
    reasons: tuple[Reason, ...]
    beyond: int


@dataclass(frozen=True)
class FileReady:
    """A file that she had made lately."""

    label: str
    meta: str
    url: str


@dataclass(frozen=True)
class MonthNews:
    """The three together."""

    to_validate: tuple[MonthToValidate, ...]
    moved: tuple[MonthMoved, ...]
    files: tuple[FileReady, ...]


def month_news(reader: Reader) -> MonthNews:
    """Give what a manager's home says of the months, in a constant number of queries."""
    rows = list(
        DashboardMonth.objects.visible_to(reader).select_related("programme").order_by("programme__name", "-month_on")
    )
    provisional = [row for row in rows if row.status == MonthStatus.PROVISIONAL]
    latest = {row.programme_id: row for row in reversed(rows)}
    wanted = {row.pk for row in (*provisional, *latest.values())}
    versions: dict[object, MonthVersion] = {}
    for version in (
        MonthVersion.objects.filter(month_id__in=wanted).select_related("month__programme").order_by("number")
    ):
        versions[version.month_id] = version
    return MonthNews(
        to_validate=_to_validate(reader, [versions[row.pk] for row in provisional if row.pk in versions]),
        moved=_moved(reader, [versions[row.pk] for row in latest.values() if row.pk in versions]),
        files=_files(reader),
    )


def _to_validate(reader: Reader, versions: Sequence[MonthVersion]) -> tuple[MonthToValidate, ...]:
    done = set(
        Validation.objects.filter(version__in=versions, association_id__in=reader.managed_associations).values_list(
            "version_id", "association_id"
        )
    )
    found = []
    for version in sorted(versions, key=lambda one: one.month.month_on):
        hers = _hers(reader, version)
        if not hers or all((version.pk, pk) in done for pk in hers):
            continue
        key = [version.month.programme.slug, str(Month.of(version.month.month_on))]
        found.append(
            MonthToValidate(
                title=month_name(version.month.month_on),
                programme=version.month.programme.name,
                url=reverse("reporting:month", args=key),
                act_url=reverse("reporting:validate", args=key),
                meta=f"Calculé le {plain_date(version.computed_at)}",
            )
        )
    return tuple(found)


def _hers(reader: Reader, version: MonthVersion) -> set[uuid.UUID]:
    """Give the associations of hers that the month names."""
    named = {part.get("association_id") for part in version.content.get("associations", ())}
    return {pk for pk in reader.managed_associations if str(pk) in named}


def _moved(reader: Reader, versions: Sequence[MonthVersion]) -> tuple[MonthMoved, ...]:
    contents = [(version, content_of(version, movements=0)) for version in versions]
    files = known_files(reader, {number for _, content in contents for number in numbers_of(content)})
    found = []
    for version, raw in contents:
        content = without_protected(raw, files.protected)
        flows = content.total.flows
        reasons = tuple(
            correction_reason(
                line,
                reverse("journeys:file", args=[files.opens[line.file_number]])
                if line.file_number in files.opens
                else "",
            )
            for line in content.corrections[:REASONS_SHOWN]
        )
        month = version.month.month_on
        moves = (
            f"{counted(flows.stock_end, 'ménage accompagné', 'ménages accompagnés')} fin {month_name(month)}, "
            f"{flows.stock_start} au début\u00a0: {counted(flows.entered, 'entrée')}, {counted(flows.left, 'sortie')}"
        )
        corrected = f", {shown.signed(flows.corrections)} de corrections" if content.corrections else ""
        found.append(
            MonthMoved(
                title=f"Mois {of_month(month)}, {MonthStatus(version.month.status).label}",
                programme=version.month.programme.name,
                url=reverse("reporting:month", args=[version.month.programme.slug, str(Month.of(month))]),
                sentence=f"{moves}{corrected}.",
                reasons=reasons,
                beyond=len(content.corrections) - len(reasons),
            )
        )
    return tuple(sorted(found, key=lambda one: one.programme))


def _files(reader: Reader) -> tuple[FileReady, ...]:
    since = dt.datetime.combine(reader.today, dt.time.min, tzinfo=dt.UTC) - FILES_SHOWN_FOR
    jobs = list(
        Job.objects.filter(
            asked_by=reader.user_id, status=JobStatus.DONE, ended_at__gte=since, params__has_key="version_id"
        ).order_by("-ended_at")[:6]
    )
    if not jobs:
        return ()
    versions = {
        str(version.pk): version
        for version in MonthVersion.objects.filter(
            pk__in=[job.params["version_id"] for job in jobs], month__in=DashboardMonth.objects.visible_to(reader)
        )
        .select_related("month__programme")
        .defer("content", "reason")
    }
    found = []
    for job in jobs:
        version = versions.get(job.params["version_id"])
        if version is None or job.ended_at is None:
            continue
        kind = FileKind(job.params["kind"]) if job.params.get("kind") in FileKind.values else FileKind.PDF
        found.append(
            FileReady(
                label=str(kind.label),
                meta=f"{month_name(version.month.month_on)}, {version.month.programme.name}, prêt le {plain_date(job.ended_at)}",
                url=reverse("reporting:file", args=[job.pk]),
            )
        )
    return tuple(found)
