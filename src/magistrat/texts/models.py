"""What is read in kept contents: one reading for each content, whoever brought it; its pages with their text."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Reading(models.Model):
    """The reading of one content: where it stands and why it could not go on."""

    class State(models.TextChoices):
        WAITING = "waiting", "очікує читання"
        RUNNING = "running", "читається"
        DONE = "done", "прочитано"
        PARTLY = "partly", "прочитано частково"
        FAILED = "failed", "не прочитано"
        NO_TEXT = "no_text", "текст не читається"

    class Unit(models.TextChoices):
        PAGE = "page", "сторінка"
        SHEET = "sheet", "аркуш"

    blob = models.OneToOneField("storage.Blob", primary_key=True, on_delete=models.PROTECT, related_name="reading")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    reason = models.CharField(max_length=500, blank=True, help_text="why it was not read, for people")
    note = models.CharField(max_length=500, blank=True, help_text="what the reader of the text has to know")
    unit = models.CharField(max_length=10, choices=Unit, default=Unit.PAGE)
    pages = models.PositiveIntegerField(default=0)
    pages_done = models.PositiveIntegerField(default=0)
    tries = models.PositiveSmallIntegerField(default=0)
    layer_tries = models.PositiveSmallIntegerField(
        null=True, help_text="how often its PDF with a layer of text was begun; nothing when none is wanted"
    )
    asked_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(pages_done__lte=models.F("pages")), name="texts_done_within_pages"),
            models.CheckConstraint(
                condition=~Q(state__in=["failed", "no_text"]) | ~Q(reason=""), name="texts_failure_has_reason"
            ),
        ]
        indexes = [
            models.Index(
                fields=["asked_at", "blob"], condition=Q(state__in=["waiting", "running"]), name="texts_unfinished"
            ),
            models.Index(fields=["-finished_at"], condition=Q(state__in=["failed", "partly"]), name="texts_failures"),
            models.Index(fields=["blob"], condition=Q(layer_tries__isnull=False), name="texts_layer_wanted"),
        ]


class Page(models.Model):
    """A page (sheet, frame) of a content with its text."""

    class State(models.TextChoices):
        WAITING = "waiting", "очікує читання"
        DONE = "done", "прочитано"
        FAILED = "failed", "не прочитано"

    class Source(models.TextChoices):
        EMBEDDED = "embedded", "текст файлу"
        OCR = "ocr", "розпізнано із зображення"

    reading = models.ForeignKey(Reading, on_delete=models.CASCADE, related_name="sheets")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    reason = models.CharField(max_length=500, blank=True)
    text = models.TextField(blank=True)
    source = models.CharField(max_length=10, choices=Source, blank=True)
    confidence = models.FloatField(null=True, help_text="percent, of recognised pages")
    turned = models.PositiveSmallIntegerField(default=0, help_text="degrees clockwise by which the page was righted")
    skew = models.FloatField(default=0, help_text="degrees clockwise by which it was straightened after that")
    words = models.BinaryField(null=True, help_text="places of recognised words (texts.places)")
    tries = models.PositiveSmallIntegerField(default=0)
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reading", "number"], name="texts_page_number"),
            models.CheckConstraint(condition=~Q(state="failed") | ~Q(reason=""), name="texts_page_failure_has_reason"),
            models.CheckConstraint(
                condition=Q(confidence__isnull=True) | Q(confidence__gte=0, confidence__lte=100),
                name="texts_confidence_percent",
            ),
        ]
        indexes = [models.Index(fields=["id"], condition=Q(state="waiting"), name="texts_waiting_pages")]


class Derived(models.Model):
    """What was made of a content and can be made again: pages for looking at, a PDF with a layer of text."""

    class Kind(models.TextChoices):
        PAGES = "pages", "сторінки для перегляду"
        SEARCHABLE = "searchable", "PDF із шаром тексту"

    source = models.ForeignKey("storage.Blob", on_delete=models.PROTECT, related_name="derived")
    kind = models.CharField(max_length=12, choices=Kind)
    blob = models.ForeignKey("storage.Blob", on_delete=models.PROTECT, related_name="+")
    pages = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "kind"], name="texts_derived_once")]
