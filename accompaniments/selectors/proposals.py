"""The proposals of a file in the pages, each reader's own version: the landlord reads « accepté » or « non engagé » (§3.9)."""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.urls import reverse

from accompaniments.enums import ProposalAnswer, State
from accompaniments.models import Accompaniment, Proposal
from accompaniments.rules.course import NOT_ENGAGED
from accompaniments.rules.proposals import why_answer_is_refused, why_correction_waits, why_proposal_is_refused
from accompaniments.selectors.states import Course
from foundation.timeline import Due, Happened, moment_of
from foundation.words import plain_date
from households.models import Enrolment
from households.permissions import Standing, read_since
from households.readings import Card, card
from partners.enums import Axis
from partners.reader import Reader
from partners.selectors import names_of


@dataclass(frozen=True)
class ProposalLine:
    """One proposal, shaped for its reader."""

    proposed_on: dt.date | None  # None: the landlord reads the answer's day alone
    answer: str
    answered_on: dt.date | None
    is_pending: bool
    by: str = ""
    offered: str = ""  # the team's
    note: str = ""  # the team's
    is_annulled: bool = False  # recorded in error, another line says what it was
    why_annulled: str = ""  # the team's


@dataclass(frozen=True)
class ProposalSection:
    """The proposals' part of a file's page."""

    lines: tuple[ProposalLine, ...]
    title: str
    propose_url: str
    propose_act: str
    answer_url: str
    is_awaited: bool
    correct_url: str = ""


@dataclass(frozen=True)
class ProposalPage:
    """What the forms stand on: `why_not` says why nothing may be recorded now."""

    card: Card
    why_not: str
    heading: str
    proposed_on: dt.date | None
    offered: str
    project_url: str  # on the way to a home, the project presented is the proposal
    recorded: tuple[str, dt.date | None, str] = ("", None, "")  # the answer to correct, its day, what was said


def section(reader: Reader, enrolment: Enrolment, hers: Standing) -> ProposalSection | None:  # noqa: ARG001 -- every topic has this signature
    """Give the proposals' part of a file for this reader, None when it holds nothing for her."""
    course = _course(enrolment)
    if course is None or not hers.knows or not hers.is_listed:
        return None
    if not hers.is_holder:
        lines = _landlord_lines(course)
        return ProposalSection(lines, _title(enrolment), "", "", "", is_awaited=False) if lines else None
    rows = _rows(enrolment, hers)
    state = State(course.state)
    may_propose = hers.may_write and state == State.DIAGNOSED
    may_answer = hers.may_write and state == State.PROPOSED
    if not rows and not may_propose and state != State.PROPOSED:
        return None
    names = names_of({row.recorded_by for row in rows})
    is_access = _is_access(enrolment)
    name = "journeys:project_new" if is_access else "accompaniments:proposal_new"
    return ProposalSection(
        lines=tuple(_line(row, names, hers) for row in rows),
        title=_title(enrolment),
        propose_url=reverse(name, args=[enrolment.pk]) if may_propose else "",
        propose_act="Présenter le projet logement" if is_access else "Proposer l’accompagnement",
        answer_url=reverse("accompaniments:proposal_answer", args=[enrolment.pk]) if may_answer else "",
        is_awaited=state == State.PROPOSED,
        correct_url=reverse("journeys:proposal_correct", args=[enrolment.pk])
        if hers.may_write and why_answer_stays(course) is None
        else "",
    )


def why_answer_stays(course: Accompaniment | None) -> str | None:
    """Say why the last answer of a course may not be corrected now, or None."""
    if course is None or course.state == State.CLOSED:
        return "Ce suivi est terminé."
    row = _last_answered(course)
    return why_correction_waits(list(course.changes.order_by("position")), ProposalAnswer(row.answer) if row else None)


def correction_page(reader: Reader, enrolment: Enrolment) -> ProposalPage:
    """Give what the form of a correction stands on: what was recorded, or why it stays."""
    course = _course(enrolment)
    row = _last_answered(course) if course else None
    return ProposalPage(
        card=card(reader, enrolment),
        why_not=why_answer_stays(course) or "",
        heading="Corriger la réponse du ménage",
        proposed_on=row.proposed_on if row else None,
        offered=row.offered if row else "",
        project_url="",
        recorded=(row.answer, row.answered_on, row.note) if row else ("", None, ""),
    )


def proposal_page(reader: Reader, enrolment: Enrolment) -> ProposalPage:
    """Give what the form of a new proposal needs. `access` let this reader write in the file."""
    course = _course(enrolment)
    state = State(course.state) if course else None
    is_access = _is_access(enrolment)
    return ProposalPage(
        card=card(reader, enrolment),
        why_not=why_proposal_is_refused(state) or "",
        heading="Présenter le projet logement" if is_access else "Proposer l’accompagnement",
        proposed_on=None,
        offered="",
        project_url=reverse("journeys:project_new", args=[enrolment.pk]) if is_access else "",
    )


def answer_page(reader: Reader, enrolment: Enrolment) -> ProposalPage:
    """Give what the form of an answer needs."""
    course = _course(enrolment)
    pending: Proposal | None = None
    if course is not None:
        pending = Proposal.objects.filter(accompaniment=course, answer=ProposalAnswer.PENDING).first()
    refusal = why_answer_is_refused(
        State(course.state) if course else None,
        ProposalAnswer.ACCEPTED,
        proposed_on=None,
        answered_on=reader.today,
        today=reader.today,
    )
    return ProposalPage(
        card=card(reader, enrolment),
        why_not=refusal[0] if refusal else "",
        heading="Réponse du ménage",
        proposed_on=pending.proposed_on if pending else course.state_on if course else None,
        offered=pending.offered if pending else "",
        project_url="",
    )


def due_lines(known: dict[uuid.UUID, Course], hers: dict[uuid.UUID, Standing]) -> list[Due]:
    """Give the answers that are awaited, from the day of each proposal; no query."""
    return [
        Due(
            due_on=course.accompaniment.state_on,
            title="Réponse du ménage attendue",
            why=f"Proposition faite le {plain_date(course.accompaniment.state_on)}\u00a0; aucun délai n’est fixé par le programme.",
            enrolment_id=pk,
            url=reverse("accompaniments:proposal_answer", args=[pk]),
            act="Enregistrer la réponse",
            is_unlimited=True,
        )
        for pk, course in known.items()
        if course.state == State.PROPOSED and hers[pk].may_write
    ]


def happened(enrolment: Enrolment, hers: Standing) -> list[Happened]:
    """Give what was proposed and what was said of it to the team; the steps tell the others."""
    if not hers.reads_whole:
        return []
    rows = _rows(enrolment, hers)
    names = names_of({row.recorded_by for row in rows})
    corrects = {row.annulled_by_id for row in rows}
    url = reverse("journeys:file_support", args=[enrolment.pk]) + "#proposal"
    return [
        Happened(
            on=row.answered_on,
            at=moment_of(row.answered_on, None),
            kind="STEP",
            icon="comment",
            title=f"Proposition {ProposalAnswer(row.answer).label}" + (" (correction)" if row.pk in corrects else ""),
            by=names.get(row.recorded_by, ""),
            url=url,
            detail=f"Enregistrée par erreur. {row.annulment_reason}"
            if row.annulled_by_id
            else f"Faite le {plain_date(row.proposed_on)}.",
            is_struck=row.annulled_by_id is not None,
        )
        for row in rows
        if row.answered_on
    ]


def _landlord_lines(course: Accompaniment) -> tuple[ProposalLine, ...]:
    """Give the landlord the last answer: accepted, else that support did not begin; what is awaited is in the steps."""
    row = _last_answered(course)
    if row is None or course.state == State.PROPOSED:
        return ()
    is_accepted = row.answer == ProposalAnswer.ACCEPTED
    said = "Accompagnement accepté" if is_accepted else NOT_ENGAGED
    return (ProposalLine(None, said, row.answered_on, is_pending=False),)


def _line(row: Proposal, names: dict[uuid.UUID, str], hers: Standing) -> ProposalLine:
    return ProposalLine(
        proposed_on=row.proposed_on,
        answer=ProposalAnswer(row.answer).label,
        answered_on=row.answered_on,
        is_pending=row.answer == ProposalAnswer.PENDING,
        by=names.get(row.recorded_by, ""),
        offered=row.offered if hers.reads_whole else "",
        note=row.note if hers.reads_whole else "",
        is_annulled=row.annulled_by_id is not None,
        why_annulled=row.annulment_reason if hers.reads_whole else "",
    )


def _last_answered(course: Accompaniment) -> Proposal | None:
    """Give the last proposal, when it has an answer that stands."""
    row: Proposal | None = (
        Proposal.objects.standing()
        .filter(accompaniment=course)
        .exclude(answer=ProposalAnswer.PENDING)
        .order_by("-proposed_on", "-recorded_at")
        .first()
    )
    return row


def _rows(enrolment: Enrolment, hers: Standing) -> list[Proposal]:
    rows = Proposal.objects.filter(accompaniment__enrolment=enrolment).order_by("-proposed_on", "-recorded_at")
    if since := read_since(hers, enrolment):
        rows = rows.filter(proposed_on__gte=since)
    return list(rows)


def _course(enrolment: Enrolment) -> Accompaniment | None:
    row: Accompaniment | None = (
        Accompaniment.objects.filter(enrolment=enrolment).order_by("-opened_on", "closed_on", "pk").first()
    )
    return row


def _is_access(enrolment: Enrolment) -> bool:
    return bool(enrolment.version.programme.axis == Axis.ACCESS)


def _title(enrolment: Enrolment) -> str:
    return "Projet logement présenté" if _is_access(enrolment) else "Accompagnement proposé"
