"""What is written about minutes: marks of signatures, instructions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms

from magistrat.sittings.forms.hall import whole
from magistrat.tasks.forms import DaysForm, DayText
from magistrat.tasks.queries import executors
from magistrat.tasks.queries.executors import Choice
from magistrat.ui.days import DayField

__all__ = ["InstructionForm", "IssueForm", "SignForm", "whole"]


class OwnSignForm(forms.Form):
    """By which provider, and what it asks."""

    provider = forms.ChoiceField(label="Чим підписати")
    secret = forms.CharField(label="ПІН-код ключа", required=False, max_length=200, widget=forms.PasswordInput)

    def __init__(self, *args: Any, providers: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["provider"].choices = list(providers)


class SignForm(forms.Form):
    """The mark of a signature that stands on the paper."""

    role = forms.CharField(max_length=30)
    on = DayField()
    person = forms.IntegerField(required=False)


class InstructionForm(DaysForm):
    """An instruction given at the sitting; `known` are all who may be named."""

    question = forms.TypedChoiceField(label="Питання", coerce=int, empty_value=None, required=False)
    text = forms.CharField(label="Доручення", max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))
    executors = forms.CharField(
        label="Кому", max_length=500, help_text="ініціали або прізвища через кому: «ікп», «Коваль»"
    )
    due_on = DayText(label="Строк", required=False, help_text="12.03, «10» — через 10 днів, «5р» — через 5 робочих")

    def __init__(self, *args: Any, known: Sequence[Choice], questions: Iterable[tuple[int, str]], **said: Any) -> None:
        self.known = known
        super().__init__(*args, **said)
        self.fields["question"].choices = [("", "без питання"), *questions]

    def clean_executors(self) -> list[int]:
        """Posts meant by what was typed."""
        named = executors.read(self.cleaned_data["executors"], self.known)
        for one in named:
            if not one.found:
                raise forms.ValidationError(f"«{one.token}» — такої посадової особи немає.")
            if one.chosen is None:
                several = "; ".join(f"{choice.name}, {choice.title}" for choice in one.found[:6])
                raise forms.ValidationError(f"«{one.token}» — це кілька осіб, уточніть прізвищем: {several}.")
        return [one.post for one in executors.assignees(named)]


class IssueForm(forms.Form):
    """The protocol of instructions: the day of the mayor's signature, where the clause asks it."""

    signed_on = DayField(label="Протокол підписано", required=False)
    person = forms.IntegerField(required=False)
