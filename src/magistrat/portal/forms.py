"""Filters of public lists and the form of a proposal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from magistrat.acts.queries.public import Filters
from magistrat.ui.days import DayField


class SittingsForm(forms.Form):
    """Sittings of a year and of a body."""

    rik = forms.TypedChoiceField(label="Рік", coerce=int, required=False, empty_value=None)
    orhan = forms.TypedChoiceField(label="Орган", coerce=int, required=False, empty_value=None)

    def __init__(self, *args: Any, years: Sequence[int], bodies: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rik"].choices = [("", "усі"), *((year, str(year)) for year in years)]
        self.fields["orhan"].choices = [("", "усі"), *bodies]


class DecisionsForm(forms.Form):
    """Acts by kind, year, number, words of the title or text, and whether they had force on a day."""

    slova = forms.CharField(label="Слова", max_length=200, required=False)
    nomer = forms.CharField(label="Номер", max_length=30, required=False)
    rik = forms.TypedChoiceField(label="Рік", coerce=int, required=False, empty_value=None)
    vyd = forms.ChoiceField(label="Вид", required=False)
    chynni = DayField(label="Чинні на день", required=False)

    def __init__(self, *args: Any, years: Sequence[int], kinds: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rik"].choices = [("", "усі"), *((year, str(year)) for year in years)]
        self.fields["vyd"].choices = [("", "усі"), *kinds]

    def filters(self) -> Filters:
        """What was chosen; what cannot be read counts as not chosen."""
        said = self.cleaned_data
        return Filters(
            kind=said.get("vyd") or "", year=said.get("rik"), number=said.get("nomer") or "", text=said.get("slova") or "",
            on=said.get("chynni"),
        )  # fmt: skip


class DayForm(forms.Form):
    """The text of a day."""

    den = DayField(label="Текст на день", required=False)

    def day(self, on: date) -> date:
        """The chosen day; the one given when none can be read."""
        return (self.cleaned_data.get("den") if self.is_valid() else None) or on


class ProposalForm(forms.Form):
    """A proposal to a draft."""

    name = forms.CharField(
        label="Як до Вас звертатися", max_length=200, error_messages={"required": "Зазначте, як до Вас звертатися."}
    )
    email = forms.EmailField(
        label="Електронна пошта",
        required=False,
        max_length=254,
        error_messages={"invalid": "Перевірте адресу: листа на неї не надіслати."},
    )
    text = forms.CharField(
        label="Пропозиція", max_length=5000, widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": "Напишіть пропозицію.", "max_length": "Пропозиція довша за 5000 знаків: скоротіть її."},
    )  # fmt: skip
    has_consented = forms.BooleanField(
        label="Погоджуюся на обробку моїх персональних даних для розгляду пропозиції (Закон України «Про захист персональних даних»)",
        error_messages={"required": "Без згоди на обробку персональних даних пропозицію не приймають."},
    )
