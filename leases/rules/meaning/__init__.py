"""« Ce que cela veut dire maintenant »: an eviction procedure in one plain sentence, and the next step of each (domain.md §3.7).

The words are read by the household's team and by the landlord alike: what the law does, and who may act, with no blame.
"""

from foundation.words import plain_date
from leases.enums import ProcedureStage as Stage
from leases.rules.clocks import ClockKind
from leases.rules.meaning.beside import beside_words, followed_words, protocol_title_words
from leases.rules.meaning.situation import NOTHING, Meaning, Situation, Step
from leases.rules.meaning.stages import stage_words

__all__ = ["NOTHING", "Meaning", "Situation", "Step", "meaning_of"]


def meaning_of(here: Situation) -> Meaning:
    """Say what a procedure means now for the household, and whose step is next."""
    position = here.position
    if position.followed_by is not None:
        main, steps = followed_words(here, position.followed_by)
    elif position.beside is not None and not position.is_evicted:
        main, steps = beside_words(here, position.beside)
    elif position.stage is None:
        main, steps = NOTHING, ()
    elif position.is_terminated and here.protocol_since is not None:
        main, steps = protocol_title_words(here.protocol_since)
    else:
        main, steps = stage_words(here, position.stage.stage)
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
