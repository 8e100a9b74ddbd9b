"""A manager's home: the months to validate and why they moved, what is late by worker, referrals that wait, loads in words, households without a lead, reprises."""

import datetime as dt
import uuid
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from accompaniments.enums import State
from accompaniments.models import Accompaniment
from accompaniments.selectors import team
from foundation.periods import in_force
from foundation.words import capitalised, counted, week_date
from households.enums import WorkerRole
from households.models import EnrolmentHolder, EnrolmentWorker
from households.readings import Card, cards
from journeys.rules import load_words
from journeys.selectors.lists import visible_files
from journeys.selectors.signing import ToSignLine, to_sign
from journeys.selectors.today import DueLine, due_lines
from partners.reader import Reader
from reporting.selectors.month_news import MonthNews, month_news

LATE_SHOWN = 6
LINES_SHOWN = 12  # of what waits
LOADS_SHOWN = 30  # workers
TEAM_READ = 400  # open files whose clocks are all read: some twenty workers
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
    to_sign: tuple[ToSignLine, ...]
    referrals: tuple[Waiting, ...]
    referrals_beyond: int
    unassigned: tuple[Waiting, ...]
    unassigned_beyond: int
    late: tuple[LateOfOne, ...]
    late_is_told: bool  # else there are too many files: worker by worker
    loads: tuple[Load, ...]
    loads_beyond: int
    reprises: tuple[Waiting, ...]
    reprises_beyond: int


def manager_home(reader: Reader) -> ManagerHome:
    """Give the home of an association's manager, in a constant number of queries.

    What waits is counted and cut in SQL. What is late is known file by file: a team of more than TEAM_READ files reads it
    worker by worker, from the team's page.
    """
    files = visible_files(reader).managed_by(reader).open_on(reader.today)
    is_whole = files[: TEAM_READ + 1].count() <= TEAM_READ
    referrals, unassigned, reprises = _referred(reader), _without_lead(reader, files), _taken_over(reader)
    shown = [pk for several in (referrals, unassigned, reprises) for pk, _ in several.first]
    known = cards(reader, (files if is_whole else files.filter(pk__in=shown)).order_by("file_number"))
    late = [line for line in due_lines(reader, known) if line.due.is_late(reader.today)] if is_whole else []
    news = month_news(reader)
    workers = team(reader)
    if len(workers) > LOADS_SHOWN:  # then who carries most
        workers.sort(key=lambda worker: worker.load.load or Decimal(0), reverse=True)
    return ManagerHome(
        title=capitalised(week_date(reader.today)),
        sentence=_sentence(len(news.to_validate), referrals.count, len(late) if is_whole else None),
        months=news,
        to_sign=tuple(to_sign(reader)),
        referrals=_waiting(known, referrals),
        referrals_beyond=referrals.beyond,
        unassigned=_waiting(known, unassigned),
        unassigned_beyond=unassigned.beyond,
        late=_by_worker(late),
        late_is_told=is_whole,
        loads=tuple(
            Load(worker.name, worker.load.households, load_words(worker.load.load), worker.load.is_over)
            for worker in workers[:LOADS_SHOWN]
        ),
        loads_beyond=max(0, len(workers) - LOADS_SHOWN),
        reprises=_waiting(known, reprises),
        reprises_beyond=reprises.beyond,
    )


@dataclass(frozen=True)
class _Several:
    """Files that wait, since when: the first ones, and how many there are."""

    first: list[tuple[uuid.UUID, dt.date]]
    count: int

    @property
    def beyond(self) -> int:
        return self.count - len(self.first)


def _several(rows: QuerySet[Any]) -> _Several:
    """Read the first rows of (file, day), and count the others only when there are."""
    first = list(rows[: LINES_SHOWN + 1])
    return _Several(first[:LINES_SHOWN], rows.count() if len(first) > LINES_SHOWN else len(first))


def _courses(reader: Reader) -> QuerySet[Any]:
    """Give the open courses of the open files that her associations hold today."""
    holders = EnrolmentHolder.objects.filter(
        in_force(reader.today), enrolment_id=OuterRef("enrolment_id"), association_id__in=reader.managed_associations
    )
    courses: QuerySet[Any] = Accompaniment.objects.visible_to(reader).open()
    return courses.filter(Exists(holders)).filter(in_force(reader.today, "enrolment__"))


def _referred(reader: Reader) -> _Several:
    rows = _courses(reader).filter(state=State.REFERRED).order_by("state_on", "enrolment__file_number")
    return _several(rows.values_list("enrolment_id", "state_on"))


def _taken_over(reader: Reader) -> _Several:
    recent = reader.today - dt.timedelta(days=REPRISE_DAYS)
    rows = _courses(reader).filter(is_taken_over=True, state_on__gte=recent)
    return _several(rows.order_by("opened_on", "enrolment__file_number").values_list("enrolment_id", "opened_on"))


def _without_lead(reader: Reader, files: QuerySet[Any]) -> _Several:
    """Give the files that nobody follows today, but those that wait for their first lead."""
    of = {"enrolment_id": OuterRef("pk")}
    leads = EnrolmentWorker.objects.filter(
        in_force(reader.today), role__in=(WorkerRole.LEAD, WorkerRole.REPLACEMENT), **of
    )
    referred = Accompaniment.objects.filter(state=State.REFERRED, **of)
    rows = files.filter(~Exists(leads), ~Exists(referred)).order_by("started_on", "file_number")
    return _several(rows.values_list("pk", "started_on"))


def _waiting(known: dict[uuid.UUID, Card], several: _Several) -> tuple[Waiting, ...]:
    return tuple(Waiting(known[pk], day) for pk, day in several.first if pk in known)


def _by_worker(late: list[DueLine]) -> tuple[LateOfOne, ...]:
    """Group what is late by who follows, the one with most first: to help, not to blame."""
    grouped: dict[str, list[DueLine]] = defaultdict(list)
    for line in late:
        grouped[(line.card.lead_worker if line.card else "") or NOBODY].append(line)
    return tuple(
        LateOfOne(name, tuple(lines[:LATE_SHOWN]), max(0, len(lines) - LATE_SHOWN))
        for name, lines in sorted(grouped.items(), key=lambda item: (-len(item[1]), item[0]))
    )


def _sentence(months: int, referrals: int, late: int | None) -> str:
    validate = f"{counted(months, 'mois est à valider', 'mois sont à valider')}. " if months else ""
    waiting = (
        f"{counted(referrals, 'orientation attend', 'orientations attendent')} une réponse."
        if referrals
        else "Aucune orientation n’attend."
    )
    if late is None:
        return f"{validate}{waiting}"
    behind = (
        f"{counted(late, 'chose est', 'choses sont')} en retard dans l’équipe." if late else "Rien n’est en retard."
    )
    return f"{validate}{waiting} {behind}"
