"""The format of an encrypted file: a key of its own under the text keys, then frames that know their place.

A line `PALIER-F1`, the length and the token of the file's key (encrypted by the ring of `foundation.encryption`), then each
frame: its length, and AES-256-GCM of at most 64 KiB. A frame's nonce is its rank and whether it is the last, and all
carry the owner's id, so that frames cut, moved, repeated or taken from another file are refused.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.fernet import InvalidToken
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from foundation import encryption

MAGIC = b"PALIER-F1\n"
FRAME = 64 * 1024
TAG = 16
_LENGTH = 4


class BlobDamagedError(Exception):
    """A blob is cut, altered, of another file, or under a key that is not in the ring."""


def write(path: Path, owner: bytes, clear: Iterator[bytes]) -> None:
    """Encrypt a content into a new file, written whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    key = AESGCM.generate_key(256)
    token = encryption.encrypt(key.hex()).encode()
    draft = path.with_suffix(".part")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as blob:
            blob.write(MAGIC + len(token).to_bytes(_LENGTH, "big") + token)
            for rank, frame, is_last in _framed(clear):
                sealed = AESGCM(key).encrypt(_nonce(rank, is_last=is_last), frame, owner)
                blob.write(len(sealed).to_bytes(_LENGTH, "big") + sealed)
            blob.flush()
            os.fsync(blob.fileno())
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


def read(path: Path, owner: bytes) -> Iterator[bytes]:
    """Give a file's clear frames.

    Raises BlobDamagedError as soon as one does not hold, and OSError when there is no such file.
    """
    with path.open("rb") as blob:
        try:
            key = AESGCM(bytes.fromhex(encryption.decrypt(_token(blob))))
        except (InvalidToken, ValueError) as error:
            raise BlobDamagedError from error
        sealed, rank = _frame(blob), 0
        while sealed is not None:
            following = _frame(blob)
            try:
                yield key.decrypt(_nonce(rank, is_last=following is None), sealed, owner)
            except InvalidTag as error:
                raise BlobDamagedError from error
            sealed, rank = following, rank + 1
        if rank == 0:
            raise BlobDamagedError


def is_current(path: Path) -> bool:
    """Tell whether the file's key is under the newest key of the ring."""
    with path.open("rb") as blob:
        return encryption.is_current(_token(blob))


def _token(blob: BinaryIO) -> str:
    if blob.read(len(MAGIC)) != MAGIC:
        raise BlobDamagedError
    length = int.from_bytes(blob.read(_LENGTH), "big")
    if length > FRAME:
        raise BlobDamagedError
    return blob.read(length).decode("ascii", "replace")


def _frame(blob: BinaryIO) -> bytes | None:
    head = blob.read(_LENGTH)
    if not head:
        return None
    length = int.from_bytes(head, "big")
    sealed = blob.read(length) if length <= FRAME + TAG else b""
    if len(head) != _LENGTH or len(sealed) != length:
        raise BlobDamagedError
    return sealed


def _framed(clear: Iterator[bytes]) -> Iterator[tuple[int, bytes, bool]]:
    """Cut a content into frames of one size, knowing which is the last."""
    rank, waiting = 0, b""
    for piece in clear:
        waiting += piece
        start = 0
        while len(waiting) - start > FRAME:
            yield rank, waiting[start : start + FRAME], False
            rank, start = rank + 1, start + FRAME
        waiting = waiting[start:]
    yield rank, waiting, True


def _nonce(rank: int, *, is_last: bool) -> bytes:
    return rank.to_bytes(11, "big") + bytes([is_last])
