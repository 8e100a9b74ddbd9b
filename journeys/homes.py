"""Which home is whose: who holds several roles has one home a kind, and goes from one to another."""

from dataclasses import dataclass
from enum import StrEnum

from partners.enums import Role
from partners.reader import Reader


class HomeKind(StrEnum):
    """The homes, in the order in which they are offered; the value is what the address carries."""

    WORKER = "aujourdhui"
    MANAGER = "equipe"
    LANDLORD = "bailleur"
    ADMINISTRATION = "administration"

    @property
    def label(self) -> str:
        """Give the word of the switch."""
        return {
            "aujourdhui": "Aujourd’hui",
            "equipe": "Mon équipe",
            "bailleur": "Chez le bailleur",
            "administration": "Administration",
        }[self.value]


@dataclass(frozen=True)
class HomeChoice:
    """One home in the switch."""

    kind: HomeKind
    label: str
    url: str
    is_current: bool


def homes_of(reader: Reader) -> tuple[HomeKind, ...]:
    """Give the homes that this reader has, hers first; someone without a role in force has none."""
    found = []
    if reader.has(Role.SOCIAL_WORKER):
        found.append(HomeKind.WORKER)
    if reader.has(Role.ASSOCIATION_MANAGER):
        found.append(HomeKind.MANAGER)
    if reader.landlords:
        found.append(HomeKind.LANDLORD)
    if reader.is_administrator:
        found.append(HomeKind.ADMINISTRATION)
    return tuple(found)


def home_of(reader: Reader, asked: str = "") -> HomeKind | None:
    """Give the home that was asked for when it is hers, else her first."""
    hers = homes_of(reader)
    return next((kind for kind in hers if kind == asked), hers[0] if hers else None)


def choices(reader: Reader, current: HomeKind | None) -> tuple[HomeChoice, ...]:
    """Give the switch between her homes."""
    return tuple(HomeChoice(kind, kind.label, f"/?accueil={kind}", kind == current) for kind in homes_of(reader))
