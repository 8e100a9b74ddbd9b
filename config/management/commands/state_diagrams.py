"""Write the diagrams of the states under docs/, from TRANSITIONS; `--check` says whether they are fresh."""

from argparse import ArgumentParser
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from accompaniments.enums import DIFFICULTY_TRANSITIONS, TAKE_OVER_ENTRIES, TRANSITIONS, State
from leases.enums import FILE_TRANSITIONS, SLIDE_TRANSITIONS
from leases.rules.protocols import PROTOCOL_TRANSITIONS
from partners.enums import Axis

HEAD = """# States

Written by `manage.py state_diagrams` from the tables of transitions: do not edit by hand, the tests refuse a stale page.

Only these states are stored; every other step of the course is derived from dated facts. Each change is a dated row
(who, when, effective on, why). A *reprise* (household already on its way) enters from nothing at its present state, flagged
`TAKEN_OVER`; a change recorded in error is annulled by a correction row, which leads back to the state before.
"""
OTHERS: tuple[tuple[str, Mapping[Any, Sequence[Any]]], ...] = (
    ("CAL dossier", FILE_TRANSITIONS),
    ("Proposal of a slide", SLIDE_TRANSITIONS),
    ("Protocole de cohésion sociale", PROTOCOL_TRANSITIONS),
    ("Difficulty", DIFFICULTY_TRANSITIONS),
)


class Command(BaseCommand):
    """`manage.py state_diagrams [--check]`."""

    help = "Écrit docs/state-diagrams.md d’après TRANSITIONS."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add `--check`, for the tests and for CI."""
        parser.add_argument("--check", action="store_true", help="échoue si la page n’est pas à jour, sans l’écrire")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write or compare the page."""
        del args
        page = Path(settings.BASE_DIR) / "docs" / "state-diagrams.md"
        wanted = written()
        if options["check"]:
            if not page.exists() or page.read_text(encoding="utf-8") != wanted:
                raise CommandError("docs/state-diagrams.md n’est pas à jour : lancez « manage.py state_diagrams ».")
            self.stdout.write("docs/state-diagrams.md est à jour.")
            return
        page.parent.mkdir(exist_ok=True)
        page.write_text(wanted, encoding="utf-8")
        self.stdout.write("docs/state-diagrams.md est écrit.")


def written() -> str:
    """Give the whole page."""
    return HEAD + "".join([*map(_course, Axis), *(_drawn(title, _ways(table)) for title, table in OTHERS)])


def _course(axis: Axis) -> str:
    lines = [f"    [*] --> {State.REFERRED.value}: orientation"]
    lines += [f"    [*] --> {state.value}: reprise" for state in TAKE_OVER_ENTRIES]
    title = f"Accompaniment: {axis.label} (`{axis.value}`)"
    return _drawn(title, [*lines, *_ways(TRANSITIONS[axis])])


def _ways(table: Mapping[Any, Sequence[Any]]) -> list[str]:
    """Draw a table: its states with their words, what may follow each, and where it ends."""
    return [
        *(f"    {state.value}: {state.label}" for state in table),
        *(f"    {start.value} --> {end.value}" for start, ends in table.items() for end in ends),
        *(f"    {state.value} --> [*]" for state, ends in table.items() if not ends),
    ]


def _drawn(title: str, lines: Sequence[str]) -> str:
    diagram = "\n".join(lines)
    return f"\n## {title}\n\n```mermaid\nstateDiagram-v2\n{diagram}\n```\n"
