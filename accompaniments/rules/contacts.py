"""Rules on contacts and démarches: what may be logged, and what each step of a démarche says (domain.md §2.3b)."""

import datetime as dt
from decimal import Decimal

from dateutil.relativedelta import relativedelta

from accompaniments.enums import ClaimStep, ContactKind
from accompaniments.rules.states import why_day_is_refused
from foundation.words import day_of, plain_date

FURTHEST_REMINDER = relativedelta(years=2)
LARGEST_AMOUNT = Decimal("999999.99")


def why_contact_is_refused(
    happened_at: dt.datetime, *, started_on: dt.date, now: dt.datetime
) -> tuple[str, str] | None:
    """Say beside which field, and why, a contact may not carry this moment; None when it may.

    It is past, and the file was open: what came before belongs to the referral, or moves the start of the file (a meeting
    offers it).
    """
    day = day_of(happened_at)
    if day > day_of(now):
        return "day", f"Le {plain_date(day)} n’est pas encore passé\u00a0: un contact se consigne après coup."
    if happened_at > now:
        return "time", "Cette heure n’est pas encore passée\u00a0: un contact se consigne après coup."
    if day < started_on:
        return "day", f"Le suivi commence le {plain_date(started_on)}\u00a0: indiquez ce jour ou un jour qui le suit."
    return None


def is_heard(kind: ContactKind, *, person_answered: bool) -> bool:
    """Tell whether a contact is a « dernier contact »: the person wrote, or answered (domain.md §2.3b)."""
    return kind in ContactKind.FROM_THE_PERSON or (person_answered and kind == ContactKind.MESSAGE_SENT)


def why_follow_up_is_refused(
    step: ClaimStep,
    *,
    from_step: ClaimStep | None,
    happened_on: dt.date,
    last_on: dt.date | None,
    amount: Decimal | None,
    missing_piece: str,
    remind_on: dt.date | None,
    today: dt.date,
) -> tuple[str, str] | None:
    """Say beside which field, and why, a step of a démarche is refused; None when it is not.

    `from_step` and `last_on` are those of the step before; a first step has none.
    """
    refusals = (
        ("step", _why_step(step, from_step)),
        ("happened_on", _why_day(happened_on, last_on, today)),
        ("amount", _why_amount(step, amount)),
        ("missing_piece", _why_piece(step, missing_piece)),
        ("remind_on", _why_reminder(step, remind_on, today)),
    )
    return next(((field, reason) for field, reason in refusals if reason), None)


def _why_step(step: ClaimStep, from_step: ClaimStep | None) -> str | None:
    if from_step is None or step != ClaimStep.PREPARED or from_step == ClaimStep.PREPARED:
        return None
    return f"Cette démarche est déjà «\u00a0{from_step.label}\u00a0»\u00a0: elle ne revient pas en préparation."


def _why_day(happened_on: dt.date, last_on: dt.date | None, today: dt.date) -> str | None:
    if reason := why_day_is_refused(happened_on, today):
        return reason
    if last_on and happened_on < last_on:
        return f"L’étape précédente date du {plain_date(last_on)}\u00a0: indiquez ce jour ou un jour qui le suit."
    return None


def _why_amount(step: ClaimStep, amount: Decimal | None) -> str | None:
    if amount is None:
        return None
    if step != ClaimStep.GRANTED:
        return "Un montant se note quand la démarche est accordée."
    if not amount.is_finite() or amount < 0:
        return "Un montant est positif."
    if amount > LARGEST_AMOUNT:
        return "Ce montant est trop grand. Vérifiez-le."
    return None


def _why_piece(step: ClaimStep, missing_piece: str) -> str | None:
    if step == ClaimStep.MISSING_PIECE and not missing_piece.strip():
        return "Dites quelle pièce manque."
    if step != ClaimStep.MISSING_PIECE and missing_piece.strip():
        return "Une pièce manquante se note avec l’état «\u00a0pièce manquante\u00a0»."
    return None


def _why_reminder(step: ClaimStep, remind_on: dt.date | None, today: dt.date) -> str | None:
    if remind_on is None:
        return None
    if step not in ClaimStep.OPEN:
        return "Une démarche terminée n’a plus de relance."
    if remind_on < today:
        return "Ce jour est déjà passé\u00a0: une relance se prévoit pour aujourd’hui ou plus tard."
    if remind_on > today + FURTHEST_REMINDER:
        return "Cette relance est dans plus de deux ans. Vérifiez l’année."
    return None
