"""Shape of what is typed of an act of earlier years."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from magistrat.acts.actions.bringing_in import Earlier
from magistrat.rules.act_text import ActText
from magistrat.rules.earlier_act import EarlierAct
from magistrat.ui.days import DayField


class BringInForm(forms.Form):
    """Kind, number, day, heading, who signed, until when it holds."""

    kind = forms.ChoiceField(label="Вид акта")
    index = forms.CharField(label="Номер", max_length=60, help_text="як надруковано: «193-р», «1200»")
    adopted_on = DayField(label="Дата")
    title = forms.CharField(label="Заголовок", max_length=600)
    signed_title = forms.CharField(
        label="Посада того, хто підписав", max_length=400, required=False, help_text="наприклад, «Міський голова»"
    )
    until = DayField(label="Діє до", required=False, help_text="останній день, якщо акт строковий")
    with_relations = forms.BooleanField(label="Унести зв'язки, названі в тексті", required=False, initial=True)
    with_named = forms.BooleanField(
        label="Унести й названі акти, яких у системі немає (за датою, номером і заголовком)", required=False
    )

    def __init__(self, *args: Any, kinds: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = self.fields["kind"]
        assert isinstance(kind, forms.ChoiceField)
        kind.choices = list(kinds)

    def earlier(self, found: EarlierAct | None) -> Earlier:
        """What the action takes: what is typed, with the text that was read."""
        data = self.cleaned_data
        return Earlier(
            kind=data["kind"], index=data["index"], adopted_on=data["adopted_on"], title=data["title"],
            text=found.text if found is not None else ActText(), signed_title=data["signed_title"], until=data["until"],
        )  # fmt: skip
