"""To whom an act goes, as it went, and its certified copies."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from magistrat.acts.models.act import Act


class Recipient(models.Model):
    """A line of the mailing list (розрахунок розсилки): a department, a post or a correspondent outside."""

    act = models.ForeignKey(Act, on_delete=models.CASCADE, related_name="recipients")
    position = models.PositiveIntegerField()
    department = models.ForeignKey("organisation.Department", null=True, on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey("organisation.Post", null=True, on_delete=models.PROTECT, related_name="acts_received")
    correspondent = models.ForeignKey("documents.Correspondent", null=True, on_delete=models.PROTECT, related_name="+")
    copies = models.PositiveIntegerField("примірників", default=1)
    points = ArrayField(
        models.CharField(max_length=20), default=list, help_text="an extract of these; empty: the whole"
    )
    is_by_drafter = models.BooleanField(default=False, help_text="the drafter sends it himself (KR 6.17)")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["act", "position"], name="acts_recipient_place"),
            models.CheckConstraint(
                condition=Q(department__isnull=False, post__isnull=True, correspondent__isnull=True)
                | Q(department__isnull=True, post__isnull=False, correspondent__isnull=True)
                | Q(department__isnull=True, post__isnull=True, correspondent__isnull=False),
                name="acts_recipient_is_one",
            ),
        ]


class Round(models.Model):
    """A round of sending (12:00 and 16:00) with what it carried."""

    at = models.DateTimeField("розсилка", unique=True, help_text="the planned moment")
    done_at = models.DateTimeField()


class Delivery(models.Model):
    """An act as it went to a recipient, with the receipt of reading."""

    class Way(models.TextChoices):
        SYSTEM = "system", "у системі"
        EMAIL = "email", "електронною поштою"
        PAPER = "paper", "на папері"

    recipient = models.ForeignKey(Recipient, on_delete=models.PROTECT, related_name="deliveries")
    round = models.ForeignKey(Round, null=True, on_delete=models.PROTECT, related_name="deliveries")
    way = models.CharField("спосіб", max_length=8, choices=Way)
    at = models.DateTimeField()
    by = models.CharField(max_length=400)
    read_at = models.DateTimeField("ознайомлено", null=True)
    read_by = models.CharField(max_length=400, blank=True)
    message = models.BigIntegerField(null=True, help_text="id of the outbox message")
    trouble = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["recipient"], name="acts_delivered_once")]
        indexes = [models.Index("recipient", condition=Q(read_at__isnull=True), name="acts_unread")]


class Copy(models.Model):
    """A certified copy or extract, as its journal has it (KR 6.21; DR 5.15, 5.17)."""

    class Form(models.TextChoices):
        COPY = "copy", "копія"
        EXTRACT = "extract", "витяг"

    act = models.ForeignKey(Act, on_delete=models.PROTECT, related_name="copies")
    form = models.CharField("форма", max_length=8, choices=Form)
    points = ArrayField(models.CharField(max_length=20), default=list)
    number = models.PositiveIntegerField("№ з/п", help_text="of the year's journal, without gaps")
    year = models.PositiveSmallIntegerField()
    whom = models.CharField("кому видано", max_length=300)
    ground = models.CharField("підстава", max_length=300, blank=True)
    at = models.DateTimeField()
    on = models.DateField("засвідчено")
    printed_title = models.CharField(max_length=400)
    printed_name = models.CharField(max_length=200)
    file = models.ForeignKey("documents.File", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["year", "number"], name="acts_copy_number_once")]
        indexes = [models.Index(F("on").desc(), F("id").desc(), name="acts_copies_newest")]
