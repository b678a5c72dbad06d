"""Dates, moments and counted nouns as people read them in Ukrainian."""

from __future__ import annotations

from datetime import date, datetime, time

from magistrat.rules.moments import local

WEEKDAYS = ("пн", "вт", "ср", "чт", "пт", "сб", "нд")
WEEKDAYS_FULL = ("понеділок", "вівторок", "середа", "четвер", "п'ятниця", "субота", "неділя")
MONTHS_OF = (
    "січня", "лютого", "березня", "квітня", "травня", "червня",
    "липня", "серпня", "вересня", "жовтня", "листопада", "грудня",
)  # fmt: skip


def as_day(value: date | datetime) -> date:
    """The day in Kyiv of a date or a moment."""
    if not isinstance(value, datetime):
        return value
    return (local(value) if value.tzinfo else value).date()


def day(value: date | datetime) -> str:
    """21.07.2021"""
    return f"{as_day(value):%d.%m.%Y}"


def weekday(value: date | datetime) -> str:
    """пн 09.03"""
    value = as_day(value)
    return f"{WEEKDAYS[value.weekday()]} {value:%d.%m}"


def in_full(value: date | datetime) -> str:
    """понеділок, 9 березня 2026 року"""
    value = as_day(value)
    return f"{WEEKDAYS_FULL[value.weekday()]}, {value.day} {MONTHS_OF[value.month - 1]} {value.year} року"


def moment(value: datetime) -> str:
    """21.07.2021 16:40, Kyiv time."""
    return f"{local(value) if value.tzinfo else value:%d.%m.%Y %H:%M}"


def hour(value: datetime | time) -> str:
    """16:40, Kyiv time."""
    if isinstance(value, datetime) and value.tzinfo:
        value = local(value)
    return f"{value:%H:%M}"


def plural(number: int, forms: str) -> str:
    """The form of a counted noun: `plural(3, "день,дні,днів")` is «дні»."""
    one, few, many = (form.strip() for form in forms.split(","))
    tens, ones = abs(number) % 100, abs(number) % 10
    if 11 <= tens <= 14:
        return many
    if ones == 1:
        return one
    return few if 2 <= ones <= 4 else many


def counted(number: int, forms: str) -> str:
    """«3 дні»"""
    return f"{number}\N{NO-BREAK SPACE}{plural(number, forms)}"


def size(octets: int) -> str:
    """«1,4 МБ»"""
    amount = float(octets)
    for unit in ("Б", "КБ", "МБ"):
        if amount < 1024:
            return f"{amount:.0f} {unit}" if unit == "Б" or amount >= 10 else f"{amount:.1f} {unit}".replace(".", ",")
        amount /= 1024
    return f"{amount:.1f} ГБ".replace(".", ",")
