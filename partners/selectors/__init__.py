"""What the other parts ask about organisations, people and programmes; the administrator's pages have their own modules."""

from partners.selectors.people import (
    PersonCard,
    Worker,
    managers_of,
    names_of,
    person_cards,
    workers_of,
)
from partners.selectors.programmes import (
    CadenceLine,
    RungLine,
    VersionLine,
    cadence,
    cadences,
    ladders,
    programme_versions_on,
)
from partners.selectors.territory import (
    AgencyUnits,
    Named,
    Prefecture,
    correspondent_of,
    organisations,
    prefecture_of,
    units_of,
)

__all__ = [
    "AgencyUnits",
    "CadenceLine",
    "Named",
    "PersonCard",
    "Prefecture",
    "RungLine",
    "VersionLine",
    "Worker",
    "cadence",
    "cadences",
    "correspondent_of",
    "ladders",
    "managers_of",
    "names_of",
    "organisations",
    "person_cards",
    "prefecture_of",
    "programme_versions_on",
    "units_of",
    "workers_of",
]
