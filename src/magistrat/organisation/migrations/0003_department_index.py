"""An index of the nomenclature passes from one department to another: only open ones may not share it in the database."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("organisation", "0002_former_cards")]

    operations = [
        migrations.RemoveConstraint("department", "organisation_department_index"),
        migrations.AddConstraint(
            "department",
            models.UniqueConstraint(
                fields=["index"], condition=Q(until__isnull=True), name="organisation_department_index"
            ),
        ),
    ]
