"""Shape of what is written after a decision was adopted: suspension, force, handing over."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from magistrat.ui.days import DayField

NO_DAY = {"required": "Зазначте день.", "invalid": "Зазначте день у вигляді ДД.ММ.РРРР."}


class SuspendForm(forms.Form):
    """By which order a decision is suspended, and why."""

    order = forms.TypedChoiceField(
        label="Розпорядження", coerce=int, error_messages={"required": "Виберіть розпорядження."}
    )
    reason = forms.CharField(
        label="З чим не згодні", max_length=600, widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Зазначте, з чим Ви не згодні."},
    )  # fmt: skip
    is_referred = forms.BooleanField(label="Внести питання на розгляд міської ради", required=False, initial=True)

    def __init__(self, *args: Any, orders: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["order"].choices = [("", "—"), *orders]


class RenewForm(forms.Form):
    """By which order a decision is renewed."""

    order = forms.TypedChoiceField(
        label="Розпорядження", coerce=int, error_messages={"required": "Виберіть розпорядження."}
    )

    def __init__(self, *args: Any, orders: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["order"].choices = [("", "—"), *orders]


class PublishForm(forms.Form):
    """The day of official publication."""

    on = DayField(label="Офіційно оприлюднено", error_messages=NO_DAY)


class StateDayForm(forms.Form):
    """The day from which the decision has force by its own text."""

    on = DayField(
        label="Вводиться в дію з", required=False, error_messages=NO_DAY,
        help_text="Лише якщо день названо в самому рішенні",
    )  # fmt: skip


class ConsentForm(forms.Form):
    """What the council's commission has said."""

    on = DayField(label="День висновку", error_messages=NO_DAY)
    said = forms.CharField(
        label="Висновок комісії", max_length=300, help_text="Наприклад: висновок від 20.03.2026 № 4",
        error_messages={"required": "Зазначте висновок комісії."},
    )  # fmt: skip
    is_given = forms.TypedChoiceField(
        label="Рішення",
        choices=[("1", "погоджено"), ("", "не погоджено")],
        coerce=bool,
        empty_value=False,
        required=False,
    )
    uploads = forms.FileField(label="Файл висновку", required=False)


class OuterForm(forms.Form):
    """What a court or the council has done to the act by a paper of its own."""

    body = forms.ChoiceField(label="Орган", choices=[("court", "суд"), ("council", "міська рада")])
    kind = forms.ChoiceField(
        label="Що вирішено",
        choices=[("cancels", "скасувати акт"), ("suspends", "зупинити його дію"), ("renews", "поновити його дію")],
    )
    named = forms.CharField(
        label="Рішення органу", max_length=400, help_text="Назва суду чи ради, день, номер",
        error_messages={"required": "Зазначте рішення органу."},
    )  # fmt: skip
    since = DayField(label="З якого дня", error_messages=NO_DAY)
    points = forms.CharField(
        label="Лише пункти", max_length=200, required=False, help_text="Через кому; порожньо — весь акт"
    )
    uploads = forms.FileField(label="Файл рішення", required=False)

    def clean_points(self) -> list[str]:
        """Labels without spaces around them."""
        return [one.strip() for one in self.cleaned_data["points"].split(",") if one.strip()]
