"""What a reader reads of a file: frozen dataclasses, shaped before any template, export or mail sees them."""

from households.readings.accords import Sharing, sharing
from households.readings.composition import GuardianLine, MemberLine, People, people
from households.readings.demands import RequestLine, requests
from households.readings.headers import Card, Flag, card, cards, joined, person_name
from households.readings.months import Finances, finances
from households.readings.places import Housing, housing
from households.readings.teams import Team, team

__all__ = [
    "Card",
    "Finances",
    "Flag",
    "GuardianLine",
    "Housing",
    "MemberLine",
    "People",
    "RequestLine",
    "Sharing",
    "Team",
    "card",
    "cards",
    "finances",
    "housing",
    "joined",
    "people",
    "person_name",
    "requests",
    "sharing",
    "team",
]
