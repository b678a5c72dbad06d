"""What follows from a corrected card: the desk, the terms, control (KR 7.9, 8.3, 8.12, 8.15; DR 8.3, 9.2)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from magistrat.documents.actions import corrections
from magistrat.documents.card import Party
from magistrat.documents.models import Document
from magistrat.documents.queries import cards, visible
from magistrat.journal.models import Entry
from magistrat.organisation.models import Holding, Post
from magistrat.outbox.models import Message
from magistrat.rules.refusal import Refusal
from magistrat.tasks import queries
from magistrat.tasks.actions import deeds, execution, point_removal, resolutions, reviews
from magistrat.tasks.draft import Assignee
from magistrat.tasks.models import Control, Review, Task
from tests.factories import documents as papers
from tests.factories import tasks as made

pytestmark = pytest.mark.django_db
AT = made.AT


def correct(office, document: Document, at: datetime = AT, **changes) -> Document:
    card = replace(cards.card_of(document), **changes)
    return corrections.correct(actor=office.clerk, at=at, document_id=document.pk, card=card, reason="помилка в картці")


def kind(key: str) -> int:
    return papers.kind(key, key, ("incoming", "outgoing", "internal")).pk


def sender(sort: str) -> tuple[Party, ...]:
    """Another correspondent of this category."""
    return (Party(papers.correspondent("Інший орган", sort).pk, "12/3", date(2026, 3, 2)),)


class TestTheDesk:
    def test_the_waiting_paper_goes_to_the_right_leader(self, kryvyi):
        document = made.letter(kryvyi)
        correct(kryvyi, document, addressee=kryvyi.deputy.post_id)
        assert Review.objects.get(document=document, done_at=None).leader_id == kryvyi.deputy.post_id
        assert Entry.objects.filter(code="tasks.review_moved", document=document.pk).exists()
        told = Message.objects.filter(document=document.pk, key__startswith="tasks.corrected")
        assert set(told.values_list("to_post", flat=True)) == {kryvyi.deputy.post_id, kryvyi.mayor.post_id}

    def test_urgency_changes_the_folder(self, kryvyi):
        document = made.letter(kryvyi)
        correct(kryvyi, document, is_urgent=True)
        assert Review.objects.get(document=document).folder == "urgent"

    def test_what_a_resolution_stands_on_only_tells_its_author(self, kryvyi):
        task = made.task(kryvyi)
        correct(kryvyi, task.document, addressee=kryvyi.deputy.post_id)
        assert not Review.objects.filter(document=task.document_id, done_at=None).exists()
        assert Message.objects.filter(subject__contains="перевірте резолюцію").get().to_post == kryvyi.mayor.post_id

    def test_what_the_wrong_leader_has_only_read_lies_with_the_right_one(self, kryvyi):
        document = made.letter(kryvyi)
        reviews.read(actor=kryvyi.mayor, at=AT, document=document.pk)
        correct(kryvyi, document, addressee=kryvyi.deputy.post_id)
        assert (lies(kryvyi.mayor), lies(kryvyi.deputy)) == ({}, {"resolution": 1})
        assert Entry.objects.filter(code="tasks.review_moved", document=document.pk, clause="7.9").exists()
        told = Message.objects.filter(document=document.pk, key__startswith="tasks.corrected")
        assert list(told.values_list("to_post", flat=True)) == [kryvyi.deputy.post_id]

    def test_what_was_passed_on_and_waits_there_stays(self, kryvyi):
        document = made.letter(kryvyi)
        reviews.pass_to(actor=kryvyi.mayor, at=AT, document=document.pk, leader=kryvyi.deputy.post_id)
        correct(kryvyi, document, addressee=kryvyi.first_deputy.post_id)
        assert (lies(kryvyi.deputy), lies(kryvyi.first_deputy)) == ({"resolution": 1}, {})

    def test_what_waits_for_another_resolution_goes_to_him_though_he_has_read_it(self, kryvyi):
        document = made.letter(kryvyi)
        reviews.pass_to(actor=kryvyi.mayor, at=AT, document=document.pk, leader=kryvyi.deputy.post_id)
        reviews.read(actor=kryvyi.deputy, at=AT, document=document.pk)
        written = made.resolved(kryvyi, document)
        resolutions.cancel(actor=kryvyi.mayor, at=AT, resolution=written.pk, reason="Не до повноважень")
        correct(kryvyi, document, addressee=kryvyi.deputy.post_id)
        assert (lies(kryvyi.mayor), lies(kryvyi.deputy)) == ({}, {"resolution": 1})

    def test_what_the_right_leader_has_decided_on_only_leaves_the_wrong_one(self, kryvyi):
        document = made.letter(kryvyi)
        reviews.pass_to(actor=kryvyi.mayor, at=AT, document=document.pk, leader=kryvyi.deputy.post_id)
        written = made.resolved(kryvyi, document)
        resolutions.cancel(actor=kryvyi.mayor, at=AT, resolution=written.pk, reason="Не до повноважень")
        made.resolved(kryvyi, document, actor=kryvyi.deputy)
        correct(kryvyi, document, addressee=kryvyi.deputy.post_id)
        assert (lies(kryvyi.mayor), lies(kryvyi.deputy)) == ({}, {})
        told = Message.objects.get(document=document.pk, key__startswith="tasks.corrected")
        assert (told.to_post, "більше не чекає" in told.subject) == (kryvyi.mayor.post_id, True)
        text = Entry.objects.get(code="tasks.review_moved", document=document.pk).payload["text"]
        assert text == "За виправленою карткою документ більше не чекає на розгляд: Міський голова"

    def test_a_kind_that_goes_to_the_mayor(self, druzhkivka):
        document = made.letter(druzhkivka, addressee=druzhkivka.deputy.post_id)
        correct(druzhkivka, document, kind=kind("ministry_letter"))
        review = Review.objects.get(document=document)
        assert (review.leader_id, review.clause, review.folder) == (druzhkivka.mayor.post_id, "9.2", "urgent")


def sees(actor, document: Document) -> bool:
    return visible(actor).filter(pk=document.pk).exists()


def lies(actor) -> dict[str, int]:
    return queries.folder_counts(posts=[actor.post_id])


class TestOfficialUse:
    """With whom the paper lies when it becomes one for official use, he sees it by name from then on."""

    @pytest.mark.parametrize("is_info", [False, True])
    def test_the_leader_to_whom_it_was_passed(self, kryvyi, is_info):
        document = made.letter(kryvyi)
        reviews.pass_to(
            actor=kryvyi.mayor, at=AT, document=document.pk, leader=kryvyi.deputy.post_id, is_info=is_info
        )  # fmt: skip
        correct(kryvyi, document, is_restricted=True)
        assert sees(kryvyi.deputy, document)
        assert lies(kryvyi.deputy) == {"info" if is_info else "resolution": 1}

    def test_the_mayor_who_has_it_at_once(self, druzhkivka):
        """DR 9.2: whoever is its addressee."""
        document = made.letter(druzhkivka, "ministry_letter", addressee=druzhkivka.deputy.post_id)
        correct(druzhkivka, document, is_restricted=True)
        assert sees(druzhkivka.mayor, document)
        assert lies(druzhkivka.mayor) == {"urgent": 1}

    def test_the_mayor_also_after_his_resolution(self, druzhkivka):
        document = made.letter(druzhkivka, "ministry_letter", addressee=druzhkivka.deputy.post_id)
        reviews.pass_to(actor=druzhkivka.mayor, at=AT, document=document.pk, leader=druzhkivka.deputy.post_id)
        correct(druzhkivka, document, is_restricted=True)
        assert (sees(druzhkivka.mayor, document), sees(druzhkivka.deputy, document)) == (True, True)

    def test_not_who_only_gets_to_know_what_goes_to_the_mayor(self, druzhkivka):
        """DR 10.11: what is for official use is not laid with him either."""
        leaders = Post.objects.get(pk=druzhkivka.mayor.post_id).department
        manager = papers.actor("Керуючий справами виконкому", leaders, "affairs_manager", is_leader=True, rank=3)
        document = made.letter(druzhkivka)
        correct(druzhkivka, document, is_restricted=True)
        assert (sees(manager, document), lies(manager)) == (False, {})

    def test_executors_author_and_judge(self, kryvyi):
        """As where the paper was for official use from the beginning: naming him in the resolution admits him."""
        document = made.letter(kryvyi, addressee=kryvyi.deputy.post_id)
        reviews.pass_to(actor=kryvyi.deputy, at=AT, document=document.pk, leader=kryvyi.mayor.post_id)
        task = made.resolved(kryvyi, document, made.point(kryvyi.executor)).tasks.get()
        made.reported(kryvyi, task)
        correct(kryvyi, document, is_restricted=True)
        assert task.judge_id == kryvyi.department_head.post_id
        for actor in (kryvyi.executor, kryvyi.department_head, kryvyi.mayor):
            assert sees(actor, document)
        for actor in (kryvyi.education, kryvyi.control):
            assert not sees(actor, document)

    def test_who_decides_on_the_submitted_case(self, kryvyi):
        task = made.done(kryvyi, made.task(kryvyi))
        made.submitted(kryvyi, task)
        Document.objects.filter(pk=task.document_id).update(addressee=kryvyi.deputy.post_id)
        correct(kryvyi, Document.objects.get(pk=task.document_id), is_restricted=True)
        assert sees(kryvyi.mayor, task.document)
        assert not sees(kryvyi.executor, task.document)

    def test_who_decides_on_a_submitted_point_of_a_later_resolution(self, kryvyi):
        """KR 8.11, 8.15: of each point the author of its own resolution, for a vacant post the leader above it."""
        first, second = kryvyi.first_deputy, kryvyi.deputy
        document = made.letter(kryvyi, "instruction", addressee=first.post_id)
        reviews.pass_to(actor=first, at=AT, document=document.pk, leader=second.post_id)
        made.resolved(kryvyi, document, made.point(kryvyi.second, number="1"), actor=first, put_on_control=True)
        point = made.point(kryvyi.executor, number="2")
        task = made.resolved(kryvyi, document, point, actor=second, on_blank=True).tasks.get()
        Task.objects.filter(pk=task.pk).update(state="done", done_on=made.ON, done_at=AT)
        Holding.objects.filter(post=second.post_id).update(until=made.ON)
        point_removal.submit(actor=kryvyi.control, at=AT, point=task.control_point.pk)
        correct(kryvyi, document, is_restricted=True)
        assert sees(kryvyi.mayor, document)

    @pytest.mark.parametrize("changed", ["kind", "addressee"])
    def test_whose_it_becomes_by_a_later_correction(self, druzhkivka, changed):
        document = made.letter(druzhkivka, addressee=druzhkivka.deputy.post_id, is_restricted=True)
        now = {"kind": kind("ministry_letter"), "addressee": druzhkivka.mayor.post_id}
        correct(druzhkivka, document, **{changed: now[changed]})
        assert sees(druzhkivka.mayor, document)
        assert sum(lies(druzhkivka.mayor).values()) == 1

    def test_whoever_stands_in_for_the_mayor_where_the_desk_moves_to_him(self, druzhkivka):
        """DR 9.2: in the mayor's absence to the secretary of the council; the card is corrected for another reason."""
        leaders = Post.objects.get(pk=druzhkivka.mayor.post_id).department
        document = made.letter(druzhkivka, "ministry_letter", addressee=druzhkivka.deputy.post_id)
        secretary = papers.actor("Секретар міської ради", leaders, "council_secretary", is_leader=True)
        Holding.objects.filter(post=druzhkivka.mayor.post_id).update(until=made.days_later(1).date())
        correct(druzhkivka, document, at=made.days_later(1), is_urgent=True)
        assert Review.objects.get(document=document).leader_id == secretary.post_id
        assert sees(secretary, document)


class TestTheTerm:
    def test_is_counted_anew_from_what_the_card_says_now(self, druzhkivka):
        """Thirty calendar days from the arrival."""
        document = made.letter(druzhkivka)
        task = made.resolved(druzhkivka, document, made.point(druzhkivka.executor, due_on=None)).tasks.get()
        was = task.due_on
        correct(druzhkivka, document, arrived_at=made.at_kyiv(2026, 3, 6, 10))
        task.refresh_from_db()
        assert (was, task.due_on) == (date(2026, 4, 9), date(2026, 4, 6))
        assert Entry.objects.get(code="tasks.term_recounted").payload["new"] == "2026-04-06"

    def test_control_follows(self, druzhkivka):
        document = made.letter(druzhkivka)
        made.resolved(
            druzhkivka, document, made.point(druzhkivka.executor, due_on=None), put_on_control=True
        )  # fmt: skip
        correct(druzhkivka, document, stated_due_on=date(2026, 3, 18))
        assert Control.objects.get(document=document).due_on == date(2026, 3, 18)

    def test_what_the_author_set_stays_and_control_is_told(self, kryvyi):
        task = made.task(kryvyi)
        correct(kryvyi, task.document, is_urgent=True)
        task.refresh_from_db()
        assert task.due_on == made.DUE
        told = Message.objects.filter(subject__contains="перевірте строк")
        assert set(told.values_list("to_post", flat=True)) >= {kryvyi.control.post_id}

    def test_a_helpers_own_day_stays_and_what_followed_from_the_main_term_follows(self, druzhkivka):
        """KR 7.11; DR 10.17: the day that the main executor set him is not the card's."""
        office, document = druzhkivka, made.letter(druzhkivka)
        made.resolved(office, document, made.point(office.executor, office.second, office.stranger, due_on=None))
        set_, follows = Task.objects.filter(part="co").order_by("id")
        execution.set_co_term(actor=office.executor, at=AT, task=set_.pk, due_on=date(2026, 3, 25))
        correct(office, document, arrived_at=made.at_kyiv(2026, 3, 6, 10))
        set_.refresh_from_db()
        follows.refresh_from_db()
        assert (set_.due_on, follows.due_on) == (date(2026, 3, 25), date(2026, 4, 6))
        assert not Entry.objects.filter(code="tasks.term_recounted", subject=set_.pk).exists()

    def test_the_journal_keeps_a_helpers_own_former_day(self, kryvyi):
        """KR 12.8: two working days before the main executor's."""
        document = made.letter(kryvyi, "citizen_appeal")
        made.resolved(kryvyi, document, made.point(kryvyi.executor, kryvyi.second, due_on=None))
        was = Task.objects.get(part="co").due_on
        correct(kryvyi, document, stated_due_on=date(2026, 3, 20))
        helper, main = Task.objects.get(part="co"), Task.objects.get(part="main")
        assert helper.due_on < main.due_on
        payload = Entry.objects.get(code="tasks.term_recounted", subject=helper.pk).payload
        assert (payload["old"], payload["new"]) == (was.isoformat(), helper.due_on.isoformat())

    def test_who_gave_a_part_that_ends_later_is_told(self, druzhkivka):
        office, document = druzhkivka, made.letter(druzhkivka)
        head = office.department_head
        whole = made.resolved(office, document, made.point(head, due_on=None)).tasks.get()
        made.resolved(
            office, document, made.point(office.executor, due_on=date(2026, 4, 8)), actor=head, parent_task=whole.pk
        )
        correct(office, document, arrived_at=made.at_kyiv(2026, 3, 6, 10))
        assert Message.objects.get(subject__contains="частин").to_post == head.post_id


class TestControl:
    def test_a_kind_that_must_be_on_control_is_put_on_it(self, druzhkivka):
        task = made.task(druzhkivka, put_on_control=False)
        correct(druzhkivka, task.document, kind=kind("councillor_request"))
        control = Control.objects.get(document=task.document_id)
        assert (control.is_obligatory, control.clause, control.state) == (True, "8.3", "on")

    @pytest.mark.parametrize("how", ["read", "informed of", "done"])
    def test_what_nobody_works_on_lies_again_for_a_resolution(self, kryvyi, how):
        """KR 8.3: it goes to its file only after a resolution that puts it on control."""
        document = made.letter(kryvyi)
        if how == "read":
            reviews.pass_to(actor=kryvyi.mayor, at=AT, document=document.pk, leader=kryvyi.deputy.post_id)
            reviews.read(actor=kryvyi.deputy, at=AT, document=document.pk)
        elif how == "informed of":
            made.resolved(kryvyi, document, made.point(Assignee(kryvyi.executor.post_id, "info"), due_on=None))
        else:
            made.done(kryvyi, made.resolved(kryvyi, document).tasks.get())
        leader, other = (kryvyi.deputy, kryvyi.mayor) if how == "read" else (kryvyi.mayor, kryvyi.deputy)
        correct(kryvyi, document, kind=kind("cabinet_letter"))
        assert (lies(leader), lies(other)) == ({"resolution": 1}, {})
        told = Message.objects.get(document=document.pk, subject__contains="підлягає обов'язковому контролю")
        assert told.to_post == leader.post_id
        assert Entry.objects.get(code="tasks.review_moved", document=document.pk).clause == "8.3"

    def test_what_waits_on_a_desk_or_is_in_its_file_stays(self, kryvyi):
        waits, filed = made.letter(kryvyi), made.letter(kryvyi)
        reviews.pass_to(actor=kryvyi.mayor, at=AT, document=waits.pk, leader=kryvyi.deputy.post_id)
        reviews.read(actor=kryvyi.mayor, at=AT, document=filed.pk)
        Document.objects.filter(pk=filed.pk).update(filed_on=made.ON)
        for document in (waits, filed):
            correct(kryvyi, document, kind=kind("cabinet_letter"))
        assert (lies(kryvyi.mayor), lies(kryvyi.deputy)) == ({}, {"resolution": 1})

    def test_an_appeal_whose_result_a_central_body_waits_for_lies_again(self, druzhkivka):
        """DR 26.10: by its correspondent alone."""
        document = made.letter(druzhkivka, "citizen_appeal")
        reviews.read(actor=druzhkivka.mayor, at=AT, document=document.pk)
        correct(druzhkivka, document, parties=sender("central_body"))
        assert lies(druzhkivka.mayor) == {"resolution": 1}
        assert Entry.objects.get(code="tasks.review_moved", document=document.pk).clause == "26.10"

    @pytest.mark.parametrize("code", ["documents.brought_in", "tasks.brought_in", ""])
    def test_what_had_to_be_on_control_before_stays(self, kryvyi, code):
        """KR 8.3: another correspondent makes nothing obligatory that was not, nor is what the earlier books ended begun anew."""
        document = made.letter(kryvyi, "law" if code != "documents.brought_in" else "letter")
        Review.objects.update(done_at=AT)
        if code:
            deeds.write(subject=document, document=document.pk, actor=kryvyi.clerk, at=AT, code=code, text="з книг")
        changes = {"parties": sender("other")}
        if code == "documents.brought_in":
            changes["kind"] = kind("cabinet_letter")
        correct(kryvyi, document, **changes)
        assert lies(kryvyi.mayor) == {}
        assert not Entry.objects.filter(code="tasks.review_moved").exists()

    def test_what_only_informs_is_free_of_it_in_the_other_city(self, druzhkivka):
        """DR 10.19."""
        document = made.letter(druzhkivka)
        made.resolved(druzhkivka, document, made.point(Assignee(druzhkivka.executor.post_id, "info"), due_on=None))
        correct(druzhkivka, document, kind=kind("councillor_request"))
        assert lies(druzhkivka.mayor) == {}

    def test_control_by_the_leader_becomes_stricter(self, kryvyi):
        task, other = made.task(kryvyi), made.task(kryvyi)
        correct(kryvyi, task.document, kind=kind("ministry_letter"))
        correct(kryvyi, other.document, kind=kind("cabinet_act"))
        stricter, obligatory = (Control.objects.get(document=one.document_id) for one in (task, other))
        assert (stricter.is_obligatory, stricter.only_source_removes) == (False, True)
        assert (obligatory.is_obligatory, obligatory.clause) == (True, "8.3")
        told = Entry.objects.filter(subject__in=[stricter.pk, obligatory.pk])
        assert told.filter(code="tasks.control_stricter").count() == 2
        # It has begun once: how often it came on control is counted by this code.
        assert told.filter(code="tasks.put_on_control").count() == 2

    def test_no_kind_takes_away_what_only_the_maker_removes(self, kryvyi):
        task = made.task(kryvyi, "ministry_letter")
        with pytest.raises(Refusal) as told:
            correct(kryvyi, task.document, kind=kind("letter"))
        assert told.value.clause == "8.15"
        assert Control.objects.get(document=task.document_id).only_source_removes
