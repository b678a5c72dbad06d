"""Logs beside the registration of documents: the log of copying works (KR 17.2)."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class CopyWork(models.Model):
    """One copying work: what, how much, for whom; a mistaken one is struck out and stays."""

    done_on = models.DateField("дата")
    document = models.ForeignKey(
        "documents.Document", null=True, blank=True, on_delete=models.PROTECT, related_name="copy_works"
    )
    what = models.CharField("що копіювали", max_length=300)
    sheets = models.PositiveIntegerField("аркушів у примірнику")
    copies = models.PositiveIntegerField("примірників")
    ordered_by = models.CharField("хто замовив", max_length=200)
    purpose = models.CharField("мета", max_length=300, blank=True)
    remark = models.CharField("зауваження до якості й кількості", max_length=300, blank=True)
    department = models.ForeignKey("organisation.Department", on_delete=models.PROTECT, related_name="copy_works")
    executor = models.ForeignKey("organisation.Post", on_delete=models.PROTECT, related_name="copy_works")
    entered_by = models.CharField(max_length=400)
    entered_at = models.DateTimeField()
    struck_at = models.DateTimeField(null=True)
    struck_because = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(sheets__gte=1, copies__gte=1), name="registers_copied_something"),
            models.CheckConstraint(
                condition=Q(struck_at__isnull=True) | ~Q(struck_because=""), name="registers_struck_because"
            ),
        ]
        indexes = [
            models.Index(F("done_on").desc(), F("id").desc(), name="registers_copying_newest"),
            models.Index("department", F("done_on").desc(), F("id").desc(), name="registers_copying_unit"),
        ]

    @property
    def total(self) -> int:
        """Sheets copied in all."""
        return self.sheets * self.copies
