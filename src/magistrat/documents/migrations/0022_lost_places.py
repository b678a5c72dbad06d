"""Documents some of whose words' places PostgreSQL could not keep say so, as those gathered from now on do."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("documents", "0021_few_with_words")]

    operations = [
        # Row by row: one whose words fill the megabyte that PostgreSQL allows takes no lexeme more, and must not stop the
        # others. It stays as it is until it is gathered anew.
        migrations.RunSQL(
            """
            DO $$
            DECLARE
                body bigint;
            BEGIN
                FOR body IN
                    SELECT document_id FROM documents_body WHERE EXISTS (
                        SELECT FROM unnest(lemmas) WHERE cardinality(positions) >= 250 OR 16383 = ANY(positions)
                    )
                LOOP
                    BEGIN
                        UPDATE documents_body SET lemmas = lemmas || '''¶'''::tsvector WHERE document_id = body;
                    EXCEPTION WHEN program_limit_exceeded THEN
                        NULL;
                    END;
                END LOOP;
            END
            $$
            """,
            migrations.RunSQL.noop,
        ),
    ]
