"""Tasks whose term is a day of the calendar: told to whoever makes it a day off, their papers only to who sees them."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from magistrat.tasks.queries import due_day
from tests.factories import tasks as made

pytestmark = pytest.mark.django_db
DAY, NEXT = date(2026, 3, 20), date(2026, 3, 23)


def test_those_that_go_on_are_counted_for_all_and_listed_for_who_sees_them(kryvyi, django_assert_num_queries):
    tasks = [made.task(kryvyi, due_on=DAY) for _ in range(2)]
    made.done(kryvyi, made.task(kryvyi, due_on=DAY))
    made.task(kryvyi, due_on=NEXT)
    with django_assert_num_queries(4):
        due = due_day.due_on(actor=kryvyi.mayor, day=DAY)
    assert (due.count, [one.pk for one in due.tasks]) == (2, [one.pk for one in tasks])
    due = due_day.due_on(actor=kryvyi.administrator, day=DAY)
    assert (due.count, due.tasks) == (2, [])
    assert due_day.due_on(actor=kryvyi.mayor, day=date(2026, 3, 19)).count == 0


def test_the_page_of_the_day_tells_of_them(kryvyi, sign_in):
    task = made.task(kryvyi, due_on=DAY)
    client, address = sign_in(kryvyi.administrator), reverse("regulation:calendar_day")
    said = "Незавершених завдань зі строком 20.03.2026: 1"
    page = client.get(address, {"den": "20.03.2026"}).content.decode()
    assert (said in page, task.document.summary in page) == (True, False)
    refused = client.post(address, {"day": "20.03.2026", "is_working": "0", "reason": ""})
    assert said in refused.content.decode()
    for den in ("", "колись", "23.03.2026"):
        assert "Незавершених завдань" not in client.get(address, {"den": den}).content.decode()
    assert f'href="{address}?den=20.03.2026"' in client.get(
        reverse("regulation:calendar"), {"misiats": "2026-03"}
    ).content.decode()  # fmt: skip
