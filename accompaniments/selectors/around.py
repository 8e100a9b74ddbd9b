"""« Autour du ménage »: its topic of the file, what is awaited, its lines of the timeline."""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse

from accompaniments.enums import OrientationAnswer
from accompaniments.models import Orientation
from accompaniments.readings.around import Around, Oriented, orientations, present_services
from accompaniments.selectors.states import Course
from foundation.timeline import Due, Happened, Part, noon_of
from foundation.words import plain_date
from households.models import Enrolment
from households.permissions import Standing
from partners.reader import Reader
from records.selectors.parameters import parameter_on

ANSWER_DAYS = "orientation.answer_days"


@dataclass(frozen=True)
class ServicesSection:
    """What stands around the household, for one reader."""

    services: tuple[Around, ...]
    orientations: tuple[Oriented, ...]
    may_write: bool


def section(reader: Reader, enrolment: Enrolment, hers: Standing) -> ServicesSection | None:
    """Give the topic, or None when this reader may neither read nor write anything in it."""
    present = tuple(present_services(reader, enrolment, hers))
    oriented = tuple(orientations(reader, enrolment, hers))
    if not (present or oriented or hers.may_write):
        return None
    return ServicesSection(present, oriented, hers.may_write)


def due_lines(reader: Reader, known: Mapping[uuid.UUID, Course], hers: Mapping[uuid.UUID, Standing]) -> list[Due]:  # noqa: ARG001 -- one signature for all topics
    """Give the orientations whose answer is awaited for too long, in two queries."""
    rows = list(
        Orientation.objects.filter(
            enrolment_id__in=list(known), answer=OrientationAnswer.PENDING, association_id__in=reader.associations
        ).order_by("oriented_on", "pk")
    )
    if not rows:
        return []
    days = parameter_on(ANSWER_DAYS, reader.today).whole
    return [
        Due(
            due_on=row.oriented_on + dt.timedelta(days=days),
            title="Relancer le service vers qui le ménage est orienté",
            why=f"Orientation du {plain_date(row.oriented_on)} sans réponse\u00a0: {days} jours (à confirmer)",
            enrolment_id=row.enrolment_id,
            url=reverse("accompaniments:orientation_answer", args=[row.enrolment_id, row.pk]),
            act="Noter la réponse",
        )
        for row in rows
    ]


def happened(reader: Reader, enrolment: Enrolment, hers: Standing) -> list[Happened]:
    """Give the orientations and their answers as lines of the timeline."""
    lines = []
    for row in orientations(reader, enrolment, hers):
        parts = (Part(row.reason, row.audience),) if row.reason else ()
        title = f"Orientation vers {row.name}"
        lines.append(Happened(on=row.on, at=noon_of(row.on), kind="SERVICE", icon="arrow", title=title, parts=parts))
        if row.answered_on is not None:
            said = (Part(row.note, row.audience),) if row.note else ()
            answered = f"{row.name}\u00a0: {row.answer}"
            at = noon_of(row.answered_on)
            lines.append(Happened(on=row.answered_on, at=at, kind="SERVICE", icon="check", title=answered, parts=said))
    return lines
