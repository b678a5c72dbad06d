"""Filters of the journal's page."""

from __future__ import annotations

from django import forms

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


def day(label: str) -> forms.DateField:
    """A day, chosen or typed."""
    return forms.DateField(label=label, required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))


class Filters(forms.Form):
    """Which entries to show; all are optional."""

    since = day("З дня")
    until = day("До дня")
    code = forms.ChoiceField(label="Дії", choices=AREAS, required=False)
    words = forms.CharField(label="Хто або що", max_length=100, required=False)
    document = forms.IntegerField(label="Документ, №", min_value=1, required=False)
