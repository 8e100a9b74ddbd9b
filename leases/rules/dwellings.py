"""Surface and size of a home (domain.md §3.4). The figures of the law are dated parameters, given by the caller."""

from dataclasses import dataclass

ROOMS_ABOVE_PERSONS = 1
SUGGESTED: dict[int, tuple[str, ...]] = {
    1: ("T1", "T2"),
    2: ("T2", "T3"),
    3: ("T3",),
    4: ("T3", "T4"),
    5: ("T4", "T5"),
    6: ("T4", "T5"),
}
SUGGESTED_BEYOND = ("T5", "T6")


@dataclass(frozen=True)
class SurfaceScale:
    """The least surfaces of R.822-25 CCH, in square metres: for one, for two, for each further person, at most."""

    one: int
    two: int
    further: int
    cap: int


def minimum_surface(persons: int, scale: SurfaceScale) -> int:
    """Give the least habitable surface in square metres.

    A lone parent with a child is two persons (Conseil d'État, 25/02/2019, n° 421926).
    """
    if persons <= 1:
        return scale.one
    return min(scale.two + scale.further * (persons - 2), scale.cap)


def is_under_occupied(rooms: int, persons: int) -> bool:
    """Tell whether a home has more habitable rooms than persons plus one."""
    return rooms > persons + ROOMS_ABOVE_PERSONS


def suggested_typologies(persons: int, adults: int) -> tuple[str, ...]:
    """Suggest sizes for a household; two adults without a child are offered a T2 first and only."""
    if persons == 2 and adults == 2:  # noqa: PLR2004 -- a couple
        return ("T2",)
    return SUGGESTED.get(max(persons, 1), SUGGESTED_BEYOND)
