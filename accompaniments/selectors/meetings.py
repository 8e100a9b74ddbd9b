"""What the other pages ask of meetings: those to come, those to log, and what they leave in a file's timeline."""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Self

from django.core.paginator import Page, Paginator
from django.db.models import Exists, Max, Min, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from accompaniments.enums import Mode, Outcome
from accompaniments.models import Meeting, Objective
from accompaniments.querysets import MeetingQuerySet
from accompaniments.readings.meeting_history import Revision, changes_between
from accompaniments.readings.meetings import (
    ICONS,
    WHERE,
    Circle,
    MeetingContent,
    MeetingView,
    Preview,
    as_read_by,
    circle_of,
    objectives_of,
    title_of,
    view_of,
)
from accompaniments.selectors.meeting_forms import circles_of
from foundation.periods import Month, in_force
from foundation.timeline import Audience, Happened, Planned, noon_of
from foundation.words import PARIS, capitalised, clock, long_date
from households.enums import WorkerRole
from households.models import CurrentHousing, Enrolment, EnrolmentHolder, EnrolmentWorker, Person
from households.permissions import Standing, standing
from households.readings import Card, cards, person_name
from partners.reader import Reader
from partners.selectors.people import names_of

PAGE_SIZE = 20
RECENT = dt.timedelta(days=7)
MEETING = "MEETING"
PROTECTED_PLACE = "Lieu protégé"


def planned(reader: Reader, limit: int = 30) -> list[Planned]:
    """Give this reader's own meetings from today on, the nearest first; those of the lead she replaces are hers too."""
    return _lines(reader, _hers(reader).planned_from(reader.today)[:limit])


def to_log(reader: Reader, now: dt.datetime | None = None, limit: int = 30) -> list[Planned]:
    """Give her planned meetings whose hour is over and that nobody logged, the oldest first; each leads to its form."""
    rows = _hers(reader).kept().filter(outcome=Outcome.PLANNED, starts_at__lte=now or timezone.now())
    return _lines(reader, rows[:limit])


def _hers(reader: Reader) -> MeetingQuerySet:
    """Keep the meetings that are hers to hold.

    Her own, in files she works or manages; all those of a file where she stands in today; and, for a lead, those that
    someone who has left the file had planned.
    """
    workers = EnrolmentWorker.objects.filter(in_force(reader.today), enrolment_id=OuterRef("enrolment_id"))
    holders = EnrolmentHolder.objects.filter(in_force(reader.today), enrolment_id=OuterRef("enrolment_id"))
    works = workers.filter(user_id=reader.user_id, association_id__in=reader.associations)
    manages = holders.filter(association_id__in=reader.managed_associations)
    left = ~Exists(workers.filter(user_id=OuterRef("worker_id")))
    # Which of the following can only be true of her own meetings or of her own files: both are few, and indexed.
    files = EnrolmentWorker.objects.filter(in_force(reader.today), user_id=reader.user_id).values("enrolment_id")
    rows: MeetingQuerySet = (
        Meeting.objects.visible_to(reader)
        .filter(Q(worker_id=reader.user_id) | Q(enrolment_id__in=files))
        .filter(
            (Q(worker_id=reader.user_id) & (Q(Exists(works)) | Q(Exists(manages))))
            | Q(Exists(works.filter(role=WorkerRole.REPLACEMENT)))
            | (Q(Exists(works.filter(role=WorkerRole.LEAD))) & Q(left))
        )
        .select_related("enrolment__version__programme")
        .order_by("starts_at", "pk")
    )
    return rows


def _lines(reader: Reader, rows: Iterable[Meeting]) -> list[Planned]:
    meetings = list(rows)
    shown = cards(reader, {row.enrolment_id: row.enrolment for row in meetings}.values()) if meetings else {}
    homes = _homes(reader, [row for row in meetings if row.mode == Mode.HOME and not row.place], shown)
    return [_line(reader, row, shown[row.enrolment_id], homes.get(row.enrolment_id, "")) for row in meetings]


def _line(reader: Reader, row: Meeting, card: Card, home: str) -> Planned:
    """Say where and what for; today's meeting, or a late one, leads to its form, a later one to its page."""
    is_open = card.standing.reads_whole
    where = ", ".join(part for part in (capitalised(WHERE[Mode(row.mode)]), row.place or home) if part)
    log = reverse("accompaniments:meeting_new", args=[row.enrolment_id]) + f"?prevue={row.pk}"
    page = reverse("accompaniments:meeting", args=[row.enrolment_id, row.pk])
    return Planned(
        at=row.starts_at.astimezone(PARIS),
        enrolment_id=row.enrolment_id,
        title=card.title,
        place=where if is_open else PROTECTED_PLACE,
        icon=ICONS[Mode(row.mode)] if is_open else "shield",
        purpose=row.purpose if is_open else "",
        url=log if row.held_on <= reader.today and card.standing.may_write else page,
    )


def _homes(reader: Reader, rows: list[Meeting], shown: Mapping[uuid.UUID, Card]) -> dict[uuid.UUID, str]:
    """Give where the household lives today, for the visits that name no place and a reader who may know it."""
    ids = {row.enrolment_id for row in rows if shown[row.enrolment_id].standing.reads_whole}
    if not ids:
        return {}
    homes = CurrentHousing.objects.filter(in_force(reader.today), enrolment_id__in=ids)
    return {row.enrolment_id: ", ".join(part for part in (row.address, row.city) if part) for row in homes}


def next_meetings(reader: Reader, enrolment_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, dt.datetime]:
    """Give the next planned meeting of each file, to who works for one of its holders; a landlord knows none."""
    holds = EnrolmentHolder.objects.filter(
        in_force(reader.today), enrolment_id=OuterRef("enrolment_id"), association_id__in=reader.associations
    )
    rows = (
        Meeting.objects.planned_from(reader.today)
        .filter(Exists(holds), enrolment_id__in=list(enrolment_ids))
        .order_by()
        .values_list("enrolment_id")
        .annotate(first=Min("starts_at"))
    )
    return {pk: first.astimezone(PARIS) for pk, first in rows}


def last_held(enrolment_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, dt.date]:
    """Give the day of the last meeting held with each household, contacts after closure left out. Shape it before showing it."""
    rows = Meeting.objects.held().filter(enrolment_id__in=list(enrolment_ids), is_after_closure=False)
    return dict(rows.order_by().values_list("enrolment_id").annotate(last=Max("held_on")))


@dataclass(frozen=True)
class MeetingFilters:
    """What a list of meetings is narrowed to; what an address says badly narrows nothing."""

    mode: str = ""
    outcome: str = ""
    month: str = ""

    @classmethod
    def of(cls, query: Mapping[str, str]) -> Self:
        """Read the filters of an address."""
        month = query.get("mois", "")
        try:
            month = str(Month.parse(month)) if month else ""
        except (ValueError, OverflowError):
            month = ""
        mode, outcome = query.get("comment", ""), query.get("issue", "")
        return cls(
            mode=mode if mode in Mode.values else "",
            outcome=outcome if outcome in Outcome.values else "",
            month=month,
        )

    @property
    def active(self) -> int:
        """Count the filters that are set."""
        return sum(1 for value in (self.mode, self.outcome, self.month) if value)


@dataclass(frozen=True)
class MeetingList:
    """A page of a file's meetings, as one reader reads them."""

    page: "Page[MeetingView]"
    filters: MeetingFilters
    circle: Circle
    may_write: bool
    hidden: str

    @property
    def meetings(self) -> list[MeetingView]:
        """Give the meetings of the page."""
        return list(self.page.object_list)


def meeting_list(
    reader: Reader, enrolment: Enrolment, filters: MeetingFilters | None = None, page: str | int = 1
) -> MeetingList:
    """Give the meetings of a file that this reader may know of, the latest first, planned ones included for its holders."""
    filters = filters or MeetingFilters()
    hers = standing(reader, enrolment)
    rows = _of_file(reader, enrolment, hers)
    circle = circle_of(hers)
    if filters.mode and circle != Circle.OUTSIDE:
        rows = rows.filter(mode=filters.mode)
    if filters.outcome:
        rows = rows.filter(outcome=filters.outcome)
    if filters.month:
        month = Month.parse(filters.month)
        rows = rows.filter(held_on__gte=month.first, held_on__lte=month.last)
    found = Paginator(rows, PAGE_SIZE).get_page(page)
    found.object_list = _views(hers, found.object_list)
    return MeetingList(
        page=found, filters=filters, circle=circle, may_write=hers.may_write, hidden=_why_partial(circle)
    )


def happened(reader: Reader, enrolment: Enrolment, hers: Standing | None = None) -> list[Happened]:
    """Give the meetings of a file's timeline, shaped for their reader: what was withdrawn is struck, for the team alone."""
    hers = hers or standing(reader, enrolment)
    rows = _of_file(reader, enrolment, hers).exclude(outcome=Outcome.PLANNED)
    return [
        Happened(
            on=view.shown.on,
            at=view.shown.at or noon_of(view.shown.on),
            kind=MEETING,
            icon=view.shown.icon,
            title=view.shown.title,
            by=view.worker,
            url=reverse("accompaniments:meeting", args=[view.enrolment_id, view.id]),
            parts=view.shown.parts,
            detail="Contact après clôture" if view.is_after_closure else "",
            is_struck=view.is_withdrawn,
        )
        for view in _views(hers, rows)
    ]


def _of_file(reader: Reader, enrolment: Enrolment, hers: Standing) -> MeetingQuerySet:
    rows: MeetingQuerySet = (
        Meeting.objects.filter(enrolment=enrolment)
        .read_by(reader, hers)
        .select_related("worker")
        .prefetch_related("presences__person", "subjects", "parts", "progress__objective")
        .order_by("-starts_at", "pk")
    )
    return rows


def _views(hers: Standing, rows: Iterable[Meeting]) -> list[MeetingView]:
    views = (view_of(row, hers, _names(row), row.worker.full_name) for row in rows)
    return [view for view in views if view is not None]


def _names(meeting: Meeting) -> dict[uuid.UUID, str]:
    return {row.person_id: person_name(row.person) for row in meeting.presences.all()}


def _why_partial(circle: Circle) -> str:
    return {
        Circle.TEAM: "",
        Circle.ASSOCIATIONS: "Ce qui est écrit pour l’équipe du dossier ne se lit que par elle.",
        Circle.OUTSIDE: "L’adresse de ce ménage est protégée\u00a0: seuls les jours des rencontres vous sont visibles.",
    }.get(circle, "Vous lisez les jours des rencontres tenues, et ce qui vous est adressé.")


@dataclass(frozen=True)
class MeetingPage:
    """The page of one meeting."""

    card: Card
    meeting: MeetingView
    logged_by: str
    is_to_log: bool
    preview: Preview | None


def meeting_page(
    reader: Reader, meeting: Meeting, hers: Standing, *, seen_as: Audience | None = None, now: dt.datetime | None = None
) -> MeetingPage:
    """Give one meeting that `access` let this reader open; its team may look at it through another circle's eyes."""
    names = _names(meeting)
    view = view_of(meeting, hers, names, meeting.worker.full_name)
    if view is None:  # the queryset and the reading say the same; were they to differ, the narrower one stands
        raise Meeting.DoesNotExist
    preview = None
    if seen_as is not None and hers.reads_whole:
        who = circles_of(meeting.enrolment, reader.today)[seen_as]
        preview = as_read_by(seen_as, MeetingContent.of(meeting), names, who, objectives_of(meeting))
    logged_by = names_of([meeting.logged_by]).get(meeting.logged_by, "") if hers.reads_whole else ""
    return MeetingPage(
        card=cards(reader, [meeting.enrolment])[meeting.enrolment_id],
        meeting=view,
        logged_by=logged_by,
        is_to_log=view.is_planned and not view.is_withdrawn and view.is_over(now or timezone.now()),
        preview=preview,
    )


@dataclass(frozen=True)
class MeetingHistory:
    """What was corrected of one meeting, for its team."""

    card: Card
    title: str
    when: str
    revisions: tuple[Revision, ...]


def history(reader: Reader, meeting: Meeting) -> MeetingHistory:
    """Give every correction of a meeting, the latest first, with what each field said before and after. Team only."""
    rows = list(meeting.revisions.all())
    contents = [(MeetingContent.from_json(row.before), MeetingContent.from_json(row.after)) for row in rows]
    people = {person for pair in contents for content in pair for person in content.present}
    names = {row.pk: person_name(row) for row in Person.objects.filter(pk__in=people)}
    ticked = {objective for pair in contents for content in pair for objective, _ in content.progress}
    names |= {row.pk: row.title for row in Objective.objects.filter(pk__in=ticked)} if ticked else {}
    authors = names_of({row.revised_by for row in rows})
    return MeetingHistory(
        card=cards(reader, [meeting.enrolment])[meeting.enrolment_id],
        title=title_of(meeting.mode, meeting.outcome, meeting.cancelled_by, meeting.minutes),
        when=f"{long_date(meeting.starts_at)} à {clock(meeting.starts_at)}",
        revisions=tuple(
            Revision(
                by=authors.get(row.revised_by, ""),
                at=row.revised_at.astimezone(PARIS),
                reason=row.reason,
                changes=changes_between(before, after, names),
            )
            for row, (before, after) in zip(rows, contents, strict=True)
        ),
    )


@dataclass(frozen=True)
class HouseholdChoice:
    """A household to meet, in the list one taps."""

    card: Card
    next_at: dt.datetime | None
    planned_id: uuid.UUID | None  # the meeting of today, or the last one that nobody logged: one tap logs it


def choices(reader: Reader) -> list[HouseholdChoice]:
    """Give the files where this reader may write, those met soonest first: where « Consigner une rencontre » begins."""
    works = Enrolment.objects.visible_to(reader).worked_by(reader)
    manages = Enrolment.objects.visible_to(reader).managed_by(reader)
    files = (works | manages).open_on(reader.today).select_related("version__programme")
    shown = [card for card in cards(reader, files).values() if card.standing.may_write]
    ids = [card.enrolment_id for card in shown]
    soon = next_meetings(reader, ids)
    waiting = Meeting.objects.kept().filter(
        enrolment_id__in=ids, outcome=Outcome.PLANNED, held_on__gte=reader.today - RECENT, held_on__lte=reader.today
    )
    begun = dict(waiting.order_by("starts_at").values_list("enrolment_id", "pk"))
    lines = [
        HouseholdChoice(card, next_at=soon.get(card.enrolment_id), planned_id=begun.get(card.enrolment_id))
        for card in shown
    ]
    return sorted(lines, key=lambda line: (line.next_at is None, line.next_at or 0, line.card.title))
