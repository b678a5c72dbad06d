"""Drafts of editions of the regulation, and each change made in them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class DraftEdition(models.Model):
    """An edition that is being written: its files' texts, from which edition it began, which version it has reached.

    `version` grows with every change: by it the second of two who change the same thing at once is told so.
    """

    class State(models.TextChoices):
        OPEN = "open", "опрацьовують"
        ADOPTED = "adopted", "прийнято"
        DROPPED = "dropped", "відкинуто"

    title = models.CharField("назва проєкту", max_length=200)
    base = models.ForeignKey("regulation.Edition", on_delete=models.PROTECT, related_name="drafts")
    texts = models.JSONField(help_text="texts of the files by name, cases among them")
    version = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=400)
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=400)
    adopted = models.ForeignKey(
        "regulation.Edition", null=True, blank=True, on_delete=models.PROTECT, related_name="made_of"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="adopted", adopted__isnull=False) | (~Q(state="adopted") & Q(adopted__isnull=True)),
                name="amendments_adopted_has_edition",
            )
        ]


class DraftChange(models.Model):
    """One change of a draft with its reason; `version` is the draft's after it.

    `before` and `after` are the entry's texts in TOML, empty for a new or a repealed one; `old_words` and `new_words` are
    what was changed in the regulation's own text.
    """

    class Kind(models.TextChoices):
        CHANGED = "changed", "змінено"
        ADDED = "added", "додано"
        REPEALED = "repealed", "вилучено"
        TEXT = "text", "змінено текст"
        UNDONE = "undone", "скасовано зміну"

    draft = models.ForeignKey(DraftEdition, on_delete=models.CASCADE, related_name="changes")
    version = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=Kind)
    entry = models.CharField("номер правила", max_length=60, blank=True)
    clause = models.CharField("пункт", max_length=60, blank=True)
    file = models.CharField(max_length=80, blank=True)
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)
    old_words = models.TextField(blank=True)
    new_words = models.TextField(blank=True)
    reason = models.CharField("підстава", max_length=1000)
    by = models.CharField(max_length=400)
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["draft", "version"], name="amendments_one_change_a_version")]
        indexes = [models.Index(fields=["draft", "entry", "version"], name="amendments_of_entry")]
