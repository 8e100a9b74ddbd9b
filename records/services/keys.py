"""Rotation of the text keys: everything encrypted is written again under the newest one, in batches, as often as asked."""

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from cryptography.fernet import InvalidToken
from django.apps import apps
from django.db import models, transaction
from django.db.models import ExpressionWrapper, F, TextField, Value

from foundation import encryption
from foundation.encryption import EncryptedTextField
from records.blobs import BlobDamagedError
from records.models import StoredFile
from records.services.files import FileDamaged, is_current, reencrypt_file

BATCH = 200
FILES = "files"
# Encrypted by a package's own hook, inside its JSON (partners.adapter.MFAAdapter).
JSON_PLACES = (("mfa.authenticator", "data"),)
TOKEN = "gAAAAA"  # noqa: S105 -- how every Fernet token begins


@dataclass(frozen=True)
class Progress:
    """How far one place is: a model's field, or the files."""

    place: str
    seen: int
    total: int
    old: int  # found under an older key (and written again, unless only checking)
    unreadable: int  # under no key of the ring


Report = Callable[[Progress], None]


def rotate(*, is_check: bool = False, batch_size: int = BATCH, report: Report | None = None) -> list[Progress]:
    """Write again, under the newest key, what older keys wrote; give each place's count.

    Each batch is committed by itself: stopped and asked again, it goes on with what remains. `is_check` changes nothing.
    What no key reads is counted and left as it is.
    """
    tell = report or (lambda _progress: None)
    done = [_rotate_field(field, is_check, batch_size, tell) for field in _fields()]
    done += [_rotate_field(field, is_check, batch_size, tell) for field in _json_fields()]
    return [*done, _rotate_files(is_check, tell)]


def _fields() -> Iterator["models.Field[Any, Any]"]:
    for model in apps.get_models():
        for field in model._meta.local_fields:
            if isinstance(field, EncryptedTextField):
                yield field


def _json_fields() -> Iterator["models.Field[Any, Any]"]:
    for label, name in JSON_PLACES:
        if apps.is_installed(f"allauth.{label.split('.')[0]}"):
            yield apps.get_model(label)._meta.get_field(name)


def _rotate_field(field: "models.Field[Any, Any]", is_check: bool, batch_size: int, tell: Report) -> Progress:  # noqa: FBT001 -- private
    rows = field.model._default_manager.order_by("pk")
    progress = Progress(f"{field.model._meta.label}.{field.name}", 0, rows.count(), 0, 0)
    last: Any = None
    while True:
        batch = rows if last is None else rows.filter(pk__gt=last)
        pks = list(batch.values_list("pk", flat=True)[:batch_size])
        if not pks:
            return progress
        old, unreadable = _rotate_batch(field, pks, is_check)
        last = pks[-1]
        progress = Progress(
            progress.place,
            progress.seen + len(pks),
            max(progress.total, progress.seen + len(pks)),
            progress.old + old,
            progress.unreadable + unreadable,
        )
        tell(progress)


@transaction.atomic
def _rotate_batch(field: "models.Field[Any, Any]", pks: list[Any], is_check: bool) -> tuple[int, int]:  # noqa: FBT001 -- private
    """Rewrite the raw texts of some rows, locked meanwhile so that nobody's correction is undone."""
    rows = field.model._default_manager.select_for_update(of=("self",)).filter(pk__in=pks)
    raw = ExpressionWrapper(F(field.name), output_field=TextField())
    is_json = isinstance(field, models.JSONField)
    old = unreadable = 0
    for pk, stored in rows.values_list("pk", field.name if is_json else raw):
        try:
            renewed = _renewed(stored)
        except InvalidToken:
            unreadable += 1
            continue
        if renewed is None:
            continue
        old += 1
        if not is_check:
            value = renewed if is_json else Value(renewed, output_field=TextField())
            field.model._default_manager.filter(pk=pk).update(**{field.name: value})
    return old, unreadable


def _renewed(stored: Any) -> Any:
    """Give what is stored under the newest key, None when it is already.

    Raises InvalidToken.
    """
    if isinstance(stored, dict):
        found = {key: _renewed(value) for key, value in stored.items() if _holds_tokens(value)}
        changed = {key: value for key, value in found.items() if value is not None}
        return {**stored, **changed} if changed else None
    if isinstance(stored, list):
        parts = [_renewed(value) if _holds_tokens(value) else None for value in stored]
        if all(part is None for part in parts):
            return None
        return [old if new is None else new for old, new in zip(stored, parts, strict=True)]
    if not stored or encryption.is_current(stored):
        return None
    return encryption.reencrypt(stored)


def _holds_tokens(value: object) -> bool:
    return isinstance(value, list) or (isinstance(value, str) and value.startswith(TOKEN))


def _rotate_files(is_check: bool, tell: Report) -> Progress:  # noqa: FBT001 -- private
    pks: list[uuid.UUID] = list(StoredFile.objects.order_by("pk").values_list("pk", flat=True))
    old = unreadable = 0
    for seen, pk in enumerate(pks, start=1):
        stored = StoredFile.objects.defer("name").filter(pk=pk).first()
        try:
            if stored is not None and not is_current(stored=stored):
                if not is_check:
                    reencrypt_file(stored=stored)
                old += 1
        except (OSError, BlobDamagedError, FileDamaged):
            unreadable += 1
        tell(Progress(FILES, seen, len(pks), old, unreadable))
    return Progress(FILES, len(pks), len(pks), old, unreadable)
