"""What a commission's decision needs, and which ones are positive (R.441-3 CCH, domain.md §3.5)."""

import datetime as dt
from collections.abc import Collection, Mapping


def what_decision_lacks(
    kind: str,
    *,
    decided_on: dt.date,
    rank: int | None = None,
    ranks_taken: Collection[int] = (),
    missing_piece: str = "",
    piece_due_on: dt.date | None = None,
    reason: str = "",
) -> Mapping[str, str]:
    """Give, by field, what the decision still needs; empty when it can be recorded."""
    lacks: dict[str, str] = {}
    if kind == "ALLOCATED_RANKED":
        if rank is None or rank < 1:
            lacks["rank"] = "Une attribution en rang dit le rang, à partir de 1."
        elif rank in ranks_taken:
            lacks["rank"] = f"Le rang {rank} est déjà donné pour ce logement à cette séance."
    elif rank is not None:
        lacks["rank"] = "Seule une attribution en rang a un rang."
    if kind == "ALLOCATED_CONDITIONAL":
        if not missing_piece:
            lacks["missing_piece"] = "Une condition suspensive nomme la pièce attendue."
        if piece_due_on is None:
            lacks["piece_due_on"] = "Indiquez jusqu’à quel jour la pièce peut arriver."
        elif piece_due_on <= decided_on:
            lacks["piece_due_on"] = "La pièce ne peut pas être attendue avant la séance."
    if kind in {"NOT_ALLOCATED", "INADMISSIBLE", "ADJOURNED"} and not reason.strip():
        lacks["reason"] = "Cette décision dit sa raison."
    return lacks


def is_positive(kind: str, rank: int | None, *, is_promoted: bool) -> bool:
    """Tell whether a decision counts as positive: a rank beyond the first waits for its promotion."""
    if kind == "ALLOCATED_RANKED":
        return rank == 1 or is_promoted
    return kind in {"ALLOCATED", "ALLOCATED_CONDITIONAL"}


def why_few_candidates_matter(examined: int, least: int, exception: str) -> str | None:
    """Warn under `least` (three) requests examined without the reason of an exception (prefect's designation, PLAI adapté, too few)."""
    if examined >= least or exception:
        return None
    return (
        "La commission examine au moins trois demandes par logement (CCH, art. R. 441-3). "
        "Indiquez la raison de l’exception."
    )
