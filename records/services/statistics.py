"""What the database knows of its own tables. PostgreSQL looks by itself; SQLite only when it is told to."""

from django.db import connection


def refresh() -> None:
    """Let SQLite count its tables: without it, it takes whichever index comes first, and a page grows with the base."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA analysis_limit = 1000")
            cursor.execute("ANALYZE")
