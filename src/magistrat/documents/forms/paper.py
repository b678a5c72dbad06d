"""Forms of a registry on paper."""

from __future__ import annotations

from typing import Any

from django import forms

from magistrat.documents.forms.cards import CardForm
from magistrat.documents.forms.fields import MomentField, WithToday


class DeclareForm(WithToday):
    """From when a registry is kept on paper, and why."""

    since = MomentField(label="На папері з", help_text="Момент після останньої реєстрації в системі.")
    ground = forms.CharField(label="Підстава", max_length=300)


class EndForm(WithToday):
    """Until when it was on paper, and the last number by hand."""

    until = MomentField(label="На папері до")
    last_number = forms.IntegerField(label="Останній номер, записаний від руки", min_value=0)


class ExplainForm(forms.Form):
    """Why a number has no document."""

    number = forms.IntegerField(label="Номер", min_value=1)
    reason = forms.CharField(label="Чому під ним немає документа", max_length=600)


class BlankForm(forms.Form):
    """How many lines of an empty journal to print, and from which number."""

    first = forms.IntegerField(label="З номера", min_value=1)
    lines = forms.IntegerField(label="Рядків", min_value=1, max_value=500, initial=40)


class HandForm(CardForm):
    """A card with the number, index and moment that stand in the paper journal; the registry is known."""

    number = forms.IntegerField(label="Номер у паперовому журналі", min_value=1)
    written_at = MomentField(label="Коли записано")
    hand_index = forms.CharField(
        label="Індекс, якщо записаний інакше", max_length=60, required=False, help_text="Порожнє — за взірцем реєстру."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["registry"]
