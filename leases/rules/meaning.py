"""« Ce que cela veut dire maintenant »: an eviction procedure in one plain sentence, and the next step of each (domain.md §3.7).

The words are read by the household's team and by the landlord alike: what the law does, and who may act, with no blame.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from foundation.words import plain_date
from leases.enums import LeaseKind
from leases.enums import ProcedureStage as Stage
from leases.rules.clocks import HEARING, LEASE, Clock, ClockKind, Who
from leases.rules.procedures import Position, Title

NOTHING = "Aucune procédure n’est enregistrée\u00a0: rien n’oblige le ménage à quitter son logement"
ONE_DAY = dt.timedelta(days=1)
AT_HOME = "le ménage habite toujours son logement"


@dataclass(frozen=True)
class Situation:
    """All that the sentence depends on, on a day."""

    position: Position
    today: dt.date
    clocks: tuple[Clock, ...] = ()
    hearing_on: dt.date | None = None  # to come
    eviction_from: dt.date | None = None
    truce_until: dt.date | None = None
    is_held: bool = False
    held_until: dt.date | None = None
    protocol_until: dt.date | None = None
    protocol_since: dt.date | None = None  # the title of a protocole whose terms are not recorded
    new_lease_by: dt.date | None = None  # the protocole was kept: the landlord signs a lease by this day

    def clock(self, kind: ClockKind) -> Clock | None:
        """Give a clock of the running procedure."""
        return next((clock for clock in self.clocks if clock.kind == kind), None)


@dataclass(frozen=True)
class Step:
    """What somebody may do next, and by when if a date is known."""

    who: Who
    what: str
    by: dt.date | None = None


@dataclass(frozen=True)
class Meaning:
    """The sentence, the steps, the household's first, and what an act lacks before the law."""

    sentence: str
    steps: tuple[Step, ...]
    warnings: tuple[str, ...] = ()


def meaning_of(here: Situation) -> Meaning:
    """Say what a procedure means now for the household, and whose step is next."""
    position = here.position
    if position.followed_by is not None:
        main, steps = _followed(here, position.followed_by)
    elif position.beside is not None and not position.is_evicted:
        main, steps = _beside(here)
    elif position.stage is None:
        main, steps = NOTHING, ()
    elif position.is_terminated and here.protocol_since is not None:
        main, steps = _titled_by_protocol(here.protocol_since)
    else:
        main, steps = _at_stage(here, position.stage.stage)
    parts = [main]
    if not position.is_over:
        parts += _around(here)
    return Meaning("\u00a0; ".join(parts) + ".", tuple(steps), _warnings(here))


def _warnings(here: Situation) -> tuple[str, ...]:
    """Say, until the judge decides, that a summons came before the end of a delay: it happened, and may be inadmissible."""
    stage, summons = here.position.stage, here.clock(ClockKind.PREFECT_NOTICE)
    if stage is None or stage.stage not in {Stage.SUMMONS, Stage.HEARING} or here.position.is_over:
        return ()
    if summons is None or summons.started_on is None:
        return ()
    order = here.clock(ClockKind.PAYMENT)
    if order and order.started_on and order.started_on > summons.started_on:
        order = None  # a later order is not that of this summons
    delays = (
        (order, "du commandement de payer"),
        (here.clock(ClockKind.SUMMONS), "qui suit la saisine de la commission de prévention des expulsions"),
    )
    return tuple(
        f"L’assignation du {plain_date(summons.started_on)} a été délivrée avant la fin du délai {what}, le "
        f"{plain_date(clock.on)}\u00a0: le ménage peut demander au juge de la dire irrecevable ({clock.source})."
        for clock, what in delays
        if clock and clock.on and clock.on >= summons.started_on
    )


def _around(here: Situation) -> list[str]:
    """Say what holds the procedure, and the winter truce once the lease is ended."""
    said = []
    if here.is_held and here.position.stage is not None:
        until = f" jusqu’au {plain_date(here.held_until)}" if here.held_until else ""
        said.append(f"le bailleur s’est engagé à suspendre la procédure{until}")
    if here.truce_until and here.position.is_terminated:
        day = plain_date(here.truce_until)
        said.append(
            f"c’est la trêve hivernale jusqu’au {day} compris"
            if here.eviction_from
            else f"c’est la trêve hivernale, personne ne peut être expulsé jusqu’au {day} compris"
        )
    return said


def _followed(here: Situation, title: Title) -> tuple[str, Sequence[Step]]:
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


def _titled_by_protocol(since: dt.date) -> tuple[str, Sequence[Step]]:
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


def _beside(here: Situation) -> tuple[str, Sequence[Step]]:
    beside = here.position.beside
    stage = beside.stage if beside else Stage.ABANDONED
    ended = here.position.is_terminated
    if stage == Stage.PCS_ACTIVE:
        return _protocol(here)
    if stage == Stage.OVERINDEBTEDNESS:
        until = f" jusqu’au {plain_date(beside.until)}" if beside and beside.until else ""
        main = (
            f"La procédure est suspendue par le dossier de surendettement{until}, et {AT_HOME}, dont il continue de payer "
            f"{'l’indemnité d’occupation' if ended else 'le loyer courant'}"
        )
        return main, (
            Step(Who.HOUSEHOLD, f"Payer chaque mois {'l’indemnité d’occupation' if ended else 'le loyer courant'}."),
            Step(Who.ASSOCIATION, "Suivre le dossier avec la commission de surendettement."),
        )
    if stage == Stage.PAID_OFF:
        if ended:
            return (
                "La dette est soldée, mais le bail reste résilié tant qu’un nouveau bail n’est pas signé",
                (Step(Who.LANDLORD, "Proposer un nouveau bail."), Step(Who.ASSOCIATION, "Demander le nouveau bail.")),
            )
        return "La dette est soldée\u00a0: la procédure s’arrête et le bail continue", ()
    if ended:
        return (
            "Le bailleur a abandonné la procédure\u00a0: le ménage reste, et un bail est à signer s’il ne l’est pas encore",
            (Step(Who.ASSOCIATION, "Vérifier par quel titre le ménage occupe son logement."),),
        )
    return "Le bailleur a abandonné la procédure\u00a0: le bail continue", ()


def _protocol(here: Situation) -> tuple[str, Sequence[Step]]:
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


def _at_stage(here: Situation, stage: Stage) -> tuple[str, Sequence[Step]]:
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
    when = _from(here)
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


def _from(here: Situation) -> str:
    """Say from which day an eviction may take place."""
    day = here.eviction_from
    if day is None:
        return ""
    if day <= here.today:
        return ""
    return f"\u00a0: aucune expulsion n’est possible avant le {plain_date(day)}"


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
