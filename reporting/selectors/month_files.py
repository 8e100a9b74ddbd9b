"""The files of a month as its page offers them: ready, being made, or to ask for."""

from dataclasses import dataclass

from django.urls import reverse

from foundation.periods import Month
from foundation.words import clock, plain_date
from partners.reader import Reader
from records.enums import JobStatus
from records.models import Job
from reporting.enums import FileKind
from reporting.models import MonthVersion
from reporting.permissions import prints_protected

WORDS = {
    FileKind.PDF: "Les chiffres de cette page, une page par unité.",
    FileKind.XLSX: "Les mêmes chiffres, avec les définitions, pour un tableur.",
    FileKind.WORKING_LIST: "Les ménages prêts par numéro de dossier, type et loyer. Sans nom ni numéro unique.",
}


@dataclass(frozen=True)
class FileLine:
    """One file: where it is, and what the button does."""

    kind: str  # as the address says it
    label: str
    words: str
    state: str  # ready, running, failed, none
    percent: int
    url: str  # of the file, or of its job


def month_files(reader: Reader, version: MonthVersion) -> tuple[FileLine, ...]:
    """Give the three files of a version for this reader; a frozen month's report is handed out at once."""
    jobs: dict[str, Job] = {}
    asked = Job.objects.filter(asked_by=reader.user_id, params__version_id=str(version.pk)).order_by("asked_at")
    for job in asked:
        if job.params.get("revision", version.revision) == version.revision:
            jobs[str(job.params.get("kind", ""))] = job
    is_published = version.pdf_id is not None and not prints_protected(version)
    return tuple(_line(version, kind, jobs.get(kind.value), is_published=is_published) for kind in FileKind)


def _line(version: MonthVersion, kind: FileKind, job: Job | None, *, is_published: bool) -> FileLine:
    slug = kind.value.lower().replace("_", "-")
    if kind == FileKind.PDF and is_published:
        month = str(Month.of(version.month.month_on))
        url = f"{reverse('reporting:report', args=[version.month.programme.slug, month])}?version={version.number}"
        day = plain_date(version.frozen_at) if version.frozen_at else ""
        return FileLine(slug, kind.label, f"{WORDS[kind]} Figé avec le mois le {day}.", "ready", 100, url)
    if job is None:
        return FileLine(slug, kind.label, WORDS[kind], "none", 0, "")
    if job.status == JobStatus.DONE and job.result_id:
        made = f"Prêt depuis le {plain_date(job.ended_at)}, {clock(job.ended_at)}." if job.ended_at else "Prêt."
        return FileLine(slug, kind.label, made, "ready", 100, reverse("reporting:file", args=[job.pk]))
    url = reverse("records:job", args=[job.pk])
    if job.status == JobStatus.FAILED:
        return FileLine(slug, kind.label, f"N’a pas pu être fait\u00a0: {job.failure}", "failed", 0, url)
    percent = round(100 * job.done / job.total) if job.total else 0
    return FileLine(slug, kind.label, "En préparation. Vous pouvez quitter la page.", "running", percent, url)
