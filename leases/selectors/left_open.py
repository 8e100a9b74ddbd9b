"""CAL dossiers that the end of a file left open: nobody decides them any more, somebody withdraws them."""

import uuid
from collections.abc import Collection

from django.db.models import QuerySet
from django.urls import reverse

from foundation.timeline import Due, DueKind
from foundation.words import plain_date
from leases.enums import FileState
from leases.models import AllocationFile
from leases.permissions import file_standings
from partners.reader import Reader


def undecided(enrolment_ids: Collection[uuid.UUID]) -> QuerySet[AllocationFile]:
    """Give the dossiers of these files that the commission has not decided: those that may be withdrawn."""
    rows: QuerySet[AllocationFile] = AllocationFile.objects.filter(
        enrolment_id__in=enrolment_ids, state__in=FileState.UNDECIDED
    )
    return rows.select_related("enrolment", "announcement__dwelling").order_by("opened_on", "pk")


def left_open(reader: Reader, enrolment_ids: Collection[uuid.UUID]) -> list[Due]:
    """Give the dossiers to withdraw of files that ended, to their team; a constant number of queries."""
    rows = list(
        undecided(enrolment_ids)
        .filter(enrolment__ended_on__isnull=False)
        .filter(pk__in=AllocationFile.objects.visible_to(reader).values("pk"))
    )
    hers = file_standings(reader, rows) if rows else {}
    return [
        Due(
            due_on=row.enrolment.ended_on,
            title="Retirer le dossier CAL",
            why=f"Le suivi a pris fin le {plain_date(row.enrolment.ended_on)}\u00a0: ce dossier est encore "
            f"{FileState(row.state).label}, et le bailleur l’attend.",
            enrolment_id=row.enrolment_id,
            url=reverse("journeys:cal_file_withdraw", args=[row.pk]),
            act="Retirer le dossier",
            kind=DueKind.HOUSING,
            is_unlimited=True,
        )
        for row in rows
        if hers[row.pk].may_prepare and row.enrolment.ended_on is not None
    ]
