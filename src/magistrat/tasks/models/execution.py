"""Resolutions, what is to be done by them and by when, reports, changes of terms."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q

from magistrat.rules import lateness, words


class Resolution(models.Model):
    """A leader's written instruction on a document.

    `author` is the post in whose name it is written, `author_printed` the post (both posts of a substitute, KR 4.16.7) and
    name of that day.
    """

    document = models.ForeignKey("documents.Document", on_delete=models.PROTECT, related_name="resolutions")
    author = models.ForeignKey("organisation.Post", on_delete=models.PROTECT, related_name="resolutions")
    author_printed = models.CharField(max_length=400)
    typed_by = models.CharField(
        max_length=400, blank=True, help_text="the assistant, when typed on the leader's behalf"
    )
    text = models.TextField("зміст", help_text="of several points the words of all of them")
    at = models.DateTimeField()
    on = models.DateField("дата")
    parent_task = models.ForeignKey("Task", null=True, blank=True, on_delete=models.PROTECT, related_name="resolutions")
    on_original = models.BooleanField(default=True)
    scan = models.ForeignKey("documents.File", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            # The original bears no more than one resolution (DR 10.16); the others are sub-resolutions or on blanks.
            models.UniqueConstraint(
                fields=["document"],
                condition=Q(on_original=True, parent_task__isnull=True, cancelled_at__isnull=True),
                name="tasks_one_on_original",
            )
        ]
        indexes = [models.Index(fields=["document", "id"], name="tasks_resolution_document")]


class Review(models.Model):
    """A registered paper on a leader's desk until he writes a resolution or has read it."""

    class Folder(models.TextChoices):
        URGENT = "urgent", "термінове"
        RESOLUTION = "resolution", "на резолюцію"
        INFO = "info", "до відома"

    document = models.ForeignKey("documents.Document", on_delete=models.CASCADE, related_name="reviews", db_index=False)
    leader = models.ForeignKey("organisation.Post", on_delete=models.PROTECT, related_name="reviews", db_index=False)
    folder = models.CharField("папка", max_length=12, choices=Folder)
    clause = models.CharField(max_length=60, blank=True)
    since = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document", "leader"], name="tasks_review_once")]
        indexes = [
            models.Index("leader", "folder", "id", condition=Q(done_at__isnull=True), name="tasks_review_waiting"),
        ]


class Task(models.Model):
    """What one executor has to do by a resolution, and by when."""

    class Part(models.TextChoices):
        MAIN = "main", "головний виконавець"
        CO = "co", "співвиконавець"
        INFO = "info", "до відома"

    class State(models.TextChoices):
        GIVEN = "given", "не прийнято"
        TAKEN = "taken", "у роботі"
        REPORTED = "reported", "подано звіт"
        HEAD_ACCEPTED = "head_accepted", "прийняв керівник"
        DONE = "done", "виконано"
        RETURNED = "returned", "повернуто як непрофільне"
        CANCELLED = "cancelled", "скасовано"

    document = models.ForeignKey("documents.Document", on_delete=models.PROTECT, related_name="tasks")
    resolution = models.ForeignKey(Resolution, on_delete=models.PROTECT, related_name="tasks")
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="parts")
    point = models.CharField("пункт", max_length=20, blank=True)
    part = models.CharField(max_length=6, choices=Part)
    executor = models.ForeignKey("organisation.Post", on_delete=models.PROTECT, related_name="tasks")
    giver = models.ForeignKey(
        "organisation.Post",
        on_delete=models.PROTECT,
        related_name="tasks_given",
        help_text="the author of the resolution",
    )
    judge = models.ForeignKey(
        "organisation.Post",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="tasks_to_judge",
        help_text="whose answer the report waits for now",
    )
    department = models.ForeignKey("organisation.Department", on_delete=models.PROTECT, related_name="tasks")
    text = models.CharField("завдання", max_length=1000)
    state = models.CharField("стан", max_length=14, choices=State, default=State.GIVEN)
    given_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True)
    due_on = models.DateField("строк", null=True)
    due_clause = models.CharField(max_length=60, blank=True)
    due_explanation = models.JSONField(default=dict)
    repeats = models.CharField(
        "повторення",
        max_length=10,
        blank=True,
        choices=[("month", "щомісяця"), ("quarter", "щокварталу"), ("year", "щороку")],
    )
    repeat_day = models.PositiveSmallIntegerField(null=True)
    period_on = models.DateField(
        null=True, help_text="of a repeating task: the day of its period, from which the next is counted"
    )
    done_on = models.DateField("виконано", null=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(state="done") | Q(done_on__isnull=False), name="tasks_done_has_day"),
            models.CheckConstraint(condition=Q(due_on__isnull=True) | ~Q(due_clause=""), name="tasks_due_has_clause"),
            models.CheckConstraint(
                condition=Q(judge__isnull=True) | Q(state__in=["reported", "head_accepted"]),
                name="tasks_judge_of_report",
            ),
            models.CheckConstraint(condition=Q(repeats="") | Q(repeat_day__isnull=False), name="tasks_repeat_has_day"),
            models.UniqueConstraint(
                fields=["resolution", "point"],
                condition=Q(part="main", parent__isnull=True) & ~Q(state__in=["returned", "cancelled"]),
                name="tasks_one_main",
            ),
        ]
        indexes = [
            models.Index(
                "executor",
                F("due_on").asc(nulls_last=True),
                "id",
                condition=Q(state__in=["given", "taken", "reported", "head_accepted"]),
                name="tasks_open_by_executor",
            ),
            models.Index(
                "department",
                F("due_on").asc(nulls_last=True),
                "id",
                condition=Q(state__in=["given", "taken", "reported", "head_accepted"]),
                name="tasks_open_by_department",
            ),
            models.Index(
                "judge", F("due_on").asc(nulls_last=True), "id", condition=Q(judge__isnull=False), name="tasks_to_judge"
            ),
            models.Index(
                "giver",
                F("due_on").asc(nulls_last=True),
                "id",
                condition=Q(state__in=["given", "taken", "reported", "head_accepted"]),
                name="tasks_open_by_giver",
            ),
            models.Index("department", "due_on", name="tasks_by_department_due"),
            # What falls due on a day that is made one of rest, and what is reminded of.
            models.Index(
                "due_on",
                condition=Q(state__in=["given", "taken", "reported", "head_accepted", "returned"]),
                name="tasks_running_due",
            ),
            # The report of execution counts tens of thousands without opening their rows.
            models.Index(
                "due_on",
                include=["department", "executor", "state", "done_on", "id"],
                condition=Q(state__in=["given", "taken", "reported", "head_accepted", "done"]) & ~Q(part="info"),
                name="tasks_due_of_report",
            ),
            models.Index("department", "done_on", name="tasks_by_department_done"),
            models.Index("document", "id", name="tasks_document"),
            models.Index("giver", "due_on", "id", condition=Q(state="returned"), name="tasks_returned"),
        ]

    def is_overdue(self, on: date) -> bool:
        """Late is decided by the day of execution; an open task is late when its day has passed."""
        return lateness.is_late(self.due_on, done_on=self.done_on, on=on)


class Report(models.Model):
    """An executor's report on a task, with the answer of the one who judges it.

    An interim one (of progress, or of a year's end for long-term papers) is not judged and leaves the task open.
    """

    class State(models.TextChoices):
        GIVEN = "given", "подано"
        ACCEPTED = "accepted", "прийнято"
        SENT_BACK = "sent_back", "повернуто на доопрацювання"

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="reports")
    is_interim = models.BooleanField("проміжна інформація", default=False)
    text = models.TextField("зміст")
    pages = models.PositiveIntegerField(null=True)
    reply = models.ForeignKey(
        "documents.Document", null=True, blank=True, on_delete=models.PROTECT, related_name="reported_by"
    )
    period = models.CharField(max_length=10, blank=True, help_text="of a repeating task: 2026-05; of a year: 2025")
    state = models.CharField(max_length=10, choices=State, default=State.GIVEN)
    by = models.CharField(max_length=400)
    at = models.DateTimeField()
    on = models.DateField()
    judged_by = models.CharField(max_length=400, blank=True)
    judged_at = models.DateTimeField(null=True)
    remark = models.CharField(max_length=1000, blank=True)

    @property
    def before_reply(self) -> str:
        """The words without the index of the reply at their end: it stands beside them as a link."""
        index = self.reply.index if self.reply else ""
        return self.text.removesuffix(index).rstrip() if index else self.text


class Extension(models.Model):
    """A request to change a term and its decision, or a change that nobody had asked for (KR 8.13; DR 8.10)."""

    class State(models.TextChoices):
        ASKED = "asked", "на розгляді"
        GRANTED = "granted", "продовжено"
        REFUSED = "refused", "відмовлено"

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="extensions")
    old_due_on = models.DateField()
    new_due_on = models.DateField()
    reason = models.CharField("обґрунтування", max_length=1000)
    asked_by = models.CharField(max_length=400)
    asked_at = models.DateTimeField()
    asked_on = models.DateField()
    state = models.CharField(max_length=10, choices=State, default=State.ASKED)
    decided_by = models.CharField(max_length=400, blank=True)
    decided_at = models.DateTimeField(null=True)
    clause = models.CharField(max_length=60, blank=True)
    remark = models.CharField(max_length=1000, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["task"], condition=Q(state="asked"), name="tasks_one_request"),
            # An executor asks for a later day; who changes terms may also set an earlier one (KR 8.13; DR 8.10).
            models.CheckConstraint(
                condition=Q(new_due_on__gt=F("old_due_on")) | (~Q(state="asked") & Q(new_due_on__lt=F("old_due_on"))),
                name="tasks_extension_later",
            ),
        ]
        indexes = [models.Index("id", condition=Q(state="asked"), name="tasks_extension_waiting")]

    @property
    def is_unasked(self) -> bool:
        """Whether the term was changed of one's own accord: nobody had asked for it."""
        return self.state == self.State.GRANTED and self.decided_at == self.asked_at

    @property
    def outcome(self) -> str:
        """What has become of the term, in words."""
        if self.state != self.State.GRANTED:
            return f"продовження строку: {self.get_state_display()}"
        return "строк продовжено" if self.new_due_on > self.old_due_on else "строк скорочено"


class Explanation(models.Model):
    """The written explanation of a missed term (KR 8.20.9; DR 8.14)."""

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="explanations")
    text = models.CharField(max_length=1000)
    final_on = models.DateField(null=True)
    by = models.CharField(max_length=400)
    at = models.DateTimeField()

    @property
    def in_full(self) -> str:
        """The reasons with the final day that was named, in sentences."""
        if self.final_on is None:
            return self.text
        return f"{words.ended(self.text)} Остаточний строк — {words.day(self.final_on)}."


class TypicalText(models.Model):
    """A typical resolution chosen by number."""

    number = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=300)
    post = models.ForeignKey(
        "organisation.Post", null=True, blank=True, on_delete=models.CASCADE, related_name="typical_texts"
    )
    is_info = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["post", "number"], name="tasks_typical_number", nulls_distinct=False)
        ]
