"""Days as people type them everywhere: 09.03.2026, never in the browser's own order of day and month."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import forms

# The ISO form is what addresses of filtered lists carry.
FORMATS = ("%d.%m.%Y", "%Y-%m-%d", "%d.%m.%y", "%d%m%Y")
SHAPE = {"inputmode": "numeric", "placeholder": "дд.мм.рррр", "size": 11}
WRONG = "День зазначають у вигляді 09.03.2026."


class DayField(forms.DateField):
    """A day as people type it: 09.03.2026.

    :param error_messages: words of one's own for a missing or an unreadable day.
    """

    def __init__(self, *, error_messages: dict[str, str] | None = None, **said: Any) -> None:
        super().__init__(
            input_formats=FORMATS, widget=entry(), error_messages={"invalid": WRONG, **(error_messages or {})}, **said
        )


def entry() -> forms.DateInput:
    """The input of a day, for fields that read it in their own way."""
    return forms.DateInput(format="%d.%m.%Y", attrs=dict(SHAPE))


def asked(text: str) -> date | None:
    """The day that an address or a form outside the forms' rooms carries; none when it is empty or cannot be read."""
    for pattern in FORMATS:
        try:
            return datetime.strptime(text.strip(), pattern).date()  # noqa: DTZ007 - a day of the calendar has no zone
        except ValueError:
            continue
    return None
