"""Difficulties treated together in the pages: their part of « Accompagnement », their pages, what they await, the timeline."""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.urls import reverse

from accompaniments.access.difficulties import DifficultyHeld, ReportHeld, TreatedHeld
from accompaniments.enums import DifficultyAnswer, DifficultyKind, Side, State
from accompaniments.models import Accompaniment, Difficulty
from accompaniments.permissions import side_of
from accompaniments.readings.difficulties import DifficultyRead, difficulties, readings
from accompaniments.rules.difficulties import (
    TREATED_TOGETHER,
    offered_answers,
    why_close_is_refused,
    why_reopening_is_refused,
    why_report_is_refused,
)
from accompaniments.selectors.states import Course
from accompaniments.selectors.watch import last_course, watch_of
from foundation.timeline import Audience, Due, Happened, Part, moment_of
from foundation.words import counted, plain_date
from households.models import Enrolment
from households.permissions import Standing
from households.readings import Card, card
from households.selectors.named import naming_landlords, people_named
from partners.models import Organisation
from partners.reader import Reader
from records.selectors.parameters import ParameterValue, parameter_on

ANSWER_DAYS = "difficulty.answer_days"
UNNAMED = (
    "Ce ménage n’est nommé à personne chez le bailleur\u00a0: il l’est par une demande d’intervention, une convention ou un "
    "bail signés. D’ici là, joignez directement le bailleur."
)


@dataclass(frozen=True)
class DifficultyLine:
    """A difficulty and what this reader may do of it; an address that is empty is not hers."""

    read: DifficultyRead
    due_on: dt.date | None  # by when the answer is expected; None: none is
    url: str
    answer_url: str
    close_url: str
    reopen_url: str


@dataclass(frozen=True)
class DifficultiesSection:
    """The difficulties of a file for one reader."""

    open: tuple[DifficultyLine, ...]
    closed: tuple[DifficultyLine, ...]
    report_url: str
    list_url: str


@dataclass(frozen=True)
class ReportPage:
    """What the form of a report stands on."""

    card: Card
    side: Side
    why_not: str
    landlords: tuple[tuple[str, str], ...]  # to whom the team may report
    told: str  # who will be told, in words
    within: str  # in how many days an answer is expected, and where that comes from


@dataclass(frozen=True)
class DifficultyPage:
    """A difficulty whole."""

    card: Card
    line: DifficultyLine
    why_not: str  # why the act of the form is refused; empty: it is not, or there is no form


@dataclass(frozen=True)
class AnswerPage(DifficultyPage):
    """What the answer stands on."""

    answers: tuple[DifficultyAnswer, ...]


def section(reader: Reader, enrolment: Enrolment, hers: Standing) -> DifficultiesSection | None:
    """Give the difficulties of a file for this reader, None when there is none and she may report none."""
    if Audience.LANDLORD not in hers.audiences:
        return None
    course = last_course(enrolment)
    readable = difficulties(reader, enrolment, hers)
    dues = _dues(readable, reader.today)
    known = [_line(read, enrolment, side_of(hers), _state(course), dues.get(read.id)) for read in readable]
    may_report = side_of(hers) is not None and not _why_not(enrolment, reader.today)
    if not known and not may_report:
        return None
    return DifficultiesSection(
        open=tuple(line for line in known if not line.read.is_closed),
        closed=tuple(line for line in known if line.read.is_closed),
        report_url=reverse("accompaniments:difficulty_new", args=[enrolment.pk]) if may_report else "",
        list_url=reverse("journeys:difficulties"),
    )


def report_page(reader: Reader, held: ReportHeld) -> ReportPage:
    """Give what a report needs. `access` let this reader report."""
    why_not = _why_not(held.enrolment, reader.today)
    landlords = [held.landlord_id] if held.landlord_id else naming_landlords(held.enrolment, reader.today)
    told: dict[str, None] = {}
    reached = []
    if held.side == Side.TEAM:
        for landlord_id in landlords:
            people = people_named(held.enrolment, landlord_id, reader.today)
            told |= dict.fromkeys(user.full_name for user in people)
            reached += [landlord_id] if people else []
        why_not = why_not or ("" if reached else UNNAMED)
    names = Organisation.objects.filter(pk__in=reached).order_by("name").values_list("pk", "name")
    own = card(reader, held.enrolment)
    return ReportPage(
        card=own,
        side=held.side,
        why_not=why_not,
        landlords=tuple((str(pk), name) for pk, name in names),
        told=", ".join(told) if held.side == Side.TEAM else own.lead_worker or own.lead_association,
        within=_within(parameter_on(ANSWER_DAYS, reader.today)),
    )


def difficulty_page(reader: Reader, held: DifficultyHeld) -> DifficultyPage:
    """Give a difficulty with what was said, in its order, and the acts of this reader."""
    course = last_course(held.enrolment)
    read = readings([held.row])[0]
    due_on = _dues([read], reader.today).get(read.id)
    line = _line(read, held.enrolment, held.side, _state(course), due_on)
    return DifficultyPage(card(reader, held.enrolment), line, "")


def answer_page(reader: Reader, held: TreatedHeld) -> AnswerPage:
    """Give what the answer to a difficulty needs."""
    page = difficulty_page(reader, held)
    state = _state(last_course(held.enrolment))
    answers = offered_answers(state, held.side) if state and page.line.read.awaits else ()
    why_not = ""
    if not page.line.read.awaits:
        why_not = "Cette difficulté a déjà sa réponse."
    elif not answers:
        why_not = "Ce ménage n’est plus accompagné ni en veille."
    return AnswerPage(page.card, page.line, why_not, answers)


def close_page(reader: Reader, held: TreatedHeld) -> DifficultyPage:
    """Give what closing a difficulty needs."""
    page = difficulty_page(reader, held)
    state = _state(last_course(held.enrolment))
    return DifficultyPage(page.card, page.line, _why_not_closed(page.line.read, held.side, state) or "")


def reopen_page(reader: Reader, held: TreatedHeld) -> DifficultyPage:
    """Give what opening a difficulty again needs."""
    page = difficulty_page(reader, held)
    read = page.line.read
    why_not = why_reopening_is_refused(read.state, side=held.side, reported_by=read.side)
    return DifficultyPage(page.card, page.line, why_not or _why_not(held.enrolment, reader.today))


def due_lines(reader: Reader, known: Mapping[uuid.UUID, Course], hers: Mapping[uuid.UUID, Standing]) -> list[Due]:
    """Give the answers that the team owes, and those it received and has to close; two queries at most."""
    followed = [pk for pk, course in known.items() if hers[pk].may_write and course.state in TREATED_TOGETHER]
    rows = list(
        Difficulty.objects.filter(enrolment_id__in=followed)
        .to_follow_by(Side.TEAM)
        .only("enrolment_id", "kind", "side", "reported_on", "state_on", "awaits")
    )
    if not rows:
        return []
    within = parameter_on(ANSWER_DAYS, reader.today)
    return [_due(row, within) for row in rows]


def _due(row: Difficulty, within: ParameterValue) -> Due:
    due_on = row.state_on + dt.timedelta(days=within.whole)
    kind = DifficultyKind(row.kind).label
    if row.awaits:
        return Due(
            due_on=due_on,
            title=f"Répondre au bailleur\u00a0: {kind}",
            why=f"Signalé le {plain_date(row.state_on)}\u00a0: {_within(within)}",
            enrolment_id=row.enrolment_id,
            url=reverse("accompaniments:difficulty_answer", args=[row.enrolment_id, row.pk]),
            act="Répondre",
        )
    return Due(
        due_on=due_on,
        title=f"Clore une difficulté\u00a0: {kind}",
        why=f"Le bailleur a répondu le {plain_date(row.state_on)}\u00a0: la clore, ou la rouvrir si rien n’est réglé",
        enrolment_id=row.enrolment_id,
        url=reverse("accompaniments:difficulty", args=[row.enrolment_id, row.pk]),
        act="Lire la réponse",
    )


def happened(reader: Reader, enrolment: Enrolment, hers: Standing) -> list[Happened]:
    """Give the reports, answers and ends as lines of the timeline, for both sides."""
    lines = []
    for one in difficulties(reader, enrolment, hers):
        url = reverse("accompaniments:difficulty", args=[enrolment.pk, one.id])
        title = f"Difficulté signalée par {one.side_label}\u00a0: {one.kind}"
        at = moment_of(one.on, None)
        lines.append(Happened(one.on, at, "STEP", "late", title, one.by, url, (Part(one.text, Audience.LANDLORD),)))
        for rank, step in enumerate(one.steps, start=1):
            said = (Part(step.text, Audience.LANDLORD),) if step.text else ()
            at = moment_of(step.on, None) + dt.timedelta(minutes=rank)  # after what it answers, the same day
            detail = f"Sur une difficulté du {plain_date(one.on)}\u00a0: {one.kind}."
            lines.append(Happened(step.on, at, "STEP", "check", step.title, step.by, url, said, detail))
    return lines


def _dues(known: Iterable[DifficultyRead], today: dt.date) -> dict[uuid.UUID, dt.date]:
    """Give by when the answers still awaited are expected; one query, none when nothing is awaited."""
    waiting = [read for read in known if read.awaits]
    within = dt.timedelta(days=parameter_on(ANSWER_DAYS, today).whole) if waiting else dt.timedelta()
    return {read.id: read.since + within for read in waiting}


def _line(
    read: DifficultyRead, enrolment: Enrolment, side: Side | None, state: State | None, due_on: dt.date | None
) -> DifficultyLine:
    args = [enrolment.pk, read.id]

    def address(name: str, *, is_hers: bool) -> str:
        return reverse(f"accompaniments:{name}", args=args) if is_hers else ""

    may_answer = side is not None and read.awaits == side and bool(state and offered_answers(state, side))
    return DifficultyLine(
        read=read,
        due_on=due_on,
        url=address("difficulty", is_hers=True),
        answer_url=address("difficulty_answer", is_hers=may_answer),
        close_url=address("difficulty_close", is_hers=side is not None and _why_not_closed(read, side, state) is None),
        reopen_url=address(
            "difficulty_reopen",
            is_hers=side is not None
            and state in TREATED_TOGETHER
            and why_reopening_is_refused(read.state, side=side, reported_by=read.side) is None,
        ),
    )


def _why_not_closed(read: DifficultyRead, side: Side, state: State | None) -> str | None:
    return why_close_is_refused(
        read.state, side=side, reported_by=read.side, awaits=read.awaits, is_followed=state in TREATED_TOGETHER
    )


def _why_not(enrolment: Enrolment, today: dt.date) -> str:
    """Say why nothing may be reported of a file any more, or nothing."""
    course = last_course(enrolment)
    watch = watch_of(course, enrolment) if course else None
    last_on = watch.last_on if watch else None
    return why_report_is_refused(_state(course), watch_last_on=last_on, today=today) or ""


def _state(course: Accompaniment | None) -> State | None:
    return State(course.state) if course else None


def _within(within: ParameterValue) -> str:
    confirm = ", à confirmer" if within.is_to_confirm else ""
    days = counted(within.whole, "jour", "jours")
    return f"réponse attendue sous {days} ({within.source}{confirm})"
