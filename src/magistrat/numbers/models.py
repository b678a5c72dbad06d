"""Counters: a number once given is never given again and leaves no gap."""

from __future__ import annotations

from django.db import models


class Counter(models.Model):
    """The last number given in a series within a period ("2026", a convocation, or "" where it never restarts)."""

    series = models.CharField(max_length=80)
    period = models.CharField(max_length=20, blank=True)
    last = models.BigIntegerField()
    is_stopped = models.BooleanField(default=False, db_default=False, help_text="numbers are given by hand meanwhile")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["series", "period"], name="numbers_one_counter"),
            models.CheckConstraint(condition=models.Q(last__gte=0), name="numbers_not_negative"),
        ]
