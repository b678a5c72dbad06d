"""Approval of a paper: its versions, the steps of its route, visas and remarks bound to a version."""

from __future__ import annotations

from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from magistrat.rules import lateness


class Approval(models.Model):
    """A document's way through the route of its kind; a paper returned for rework goes on in the same approval."""

    class State(models.TextChoices):
        PREPARED = "prepared", "готується"
        RUNNING = "running", "на погодженні"
        AGREED = "agreed", "погоджено"
        RETURNED = "returned", "повернуто на доопрацювання"
        RECALLED = "recalled", "відкликано"
        CLOSED = "closed", "закрито"

    document = models.OneToOneField("documents.Document", on_delete=models.PROTECT, related_name="approval")
    kind = models.CharField("маршрут", max_length=30, help_text="key of rules.steps.ROUTES")
    flags = ArrayField(models.CharField(max_length=40), default=list, help_text="what the paper is about")
    state = models.CharField("стан", max_length=10, choices=State, default=State.PREPARED)
    drafter = models.ForeignKey("organisation.Post", on_delete=models.PROTECT, related_name="approvals")
    in_charge = models.ForeignKey(
        "organisation.Post", null=True, on_delete=models.PROTECT, related_name="approvals_in_charge",
        help_text="the deputy mayor (secretary) responsible for the draft",
    )  # fmt: skip
    concerned = ArrayField(
        models.BigIntegerField(), default=list, help_text="posts whom the drafter named: whom the matter concerns"
    )
    version = models.PositiveIntegerField("чинна версія", default=0, help_text="number of the newest; 0: none yet")
    began_at = models.DateTimeField(null=True, help_text="when it was first sent for visas")
    changed_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index("drafter", "id", condition=~Q(state="closed"), name="approvals_of_drafter"),
            models.Index("state", "id", condition=~Q(state="closed"), name="approvals_open"),
        ]


class Version(models.Model):
    """An immutable text that was sent for visas, or that writes what the body has changed in the one it adopted.

    `content` is the upper app's own record of the text; `parts` are pairs of the label of each part («заголовок»,
    «пункт 2», «додаток 1») and its words, in order, so that what changed is known, and shown, without knowing the app.
    """

    approval = models.ForeignKey(Approval, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.JSONField(default=dict)
    parts = models.JSONField(default=list)
    digest = models.CharField(max_length=64, help_text="SHA-256 of the content, in hex")
    file = models.ForeignKey("documents.File", null=True, on_delete=models.PROTECT, related_name="+")
    note = models.CharField("що змінено", max_length=600, blank=True)
    adopted = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="reworked",
        help_text="the version that a body adopted with changes: visas are asked on it alone, the body decided the changes",
    )  # fmt: skip
    at = models.DateTimeField()
    by = models.CharField(max_length=400)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["approval", "number"], name="approvals_version_once")]


class Step(models.Model):
    """One step of the route as it stands for this paper: who is asked, by which clause, by which day.

    `entry` is the id of the regulation's entry that asks for it. A step whose answer was voided by a change is asked
    again: it opens anew with its earlier answers kept.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "ще не настала черга"
        OPEN = "open", "очікується"
        AGREED = "agreed", "погоджено"
        REMARKS = "remarks", "погоджено із зауваженнями"
        OBJECTED = "objected", "не погоджено"
        RETURNED = "returned", "повернуто"
        SKIPPED = "skipped", "не потрібна"

    approval = models.ForeignKey(Approval, on_delete=models.CASCADE, related_name="steps")
    place = models.PositiveIntegerField(help_text="order of the route; equal places stand side by side")
    position = models.PositiveIntegerField(help_text="order of display, from 1, unique in the approval")
    role = models.CharField(max_length=40)
    label = models.CharField(max_length=300)
    does = models.CharField(max_length=12, help_text="key of rules.steps.DEEDS")
    entry = models.CharField(max_length=20)
    clause = models.CharField(max_length=60)
    limit_entry = models.CharField(max_length=20, blank=True)
    covers = ArrayField(
        models.CharField(max_length=62), default=list,
        help_text="«entry:role» of further stages of the route that the same answer of the same post satisfies",
    )  # fmt: skip
    is_parallel = models.BooleanField(default=False)
    is_outer = models.BooleanField("сторонній орган", default=False)
    is_added = models.BooleanField(default=False, help_text="named by the drafter beyond the route's fixed posts")
    post = models.ForeignKey(
        "organisation.Post", null=True, on_delete=models.PROTECT, related_name="approval_steps",
        help_text="none for an outer body: its paper answer is attached",
    )  # fmt: skip
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    opened_at = models.DateTimeField(null=True)
    due_on = models.DateField("строк", null=True)
    due_clause = models.CharField(max_length=60, blank=True)
    is_extended = models.BooleanField(default=False, help_text="more study needed (KR 4.13, 6.8): the longer term")
    extension_reason = models.CharField(max_length=600, blank=True)
    answered_on = models.DateField(null=True)
    answered_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(null=True, help_text="number of the version that was answered")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["approval", "position"], name="approvals_step_once"),
            models.CheckConstraint(
                condition=~Q(state__in=["agreed", "remarks", "objected", "returned"])
                | Q(answered_at__isnull=False, answered_on__isnull=False, version__isnull=False),
                name="approvals_answer_has_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state="open") | Q(opened_at__isnull=False), name="approvals_open_has_moment"
            ),
        ]
        indexes = [
            models.Index(
                "post", F("due_on").asc(nulls_last=True), "id", condition=Q(state="open"), name="approvals_to_visa"
            ),
            models.Index(F("due_on").asc(nulls_last=True), "id", condition=Q(state="open"), name="approvals_waited"),
            models.Index("post", "answered_on", name="approvals_answered"),
        ]

    def is_overdue(self, on: date) -> bool:
        """Late is decided by the day of the answer; an open step is late when its day has passed."""
        return lateness.is_late(self.due_on, done_on=self.answered_on, on=on)


class Answer(models.Model):
    """What was answered at a step, on which version; a voided one stays with what voided it."""

    class Outcome(models.TextChoices):
        AGREED = "agreed", "погоджено"
        REMARKS = "remarks", "погоджено із зауваженнями"
        OBJECTED = "objected", "не погоджено, мотивовану думку додано"
        RETURNED = "returned", "повернуто на доопрацювання"

    step = models.ForeignKey(Step, on_delete=models.CASCADE, related_name="answers")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="answers")
    outcome = models.CharField(max_length=10, choices=Outcome)
    note = models.TextField("думка", blank=True)
    printed_title = models.CharField(max_length=400, help_text="post or both posts, line by line (KR 4.16.7)")
    printed_name = models.CharField(max_length=200)
    person = models.BigIntegerField(null=True)
    file = models.ForeignKey(
        "documents.File", null=True, on_delete=models.PROTECT, related_name="+", help_text="an outer body's answer"
    )
    opened_at = models.DateTimeField(
        help_text="when the step was opened for this answer: visa days are counted from it"
    )
    at = models.DateTimeField()
    on = models.DateField()
    due_on = models.DateField("строк", null=True, help_text="the last day that this answer had")
    days = models.PositiveIntegerField(default=0, help_text="calendar days from opening to the answer's day")
    is_by_sending = models.BooleanField(
        default=False, help_text="given by sending the draft itself: nobody waited for it"
    )
    voided_at = models.DateTimeField(null=True)
    void_reason = models.CharField(max_length=600, blank=True)
    void_clause = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["step"], condition=Q(voided_at__isnull=True), name="approvals_one_valid_answer"
            )
        ]
        indexes = [models.Index(fields=["on", "id"], name="approvals_answers_on")]


class Remark(models.Model):
    """A reasoned remark bound to a part of the text, with what the author answers to it."""

    class Verdict(models.TextChoices):
        WAITING = "waiting", "не розглянуто"
        ACCEPTED = "accepted", "враховано"
        PARTLY = "partly", "враховано частково"
        REJECTED = "rejected", "не враховано"

    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="remarks")
    part = models.CharField("до чого", max_length=100, blank=True, help_text="label of a part; empty: to the whole")
    text = models.TextField("зауваження")
    verdict = models.CharField(max_length=10, choices=Verdict, default=Verdict.WAITING)
    reply = models.TextField("відповідь автора", blank=True)
    replied_at = models.DateTimeField(null=True)
    replied_by = models.CharField(max_length=400, blank=True)
    reported_at = models.DateTimeField(null=True, help_text="when it was reported to the mayor (KR 4.16.8, 6.9)")
    reported_by = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="approvals_remark_has_text"),
            models.CheckConstraint(
                condition=Q(verdict="waiting") | Q(replied_at__isnull=False), name="approvals_verdict_has_moment"
            ),
        ]


class TypicalRemark(models.Model):
    """A post's library of remarks that it makes often."""

    post = models.ForeignKey("organisation.Post", on_delete=models.PROTECT, related_name="typical_remarks")
    text = models.CharField("текст", max_length=1000)
    used = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["post", "text"], condition=Q(removed_at__isnull=True), name="approvals_typical_once"
            )
        ]
