"""Every change of step of a file, those recorded in error and their corrections included, each reader's own version."""

import datetime as dt
from dataclasses import dataclass

from django.urls import reverse

from accompaniments.enums import ExitReason, ReferralSource, State
from accompaniments.models import Accompaniment, ReferralRevision, StateChange
from accompaniments.rules.course import TITLES, landlord_label
from accompaniments.selectors.course import SOURCES
from accompaniments.selectors.referral_corrections import referral_of, why_no_correction
from accompaniments.selectors.states import courses
from foundation.words import day_of, plain_date
from households.models import Enrolment
from households.permissions import Standing, standing
from partners.enums import Axis
from partners.reader import Reader
from partners.selectors import names_of


@dataclass(frozen=True)
class ChangeLine:
    """One dated change of step: what the file came from, what it came to, who recorded it, when, and why."""

    on: dt.date
    title: str
    came_from: str = ""
    by: str = ""
    recorded_on: dt.date | None = None  # when it is not the day itself
    reason: str = ""  # the team's
    mark: str = ""  # a reprise, a correction, an end's reason
    is_annulled: bool = False


@dataclass(frozen=True)
class RevisionLine:
    """A correction of the referral: what was recorded before."""

    on: dt.date
    former: str
    by: str
    reason: str  # the team's


@dataclass(frozen=True)
class StepHistory:
    """The changes of a file, the latest first; `hidden` says what this reader is not shown."""

    lines: tuple[ChangeLine, ...]
    hidden: str
    revisions: tuple[RevisionLine, ...] = ()
    correct_url: str = ""  # empty: not hers to correct, or no referral


def step_history(reader: Reader, enrolment: Enrolment) -> StepHistory:
    """Give the changes of step of a file that this reader may know of, in a constant number of queries.

    The team reads all, with the reasons; a holder's other people the facts; the landlord the steps that stand (§3.9).
    """
    hers = standing(reader, enrolment)
    if not hers.is_holder:
        return StepHistory(_landlord_lines(reader, enrolment), "")
    rows = list(
        StateChange.objects.filter(accompaniment__enrolment=enrolment)
        .select_related("accompaniment", "annulled_by")
        .order_by("-accompaniment__opened_on", "-accompaniment__closed_on", "-position")
    )
    axis, names = Axis(enrolment.version.programme.axis), names_of({row.recorded_by for row in rows})
    hides = any(row.reason for row in rows) and not all(_reads_reason(row, hers) for row in rows)
    may_correct = hers.may_write and not why_no_correction(referral_of(enrolment))
    return StepHistory(
        tuple(_line(row, axis, hers, by=names.get(row.recorded_by, "")) for row in rows),
        "Les raisons se lisent par l’équipe du dossier, depuis que son association le suit." if hides else "",
        revisions=_revisions(reader, enrolment, hers),
        correct_url=reverse("accompaniments:referral_correct", args=[enrolment.pk]) if may_correct else "",
    )


def _revisions(reader: Reader, enrolment: Enrolment, hers: Standing) -> tuple[RevisionLine, ...]:
    """Give the corrections of the referral as it was addressed to the reader's associations."""
    rows = list(
        ReferralRevision.objects.filter(
            referral__enrolment=enrolment, referral__association_id__in=reader.associations
        ).select_related("former_organisation")
    )
    names = names_of({row.revised_by for row in rows}) if rows else {}
    return tuple(
        RevisionLine(
            on=day_of(row.revised_at),
            former=f"{SOURCES[ReferralSource(row.former_source)]}"
            + (f" ({row.former_organisation})" if row.former_organisation else "")
            + f", reçue le {plain_date(row.former_received_on)}",
            by=names.get(row.revised_by, ""),
            reason=row.reason if hers.reads_whole else "",
        )
        for row in rows
    )


def _line(row: StateChange, axis: Axis, hers: Standing, *, by: str) -> ChangeLine:
    recorded_on = day_of(row.recorded_at)
    return ChangeLine(
        on=row.effective_on,
        title=TITLES[axis][State(row.to_state)],
        came_from=TITLES[axis][State(row.from_state)] if row.from_state else "",
        by=by,
        recorded_on=recorded_on if recorded_on != row.effective_on else None,
        reason=row.reason if _reads_reason(row, hers) else "",
        mark=_mark(row, row.accompaniment),
        is_annulled=row.annulled_by_id is not None,
    )


def _mark(row: StateChange, course: Accompaniment) -> str:
    if row.annulled_by is not None:
        return f"Enregistrée par erreur, corrigée le {plain_date(day_of(row.annulled_by.recorded_at))}."
    if row.is_correction:
        return "Correction\u00a0: le dossier revient à cette étape."
    if row.is_taken_over:
        return "Repris en cours de suivi."
    if row.to_state == State.CLOSED and course.exit_reason:
        return f"Motif\u00a0: {ExitReason(course.exit_reason).label}."
    return ""


def _reads_reason(row: StateChange, hers: Standing) -> bool:
    return hers.reads_whole and (hers.held_since is None or row.effective_on >= hers.held_since)


def _landlord_lines(reader: Reader, enrolment: Enrolment) -> tuple[ChangeLine, ...]:
    """Give the landlord the steps that stand: of a support that did not begin, its entry and that it did not begin."""
    known = courses(reader, [enrolment.pk]).get(enrolment.pk)
    if known is None:
        return ()
    changes = list(known.changes)
    if known.state == State.CLOSED and not known.was_supported:
        changes = changes[:1] + changes[1:][-1:]
    reason = known.accompaniment.exit_reason
    return tuple(
        ChangeLine(
            on=change.effective_on,
            title=landlord_label(
                State(change.to_state),
                reason if change.to_state == State.CLOSED else "",
                was_supported=known.was_supported,
                label=TITLES[known.axis][State(change.to_state)],
            ),
        )
        for change in reversed(changes)
    )
