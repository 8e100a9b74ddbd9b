"""Amounts as people and tables write them: « 1 412,30 € », « 1412.30 », « -12,00 ». Anything else is no amount."""

import re
from decimal import Decimal

_BLANKS = str.maketrans("", "", " \u00a0\u202f\t€")
_AMOUNT = re.compile(r"[+-]?\d{1,9}([.,]\d{1,2})?")
_GROUPED = re.compile(r"[+-]?\d{1,3}(\.\d{3})+,\d{1,2}")  # « 1.412,30 », as some banks write


def read_amount(text: str) -> Decimal | None:
    """Give an amount in euros with at most two decimals, or None for what is no amount: letters, « 1e9 », « NaN »."""
    bare = text.translate(_BLANKS).replace("\u2212", "-")
    if not bare.isascii():
        return None
    if _GROUPED.fullmatch(bare):
        bare = bare.replace(".", "")
    if not _AMOUNT.fullmatch(bare):
        return None
    return Decimal(bare.replace(",", ".")).quantize(Decimal("0.01"))
