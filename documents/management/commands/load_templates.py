"""`manage.py load_templates`: the texts of documents that Palier ships."""

from typing import Any

from django.core.management.base import BaseCommand

from documents.services.templates import load_reference
from records.services.events import CLOCK


class Command(BaseCommand):
    """Publish the texts of each kind of document that this base does not have yet."""

    help = "Publish the texts of each kind of document that this base does not have yet; what was adapted stays."

    def handle(self, **_: Any) -> None:
        """Load and say how many came."""
        self.stdout.write(f"{load_reference(by=CLOCK)} templates published.")
