"""All that the sentence depends on, and what it is made of."""

import datetime as dt
from dataclasses import dataclass

from foundation.words import plain_date
from leases.rules.clocks import Clock, ClockKind, Who
from leases.rules.procedures import Position

NOTHING = "Aucune procédure n’est enregistrée\u00a0: rien n’oblige le ménage à quitter son logement"
ONE_DAY = dt.timedelta(days=1)
AT_HOME = "le ménage habite toujours son logement"


@dataclass(frozen=True)
class Situation:
    """All that the sentence depends on, on a day."""

    position: Position
    today: dt.date
    clocks: tuple[Clock, ...] = ()
    hearing_on: dt.date | None = None  # to come
    eviction_from: dt.date | None = None
    truce_until: dt.date | None = None
    is_held: bool = False
    held_until: dt.date | None = None
    protocol_until: dt.date | None = None
    protocol_since: dt.date | None = None  # the title of a protocole whose terms are not recorded
    new_lease_by: dt.date | None = None  # the protocole was kept: the landlord signs a lease by this day

    def clock(self, kind: ClockKind) -> Clock | None:
        """Give a clock of the running procedure."""
        return next((clock for clock in self.clocks if clock.kind == kind), None)


@dataclass(frozen=True)
class Step:
    """What somebody may do next, and by when if a date is known."""

    who: Who
    what: str
    by: dt.date | None = None


@dataclass(frozen=True)
class Meaning:
    """The sentence, the steps, the household's first, and what an act lacks before the law."""

    sentence: str
    steps: tuple[Step, ...]
    warnings: tuple[str, ...] = ()


def not_before(here: Situation) -> str:
    """Say from which day an eviction may take place."""
    day = here.eviction_from
    if day is None:
        return ""
    if day <= here.today:
        return ""
    return f"\u00a0: aucune expulsion n’est possible avant le {plain_date(day)}"
