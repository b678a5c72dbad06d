"""Where the paper original is."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from magistrat.documents.models.document import Document


class PaperMove(models.Model):
    """Where the paper original went: handed over under signature, given back, lost (KR 8.5, 8.17)."""

    class Kind(models.TextChoices):
        HANDED = "handed", "передано"
        RETURNED = "returned", "повернуто"
        LOST = "lost", "втрачено"

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="paper_moves")
    kind = models.CharField(max_length=10, choices=Kind)
    holder = models.ForeignKey("organisation.Post", null=True, on_delete=models.PROTECT, related_name="papers")
    holder_name = models.CharField(max_length=400)
    is_copy = models.BooleanField(default=False)
    explanation = models.CharField(max_length=1000, blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=400)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(kind="lost") | ~Q(explanation=""), name="documents_loss_explained")
        ]
        indexes = [models.Index(fields=["document", "-id"], name="documents_paper")]
