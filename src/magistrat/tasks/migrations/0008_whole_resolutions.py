"""A resolution keeps the words of all its points, however long. Back only while none is too long for the schema before."""

from django.db import migrations, models
from django.db.migrations.exceptions import IrreversibleError
from django.db.models.functions import Length

LONGEST_BEFORE = 1000


def refuse_way_back(apps, schema_editor):
    resolutions = apps.get_model("tasks", "Resolution").objects
    longer = resolutions.annotate(length=Length("text")).filter(length__gt=LONGEST_BEFORE).count()
    if longer:
        raise IrreversibleError(f"Повернутися не можна: є резолюції, довші за {LONGEST_BEFORE} знаків ({longer}).")


class Migration(migrations.Migration):
    dependencies = [
        ("tasks", "0007_period_on_and_earlier_terms"),
    ]

    operations = [
        migrations.AlterField(
            model_name="resolution",
            name="text",
            field=models.TextField(help_text="of several points the words of all of them", verbose_name="зміст"),
        ),
        # Last here, so the first on the way back.
        migrations.RunPython(migrations.RunPython.noop, refuse_way_back),
    ]
