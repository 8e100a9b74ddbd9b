"""What every template may know of who reads: her Reader, her name, and where she may go."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from foundation import VERSION
from partners.enums import Role
from partners.models import User
from partners.reader import Reader


@dataclass(frozen=True)
class Entry:
    """A line of the navigation."""

    label: str
    url: str
    is_current: bool = False
    is_aside: bool = False  # in the menu « Plus » of a bar that would be too long


@dataclass(frozen=True)
class _Place:
    """A page one may go to; the addresses under its own are part of it, and those of `also`."""

    label: str
    name: str
    also: tuple[str, ...] = ()
    is_secondary: bool = False  # the first to leave a bar that would be too long


_HOME = _Place("Accueil", "home")
_TODAY = _Place("Aujourd’hui", "home")
_HOUSEHOLDS = _Place("Ménages", "journeys:households")
_TEAM = _Place("Équipe", "journeys:team")
_REFERRALS = _Place("Orientations", "accompaniments:referrals", is_secondary=True)
_DIRECTORY = _Place("Annuaire", "partners:directory", is_secondary=True)
_CAL_FILES = _Place("Dossiers CAL", "journeys:cal_files")
_DWELLINGS = _Place("Logements", "leases:dwellings", ("/annonces/", "/offre-et-demande/", "/proximite/"))
_REQUESTS = _Place("Demandes", "journeys:requests")
_SESSIONS = _Place("Commissions", "journeys:sessions", ("/passages/",), is_secondary=True)
_DIFFICULTIES = _Place("Difficultés", "journeys:difficulties", is_secondary=True)
_SUBLEASES = _Place(
    "Sous-locations", "journeys:subleases", ("/examens/", "/avis-au-prefet/", "/glissements/", "/comptes/")
)
_COSTS = _Place("Risques", "journeys:rent_costs")
_MONTHS = _Place("Le mois", "reporting:months")
_ADMINISTRATION = (
    _Place("Organismes", "partners:organisations", ("/administration/agences/", "/administration/unites/")),
    _Place("Personnes", "partners:people", ("/administration/invitations/", "/administration/roles/")),
    _Place("Programmes", "partners:programmes", ("/administration/versions/",)),
    _Place("Modèles", "journeys:templates"),
    _Place("Paramètres", "records:parameters"),
)

ROOM = 7  # pages that the bar holds on one line at 1024 px

_EXAMINE = (Role.LANDLORD_CORRESPONDENT, Role.LANDLORD_SOCIAL_ADVISER, Role.LANDLORD_RENTAL)
_FOLLOW_DWELLINGS = tuple(Role(role) for role in Role.OF_LANDLORD if role != Role.LANDLORD_LITIGATION)

_TREAT_DIFFICULTIES = (
    Role.LANDLORD_CORRESPONDENT,
    Role.LANDLORD_SOCIAL_ADVISER,
    Role.LANDLORD_RENTAL,
    Role.LANDLORD_LITIGATION,
)


def _places(reader: Reader) -> tuple[_Place, ...]:
    """Give the pages of each role, in the order of the work; who holds several roles gets them all, once."""
    places: list[_Place] = []
    if reader.has(Role.SOCIAL_WORKER):
        places += [_TODAY, _HOUSEHOLDS, _CAL_FILES, _SUBLEASES, _DIFFICULTIES, _DIRECTORY]
    if reader.has(Role.ASSOCIATION_MANAGER):
        places += [_HOME, _MONTHS, _TEAM, _HOUSEHOLDS, _CAL_FILES, _SUBLEASES, _DIFFICULTIES, _REFERRALS, _DIRECTORY]
    places += _landlord_places(reader)
    if reader.has(Role.LANDLORD_MANAGER):
        places.append(_COSTS)
    if reader.is_administrator:
        places += _ADMINISTRATION  # her home is the first of them
    seen: dict[str, _Place] = {}
    for place in places or [_HOME]:
        seen.setdefault(place.name, place)
    return tuple(seen.values())


def _landlord_places(reader: Reader) -> list[_Place]:
    """Give the pages of a landlord's person, by what she does there."""
    if not reader.landlords:
        return []
    places = [_HOME, _HOUSEHOLDS]
    if reader.has(*_EXAMINE):
        places.append(_SUBLEASES)
    if reader.has(*_TREAT_DIFFICULTIES):
        places.append(_DIFFICULTIES)
    if reader.has(Role.LANDLORD_RENTAL, Role.LANDLORD_LITIGATION):
        places.append(_REQUESTS)
    if reader.has(Role.LANDLORD_CORRESPONDENT, Role.CAL_SECRETARY):
        places.append(_CAL_FILES)
    if reader.has(*_FOLLOW_DWELLINGS):
        places.append(_DWELLINGS)
    if reader.has(Role.LANDLORD_CORRESPONDENT, Role.CAL_SECRETARY, Role.LANDLORD_MANAGER):
        places.append(_SESSIONS)
    if reader.has(Role.LANDLORD_CORRESPONDENT, Role.LANDLORD_SOCIAL_ADVISER, Role.LANDLORD_MANAGER):
        places.append(_MONTHS)
    return places


def _entries(places: Sequence[_Place], path: str) -> tuple[Entry, ...]:
    found, is_long = [], len(places) > ROOM
    for place in places:
        url = reverse(place.name)
        under = place.also if url == "/" else (url, *place.also)
        is_current = path == url or path.startswith(under)
        found.append(Entry(place.label, url, is_current, is_aside=is_long and place.is_secondary))
    return tuple(found)


def _navigation(request: HttpRequest) -> Callable[[], tuple[Entry, ...]]:
    """Wait until a template asks, once: a fragment never does."""

    @cache
    def navigation() -> tuple[Entry, ...]:
        reader: Reader | None = getattr(request, "reader", None)
        return _entries(_places(reader), request.path) if reader else ()

    return navigation


def reader(request: HttpRequest) -> dict[str, Any]:
    """Give the Reader to the layout, her name, and the navigation by role."""
    user = getattr(request, "user", None)
    navigation = _navigation(request)
    return {
        "reader": getattr(request, "reader", None),
        "reader_name": user.full_name if isinstance(user, User) else "",
        "is_signed_in": bool(user and user.is_authenticated),
        "navigation": navigation,
        "navigation_aside": lambda: tuple(entry for entry in navigation() if entry.is_aside),
        "search_url": reverse("journeys:search"),
        "account_url": reverse("partners:account"),
        "help_url": reverse("journeys:help"),
        "accessibility_url": reverse("journeys:accessibility"),
        "personal_data_url": reverse("journeys:personal_data"),
        "palier_version": VERSION,
    }
