"""Days as clerks type them into cards: short ones, never one that could be meant for another."""

from __future__ import annotations

from datetime import date

import pytest

from magistrat.documents.forms import bulk, deeds
from magistrat.documents.forms.fields import read_day

TODAY = date(2026, 11, 28)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("0903", date(2026, 3, 9)), ("9.3", date(2026, 3, 9)), ("110326", date(2026, 3, 11)), ("09.03.26", date(2026, 3, 9)),
        ("11122026", date(2026, 12, 11)), ("1.11.2026", date(2026, 11, 1)), ("11.1.2026", date(2026, 1, 11)),
        ("2026-03-09", date(2026, 3, 9)), ("0112", date(2025, 12, 1)), ("09.03.2026 р.", date(2026, 3, 9)),
    ],
)  # fmt: skip
def test_a_day_is_read_as_it_is_meant(typed, day):
    assert read_day(typed, TODAY) == day


@pytest.mark.parametrize(
    "typed", ["1112026", "111", "11126", "01010326", "9.3.0326", "0326-03-09", "31.02.2026", "3102"]
)
def test_what_could_be_another_day_is_none(typed):
    with pytest.raises(ValueError, match=r"day is out of range|month must be|^\d"):
        read_day(typed, TODAY)


@pytest.mark.parametrize(
    ("form", "name"),
    [
        (deeds.UnopenedForm({"post_text": "Іванова"}), "post"),
        (deeds.PassOnForm({"post_text": "Іванова"}), "post"),
        (deeds.HandOverForm({"post_text": "Іванова"}), "post"),
        (bulk.ReadersForm({"posts": ["7"], "other_text": "Іванова"}, choices={"posts": [("7", "мер")], "departments": []}), "other"),
        (bulk.ReadersForm({"other_text": "Іванова"}, choices={"posts": [], "departments": []}), "other"),
    ],
)  # fmt: skip
def test_words_that_were_typed_and_not_chosen_are_asked_for_again(form, name):
    assert "Виберіть зі списку" in form.errors[name][0]
    assert "__all__" not in form.errors
    assert not form[name].value()


def test_words_beside_what_was_chosen_are_its_name():
    assert deeds.AddresseeForm({"post": "7", "post_text": "Іванова"}).is_valid()
