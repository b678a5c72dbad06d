"""Registries, the time in which one is kept on paper, kinds of documents, the nomenclature of files."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q


class Direction(models.TextChoices):
    INCOMING = "incoming", "вхідний"
    OUTGOING = "outgoing", "вихідний"
    INTERNAL = "internal", "внутрішній"
    ACT = "act", "розпорядчий"


class Registry(models.Model):
    """A register that belongs to a unit and has clerks, an index pattern and a counter of its own."""

    key = models.SlugField(unique=True)
    title = models.CharField("назва", max_length=200)
    direction = models.CharField("потік", max_length=10, choices=Direction)
    department = models.ForeignKey("organisation.Department", on_delete=models.PROTECT, related_name="registries")
    clerks = models.ManyToManyField("organisation.Post", related_name="registries", blank=True)
    only_clerks = models.BooleanField(
        default=False,
        db_default=False,
        help_text="kept by its clerks alone, as a leader's secretary keeps his: not by the unit",
    )
    pattern = models.CharField("вигляд індексу", max_length=80)
    restarts = models.CharField(
        "нумерація", max_length=12, choices=[("year", "щороку"), ("never", "наскрізна")], default="year"
    )
    first_number = models.PositiveBigIntegerField("перший номер", default=1)
    first_period = models.CharField(
        max_length=20,
        blank=True,
        default="",
        db_default="",
        help_text="the period that begins with the first number, as Document.period; every other begins with 1",
    )
    is_open = models.BooleanField(default=True)
    clause = models.CharField(max_length=40, blank=True)
    rank = models.PositiveIntegerField("порядок", default=100)

    def first_of(self, period: str) -> int:
        """The number with which a period begins: where the paper journal ended on the day of going live, else 1."""
        return self.first_number if period == self.first_period else 1


class PaperPeriod(models.Model):
    """A time in which a registry is kept on paper (no power): its numbers are written by hand and entered afterwards."""

    registry = models.ForeignKey(Registry, on_delete=models.PROTECT, related_name="paper_periods")
    period = models.CharField(max_length=20, blank=True, help_text="of the counter, as Document.period")
    since = models.DateTimeField("на папері з")
    ground = models.CharField("підстава", max_length=300)
    first_number = models.BigIntegerField("перший номер від руки")
    declared_at = models.DateTimeField()
    declared_by = models.CharField(max_length=400)
    until = models.DateTimeField("на папері до", null=True)
    last_number = models.BigIntegerField("останній номер від руки", null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=400, blank=True)
    closed_at = models.DateTimeField(null=True, help_text="every number by hand is entered or explained")
    closed_by = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["registry"], condition=Q(until__isnull=True), name="documents_one_paper"),
            models.CheckConstraint(
                condition=Q(until__isnull=True, last_number__isnull=True, closed_at__isnull=True)
                | Q(until__gte=F("since"), last_number__gte=F("first_number") - 1),
                name="documents_paper_ends_whole",
            ),
        ]

    @property
    def is_on_paper(self) -> bool:
        """Whether the registry is still kept on paper."""
        return self.until is None


class PaperGap(models.Model):
    """A number of a paper period under which no document is entered, and why."""

    paper_period = models.ForeignKey(PaperPeriod, on_delete=models.PROTECT, related_name="gaps")
    number = models.BigIntegerField("номер")
    reason = models.CharField("причина", max_length=600)
    by = models.CharField(max_length=400)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["paper_period", "number"], name="documents_paper_gap_once")]


class DocumentKind(models.Model):
    """A kind of document, by the classifier; `key` is the name by which the regulation's values speak of it."""

    key = models.SlugField(unique=True)
    title = models.CharField("вид", max_length=120)
    directions = ArrayField(models.CharField(max_length=10), default=list)
    rank = models.PositiveIntegerField(default=100)
    is_open = models.BooleanField(default=True)


class CaseFile(models.Model):
    """A file of the year's nomenclature (справа)."""

    year = models.PositiveSmallIntegerField("рік")
    department = models.ForeignKey("organisation.Department", on_delete=models.PROTECT, related_name="case_files")
    index = models.CharField("індекс справи", max_length=20)
    title = models.CharField("заголовок", max_length=400)
    volumes = models.PositiveSmallIntegerField("кількість томів, частин", null=True, blank=True)
    keep_term = models.CharField("строк зберігання", max_length=60)
    article = models.CharField("стаття переліку", max_length=40, blank=True)
    note = models.CharField("примітка", max_length=200, blank=True)
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["year", "index"], name="documents_case_index")]
