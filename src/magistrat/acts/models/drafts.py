"""What stands beside the text of a draft: enclosures, texts put aside, consents."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from magistrat.acts.models.act import Act


class Enclosure(models.Model):
    """What accompanies a draft by a clause beside its text: a file, or the words that say where it stands."""

    act = models.ForeignKey(Act, on_delete=models.CASCADE, related_name="enclosures")
    key = models.CharField(max_length=60, help_text="as the edition's entry names it: justification, issue_card…")
    said = models.CharField("де викладено", max_length=600, blank=True)
    file = models.ForeignKey("documents.File", null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    by = models.CharField(max_length=400)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["act", "key"], name="acts_enclosed_once"),
            models.CheckConstraint(condition=Q(file__isnull=False) | ~Q(said=""), name="acts_enclosure_is_there"),
        ]


class Aside(models.Model):
    """What fell out of a draft and is kept for the person: a text that another one replaced, or lines not recognised."""

    class Why(models.TextChoices):
        OVERWRITTEN = "overwritten", "замінено іншою редакцією"
        YIELDED = "yielded", "не збережено: редакцію змінив інший користувач"
        REPLACED = "replaced", "замінено текстом із файлу"
        LEFT = "left", "не розпізнано у файлі"

    act = models.ForeignKey(Act, on_delete=models.CASCADE, related_name="asides")
    why = models.CharField(max_length=12, choices=Why)
    text = models.JSONField(null=True, help_text="rules.act_text in its written form")
    lines = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.CharField("чия редакція", max_length=400)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(text__isnull=False) | ~Q(lines=""), name="acts_aside_is_there")
        ]


class Consent(models.Model):
    """«За згодою»: an outside member of a commission agrees to be in it (DR 4.4, 5.8)."""

    act = models.ForeignKey(Act, on_delete=models.CASCADE, related_name="consents")
    name = models.CharField("ім'я, прізвище, посада", max_length=300)
    file = models.ForeignKey("documents.File", null=True, on_delete=models.PROTECT, related_name="+")
    given_on = models.DateField("дата згоди", null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["act", "name"], name="acts_consent_once")]
