"""`manage.py rotate_keys`: everything encrypted, again under the newest key of PALIER_TEXT_KEYS."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from records.services.keys import Progress, rotate


class Command(BaseCommand):
    """Re-encrypt texts and files; safe to stop and to run again. Drop the old key once `--check` finds nothing under it."""

    help = "Re-encrypt every text and file with the newest key of PALIER_TEXT_KEYS; --check only counts what remains."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take `--check`."""
        parser.add_argument(
            "--check", action="store_true", help="change nothing; exit 1 when something is under an old key"
        )

    def handle(self, **options: Any) -> None:
        """Rotate, tell the progress, fail when something could not be read."""
        is_check: bool = options["check"]
        done = rotate(is_check=is_check, report=self._tell)
        old = sum(progress.old for progress in done)
        unreadable = sum(progress.unreadable for progress in done)
        if unreadable:
            raise CommandError(
                f"{unreadable} value(s) are under no key of PALIER_TEXT_KEYS: add the key that wrote them"
            )
        if is_check and old:
            raise CommandError(f"{old} value(s) remain under an old key")
        self.stdout.write(
            "Everything is under the newest key." if is_check or not old else f"{old} value(s) re-encrypted."
        )

    def _tell(self, progress: Progress) -> None:
        if progress.old or progress.unreadable:
            self.stdout.write(
                f"{progress.place}: {progress.seen}/{progress.total}, {progress.old} old, {progress.unreadable} unreadable"
            )
