"""The day of a period is kept; a term may be changed to an earlier one.

Back only while no term was made earlier: the schema before has no place for such a change, and its history is not thrown away.
"""

from django.db import migrations, models
from django.db.migrations.exceptions import IrreversibleError


def refuse_way_back(apps, schema_editor):
    extensions = apps.get_model("tasks", "Extension").objects
    earlier = extensions.filter(new_due_on__lte=models.F("old_due_on")).count()
    if earlier:
        raise IrreversibleError(f"Повернутися не можна: в історії є скорочені строки ({earlier}).")


class Migration(migrations.Migration):
    dependencies = [
        ("tasks", "0006_indexes_that_others_begin_with"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="extension",
            name="tasks_extension_later",
        ),
        migrations.AddField(
            model_name="task",
            name="period_on",
            field=models.DateField(
                help_text="of a repeating task: the day of its period, from which the next is counted", null=True
            ),
        ),
        migrations.AddConstraint(
            model_name="extension",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("new_due_on__gt", models.F("old_due_on")),
                    models.Q(models.Q(("state", "asked"), _negated=True), ("new_due_on__lt", models.F("old_due_on"))),
                    _connector="OR",
                ),
                name="tasks_extension_later",
            ),
        ),
        # Last here, so the first on the way back.
        migrations.RunPython(migrations.RunPython.noop, refuse_way_back),
    ]
