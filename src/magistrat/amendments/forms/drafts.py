"""Forms of the drafts' pages, but for those of entries."""

from __future__ import annotations

from typing import Any

from django import forms

from magistrat.regulation.names import CAPABILITIES
from magistrat.ui.days import DayField


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label="Підстава зміни", max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)


class BeginForm(forms.Form):
    """A new draft."""

    title = forms.CharField(label="Назва проєкту", max_length=200)
    base = forms.TypedChoiceField(label="За основу взяти редакцію", coerce=int)

    def __init__(self, *args: Any, editions: list[tuple[int, str]], **said: Any) -> None:
        super().__init__(*args, **said)
        self.fields["base"].choices = editions


class BringInForm(BeginForm):
    """A draft from files."""

    parcel = forms.FileField(label="Архів ZIP із файлами редакції")


class NewEntryForm(forms.Form):
    """Which entry a new one is like, and what is its own."""

    like = forms.CharField(
        label="Зразок: номер подібного правила", max_length=60,
        help_text="Нове правило почнеться з копії цього; значення зміните на наступній сторінці.",
    )  # fmt: skip
    id = forms.RegexField(
        r"^[0-9A-Za-zА-ЯІЇЄҐа-яіїєґ][\w.\-]*$", label="Номер нового правила", max_length=60,
        error_messages={"invalid": "Номер — цифри, літери, крапки й дефіси: 8.12-1."},
    )  # fmt: skip
    clause = forms.CharField(label="Пункт, як його друкують", max_length=60)
    key = forms.RegexField(
        r"^[a-z][a-z0-9_]*$", label="Ключ", max_length=80,
        error_messages={"invalid": "Ключ — малі латинські літери, цифри й підкреслення: reply_to_union."},
        help_text="Той самий ключ в обох містах для тієї самої справи: малі латинські літери й підкреслення.",
    )  # fmt: skip
    capability = forms.ChoiceField(
        label="Напрям",
        choices=[(key, CAPABILITIES[key]) for key in sorted(CAPABILITIES, key=CAPABILITIES.__getitem__)],
        required=False,
    )
    meaning = forms.CharField(label="Зміст правила", max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))
    words = forms.CharField(
        label="Слова регламенту", max_length=8000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Слова, з яких випливає правило: вони мають стояти в тексті або в новому абзаці нижче.",
    )  # fmt: skip
    paragraph = forms.CharField(
        label="Новий абзац тексту", max_length=8000, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Заповніть, якщо такого пункту в тексті ще немає.",
    )  # fmt: skip
    after = forms.CharField(
        label="Після абзацу, в якому є слова", max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    reason = forms.CharField(label="Підстава зміни", max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))


class TextForm(ReasonForm):
    """Words in place of others."""

    clause = forms.CharField(label="Пункт", max_length=60, required=False)
    old = forms.CharField(label="Як є", max_length=20_000, widget=forms.Textarea(attrs={"rows": 6}))
    new = forms.CharField(label="Як має бути", max_length=20_000, widget=forms.Textarea(attrs={"rows": 6}))


class AdoptForm(forms.Form):
    """By which decision, from which day."""

    act = forms.CharField(label="Яким актом прийнято", max_length=200)
    number = forms.CharField(label="Номер рішення", max_length=40)
    decided_on = DayField(label="Дата рішення")
    in_force_from = DayField(label="Чинна з")
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    confirmed = forms.BooleanField(label="Застереження прочитано і враховано", required=False)


class ReplayForm(forms.Form):
    """The period to be lived again."""

    since = DayField(label="З")
    until = DayField(label="По")

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        since, until = found.get("since"), found.get("until")
        if since and until and until < since:
            self.add_error("until", "Кінець періоду раніший за початок.")
        return found
