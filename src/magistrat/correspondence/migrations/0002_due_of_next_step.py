"""The last day is that of the next step: of registration, then of dispatch."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("correspondence", "0001_initial")]
    operations = [
        migrations.RenameField("letter", "dispatch_due_on", "due_on"),
        migrations.RenameField("letter", "dispatch_clause", "due_clause"),
        migrations.AlterField(
            "letter",
            "due_on",
            models.DateField(
                help_text="last day of the next step: registration, then dispatch", null=True, verbose_name="строк"
            ),
        ),
    ]
