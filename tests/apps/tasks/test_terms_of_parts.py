"""The inner term of a part of a task: whoever gave it sets it, within the term of the whole (KR 7.11; DR 10.17)."""

from __future__ import annotations

from datetime import date

import pytest

from magistrat.organisation.models import Holding
from magistrat.outbox.models import Message
from magistrat.rules.refusal import Refusal
from magistrat.tasks import queries
from magistrat.tasks.actions import deciding, execution, extensions
from magistrat.tasks.models import Extension, Task
from tests.factories import documents as papers
from tests.factories import tasks as made

pytestmark = pytest.mark.django_db
AT = made.AT
LATER = date(2026, 3, 18)
CLAUSE = {"kryvyi-rih": "7.11", "druzhkivka": "10.17"}


@pytest.fixture(params=sorted(CLAUSE))
def office(request, db):
    made_ = made.office(request.param)
    made_.clause = CLAUSE[request.param]
    return made_


def part_of(office, *, due_on=date(2026, 3, 16), whole=made.DUE):
    """The head of a body has split his task, to be done by the 20th, for his executor."""
    head, paper = office.department_head, made.letter(office)
    task = made.resolved(office, paper, made.point(head, due_on=whole), put_on_control=True).tasks.get()
    point = made.point(office.executor, due_on=due_on)
    return made.resolved(office, paper, point, actor=head, parent_task=task.pk).tasks.get()


def ask(office, part, until=LATER, *, at=AT):
    return extensions.ask(actor=office.executor, at=at, task=part.pk, new_due_on=until, reason="Чекаємо на висновок")


class TestAskedFor:
    def test_who_gave_it_decides_until_the_term_itself(self, office):
        """DR 8.10's three working days and the mayor's word are of documents' terms."""
        part = part_of(office)
        asked = ask(office, part, at=made.at_kyiv(2026, 3, 16, 10))
        assert asked.clause == office.clause
        told = Message.objects.filter(key__startswith="tasks.extension_asked").values_list("to_post", flat=True)
        assert set(told) == {office.department_head.post_id}
        waiting = queries.extensions_waiting(actor=office.department_head, changes_terms=False)
        assert list(waiting) == [asked]
        assert list(queries.extensions_waiting(actor=office.mayor)) == []
        decided = extensions.decide(actor=office.department_head, at=AT, extension=asked.pk, granted=True)
        part.refresh_from_db()
        assert (decided.state, part.due_on, part.due_clause) == ("granted", LATER, office.clause)
        assert part.document.control.due_on == made.DUE

    def test_not_after_the_whole(self, office):
        part = part_of(office)
        with pytest.raises(Refusal, match="пізнішим за строк самого завдання"):
            ask(office, part, date(2026, 3, 23))
        asked = ask(office, part)
        with pytest.raises(Refusal, match="пізнішим за строк самого завдання"):
            extensions.decide(
                actor=office.department_head, at=AT, extension=asked.pk, granted=True, new_due_on=date(2026, 3, 21)
            )

    def test_no_other_head_and_not_of_a_whole(self, office):
        asked = ask(office, part_of(office))
        with pytest.raises(Refusal):
            extensions.decide(actor=office.education, at=AT, extension=asked.pk, granted=True)
        own = extensions.ask(
            actor=office.department_head,
            at=AT,
            task=asked.task.parent_id,
            new_due_on=date(2026, 4, 10),
            reason="Ремонт",
        )
        with pytest.raises(Refusal) as refused:
            extensions.decide(actor=office.department_head, at=AT, extension=own.pk, granted=True)
        assert refused.value.is_right

    def test_on_his_desk_and_on_the_card(self, office, sign_in):
        part = part_of(office)
        ask(office, part)
        client = sign_in(office.department_head)
        assert "Просять продовжити строк до 18.03.2026" in client.get("/").content.decode()
        address = f"/zavdannia/{part.pk}/vyrishyty-strok/"
        assert address in client.get(f"/zavdannia/dokument/{part.document_id}/").content.decode()
        assert client.post(address, {"granted": "yes"}).status_code == 302
        assert Extension.objects.get().state == "granted"
        refused = client.post(address, {"granted": "yes"})
        assert "Прохання вже розглянуто" in refused.content.decode()

    def test_whoever_changes_terms_where_nobody_fills_his_post(self, office):
        asked = ask(office, part_of(office))
        Holding.objects.filter(post=office.department_head.post_id).update(until=AT.date())
        deciding.pass_on(at=made.days_later(1))
        (waits,) = [one for one in (office.mayor, office.deputy) if asked in queries.extensions_waiting(actor=one)]
        assert waits == (office.deputy if office.clause == "7.11" else office.mayor)
        assert extensions.decide(actor=waits, at=AT, extension=asked.pk, granted=True).state == "granted"


class TestDaysOfRest:
    """Cabinet resolution 55, item 171."""

    def test_a_part_typed_for_a_saturday_ends_on_monday(self, office):
        part = part_of(office, due_on=date(2026, 3, 14))
        assert (part.due_on, "неробочий день" in part.due_explanation["explanation"]) == (date(2026, 3, 16), True)

    def test_not_where_the_whole_has_ended_by_then(self, office):
        with pytest.raises(Refusal, match="пізнішим за строк самого завдання"):
            part_of(office, due_on=date(2026, 3, 14), whole=date(2026, 3, 13))

    REST = date(2026, 3, 21)

    @pytest.fixture
    def split(self, office):
        """A part of a task whose day, Saturday the 21st, is not worked any more."""
        part = part_of(office)
        Task.objects.filter(pk=part.parent_id).update(due_on=self.REST)
        return part

    def test_the_day_of_the_whole_though_it_is_not_worked_any_more(self, office, split):
        head, whole = office.department_head, split.parent_id
        point = made.point(office.executor, due_on=self.REST)
        given = made.resolved(office, split.document, point, actor=head, parent_task=whole).tasks.get()
        assert (given.due_on, "строку самого завдання" in given.due_explanation["explanation"]) == (self.REST, True)
        late = made.point(office.executor, due_on=date(2026, 3, 22))
        with pytest.raises(Refusal, match="пізнішим за строк самого завдання"):
            made.resolved(office, split.document, late, actor=head, parent_task=whole)

    @pytest.mark.parametrize("is_asked", [False, True])
    def test_so_when_it_is_changed(self, office, split, is_asked):
        head = office.department_head
        if is_asked:
            asked = ask(office, split, self.REST)
            extensions.decide(actor=head, at=AT, extension=asked.pk, granted=True)
        else:
            extensions.change(actor=head, at=AT, task=split.pk, new_due_on=self.REST, reason="Чекаємо на висновок")
        split.refresh_from_db()
        assert split.due_on == self.REST

    def test_so_of_who_helps(self, office):
        made.resolved(office, made.letter(office), made.point(office.executor, office.second))
        Task.objects.filter(part="main").update(due_on=self.REST)
        helper = Task.objects.get(part="co")
        found = execution.set_co_term(actor=office.executor, at=AT, task=helper.pk, due_on=self.REST)
        assert found.due_on == self.REST
        with pytest.raises(Refusal, match="пізнішим за"):
            execution.set_co_term(actor=office.executor, at=AT, task=helper.pk, due_on=date(2026, 3, 22))

    def test_a_helpers_day_too(self, office):
        made.resolved(office, made.letter(office), made.point(office.executor, office.second))
        helper = queries.tasks_of(document=papers.Document.objects.get().pk)[1]
        found = execution.set_co_term(actor=office.executor, at=AT, task=helper.pk, due_on=date(2026, 3, 15))
        assert found.due_on == date(2026, 3, 16)
