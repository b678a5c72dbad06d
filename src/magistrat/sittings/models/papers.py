"""The papers of a sitting: originals handed over, the binder of materials."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from magistrat.sittings.models.questions import Question
from magistrat.sittings.models.sitting import Sitting


class PaperReceipt(models.Model):
    """A line of the hand-over register of paper originals: the draft with its copies given in, and given back."""

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="receipts")
    copies = models.PositiveSmallIntegerField("примірників")
    sheets = models.PositiveSmallIntegerField("аркушів", null=True)
    handed_by = models.CharField("здав", max_length=400)
    taken_at = models.DateTimeField("прийнято")
    taken_by = models.CharField("прийняв", max_length=400)
    returned_at = models.DateTimeField("повернуто", null=True)
    returned_to = models.CharField("кому повернуто", max_length=400, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["question"], condition=Q(returned_at__isnull=True), name="sittings_original_held_once"
            ),
            models.CheckConstraint(
                condition=Q(returned_at__isnull=True) | ~Q(returned_to=""), name="sittings_original_returned_to"
            ),
        ]


class Binder(models.Model):
    """All materials of a sitting as one PDF, set by a worker; the newest one that is ready is read."""

    class State(models.TextChoices):
        WAITING = "waiting", "складається"
        READY = "ready", "готово"
        FAILED = "failed", "не складено"

    sitting = models.ForeignKey(Sitting, on_delete=models.CASCADE, related_name="binders")
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    pages = models.PositiveIntegerField(null=True)
    left_out = models.JSONField(default=list, help_text="names of files that are no PDF and stand as a line only")
    blob = models.ForeignKey("storage.Blob", null=True, on_delete=models.PROTECT, related_name="binders")
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=400)
    asked_by_post = models.BigIntegerField(null=True)
    finished_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sitting"], condition=Q(state="waiting"), name="sittings_one_binder_waits"),
            models.CheckConstraint(condition=~Q(state="ready") | Q(blob__isnull=False), name="sittings_binder_has_pdf"),
        ]
