"""A reading knows that its PDF with a layer of text is wanted still."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("texts", "0002_derived_pages")]

    operations = [
        migrations.AddField(
            model_name="reading",
            name="layer_tries",
            field=models.PositiveSmallIntegerField(
                help_text="how often its PDF with a layer of text was begun; nothing when none is wanted", null=True
            ),
        ),
        migrations.AddIndex(
            model_name="reading",
            index=models.Index(fields=["blob"], condition=Q(layer_tries__isnull=False), name="texts_layer_wanted"),
        ),
    ]
