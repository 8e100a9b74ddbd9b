"""What stands beside the stage of a procedure, or sets it aside, in one sentence."""

import datetime as dt
from collections.abc import Sequence

from foundation.words import plain_date
from leases.enums import LeaseKind
from leases.enums import ProcedureStage as Stage
from leases.rules.clocks import Who
from leases.rules.meaning.situation import AT_HOME, Situation, Step, not_before
from leases.rules.procedures import Reached, Title


def beside_words(here: Situation, beside: Reached) -> tuple[str, Sequence[Step]]:
    """Say what suspends a procedure, or ends it, and whose step is next."""
    return _SAYINGS[beside.stage](here, beside)


def followed_words(here: Situation, title: Title) -> tuple[str, Sequence[Step]]:
    """Say by what title the household lives in its home since the judgment."""
    since = plain_date(title.started_on)
    if not title.is_open(here.today):
        last = f", qui a pris fin le {plain_date(title.ended_on)}" if title.ended_on else ""
        return (
            f"Le bail résilié par le juge a été suivi d’un autre titre le {since}{last}",
            (Step(Who.ASSOCIATION, "Vérifier par quel titre le ménage occupe son logement."),),
        )
    if title.kind == LeaseKind.DIRECT:
        said, pays = "le ménage est locataire par un nouveau bail", "le loyer"
    elif title.kind == LeaseKind.SUBLEASE:
        said, pays = "le ménage est sous-locataire de l’association", "le loyer à l’association"
    else:
        said, pays = f"le ménage a un autre titre, {title.kind.label}", "ce qu’il doit pour son logement"
    return (
        f"Le juge avait résilié le bail\u00a0; depuis le {since}, {said}, et ce jugement ne l’oblige plus à quitter son logement",
        (
            Step(Who.HOUSEHOLD, f"Payer chaque mois {pays}."),
            Step(Who.ASSOCIATION, "Suivre avec le ménage ce qui reste de la dette d’avant, s’il en reste une."),
        ),
    )


def protocol_title_words(since: dt.date) -> tuple[str, Sequence[Step]]:
    """Say that a protocole is the household's title, when only the title is recorded."""
    return (
        (
            f"Le juge a résilié le bail\u00a0; depuis le {plain_date(since)}, un protocole de cohésion sociale donne au ménage le "
            "droit de rester"
        ),
        (
            Step(Who.HOUSEHOLD, "Payer chaque mois l’indemnité d’occupation et l’échéance du plan."),
            Step(Who.ASSOCIATION, "Enregistrer ce que dit le protocole\u00a0: son indemnité, son plan, sa durée."),
        ),
    )


def _overindebted(here: Situation, beside: Reached) -> tuple[str, Sequence[Step]]:
    until = f" jusqu’au {plain_date(beside.until)}" if beside.until else ""
    due = "l’indemnité d’occupation" if here.position.is_terminated else "le loyer courant"
    return (
        (
            f"La procédure est suspendue par le dossier de surendettement{until}, et {AT_HOME}, dont il continue de payer {due}"
        ),
        (
            Step(Who.HOUSEHOLD, f"Payer chaque mois {due}."),
            Step(Who.ASSOCIATION, "Suivre le dossier avec la commission de surendettement."),
        ),
    )


def _paid_off(here: Situation, _beside: Reached) -> tuple[str, Sequence[Step]]:
    if not here.position.is_terminated:
        return "La dette est soldée\u00a0: la procédure s’arrête et le bail continue", ()
    return (
        "La dette est soldée, mais le bail reste résilié tant qu’un nouveau bail n’est pas signé",
        (Step(Who.LANDLORD, "Proposer un nouveau bail."), Step(Who.ASSOCIATION, "Demander le nouveau bail.")),
    )


def _abandoned(here: Situation, _beside: Reached) -> tuple[str, Sequence[Step]]:
    if not here.position.is_terminated:
        return "Le bailleur a abandonné la procédure\u00a0: le bail continue", ()
    return (
        "Le bailleur a abandonné la procédure\u00a0: le ménage reste, et un bail est à signer s’il ne l’est pas encore",
        (Step(Who.ASSOCIATION, "Vérifier par quel titre le ménage occupe son logement."),),
    )


def _court_delays(here: Situation, beside: Reached) -> tuple[str, Sequence[Step]]:
    until = beside.until
    last = f" jusqu’au {plain_date(until)} compris" if until else ""
    return (
        f"Le juge de l’exécution accorde du temps au ménage pour quitter son logement{last}{not_before(here)}, et d’ici là {AT_HOME}",
        (
            Step(Who.HOUSEHOLD, "Payer chaque mois l’indemnité d’occupation, et chercher un autre logement."),
            Step(Who.ASSOCIATION, "Chercher avec le ménage un autre logement, ou un accord avec le bailleur.", until),
        ),
    )


def _protocol(here: Situation, _beside: Reached) -> tuple[str, Sequence[Step]]:
    if here.new_lease_by:
        return (
            (
                "Le protocole de cohésion sociale a été respecté\u00a0: le bailleur signe un nouveau bail avec le ménage au plus "
                f"tard le {plain_date(here.new_lease_by)}"
            ),
            (
                Step(Who.LANDLORD, "Signer un nouveau bail avec le ménage.", here.new_lease_by),
                Step(Who.ASSOCIATION, "Préparer la signature avec le ménage."),
            ),
        )
    if here.protocol_until and here.protocol_until < here.today:
        return (
            (
                f"Le protocole de cohésion sociale a pris fin le {plain_date(here.protocol_until)}\u00a0: le bailleur dit s’il "
                f"a été respecté, et {AT_HOME}"
            ),
            (
                Step(
                    Who.LANDLORD,
                    "Dire si le protocole a été respecté, puis signer un nouveau bail.",
                    here.protocol_until,
                ),
                Step(Who.ASSOCIATION, "Demander au bailleur ce qu’il constate."),
            ),
        )
    until = f" jusqu’au {plain_date(here.protocol_until)}" if here.protocol_until else ""
    return (
        (
            f"Un protocole de cohésion sociale donne au ménage le droit de rester{until}\u00a0: le bailleur renonce à l’expulsion "
            "tant que l’indemnité et le plan sont payés, puis signe un nouveau bail"
        ),
        (
            Step(Who.HOUSEHOLD, "Payer chaque mois l’indemnité d’occupation et l’échéance du plan."),
            Step(Who.ASSOCIATION, "Prévenir le bailleur dès qu’une échéance devient difficile."),
            Step(Who.LANDLORD, "Dire avant la fin du protocole s’il a été respecté.", here.protocol_until),
        ),
    )


_SAYINGS = {
    Stage.PCS_ACTIVE: _protocol,
    Stage.OVERINDEBTEDNESS: _overindebted,
    Stage.COURT_DELAYS: _court_delays,
    Stage.PAID_OFF: _paid_off,
    Stage.ABANDONED: _abandoned,
}
