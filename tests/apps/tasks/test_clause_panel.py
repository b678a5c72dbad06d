"""What a clause of the regulation holds today: for those who see the documents, in a fixed number of statements."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from magistrat.documents.actions import arrivals
from magistrat.tasks.queries import by_clause
from tests.factories import tasks as made

pytestmark = pytest.mark.django_db
LATE = date(2026, 4, 20)


def clause_of(task) -> tuple[str, ...]:
    assert task.due_clause
    return (task.due_clause,)


def test_tasks_and_controls_are_held_by_their_clauses(kryvyi, django_assert_num_queries):
    task = made.task(kryvyi)
    made.task(kryvyi)
    clauses = (*clause_of(task), task.document.control.clause)
    with django_assert_num_queries(4):
        held = by_clause.held(actor=kryvyi.mayor, clauses=clauses, on=made.ON)
    assert (held.open_tasks, held.overdue, len(held.tasks), held.on_control) == (2, 0, 2, 2)
    assert by_clause.held(actor=kryvyi.mayor, clauses=clauses, on=LATE).overdue == 2
    assert by_clause.held(actor=kryvyi.mayor, clauses=("99.1",), on=made.ON).open_tasks == 0
    for _ in range(3):
        made.task(kryvyi)
    with django_assert_num_queries(4):
        by_clause.held(actor=kryvyi.mayor, clauses=clauses, on=made.ON)


def test_nothing_of_it_is_told_to_one_who_does_not_see_the_documents(kryvyi, sign_in):
    task = made.task(kryvyi)
    address = reverse("regulation:entry", args=clause_of(task))
    assert by_clause.held(actor=kryvyi.stranger, clauses=clause_of(task), on=made.ON).open_tasks == 0
    said = "Що тримається на цьому пункті"
    assert said in sign_in(kryvyi.mayor).get(address).content.decode()
    for reader in (sign_in(kryvyi.stranger), Client()):
        answer = reader.get(address)
        assert answer.status_code == 200
        assert said not in answer.content.decode()
        assert task.document.summary not in answer.content.decode()


def test_arrivals_wait_by_the_clause_of_their_review(sign_in):
    druzhkivka = made.office("druzhkivka")
    arrivals.receive(actor=druzhkivka.clerk, at=made.AT, way="post", summary="Про ремонт дороги")
    shown = sign_in(druzhkivka.clerk).get(reverse("regulation:entry", args=["10.1"])).content.decode()
    assert "Надходження, що чекають за цим пунктом: 1" in shown
    assert "Надходження, що чекають" not in Client().get(reverse("regulation:entry", args=["10.1"])).content.decode()
