"""Words of a command line: positional ones and options with or without a value; mistakes are said in Ukrainian."""

import json
import re
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from magistrat.rules.calendar import CalendarError
from magistrat.rules.form import FormError

DONE, FAULTY, WRONG_USE, NOT_FOUND = 0, 1, 2, 3


class Stop(Exception):
    """The command cannot be done: a Ukrainian message and the exit code."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(message)
        self.code = code


class Misuse(Stop):
    """The command is written wrongly: its usage is shown beside the message."""

    def __init__(self, message: str) -> None:
        super().__init__(WRONG_USE, message)


@dataclass(frozen=True)
class Arguments:
    """What was written: words in order and options by name."""

    words: tuple[str, ...]
    options: dict[str, str] = field(default_factory=dict)
    flags: frozenset[str] = frozenset()

    def option(self, name: str) -> str:
        """The value of an obligatory option.

        :raises Misuse: when it is not given.
        """
        if name not in self.options:
            raise Misuse(f"не вказано --{name}")
        return self.options[name]


def parse(
    argv: Sequence[str],
    *,
    options: Sequence[str] = (),
    flags: Sequence[str] = ("json",),
    lists: Sequence[str] = (),
    words: int = 0,
) -> Arguments:
    """Sort the words of a command line; options of ``lists`` may have several values and be
    repeated; the values are joined by commas.

    :raises Misuse: for an unknown or repeated option, one without its value, or another number of words than ``words``.
    """
    found: dict[str, str] = {}
    marks: set[str] = set()
    rest: list[str] = []
    left = list(argv)
    while left:
        word = left.pop(0)
        if not word.startswith("--"):
            rest.append(word)
            continue
        name, equals, value = word[2:].partition("=")
        if name in flags and not equals:
            marks.add(name)
            continue
        if name not in options and name not in lists:
            raise Misuse(f"невідомий параметр {word}")
        if name in found and name not in lists:
            raise Misuse(f"--{name} вказано двічі")
        if not equals:
            if not left or left[0].startswith("--"):
                raise Misuse(f"після --{name} потрібне значення")
            value = left.pop(0)
            while name in lists and left and not left[0].startswith("--"):
                value = f"{value},{left.pop(0)}"
        found[name] = f"{found[name]},{value}" if name in found else value
    if len(rest) != words:
        raise Misuse(f"зайве слово: {rest[words]}" if len(rest) > words else "вказано не все, що потрібно")
    return Arguments(tuple(rest), found, frozenset(marks))


def day(text: str) -> date:
    """``YYYY-MM-DD``.

    :raises Stop: misuse when it is not written so, not found when there is no such day.
    """
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
        raise Misuse(f"очікується день РРРР-ММ-ДД, а написано «{text}»")
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Stop(NOT_FOUND, f"такого дня немає: {text}") from None


def moment(text: str) -> date | datetime:
    """``YYYY-MM-DD`` or ``YYYY-MM-DDTHH:MM`` (seconds may follow), Kyiv time.

    :raises Stop: as `day`.
    """
    whole, separator, hour = text.partition("T")
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?)?", text, re.ASCII):
        raise Misuse(f"очікується момент РРРР-ММ-ДДTГГ:ХХ за київським часом, а написано «{text}»")
    on = day(whole)
    try:
        return datetime.combine(on, time.fromisoformat(hour)) if separator else on
    except ValueError:
        raise Misuse(f"такої години немає: {hour}") from None


def answer(run: Callable[[], None], usage: str) -> int:
    """Run a command; say on standard error what stopped it.

    :returns: the exit code.
    """
    try:
        run()
    except Stop as stop:
        print(f"magistrat: {stop}", file=sys.stderr)
        if isinstance(stop, Misuse):
            print(usage, file=sys.stderr)
        return stop.code
    except BrokenPipeError:
        # whoever reads has read enough; nothing more may be written there, not even at exit
        sys.stdout = None
    except CalendarError as unknown:
        print(f"magistrat: {unknown}", file=sys.stderr)
        return NOT_FOUND
    except OverflowError:
        print("magistrat: день поза календарем: рахувати можна з 01.01.0001 до 31.12.9999", file=sys.stderr)
        return NOT_FOUND
    except FormError as wrong:
        print(f"magistrat: дані міста не прочитано: {wrong}", file=sys.stderr)
        return NOT_FOUND
    return DONE


def show_json(value: Any) -> None:
    """Print one object in JSON, letters as they are."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")
