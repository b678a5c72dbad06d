"""An act from its draft to the end of its force, and the kinds of acts."""

from __future__ import annotations

from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

OPEN_STATES = ["draft", "approval", "agreed", "rework", "check", "signing", "signed"]
# Kinds that the committee adopts: none of them is signed without its outcome (rules.decisions.COMMITTEE).
ADOPTED_KINDS = ["committee-decision", "protocol-decision"]


class Kind(models.TextChoices):
    """Kinds of acts; the values are keys of rules.steps.ROUTES."""

    ORDER = "order", "розпорядження міського голови"
    PERSONNEL_ORDER = "personnel-order", "розпорядження з кадрових питань"
    COMMITTEE_DECISION = "committee-decision", "рішення виконавчого комітету"
    PROTOCOL_DECISION = "protocol-decision", "протокольне рішення виконавчого комітету"
    COUNCIL_DECISION = "council-decision", "рішення міської ради"


class Act(models.Model):
    """The process of an act; its card is `documents.Document`.

    `text` is the working text (rules.act_text) that the drafter edits, `revision` grows with every saving: by it the
    second of two who edit at once is told so. What is sent for visas is frozen in `approvals.Version`; the signed text in
    `signed_version`.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "проєкт"
        APPROVAL = "approval", "на погодженні"
        AGREED = "agreed", "погоджено"
        REWORK = "rework", "доопрацювання після ухвалення"
        CHECK = "check", "звіряння з ухваленим"
        SIGNING = "signing", "на підписі"
        SIGNED = "signed", "підписано"
        REGISTERED = "registered", "зареєстровано"
        CANCELLED = "cancelled", "проєкт скасовано"

    class Force(models.TextChoices):
        NONE = "none", "ще не чинний"
        IN_FORCE = "in_force", "чинний"
        SUSPENDED = "suspended", "дію зупинено"
        LOST = "lost_force", "втратив чинність"
        EXPIRED = "expired", "строк дії закінчився"
        CANCELLED = "cancelled", "скасовано"

    document = models.OneToOneField("documents.Document", on_delete=models.PROTECT, related_name="act")
    kind = models.CharField("вид", max_length=20, choices=Kind)
    series = models.CharField("ряд", max_length=30, help_text="key of the registry's series: main_activity, leave…")
    state = models.CharField("стан", max_length=10, choices=State, default=State.DRAFT)
    force = models.CharField("чинність", max_length=10, choices=Force, default=Force.NONE)
    flags = ArrayField(
        models.CharField(max_length=40), default=list, help_text="what the act is about (rules.steps.FLAGS)"
    )
    title = models.CharField("заголовок", max_length=600)
    text = models.JSONField(default=dict, help_text="rules.act_text in its written form")
    revision = models.PositiveIntegerField(default=0)
    drafter = models.ForeignKey("organisation.Post", on_delete=models.PROTECT, related_name="acts_drafted")
    in_charge = models.ForeignKey(
        "organisation.Post", null=True, blank=True, on_delete=models.PROTECT, related_name="acts_in_charge"
    )
    concerned = models.ManyToManyField("organisation.Post", related_name="acts_concerning", blank=True)
    signatory = models.ForeignKey("organisation.Post", null=True, on_delete=models.PROTECT, related_name="acts_to_sign")
    task = models.ForeignKey("tasks.Task", null=True, blank=True, on_delete=models.PROTECT, related_name="acts")
    executes = models.ForeignKey(
        "documents.Document", null=True, blank=True, on_delete=models.PROTECT, related_name="acts_on_it",
        help_text="the paper on whose execution the act is prepared",
    )  # fmt: skip
    phone = models.CharField("телефони виконавця", max_length=80, blank=True)
    is_normative = models.BooleanField("нормативно-правовий характер", default=False)
    is_main_planned = models.BooleanField("основне планове питання", default=False)
    remark = models.CharField("причина повернення", max_length=1000, blank=True)
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=400)
    signed_on = models.DateField("підписано", null=True)
    signed_at = models.DateTimeField(null=True)
    signed_title = models.CharField(max_length=400, blank=True)
    signed_name = models.CharField(max_length=200, blank=True)
    signed_version = models.ForeignKey("approvals.Version", null=True, on_delete=models.PROTECT, related_name="+")
    signed_file = models.ForeignKey("documents.File", null=True, on_delete=models.PROTECT, related_name="+")
    is_electronic = models.BooleanField("електронний оригінал", default=False)
    adopted_on = models.DateField(
        "дата акта", null=True, help_text="of signature for orders, of adoption for decisions"
    )
    outcome = models.ForeignKey(
        "bodies.Outcome", null=True, on_delete=models.PROTECT, related_name="acts", help_text="by which it was adopted"
    )
    adopted_version = models.ForeignKey(
        "approvals.Version", null=True, on_delete=models.PROTECT, related_name="+", help_text="as the body adopted it"
    )
    published_on = models.DateField("офіційно оприлюднено", null=True)
    effective_on = models.DateField(
        "день, названий в акті", null=True, help_text="from which it has force by its own text"
    )
    consented_on = models.DateField("погоджено комісією", null=True, help_text="by the council's commission (KR 4.42)")
    consent_said = models.CharField("висновок комісії", max_length=300, blank=True)
    referred_on = models.DateField("внесено на розгляд ради", null=True, help_text="after suspension (KR 1.8; DR 6.25)")
    referred_by = models.CharField(max_length=400, blank=True)
    in_force_from = models.DateField(null=True)
    in_force_until = models.DateField("діє до", null=True, help_text="inclusive; a term set by the act itself")
    ended_on = models.DateField(null=True, help_text="the first day without force")
    ended_by = models.CharField(max_length=400, blank=True, help_text="by which act or body, as printed")
    due_on = models.DateField("строк", null=True, help_text="last day of the next step: signing, registration, sending")
    due_clause = models.CharField(max_length=60, blank=True)
    check_code = models.CharField(max_length=32, blank=True, help_text="by which anyone with a copy verifies it")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="signed") | Q(signed_on__isnull=False, signed_at__isnull=False),
                name="acts_signed_has_day",
            ),
            models.CheckConstraint(
                condition=~Q(state="registered") | Q(adopted_on__isnull=False), name="acts_registered_has_date"
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=ADOPTED_KINDS, signed_at__isnull=False) | Q(outcome__isnull=False),
                name="acts_signed_was_adopted",
            ),
            models.UniqueConstraint(fields=["check_code"], condition=~Q(check_code=""), name="acts_check_code_once"),
        ]
        indexes = [
            models.Index("drafter", "id", condition=Q(state__in=OPEN_STATES), name="acts_drafts"),
            models.Index("signatory", "id", condition=Q(state="signing"), name="acts_waiting_signature"),
            models.Index("state", "id", condition=Q(state__in=OPEN_STATES), name="acts_open"),
            models.Index(
                "kind", F("adopted_on").desc(), F("id").desc(), condition=Q(state="registered"), name="acts_register"
            ),
            models.Index(
                F("adopted_on").desc(), F("id").desc(), condition=Q(state="registered"), name="acts_register_all"
            ),
            models.Index("in_force_until", "id", condition=Q(force="in_force"), name="acts_ending"),
        ]

    def is_in_force(self, on: date) -> bool:
        """Whether the act had force on the day, by its own dates."""
        if self.in_force_from is None or on < self.in_force_from:
            return False
        if self.in_force_until is not None and on > self.in_force_until:
            return False
        return self.ended_on is None or on < self.ended_on
