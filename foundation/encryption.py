"""Text encrypted at rest with keys that rotate: the first key of `PALIER_TEXT_KEYS` encrypts, all decrypt."""

import base64
import hashlib
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import models


@lru_cache(maxsize=16)
def _fernet(key: str) -> Fernet:
    """Make a Fernet key of a secret of any length."""
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(key.encode()).digest()))


@lru_cache(maxsize=8)
def _ring(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([_fernet(key) for key in keys])


def ring() -> MultiFernet:
    """Give the ring of the keys in use."""
    return _ring(tuple(settings.PALIER_TEXT_KEYS))


def encrypt(text: str) -> str:
    """Encrypt a text with the newest key. An empty text stays empty: its absence is no secret."""
    return ring().encrypt(text.encode()).decode() if text else ""


def decrypt(stored: str) -> str:
    """Read an encrypted text.

    Raises cryptography.fernet.InvalidToken when no key of the ring wrote it or it was altered.
    """
    return ring().decrypt(stored.encode()).decode() if stored else ""


def is_current(stored: str) -> bool:
    """Tell whether a stored text is under the newest key; an empty one needs none."""
    try:
        _fernet(settings.PALIER_TEXT_KEYS[0]).decrypt(stored.encode())
    except InvalidToken:
        return not stored
    return True


def reencrypt(stored: str) -> str:
    """Give a stored text under the newest key, whichever key wrote it.

    Raises cryptography.fernet.InvalidToken when none did.
    """
    return ring().rotate(stored.encode()).decode() if stored else ""


if TYPE_CHECKING:
    _TextField = models.TextField[str, str]
else:
    _TextField = models.TextField


class EncryptedTextField(_TextField):
    """Free text (notes, reasons, comments) that a stolen database does not tell. It is never searched nor sorted."""

    def from_db_value(self, value: str | None, *_: Any) -> str | None:
        """Decrypt what the database holds."""
        return None if value is None else decrypt(value)

    def get_prep_value(self, value: Any) -> Any:
        """Encrypt what goes to the database."""
        prepared = super().get_prep_value(value)
        return None if prepared is None else encrypt(str(prepared))

    def get_lookup(self, lookup_name: str) -> Any:
        """Refuse every search but « is null »: the stored text differs at each writing."""
        return super().get_lookup(lookup_name) if lookup_name == "isnull" else None
