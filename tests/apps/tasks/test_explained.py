"""The list of missed terms: those that wait for a written explanation and those that have one (KR 8.20.9; DR 8.14)."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from magistrat.documents.actions import grants
from magistrat.journal.actor import SYSTEM
from magistrat.regulation.actions import adopt_edition
from magistrat.tasks import queries
from magistrat.tasks.actions import explanations
from magistrat.tasks.models import Task
from magistrat.tasks.queries import explained
from tests.factories import regulation
from tests.factories import tasks as made

pytestmark = pytest.mark.django_db
AT = made.AT
LATE = made.days_later(13)
LATE_ON = date(2026, 3, 23)
FINAL = date(2026, 3, 25)
EMPTY = "порушення строку яких ще не пояснено"


@pytest.fixture
def late(now):
    now(LATE.isoformat())


def explain(office, task, **more):
    given = {"actor": office.department_head, "at": LATE, "text": "Підрядник запізнився", "final_on": FINAL} | more
    return explanations.explain(task=task.pk, **given)


def found(on=LATE_ON, **wanted):
    return [task.pk for task in explained.tasks_of(on=on, wanted=explained.Wanted(**wanted)).order_by("due_on", "id")]


class TestWhatIsListed:
    def test_what_the_clause_names_and_nobody_has_explained(self, kryvyi):
        task = made.task(kryvyi, "mayor_order")
        made.task(kryvyi, "enterprise_letter")
        made.task(kryvyi, "mayor_order", put_on_control=False)
        assert found(made.DUE) == []
        assert found() == [task.pk]

    def test_all_on_control_in_the_other_city(self, druzhkivka):
        task = made.task(druzhkivka)
        made.task(druzhkivka, put_on_control=False)
        assert found() == [task.pk]

    def test_explained_it_is_given_and_missing_again_after_its_final_day(self, kryvyi):
        task = made.task(kryvyi, "mayor_order")
        assert found(state=explained.GIVEN) == []
        explain(kryvyi, task)
        assert (found(), found(state=explained.GIVEN)) == ([], [task.pk])
        again = date(2026, 3, 26)
        assert (found(again), found(again, state=explained.GIVEN)) == ([task.pk], [task.pk])
        assert self.line(kryvyi, again).is_final_day_passed

    def test_what_explained_an_earlier_term_explains_no_later_one(self, kryvyi):
        task = made.task(kryvyi, "mayor_order")
        explain(kryvyi, task)
        Task.objects.update(due_on=date(2026, 3, 24))
        again = date(2026, 3, 25)
        assert found(again) == [task.pk]
        line = self.line(kryvyi, again)
        assert (len(line.given), line.is_final_day_passed) == (1, False)

    def line(self, office, on):
        (line,) = explained.lines(actor=office.control, tasks=explained.tasks_of(on=on, wanted=explained.Wanted()))
        return line

    def test_what_no_clause_asks_is_given_all_the_same(self, kryvyi):
        task = made.task(kryvyi)
        explain(kryvyi, task)
        rows = explained.tasks_of(on=LATE_ON, wanted=explained.Wanted(state=explained.GIVEN))
        (line,) = explained.lines(actor=kryvyi.mayor, tasks=rows)
        assert (line.task.pk, line.clause, line.owes.pk) == (task.pk, "", kryvyi.executor.post_id)

    def test_by_department_and_days(self, kryvyi):
        task = made.task(kryvyi, "mayor_order")
        other = made.resolved(
            kryvyi, made.letter(kryvyi, "mayor_order"), made.point(kryvyi.stranger, due_on=date(2026, 3, 18)),
            put_on_control=True,
        ).tasks.get()  # fmt: skip
        assert found() == [other.pk, task.pk]
        assert found(department=kryvyi.stranger.department_id) == [other.pk]
        assert found(since=made.DUE) == [task.pk]
        assert found(until=date(2026, 3, 19)) == [other.pk]

    def test_by_who_explains(self, kryvyi):
        """KR 8.20.9: the head for his people; a deputy, above whom stands no head of a body, himself."""
        task = made.task(kryvyi, "mayor_order")
        deputys = made.resolved(
            kryvyi, made.letter(kryvyi, "mayor_order"), made.point(kryvyi.deputy), put_on_control=True
        ).tasks.get()
        owed = {
            actor: found(owes=actor.post_id)
            for actor in (kryvyi.department_head, kryvyi.executor, kryvyi.deputy, kryvyi.mayor)
        }
        assert list(owed.values()) == [[task.pk], [], [deputys.pk], []]
        rows = explained.tasks_of(on=LATE_ON, wanted=explained.Wanted())
        lines = explained.lines(actor=kryvyi.control, tasks=rows)
        assert {line.task.pk: line.owes.pk for line in lines} == {
            task.pk: kryvyi.department_head.post_id, deputys.pk: kryvyi.deputy.post_id,
        }  # fmt: skip

    @pytest.mark.parametrize("is_admitted", [False, True])
    def test_of_a_paper_for_official_use_the_head_explains_only_once_he_reads_it(self, kryvyi, is_admitted):
        """Nobody explains what he may not read: until the head is admitted the executor answers for himself."""
        head, executor = kryvyi.department_head, kryvyi.executor
        paper = made.letter(kryvyi, "mayor_order", is_restricted=True)
        task = made.resolved(kryvyi, paper, made.point(executor), put_on_control=True).tasks.get()
        if is_admitted:
            grants.give(document=paper, post=head.post_id, reason="named", source="tests", at=AT)
        owes, other = (head, executor) if is_admitted else (executor, head)
        assert (found(owes=owes.post_id), found(owes=other.post_id)) == ([task.pk], [])
        assert self.line(kryvyi, LATE_ON).owes.pk == owes.post_id
        ((asked, entry, _),) = queries.explanations(on=LATE_ON)
        assert queries.owes(asked, entry).pk == owes.post_id
        assert bool(queries.explanations_of(actor=head, on=LATE_ON)) is is_admitted

    def test_each_paper_is_asked_by_the_edition_in_which_it_began_as_the_reminder_asks(self, kryvyi):
        """KR 8.20.9 of a later edition that names council decisions alone."""
        texts = dict(regulation.folder("kryvyi-rih").editions[0])
        kinds = 'kinds = ["council_decision", "committee_decision", "mayor_order", "instruction"]'
        assert kinds in texts["control.toml"]
        texts["control.toml"] = texts["control.toml"].replace(kinds, 'kinds = ["council_decision"]')
        adopt_edition(actor=SYSTEM, at=AT, texts=texts, in_force_from=date(2026, 3, 11))
        first = made.task(kryvyi, "mayor_order")
        later = made.days_later(2)
        for kind in ("mayor_order", "council_decision"):
            letter = made.letter(kryvyi, kind, at=later)
            made.resolved(kryvyi, letter, made.point(kryvyi.executor), put_on_control=True, at=later)
        second = Task.objects.get(document__kind__key="council_decision")
        assert found() == [task.pk for task, _, _ in queries.explanations(on=LATE_ON)] == [first.pk, second.pk]
        assert found(owes=kryvyi.department_head.post_id) == [first.pk, second.pk]

    def test_the_executor_explains_in_the_other_city(self, druzhkivka):
        task = made.task(druzhkivka)
        assert found(owes=druzhkivka.executor.post_id) == [task.pk]
        assert found(owes=druzhkivka.department_head.post_id) == []


@pytest.mark.usefixtures("late")
class TestPage:
    url = property(lambda self: reverse("tasks:explanations"))

    def page(self, client, **query):
        answer = client.get(self.url, query)
        assert answer.status_code == 200
        return answer.content.decode()

    def test_names_the_document_who_explains_and_the_clause(self, kryvyi, sign_in):
        task = made.task(kryvyi, "mayor_order")
        page = self.page(sign_in(kryvyi.control))
        head = kryvyi.department_head.post_title
        assert all(said in page for said in (task.document.index, head, "8.20.9", "не подано"))
        explain(kryvyi, task)
        client = sign_in(kryvyi.control)
        assert EMPTY in self.page(client)
        given = self.page(client, state="given")
        assert all(said in given for said in (task.document.index, "Підрядник запізнився", "25.03.2026"))

    def test_narrows_by_what_is_chosen_and_typed(self, kryvyi, sign_in):
        task, client = made.task(kryvyi, "mayor_order"), sign_in(kryvyi.control)
        unit = kryvyi.executor.department_id
        for query in (
            {"department": unit},
            {"since": "20.03", "until": "20.03"},
            {"owes": "директор департаменту водо"},
        ):
            assert task.document.index in self.page(client, **query), query
        for query in (
            {"department": kryvyi.stranger.department_id},
            {"until": "19.03"},
            {"owes": "спеціаліст з контролю"},
        ):
            assert EMPTY in self.page(client, **query), query
        assert "такої посадової особи немає" in self.page(client, owes="ніхто")
        assert "Введіть дату" in self.page(client, since="щось")

    @pytest.mark.parametrize(
        ("query", "said"),
        [
            ({"owes": "ніхто"}, "такої посадової особи немає"),
            ({"since": "щось"}, "Введіть дату"),
            ({"state": "x"}, "немає серед"),
        ],
    )
    def test_exports_nothing_by_what_it_did_not_understand(self, kryvyi, sign_in, query, said):
        made.task(kryvyi, "mayor_order")
        assert said in self.page(sign_in(kryvyi.control), **query, format="xlsx")

    def test_tells_no_words_of_a_paper_that_the_person_may_not_open(self, kryvyi, sign_in):
        task = made.task(kryvyi, "mayor_order")
        explain(kryvyi, task)
        client = sign_in(kryvyi.education)
        for answer in (self.page(client, state="given"), self.rows(client, state="given")[0]):
            assert task.document.index in answer
            assert "Вам цей документ не надано" in answer
            assert task.text not in answer
            assert "Підрядник запізнився" not in answer

    def test_tells_not_how_the_term_of_such_a_paper_was_counted(self, kryvyi, sign_in):
        """By whose law or clause, and from which day: that gives its kind away."""
        task = made.task(kryvyi, "mayor_order")
        said = "Строк за законом про запити"
        Task.objects.filter(pk=task.pk).update(due_clause="15.2", due_explanation={"explanation": said, "days": []})
        for actor, is_told in ((kryvyi.control, True), (kryvyi.education, False)):
            page = self.page(sign_in(actor))
            assert (task.document.index in page, said in page, "15.2" in page) == (True, is_told, is_told)

    def rows(self, client, **query):
        answer = client.get(self.url, query | {"format": "xlsx"})
        assert answer["Content-Disposition"] == 'attachment; filename="poiasnennia-2026-03-23.xlsx"'
        return [
            [one.value for one in row] for row in load_workbook(BytesIO(answer.content)).active.iter_rows(min_row=3)
        ]

    def test_is_exported_with_each_explanation_in_a_row(self, kryvyi, sign_in):
        first, second = made.task(kryvyi, "mayor_order"), made.task(kryvyi, "mayor_order")
        client = sign_in(kryvyi.control)
        assert [(row[0], row[9], row[12]) for row in self.rows(client)] == [
            (one.document.index, "8.20.9", None) for one in (first, second)
        ]
        for text in ("Підрядник запізнився", "Дощі"):
            explain(kryvyi, first, text=text)
        given = [(row[0], row[10].date(), row[12], row[13].date()) for row in self.rows(client, state="given")]
        assert given == [(first.document.index, LATE_ON, text, FINAL) for text in ("Підрядник запізнився", "Дощі")]

    def test_goes_on_from_page_to_page(self, kryvyi, sign_in, monkeypatch):
        monkeypatch.setattr("magistrat.ui.paging.SIZE", 1)
        first, second = made.task(kryvyi, "mayor_order"), made.task(kryvyi, "mayor_order")
        client = sign_in(kryvyi.control)
        answer = client.get(self.url)
        assert [line.task.pk for line in answer.context["lines"]] == [first.pk]
        after = client.get(self.url, {"after": answer.context["page"].next})
        assert [line.task.pk for line in after.context["lines"]] == [second.pk]
        assert len(client.get(self.url, {"druk": ""}).context["lines"]) == 2

    def test_is_for_whom_the_report_of_execution_is(self, kryvyi, sign_in):
        refused = sign_in(kryvyi.executor).get(self.url)
        assert (refused.status_code, "8.21" in refused.content.decode()) == (403, True)
        for actor in (kryvyi.control, kryvyi.control_head, kryvyi.mayor, kryvyi.deputy, kryvyi.department_head):
            assert EMPTY in self.page(sign_in(actor))

    def test_stands_on_the_page_of_control_for_those_who_may_open_it(self, kryvyi, sign_in):
        control = reverse("tasks:control")
        assert f'href="{self.url}"' in sign_in(kryvyi.control).get(control).content.decode()
        secretary = sign_in(kryvyi.assistant).get(control)
        assert (secretary.status_code, f'href="{self.url}"' in secretary.content.decode()) == (200, False)

    @pytest.mark.parametrize("query", [{}, {"state": "given"}, {"owes": "спеціаліст з контролю", "department": "1"}])
    def test_statements_do_not_grow(self, kryvyi, sign_in, query):
        client = sign_in(kryvyi.control)
        counts = []
        for number in (1, 4):
            for _ in range(number):
                explain(kryvyi, made.task(kryvyi, "mayor_order"))
                made.task(kryvyi, "mayor_order")
            client.get(self.url, query)
            with CaptureQueriesContext(connection) as captured:
                client.get(self.url, query)
            counts.append(len(captured))
        assert counts[0] == counts[1]
        assert Task.objects.count() == 10
