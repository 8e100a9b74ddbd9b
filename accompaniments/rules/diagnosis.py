"""The diagnosis: its sections by axis, who writes for whom, when it is signed, validated, returned (domain.md §2.1 S3, §2.2 V4–V6)."""

import datetime as dt
from collections.abc import Iterable

from accompaniments.enums import DiagnosisKind, DiagnosisSection, DiagnosisState, State
from accompaniments.rules.states import why_day_is_refused
from foundation.timeline import Audience
from foundation.words import plain_date
from partners.enums import Axis

KINDS: dict[Axis, DiagnosisKind] = {Axis.ACCESS: DiagnosisKind.SHARED, Axis.MAINTENANCE: DiagnosisKind.SOCIAL}
SECTIONS: dict[DiagnosisKind, tuple[DiagnosisSection, ...]] = {
    DiagnosisKind.SHARED: tuple(DiagnosisSection),
    DiagnosisKind.SOCIAL: tuple(section for section in DiagnosisSection if section != DiagnosisSection.LANDLORD_VIEW),
}
OPENED_FROM = (State.REVIEWING, State.CONTACTING)
# The landlord's social adviser writes for those she may speak to; the team's own circles are not hers (§3.9).
ADVISER_WRITES = (Audience.COORDINATION, Audience.LANDLORD)
READ_BY_BOTH = frozenset({Audience.COORDINATION, Audience.LANDLORD})
IN_WRITING = "Ce diagnostic n’est plus en cours d’écriture."


def why_opening_is_refused(state: State | None, *, has_one_open: bool) -> str | None:
    """Say why a diagnosis may not be opened at this step, or None (§2.0.1: it leads to « diagnostic fait »)."""
    if has_one_open:
        return "Un diagnostic est déjà en cours d’écriture pour ce dossier."
    if state not in OPENED_FROM:
        return "Le diagnostic s’ouvre pendant l’étude ou la prise de contact, une fois un référent nommé."
    return None


def why_interview_is_refused(day: dt.date, *, opened_on: dt.date, today: dt.date) -> str | None:
    """Say why a first interview may not carry this day, or None: held, and not before the follow-up began."""
    if reason := why_day_is_refused(day, today):
        return reason
    if day < opened_on:
        return f"Le suivi commence le {plain_date(opened_on)}\u00a0: indiquez ce jour ou un jour qui le suit."
    return None


def why_audience_is_refused(audience: Audience, *, is_adviser: bool) -> str | None:
    """Say why an author may not write for a circle, or None."""
    if is_adviser and audience not in ADVISER_WRITES:
        return "Choisissez «\u00a0coordination\u00a0» ou «\u00a0bailleur\u00a0»."
    return None


def why_abandoning_is_refused(state: DiagnosisState, *, is_signed: bool) -> str | None:
    """Say why a diagnosis may not be abandoned, or None: neither what is signed nor what was handed on."""
    if state != DiagnosisState.DRAFT:
        return IN_WRITING
    if is_signed:
        return "Ce diagnostic porte une signature\u00a0: il ne s’abandonne plus. Modifié, il se signe à nouveau."
    return None


def why_restoring_is_refused(state: DiagnosisState, at: State, *, has_one_open: bool) -> str | None:
    """Say why an abandoned diagnosis may not be taken up again, or None: as another would be opened."""
    if state != DiagnosisState.ABANDONED:
        return "Ce diagnostic n’est pas abandonné."
    return why_opening_is_refused(at, has_one_open=has_one_open)


def why_signing_is_refused(
    state: DiagnosisState,
    *,
    interview_on: dt.date | None,
    proposes_support: bool | None,
    sections: Iterable[DiagnosisSection],
) -> str | None:
    """Say what a diagnosis lacks before it is signed, or None (§2.1 S3, « required to leave »)."""
    if state != DiagnosisState.DRAFT:
        return IN_WRITING
    if interview_on is None:
        return "Indiquez le jour du premier entretien avant de signer."
    if proposes_support is None:
        return "Dites si un accompagnement est proposé avant de signer."
    if DiagnosisSection.NEEDS not in set(sections):
        return "Écrivez au moins les besoins d’accompagnement avant de signer."
    return None


def is_signed(kind: DiagnosisKind, *, by_worker: bool, by_adviser: bool) -> bool:
    """Tell whether the signatures that it needs are there: both for a shared one, the worker's for an evaluation."""
    return by_worker and (by_adviser or kind == DiagnosisKind.SOCIAL)


def why_validation_is_refused(
    state: DiagnosisState, *, validated_on: dt.date, interview_on: dt.date | None, today: dt.date
) -> str | None:
    """Say why a diagnosis may not be validated on this day, or None: signed first, and not before the interview."""
    if state != DiagnosisState.TO_VALIDATE:
        return "Ce diagnostic n’attend pas de validation\u00a0: il manque une signature, ou il est déjà validé."
    if reason := why_day_is_refused(validated_on, today):
        return reason
    if interview_on and validated_on < interview_on:
        return f"Le premier entretien date du {plain_date(interview_on)}\u00a0: validez ce jour ou un jour qui le suit."
    return None


def why_return_is_refused(state: DiagnosisState, *, left_in_full: bool, is_under_accord: bool) -> str | None:
    """Say why a diagnosis may not be sent to the landlord, or None: only what the manager validated leaves.

    It leaves once in full; before the accord de partage it says less, and leaves again once the accord covers it (§3.9).
    """
    if state == DiagnosisState.RETURNED and left_in_full:
        return "Ce retour a déjà été transmis au bailleur."
    if state == DiagnosisState.RETURNED and not is_under_accord:
        return (
            "Le bailleur sait déjà si un accompagnement est proposé. Le retour complet pourra lui être transmis quand "
            "tous les adultes auront donné leur accord de partage."
        )
    if state not in {DiagnosisState.VALIDATED, DiagnosisState.RETURNED}:
        return "Le retour part après la validation de la responsable."
    return None


def voided_signatures(audiences: Iterable[Audience], *, by_adviser: bool) -> tuple[bool, bool]:
    """Give whose signatures a change voids, the worker's and the adviser's: each signed what she could read."""
    read_by_both = bool(READ_BY_BOTH & set(audiences))
    return True, by_adviser or read_by_both
