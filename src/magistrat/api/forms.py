"""Forms of the programs' keys."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms

from magistrat.api.scopes import SCOPES
from magistrat.organisation.forms import PostField
from magistrat.ui.days import DayField


class TermForm(forms.Form):
    """Until when a key holds."""

    expires_on = DayField(label="Діє по", help_text="Останній день; не довше ніж рік.")

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"expires_on": on + timedelta(days=365)})
        super().__init__(*args, **kwargs)


class ProgramForm(TermForm):
    """A program that is let in."""

    title = forms.CharField(label="Програма", max_length=120, help_text="Так її називатиме журнал.")
    purpose = forms.CharField(label="Призначення", max_length=300, required=False)
    post = PostField(label="Працює від посади", help_text="Бачить і може лише те, що ця посада.")
    scopes = forms.MultipleChoiceField(
        label="Дозволено", choices=[(key, words.capitalize()) for key, words in SCOPES.items()],
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    field_order = ("title", "purpose", "post", "scopes", "expires_on")

    def __init__(self, *args: Any, posts: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["post"].offer(posts)


class RevokeForm(forms.Form):
    """Why a key is ended."""

    reason = forms.CharField(label="Підстава", max_length=300)
