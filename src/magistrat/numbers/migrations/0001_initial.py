"""Extensions, the Ukrainian order, the counters."""

from django.contrib.postgres.operations import BtreeGistExtension, TrigramExtension
from django.db import migrations, models

# The alphabet's letters one by one in order, each written with the code points that stand in that order; then in hex,
# whose order no collation of any server changes. The apostrophes fall out.
UK_SORT = r"""
CREATE FUNCTION uk_sort(value text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT encode(convert_to(translate(
        lower(value COLLATE "C"),
        'абвгґдеєжзиіїйклмнопрстуфхцчшщьюяАБВГҐДЕЄЖЗИІЇЙКЛМНОПРСТУФХЦЧШЩЬЮЯ''’ʼ`',
        'абвгдежзийклмнопрстуфхцчшщьюяєіїґабвгдежзийклмнопрстуфхцчшщьюяєіїґ'
    ), 'UTF8'), 'hex')
$$
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        TrigramExtension(),
        BtreeGistExtension(),
        migrations.RunSQL(UK_SORT, "DROP FUNCTION uk_sort(text)"),
        migrations.CreateModel(
            name="Counter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("series", models.CharField(max_length=80)),
                ("period", models.CharField(blank=True, max_length=20)),
                ("last", models.BigIntegerField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("series", "period"), name="numbers_one_counter"),
                    models.CheckConstraint(condition=models.Q(("last__gte", 0)), name="numbers_not_negative"),
                ],
            },
        ),
    ]
