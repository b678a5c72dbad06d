"""The database's own guard of the journal: the application's role may add and read, never change or remove."""

from __future__ import annotations

from django.db import connection

TABLES = ("journal_entry", "journal_seal", "journal_head")


def restrict(role: str) -> None:
    """Let the role work with all tables, but only INSERT and SELECT on the journal's. Run by the owner, after every migration."""
    name = connection.ops.quote_name(role)
    with connection.cursor() as cursor:
        cursor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {name}")
        cursor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {name}")
        for table in TABLES:
            cursor.execute(f"REVOKE ALL ON {table} FROM {name}, PUBLIC")
            cursor.execute(f"GRANT SELECT, INSERT ON {table} TO {name}")
