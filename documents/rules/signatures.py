"""Who must have answered for a document to be in force, and why a signature is refused (domain.md §6, Signatures)."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from documents.enums import Capacity, DocumentState, SignatureMeans, SignatureState
from partners.enums import SignatureRule

ANSWERS = (SignatureState.SIGNED, SignatureState.REFUSED, SignatureState.ABSENT)


@dataclass(frozen=True)
class Signing:
    """A signatory as the rules see one: a mandataire carries the person whom she represents."""

    capacity: Capacity
    state: SignatureState
    person_id: uuid.UUID | None = None
    is_useful_only: bool = False


@dataclass(frozen=True)
class Sufficiency:
    """Whether the answers suffice; if not, whom they wait for (positions in the list), or that they never will."""

    is_enough: bool
    awaited: tuple[int, ...] = ()
    is_hopeless: bool = False


def sufficiency(signatories: Sequence[Signing], rule: SignatureRule) -> Sufficiency:
    """Tell whether a document is in force.

    Each adult of the household counts once, with her mandataire: under tutelle the mandataire alone is asked, under curatelle
    both are, and both must sign. The programme says whether an adult may refuse or be absent (`SignatureRule`). Organisations
    and partners that are not « facultatif » must all have signed.
    """
    asked = [(position, one) for position, one in enumerate(signatories) if not one.is_useful_only]
    of_household: dict[object, list[Signing]] = {}
    others: list[Signing] = []
    for position, one in asked:
        if one.capacity in Capacity.OF_HOUSEHOLD:
            of_household.setdefault(one.person_id or position, []).append(one)
        else:
            others.append(one)
    signed = [all(one.state == SignatureState.SIGNED for one in adult) for adult in of_household.values()]
    lost = [
        any(one.state in (SignatureState.REFUSED, SignatureState.ABSENT) for one in adult)
        for adult in of_household.values()
    ]
    answered = [yes or no for yes, no in zip(signed, lost, strict=True)]
    others_signed = all(one.state == SignatureState.SIGNED for one in others)
    others_lost = any(one.state in (SignatureState.REFUSED, SignatureState.ABSENT) for one in others)
    if rule == SignatureRule.EVERY_ADULT_SIGNED:
        household_done, household_lost = all(signed), any(lost)
    else:
        household_done, household_lost = all(answered) and (any(signed) or not signed), bool(lost) and all(lost)
    if asked and household_done and others_signed:
        return Sufficiency(is_enough=True)
    awaited = tuple(position for position, one in asked if one.state == SignatureState.TO_SIGN)
    return Sufficiency(is_enough=False, awaited=awaited, is_hopeless=bool(asked) and (household_lost or others_lost))


def why_answer_is_refused(
    *, document: DocumentState, state: SignatureState, sent_on: dt.date | None, day: dt.date, today: dt.date
) -> str:
    """Say why a signature, a refusal or an absence cannot be recorded; "" when it can."""
    reasons = (
        (document == DocumentState.DRAFT, "Ce document n’est pas encore proposé à la signature."),
        (
            state == SignatureState.VOID,
            "Une nouvelle version de ce document a été faite\u00a0: c’est elle qui se signe.",
        ),
        (document != DocumentState.TO_SIGN, "Ce document n’est plus à signer."),
        (state != SignatureState.TO_SIGN, "Cette personne a déjà répondu."),
        (day > today, "Ce jour n’est pas encore venu."),
        (sent_on is None or day < sent_on, "Ce jour précède celui où le document a été proposé."),
    )
    return next((reason for is_so, reason in reasons if is_so), "")


def why_signature_is_refused(
    *,
    document: DocumentState,
    state: SignatureState,
    sent_on: dt.date | None,
    day: dt.date,
    today: dt.date,
    read_digest: str,
    digest: str,
) -> str:
    """Say why a signature cannot be recorded: as every answer, and what was read must be what is kept."""
    if why := why_answer_is_refused(document=document, state=state, sent_on=sent_on, day=day, today=today):
        return why
    if not digest or read_digest != digest:
        return "Ce document a changé depuis que vous l’avez ouvert. Relisez-le avant de signer."
    return ""


def why_means_is_refused(
    means: SignatureMeans, capacity: Capacity, *, is_delegate: bool, day: dt.date, today: dt.date, has_witness: bool
) -> str:
    """Say why someone cannot sign in this way.

    An organisation signs by a person who has its delegation that day, from her own session, never in the worker's presence;
    the household and a partner sign in presence, before a witness, or on paper.
    """
    by_session = means == SignatureMeans.SESSION
    of_organisation = capacity in Capacity.OF_ORGANISATION
    reasons = (
        (of_organisation and not by_session, "Un organisme signe depuis le compte de sa personne déléguée."),
        (of_organisation and has_witness, "Un organisme signe depuis son propre compte, sans témoin."),
        (
            of_organisation and not is_delegate,
            "Vous n’avez pas, ce jour, de délégation de signature pour cet organisme.",
        ),
        (of_organisation and day != today, "Une signature depuis un compte est datée du jour même."),
        (not of_organisation and by_session, "Cette personne signe en présence, ou sur un exemplaire papier."),
        (means == SignatureMeans.DRAWN and not has_witness, "Une signature en présence a un témoin."),
    )
    return next((reason for is_so, reason in reasons if is_so), "")
