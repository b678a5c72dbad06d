"""Documents with rare words come by the index of words, however the planner guesses at a word that its statistics do not know.

That index is read as a bitmap; an ordered walk through another one to the first so many rows is forbidden with the walk
through the table.
"""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("documents", "0020_public_text_printed")]

    operations = [
        migrations.RunSQL(
            """
            CREATE FUNCTION documents_with_words(asked tsquery, part text, most integer) RETURNS SETOF bigint
            LANGUAGE sql STABLE
            SET enable_seqscan = off SET enable_indexscan = off SET enable_indexonlyscan = off AS $$
                SELECT document_id FROM documents_body WHERE lemmas @@ asked OR head LIKE part LIMIT most
            $$
            """,
            "DROP FUNCTION documents_with_words(tsquery, text, integer)",
        ),
    ]
