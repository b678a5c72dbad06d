"""Shape of a relation as it is typed."""

from __future__ import annotations

import re
from typing import Any

from django import forms

from magistrat.acts.actions.relating import Touched
from magistrat.acts.queries import links
from magistrat.ui.days import DayField

LABEL = re.compile(r"\d{1,3}(?:\.\d{1,3})*")


class RelationForm(forms.Form):
    """What the draft does, to which act, to which of its points, from which day."""

    kind = forms.ChoiceField(label="Що робить проєкт", choices=links.CHOICES)
    touched = forms.IntegerField(label="З яким актом", required=False)
    named = forms.CharField(
        label="Або акт поза системою",
        max_length=600,
        required=False,
        help_text="вид, дата, номер, заголовок, як надруковано",
    )
    named_on = DayField(label="Його дата", required=False)
    named_number = forms.CharField(label="Його номер", max_length=30, required=False)
    point = forms.CharField(label="Пункт проєкту", max_length=20, required=False)
    points = forms.CharField(
        label="Пункти того акта", max_length=200, required=False, help_text="через кому; порожньо — увесь акт"
    )
    effective_on = DayField(
        label="З якого дня", required=False, help_text="порожньо — з дня, коли набуде чинності цей акт"
    )

    def clean_points(self) -> list[str]:
        """«2, 3.1» as labels."""
        words = str(self.cleaned_data["points"])
        if words and not LABEL.search(words):
            raise forms.ValidationError("Пункти зазначте числами через кому, наприклад «2, 3.1».")
        return LABEL.findall(words)

    def given(self) -> dict[str, Any]:
        """What the action takes."""
        data = self.cleaned_data
        touched = Touched(data["touched"], data["named"], data["named_on"], data["named_number"])
        return {
            "kind": data["kind"], "touched": touched, "point": data["point"], "points": data["points"],
            "effective_on": data["effective_on"],
        }  # fmt: skip
