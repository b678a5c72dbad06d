"""What clauses ask besides the work: a missed term explained (KR 8.20.9; DR 8.14), information before a term (DR 8.14)."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from magistrat.outbox.models import Message
from magistrat.tasks import queries
from magistrat.tasks.actions import execution, explanations, extensions, reminders
from tests.factories import tasks as made

pytestmark = pytest.mark.django_db
AT = made.AT
LATE = made.days_later(13)
LATE_ON = date(2026, 3, 23)


def explained_by(actor, on=LATE_ON):
    return [(task.pk, entry.clause) for task, entry in queries.explanations_of(actor=actor, on=on)]


class TestExplanations:
    def test_the_head_of_the_body_explains_what_the_clause_names(self, kryvyi):
        task = made.task(kryvyi, "mayor_order")
        made.task(kryvyi, "enterprise_letter")
        assert explained_by(kryvyi.department_head, made.DUE) == []
        assert explained_by(kryvyi.department_head) == [(task.pk, "8.20.9")]
        assert explained_by(kryvyi.education) == []

    def test_what_the_clause_does_not_name_hides_nothing(self, kryvyi):
        for _ in range(2):
            made.task(kryvyi, "enterprise_letter", due_on=date(2026, 3, 12))
        task = made.task(kryvyi, "mayor_order")
        found = queries.explanations_of(actor=kryvyi.department_head, on=LATE_ON, limit=1)
        assert [one.pk for one, _ in found] == [task.pk]

    def test_reminds_of_many_without_a_statement_for_each(self, kryvyi):
        for _ in range(2):
            made.task(kryvyi, "mayor_order")
        with CaptureQueriesContext(connection) as captured:
            reminders.remind(at=LATE)
        told = [one for one in captured if one["sql"].startswith("SELECT COUNT") and "tasks_explanation" in one["sql"]]
        assert told == []
        assert Message.objects.filter(key__startswith="tasks.explanation:").count() == 2

    def test_the_executor_explains_any_paper_on_control_in_the_other_city(self, druzhkivka):
        task = made.task(druzhkivka)
        made.task(druzhkivka, put_on_control=False)
        assert explained_by(druzhkivka.executor) == [(task.pk, "8.14")]
        assert explained_by(druzhkivka.department_head) == []

    def test_until_it_is_given_and_again_when_its_final_day_has_passed(self, kryvyi, sign_in, now):
        now(LATE.isoformat())
        task = made.task(kryvyi, "mayor_order")
        head, card = sign_in(kryvyi.department_head), f"/zavdannia/dokument/{task.document_id}/"
        assert "Письмово пояснити порушення строку" in head.get("/").content.decode()
        assert "Пояснити прострочення" in head.get(card).content.decode()
        final = date(2026, 3, 25)
        explanations.explain(
            actor=kryvyi.department_head, at=LATE, task=task.pk, text="Підрядник запізнився", final_on=final
        )
        assert explained_by(kryvyi.department_head) == []
        assert "Письмово пояснити" not in head.get("/").content.decode()
        assert "Пояснити прострочення" not in head.get(card).content.decode()
        assert explained_by(kryvyi.department_head, date(2026, 3, 26)) == [(task.pk, "8.20.9")]

    def test_a_report_given_in_time_wants_none(self, druzhkivka):
        made.reported(druzhkivka, made.task(druzhkivka))
        assert explained_by(druzhkivka.executor) == []

    def test_reminds_once(self, kryvyi):
        task = made.task(kryvyi, "mayor_order")
        for _ in range(2):
            reminders.remind(at=LATE)
        asked = Message.objects.get(key__startswith=f"tasks.explanation:{task.pk}:")
        assert (asked.to_post, "п. 8.20.9" in asked.subject) == (kryvyi.department_head.post_id, True)

    def test_a_deputy_explains_himself_and_not_the_mayor_above_him(self, kryvyi):
        """KR 8.20.9: it is asked of heads of bodies; the mayor, who is above a deputy, is none."""
        made.resolved(kryvyi, made.letter(kryvyi, "mayor_order"), made.point(kryvyi.deputy), put_on_control=True)
        assert [clause for _, clause in explained_by(kryvyi.deputy)] == ["8.20.9"]
        reminders.remind(at=LATE)
        assert Message.objects.get(key__startswith="tasks.explanation:").to_post == kryvyi.deputy.post_id


class TestProgress:
    def told_by(self, office, on=date(2026, 3, 16)):
        found = queries.progress_of(actor=office.executor, on=on, until=date(2026, 3, 31))
        return [(task.pk, entry.clause, last) for task, entry, last in found]

    def test_is_asked_three_days_before_the_term(self, druzhkivka, sign_in, now):
        task = made.task(druzhkivka)
        made.task(druzhkivka, put_on_control=False)
        assert self.told_by(druzhkivka) == [(task.pk, "8.14", date(2026, 3, 17))]
        now("2026-03-16T10:00:00+02:00")
        assert "Надати інформацію про хід виконання" in sign_in(druzhkivka.executor).get("/").content.decode()
        for _ in range(2):
            reminders.remind(at=made.at_kyiv(2026, 3, 16, 8))
        assert "до 17.03.2026 (п. 8.14)" in Message.objects.get(key__startswith="tasks.progress:").subject

    def test_not_after_it_is_told_but_again_for_another_term(self, druzhkivka):
        task = made.task(druzhkivka)
        execution.inform(actor=druzhkivka.executor, at=AT, task=task.pk, text="Роботи розпочато")
        assert self.told_by(druzhkivka) == []
        asked = extensions.ask(
            actor=druzhkivka.executor, at=AT, task=task.pk, new_due_on=date(2026, 3, 27), reason="Дощі"
        )
        extensions.decide(actor=druzhkivka.mayor, at=made.days_later(1), extension=asked.pk, granted=True)
        assert self.told_by(druzhkivka) == [(task.pk, "8.14", date(2026, 3, 24))]

    def test_not_by_a_day_before_the_task_was_given(self, druzhkivka):
        """DR 8.14: given on Tuesday for Thursday, three days before are gone."""
        made.task(druzhkivka, due_on=date(2026, 3, 12))
        assert self.told_by(druzhkivka, made.ON) == []
        reminders.remind(at=AT)
        assert not Message.objects.filter(key__startswith="tasks.progress:").exists()
        asked = made.task(druzhkivka, due_on=date(2026, 3, 13))
        assert self.told_by(druzhkivka, made.ON) == [(asked.pk, "8.14", made.ON)]

    def test_not_of_what_is_reported(self, druzhkivka):
        made.reported(druzhkivka, made.task(druzhkivka))
        assert self.told_by(druzhkivka) == []


def test_no_such_clause_in_the_other_city(kryvyi):
    made.task(kryvyi)
    assert queries.progress_of(actor=kryvyi.executor, on=date(2026, 3, 16), until=date(2026, 3, 31)) == []
