"""Days typed without a year mean one and the same in all lists: of what has come the last such day, of terms the nearest."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from magistrat.documents.forms.lists import FilterForm, SearchForm
from magistrat.regulation import queries as regulation
from magistrat.tasks.forms import ControlFilter, ExplainedFilter
from tests.factories import tasks as made

pytestmark = pytest.mark.django_db
ON = date(2026, 3, 23)
OF_PAST = (
    lambda query: FilterForm(query, today=ON, choices={}),
    lambda query: SearchForm(query, today=ON, choices={}),
    lambda query: ExplainedFilter(query, today=ON, units=[]),
)
OF_TERMS = (lambda query: ControlFilter(query, on=ON, calendar=regulation.work_calendar(), units=[], leaders=[]),)


@pytest.fixture(autouse=True)
def kryvyi():
    return made.office()


@pytest.mark.parametrize(
    ("since", "until", "of_past", "of_terms"),
    [
        ("20.03", "", (date(2026, 3, 20), None), (date(2026, 3, 20), None)),
        ("", "2003", (None, date(2026, 3, 20)), (None, date(2026, 3, 20))),
        ("26.03", "", (date(2025, 3, 26), None), (date(2026, 3, 26), None)),
        ("20.03", "25.03", (date(2026, 3, 20), date(2026, 3, 25)), (date(2026, 3, 20), date(2026, 3, 25))),
        ("01.12", "25.03", (date(2025, 12, 1), date(2026, 3, 25)), (date(2025, 12, 1), date(2026, 3, 25))),
        ("20.03.2025", "20.03.27", (date(2025, 3, 20), date(2027, 3, 20)), (date(2025, 3, 20), date(2027, 3, 20))),
    ],
)  # fmt: skip
def test_a_day_without_a_year(since, until, of_past, of_terms):
    for forms, expected in ((OF_PAST, of_past), (OF_TERMS, of_terms)):
        for of in forms:
            form = of({"since": since, "until": until})
            assert form.is_valid(), form.errors
            assert (form.cleaned_data["since"], form.cleaned_data["until"]) == expected


@pytest.mark.parametrize(("typed", "day"), [("10", date(2026, 4, 2)), ("5р", date(2026, 3, 30))])
def test_terms_are_also_looked_for_by_days_ahead(typed, day):
    (of,) = OF_TERMS
    form = of({"since": "20.03", "until": typed})
    assert form.is_valid()
    assert (form.cleaned_data["since"], form.cleaned_data["until"]) == (date(2026, 3, 20), day)


def test_the_list_on_control_shows_a_term_missed_three_days_ago(kryvyi, now, sign_in):
    task = made.task(kryvyi, "cabinet_letter")
    now("2026-03-23T10:00:00+02:00")
    client, url = sign_in(kryvyi.control), reverse("tasks:control")
    for query in ({"since": "20.03"}, {"until": "20.03"}, {"since": "20.03", "until": "24.03"}):
        assert task.document.index in client.get(url, query).content.decode(), query
    assert task.document.index not in client.get(url, {"until": "19.03"}).content.decode()
