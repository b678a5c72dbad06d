"""Collegial bodies: dated membership, gatherings, and the event-by-event account of what happened in the hall."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class Body(models.Model):
    """A collegial body; `key` is that of rules.voting.BODIES."""

    key = models.CharField(max_length=30)
    title = models.CharField("назва", max_length=300)
    since = models.DateField("утворено")
    until = models.DateField("припинено", null=True, help_text="inclusive")
    ground = models.CharField("підстава", max_length=300, blank=True)
    clause = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["key"],
                condition=Q(until__isnull=True) & Q(key__in=["executive-committee", "council"]),
                name="bodies_one_open",
            )
        ]


class Seats(models.Model):
    """The general composition from a day on: how many members the body has by the decision that formed it."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="seats")
    number = models.PositiveSmallIntegerField("загальний склад")
    since = models.DateField("з")
    ground = models.CharField("підстава", max_length=300)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["body", "since"], name="bodies_seats_once"),
            models.CheckConstraint(condition=Q(number__gt=0), name="bodies_seats_some"),
        ]


class Membership(models.Model):
    """A post's holder sits in the body from a day to a day (KR 1.3; DR 2.2)."""

    class Role(models.TextChoices):
        CHAIR = "chair", "голова"
        DEPUTY = "deputy", "заступник голови"
        SECRETARY = "secretary", "секретар"
        MEMBER = "member", "член"

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="memberships")
    person = models.ForeignKey("organisation.Person", on_delete=models.PROTECT, related_name="memberships")
    post = models.ForeignKey(
        "organisation.Post", null=True, on_delete=models.PROTECT, related_name="memberships",
        help_text="the post by which the person sits in the body, where there is one",
    )  # fmt: skip
    role = models.CharField("роль", max_length=10, choices=Role, default=Role.MEMBER)
    printed = models.CharField(
        "як друкується", max_length=400, help_text="occupation, as the list of members prints it"
    )
    since = models.DateField("з")
    until = models.DateField("до", null=True, help_text="inclusive")
    ground = models.CharField("підстава", max_length=300)
    ended_ground = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["body", "person"], condition=Q(until__isnull=True), name="bodies_member_once"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="bodies_member_days"
            ),
        ]
        indexes = [models.Index(fields=["body", "since", "until"], name="bodies_members_on")]


class Gathering(models.Model):
    """A meeting of a body, or its decision between meetings (`is_poll`, KR 4.41).

    What happened in it are its events; the state is computed from them by rules.hall and never stored twice. `last` is the
    number of the newest event: by it the second of two secretaries is told what the first has done.
    """

    class Kind(models.TextChoices):
        REGULAR = "regular", "чергове"
        EXTRAORDINARY = "extraordinary", "позачергове"
        POLL = "poll", "між засіданнями"

    class State(models.TextChoices):
        PLANNED = "planned", "заплановано"
        OPEN = "open", "триває"
        CLOSED = "closed", "закрито"
        CANCELLED = "cancelled", "скасовано"

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="gatherings")
    kind = models.CharField("вид", max_length=14, choices=Kind, default=Kind.REGULAR)
    state = models.CharField("стан", max_length=10, choices=State, default=State.PLANNED)
    on = models.DateField("дата")
    at = models.TimeField("час", null=True)
    place = models.CharField("місце", max_length=300, blank=True)
    ground = models.CharField("підстава", max_length=600, blank=True)
    edition = models.ForeignKey("regulation.Edition", on_delete=models.PROTECT, related_name="gatherings")
    last = models.PositiveIntegerField(default=0)
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["body", "on"], condition=Q(kind="regular") & ~Q(state="cancelled"), name="bodies_one_regular"
            ),
            models.CheckConstraint(
                condition=~Q(state="closed") | Q(closed_at__isnull=False), name="bodies_closed_moment"
            ),
        ]
        indexes = [models.Index("body", F("on").desc(), F("id").desc(), name="bodies_gatherings")]


class Event(models.Model):
    """One step of the secretary or of the chair, in the order in which it happened; never changed.

    `key` is made by the console, so that a step that is sent again after a lost connection is written once. An undone
    step stays with the event that undoes it.
    """

    gathering = models.ForeignKey(Gathering, on_delete=models.PROTECT, related_name="events")
    number = models.PositiveIntegerField()
    key = models.CharField(max_length=40)
    code = models.CharField(max_length=30, help_text="of rules.hall")
    item = models.BigIntegerField(null=True, help_text="id of the question, where the step belongs to one")
    payload = models.JSONField(default=dict)
    undoes = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="undone_by")
    at = models.DateTimeField()
    by = models.CharField(max_length=400)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["gathering", "number"], name="bodies_event_number"),
            models.UniqueConstraint(fields=["gathering", "key"], name="bodies_event_key"),
            models.UniqueConstraint(fields=["undoes"], condition=Q(undoes__isnull=False), name="bodies_undone_once"),
        ]


class Outcome(models.Model):
    """What the body decided on a document, written when the question was closed; upper apps hear of it by a hook."""

    class Result(models.TextChoices):
        ADOPTED = "adopted", "ухвалено"
        CHANGED = "changed", "ухвалено зі змінами"
        REJECTED = "rejected", "не ухвалено"
        POSTPONED = "postponed", "відкладено"
        WITHDRAWN = "withdrawn", "знято з розгляду"
        NOTED = "noted", "взято до відома"

    gathering = models.ForeignKey(Gathering, on_delete=models.PROTECT, related_name="outcomes")
    item = models.BigIntegerField(help_text="id of the question")
    number = models.CharField("№ питання", max_length=10, blank=True, help_text="as the agenda printed it")
    document = models.ForeignKey("documents.Document", null=True, on_delete=models.PROTECT, related_name="outcomes")
    result = models.CharField("результат", max_length=10, choices=Result)
    in_favour = models.PositiveSmallIntegerField(null=True)
    against = models.PositiveSmallIntegerField(null=True)
    abstained = models.PositiveSmallIntegerField(null=True)
    silent = models.PositiveSmallIntegerField("не голосували", null=True)
    recused = models.PositiveSmallIntegerField(null=True)
    explanation = models.CharField(max_length=1000, help_text="the verdict in words, with its clause")
    clause = models.CharField(max_length=60, blank=True)
    changes = models.TextField("зміни, внесені на засіданні", blank=True)
    on = models.DateField(help_text="the day of the decision")
    said_on = models.DateField(
        null=True, help_text="of a poll: the date that the decision's own text names (KR 4.41.3)"
    )
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["gathering", "item"], name="bodies_one_outcome"),
            models.CheckConstraint(
                condition=Q(result__in=["postponed", "withdrawn", "noted"]) | Q(in_favour__isnull=False),
                name="bodies_outcome_has_votes",
            ),
        ]
        indexes = [models.Index("document", name="bodies_outcome_document")]
