"""How a view gets its month: 404 for who may not know of it, 403 with its reason for what she may not do with it."""

import re
import uuid
from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.http import Http404

from foundation.periods import Month
from partners.enums import Role
from partners.reader import Reader
from records.enums import JobStatus
from records.models import Job, StoredFile
from records.services.events import record_read
from reporting.models import DashboardMonth, MonthVersion
from reporting.permissions import MonthStanding, month_standing, prints_protected
from reporting.querysets import READERS

NO_MONTH = "Ce mois n’existe pas, ou il ne vous est pas ouvert."
REFUSED_READ = (
    "Le tableau de bord du mois est lu par les responsables des associations et, une fois figé, par les correspondants, la "
    "conseillère sociale et la direction du bailleur."
)
NO_FILE = "Ce fichier n’existe plus, ou il ne vous est pas ouvert."
FILE_KIND = "reporting.month_file"
_MONTH = re.compile(r"[12][0-9]{3}-(0[1-9]|1[0-2])")
_NUMBER = re.compile(r"[1-9][0-9]{0,3}")


def require_month_reader(reader: Reader) -> None:
    """Refuse who reads no month: a worker, another service of the landlord, an administrator."""
    if not reader.has(Role.ASSOCIATION_MANAGER, *READERS):
        raise PermissionDenied(REFUSED_READ)


def get_month(reader: Reader, programme: str, month: str, number: str = "") -> MonthVersion:
    """Give a version of a month, the latest unless told otherwise; it carries its month and its programme.

    Raises Http404 for who may not know of it: a provisional month is the managers' alone.
    """
    if not _MONTH.fullmatch(month) or (number and not _NUMBER.fullmatch(number)):
        raise Http404(NO_MONTH)
    months = DashboardMonth.objects.visible_to(reader).filter(
        programme__slug=programme, month_on=Month.parse(month).first
    )
    versions = MonthVersion.objects.filter(month__in=months).select_related("month__programme", "previous", "pdf")
    if number:
        versions = versions.filter(number=int(number))
    version = versions.order_by("-number").first()
    if version is None:
        raise Http404(NO_MONTH)
    return version


def open_month_page(reader: Reader, programme: str, month: str, number: str = "") -> MonthVersion:
    """Give a month for its full page, and write in the journal that this reader opened it."""
    version = get_month(reader, programme, month, number)
    record_read("month.opened", version, by=reader.user_id)
    return version


def open_figure_page(reader: Reader, programme: str, month: str, number: str = "") -> MonthVersion:
    """Give a month for the list behind a figure, and write in the journal that this reader opened a list of it."""
    version = get_month(reader, programme, month, number)
    record_read("month.list_opened", version, by=reader.user_id)
    return version


def get_month_to_validate(reader: Reader, programme: str, month: str) -> MonthVersion:
    """Give the current version, for a manager whose association has not validated it.

    Raises Http404, or PermissionDenied with the reason.
    """
    return _get_month_that(reader, programme, month, lambda standing: standing.why_not_validate)


def get_month_to_recompute(reader: Reader, programme: str, month: str) -> MonthVersion:
    """Give a provisional version that nobody has validated.

    Raises Http404, or PermissionDenied with the reason.
    """
    return _get_month_that(reader, programme, month, lambda standing: standing.why_not_recompute)


def get_month_to_reissue(reader: Reader, programme: str, month: str) -> MonthVersion:
    """Give the current version of a frozen month.

    Raises Http404, or PermissionDenied with the reason.
    """
    return _get_month_that(reader, programme, month, lambda standing: standing.why_not_reissue)


def get_report(reader: Reader, programme: str, month: str, number: str = "") -> StoredFile:
    """Give the frozen PDF of a month, and write in the journal that this reader took it.

    Raises Http404 when she may not read the month, when it has none yet, or when it names a household protected since.
    """
    version = get_month(reader, programme, month, number)
    if version.pdf is None or prints_protected(version):
        raise Http404(NO_FILE)
    record_read("month.report_downloaded", version, by=reader.user_id)
    return version.pdf


def get_file(reader: Reader, job_id: uuid.UUID) -> StoredFile:
    """Give the file that she had made, while she may still read the month that it tells of.

    The address carries the job's id, or that of the file that the job's page links to.
    Raises Http404 otherwise.
    """
    stored = _file_of(reader, job_id)
    version = (
        MonthVersion.objects.filter(pk=stored.subject_id, month__in=DashboardMonth.objects.visible_to(reader)).first()
        if stored
        else None
    )
    if stored is None or version is None:
        raise Http404(NO_FILE)
    record_read("month.file_downloaded", version, by=reader.user_id)
    return stored


def _file_of(reader: Reader, given_id: uuid.UUID) -> StoredFile | None:
    """Find what a job of hers made, by the job or by its result: made for her, since the content is shaped for her."""
    jobs = Job.objects.filter(asked_by=reader.user_id, status=JobStatus.DONE, result_id__isnull=False)
    job = jobs.filter(pk=given_id).first() or jobs.filter(result_id=given_id).first()
    if job is None or job.result_id is None:
        return None
    return StoredFile.objects.filter(pk=job.result_id, kind=FILE_KIND).first()


def _get_month_that(
    reader: Reader, programme: str, month: str, why_not: Callable[[MonthStanding], str]
) -> MonthVersion:
    version = get_month(reader, programme, month)
    if reason := why_not(month_standing(reader, version)):
        raise PermissionDenied(reason)
    return version
