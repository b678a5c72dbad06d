"""Shape of what is entered into the logs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from magistrat.documents.forms.deeds import ChoiceForm
from magistrat.documents.forms.fields import ChosenField, DayField, SpanForm, WithToday


class CopyingForm(WithToday):
    """A copying work in the order in which one tells of it."""

    what = forms.CharField(label="Що копіювали", max_length=300)
    document = ChosenField(label="Документ (якщо зареєстрований)", required=False)
    sheets = forms.IntegerField(label="Аркушів", min_value=1, max_value=5000)
    copies = forms.IntegerField(label="Примірників", min_value=1, max_value=5000, initial=1)
    ordered_by = forms.CharField(label="Хто замовив", max_length=200)
    purpose = forms.CharField(label="Мета", max_length=300, required=False)
    done_on = DayField(label="Дата", required=False)
    remark = forms.CharField(label="Зауваження до якості чи кількості", max_length=300, required=False)
    is_checked = forms.BooleanField(label="Якість і кількість копій перевірено", required=False)


class StrikeForm(forms.Form):
    """Why a line is struck out."""

    reason = forms.CharField(label="Причина", max_length=300)


class CopyingFilter(SpanForm, ChoiceForm):
    """What of the log is shown."""

    q = forms.CharField(label="Слово", required=False)
    department = forms.TypedChoiceField(label="Підрозділ", coerce=int, empty_value=None, required=False)
    since = DayField(label="З", required=False)
    until = DayField(label="До", required=False)

    def __init__(self, *args: Any, units: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, choices={"department": units}, **kwargs)
