"""What of a document is searched: the words of its files, passages, the vocabulary."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q

from magistrat.documents.models.document import Document


class Found(models.TextChoices):
    """Where words of a document stand."""

    CARD = "card", "картка"
    RESOLUTION = "resolution", "резолюція"
    REPORT = "report", "звіт"
    LETTER = "letter", "текст листа"
    ACT = "act", "текст акта"
    FILE = "file", "файл"


class Body(models.Model):
    """All words of a document, of its card and passages: what search looks at first.

    Words in themselves (`lemmas`), and index, codes, correspondents for a search by parts of them (`head`).
    """

    document = models.OneToOneField(Document, primary_key=True, on_delete=models.CASCADE, related_name="body")
    lemmas = SearchVectorField()
    head = models.TextField(blank=True)
    waiting = models.PositiveIntegerField(default=0, help_text="passages changed since the words were gathered")

    class Meta:
        indexes = [
            GinIndex(fields=["lemmas"], name="documents_body_lemmas"),
            GinIndex(OpClass("head", name="gin_trgm_ops"), name="documents_body_head"),
            models.Index("document", condition=Q(waiting__gt=0), name="documents_body_waiting"),
        ]


class Passage(models.Model):
    """A text of a document in which words are found and shown: a resolution, a report, a letter's text, a file's page."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="passages")
    what = models.CharField(max_length=10, choices=Found)
    reference = models.BigIntegerField(help_text="id of the resolution, the report, the letter, the file")
    page = models.PositiveIntegerField(default=0, help_text="the file's page, from 1")
    part = models.PositiveIntegerField(default=0, help_text="a long page is kept in parts")
    text = models.TextField()
    lemmas = SearchVectorField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["document", "what", "reference", "page", "part"], name="documents_passage_once"
            )
        ]


class Word(models.Model):
    """A word that stands in some document, as it is written: for what is misspelt or typed in Latin letters."""

    text = models.CharField(primary_key=True, max_length=40)
    latin = models.CharField(max_length=80, blank=True)

    class Meta:
        indexes = [
            GinIndex(OpClass("text", name="gin_trgm_ops"), name="documents_word_trgm"),
            models.Index(fields=["latin"], name="documents_word_latin"),
        ]
