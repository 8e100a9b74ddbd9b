"""`manage.py check_consistency`: compare what is stored with what it came from. Changes nothing; fails when they differ."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from journeys.selectors.consistency import findings


class Command(BaseCommand):
    """Say which files do not agree with their facts."""

    help = "Compare associations, intervenants, destinataires et étapes avec les faits dont ils viennent."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """List what does not agree, by file number."""
        found = findings(timezone.localdate())
        for finding in found:
            self.stdout.write(f"{finding.file_number}  {finding.code}  {finding.says}")
        if found:
            raise CommandError(f"{len(found)} désaccord(s).")
        self.stdout.write("Tout s’accorde.")
