"""The files that readers ask of a month: asked as jobs, kept a week, made once for what they show."""

import datetime as dt
import uuid

from partners.models import User
from partners.reader import Reader
from partners.requests import load_reader
from records.enums import JobStatus
from records.models import Job, StoredFile
from records.services import jobs
from records.services.events import CLOCK
from records.services.files import delete_file, store_made_file
from records.services.jobs import JobRefused
from reporting.enums import FileKind
from reporting.models import DashboardMonth, MonthVersion

JOB_KINDS = {
    FileKind.PDF: "reporting.month_pdf",
    FileKind.XLSX: "reporting.month_xlsx",
    FileKind.WORKING_LIST: "reporting.working_list",
}
STORED_AS = "reporting.month_file"
KEPT = dt.timedelta(days=7)
GONE = "Ce mois n’existe plus, ou ne vous est plus ouvert."
RECOMPUTED = "Ce mois a été recalculé depuis votre demande. Demandez le fichier à nouveau depuis la page du mois."
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHARED = (FileKind.PDF, FileKind.XLSX)  # the same for whoever reads the month; the working list is shaped for who asks


def ask_file(*, by: uuid.UUID, version: MonthVersion, kind: FileKind) -> Job:
    """Ask for a file of a month (from `access`): the same asked twice is made once, while its result is kept.

    A month recalculated since has another `revision`, so another file.
    """
    code, key = JOB_KINDS[kind], f"{version.pk}:{version.revision}:{kind}"
    if kind in SHARED and (made := _already_made(by=by, code=code, key=key)):
        return made
    return jobs.ask(
        kind=code, key=key, by=by, params={"version_id": version.pk, "revision": version.revision, "kind": kind}
    )


def version_to_print(*, version_id: uuid.UUID, revision: int, by: uuid.UUID) -> tuple[MonthVersion, Reader]:
    """Give the version that a job was asked for, and its asker as she is today.

    Raises JobRefused, in words for her, when it is gone, closed to her, or recalculated since.
    """
    user = User.objects.filter(pk=by, is_active=True).first()
    reader = load_reader(user) if user else None
    version = (
        MonthVersion.objects.filter(pk=version_id, month__in=DashboardMonth.objects.visible_to(reader))
        .select_related("month__programme", "pdf")
        .first()
        if reader
        else None
    )
    if version is None or reader is None:
        raise JobRefused(GONE)
    if version.revision != revision:
        raise JobRefused(RECOMPUTED)
    return version, reader


def keep_file(
    *, job_id: uuid.UUID, version: MonthVersion, content: bytes, kind: FileKind, name: str, by: uuid.UUID
) -> StoredFile:
    """Keep what a job made. The file takes an id from its job: made again after a worker died, it is kept once."""
    return store_made_file(
        file_id=file_id_of(job_id),
        content=content,
        content_type="application/pdf" if kind == FileKind.PDF else XLSX_TYPE,
        name=name,
        kind=STORED_AS,
        subject_id=version.pk,
        by=by,
    )


def kept_file(job_id: uuid.UUID) -> StoredFile | None:
    """Give what a job has made already, before its worker died."""
    return StoredFile.objects.filter(pk=file_id_of(job_id)).first()


def file_id_of(job_id: uuid.UUID) -> uuid.UUID:
    """Give the id of the file that a job makes."""
    return uuid.uuid5(job_id, STORED_AS)


def delete_old_files(*, now: dt.datetime) -> int:
    """Delete the files whose week is over, with the jobs that made them: each can be asked for again. Give how many."""
    old = list(StoredFile.objects.filter(kind=STORED_AS, stored_at__lt=now - KEPT)[:500])
    Job.objects.filter(result_id__in=[stored.pk for stored in old], kind__in=JOB_KINDS.values()).delete()
    for stored in old:
        delete_file(stored=stored, by=CLOCK)
    return len(old)


def _already_made(*, by: uuid.UUID, code: str, key: str) -> Job | None:
    job = (
        Job.objects.filter(kind=code, key=f"{by}:{key}", status=JobStatus.DONE, asked_by=by)
        .order_by("-ended_at")
        .first()
    )
    if job is None or job.result_id is None:
        return None
    return job if StoredFile.objects.filter(pk=job.result_id, kind=STORED_AS).exists() else None
