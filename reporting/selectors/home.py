"""A manager's home: the months to validate and why they moved, what is late by worker, referrals that wait, loads in words, households without a lead, reprises."""

import datetime as dt
import uuid
from collections import defaultdict
from dataclasses import dataclass

from accompaniments.enums import State
from accompaniments.models import Accompaniment
from accompaniments.selectors import team
from foundation.words import capitalised, counted, week_date
from households.readings import Card, cards
from journeys.rules import load_words
from journeys.selectors.lists import visible_files
from journeys.selectors.today import DueLine, due_lines
from partners.reader import Reader
from reporting.selectors.month_news import MonthNews, month_news

LATE_SHOWN = 6
REPRISE_DAYS = 31
NOBODY = "Sans référent"


@dataclass(frozen=True)
class LateOfOne:
    """What is late with one worker's households."""

    name: str
    lines: tuple[DueLine, ...]
    beyond: int


@dataclass(frozen=True)
class Waiting:
    """A household that waits for its association, or entered lately."""

    card: Card
    since: dt.date


@dataclass(frozen=True)
class Load:
    """What one worker carries, in words."""

    name: str
    households: int
    words: str
    is_over: bool


@dataclass(frozen=True)
class ManagerHome:
    """The page."""

    title: str
    sentence: str
    months: MonthNews
    referrals: tuple[Waiting, ...]
    unassigned: tuple[Waiting, ...]
    late: tuple[LateOfOne, ...]
    loads: tuple[Load, ...]
    reprises: tuple[Waiting, ...]
    household_count: int


def manager_home(reader: Reader) -> ManagerHome:
    """Give the home of an association's manager, in a constant number of queries."""
    files = list(visible_files(reader).managed_by(reader).open_on(reader.today).order_by("file_number"))
    known = cards(reader, files)
    courses = (
        {row.enrolment_id: row for row in Accompaniment.objects.filter(enrolment_id__in=list(known)).open()}
        if known
        else {}
    )
    referred = [pk for pk, course in courses.items() if course.state == State.REFERRED]
    late = [line for line in due_lines(reader, known) if line.due_on < reader.today]
    referrals = _waiting(known, {pk: courses[pk].state_on for pk in referred})
    unassigned = _waiting(
        known, {pk: card.started_on for pk, card in known.items() if card.lead_worker_id is None and pk not in referred}
    )
    recent = reader.today - dt.timedelta(days=REPRISE_DAYS)
    reprises = {
        pk: course.opened_on for pk, course in courses.items() if course.is_taken_over and course.state_on >= recent
    }
    news = month_news(reader)
    return ManagerHome(
        title=capitalised(week_date(reader.today)),
        sentence=_sentence(len(news.to_validate), len(referrals), len(late)),
        months=news,
        referrals=referrals,
        unassigned=unassigned,
        late=_by_worker(late),
        loads=tuple(
            Load(worker.name, worker.load.households, load_words(worker.load.load), worker.load.is_over)
            for worker in team(reader)
        ),
        reprises=_waiting(known, reprises),
        household_count=len(files),
    )


def _waiting(known: dict[uuid.UUID, Card], since: dict[uuid.UUID, dt.date]) -> tuple[Waiting, ...]:
    return tuple(
        Waiting(known[pk], day)
        for pk, day in sorted(since.items(), key=lambda item: (item[1], known[item[0]].file_number))
    )


def _by_worker(late: list[DueLine]) -> tuple[LateOfOne, ...]:
    """Group what is late by who follows, the one with most first: to help, not to blame."""
    grouped: dict[str, list[DueLine]] = defaultdict(list)
    for line in late:
        grouped[line.card.lead_worker or NOBODY].append(line)
    return tuple(
        LateOfOne(name, tuple(lines[:LATE_SHOWN]), max(0, len(lines) - LATE_SHOWN))
        for name, lines in sorted(grouped.items(), key=lambda item: (-len(item[1]), item[0]))
    )


def _sentence(months: int, referrals: int, late: int) -> str:
    validate = f"{counted(months, 'mois est à valider', 'mois sont à valider')}. " if months else ""
    waiting = (
        f"{counted(referrals, 'orientation attend', 'orientations attendent')} une réponse."
        if referrals
        else "Aucune orientation n’attend."
    )
    behind = (
        f"{counted(late, 'chose est', 'choses sont')} en retard dans l’équipe." if late else "Rien n’est en retard."
    )
    return f"{validate}{waiting} {behind}"
