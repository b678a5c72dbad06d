"""Finding by number, and the Ukrainian order of the directory."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_initial")]

    operations = [
        migrations.AddIndex(
            model_name="document",
            index=models.Index("number", condition=models.Q(("number__isnull", False)), name="documents_number"),
        ),
        migrations.AddIndex(
            model_name="correspondent",
            index=models.Index(models.Func("name", function="uk_sort"), "id", name="documents_corr_order"),
        ),
    ]
