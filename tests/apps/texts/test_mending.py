"""What tesseract reads wrongly again and again."""

from __future__ import annotations

import pytest

from magistrat.texts.readers import letters, mending

TABLE = (
    ("Мо 125 від 06.03.2026", "№ 125 від 06.03.2026"),
    ("будинок Ме 15", "будинок № 15"),
    ("На No 01-12/77", "На № 01-12/77"),
    ("рішення Ne377", "рішення №377"),
    ("додаток М2 3", "додаток № 3"),
    ("лист Не 04-11/8", "лист № 04-11/8"),
    ("Не 5 днів, а 10", "Не 5 днів, а 10"),
    ("площа 15 м2 3 кімнати", "площа 15 м2 3 кімнати"),
    ("Мости й дороги", "Мости й дороги"),
    ("06.О3.2O26", "06.03.2026"),
    ("1l5 та 1З5", "115 та 135"),
    ("в1д громадян, н0вий", "від громадян, новий"),
    ("об\"єкт, п'ять", "об’єкт, п'ять"),
    ("Cекретар pади", "Секретар ради"),
    ("e-mail: rada@misto.example", "e-mail: rada@misto.example"),
    ("HTTP та PDF", "HTTP та PDF"),
)


@pytest.mark.parametrize(("read", "stands"), TABLE)
def test_is_mended(read, stands):
    assert mending.mend(read) == stands


def test_a_text_by_another_alphabets_table_is_not_taken_for_one():
    assert not letters.are_sensible("Ïðî çàòâåðäæåííÿ ïëàíó ðîáîòè")
    assert letters.are_sensible("Про затвердження плану, café")


def test_a_word_broken_at_the_end_of_a_line_is_one_word():
    assert letters.tidy("вико-\nнавчого комітету\n\n\n\nпро-\nЄвропу") == "виконавчого комітету\n\nпро-\nЄвропу"
