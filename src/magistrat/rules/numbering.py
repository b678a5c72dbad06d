"""Numbers of papers by pattern: ``{n}``, ``{n:04d}-{series}``, ``{n}/{index}``, ``{n}-р``."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

PERIODS = ("year", "convocation", "none")
_FIELD = re.compile(r"\{([a-z_]+)(?::0?(\d+)d)?\}")


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern of numbers: ``{n}`` is the counter, other names are texts such as a department's index or a series."""

    text: str

    def __post_init__(self) -> None:
        names = self.names
        if names.count("n") != 1:
            raise ValueError(f"у взірці «{self.text}» має бути рівно одне {{n}}")
        if len(set(names)) != len(names):
            raise ValueError(f"у взірці «{self.text}» назва повторюється")
        if any(width and name != "n" for name, width in _FIELD.findall(self.text)):
            raise ValueError(f"у взірці «{self.text}» ширину має лише {{n}}")
        if "{" in _FIELD.sub("", self.text) or "}" in _FIELD.sub("", self.text):
            raise ValueError(f"у взірці «{self.text}» зайва фігурна дужка")

    @property
    def names(self) -> list[str]:
        """Names of the fields in their order."""
        return [name for name, _ in _FIELD.findall(self.text)]

    def write(self, n: int, **parts: str) -> str:
        """The number with its parts filled in.

        :raises ValueError: when a part is missing, empty or not of the pattern, or ``n`` is less than 1.
        """
        wanted = set(self.names) - {"n"}
        if n < 1:
            raise ValueError("порядковий номер починається з 1")
        if wanted != set(parts) or not all(parts.values()):
            raise ValueError(
                f"взірець «{self.text}» потребує: {', '.join(sorted(wanted)) or 'лише порядкового номера'}"
            )
        return _FIELD.sub(lambda found: f"{n:0{found[2] or 0}d}" if found[1] == "n" else parts[found[1]], self.text)

    def read(self, number: str) -> Mapping[str, str | int]:
        """The parts of a number written by this pattern, ``n`` as a whole number.

        :raises ValueError: when the number is not of this pattern.
        """
        found = re.fullmatch(self._expression(), number)
        if found is None or int(found["n"]) < 1:
            raise ValueError(f"номер «{number}» не відповідає взірцю «{self.text}»")
        parts: dict[str, str | int] = dict(found.groupdict())
        parts["n"] = int(found["n"])
        return parts

    def fits(self, number: str) -> bool:
        """Whether a number is written by this pattern."""
        try:
            self.read(number)
        except ValueError:
            return False
        return True

    def _expression(self) -> str:
        expression, end = "", 0
        for found in _FIELD.finditer(self.text):
            expression += re.escape(self.text[end : found.start()])
            expression += self._group(found[1], int(found[2] or 0))
            end = found.end()
        return expression + re.escape(self.text[end:])

    @staticmethod
    def _group(name: str, width: int) -> str:
        if name != "n":
            return f"(?P<{name}>.+?)"
        # a number wider than its padding has no leading zeros
        return rf"(?P<n>[0-9]{{{width}}}|[1-9][0-9]{{{width},}})" if width else r"(?P<n>[1-9][0-9]*)"


def period_start(period: str, on: date, convocation_start: date | None = None) -> date | None:
    """The first day of the period in which numbers run on: the calendar year, the council's convocation, or none.

    :raises ValueError: for an unknown period, or a convocation that has not begun.
    """
    if period == "year":
        return date(on.year, 1, 1)
    if period == "none":
        return None
    if period != "convocation":
        raise ValueError(f"період «{period}» не передбачено; можливі: {', '.join(PERIODS)}")
    if convocation_start is None or convocation_start > on:
        raise ValueError("початок скликання не встановлено")
    return convocation_start


def following(
    restart: str, first: int, last: tuple[int, date] | None, on: date, convocations: Sequence[date] = ()
) -> int:
    """The number that follows the last one of a series with its day; ``first`` again when a new period has begun.

    :param convocations: the first days of the council's convocations, for numbers that run on through one.
    :raises ValueError: as `period_start`.
    """
    if last is None:
        return first
    number, given_on = last
    periods = {period_start(restart, day, _begun(convocations, day)) for day in (given_on, on)}
    return number + 1 if len(periods) == 1 else first


def _begun(convocations: Sequence[date], on: date) -> date | None:
    return max((start for start in convocations if start <= on), default=None)
