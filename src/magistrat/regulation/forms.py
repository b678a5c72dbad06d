"""Forms of the regulation's pages."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django import forms

from magistrat.regulation.names import CAPABILITIES
from magistrat.rules.checking import GRADES
from magistrat.ui import days
from magistrat.ui.days import DayField

MOMENT_FORMATS = ("%d.%m.%Y %H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M")


def _of(capabilities: Sequence[str]) -> list[tuple[str, str]]:
    """Capabilities by their names, in the order of the names."""
    return [("", "усі"), *sorted(((key, CAPABILITIES.get(key, key)) for key in capabilities), key=lambda one: one[1])]


class BrowseForm(forms.Form):
    """Words, capability, state and edition by which clauses are sought."""

    q = forms.CharField(label="Пошук у регламенті", required=False, max_length=100)
    napriam = forms.ChoiceField(label="Напрям", required=False)
    stan = forms.ChoiceField(
        label="Правила",
        required=False,
        choices=[("", "усі"), ("term", "строки"), ("acts", "діють у системі"), ("waiting", "ще не діють у системі")],
    )
    redaktsiia = forms.ChoiceField(label="Редакція", required=False)

    def __init__(
        self, *args: Any, capabilities: Sequence[str], editions: Sequence[tuple[str, str]], **said: Any
    ) -> None:
        super().__init__(*args, **said)
        self.fields["napriam"].choices = _of(capabilities)
        self.fields["redaktsiia"].choices = [("", "чинна сьогодні"), *editions]


class CompareForm(forms.Form):
    """Which city to compare with, in what, and whether only what differs."""

    misto = forms.ChoiceField(label="Місто", required=False)
    napriam = forms.ChoiceField(label="Напрям", required=False)
    vidminni = forms.BooleanField(label="лише відмінне", required=False)

    def __init__(self, *args: Any, capabilities: Sequence[str], cities: Sequence[tuple[str, str]], **said: Any) -> None:
        super().__init__(*args, **said)
        self.fields["napriam"].choices = _of(capabilities)
        self.fields["misto"].choices = list(cities)


class CheckForm(forms.Form):
    """For which session the regulation is examined, and which findings are shown."""

    zasidannia = DayField(
        label="День засідання",
        required=False,
        error_messages={"invalid": "День зазначають у вигляді 16.12.2026."},
    )
    riven = forms.ChoiceField(label="Зауваження", required=False, choices=[("", "усі"), *GRADES.items()])


class WhenField(forms.CharField):
    """A day or a moment in Kyiv: 06.03.2026 or 06.03.2026 16:40; a bare day means the start of its working hours."""

    def clean(self, value: Any) -> date | datetime | None:
        text = super().clean(value).strip()
        if not text:
            return None
        for pattern in MOMENT_FORMATS:
            try:
                return datetime.strptime(text, pattern)  # noqa: DTZ007 - rules count by the Kyiv wall clock
            except ValueError:
                continue
        if day := days.asked(text):
            return day
        raise forms.ValidationError("Зазначте день або день і час: 06.03.2026 чи 06.03.2026 16:40.")


class CountForm(forms.Form):
    """The event of a term to be counted."""

    pravylo = forms.CharField(widget=forms.HiddenInput, required=False)
    koly = WhenField(label="Якщо подія тоді", max_length=30, required=False)


class CalendarDayForm(forms.Form):
    """A single day of the city."""

    day = DayField(label="День")
    is_working = forms.TypedChoiceField(
        label="Який він", choices=[("1", "робочий"), ("0", "вихідний")], coerce=lambda value: value == "1"
    )
    hours = forms.CharField(
        label="Години",
        max_length=40,
        required=False,
        help_text="08:30-12:30, 13:00-15:00; порожньо — як у цей день тижня.",
    )
    reason = forms.CharField(label="Підстава", max_length=300)
