"""« Où en est-on »: the steps done with their dates, the present one with what is awaited, and those to come.

Only stored facts: a step that nothing of this version can do yet is shown as to come, without an act.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.urls import reverse

from accompaniments.enums import DiagnosisState, ExitReason, FailureAnswer, ReferralSource, State
from accompaniments.models import Diagnosis, Meeting, Referral, StateChange
from accompaniments.rules.course import TITLES, landlord_label, next_states
from accompaniments.rules.criteria import why_course_waits
from accompaniments.rules.watch import clock, next_run_words
from accompaniments.selectors.agreements import documents_of_step
from accompaniments.selectors.course_facts import Fact, facts_of
from accompaniments.selectors.criteria import criteria_of
from accompaniments.selectors.states import Course, courses
from foundation.timeline import Due, DueKind
from foundation.words import plain_date
from households.models import Enrolment
from households.permissions import Standing, standing
from partners.enums import Axis, CadenceKind
from partners.reader import Reader
from partners.selectors import CadenceLine, cadences

SOURCES = {
    ReferralSource.SIAO: "par le SIAO",
    ReferralSource.LANDLORD_RENTAL: "par le service locatif du bailleur",
    ReferralSource.LANDLORD_LITIGATION: "par le service contentieux du bailleur",
    ReferralSource.LANDLORD_SOCIAL: "par la conseillère sociale du bailleur",
    ReferralSource.CTPE: "par la CTPE de la CCAPEX",
    ReferralSource.OTHER: "par un autre partenaire",
}
# What a step waits for before one leaves it; the rest of what is to do is beside.
WAITS_FOR: dict[State, tuple[DueKind, ...]] = {
    State.REFERRED: (DueKind.ADMISSION,),
    State.REVIEWING: (DueKind.ADMISSION, DueKind.CONTACT, DueKind.MEETING, DueKind.DIAGNOSIS),
    State.CONTACTING: (DueKind.ADMISSION, DueKind.CONTACT, DueKind.MEETING, DueKind.DIAGNOSIS),
    State.CONTACT_FAILED: (DueKind.CONTACT,),
    State.DIAGNOSED: (DueKind.DIAGNOSIS, DueKind.PROPOSAL, DueKind.HOUSING),
    State.PROPOSED: (DueKind.DIAGNOSIS, DueKind.PROPOSAL),
    State.READY: (DueKind.DIAGNOSIS, DueKind.DOCUMENT, DueKind.HOUSING),
    State.SUPPORTED: (DueKind.DIAGNOSIS, DueKind.DOCUMENT, DueKind.END),
    State.WATCHED: (DueKind.DIAGNOSIS, DueKind.DIFFICULTY, DueKind.WATCH),
}
_Told = list[tuple[DueKind, "Awaited"]]


@dataclass(frozen=True)
class Awaited:
    """Something that the present step waits for, with its act when there is one."""

    text: str
    detail: str = ""
    due_on: dt.date | None = None
    url: str = ""
    act: str = ""


@dataclass(frozen=True)
class CourseStep:
    """One step of the course, shaped for its reader."""

    state: State
    title: str
    status: str  # done, current, next
    on: dt.date | None = None
    detail: str = ""
    reason: str = ""  # why, as its author wrote it: for the team
    is_taken_over: bool = False
    awaited: tuple[Awaited, ...] = ()
    facts: tuple[Fact, ...] = ()

    @property
    def is_done(self) -> bool:
        """Tell whether it is behind."""
        return self.status == "done"

    @property
    def is_current(self) -> bool:
        """Tell whether the file is at it."""
        return self.status == "current"

    @property
    def is_next(self) -> bool:
        """Tell whether it is to come."""
        return self.status == "next"


def course(reader: Reader, enrolment: Enrolment, due: Sequence[Due] = ()) -> list[CourseStep]:
    """Give the course of a file that this reader may know of; empty when it has none yet.

    `due` is what her file waits for: the present step shows its part of it, with its day, its source and its act.
    """
    known = courses(reader, [enrolment.pk]).get(enrolment.pk)
    if known is None:
        return []
    hers = standing(reader, enrolment)
    watch_months = enrolment.version.watch_months
    changes = _shown_changes(known, hers)
    is_over = known.state == State.CLOSED
    steps = [
        _step(known, change, reader, hers, status="done" if rank < len(changes) - 1 or is_over else "current")
        for rank, change in enumerate(changes)
    ]
    facts = facts_of(reader, enrolment, known, hers)
    steps = [replace(step, facts=tuple(facts.get(rank, ()))) for rank, step in enumerate(steps)]
    if steps and not is_over:
        steps[-1] = _opened(reader, enrolment, known, hers, steps[-1], due=due)
    run = next_run_words(clock(known.changes, watch_months), watch_months)
    coming = next_states(known.axis, known.state, watch_months=watch_months)
    return [
        *steps,
        *(
            CourseStep(
                state=state,
                title=TITLES[known.axis][state],
                status="next",
                detail=run if state == State.WATCHED else "",
            )
            for state in coming
        ),
    ]


def _shown_changes(known: Course, hers: Standing) -> list[StateChange]:
    """Leave to the landlord, of a support that did not begin, how it came and that it did not (domain.md §3.9)."""
    if hers.is_holder or known.state != State.CLOSED or known.was_supported or len(known.changes) < 2:  # noqa: PLR2004
        return list(known.changes)
    return [known.changes[0], known.changes[-1]]


def _step(known: Course, change: StateChange, reader: Reader, hers: Standing, *, status: str) -> CourseStep:
    state = State(change.to_state)
    title = TITLES[known.axis][state]
    exit_reason = known.accompaniment.exit_reason if state == State.CLOSED else ""
    if not hers.is_holder:
        title = landlord_label(state, exit_reason, was_supported=known.was_supported, label=title)
    is_after = hers.held_since is None or change.effective_on >= hers.held_since
    return CourseStep(
        state=state,
        title=title,
        status=status,
        on=change.effective_on,
        detail=_detail(known, change, reader, hers),
        reason=change.reason if hers.reads_whole and is_after else "",
        is_taken_over=change.is_taken_over,
    )


def _detail(known: Course, change: StateChange, reader: Reader, hers: Standing) -> str:
    """Say who referred, or why it is over, to those whose association holds the file."""
    if not hers.is_holder:
        return ""
    if change.to_state == State.CLOSED and known.accompaniment.exit_reason:
        return f"Motif\u00a0: {ExitReason(known.accompaniment.exit_reason).label}."
    if change.to_state != State.REFERRED or change.is_taken_over:
        return ""
    referral = (
        Referral.objects.filter(accompaniment=known.accompaniment, association_id__in=reader.associations)
        .select_related("source_organisation")
        .order_by("-recorded_at")
        .first()
    )
    if referral is None:
        return ""
    said = SOURCES[ReferralSource(referral.source)]
    if referral.source_organisation:
        said += f" ({referral.source_organisation})"
    if referral.wished_sectors and hers.is_listed:
        said += f". Secteurs souhaités\u00a0: {referral.wished_sectors}"
    return f"{said[:1].upper()}{said[1:]}."


def _opened(
    reader: Reader, enrolment: Enrolment, known: Course, hers: Standing, step: CourseStep, *, due: Sequence[Due]
) -> CourseStep:
    """Open the present step: to its holders, what is due of it, then what it waits for; to the landlord, what is in force."""
    papers, missing = documents_of_step(reader, enrolment, hers, known.axis, known.state)
    if not hers.is_holder:
        return replace(step, detail=" ".join(part for part in (step.detail, *papers) if part))
    mine = [line for line in due if line.kind in WAITS_FOR.get(known.state, ())]
    covered = {line.kind for line in mine}
    terms = cadences([enrolment.version_id])[enrolment.version_id]
    told = _awaited(reader, enrolment, known, hers, terms)
    told += [
        (DueKind.DOCUMENT, Awaited(text, detail, url=url, act="Ouvrir" if url else "")) for text, detail, url in missing
    ]
    return replace(
        step,
        awaited=(
            *(Awaited(line.title, line.why, line.due_on, line.url, line.act) for line in mine),
            *(thing for kind, thing in told if kind not in covered),
        ),
    )


def _awaited(
    reader: Reader, enrolment: Enrolment, known: Course, hers: Standing, terms: dict[CadenceKind, CadenceLine]
) -> _Told:
    state = known.state
    if state == State.REFERRED:
        return [(DueKind.ADMISSION, _assignment(enrolment, known, hers, terms.get(CadenceKind.FIRST_ACTION)))]
    if state in {State.REVIEWING, State.CONTACTING}:
        return [
            *((DueKind.OTHER, one) for one in _failure_asked(known, hers)),
            *((DueKind.ADMISSION, one) for one in _criteria(known, enrolment, hers)),
            *((DueKind.MEETING, one) for one in _first_meeting(reader, enrolment, hers)),
            *((DueKind.DIAGNOSIS, one) for one in _diagnosis(known, enrolment, hers, terms.get(CadenceKind.DIAGNOSIS))),
        ]
    if state == State.CONTACT_FAILED:
        return [(DueKind.OTHER, one) for one in _failed(enrolment, hers)]
    if state == State.WATCHED:
        return [(DueKind.OTHER, one) for one in _watch(known, enrolment, hers)]
    if state in {State.DIAGNOSED, State.PROPOSED}:
        is_made = state == State.PROPOSED
        return [(DueKind.PROPOSAL, _answer(enrolment, hers) if is_made else _proposal(known, enrolment, hers))]
    return []


def _failure_asked(known: Course, hers: Standing) -> list[Awaited]:
    """Say to the team that its manager is to confirm a failed contact; she has it to do herself."""
    if not hers.reads_whole or hers.is_lead_manager:
        return []
    asked = known.accompaniment.failures.filter(answer=FailureAnswer.PENDING).first()
    if asked is None:
        return []
    said = "La responsable est attendue\u00a0: elle confirme que le contact est infructueux, ou dit ce qu’il reste à tenter."
    return [Awaited(said, f"Demandé le {plain_date(asked.asked_on)}.")]


def _failed(enrolment: Enrolment, hers: Standing) -> list[Awaited]:
    """Say the two ways out of a failed contact; of hers, the one that the line of what is due does not open already."""
    again = reverse("accompaniments:outreach_restart", args=[enrolment.pk]) if hers.is_lead_manager else ""
    told = [
        Awaited(
            "Le ménage n’a pas répondu.",
            "La prise de contact reprend dès qu’il se manifeste.",
            url=again,
            act="Reprendre la prise de contact" if again else "",
        )
    ]
    if not hers.is_lead_manager:
        told.append(Awaited("Le suivi peut aussi être clos.", "La responsable le clôt, avec sa raison."))
    return told


def _watch(known: Course, enrolment: Enrolment, hers: Standing) -> list[Awaited]:
    """Say until when the watch runs, less its interruptions."""
    watch = clock(known.changes, enrolment.version.watch_months)
    if watch is None or watch.last_on is None:
        return []
    url = reverse("accompaniments:watch_check_in", args=[enrolment.pk]) if hers.may_write else ""
    said = f"La veille court jusqu’au {plain_date(watch.last_on)}."
    return [Awaited(said, due_on=watch.last_on, url=url, act="Noter un point de veille" if url else "")]


def _proposal(known: Course, enrolment: Enrolment, hers: Standing) -> Awaited:
    is_access = known.axis == Axis.ACCESS
    text = "Le projet logement est à présenter." if is_access else "L’accompagnement est à proposer au ménage."
    name = "journeys:project_new" if is_access else "accompaniments:proposal_new"
    act = "Présenter le projet logement" if is_access else "Proposer l’accompagnement"
    url = reverse(name, args=[enrolment.pk]) if hers.may_write else ""
    return Awaited(text, url=url, act=act if url else "")


def _criteria(known: Course, enrolment: Enrolment, hers: Standing) -> list[Awaited]:
    """Say to the team which criteria hold the course back."""
    why = why_course_waits(criteria_of(known.accompaniment)) if hers.may_write else None
    if why is None:
        return []
    url = reverse("accompaniments:criteria", args=[enrolment.pk])
    return [Awaited("Les critères d’admission sont à vérifier.", why, url=url, act="Vérifier les critères")]


def _answer(enrolment: Enrolment, hers: Standing) -> Awaited:
    url = reverse("accompaniments:proposal_answer", args=[enrolment.pk]) if hers.may_write else ""
    return Awaited("La réponse du ménage est attendue.", url=url, act="Enregistrer la réponse" if url else "")


def _assignment(enrolment: Enrolment, known: Course, hers: Standing, within: CadenceLine | None) -> Awaited:
    due_on = within.after(known.accompaniment.opened_on) if within else None
    return Awaited(
        text="Un référent est à nommer.",
        detail=f"La première action est attendue le {plain_date(due_on)}, {within_words(within)}."
        if due_on and within
        else "",
        due_on=due_on,
        url=reverse("accompaniments:assign", args=[enrolment.pk]) if hers.may_assign else "",
        act="Nommer un référent" if hers.may_assign else "",
    )


def _first_meeting(reader: Reader, enrolment: Enrolment, hers: Standing) -> list[Awaited]:
    """Say that the first meeting is awaited, while none was held that this reader may know of; the diagnosis may say it."""
    told = Diagnosis.objects.exclude(state=DiagnosisState.ABANDONED)
    interviews = told.filter(accompaniment__enrolment=enrolment, interview_on__isnull=False)
    if Meeting.objects.read_by(reader, hers).held().filter(enrolment=enrolment).exists() or interviews.exists():
        return []
    may_write = hers.may_write
    return [
        Awaited(
            text="La première rencontre avec le ménage est attendue.",
            url=reverse("accompaniments:meeting_new", args=[enrolment.pk]) if may_write else "",
            act="Consigner une rencontre" if may_write else "",
        )
    ]


def _diagnosis(known: Course, enrolment: Enrolment, hers: Standing, within: CadenceLine | None) -> list[Awaited]:
    since = known.entered_on(State.REVIEWING)
    if within is None or since is None:
        return []
    due_on = within.after(since)
    title = TITLES[known.axis][State.DIAGNOSED].lower()
    article = "L’" if title.startswith("é") else "Le "
    url = reverse("journeys:file_support", args=[enrolment.pk]) + "#diagnosis" if hers.may_write else ""
    return [
        Awaited(
            f"{article}{title} est à faire pour le {plain_date(due_on)}.",
            within_words(within),
            due_on=due_on,
            url=url,
            act="Écrire le diagnostic" if url else "",
        )
    ]


def within_words(within: CadenceLine) -> str:
    """Say where a delay comes from: « sous 10 jours (valeur proposée, à confirmer) »."""
    source = within.source or "programme"
    return f"sous {within.label} ({source}{', à confirmer' if within.is_to_confirm else ''})"
