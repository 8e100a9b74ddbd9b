"""« Aujourd’hui », a worker's home: her meetings, what is due, her households."""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from accompaniments import selectors as accompaniments
from accompaniments.selectors.meetings import to_log
from foundation.timeline import Due, Planned
from foundation.words import capitalised, day_of, week_date
from households.models import Enrolment
from households.querysets import EnrolmentQuerySet
from households.readings import Card, cards
from journeys.rules import day_sentence
from journeys.selectors.dues import dues
from journeys.selectors.lines import HouseholdLine, household_lines, longest_silence_first
from leases.enums import FileState
from leases.models import AllocationFile
from partners.reader import Reader
from records.selectors.drafts import open_drafts

DUE_SHOWN = 12
HOUSEHOLDS_SHOWN = 8
MEETINGS_SHOWN = 8
_DRAFTS = {
    "accompaniments.meeting": ("Une rencontre commencée", "accompaniments:meeting_new"),
    "accompaniments.contact": ("Un contact commencé", "accompaniments:contact_new"),
    "accompaniments.outreach": ("Une relance commencée", "accompaniments:outreach_new"),
    "accompaniments.claim": ("Une démarche commencée", "accompaniments:claim_new"),
}


@dataclass(frozen=True)
class MeetingLine:
    """A meeting to come, with the household's name as she may read it."""

    planned: Planned
    card: Card
    is_today: bool
    is_over: bool  # its hour is past: one logs it


@dataclass(frozen=True)
class DueLine:
    """Something to do, with the household's name as she may read it; none of a dwelling where nobody lives."""

    due: Due
    card: Card | None

    @property
    def due_on(self) -> dt.date:
        """Give the day, for the order."""
        return self.due.due_on

    @property
    def is_unlimited(self) -> bool:
        """Tell whether no delay is set, for the order."""
        return self.due.is_unlimited


@dataclass(frozen=True)
class DraftLine:
    """A form that she began and did not send."""

    title: str
    saved_at: dt.datetime
    card: Card
    url_name: str


@dataclass(frozen=True)
class Today:
    """The page."""

    title: str
    sentence: str
    meetings: tuple[MeetingLine, ...]
    meetings_beyond: int
    due: tuple[DueLine, ...]
    due_beyond: int
    households: tuple[HouseholdLine, ...]
    household_count: int
    drafts: tuple[DraftLine, ...]


def today_page(reader: Reader) -> Today:
    """Give a worker's home: the first lines of what is due, the whole of it is a page of its own."""
    over = [line for line in to_log(reader) if day_of(line.at) == reader.today]
    is_over = {(line.at, line.enrolment_id) for line in over}
    coming = [line for line in accompaniments.planned(reader) if (line.at, line.enrolment_id) not in is_over]
    planned = sorted([*over, *coming], key=lambda line: line.at)
    begun = [draft for draft in open_drafts(reader.user_id) if draft.kind in _DRAFTS]
    worked: EnrolmentQuerySet = Enrolment.objects.visible_to(reader).worked_by(reader)
    hers = list(worked.open_on(reader.today).select_related("version__programme", "household"))
    left = left_open_files(worked, reader.today)
    others = _others(reader, hers, [*(line.enrolment_id for line in planned), *(draft.subject_id for draft in begun)])
    lines = longest_silence_first(household_lines(reader, hers))
    known = {line.card.enrolment_id: line.card for line in lines} | others
    due = due_lines(
        reader, {line.card.enrolment_id: line.card for line in lines} | (cards(reader, left) if left else {})
    )
    meetings = [
        MeetingLine(
            line,
            known[line.enrolment_id],
            is_today=day_of(line.at) == reader.today,
            is_over=(line.at, line.enrolment_id) in is_over,
        )
        for line in planned
        if line.enrolment_id in known
    ]
    today = [line for line in meetings if line.is_today]
    visits = sum(1 for line in today if line.planned.icon == "home")
    shown = due[:DUE_SHOWN]
    return Today(
        title=capitalised(week_date(reader.today)),
        sentence=day_sentence(
            visits=visits,
            others=len(today) - visits,
            late=sum(1 for line in due if line.due.is_late(reader.today)),
        ),
        meetings=tuple(meetings[: max(MEETINGS_SHOWN, len(today))]),
        meetings_beyond=max(0, len(meetings) - max(MEETINGS_SHOWN, len(today))),
        due=tuple(shown),
        due_beyond=len(due) - len(shown),
        households=tuple(lines[:HOUSEHOLDS_SHOWN]),
        household_count=len(lines),
        drafts=tuple(
            DraftLine(_DRAFTS[draft.kind][0], draft.saved_at, known[draft.subject_id], _DRAFTS[draft.kind][1])
            for draft in begun
            if draft.subject_id in known
        ),
    )


def due_lines(reader: Reader, known: dict[uuid.UUID, Card]) -> list[DueLine]:
    """Give what is due on these files, late first, each with the household's name as this reader may read it.

    On a file that is over, only what its end left open is.
    """
    ended = [pk for pk, card in known.items() if card.ended_on is not None and card.ended_on < reader.today]
    running = known.keys() - set(ended)
    return [DueLine(due, known[due.enrolment_id]) for due in dues(reader, running, ended) if due.enrolment_id in known]


def left_open_files(hers: EnrolmentQuerySet, today: dt.date) -> list[Enrolment]:
    """Give, among these files, those that are over and whose CAL dossier nobody withdrew."""
    waiting = AllocationFile.objects.filter(enrolment_id=OuterRef("pk"), state__in=FileState.UNDECIDED)
    rows = hers.filter(Exists(waiting), ended_on__lt=today)
    return list(rows.select_related("version__programme", "household"))


def _others(reader: Reader, hers: list[Enrolment], wanted: Iterable[uuid.UUID]) -> dict[uuid.UUID, Card]:
    """Give the cards of files that she meets or writes about without being of their team today."""
    missing = set(wanted) - {enrolment.pk for enrolment in hers}
    if not missing:
        return {}
    files = (
        Enrolment.objects.visible_to(reader).filter(pk__in=missing).select_related("version__programme", "household")
    )
    return cards(reader, files)
