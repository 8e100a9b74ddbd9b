"""When the person answered, and after how many attempts: pure (domain.md §2.3, §4.2 M18, M19)."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

NONE, BEYOND = "0", "4"
RANKS = {
    "1": "à la 1re tentative",
    "2": "à la 2e tentative",
    "3": "à la 3e tentative",
    BEYOND: "plus tard",
    NONE: "sans tentative",
}


@dataclass(frozen=True)
class Attempt:
    """An attempt that stands, and the day on which the person answered it or was met, if she did."""

    sent_on: dt.date
    succeeded_on: dt.date | None


@dataclass(frozen=True)
class FirstContact:
    """The first time that somebody was reached: the day, and how many attempts had been made."""

    on: dt.date
    rank: str


def first_contact(
    attempts: Iterable[Attempt], *, met_on: dt.date | None, asked_on: dt.date, last: dt.date
) -> FirstContact | None:
    """Give the first contact of a request as it is known at the close of a day, or None while it waits.

    `attempts` are in order; what was tried before the request is another's. A meeting held has the rank of the last attempt
    made by its day; on one same day the attempt that succeeded is the contact.
    """
    made = [one for one in attempts if asked_on <= one.sent_on <= last]
    known = [
        (one.succeeded_on, 0, rank)
        for rank, one in enumerate(made, start=1)
        if one.succeeded_on is not None and one.succeeded_on <= last
    ]
    if met_on is not None and asked_on <= met_on <= last:
        known.append((met_on, 1, sum(one.sent_on <= met_on for one in made)))
    if not known:
        return None
    day, _, rank = min(known)
    return FirstContact(day, str(min(rank, int(BEYOND))))
