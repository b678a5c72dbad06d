"""The database's form follows the models, in one line of migrations."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command
from django.db.migrations.loader import MigrationLoader


@pytest.mark.django_db
def test_no_migration_is_missing():
    out = StringIO()
    try:
        call_command("makemigrations", "--check", "--dry-run", stdout=out)
    except SystemExit:
        pytest.fail(f"make the migration and commit it:\n{out.getvalue()}")


def test_migrations_do_not_fork():
    forks = dict(MigrationLoader(None).detect_conflicts().items())
    assert not forks
