"""A term that contradicts itself is refused with its place."""

from typing import Any

import pytest

from magistrat.rules import term
from magistrat.rules.form import FormError

GOOD = {"number": 5, "unit": "working_days", "direction": "within", "event": "receipt", "anchor": "arrival"}


def test_a_plain_term_is_read() -> None:
    read = term.read("control.toml", "8.12", GOOD)
    assert (read.number, read.unit, read.nonworking, read.is_moment) == (5, "working_days", "next", False)


def test_repeated_terms_and_days_of_the_calendar_need_no_event() -> None:
    read = term.read("control.toml", "8.21", {"number": 1, "unit": "months", "direction": "every"})
    assert (read.event, read.anchor) == ("last_occurrence", "deed")
    assert term.read("planning.toml", "3.10.1", {"day_of_month": 17}).direction == "before"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"number": -1}, "number: потрібне ціле число"),
        ({"number": None}, "number: потрібне ціле число"),
        ({"number": True}, "number: очікується ціле число"),
        ({"number": "5"}, "number: очікується ціле число"),
        ({"unit": None}, "unit: потрібна одиниця"),
        ({"unit": "days"}, "unit: «days» не передбачено; можливі: minutes"),
        ({"direction": None}, "direction: обов'язкове поле не заповнено"),
        ({"direction": "before"}, "direction: до надходження строк не рахується"),
        ({"anchor": "event"}, "anchor: «event» не передбачено"),
        ({"event": None}, "event: обов'язкове поле не заповнено"),
        ({"then_days": -1, "unit": "months"}, "then_days: не може бути менше нуля"),
        ({"then_days": 15}, "then_days: дні додаються лише до місяців і років"),
        ({"unit": "hours", "clock": "09:00"}, "clock: строк у хвилинах чи годинах"),
        ({"clock": "9:00"}, "clock: очікується година ГГ:ХХ, а написано «9:00»"),
        ({"clock": 9}, "clock: очікується текст"),
        ({"anchor": "deed", "cutoff": "16:30"}, "cutoff: лише для строків у днях від надходження"),
        ({"unit": "hours", "shift": False}, "shift: лише для строків у днях від надходження"),
        ({"nonworking": "skip"}, "nonworking: «skip» не передбачено"),
        ({"day_of_month": 17}, "number: день календаря не має числа й одиниці"),
        ({"numbr": 5}, "numbr: таке поле не передбачено"),
    ],
)
def test_what_is_wrong_is_refused_with_its_place(change: dict[str, Any], said: str) -> None:
    table = {key: value for key, value in {**GOOD, **change}.items() if value is not None}
    with pytest.raises(FormError) as caught:
        term.read("control.toml", "8.12", table)
    assert str(caught.value).startswith("control.toml: 8.12, ")
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ({"day_of_month": 32}, "day_of_month: очікується число від 1 до 31"),
        ({"day_of_month": 17, "weekday": "thu"}, "term: день задано двічі"),
        ({"fixed": ["31-12"]}, "fixed: очікується день ММ-ДД"),
        ({"fixed": ["02-30"]}, "fixed: очікується день ММ-ДД"),
        ({"fixed": ["april"]}, "fixed: очікується день ММ-ДД"),
        ({"fixed": [430]}, "fixed: очікується перелік текстів"),
        ({"weekday": "thursday"}, "weekday: «thursday» не передбачено"),
        ({"weekday": "thu", "week_of_month": 6}, "week_of_month: очікується номер тижня від 1 до 5"),
        ({"weekday": "thu", "week_of_month": []}, "week_of_month: очікується номер тижня"),
        ({"week_of_month": 3, "day_of_month": 17}, "week_of_month: потрібен день тижня"),
        ({"daily": True}, "daily: потрібна година"),
    ],
)
def test_a_wrong_day_of_the_calendar_is_refused(table: dict[str, Any], said: str) -> None:
    with pytest.raises(FormError) as caught:
        term.read("planning.toml", "3.1", table)
    assert said in str(caught.value)
