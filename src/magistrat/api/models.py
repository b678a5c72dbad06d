"""Programs that work through the API, what they sent, how often they came."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q


class Program(models.Model):
    """A program with a key of its own: it works in the name of a post, within its scopes, until a day."""

    title = models.CharField("програма", max_length=120)
    purpose = models.CharField("призначення", max_length=300, blank=True)
    post = models.ForeignKey("organisation.Post", on_delete=models.PROTECT, related_name="programs")
    scopes = ArrayField(models.CharField(max_length=40))
    prefix = models.CharField(max_length=12, unique=True, help_text="the key's open part, by which its row is found")
    secret_hash = models.CharField(max_length=64, help_text="SHA-256 of the key's secret part; the secret is not kept")
    expires_on = models.DateField("діє по", help_text="the last day")
    issued_at = models.DateTimeField()
    issued_by = models.CharField(max_length=400)
    revoked_at = models.DateTimeField(null=True)
    revoked_because = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("title", condition=Q(revoked_at__isnull=True), name="api_program_title_once"),
            models.CheckConstraint(condition=~Q(scopes=[]), name="api_program_has_scopes"),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True) | ~Q(revoked_because=""), name="api_revoked_with_reason"
            ),
        ]


class Delivery(models.Model):
    """A registration that a program asked for under a key of its own: asked twice, done once."""

    program = models.ForeignKey(Program, on_delete=models.PROTECT, related_name="deliveries")
    key = models.CharField(max_length=100)
    fingerprint = models.CharField(max_length=64, help_text="SHA-256 of what was sent")
    document = models.ForeignKey("documents.Document", null=True, on_delete=models.PROTECT, related_name="deliveries")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["program", "key"], name="api_delivery_once")]


class Usage(models.Model):
    """How often a program called an operation on a day, and how often it was refused."""

    program = models.ForeignKey(Program, on_delete=models.PROTECT, related_name="usage")
    on = models.DateField()
    operation = models.CharField(max_length=80)
    calls = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["program", "on", "operation"], name="api_usage_once")]
