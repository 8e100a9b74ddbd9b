"""A trigram index for tolerant search, on PostgreSQL alone and where the extension is there: search works without it."""

from typing import Any

from django.db import migrations


def add_index(apps: Any, schema_editor: Any) -> None:
    """Make the index that « contains » uses."""
    if schema_editor.connection.vendor != "postgresql":
        return
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM pg_available_extensions WHERE name = 'pg_trgm' AND (installed_version IS NOT NULL"
            " OR has_database_privilege(current_database(), 'CREATE'))"
        )
        if cursor.fetchone() is None:
            return
        cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        cursor.execute(
            "CREATE INDEX IF NOT EXISTS searchentry_trigram ON households_searchentry USING gin (text gin_trgm_ops)"
        )


def remove_index(apps: Any, schema_editor: Any) -> None:
    """Take the index away; the extension may serve others."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX IF EXISTS searchentry_trigram")


class Migration(migrations.Migration):
    """Run by one vendor only."""

    dependencies = [("households", "0001_initial")]
    operations = [migrations.RunPython(add_index, remove_index)]
