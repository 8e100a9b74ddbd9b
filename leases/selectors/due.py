"""What CAL dossiers wait for, with where each date comes from (architecture.md: each app offers its clocks)."""

import uuid
from collections.abc import Collection

from django.urls import reverse

from foundation.timeline import Due
from foundation.words import plain_date
from leases.enums import DecisionKind, FileState
from leases.models import AllocationFile, Decision, Hearing, Offer, Remark
from leases.selectors import exam_dues, procedure_due, rent_due, title_due
from partners.reader import Reader


def due(reader: Reader, enrolment_ids: Collection[uuid.UUID]) -> list[Due]:
    """Give the clocks of the dossiers of these files (her own, from `access`), in a constant number of queries."""
    files = {
        file.pk: file
        for file in AllocationFile.objects.visible_to(reader).filter(enrolment_id__in=enrolment_ids).open()
    }
    return [
        *_offers(files),
        *_pieces(files),
        *_sittings(reader, files),
        *_remarks(files),
        *rent_due.due(reader, enrolment_ids),
        *procedure_due.due(reader, enrolment_ids),
        *exam_dues.due(reader, enrolment_ids),
        *title_due.due(reader, enrolment_ids),
    ]


def _offers(files: dict[uuid.UUID, AllocationFile]) -> list[Due]:
    rows = Offer.objects.filter(decision__file_id__in=files, answer="").select_related("decision")
    return [
        Due(
            due_on=row.due_on,
            title="Réponse à l’offre de logement",
            why=f"Offre notifiée le {plain_date(row.notified_on)}\u00a0; sans réponse, elle vaut refus (CCH, art. R. 441-10).",
            enrolment_id=files[row.decision.file_id].enrolment_id,
            url=reverse("journeys:cal_answer", args=[row.decision.file_id]),
            act="Enregistrer la réponse",
        )
        for row in rows
    ]


def _pieces(files: dict[uuid.UUID, AllocationFile]) -> list[Due]:
    rows = Decision.objects.filter(
        file_id__in=files,
        kind=DecisionKind.ALLOCATED_CONDITIONAL,
        piece_received_on__isnull=True,
        annulled_on__isnull=True,
        piece_due_on__isnull=False,
    )
    return [
        Due(
            due_on=row.piece_due_on,
            title="Pièce attendue par la commission",
            why=f"Condition posée le {plain_date(row.decided_on)}\u00a0: {row.missing_piece}.",
            enrolment_id=files[row.file_id].enrolment_id,
            url=reverse("journeys:cal_piece_new", args=[row.file_id]),
            act="Ajouter la pièce",
        )
        for row in rows
        if row.piece_due_on is not None
    ]


def _sittings(reader: Reader, files: dict[uuid.UUID, AllocationFile]) -> list[Due]:
    rows = Hearing.objects.filter(
        file_id__in=files,
        removed_on__isnull=True,
        session__held_on__gte=reader.today,
        session__cancelled_at__isnull=True,
        file__state=FileState.SCHEDULED,
    ).select_related("session")
    return [
        Due(
            due_on=row.session.held_on,
            title="Passage en commission",
            why=f"{row.session.place}. {'Vous êtes invitée ou invité à présenter le dossier.' if row.invited_at else 'Dossier inscrit à la séance.'}",
            enrolment_id=files[row.file_id].enrolment_id,
            url=reverse("journeys:cal_file", args=[row.file_id]),
            act="Relire le dossier",
        )
        for row in rows
    ]


def _remarks(files: dict[uuid.UUID, AllocationFile]) -> list[Due]:
    """Give one line a dossier whose correspondent awaits an answer, from the day of his first open remark."""
    first: dict[uuid.UUID, Remark] = {}
    for row in Remark.objects.filter(file_id__in=files, closed_at__isnull=True, answered_at__isnull=True).order_by(
        "-made_at"
    ):
        first[row.file_id] = row
    return [
        Due(
            due_on=row.made_at.date(),
            title="Remarque du correspondant",
            why=f"Faite le {plain_date(row.made_at.date())} sur le dossier CAL\u00a0; elle attend votre réponse.",
            enrolment_id=files[file_id].enrolment_id,
            url=reverse("journeys:cal_file", args=[file_id]),
            act="Répondre",
        )
        for file_id, row in first.items()
        if files[file_id].state in FileState.BEFORE_COMMISSION
    ]
