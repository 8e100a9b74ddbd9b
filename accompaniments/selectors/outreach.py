"""The outreach ladder in the pages: its part of « Accompagnement », its own page, its clocks, its lines of the timeline."""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.urls import reverse

from accompaniments.access.outreach import last_course
from accompaniments.enums import AttemptKind, FailureAnswer, State
from accompaniments.models import Accompaniment, ContactAttempt, ContactFailure
from accompaniments.readings.outreach import (
    AttemptRead,
    FailedContact,
    FailureRead,
    attempts_read,
    failed_contact,
    failure_read,
)
from accompaniments.readings.outreach_letters import Recipient, recipient
from accompaniments.rules.outreach import FROM_PRESENTATION, why_failure_is_refused
from accompaniments.selectors.outreach_runs import Run, run_of, runs_of
from accompaniments.selectors.states import Course
from foundation.timeline import Audience, Due, Happened, Part, moment_of
from foundation.words import capitalised, counted, plain_date
from households.models import Enrolment
from households.permissions import Standing
from households.readings import Card, card
from partners.reader import Reader

TODO = {
    AttemptKind.LETTER_SIMPLE: "Envoyer le courrier simple",
    AttemptKind.LETTER_REGISTERED: "Envoyer le courrier recommandé",
    AttemptKind.SITE_VISIT: "Passer voir le ménage",
}
RESTART = "accompaniments:outreach_restart"
RELAUNCHED = (State.REVIEWING, State.CONTACTING)  # where a ladder not begun yet is shown as what comes
CLOSED_TO_ATTEMPTS = (State.REFERRED, State.CONTACT_FAILED, State.CLOSED)


@dataclass(frozen=True)
class RungRead:
    """A rung of the present run: done, due, or still to come."""

    position: int
    label: str
    status: str  # done, due, soon, coming
    on: dt.date | None = None  # done on
    due_on: dt.date | None = None
    why: str = ""
    is_early: bool = False  # tried before its wait was over
    attempt: AttemptRead | None = None


@dataclass(frozen=True)
class OutreachSection:
    """The ladder for one reader: the landlord has `failed` alone."""

    rungs: tuple[RungRead, ...] = ()
    attempts: tuple[AttemptRead, ...] = ()  # all of them, the latest first
    answered_on: dt.date | None = None
    heard_on: dt.date | None = None
    over_on: dt.date | None = None
    failure: FailureRead | None = None
    is_failed: bool = False  # and nobody has taken the contact up again
    failed: FailedContact | None = None
    may_write: bool = False
    may_try: bool = False
    may_ask: bool = False
    may_decide: bool = False
    may_restart: bool = False
    asks_not_yet: str = ""  # why nobody may say yet that contact failed

    @property
    def is_landlord(self) -> bool:
        """Tell whether it is the landlord's reading."""
        return self.failed is not None


@dataclass(frozen=True)
class OutreachPage:
    """What the pages of the ladder stand on."""

    card: Card
    section: OutreachSection
    state: State
    run: Run
    recipient: Recipient
    file_number: str


def section(reader: Reader, enrolment: Enrolment, hers: Standing) -> OutreachSection | None:
    """Give the ladder's part of a file for this reader, None when it holds nothing for her."""
    course = last_course(enrolment)
    if course is None or not hers.knows or not hers.is_listed:
        return None
    if not hers.is_holder:
        failed = failed_contact(course, hers)
        return OutreachSection(failed=failed) if failed else None
    made = read(reader, enrolment, course, hers, run_of(course))
    return made if made.attempts or made.rungs or made.may_try else None


def page(reader: Reader, enrolment: Enrolment, course: Accompaniment, hers: Standing) -> OutreachPage:
    """Give what the pages of the ladder show; `access` let the team in."""
    run = run_of(course)
    return OutreachPage(
        card=card(reader, enrolment),
        section=read(reader, enrolment, course, hers, run),
        state=State(course.state),
        run=run,
        recipient=recipient(reader, enrolment),
        file_number=enrolment.file_number,
    )


def read(reader: Reader, enrolment: Enrolment, course: Accompaniment, hers: Standing, run: Run) -> OutreachSection:
    """Give the ladder of a course to one of its holders."""
    state = State(course.state)
    attempts = attempts_read(course, enrolment, hers)
    row = course.failures.order_by("-recorded_at").exclude(answer=FailureAnswer.LAPSED).first()
    failure = failure_read(row, hers) if row else None
    if failure and failure.answer != FailureAnswer.PENDING and state == State.CONTACTING and not run.has_begun:
        failure = None
    not_yet = why_failure_is_refused(state, has_ladder=bool(run.ladder), over_on=run.over_on, today=reader.today) or (
        "" if not run.heard_on else "Une rencontre ou une réponse a été consignée depuis."
    )
    is_pending = bool(failure and failure.is_pending)
    shows_ladder = run.has_begun or state in RELAUNCHED
    return OutreachSection(
        rungs=rungs_read(run, attempts, reader.today) if shows_ladder else (),
        attempts=tuple(reversed(attempts)),
        answered_on=run.answered_on,
        heard_on=run.heard_on,
        over_on=run.over_on,
        failure=failure,
        is_failed=state == State.CONTACT_FAILED,
        may_write=hers.may_write,
        may_try=hers.may_write and state not in CLOSED_TO_ATTEMPTS,
        may_ask=hers.may_write and not not_yet and not is_pending,
        may_decide=hers.is_lead_manager and is_pending,
        may_restart=hers.may_write and state == State.CONTACT_FAILED,
        asks_not_yet=not_yet if state == State.CONTACTING and run.has_begun else "",
    )


def rungs_read(run: Run, attempts: tuple[AttemptRead, ...], today: dt.date) -> tuple[RungRead, ...]:
    """Give the rungs of the present run in their order."""
    by_rung = {
        attempt.rung: attempt
        for attempt in attempts
        if not attempt.is_withdrawn and attempt.rung in run.done and attempt.on == run.done[attempt.rung].sent_on
    }
    lines = []
    for rung in run.ladder:
        label = capitalised(str(rung.kind.label))
        done = run.done.get(rung.position)
        if done:
            before = run.done.get(rung.position - 1)
            is_early = bool(before and done.sent_on < before.counts_from + dt.timedelta(days=rung.wait_days))
            lines.append(
                RungRead(
                    rung.position, label, "done", on=done.sent_on, is_early=is_early, attempt=by_rung.get(rung.position)
                )
            )
        elif run.coming and rung.position == run.coming.position:
            status = "due" if run.coming.due_on <= today else "soon"
            lines.append(
                RungRead(
                    rung.position, label, status, due_on=run.coming.due_on, why=why_then(run) if run.has_begun else ""
                )
            )
        else:
            lines.append(RungRead(rung.position, rung.label, "coming"))
    return tuple(lines)


def why_then(run: Run) -> str:
    """Say where the date of the next rung comes from: what came before, the wait and who agreed it."""
    coming = run.coming
    if coming is None:
        return ""
    rung = run.rung(coming.position)
    before = run.done.get(max(run.done, default=0))
    what = str(before.kind.label) if before else "prise de contact"
    since = (
        f"{capitalised(what)} présenté le {plain_date(coming.since)}"
        if coming.since_presentation
        else f"{capitalised(what)}, {plain_date(coming.since)}"
    )
    said = f"{since}\u00a0: {counted(rung.wait_days, 'jour')} après"
    if coming.since_presentation:
        said += f" la {FROM_PRESENTATION}"
    source = rung.source or "programme"
    return f"{said} ({source}{', à confirmer' if rung.is_to_confirm else ''})"


def happened(enrolment: Enrolment, hers: Standing) -> list[Happened]:
    """Give the attempts in a file's timeline, to its holders; the landlord reads the step alone."""
    if not hers.is_holder or not hers.is_listed:
        return []
    url = reverse("accompaniments:outreach", args=[enrolment.pk]) if hers.reads_whole else ""
    lines = []
    courses = Accompaniment.objects.filter(enrolment=enrolment, attempts__isnull=False).distinct()
    for course in courses:
        lines += [_line(attempt, url) for attempt in attempts_read(course, enrolment, hers)]
    return lines


def due_lines(reader: Reader, known: dict[uuid.UUID, Course], hers: dict[uuid.UUID, Standing]) -> list[Due]:
    """Ask for the next rung of each ladder begun, its end, the manager's answer, what follows a failure. Constant queries."""
    failed = [
        _after_failure(pk, course, hers[pk]) for pk, course in known.items() if course.state == State.CONTACT_FAILED
    ]
    begun = set(
        ContactAttempt.objects.filter(
            accompaniment_id__in=[course.accompaniment.pk for course in known.values()], withdrawn_at__isnull=True
        ).values_list("accompaniment_id", flat=True)
    )
    asked = {pk: course for pk, course in known.items() if course.accompaniment.pk in begun}
    if not asked:
        return failed
    runs = runs_of([(course.accompaniment, course.changes) for course in asked.values()])
    failures = dict(
        ContactFailure.objects.filter(accompaniment_id__in=begun, answer=FailureAnswer.PENDING).values_list(
            "accompaniment_id", "asked_on"
        )
    )
    lines = failed
    for pk, course in asked.items():
        run, state = runs[course.accompaniment.pk], course.state
        if state in CLOSED_TO_ATTEMPTS or not run.has_begun:
            continue
        line = _due(pk, run, state, failures.get(course.accompaniment.pk), hers[pk])
        if line:
            lines.append(line)
    del reader
    return lines


def _after_failure(pk: uuid.UUID, course: Course, hers: Standing) -> Due:
    """Ask what becomes of a failed contact once the ladder's last wait has passed again: taken up again, or closed."""
    since, wait = course.accompaniment.state_on, course.accompaniment.enrolment.version.outreach_last_wait
    name, act = ("journeys:close", "Clore le suivi") if hers.is_lead_manager else (RESTART, "Reprendre le contact")
    return Due(
        due_on=since + dt.timedelta(days=wait),
        title="Reprendre la prise de contact, ou clore le suivi",
        why=f"Contact infructueux depuis le {plain_date(since)}\u00a0: {counted(wait, 'jour')} après (programme)",
        enrolment_id=pk,
        url=reverse(name, args=[pk]),
        act=act,
    )


def _due(pk: uuid.UUID, run: Run, state: State, asked_on: dt.date | None, hers: Standing) -> Due | None:
    here = reverse("accompaniments:outreach", args=[pk])
    if asked_on:
        if not hers.is_lead_manager:
            return None
        return Due(
            due_on=asked_on,
            title="Confirmer le contact infructueux",
            why=f"Demandé par l’équipe le {plain_date(asked_on)}",
            enrolment_id=pk,
            url=reverse("accompaniments:outreach_decide", args=[pk]),
            act="Répondre",
        )
    if run.heard_on:
        return Due(
            due_on=run.heard_on,
            title="Noter le résultat de la relance",
            why=f"Rencontre ou réponse consignée le {plain_date(run.heard_on)}",
            enrolment_id=pk,
            url=here,
            act="Noter le résultat",
        )
    if run.coming:
        kind = AttemptKind(run.rung(run.coming.position).kind)
        return Due(
            due_on=run.coming.due_on,
            title=TODO[kind],
            why=why_then(run),
            enrolment_id=pk,
            url=reverse("accompaniments:outreach_new", args=[pk]),
            act="Relancer",
        )
    if run.over_on and state == State.CONTACTING:
        return Due(
            due_on=run.over_on,
            title="Dire si le contact est infructueux",
            why=f"Dernière étape de la relance faite, et son délai passé\u00a0: {counted(run.last_wait, 'jour')} (programme)",
            enrolment_id=pk,
            url=reverse("accompaniments:outreach_fail", args=[pk]),
            act="Le dire à la responsable",
        )
    return None


def _line(attempt: AttemptRead, url: str) -> Happened:
    said = [
        f"Étape {attempt.rung} de la relance" if attempt.rung else "",
        attempt.dates,
        f"{capitalised(attempt.result_label)} le {plain_date(attempt.result_on)}" if attempt.result_on else "",
        f"Retirée\u00a0: {attempt.withdrawal_reason}" if attempt.is_withdrawn else "",
    ]
    return Happened(
        on=attempt.on,
        at=moment_of(attempt.on, attempt.recorded_at),
        kind="CONTACT",
        icon=attempt.icon,
        title=f"Relance\u00a0: {attempt.label.lower()}",
        by=attempt.by,
        url=url,
        parts=(Part(attempt.note, Audience.TEAM),) if attempt.note else (),
        detail=". ".join(filter(None, said)),
        is_struck=attempt.is_withdrawn,
    )
