"""What a sitting leaves behind: its minutes with their signatures, the instructions given."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from magistrat.sittings.models.questions import Question
from magistrat.sittings.models.sitting import Sitting


class Minutes(models.Model):
    """The minutes: assembled from the events, edited, signed, numbered in the calendar year (KR 4.45; DR 6.28)."""

    class State(models.TextChoices):
        DRAFT = "draft", "проєкт"
        SIGNING = "signing", "на підписі"
        SIGNED = "signed", "підписано"

    sitting = models.OneToOneField(Sitting, on_delete=models.PROTECT, related_name="minutes")
    document = models.OneToOneField("documents.Document", null=True, on_delete=models.PROTECT, related_name="minutes")
    state = models.CharField("стан", max_length=8, choices=State, default=State.DRAFT)
    text = models.JSONField(
        default=dict, help_text="`written`: parts that the secretary rewrote; `frozen`: all parts as they were signed"
    )
    revision = models.PositiveIntegerField(default=0)
    is_by_name = models.BooleanField("голоси поіменно", default=True)
    without_transcript = models.CharField("чому немає стенограми", max_length=300, blank=True, help_text="KR 4.45")
    changed_at = models.DateTimeField(null=True)
    changed_by = models.CharField(max_length=400, blank=True)
    due_on = models.DateField("строк підписання", null=True)
    due_clause = models.CharField(max_length=60, blank=True)
    handed_at = models.DateTimeField("подано на підпис", null=True)
    chair = models.ForeignKey(
        "organisation.Person",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="who presided, at handing in",
    )
    signed_on = models.DateField(null=True)
    signed_printed = models.JSONField(default=list, help_text="who signed: role, lines of the post, name, day")
    is_electronic = models.BooleanField(default=False, help_text="signed by electronic signatures, not on paper")
    transcript = models.ForeignKey("documents.File", null=True, on_delete=models.PROTECT, related_name="+")
    recording = models.ForeignKey("documents.File", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=["signing", "signed"]) | Q(document__isnull=False, handed_at__isnull=False),
                name="sittings_handed_minutes_has_card",
            ),
            models.CheckConstraint(
                condition=~Q(state="signed") | Q(signed_on__isnull=False), name="sittings_signed_minutes_has_day"
            ),
        ]
        indexes = [models.Index("due_on", "id", condition=~Q(state="signed"), name="sittings_minutes_waiting")]


class MinutesSigning(models.Model):
    """An attempt to sign the minutes electronically; each signature is added to the file that the former one made."""

    class State(models.TextChoices):
        WAITING = "waiting", "очікує на підпис"
        DONE = "done", "підписано"
        FAILED = "failed", "не вдалося"

    minutes = models.ForeignKey(Minutes, on_delete=models.PROTECT, related_name="signings")
    role = models.CharField(max_length=20, help_text="of rules.minutes.signatory_roles")
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    provider = models.CharField(max_length=40)
    reference = models.CharField(max_length=200, blank=True, help_text="by which the provider knows it, while it waits")
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=400)
    person = models.BigIntegerField(help_text="who signs")
    printed_title = models.CharField(max_length=400)
    printed_name = models.CharField(max_length=200)
    ended_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=600, blank=True)
    given = models.ForeignKey(
        "storage.Blob", on_delete=models.PROTECT, related_name="+", help_text="what was to be signed"
    )
    made = models.ForeignKey("storage.Blob", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["minutes"], condition=Q(state="waiting"), name="sittings_one_signing_waits"
            ),
            models.CheckConstraint(
                condition=~Q(state="done") | Q(made__isnull=False), name="sittings_signing_made_a_file"
            ),
        ]
        indexes = [models.Index("id", condition=Q(state="waiting"), name="sittings_signings_waiting")]


class Instruction(models.Model):
    """An instruction given at a sitting: it becomes tasks when its protocol is issued (KR 8.20.3; DR 6.26)."""

    sitting = models.ForeignKey(Sitting, on_delete=models.PROTECT, related_name="instructions")
    question = models.ForeignKey(Question, null=True, on_delete=models.PROTECT, related_name="instructions")
    text = models.CharField("доручення", max_length=1000)
    executors = models.ManyToManyField("organisation.Post", related_name="instructions_of_sittings")
    due_on = models.DateField("строк", null=True)
    given_at = models.DateTimeField()
    given_by = models.CharField("хто вніс", max_length=400)
    document = models.ForeignKey(
        "documents.Document", null=True, on_delete=models.PROTECT, related_name="instructions",
        help_text="the protocol of instructions by which it was issued",
    )  # fmt: skip

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="sittings_instruction_says")]
        indexes = [models.Index("sitting", "id", name="sittings_instructions")]
