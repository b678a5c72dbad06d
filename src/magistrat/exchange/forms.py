"""Shape of what is written about e-mail."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from magistrat.documents.forms.fields import ChosenField

Choices = Sequence[tuple[Any, str]]


class AcceptForm(forms.Form):
    """What goes with the e-mail to registration."""

    correspondent = ChosenField(label="Кореспондент", required=False)
    summary = forms.CharField(label="Короткий зміст", max_length=1000, required=False)


class RefuseForm(forms.Form):
    """Why it is not registered."""

    reason = forms.CharField(
        label="Чому не реєструється", max_length=600, error_messages={"required": "Зазначте, чому лист не реєструють."}
    )


class ForwardForm(forms.Form):
    """To which unit it goes."""

    department = forms.TypedChoiceField(
        label="Кому передати", coerce=int, error_messages={"required": "Виберіть підрозділ."}
    )

    def __init__(self, *args: Any, departments: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["department"].choices = [("", "Виберіть підрозділ"), *departments]


class FilterForm(forms.Form):
    """What the queue is narrowed by."""

    q = forms.CharField(label="Пошук", required=False)
    skrynka = forms.TypedChoiceField(label="Скринька", coerce=int, empty_value=None, required=False)

    def __init__(self, *args: Any, mailboxes: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["skrynka"].choices = [("", "усі"), *mailboxes]


class MailboxForm(forms.Form):
    """A mailbox; an empty password leaves the one that is kept."""

    title = forms.CharField(label="Назва", max_length=120)
    address = forms.EmailField(label="Адреса")
    department = forms.TypedChoiceField(label="Підрозділ", coerce=int)
    is_main = forms.BooleanField(
        label="Скринька виконавчого комітету",
        required=False,
        help_text="Її пошту сортують за п. 16.3: для всіх підрозділів.",
    )
    host = forms.CharField(
        label="Сервер IMAP", max_length=200, required=False, help_text="Порожньо — з адреси лише надсилають."
    )
    port = forms.IntegerField(label="Порт", min_value=1, max_value=65_535, initial=993)
    security = forms.ChoiceField(label="Захист з'єднання")
    login = forms.CharField(label="Ім'я користувача", max_length=200, required=False)
    password = forms.CharField(
        label="Пароль",
        max_length=500,
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="Зберігається зашифрованим. Порожньо — залишити той, що є.",
    )
    secret_from = forms.CharField(
        label="Або змінна середовища з паролем", max_length=80, required=False, help_text="MAGISTRAT_IMAP_…"
    )
    folder = forms.CharField(label="Папка", max_length=120, initial="INBOX")
    minutes = forms.IntegerField(label="Перевіряти кожні, хв", min_value=1, max_value=60, initial=5)
    is_open = forms.BooleanField(label="Працює", required=False, initial=True)

    def __init__(self, *args: Any, departments: Choices, securities: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["department"].choices = departments
        self.fields["security"].choices = securities

    def clean(self) -> dict[str, Any]:
        """A box that is read needs a login."""
        data = super().clean() or {}
        if data.get("host") and not data.get("login"):
            self.add_error("login", "Зазначте ім'я користувача поштової скриньки.")
        return data
