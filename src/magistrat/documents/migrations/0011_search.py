"""Words of cards and passages for one search; what an older city has is filled by `search_fill`."""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0010_printed_letters"),
    ]

    operations = [
        migrations.RunSQL(
            "CREATE AGGREGATE documents_all_words(tsvector) (SFUNC = tsvector_concat, STYPE = tsvector, INITCOND = '')",
            "DROP AGGREGATE documents_all_words(tsvector)",
        ),
        migrations.CreateModel(
            name="Body",
            fields=[
                (
                    "document",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="body",
                        serialize=False,
                        to="documents.document",
                    ),
                ),
                ("lemmas", django.contrib.postgres.search.SearchVectorField()),
                ("head", models.TextField(blank=True)),
                (
                    "waiting",
                    models.PositiveIntegerField(default=0, help_text="passages changed since the words were gathered"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Passage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("card", "картка"),
                            ("resolution", "резолюція"),
                            ("report", "звіт"),
                            ("letter", "текст листа"),
                            ("file", "файл"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "reference",
                    models.BigIntegerField(help_text="id of the resolution, the report, the letter, the file"),
                ),
                ("page", models.PositiveIntegerField(default=0, help_text="the file's page, from 1")),
                ("part", models.PositiveIntegerField(default=0, help_text="a long page is kept in parts")),
                ("text", models.TextField()),
                ("lemmas", django.contrib.postgres.search.SearchVectorField()),
            ],
        ),
        migrations.CreateModel(
            name="Word",
            fields=[
                ("text", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("latin", models.CharField(blank=True, max_length=80)),
            ],
        ),
        migrations.RemoveIndex(
            model_name="document",
            name="documents_trgm",
        ),
        migrations.AddIndex(
            model_name="body",
            index=django.contrib.postgres.indexes.GinIndex(fields=["lemmas"], name="documents_body_lemmas"),
        ),
        migrations.AddIndex(
            model_name="body",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass("head", name="gin_trgm_ops"), name="documents_body_head"
            ),
        ),
        migrations.AddIndex(
            model_name="body",
            index=models.Index(
                models.F("document"), condition=models.Q(("waiting__gt", 0)), name="documents_body_waiting"
            ),
        ),
        migrations.AddField(
            model_name="passage",
            name="document",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="passages", to="documents.document"
            ),
        ),
        migrations.AddIndex(
            model_name="word",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass("text", name="gin_trgm_ops"), name="documents_word_trgm"
            ),
        ),
        migrations.AddIndex(
            model_name="word",
            index=models.Index(fields=["latin"], name="documents_word_latin"),
        ),
        migrations.AddConstraint(
            model_name="passage",
            constraint=models.UniqueConstraint(
                fields=("document", "what", "reference", "page", "part"), name="documents_passage_once"
            ),
        ),
        # The planner chooses by how common a word is: it must know more words than the hundred of other columns.
        migrations.RunSQL("ALTER TABLE documents_body ALTER lemmas SET STATISTICS 1000", migrations.RunSQL.noop),
    ]
