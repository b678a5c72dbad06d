"""What a console sends: a step's code, its question, and what it carries; forms of polls."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.http import QueryDict

from magistrat.rules.hall_events import VOTES, not_understood
from magistrat.ui.days import DayField

VOTE = "vote-"
# Fields of a step by their form; all others are words.
NUMBERS = frozenset({"member", "chair", "number", "undoes", "before", "seconds"})
MANY = frozenset({"members", "items", "polls"})
OWN = frozenset({"code", "item", "key", "after", "csrfmiddlewaretoken"})
LONGEST = 4000


def step(said: QueryDict) -> tuple[str, int | None, dict[str, Any]]:
    """Code, question and payload of the step.

    :raises Refusal: when a number is none.
    """
    payload: dict[str, Any] = {}
    votes = {name.removeprefix(VOTE): said[name] for name in said if name.startswith(VOTE) and said[name]}
    if votes:
        payload["votes"] = votes
    for name in said:
        if name in OWN or name.startswith(VOTE):
            continue
        if name in MANY:
            payload[name] = [_number(one) for one in said.getlist(name) if one]
        elif name in NUMBERS:
            if said[name]:
                payload[name] = _number(said[name])
        elif words := str(said[name]).strip():
            payload[name] = words[:LONGEST]
    return said.get("code", ""), _number(said["item"]) if said.get("item") else None, payload


def whole(said: Mapping[str, Any], name: str) -> int:
    """A number of the form, 0 when it is not there.

    :raises Refusal: when it is none.
    """
    return _number(said.get(name) or "0")


def _number(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise not_understood() from None


class PollForm(forms.Form):
    """A question that cannot wait for a sitting."""

    title = forms.CharField(label="Питання", max_length=600)
    reason = forms.CharField(
        label="Чому рішення потрібне негайно", max_length=600, widget=forms.Textarea(attrs={"rows": 3})
    )
    document = forms.TypedChoiceField(label="Проєкт рішення", coerce=int, required=False, empty_value=None)

    def __init__(self, *args: Any, drafts: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        document = self.fields["document"]
        assert isinstance(document, forms.ChoiceField)
        document.choices = [("", "ще немає"), *drafts]


class AnswerForm(forms.Form):
    """A member's answer."""

    member = forms.IntegerField()
    vote = forms.ChoiceField(choices=list(VOTES.items()))
    on = DayField(required=False)
    opinion = forms.CharField(required=False, max_length=2000)


class CloseForm(forms.Form):
    """The end of a poll; the date only when the decision's own text names one."""

    said_on = DayField(required=False)
