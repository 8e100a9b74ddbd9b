"""Each stage of the law in one sentence, with what each may do next."""

import datetime as dt
from collections.abc import Sequence

from foundation.words import plain_date
from leases.enums import ProcedureStage as Stage
from leases.rules.clocks import HEARING, LEASE, ClockKind, Who
from leases.rules.meaning.situation import AT_HOME, ONE_DAY, Situation, Step, not_before


def stage_words(here: Situation, stage: Stage) -> tuple[str, Sequence[Step]]:
    """Say what a stage means for the household, and whose step is next."""
    return _SAYINGS[stage](here)


def _arrears(_here: Situation) -> tuple[str, Sequence[Step]]:
    return (
        "Des loyers restent à payer\u00a0: aucun juge n’est saisi et le bail continue",
        (
            Step(Who.HOUSEHOLD, "Reprendre le loyer courant et convenir d’un plan avec le bailleur."),
            Step(Who.ASSOCIATION, "Chercher une aide avec le ménage, comme le fonds de solidarité pour le logement."),
            Step(Who.LANDLORD, "Proposer un plan d’apurement."),
        ),
    )


def _reported(_here: Situation) -> tuple[str, Sequence[Step]]:
    return (
        (
            "La caisse d’allocations est prévenue de l’impayé\u00a0: un plan d’apurement lui permet de continuer l’aide au "
            "logement, et le bail continue"
        ),
        (
            Step(Who.HOUSEHOLD, "Convenir d’un plan et reprendre le loyer courant."),
            Step(Who.ASSOCIATION, "Envoyer le plan à la caisse d’allocations."),
            Step(Who.LANDLORD, "Proposer un plan d’apurement."),
        ),
    )


def _ccapex(here: Situation) -> tuple[str, Sequence[Step]]:
    clock = here.clock(ClockKind.SUMMONS)
    main = "La commission de prévention des expulsions examine la situation"
    if clock and clock.on:
        main += (
            f"\u00a0; depuis le {plain_date(clock.on + ONE_DAY)}, le bailleur peut saisir le juge"
            if clock.has_run(here.today)
            else f"\u00a0; le bailleur ne peut pas saisir le juge avant le {plain_date(clock.on + ONE_DAY)}"
        )
    return (
        f"{main}, et le bail continue",
        (
            Step(Who.HOUSEHOLD, "Reprendre le loyer courant et convenir d’un plan."),
            Step(Who.ASSOCIATION, "Dire à la commission ce que le ménage fait déjà."),
            Step(Who.LANDLORD, "Répondre à un plan proposé."),
        ),
    )


def _payment_order(here: Situation) -> tuple[str, Sequence[Step]]:
    clock = here.clock(ClockKind.PAYMENT)
    pay = Step(
        Who.HOUSEHOLD, "Payer, ou convenir d’un plan avec le bailleur.", clock.on if clock and clock.on else None
    )
    steps = (
        pay,
        Step(
            Who.ASSOCIATION, "Saisir le fonds de solidarité pour le logement, et l’aide juridictionnelle s’il le faut."
        ),
        Step(Who.LANDLORD, "Répondre à un plan proposé.")
        if here.clock(ClockKind.SUMMONS)
        else Step(Who.LANDLORD, "Signaler le commandement à la commission de prévention des expulsions."),
    )
    judge_from = _judge_from(here)
    if clock is None or clock.on is None:
        asked = " ou le juge peut être saisi, à un jour qui dépend de la date de signature du bail"
        why = asked if clock and clock.misses == LEASE else ", sinon le juge peut être saisi"
        return f"Un commandement demande de payer la dette{why}, et {AT_HOME}", steps
    if clock.has_run(here.today):
        asks = (
            f"la commission de prévention des expulsions est saisie, et le bailleur ne peut pas demander au juge de résilier le "
            f"bail avant le {plain_date(judge_from)}"
            if judge_from and judge_from > here.today
            else "le bailleur peut demander au juge de résilier le bail"
        )
        return (
            f"Le délai du commandement de payer est passé depuis le {plain_date(clock.on)}\u00a0: {asks}, et {AT_HOME}",
            (Step(Who.HOUSEHOLD, "Proposer un plan et reprendre le loyer courant avant l’audience."), *steps[1:]),
        )
    when = f"à partir du {plain_date(judge_from)}" if judge_from and judge_from > clock.on + ONE_DAY else "au-delà"
    return (
        (
            f"Un commandement demande de payer la dette jusqu’au {plain_date(clock.on)} compris\u00a0; {when}, le bailleur peut "
            f"demander au juge de résilier le bail, et d’ici là {AT_HOME}"
        ),
        steps,
    )


def _judge_from(here: Situation) -> dt.date | None:
    """Give the first day on which the landlord may go before the judge, when the delays before it are known."""
    waits = [clock.on for kind in (ClockKind.PAYMENT, ClockKind.SUMMONS) if (clock := here.clock(kind)) and clock.on]
    return max(waits) + ONE_DAY if waits else None


def _summons(here: Situation) -> tuple[str, Sequence[Step]]:
    notice = here.clock(ClockKind.PREFECT_NOTICE)
    is_told = notice is not None and notice.done_on is not None
    when = f" le {plain_date(here.hearing_on)}" if here.hearing_on else ""
    inform = (
        (Step(Who.LANDLORD, "Transmettre l’assignation au préfet.", notice.on),)
        if notice and notice.on and not is_told
        else (Step(Who.LANDLORD, "Faire connaître la date de l’audience."),)
        if notice and notice.misses == HEARING and not is_told
        else ()
    )
    order = here.clock(ClockKind.PAYMENT)
    pays = (
        f"\u00a0; la dette peut encore être payée jusqu’au {plain_date(order.on)} compris, comme le commandement le demande"
        if order and order.on and not order.has_run(here.today)
        else ""
    )
    return (
        f"Le ménage est convoqué devant le juge{when}, à qui il peut demander du temps pour payer, et {AT_HOME}{pays}",
        (
            Step(Who.HOUSEHOLD, "Venir à l’audience, ou s’y faire représenter.", here.hearing_on),
            Step(Who.ASSOCIATION, "Préparer l’audience avec le ménage, et l’aide juridictionnelle."),
            *inform,
            Step(Who.PREFECT, "Faire établir le diagnostic social et financier.", here.hearing_on),
        ),
    )


def _hearing(here: Situation) -> tuple[str, Sequence[Step]]:
    at = here.position.stage
    when = f" le {plain_date(at.on)}" if at else ""
    return (
        f"L’audience a eu lieu{when} et la décision du juge est attendue\u00a0: {AT_HOME}",
        (
            Step(Who.HOUSEHOLD, "Continuer à payer le loyer courant."),
            Step(Who.ASSOCIATION, "Prendre connaissance de la décision avec le ménage."),
            Step(Who.JUSTICE, "Rendre sa décision."),
        ),
    )


def _terms(here: Situation) -> tuple[str, Sequence[Step]]:
    clock = here.clock(ClockKind.TERMS)
    is_known = here.position.stage is not None and here.position.stage.until is not None
    until = ""
    if clock and clock.on:
        until = f" jusqu’au {plain_date(clock.on)}" if is_known else f", au plus tard jusqu’au {plain_date(clock.on)}"
    return (
        (
            f"Le juge accorde du temps pour payer{until}\u00a0: le bail continue si le loyer courant et chaque échéance sont payés, "
            "et il est résilié s’ils ne le sont pas"
        ),
        (
            Step(Who.HOUSEHOLD, "Payer chaque mois le loyer courant et l’échéance.", clock.on if clock else None),
            Step(Who.ASSOCIATION, "Vérifier chaque mois que l’échéance est payée."),
        ),
    )


def _terminated(here: Situation) -> tuple[str, Sequence[Step]]:
    _ = here
    return (
        (
            f"Le juge a résilié le bail\u00a0: {AT_HOME}, sans bail, et ne peut pas être expulsé sans un commandement de quitter "
            "les lieux puis un délai"
        ),
        (
            Step(Who.HOUSEHOLD, "Payer chaque mois l’indemnité d’occupation."),
            Step(
                Who.ASSOCIATION, "Proposer au bailleur un protocole de cohésion sociale, ou un bail de l’association."
            ),
            Step(Who.LANDLORD, "Dire s’il signe un protocole, ou suspend la procédure."),
        ),
    )


def _vacate(here: Situation) -> tuple[str, Sequence[Step]]:
    clock = here.clock(ClockKind.VACATE)
    when = not_before(here)
    steps = (
        Step(Who.HOUSEHOLD, "Demander des délais au juge de l’exécution, et payer l’indemnité d’occupation."),
        Step(Who.ASSOCIATION, "Chercher avec le ménage un autre logement, ou un accord avec le bailleur."),
        Step(Who.JUSTICE, "Répondre à une demande de délais."),
    )
    if clock and clock.has_run(here.today):
        return (
            (
                f"Le délai du commandement de quitter les lieux est passé{when}\u00a0; la force ne peut être employée qu’avec "
                "l’accord du préfet"
            ),
            steps,
        )
    return f"Un commandement demande de quitter les lieux{when}, et d’ici là {AT_HOME}", steps


def _attempt(_here: Situation) -> tuple[str, Sequence[Step]]:
    return (
        (
            "Un commissaire de justice s’est présenté et le ménage est resté\u00a0: la force ne peut être employée qu’avec l’accord "
            "du préfet"
        ),
        (
            Step(Who.HOUSEHOLD, "Demander des délais au juge de l’exécution, et un autre logement."),
            Step(Who.ASSOCIATION, "Dire au préfet et à la commission de prévention où en est le ménage."),
            Step(Who.LANDLORD, "Dire s’il demande le concours de la force publique."),
        ),
    )


def _requested(here: Situation) -> tuple[str, Sequence[Step]]:
    clock = here.clock(ClockKind.POLICE)
    steps = (
        Step(Who.ASSOCIATION, "Écrire au préfet ce que le ménage a entrepris."),
        Step(
            Who.PREFECT,
            "Répondre au concours de la force publique.",
            clock.on if clock and not clock.has_run(here.today) else None,
        ),
    )
    if clock and clock.on and clock.has_run(here.today):
        return (
            f"Le préfet n’a pas répondu au {plain_date(clock.on)}\u00a0: le concours de la force publique est refusé, et {AT_HOME}",
            (steps[0], Step(Who.LANDLORD, "Dire s’il renouvelle sa demande.")),
        )
    by = f" avant la fin du {plain_date(clock.on)}" if clock and clock.on else ""
    return (
        (
            f"Le préfet doit répondre à la demande de concours de la force publique{by}\u00a0: sans réponse elle est refusée, et "
            f"{AT_HOME}"
        ),
        steps,
    )


def _granted(here: Situation) -> tuple[str, Sequence[Step]]:
    day = here.eviction_from
    when = (
        f"à partir du {plain_date(day)}"
        if day and day > here.today
        else f"à partir du {plain_date(here.truce_until + ONE_DAY)}"
        if here.truce_until
        else "à tout moment"
    )
    return (
        f"Le préfet a accordé le concours de la force publique\u00a0: l’expulsion peut avoir lieu {when}",
        (
            Step(Who.HOUSEHOLD, "Accepter un hébergement ou un autre logement, avec l’aide de l’association."),
            Step(Who.ASSOCIATION, "Demander d’urgence un hébergement, et un dernier accord au bailleur."),
            Step(Who.PREFECT, "Fixer le jour."),
        ),
    )


def _evicted(here: Situation) -> tuple[str, Sequence[Step]]:
    at = here.position.stage
    when = f" le {plain_date(at.on)}" if at else ""
    return (
        f"L’expulsion a eu lieu{when}\u00a0: le ménage n’habite plus ce logement",
        (Step(Who.ASSOCIATION, "Chercher avec le ménage où vivre, et noter son nouveau lieu de vie."),),
    )


_SAYINGS = {
    Stage.ARREARS: _arrears,
    Stage.CAF_REPORTED: _reported,
    Stage.CCAPEX_REFERRED: _ccapex,
    Stage.PAYMENT_ORDER: _payment_order,
    Stage.SUMMONS: _summons,
    Stage.HEARING: _hearing,
    Stage.JUDGMENT_TERMS: _terms,
    Stage.JUDGMENT_TERMINATION: _terminated,
    Stage.VACATE_ORDER: _vacate,
    Stage.EVICTION_ATTEMPT: _attempt,
    Stage.POLICE_REQUESTED: _requested,
    Stage.POLICE_GRANTED: _granted,
    Stage.EVICTED: _evicted,
}
