"""Reads one table of a data file field by field; what is wrong or not known is refused with its place."""

from collections.abc import Mapping
from datetime import date, datetime, time
from types import MappingProxyType
from typing import Any, TypeVar

T = TypeVar("T")
_REQUIRED: Any = object()
_NAMES = {
    str: "текст", int: "ціле число", bool: "true або false", date: "дату РРРР-ММ-ДД", dict: "таблицю", list: "перелік",
}  # fmt: skip


class FormError(ValueError):
    """A data file says what it may not say.

    :ivar file: the text's name; ``entry``: id of the entry or name of the table; ``key``: the field; ``reason``: why.
    """

    def __init__(self, file: str, entry: str, key: str, reason: str) -> None:
        super().__init__(file, entry, key, reason)
        self.file, self.entry, self.key, self.reason = file, entry, key, reason

    def __str__(self) -> str:
        place = ", ".join(part for part in (self.entry, self.key) if part)
        return f"{self.file}: {place}: {self.reason}" if place else f"{self.file}: {self.reason}"


def freeze(value: Any) -> Any:
    """The same value of lists and tables made unchangeable."""
    if isinstance(value, Mapping):
        return MappingProxyType({key: freeze(item) for key, item in value.items()})
    return tuple(freeze(item) for item in value) if isinstance(value, list) else value


def hour(text: str) -> time:
    """``HH:MM`` as a time.

    :raises ValueError: when it is not written so.
    """
    if len(text) != 5 or text[2] != ":" or not (text[:2] + text[3:]).isdecimal():
        raise ValueError(f"очікується година ГГ:ХХ, а написано «{text}»")
    if int(text[:2]) > 23 or int(text[3:]) > 59:
        raise ValueError(f"такої години немає: «{text}»")
    return time(int(text[:2]), int(text[3:]))


class Fields:
    """The fields of one table; each is taken once, and `done` refuses what nobody took."""

    def __init__(self, file: str, entry: str, table: Any) -> None:
        self.file, self.entry = file, entry
        if not isinstance(table, Mapping):
            raise FormError(file, entry, "", "очікується таблиця")
        self._left = dict(table)

    def error(self, key: str, reason: str) -> FormError:
        return FormError(self.file, self.entry, key, reason)

    def take(self, key: str, kind: type[T], default: Any = _REQUIRED) -> T:
        """The field's value of exactly this kind (true is no number, a moment is no date)."""
        if key not in self._left:
            if default is _REQUIRED:
                raise self.error(key, "обов'язкове поле не заповнено")
            return default  # type: ignore[no-any-return]
        value = self._left.pop(key)
        wrong = isinstance(value, bool) is not (kind is bool) or (kind is date and isinstance(value, datetime))
        if wrong or not isinstance(value, kind):
            raise self.error(key, f"очікується {_NAMES.get(kind, kind.__name__)}")
        return value

    def optional(self, key: str, kind: type[T]) -> T | None:
        return self.take(key, kind) if key in self._left else None

    def choice(self, key: str, allowed: tuple[str, ...], default: Any = _REQUIRED) -> str:
        value = self.take(key, str, default)
        if value not in allowed and value is not default:
            raise self.error(key, f"«{value}» не передбачено; можливі: {', '.join(allowed)}")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; a single text stands for a list of one."""
        value = self._left.pop(key, [])
        values = [value] if isinstance(value, str) else value
        if not isinstance(values, list) or not all(isinstance(item, str) for item in values):
            raise self.error(key, "очікується перелік текстів")
        return tuple(values)

    def hour(self, key: str) -> time | None:
        text = self.optional(key, str)
        try:
            return None if text is None else hour(text)
        except ValueError as wrong:
            raise self.error(key, str(wrong)) from None

    def tables(self, key: str) -> list[Any]:
        """A list of tables; a single table stands for a list of one."""
        value = self._left.pop(key, [])
        return value if isinstance(value, list) else [value]

    def table(self, key: str) -> "Fields":
        """The fields of a table within this one."""
        return Fields(self.file, self.entry, self.take(key, dict))

    def holds(self, key: str, kind: type) -> bool:
        """Whether the field is there and of this kind."""
        return isinstance(self._left.get(key), kind)

    def has(self, key: str) -> bool:
        return key in self._left

    def done(self) -> None:
        for key in self._left:
            raise self.error(key, "таке поле не передбачено")
