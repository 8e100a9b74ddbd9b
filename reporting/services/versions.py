"""The only writer of a version. A frozen one is never written again, but for its PDF, once: SQL itself says so."""

import datetime as dt
import uuid
from typing import Any

from django.db import transaction

from foundation.refusals import Refused
from records.models import StoredFile
from reporting.enums import FrozenBecause, MonthStatus
from reporting.models import DashboardMonth, FigureLine, MonthVersion, WorkerMonth
from reporting.rules.digest import digest_of
from reporting.rules.tree import to_json
from reporting.selectors.figures import Computed
from reporting.selectors.figures.scope import Line

BATCH = 1000


class VersionIsFrozen(Refused):
    """What was asked would change a month that was published, or a calculation that somebody else has just redone."""

    def __init__(self) -> None:
        super().__init__("Ce mois vient d’être figé ou recalculé\u00a0: rien n’a été changé. Relisez-le.")


@transaction.atomic
def add(
    *,
    by: uuid.UUID,
    month: DashboardMonth,
    number: int,
    previous: MonthVersion | None,
    computed: Computed,
    now: dt.datetime,
    frozen_because: FrozenBecause | None = None,
    reason: str = "",
) -> MonthVersion:
    """Write a new version with its lines: provisional, or frozen at once when it says why."""
    content = to_json(computed.content)
    version = MonthVersion.objects.create(
        month=month,
        number=number,
        previous=previous,
        content=content,
        digest=digest_of(content),
        computed_at=now,
        computed_by=by,
        frozen_at=now if frozen_because else None,
        frozen_because=frozen_because or "",
        reason=reason,
    )
    _fill(version, computed)
    return version


@transaction.atomic
def write_again(
    *, by: uuid.UUID, version: MonthVersion, previous: MonthVersion | None, computed: Computed, now: dt.datetime
) -> None:
    """Put a new calculation in the place of a provisional one, lines included.

    Raises VersionIsFrozen.
    """
    content = to_json(computed.content)
    _change(
        version,
        content=content,
        digest=digest_of(content),
        previous=previous,
        computed_at=now,
        computed_by=by,
        revision=version.revision + 1,
    )
    FigureLine.objects.filter(version=version).delete()
    WorkerMonth.objects.filter(version=version).delete()
    _fill(version, computed)


@transaction.atomic
def freeze_as_it_stands(
    *, version: MonthVersion, because: FrozenBecause, not_validated_by: tuple[str, ...], now: dt.datetime
) -> None:
    """Close a provisional version: the same figures, said frozen, and who did not validate them.

    Raises VersionIsFrozen.
    """
    content: dict[str, Any] = {
        **version.content,
        "status": MonthStatus.FROZEN.value,
        "not_validated_by": list(not_validated_by),
    }
    _change(version, content=content, digest=digest_of(content), frozen_at=now, frozen_because=because)


@transaction.atomic
def attach_pdf(*, version: MonthVersion, stored: StoredFile) -> bool:
    """Give a frozen version its report, once; tell whether this one was taken."""
    waiting = MonthVersion.objects.filter(pk=version.pk, frozen_at__isnull=False, pdf__isnull=True)
    return bool(waiting.update(pdf=stored))


def _change(version: MonthVersion, **values: Any) -> None:
    """Write to the calculation that was read, provided that it is still there and not frozen."""
    same = MonthVersion.objects.filter(pk=version.pk, revision=version.revision, frozen_at__isnull=True)
    if not same.update(**values):
        raise VersionIsFrozen
    version.refresh_from_db()


def _fill(version: MonthVersion, computed: Computed) -> None:
    for load in computed.loads:
        load.version = version
    FigureLine.objects.bulk_create((_row(version, line) for line in computed.lines), batch_size=BATCH)
    WorkerMonth.objects.bulk_create(computed.loads, batch_size=BATCH)


def _row(version: MonthVersion, line: Line) -> FigureLine:
    return FigureLine(
        version_id=version.pk,
        figure=line.figure,
        unit_id=line.unit_id,
        other_unit_id=line.other_unit_id,
        association_id=line.association_id,
        enrolment_id=line.enrolment_id,
        object_id=line.object_id,
        tag=line.tag,
        on=line.on,
        days=line.days,
        delta=line.delta,
        cause=line.cause or "",
        recorded_on=line.recorded_on,
    )
