"""The legal pieces of a dossier: asked from the list in force, received, replaced, judged unreadable."""

import datetime as dt
import uuid

from django.db import transaction

from foundation.refusals import Refused
from households.models import HouseholdMember, Person
from leases.enums import FileState
from leases.models import AllocationFile, Piece
from leases.rules.piece_lists import piece_kinds_on
from leases.rules.pieces import valid_until
from leases.services.states import lock_file
from records.models import StoredFile
from records.services.events import record

OLDEST = dt.timedelta(days=365 * 100)


@transaction.atomic
def ask_piece(*, by: uuid.UUID, file: AllocationFile, kind: str, person: Person | None, today: dt.date) -> Piece:
    """Ask for a piece of the legal list: nothing else may be asked (arrêté du 22/12/2020). Raises Refused."""
    row = lock_file(file.pk)
    if row.state not in FileState.BEFORE_COMMISSION:
        raise Refused("Une pièce se demande entre la soumission et la commission.")
    _refuse_unknown(row, kind, person, today)
    waiting = Piece.objects.filter(file=row, kind=kind, person=person, received_on__isnull=True)
    if waiting.exists():
        raise Refused("Cette pièce est déjà demandée.", "kind")
    piece = Piece.objects.create(file=row, kind=kind, person=person, asked_on=today, asked_by=by)
    record("piece.asked", piece, by=by, subject_id=row.enrolment_id)
    return piece


@transaction.atomic
def add_piece(
    *,
    by: uuid.UUID,
    file: AllocationFile,
    kind: str,
    person: Person | None,
    stored: StoredFile,
    issued_on: dt.date | None,
    today: dt.date,
) -> Piece:
    """Add a piece received: it answers the one asked for, and takes the place of a former one, which is kept.

    After submission only what was asked may come: a piece asked for by the correspondent or by the law (mandatory and still
    missing), one to do again or no longer valid, or the one that a conditional decision awaits.
    Raises Refused for a piece off the list, a stranger's, or a date ahead of today.
    """
    row = lock_file(file.pk)
    if row.state not in {FileState.DRAFT, *FileState.BEFORE_COMMISSION, FileState.DECIDED}:
        raise Refused("Ce dossier ne reçoit plus de pièce.")
    _refuse_unknown(row, kind, person, today)
    if issued_on is not None and not today - OLDEST <= issued_on <= today:
        raise Refused("La date de la pièce est à venir, ou trop ancienne\u00a0: vérifiez-la.", "issued_on")
    former = Piece.objects.filter(file=row, kind=kind, person=person, replaced_by__isnull=True).first()
    if row.state in FileState.BEFORE_COMMISSION:
        _refuse_unasked(former, kind, today)
    if former is not None and former.received_on is None:
        former.stored, former.issued_on, former.received_on = stored, issued_on, today
        former.save(update_fields=["stored", "issued_on", "received_on"])
        piece = former
    else:
        piece = Piece.objects.create(
            file=row, kind=kind, person=person, stored=stored, issued_on=issued_on, received_on=today
        )
        if former is not None:
            former.replaced_by = piece
            former.save(update_fields=["replaced_by"])
    record("piece.received", piece, by=by, subject_id=row.enrolment_id)
    return piece


@transaction.atomic
def mark_unreadable(*, by: uuid.UUID, piece: Piece, is_unreadable: bool) -> Piece:
    """Say that a piece must be done again, or take it back."""
    piece.is_unreadable = is_unreadable
    piece.save(update_fields=["is_unreadable"])
    details = {"unreadable": is_unreadable}
    record("piece.judged", piece, by=by, subject_id=piece.file.enrolment_id, details=details)
    return piece


def _refuse_unasked(former: Piece | None, kind: str, today: dt.date) -> None:
    known = next(row for row in piece_kinds_on(today) if row.code == kind)
    if former is None:
        is_asked = known.mandatory
    else:
        last = valid_until(known, former.issued_on)
        is_asked = former.received_on is None or former.is_unreadable or (last is not None and last < today)
    if not is_asked:
        raise Refused(
            "Ce dossier est soumis\u00a0: seules les pièces demandées par le correspondant, à refaire ou expirées "
            "peuvent s’ajouter.",
            "kind",
        )


def _refuse_unknown(file: AllocationFile, kind: str, person: Person | None, today: dt.date) -> None:
    kinds = {row.code: row for row in piece_kinds_on(today)}
    if kind not in kinds:
        raise Refused("Cette pièce n’est pas sur la liste légale.", "kind")
    if kinds[kind].per == "HOUSEHOLD" and person is not None:
        raise Refused("Cette pièce est celle du ménage entier.", "person")
    if kinds[kind].per != "HOUSEHOLD" and person is None:
        raise Refused("Indiquez de qui est cette pièce.", "person")
    if (
        person is not None
        and not HouseholdMember.objects.filter(household_id=file.enrolment.household_id, person=person).exists()
    ):
        raise Refused("Cette personne n’est pas de ce ménage.", "person")
