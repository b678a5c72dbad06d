"""Attempts to sign an act electronically."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from magistrat.acts.models.act import Act


class Signing(models.Model):
    """An attempt to sign electronically: it may fail or wait, and takes no number.

    Annexes are signed before the act, within the same file (KR 6.12; DR 5.11): each signature is added to what the former
    attempt made.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "очікує на підпис"
        DONE = "done", "підписано"
        FAILED = "failed", "не вдалося"

    class Part(models.TextChoices):
        ANNEXES = "annexes", "додатки"
        ACT = "act", "акт"

    act = models.ForeignKey(Act, on_delete=models.PROTECT, related_name="signings")
    version = models.ForeignKey("approvals.Version", on_delete=models.PROTECT, related_name="+")
    part = models.CharField(max_length=8, choices=Part, default=Part.ACT)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    provider = models.CharField(max_length=40)
    reference = models.CharField(max_length=200, blank=True, help_text="by which the provider knows it, while it waits")
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=400)
    post = models.ForeignKey("organisation.Post", on_delete=models.PROTECT, related_name="+", help_text="who signs")
    person = models.BigIntegerField(help_text="who signs")
    printed_title = models.CharField(max_length=400)
    printed_name = models.CharField(max_length=200)
    ended_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=600, blank=True)
    given = models.ForeignKey(
        "storage.Blob", on_delete=models.PROTECT, related_name="+", help_text="what was to be signed"
    )
    made = models.ForeignKey(
        "storage.Blob", null=True, on_delete=models.PROTECT, related_name="+", help_text="the signed file"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["act"], condition=Q(state="waiting"), name="acts_one_signing_waits"),
            models.CheckConstraint(condition=~Q(state="done") | Q(made__isnull=False), name="acts_signing_made_a_file"),
        ]
        indexes = [models.Index("id", condition=Q(state="waiting"), name="acts_signings_waiting")]
