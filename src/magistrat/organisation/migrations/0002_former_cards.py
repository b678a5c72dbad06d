"""Former cards where there were former names: all that a card said until a day, of people too. The table keeps its name."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("organisation", "0001_initial")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.RenameModel("FormerName", "FormerCard"),
                migrations.AlterModelTable("FormerCard", "organisation_formername"),
            ]
        ),
        migrations.RemoveConstraint("formercard", "organisation_former_of_one"),
        migrations.AlterField(
            "formercard",
            "department",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="former_cards",
                to="organisation.department",
            ),
        ),
        migrations.AlterField(
            "formercard",
            "post",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="former_cards",
                to="organisation.post",
            ),
        ),
        migrations.AddField(
            "formercard",
            "person",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="former_cards",
                to="organisation.person",
            ),
        ),
        migrations.AlterField("formercard", "name", models.CharField(blank=True, max_length=300)),
        migrations.AddField("formercard", "values", models.JSONField(default=dict, db_default={})),
        migrations.AddConstraint(
            "formercard",
            models.CheckConstraint(
                condition=Q(department__isnull=False, post__isnull=True, person__isnull=True)
                | Q(department__isnull=True, post__isnull=False, person__isnull=True)
                | Q(department__isnull=True, post__isnull=True, person__isnull=False),
                name="organisation_former_card_of_one",
            ),
        ),
    ]
