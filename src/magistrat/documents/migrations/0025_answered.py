"""By what number and day an incoming letter names the paper of ours that it answers."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("documents", "0024_newest_with_words")]

    operations = [
        migrations.AddField(
            "document",
            "answered_date",
            models.DateField(blank=True, null=True, verbose_name="дата документа, на який відповідають"),
        ),
        migrations.AddField(
            "document",
            "answered_index",
            models.CharField(blank=True, db_default="", default="", max_length=80, verbose_name="на №"),
        ),
    ]
