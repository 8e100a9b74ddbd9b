"""Whom a sector brings beside a dwelling, the nearest first (domain.md §1.1)."""

import unicodedata
import uuid
from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """Where a dwelling is; without a dwelling known, its unit alone."""

    unit_id: uuid.UUID
    residence: str = ""
    dwelling_id: uuid.UUID | None = None


@dataclass(frozen=True)
class Sector:
    """Where someone works: a dwelling, else a residence of the unit, else all of it."""

    unit_id: uuid.UUID
    residence: str = ""
    dwelling_id: uuid.UUID | None = None

    def distance(self, place: Place) -> int | None:
        """Give 0 for the dwelling, 1 for its residence, 2 for its unit, None elsewhere."""
        if self.dwelling_id is not None:
            return 0 if self.dwelling_id == place.dwelling_id else None
        if self.unit_id != place.unit_id:
            return None
        if self.residence:
            return 1 if plain(self.residence) == plain(place.residence) else None
        return 2


def plain(name: str) -> str:
    """Give a residence's name without capitals, accents nor doubled blanks: it is typed by several hands."""
    bare = "".join(char for char in unicodedata.normalize("NFKD", name) if not unicodedata.combining(char))
    return " ".join(bare.casefold().split())
