"""Of the newest documents those with words that are common in all years: by the index of words and that of ids together.

As in 0021, an ordered walk to the first so many rows is forbidden.
"""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("documents", "0023_words_unpacked")]

    operations = [
        migrations.RunSQL(
            """
            CREATE FUNCTION documents_newest_with_words(asked tsquery, part text, first bigint, most integer)
            RETURNS SETOF bigint LANGUAGE sql STABLE
            SET enable_seqscan = off SET enable_indexscan = off SET enable_indexonlyscan = off AS $$
                SELECT document_id FROM documents_body
                WHERE (lemmas @@ asked OR head LIKE part) AND document_id >= first LIMIT most
            $$
            """,
            "DROP FUNCTION documents_newest_with_words(tsquery, text, bigint, integer)",
        ),
    ]
