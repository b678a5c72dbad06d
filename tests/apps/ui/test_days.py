"""A day is typed in one way on every page: 09.03.2026, by the field of `ui.days`."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django import forms
from django.template import Context, Template

from magistrat.ui.days import DayField, asked
from tests.house import tree

# The browser's own field shows days in the order of its language: 03/09/2026 to a clerk whose browser speaks English.
OWN = re.compile(r"""type["']?\s*[:=]\s*["']date["']|forms\.DateField\(""")


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
    ("typed", "said"), [("", "Зазначте дату."), ("31.02.2026", "День зазначають у вигляді 09.03.2026."), ("03/09/2026", "09.03.2026")]
)  # fmt: skip
def test_what_is_no_day_is_said_with_the_shape(typed, said):
    form = Form({"on": typed})
    assert not form.is_valid()
    assert said in str(form.errors["on"])
    assert asked(typed) is None


def test_an_input_beside_a_form_looks_as_the_forms_own():
    drawn = Template('{% day_input "den" on id="den" required="" %}').render(Context({"on": date(2026, 3, 9)}))
    for part in ('type="text"', 'value="09.03.2026"', 'id="den"', " required", 'inputmode="numeric"', "дд.мм.рррр"):
        assert part in drawn
    assert 'value="' not in Template('{% day_input "den" %}').render(Context())
