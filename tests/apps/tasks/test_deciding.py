"""What was submitted or asked before who decided on it left reaches whoever decides now (KR 8.13, 8.15; DR 8.10, 10.22)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from magistrat.documents.actions import corrections, grants
from magistrat.documents.models import Grant
from magistrat.documents.queries import cards, visible
from magistrat.journal.models import Entry
from magistrat.organisation.models import Holding, Post
from magistrat.outbox.models import Message
from magistrat.rules.refusal import Refusal
from magistrat.tasks import jobs, queries
from magistrat.tasks.actions import deciding, execution, extensions, handing, judging, point_removal, removal, watching
from magistrat.tasks.models import Control, ControlPoint, Extension, Task
from tests.factories import documents as papers
from tests.factories import tasks as made

pytestmark = pytest.mark.django_db
AT = made.AT
NEXT = made.days_later(1)


@pytest.fixture(params=["kryvyi-rih", "druzhkivka"])
def office(request):
    return made.office(request.param)


def closed(office, *points, kind="enterprise_letter"):
    """A paper for official use, addressed to the deputy, on control by his resolution; done, seen by who keeps control."""
    paper = made.letter(office, kind, addressee=office.deputy.post_id, is_restricted=True)
    made.resolved(office, paper, *points, actor=office.deputy, put_on_control=True)
    Task.objects.filter(document=paper).update(state="done", done_on=made.ON, done_at=AT)
    keeper = _keeper(office)
    grants.give(document=paper, post=keeper.post_id, reason="named", source="documents.admit:1", at=AT)
    return paper, keeper


def _keeper(office):
    unit = Control.objects.get().unit_id
    return next(one for one in (office.control, office.records_head) if one.department_id == unit)


def submitted(office):
    paper, keeper = closed(office)
    removal.submit_case(actor=keeper, at=AT, document=paper.pk)
    return paper


def leaves(office):
    """The deputy's last day; nobody stands in for him."""
    Holding.objects.filter(post=office.deputy.post_id).update(until=NEXT.date())


def waiting(who):
    desk = queries.decides_for(actor=who, on=NEXT.date())
    cases = queries.submitted_to(actor=who, **desk.wanted)
    points = queries.points_submitted(actor=who, **desk.wanted)
    return [one.document_id for one in cases], [one.pk for one in points]


def told(office):
    return Message.objects.filter(key__startswith="tasks.decider_changed", to_post=office.mayor.post_id).count()


class TestPassOn:
    def test_the_case_lies_with_the_leader_above_once_the_authors_post_is_vacant(self, office):
        paper = submitted(office)
        assert deciding.pass_on(at=AT) == 0
        leaves(office)
        assert waiting(office.mayor) == ([], [])
        with pytest.raises(Refusal, match="не надано"):
            removal.write_off(actor=office.mayor, at=NEXT, document=paper.pk)
        assert deciding.pass_on(at=NEXT) == 1
        assert waiting(office.mayor) == ([paper.pk], [])
        entry = Entry.objects.get(code="tasks.decider_changed")
        assert (entry.document, entry.payload["text"]) == (
            paper.pk, "Справу про виконання розглядатиме інша посадова особа: Міський голова",
        )  # fmt: skip
        assert removal.write_off(actor=office.mayor, at=NEXT, document=paper.pk).state == "off"

    def test_once(self, office):
        submitted(office)
        leaves(office)
        assert [deciding.pass_on(at=NEXT) for _ in range(2)] == [1, 0]
        assert told(office) == 1
        assert Entry.objects.filter(code="tasks.decider_changed").count() == 1

    def test_by_name_once_the_paper_has_become_one_for_official_use(self, office):
        """What opened it to him before, when nobody filled the author's post for a while, does so no more."""
        paper = submitted(office)
        grants.give(
            document=paper, post=office.mayor.post_id, reason="resolution",
            source=f"tasks.control:{Control.objects.get().pk}", at=AT,
        )  # fmt: skip
        leaves(office)
        assert deciding.pass_on(at=NEXT) == 1
        assert waiting(office.mayor) == ([paper.pk], [])

    def test_a_point_too(self):
        """KR 8.11. Nor does the desk tell of it before."""
        office = made.office()
        points = [made.point(office.executor, number=number) for number in ("1", "2")]
        _, keeper = closed(office, *points, kind="instruction")
        first, second = ControlPoint.objects.order_by("id")
        Task.objects.filter(pk=second.task_id).update(state="taken", done_on=None, done_at=None)
        point_removal.submit(actor=keeper, at=AT, point=first.pk)
        leaves(office)
        assert waiting(office.mayor) == ([], [])
        assert deciding.pass_on(at=NEXT) == 1
        assert waiting(office.mayor) == ([], [first.pk])
        assert Entry.objects.get(code="tasks.decider_changed").payload["text"].startswith("Пункт 1 розглядатиме")
        assert point_removal.write_off(actor=office.mayor, at=NEXT, point=first.pk).state == "off"

    def test_not_whom_somebody_has_excluded_from_it(self, office):
        paper = submitted(office)
        leaves(office)
        deciding.pass_on(at=NEXT)
        grant = Grant.objects.get(document=paper, post=office.mayor.post_id, source__startswith="tasks.control:")
        grants.exclude(actor=office.clerk, at=NEXT, grant_id=grant.pk, ground="конфлікт інтересів")
        assert deciding.pass_on(at=NEXT) == 0
        assert waiting(office.mayor) == ([], [])

    def test_anew_once_it_was_left_on_control_and_submitted_again(self, office):
        """KR 8.14; DR 10.22: what he decided in the author's place before is over, and the author has come back since."""
        paper, keeper = closed(office)
        leaves(office)
        removal.submit_case(actor=keeper, at=NEXT, document=paper.pk)
        assert deciding.pass_on(at=NEXT) == 0
        removal.leave_on(actor=office.mayor, at=NEXT, document=paper.pk, remark="Додайте акт")
        Task.objects.filter(document=paper).update(state="done", done_on=made.ON, done_at=NEXT)
        Holding.objects.filter(post=office.deputy.post_id).update(until=None)
        again, after = made.days_later(2), made.days_later(3)
        removal.submit_case(actor=keeper, at=again, document=paper.pk)
        Holding.objects.filter(post=office.deputy.post_id).update(until=after.date())
        assert [deciding.pass_on(at=after) for _ in range(2)] == [1, 0]
        assert told(office) == 1

    @pytest.mark.parametrize("is_excluded", [True, False])
    def test_once_also_where_it_is_no_longer_for_official_use(self, office, is_excluded):
        paper = submitted(office)
        leaves(office)
        deciding.pass_on(at=NEXT)
        if is_excluded:
            grant = Grant.objects.get(document=paper, post=office.mayor.post_id, source__startswith="tasks.control:")
            grants.exclude(actor=office.clerk, at=NEXT, grant_id=grant.pk, ground="конфлікт інтересів")
        card = replace(cards.card_of(paper), is_restricted=False)
        corrections.correct(actor=office.clerk, at=NEXT, document_id=paper.pk, card=card, reason="гриф скасовано")
        assert deciding.pass_on(at=NEXT) == 0
        assert Entry.objects.filter(code="tasks.decider_changed").count() == 1

    def test_still_sees_it_when_a_bodys_own_officer_puts_it_on_control_again(self):
        """DR 8.15: only the unit that controls it changes."""
        office = made.office("druzhkivka")
        task = made.task(office)
        Control.objects.update(state="off", off_on=made.ON)
        source = f"tasks.control:{Control.objects.get().pk}"
        grants.give(document=task.document, post=office.first_deputy.post_id, reason="resolution", source=source, at=AT)
        water = Post.objects.get(pk=office.executor.post_id).department
        officer = papers.actor("Відповідальний за контроль", water, "body_control_officer")
        grants.give(document=task.document, post=officer.post_id, reason="head", source="tests:1", at=AT)
        watching.put_on(actor=officer, at=NEXT, document=task.document_id, reason="Доручення начальника")
        held = Grant.objects.filter(source=source, until=None)
        assert set(held.values_list("post", "department")) == {(office.first_deputy.post_id, None), (None, water.pk)}

    def test_what_is_written_off_meanwhile_stays_so(self, office, monkeypatch):
        paper = submitted(office)
        leaves(office)
        asked = deciding.tasks.decider_of

        def decided(**about):
            Control.objects.filter(document=paper).update(state="off", off_on=NEXT.date())
            return asked(**about)

        monkeypatch.setattr(deciding.tasks, "decider_of", decided)
        assert deciding.pass_on(at=NEXT) == 0
        assert told(office) == 0

    def test_each_hour(self, office, monkeypatch):
        submitted(office)
        leaves(office)
        monkeypatch.setenv("MAGISTRAT_NOW", NEXT.isoformat())
        jobs.pass_on_submitted(0)
        assert told(office) == 1


class TestRequestForAnotherTerm:
    """KR 8.13: the leader above a head of a body who wrote the resolution decides; his post becomes vacant too."""

    def asked(self, office):
        head = office.department_head
        paper = made.letter(office, addressee=head.post_id, is_restricted=True)
        task = made.resolved(office, paper, actor=head).tasks.get()
        return extensions.ask(
            actor=office.executor, at=AT, task=task.pk, new_due_on=date(2026, 4, 10), reason="Чекаємо на висновок"
        )

    def test_lies_with_the_next_above_who_may_decide(self):
        office = made.office()
        asked = self.asked(office)
        assert deciding.pass_on(at=AT) == 0
        leaves(office)
        assert queries.extensions_waiting(actor=office.mayor) == []
        assert [deciding.pass_on(at=NEXT) for _ in range(2)] == [1, 0]
        assert queries.extensions_waiting(actor=office.mayor) == [asked]
        entry = Entry.objects.get(code="tasks.decider_changed")
        assert (entry.clause, entry.payload["text"]) == (
            "8.13", "Прохання продовжити строк розглядатиме інша посадова особа: Міський голова",
        )  # fmt: skip
        message = Message.objects.get(key__startswith="tasks.decider_changed", to_post=office.mayor.post_id)
        assert "прохання продовжити строк передано Вам на розгляд" in message.subject
        assert extensions.decide(actor=office.mayor, at=NEXT, extension=asked.pk, granted=True).state == "granted"

    def test_of_the_leader_who_wrote_the_resolution_himself(self):
        office = made.office()
        paper = made.letter(office, addressee=office.deputy.post_id, is_restricted=True)
        task = made.resolved(office, paper, actor=office.deputy).tasks.get()
        asked = extensions.ask(
            actor=office.executor, at=AT, task=task.pk, new_due_on=date(2026, 4, 10), reason="Чекаємо на висновок"
        )
        leaves(office)
        assert deciding.pass_on(at=NEXT) == 1
        assert queries.extensions_waiting(actor=office.mayor) == [asked]

    def test_what_is_decided_meanwhile_stays_so(self, monkeypatch):
        office = made.office()
        self.asked(office)
        leaves(office)
        who = deciding.tasks.changes_terms

        def decided(**about):
            Extension.objects.update(state="granted")
            return who(**about)

        monkeypatch.setattr(deciding.tasks, "changes_terms", decided)
        assert deciding.pass_on(at=NEXT) == 0
        assert told(office) == 0


class TestVacatedDesk:
    """Reports and returned tasks reach whoever stands above the author whose post nobody fills (KR 7.11; DR 10.17)."""

    def given(self, office, *points):
        """A task on a paper for official use, to which the executor's head is admitted, too."""
        paper = made.letter(office, addressee=office.deputy.post_id, is_restricted=True)
        head = office.department_head.post_id
        grants.give(document=paper, post=head, reason="named", source=f"documents.admit:{head}", at=AT)
        return made.resolved(office, paper, *points, actor=office.deputy).tasks.get()

    def passed(self, office, task, text):
        """Once, with a notice and an entry; the task afterwards."""
        assert deciding.pass_on(at=AT) == 0
        leaves(office)
        assert [deciding.pass_on(at=NEXT) for _ in range(2)] == [1, 0]
        assert told(office) == 1
        entry = Entry.objects.get(code="tasks.decider_changed")
        assert (entry.document, entry.payload["text"]) == (task.document_id, f"{text}: Міський голова")

    def test_a_report_that_the_head_has_accepted(self, office):
        task = made.reported(office, self.given(office))
        judging.accept(actor=office.department_head, at=AT, task=task.pk)
        self.passed(office, task, "Звіт розглядатиме інша посадова особа")
        assert queries.to_judge(actor=office.mayor) == [task]
        assert judging.accept(actor=office.mayor, at=NEXT, task=task.pk).state == "done"

    def test_a_report_of_one_who_has_no_head_to_accept_it(self, office):
        task = self.given(office, made.point(office.department_head))
        execution.report(actor=office.department_head, at=AT, task=task.pk, text="Зроблено")
        self.passed(office, task, "Звіт розглядатиме інша посадова особа")
        assert judging.accept(actor=office.mayor, at=NEXT, task=task.pk).state == "done"

    def test_a_new_report_is_laid_there_at_once(self, office):
        task = self.given(office, made.point(office.department_head))
        leaves(office)
        execution.report(actor=office.department_head, at=NEXT, task=task.pk, text="Зроблено")
        self.lies(office, task, "tasks.reported")

    def test_so_is_one_that_the_head_accepts(self, office):
        task = self.given(office)
        leaves(office)
        made.reported(office, task, at=NEXT)
        judging.accept(actor=office.department_head, at=NEXT, task=task.pk)
        self.lies(office, task, "tasks.head_accepted")

    def lies(self, office, task, code):
        assert queries.to_judge(actor=office.mayor) == [task]
        assert Message.objects.filter(key__startswith=code, to_post=office.mayor.post_id).exists()
        assert visible(office.mayor).filter(pk=task.document_id).exists()
        assert deciding.pass_on(at=NEXT) == 0
        assert judging.accept(actor=office.mayor, at=NEXT, task=task.pk).state == "done"

    def test_a_report_sent_back_comes_to_the_head_again(self, office):
        task = made.reported(office, self.given(office))
        judging.accept(actor=office.department_head, at=AT, task=task.pk)
        self.passed(office, task, "Звіт розглядатиме інша посадова особа")
        judging.send_back(actor=office.mayor, at=NEXT, task=task.pk, remark="Додайте акт")
        assert made.reported(office, task, at=NEXT).judge_id == office.department_head.post_id

    def test_a_returned_task(self, office):
        task = self.given(office)
        execution.return_to_author(actor=office.executor, at=AT, task=task.pk, reason="Не наше")
        self.passed(office, task, "Повернуте завдання розглядатиме інша посадова особа")
        assert queries.returned_to(actor=office.mayor) == [task]
        anew = handing.reassign(actor=office.mayor, at=NEXT, task=task.pk, executor=office.second.post_id)
        assert (anew.state, anew.executor_id, anew.giver_id) == ("given", office.second.post_id, office.mayor.post_id)

    def test_a_task_returned_to_a_vacant_desk_is_laid_above_it_at_once(self, office):
        task = self.given(office)
        leaves(office)
        returned = execution.return_to_author(actor=office.executor, at=NEXT, task=task.pk, reason="Не наше")
        assert (returned.state, returned.giver_id) == ("returned", office.mayor.post_id)
        assert queries.returned_to(actor=office.mayor) == [task]
        assert deciding.pass_on(at=NEXT) == 0

    def test_a_returned_task_also_once_the_paper_is_for_official_use(self, office):
        paper = made.letter(office, addressee=office.deputy.post_id)
        task = made.resolved(office, paper, actor=office.deputy).tasks.get()
        execution.return_to_author(actor=office.executor, at=AT, task=task.pk, reason="Не наше")
        self.passed(office, task, "Повернуте завдання розглядатиме інша посадова особа")
        card = replace(cards.card_of(paper), is_restricted=True)
        corrections.correct(actor=office.clerk, at=NEXT, document_id=paper.pk, card=card, reason="помилка в картці")
        assert visible(office.mayor).filter(pk=paper.pk).exists()

    def test_a_report_at_the_head_who_left_goes_to_the_author(self, office):
        task = made.reported(office, self.given(office))
        Holding.objects.filter(post=office.department_head.post_id).update(until=NEXT.date())
        assert deciding.pass_on(at=NEXT) == 1
        assert queries.to_judge(actor=office.deputy) == [task]
        assert judging.accept(actor=office.deputy, at=NEXT, task=task.pk).state == "done"

    def test_stays_where_nobody_stands_above(self, office):
        made.done(office, made.task(office))
        task = made.reported(office, made.task(office))
        judging.accept(actor=office.department_head, at=AT, task=task.pk)
        Holding.objects.filter(post=office.mayor.post_id).update(until=NEXT.date())
        assert deciding.pass_on(at=NEXT) == 0
        task.refresh_from_db()
        assert task.judge_id == office.mayor.post_id
