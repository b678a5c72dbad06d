"""Who is invited to a sitting, and which members have opened its agenda and papers."""

from __future__ import annotations

from django.db import models

from magistrat.sittings.models.questions import Question
from magistrat.sittings.models.sitting import Sitting


class AgendaReading(models.Model):
    """A member has opened the agenda of a sitting (a receipt)."""

    sitting = models.ForeignKey(Sitting, on_delete=models.CASCADE, related_name="readings")
    person = models.ForeignKey("organisation.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sitting", "person"], name="sittings_agenda_read_once")]


class MemberReading(models.Model):
    """A member has opened the papers of a question (a receipt)."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="readings")
    person = models.ForeignKey("organisation.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["question", "person"], name="sittings_read_once")]


class Invited(models.Model):
    """Somebody invited to the sitting or to one of its questions (KR 4.27–4.33, annex 6; DR 6.14)."""

    sitting = models.ForeignKey(Sitting, on_delete=models.CASCADE, related_name="invited")
    question = models.ForeignKey(Question, null=True, on_delete=models.CASCADE, related_name="invited")
    name = models.CharField("прізвище, ім'я, по батькові", max_length=400)
    post = models.CharField("посада", max_length=400, blank=True)
    note = models.CharField("примітки", max_length=300, blank=True)
    is_press = models.BooleanField("засіб масової інформації", default=False)
    told_at = models.DateTimeField(null=True)
    shown_at = models.DateTimeField(null=True, help_text="was shown the draft before the sitting (KR 4.31)")
    came = models.BooleanField("був присутній", null=True)

    class Meta:
        indexes = [models.Index("sitting", "question", "id", name="sittings_invited_to")]
