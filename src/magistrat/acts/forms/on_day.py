"""For which days a text or the force of an act is asked."""

from __future__ import annotations

from django import forms

from magistrat.ui.days import DayField


class DaysForm(forms.Form):
    """The text of a day, beside that of another one."""

    den = DayField(label="На день", required=False)
    z = DayField(label="Порівняти з днем", required=False)


class StandingForm(forms.Form):
    """Which act, and on which day its force is asked."""

    nomer = forms.CharField(label="Номер акта", max_length=30, error_messages={"required": "Зазначте номер акта."})
    vid = DayField(label="Дата акта", error_messages={"required": "Зазначте дату акта."})
    den = DayField(label="На день", required=False)
