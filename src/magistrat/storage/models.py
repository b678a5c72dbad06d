"""Kept contents: a file is stored under its SHA-256 and never overwritten."""

from __future__ import annotations

from django.db import models


class Blob(models.Model):
    """One content, whoever brought it."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    size = models.BigIntegerField()
    media_type = models.CharField(max_length=120)
    kept_at = models.DateTimeField()


class Scan(models.Model):
    """What the antivirus says of a content; a content without a scan has not been checked."""

    class State(models.TextChoices):
        WAITING = "waiting", "чекає на перевірку антивірусом"
        CLEAN = "clean", "загроз не виявлено"
        INFECTED = "infected", "заражений"
        UNCHECKED = "unchecked", "не перевірялося"

    blob = models.OneToOneField(Blob, on_delete=models.CASCADE, primary_key=True, related_name="scan")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    found = models.CharField(max_length=200, blank=True, help_text="clamd's name of what it found")
    reason = models.CharField(max_length=300, blank=True, help_text="why it has not been checked")
    asked_at = models.DateTimeField(null=True)
    checked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="infected") | ~models.Q(found=""), name="storage_infected_has_name"
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["clean", "infected"]) | models.Q(checked_at__isnull=False),
                name="storage_checked_has_moment",
            ),
        ]
        indexes = [models.Index(fields=["blob"], condition=models.Q(state="waiting"), name="storage_scan_waiting")]

    @property
    def is_waiting(self) -> bool:
        """Whether the antivirus has not answered yet."""
        return self.state == self.State.WAITING

    @property
    def is_infected(self) -> bool:
        """Whether the content is locked away."""
        return self.state == self.State.INFECTED
