"""Questions of a sitting in the blocks of its agenda, with what is enclosed to them."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from magistrat.sittings.models.sitting import Sitting

OPEN_STAGES = ["proposed", "prepared", "agreed", "delivered", "reviewed"]


class Block(models.Model):
    """A block of the agenda."""

    sitting = models.ForeignKey(Sitting, on_delete=models.CASCADE, related_name="blocks")
    title = models.CharField("назва", max_length=300)
    position = models.PositiveIntegerField()

    class Meta:
        indexes = [models.Index("sitting", "position", "id", name="sittings_blocks")]


class Question(models.Model):
    """A question proposed for a sitting, with its draft when there is one."""

    class Stage(models.TextChoices):
        PROPOSED = "proposed", "запропоновано"
        PREPARED = "prepared", "готується проєкт"
        AGREED = "agreed", "погоджено"
        DELIVERED = "delivered", "подано"
        REVIEWED = "reviewed", "розглянуто керуючим справами"
        ON_AGENDA = "on_agenda", "у порядку денному"
        DONE = "done", "розглянуто"
        OUT = "out", "виключено"

    class Lateness(models.TextChoices):
        NONE = "none", "вчасно"
        ASKED = "asked", "запитано дозвіл"
        ALLOWED = "allowed", "дозволено"
        REFUSED = "refused", "не дозволено"
        BY_VOTE = "by_vote", "додаткове питання: голосуванням"

    sitting = models.ForeignKey(Sitting, on_delete=models.PROTECT, related_name="questions")
    document = models.ForeignKey(
        "documents.Document", null=True, on_delete=models.PROTECT, related_name="questions", help_text="the draft"
    )
    title = models.CharField("питання", max_length=600)
    block = models.ForeignKey(Block, null=True, on_delete=models.SET_NULL, related_name="questions")
    position = models.PositiveIntegerField(default=0, help_text="order in its block")
    number = models.CharField("№", max_length=10, blank=True, help_text="in the frozen agenda")
    stage = models.CharField("стан", max_length=10, choices=Stage, default=Stage.PROPOSED)
    department = models.ForeignKey("organisation.Department", on_delete=models.PROTECT, related_name="questions")
    proposer = models.ForeignKey("organisation.Post", on_delete=models.PROTECT, related_name="questions_proposed")
    in_charge = models.ForeignKey(
        "organisation.Post", null=True, on_delete=models.PROTECT, related_name="questions_in_charge"
    )
    speaker = models.CharField("доповідає", max_length=300, blank=True)
    co_speakers = models.CharField("співдоповідають", max_length=600, blank=True)
    experts = models.CharField("залучені науковці, фахівці", max_length=600, blank=True, help_text="KR 4.12; DR 4.2")
    is_main = models.BooleanField("основне планове", default=False)
    is_regulatory = models.BooleanField("за регуляторною процедурою", default=False)
    is_normative = models.BooleanField("нормативно-правовий характер", default=False)
    is_undisputed = models.BooleanField("для голосування блоком", default=False)
    flags = ArrayField(models.CharField(max_length=40), default=list)
    minutes = models.JSONField(
        "регламент розгляду",
        default=dict,
        help_text="minutes by kind of speech, of rules.hall_events.SPEECHES (KR annex 5)",
    )
    lateness = models.CharField(max_length=8, choices=Lateness, default=Lateness.NONE)
    late_reason = models.CharField("причина", max_length=600, blank=True)
    late_by = models.CharField(max_length=400, blank=True, help_text="who allowed or refused, and when")
    proposed_at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True)
    reviewed_at = models.DateTimeField(null=True)
    returned_reason = models.CharField(max_length=600, blank=True)
    published_at = models.DateTimeField(null=True, help_text="the draft's publication (KR 15.7; DR 4.7, 4.13)")
    publication_exception = models.CharField(max_length=300, blank=True)
    proposals_until = models.DateField(
        "пропозиції приймають до", null=True, help_text="as the drafter sets it, inclusive (DR 7.6)"
    )
    is_information = models.BooleanField("інформація без проєкту рішення", default=False)
    repeat_ground = models.CharField(
        "нормативно-правовий акт, що дозволяє повтор", max_length=300, blank=True, help_text="KR 4.7"
    )
    proposed_by = models.CharField(max_length=400, blank=True)
    delivered_by = models.CharField(max_length=400, blank=True)
    copies = models.PositiveSmallIntegerField("примірників на папері", null=True)
    reviewed_by = models.CharField(max_length=400, blank=True)
    review_due_on = models.DateField("строк розгляду", null=True)
    review_due_clause = models.CharField(max_length=60, blank=True)
    publication = models.JSONField(default=dict, help_text="what the letter about publication says (KR 15.7)")
    publication_asked_at = models.DateTimeField(null=True)
    publication_due_on = models.DateField(null=True)
    publication_due_clause = models.CharField(max_length=60, blank=True)
    publication_agreed_at = models.DateTimeField(null=True, help_text="with the manager of affairs (DR 4.7)")
    publication_agreed_by = models.CharField(max_length=400, blank=True)
    public_title = models.CharField(
        "назва для оприлюднення", max_length=600, blank=True, help_text="without personal data"
    )
    is_closed = models.BooleanField(
        "зміст не оприлюднюють", default=False, help_text="a closed question: its ground below"
    )
    closed_ground = models.CharField("підстава", max_length=300, blank=True)
    out_reason = models.CharField("причина виключення", max_length=600, blank=True)
    moved_from = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="moved_to")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["sitting", "document"],
                condition=Q(document__isnull=False) & ~Q(stage="out"),
                name="sittings_draft_once",
            ),
            models.CheckConstraint(condition=~Q(title=""), name="sittings_question_has_title"),
            models.CheckConstraint(condition=~Q(stage="out") | ~Q(out_reason=""), name="sittings_out_has_reason"),
            models.CheckConstraint(
                condition=Q(is_closed=False) | ~Q(closed_ground=""), name="sittings_closed_has_ground"
            ),
            models.CheckConstraint(
                condition=~Q(lateness__in=["allowed", "refused"]) | ~Q(late_by=""), name="sittings_late_decided_by"
            ),
        ]
        indexes = [
            models.Index("sitting", "block", "position", "id", name="sittings_agenda"),
            models.Index("document", name="sittings_question_document"),
            models.Index("sitting", condition=Q(stage="delivered"), name="sittings_to_review"),
            models.Index("department", "id", condition=Q(stage__in=OPEN_STAGES), name="sittings_of_department"),
        ]


class Enclosure(models.Model):
    """A part of a main item's package: a form filled in on the screen (KR annexes 5-7) or a file (KR 4.19; DR 6.6)."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="enclosures")
    key = models.CharField(max_length=40, help_text="as the edition's entry names it: item_rules, report_note…")
    data = models.JSONField(default=dict)
    file = models.ForeignKey("documents.File", null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    by = models.CharField(max_length=400)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["question", "key"], name="sittings_enclosed_once")]
