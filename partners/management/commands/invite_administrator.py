"""`manage.py invite_administrator`: the first administrator of an installation, whom nobody inside can invite."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse
from django.utils import timezone

from foundation.refusals import Refused
from partners.enums import Role
from partners.selectors import organisations
from partners.selectors.administration import organisation_named
from partners.services.invitations import invite
from records.services.events import CLOCK


class Command(BaseCommand):
    """Invite, and show the one-time link."""

    help = "Invite une première personne à administrer Palier, et montre son lien (sept jours, une fois)."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take who, and where she works."""
        for name in ("email", "first-name", "last-name", "organisation", "base-url"):
            parser.add_argument(f"--{name}", required=True)

    def handle(self, **given: Any) -> None:
        """Invite."""
        organisation = organisation_named(given["organisation"])
        if organisation is None:
            known = ", ".join(row.name for row in organisations())
            raise CommandError(
                f"Aucun organisme de ce nom. Il y a\u00a0: {known or 'aucun organisme encore (load_pilot)'}."
            )
        try:
            _, token = invite(
                by=CLOCK,
                email=given["email"],
                first_name=given["first_name"],
                last_name=given["last_name"],
                organisation=organisation,
                role=Role.ADMINISTRATOR,
                now=timezone.now(),
                base_url=given["base_url"].rstrip("/"),
            )
        except Refused as refused:
            raise CommandError(refused.reason) from refused
        self.stdout.write(f"{given['base_url'].rstrip('/')}{reverse('partners:invitation', args=[token])}")
