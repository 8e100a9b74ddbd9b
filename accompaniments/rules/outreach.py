"""The outreach ladder: the next rung and its date, what counts as a success, when it is exhausted (domain.md §2.3, §8.3).

The rungs and their waits are the programme's version's. Facts lead: an attempt made early, or outside the ladder, is kept as
it was made and says so.
"""

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from accompaniments.enums import AttemptKind, AttemptResult, State
from accompaniments.rules.states import why_day_is_refused
from foundation.words import counted, plain_date

# Conseil d'État, 30/11/2021, n° 436148: when a registered letter is not collected, the addressee's time runs from its first
# presentation. Written for a housing offer; the same care is taken here (domain.md §2.3).
FROM_PRESENTATION = "première présentation (Conseil d’État, 30 novembre 2021, n°\u00a0436148)"

_ANY = (AttemptResult.PENDING, AttemptResult.ANSWERED, AttemptResult.MET)
RESULTS: dict[AttemptKind, tuple[AttemptResult, ...]] = {
    AttemptKind.LETTER_SIMPLE: (*_ANY, AttemptResult.NO_ANSWER, AttemptResult.WRONG_ADDRESS),
    AttemptKind.LETTER_REGISTERED: (
        *_ANY,
        AttemptResult.DELIVERED,
        AttemptResult.UNCLAIMED,
        AttemptResult.REFUSED,
        AttemptResult.WRONG_ADDRESS,
        AttemptResult.NO_ANSWER,
    ),
    AttemptKind.SITE_VISIT: (*_ANY, AttemptResult.NO_ANSWER, AttemptResult.WRONG_ADDRESS),
    AttemptKind.PHONE: (*_ANY, AttemptResult.NO_ANSWER),
    AttemptKind.MESSAGE: (*_ANY, AttemptResult.NO_ANSWER),
    AttemptKind.VIA_PARTNER: (*_ANY, AttemptResult.NO_ANSWER),
}
_TRACKING = re.compile(r"[0-9A-Z]{8,20}")


class Rung(Protocol):
    """What these rules ask of a rung of the version's ladder."""

    @property
    def position(self) -> int:
        """Its rank, from 1."""

    @property
    def wait_days(self) -> int:
        """The days after the rung before."""


@dataclass(frozen=True)
class Tried:
    """An attempt that stands, as these rules know it."""

    kind: AttemptKind
    sent_on: dt.date
    rung: int | None = None
    presented_on: dt.date | None = None
    result: AttemptResult = AttemptResult.PENDING
    result_on: dt.date | None = None

    @property
    def is_success(self) -> bool:
        """Tell whether the person answered or was met: « remis » alone is no success (domain.md §2.3)."""
        return self.result in AttemptResult.SUCCESS

    @property
    def counts_from(self) -> dt.date:
        """Give the day from which the next wait runs: a registered letter's first presentation when it is known."""
        if self.kind == AttemptKind.LETTER_REGISTERED and self.presented_on:
            return self.presented_on
        return self.sent_on


@dataclass(frozen=True)
class Coming:
    """The rung that comes next: its rank, when its wait is over, from which day and why from that day."""

    position: int
    due_on: dt.date
    since: dt.date
    since_presentation: bool


def present_round(attempts: Iterable[Tried], *, restarted_on: dt.date | None = None) -> list[Tried]:
    """Give the attempts of the present run of the ladder, in order.

    A success ends a run: what was made up to the day of the answer belongs to it. So does a contact taken up again after it
    had failed (`restarted_on`): what precedes that day is over.
    """
    known = sorted(attempts, key=lambda attempt: attempt.sent_on)
    answers = [attempt.result_on for attempt in known if attempt.is_success and attempt.result_on]
    answered_on = max(answers, default=None)
    return [
        attempt
        for attempt in known
        if not attempt.is_success
        and (answered_on is None or attempt.sent_on > answered_on)
        and (restarted_on is None or attempt.sent_on >= restarted_on)
    ]


def rungs_done(attempts: Iterable[Tried]) -> dict[int, Tried]:
    """Give the attempt of each rung of a run; of two on one rung, the last."""
    return {attempt.rung: attempt for attempt in attempts if attempt.rung is not None}


def coming_rung(ladder: Sequence[Rung], attempts: Iterable[Tried], *, begun_on: dt.date) -> Coming | None:
    """Give the next rung of a run, None when none is left.

    Its wait is counted from the rung before; the first one's from `begun_on`, the day the file may first be written to.
    """
    done = rungs_done(attempts)
    last = max(done, default=0)
    following = next((rung for rung in ladder if rung.position > last), None)
    if following is None:
        return None
    before = done.get(last)
    since = before.counts_from if before else begun_on
    return Coming(
        position=following.position,
        due_on=since + dt.timedelta(days=following.wait_days),
        since=since,
        since_presentation=bool(before and before.counts_from != before.sent_on),
    )


def exhausted_on(ladder: Sequence[Rung], attempts: Iterable[Tried], *, last_wait: int) -> dt.date | None:
    """Give the first day on which a run may be said to have failed, None while a rung is left to try (domain.md §2.0.1).

    The wait after the last rung runs whatever its result: someone may still answer a notice left at the door.
    """
    done = rungs_done(attempts)
    if not ladder or ladder[-1].position not in done:
        return None
    return done[ladder[-1].position].counts_from + dt.timedelta(days=last_wait)


def why_attempt_is_refused(
    state: State, sent_on: dt.date, *, opened_on: dt.date, today: dt.date
) -> tuple[str, str] | None:
    """Say beside which field, and why, an attempt is not recorded; None when it may be."""
    if state == State.REFERRED:
        return "", "Un référent est à nommer avant de relancer ce ménage."
    if state == State.CLOSED:
        return "", "Ce suivi est clos\u00a0: il n’y a plus de relance à faire."
    if state == State.CONTACT_FAILED:
        return "", "Le contact est dit infructueux\u00a0: reprenez d’abord la prise de contact."
    if reason := why_day_is_refused(sent_on, today):
        return "sent_on", reason
    if sent_on < opened_on:
        return (
            "sent_on",
            f"Le suivi commence le {plain_date(opened_on)}\u00a0: indiquez ce jour ou un jour qui le suit.",
        )
    return None


def why_proposal_is_refused(proposed_on: dt.date | None, *, sent_on: dt.date) -> str | None:
    """Say why a letter may not propose this day to meet, or None: nobody comes before the letter leaves."""
    if proposed_on is not None and proposed_on < sent_on:
        return f"Le courrier part le {plain_date(sent_on)}\u00a0: proposez ce jour ou un jour qui le suit."
    return None


def why_rung_is_refused(
    rung: int | None, kind: AttemptKind, *, expected: int | None, expected_kind: AttemptKind | None
) -> str | None:
    """Say why an attempt is not this rung, or None. Beside the ladder (no rung), everything may be tried."""
    if rung is None:
        return None
    if rung != expected:
        return "Cette étape de la relance est déjà faite, ou n’est pas la suivante. Rechargez la page."
    if kind != expected_kind and expected_kind is not None:
        return f"L’étape suivante est\u00a0: {expected_kind.label}. Consignez ceci hors de la relance convenue."
    return None


def why_follow_up_is_refused(
    kind: AttemptKind,
    *,
    sent_on: dt.date,
    presented_on: dt.date | None,
    received_on: dt.date | None,
    returned_on: dt.date | None,
    result: AttemptResult,
    result_on: dt.date | None,
    today: dt.date,
) -> tuple[str, str] | None:
    """Say beside which field, and why, what became of an attempt is refused; None when it is not."""
    days = (("presented_on", presented_on), ("received_on", received_on), ("returned_on", returned_on))
    for field, day in days:
        if day is None:
            continue
        if reason := _why_not_of_this_kind(kind, field):
            return field, reason
        if reason := _why_not_after(day, sent_on, "L’envoi", today):
            return field, reason
    for field, day in days[1:]:
        if day and presented_on and day < presented_on:
            return (
                field,
                f"La première présentation date du {plain_date(presented_on)}\u00a0: indiquez ce jour ou après.",
            )
    if received_on and returned_on:
        return "returned_on", "Un courrier reçu n’est pas revenu\u00a0: gardez une seule des deux dates."
    return _why_result(kind, sent_on, result, result_on, today)


def _why_not_of_this_kind(kind: AttemptKind, field: str) -> str | None:
    if kind == AttemptKind.LETTER_REGISTERED or (kind == AttemptKind.LETTER_SIMPLE and field == "returned_on"):
        return None
    return "Cette date est celle d’un courrier recommandé."


def _why_not_after(day: dt.date, sent_on: dt.date, what: str, today: dt.date) -> str | None:
    if reason := why_day_is_refused(day, today):
        return reason
    if day < sent_on:
        return f"{what} date du {plain_date(sent_on)}\u00a0: indiquez ce jour ou un jour qui le suit."
    return None


def _why_result(
    kind: AttemptKind, sent_on: dt.date, result: AttemptResult, result_on: dt.date | None, today: dt.date
) -> tuple[str, str] | None:
    if result not in RESULTS[kind]:
        return "result", f"«\u00a0{result.label}\u00a0» ne se dit pas d’un {kind.label}." if kind in (
            AttemptKind.LETTERS
        ) else "Ce résultat est celui d’un courrier."
    if result == AttemptResult.PENDING:
        return ("result_on", "Un résultat en attente n’a pas encore de date.") if result_on else None
    if result_on is None:
        return "result_on", "Indiquez le jour de ce résultat."
    if reason := _why_not_after(result_on, sent_on, "La relance", today):
        return "result_on", reason
    return None


def tracking_number(said: str) -> str:
    """Give a registered letter's number without what separates its figures."""
    return re.sub(r"[\s.\-]", "", said).upper()


def why_tracking_is_refused(kind: AttemptKind, number: str) -> str | None:
    """Say why a tracking number is refused, or None. It may be noted later: the post gives it at the counter."""
    if not number:
        return None
    if kind != AttemptKind.LETTER_REGISTERED:
        return "Un numéro de suivi se note pour un courrier recommandé."
    if not _TRACKING.fullmatch(number):
        return "Recopiez le numéro imprimé sur le récépissé\u00a0: 8 à 20 lettres et chiffres."
    return None


def why_failure_is_refused(state: State, *, has_ladder: bool, over_on: dt.date | None, today: dt.date) -> str | None:
    """Say why a contact may not be said to have failed, or None (domain.md §2.2 V3x)."""
    if state != State.CONTACTING:
        return "Un contact se dit infructueux pendant la prise de contact."
    if not has_ladder:
        return "Ce programme n’a pas de relance convenue\u00a0: le suivi se termine, avec sa raison, depuis le dossier."
    if over_on is None:
        return "La relance n’est pas finie\u00a0: il reste une étape à tenter."
    if today < over_on:
        left = counted((over_on - today).days, "jour", "jours")
        return f"La dernière attente court encore {left}, jusqu’au {plain_date(over_on)}."
    return None


def why_confirmation_is_refused(*, is_own: bool, is_lead: bool) -> str | None:
    """Say why this manager may not confirm, or None: two people, unless she leads the file herself."""
    if is_own and not is_lead:
        return "Vous l’avez demandé vous-même\u00a0: une autre responsable le confirme."
    return None
