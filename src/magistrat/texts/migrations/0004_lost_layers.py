"""The PDFs with a layer of text that dead workers lost are wanted again."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("texts", "0003_layer_wanted")]

    operations = [
        migrations.RunSQL(
            """
            UPDATE texts_reading AS reading SET layer_tries = 0
            WHERE state IN ('done', 'partly') AND pages <= 500
              AND NOT EXISTS (SELECT FROM texts_derived WHERE source_id = reading.blob_id AND kind = 'searchable')
              AND EXISTS (SELECT FROM texts_page WHERE reading_id = reading.blob_id AND source = 'ocr')
            """,
            migrations.RunSQL.noop,
        ),
    ]
