"""A city's week and its single days; what is written wrongly is refused with its place."""

from datetime import time

import pytest

from magistrat.rules import city
from magistrat.rules.form import FormError
from tests.rules.made_up import CITY


def test_the_week_is_read_around_the_break() -> None:
    made = city.load(CITY)
    assert (made.slug, made.name) == ("testove", "Тестове")
    assert made.week[0] == ((time(8), time(12)), (time(13), time(17)))
    assert made.week[4] == ((time(8), time(16)),)
    assert sorted(made.week) == [0, 1, 2, 3, 4]
    assert len(made.exceptions) == 4


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('name = "Т"\n[hours]\nmon = "08:00-17:00"', "city.toml: slug: обов'язкове поле не заповнено"),
        ('slug = "t"\nname = "Т"', "city.toml: hours: обов'язкове поле не заповнено"),
        ('slug = "t"\nname = "Т"\n[hours]', "city.toml: hours: потрібен хоча б один робочий день тижня"),
        ('slug = "t"\nname = "Т"\n[hours]\nmon = "8-17"', "city.toml: hours, mon: очікується година ГГ:ХХ"),
        ('slug = "t"\nname = "Т"\n[hours]\nmon = "25:00-26:00"', "city.toml: hours, mon: такої години немає: «25:00»"),
        ('slug = "t"\nname = "Т"\n[hours]\nmon = "17:00-08:00"', "hours, mon: початок не раніший за кінець"),
        ('slug = "t"\nname = "Т"\n[hours]\nmonday = "08:00-17:00"', "hours, monday: таке поле не передбачено"),
        (
            'slug = "t"\nname = "Т"\n[hours]\nmon = "08:00-17:00"\n[break]\nx = "1"',
            "break, x: таке поле не передбачено",
        ),
        ('slug = "t"\nname = 5', "city.toml: name: очікується текст"),
        ("slug = ", "city.toml: кінець тексту: це не TOML"),
        ('slug = "t"\nname = "Т"\nhours = 5', "city.toml: hours: очікується таблиц"),
        ('slug = "t"\nname = "Т"\nexception = [1]\n[hours]\nmon = "08:00-17:00"', "exception: очікується таблиця"),
    ],
)
def test_what_is_wrong_is_refused_with_its_place(text: str, said: str) -> None:
    with pytest.raises(FormError) as caught:
        city.load(text)
    assert said in str(caught.value)
