"""What goes on under the edition in force when a new one is adopted: counted whole, told to each as far as he sees it."""

from __future__ import annotations

import pytest

from magistrat.amendments import queries
from magistrat.documents.models import Document
from magistrat.tasks.models import Task
from tests.factories import acts, orders
from tests.factories.orders import AT

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("slug", ["kryvyi-rih", "druzhkivka"])
def test_drafts_on_their_way_are_counted_and_told_to_who_sees_them(slug, settings, tmp_path):
    orders.folders(settings, tmp_path)
    hall = acts.hall(slug)
    by = orders.DRAFTERS[slug]
    act = acts.draft(hall, by=by, text=orders.text(hall))
    orders.sent(hall, act, by=by, at=AT)
    counts = {one.title: one.count for one in queries.open_counts()}
    told = queries.open_visas(hall.actor(by))
    assert counts["проєкти на погодженні"] == 1
    assert counts["візи, яких очікують"] == len(told) >= 1
    assert {one.approval.document_id for one in told} == {act.document_id}
    assert queries.open_visas(hall.actor("personnel_officer")) == []


def test_tasks_of_official_use_papers_are_counted_and_not_told(settings, tmp_path):
    orders.folders(settings, tmp_path)
    hall = orders.hall("druzhkivka")
    act = orders.registered(hall)
    lawyer = hall.actor("legal_head")
    assert queries.open_tasks(lawyer).filter(document=act.document_id).exists()
    before = [one.count for one in queries.open_counts()]
    Document.objects.filter(pk=act.document_id).update(is_restricted=True)
    act.document.grants.exclude(reason="named").update(opens=False)
    assert Task.objects.filter(document=act.document_id).exists()
    assert not queries.open_tasks(lawyer).exists()
    assert [one.count for one in queries.open_counts()] == before
