"""Shape of what is written when acts are signed, registered, sent and copied."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from magistrat.ui.days import DayField


class HandInForm(forms.Form):
    """Who signs, and of a decision the day of its adoption."""

    signatory = forms.TypedChoiceField(label="Підписує", coerce=int)
    adopted_on = DayField(
        label="Рішення ухвалено", error_messages={"required": "Зазначте день, коли рішення ухвалено."}
    )
    repeat_ground = forms.CharField(
        label="Підстава вдруге внести таке рішення", max_length=300, required=False,
        help_text="Нормативно-правовий акт, якщо того дня розглянуто рішення з такою самою назвою чи про ті самі зміни",
    )  # fmt: skip

    def __init__(
        self, *args: Any, signatories: Sequence[tuple[int, str]], is_adopted: bool, may_repeat: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["signatory"].choices = list(signatories)
        if not is_adopted:
            del self.fields["adopted_on"]
        if not may_repeat:
            del self.fields["repeat_ground"]


class SignForm(forms.Form):
    """The version that was looked at, by which provider it is signed, and what that asks."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    part = forms.CharField(widget=forms.HiddenInput, max_length=8)
    provider = forms.ChoiceField(label="Чим підписати")
    secret = forms.CharField(
        label="PIN-код ключа", required=False, max_length=100, strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip

    def __init__(self, *args: Any, providers: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["provider"].choices = list(providers)
        if len(providers) == 1:
            self.fields["provider"].widget = forms.HiddenInput()
            self.fields["provider"].initial = providers[0][0]


class MarkForm(forms.Form):
    """The mark of the signature on paper."""

    signed_on = DayField(label="Підписано", error_messages={"required": "Зазначте день, у який акт підписано."})
    are_annexes_signed = forms.BooleanField(label="Додатки підписано", required=False)
    person = forms.TypedChoiceField(label="Хто підписав", coerce=int, empty_value=None, required=False)
    uploads = forms.FileField(label="Скан підписаного акта", required=False)

    def __init__(self, *args: Any, has_annexes: bool, people: Sequence[tuple[int, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = [("", "за днем підписання"), *people]
        if len(people) < 2:
            del self.fields["person"]
        if not has_annexes:
            del self.fields["are_annexes_signed"]


class RegisterForm(forms.Form):
    """What the clerk says of an act on giving it its number."""

    pages = forms.IntegerField(label="Аркушів", min_value=1, max_value=9999, required=False)
    annex_pages = forms.IntegerField(label="Аркушів додатків", min_value=0, max_value=9999, required=False)
    case_file = forms.TypedChoiceField(label="Справа", coerce=int, empty_value=None, required=False)
    in_force_until = DayField(
        label="Діє до (включно)", required=False, help_text="Лише якщо строк дії зазначено в самому акті"
    )
    published_on = DayField(label="Оприлюднено", required=False)
    confirm = forms.BooleanField(label="Зареєструвати пізніше за день підписання", required=False)

    def __init__(
        self, *args: Any, case_files: Sequence[tuple[int, str]], is_normative: bool, is_late: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["case_file"].choices = [("", "—"), *case_files]
        if not is_normative:
            del self.fields["published_on"]
        if not is_late:
            del self.fields["confirm"]


class TermForm(forms.Form):
    """Until which day an act has force by its own words."""

    until = DayField(label="Діє до (включно)", required=False)


class SendForm(forms.Form):
    """To whom of the list the act goes now, and how."""

    recipients = forms.TypedMultipleChoiceField(
        label="Кому", coerce=int, widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Виберіть хоча б одного адресата."},
    )  # fmt: skip
    way = forms.ChoiceField(label="Спосіб", required=False)
    again = forms.BooleanField(label="Надіслати повторно тим, кому вже надіслано", required=False)

    def __init__(
        self, *args: Any, recipients: Sequence[tuple[int, str]], ways: Sequence[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["recipients"].choices = list(recipients)
        self.fields["way"].choices = [("", "звичайний для кожного адресата"), *ways]


class CertifyForm(forms.Form):
    """For whom a copy is certified, by which request, and of an extract its points."""

    whom = forms.CharField(
        label="Кому видають", max_length=300, error_messages={"required": "Зазначте, кому видають копію."}
    )
    ground = forms.CharField(label="Підстава", max_length=300, required=False, help_text="Дата й номер запиту, листа")
    points = forms.MultipleChoiceField(
        label="Витяг: лише ці пункти", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, points: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["points"].choices = list(points)
        if not points:
            del self.fields["points"]


class CheckForm(forms.Form):
    """The code of a copy, or the copy itself."""

    code = forms.CharField(label="Код перевірки", max_length=20, error_messages={"required": "Наберіть код із копії."})


class FileForm(forms.Form):
    """A file that is held to be a copy."""

    file = forms.FileField(label="Файл копії", error_messages={"required": "Виберіть файл копії."})


class PinForm(forms.Form):
    """A new PIN of one's own key."""

    pin = forms.CharField(
        label="Чинний PIN-код", strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "off"})
    )
    new_pin = forms.CharField(
        label="Новий PIN-код", strip=False, max_length=100, help_text="Щонайменше 6 знаків",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )  # fmt: skip
    again = forms.CharField(
        label="Новий PIN-код ще раз", strip=False, max_length=100,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Both new ones are the same."""
        data = super().clean() or {}
        if data.get("new_pin") != data.get("again"):
            self.add_error("again", "Новий PIN-код двічі набрано по-різному.")
        return data
