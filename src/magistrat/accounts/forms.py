"""Shape of what is typed on the pages of accounts."""

from __future__ import annotations

from django import forms

PRESENT = {"autocomplete": "current-password"}
FRESH = {"autocomplete": "new-password"}
CODE = {"autocomplete": "one-time-code", "inputmode": "text", "autocapitalize": "off", "spellcheck": "false"}


def password(label: str, attributes: dict[str, str], help_text: str = "") -> forms.CharField:
    """A field for a password, taken letter by letter as typed."""
    return forms.CharField(label=label, strip=False, widget=forms.PasswordInput(attributes), help_text=help_text)


class SignIn(forms.Form):
    """Login and password."""

    login = forms.CharField(
        label="Логін", max_length=80, widget=forms.TextInput({"autocomplete": "username", "autocapitalize": "off"})
    )
    password = password("Пароль", PRESENT)

    def clean_login(self) -> str:
        return str(self.cleaned_data["login"]).strip().lower()


class SecondStep(forms.Form):
    """A code of the telephone, or a recovery code."""

    code = forms.CharField(
        label="Код із телефону", max_length=20, widget=forms.TextInput(CODE), help_text="Шість цифр або код відновлення"
    )


class ChangePassword(forms.Form):
    """The present password and the new one, twice."""

    old = password("Теперішній пароль", PRESENT)
    new = password("Новий пароль", FRESH, "Щонайменше 10 знаків; довге речення надійніше за складне слово.")
    again = password("Новий пароль ще раз", FRESH)

    def clean(self) -> dict[str, str]:
        given = super().clean() or {}
        if given.get("new") and given.get("again") and given["new"] != given["again"]:
            self.add_error("again", "Паролі не збігаються.")
        return given


class SwitchOn(forms.Form):
    """The first code of the telephone."""

    code = forms.CharField(label="Код, який показує телефон", max_length=20, widget=forms.TextInput(CODE))


class SwitchOff(forms.Form):
    """Password and code together."""

    password = password("Пароль", PRESENT)
    code = forms.CharField(
        label="Код із телефону", max_length=20, widget=forms.TextInput(CODE), help_text="Шість цифр або код відновлення"
    )
