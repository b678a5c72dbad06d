"""«Мій стіл»: what is due first, no more than fits a morning, a fixed number of statements."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from magistrat.organisation.models import Substitution
from magistrat.workplace import lines
from tests.factories import documents as papers
from tests.factories import tasks as work

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def now(monkeypatch):
    monkeypatch.setenv("MAGISTRAT_NOW", papers.AT.isoformat())


def test_only_the_nearest_tasks_lie_on_it_and_it_says_so(client, monkeypatch):
    monkeypatch.setattr(lines, "MOST_TASKS", 2)
    office = work.office()
    near = work.task(office)
    executor = papers.signed_in(client, office.executor)
    executor.get(reverse("workplace:desk"))
    with CaptureQueriesContext(connection) as few:
        page = executor.get(reverse("workplace:desk")).content.decode()
    assert near.document.index in page
    assert "найближчих за строком" not in page
    far = [work.task(office) for _ in range(3)]
    with CaptureQueriesContext(connection) as many:
        page = executor.get(reverse("workplace:desk")).content.decode()
    assert len(many) == len(few)
    assert "Показано 2 завдань, найближчих за строком." in page
    assert f'href="{reverse("tasks:mine")}">Усі завдання' in page
    assert [f">{one.document.index}<" in page for one in (near, *far)] == [True, True, False, False]


def test_a_deed_that_wants_no_input_is_done_right_there(client):
    office = work.office()
    task = work.task(office)
    desk, deed = reverse("workplace:desk"), reverse("tasks:deed", args=[task.pk, "pryiniaty"])
    executor = papers.signed_in(client, office.executor)
    assert f'<form method="post" action="{deed}">' in executor.get(desk).content.decode()
    done = executor.post(deed, {"next": desk})
    assert (done.status_code, done["Location"]) == (302, desk)
    task.refresh_from_db()
    assert task.state == "taken"
    assert deed not in executor.get(desk).content.decode()


def test_a_report_is_read_and_accepted_there(client):
    office = work.office()
    task = work.reported(office, work.task(office))
    head = papers.signed_in(client, office.department_head)
    deed = reverse("tasks:deed", args=[task.pk, "zarakhuvaty"])
    page = head.get(reverse("workplace:desk")).content.decode()
    assert ("Водогін відремонтовано" in page, f'action="{deed}"' in page) == (True, True)
    head.post(deed, {"next": reverse("workplace:desk")})
    task.refresh_from_db()
    assert task.state == "head_accepted"


@pytest.mark.parametrize(("who", "gives"), [("mayor", True), ("department_head", True), ("clerk", False)])
def test_only_those_who_give_tasks_read_what_they_gave(client, who, gives):
    page = papers.signed_in(client, getattr(work.office(), who)).get(reverse("workplace:desk")).content.decode()
    assert ("Доручено іншим" in page) is gives


class TestAbsences:
    def handed(self, office, **said):
        days = {"since": papers.AT.date() + timedelta(days=1), "until": papers.AT.date() + timedelta(days=8)}
        return Substitution.objects.create(
            absent_id=office.deputy.post_id, substitute_id=office.mayor.post_id, reason="leave", proposed_at=papers.AT,
            proposed_by="Помічник", **(days | said),
        )  # fmt: skip

    def page(self, client, actor):
        return papers.signed_in(client, actor).get(reverse("workplace:desk")).content.decode()

    def test_are_told_with_their_last_day_and_whether_they_are_agreed_to(self, client):
        office = work.office()
        kept = self.handed(office)
        last, address = (
            f"{papers.AT.date() + timedelta(days=7):%d.%m.%Y}",
            reverse("organisation:substitution", args=[kept.pk]),
        )
        page = self.page(client, office.mayor)
        assert (last in page, "ще не затверджено" in page, f'href="{address}"' in page) == (True, True, True)
        Substitution.objects.update(agreed_at=papers.AT)
        assert "ще не затверджено" not in self.page(client, office.mayor)

    def test_are_not_told_when_cancelled(self, client):
        office = work.office()
        address = reverse("organisation:substitution", args=[self.handed(office, cancelled_at=papers.AT).pk])
        assert address not in self.page(client, office.mayor)

    def test_are_agreed_to_by_the_leader_himself(self, client):
        office = work.office()
        kept = self.handed(office, since=papers.AT.date() + timedelta(days=20), until=None)
        assert "Передача обов&#x27;язків: затвердити" in self.page(client, office.deputy)
        assert "затвердити" not in self.page(client, office.mayor)
        Substitution.objects.filter(pk=kept.pk).update(agreed_at=papers.AT)
        assert "затвердити" not in self.page(client, office.deputy)
