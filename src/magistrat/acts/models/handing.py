"""To whom a decision is owed after its adoption."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from magistrat.acts.models.act import Act


class Handover(models.Model):
    """A decision is owed to somebody by a day: a permit to the service centre, the decision or its extract to the author."""

    class Kind(models.TextChoices):
        PERMIT = "permit", "рішення дозвільного характеру"
        AUTHOR = "author", "рішення розробникові"
        EXTRACT = "extract", "витяг розробникові"

    act = models.ForeignKey(Act, on_delete=models.CASCADE, related_name="handovers")
    kind = models.CharField("що", max_length=8, choices=Kind)
    is_drafters = models.BooleanField(default=False, help_text="the drafter gives it, else the office that registers")
    due_on = models.DateField("строк")
    due_clause = models.CharField(max_length=60)
    done_on = models.DateField("передано", null=True)
    done_by = models.CharField(max_length=400, blank=True)
    whom = models.CharField("кому", max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["act", "kind"], name="acts_handed_over_once")]
        indexes = [models.Index("due_on", "id", condition=Q(done_on__isnull=True), name="acts_owed")]
