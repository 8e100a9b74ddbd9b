"""What a file waits for, each line with where its date comes from and its act. For the file's team alone."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Max
from django.urls import reverse
from django.utils import timezone

from accompaniments.enums import ClaimStep, DiagnosisState, Outcome, State
from accompaniments.models import Claim, Contact, ContactAttempt, Diagnosis, Meeting, Referral
from accompaniments.permissions import is_hers_to_know
from accompaniments.readings.claims import claim_title
from accompaniments.rules.course import TITLES
from accompaniments.selectors import (
    agreements,
    around,
    criteria,
    diagnosis,
    difficulties,
    evaluations,
    grid,
    measures,
    objectives,
    outreach,
    proposals,
    reviews,
    watch,
)
from accompaniments.selectors.course import within_words
from accompaniments.selectors.states import Course, courses
from foundation.timeline import Due, DueKind, of_kind
from foundation.words import clock, day_of, plain_date
from households.permissions import Standing, standings
from partners.enums import CadenceKind, CadenceUnit
from partners.reader import Reader
from partners.selectors import CadenceLine, cadences

HORIZON = dt.timedelta(days=30)  # what is further is not to be done yet
BEGINNING = (State.REVIEWING, State.CONTACTING)
BEING_SEEN = (State.DIAGNOSED, State.PROPOSED, State.READY, State.SUPPORTED)


@dataclass
class _Met:
    """What was done with a household, to know what is awaited."""

    last_held: dt.date | None = None
    interview_on: dt.date | None = None  # the first interview, as the diagnosis says it
    is_planned: bool = False
    first_done: dt.date | None = None
    unlogged: list[tuple[uuid.UUID, dt.datetime]] = field(default_factory=list)


@dataclass(frozen=True)
class _File:
    """What decides what one file waits for."""

    pk: uuid.UUID
    course: Course
    hers: Standing
    within: dict[CadenceKind, CadenceLine]
    received_on: dt.date | None
    met: _Met


def due(reader: Reader, enrolment_ids: Iterable[uuid.UUID]) -> list[Due]:
    """Give what is awaited on these files from this reader: she is of their team, or manages their association.

    A constant number of queries. The order is the caller's; what is more than a month away is left out.
    """
    known = courses(reader, enrolment_ids)
    hers = standings(reader, [course.accompaniment.enrolment for course in known.values()])
    known = {pk: course for pk, course in known.items() if hers[pk].may_write}
    terms = cadences({course.accompaniment.enrolment.version_id for course in known.values()})
    received = _received(known)
    met = _met(reader, known)
    lines = of_kind(DueKind.CLAIM, _claims(reader, known, hers))
    lines += of_kind(DueKind.AROUND, around.due_lines(reader, known, hers))
    lines += of_kind(DueKind.DOCUMENT, agreements.due_lines(reader, known, hers))
    lines += of_kind(DueKind.ADMISSION, criteria.due_lines(reader, known, hers))
    lines += of_kind(DueKind.PROPOSAL, proposals.due_lines(known, hers))
    lines += of_kind(DueKind.DIAGNOSIS, diagnosis.due_lines(reader, known, hers))
    lines += of_kind(DueKind.DIAGNOSIS, grid.due_lines(reader, known, hers))
    lines += of_kind(DueKind.END, evaluations.due_lines(reader, known, hers))
    lines += of_kind(DueKind.DIFFICULTY, difficulties.due_lines(reader, known, hers))
    lines += of_kind(DueKind.WATCH, watch.due_lines(reader, known, hers))
    lines += of_kind(DueKind.ADMISSION, measures.due_lines(known, hers))
    lines += of_kind(DueKind.REVIEW, objectives.due_lines(reader, known, hers))
    lines += of_kind(DueKind.REVIEW, reviews.due_lines(reader, known, hers))
    lines += of_kind(DueKind.CONTACT, outreach.due_lines(reader, known, hers))
    for pk, course in known.items():
        within = terms[course.accompaniment.enrolment.version_id]
        lines += of_kind(DueKind.MEETING, _of_meetings(pk, met[pk]))
        lines += _of_state(reader, _File(pk, course, hers[pk], within, received.get(pk), met[pk]))
    return [line for line in lines if line.due_on <= reader.today + HORIZON]


def _of_state(reader: Reader, file: _File) -> list[Due]:
    first_action = file.within.get(CadenceKind.FIRST_ACTION)
    state = file.course.state
    if state == State.REFERRED:
        return of_kind(DueKind.ADMISSION, [_assignment(reader, file, first_action)]) if file.hers.may_assign else []
    lines: list[Due] = []
    if first_action and file.received_on and file.met.first_done is None and state in BEGINNING:
        lines += of_kind(DueKind.CONTACT, [_first_contact(file.pk, file.received_on, first_action)])
    diagnosis, since = file.within.get(CadenceKind.DIAGNOSIS), file.course.entered_on(State.REVIEWING)
    if diagnosis and since and state in BEGINNING:
        lines += of_kind(DueKind.DIAGNOSIS, [_diagnosis(file, since, diagnosis)])
    visit = file.within.get(CadenceKind.VISIT)
    if visit and state in BEING_SEEN and not file.met.is_planned:
        lines += of_kind(DueKind.MEETING, [_visit(file, visit)])
    return lines


def _first_contact(pk: uuid.UUID, received_on: dt.date, within: CadenceLine) -> Due:
    return Due(
        due_on=within.after(received_on),
        title="Prendre un premier contact",
        why=f"Orientation reçue le {plain_date(received_on)}\u00a0: première action {within_words(within)}",
        enrolment_id=pk,
        url=reverse("accompaniments:contact_new", args=[pk]),
        act="Consigner un contact",
    )


def _diagnosis(file: _File, since: dt.date, within: CadenceLine) -> Due:
    return Due(
        due_on=within.after(since),
        title=TITLES[file.course.axis][State.DIAGNOSED],
        why=f"Étude commencée le {plain_date(since)}\u00a0: à faire {within_words(within)}",
        enrolment_id=file.pk,
        url=reverse("journeys:file_support", args=[file.pk]) + "#diagnosis",
        act="Écrire le diagnostic",
    )


def _assignment(reader: Reader, file: _File, first_action: CadenceLine | None) -> Due:
    opened_on = file.course.accompaniment.opened_on
    since = max(opened_on, file.hers.held_since or opened_on)
    why = f"Orientation reçue le {plain_date(opened_on)}"
    if since != opened_on:
        why += f", transmise le {plain_date(since)}"
    if first_action:
        why += f"\u00a0: première action {within_words(first_action)}"
    return Due(
        due_on=first_action.after(opened_on) if first_action else reader.today,
        title="Nommer un référent",
        why=why,
        enrolment_id=file.pk,
        url=reverse("accompaniments:assign", args=[file.pk]),
        act="Nommer un référent",
    )


def _visit(file: _File, visit: CadenceLine) -> Due:
    opened_on = file.course.accompaniment.opened_on
    known = [
        (opened_on, "Suivi ouvert"),
        *([(file.met.interview_on, "Premier entretien")] if file.met.interview_on else []),
        *([(file.met.last_held, "Dernière rencontre")] if file.met.last_held else []),
    ]
    last_on, since = max(known, key=lambda one: one[0])
    source = f" ({visit.source}{', à confirmer' if visit.is_to_confirm else ''})" if visit.source else ""
    return Due(
        due_on=visit.after(last_on),
        title="Rencontrer le ménage",
        why=f"{since} le {plain_date(last_on)}\u00a0: une rencontre {_every(visit)}{source}",
        enrolment_id=file.pk,
        url=reverse("accompaniments:meeting_new", args=[file.pk]),
        act="Consigner une rencontre",
    )


def _every(visit: CadenceLine) -> str:
    if visit.every == 1:
        return "chaque mois" if visit.unit == CadenceUnit.MONTHS else "chaque jour"
    return f"tous les {visit.label}"


def _of_meetings(pk: uuid.UUID, met: _Met) -> list[Due]:
    return [
        Due(
            due_on=day_of(starts_at),
            title="Rencontre à consigner",
            why=f"Prévue le {plain_date(starts_at)} à {clock(starts_at)}",
            enrolment_id=pk,
            url=reverse("accompaniments:meeting_correct", args=[pk, meeting_id]),
            act="Consigner",
        )
        for meeting_id, starts_at in met.unlogged
    ]


def _claims(reader: Reader, known: dict[uuid.UUID, Course], hers: dict[uuid.UUID, Standing]) -> list[Due]:
    rows = Claim.objects.filter(
        enrolment_id__in=list(known), step__in=ClaimStep.OPEN, remind_on__lte=reader.today + HORIZON
    )
    return [
        Due(
            due_on=row.remind_on,
            title=f"Relancer\u00a0: {claim_title(row)}",
            why=f"Démarche {ClaimStep(row.step).label} depuis le {plain_date(row.step_on)}\u00a0: relance notée par l’équipe",
            enrolment_id=row.enrolment_id,
            url=reverse("accompaniments:claim_follow_up", args=[row.enrolment_id, row.pk]),
            act="Noter la suite",
        )
        for row in rows
        if row.remind_on
        and is_hers_to_know(
            reader,
            hers[row.enrolment_id],
            audience=row.audience,
            association_id=row.association_id,
            on=day_of(row.opened_at),
        )
    ]


def _received(known: dict[uuid.UUID, Course]) -> dict[uuid.UUID, dt.date]:
    """Give when each course's referral was received; a reprise has none."""
    rows = Referral.objects.filter(
        accompaniment__in=[course.accompaniment.pk for course in known.values()], passed_on_from__isnull=True
    )
    return dict(rows.values_list("enrolment_id", "received_on"))


def _met(reader: Reader, known: dict[uuid.UUID, Course]) -> dict[uuid.UUID, _Met]:
    """Give what was done with each household, in four queries."""
    met: dict[uuid.UUID, _Met] = defaultdict(_Met)
    now = timezone.now()
    rows = (
        Meeting.objects.kept()
        .filter(enrolment_id__in=list(known))
        .order_by("starts_at")
        .values_list("enrolment_id", "pk", "outcome", "starts_at", "held_on")
    )
    for pk, meeting_id, outcome, starts_at, held_on in rows:
        line = met[pk]
        if outcome == Outcome.PLANNED:
            if starts_at > now and held_on >= reader.today:
                line.is_planned = True
            else:
                line.unlogged.append((meeting_id, starts_at))
            continue
        line.first_done = line.first_done or held_on
        if outcome == Outcome.HELD:
            line.last_held = held_on
    contacts = (
        Contact.objects.filter(enrolment_id__in=list(known), withdrawn_at__isnull=True)
        .order_by()
        .values_list("enrolment_id")
        .annotate(last=Max("happened_on"))
    )
    attempts = (
        ContactAttempt.objects.filter(accompaniment__enrolment_id__in=list(known), withdrawn_at__isnull=True)
        .order_by()
        .values_list("accompaniment__enrolment_id")
        .annotate(last=Max("sent_on"))
    )
    for pk, last in (*contacts, *attempts):
        met[pk].first_done = met[pk].first_done or last
    told = Diagnosis.objects.exclude(state=DiagnosisState.ABANDONED)
    interviews = told.filter(
        accompaniment__in=[course.accompaniment.pk for course in known.values()], interview_on__isnull=False
    ).values_list("accompaniment__enrolment_id", "interview_on")
    for pk, interview_on in interviews.order_by("interview_on"):
        met[pk].interview_on = interview_on
        met[pk].first_done = met[pk].first_done or interview_on
    return met
