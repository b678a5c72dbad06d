"""Registries that their clerks keep alone, as a leader's secretary does (KR 7.4, 21.11); the set-up marks those that are there."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("documents", "0025_answered")]

    operations = [
        migrations.AddField(
            "registry",
            "only_clerks",
            models.BooleanField(
                db_default=False,
                default=False,
                help_text="kept by its clerks alone, as a leader's secretary keeps his: not by the unit",
            ),
        ),
    ]
