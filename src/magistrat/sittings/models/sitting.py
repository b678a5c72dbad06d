"""A sitting that is prepared and held, and how it was made known."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Sitting(models.Model):
    """A sitting that is being prepared, held, and written down; its conduct is `bodies.Gathering`."""

    gathering = models.OneToOneField("bodies.Gathering", on_delete=models.PROTECT, related_name="sitting")
    convening = models.ForeignKey(
        "documents.Document", null=True, on_delete=models.PROTECT, related_name="+", help_text="the order (KR 4.8)"
    )
    agenda_frozen_at = models.DateTimeField(null=True)
    agenda_text = models.TextField(blank=True, help_text="the agenda as it was frozen")
    agreed_at = models.DateTimeField(null=True, help_text="when the mayor agreed the agenda (KR 4.23; DR 4.14, 6.2)")
    agreed_by = models.CharField(max_length=400, blank=True)
    changed_at = models.DateTimeField()
    convened_at = models.DateTimeField(null=True, help_text="when the order was made known (KR 4.9, 4.10; DR 6.16)")
    convened_by = models.CharField(max_length=400, blank=True)
    order_printed = models.CharField("розпорядження про скликання", max_length=200, blank=True)
    to_mayor_at = models.DateTimeField(null=True, help_text="when the mayor was given the agenda with drafts (DR 4.14)")
    to_mayor_by = models.CharField(max_length=400, blank=True)
    sent_at = models.DateTimeField(null=True, help_text="when members were given agenda and papers (KR 4.24; DR 6.3)")
    sent_by = models.CharField(max_length=400, blank=True)
    invitation = models.TextField("телефонограма", blank=True)
    invitation_signed_at = models.DateTimeField(null=True, help_text="by the mayor (KR 4.28)")
    invitation_signed_by = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(agenda_frozen_at__isnull=False) | Q(agenda_text=""), name="sittings_frozen_has_moment"
            ),
        ]


class Announcement(models.Model):
    """How a sitting was made known, once each: copies of its order, the city's site, the agenda for the press."""

    class Kind(models.TextChoices):
        COPIES = "copies", "копії розпорядження надіслано"
        WEBSITE = "website", "інформацію розміщено на вебсайті"
        PRESS = "press", "порядок денний передано представникам медіа"

    sitting = models.ForeignKey(Sitting, on_delete=models.CASCADE, related_name="announcements")
    kind = models.CharField("що зроблено", max_length=8, choices=Kind)
    at = models.DateTimeField()
    by = models.CharField(max_length=400)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sitting", "kind"], name="sittings_announced_once")]
