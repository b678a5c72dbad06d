"""Filters of the list of documents."""

from __future__ import annotations

from django import forms

from magistrat.documents.forms.deeds import ChoiceForm
from magistrat.documents.forms.fields import DayField, SpanForm


class FilterForm(SpanForm, ChoiceForm):
    """What a clerk narrows the list by; every field may stay empty."""

    q = forms.CharField(label="Пошук", required=False)
    registry = forms.TypedChoiceField(label="Реєстр", coerce=int, empty_value=None, required=False)
    direction = forms.ChoiceField(label="Потік", required=False)
    state = forms.ChoiceField(label="Стан", required=False)
    kind = forms.TypedChoiceField(label="Вид", coerce=int, empty_value=None, required=False)
    addressee = forms.TypedChoiceField(label="Кому", coerce=int, empty_value=None, required=False)
    department = forms.TypedChoiceField(label="Підрозділ-виконавець", coerce=int, empty_value=None, required=False)
    since = DayField(label="З", required=False)
    until = DayField(label="До", required=False)
    correspondent = forms.IntegerField(required=False, widget=forms.HiddenInput)
    case_file = forms.IntegerField(required=False, widget=forms.HiddenInput)
    urgent = forms.BooleanField(label="Термінові", required=False)
    unfiled = forms.BooleanField(label="Не вміщені до справи", required=False)


class SearchForm(SpanForm, ChoiceForm):
    """The words and what narrows them; every field may stay empty."""

    q = forms.CharField(label="Що шукати", required=False, max_length=300)
    where = forms.ChoiceField(label="Де знайдено", required=False)
    sender = forms.CharField(label="Кореспондент", required=False, max_length=200)
    registry = forms.TypedChoiceField(label="Реєстр", coerce=int, empty_value=None, required=False)
    direction = forms.ChoiceField(label="Потік", required=False)
    kind = forms.TypedChoiceField(label="Вид", coerce=int, empty_value=None, required=False)
    since = DayField(label="З", required=False)
    until = DayField(label="До", required=False)
