"""What the clock does for the months: idempotent, so that a beat that was off, or two at once, change nothing.

No transaction spans a rendering or a mail: the report is made and stored first, then attached with whom to tell.
"""

import datetime as dt
import uuid
from functools import partial

from celery import current_app
from django.db import transaction

from foundation.periods import Month
from foundation.words import day_of
from partners.models import Programme
from partners.querysets import DEAD_AFTER
from records.models import StoredFile
from records.services.events import CLOCK, record
from records.services.files import delete_file, store_file
from reporting.enums import DeliveryKind, FileKind, FrozenBecause, MonthStatus
from reporting.models import DashboardMonth, MonthVersion
from reporting.renderers import render
from reporting.rules.calendar import months_to_make
from reporting.rules.content import MonthContent
from reporting.rules.tree import from_json
from reporting.selectors.deliveries import due, landlord_readers, managers_of
from reporting.selectors.life import (
    agreed_version,
    associations_of,
    current_version,
    freeze_on,
    landlord_ids,
    latest_month,
    provisional_months,
    reminder_on,
    without_validation,
)
from reporting.services import deliveries, versions
from reporting.services.months import COMPLETE, freeze, make_provisional

REPORT = "reporting.month"  # the kind of stored file that a frozen month's PDF is


def keep_months(*, now: dt.datetime) -> None:
    """Do for every programme what its months wait for. Workers do each programme as its own task."""
    for programme in Programme.objects.all():
        keep_programme(programme=programme, now=now)


def keep_programme(*, programme: Programme, now: dt.datetime) -> None:
    """Make the months that are missing, in order; remind, then freeze those whose day has come."""
    today = day_of(now)
    _settle(programme, today, now)
    last = Month.of(today).plus(-1)
    for month in months_to_make(latest=latest_month(programme), last=last):
        if agreed_version(programme, month) is None:
            continue
        is_told = today < freeze_on(month)
        make_provisional(by=CLOCK, programme=programme, month=month, today=today, is_told=is_told)
        _settle(programme, today, now)


def _settle(programme: Programme, today: dt.date, now: dt.datetime) -> None:
    """Freeze the provisional months whose day has come, the oldest first; remind of the others."""
    for row in provisional_months(programme):
        month = Month.of(row.month_on)
        if today >= freeze_on(month):
            freeze(by=CLOCK, month=row, because=FrozenBecause.DAY_CAME, today=today)
        elif row.made_on < reminder_on(month) <= today:
            _remind(by=CLOCK, month=row, today=today, now=now)


@transaction.atomic
def _remind(*, by: uuid.UUID, month: DashboardMonth, today: dt.date, now: dt.datetime) -> None:
    """Remind once the managers who have not validated."""
    waiting = DashboardMonth.objects.filter(pk=month.pk, status=MonthStatus.PROVISIONAL, reminded_at__isnull=True)
    if not waiting.update(reminded_at=now):
        return
    version = current_version(month)
    missing = without_validation(version, associations_of(month.programme, Month.of(month.month_on)))
    managers = managers_of(missing, today)
    deliveries.plan(version=version, kind=DeliveryKind.REMINDER, user_ids=managers)
    details = {"month": month.month_on, "associations": [association.pk for association in missing]}
    record("month.reminded", version, by=by, details=details)


def complete(*, version_id: uuid.UUID, now: dt.datetime) -> None:
    """Make a frozen version's report, once, then write whom to tell of it.

    A report that a dead worker stored without attaching it is taken; of two made at once, one stays.
    """
    version = (
        MonthVersion.objects.select_related("month__programme")
        .filter(pk=version_id, frozen_at__isnull=False, pdf__isnull=True)
        .first()
    )
    if version is None:
        return
    stored = StoredFile.objects.filter(kind=REPORT, subject_id=version.pk).first() or _report(version)
    if not _attach(by=CLOCK, version=version, stored=stored, today=day_of(now)):
        version.refresh_from_db()
        if version.pdf_id != stored.pk:
            delete_file(stored=stored, by=CLOCK)


def _report(version: MonthVersion) -> StoredFile:
    pdf = render(FileKind.PDF, from_json(MonthContent, version.content))
    month = version.month
    name = f"tableau-de-bord-{month.programme.slug}-{Month.of(month.month_on)}-v{version.number}.pdf"
    return store_file(content=pdf, name=name, kind=REPORT, subject_id=version.pk, by=CLOCK)


@transaction.atomic
def _attach(*, by: uuid.UUID, version: MonthVersion, stored: StoredFile, today: dt.date) -> bool:
    """Give the version its report, and write whom to tell: unless a newer version was published meanwhile."""
    if not versions.attach_pdf(version=version, stored=stored):
        return False
    record("month.report_made", version, by=by, details={"file": stored.pk, "digest": stored.digest})
    if current_version(version.month).pk == version.pk:
        programme, month = version.month.programme, Month.of(version.month.month_on)
        readers = landlord_readers(landlord_ids(programme, month), today)
        managers = managers_of(associations_of(programme, month), today)
        deliveries.plan(version=version, kind=DeliveryKind.FROZEN, user_ids=sorted({*readers, *managers}))
    return True


def resume(*, now: dt.datetime) -> None:
    """Ask workers again for what a dead one left: reports not made, mails not sent."""
    unfinished = MonthVersion.objects.filter(frozen_at__lt=now - DEAD_AFTER, pdf__isnull=True)
    for version_id in unfinished.values_list("pk", flat=True):
        transaction.on_commit(partial(_ask_for_report, str(version_id)), robust=True)
    for version_id in due(now).order_by().values_list("version_id", flat=True).distinct():
        deliveries.wake(version_id=version_id)


def _ask_for_report(version_id: str) -> None:
    current_app.send_task(COMPLETE, args=[version_id], retry=False)
