"""Documents with rare words come by the index, however the planner guesses at a word that its statistics do not know."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("documents", "0020_public_text_printed")]

    operations = [
        migrations.RunSQL(
            """
            CREATE FUNCTION documents_with_words(asked tsquery, part text, most integer) RETURNS SETOF bigint
            LANGUAGE sql STABLE SET enable_seqscan = off AS $$
                SELECT document_id FROM documents_body WHERE lemmas @@ asked OR head LIKE part LIMIT most
            $$
            """,
            "DROP FUNCTION documents_with_words(tsquery, text, integer)",
        ),
    ]
