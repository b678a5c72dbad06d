"""«Мої завдання» and «Продовження строків»: every part is counted whole and can be turned by pages."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from urllib.parse import urlencode

import pytest
from django.urls import reverse

from magistrat.organisation.middleware import choice_of
from magistrat.rules.refusal import Refusal
from magistrat.tasks.actions import execution, extensions
from magistrat.tasks.pages import lists
from magistrat.ui import paging
from tests.factories import tasks as made

pytestmark = pytest.mark.django_db
AT = made.AT


def test_each_part_of_my_tasks_is_counted_whole_and_turned_by_pages(kryvyi, sign_in, monkeypatch):
    monkeypatch.setattr(paging, "SIZE", 2)
    given = [made.task(kryvyi) for _ in range(3)]
    reported = made.reported(kryvyi, given[0])
    execution.return_to_author(actor=kryvyi.executor, at=AT, task=given[1].pk, reason="Не належить")
    mine, mayor = reverse("tasks:mine"), sign_in(kryvyi.mayor)
    opened = mayor.get(mine).context
    assert {tab["label"]: tab["count"] for tab in opened["tabs"]} == {
        "До виконання": 0, "Звіти на розгляд": 0, "Повернуто мені": 1, "Доручено мною": 2,
    }  # fmt: skip
    made.task(kryvyi)
    first = mayor.get(mine, {"rozdil": "doruchene"})
    assert (len(first.context["page"].rows), bool(first.context["page"].next)) == (2, True)
    after = mayor.get(mine, {"rozdil": "doruchene", "after": first.context["page"].next}).context["page"].rows
    assert len(after) == 1
    assert mayor.get(mine, {"rozdil": "povernuto"}).context["page"].rows == [given[1]]
    for name, task in (("povernuto", given[1]), ("doruchene", given[0])):
        page = mayor.get(mine, {"rozdil": name}).content.decode()
        assert f'value="{task.pk}" form="bulk"' in page
        assert "peredaty-zavdannia" in page
    head = sign_in(kryvyi.department_head)
    assert head.get(mine, {"rozdil": "zvity"}).context["page"].rows == [reported]
    assert sign_in(kryvyi.executor).get(mine, {"rozdil": "щось"}).context["tabs"] == []


def test_who_works_at_the_leaders_desk_chooses_only_what_he_may_give_anew_in_the_name_chosen(kryvyi, sign_in):
    """A box that can only be refused is not offered: the assistant's own name gives nothing of the leader's to another."""
    task = made.task(kryvyi)
    execution.return_to_author(actor=kryvyi.executor, at=AT, task=task.pk, reason="Не належить")
    client, asked = sign_in(kryvyi.assistant), {"rozdil": "povernuto"}
    own = client.get(reverse("tasks:mine"), asked)
    assert (own.context["page"].rows, own.context["unchosen"], own.context["choose_in"]) == ([task], {task.pk}, "")
    assert 'form="bulk"' not in own.content.decode()
    client.post(reverse("organisation:choose_post"), {"choice": choice_of(kryvyi.assistant)})
    his = client.get(reverse("tasks:mine"), asked)
    assert (his.context["unchosen"], his.context["choose_in"]) == (set(), "given")
    assert f'value="{task.pk}" form="bulk"' in his.content.decode()


def test_so_does_a_head_of_the_executor_who_stands_in_at_the_desk(kryvyi):
    head = replace(kryvyi.department_head, line=(*kryvyi.department_head.line, kryvyi.mayor.post_id))
    task = made.task(kryvyi)
    for refusal, left in ((None, set()), (Refusal("", "Немає права."), {task.pk})):
        request = SimpleNamespace(actor=head, may=lambda right, refusal=refusal: refusal)
        assert lists._not_to_give(request, [task], ()) == left


def test_requests_are_turned_by_pages_and_decided_on_theirs(kryvyi, sign_in, monkeypatch):
    monkeypatch.setattr(paging, "SIZE", 1)
    for _ in range(2):
        extensions.ask(
            actor=kryvyi.executor,
            at=AT,
            task=made.task(kryvyi).pk,
            new_due_on=made.DUE.replace(day=27),
            reason="Чекаємо",
        )
    client, address = sign_in(kryvyi.mayor), reverse("tasks:extensions")
    after = client.get(address).context["page"].next
    second = client.get(address, {"after": after}).context["rows"][0]["asked"]
    url = f"{reverse('tasks:decide', args=[second.pk])}?{urlencode({'after': after})}"
    assert url.replace("&", "&amp;") in client.get(address, {"after": after}).content.decode()
    refused = client.post(url, {"granted": "no"})
    assert (refused.status_code, refused.context["rows"][0]["asked"].pk) == (409, second.pk)
    assert (
        client.post(url, {"granted": "no", "remark": "Часу досить"})["Location"]
        == f"{address}?{urlencode({'after': after})}"
    )
