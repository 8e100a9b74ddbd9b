"""What every template may know of who reads: her Reader, her name, and where she may go."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

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


@dataclass(frozen=True)
class _Place:
    """A page one may go to: its URL name, and the addresses that belong to it."""

    label: str
    name: str
    prefixes: tuple[str, ...] = ()


_HOME = _Place("Accueil", "home")
_TODAY = _Place("Aujourd’hui", "home")
_HOUSEHOLDS = _Place("Ménages", "journeys:households")
_TEAM = _Place("Équipe", "journeys:team")
_REFERRALS = _Place("Orientations", "accompaniments:referrals")
_ADMINISTRATION = (
    _Place("Organismes", "partners:organisations"),
    _Place("Personnes", "partners:people"),
    _Place("Programmes", "partners:programmes"),
    _Place("Paramètres", "records:parameters"),
)


def _places(reader: Reader) -> tuple[_Place, ...]:
    """Give the pages of each role, in the order of the work; who holds several roles gets them all, once."""
    places: list[_Place] = []
    if reader.has(Role.SOCIAL_WORKER):
        places += [_TODAY, _HOUSEHOLDS]
    if reader.has(Role.ASSOCIATION_MANAGER):
        places += [_HOME, _TEAM, _HOUSEHOLDS, _REFERRALS]
    if reader.landlords:
        places += [_HOME, _HOUSEHOLDS]
    if reader.is_administrator:
        places += _ADMINISTRATION  # her home is the first of them
    seen: dict[str, _Place] = {}
    for place in places or [_HOME]:
        seen.setdefault(place.name, place)
    return tuple(seen.values())


def _address(name: str) -> str:
    """Give the address of a page; a page that is not built yet has none."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _entries(places: Iterable[_Place], path: str) -> tuple[Entry, ...]:
    found = []
    for place in places:
        if url := _address(place.name):
            prefixes = place.prefixes if url == "/" else (url, *place.prefixes)
            found.append(Entry(place.label, url, path == url or path.startswith(prefixes)))
    return tuple(found)


def _navigation(request: HttpRequest) -> Callable[[], tuple[Entry, ...]]:
    """Wait until a template asks: a fragment never does."""

    def navigation() -> tuple[Entry, ...]:
        reader: Reader | None = getattr(request, "reader", None)
        return _entries(_places(reader), request.path) if reader else ()

    return navigation


def reader(request: HttpRequest) -> dict[str, Any]:
    """Give the Reader to the layout, her name, and the navigation by role."""
    user = getattr(request, "user", None)
    return {
        "reader": getattr(request, "reader", None),
        "reader_name": user.full_name if isinstance(user, User) else "",
        "is_signed_in": bool(user and user.is_authenticated),
        "navigation": _navigation(request),
        "search_url": _address("journeys:search"),
        "account_url": _address("partners:account"),
        "help_url": _address("journeys:help"),
        "accessibility_url": _address("journeys:accessibility"),
        "personal_data_url": _address("journeys:personal_data"),
        "palier_version": VERSION,
    }
