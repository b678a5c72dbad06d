"""Fields for days and moments as people type them: 0903, 9.3, 09.03.26, 09.03.2026."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django import forms

from magistrat.rules.days import Bare, in_order, named
from magistrat.rules.moments import local, moment
from magistrat.ui import days

UNDATED = {"б/д", "б.д.", "бд"}
WRONG = "Введіть дату: дд.мм.рррр або ддмм."


def read_day(text: str, today: date, bare: Bare = Bare.LAST) -> date:
    """The day that was typed; without a year, the last such day that has come unless `bare` says another.

    :raises ValueError: when it is no day, is several days at once (111 is 1.11 and 11.1), or its year is before 1900.
    """
    found = named(text, today, bare)
    if found is None or found.year < days.EARLIEST:
        raise ValueError(text)
    return found


class DayField(forms.Field):
    """A day; `today` is set by the form from the day of the request, `bare` says which one is meant without a year."""

    widget = days.entry()
    today: date = date.max

    def __init__(self, *, bare: Bare = Bare.LAST, **said: Any) -> None:
        super().__init__(**said)
        self.bare = bare

    def to_python(self, value: Any) -> date | None:
        if isinstance(value, date) or not value:
            return value or None
        try:
            return read_day(str(value), self.today, self.bare)
        except ValueError:
            raise forms.ValidationError(WRONG) from None


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


def put_in_order(form: forms.Form, given: dict[str, Any], bare: Bare) -> None:
    """Of the days `since` and `until` that the form has read, one without a year stands in its order to the other."""
    first, last = given.get("since"), given.get("until")
    if first is not None and last is not None:
        texts = str(form["since"].data), str(form["until"].data)
        given["since"], given["until"] = in_order(first, last, texts=texts, bare=bare)


class SpanForm(WithToday):
    """A filter of what has come, from the day `since` to the day `until`."""

    def clean(self) -> dict[str, Any]:
        """Put the days in their order."""
        given = super().clean() or self.cleaned_data
        put_in_order(self, given, Bare.LAST)
        return given


class _Unchosen(str):
    """Words stand in a combobox of which none was chosen; shown again, its hidden part is empty."""

    __slots__ = ()


class _Chosen(forms.HiddenInput):
    """The hidden part of a combobox, which knows whether words stand beside it."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return data.get(name) or (_Unchosen() if str(data.get(f"{name}_text", "")).strip() else data.get(name))


class ChosenField(forms.IntegerField):
    """The id that a combobox puts into its hidden part.

    Words that were typed and not chosen are asked for again: unread, the deed would be done without them.

    :param takes_words: the form itself finds out what such words mean.
    """

    widget = _Chosen

    def __init__(self, *, takes_words: bool = False, **said: Any) -> None:
        super().__init__(**said)
        self.takes_words = takes_words

    def clean(self, value: Any) -> int | None:
        """The id, or none where nothing is asked and nothing typed."""
        if isinstance(value, _Unchosen) and not self.takes_words:
            raise forms.ValidationError(f"Виберіть зі списку{'' if self.required else ' або залиште порожнім'}.")
        chosen: int | None = super().clean(value)
        return chosen


class ChosenOrTyped(forms.HiddenInput):
    """The hidden part of a combobox whose words may also be typed freely."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return data.get(name) or data.get(f"{name}_text")

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in data and f"{name}_text" not in data
