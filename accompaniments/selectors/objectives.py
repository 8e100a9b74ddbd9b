"""The objectives in the pages: their part of « Accompagnement », what a meeting may tick, what is awaited, the timeline."""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse

from accompaniments.enums import ObjectiveState, State
from accompaniments.models import Accompaniment, Meeting, Objective
from accompaniments.readings.objectives import ObjectiveRead, ObjectiveStep, objectives, shaped, steps
from accompaniments.rules.objectives import SETTING
from accompaniments.selectors.states import Course
from foundation.timeline import Audience, Due, Happened, Part, noon_of
from foundation.words import plain_date
from households.models import Enrolment
from households.permissions import Standing, read_since
from households.readings import Card, card
from partners.reader import Reader


@dataclass(frozen=True)
class ObjectivesSection:
    """The objectives of a file for one reader."""

    open: tuple[ObjectiveRead, ...]
    over: tuple[ObjectiveRead, ...]
    today: dt.date
    may_write: bool
    may_set: bool


@dataclass(frozen=True)
class ObjectivePage:
    """What the forms of one objective stand on."""

    card: Card
    objective: ObjectiveRead
    steps: tuple[ObjectiveStep, ...]


@dataclass(frozen=True)
class ObjectiveChoice:
    """An objective that a meeting may have worked on."""

    id: uuid.UUID
    title: str
    audience: Audience


def section(reader: Reader, enrolment: Enrolment, hers: Standing) -> ObjectivesSection | None:
    """Give the objectives' part of a file for this reader, None when it holds nothing for her."""
    read = objectives(enrolment, hers)
    course = Accompaniment.objects.open().filter(enrolment=enrolment).first() if hers.may_write else None
    may_set = course is not None and State(course.state) in SETTING
    if not read and not may_set:
        return None
    return ObjectivesSection(
        open=tuple(one for one in read if one.is_open),
        over=tuple(one for one in read if not one.is_open),
        today=reader.today,
        may_write=hers.may_write,
        may_set=may_set,
    )


def objective_page(reader: Reader, enrolment: Enrolment, objective: Objective) -> ObjectivePage:
    """Give one objective with what was changed of it. `access` let this reader write in the file."""
    return ObjectivePage(card=card(reader, enrolment), objective=shaped([objective])[0], steps=steps(objective))


def choices_of(enrolment: Enrolment, hers: Standing, meeting: Meeting | None = None) -> tuple[ObjectiveChoice, ...]:
    """Give the open objectives that a meeting may tick, and those that a stored one already did."""
    rows = Objective.objects.filter(accompaniment__enrolment=enrolment)
    if since := read_since(hers, enrolment):
        rows = rows.filter(set_on__gte=since)
    ticked = {row.objective_id for row in meeting.progress.all()} if meeting else set()
    return tuple(
        ObjectiveChoice(row.pk, row.title, Audience(row.audience))
        for row in rows.order_by("position", "set_on", "pk")
        if (row.state == ObjectiveState.OPEN) or row.pk in ticked
    )


def due_lines(reader: Reader, known: Mapping[uuid.UUID, Course], hers: Mapping[uuid.UUID, Standing]) -> list[Due]:
    """Ask for the objectives whose day comes or is over, and for those that a visit said met. Their words stay in the file."""
    courses = {course.accompaniment.pk: pk for pk, course in known.items() if hers[pk].may_write}
    rows = {
        row.pk: row for row in Objective.objects.filter(accompaniment_id__in=list(courses), state=ObjectiveState.OPEN)
    }
    if not rows:
        return []
    lines = []
    for one in shaped(rows.values()):
        pk = courses[rows[one.id].accompaniment_id]
        if (since := hers[pk].held_since) and one.set_on < since and since > known[pk].accompaniment.opened_on:
            continue
        url = reverse("accompaniments:objective_close", args=[pk, one.id])
        if one.is_to_confirm and one.progress_on:
            why = f"Dit atteint à la rencontre du {plain_date(one.progress_on)}\u00a0: rien n’est clos sans vous"
            title, act = f"Objectif {one.number}\u00a0: confirmer qu’il est atteint", "Confirmer"
            lines.append(Due(due_on=one.progress_on, title=title, why=why, enrolment_id=pk, url=url, act=act))
        elif one.due_on is not None:
            why = f"Échéance de l’objectif fixé le {plain_date(one.set_on)}"
            title = f"Objectif {one.number}\u00a0: faire le point"
            lines.append(
                Due(due_on=one.due_on, title=title, why=why, enrolment_id=pk, url=url, act="Dire où il en est")
            )
    del reader
    return lines


def happened(enrolment: Enrolment, hers: Standing) -> list[Happened]:
    """Give the objectives set and closed in a file's timeline, each to its circle."""
    url = reverse("journeys:file_support", args=[enrolment.pk]) + "#objectives"
    lines = []
    for one in objectives(enrolment, hers):
        part = (Part(one.title, one.audience),)
        lines.append(_line(one.set_on, "Objectif fixé", url, part))
        if not one.is_open:
            lines.append(_line(one.state_on, f"Objectif {one.state.label}", url, part))
    return lines


def _line(on: dt.date, title: str, url: str, parts: tuple[Part, ...]) -> Happened:
    return Happened(on=on, at=noon_of(on), kind="STEP", icon="check", title=title, url=url, parts=parts)
