"""Where a registry's first number holds: in the period of going live; the counter of every later one begins with 1."""

from django.db import migrations, models

# A registry with numbers went live in the earliest period that begins with its first number; where earlier books were
# brought in under lower numbers, when that first number was written first. One without any goes live when it was written last.
FILL = """
    UPDATE documents_registry r SET first_period = coalesce(
        (
            SELECT min(begun.period) FROM (
                SELECT period FROM documents_document WHERE registry_id = r.id AND number IS NOT NULL
                GROUP BY period HAVING min(number) = r.first_number
            ) begun
        ),
        (
            SELECT to_char(
                CASE WHEN EXISTS (SELECT FROM documents_document WHERE registry_id = r.id AND number IS NOT NULL)
                THEN min(at) ELSE max(at) END AT TIME ZONE 'Europe/Kyiv', 'YYYY'
            )
            FROM journal_entry
            WHERE subject = r.id AND code IN ('documents.registry_opened', 'documents.registry_changed')
            AND (payload->>'first')::bigint = r.first_number
        ),
        ''
    )
    WHERE first_number <> 1 AND restarts = 'year'
"""


class Migration(migrations.Migration):
    dependencies = [("documents", "0026_only_clerks"), ("journal", "0002_head_public_key")]

    operations = [
        migrations.AddField(
            "registry",
            "first_period",
            models.CharField(
                blank=True,
                db_default="",
                default="",
                help_text="the period that begins with the first number, as Document.period; every other begins with 1",
                max_length=20,
            ),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
