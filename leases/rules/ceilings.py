"""Income ceilings: which category a household is of, and whether its income is under it (domain.md §3.3)."""

from dataclasses import dataclass
from decimal import Decimal

LAST_CATEGORY = 6
COUPLE = 2


@dataclass(frozen=True)
class Composition:
    """What the category depends on. Dependants are children and persons in charge."""

    adults: int
    dependants: int
    is_couple: bool = False
    couple_ages: int | None = None  # the sum of both ages, in whole years
    has_disability_card: bool = False  # carte mobilité inclusion « invalidité », of one person at least

    @property
    def persons(self) -> int:
        """Give how many persons will live in the home."""
        return self.adults + self.dependants

    def is_young_couple(self, oldest_ages: int) -> bool:
        """Tell whether it is a « jeune ménage »: a couple alone, ages known, together at most `oldest_ages` years."""
        return (
            self.is_couple
            and self.adults == COUPLE
            and self.dependants == 0
            and self.couple_ages is not None
            and self.couple_ages <= oldest_ages
        )


@dataclass(frozen=True)
class Category:
    """A row of the arrêté: 1 to 6, and how many persons beyond."""

    number: int
    further_persons: int = 0


def category_of(composition: Composition, young_couple_ages: int) -> Category:
    """Give the category: one rank up for a lone adult with dependants, a young couple, or a disability card.

    The arrêté (29 July 1987, amended each year) lists these as alternatives: they do not add up.
    Raises ValueError for nobody.
    """
    if composition.persons < 1:
        raise ValueError("Une catégorie de plafond suppose au moins une personne.")
    goes_up = (
        (composition.adults == 1 and composition.dependants > 0)
        or composition.is_young_couple(young_couple_ages)
        or composition.has_disability_card
    )
    rank = composition.persons + int(goes_up)
    return Category(min(rank, LAST_CATEGORY), max(0, rank - LAST_CATEGORY))


def ceiling_of(category: Category, by_category: list[Decimal], further: Decimal) -> Decimal:
    """Give the ceiling in euros a year from the six values of a year's table and its amount for each further person."""
    return by_category[category.number - 1] + further * category.further_persons


def share_of_ceiling(income: Decimal | None, ceiling: Decimal) -> Decimal | None:
    """Give income ÷ ceiling in percent; None when the reference income is unknown."""
    return None if income is None else income / ceiling * 100
