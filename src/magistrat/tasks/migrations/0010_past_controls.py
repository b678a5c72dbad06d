"""Ended times on control of documents that came on it again. Back only while there are none: nothing else remembers them."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.migrations.exceptions import IrreversibleError


def refuse_way_back(apps, schema_editor):
    kept = apps.get_model("tasks", "PastControl").objects.count()
    if kept:
        raise IrreversibleError(f"Повернутися не можна: є попередні перебування на контролі ({kept}).")


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0027_first_period"),
        ("organisation", "0003_department_index"),
        ("tasks", "0009_fill_period_on"),
    ]

    operations = [
        migrations.CreateModel(
            name="PastControl",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("clause", models.CharField(max_length=60)),
                ("reason", models.CharField(max_length=300)),
                ("due_on", models.DateField(null=True, verbose_name="контрольний строк")),
                ("due_clause", models.CharField(blank=True, max_length=60)),
                ("due_explanation", models.JSONField(default=dict)),
                ("done_on", models.DateField(null=True, verbose_name="виконано")),
                ("set_at", models.DateTimeField()),
                ("set_by", models.CharField(max_length=400)),
                ("off_on", models.DateField(verbose_name="знято з контролю")),
                ("off_at", models.DateTimeField(null=True)),
                ("off_by", models.CharField(blank=True, max_length=400)),
                ("off_clause", models.CharField(blank=True, max_length=60)),
                ("off_mark", models.CharField(blank=True, max_length=300)),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="past_controls",
                        to="documents.document",
                    ),
                ),
                (
                    "leader",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.post"
                    ),
                ),
                (
                    "removal_letter",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="removed_past_controls",
                        to="documents.document",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.department"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(models.F("off_on"), name="tasks_past_control_off"),
                    models.Index(models.F("set_at"), name="tasks_past_control_set"),
                ],
            },
        ),
        # Last here, so the first on the way back.
        migrations.RunPython(migrations.RunPython.noop, refuse_way_back),
    ]
