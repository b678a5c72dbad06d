"""The main executor calls the others together, whatever his post (KR 7.11; DR 10.17)."""

from __future__ import annotations

import pytest
from django.urls import reverse

from magistrat.journal.models import Entry
from magistrat.outbox.models import Message
from magistrat.rules.refusal import Refusal
from magistrat.tasks.actions import convening
from magistrat.tasks.models import Task
from tests.factories import tasks as made

pytestmark = pytest.mark.django_db
AT = made.AT
WHEN = made.at_kyiv(2026, 3, 12, 10)


def given(city):
    """The tasks of the main executor, who is no head, and of two co-executors."""
    office = made.office(city)
    made.resolved(office, made.letter(office), made.point(office.executor, office.second, office.stranger))
    return office, Task.objects.get(part="main")


def convene(office, main, **more):
    how = {"actor": office.executor, "at": AT, "task": main.pk, "meets_at": WHEN, "place": "кабінет 5"}
    return convening.convene(**(how | more))


@pytest.mark.parametrize(("city", "clause"), [("kryvyi-rih", "7.11"), ("druzhkivka", "10.17")])
def test_tells_each_of_them_and_is_told_in_the_history(city, clause):
    office, task = given(city)
    called = convene(office, task, about="Узгодити відповідь")
    assert {one.executor_id for one in called} == {office.second.post_id, office.stranger.post_id}
    told = Message.objects.filter(key__startswith="tasks.convened")
    assert {one.to_post for one in told} == {office.second.post_id, office.stranger.post_id}
    assert all("кабінет 5" in one.subject and "Узгодити відповідь" in one.body for one in told)
    entry = Entry.objects.get(code="tasks.convened")
    assert (entry.clause, "12.03.2026" in entry.payload["text"]) == (clause, True)


def test_refuses_another_what_has_passed_no_place_and_nobody_to_call():
    office, task = given("kryvyi-rih")
    helper = Task.objects.filter(part="co").first()
    for wrong, said in (
        ({"actor": office.second}, "лише головний"),
        ({"task": helper.pk, "actor": office.second}, "лише головний"),
        ({"meets_at": AT}, "минув"),
        ({"place": " "}, "місце"),
    ):
        with pytest.raises(Refusal, match=said) as refused:
            convene(office, task, **wrong)
        assert refused.value.clause == "7.11"
    Task.objects.filter(part="co").update(state="cancelled")
    with pytest.raises(Refusal, match="немає співвиконавців"):
        convene(office, task)
    made.reported(office, task)
    with pytest.raises(Refusal, match="подано звіт"):
        convene(office, task)
    assert not Message.objects.filter(key__startswith="tasks.convened").exists()


def test_stands_on_the_card_of_the_main_executor_alone(sign_in):
    office, task = given("kryvyi-rih")
    address, card = reverse("tasks:deed", args=[task.pk, "sklykaty"]), f"/zavdannia/dokument/{task.document_id}/"
    executor = sign_in(office.executor)
    assert address in executor.get(card).content.decode()
    for other in (office.second, office.mayor):
        assert "sklykaty" not in sign_in(other).get(card).content.decode()
    typed = {"day": "12.03", "hour": "25", "place": "кабінет 5"}
    assert executor.post(address, typed).status_code == 422
    assert executor.post(address, typed | {"hour": "10"}).status_code == 302
    assert Message.objects.filter(key__startswith="tasks.convened").count() == 2
