"""What the landlord did about the pieces of a dossier since the snapshot that it reads: asked for, to be done again.

A snapshot is taken when the worker acts, never when the landlord does: its own acts are laid over it.
"""

import uuid
from dataclasses import replace

from foundation.words import plain_date
from households.models import HouseholdMember
from leases.models import AllocationFile, Piece
from leases.readings.content import FileContent, PieceLine
from leases.rules.piece_lists import piece_kinds_on

_ORDER = ("MISSING", "UNREADABLE", "EXPIRING", "RECEIVED")


def with_own_acts(content: FileContent, file: AllocationFile) -> FileContent:
    """Give a snapshot's content with the landlord's own acts on it. Names stay those of the snapshot."""
    rows = list(Piece.objects.filter(file=file, replaced_by__isnull=True))
    lines = {line.anchor: _judged(line, {str(row.pk): row for row in rows}) for line in content.pieces}
    asked = [row for row in rows if row.asked_on is not None and row.received_on is None]
    if asked:
        members = _members(file)
        people = {line.anchor.rpartition(":")[2]: line.person for line in content.pieces}
        for row in asked:
            member = members.get(row.person_id, "0") if row.person_id else "0"
            anchor = f"pieces:{row.kind}:{member}"
            line = lines.get(anchor) or _new(row, anchor, people.get(member, ""))
            if line is not None and row.asked_on is not None:
                lines[anchor] = replace(line, detail=f"demandée le {plain_date(row.asked_on)}")
    return replace(content, pieces=tuple(sorted(lines.values(), key=lambda line: _ORDER.index(line.status))))


def _judged(line: PieceLine, rows: dict[str, Piece]) -> PieceLine:
    row = rows.get(line.piece_id)
    if row is None or row.is_unreadable == (line.status == "UNREADABLE"):
        return line
    return replace(line, status="UNREADABLE" if row.is_unreadable else "RECEIVED")


def _members(file: AllocationFile) -> dict[uuid.UUID, str]:
    rows = HouseholdMember.objects.filter(household_id=file.enrolment.household_id).order_by("started_on")
    return {person_id: str(pk) for pk, person_id in rows.values_list("pk", "person_id")}


def _new(row: Piece, anchor: str, person: str) -> PieceLine | None:
    if row.asked_on is None:
        return None
    kind = next((kind for kind in piece_kinds_on(row.asked_on) if kind.code == row.kind), None)
    return PieceLine(anchor, kind.label, person, "MISSING", "", "", kind.delicate) if kind is not None else None
