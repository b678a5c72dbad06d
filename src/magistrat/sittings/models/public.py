"""What the public sees of a sitting, and what citizens propose to published drafts."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from magistrat.sittings.models.questions import Question
from magistrat.sittings.models.sitting import Sitting


class Disclosure(models.Model):
    """What the public sees of a sitting: the frozen agenda, or how it ended with the named votes, as it was published.

    Frozen in `content` when it is published; never changed and never deleted: replaced or taken down with a reason.
    """

    class What(models.TextChoices):
        AGENDA = "agenda", "порядок денний"
        RESULTS = "results", "результати"

    class State(models.TextChoices):
        PUBLISHED = "published", "оприлюднено"
        REPLACED = "replaced", "замінено"
        TAKEN_DOWN = "taken_down", "знято з оприлюднення"

    sitting = models.ForeignKey(Sitting, on_delete=models.PROTECT, related_name="disclosures")
    what = models.CharField("що", max_length=8, choices=What)
    number = models.PositiveIntegerField()
    state = models.CharField("стан", max_length=10, choices=State, default=State.PUBLISHED)
    content = models.JSONField(default=dict)
    published_at = models.DateTimeField()
    published_by = models.CharField(max_length=400)
    due_on = models.DateField("строк", null=True)
    due_clause = models.CharField(max_length=60, blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=400, blank=True)
    ended_reason = models.CharField("підстава", max_length=600, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sitting", "what", "number"], name="sittings_disclosed_number"),
            models.UniqueConstraint(
                fields=["sitting", "what"], condition=Q(state="published"), name="sittings_disclosed_once"
            ),
            models.CheckConstraint(
                condition=Q(state="published") | (Q(ended_at__isnull=False) & ~Q(ended_reason="")),
                name="sittings_disclosed_ended_reason",
            ),
        ]


class Comment(models.Model):
    """A citizen's proposal to a published draft, with the answer to it.

    The name and the address are never public; the words only when they are answered and the answer says so.
    """

    class State(models.TextChoices):
        CAME = "came", "надійшло"
        ACCEPTED = "accepted", "враховано"
        PARTLY = "partly", "враховано частково"
        REJECTED = "rejected", "не враховано"
        HIDDEN = "hidden", "приховано"

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="comments")
    number = models.PositiveIntegerField("№", help_text="of the year's proposals, without gaps")
    year = models.PositiveSmallIntegerField()
    name = models.CharField("ім'я", max_length=200)
    email = models.EmailField("електронна пошта", blank=True)
    text = models.TextField("пропозиція")
    at = models.DateTimeField()
    consented_at = models.DateTimeField(help_text="when the sender agreed that these data be kept (Law 2297-VI)")
    state = models.CharField(max_length=8, choices=State, default=State.CAME)
    answer = models.TextField("відповідь", blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=400, blank=True)
    public_text = models.TextField(
        "текст для оприлюднення", blank=True, help_text="as the answer shows it, judged by a person"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["year", "number"], name="sittings_comment_number_once"),
            models.CheckConstraint(condition=~Q(text="") & ~Q(name=""), name="sittings_comment_says"),
            models.CheckConstraint(
                condition=Q(state="came") | Q(answered_at__isnull=False), name="sittings_comment_answered_at"
            ),
        ]
        indexes = [models.Index("question", F("at").desc(), name="sittings_comments")]
