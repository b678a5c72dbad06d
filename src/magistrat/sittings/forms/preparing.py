"""Shape of what is written about sittings and their questions."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from django import forms

from magistrat.ui.days import DayField

KINDS = [("regular", "чергове"), ("extraordinary", "позачергове")]
# What a draft is about, where its days or its route depend on it; a draft in the system says so itself.
FLAGS = {
    "budget": "зміни показників бюджету",
    "public-information": "підпадає під Закон «Про доступ до публічної інформації»",
    "permits": "дозвільного характеру",
    "regulatory": "за регуляторною процедурою",
    "service-term-at-risk": "несвоєчасне ухвалення порушить строк адміністративної послуги",
}


def hour_field(label: str = "Початок", **said: Any) -> forms.TimeField:
    """An hour of the day."""
    return forms.TimeField(label=label, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"), **said)


class PlanForm(forms.Form):
    """A new sitting."""

    kind = forms.ChoiceField(label="Засідання", choices=KINDS)
    on = DayField(label="Дата", error_messages={"required": "Зазначте дату засідання."})
    time = hour_field(required=False)
    place = forms.CharField(label="Місце", max_length=300, required=False)
    ground = forms.CharField(
        label="Підстава", max_length=600, required=False, help_text="Для позачергового: чому його скликають"
    )


class MoveForm(forms.Form):
    """Another day, hour or place of a sitting, with the reason."""

    on = DayField(label="Нова дата", error_messages={"required": "Зазначте нову дату засідання."})
    time = hour_field(required=False)
    place = forms.CharField(label="Місце", max_length=300, required=False)
    reason = forms.CharField(
        label="Причина", max_length=600, error_messages={"required": "Зазначте, чому засідання переносять."}
    )


class YearForm(forms.Form):
    """Which of the proposed regular sittings are planned."""

    days = forms.MultipleChoiceField(label="Дні", required=False)
    time = hour_field(required=False)
    place = forms.CharField(label="Місце", max_length=300, required=False)

    def __init__(self, *args: Any, days: Sequence[date], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["days"].choices = [(one.isoformat(), one.isoformat()) for one in days]

    def chosen(self) -> list[date]:
        """The days that were ticked."""
        return [date.fromisoformat(one) for one in self.cleaned_data["days"]]


class QuestionForm(forms.Form):
    """A question: what about, whose, by which draft, who reports."""

    title = forms.CharField(
        label="Питання", max_length=600, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Так, як його назвуть у порядку денному: «Про …»",
        error_messages={"required": "Зазначте назву питання."},
    )  # fmt: skip
    department = forms.TypedChoiceField(label="Вносить", coerce=int)
    document = forms.TypedChoiceField(label="Проєкт рішення", coerce=int, required=False, empty_value=None)
    speaker = forms.CharField(label="Доповідає", max_length=300, required=False)
    co_speakers = forms.CharField(label="Співдоповідають", max_length=600, required=False)
    experts = forms.CharField(
        label="Залучені науковці, фахівці", max_length=600, required=False, help_text="Хто вивчав питання разом із розробником"
    )  # fmt: skip
    is_main = forms.BooleanField(label="Основне планове питання", required=False)
    is_information = forms.BooleanField(label="Інформація без проєкту рішення", required=False)
    is_undisputed = forms.BooleanField(label="Можна голосувати блоком", required=False)
    is_normative = forms.BooleanField(label="Нормативно-правовий характер", required=False)
    flags = forms.MultipleChoiceField(
        label="Про що проєкт", required=False, choices=list(FLAGS.items()), widget=forms.CheckboxSelectMultiple
    )
    repeat_ground = forms.CharField(
        label="Чому повтор дозволено", max_length=300, required=False,
        help_text="Нормативно-правовий акт, якщо така сама назва вже є в порядку денному",
    )  # fmt: skip
    proposed_by = forms.CharField(
        label="За чиєю пропозицією", max_length=400, required=False, help_text="Якщо пропозицію подано на папері"
    )

    def __init__(
        self,
        *args: Any,
        departments: Sequence[tuple[int, str]],
        drafts: Sequence[tuple[int, str]],
        flags: Collection[str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["department"].choices = list(departments)
        self.fields["document"].choices = [("", "ще немає"), *drafts]
        self.fields["flags"].choices = [(key, label) for key, label in FLAGS.items() if key in flags]

    def said(self) -> dict[str, Any]:
        """The fields that an action takes beside title, unit and draft; empty ones that have a meaning of their own left out."""
        data = {
            key: value for key, value in self.cleaned_data.items() if key not in {"title", "department", "document"}
        }
        if not data["proposed_by"]:
            del data["proposed_by"]
        return data


class RulesForm(forms.Form):
    """The regulation of a question's consideration (KR annex 5)."""

    reporter = forms.CharField(label="Доповідь: прізвище, ім'я, по батькові, посада", max_length=400, required=False)
    report_minutes = forms.CharField(label="Доповідь, хвилин", max_length=3, required=False)
    co_reporter = forms.CharField(
        label="Співдоповідь: прізвище, ім'я, по батькові, посада", max_length=400, required=False
    )
    co_report_minutes = forms.CharField(label="Співдоповідь, хвилин", max_length=3, required=False)
    speaker_minutes = forms.CharField(label="Промовцям, хвилин кожному", max_length=3, required=False)
    answers_minutes = forms.CharField(label="Відповіді на запитання, хвилин", max_length=3, required=False)
    speakers = forms.CharField(
        label="Промовці: прізвище, ім'я, по батькові – посада, кожен з нового рядка",
        widget=forms.Textarea(attrs={"rows": 5}), required=False,
    )  # fmt: skip

    def data_of(self, title: str) -> dict[str, Any]:
        """What the action keeps."""
        data = dict(self.cleaned_data)
        return data | {"item_title": title, "speakers": data["speakers"].splitlines()}


class ShortcomingsForm(forms.Form):
    """The list of shortcomings (KR annex 7), a line for each: who, a bar, what."""

    rows = forms.CharField(
        label="Керівник (прізвище, ім'я, по батькові, посада) | недоліки та невирішені питання",
        widget=forms.Textarea(attrs={"rows": 10}), required=False,
        help_text="Кожен рядок переліку – з нового рядка; керівника від недоліків відділяє риска «|»",
    )  # fmt: skip

    def data_of(self, title: str) -> dict[str, Any]:
        """What the action keeps."""
        lines = [line.partition("|") for line in self.cleaned_data["rows"].splitlines() if line.strip()]
        return {"item_title": title, "rows": [[who, what] for who, _, what in lines]}


FORMS = {"item_rules": RulesForm, "shortcomings_list": ShortcomingsForm}


def initial(key: str, data: dict[str, Any]) -> dict[str, Any]:
    """What was filled in before, as the form shows it."""
    if key == "shortcomings_list":
        return {"rows": "\n".join(" | ".join(row) for row in data.get("rows", []))}
    return {**data, "speakers": "\n".join(data.get("speakers", []))}


class InviteForm(forms.Form):
    """Somebody invited."""

    name = forms.CharField(label="Прізвище, ім'я, по батькові", max_length=400)
    post = forms.CharField(label="Посада", max_length=400, required=False)
    note = forms.CharField(label="Примітки", max_length=300, required=False)
