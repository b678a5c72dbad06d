"""What the desk and the report ask without reading the past: returned tasks, control put on in a period."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tasks", "0001_initial")]

    operations = [
        migrations.AddIndex(
            model_name="task",
            index=models.Index(
                "giver", "due_on", "id", condition=models.Q(("state", "returned")), name="tasks_returned"
            ),
        ),
        migrations.AddIndex(model_name="control", index=models.Index("set_at", name="tasks_control_set")),
    ]
