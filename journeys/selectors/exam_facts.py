"""What « Où en est-on » tells of a sliding sublease: the next exam; those held are told at their days (domain.md §2.1 S11)."""

from collections.abc import Sequence
from dataclasses import replace

from django.urls import reverse

from accompaniments.enums import State
from accompaniments.selectors import CourseStep
from accompaniments.selectors.course_facts import Fact
from foundation.words import plain_date
from households.models import Enrolment
from leases.permissions import sublease_standings
from leases.selectors.exam_dues import sliding
from leases.selectors.exams import clocks
from partners.reader import Reader


def with_exams(steps: Sequence[CourseStep], reader: Reader, enrolment: Enrolment) -> tuple[CourseStep, ...]:
    """Add to the step of the support the next exam of the sublease in force, for the associations that hold the file.

    What the period before had not is told until another is due.
    """
    rows = list(sliding(reader.today).filter(enrolment=enrolment))
    if not rows:
        return tuple(steps)
    known = sublease_standings(reader, rows)
    told: list[Fact] = []
    for pk, clock in clocks(rows, reader.today).items():
        hers = known[pk]
        if not (hers.is_holder and hers.is_listed):
            continue
        url = reverse("journeys:file_lease", args=[enrolment.pk]) + "#slide"
        if missed := clock.missed_exam(reader.today):
            told.append(Fact(f"Examen contradictoire dû le {plain_date(missed.period.exam_due_on)}, non tenu", url))
        if missed := clock.missed_notice(reader.today):
            told.append(Fact(f"Avis au préfet dû le {plain_date(missed.period.notice_due_on)}, non envoyé", url))
        if coming := clock.next_exam:
            told.append(Fact(f"Prochain examen contradictoire pour le {plain_date(coming.period.exam_due_on)}", url))
    return tuple(
        replace(step, facts=(*step.facts, *told)) if step.state == State.SUPPORTED and not step.is_next else step
        for step in steps
    )
