"""Leaders change terms of their own accord, later or earlier (KR 8.13; DR 8.10), and may propose it of acts (KR 8.20.10)."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from magistrat.journal.models import Entry
from magistrat.outbox.models import Message
from magistrat.reports.queries.execution import condition
from magistrat.rules.refusal import Refusal
from magistrat.tasks.actions import execution, extensions
from magistrat.tasks.models import Control, Extension, Task
from tests.factories import tasks as made

pytestmark = pytest.mark.django_db
AT = made.AT
CLAUSE = {"kryvyi-rih": "8.13", "druzhkivka": "8.10"}
EARLIER, LATER = date(2026, 3, 13), date(2026, 4, 10)


@pytest.fixture(params=sorted(CLAUSE))
def office(request, db):
    made_ = made.office(request.param)
    made_.clause = CLAUSE[request.param]
    return made_


def change(office, task, until, *, actor=None, at=AT, reason="Змінилися обставини"):
    return extensions.change(actor=actor or office.mayor, at=at, task=task.pk, new_due_on=until, reason=reason)


@pytest.mark.parametrize(("until", "said"), [(EARLIER, "скорочено"), (LATER, "продовжено")])
def test_the_term_control_and_who_informs_go_along(office, until, said):
    paper = made.letter(office)
    made.resolved(office, paper, made.point(office.executor, office.second), put_on_control=True)
    task, helper = Task.objects.get(part="main"), Task.objects.get(part="co")
    kept = change(office, task, until)
    for one in (task, helper):
        one.refresh_from_db()
    assert (task.due_on, task.due_clause, helper.due_on, Control.objects.get().due_on) == (
        until, office.clause, until, until,
    )  # fmt: skip
    assert said in task.due_explanation["explanation"]
    assert (kept.state, kept.old_due_on, kept.outcome) == ("granted", made.DUE, f"строк {said}")
    assert said in Entry.objects.get(code="tasks.term_changed").payload["text"]
    told = Message.objects.filter(key__startswith="tasks.term_changed").get()
    assert (told.to_post, f"{until:%d.%m.%Y}" in told.subject) == (office.executor.post_id, True)


def test_whose_word_it_is(office):
    """KR 8.13: any leader's resolution; DR 8.10: the mayor's instruction alone."""
    task = made.task(office)
    for actor in (office.executor, office.department_head):
        with pytest.raises(Refusal) as refused:
            change(office, task, EARLIER, actor=actor)
        assert (refused.value.is_right, refused.value.clause) == (True, office.clause)
    if office.clause == "8.10":
        with pytest.raises(Refusal):
            change(office, task, EARLIER, actor=office.deputy)
    else:
        assert change(office, task, EARLIER, actor=office.deputy).decided_by.startswith("Заступник")


def test_refuses_no_reason_the_same_day_a_past_one_and_what_is_over(office):
    task = made.task(office)
    for until, reason, why in (
        (EARLIER, " ", "причину"),
        (made.DUE, "треба", "вже має строк 20.03.2026"),
        (date(2026, 3, 9), "треба", "в минулому"),
    ):
        with pytest.raises(Refusal, match=why):
            change(office, task, until, reason=reason)
    made.done(office, task)
    with pytest.raises(Refusal, match="яке виконується"):
        change(office, task, LATER)


def test_refuses_what_a_law_does_not_let(kryvyi):
    task = made.task(kryvyi, "information_request")
    with pytest.raises(Refusal, match="Закон не дозволяє"):
        change(kryvyi, task, date(2026, 6, 1))


def test_a_saturday_moves_on(office):
    task = made.task(office)
    change(office, task, date(2026, 3, 14))
    task.refresh_from_db()
    assert task.due_on == date(2026, 3, 16)


@pytest.mark.parametrize(("until", "state"), [(date(2026, 4, 3), "granted"), (EARLIER, "refused")])
def test_answers_the_request_that_waits(office, until, state):
    task = made.task(office)
    asked = extensions.ask(actor=office.executor, at=AT, task=task.pk, new_due_on=LATER, reason="Ремонт")
    change(office, task, until)
    asked.refresh_from_db()
    task.refresh_from_db()
    assert (asked.state, task.due_on) == (state, until)
    assert Extension.objects.filter(state="granted").get().new_due_on == until


def test_only_a_later_day_is_counted_as_an_extension(office):
    earlier, later = made.task(office), made.task(office)
    change(office, earlier, EARLIER)
    change(office, later, LATER)
    assert list(Task.objects.filter(condition("extended", made.ON))) == [later]


def test_nobody_who_has_reported_in_time_becomes_late(office):
    task = made.reported(office, made.task(office))
    change(office, task, date(2026, 3, 11), at=made.days_later(1))
    task.refresh_from_db()
    assert not task.is_overdue(date(2026, 3, 11))


def test_of_a_part_by_whoever_gave_it(office, sign_in):
    """KR 7.11; DR 10.17."""
    head, paper = office.department_head, made.letter(office)
    whole = made.resolved(office, paper, made.point(head)).tasks.get()
    part = made.resolved(office, paper, made.point(office.executor), actor=head, parent_task=whole.pk).tasks.get()
    change(office, part, EARLIER, actor=head)
    part.refresh_from_db()
    card = f"/zavdannia/dokument/{paper.pk}/"
    addresses = [f"/zavdannia/{task.pk}/zminyty-strok/" for task in (whole, part)]
    for actor, offered in ((office.mayor, [True, False]), (head, [False, True])):
        shown = sign_in(actor).get(card).content.decode()
        assert [address in shown for address in addresses] == offered
    assert (part.due_on, "доручив частину" in part.due_explanation["explanation"]) == (EARLIER, True)
    with pytest.raises(Refusal, match="пізнішим за строк самого завдання"):
        change(office, part, LATER, actor=head)


class TestMissed:
    """KR 8.13, DR 8.10: a term is changed before it passes; a missed one stays missed."""

    AFTER = made.at_kyiv(2026, 3, 23, 10)

    def test_not_changed_any_more(self, office):
        task = made.task(office)
        with pytest.raises(Refusal, match=r"20\.03\.2026 уже минув") as refused:
            change(office, task, LATER, at=self.AFTER)
        assert refused.value.clause == office.clause
        made.reported(office, task, at=self.AFTER)
        with pytest.raises(Refusal, match="уже минув"):
            change(office, task, LATER, at=self.AFTER)
        task.refresh_from_db()
        assert task.is_overdue(self.AFTER.date())

    def test_on_the_last_day_it_still_is(self, office):
        task = made.task(office)
        assert change(office, task, LATER, at=made.at_kyiv(2026, 3, 20, 17)).new_due_on == LATER

    def test_not_offered(self, office, sign_in, now):
        task = made.task(office)
        now("2026-03-23T10:00:00+02:00")
        shown = sign_in(office.mayor).get(f"/zavdannia/dokument/{task.document_id}/").content.decode()
        assert f"/zavdannia/{task.pk}/zminyty-strok/" not in shown

    def test_an_inner_one_is(self, office):
        """KR 7.11; DR 10.17: whoever gave the part says how long it takes."""
        head, paper = office.department_head, made.letter(office)
        whole = made.resolved(office, paper, made.point(head, due_on=LATER)).tasks.get()
        point = made.point(office.executor, due_on=made.DUE)
        part = made.resolved(office, paper, point, actor=head, parent_task=whole.pk).tasks.get()
        assert change(office, part, LATER, actor=head, at=self.AFTER).new_due_on == LATER


def test_on_the_card(office, sign_in):
    task = made.task(office)
    client = sign_in(office.mayor)
    address, card = f"/zavdannia/{task.pk}/zminyty-strok/", f"/zavdannia/dokument/{task.document_id}/"
    assert address in client.get(card).content.decode()
    assert client.post(address, {"new_due_on": "13.03", "reason": "Терміново"}).status_code == 302
    shown = client.get(card).content.decode()
    assert "строк скорочено" in shown
    assert address not in sign_in(office.executor).get(card).content.decode()


class TestProposing:
    """KR 8.20.10: of points of acts and of instructions."""

    def test_offered_for_what_the_clause_names(self, kryvyi, sign_in):
        instruction, letter = made.task(kryvyi, "instruction"), made.task(kryvyi)
        client = sign_in(kryvyi.deputy)
        found = {
            task.pk: f"/zavdannia/{task.pk}/proponuvaty-strok/"
            in client.get(f"/zavdannia/dokument/{task.document_id}/").content.decode()
            for task in (instruction, letter)
        }
        assert found == {instruction.pk: True, letter.pk: False}
        given = {"new_due_on": "10.04.2026", "reason": "Тривали морози"}
        assert client.post(f"/zavdannia/{instruction.pk}/proponuvaty-strok/", given).status_code == 302
        assert Extension.objects.get().state == "asked"

    def test_not_where_the_regulation_has_no_such_clause(self, druzhkivka, sign_in):
        task = made.task(druzhkivka, "instruction")
        shown = sign_in(druzhkivka.mayor).get(f"/zavdannia/dokument/{task.document_id}/").content.decode()
        assert "proponuvaty-strok" not in shown


def test_only_a_later_day_is_asked_for(kryvyi):
    task = made.task(kryvyi)
    asked = extensions.ask(actor=kryvyi.executor, at=AT, task=task.pk, new_due_on=LATER, reason="Ремонт")
    with pytest.raises(IntegrityError, match="tasks_extension_later"), transaction.atomic():
        Extension.objects.filter(pk=asked.pk).update(new_due_on=EARLIER)
    execution.return_to_author(actor=kryvyi.executor, at=AT, task=task.pk, reason="Не наше")
