"""« Que faire »: the verbs of a file and of its tabs, only those that this reader may do and that exist for its state."""

import uuid
from dataclasses import dataclass

from django.urls import reverse

from accompaniments.enums import State
from households.readings import Card
from partners.enums import Axis


@dataclass(frozen=True)
class Act:
    """A verb with its address."""

    label: str
    url: str
    icon: str
    is_main: bool = False


@dataclass(frozen=True)
class _Verb:
    label: str
    icon: str
    name: str
    is_lasting: bool = False  # still offered once the course is over


_MEET = _Verb("Consigner une rencontre", "pen", "accompaniments:meeting_new", is_lasting=True)
_PLAN = _Verb("Prévoir une rencontre", "calendar", "accompaniments:meeting_plan")
_CONTACT = _Verb("Consigner un contact", "phone", "accompaniments:contact_new", is_lasting=True)
_CLAIM = _Verb("Noter une démarche", "file", "accompaniments:claim_new")
_CLAIMS = _Verb("Voir les démarches", "file", "accompaniments:claims", is_lasting=True)
_DIAGNOSIS = _Verb("Écrire le diagnostic", "pen", "journeys:file_support")
_REVIEW = _Verb("Faire le bilan d’étape", "file", "journeys:review_new")
_FINANCES = _Verb("Mettre à jour les ressources", "euro", "households:finances_edit")
_SPLIT = _Verb("Enregistrer une séparation", "people", "journeys:split")
_ASSIGN = _Verb("Nommer un référent", "people", "accompaniments:assign")
_CHANGE = _Verb("Changer de référent", "people", "accompaniments:assign")
_REPLACE = _Verb("Prévoir un remplacement", "calendar", "accompaniments:replacement")
_REFUSE = _Verb("Ne pas retenir l’orientation", "arrow", "accompaniments:referral_refuse")
_STOP = _Verb("Mettre fin à l’accompagnement", "door", "journeys:evaluation_open")
_CHECK_IN = _Verb("Noter un point de veille", "check", "accompaniments:watch_check_in")
_REOPEN = _Verb("Rouvrir l’accompagnement", "arrow", "accompaniments:watch_reopen")
_WATCH_END = _Verb("Terminer la veille", "door", "journeys:watch_end")
_SIGNAL = _Verb("Signaler une difficulté", "late", "accompaniments:difficulty_new")
_END = _Verb("Terminer le suivi", "door", "journeys:close")

_TABS: dict[str, tuple[_Verb, ...]] = {
    "people": (
        _Verb("Ajouter une personne", "plus", "households:person_add"),
        _Verb("Enregistrer une demande de logement", "file", "households:request_add"),
        _Verb("Ajouter un mandataire", "people", "households:guardian_add"),
        _SPLIT,
    ),
    "housing": (
        _Verb("Changer de lieu de vie", "home", "households:housing_move"),
        _Verb("Ajouter un moyen de contact", "phone", "households:channel_add"),
        _Verb("Signaler une précaution", "late", "households:precaution_add"),
        _Verb("Préciser la langue parlée", "comment", "households:language_edit"),
    ),
    "resources": (_Verb("Mettre à jour les ressources", "euro", "households:finances_edit"),),
    "meetings": (_MEET, _PLAN, _CONTACT),
    "sharing": (
        _Verb("Enregistrer une réponse", "check", "households:agreement_add"),
        _Verb("Faire signer un accord de partage", "pen", "journeys:agreement_new"),
        _Verb("Noter la remise de la notice", "letter", "households:notice_give"),
    ),
}
_PROTECT = _Verb("Protéger l’adresse", "shield", "households:protection_edit")
_PROTECTED = (
    _Verb("Nommer quelqu’un sur la liste", "plus", "households:protection_name"),
    _Verb("Corriger la protection", "shield", "households:protection_edit"),
    _Verb("Lever la protection", "cross", "households:protection_lift"),
)
_MEMBERS = (_Verb("Ajouter un intervenant", "plus", "households:co_worker_add"), _CHANGE, _REPLACE)


_REACH = _Verb("Relancer", "letter", "accompaniments:outreach_new")
_RESTART = _Verb("Reprendre la prise de contact", "undo", "accompaniments:outreach_restart")
_CRITERIA = _Verb("Vérifier les critères", "check", "accompaniments:criteria")
_PROPOSE = _Verb("Proposer l’accompagnement", "people", "accompaniments:proposal_new")
_PRESENT = _Verb("Présenter le projet logement", "home", "journeys:project_new")
_ANSWER = _Verb("Enregistrer la réponse du ménage", "check", "accompaniments:proposal_answer")

_PAPER = _Verb("Préparer un document", "pen", "journeys:agreement_new")

# What a team is expected to do first at a step, and what it may do along the way, beside the usual acts.
_EXPECTED: dict[State | None, tuple[_Verb, ...]] = {
    State.PROPOSED: (_ANSWER,),
    State.CONTACT_FAILED: (_RESTART,),
    State.WATCHED: (_CHECK_IN, _REOPEN),
}
_ALONG: dict[State | None, tuple[_Verb, ...]] = {
    State.READY: (_PAPER, _REACH),
    State.SUPPORTED: (_REVIEW, _PAPER, _REACH),
    State.REFERRED: (),
    State.REVIEWING: (_REACH, _CRITERIA, _DIAGNOSIS),
    State.CONTACTING: (_REACH, _DIAGNOSIS),
    State.CONTACT_FAILED: (),
}


def acts_of(card: Card, state: State | None) -> tuple[Act, ...]:  # noqa: C901 -- one line a step, read in its order
    """Give the acts of this reader on this file, the expected one first."""
    hers = card.standing
    has_lead = card.lead_worker_id is not None
    offered: list[_Verb] = []
    if hers.may_assign and not has_lead:
        offered += [_ASSIGN]
    if hers.may_assign and state == State.REFERRED:
        offered += [_REFUSE]
    if hers.may_write and state == State.DIAGNOSED:
        offered += [_PRESENT if card.axis == Axis.ACCESS else _PROPOSE]
    if hers.may_write:
        offered += [*_EXPECTED.get(state, ()), _MEET, _CONTACT, *_ALONG.get(state, (_REACH,))]
        offered += [_CLAIM, _PLAN, _FINANCES, _CLAIMS]
    if hers.may_assign and has_lead:
        offered += [_CHANGE, _REPLACE]
    if hers.may_write:
        offered += [_SPLIT]
    if hers.may_assign and state in State.IN_PREPARATION and state != State.REFERRED:
        offered += [_END]
    if hers.may_write and state == State.SUPPORTED:
        offered += [_STOP]
    if hers.may_assign and state == State.WATCHED:
        offered += [_WATCH_END]
    if hers.is_named and hers.is_listed and state in {State.SUPPORTED, State.WATCHED}:
        offered += [_SIGNAL]
    is_over = state in {None, State.CLOSED}
    kept = [verb for verb in offered if verb.is_lasting or not is_over]
    return _acts(card.enrolment_id, kept, main=kept[0] if kept else None)


def acts_of_tab(tab: str, card: Card) -> tuple[Act, ...]:
    """Give the acts of one tab of a file."""
    hers = card.standing
    if tab == "team":
        return _acts(card.enrolment_id, _MEMBERS, main=None) if hers.may_assign else ()
    if not hers.may_write:
        return ()
    verbs = list(_TABS.get(tab, ()))
    if tab == "sharing" and hers.may_protect:
        verbs += _PROTECTED if card.is_protected else (_PROTECT,)
    return _acts(card.enrolment_id, verbs, main=verbs[0] if verbs else None)


def _acts(enrolment_id: uuid.UUID, verbs: list[_Verb] | tuple[_Verb, ...], *, main: _Verb | None) -> tuple[Act, ...]:
    return tuple(
        Act(verb.label, reverse(verb.name, args=[enrolment_id]), verb.icon, is_main=verb is main) for verb in verbs
    )
