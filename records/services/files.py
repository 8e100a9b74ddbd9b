"""Files: checked by their content, encrypted in frames with the keys of text, one blob an upload.

A blob is written and encrypted before the transaction that makes its row, and removed after the one that deletes it.
"""

import contextlib
import hashlib
import unicodedata
import uuid
from collections.abc import Iterator
from functools import partial
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from django.conf import settings
from django.db import transaction

from foundation.refusals import Refused
from records import blobs
from records.blobs import BlobDamagedError
from records.models import StoredFile
from records.services import contents, pictures
from records.services.events import record

MAX_SIZE = 20 * 1024 * 1024
MAX_NAME = 150


class FileDamaged(Refused):
    """A stored file cannot be read back as it was received."""

    def __init__(self) -> None:
        super().__init__("Ce fichier est abîmé et ne peut pas être ouvert. Prévenez votre administrateur.")


def store_file(
    *,
    content: BinaryIO | bytes,
    name: str,
    kind: str,
    subject_id: uuid.UUID,
    by: uuid.UUID,
    file_of: uuid.UUID | None = None,
) -> StoredFile:
    """Check, encrypt and keep a file; `kind` and `subject_id` say what it is attached to, `file_of` the enrolment.

    Raises Refused with the French reason, on the field « file », for a file that is empty, too large, of another kind than
    PDF, JPEG, PNG or HEIC, or that holds anything active. A picture is kept upright and bounded, a HEIC as a JPEG.
    """
    clear = _read(content)
    content_type = contents.check(clear)
    known = clean_name(name)
    if content_type != contents.PDF:
        clear, kept = pictures.readable_picture(clear)
        known = known if kept == content_type else f"{known.rpartition('.')[0] or known}.jpg"
        content_type = kept
    stored = StoredFile(
        name=known,
        content_type=content_type,
        size=len(clear),
        digest=hashlib.sha256(clear).hexdigest(),
        kind=kind,
        subject_id=subject_id,
        stored_by=by,
    )
    return _encrypt(stored, clear, by=by, file_of=file_of)


def store_made_file(
    *,
    content: bytes,
    content_type: str,
    name: str,
    kind: str,
    subject_id: uuid.UUID,
    by: uuid.UUID,
    file_id: uuid.UUID | None = None,
) -> StoredFile:
    """Encrypt and keep a file that Palier itself made, a workbook for instance; what people send goes to `store_file`.

    `file_id`, when what makes it may run twice: the second is refused by the database (IntegrityError).
    """
    stored = StoredFile(
        id=file_id or uuid.uuid4(),
        name=clean_name(name),
        content_type=content_type,
        size=len(content),
        digest=hashlib.sha256(content).hexdigest(),
        kind=kind,
        subject_id=subject_id,
        stored_by=by,
    )
    return _encrypt(stored, content, by=by, file_of=None)


def _encrypt(stored: StoredFile, clear: bytes, *, by: uuid.UUID, file_of: uuid.UUID | None) -> StoredFile:
    stored.blob = _new_blob()
    blobs.write(_path(stored.blob), stored.pk.bytes, iter([clear]))
    try:
        _keep(stored, by=by, file_of=file_of)
    except BaseException:
        _remove(stored.blob)
        raise
    return stored


@transaction.atomic
def _keep(stored: StoredFile, *, by: uuid.UUID, file_of: uuid.UUID | None) -> None:
    stored.save(force_insert=True)
    record("file.stored", stored, by=by, subject_id=file_of, details={"attached_to": stored.subject_id})


def open_file(*, stored: StoredFile) -> Iterator[bytes]:
    """Give a file's clear content, frame by frame; who may have it is for `access` to say.

    The first frame is read at once, so that a blob of another file, or cut at its start, is refused before an answer begins.
    Raises FileDamaged.
    """
    frames = _frames(stored)
    first = next(frames, b"")
    return _chained(first, frames)


def _chained(first: bytes, frames: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from frames


def _frames(stored: StoredFile) -> Iterator[bytes]:
    digest = hashlib.sha256()
    try:
        for frame in blobs.read(_path(stored.blob), stored.pk.bytes):
            digest.update(frame)
            yield frame
    except (OSError, BlobDamagedError) as error:
        raise FileDamaged from error
    if digest.hexdigest() != stored.digest:
        raise FileDamaged


@transaction.atomic
def delete_file(*, stored: StoredFile, by: uuid.UUID, file_of: uuid.UUID | None = None) -> None:
    """Delete a file: its row now, its blob once that is committed."""
    record("file.deleted", stored, by=by, subject_id=file_of, details={"attached_to": stored.subject_id})
    blob = stored.blob
    stored.delete()
    transaction.on_commit(partial(_remove, blob), robust=True)


def is_current(*, stored: StoredFile) -> bool:
    """Tell whether a file's blob is under the newest key."""
    return blobs.is_current(_path(stored.blob))


def reencrypt_file(*, stored: StoredFile) -> None:
    """Write a file's blob again, whole, under the newest key and a new key of its own.

    Raises FileDamaged, and then changes nothing.
    """
    old, new = stored.blob, _new_blob()
    try:
        blobs.write(_path(new), stored.pk.bytes, _frames(stored))
        with transaction.atomic():
            stored.blob = new
            stored.save(update_fields=["blob"])
            transaction.on_commit(partial(_remove, old), robust=True)
    except BaseException:
        stored.blob = old
        _remove(new)
        raise


def clean_name(name: str) -> str:
    """Give a name that is no path, holds nothing invisible, and fits."""
    last = PurePosixPath(name.replace("\\", "/")).name
    visible = "".join(char for char in unicodedata.normalize("NFC", last) if unicodedata.category(char)[0] != "C")
    stem, dot, suffix = visible.strip(" .").rpartition(".")
    if len(visible) > MAX_NAME:
        visible = f"{stem[: MAX_NAME - 10]}{dot}{suffix[:8]}" if stem else visible[:MAX_NAME]
    return visible.strip(" .") or "fichier"


def _read(content: BinaryIO | bytes) -> bytes:
    clear = content if isinstance(content, bytes) else content.read(MAX_SIZE + 1)
    if not clear:
        raise Refused("Ce fichier est vide.", "file")
    if len(clear) > MAX_SIZE:
        raise Refused("Ce fichier dépasse 20 Mo. Réduisez-le, ou envoyez-le en plusieurs parties.", "file")
    return clear


def _new_blob() -> str:
    name = uuid.uuid4().hex
    return f"{name[:2]}/{name}"


def _path(blob: str) -> Path:
    return Path(settings.PALIER_FILES_DIR) / blob


def _remove(blob: str) -> None:
    with contextlib.suppress(FileNotFoundError):
        _path(blob).unlink()
