"""Fields for days and moments as people type them: 0903, 9.3, 09.03.26, 09.03.2026."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from typing import Any

from django import forms

from magistrat.rules.moments import local, moment
from magistrat.ui import days

_DAY = re.compile(
    r"(\d{1,2})[.,/\- ]?(\d{2})(?:[.,/\- ]?(\d{4}|\d{2}))?|(\d{1,2})[.,/\- ](\d{1,2})(?:[.,/\- ](\d{4}|\d{2}))?"
)
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
UNDATED = {"б/д", "б.д.", "бд"}
WRONG = "Введіть дату: дд.мм.рррр або ддмм."


def read_day(text: str, today: date) -> date:
    """The day that was typed; without a year, the last such day that has come.

    :raises ValueError: when it is no day, is several days at once (111 is 1.11 and 11.1), or its year is before 1900.
    """
    text = text.strip().rstrip("р. ")
    found = _read_day(text, today)
    if found.year < days.EARLIEST:
        raise ValueError(text)
    return found


def _read_day(text: str, today: date) -> date:
    if text.isdecimal() and len(text) % 2:
        raise ValueError(text)
    if iso := _ISO.fullmatch(text):
        return date(int(iso[1]), int(iso[2]), int(iso[3]))
    found = _DAY.fullmatch(text)
    if found is None:
        raise ValueError(text)
    day, month, year = found.group(1, 2, 3) if found[1] else found.group(4, 5, 6)
    if year:
        return date(int(year) + (2000 if len(year) == 2 else 0), int(month), int(day))
    this = date(today.year, int(month), int(day))
    return this if this <= today else date(today.year - 1, int(month), int(day))


class DayField(forms.Field):
    """A day; `today` is set by the form from the day of the request."""

    widget = days.entry()
    today: date = date.max
    is_ahead = False

    def to_python(self, value: Any) -> date | None:
        if isinstance(value, date) or not value:
            return value or None
        try:
            found = read_day(str(value), self.today)
        except ValueError:
            raise forms.ValidationError(WRONG) from None
        # A term without a year is the next such day, not the last.
        if self.is_ahead and found < self.today and len(re.sub(r"\D", "", str(value))) <= 4:
            return found.replace(year=found.year + 1)
        return found


class TheirDayField(DayField):
    """The day that stands on a correspondent's paper, or «б/д» where it bears none."""

    is_undated = False

    def to_python(self, value: Any) -> date | None:
        if isinstance(value, str) and value.strip().lower() in UNDATED:
            self.is_undated = True
            return None
        return super().to_python(value)


class MomentField(forms.Field):
    """A moment as a day and an hour in Kyiv: 09.03.2026 16:40; a bare hour is today's."""

    widget = forms.DateTimeInput(
        format="%d.%m.%Y %H:%M", attrs={"inputmode": "numeric", "placeholder": "дд.мм.рррр гг:хх", "size": 17}
    )
    today: date = date.max

    def prepare_value(self, value: Any) -> Any:
        return local(value) if isinstance(value, datetime) and value.tzinfo else value

    def to_python(self, value: Any) -> datetime | None:
        if not value:
            return None
        if isinstance(value, datetime):
            return value
        day, _, hour = str(value).strip().rpartition(" ")
        try:
            return moment(datetime.combine(read_day(day, self.today) if day else self.today, time.fromisoformat(hour)))
        except ValueError:
            raise forms.ValidationError("Введіть дату й час: дд.мм.рррр гг:хх.") from None


class ManyFiles(forms.FileField):
    """Any number of files at once; the value is a list."""

    widget = forms.FileInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        given = data if isinstance(data, list | tuple) else [data] if data else []
        if self.required and not given:
            raise forms.ValidationError("Виберіть хоча б один файл.")
        # An empty file is kept and marked, not refused.
        return list(given)


class ManyFilesInput(forms.FileInput):
    """Reads all files of the field; the page's drop zone draws it."""

    allow_multiple_selected = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"multiple": True, **(attrs or {})})

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return files.getlist(name) if hasattr(files, "getlist") else files.get(name)


ManyFiles.widget = ManyFilesInput


class WithToday(forms.Form):
    """A form whose days are read from the day of the request."""

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, DayField | MomentField):
                field.today = today


class ChosenField(forms.IntegerField):
    """The id that a combobox puts into its hidden part."""

    widget = forms.HiddenInput


class ChosenOrTyped(forms.HiddenInput):
    """The hidden part of a combobox whose words may also be typed freely."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return data.get(name) or data.get(f"{name}_text")

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in data and f"{name}_text" not in data
