"""`manage.py monthly_dashboard 2026-10 --programme bail-securisation`: print a month as its page, PDF and XLSX show it."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from foundation.periods import Month
from foundation.words import of_month, plain_date
from partners.models import Programme
from records.selectors.parameters import UnknownParameterError
from reporting.enums import MonthStatus
from reporting.exports.text import month_json, month_text
from reporting.models import MonthVersion
from reporting.rules.content import MonthContent
from reporting.rules.tree import from_json
from reporting.selectors.figures import compute


class Command(BaseCommand):
    """Print, and keep nothing."""

    help = "Affiche le tableau de bord d’un mois, tel que la page, le PDF et le classeur le montrent."

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """Let `--version` be the month's, not Django's."""
        return super().create_parser(prog_name, subcommand, conflict_handler="resolve", **kwargs)

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the month, the programme, how to print it, and which version."""
        parser.add_argument("month", help="Mois, par exemple 2026-10.")
        parser.add_argument("--programme", required=True, help="Programme, par exemple bail-securisation.")
        parser.add_argument("--format", choices=("json", "text"), default="text", help="Présentation.")
        parser.add_argument("--version", type=int, default=None, help="Version publiée (la dernière par défaut).")
        parser.add_argument("--compute", action="store_true", help="Calculer sans rien garder.")

    def handle(self, *, month: str, programme: str, **options: Any) -> None:
        """Print the month, or say in French what is missing."""
        try:
            asked = Month.parse(month)
        except ValueError as error:
            raise CommandError(f"«\u00a0{month}\u00a0» n’est pas un mois. Écrivez-le ainsi\u00a0: 2026-10.") from error
        found = Programme.objects.filter(slug=programme).first()
        if found is None:
            known = ", ".join(Programme.objects.order_by("slug").values_list("slug", flat=True)) or "aucun"
            raise CommandError(f"Aucun programme «\u00a0{programme}\u00a0». Programmes connus\u00a0: {known}.")
        content = _computed(found, asked) if options["compute"] else _made(found, asked, options["version"])
        self.stdout.write(month_json(content) if options["format"] == "json" else month_text(content))


def _made(programme: Programme, month: Month, number: int | None) -> MonthContent:
    versions = MonthVersion.objects.filter(month__programme=programme, month__month_on=month.first).order_by("-number")
    version = versions.filter(number=number).first() if number else versions.first()
    if version is not None:
        return from_json(MonthContent, version.content)
    name = f"Le tableau de bord {of_month(month.first)} du programme «\u00a0{programme.slug}\u00a0»"
    if number and versions.exists():
        raise CommandError(f"{name} n’a pas de version {number}.")
    when = plain_date(month.plus(1).first)
    raise CommandError(
        f"{name} n’a pas encore été fait\u00a0: il l’est le {when}. Ajoutez --compute pour le calculer sans le garder."
    )


def _computed(programme: Programme, month: Month) -> MonthContent:
    before = (
        MonthVersion.objects.filter(month__programme=programme, month__month_on=month.plus(-1).first)
        .order_by("-number")
        .first()
    )
    try:
        return compute(
            programme,
            month,
            today=timezone.localdate(),
            previous=before,
            version_number=1,
            status=MonthStatus.PROVISIONAL,
        ).content
    except UnknownParameterError as error:
        raise CommandError(
            "Il manque des paramètres de référence à ce mois. Chargez-les avec manage.py load_reference."
        ) from error
