"""`manage.py load_reference`: the figures of the law that Palier ships."""

from typing import Any

from django.core.management.base import BaseCommand

from records.services.events import CLOCK
from records.services.parameters import load_reference


class Command(BaseCommand):
    """Add the reference parameters that this base does not have yet."""

    help = "Add the reference parameters that this base does not have yet; what was confirmed or changed stays."

    def handle(self, **_: Any) -> None:
        """Load and say how many came."""
        self.stdout.write(f"{load_reference(by=CLOCK)} reference values added.")
