"""An index of the nomenclature passes from one department to another: only open ones may not share it in the database.

Back only while no index was passed on: the constraint before asks one department for the index of today on all its days.
"""

from django.db import migrations, models
from django.db.migrations.exceptions import IrreversibleError
from django.db.models import Exists, OuterRef, Q


def refuse_way_back(apps, schema_editor):
    departments = apps.get_model("organisation", "Department").objects
    others = departments.filter(
        Q(until__isnull=True) | Q(until__gt=OuterRef("since")), index=OuterRef("index"), since__lte=OuterRef("since")
    ).exclude(pk=OuterRef("pk"))
    shared = departments.filter(Exists(others)).order_by("index").values_list("index", flat=True)
    if shared:
        raise IrreversibleError(f"Повернутися не можна: індекс перейшов до іншого підрозділу ({', '.join(shared)}).")


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
        # Last here, so the first on the way back.
        migrations.RunPython(migrations.RunPython.noop, refuse_way_back),
    ]
