"""Lists of documents show the main executor and the term, and narrow by the executor's department."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from magistrat.documents.queries import lists
from tests.factories import documents as papers
from tests.factories import tasks as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> make.Office:
    return make.office()


def page(office, **filters):
    return lists.page(actor=office.clerk, filters=lists.Filters(**filters), on=make.ON)


class TestRows:
    def test_main_executor_and_term(self, office):
        task = make.task(office)
        row = page(office).rows[0]
        assert (row.due_on, row.due_clause) == (task.due_on, task.due_clause)
        assert row.executor

    def test_by_department(self, office):
        task = make.task(office)
        papers.registered(office)
        found = page(office, more=(("department", str(task.department_id)),)).rows
        assert [row.pk for row in found] == [task.document_id]

    def test_statements_do_not_grow(self, office):
        def statements():
            with CaptureQueriesContext(connection) as captured:
                page(office)
            return len(captured)

        make.task(office)
        few = statements()
        for _ in range(5):
            make.task(office)
        assert statements() == few
