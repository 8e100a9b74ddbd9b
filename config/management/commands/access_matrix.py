"""`manage.py access_matrix`: print the declared matrix in docs/access-matrix.md; `--check` fails when the page is stale."""

import sys
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from config.matrix import MATRIX
from config.vocabulary import Persona, Policy, Verdict, Whose
from config.walk import addresses

PAGE = settings.BASE_DIR / "docs" / "access-matrix.md"
WORDS = {
    Verdict.OK: "yes",
    Verdict.FORBIDDEN: "403",
    Verdict.MISSING: "404",
    Verdict.SIGN_IN: "sign-in",
}
INTRODUCTION = """# Who gets what at each address

Written by `manage.py access_matrix` from `config/matrix.py`; a test asks every address as every person and compares.

What one may not see does not exist (404); what one may see but not do is refused with its reason (403); who is not signed in
is led to sign-in (401 for a script of the page, which keeps its text). People and files are those of `tests/world.py`:
the lead, the colleague and the manager work for Soligone, the others for Cap Habitat; the landlord's people for Mistral Habitat.

| file | held by | lead worker | named to |
| --- | --- | --- | --- |
| mine | Soligone | the lead | correspondent of Orange, adviser, litigation service |
| colleagues | Soligone | the colleague | nobody |
| others | Cap Habitat | the other worker | nobody |
| other landlord's | Cap Habitat | the other worker | the other landlord's correspondent |
| protected | Soligone, protected address | the colleague | correspondent of Apt, who is not on its list |
"""
COLUMNS = {
    Whose.ANY: "",
    Whose.MINE: "mine",
    Whose.COLLEAGUES: "colleagues",
    Whose.OTHERS: "others",
    Whose.OTHER_LANDLORDS: "other landlord's",
    Whose.PROTECTED: "protected",
}


class Command(BaseCommand):
    """Write the page, or check that it is fresh."""

    help = "Écrit docs/access-matrix.md d’après config/matrix.py (--check\u00a0: vérifie seulement)."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take `--check`."""
        parser.add_argument("--check", action="store_true")

    def handle(self, *, check: bool, **_: Any) -> None:
        """Write or check."""
        text = page()
        if check:
            if not PAGE.exists() or PAGE.read_text(encoding="utf-8") != text:
                self.stderr.write("docs/access-matrix.md is stale: run manage.py access_matrix")
                sys.exit(1)
            return
        PAGE.write_text(text, encoding="utf-8")
        self.stdout.write(str(PAGE.relative_to(settings.BASE_DIR)))


def page() -> str:
    """Give the page."""
    used = {access.policy.name: access.policy for access in MATRIX.values()}
    lines = [INTRODUCTION, "## Policies", ""]
    for name in sorted(used):
        lines += [*_policy(used[name]), ""]
    lines += ["## Addresses", "", "| address | name | methods | policy |", "| --- | --- | --- | --- |"]
    shown = {address.name: address.shown for address in addresses()}
    for name, access in sorted(MATRIX.items(), key=lambda row: (shown.get(row[0], ""), row[0])):
        policy = f"[{access.policy.name}](#{access.policy.name.lower()})"
        lines.append(f"| `{shown.get(name, '')}` | `{name}` | {', '.join(access.methods)} | {policy} |")
    return "\n".join(lines) + "\n"


def _policy(policy: Policy) -> Iterator[str]:
    yield f"### {policy.name}"
    yield ""
    yield policy.says
    yield ""
    yield "| person | " + " | ".join(COLUMNS[whose] for whose in policy.columns) + " |"
    yield "| --- |" + " --- |" * len(policy.columns)
    for persona in Persona:
        words = (WORDS[verdict] for verdict in policy.verdicts[persona])
        yield f"| {persona.value.replace('_', ' ')} | " + " | ".join(words) + " |"
