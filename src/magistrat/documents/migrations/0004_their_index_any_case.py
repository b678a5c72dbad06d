"""A sender's index is the same in any case: the index of earlier papers knows it too."""

from django.db import migrations, models
from django.db.models.functions import Upper


class Migration(migrations.Migration):
    dependencies = [("documents", "0003_document_envelope")]

    operations = [
        migrations.RemoveIndex(model_name="documentcorrespondent", name="documents_their_index"),
        migrations.AddIndex(
            model_name="documentcorrespondent",
            index=models.Index("correspondent", Upper("their_index"), "their_date", name="documents_their_index"),
        ),
    ]
