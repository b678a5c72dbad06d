"""Submitting, writing off, leaving on control, removal by the maker's letter; and who may not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.db import transaction

from magistrat.documents.actions import arrivals, grants, links, paper
from magistrat.documents.actions.hooks import filing_refusal
from magistrat.documents.card import Party, Told
from magistrat.documents.models import Document, Link, PaperMove
from magistrat.journal.models import Entry
from magistrat.organisation.models import Holding, Post, Substitution
from magistrat.outbox.models import Message
from magistrat.rules.refusal import Refusal
from magistrat.tasks import queries
from magistrat.tasks.actions import (
    deeds,
    execution,
    extensions,
    handing,
    judging,
    removal,
    resolutions,
    reviews,
    watching,
)
from magistrat.tasks.draft import Assignee
from magistrat.tasks.models import Control, Task
from tests.factories import documents as papers
from tests.factories import tasks as made

pytestmark = pytest.mark.django_db
AT = made.AT


@pytest.fixture
def done(kryvyi):
    return made.done(kryvyi, made.task(kryvyi))


class TestSubmitCase:
    def test_goes_to_the_leader(self, kryvyi, done):
        assert [one.document_id for one in queries.ready_to_submit(units=[kryvyi.control.department_id])] == [
            done.document_id
        ]
        control = removal.submit_case(actor=kryvyi.control, at=AT, document=done.document_id, note="Виконано")
        assert (control.state, control.submitted_at) == ("submitted", AT)
        assert queries.ready_to_submit(units=[kryvyi.control.department_id]) == []

    def test_refuses_one_without_the_right(self, kryvyi, done):
        with pytest.raises(Refusal) as refused:
            removal.submit_case(actor=kryvyi.executor, at=AT, document=done.document_id)
        assert "8.14" in refused.value.clause

    def test_refuses_before_all_is_done(self, kryvyi):
        task = made.task(kryvyi)
        with pytest.raises(Refusal) as refused:
            made.submitted(kryvyi, task)
        assert (refused.value.clause, "Спеціаліст департаменту" in refused.value.message) == ("8.16", True)

    def test_refuses_twice(self, kryvyi, done):
        made.submitted(kryvyi, done)
        with pytest.raises(Refusal, match="вже подано"):
            made.submitted(kryvyi, done)

    def test_refuses_what_is_not_on_control(self, kryvyi):
        task = made.task(kryvyi, put_on_control=False)
        with pytest.raises(Refusal):
            removal.submit_case(actor=kryvyi.mayor, at=AT, document=task.document_id)

    def test_refuses_another_unit(self, druzhkivka):
        done = made.done(druzhkivka, made.task(druzhkivka))
        # Ordinary letters are controlled by the general department (DR 8.6).
        from magistrat.documents.actions import grants

        grants.give(document=done.document, post=druzhkivka.control.post_id, reason="named", source="tests:1", at=AT)
        with pytest.raises(Refusal) as refused:
            made.submitted(druzhkivka, done, actor=druzhkivka.control)
        assert refused.value.clause == "8.6"
        made.submitted(druzhkivka, done, actor=druzhkivka.records_head)

    def test_refuses_while_the_original_is_out(self, kryvyi, done):
        move = PaperMove.objects.create(
            document=done.document,
            kind="handed",
            holder_id=kryvyi.executor.post_id,
            holder_name="Спеціаліст",
            at=AT,
            by="діловод",
        )
        with pytest.raises(Refusal) as refused:
            made.submitted(kryvyi, done)
        assert refused.value.clause == "8.17"
        PaperMove.objects.create(
            document=done.document, kind="lost", holder_name=move.holder_name, explanation="згоріло", at=AT, by="-"
        )
        made.submitted(kryvyi, done)


class TestOriginal:
    def hand(self, office, document, to, **more):
        return paper.hand_over(
            actor=office.clerk, at=AT, document_id=document.pk, post_id=to.post_id, signed_by="І. Коваль", **more
        )

    def test_a_copy_handed_out_later_hides_no_original(self, kryvyi, done):
        self.hand(kryvyi, done.document, kryvyi.executor)
        self.hand(kryvyi, done.document, kryvyi.second, is_copy=True)
        with pytest.raises(Refusal, match="Оригінал документа не повернуто") as refused:
            made.submitted(kryvyi, done)
        assert refused.value.clause == "8.17"
        paper.take_back(actor=kryvyi.clerk, at=AT, document_id=done.document_id)
        made.submitted(kryvyi, done)

    def test_stays_where_an_act_was_adopted_on_its_ground(self, kryvyi, done):
        """KR 8.17: with the papers of its drafter."""
        self.hand(kryvyi, done.document, kryvyi.executor)
        act = made.letter(kryvyi)
        Link.objects.create(source=act, target=done.document, kind="about", made_at=AT)
        with pytest.raises(Refusal, match="Оригінал документа не повернуто"):
            made.submitted(kryvyi, done)
        Document.objects.filter(pk=act.pk).update(direction="act", registered_on=date(2026, 3, 1))
        with pytest.raises(Refusal, match="Оригінал документа не повернуто"):
            made.submitted(kryvyi, done)
        Document.objects.filter(pk=act.pk).update(registered_on=made.ON)
        made.submitted(kryvyi, done)
        assert f"ухвалено акт: {act.index}" in Entry.objects.get(code="tasks.case_submitted").payload["text"]

    def test_stays_where_a_law_says_so(self, kryvyi, done, sign_in):
        self.hand(kryvyi, done.document, kryvyi.executor)
        client, card = sign_in(kryvyi.control), f"/zavdannia/dokument/{done.document_id}/"
        address = f"/zavdannia/kontrol/{done.document_id}/podaty-bez-oryhinalu/"
        assert address in client.get(card).content.decode()
        assert client.post(address, {"note": "Виконано", "original_stays": " "}).status_code == 422
        given = {"note": "Виконано", "original_stays": "оригінал вилучено ухвалою слідчого судді"}
        assert client.post(address, given).status_code == 302
        payload = Entry.objects.get(code="tasks.case_submitted").payload
        assert "вилучено ухвалою" in payload["text"]
        assert payload["original_stays"] == given["original_stays"]
        assert address not in client.get(card).content.decode()

    @pytest.mark.parametrize(
        ("kind", "author", "is_kept"),
        [
            ("enterprise_letter", "deputy", True),
            ("enterprise_letter", "mayor", False),
            ("mayor_order", "deputy", False),
        ],
    )
    def test_the_secretary_of_the_author_submits_what_is_counted_as_an_instruction(
        self, kryvyi, sign_in, kind, author, is_kept
    ):
        """KR 8.20.16: a resolution of the leaders whom the clause names on other papers than our decisions and orders."""
        leader = getattr(kryvyi, author)
        post = Post.objects.get(pk=leader.post_id)
        secretary = papers.actor("Секретар приймальні", post.department, "leader_assistant", assists_id=post.pk)
        secretary = replace(secretary, on_behalf=post.pk, line=(*secretary.line, post.pk), departments=())
        paper = made.letter(kryvyi, kind, addressee=post.pk)
        task = made.resolved(kryvyi, paper, actor=leader, put_on_control=True).tasks.get()
        made.done(kryvyi, task, author=leader)
        kept = queries.kept_at_desk(actor=secretary, on=made.ON)
        found = queries.ready_to_submit(units=[], **kept)
        assert [one.document_id for one in found] == ([paper.pk] if is_kept else [])
        if is_kept:
            assert removal.submit_case(actor=secretary, at=AT, document=paper.pk, note="Виконано").state == "submitted"
        else:
            with pytest.raises(Refusal, match="контролює інший підрозділ"):
                removal.submit_case(actor=secretary, at=AT, document=paper.pk, note="Виконано")

    def test_no_other_secretary_does(self, kryvyi):
        paper = made.letter(kryvyi, addressee=kryvyi.deputy.post_id)
        task = made.resolved(kryvyi, paper, actor=kryvyi.deputy, put_on_control=True).tasks.get()
        made.done(kryvyi, task, author=kryvyi.deputy)
        assert list(queries.ready_to_submit(units=[], **queries.kept_at_desk(actor=kryvyi.assistant, on=made.ON))) == []
        grants.give(document=paper, at=AT, reason="control", source="t:1", post=kryvyi.assistant.post_id)
        with pytest.raises(Refusal, match="контролює інший підрозділ"):
            removal.submit_case(
                actor=replace(kryvyi.assistant, departments=()), at=AT, document=paper.pk, note="Виконано"
            )

    def test_of_executors_only_the_first_gets_it(self, kryvyi):
        document = made.letter(kryvyi)
        with pytest.raises(Refusal, match="Резолюції ще немає") as refused:
            self.hand(kryvyi, document, kryvyi.executor)
        assert refused.value.clause == "8.5"
        for leader in (kryvyi.assistant, kryvyi.mayor):
            self.hand(kryvyi, document, leader)
            paper.take_back(actor=kryvyi.clerk, at=AT, document_id=document.pk)
        made.resolved(kryvyi, document, made.point(kryvyi.executor, kryvyi.second))
        with pytest.raises(Refusal, match="лише перший виконавець: Спеціаліст департаменту") as refused:
            self.hand(kryvyi, document, kryvyi.second)
        assert refused.value.clause == "8.5"
        self.hand(kryvyi, document, kryvyi.second, is_copy=True)
        assert self.hand(kryvyi, document, kryvyi.executor).holder_id == kryvyi.executor.post_id

    def test_those_whom_a_resolution_only_informs_get_it(self, kryvyi):
        """KR 8.5: there is a resolution, and no main executor by it."""
        document = made.letter(kryvyi)
        made.resolved(kryvyi, document, made.point(Assignee(kryvyi.executor.post_id, "info"), due_on=None))
        with pytest.raises(Refusal, match="лише доводять до відома: оригінал отримує Спеціаліст") as refused:
            self.hand(kryvyi, document, kryvyi.second)
        assert refused.value.clause == "8.5"
        assert self.hand(kryvyi, document, kryvyi.executor).holder_id == kryvyi.executor.post_id

    def test_of_what_went_unregistered_to_a_department_anybody_there_gets_it(self, kryvyi):
        document = papers.arrival(kryvyi, way=Document.Way.EMAIL)
        place, told = kryvyi.department_head.department_id, Told(sender_name="ТОВ «Промінь»", summary="Про виставку")
        arrivals.pass_on(actor=kryvyi.clerk, at=AT, document_id=document.pk, department=place, told=told)
        assert self.hand(kryvyi, document, kryvyi.department_head).holder_id == kryvyi.department_head.post_id

    def test_any_executor_where_no_clause_says_so(self, druzhkivka):
        document = made.letter(druzhkivka)
        made.resolved(druzhkivka, document, made.point(druzhkivka.executor, druzhkivka.second))
        assert self.hand(druzhkivka, document, druzhkivka.second).holder_id == druzhkivka.second.post_id


def waiting(who):
    """Ids of the documents whose submitted cases wait on his desk."""
    desk = queries.decides_for(actor=who, on=made.ON)
    return [one.document_id for one in queries.submitted_to(actor=who, **desk.wanted)]


class TestWriteOff:
    def test_comes_off_control_that_day(self, kryvyi, done):
        made.submitted(kryvyi, done)
        control = removal.write_off(actor=kryvyi.mayor, at=AT, document=done.document_id)
        assert (control.state, control.off_on, control.off_clause, control.off_mark) == (
            "off",
            made.ON,
            "8.15",
            "До справи",
        )

    def test_refuses_before_the_case_is_submitted(self, kryvyi, done):
        with pytest.raises(Refusal) as refused:
            removal.write_off(actor=kryvyi.mayor, at=AT, document=done.document_id)
        assert refused.value.clause == "8.14"

    def test_refuses_one_without_the_right(self, kryvyi, done):
        made.submitted(kryvyi, done)
        with pytest.raises(Refusal) as refused:
            removal.write_off(actor=kryvyi.control, at=AT, document=done.document_id)
        assert "8.15" in refused.value.clause

    def test_refuses_twice(self, kryvyi, done):
        made.submitted(kryvyi, done)
        removal.write_off(actor=kryvyi.mayor, at=AT, document=done.document_id)
        with pytest.raises(Refusal, match="уже знято"):
            removal.write_off(actor=kryvyi.mayor, at=AT, document=done.document_id)

    def test_only_the_author_of_the_resolution_where_the_clause_says_so(self, druzhkivka):
        done = made.done(druzhkivka, made.task(druzhkivka))
        made.submitted(druzhkivka, done, actor=druzhkivka.records_head)
        with pytest.raises(Refusal) as refused:
            removal.write_off(actor=druzhkivka.deputy, at=AT, document=done.document_id)
        assert refused.value.clause == "10.22"
        assert removal.write_off(actor=druzhkivka.mayor, at=AT, document=done.document_id).off_clause == "10.22"

    @pytest.mark.parametrize("kind", ["councillor_request", "citizen_appeal"])
    def test_the_leader_above_a_head_who_may_not(self, druzhkivka, sign_in, kind):
        """DR 8.3, 26.10, 10.22: the head wrote on what is addressed to himself."""
        paper = made.letter(druzhkivka, kind, addressee=druzhkivka.department_head.post_id)
        task = made.resolved(druzhkivka, paper, actor=druzhkivka.department_head, put_on_control=True).tasks.get()
        made.reported(druzhkivka, task)
        judging.accept(actor=druzhkivka.department_head, at=AT, task=task.pk)
        unit = Control.objects.get().unit_id
        keepers = (druzhkivka.control, druzhkivka.records_head)
        made.submitted(druzhkivka, task, actor=next(one for one in keepers if one.department_id == unit))
        assert (waiting(druzhkivka.deputy), waiting(druzhkivka.mayor)) == ([paper.pk], [])
        with pytest.raises(
            Refusal, match=r"автора резолюції \(Директор.*\) напис «До справи» робить Заступник"
        ) as refused:
            removal.write_off(actor=druzhkivka.mayor, at=AT, document=paper.pk)
        assert refused.value.clause == "10.22"
        address = f"/zavdannia/kontrol/{paper.pk}/spysaty/"
        client = sign_in(druzhkivka.deputy)
        assert address in client.get(f"/zavdannia/dokument/{paper.pk}/").content.decode()
        assert client.post(address, {"mark": "До справи"}).status_code == 302
        assert Control.objects.get().off_by.startswith("Заступник")

    @pytest.mark.parametrize("author", ["department_head", "deputy"])
    @pytest.mark.parametrize(("is_abolished", "stands_in"), [(False, False), (False, True), (True, False)])
    def test_the_next_leader_above_one_whose_post_nobody_fills(self, druzhkivka, author, is_abolished, stands_in):
        """DR 10.22: the deputy has gone; whoever stands in for him decides in his place, else who is above him."""
        office, author = druzhkivka, getattr(druzhkivka, author)
        paper = made.letter(office, "councillor_request", addressee=author.post_id)
        task = made.resolved(office, paper, actor=author, put_on_control=True).tasks.get()
        Holding.objects.filter(post=office.deputy.post_id).update(until=made.ON)
        if is_abolished:
            Post.objects.filter(pk=office.deputy.post_id).update(until=made.ON)
        other = office.first_deputy
        if stands_in:
            Substitution.objects.create(
                absent_id=office.deputy.post_id, substitute_id=other.post_id, reason="vacancy", since=made.ON,
                proposed_at=AT, proposed_by="Кадри", agreed_at=AT, agreed_by="Кадри",
            )  # fmt: skip
        Task.objects.filter(pk=task.pk).update(state="done", done_on=made.ON, done_at=AT)
        unit = Control.objects.get().unit_id
        keepers = (office.control, office.records_head)
        made.submitted(office, task, actor=next(one for one in keepers if one.department_id == unit))
        acting = replace(other, line=(*other.line, office.deputy.post_id), acting_for=office.deputy.post_id)
        decides, idle = (acting, office.mayor) if stands_in else (office.mayor, other)
        assert Message.objects.get(key__startswith="tasks.case_submitted").to_post == (
            office.deputy.post_id if stands_in else office.mayor.post_id
        )
        assert (waiting(decides), waiting(idle)) == ([paper.pk], [])
        assert removal.write_off(actor=decides, at=AT, document=paper.pk).off_clause == "10.22"

    def test_an_executive_bodys_paper_waits_for_the_mayor_whoever_wrote_the_resolution(self, druzhkivka, sign_in):
        """DR 9.7: only he writes it off, or leaves it on control."""
        office, deputy = druzhkivka, druzhkivka.deputy
        Post.objects.filter(pk=deputy.post_id).update(head=None)
        paper, ordinary = (
            made.letter(office, kind, addressee=deputy.post_id, stated_due_on=made.DUE)
            for kind in ("ministry_letter", "enterprise_letter")
        )
        reviews.pass_to(actor=office.mayor, at=AT, document=paper.pk, leader=deputy.post_id)
        for one in (paper, ordinary):
            point = made.point(office.executor, due_on=None)
            task = made.resolved(office, one, point, actor=deputy, put_on_control=True).tasks.get()
            made.reported(office, task)
            judging.accept(actor=office.department_head, at=AT, task=task.pk)
            judging.accept(actor=deputy, at=AT, task=task.pk)
            unit = Control.objects.get(document=one).unit_id
            keepers = (office.control, office.records_head)
            made.submitted(office, task, actor=next(who for who in keepers if who.department_id == unit))
        assert (waiting(deputy), waiting(office.mayor)) == ([ordinary.pk], [paper.pk])
        told = Message.objects.filter(key__startswith="tasks.case_submitted")
        assert dict(told.values_list("document", "to_post")) == {
            paper.pk: office.mayor.post_id, ordinary.pk: deputy.post_id,
        }  # fmt: skip
        assert "До справи або залишити" in sign_in(office.mayor).get("/").content.decode()
        with pytest.raises(Refusal) as refused:
            removal.write_off(actor=deputy, at=AT, document=paper.pk)
        assert refused.value.clause == "9.7"
        leave = {"at": AT, "document": paper.pk, "remark": "Потрібен акт"}
        with pytest.raises(Refusal, match="знімає його з контролю: Міський голова") as refused:
            removal.leave_on(actor=deputy, **leave)
        assert (refused.value.clause, Control.objects.get(document=paper).state) == ("9.7", "submitted")
        before = transaction.savepoint()
        assert removal.leave_on(actor=office.mayor, **leave).state == "on"
        transaction.savepoint_rollback(before)
        assert removal.write_off(actor=office.mayor, at=AT, document=paper.pk).off_clause == "9.7"

    def test_an_executive_bodys_paper_only_by_its_letter(self, kryvyi):
        done = made.done(kryvyi, made.task(kryvyi, "ministry_letter"))
        with pytest.raises(Refusal) as refused:
            removal.write_off(actor=kryvyi.mayor, at=AT, document=done.document_id)
        assert (refused.value.clause, "лише орган, що його створив" in refused.value.message) == ("8.15", True)

    def test_may_be_filed_only_then(self, kryvyi, done):
        assert filing_refusal(document=done.document, at=AT).clause == "8.14"
        made.submitted(kryvyi, done)
        removal.write_off(actor=kryvyi.mayor, at=AT, document=done.document_id)
        assert filing_refusal(document=done.document, at=AT) is None

    def test_what_is_not_on_control_is_filed_after_its_tasks(self, kryvyi):
        task = made.task(kryvyi, put_on_control=False)
        assert "невиконані" in filing_refusal(document=task.document, at=AT).message
        made.done(kryvyi, task)
        assert filing_refusal(document=task.document, at=AT) is None


class TestLeaveOn:
    def test_work_goes_on_with_another_term(self, kryvyi, done):
        made.submitted(kryvyi, done)
        control = removal.leave_on(
            actor=kryvyi.mayor, at=AT, document=done.document_id, remark="Потрібен акт", due_on=date(2026, 3, 27)
        )
        done.refresh_from_db()
        control.refresh_from_db()
        assert (control.state, control.due_on) == ("on", date(2026, 3, 27))
        assert (done.state, done.due_on, done.due_clause) == ("taken", date(2026, 3, 27), "8.14")

    def test_another_term_stands_in_the_history_of_terms(self, kryvyi, done):
        """KR 8.13: who changed it, from which day to which."""
        made.submitted(kryvyi, done)
        leave = {"actor": kryvyi.mayor, "at": AT, "document": done.document_id, "remark": "Потрібен акт"}
        with pytest.raises(Refusal, match=r"пізнішим за 20\.03\.2026"):
            removal.leave_on(**leave, due_on=date(2026, 3, 18))
        removal.leave_on(**leave, due_on=date(2026, 3, 28))
        kept = done.extensions.get()
        assert (kept.old_due_on, kept.new_due_on, kept.state, kept.reason, kept.clause) == (
            made.DUE, date(2026, 3, 30), "granted", "Потрібен акт", "8.13",
        )  # fmt: skip

    def test_only_who_may_change_terms_sets_another(self, druzhkivka):
        """DR 8.10: the mayor alone."""
        paper = made.letter(druzhkivka, addressee=druzhkivka.deputy.post_id)
        done = made.resolved(druzhkivka, paper, actor=druzhkivka.deputy, put_on_control=True).tasks.get()
        made.reported(druzhkivka, done)
        judging.accept(actor=druzhkivka.department_head, at=AT, task=done.pk)
        judging.accept(actor=druzhkivka.deputy, at=AT, task=done.pk)
        made.submitted(druzhkivka, done, actor=druzhkivka.records_head)
        leave = {"actor": druzhkivka.deputy, "at": AT, "document": paper.pk, "remark": "Потрібен акт"}
        with pytest.raises(Refusal) as refused:
            removal.leave_on(**leave, due_on=date(2026, 3, 27))
        assert (refused.value.clause, Control.objects.get().state) == ("8.10", "submitted")
        assert removal.leave_on(**leave).state == "on"

    def test_only_the_author_of_the_resolution_where_the_clause_says_so(self, druzhkivka):
        """DR 10.22: who may write it off."""
        done = made.done(druzhkivka, made.task(druzhkivka))
        made.submitted(druzhkivka, done, actor=druzhkivka.records_head)
        leave = {"at": AT, "document": done.document_id, "remark": "Потрібен акт"}
        with pytest.raises(Refusal, match="знімає його з контролю: Міський голова") as refused:
            removal.leave_on(actor=druzhkivka.deputy, **leave)
        assert (refused.value.clause, Control.objects.get().state) == ("10.22", "submitted")
        assert removal.leave_on(actor=druzhkivka.mayor, **leave).state == "on"

    def test_refuses_before_submission_without_remark_and_in_the_past(self, kryvyi, done):
        leave = {"actor": kryvyi.mayor, "at": AT, "document": done.document_id}
        with pytest.raises(Refusal, match="не подано"):
            removal.leave_on(**leave, remark="Потрібен акт")
        made.submitted(kryvyi, done)
        with pytest.raises(Refusal, match="бракує"):
            removal.leave_on(**leave, remark="")
        with pytest.raises(Refusal, match="минулому"):
            removal.leave_on(**leave, remark="Потрібен акт", due_on=date(2026, 3, 1))


class TestRemovalBySource:
    def test_by_a_letter_of_the_same_body(self, kryvyi):
        task = made.task(kryvyi, "ministry_letter")
        letter = made.letter(kryvyi, "ministry_letter")
        papers_seen(kryvyi, letter)
        control = removal.remove_by_source(actor=kryvyi.control, at=AT, document=task.document_id, letter=letter.pk)
        assert (control.state, control.off_clause, control.removal_letter_id) == ("off", "8.15", letter.pk)

    def test_by_letter_in_the_other_city(self, druzhkivka):
        task = made.task(druzhkivka, "ministry_letter")
        letter = made.letter(druzhkivka, "ministry_letter")
        control = removal.remove_by_source(
            actor=druzhkivka.records_head, at=AT, document=task.document_id, letter=letter.pk
        )
        assert control.off_clause == "8.12"

    def test_the_letter_that_has_served_comes_off_with_it(self, kryvyi):
        """KR 8.3, 8.15: itself of a kind that must be on control, it would else wait for a letter about itself."""
        task = made.task(kryvyi, "cabinet_letter")
        letter = made.letter(kryvyi, "cabinet_letter")
        own = made.resolved(kryvyi, letter, made.point(kryvyi.control)).tasks.get()
        removal.remove_by_source(actor=kryvyi.control, at=AT, document=task.document_id, letter=letter.pk)
        gone = Control.objects.get(document=letter)
        assert (gone.state, gone.off_clause, own.state) == ("off", "8.15", "given")

    def test_a_letter_on_which_others_work_stays(self, kryvyi):
        task = made.task(kryvyi, "cabinet_letter")
        letter = made.letter(kryvyi, "cabinet_letter")
        made.resolved(kryvyi, letter, made.point(kryvyi.executor))
        papers_seen(kryvyi, letter)
        removal.remove_by_source(actor=kryvyi.control, at=AT, document=task.document_id, letter=letter.pk)
        assert Control.objects.get(document=letter).state == "on"

    def test_its_control_ends_with_the_work_of_others(self, kryvyi):
        """KR 8.15, 8.16: no letter about the letter itself is to come."""
        task, letter = made.task(kryvyi, "cabinet_letter"), made.letter(kryvyi, "cabinet_letter")
        own = made.resolved(kryvyi, letter).tasks.get()
        papers_seen(kryvyi, letter)
        removal.remove_by_source(actor=kryvyi.control, at=AT, document=task.document_id, letter=letter.pk)
        made.done(kryvyi, own)
        gone = Control.objects.get(document=letter)
        assert (gone.state, gone.off_clause, gone.off_on) == ("off", "8.15", made.ON)

    def test_its_control_ends_when_the_repetition_of_their_work_is_stopped(self, kryvyi):
        task, letter = made.task(kryvyi, "cabinet_letter"), made.letter(kryvyi, "cabinet_letter")
        own = made.resolved(
            kryvyi, letter, made.point(kryvyi.executor, due_on=None, repeats="month", repeat_day=5)
        ).tasks.get()
        papers_seen(kryvyi, letter)
        removal.remove_by_source(actor=kryvyi.control, at=AT, document=task.document_id, letter=letter.pk)
        made.done(kryvyi, own)
        following = Task.objects.get(document=letter, state="given")
        assert Control.objects.get(document=letter).state == "on"
        handing.stop_repeating(actor=kryvyi.mayor, at=AT, task=following.pk, reason="Потреба минула")
        gone = Control.objects.get(document=letter)
        assert (gone.state, gone.off_clause, gone.off_on) == ("off", "8.15", made.ON)

    def test_a_letter_that_served_before_it_was_seen_is_free(self, kryvyi):
        """KR 8.3, 8.15: the leader reads it, informs by it or gives work without control."""
        task, letter = made.task(kryvyi, "cabinet_letter"), made.letter(kryvyi, "cabinet_letter")
        informed = made.letter(kryvyi, "cabinet_letter")
        papers_seen(kryvyi, letter)
        papers_seen(kryvyi, informed)
        with pytest.raises(Refusal, match="обов'язковому контролю"):
            reviews.read(actor=kryvyi.mayor, at=AT, document=letter.pk)
        removal.remove_by_source(actor=kryvyi.control, at=AT, document=task.document_id, letter=letter.pk)
        reviews.read(actor=kryvyi.mayor, at=AT, document=letter.pk)
        made.resolved(kryvyi, letter)
        assert not Control.objects.filter(document=letter).exists()
        other = made.task(kryvyi, "cabinet_letter")
        removal.remove_by_source(actor=kryvyi.control, at=AT, document=other.document_id, letter=informed.pk)
        made.resolved(kryvyi, informed, made.point(Assignee(kryvyi.executor.post_id, "info"), due_on=None))
        assert filing_refusal(document=informed, at=AT) is None

    def test_a_letter_that_has_served_comes_off_with_its_cancelled_resolution(self, kryvyi):
        task, letter = made.task(kryvyi, "cabinet_letter"), made.letter(kryvyi, "cabinet_letter")
        own = made.resolved(kryvyi, letter)
        papers_seen(kryvyi, letter)
        removal.remove_by_source(actor=kryvyi.control, at=AT, document=task.document_id, letter=letter.pk)
        resolutions.cancel(actor=kryvyi.mayor, at=AT, resolution=own.pk, reason="виконано листом")
        assert Control.objects.get(document=letter).state == "off"

    def test_refuses_another_bodys_letter(self, kryvyi):
        task = made.task(kryvyi, "ministry_letter")
        from magistrat.documents.card import Party

        other = papers.correspondent("Інше міністерство", "central_body")
        letter = made.letter(kryvyi, "ministry_letter", parties=(Party(other.pk, "1", date(2026, 3, 1)),))
        papers_seen(kryvyi, letter)
        with pytest.raises(Refusal) as refused:
            removal.remove_by_source(actor=kryvyi.control, at=AT, document=task.document_id, letter=letter.pk)
        assert refused.value.clause == "8.15"

    def test_refuses_one_without_the_right_an_ordinary_paper_and_itself(self, kryvyi):
        task, ordinary = made.task(kryvyi, "ministry_letter"), made.task(kryvyi)
        with pytest.raises(Refusal):
            removal.remove_by_source(
                actor=kryvyi.executor, at=AT, document=task.document_id, letter=ordinary.document_id
            )
        with pytest.raises(Refusal, match="До справи"):
            removal.remove_by_source(
                actor=kryvyi.control, at=AT, document=ordinary.document_id, letter=task.document_id
            )
        with pytest.raises(Refusal, match="іншим"):
            removal.remove_by_source(actor=kryvyi.control, at=AT, document=task.document_id, letter=task.document_id)


class TestCloseAfterInformation:
    def send(self, office, task):
        return papers.outgoing(office, reply_to=task.document_id, department=office.executor.department_id)

    def test_comes_off_once_sent(self, druzhkivka):
        task = made.task(druzhkivka, "ministry_letter")
        second = made.point(druzhkivka.education)
        other = made.resolved(druzhkivka, task.document, second, on_blank=True)
        with pytest.raises(Refusal) as refused:
            removal.close_after_information(actor=druzhkivka.records_head, at=AT, document=task.document_id)
        assert refused.value.clause == "8.12"
        letter = self.send(druzhkivka, task)
        with pytest.raises(Refusal, match="лише зареєстровано"):
            removal.close_after_information(actor=druzhkivka.records_head, at=AT, document=task.document_id)
        made.dispatched(druzhkivka, letter)
        with pytest.raises(Refusal, match="ще не виконано"):
            removal.close_after_information(actor=druzhkivka.records_head, at=AT, document=task.document_id)
        execution.done_by_letter(actor=druzhkivka.clerk, at=AT, task=other.tasks.get().pk, letter=letter)
        control = removal.close_after_information(actor=druzhkivka.records_head, at=AT, document=task.document_id)
        assert (control.state, control.off_clause) == ("off", "8.12")

    def unasked(self, office, **changes):
        """A sent letter of ours that was registered as no answer: nobody asked the rules whether it may be one."""
        letter = papers.outgoing(office, **changes)
        made.dispatched(office, letter)
        grants.give(document=letter, at=AT, reason="author", source="tests:1", post=office.executor.post_id)
        return letter

    def test_a_relation_added_afterwards_is_no_information(self, druzhkivka):
        """DR 8.8: nobody looked then at whose signature the letter bears; the task that names it, its judges do."""
        office = druzhkivka
        task = made.task(office, "ministry_letter")
        letter = self.unasked(office, author=office.deputy.post_id)
        links.connect(
            actor=office.clerk, at=AT, source_id=letter.pk, target_id=task.document_id, kind=Link.Kind.REPLY
        )  # fmt: skip
        close = {"actor": office.records_head, "at": AT, "document": task.document_id}
        with pytest.raises(Refusal, match=f"{letter.index} лише пов'язано") as refused:
            removal.close_after_information(**close)
        assert refused.value.clause == "8.12"
        given = execution.report(actor=office.executor, at=AT, task=task.pk, text="Надіслано", reply=letter.pk)
        assert queries.answers_to(document=task.document_id).sent is None
        judging.accept(actor=office.department_head, at=AT, task=task.pk)
        judging.accept(actor=office.mayor, at=AT, task=task.pk)
        assert given.reply_id == queries.answers_to(document=task.document_id).sent.pk
        assert removal.close_after_information(**close).off_clause == "8.12"

    def test_a_letter_to_another_body_that_the_task_names_is_none(self, druzhkivka):
        """DR 8.12, 9.7: the information goes to the body that made the document."""
        office = druzhkivka
        task = made.task(office, "ministry_letter")
        to_other = (Party(papers.correspondent("КП «Інше»").pk),)
        letter = self.unasked(office, parties=to_other)
        execution.report(actor=office.executor, at=AT, task=task.pk, text="Запитано", reply=letter.pk)
        judging.accept(actor=office.department_head, at=AT, task=task.pk)
        judging.accept(actor=office.mayor, at=AT, task=task.pk)
        with pytest.raises(Refusal, match="ще не надіслано"):
            removal.close_after_information(actor=office.records_head, at=AT, document=task.document_id)

    def test_a_relation_that_was_a_mistake_takes_the_answer_away(self, druzhkivka):
        paper = made.letter(druzhkivka, "ministry_letter")
        letter = papers.outgoing(druzhkivka, reply_to=paper.pk)
        assert queries.answers_to(document=paper.pk).replies == [letter]
        links.part(actor=druzhkivka.clerk, at=AT, link_id=letter.links.get().pk, reason="Не той документ")
        assert queries.answers_to(document=paper.pk).replies == []

    def test_refuses_where_the_regulation_says_otherwise(self, kryvyi):
        task = made.task(kryvyi, "ministry_letter")
        self.send(kryvyi, task)
        with pytest.raises(Refusal, match="До справи"):
            removal.close_after_information(actor=kryvyi.control, at=AT, document=task.document_id)


class TestPutOn:
    def test_after_the_resolution(self, kryvyi):
        task = made.task(kryvyi, put_on_control=False)
        papers_seen(kryvyi, task.document)
        control = watching.put_on(actor=kryvyi.control, at=AT, document=task.document_id, reason="Доручення наради")
        assert (control.due_on, control.reason, control.leader_id) == (
            made.DUE,
            "Доручення наради",
            kryvyi.mayor.post_id,
        )
        told = Entry.objects.get(code="tasks.put_on_control")
        assert told.payload["text"] == f"Узято на контроль (Доручення наради), строк {made.DUE:%d.%m.%Y}"

    def test_refuses_no_right_no_reason_no_task_and_twice(self, kryvyi):
        task, idle = made.task(kryvyi, put_on_control=False), made.letter(kryvyi)
        put = lambda **given: watching.put_on(  # noqa: E731
            **({"actor": kryvyi.mayor, "at": AT, "document": task.document_id, "reason": "нарада"} | given)
        )
        with pytest.raises(Refusal) as refused:
            put(actor=kryvyi.executor)
        assert "8.6" in refused.value.clause
        with pytest.raises(Refusal, match="чому"):
            put(reason="")
        with pytest.raises(Refusal, match="завдання зі строком"):
            put(document=idle.pk)
        put()
        with pytest.raises(Refusal, match="уже"):
            put()


class TestList:
    def test_filters_by_what_is_wanted(self, kryvyi):
        soon = made.task(kryvyi, due_on=date(2026, 3, 12))
        late = made.task(kryvyi, "cabinet_letter", due_on=date(2026, 3, 30))
        listed = lambda **wanted: [  # noqa: E731
            one.document_id for one in queries.control_list(actor=kryvyi.control, wanted=queries.Wanted(**wanted))
        ]
        assert listed() == [soon.document_id, late.document_id]
        assert listed(obligatory=True) == [late.document_id]
        assert listed(until=date(2026, 3, 15)) == [soon.document_id]
        assert listed(overdue_on=date(2026, 3, 13)) == [soon.document_id]
        assert listed(executor_department=kryvyi.education.department_id) == []
        assert listed(leader=kryvyi.mayor.post_id, unit=kryvyi.control.department_id) == [
            soon.document_id,
            late.document_id,
        ]
        assert queries.control_list(actor=kryvyi.stranger, wanted=queries.Wanted()).count() == 0

    def test_names_the_executor_who_is_still_at_work(self, kryvyi):
        made.task(kryvyi)
        assert (
            queries.control_list(actor=kryvyi.control, wanted=queries.Wanted()).get().main_executor
            == "Спеціаліст департаменту"
        )


def papers_seen(office, document):
    """Let the control unit see it."""
    from magistrat.documents.actions import grants

    grants.give(document=document, department=office.control.department_id, reason="control", source="tests:1", at=AT)


def test_control_of_a_state_paper_has_its_constraint():
    assert any(one.name == "tasks_off_has_day" for one in Control._meta.constraints)


class TestAgain:
    def test_a_new_resolution_on_a_submitted_case_gives_work_anew(self, kryvyi, done):
        made.submitted(kryvyi, done)
        made.resolved(kryvyi, done.document, made.point(kryvyi.education, due_on=date(2026, 3, 27)))
        control = Control.objects.get()
        assert (control.state, control.due_on) == ("on", date(2026, 3, 27))
        with pytest.raises(Refusal) as refused:
            removal.write_off(actor=kryvyi.mayor, at=AT, document=done.document_id)
        assert refused.value.clause == "8.14"

    def test_what_came_off_stays_off_unless_the_new_resolution_says_otherwise(self, kryvyi, done):
        made.submitted(kryvyi, done)
        removal.write_off(actor=kryvyi.mayor, at=AT, document=done.document_id)
        made.resolved(kryvyi, done.document, made.point(kryvyi.education))
        assert Control.objects.get().state == "off"
        made.resolved(kryvyi, done.document, made.point(kryvyi.second), put_on_control=True)
        control = Control.objects.get()
        assert (control.state, control.off_on, control.submitted_at) == ("on", None, None)

    def test_left_on_control_with_nothing_to_reopen(self, kryvyi, done):
        made.submitted(kryvyi, done)
        Task.objects.update(state="cancelled", done_on=None)
        leave = {"actor": kryvyi.mayor, "at": AT, "document": done.document_id, "remark": "Потрібен акт"}
        with pytest.raises(Refusal, match="немає завдання"):
            removal.leave_on(**leave, due_on=date(2026, 3, 27))
        assert removal.leave_on(**leave).state == "on"

    def test_left_on_control_with_the_same_term(self, kryvyi, done):
        made.submitted(kryvyi, done)
        leave = {"actor": kryvyi.mayor, "at": AT, "document": done.document_id, "remark": "Потрібен акт"}
        removal.leave_on(**leave, due_on=made.DUE)
        done.refresh_from_db()
        assert (done.state, done.due_on, done.extensions.exists()) == ("taken", made.DUE, False)

    def test_refuses_to_submit_what_never_was_on_control(self, kryvyi):
        task = made.task(kryvyi, put_on_control=False)
        papers_seen(kryvyi, task.document)
        with pytest.raises(Refusal, match="не перебуває на контролі"):
            made.submitted(kryvyi, task)

    def test_a_city_without_a_post_for_control_is_told_so(self, kryvyi):
        Post.objects.filter(roles__contains=["control_specialist"]).update(roles=["executor"])
        with pytest.raises(Refusal, match="жодна посада не виконує роль «спеціаліст з контролю»"):
            made.resolved(kryvyi, made.letter(kryvyi), put_on_control=True)
        assert not Control.objects.exists()

    def test_an_official_use_paper_is_not_opened_to_the_control_unit(self, kryvyi):
        from magistrat.documents import queries as documents

        paper = made.letter(kryvyi, is_restricted=True)
        made.resolved(kryvyi, paper, put_on_control=True)
        assert Control.objects.get().unit_id == kryvyi.control.department_id
        assert not documents.visible(kryvyi.control).exists()

    def test_a_granted_later_term_stands_beside_the_laws_day(self, kryvyi, sign_in):
        """Art. 20 of 393/96-ВР: a month, at most 45 days in all."""
        paper = made.letter(kryvyi, "citizen_appeal")
        task = made.resolved(
            kryvyi, paper, made.point(kryvyi.executor, due_on=date(2026, 6, 1)), put_on_control=True
        ).tasks.get()
        ask = {"actor": kryvyi.executor, "at": AT, "task": task.pk, "reason": "Перевірка"}
        with pytest.raises(Refusal, match=r"пізнішого за 24\.04\.2026"):
            extensions.ask(**ask, new_due_on=date(2026, 4, 27))
        asked = extensions.ask(**ask, new_due_on=date(2026, 4, 20))
        decide = {"actor": kryvyi.mayor, "at": AT, "extension": asked.pk, "granted": True}
        with pytest.raises(Refusal, match=r"393/96-ВР"):
            extensions.decide(**decide, new_due_on=date(2026, 4, 25))
        extensions.decide(**decide)
        control = Control.objects.get()
        assert (control.due_on, control.law_due_on, control.is_past_law) == (date(2026, 4, 20), date(2026, 4, 10), True)
        page = sign_in(kryvyi.mayor).get(f"/zavdannia/dokument/{paper.pk}/").content.decode()
        assert "10.04.2026: контрольний строк пізніший за нього" in page

    def test_a_term_that_goes_beyond_a_law_shows_its_day(self, kryvyi):
        paper = made.letter(kryvyi, "citizen_appeal")
        task = made.resolved(kryvyi, paper, put_on_control=True).tasks.get()
        assert Control.objects.get().law_due_on is None
        ask = {"actor": kryvyi.executor, "at": AT, "task": task.pk, "reason": "Перевірка"}
        asked = extensions.ask(**ask, new_due_on=date(2026, 4, 21))
        extensions.decide(actor=kryvyi.mayor, at=AT, extension=asked.pk, granted=True)
        control = Control.objects.get()
        assert (control.law_due_on, "393/96-ВР" in control.law) == (date(2026, 4, 10), True)

    def test_nobody_is_told_where_nobody_is_named(self, kryvyi, done):
        before = Message.objects.count()
        deeds.tell(document=done.document, post=None, at=AT, key="tests", subject="нікому")
        assert Message.objects.count() == before
