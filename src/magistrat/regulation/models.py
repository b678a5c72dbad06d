"""The city of this database, the editions of its regulation that it has adopted, and its own calendar days."""

from __future__ import annotations

from django.db import models


class City(models.Model):
    """The one row that says whose database this is."""

    only = models.BooleanField(primary_key=True, default=True)
    slug = models.SlugField()
    name = models.CharField(max_length=120)
    names = models.JSONField(
        default=dict, help_text="names in the forms that papers need: genitive, committee, council"
    )
    calendar_files = models.JSONField(default=dict, help_text="texts of city.toml and ukraine/*.toml by name")
    calendar_version = models.CharField(
        max_length=64,
        blank=True,
        help_text="hash of the files and of the exceptions: a process keeps the calendar by it",
    )
    settings = models.JSONField(default=dict)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(only=True), name="regulation_one_city")]


class Edition(models.Model):
    """An adopted edition: its files as they were, with their hash. Never changed after adoption."""

    in_force_from = models.DateField(unique=True)
    title = models.CharField(max_length=400)
    act = models.CharField(max_length=400, blank=True)
    files = models.JSONField()
    sha256 = models.CharField(max_length=64)
    adopted_at = models.DateTimeField()
    adopted_by = models.CharField(max_length=400)


class CalendarException(models.Model):
    """A single day on which this city works or rests otherwise than its week and the country's calendar say."""

    day = models.DateField("день", unique=True)
    is_working = models.BooleanField("робочий")
    hours = models.CharField("години", max_length=60, blank=True, help_text="08:00-13:00; empty: those of the weekday")
    reason = models.CharField("підстава", max_length=300)
