"""What is ours: our apps, our files."""

from pathlib import Path

from django.apps import apps
from django.db import models

ROOT = Path(__file__).resolve().parent.parent.parent
APPS = (
    "foundation",
    "records",
    "partners",
    "documents",
    "households",
    "leases",
    "accompaniments",
    "coordination",
    "journeys",
    "reporting",
    "privacy",
    "config",
)


def our_models() -> list[type[models.Model]]:
    """Give every model of our apps, and the tables between two of them left out."""
    return [model for name in APPS if name != "config" for model in apps.get_app_config(name).get_models()]


def python_files(*, with_tests: bool = False) -> list[Path]:
    """Give our Python files, migrations left out."""
    folders = [*APPS, "scripts", *(["tests"] if with_tests else [])]
    return sorted(
        path for folder in folders for path in (ROOT / folder).rglob("*.py") if "migrations" not in path.parts
    )


def templates() -> list[Path]:
    """Give our templates, pages and mails."""
    folders = [ROOT / "templates", *(ROOT / name / "templates" for name in APPS)]
    return sorted(path for folder in folders for path in folder.rglob("*.html"))


def named(path: Path) -> str:
    """Give a file's path in the repository."""
    return str(path.relative_to(ROOT))
