"""Days as people type them everywhere: 09.03.2026, never in the browser's own order of day and month."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest

# The ISO form is what addresses of filtered lists carry.
FORMATS = ("%d.%m.%Y", "%Y-%m-%d", "%d.%m.%y")
# Without dots only all eight digits: fewer of them are several days at once (1112026), or a day of another century (110326).
_BARE = re.compile(r"(\d{2})(\d{2})(\d{4})")
# No paper that the system keeps is older; an earlier year is a slip of the hand.
EARLIEST = 1900
SHAPE = {"inputmode": "numeric", "placeholder": "дд.мм.рррр", "size": 11}
WRONG = "День зазначають у вигляді 09.03.2026."
TOO_EARLY = f"Перевірте рік: він не може бути раніший за {EARLIEST}."


class DayField(forms.DateField):
    """A day as people type it: 09.03.2026.

    :param error_messages: words of one's own for a missing or an unreadable day.
    """

    def __init__(self, *, error_messages: dict[str, str] | None = None, **said: Any) -> None:
        super().__init__(
            input_formats=FORMATS, widget=entry(), error_messages={"invalid": WRONG, **(error_messages or {})}, **said
        )

    def prepare_value(self, value: Any) -> Any:
        """What the field shows: a day that can be read always in one shape, what cannot as it was typed."""
        return (asked(value) or value) if isinstance(value, str) else value

    def to_python(self, value: Any) -> date | None:
        """The day that was typed.

        :raises ValidationError: it cannot be read, or its year is before 1900.
        """
        found = super().to_python(_dotted(value) if isinstance(value, str) else value)
        if found is not None and found.year < EARLIEST:
            raise forms.ValidationError(TOO_EARLY, code="too_early")
        return found


def entry() -> forms.DateInput:
    """The input of a day, for fields that read it in their own way."""
    return forms.DateInput(format="%d.%m.%Y", attrs=dict(SHAPE))


def asked(text: str) -> date | None:
    """The day that an address or a form outside the forms' rooms carries; none when it is empty or cannot be read."""
    try:
        found: date | None = DayField(required=False).clean(text)
    except forms.ValidationError:
        return None
    return found


def of_address(
    request: HttpRequest, name: str, otherwise: date, read: Callable[[str], date | None] | None = None
) -> date:
    """The day that the address names; where it names none, `otherwise`; where it cannot be read, that too, and the page says so.

    :param read: how the page understands a day, `asked` unless it reads more; it may raise ValueError.
    """
    text = request.GET.get(name, "").strip()
    if not text:
        return otherwise
    try:
        found = (read or asked)(text)
    except ValueError:
        found = None
    if found is None:
        messages.error(
            request,
            f"День «{text[:20]}» не прочитано: його зазначають у вигляді 09.03.2026. Показано {otherwise:%d.%m.%Y}.",
        )
    return found or otherwise


def _dotted(text: str) -> str:
    """Eight digits in a row as a day with its dots; anything else as it stands."""
    found = _BARE.fullmatch(text.strip())
    return ".".join(found.groups()) if found else text
