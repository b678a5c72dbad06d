"""Control of a document and of its points; earlier times on control of a document that came on it again."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q

from magistrat.tasks.models.execution import Task


class Control(models.Model):
    """A document on control: why, until when, and how it came off."""

    class State(models.TextChoices):
        ON = "on", "на контролі"
        SUBMITTED = "submitted", "справу подано керівникові"
        OFF = "off", "знято з контролю"

    document = models.OneToOneField("documents.Document", on_delete=models.PROTECT, related_name="control")
    state = models.CharField(max_length=10, choices=State, default=State.ON)
    is_obligatory = models.BooleanField(default=False)
    clause = models.CharField(max_length=60)
    reason = models.CharField(max_length=300)
    unit = models.ForeignKey("organisation.Department", on_delete=models.PROTECT, related_name="controls")
    leader = models.ForeignKey("organisation.Post", null=True, on_delete=models.PROTECT, related_name="controls")
    must_return = models.BooleanField("підлягає поверненню", default=False)
    only_source_removes = models.BooleanField(default=False)
    is_long_term = models.BooleanField("довгостроковий", default=False)
    due_on = models.DateField("контрольний строк", null=True, help_text="the nearest term of the main tasks still open")
    due_clause = models.CharField(max_length=60, blank=True)
    due_explanation = models.JSONField(default=dict)
    done_on = models.DateField(
        "виконано", null=True, help_text="day of execution; none while a main task of it goes on"
    )
    law_due_on = models.DateField(null=True)
    law = models.CharField(max_length=200, blank=True)
    set_at = models.DateTimeField()
    set_by = models.CharField(max_length=400)
    submitted_at = models.DateTimeField(null=True)
    submitted_note = models.CharField(max_length=1000, blank=True)
    off_on = models.DateField(null=True)
    off_at = models.DateTimeField(null=True)
    off_by = models.CharField(max_length=400, blank=True)
    off_clause = models.CharField(max_length=60, blank=True)
    off_mark = models.CharField(max_length=300, blank=True)
    removal_letter = models.ForeignKey(
        "documents.Document", null=True, blank=True, on_delete=models.PROTECT, related_name="removed_controls"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(state="off") | Q(off_on__isnull=False), name="tasks_off_has_day"),
        ]
        indexes = [
            models.Index(F("due_on").asc(nulls_last=True), "id", condition=~Q(state="off"), name="tasks_control_open"),
            models.Index(
                "unit", F("due_on").asc(nulls_last=True), "id", condition=~Q(state="off"), name="tasks_control_unit"
            ),
            models.Index(
                "leader", F("due_on").asc(nulls_last=True), "id", condition=~Q(state="off"), name="tasks_control_leader"
            ),
            models.Index("off_on", name="tasks_control_off"),
            models.Index("set_at", name="tasks_control_set"),
        ]

    @property
    def executed_on(self) -> date | None:
        """The day by which late is decided: of execution; of removal where its maker's letter ended unfinished work (KR 8.15)."""
        return self.done_on or self.off_on

    @property
    def is_past_law(self) -> bool:
        """Whether the term has been extended beyond the day that a law gives."""
        return self.law_due_on is not None and self.due_on is not None and self.due_on > self.law_due_on


class ControlPoint(models.Model):
    """A point of a controlled document that comes off control by itself; the document goes with its last one (KR 8.11, 8.20.13).

    `task` is the main executor's: of a repeating point that of the present period, or the last one done when it was stopped.
    """

    control = models.ForeignKey(Control, on_delete=models.CASCADE, related_name="points")
    task = models.OneToOneField(Task, on_delete=models.PROTECT, related_name="control_point")
    number = models.CharField("пункт", max_length=20)
    state = models.CharField("стан", max_length=10, choices=Control.State, default=Control.State.ON)
    set_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    submitted_note = models.CharField(max_length=1000, blank=True)
    off_on = models.DateField("знято з контролю", null=True)
    off_by = models.CharField(max_length=400, blank=True)
    off_clause = models.CharField(max_length=60, blank=True)
    off_mark = models.CharField(max_length=300, blank=True)
    removal_letter = models.ForeignKey(
        "documents.Document", null=True, blank=True, on_delete=models.PROTECT, related_name="removed_points"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(state="off") | Q(off_on__isnull=False), name="tasks_point_off_has_day"),
        ]
        indexes = [
            models.Index("id", condition=~Q(state="off"), name="tasks_point_open"),
            models.Index("off_on", name="tasks_point_off"),
            models.Index("set_at", name="tasks_point_set"),
        ]

    @property
    def due_on(self) -> date | None:
        """The day waited for; none while on control with a repetition that was stopped before anything was done."""
        is_stopped = self.task.state == Task.State.CANCELLED and self.state != Control.State.OFF
        return None if is_stopped else self.task.due_on

    @property
    def executed_on(self) -> date | None:
        """The day by which late is decided, as of a document's control."""
        return self.task.done_on or self.off_on


class PastControl(models.Model):
    """An ended time on control of a document that was put on control anew: as it was when it came off; never changed.

    The last time, whether it goes on or has ended, is the document's `Control`.
    """

    document = models.ForeignKey("documents.Document", on_delete=models.PROTECT, related_name="past_controls")
    clause = models.CharField(max_length=60)
    reason = models.CharField(max_length=300)
    unit = models.ForeignKey("organisation.Department", on_delete=models.PROTECT, related_name="+")
    leader = models.ForeignKey("organisation.Post", null=True, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField("контрольний строк", null=True)
    due_clause = models.CharField(max_length=60, blank=True)
    due_explanation = models.JSONField(default=dict)
    done_on = models.DateField("виконано", null=True)
    set_at = models.DateTimeField()
    set_by = models.CharField(max_length=400)
    off_on = models.DateField("знято з контролю")
    off_at = models.DateTimeField(null=True)
    off_by = models.CharField(max_length=400, blank=True)
    off_clause = models.CharField(max_length=60, blank=True)
    off_mark = models.CharField(max_length=300, blank=True)
    removal_letter = models.ForeignKey(
        "documents.Document", null=True, blank=True, on_delete=models.PROTECT, related_name="removed_past_controls"
    )

    class Meta:
        indexes = [
            models.Index("off_on", name="tasks_past_control_off"),
            models.Index("set_at", name="tasks_past_control_set"),
        ]

    def get_state_display(self) -> str:
        """The state in words, as of a control that is the last."""
        return str(Control.State.OFF.label)

    @property
    def executed_on(self) -> date:
        """The day by which late is decided, as of a control that is the last."""
        return self.done_on or self.off_on
