"""A workbook that is brought in: its faults, how far it has come, what became of each row."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Import(models.Model):
    """A workbook of earlier records: looked through first, then brought in row by row."""

    class State(models.TextChoices):
        CHECKING = "checking", "перевіряється"
        CHECKED = "checked", "перевірено"
        RUNNING = "running", "вноситься"
        DONE = "done", "унесено"
        BROKEN = "broken", "зупинено"

    kind = models.CharField(max_length=20, default="open-control")
    name = models.CharField("файл", max_length=255)
    blob = models.ForeignKey("storage.Blob", on_delete=models.PROTECT, related_name="+")
    state = models.CharField("стан", max_length=10, choices=State, default=State.CHECKING)
    actor = models.JSONField(default=dict, help_text="who brings it in, with the rights of that moment")
    by = models.CharField(max_length=400)
    at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    rows = models.PositiveIntegerField(default=0, help_text="of all sheets")
    fault_count = models.PositiveIntegerField(default=0)
    last_numbers = models.JSONField(default=dict, help_text="`registry:period` to the greatest number of its documents")
    without_faulty = models.BooleanField(default=False)
    place = models.PositiveIntegerField(default=0, help_text="how many rows are through")
    made = models.PositiveIntegerField(default=0)
    known = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    trouble = models.CharField(max_length=600, blank=True)

    class Meta:
        indexes = [
            models.Index("id", condition=Q(state__in=["checking", "running"]), name="moving_under_way"),
        ]

    @property
    def is_under_way(self) -> bool:
        """Whether a worker is at it or has to be."""
        return self.state in (self.State.CHECKING, self.State.RUNNING)


class ImportFault(models.Model):
    """What is wrong in a cell, by the look-through."""

    whole = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="faults")
    sheet = models.CharField(max_length=40)
    row = models.PositiveIntegerField()
    column = models.CharField(max_length=60, blank=True)
    words = models.CharField(max_length=400)


class ImportRow(models.Model):
    """What became of a row."""

    class Outcome(models.TextChoices):
        MADE = "made", "унесено"
        KNOWN = "known", "уже було"
        REFUSED = "refused", "не внесено"

    whole = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="log")
    sheet = models.CharField(max_length=40)
    row = models.PositiveIntegerField()
    outcome = models.CharField(max_length=8, choices=Outcome)
    words = models.CharField(max_length=600, blank=True)
    document = models.BigIntegerField(null=True)

    class Meta:
        indexes = [models.Index("whole", "outcome", "id", name="moving_log")]
