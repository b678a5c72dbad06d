"""Drafts of editions of the regulation, and each change made in them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from magistrat.rules import places


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
    entry = models.CharField("номер правила", max_length=300, blank=True)
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

    @property
    def what(self) -> str:
        """What was changed, in words."""
        return places.in_words(self.entry) if self.entry else "текст регламенту"


class ReplayRun(models.Model):
    """A past period lived again under a draft: done by a worker part by part, its result stays.

    `texts` are the draft's as they were when it was asked for, kept only while it goes on; `last_on` and `last_id` are
    the day and id of the last document that was looked at.
    """

    class State(models.TextChoices):
        RUNNING = "running", "обчислюється"
        DONE = "done", "обчислено"
        STOPPED = "stopped", "зупинено"
        BROKEN = "broken", "не обчислено"

    draft = models.ForeignKey(DraftEdition, on_delete=models.CASCADE, related_name="replays")
    version = models.PositiveIntegerField(help_text="of the draft when it was asked for")
    texts = models.JSONField(default=dict)
    since = models.DateField("з")
    until = models.DateField("по")
    state = models.CharField("стан", max_length=8, choices=State, default=State.RUNNING)
    total = models.PositiveIntegerField(help_text="documents of the period when it was asked for")
    last_on = models.DateField(null=True)
    last_id = models.BigIntegerField(null=True)
    tally = models.JSONField(default=dict, help_text="rules.replay_facts.Tally")
    person = models.BigIntegerField(null=True, help_text="who is told that it is over")
    by = models.CharField(max_length=400)
    asked_at = models.DateTimeField()
    moved_at = models.DateTimeField(help_text="when the last part was done")
    finished_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=600, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["draft"], condition=Q(state="running"), name="amendments_one_replay_at_once"
            )
        ]
        indexes = [models.Index(fields=["draft", "id"], name="amendments_replays")]

    @property
    def is_under_way(self) -> bool:
        """Whether a worker is at it or has to be."""
        return self.state == self.State.RUNNING

    @property
    def through(self) -> int:
        """How many documents were looked at."""
        return int(self.tally.get("documents", 0))


class ReplayedDocument(models.Model):
    """A document with which something would have been otherwise; `outcomes` are its sorts, clauses and sentences."""

    run = models.ForeignKey(ReplayRun, on_delete=models.CASCADE, related_name="documents")
    document = models.ForeignKey("documents.Document", on_delete=models.CASCADE, related_name="+")
    outcomes = models.JSONField()

    class Meta:
        indexes = [models.Index(fields=["run", "id"], name="amendments_replayed")]
