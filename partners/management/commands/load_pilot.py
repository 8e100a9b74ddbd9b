"""`manage.py load_pilot`: add the organisations, the territory and the two programmes of the pilot."""

from typing import Any

from django.core.management.base import BaseCommand

from partners.services.reference import load_pilot
from records.services.events import CLOCK


class Command(BaseCommand):
    """Add what is missing, and touch nothing that exists."""

    help = "Ajoute les organismes, le territoire et les deux programmes du pilote (Mistral Habitat)."

    def handle(self, **_: Any) -> None:
        """Load, and say what was added."""
        words = {
            "organisations": "organismes",
            "agencies": "agences",
            "units": "unités",
            "programmes": "programmes",
            "funding_lines": "lignes de financement",
        }
        added = load_pilot(by=CLOCK)
        self.stdout.write(", ".join(f"{count} {words[kind]}" for kind, count in added.items()))
