"""What each step of a course left behind: meetings, diagnoses, answers, documents in force, the end; for its holders."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse

from accompaniments.access.diagnosis import held_by
from accompaniments.access.evaluations import is_held
from accompaniments.enums import DiagnosisKind, DiagnosisState, ProposalAnswer, State
from accompaniments.models import Diagnosis, FinalEvaluation, Meeting, Proposal
from accompaniments.readings.agreements import agreements
from accompaniments.readings.diagnosis import TITLES
from accompaniments.rules.agreements import OF_ADULTS, WAS_IN_FORCE
from accompaniments.selectors.states import Course
from documents.enums import DocumentKind
from foundation.words import plain_date
from households.models import Enrolment
from households.permissions import Standing, read_since
from partners.reader import Reader

SHOWN = (*OF_ADULTS, DocumentKind.AMENDMENT)  # an adhesion, an accord de partage, are of no step
IN_WRITING = (DiagnosisState.DRAFT, DiagnosisState.TO_VALIDATE)
_Placed = list[tuple[int, "Fact"]]  # the step's rank among the course's changes


@dataclass(frozen=True)
class Fact:
    """Something done at a step, with its page when this reader opens it."""

    text: str
    url: str = ""


def facts_of(reader: Reader, enrolment: Enrolment, known: Course, hers: Standing) -> Mapping[int, Sequence[Fact]]:
    """Give the facts of each step, by its rank in the course, for the associations that hold the file.

    A step entered twice has, each time, what it left that time. In a constant number of queries.
    The landlord reads steps and days, no more (domain.md §3.9).
    """
    found: dict[int, list[Fact]] = defaultdict(list)
    if not hers.is_holder or not hers.is_listed:
        return found
    since = read_since(hers, enrolment)
    for rank, fact in (
        *_meeting(reader, enrolment, known, hers),
        *_diagnoses(reader, enrolment, known, hers),
        *_answers(enrolment, known, since),
        *_documents(reader, enrolment, known, hers),
        *_end(enrolment, known, hers),
    ):
        found[rank].append(fact)
    return found


def _place(known: Course, day: dt.date, *wanted: State) -> int:
    """Give the first of these steps that the course went through, as entered last by this day; else that of the day."""
    for state in wanted:
        ranks = [rank for rank, change in enumerate(known.changes) if change.to_state == state]
        if ranks:
            return max((rank for rank in ranks if known.changes[rank].effective_on <= day), default=ranks[0])
    return _under_way(known, day)


def _under_way(known: Course, day: dt.date) -> int:
    """Give the step of a day; of a day on which it changed, the one that was left then."""
    begun = [rank for rank, change in enumerate(known.changes) if change.effective_on < day]
    that_day = [rank for rank, change in enumerate(known.changes) if change.effective_on == day]
    return max(begun, default=min(that_day, default=0))


def _left_at(known: Course, ended_on: dt.date) -> int:
    """Give the step to which an accompaniment that ended on this day went: its watch, else its close."""
    ways = (
        rank
        for rank, change in enumerate(known.changes)
        if change.to_state in {State.WATCHED, State.CLOSED} and change.effective_on >= ended_on
    )
    return next(ways, len(known.changes) - 1)


def _meeting(reader: Reader, enrolment: Enrolment, known: Course, hers: Standing) -> _Placed:
    row: tuple[uuid.UUID, dt.date] | None = (
        Meeting.objects.read_by(reader, hers)
        .held()
        .filter(enrolment=enrolment, held_on__gte=known.accompaniment.opened_on)
        .order_by("held_on", "starts_at")
        .values_list("pk", "held_on")
        .first()
    )
    if row is None:
        return []
    pk, held_on = row
    url = reverse("accompaniments:meeting", args=[enrolment.pk, pk])
    return [(_place_of_meeting(known, held_on), Fact(f"Première rencontre le {plain_date(held_on)}", url))]


def _place_of_meeting(known: Course, held_on: dt.date) -> int:
    """Give the study or the outreach that led to the first meeting, when it was under way; else the step of that day."""
    led = [
        rank
        for rank, change in enumerate(known.changes)
        if change.to_state in {State.CONTACTING, State.REVIEWING} and change.effective_on <= held_on
    ]
    last = max(led, default=None)
    if last is None or any(change.effective_on < held_on for change in known.changes[last + 1 :]):
        return _under_way(known, held_on)
    return last


def _diagnoses(reader: Reader, enrolment: Enrolment, known: Course, hers: Standing) -> _Placed:
    placed: _Placed = []
    rows = Diagnosis.objects.filter(accompaniment=known.accompaniment).select_related("accompaniment")
    for row in rows.order_by("opened_on"):
        if held_by(reader, enrolment, row, hers) is None:
            continue
        names = [enrolment.pk, row.pk]
        url, title = reverse("accompaniments:diagnosis", args=names), TITLES[DiagnosisKind(row.kind)]
        if row.state in IN_WRITING:
            placed.append(
                (len(known.changes) - 1, Fact(f"{title}, ouvert par l’équipe le {plain_date(row.opened_on)}", url))
            )
        rank = _place(known, row.validated_on or row.opened_on, State.DIAGNOSED)
        if row.validated_on:
            placed.append((rank, Fact(f"{title}\u00a0: validation le {plain_date(row.validated_on)}", url)))
        if row.returned_on:
            sent = reverse("accompaniments:diagnosis_returned", args=names) if row.returned_file_id else url
            placed.append((rank, Fact(f"Retour transmis au bailleur le {plain_date(row.returned_on)}", sent)))
        if row.full_returned_on and row.full_returned_on != row.returned_on:
            placed.append((rank, Fact(f"Retour complet transmis le {plain_date(row.full_returned_on)}", sent)))
    return placed


def _answers(enrolment: Enrolment, known: Course, since: dt.date | None) -> _Placed:
    rows = Proposal.objects.standing().filter(accompaniment=known.accompaniment).order_by("proposed_on", "recorded_at")
    url = reverse("journeys:file_support", args=[enrolment.pk]) + "#proposal"
    return [
        (
            _place(known, row.proposed_on, State.PROPOSED),
            Fact(
                f"Proposition du {plain_date(row.proposed_on)}\u00a0: {ProposalAnswer(row.answer).label}"
                + (f" le {plain_date(row.answered_on)}" if row.answered_on else ""),
                url,
            ),
        )
        for row in rows
        if since is None or row.proposed_on >= since
    ]


def _documents(reader: Reader, enrolment: Enrolment, known: Course, hers: Standing) -> _Placed:
    placed: _Placed = []
    opened_on = known.accompaniment.opened_on
    for read in reversed(agreements(reader, enrolment, hers)):
        line = read.line
        if line.kind not in SHOWN or line.state not in WAS_IN_FORCE or line.in_force_on is None:
            continue
        if line.ended_on and line.ended_on < opened_on:  # of an earlier course
            continue
        said = f"{line.title} en vigueur depuis le {plain_date(line.in_force_on)}"
        if line.ended_on:
            said = f"{line.title} en vigueur du {plain_date(line.in_force_on)} au {plain_date(line.ended_on)}"
        url = reverse("journeys:document", args=[enrolment.pk, line.id]) if read.is_open else ""
        placed.append((_place(known, line.in_force_on, State.SUPPORTED, State.READY), Fact(said, url)))
    return placed


def _end(enrolment: Enrolment, known: Course, hers: Standing) -> _Placed:
    placed: _Placed = []
    rows = FinalEvaluation.objects.filter(accompaniment=known.accompaniment, validated_on__isnull=False)
    for row in rows.order_by("ended_on"):
        if not is_held(row, enrolment, hers) or row.validated_on is None:
            continue
        rank = _left_at(known, row.ended_on)
        url = reverse("journeys:evaluation", args=[enrolment.pk, row.pk])
        placed.append((rank, Fact(f"Évaluation finale validée le {plain_date(row.validated_on)}", url)))
        if row.informed_on:
            said = f"Bailleur informé de la fin et des relais le {plain_date(row.informed_on)}"
            placed.append((rank, Fact(said, reverse("journeys:evaluation_information", args=[enrolment.pk, row.pk]))))
    return placed
