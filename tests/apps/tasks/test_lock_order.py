"""In which order deeds lock: an executor's task, then its control; a whole, then its parts; what is referred to, bare.

A ring of two that wait for each other cannot be forced, so the locking statements themselves are read.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from magistrat.documents.actions import corrections
from magistrat.documents.queries import cards
from magistrat.regulation.actions import set_calendar_day
from magistrat.tasks.actions import execution, extensions, removal, resolutions, rest_days
from magistrat.tasks.draft import Assignee
from magistrat.tasks.models import Task
from tests.factories import documents as papers
from tests.factories import tasks as made

pytestmark = pytest.mark.django_db
AT = made.AT
LOCK = re.compile(r'FROM "(\w+)".* FOR (NO KEY UPDATE|UPDATE)|INSERT INTO (documents_body)')


def locks_of(deed):
    """The locking statements of the deed, and those that gather words: table, strength and the whole text."""
    with CaptureQueriesContext(connection) as run:
        deed()
    found = [(LOCK.search(one["sql"]), one["sql"]) for one in run.captured_queries]
    return [(match[1] or match[3], match[2], sql) for match, sql in found if match]


def tables(locks):
    return [table for table, _, _ in locks]


def test_a_corrected_card_locks_its_tasks_before_their_control_and_the_bare_document():
    office = made.office("druzhkivka")
    document = made.letter(office)
    made.resolved(office, document, made.point(office.executor, due_on=None), put_on_control=True)
    card = replace(cards.card_of(document), arrived_at=made.at_kyiv(2026, 3, 6, 10))
    locks = locks_of(
        lambda: corrections.correct(actor=office.clerk, at=AT, document_id=document.pk, card=card, reason="помилка")
    )
    order = tables(locks)
    assert order.index("documents_document") < order.index("tasks_task") < order.index("tasks_control")
    # Who reports holds his task, too, when the words of his report are gathered.
    assert order.index("tasks_task") < order.index("documents_body")
    assert {strength for table, strength, _ in locks if table == "documents_document"} == {"NO KEY UPDATE"}


def test_terms_of_a_day_of_rest_lock_the_tasks_of_a_document_before_its_control():
    office = made.office()
    made.resolved(office, made.letter(office), made.point(office.executor, office.second), put_on_control=True)
    day = {"actor": office.administrator, "at": AT, "day": made.DUE}
    set_calendar_day(**day, is_working=False, reason="розпорядження № 8-р")
    locks = locks_of(lambda: rest_days.move_terms(**day))
    order = tables(locks)
    assert order.index("tasks_task") < order.index("tasks_control")
    assert "tasks_task" not in order[order.index("tasks_control") :]
    assert next("ORDER BY" in sql for table, _, sql in locks if table == "tasks_task")


def test_a_letter_that_has_served_locks_its_tasks_before_its_control():
    office = made.office()
    task = made.task(office, "cabinet_letter")
    letter = made.letter(office, "cabinet_letter")
    own = made.resolved(office, letter, made.point(office.control)).tasks.get()
    remove = {"actor": office.control, "at": AT, "document": task.document_id, "letter": letter.pk}
    locks = locks_of(lambda: removal.remove_by_source(**remove))
    its_tasks = next(n for n, (table, _, sql) in enumerate(locks) if table == "tasks_task" and f"({own.pk})" in sql)
    its_control = max(n for n, table in enumerate(tables(locks)) if table == "tasks_control")
    assert its_tasks < its_control


def test_a_sent_answer_locks_the_whole_before_its_part():
    """As `resolutions.cancel` does: all in one statement, in the order of their ids."""
    office = made.office()
    appeal = made.letter(office, "citizen_appeal")
    whole = made.resolved(office, appeal, made.point(office.department_head)).tasks.get()
    execution.take(actor=office.department_head, at=AT, task=whole.pk)
    part = made.resolved(
        office, appeal, made.point(office.executor), actor=office.department_head, parent_task=whole.pk
    ).tasks.get()
    letter = papers.outgoing(office, reply_to=appeal.pk)
    locks = locks_of(
        lambda: execution.done_by_sending(
            actor=office.clerk, at=AT, letter=letter, task=part.pk, document=None, on=made.ON
        )
    )
    first = next(sql for table, _, sql in locks if table == "tasks_task")
    assert str(whole.pk) in first
    assert str(part.pk) in first
    assert "ORDER BY 1 ASC FOR" in first


@pytest.mark.parametrize("is_asked", [False, True])
def test_a_changed_term_locks_all_that_may_follow_in_the_order_of_their_ids(is_asked):
    """As `ending` does: who helps may have been named before the main executor."""
    office = made.office()
    paper = made.letter(office)
    point = made.point(Assignee(office.second.post_id, "co"), Assignee(office.department_head.post_id, "main"))
    made.resolved(office, paper, point)
    helper, main = Task.objects.order_by("id")
    assert (helper.part, main.part) == ("co", "main")
    part = made.resolved(
        office, paper, made.point(office.executor), actor=office.department_head, parent_task=main.pk
    ).tasks.get()
    later = date(2026, 4, 10)
    if is_asked:
        asked = extensions.ask(actor=office.department_head, at=AT, task=main.pk, new_due_on=later, reason="Ремонт")
        decide = {"actor": office.mayor, "at": AT, "extension": asked.pk, "granted": True}
        locks = locks_of(lambda: extensions.decide(**decide))
    else:
        change = {"actor": office.mayor, "at": AT, "task": main.pk, "new_due_on": later, "reason": "Ремонт"}
        locks = locks_of(lambda: extensions.change(**change))
    first = next(sql for table, _, sql in locks if table == "tasks_task")
    assert all(str(one.pk) in first for one in (helper, main, part))
    assert "ORDER BY 1 ASC FOR" in first


def test_a_cancelled_resolution_is_locked_bare_after_its_document():
    """An accepted report of a repeating task gives the next one by the same resolution, while it holds its task.

    Of two resolutions cancelled at once the second is judged after the first, so that it is seen to be the last one.
    """
    office = made.office()
    task = made.task(office)
    cancel = {"actor": office.mayor, "at": AT, "resolution": task.resolution_id, "reason": "Помилка"}
    locks = locks_of(lambda: resolutions.cancel(**cancel))
    assert [strength for table, strength, _ in locks if table == "tasks_resolution"] == ["NO KEY UPDATE"]
    assert tables(locks)[:2] == ["documents_document", "tasks_resolution"]
    assert locks[0][1] == "NO KEY UPDATE"
