"""The common grid: its domains and levels by version, when it may be scored, what a score asks for (domain.md §5).

A level says autonomy now, not merit. There is no total, no average across domains, no ranking (GDPR art. 22).
"""

import datetime as dt
import functools
import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from accompaniments.enums import Passage, State, Subject
from accompaniments.rules.states import why_day_is_refused
from foundation.words import NBSP, plain_date

REFERENCE = Path(__file__).resolve().parent.parent / "reference" / "grid.json"
CURRENT_VERSION = 1
NOT_CONCERNED = 0
NOT_ASSESSED = 9
SCALE = (1, 2, 3, 4, 5)
LEVELS = (*SCALE, NOT_CONCERNED, NOT_ASSESSED)
MAX_JUSTIFICATION = 500
NEAR = dt.timedelta(days=30)  # a passage scored that near the end of a review's period, or later, is that review's

# Words that tell what nobody needs to write in a justification: a soft warning, never a refusal (domain.md §5).
_HEALTH = [
    "addict",
    "alcool",
    "antidepress",
    "autis",
    "avc",
    "bipol",
    "cancer",
    "cure",
    "sevrage",
    "depress",
    "diabet",
    "drog",
    "epileps",
    "handicap",
    "hospitalis",
    "hiv",
    "maladi",
    "medicament",
    "neurolept",
    "pathologi",
    "psychi",
    "psychotr",
    "schizo",
    "sida",
    "stupefi",
    "suicid",
    "toxico",
    "traitement",
    "tumeur",
    "vih",
]


@dataclass(frozen=True)
class Domain:
    """A domain of the grid, as one version words it."""

    subject: Subject
    about: str
    levels: tuple[str, ...]  # what 1 to 5 mean here


@dataclass(frozen=True)
class Grid:
    """One version of the grid."""

    version: int
    domains: tuple[Domain, ...]
    scale: Mapping[int, str]


@dataclass(frozen=True)
class Score:
    """A domain's level and why."""

    domain: Subject
    level: int
    justification: str = ""

    @property
    def is_on_scale(self) -> bool:
        """Tell whether it is a level from 1 to 5."""
        return self.level in SCALE


@functools.cache
def grid(version: int = CURRENT_VERSION) -> Grid:
    """Give the grid as this version words it.

    Raises LookupError for a version that Palier does not hold.
    """
    told = json.loads(REFERENCE.read_text(encoding="utf-8"))
    if told["version"] != version:
        raise LookupError(version)
    domains = tuple(Domain(Subject(one["code"]), one["about"], tuple(one["levels"])) for one in told["domains"])
    return Grid(version, domains, {int(level): word for level, word in told["levels"].items()})


def is_scored(passage: Passage, assessed_on: dt.date, *, since: dt.date) -> bool:
    """Tell whether an assessment of that day is the one passage of its kind: a reopened accompaniment has an exit of its own.

    `since` is the first day of the present step: the exit of an end, the end of a watch, are scored once a run (domain.md §2.1
    S12, §8.7); the entry once; a review as often as there are reviews.
    """
    if passage == Passage.REVIEW:
        return False
    return passage == Passage.ENTRY or assessed_on >= since


def is_of_review(assessed_on: dt.date, period_to: dt.date) -> bool:
    """Tell whether a « bilan » passage of that day goes with the last review, whose period ends on `period_to`."""
    return assessed_on >= period_to - NEAR


def why_passage_is_refused(passage: Passage, state: State) -> str | None:
    """Say why a passage is not scored at this step, or None (domain.md §5, « Passages »)."""
    if state == State.CLOSED:
        return "Ce suivi est clos\u00a0: sa grille ne se remplit plus."
    if state == State.REFERRED:
        return "La grille se remplit une fois un référent nommé."
    if passage in {Passage.REVIEW, Passage.EXIT} and state != State.SUPPORTED:
        return f"Le passage «{NBSP}{passage.label}{NBSP}» se fait pendant l’accompagnement."
    if passage == Passage.WATCH_END and state != State.WATCHED:
        return "Le passage de fin de veille se fait pendant la veille."
    return None


def why_assessed_on_is_refused(day: dt.date, *, opened_on: dt.date, today: dt.date) -> str | None:
    """Say why a grid may not carry this day, or None: neither to come, nor before the follow-up began."""
    if reason := why_day_is_refused(day, today):
        return reason
    if day < opened_on:
        return f"Le suivi commence le {plain_date(opened_on)}\u00a0: indiquez ce jour ou un jour qui le suit."
    return None


def score_refusals(scores: Iterable[Score]) -> dict[str, str]:
    """Give what a grid lacks, by domain's code: each has a level, and a level from 1 to 5 has its short why (§5)."""
    found: dict[str, str] = {}
    told: dict[str, Score] = {}
    for score in scores:
        told[score.domain.value] = score
        if score.level not in LEVELS:
            found[score.domain.value] = "Choisissez un niveau de la grille."
        elif score.is_on_scale and not score.justification.strip():
            found[score.domain.value] = "Dites en quelques mots ce qui explique ce niveau."
        elif len(score.justification) > MAX_JUSTIFICATION:
            found[score.domain.value] = f"Écrivez au plus {MAX_JUSTIFICATION} caractères."
    for subject in Subject:
        if subject.value not in told:
            found[subject.value] = "Choisissez un niveau."
    return found


def health_words(text: str) -> tuple[str, ...]:
    """Give the words of a text that seem to tell someone's health: to be looked at again, never refused (§5)."""
    found: dict[str, None] = {}
    for word in re.findall(r"\w+", text):
        plain = unicodedata.normalize("NFKD", word.lower())
        bare = "".join(char for char in plain if not unicodedata.combining(char))
        if bare.startswith(tuple(_HEALTH)):
            found[word] = None
    return tuple(found)


def change_said(first: int | None, last: int | None) -> str:
    """Say how one domain moved from a level to another; nothing where one of the two is not a level from 1 to 5."""
    if first not in SCALE or last not in SCALE or first is None or last is None:
        return ""
    if first == last:
        return "inchangé"
    step = abs(last - first)
    word = "niveau" if step == 1 else "niveaux"
    return f"{'+' if last > first else '−'}{NBSP}{step} {word}"
