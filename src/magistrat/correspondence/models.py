"""An outgoing letter's way: draft, visas, signature, number, dispatch."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Letter(models.Model):
    """The process of an outgoing letter; its card is `documents.Document`."""

    class State(models.TextChoices):
        DRAFT = "draft", "проєкт"
        VISAS = "visas", "на візуванні"
        SIGNING = "signing", "на підписі"
        SIGNED = "signed", "підписано"
        REGISTERED = "registered", "зареєстровано"
        DISPATCHED = "dispatched", "надіслано"
        CANCELLED = "cancelled", "скасовано"

    document = models.OneToOneField("documents.Document", on_delete=models.PROTECT, related_name="letter")
    state = models.CharField(max_length=12, choices=State, default=State.DRAFT)
    addressee_kind = models.CharField(max_length=20)
    signatory = models.ForeignKey("organisation.Post", on_delete=models.PROTECT, related_name="letters_to_sign")
    drafter = models.ForeignKey("organisation.Post", on_delete=models.PROTECT, related_name="letters_drafted")
    task = models.ForeignKey("tasks.Task", null=True, blank=True, on_delete=models.PROTECT, related_name="letters")
    reply_to = models.ForeignKey("documents.Document", null=True, blank=True, on_delete=models.PROTECT, related_name="replies")
    text = models.TextField("текст", blank=True)
    phone = models.CharField("телефон виконавця", max_length=40, blank=True)
    version = models.PositiveIntegerField(default=1)
    signed_on = models.DateField("підписано", null=True)
    signed_at = models.DateTimeField(null=True)
    signed_printed = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=["signed", "registered", "dispatched"]) | Q(signed_on__isnull=False),
                name="correspondence_signed_has_day",
            )
        ]


class Visa(models.Model):
    """A visa asked of a post, bound to the letter's version."""

    class State(models.TextChoices):
        ASKED = "asked", "очікується"
        GIVEN = "given", "завізовано"
        RETURNED = "returned", "повернуто із зауваженнями"

    letter = models.ForeignKey(Letter, on_delete=models.CASCADE, related_name="visas")
    post = models.ForeignKey("organisation.Post", on_delete=models.PROTECT, related_name="letter_visas")
    position = models.PositiveSmallIntegerField()
    version = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State, default=State.ASKED)
    clause = models.CharField(max_length=60)
    printed = models.CharField(max_length=400, blank=True)
    remark = models.CharField(max_length=1000, blank=True)
    at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["letter", "version", "post"], name="correspondence_visa_once")
        ]


class Dispatch(models.Model):
    """How and when the letter went to an addressee."""

    class Way(models.TextChoices):
        POST = "post", "поштою"
        REGISTERED_POST = "registered_post", "рекомендованим листом"
        COURIER = "courier", "кур'єром"
        EMAIL = "email", "електронною поштою"
        HAND = "hand", "видано особисто"

    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="dispatches")
    correspondent = models.ForeignKey("documents.Correspondent", on_delete=models.PROTECT, related_name="dispatches")
    way = models.CharField(max_length=16, choices=Way)
    on = models.DateField("надіслано")
    at = models.DateTimeField()
    by = models.CharField(max_length=400)
    note = models.CharField(max_length=300, blank=True)
    message = models.BigIntegerField(null=True, help_text="id of the outbox message")
