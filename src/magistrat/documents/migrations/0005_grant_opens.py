"""A grant says itself whether it opens the document: the filter of access looks at grants alone."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("documents", "0004_their_index_any_case")]

    operations = [
        migrations.AddField(
            model_name="grant",
            name="opens",
            field=models.BooleanField(
                db_default=True, help_text="false while the paper is for official use and the grant is not by name"
            ),
        ),
        migrations.RunSQL(
            "UPDATE documents_grant SET opens = false FROM documents_document "
            "WHERE documents_document.id = document_id AND is_restricted AND reason <> 'named'",
            migrations.RunSQL.noop,
        ),
    ]
