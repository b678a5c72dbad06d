"""The database's own guard of the journal: the application's role may add and read, never change or remove."""

from __future__ import annotations

from django.db import connection

TABLES = ("journal_entry", "journal_seal", "journal_head")


def restrict(role: str) -> None:
    """Leave the role INSERT and SELECT on the journal's tables. Run by the owner, after every migration."""
    name = connection.ops.quote_name(role)
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"REVOKE ALL ON {table} FROM {name}, PUBLIC")
            cursor.execute(f"GRANT SELECT, INSERT ON {table} TO {name}")
