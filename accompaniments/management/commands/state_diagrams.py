"""Write the diagrams of the states under docs/, from TRANSITIONS; `--check` says whether they are fresh."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from accompaniments.enums import TAKE_OVER_ENTRIES, TRANSITIONS, State
from partners.enums import Axis

HEAD = """# States of an accompaniment

Written by `manage.py state_diagrams` from `accompaniments.enums.TRANSITIONS`: do not edit by hand, the tests refuse a stale page.

Only these states are stored; every other step of the course is derived from dated facts. Each change is a dated row
(who, when, effective on, why). A *reprise* (household already on its way) enters from nothing at its present state, flagged
`TAKEN_OVER`; a change recorded in error is annulled by a correction row, which leads back to the state before.
"""


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
    return HEAD + "".join(_section(axis) for axis in Axis)


def _section(axis: Axis) -> str:
    ways = TRANSITIONS[axis]
    lines = [f"    {state.value}: {state.label}" for state in State]
    lines.append(f"    [*] --> {State.REFERRED.value}: orientation")
    lines += [f"    [*] --> {state.value}: reprise" for state in TAKE_OVER_ENTRIES]
    lines += [f"    {start.value} --> {end.value}" for start in State for end in ways[start]]
    lines.append(f"    {State.CLOSED.value} --> [*]")
    diagram = "\n".join(lines)
    title = f"{axis.label[:1].upper()}{axis.label[1:]}"
    return f"\n## {title} (`{axis.value}`)\n\n```mermaid\nstateDiagram-v2\n{diagram}\n```\n"
