"""`manage.py seed_demo`: a believable programme, invented people, every fact made by the services that pages call."""

import datetime as dt
import sys
import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from journeys.demo.cast import ACCOUNTS, PASSWORD
from journeys.demo.seed import holds_data, seed
from reporting.demo import live_months

WIDTH = 30
OTHER_DATA = (
    "Cette base contient déjà des personnes ou des ménages : la démonstration ne s’y mêle pas. "
    "Choisissez une base vide (« make reset » recommence celle de la démonstration)."
)


class Command(BaseCommand):
    """Fill an empty base with the demonstration."""

    help = "Remplit une base vide avec un programme de démonstration (personnes inventées)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Say how much, how far back, and until which day."""
        parser.add_argument("--households", type=int, default=66, help="combien de ménages (66)")
        parser.add_argument("--months", type=int, default=14, help="sur combien de mois (14)")
        parser.add_argument("--today", type=dt.date.fromisoformat, help="le jour d’aujourd’hui (AAAA-MM-JJ)")
        parser.add_argument("--seed", type=int, default=2026, help="le tirage : le même donne les mêmes personnes")
        parser.add_argument("--if-empty", action="store_true", help="ne rien dire ni faire si la base a des données")
        parser.add_argument("--accounts", action="store_true", help="afficher les comptes, ne rien faire d’autre")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Check the base, play the stories, show the accounts."""
        if options["accounts"]:
            self._show_accounts()
            return
        if settings.IS_PRODUCTION:
            raise CommandError("Ses comptes ont tous le même mot de passe\u00a0: elle ne s’installe pas en production.")
        if options["households"] < 1 or options["months"] < 1:
            raise CommandError("Il faut au moins un ménage et un mois.")
        if holds_data():
            if options["if_empty"]:
                return
            raise CommandError(OTHER_DATA)
        started = time.monotonic()
        made = seed(
            households=options["households"],
            months=options["months"],
            today=options["today"] or timezone.localdate(),
            dice=options["seed"],
            told=self._tell,
            more=[live_months],
        )
        seconds = time.monotonic() - started
        self.stdout.write(
            f"\n{made.households} dossiers, {made.acts} actes joués en {seconds:.0f} s. Les personnes sont inventées."
        )
        self._show_accounts()

    def _tell(self, done: int, total: int) -> None:
        """Draw the progress bar, on a terminal a moving one."""
        if not sys.stdout.isatty():
            return
        filled = WIDTH * done // max(1, total)
        self.stdout.write(f"\r[{'#' * filled}{'.' * (WIDTH - filled)}] {done}/{total}", ending="")
        self.stdout.flush()

    def _show_accounts(self) -> None:
        width = max(len(account.email) for account in ACCOUNTS)
        self.stdout.write(f"Comptes, tous avec le mot de passe {PASSWORD} :")
        for account in ACCOUNTS:
            self.stdout.write(f"  {account.email.ljust(width)}  {account.says}")
