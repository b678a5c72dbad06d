"""Tasks that repeat: each period by its own day of the month, whatever happened to the term of the one before (KR 8.11)."""

from __future__ import annotations

from datetime import date

import pytest

from magistrat.documents.card import Party
from magistrat.tasks.models import Report, Task
from tests.factories import tasks as made

pytestmark = pytest.mark.django_db
AT = made.AT
JANUARY = made.at_kyiv(2026, 1, 12, 10)


def repeating(office, *helpers, kind="enterprise_letter", at=AT, **more):
    """The main executor's task of the first period."""
    point = made.point(office.executor, *helpers, due_on=None, **({"repeats": "month", "repeat_day": 5} | more))
    paper = made.letter(office, kind, at=at, parties=(Party(office.sender.pk, "01-12/7", date(2026, 1, 9)),))
    made.resolved(office, paper, point, at=at, put_on_control=True)
    return Task.objects.get(part="main")


def present():
    """The main executor's task of the present period."""
    return Task.objects.get(part="main", state="given")


class TestTheMonthsEnd:
    @pytest.mark.parametrize("day", [28, 29, 30, 31])
    def test_each_month_has_its_own_period(self, kryvyi, day):
        """The 28th of February and of March 2026 are Saturdays: both terms are days of March."""
        task = repeating(kryvyi, at=JANUARY, repeat_day=day)
        for _ in range(3):
            made.done(kryvyi, task, at=JANUARY)
            task = present()
        assert list(Report.objects.order_by("id").values_list("period", flat=True)) == ["2026-01", "2026-02", "2026-03"]
        points = Task.objects.order_by("id").values_list("point", flat=True)
        assert list(points) == ["", "1/2026-02", "1/2026-03", "1/2026-04"]

    def test_the_terms_by_the_28th(self, kryvyi):
        task = repeating(kryvyi, at=JANUARY, repeat_day=28)
        for _ in range(2):
            made.done(kryvyi, task, at=JANUARY)
            task = present()
        assert list(Task.objects.order_by("id").values_list("due_on", flat=True)) == [
            date(2026, 1, 28),
            date(2026, 3, 2),
            date(2026, 3, 30),
        ]
