"""What acts and bodies outside do to earlier acts, and the text from a day on."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from magistrat.acts.models.act import Act


class Relation(models.Model):
    """What an act does to an earlier one; the earlier may be outside the system: then only `named`."""

    class Kind(models.TextChoices):
        CHANGES = "changes", "змінює"
        REPEALS = "repeals", "визнає таким, що втратило чинність"
        CANCELS = "cancels", "скасовує"
        SUSPENDS = "suspends", "зупиняє дію"
        RENEWS = "renews", "поновлює дію"
        RELEASES = "releases", "знімає з контролю"
        EXECUTES = "executes", "на виконання"
        REFERS = "refers", "посилається на"

    source = models.ForeignKey(Act, on_delete=models.PROTECT, related_name="relations")
    point = models.CharField("пункт", max_length=20, blank=True, help_text="of the source")
    kind = models.CharField(max_length=10, choices=Kind)
    target = models.ForeignKey(Act, null=True, on_delete=models.PROTECT, related_name="affected_by")
    target_points = ArrayField(models.CharField(max_length=20), default=list, help_text="empty: the whole act")
    named = models.CharField(max_length=600, blank=True, help_text="kind, date, number, title as printed")
    named_on = models.DateField(null=True)
    named_number = models.CharField(max_length=30, blank=True)
    effective_on = models.DateField(null=True, help_text="from which day; none: with the source's own force")
    done_at = models.DateTimeField(null=True, help_text="when the source came into force and the effect was written")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(target__isnull=False) | ~Q(named=""), name="acts_relation_has_target"),
            models.CheckConstraint(condition=Q(target__isnull=True) | ~Q(target=F("source")), name="acts_not_itself"),
        ]
        indexes = [models.Index("target", "effective_on", name="acts_affected")]


class OuterDeed(models.Model):
    """What a body outside, or the council by a paper that is not in the system, does to an act (KR 4.44)."""

    class Body(models.TextChoices):
        COURT = "court", "суд"
        COUNCIL = "council", "міська рада"

    class Kind(models.TextChoices):
        CANCELS = "cancels", "скасовує"
        SUSPENDS = "suspends", "зупиняє дію"
        RENEWS = "renews", "поновлює дію"

    act = models.ForeignKey(Act, on_delete=models.PROTECT, related_name="outer_deeds")
    body = models.CharField("орган", max_length=8, choices=Body)
    kind = models.CharField(max_length=10, choices=Kind)
    named = models.CharField("рішення", max_length=400, help_text="as printed: court, day, number of the case")
    since = models.DateField("з")
    points = ArrayField(models.CharField(max_length=20), default=list, help_text="empty: the whole act")
    file = models.ForeignKey("documents.File", null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    by = models.CharField(max_length=400)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["act", "kind", "named", "since"], name="acts_outer_deed_once"),
            models.CheckConstraint(condition=~Q(named=""), name="acts_outer_deed_is_named"),
        ]


class Redaction(models.Model):
    """The text of an act from a day on (KR 15.13): applied by the editor and confirmed by a person, or only a file."""

    act = models.ForeignKey(Act, on_delete=models.PROTECT, related_name="redactions")
    since = models.DateField("чинна з")
    by_act = models.ForeignKey(Act, null=True, on_delete=models.PROTECT, related_name="redactions_made")
    text = models.JSONField(null=True, help_text="rules.act_text in its written form; none: only the file")
    file = models.ForeignKey("documents.File", null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=400)
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.CharField(max_length=400, blank=True)
    due_on = models.DateField(null=True, help_text="by which day it is to be made (KR 15.13)")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["act", "since", "by_act"], name="acts_redaction_once", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True) | Q(text__isnull=False) | Q(file__isnull=False),
                name="acts_confirmed_redaction_is_there",
            ),
        ]
        indexes = [models.Index("due_on", "id", condition=Q(confirmed_at__isnull=True), name="acts_redactions_waiting")]
