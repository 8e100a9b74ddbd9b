"""Why a dwelling suits a household, or not: criterion by criterion, never a score (domain.md §4.2 M4; GDPR art. 22)."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Wish:
    """What a household looks for. Amounts are euros a month, charges included."""

    typologies: Sequence[str]
    units: Sequence[str]  # in order
    needs_accessible: bool
    highest_floor: int | None
    highest_cost: Decimal | None
    persons: int


@dataclass(frozen=True)
class Home:
    """What is announced."""

    typology: str
    unit: str
    surface: Decimal
    floor: int
    has_lift: bool
    is_accessible: bool
    cost: Decimal
    available_on: dt.date
    has_holder: bool
    is_agreed: bool


@dataclass(frozen=True)
class Criterion:
    """One criterion: met, not met, or not known (None)."""

    label: str
    is_met: bool | None
    sentence: str


def explain(wish: Wish, home: Home, least_surface: int) -> tuple[Criterion, ...]:
    """Explain a possible match in the order in which a worker reads it."""
    return (
        _size(wish, home),
        _unit(wish, home),
        _cost(wish, home),
        Criterion(
            "Surface",
            home.surface >= least_surface,
            f"{_plain(home.surface)}\u00a0m², au moins {least_surface}\u00a0m² pour {wish.persons} personne{'s' if wish.persons > 1 else ''}.",
        ),
        _access(wish, home),
        _holder(home),
    )


def _size(wish: Wish, home: Home) -> Criterion:
    wanted = " ou ".join(wish.typologies)
    return Criterion("Type", home.typology in wish.typologies, f"{home.typology} annoncé, {wanted} souhaité.")


def _unit(wish: Wish, home: Home) -> Criterion:
    if home.unit not in wish.units:
        return Criterion("Secteur", False, f"{home.unit} n’est pas dans les secteurs souhaités.")
    rank = list(wish.units).index(home.unit) + 1
    return Criterion("Secteur", True, f"{home.unit}, choix n°\u00a0{rank} du ménage.")


def _cost(wish: Wish, home: Home) -> Criterion:
    cost = f"{_plain(home.cost)}\u00a0€ charges comprises"
    if wish.highest_cost is None:
        return Criterion("Loyer", None, f"{cost}\u00a0; le loyer maximal du ménage n’est pas renseigné.")
    return Criterion("Loyer", home.cost <= wish.highest_cost, f"{cost}, au plus {_plain(wish.highest_cost)}\u00a0€.")


def _access(wish: Wish, home: Home) -> Criterion:
    if wish.needs_accessible:
        word = "accessible" if home.is_accessible else "non accessible"
        return Criterion(
            "Accessibilité", home.is_accessible, f"Le ménage a besoin d’un logement accessible\u00a0: {word}."
        )
    if wish.highest_floor is None:
        return Criterion("Étage", True, "Le ménage n’a pas de limite d’étage.")
    fits = home.has_lift or home.floor <= wish.highest_floor
    lift = "avec ascenseur" if home.has_lift else "sans ascenseur"
    return Criterion("Étage", fits, f"Étage {home.floor} {lift}, au plus {wish.highest_floor} sans ascenseur.")


def _holder(home: Home) -> Criterion:
    if not home.has_holder:
        return Criterion("Réservataire", True, "Logement non réservé.")
    return Criterion(
        "Réservataire",
        True if home.is_agreed else None,
        "Le réservataire a donné son accord." if home.is_agreed else "L’accord du réservataire est attendu.",
    )


def _plain(number: Decimal) -> str:
    text = f"{number:.2f}".rstrip("0").rstrip(".")
    return text.replace(".", ",")
