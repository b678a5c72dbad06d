"""Figures of visas, each the count of the list that it opens; the desk, the menu, the warning before a leave."""

from __future__ import annotations

from datetime import timedelta

from django.urls import reverse

from magistrat.approvals.actions import typical
from magistrat.approvals.models import TypicalRemark
from magistrat.approvals.queries import statistics
from magistrat.organisation import open_work
from tests.apps.approvals.conftest import AT, DAY, Enter, Hall, kyiv
from tests.apps.approvals.test_way import changed


def test_days_are_counted_by_post_and_each_figure_opens_its_list(hall: Hall) -> None:
    document = hall.draft()
    hall.send(document)  # Tuesday the 10th: to be visaed by the 11th
    hall.answer(document, "department_head", at=kyiv("03-12 10:00"))
    hall.send(document, at=kyiv("03-12 11:00"), parts=changed("пункт 1"))
    hall.answer(document, "department_head", "remarks", at=kyiv("03-13 09:00"), remarks=[("пункт 1", "Дрібниця")])
    period = {"since": DAY, "until": DAY + timedelta(days=10), "on": DAY}
    manager, post = hall.actor("affairs_manager"), hall.town.posts["infrastructure_head"]
    (row,) = statistics.by_post(manager, **period)
    assert (row.post, row.average, row.longest) == (post, 1.5, 2)
    assert row.figures == {"usi": 2, "prostrocheni": 1, "pershi": 1, "povtorni": 1, "zauvazhennia": 1}
    for figure, count in row.figures.items():
        assert statistics.list_of(manager, figure=figure, post=post, **period).count() == count
    assert statistics.by_post(hall.actor("first_deputy"), **period) == [row]
    assert statistics.by_post(hall.actor("deputy_3"), **period) == []
    assert (
        statistics.by_post(manager, since=DAY + timedelta(days=3), until=DAY + timedelta(days=10), on=DAY)[0].longest
        == 1
    )


def test_a_remark_of_the_library_that_is_used_rises(hall: Hall) -> None:
    document, head = hall.draft(), hall.actor("infrastructure_head")
    hall.send(document)
    for text in ("Немає посилання на закон.", "Не визначено строку."):
        typical.put(actor=head, at=AT, text=text)
    hall.answer(document, "department_head", "remarks", remarks=[("пункт 1", "Не визначено  строку.")])
    found = TypicalRemark.objects.order_by("-used", "id").values_list("text", "used")
    assert list(found) == [("Не визначено строку.", 1), ("Немає посилання на закон.", 0)]


def test_the_desk_the_menu_and_the_warning_before_a_leave(
    hall: Hall,
    enter: Enter,
    monkeypatch,
) -> None:
    document = hall.draft()
    hall.send(document)
    monkeypatch.setenv("MAGISTRAT_NOW", kyiv("03-13 09:00").isoformat())
    monkeypatch.setattr("tests.apps.approvals.conftest.AT", kyiv("03-13 09:00"))
    for key, said in (
        ("infrastructure_head", "Проєкт на візу, версія 1"),
        ("first_deputy", "Прострочена віза: Директор департаменту розвитку інфраструктури міста"),
        ("affairs_manager", "Прострочена віза: Директор департаменту розвитку інфраструктури міста"),
    ):
        assert said in enter(hall, key).get(reverse("workplace:desk")).content.decode(), key
    assert "Прострочена віза" not in enter(hall, "deputy_3").get(reverse("workplace:desk")).content.decode()
    page = enter(hall, "infrastructure_head").get(reverse("approvals:mine"))
    assert 'Візування <span class="count">1</span>' in " ".join(page.content.decode().split())
    assert "3\N{NO-BREAK SPACE}дні" in page.content.decode()
    told = open_work.of([hall.town.posts["infrastructure_head"]], DAY)
    assert "1 проєкт чекає на візу" in [work.title for work in told]
