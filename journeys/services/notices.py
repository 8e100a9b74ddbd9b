"""The sending of a notice to the préfet, with the letter as it left and its proof kept: files first, then the row."""

import datetime as dt
import uuid

from foundation.refusals import Refused
from leases.enums import NoticeMeans
from leases.models import PrefectNotice
from leases.services import notices
from records.models import StoredFile
from records.services.files import delete_file, store_file

Upload = tuple[bytes, str]  # the content, the name


def send(
    *,
    by: uuid.UUID,
    notice: PrefectNotice,
    file_of: uuid.UUID,
    sent_on: dt.date,
    means: NoticeMeans,
    tracking_number: str,
    letter: Upload,
    proof: Upload | None,
    today: dt.date,
) -> PrefectNotice:
    """Record that a notice was sent. To call outside a transaction. Raises Refused: nothing is then kept."""
    kept: list[StoredFile] = []
    try:
        stored_proof = _store(proof, notice, by=by, file_of=file_of) if proof else None
        kept += [stored_proof] if stored_proof else []
        stored_letter = _store(letter, notice, by=by, file_of=file_of)
        kept.append(stored_letter)
        return notices.record_sent(
            by=by,
            notice=notice,
            sent_on=sent_on,
            means=means,
            tracking_number=tracking_number,
            letter=stored_letter,
            proof=stored_proof,
            today=today,
        )
    except Refused:
        for stored in kept:
            delete_file(stored=stored, by=by)
        raise


def keep_proof(*, by: uuid.UUID, notice: PrefectNotice, file_of: uuid.UUID, proof: Upload) -> PrefectNotice:
    """Keep the proof that came after the sending. To call outside a transaction. Raises Refused."""
    stored = _store(proof, notice, by=by, file_of=file_of)
    try:
        return notices.add_proof(by=by, notice=notice, proof=stored)
    except Refused:
        delete_file(stored=stored, by=by)
        raise


def _store(upload: Upload, notice: PrefectNotice, *, by: uuid.UUID, file_of: uuid.UUID) -> StoredFile:
    """Keep a file of a notice; what the file itself is refused for is said beside the proof."""
    content, name = upload
    try:
        return store_file(content=content, name=name, kind=notices.STORED, subject_id=notice.pk, by=by, file_of=file_of)
    except Refused as refused:
        raise Refused(refused.reason, "proof") from refused
