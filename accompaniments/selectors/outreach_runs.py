"""The present run of each course's outreach ladder, from its attempts: what the pages, the clocks and the services read."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Max

from accompaniments.enums import AttemptKind, AttemptResult, State
from accompaniments.models import Accompaniment, Contact, ContactAttempt, Meeting, StateChange
from accompaniments.rules.outreach import Coming, Tried, coming_rung, exhausted_on, present_round, rungs_done
from accompaniments.rules.states import standing_changes
from partners.selectors import RungLine, ladders


@dataclass(frozen=True)
class Run:
    """The present run of one course's ladder."""

    ladder: tuple[RungLine, ...]
    last_wait: int
    round: tuple[Tried, ...]  # the attempts of this run, in order
    done: dict[int, Tried]  # by rung
    coming: Coming | None
    over_on: dt.date | None  # from this day the contact may be said to have failed
    answered_on: dt.date | None  # the last answer that stopped a run
    heard_on: dt.date | None  # a meeting held, or an answer logged elsewhere, since this run began

    @property
    def has_begun(self) -> bool:
        """Tell whether a rung of this run was tried."""
        return bool(self.done)

    def rung(self, position: int) -> RungLine:
        """Give a rung of the ladder."""
        return next(rung for rung in self.ladder if rung.position == position)

    @property
    def coming_kind(self) -> AttemptKind | None:
        """Give what the next rung tries."""
        return AttemptKind(self.rung(self.coming.position).kind) if self.coming else None


def run_of(course: Accompaniment, changes: Sequence[StateChange] | None = None) -> Run:
    """Give the present run of one course; its enrolment and version are loaded."""
    known = list(course.changes.order_by("position")) if changes is None else changes
    return runs_of([(course, standing_changes(known))])[course.pk]


def runs_of(courses: Iterable[tuple[Accompaniment, Sequence[StateChange]]]) -> dict[uuid.UUID, Run]:
    """Give the present run of each course, by its id, in a constant number of queries; `changes` are those that stand."""
    known = list(courses)
    attempts: dict[uuid.UUID, list[Tried]] = defaultdict(list)
    rows = ContactAttempt.objects.filter(
        accompaniment_id__in=[course.pk for course, _ in known], withdrawn_at__isnull=True
    )
    for row in rows.order_by("sent_on", "recorded_at"):
        attempts[row.accompaniment_id].append(tried(row))
    agreed = ladders({course.enrolment.version_id for course, _ in known})
    heard = _heard({course.enrolment_id for course, _ in known if attempts[course.pk]})
    return {
        course.pk: _run(course, changes, attempts[course.pk], agreed[course.enrolment.version_id], heard)
        for course, changes in known
    }


def tried(row: ContactAttempt) -> Tried:
    """Give an attempt as the rules know it."""
    return Tried(
        kind=AttemptKind(row.kind),
        sent_on=row.sent_on,
        rung=row.rung,
        presented_on=row.presented_on,
        result=AttemptResult(row.result),
        result_on=row.result_on,
    )


def _run(
    course: Accompaniment,
    changes: Sequence[StateChange],
    attempts: list[Tried],
    ladder: tuple[RungLine, ...],
    heard: dict[uuid.UUID, dt.date],
) -> Run:
    restarted_on = next(
        (
            change.effective_on
            for change in reversed(changes)
            if change.from_state == State.CONTACT_FAILED and change.to_state == State.CONTACTING
        ),
        None,
    )
    reviewed_on = next((change.effective_on for change in changes if change.to_state == State.REVIEWING), None)
    made = present_round(attempts, restarted_on=restarted_on)
    begun_on = restarted_on or reviewed_on or course.opened_on
    last_wait = course.enrolment.version.outreach_last_wait
    heard_on = heard.get(course.enrolment_id)
    return Run(
        ladder=ladder,
        last_wait=last_wait,
        round=tuple(made),
        done=rungs_done(made),
        coming=coming_rung(ladder, made, begun_on=begun_on),
        over_on=exhausted_on(ladder, made, last_wait=last_wait),
        answered_on=max((one.result_on for one in attempts if one.is_success and one.result_on), default=None),
        heard_on=heard_on if heard_on and made and heard_on >= made[0].sent_on else None,
    )


def _heard(enrolment_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, dt.date]:
    """Give when each household was last met, or last answered, in two queries: for its team alone."""
    ids = list(enrolment_ids)
    found: dict[uuid.UUID, dt.date] = {}
    met = Meeting.objects.held().filter(enrolment_id__in=ids, is_after_closure=False)
    said = Contact.objects.filter(enrolment_id__in=ids, person_answered=True, withdrawn_at__isnull=True)
    lines = [
        *met.order_by().values_list("enrolment_id").annotate(last=Max("held_on")),
        *said.order_by().values_list("enrolment_id").annotate(last=Max("happened_on")),
    ]
    for enrolment_id, last in lines:
        found[enrolment_id] = max(last, found.get(enrolment_id, last))
    return found
