"""A day is typed in one way on every page: 09.03.2026, by the field of `ui.days`."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django import forms
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st

from magistrat.ui.days import WRONG, DayField, asked
from tests.house import tree

# The browser's own field shows days in the order of its language: 03/09/2026 to a clerk whose browser speaks English.
OWN = re.compile(r"""type["']?\s*[:=]\s*["'](?:date|datetime-local|month|week)["']|forms\.Date(?:Time)?Field\(""")
OLD = "Перевірте рік: він не може бути раніший за 1900."


class Form(forms.Form):
    """One day."""

    on = DayField(label="Дата", error_messages={"required": "Зазначте дату."})


def test_no_page_has_a_field_of_the_browsers_own():
    files = [path for end in ("*.py", "*.html", "*.js") for path in tree.SOURCE.rglob(end)]
    assert len(files) > 900
    assert [str(path) for path in files if OWN.search(path.read_text())] == []


@pytest.mark.parametrize("typed", ["09.03.2026", "9.3.2026", "09.03.26", "09032026", "2026-03-09", " 09.03.2026 "])
def test_a_day_is_read_as_people_type_it(typed):
    form = Form({"on": typed})
    assert (form.is_valid(), form.cleaned_data.get("on"), asked(typed)) == (True, date(2026, 3, 9), date(2026, 3, 9))


@pytest.mark.parametrize(
    ("typed", "shown"),
    [("2026-03-09", "09.03.2026"), ("9.3.26", "09.03.2026"), ("31.02.2026", "31.02.2026"), ("110326", "110326")],
)
def test_the_field_shows_a_day_in_one_shape_and_the_rest_as_it_was_typed(typed, shown):
    assert f'value="{shown}"' in str(Form({"on": typed})["on"])
    assert f'value="{shown}"' in str(Form(initial={"on": typed})["on"])


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Зазначте дату."), ("31.02.2026", WRONG), ("03/09/2026", WRONG), ("110326", WRONG), ("211226", WRONG), ("1112026", WRONG),
        ("0903", WRONG), ("31022026", WRONG), ("20260309", WRONG), ("01010326", OLD), ("9.3.0326", OLD), ("0326-03-09", OLD),
        ("31.12.1899", OLD),
    ],
)  # fmt: skip
def test_what_is_no_day_is_said_with_the_shape(typed, said):
    form = Form({"on": typed})
    assert not form.is_valid()
    assert form.errors["on"] == [said]
    assert asked(typed) is None


@given(st.dates(min_value=date(1900, 1, 1)))
def test_a_day_is_read_as_itself_in_each_of_its_forms(day):
    for typed in (
        f"{day:%d.%m.}{day.year:04}",
        f"{day.day}.{day.month}.{day.year:04}",
        f"{day:%d%m}{day.year:04}",
        day.isoformat(),
    ):
        assert asked(typed) == day


@given(st.text("0123456789", max_size=12))
def test_digits_alone_are_a_day_only_when_there_are_eight(typed):
    day = asked(typed)
    assert day is None or f"{day:%d%m%Y}" == typed


def test_an_input_beside_a_form_looks_as_the_forms_own():
    drawn = Template('{% day_input "den" on id="den" required="" %}').render(Context({"on": date(2026, 3, 9)}))
    for part in ('type="text"', 'value="09.03.2026"', 'id="den"', " required", 'inputmode="numeric"', "дд.мм.рррр"):
        assert part in drawn
    assert 'value="' not in Template('{% day_input "den" %}').render(Context())
