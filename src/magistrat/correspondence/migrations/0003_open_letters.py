"""Lists of waiting letters look only at those that are still on their way."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("correspondence", "0002_due_of_next_step")]
    operations = [
        migrations.RemoveIndex(model_name="letter", name="correspondence_to_send"),
        migrations.AddIndex(
            model_name="letter",
            index=models.Index(
                models.F("state"),
                models.F("id"),
                condition=models.Q(state__in=["draft", "visas", "signing", "signed", "registered"]),
                name="correspondence_open",
            ),
        ),
    ]
