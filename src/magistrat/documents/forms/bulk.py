"""What is typed once for many documents."""

from __future__ import annotations

from typing import Any

from django import forms

from magistrat.documents.forms.deeds import Choices
from magistrat.documents.forms.fields import ChosenField


class NothingForm(forms.Form):
    """A deed for which nothing has to be typed."""


class ReadersForm(forms.Form):
    """Who is to read: posts, everybody in departments, one more by name."""

    posts = forms.TypedMultipleChoiceField(
        label="Посадові особи", coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    departments = forms.TypedMultipleChoiceField(
        label="Усі працівники підрозділів", coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    other = ChosenField(label="Інша посадова особа", required=False)
    note = forms.CharField(label="Примітка", max_length=300, required=False)

    def __init__(self, *args: Any, choices: dict[str, Choices], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, offered in choices.items():
            self.fields[name].choices = offered

    def given(self) -> dict[str, Any]:
        """As the action takes it."""
        data = self.cleaned_data
        others = [data["other"]] if data["other"] else []
        return {
            "posts": list(dict.fromkeys([*data["posts"], *others])),
            "departments": data["departments"],
            "note": data["note"],
        }

    def clean(self) -> dict[str, Any]:
        """Somebody has to be named."""
        data = super().clean() or {}
        if not (data.get("posts") or data.get("departments") or data.get("other") or "other" in self.errors):
            raise forms.ValidationError("Зазначте, хто має ознайомитися: посади або підрозділи.")
        return data
