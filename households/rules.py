"""Rules on households: plain Python, dates and enums in, a verdict out."""

import re
import uuid
from collections.abc import Iterable

_NUR = re.compile(r"^(0\d{2}|02[AB]|97\d)\d{2}(0[1-9]|1[0-2])\d{11}$")


def accord_is_given(adults: Iterable[uuid.UUID], granted: Iterable[uuid.UUID]) -> bool:
    """Tell whether the household's accord de partage stands: every adult of the moment gave it (domain.md §3.9).

    A household without a known adult has given nothing.
    """
    needed = set(adults)
    return bool(needed) and needed <= set(granted)


def normalise_nur(typed: str) -> str:
    """Give a housing request's number without its blanks, letters upper-case, as it is stored (domain.md §3.5)."""
    return re.sub(r"[\s.\-]", "", typed).upper()


def why_nur_looks_odd(number: str) -> str | None:
    """Say why a number departs from the national layout, or None. A warning only: old departmental formats exist (§3.5)."""
    if _NUR.match(number):
        return None
    if len(number) != 18:  # noqa: PLR2004 -- the layout's length
        return f"Un numéro unique compte 18 caractères, celui-ci en compte {len(number)}. Vérifiez-le."
    return "Ce numéro ne suit pas la forme nationale (département, année, mois, ordre). Vérifiez-le."
