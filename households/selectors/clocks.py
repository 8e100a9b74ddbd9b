"""The clocks of households: a housing request to renew, an information notice to give, nobody to lead the file."""

import uuid
from collections.abc import Iterable

from dateutil.relativedelta import relativedelta
from django.urls import reverse

from foundation.periods import in_force
from foundation.timeline import Due
from foundation.words import counted
from households.enums import WorkerRole
from households.models import Enrolment, EnrolmentWorker, HousingRequest, InformationNotice
from households.permissions import standings
from households.readings.accords import notice_months
from households.readings.demands import renewal_months
from households.rules import notice_due_on, nur_expires_on
from partners.reader import Reader

_RENEWAL_SHOWN = relativedelta(months=2)  # how long before its end a renewal is said


def due(reader: Reader, enrolment_ids: Iterable[uuid.UUID]) -> list[Due]:
    """Give what is to be done on these files, to those who may write in them; a file that is over waits for nothing."""
    files = list(
        Enrolment.objects.visible_to(reader)
        .filter(pk__in=list(enrolment_ids))
        .open_on(reader.today)
        .order_by("file_number")
    )
    hers = standings(reader, files)
    written = {file.pk: file for file in files if hers[file.pk].may_write}
    lines = [*_renewals(reader, written), *_notices(reader, written)]
    lines += _unled(reader, {file.pk: file for file in files if hers[file.pk].may_assign})
    return sorted(lines, key=lambda line: (line.due_on, line.title, str(line.enrolment_id)))


def _renewals(reader: Reader, files: dict[uuid.UUID, Enrolment]) -> list[Due]:
    """Give the housing requests that end within two months, or have ended (domain.md §3.5)."""
    if not files or (months := renewal_months(reader.today)) is None:
        return []
    lines = []
    for row in HousingRequest.objects.filter(enrolment_id__in=files, ended_on__isnull=True):
        expires_on = nur_expires_on(row.filed_on, row.renewed_on, months)
        if expires_on is None or expires_on - _RENEWAL_SHOWN > reader.today:
            continue
        lines.append(
            Due(
                due_on=expires_on,
                title="Renouveler la demande de logement social",
                why="Une demande se renouvelle chaque année (CCH, art. R. 441-2-7)",
                enrolment_id=row.enrolment_id,
                url=reverse(
                    "households:request_correct", kwargs={"enrolment_id": row.enrolment_id, "request_id": row.pk}
                ),
                act="Renouveler",
            )
        )
    return lines


def _notices(reader: Reader, files: dict[uuid.UUID, Enrolment]) -> list[Due]:
    """Give the information notices that no letter nor meeting has carried yet (domain.md §3.9)."""
    if not files or (months := notice_months(reader.today)) is None:
        return []
    given = set(InformationNotice.objects.filter(enrolment_id__in=files).values_list("enrolment_id", flat=True))
    return [
        Due(
            due_on=notice_due_on(file.started_on, months),
            title="Remettre la notice d’information",
            why=f"{_within(months)} au plus après l’arrivée du dossier (RGPD, art. 14)",
            enrolment_id=pk,
            url=reverse("households:notice_give", kwargs={"enrolment_id": pk}),
            act="Noter la remise",
        )
        for pk, file in files.items()
        if pk not in given
    ]


def _within(months: int) -> str:
    return "Un mois" if months == 1 else counted(months, "mois", "mois")


def _unled(reader: Reader, files: dict[uuid.UUID, Enrolment]) -> list[Due]:
    """Give the files that had a lead worker and have none today: their manager names one.

    A file that never had one waits for its assignment, which is the accompaniment's clock.
    """
    if not files:
        return []
    leads = EnrolmentWorker.objects.filter(enrolment_id__in=files, role=WorkerRole.LEAD)
    led = set(leads.filter(in_force(reader.today)).values_list("enrolment_id", flat=True))
    last: dict[uuid.UUID, EnrolmentWorker] = {}
    for row in leads.filter(ended_on__lt=reader.today).order_by("ended_on"):
        last[row.enrolment_id] = row
    return [
        Due(
            due_on=row.ended_on + relativedelta(days=1),
            title="Nommer un référent",
            why="Le référent précédent a quitté le dossier",
            enrolment_id=pk,
            url=reverse("accompaniments:assign", kwargs={"enrolment_id": pk}),
            act="Nommer",
        )
        for pk, row in last.items()
        if pk not in led and row.ended_on
    ]
