"""What was found, as a page of docs."""

from collections.abc import Mapping
from typing import Any

LABELS = {
    "empty": "Page vide (plancher des pages)",
    "home": "Accueil d’une travailleuse",
    "households": "Liste de ses ménages",
    "households_all": "Liste de tous ceux de l’association",
    "search": "Recherche d’un nom",
    "file": "Page d’un dossier",
    "visit": "Visite enregistrée",
    "cal": "Dossiers CAL, secrétariat",
    "cal_worker": "Dossiers CAL, association",
    "correspondent": "Accueil d’un correspondant",
    "manager": "Accueil d’une responsable",
    "subleases": "Sous-locations, travailleuse",
    "subleases_all": "Sous-locations, responsable",
    "account": "Compte d’une sous-location",
    "statement": "Relevé de ce compte, PDF",
    "month_page": "Page du mois, responsable",
    "month_sql": "Mois, SQL écrit à la main (plancher)",
    "month": "Mois calculé, avec ses listes",
    "month_made": "Mois calculé et écrit",
    "month_json": "Commande monthly_dashboard, JSON",
    "xlsx": "Classeur du mois",
    "pdf_bare": "WeasyPrint nu (plancher)",
    "pdf": "Rapport du mois, PDF",
}
FLOORS = {"month": "month_sql", "month_made": "month_sql", "month_json": "month_sql", "pdf": "pdf_bare"}
NO_GOAL = {"empty", "month_sql", "month_made", "month_json", "xlsx", "pdf_bare"}
TEN, HUNDRED = 10, 100
PAGE_GOAL, MONTH_GOAL, PDF_GOAL, WORKER_GOAL = 1.5, 1.5, 1.1, 250


def goal_of(name: str) -> float | None:
    """Give the ratio that a scenario may not pass: to its floor for the month and the PDF, to the smallest base for a page."""
    return {"month": MONTH_GOAL, "pdf": PDF_GOAL}.get(name, None if name in NO_GOAL else PAGE_GOAL)


def ratio_of(name: str, by_size: Mapping[str, Any]) -> float:
    """Give the ratio that is held against the goal."""
    sizes = sorted(by_size, key=int)
    least, most = by_size[sizes[0]], by_size[sizes[-1]]
    return float(most["p50"] / most["floor"] if name in FLOORS else most["p50"] / least["p50"])


def missed(found: Mapping[str, Any]) -> list[str]:
    """Name the goals that were not reached."""
    names = [
        name
        for name, by_size in found["scenarios"].items()
        if (goal := goal_of(name)) is not None and round(ratio_of(name, by_size), 2) > goal
    ]
    return [*names, *(["worker"] if found.get("worker", {}).get("heaviest_mb", 0) >= WORKER_GOAL else [])]


def written(found: Mapping[str, Any]) -> str:
    """Give the page."""
    sizes = sorted({size for by_size in found["scenarios"].values() for size in by_size}, key=int)
    lines = [
        "# Le banc",
        "",
        (
            "Écrit par `make bench` ; ne se corrige pas à la main. Temps du serveur en millisecondes, médiane (et un appel sur"
            " vingt au-dessus), mesurés tour à tour d’une base à l’autre dans le même passage : les rapports comptent, les"
            f" millisecondes sont celles de cette machine. Base : {found['database']}. "
            f"Passage de {found['seconds']} s."
        ),
        "",
        "Une travailleuse a vingt ménages quel que soit le total : 36 ménages ont une travailleuse, 10 000 en ont 278.",
        "",
        "| | "
        + " | ".join(f"{_spaced(size)} ménages" for size in sizes)
        + " | au plus petit | au plancher | requêtes | mémoire | but |",
        "|---|" + "---:|" * (len(sizes) + 5),
    ]
    for name, by_size in found["scenarios"].items():
        measured = [size for size in sizes if size in by_size]  # a slow one may have been measured on some bases only
        least, most = by_size[measured[0]], by_size[measured[-1]]
        times = " | ".join(
            f"{_plain(by_size[size]['p50'])} ({_plain(by_size[size]['p95'])})" if size in by_size else ""
            for size in sizes
        )
        goal, ratio = goal_of(name), ratio_of(name, by_size)
        held = "" if goal is None else f"{'tenu' if round(ratio, 2) <= goal else '**manqué**'} (≤ {_plain(goal)})"
        queries = sorted({by_size[size]["queries"] for size in measured})
        lines.append(
            f"| {LABELS.get(name, name)} | {times} | × {_plain(most['p50'] / least['p50'])} "
            f"| × {_plain(most['p50'] / most['floor'])} | {'–'.join(str(count) for count in (queries[0], *queries[-1:]) if queries) if len(queries) > 1 else queries[0]} "
            f"| {_plain(most['peak_kb'] / 1024)} Mo | {held} |"
        )
    lines += ["", _said_of_worker(found.get("worker", {})), "", _said_of_columns(sizes)]
    return "\n".join(line for line in lines if line is not None) + "\n"


def _said_of_worker(worker: Mapping[str, Any]) -> str:
    if not worker:
        return "Travailleur Celery : non mesuré dans ce passage."
    held = "tenu" if worker["heaviest_mb"] < WORKER_GOAL else "**manqué**"
    return (
        f"Un travailleur Celery après {worker['reports']} rapports ({_plain(worker['seconds'])} s) : "
        f"{worker['heaviest_mb']} Mo pour son processus le plus lourd, {worker['before_mb']} Mo au départ ; "
        f"but {held} (< {WORKER_GOAL} Mo)."
    )


def _said_of_columns(sizes: list[str]) -> str:
    return (
        f"« Au plus petit » : {_spaced(sizes[-1])} ménages contre {_spaced(sizes[0])}. « Au plancher » : contre la page vide "
        "pour une page, le SQL écrit à la main pour le mois, WeasyPrint nu sur le même HTML pour le PDF. « Mémoire » : le plus "
        f"haut d’un appel à {_spaced(sizes[-1])} ménages (tracemalloc). Les planchers et ce qui n’est pas une page n’ont pas de"
        " but de croissance."
    )


def _plain(number: float) -> str:
    """Give three figures that matter."""
    places = 0 if number >= HUNDRED else 1 if number >= TEN else 2
    return f"{number:.{places}f}".replace(".", ",")


def _spaced(size: str) -> str:
    return f"{int(size):,}".replace(",", "\u00a0")
