"""The watch in the pages: its part of « Accompagnement », its forms, what it awaits."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse

from accompaniments.enums import HousingStatus, Passage, State
from accompaniments.models import Accompaniment, WatchCheckIn
from accompaniments.rules.states import standing_changes
from accompaniments.rules.watch import HORIZONS, SOON, Clock, clock, horizon_on, open_horizons
from accompaniments.selectors.grid import passages_done, scoring_url
from accompaniments.selectors.states import Course
from foundation.timeline import Audience, Due, Happened, Part, moment_of
from foundation.words import plain_date
from households.models import Enrolment
from households.permissions import Standing, read_since
from households.readings import Card, card
from partners.reader import Reader
from partners.selectors import names_of

ARREARS = {True: "impayé connu", False: "pas d’impayé connu", None: ""}


@dataclass(frozen=True)
class CheckInRead:
    """A check-in, for the team."""

    on: dt.date
    horizon: int | None
    status: str
    arrears: str
    note: str
    by: str
    withdrawn: str  # why it was withdrawn or corrected; empty for one that stands
    correct_url: str  # empty: not hers to correct


@dataclass(frozen=True)
class CheckInTold:
    """What a check-in says."""

    on: dt.date
    status: HousingStatus
    has_arrears: bool | None
    note: str


@dataclass(frozen=True)
class PointLine:
    """A point at 6, 12 or 24 months: when, and whether it is made."""

    months: int
    due_on: dt.date
    made_on: dt.date | None


@dataclass(frozen=True)
class WatchSection:
    """The watch, as its part of a file's page shows it."""

    is_watched: bool
    clock: Clock | None
    points: tuple[PointLine, ...]
    check_ins: tuple[CheckInRead, ...]
    check_in_url: str
    reopen_url: str
    end_url: str


@dataclass(frozen=True)
class WatchPage:
    """What the forms of a watch stand on."""

    card: Card
    clock: Clock | None
    why_not: str
    horizons: tuple[int, ...]  # the points that may be made today
    grid_url: str = ""  # where the passage of the watch's end is scored, while it is not


def told_in(row: WatchCheckIn) -> CheckInTold:
    """Give what a check-in says, for the form that corrects it. `access` let this reader write there."""
    return CheckInTold(row.made_on, HousingStatus(row.status), row.has_arrears, row.note)


def section(reader: Reader, enrolment: Enrolment, hers: Standing) -> WatchSection | None:
    """Give the watch's part of a file for this reader, None when it holds nothing for her."""
    if not hers.is_listed:
        return None
    course = last_course(enrolment)
    if course is None:
        return None
    watch = watch_of(course, enrolment)
    is_watched = course.state == State.WATCHED
    if watch is None and not is_watched:
        return None
    args = [enrolment.pk]
    may_write = hers.may_write and is_watched
    may_reopen = may_write and not (watch and watch.last_on and reader.today > watch.last_on)
    check_ins = _check_ins(course, enrolment, hers) if hers.reads_whole else ()
    return WatchSection(
        is_watched=is_watched,
        clock=watch,
        points=_points(course, watch) if hers.reads_whole and watch and is_watched else (),
        check_ins=check_ins,
        check_in_url=reverse("accompaniments:watch_check_in", args=args) if may_write else "",
        reopen_url=reverse("accompaniments:watch_reopen", args=args) if may_reopen else "",
        end_url=reverse("journeys:watch_end", args=args) if hers.may_assign and is_watched else "",
    )


def watch_page(reader: Reader, enrolment: Enrolment) -> WatchPage:
    """Give what a check-in, a reopening or an end needs. `access` let this reader do it."""
    course = last_course(enrolment)
    is_watched = course is not None and course.state == State.WATCHED
    watch = watch_of(course, enrolment) if course else None
    horizons: tuple[int, ...] = ()
    if course and watch and is_watched:
        horizons = open_horizons(watch.stopped_on, _made(course, watch), on=reader.today)
    return WatchPage(
        card=card(reader, enrolment),
        clock=watch,
        why_not="" if is_watched else "Ce ménage n’est pas en veille.",
        horizons=horizons,
        grid_url=scoring_url(enrolment.pk, Passage.WATCH_END)
        if course and is_watched and Passage.WATCH_END not in passages_done(course)
        else "",
    )


def watch_of(course: Accompaniment, enrolment: Enrolment) -> Clock | None:
    """Give the clock of a course's watch; one query."""
    return clock(standing_changes(course.changes.order_by("position")), enrolment.version.watch_months)


def due_lines(reader: Reader, known: Mapping[uuid.UUID, Course], hers: Mapping[uuid.UUID, Standing]) -> list[Due]:
    """Give for each watch its points, its end that comes, its end; one query at most."""
    watched = {pk: course for pk, course in known.items() if hers[pk].may_write and course.state == State.WATCHED}
    if not watched:
        return []
    lines: list[Due] = []
    made: dict[uuid.UUID, list[WatchCheckIn]] = defaultdict(list)
    for row in (
        WatchCheckIn.objects.standing()
        .filter(accompaniment_id__in=[course.accompaniment.pk for course in watched.values()])
        .only("accompaniment_id", "made_on", "horizon", "counted_from")
    ):
        made[row.accompaniment_id].append(row)
    for pk, course in watched.items():
        months = course.accompaniment.enrolment.version.watch_months
        watch = clock(course.changes, months)
        if watch is not None:
            lines += _watch_due(pk, watch, made[course.accompaniment.pk], hers[pk], reader.today)
    return lines


def _watch_due(pk: uuid.UUID, watch: Clock, made: list[WatchCheckIn], hers: Standing, today: dt.date) -> list[Due]:
    check_in = reverse("accompaniments:watch_check_in", args=[pk])
    stopped_on = watch.stopped_on
    done = {row.horizon for row in made if row.horizon and row.counted_from == stopped_on}
    left = [months for months in HORIZONS if months not in done]
    last_on = watch.last_on or stopped_on
    lines = []
    passed = [months for months in left if horizon_on(stopped_on, months) <= today]
    coming = [months for months in left if months not in passed]
    # A point whose successor's day has come as well is not asked for: one answer a day.
    for months in (*passed[-1:], *coming):
        due_on = horizon_on(stopped_on, months)
        if due_on > last_on:
            continue
        why = f"L’accompagnement a pris fin le {plain_date(stopped_on)}"
        lines.append(Due(due_on, f"Point de veille à {months} mois", why, pk, check_in, "Noter le point"))
    if today > last_on:
        if hers.may_assign:
            url = reverse("journeys:watch_end", args=[pk])
            why = f"La veille s’est terminée le {plain_date(last_on)}\u00a0: sa note de fin est attendue sous 30 jours"
            lines.append(Due(last_on + dt.timedelta(days=1), "Clore le dossier", why, pk, url, "Clore le dossier"))
        return lines
    soon_on = last_on - SOON
    if soon_on >= watch.since and not any(row.made_on >= soon_on for row in made):
        why = f"La veille court jusqu’au {plain_date(last_on)} (convention du programme)"
        lines.append(Due(soon_on, "Préparer la fin de la veille", why, pk, check_in, "Noter un point"))
    return lines


def happened(enrolment: Enrolment, hers: Standing) -> list[Happened]:
    """Give the check-ins as lines of the timeline, to the team."""
    if not hers.reads_whole:
        return []
    url = reverse("journeys:file_support", args=[enrolment.pk]) + "#watch"
    lines = []
    for row in _rows(enrolment, hers):
        if row.withdrawn_at is not None:
            continue
        title = f"Point de veille à {row.horizon} mois" if row.horizon else "Point de veille"
        said = ", ".join(filter(None, (HousingStatus(row.status).label, ARREARS[row.has_arrears])))
        parts = (Part(row.note, Audience.TEAM),) if row.note else ()
        at = moment_of(row.made_on, row.recorded_at)
        detail = f"{said[:1].upper()}{said[1:]}."
        lines.append(Happened(row.made_on, at, "STEP", "check", title, url=url, parts=parts, detail=detail))
    return lines


def _check_ins(course: Accompaniment, enrolment: Enrolment, hers: Standing) -> tuple[CheckInRead, ...]:
    rows = [row for row in _rows(enrolment, hers) if row.accompaniment_id == course.pk]
    names = names_of({row.recorded_by for row in rows}) if rows else {}
    return tuple(
        CheckInRead(
            on=row.made_on,
            horizon=row.horizon,
            status=HousingStatus(row.status).label,
            arrears=ARREARS[row.has_arrears],
            note=row.note,
            by=names.get(row.recorded_by, ""),
            withdrawn=row.withdrawal_reason if row.withdrawn_at else "",
            correct_url=reverse("accompaniments:watch_correct", args=[enrolment.pk, row.pk])
            if hers.may_write and row.withdrawn_at is None
            else "",
        )
        for row in rows
    )


def _rows(enrolment: Enrolment, hers: Standing) -> list[WatchCheckIn]:
    rows = WatchCheckIn.objects.filter(accompaniment__enrolment=enrolment).order_by("-made_on", "-recorded_at")
    if since := read_since(hers, enrolment):
        rows = rows.filter(made_on__gte=since)
    return list(rows)


def _points(course: Accompaniment, watch: Clock) -> tuple[PointLine, ...]:
    made = dict(
        course.checkins.standing()
        .filter(horizon__isnull=False, counted_from=watch.stopped_on)
        .values_list("horizon", "made_on")
    )
    return tuple(
        PointLine(months, day, made.get(months))
        for months in HORIZONS
        if (day := horizon_on(watch.stopped_on, months)) <= (watch.last_on or watch.stopped_on)
    )


def _made(course: Accompaniment, watch: Clock) -> set[int]:
    rows = course.checkins.standing().filter(horizon__isnull=False, counted_from=watch.stopped_on)
    return {months for months in rows.values_list("horizon", flat=True) if months}


def last_course(enrolment: Enrolment) -> Accompaniment | None:
    """Give the file's open course, else its last one."""
    rows = list(Accompaniment.objects.filter(enrolment=enrolment).order_by("-opened_on", "pk"))
    row: Accompaniment | None = next((one for one in rows if one.state != State.CLOSED), rows[0] if rows else None)
    return row
