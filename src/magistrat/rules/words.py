"""Ukrainian words for numbers, days and dates: agreement, short and long forms."""

from datetime import date, datetime, time

WEEKDAYS = ("понеділок", "вівторок", "середа", "четвер", "п'ятниця", "субота", "неділя")
MONTHS = (
    "січня", "лютого", "березня", "квітня", "травня", "червня",
    "липня", "серпня", "вересня", "жовтня", "листопада", "грудня",
)  # fmt: skip

# one, two to four, five and more
UNITS = {
    "minutes": ("хвилина", "хвилини", "хвилин"),
    "hours": ("година", "години", "годин"),
    "calendar_days": ("календарний день", "календарні дні", "календарних днів"),
    "working_days": ("робочий день", "робочі дні", "робочих днів"),
    "months": ("місяць", "місяці", "місяців"),
    "years": ("рік", "роки", "років"),
    "days": ("день", "дні", "днів"),
}


def plural(number: int, one: str, few: str, many: str) -> str:
    """The form of a noun that agrees with a whole number: 1 день, 2 дні, 5 днів, 11 днів, 21 день."""
    tail, hundred = abs(number) % 10, abs(number) % 100
    if tail == 1 and hundred != 11:
        return one
    if 2 <= tail <= 4 and not 12 <= hundred <= 14:
        return few
    return many


def amount(number: int, unit: str) -> str:
    """A number with its unit: ``amount(5, "working_days")`` is «5 робочих днів»."""
    return f"{number} {plural(number, *UNITS[unit])}"


def day(value: date) -> str:
    """A date in figures: 06.03.2026."""
    return f"{value.day:02}.{value.month:02}.{value.year}"


def day_long(value: date) -> str:
    """A date in words: 6 березня 2026 року."""
    return f"{value.day} {MONTHS[value.month - 1]} {value.year} року"


def day_and_weekday(value: date) -> str:
    """A date with its weekday: 06.03.2026, п'ятниця."""
    return f"{day(value)}, {WEEKDAYS[value.weekday()]}"


def clock(value: time | datetime) -> str:
    """Hours and minutes: 16:40."""
    return f"{value.hour:02}:{value.minute:02}"


def moment(value: datetime) -> str:
    """A date with the hour: 06.03.2026 16:40."""
    return f"{day(value)} {clock(value)}"


def clause(printed: str) -> str:
    """A clause as it is cited: «п. 8.12», «додаток 15, п. 4.1»."""
    return f"п. {printed}" if printed[:1].isdecimal() else printed


def sentence(text: str) -> str:
    """The text with a capital letter at its beginning."""
    return text[:1].upper() + text[1:]


def ended(text: str) -> str:
    """The text with the full stop of its last sentence: that of an initial, or another end, is enough."""
    said = text.strip()
    return said if said.endswith((".", "!", "?", "…")) else f"{said.rstrip(',;: ')}."


def left(days: int) -> str:
    """What a chip says of a term: «ще 3 дні», «сьогодні», «прострочено на 2 дні» (``days`` below zero)."""
    if days == 0:
        return "сьогодні"
    return f"ще {amount(days, 'days')}" if days > 0 else f"прострочено на {amount(-days, 'days')}"
