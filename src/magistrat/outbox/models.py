"""What leaves a deed for people: letters by e-mail and notices at the workplace, sent after commit."""

from __future__ import annotations

from django.db import models


class Message(models.Model):
    """One mail or notice, written in the transaction of the deed that gives cause."""

    class Kind(models.TextChoices):
        MAIL = "mail", "електронний лист"
        NOTICE = "notice", "сповіщення"

    class State(models.TextChoices):
        QUEUED = "queued", "очікує надсилання"
        SENT = "sent", "надіслано"
        FAILED = "failed", "не надіслано"

    key = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=10, choices=Kind)
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    to_address = models.CharField(max_length=254, blank=True)
    to_person = models.BigIntegerField(null=True)
    to_post = models.BigIntegerField(null=True)
    subject = models.CharField(max_length=300)
    body = models.TextField(blank=True)
    link = models.CharField(max_length=300, blank=True)
    attachments = models.JSONField(default=list)
    document = models.BigIntegerField(null=True)
    from_post = models.BigIntegerField(null=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(default=0)
    next_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=500, blank=True)
    server_failed_at = models.DateTimeField(null=True, help_text="since when it waits for the mail server itself")
    from_address = models.CharField(max_length=254, blank=True, help_text="empty: the city's own")
    headers = models.JSONField(default=dict, help_text="what stands in the head beside the usual lines")
    report = models.TextField(blank=True, help_text="the machine's part of a confirmation (RFC 8098)")
    asks_receipt = models.BooleanField(default=False, help_text="marks of delivery and of reading are asked for")
    message_id = models.CharField(max_length=200, blank=True, help_text="under which it went, without brackets")
    delivered_at = models.DateTimeField(null=True, help_text="the receiver's server confirmed it (RFC 3464)")
    opened_at = models.DateTimeField(null=True, help_text="the receiver confirmed that he read it (RFC 8098)")

    class Meta:
        indexes = [
            models.Index(fields=["to_person", "read_at", "-id"], name="outbox_for_person"),
            models.Index(fields=["to_post", "read_at", "-id"], name="outbox_for_post"),
            models.Index(fields=["state", "next_at"], name="outbox_waiting"),
            models.Index(fields=["document"], name="outbox_document"),
            models.Index("message_id", condition=~models.Q(message_id=""), name="outbox_message_id"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="sent") | models.Q(sent_at__isnull=False), name="outbox_sent_has_moment"
            ),
        ]
