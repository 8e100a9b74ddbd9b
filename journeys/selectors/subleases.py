"""The board of all subleases: age, exam and notice side by side, readiness, what holds back, where the slide is (§3.6)."""

import datetime as dt
import uuid
from dataclasses import dataclass, replace
from typing import Any

from django.core.paginator import Page, Paginator
from django.urls import reverse

from accompaniments.selectors.readiness import Readiness, readiness
from foundation.periods import in_force
from foundation.timeline import Alert
from foundation.words import duration, plain_date
from households.models import Enrolment
from households.querysets import EnrolmentQuerySet
from households.readings import Card, cards
from journeys.selectors.exams import exam_said, notice_said
from journeys.selectors.slide_blocks import blocks_of
from leases.enums import LeaseEnd, LeaseKind, SlideState
from leases.models import Lease
from leases.permissions import SubleaseStanding, sublease_standings
from leases.selectors.exams import SubleaseClock, clocks
from leases.selectors.slides import SlideRead, latest_proposals
from partners.enums import Role
from partners.reader import Reader

PAGE = 25
LANDLORDS = (Role.LANDLORD_CORRESPONDENT, Role.LANDLORD_SOCIAL_ADVISER, Role.LANDLORD_RENTAL)
LATE, SOON, TO_DECIDE = "retard", "proche", "decision"


@dataclass(frozen=True)
class Wanted:
    """What the filters ask for; empty: everything."""

    when: str = ""
    unit: str = ""
    association: str = ""


@dataclass(frozen=True)
class DateCell:
    """An exam or a notice in the board."""

    said: str
    due_on: dt.date
    alert: Alert | None  # none when it is further than what is announced
    url: str
    act: str


@dataclass(frozen=True)
class BoardLine:
    """A sublease in one line."""

    sublease_id: uuid.UUID
    card: Card
    where: str  # unit and association; empty outside a protected file's list
    age: str
    since: dt.date
    is_durable: bool
    until: dt.date | None  # the last day, when its end is recorded
    exam: DateCell | None
    missed_exam: DateCell | None  # of the period that passed, until another is due
    notice: DateCell | None
    missed_notice: DateCell | None
    readiness: Readiness | None
    blocks: tuple[str, ...]
    slide: str
    slide_url: str
    file_url: str


@dataclass(frozen=True)
class Board:
    """One page of the board."""

    lines: tuple[BoardLine, ...]
    count: int
    total: int
    late: int
    page: Page[Any]
    is_association: bool


@dataclass(frozen=True)
class _Row:
    lease: Lease
    hers: SubleaseStanding
    clock: SubleaseClock | None

    today: dt.date

    @property
    def next_on(self) -> dt.date:
        """Give the nearest date that waits, one that was missed first."""
        if self.clock is None:
            return dt.date.max
        exams = (self.clock.missed_exam(self.today), self.clock.next_exam)
        notices = (self.clock.missed_notice(self.today), self.clock.next_notice)
        found = [one.period.exam_due_on for one in exams if one] + [one.period.notice_due_on for one in notices if one]
        return min(found, default=dt.date.max)

    @property
    def alert(self) -> Alert | None:
        """Give the alert that this date stands at."""
        return self.clock.alert_on(self.next_on, self.today) if self.clock else None


@dataclass(frozen=True)
class Subleases:
    """The subleases that this reader follows, with their dates, before any filter."""

    rows: tuple[_Row, ...]
    units: tuple[tuple[str, str], ...]
    associations: tuple[tuple[str, str], ...]


def reads_board(reader: Reader) -> bool:
    """Tell whether she has subleases to follow: associations, and the landlord's people who take part in exams."""
    return bool(reader.associations) or reader.has(*LANDLORDS)


def followed(reader: Reader) -> Subleases:
    """Give the subleases in force that this reader follows: a worker's own, a manager's, the households named to her."""
    rows = list(
        Lease.objects.filter(
            in_force(reader.today), kind=LeaseKind.SUBLEASE, enrolment_id__in=_files(reader).values("pk")
        ).select_related(
            "enrolment__version__programme",
            "enrolment__household",
            "share__dwelling__landlord",
            "share__dwelling__unit",
            "head_lease__tenant_association",
        )
    )
    known = sublease_standings(reader, rows)
    kept = [row for row in rows if known[row.pk].reads or known[row.pk].is_holder or known[row.pk].is_named_for_it]
    found = clocks(kept, reader.today)
    shown = tuple(_Row(row, known[row.pk], found.get(row.pk), reader.today) for row in kept)
    listed = [one.lease for one in shown if one.hers.is_listed]
    units = {(str(row.share.dwelling.unit_id), row.share.dwelling.unit.name) for row in listed}
    tenants = {
        (str(row.head_lease.tenant_association.pk), row.head_lease.tenant_association.name)
        for row in listed
        if row.head_lease and row.head_lease.tenant_association
    }
    return Subleases(
        rows=tuple(sorted(shown, key=lambda one: (one.next_on, one.lease.started_on, str(one.lease.pk)))),
        units=tuple(sorted(units, key=lambda one: one[1])),
        associations=tuple(sorted(tenants, key=lambda one: one[1])),
    )


def board(reader: Reader, known: Subleases, wanted: Wanted, page_number: str | None) -> Board:
    """Shape one page of the board, in a constant number of queries."""
    slides = latest_proposals([one.lease.pk for one in known.rows])
    kept = [one for one in known.rows if _is_wanted(one, wanted, slides, reader.today)]
    page: Page[Any] = Paginator(kept, PAGE).get_page(page_number)
    rows: list[_Row] = list(page.object_list)
    files = [one.lease.enrolment for one in rows if one.lease.enrolment is not None]
    shown = cards(reader, files)
    ready = readiness(files, {pk: card.standing for pk, card in shown.items()})
    dates = {one.lease.pk: one.clock for one in rows if one.clock is not None}
    blocks = blocks_of(reader, [(one.lease, one.hers) for one in rows], dates)
    lines = tuple(
        _line(
            one,
            shown[one.lease.enrolment.pk],
            blocks=blocks.get(one.lease.pk, ()),
            slide=slides.get(one.lease.pk),
            ready=ready.get(one.lease.enrolment.pk),
            today=reader.today,
        )
        for one in rows
        if one.lease.enrolment is not None
    )
    page.object_list = [line.sublease_id for line in lines]
    return Board(
        lines=lines,
        count=page.paginator.count,
        total=len(known.rows),
        late=sum(1 for one in known.rows if one.next_on < reader.today),
        page=page,
        is_association=bool(reader.associations),
    )


def _files(reader: Reader) -> EnrolmentQuerySet:
    files: EnrolmentQuerySet = Enrolment.objects.visible_to(reader)
    if not reader.associations:
        return files.by_namings(reader)
    hers: EnrolmentQuerySet = files.managed_by(reader)
    if reader.has(Role.SOCIAL_WORKER):
        hers = hers | files.worked_by(reader)
    return hers


def _is_wanted(one: _Row, wanted: Wanted, slides: dict[uuid.UUID, SlideRead], today: dt.date) -> bool:
    """Keep what the filters ask. Outside its list a protected file answers no question about its unit."""
    if (wanted.unit or wanted.association) and not one.hers.is_listed:
        return False
    tenant = one.lease.head_lease.tenant_association_id if one.lease.head_lease else None
    slide = slides.get(one.lease.pk)
    return (
        (not wanted.unit or str(one.lease.share.dwelling.unit_id) == wanted.unit)
        and (not wanted.association or str(tenant) == wanted.association)
        and (wanted.when != LATE or one.next_on < today)
        and (wanted.when != SOON or one.alert not in {None, Alert.LATE})
        and (wanted.when != TO_DECIDE or (slide is not None and slide.state == SlideState.PROPOSED))
    )


def _line(
    one: _Row, card: Card, *, ready: Readiness | None, blocks: tuple[str, ...], slide: SlideRead | None, today: dt.date
) -> BoardLine:
    row, hers = one.lease, one.hers
    assert row.enrolment_id is not None  # noqa: S101 -- a sublease has its household: for the type checker
    topic = reverse("journeys:file_lease", args=[row.enrolment_id]) + "#slide" if hers.reads else ""
    tenant = row.head_lease.tenant_association if row.head_lease else None
    return BoardLine(
        sublease_id=row.pk,
        card=card,
        where=", ".join(part for part in (row.share.dwelling.unit.name, tenant.name if tenant else "") if part)
        if hers.is_listed
        else "",
        age=duration(row.started_on, today) if row.started_on <= today else "à venir",
        since=row.started_on,
        is_durable=not row.expects_slide,
        until=row.ended_on,
        exam=_exam(one, today),
        missed_exam=_missed_exam(one, today),
        notice=_notice(one, today),
        missed_notice=_missed_notice(one, today),
        readiness=ready,
        blocks=blocks,
        slide=_slide_said(row, slide),
        slide_url=topic if slide else "",
        file_url=topic or reverse("journeys:file", args=[row.enrolment_id]),
    )


def _exam(row: _Row, today: dt.date) -> DateCell | None:
    clock, hers = row.clock, row.hers
    one = clock.next_exam if clock else None
    if clock is None or one is None:
        return None
    due_on = one.period.exam_due_on
    cell = DateCell(exam_said(one), due_on, clock.alert_on(due_on, today), "", "")
    if one.exam_id and hers.reads:
        return replace(cell, url=reverse("journeys:exam", args=[one.exam_id]))
    if one is not clock.present:
        return replace(cell, said="Prochain examen")
    url = reverse("journeys:exam_convene", args=[row.lease.pk])
    return replace(cell, url=url, act="Convoquer") if hers.is_team else cell


def _missed_exam(row: _Row, today: dt.date) -> DateCell | None:
    """Tell the exam that a passed period had not; another cannot be held of it, the present period's may be at once."""
    one = row.clock.missed_exam(today) if row.clock else None
    if one is None:
        return None
    url = reverse("journeys:exam", args=[one.exam_id]) if one.exam_id and row.hers.reads else ""
    return DateCell(exam_said(one), one.period.exam_due_on, Alert.LATE, url, "")


def _missed_notice(row: _Row, today: dt.date) -> DateCell | None:
    """Tell the notice that a passed period had not; it may still leave, late."""
    one = row.clock.missed_notice(today) if row.clock else None
    if one is None:
        return None
    cell = DateCell(notice_said(one), one.period.notice_due_on, Alert.LATE, "", "")
    if one.notice_id and row.hers.reads:
        return replace(cell, url=reverse("journeys:notice", args=[one.notice_id]))
    url = reverse("journeys:notice_prepare", args=[row.lease.pk, one.period.number])
    return replace(cell, url=url, act="Préparer l’avis") if row.hers.may_decide else cell


def _notice(row: _Row, today: dt.date) -> DateCell | None:
    clock, hers = row.clock, row.hers
    one = clock.next_notice if clock else None
    if clock is None or one is None:
        return None
    due_on = one.period.notice_due_on
    cell = DateCell(notice_said(one), due_on, clock.alert_on(due_on, today), "", "")
    if one.notice_id and hers.reads:
        return replace(cell, url=reverse("journeys:notice", args=[one.notice_id]))
    if one is not clock.present:
        return replace(cell, said="Prochain avis")
    url = reverse("journeys:notice_prepare", args=[row.lease.pk, one.period.number])
    return replace(cell, url=url, act="Préparer l’avis") if hers.may_decide else cell


def _slide_said(row: Lease, slide: SlideRead | None) -> str:
    if row.end_reason == LeaseEnd.SLIDE and row.ended_on:
        return f"Enregistré pour le {plain_date(row.ended_on + dt.timedelta(days=1))}"
    if slide is None:
        return "Pas encore proposé"
    if slide.state in SlideState.STANDING and slide.planned_on:
        return f"Accepté, prévu le {plain_date(slide.planned_on)}"
    if slide.state == SlideState.EXTENDED and slide.extended_until:
        return f"Prolongée jusqu’au {plain_date(slide.extended_until)}"
    label = str(slide.state.label)
    return f"{label[:1].upper()}{label[1:]}"
