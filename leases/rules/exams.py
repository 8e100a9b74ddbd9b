"""The dates of a sliding sublease: exam periods, the exam, the landlord's notice to the préfet (domain.md §3.6).

L.442-8-3 CCH fixes the notice, two months before the end of the exam period; decree 2010-1564 the six-monthly exam, counted
from the sublease's signature; the days between both are Palier's proposal. All three are parameters.
"""

import datetime as dt
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from dateutil.relativedelta import relativedelta

from foundation.timeline import Alert


@dataclass(frozen=True)
class ExamTerms:
    """The parameters: months of a period, months of the notice before its end, days of the exam before the notice."""

    period_months: int
    notice_months: int
    before_notice_days: int


@dataclass(frozen=True)
class ExamPeriod:
    """One exam period, both days included, and its two dates."""

    number: int
    started_on: dt.date
    ended_on: dt.date
    notice_due_on: dt.date
    exam_due_on: dt.date


@dataclass(frozen=True)
class AlertDays:
    """How many days ahead a date is shown, reminded of, and reminded of again (a parameter, Palier's proposal)."""

    shown: int
    near: int
    pressing: int


class ExamState(StrEnum):
    """Where the exam of a period is."""

    COMING = "COMING"
    CONVENED = "CONVENED"
    LATE = "LATE"  # its date is past, its period is not
    DONE = "DONE"
    DONE_LATE = "DONE_LATE"
    MISSED = "MISSED"  # its period is over
    NOT_DUE = "NOT_DUE"  # the sublease ends before its date

    @property
    def label(self) -> str:
        """Give the words that the screen shows."""
        return {
            "COMING": "à convoquer",
            "CONVENED": "convoqué",
            "LATE": "en retard",
            "DONE": "tenu",
            "DONE_LATE": "tenu avec retard",
            "MISSED": "non tenu",
            "NOT_DUE": "plus attendu",
        }[self.value]

    @property
    def is_done(self) -> bool:
        """Tell whether it was held."""
        return self in {ExamState.DONE, ExamState.DONE_LATE}


class NoticeState(StrEnum):
    """Where the notice of a period is."""

    COMING = "COMING"
    PREPARED = "PREPARED"
    LATE = "LATE"
    SENT = "SENT"
    SENT_LATE = "SENT_LATE"
    MISSED = "MISSED"
    NOT_DUE = "NOT_DUE"

    @property
    def label(self) -> str:
        """Give the words that the screen shows."""
        return {
            "COMING": "à préparer",
            "PREPARED": "prêt à signer",
            "LATE": "en retard",
            "SENT": "envoyé",
            "SENT_LATE": "envoyé avec retard",
            "MISSED": "non envoyé",
            "NOT_DUE": "plus attendu",
        }[self.value]

    @property
    def is_sent(self) -> bool:
        """Tell whether the préfet was told."""
        return self in {NoticeState.SENT, NoticeState.SENT_LATE}


def exam_period(signed_on: dt.date, number: int, terms: ExamTerms) -> ExamPeriod:
    """Give the period of this number, from 1. Every date is counted from the signature, clipped to its month's end.

    The notice falls on the earlier of « two months before the last day » and « two months before the next period ».
    """
    begins, follows = _begins(signed_on, number, terms), _begins(signed_on, number + 1, terms)
    ended_on = follows - dt.timedelta(days=1)
    notice = relativedelta(months=terms.notice_months)
    notice_due_on = min(ended_on - notice, follows - notice)
    return ExamPeriod(
        number=number,
        started_on=begins,
        ended_on=ended_on,
        notice_due_on=notice_due_on,
        exam_due_on=notice_due_on - dt.timedelta(days=terms.before_notice_days),
    )


def number_on(signed_on: dt.date, day: dt.date, terms: ExamTerms) -> int:
    """Give the number of the period that holds this day; 1 for a day before the signature."""
    gap = relativedelta(day, signed_on)
    number = max(1, (gap.years * 12 + gap.months) // terms.period_months)  # at most one short, by clipping
    while _begins(signed_on, number + 1, terms) <= day:
        number += 1
    return number


def periods_until(signed_on: dt.date, last_on: dt.date, terms: ExamTerms) -> tuple[ExamPeriod, ...]:
    """Give the periods from the signature to the one that holds this day."""
    last = number_on(signed_on, last_on, terms)
    return tuple(exam_period(signed_on, number, terms) for number in range(1, last + 1))


def is_due(due_on: dt.date, ended_on: dt.date | None) -> bool:
    """Tell whether a date of the calendar comes before its sublease ends: what was not due by its last day never is."""
    return ended_on is None or due_on <= ended_on


def exam_state(
    period: ExamPeriod, *, held_on: dt.date | None, is_convened: bool, today: dt.date, ended_on: dt.date | None = None
) -> ExamState:
    """Tell where the exam of a period is. One held after its date is done late; without any, its period's end misses it.

    `ended_on` is the last day of a sublease that ends: an exam due later is not awaited, but one convened before.
    """
    if held_on is not None:
        return ExamState.DONE if held_on <= period.exam_due_on else ExamState.DONE_LATE
    if ended_on is not None and period.exam_due_on > ended_on:
        return ExamState.CONVENED if is_convened and today <= ended_on else ExamState.NOT_DUE
    if today > period.ended_on:
        return ExamState.MISSED
    if today > period.exam_due_on:
        return ExamState.LATE
    return ExamState.CONVENED if is_convened else ExamState.COMING


def notice_state(
    period: ExamPeriod, *, sent_on: dt.date | None, is_prepared: bool, today: dt.date, ended_on: dt.date | None = None
) -> NoticeState:
    """Tell where the notice of a period is; `ended_on` as for its exam."""
    if sent_on is not None:
        return NoticeState.SENT if sent_on <= period.notice_due_on else NoticeState.SENT_LATE
    if ended_on is not None and period.notice_due_on > ended_on:
        return NoticeState.PREPARED if is_prepared and today <= ended_on else NoticeState.NOT_DUE
    if today > period.ended_on:
        return NoticeState.MISSED
    if today > period.notice_due_on:
        return NoticeState.LATE
    return NoticeState.PREPARED if is_prepared else NoticeState.COMING


def alert_on(due_on: dt.date, today: dt.date, days: AlertDays | None) -> Alert | None:
    """Give the alert that a date stands at, None when it is further than what is shown.

    Without days set, a date of the law is shown however far: what Palier proposes hides none.
    """
    left = (due_on - today).days
    if left < 0:
        return Alert.LATE
    if days is None:
        return Alert.SHOWN
    if left <= days.pressing:
        return Alert.PRESSING
    if left <= days.near:
        return Alert.NEAR
    return Alert.SHOWN if left <= days.shown else None


def _begins(signed_on: dt.date, number: int, terms: ExamTerms) -> dt.date:
    return signed_on + relativedelta(months=terms.period_months * (number - 1))


# What an exam, a notice may not be.


def why_convening_is_refused(
    *, on: dt.date, convened_on: dt.date, signed_on: dt.date, ended_on: dt.date | None, today: dt.date
) -> Mapping[str, str]:
    """Say, by field, why the household and the landlord cannot be convened so."""
    reasons: dict[str, str] = {}
    if convened_on > today:
        reasons["convened_on"] = "Ce jour n’est pas encore venu."
    elif convened_on > on:
        reasons["convened_on"] = "La convocation précède l’examen."
    if on <= signed_on:
        reasons["on"] = "L’examen se tient après la signature de la sous-location."
    elif ended_on is not None and on > ended_on:
        reasons["on"] = "La sous-location sera terminée ce jour-là."
    return reasons


PLACE_OF_PROTECTED = "L’adresse de ce ménage est protégée\u00a0: écrivez «\u00a0au logement\u00a0», les convocations passent par d’autres mains."


def _words(text: str) -> set[str]:
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))
    return set(re.findall(r"\w+", plain.casefold()))


_COMMON = _words(
    "allée av avenue bd bis boulevard ch chemin cours d de des dit du en et impasse l la le les lieu lotissement montée passage "
    "pl place quai quartier r résidence route rue sur ter traverse"
)


def tells_address(text: str, address: str) -> bool:
    """Tell whether a text says an address: its street's words are all in it, whatever their order, case and accents.

    Neither the number, the kind of street nor small words count: « Lac » says « 5 rue du Lac ». A text refused for nothing
    is written otherwise; an address printed is not taken back.
    """
    words = {word for word in _words(address) if not word.isdigit()}
    street = words - _COMMON or words
    return bool(street) and street <= _words(text)


def why_holding_is_refused(
    *, held_on: dt.date, signed_on: dt.date, ended_on: dt.date | None, next_on: dt.date | None, today: dt.date
) -> Mapping[str, str]:
    """Say, by field, why an exam cannot have been held so."""
    reasons: dict[str, str] = {}
    if held_on > today:
        reasons["held_on"] = "Un examen tenu ne peut pas être daté d’un jour à venir."
    elif held_on <= signed_on:
        reasons["held_on"] = "L’examen se tient après la signature de la sous-location."
    elif ended_on is not None and held_on > ended_on:
        reasons["held_on"] = "La sous-location était terminée ce jour-là."
    if next_on is not None and next_on <= held_on:
        reasons["next_on"] = "Le prochain examen vient après celui-ci."
    return reasons


def what_notice_lacks(*, is_offered: bool | None, reason: str) -> Mapping[str, str]:
    """Give what the notice still needs: whether a lease is offered, and if not, why (CCH, art. L. 442-8-3)."""
    if is_offered is None:
        return {"is_offered": "Dites si vous proposez un bail au ménage."}
    if not is_offered and not reason.strip():
        return {"reason": "Sans proposition de bail, l’avis au préfet dit pourquoi (CCH, art. L. 442-8-3)."}
    return {}


def why_sending_is_refused(
    *, sent_on: dt.date, prepared_on: dt.date, is_registered: bool, tracking_number: str, today: dt.date
) -> Mapping[str, str]:
    """Say, by field, why a notice cannot have been sent so."""
    reasons: dict[str, str] = {}
    if sent_on > today:
        reasons["sent_on"] = "Ce jour n’est pas encore venu."
    elif sent_on < prepared_on:
        reasons["sent_on"] = "Ce jour précède celui où l’avis a été préparé."
    if is_registered and not tracking_number.strip():
        reasons["tracking_number"] = "Une lettre recommandée a un numéro."
    return reasons
