"""What `manage.py monthly_dashboard` prints, and what it says when a month is missing."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from records.services.events import CLOCK
from records.services.parameters import load_reference
from reporting.exports.pdf import month_pdf
from reporting.exports.text import month_json, month_text
from reporting.exports.xlsx import month_xlsx
from reporting.models import DashboardMonth, MonthVersion
from reporting.rules.content import MonthContent
from reporting.rules.tree import from_json, to_json
from tests.reporting.files.scene import version_of
from tests.reporting.sample import sample_content


def printed(*words: str) -> str:
    """Run the command."""
    out = io.StringIO()
    call_command("monthly_dashboard", *words, stdout=out)
    return out.getvalue()


def test_the_json_is_the_content():
    content = sample_content()
    told = json.loads(month_json(content))
    assert list(told)[:6] == ["month", "programme", "status", "version", "units", "total"]
    assert from_json(MonthContent, told) == content
    assert told["units"][-1]["unit"] == "Non réparti"
    assert told["units"][1]["flows"] == {
        "stock_start": 9,
        "corrections": -1,
        "entered": 2,
        "transferred_in": 1,
        "left": 2,
        "transferred_out": 0,
        "stock_end": 9,
        "served": 10,
    }


def test_the_text_says_every_unit():
    text = month_text(sample_content())
    assert text.startswith("Rapport d’octobre 2026, Bail de sécurisation, Mistral Habitat, provisoire")
    assert "Carpentras" in text
    assert "masqué" in text
    assert "60\u00a0%" in text


@pytest.mark.django_db
def test_a_made_month_is_printed_as_it_was_made(world):
    version = version_of(world.securisation.programme, sample_content())
    MonthVersion.objects.create(
        month=version.month,
        number=2,
        content=to_json(sample_content()) | {"version": 2},
        digest="0" * 64,
        computed_by=world.manager.pk,
    )
    slug = world.securisation.programme.slug
    assert json.loads(printed("2026-10", "--programme", slug, "--format", "json"))["version"] == 2
    first = json.loads(printed("2026-10", "--programme", slug, "--format", "json", "--version", "1"))
    assert first == to_json(sample_content())
    assert "Carpentras" in printed("2026-10", "--programme", slug)
    with pytest.raises(CommandError, match="n’a pas de version 3"):
        printed("2026-10", "--programme", slug, "--version", "3")


@pytest.mark.django_db
def test_what_is_missing_is_said(world):
    slug = world.securisation.programme.slug
    with pytest.raises(CommandError, match="n’a pas encore été fait"):
        printed("2026-10", "--programme", slug)
    with pytest.raises(CommandError, match="n’est pas un mois"):
        printed("octobre", "--programme", slug)
    with pytest.raises(CommandError, match="Programmes connus"):
        printed("2026-10", "--programme", "inconnu")
    assert not DashboardMonth.objects.exists()


@pytest.mark.django_db
def test_a_month_computed_is_not_kept(world):
    with pytest.raises(CommandError, match="load_reference"):
        printed("2026-10", "--programme", world.securisation.programme.slug, "--compute")
    load_reference(by=CLOCK)
    told = json.loads(
        printed("2026-10", "--programme", world.securisation.programme.slug, "--format", "json", "--compute")
    )
    assert told["month"] == "2026-10"
    content = from_json(MonthContent, told)
    assert month_pdf(content).startswith(b"%PDF")
    assert month_xlsx(content).startswith(b"PK")
    assert not DashboardMonth.objects.exists()
