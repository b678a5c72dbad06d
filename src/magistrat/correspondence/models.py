"""An outgoing letter's way: draft, visas, signature, number, dispatch."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from magistrat.rules.moments import local_date

OPEN_STATES = ["draft", "visas", "signing", "signed", "registered"]


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

    class Blank(models.TextChoices):
        MAYOR = "mayor", "бланк міського голови"
        COUNCIL = "council", "бланк міської ради"
        COMMITTEE = "committee", "бланк виконавчого комітету"
        DEPARTMENT = "department", "бланк виконавчого органу"

    document = models.OneToOneField("documents.Document", on_delete=models.PROTECT, related_name="letter")
    state = models.CharField("стан", max_length=12, choices=State, default=State.DRAFT)
    blank = models.CharField("бланк", max_length=12, choices=Blank)
    by_list = models.BooleanField("за списком", default=False, help_text="addressees on a separate sheet (DR 11.7)")
    signatory = models.ForeignKey("organisation.Post", on_delete=models.PROTECT, related_name="letters_to_sign")
    drafter = models.ForeignKey("organisation.Post", on_delete=models.PROTECT, related_name="letters_drafted")
    task = models.ForeignKey("tasks.Task", null=True, blank=True, on_delete=models.PROTECT, related_name="letters")
    reply_to = models.ForeignKey(
        "documents.Document", null=True, blank=True, on_delete=models.PROTECT, related_name="replies"
    )
    is_interim = models.BooleanField(
        "проміжна відповідь", default=False, help_text="tells how the matter goes: what it answers stays open"
    )
    greeting = models.CharField("звертання", max_length=200, blank=True, help_text="«Шановний Іване Петровичу!»")
    text = models.TextField("текст", blank=True)
    annexes = models.CharField("додатки", max_length=600, blank=True)
    phone = models.CharField("телефон виконавця", max_length=40, blank=True)
    version = models.PositiveIntegerField(default=1)
    remark = models.CharField("зауваження", max_length=1000, blank=True, help_text="with which it was last returned")
    changed_at = models.DateTimeField()
    signed_on = models.DateField("підписано", null=True)
    signed_at = models.DateTimeField(null=True)
    signed_title = models.CharField(max_length=300, blank=True, help_text="post or both posts, line by line")
    signed_name = models.CharField(max_length=200, blank=True)
    checked = ArrayField(models.CharField(max_length=40), default=list, help_text="what was looked at (DR 11.5)")
    due_on = models.DateField("строк", null=True, help_text="last day of the next step: registration, then dispatch")
    due_clause = models.CharField(max_length=60, blank=True)
    undelivered = models.CharField(max_length=600, blank=True, help_text="to whom it could not be delivered and why")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=["signed", "registered", "dispatched"])
                | Q(signed_on__isnull=False, signed_at__isnull=False),
                name="correspondence_signed_has_day",
            ),
            models.CheckConstraint(
                condition=Q(signed_on__isnull=True) | Q(state__in=["signed", "registered", "dispatched"]),
                name="correspondence_day_only_signed",
            ),
            models.CheckConstraint(
                condition=Q(is_interim=False) | Q(reply_to__isnull=False), name="correspondence_interim_answers"
            ),
        ]
        indexes = [
            models.Index("signatory", "id", condition=Q(state="signing"), name="correspondence_to_sign"),
            models.Index(
                "drafter", "id", condition=Q(state__in=["draft", "visas", "signing"]), name="correspondence_drafts"
            ),
            # Sent letters grow for years; lists of waiting ones look only at this small part.
            models.Index("state", "id", condition=Q(state__in=OPEN_STATES), name="correspondence_open"),
        ]


class AddresseeForm(models.Model):
    """How a correspondent stands on our letters, when somebody has corrected what declension proposes."""

    correspondent = models.OneToOneField(
        "documents.Correspondent", on_delete=models.PROTECT, related_name="addressee_form"
    )
    lines = models.CharField("рядки адресата", max_length=600, help_text="name, post and person, line by line")
    greeting = models.CharField("звертання", max_length=200, blank=True)
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=400)


class Visa(models.Model):
    """A visa asked of a post, bound to the letter's version; those of earlier versions stay and count no more."""

    class State(models.TextChoices):
        ASKED = "asked", "очікується"
        GIVEN = "given", "завізовано"
        RETURNED = "returned", "повернуто із зауваженнями"
        VOID = "void", "втратила чинність"

    class Who(models.TextChoices):
        EXECUTOR = "executor", "виконавець"
        HEAD = "department_head", "керівник виконавчого органу"
        IN_CHARGE = "leader_in_charge", "керівник за розподілом обов'язків"

    letter = models.ForeignKey(Letter, on_delete=models.CASCADE, related_name="visas")
    post = models.ForeignKey("organisation.Post", on_delete=models.PROTECT, related_name="letter_visas")
    who = models.CharField(max_length=20, choices=Who)
    position = models.PositiveSmallIntegerField()
    version = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State, default=State.ASKED)
    clause = models.CharField(max_length=60, blank=True)
    printed_title = models.CharField(max_length=300, blank=True)
    printed_name = models.CharField(max_length=200, blank=True)
    remark = models.CharField(max_length=1000, blank=True)
    asked_at = models.DateTimeField()
    at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["letter", "version", "post"], name="correspondence_visa_once"),
            models.CheckConstraint(
                condition=~Q(state__in=["given", "returned"]) | Q(at__isnull=False),
                name="correspondence_visa_has_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state="returned") | ~Q(remark=""), name="correspondence_return_has_remark"
            ),
        ]
        indexes = [models.Index("post", "letter", condition=Q(state="asked"), name="correspondence_to_visa")]


class Dispatch(models.Model):
    """How and when the letter went to an addressee."""

    class Way(models.TextChoices):
        POST = "post", "поштою"
        REGISTERED_POST = "registered_post", "рекомендованим листом"
        COURIER = "courier", "кур'єром"
        EXCHANGE = "exchange", "через СЕВ"
        EMAIL = "email", "електронною поштою"
        HAND = "hand", "видано особисто"

    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="dispatches")
    correspondent = models.ForeignKey("documents.Correspondent", on_delete=models.PROTECT, related_name="dispatches")
    way = models.CharField("спосіб", max_length=16, choices=Way)
    on = models.DateField("надіслано")
    at = models.DateTimeField()
    by = models.CharField(max_length=400)
    tracking = models.CharField("номер відправлення", max_length=40, blank=True)
    receiver = models.CharField("одержав", max_length=200, blank=True, help_text="who signed for it (DR 11.13)")
    received_at = models.DateTimeField("одержано", null=True, help_text="when it was signed for in the delivery book")
    note = models.CharField("примітка", max_length=300, blank=True)
    address = models.CharField("електронна адреса", max_length=254, blank=True)
    weight = models.PositiveIntegerField("маса, г", null=True)
    fee = models.DecimalField("плата, грн", max_digits=9, decimal_places=2, null=True)
    message = models.BigIntegerField(null=True, help_text="id of the outbox message")
    failed_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=500, blank=True, help_text="why it was not delivered")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(way="registered_post") | ~Q(tracking=""), name="correspondence_registered_has_tracking"
            ),
            models.CheckConstraint(condition=~Q(way="hand") | ~Q(receiver=""), name="correspondence_hand_has_receiver"),
            models.CheckConstraint(
                condition=Q(received_at__isnull=True) | ~Q(receiver=""), name="correspondence_received_by_someone"
            ),
        ]
        indexes = [
            models.Index(fields=["on", "id"], name="correspondence_sent_on"),
            models.Index("message", condition=Q(message__isnull=False), name="correspondence_mails"),
        ]

    @property
    def is_entered_later(self) -> bool:
        """Whether it was entered after the day on which it went: at what hour nobody has written down."""
        return self.on != local_date(self.at)

    @property
    def is_received_that_day(self) -> bool:
        """Whether only the day of `received_at` is known, which is then its midnight: handed over, and entered later."""
        return self.way == self.Way.HAND and self.is_entered_later


class MailingList(models.Model):
    """A named list of correspondents to whom letters go together, kept by the records service."""

    title = models.CharField("назва", max_length=120)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=400)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["title"], condition=Q(removed_at__isnull=True), name="correspondence_list_title"
            )
        ]


class MailingMember(models.Model):
    """A correspondent in a mailing list."""

    mailing_list = models.ForeignKey(MailingList, on_delete=models.CASCADE, related_name="members")
    correspondent = models.ForeignKey(
        "documents.Correspondent", on_delete=models.PROTECT, related_name="mailing_places"
    )
    position = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mailing_list", "correspondent"], name="correspondence_member_once")
        ]
