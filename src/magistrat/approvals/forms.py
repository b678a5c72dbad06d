"""Shape of what is written at the steps of an approval."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from magistrat.documents.forms.fields import DayField, ManyFiles, SpanForm
from magistrat.rules.steps import ROUTES

WHOLE = "до проєкту загалом"
VERDICTS = [("accepted", "враховано"), ("partly", "враховано частково"), ("rejected", "не враховано")]
# Blank lines for remarks that a page without scripts offers at once.
SPARE = 2


class AnswerForm(forms.Form):
    """An answer: its kind by the pressed button, an opinion, and remarks as rows of a part and its words."""

    outcome = forms.CharField(required=False)
    seen = forms.IntegerField(required=False)
    note = forms.CharField(
        label="Коментар", max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Його побачить розробник; зауваження пишіть вище, до кожної частини окремо.",
    )  # fmt: skip

    def __init__(self, *args: Any, labels: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.labels = list(labels)

    @property
    def remarks(self) -> list[tuple[str, str]]:
        """The rows that have words, as part ("" for the whole) and words."""
        return [(part, text) for part, text in self._rows() if text.strip()]

    @property
    def rows(self) -> list[tuple[str, str]]:
        """The rows to show: those written, and spare ones."""
        return [*self.remarks, *[("", "")] * SPARE]

    def _rows(self) -> list[tuple[str, str]]:
        data: Any = self.data
        if not self.is_bound:
            return []
        return list(zip(data.getlist("part"), data.getlist("text"), strict=False))


class PaperAnswerForm(forms.Form):
    """The answer of a body outside, as it came on paper."""

    outcome = forms.ChoiceField(label="Відповідь")
    on = DayField(label="Дата відповіді")
    note = forms.CharField(
        label="Зауваження органу", max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    uploads = ManyFiles(label="Файл відповіді")

    def __init__(self, *args: Any, outcomes: Sequence[tuple[str, str]], on: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["outcome"].choices = list(outcomes)
        self.fields["on"].today = on


class ReplyForm(forms.Form):
    """What the author answers to a remark."""

    verdict = forms.ChoiceField(label="Рішення", choices=VERDICTS)
    text = forms.CharField(label="Пояснення", max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 2}))


class ReasonForm(forms.Form):
    """A reason: of a recall, of the longer term."""

    reason = forms.CharField(label="Причина", max_length=600, widget=forms.Textarea(attrs={"rows": 2}))


class TypicalForm(forms.Form):
    """A remark for the post's library."""

    text = forms.CharField(label="Типове зауваження", max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))


class VisaFilter(forms.Form):
    """What of the visas is looked for."""

    text = forms.CharField(label="Про що", max_length=200, required=False)
    kind = forms.ChoiceField(label="Вид", required=False)
    unit = forms.TypedChoiceField(label="Розробляє підрозділ", coerce=int, empty_value=None, required=False)
    overdue = forms.BooleanField(label="Прострочені", required=False)

    def __init__(self, *args: Any, units: Sequence[tuple[int, str]], has_overdue: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", "усі"), *ROUTES.items()]
        self.fields["unit"].choices = [("", "усі"), *units]
        if not has_overdue:
            del self.fields["overdue"]


class PeriodForm(SpanForm):
    """A period of statistics, both days inclusive."""

    since = DayField(label="Від", required=False)
    until = DayField(label="До", required=False)
