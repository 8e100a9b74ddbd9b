"""What forbids putting a household out on a day: the winter truce, what suspends the procedure (domain.md §3.7)."""

import datetime as dt

from foundation.words import plain_date
from leases.rules.law import Law, truce_over
from leases.rules.procedures import BESIDE, Position


def why_eviction_is_refused(
    on: dt.date, *, here: Position, allowed_from: dt.date | None, law: Law, motive: str
) -> str | None:
    """Say why an eviction cannot be of this day, or None. A motive that is written sets the rule aside, and is kept.

    The truce does not hold for who is rehoused in a home that suits the family, nor for who broke in (CPCE, art. L. 412-6): only
    people can tell, so that they write it. `here` is where the procedure is that day, `allowed_from` the first day after the
    delay of the order to leave (CPCE, art. L. 412-1: a judge may shorten it), None when no order is recorded.
    """
    if motive.strip():
        return None
    if here.beside is not None and here.beside.stage in BESIDE:
        until = f" jusqu’au {plain_date(here.beside.until)}" if here.beside.until else ""
        return (
            f"Ce jour-là l’expulsion est retenue{until}\u00a0: {here.beside.stage.label}. Vérifiez le jour, notez la fin de ce qui la "
            "retient, ou écrivez en précision le motif qui l’écarte."
        )
    truce, value = truce_over(on, law), law.on("procedure.truce", on)
    if truce is not None and truce.ended_on is not None and value is not None:
        return (
            f"Personne ne peut être expulsé pendant la trêve hivernale, du {plain_date(truce.started_on)} au "
            f"{plain_date(truce.ended_on)} compris ({value.source}). Vérifiez le jour, ou écrivez en précision le motif qui écarte la "
            "trêve\u00a0: relogement adapté à la famille, entrée sans droit, décision du juge."
        )
    order = law.on("procedure.vacate_order", on)
    if order is not None and allowed_from is not None and on < allowed_from:
        return (
            f"Le délai pour quitter les lieux court encore\u00a0: pas d’expulsion avant le {plain_date(allowed_from)} "
            f"({order.source}). Vérifiez le jour, ou écrivez en précision la décision du juge qui réduit ce délai."
        )
    return None
