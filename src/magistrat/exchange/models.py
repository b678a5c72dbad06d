"""Mailboxes of the city hall and the e-mails that came to them."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q


class Mailbox(models.Model):
    """An official address that is read over IMAP; the main one is the committee's (KR 16.1)."""

    class Security(models.TextChoices):
        SSL = "ssl", "SSL/TLS"
        STARTTLS = "starttls", "STARTTLS"
        PLAIN = "plain", "без шифрування"

    title = models.CharField("назва", max_length=120)
    address = models.EmailField("адреса", unique=True)
    department = models.ForeignKey(
        "organisation.Department", on_delete=models.PROTECT, related_name="mailboxes", verbose_name="підрозділ"
    )
    is_main = models.BooleanField("скринька виконавчого комітету", default=False)
    host = models.CharField("сервер IMAP", max_length=200, blank=True)
    port = models.PositiveIntegerField("порт", default=993)
    security = models.CharField("захист з'єднання", max_length=10, choices=Security, default=Security.SSL)
    login = models.CharField("ім'я користувача", max_length=200, blank=True)
    secret = models.TextField(blank=True, help_text="the password, encrypted with the city's key")
    secret_from = models.CharField(
        max_length=80, blank=True, help_text="name of the environment value with the password"
    )
    folder = models.CharField("папка", max_length=120, default="INBOX")
    minutes = models.PositiveSmallIntegerField("перевіряти кожні, хв", default=5)
    is_open = models.BooleanField("працює", default=True)
    since = models.DateTimeField(help_text="checks are counted from here until the first one")
    validity = models.BigIntegerField(null=True, help_text="UIDVALIDITY of the folder")
    last_uid = models.BigIntegerField(default=0)
    first_uid = models.BigIntegerField(
        default=0, help_text="letters before it lay there when the box was set up: only unread ones are brought"
    )
    tried_at = models.DateTimeField(null=True)
    checked_at = models.DateTimeField("перевірено", null=True)
    trouble = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["is_main"], condition=Q(is_main=True, is_open=True), name="exchange_one_main"
            ),
            models.CheckConstraint(condition=Q(minutes__gte=1, minutes__lte=60), name="exchange_checked_hourly"),
        ]


class Mail(models.Model):
    """An e-mail that came, once, whatever boxes it came to."""

    class State(models.TextChoices):
        NEW = "new", "чекає на рішення"
        TAKEN = "taken", "передано на реєстрацію"
        REFUSED = "refused", "не реєструється"
        SPAM = "spam", "спам"
        INFECTED = "infected", "заражений"
        SERVICE = "service", "службове повідомлення"

    identity = models.CharField(max_length=64, unique=True, help_text="SHA-256 over Message-ID and content")
    state = models.CharField("стан", max_length=10, choices=State, default=State.NEW)
    mailbox = models.ForeignKey(Mailbox, on_delete=models.PROTECT, related_name="mails")
    department = models.ForeignKey("organisation.Department", on_delete=models.PROTECT, related_name="mails")
    sorted_clause = models.CharField(max_length=60, blank=True)
    sorted_why = models.CharField(max_length=200, blank=True)
    message_id = models.CharField(max_length=400, blank=True)
    from_name = models.CharField("від кого", max_length=300, blank=True)
    from_address = models.CharField("адреса", max_length=254, blank=True)
    to_line = models.CharField("кому", max_length=600, blank=True)
    subject = models.CharField("тема", max_length=998, blank=True)
    text = models.TextField("текст", blank=True)
    written_at = models.DateTimeField(null=True, help_text="as the sender says")
    arrived_at = models.DateTimeField("надійшов", help_text="when it came into the box")
    kept_at = models.DateTimeField()
    blob = models.ForeignKey("storage.Blob", on_delete=models.PROTECT, related_name="mails")
    trouble = models.CharField("не прочитано", max_length=300, blank=True, help_text="what of it could not be read")
    is_automatic = models.BooleanField(default=False)
    asks_receipt = models.BooleanField(default=False)
    receipt = models.BigIntegerField(null=True, help_text="id of our confirmation in the outbox")
    correspondent = models.ForeignKey(
        "documents.Correspondent", null=True, on_delete=models.PROTECT, related_name="mails", help_text="proposed"
    )
    their_index = models.CharField(max_length=80, blank=True)
    their_date = models.DateField(null=True)
    answers = models.ForeignKey(
        "documents.Document", null=True, on_delete=models.PROTECT, related_name="mail_answers", help_text="our letter"
    )
    document = models.ForeignKey("documents.Document", null=True, on_delete=models.PROTECT, related_name="mails")
    ground = models.CharField("причина", max_length=600, blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=400, blank=True)
    search_text = models.TextField(blank=True, help_text="sender and subject, folded: for trigram search")

    class Meta:
        indexes = [
            GinIndex(OpClass("search_text", name="gin_trgm_ops"), name="exchange_trgm"),
            models.Index(fields=["department", "-id"], name="exchange_of_unit"),
            models.Index(fields=["department", "id"], condition=Q(state="new"), name="exchange_waiting"),
            models.Index(fields=["mailbox", "-id"], name="exchange_of_box"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="taken") | Q(document__isnull=False), name="exchange_taken_has_card"
            ),
            models.CheckConstraint(condition=~Q(state="refused") | ~Q(ground=""), name="exchange_refused_has_reason"),
        ]

    def __str__(self) -> str:
        return self.subject or "без теми"


class Attachment(models.Model):
    """A file of an e-mail."""

    mail = models.ForeignKey(Mail, on_delete=models.CASCADE, related_name="attachments")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=255)
    blob = models.ForeignKey("storage.Blob", on_delete=models.PROTECT, related_name="mail_attachments")
    virus = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mail", "position"], name="exchange_attachment_place")]


class Fetched(models.Model):
    """Where in a mailbox the e-mail lay: what has its place here is never fetched again."""

    mailbox = models.ForeignKey(Mailbox, on_delete=models.PROTECT, related_name="fetched")
    validity = models.BigIntegerField()
    uid = models.BigIntegerField()
    mail = models.ForeignKey(Mail, on_delete=models.PROTECT, related_name="places")
    at = models.DateTimeField()
    is_marked = models.BooleanField(default=False, help_text="the server knows that it has been read")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mailbox", "validity", "uid"], name="exchange_place_once")]
        indexes = [models.Index(fields=["mailbox", "uid"], condition=Q(is_marked=False), name="exchange_unmarked")]
