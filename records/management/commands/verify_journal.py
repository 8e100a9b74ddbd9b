"""`manage.py verify_journal`: does the journal still hold?"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from records.enums import Chain
from records.services.journal import heads, verify, waiting_count


class Command(BaseCommand):
    """Check every seal of the journal; exit 1 and say what does not hold."""

    help = "Check every seal of the journal: removed, altered or added lines show, and the exit code is 1."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take heads that were printed by an earlier run and kept elsewhere."""
        parser.add_argument(
            "--head", action="append", default=[], metavar="CHAIN:NUMBER:SEAL", help="a head kept from an earlier run"
        )

    def handle(self, **options: Any) -> None:
        """Verify, then print the heads to keep elsewhere."""
        findings = verify(noted=dict(_read(text) for text in options["head"]))
        for head in heads():
            self.stdout.write(f"head {head.chain}:{head.number}:{head.mac}")
        if waiting := waiting_count():
            self.stdout.write(f"{waiting} event(s) not sealed yet")
        for finding in findings:
            self.stderr.write(f"{finding}")
        if findings:
            raise CommandError(f"the journal does not hold: {len(findings)} finding(s)")
        self.stdout.write("The journal holds. / Le journal est intact.")


def _read(text: str) -> tuple[str, tuple[int, str]]:
    chain, _, rest = text.partition(":")
    number, _, mac = rest.partition(":")
    if chain not in Chain.values or not number.isdigit() or not mac:
        raise CommandError(f"--head {text}: CHAIN:NUMBER:SEAL expected, as this command prints it")
    return chain, (int(number), mac)
