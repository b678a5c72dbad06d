"""Many tasks at once: taken by their executors, handed to another by who may."""

from __future__ import annotations

import pytest
from django.urls import reverse

from magistrat.documents.models import BulkLine, BulkRun
from magistrat.journal.models import Entry
from magistrat.tasks.models import Task
from tests.factories import tasks as made

pytestmark = pytest.mark.django_db
TAKE = ("documents:bulk", ["pryiniaty-zavdannia"])
HAND = ("documents:bulk", ["peredaty-zavdannia"])


def address(deed) -> str:
    return reverse(deed[0], args=deed[1])


@pytest.fixture
def office():
    return made.office()


@pytest.fixture
def given(office) -> list[Task]:
    return [made.task(office), made.task(office)]


def test_an_executor_takes_his_tasks_from_the_list(office, given, sign_in):
    client = sign_in(office.executor)
    ids = [one.pk for one in given]
    page = client.get(reverse("tasks:mine")).content.decode()
    assert all(f'value="{one}" form="bulk"' in page for one in ids)
    # A task already taken is refused by its own rule; the other is done.
    client.post(address(TAKE), {"id": ids[0]})
    told = client.post(address(TAKE), {"id": ids}, follow=True).content.decode()
    assert "Виконано 1 із 2" in told
    assert set(Task.objects.filter(pk__in=ids).values_list("state", flat=True)) == {Task.State.TAKEN}
    assert Entry.objects.filter(code="tasks.taken").count() == 2
    refused = BulkLine.objects.get(state="refused")
    assert (refused.subject, bool(refused.message)) == (ids[0], True)


def test_tasks_are_handed_on_by_who_may_and_by_nobody_else(office, given, sign_in):
    typed = {"id": [one.pk for one in given], "executor": office.second.post_id, "reason": "відпустка"}
    assert sign_in(office.stranger).post(address(HAND), typed).status_code == 403
    assert not BulkRun.objects.exists()
    author = sign_in(office.mayor)
    assert author.post(address(HAND), typed | {"executor": ""}).status_code == 422
    told = author.post(address(HAND), typed, follow=True).content.decode()
    assert "Виконано 2 із 2" in told
    assert set(Task.objects.values_list("executor", flat=True)) == {office.second.post_id}
