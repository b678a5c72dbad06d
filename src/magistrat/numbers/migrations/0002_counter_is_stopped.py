"""A counter can be stopped while its numbers are given by hand."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("numbers", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="counter",
            name="is_stopped",
            field=models.BooleanField(db_default=False, default=False, help_text="numbers are given by hand meanwhile"),
        ),
    ]
