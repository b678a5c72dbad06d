"""Marks about the envelope."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("documents", "0002_document_documents_number")]

    operations = [
        migrations.AddField(
            model_name="document",
            name="envelope",
            field=models.JSONField(blank=True, default=dict, help_text="marks about the envelope (DR 10.4–10.6)"),
        ),
    ]
