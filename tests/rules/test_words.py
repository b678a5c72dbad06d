"""Ukrainian agreement and dates."""

from datetime import date, datetime, time

import pytest

from magistrat.rules import words


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (0, "0 робочих днів"),
        (1, "1 робочий день"),
        (2, "2 робочі дні"),
        (4, "4 робочі дні"),
        (5, "5 робочих днів"),
        (11, "11 робочих днів"),
        (12, "12 робочих днів"),
        (14, "14 робочих днів"),
        (21, "21 робочий день"),
        (22, "22 робочі дні"),
        (25, "25 робочих днів"),
        (111, "111 робочих днів"),
        (112, "112 робочих днів"),
        (121, "121 робочий день"),
    ],
)
def test_the_unit_agrees_with_the_number(number: int, said: str) -> None:
    assert words.amount(number, "working_days") == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Підрядник запізнився", "Підрядник запізнився."),
        ("Підрядник запізнився.", "Підрядник запізнився."),
        ("Немає матеріалів у Ковальчука О. П.", "Немає матеріалів у Ковальчука О. П."),
        ("Договір «Водогін»", "Договір «Водогін»."),
        ("Хто ж знав!", "Хто ж знав!"),
        ("Чекали відповіді…", "Чекали відповіді…"),
        ("Чекаємо відповіді, ", "Чекаємо відповіді."),
        ("Причини такі:", "Причини такі."),
    ],
)
def test_a_sentence_ends_before_another_begins(text: str, said: str) -> None:
    assert words.ended(text) == said


@pytest.mark.parametrize(
    ("unit", "one", "two", "five"),
    [
        ("minutes", "1 хвилина", "2 хвилини", "5 хвилин"),
        ("hours", "1 година", "2 години", "5 годин"),
        ("calendar_days", "1 календарний день", "2 календарні дні", "5 календарних днів"),
        ("months", "1 місяць", "2 місяці", "5 місяців"),
        ("years", "1 рік", "2 роки", "5 років"),
    ],
)
def test_every_unit_has_three_forms(unit: str, one: str, two: str, five: str) -> None:
    assert [words.amount(number, unit) for number in (1, 2, 5)] == [one, two, five]


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (3, "ще 3 дні"),
        (1, "ще 1 день"),
        (0, "сьогодні"),
        (-1, "прострочено на 1 день"),
        (-2, "прострочено на 2 дні"),
        (-11, "прострочено на 11 днів"),
    ],
)
def test_a_chip_says_how_much_is_left(days: int, said: str) -> None:
    assert words.left(days) == said


def test_dates_and_moments() -> None:
    on, at = date(2026, 3, 6), datetime(2026, 3, 6, 9, 5)
    assert words.day(on) == "06.03.2026"
    assert words.day_long(on) == "6 березня 2026 року"
    assert words.day_and_weekday(on) == "06.03.2026, п'ятниця"
    assert words.moment(at) == "06.03.2026 09:05"
    assert words.clock(time(16, 40)) == "16:40"
