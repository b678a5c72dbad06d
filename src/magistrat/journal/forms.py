"""Filters of the journal's page."""

from __future__ import annotations

from django import forms

from magistrat.ui.days import DayField

AREAS = [
    ("", "усі"),
    ("documents", "документи"),
    ("tasks", "резолюції та завдання"),
    ("correspondence", "листи"),
    ("organisation", "організація"),
    ("regulation", "регламент"),
    ("accounts", "доступ"),
    ("outbox", "надсилання"),
]


class Filters(forms.Form):
    """Which entries to show; all are optional."""

    since = DayField(label="З дня", required=False)
    until = DayField(label="До дня", required=False)
    code = forms.ChoiceField(label="Дії", choices=AREAS, required=False)
    words = forms.CharField(label="Хто або що", max_length=100, required=False)
    document = forms.IntegerField(label="Документ, №", min_value=1, required=False)
