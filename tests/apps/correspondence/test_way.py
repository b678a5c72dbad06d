"""The whole way of a letter in both cities."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from magistrat.correspondence import queries
from magistrat.correspondence.actions import dispatching, drafting, registering, signing, visas
from magistrat.correspondence.models import Letter, Visa
from magistrat.documents.actions import annulling, corrections, grants
from magistrat.documents.card import Party
from magistrat.documents.models import Document, DocumentKind, Link
from magistrat.documents.queries import access
from magistrat.documents.queries import cards as read
from magistrat.journal.models import Entry
from magistrat.organisation import open_work
from magistrat.organisation.actions import substitution
from magistrat.organisation.models import Field, Post
from magistrat.outbox.models import Message
from magistrat.tasks import queries as tasks
from magistrat.tasks.actions import execution, judging
from magistrat.tasks.models import Control, Task
from tests.apps.correspondence.conftest import AT, DAY, Hall, kyiv

State = Letter.State


def codes(letter: Letter) -> list[str]:
    found = Entry.objects.filter(document=letter.document_id, code__startswith="correspondence.")
    return list(found.order_by("id").values_list("code", flat=True))


def visaed(hall: Hall, letter: Letter, *posts: str) -> Letter:
    letter = visas.ask(actor=hall.actor("executor"), at=AT, letter=letter.pk)
    for post in posts:
        letter = visas.give(actor=hall.actor(post), at=AT, letter=letter.pk)
    return letter


class TestWholeWay:
    def test_reply_by_a_task_in_the_first_city(self, hall: Hall) -> None:
        incoming = hall.incoming(to="mayor")
        task = hall.task(incoming)
        letter = hall.letter("ministry", signatory="mayor", task=task.pk)
        assert (letter.state, letter.reply_to_id, letter.blank) == (State.DRAFT, incoming.pk, "mayor")

        letter = visaed(hall, letter, "head", "deputy")
        assert letter.state == State.SIGNING
        assert list(letter.visas.order_by("position").values_list("who", "clause", "state")) == [
            ("executor", "7.12.5", "given"),
            ("department_head", "7.12.5", "given"),
            ("leader_in_charge", "7.12.5", "given"),
        ]

        letter = signing.sign(actor=hall.actor("mayor"), at=AT, letter=letter.pk)
        assert (letter.signed_on, letter.signed_name) == (DAY, "Остап ГОНЧАРУК")

        letter = registering.register(
            actor=hall.actor("clerk"), at=AT, letter=letter.pk, registry=hall.registries["outgoing"].pk
        )
        assert letter.document.index == "02/1"
        assert letter.document.state == Document.State.REGISTERED
        assert Link.objects.filter(source=letter.document, target=incoming, kind="reply").exists()
        task.refresh_from_db()
        assert (task.state, task.done_on) == (Task.State.DONE, DAY)

        clerk, ministry = hall.actor("clerk"), hall.correspondents["ministry"].pk
        dispatching.send(actor=clerk, at=AT, letter=letter.pk, addressees=[ministry], by="post")
        letter.refresh_from_db()
        assert letter.state == State.DISPATCHED
        assert codes(letter) == [
            "correspondence.drafted",
            "correspondence.visas_asked",
            "correspondence.visa_given",
            "correspondence.visa_given",
            "correspondence.visa_given",
            "correspondence.signed",
            "correspondence.registered",
            "correspondence.dispatched",
        ]

    def test_a_state_bodys_task_is_done_when_the_reply_is_sent(self, hall: Hall, refused) -> None:
        """Cabinet 55, item 176: not on the day of a report before the term, nor of the letter's registration."""
        incoming = hall.incoming(to="mayor")
        kind = DocumentKind.objects.create(key="cabinet_act", title="акт", directions=["incoming"])
        Document.objects.filter(pk=incoming.pk).update(kind=kind)
        task = hall.task(incoming)
        letter = visaed(hall, hall.letter("ministry", signatory="mayor", task=task.pk), "head", "deputy")
        execution.report(actor=hall.actor("executor"), at=AT, task=task.pk, text="Виконано")
        judging.accept(actor=hall.actor("head"), at=AT, task=task.pk)
        letter = signing.sign(actor=hall.actor("mayor"), at=AT, letter=letter.pk)
        registry = hall.registries["outgoing"].pk
        registering.register(actor=hall.actor("clerk"), at=AT, letter=letter.pk, registry=registry)
        task.refresh_from_db()
        assert (task.state, task.reports.get().reply_id) == ("head_accepted", letter.document_id)
        assert "176" in refused(judging.accept, actor=hall.actor("mayor"), at=AT, task=task.pk).clause
        assert tasks.answers_to(document=incoming.pk).sent is None
        gone = {"letter": letter.pk, "addressees": [hall.correspondents["ministry"].pk], "by": "post"}
        dispatching.send(actor=hall.actor("clerk"), at=kyiv("03-12 10:00"), **gone)
        task.refresh_from_db()
        assert (task.state, task.done_on, task.reports.get().state) == ("done", date(2026, 3, 12), "accepted")
        assert tasks.answers_to(document=incoming.pk).sent.pk == letter.document_id

    def test_a_report_in_words_gives_way_to_the_sending(self, hall: Hall) -> None:
        """The same where the report had been accepted before anybody wrote: late is decided by the sending."""
        incoming = hall.incoming(to="mayor")
        kind = DocumentKind.objects.create(key="peoples_deputy_request", title="запит", directions=["incoming"])
        Document.objects.filter(pk=incoming.pk).update(kind=kind)
        task = hall.task(incoming)
        execution.report(actor=hall.actor("executor"), at=AT, task=task.pk, text="Виконано")
        judging.accept(actor=hall.actor("head"), at=AT, task=task.pk)
        assert judging.accept(actor=hall.actor("mayor"), at=AT, task=task.pk).done_on == DAY
        grants.give(document=incoming, at=AT, reason="named", source="t:1", post=hall.posts["executor"].pk)
        letter = hall.letter("ministry", signatory="mayor", reply_to=incoming.pk)
        letter = signing.sign(actor=hall.actor("mayor"), at=AT, letter=visaed(hall, letter, "head", "deputy").pk)
        registry = hall.registries["outgoing"].pk
        registering.register(actor=hall.actor("clerk"), at=AT, letter=letter.pk, registry=registry)
        gone = {"letter": letter.pk, "addressees": [hall.correspondents["ministry"].pk], "by": "post"}
        dispatching.send(actor=hall.actor("clerk"), at=kyiv("03-12 10:00"), **gone)
        task.refresh_from_db()
        assert (task.state, task.done_on) == ("done", date(2026, 3, 12))

    def test_information_is_sent_when_it_has_gone_and_not_come_back(self, hall: Hall) -> None:
        """DR 8.12, 9.7: «після направлення», not after registration."""
        incoming = hall.incoming(to="deputy")
        task = hall.task(incoming)
        letter = visaed(hall, hall.letter("ministry", task=task.pk), "head")
        letter = signing.sign(actor=hall.actor("deputy"), at=AT, letter=letter.pk)
        clerk = hall.actor("clerk")
        registering.register(actor=clerk, at=AT, letter=letter.pk, registry=hall.registries["outgoing"].pk)
        assert tasks.answers_to(document=incoming.pk).sent is None
        ministry = hall.correspondents["ministry"].pk
        row = dispatching.send(actor=clerk, at=AT, letter=letter.pk, addressees=[ministry], by="post")[0]
        assert tasks.answers_to(document=incoming.pk).sent.pk == letter.document_id
        type(row).objects.filter(pk=row.pk).update(message=1)
        dispatching.note_failure(at=AT, message=1, words="немає такої адреси")
        assert tasks.answers_to(document=incoming.pk).sent is None

    def test_own_letter_in_the_second_city(self, other_hall: Hall, checks: list[str]) -> None:
        hall = other_hall
        letter = visaed(hall, hall.letter("plant", is_urgent=True), "head")
        assert [visa.clause for visa in letter.visas.all()] == ["11.11", "11.11"]
        letter = signing.sign(actor=hall.actor("deputy"), at=AT, letter=letter.pk)
        letter = registering.register(
            actor=hall.actor("clerk"),
            at=AT,
            letter=letter.pk,
            registry=hall.registries["outgoing"].pk,
            case_file=hall.case_file.pk,
            checked=checks,
        )
        assert (letter.due_on, letter.due_clause) == (DAY, "11.14")
        assert letter.checked == checks
        assert letter.document.case_file_id == hall.case_file.pk

    def test_a_department_registers_what_its_head_signs(self, hall: Hall) -> None:
        letter = hall.letter("plant", signatory="head")
        letter = visas.ask(actor=hall.actor("executor"), at=AT, letter=letter.pk)
        assert letter.state == State.SIGNING
        assert letter.blank == "department"
        letter = signing.sign(actor=hall.actor("head"), at=AT, letter=letter.pk)
        letter = registering.register(
            actor=hall.actor("unit_clerk"), at=AT, letter=letter.pk, registry=hall.registries["unit"].pk
        )
        assert letter.document.index == "02-1"


class TestDraft:
    def test_drafter_sees_it_and_others_do_not(self, hall: Hall) -> None:
        letter = hall.letter()
        assert access.visible(hall.actor("executor")).filter(pk=letter.document_id).exists()
        for other in ("head", "deputy", "clerk", "other"):
            assert not access.visible(hall.actor(other)).filter(pk=letter.document_id).exists()

    @pytest.mark.parametrize(
        ("addressees", "signatory", "clause"),
        [
            (("ministry",), "head", "7.12.2"),
            (("councillor",), "head", "7.12.3"),
            (("plant", "ministry"), "head", "7.12.2"),
        ],
    )
    def test_refuses_a_signatory_by_the_addressee(self, hall, refused, addressees, signatory, clause) -> None:
        content = hall.draft(*addressees, signatory=signatory)
        refusal = refused(drafting.draft, actor=hall.actor("executor"), at=AT, content=content)
        assert refusal.clause == clause
        assert not Letter.objects.exists()
        assert not Document.objects.exists()

    def test_head_answers_for_the_mayor_only_when_instructed(self, hall: Hall, refused) -> None:
        incoming = hall.incoming(to="mayor", sender="plant", kind="enterprise_letter")
        words = {"actor": hall.actor("executor"), "at": AT, "content": hall.draft("plant", signatory="head")}
        task = hall.task(incoming)
        Task.objects.filter(pk=task.pk).update(department=hall.departments["finance"])
        assert refused(drafting.draft, **words, task=task.pk).clause == "7.12.1"
        Task.objects.filter(pk=task.pk).update(department=hall.departments["housing"])
        assert drafting.draft(**words, task=task.pk).state == State.DRAFT

    def test_refuses_another_persons_task(self, hall: Hall, refused) -> None:
        task = hall.task(hall.incoming())
        content = hall.draft("ministry")
        assert (
            "виконавець"
            in refused(drafting.draft, actor=hall.actor("other"), at=AT, content=content, task=task.pk).message
        )

    def test_refuses_a_task_that_is_done(self, hall: Hall, refused) -> None:
        task = hall.task(hall.incoming())
        Task.objects.filter(pk=task.pk).update(state="done", done_on=DAY)
        content = hall.draft("ministry")
        assert (
            "виконано"
            in refused(drafting.draft, actor=hall.actor("executor"), at=AT, content=content, task=task.pk).message
        )

    def test_refuses_a_paper_that_the_drafter_does_not_see(self, hall: Hall, refused) -> None:
        incoming = hall.incoming()
        content = hall.draft("ministry")
        refusal = refused(drafting.draft, actor=hall.actor("executor"), at=AT, content=content, reply_to=incoming.pk)
        assert "не надано" in refusal.message

    @pytest.mark.parametrize(
        ("wrong", "said"),
        [
            ({"summary": " "}, "про що лист"),
            ({"addressees": ()}, "кому адресовано"),
            ({"addressees": (999_999,)}, "Перевірте адресатів"),
            ({"signatory": 999_999}, "хто підписує"),
            ({"blank": "mayor"}, "на цьому бланку"),
        ],
    )
    def test_refuses_what_is_not_whole(self, hall: Hall, refused, wrong, said) -> None:
        content = replace(hall.draft(), **wrong)
        assert said in refused(drafting.draft, actor=hall.actor("executor"), at=AT, content=content).message

    def test_needs_the_right(self, hall: Hall, refused) -> None:
        refusal = refused(drafting.draft, actor=hall.actor("clerk"), at=AT, content=hall.draft())
        assert refusal.is_right

    def test_change_voids_the_visas(self, hall: Hall) -> None:
        letter = hall.letter()
        letter = visas.ask(actor=hall.actor("executor"), at=AT, letter=letter.pk)
        assert letter.state == State.VISAS
        content = hall.draft("plant", text="Інший текст")
        letter = drafting.change(actor=hall.actor("executor"), at=AT, letter=letter.pk, content=content)
        assert (letter.state, letter.version, letter.text) == (State.DRAFT, 2, "Інший текст")
        assert set(letter.visas.values_list("state", flat=True)) == {Visa.State.VOID}
        assert not access.visible(hall.actor("head")).filter(pk=letter.document_id).exists()

    def test_head_of_the_drafter_may_change_and_a_stranger_may_not(self, hall: Hall, refused) -> None:
        letter = hall.letter()
        visas.ask(actor=hall.actor("executor"), at=AT, letter=letter.pk)
        content = hall.draft(text="Виправлено керівником")
        assert drafting.change(actor=hall.actor("head"), at=AT, letter=letter.pk, content=content).version == 2
        refused(drafting.change, actor=hall.actor("other"), at=AT, letter=letter.pk, content=content)

    def test_a_signed_letter_is_not_changed(self, hall: Hall, refused) -> None:
        letter = visaed(hall, hall.letter(), "head")
        signing.sign(actor=hall.actor("deputy"), at=AT, letter=letter.pk)
        refusal = refused(drafting.change, actor=hall.actor("executor"), at=AT, letter=letter.pk, content=hall.draft())
        assert "підписано" in refusal.message

    def test_cancel_leaves_the_card_without_a_number(self, hall: Hall, refused) -> None:
        letter = hall.letter()
        words = {"actor": hall.actor("executor"), "at": AT, "letter": letter.pk}
        assert "чому" in refused(drafting.cancel, **words, reason=" ").message
        letter = drafting.cancel(**words, reason="Питання вирішено по телефону")
        letter.document.refresh_from_db()
        assert letter.state == State.CANCELLED
        assert (letter.document.state, letter.document.number) == ("draft", None)
        assert access.visible(hall.actor("executor")).filter(pk=letter.document_id).exists()
        refused(drafting.cancel, **words, reason="Ще раз")


class TestVisas:
    def test_own_visa_is_given_in_the_same_deed(self, hall: Hall) -> None:
        letter = visas.ask(actor=hall.actor("executor"), at=AT, letter=hall.letter().pk)
        own, head = letter.visas.order_by("position")
        assert (own.state, own.printed_name, head.state) == ("given", "Соломія ТКАЧ", "asked")
        notice = Message.objects.get(to_post=hall.posts["head"].pk)
        assert notice.link == f"/lysty/{letter.pk}/"

    def test_head_who_drafts_gives_one_visa(self, hall: Hall) -> None:
        letter = visas.ask(actor=hall.actor("head"), at=AT, letter=hall.letter(by="head").pk)
        assert letter.state == State.SIGNING
        assert letter.visas.count() == 1

    def test_refuses_without_phone(self, hall: Hall, refused) -> None:
        letter = hall.letter(phone="")
        assert refused(visas.ask, actor=hall.actor("executor"), at=AT, letter=letter.pk).clause == "7.12.6"

    def test_refuses_without_text_and_file(self, hall: Hall, refused) -> None:
        letter = hall.letter(text="")
        assert "текст" in refused(visas.ask, actor=hall.actor("executor"), at=AT, letter=letter.pk).message

    def test_more_than_four_addressees_go_by_a_list(self, other_hall: Hall, refused) -> None:
        five = ("enterprise", "court", "school", "plant", "councillor")
        letter = other_hall.letter(*five)
        words = {"actor": other_hall.actor("executor"), "at": AT}
        assert refused(visas.ask, **words, letter=letter.pk).clause == "11.7"
        assert visas.ask(**words, letter=other_hall.letter(*five, by_list=True).pk).state == State.VISAS

    def test_nobody_in_charge(self, hall: Hall, refused) -> None:
        letter = hall.letter(signatory="mayor")
        Field.objects.all().delete()
        assert refused(visas.ask, actor=hall.actor("executor"), at=AT, letter=letter.pk).clause == "7.12.5"
        assert Letter.objects.get().state == State.DRAFT

    def test_only_whom_it_is_asked_of(self, hall: Hall, refused) -> None:
        letter = visas.ask(actor=hall.actor("executor"), at=AT, letter=hall.letter(signatory="mayor").pk)
        refused(visas.give, actor=hall.actor("executor"), at=AT, letter=letter.pk)
        refused(visas.give, actor=hall.actor("manager"), at=AT, letter=letter.pk)
        visas.give(actor=hall.actor("head"), at=AT, letter=letter.pk)
        refused(visas.give, actor=hall.actor("head"), at=AT, letter=letter.pk)

    def test_a_substitute_visas_with_both_posts(self, hall: Hall) -> None:
        letter = visas.ask(actor=hall.actor("executor"), at=AT, letter=hall.letter(signatory="mayor").pk)
        hall.stand_in("deputy", "manager")
        visas.give(actor=hall.actor("manager", instead_of="deputy"), at=AT, letter=letter.pk)
        visa = letter.visas.get(post=hall.posts["deputy"])
        assert visa.printed_title.split("\n") == ["В.о. заступника міського голови –", "керуюча справами виконкому"]
        assert visa.printed_name == "Ярина КРАВЕЦЬ"

    def test_return_with_a_remark(self, hall: Hall, refused) -> None:
        letter = visas.ask(actor=hall.actor("executor"), at=AT, letter=hall.letter().pk)
        words = {"actor": hall.actor("head"), "at": AT, "letter": letter.pk}
        assert "зауваження" in refused(visas.send_back, **words, remark=" ").message
        letter = visas.send_back(**words, remark="Додати розрахунок")
        assert (letter.state, letter.remark, letter.version) == (State.DRAFT, "Додати розрахунок", 2)
        assert letter.visas.get(post=hall.posts["head"]).state == Visa.State.RETURNED
        assert Message.objects.filter(to_post=hall.posts["executor"].pk, subject__startswith="Лист повернуто").exists()
        again = visas.ask(actor=hall.actor("executor"), at=AT, letter=letter.pk)
        assert again.visas.filter(version=2).count() == 2

    def test_signatory_may_return_too(self, hall: Hall, refused) -> None:
        letter = visaed(hall, hall.letter(), "head")
        refused(visas.send_back, actor=hall.actor("head"), at=AT, letter=letter.pk, remark="Пізно")
        letter = visas.send_back(actor=hall.actor("deputy"), at=AT, letter=letter.pk, remark="Уточнити суму")
        assert letter.state == State.DRAFT

    def test_official_use_opens_by_name_only(self, hall: Hall) -> None:
        letter = hall.letter(is_restricted=True)
        assert access.visible(hall.actor("executor")).filter(pk=letter.document_id).exists()
        letter = visaed(hall, letter, "head")
        assert access.visible(hall.actor("deputy")).filter(pk=letter.document_id).exists()
        assert not access.visible(hall.actor("clerk")).filter(pk=letter.document_id).exists()
        assert access.visible(hall.actor("unit_clerk")).filter(pk=letter.document_id).exists()


def warned_of(hall: Hall, key: str) -> list[str]:
    return [work.title for work in open_work.of([hall.posts[key].pk], DAY) if "лист" in work.title]


def test_letters_on_visa_and_for_signature_warn_before_a_leave(hall: Hall) -> None:
    letter = visas.ask(actor=hall.actor("executor"), at=AT, letter=hall.letter().pk)
    assert (warned_of(hall, "head"), warned_of(hall, "deputy")) == (["1 лист чекає на візу"], [])
    visas.give(actor=hall.actor("head"), at=AT, letter=letter.pk)
    assert (warned_of(hall, "head"), warned_of(hall, "deputy")) == ([], ["1 лист чекає на підпис"])
    signing.sign(actor=hall.actor("deputy"), at=AT, letter=letter.pk)
    assert warned_of(hall, "deputy") == []


class TestSignature:
    def test_not_the_signatory(self, hall: Hall, refused) -> None:
        letter = visaed(hall, hall.letter(), "head")
        assert "підписує" in refused(signing.sign, actor=hall.actor("head"), at=AT, letter=letter.pk).message
        assert refused(signing.sign, actor=hall.actor("mayor"), at=AT, letter=letter.pk)

    def test_a_substitute_signs_with_both_posts(self, hall: Hall, refused) -> None:
        letter = visaed(hall, hall.letter(), "head")
        hall.stand_in("deputy", "manager")
        assert (
            "обов'язки передано" in refused(signing.sign, actor=hall.actor("deputy"), at=AT, letter=letter.pk).message
        )
        letter = signing.sign(actor=hall.actor("manager", instead_of="deputy"), at=AT, letter=letter.pk)
        assert letter.signed_title == "В.о. заступника міського голови –\nкеруюча справами виконкому"

    def test_the_holder_who_came_back_on_the_first_day_signs_on_it_too(self, hall: Hall) -> None:
        letter = visaed(hall, hall.letter(), "head")
        kept = hall.stand_in("deputy", "manager")
        deputy = hall.actor("deputy")
        substitution.cancel(actor=deputy, at=AT, substitution=kept.pk, reason="відрядження скасовано")
        letter = signing.sign(actor=deputy, at=AT, letter=letter.pk)
        assert (letter.signed_title, letter.signed_name) == ("Заступник міського голови", "Дарина ЛИТВИНЕНКО")

    def test_clerk_marks_the_paper_with_its_scan(self, hall: Hall, refused, scan) -> None:
        letter = visaed(hall, hall.letter(), "head")
        words = {"actor": hall.actor("clerk"), "at": AT, "letter": letter.pk}
        assert "скановану" in refused(signing.mark_paper, **words, signed_on=DAY, scan=[]).message
        for day in (date(2026, 3, 9), date(2026, 3, 11)):
            assert "День підписання" in refused(signing.mark_paper, **words, signed_on=day, scan=scan).message
        assert refused(
            signing.mark_paper, **{**words, "actor": hall.actor("executor")}, signed_on=DAY, scan=scan
        ).is_right
        letter = signing.mark_paper(**words, signed_on=DAY, scan=scan)
        assert (letter.state, letter.signed_name) == (State.SIGNED, "Дарина ЛИТВИНЕНКО")
        assert letter.document.files.get().role == "signed"

    def test_on_a_day_on_which_duties_were_taken_back_the_clerk_says_who_signed(
        self, hall: Hall, refused, scan
    ) -> None:
        letter = visaed(hall, hall.letter(), "head")
        kept = hall.stand_in("deputy", "manager", since=date(2026, 3, 2))
        substitution.cancel(actor=hall.actor("deputy"), at=AT, substitution=kept.pk, reason="достроковий вихід")
        said = {"actor": hall.actor("clerk"), "at": AT, "letter": letter.pk, "signed_on": DAY, "scan": scan}
        for person in (None, hall.actor("head").person_id):
            assert "Зазначте, хто підписав" in refused(signing.mark_paper, **said, person=person).message
        letter = signing.mark_paper(**said, person=hall.actor("manager").person_id)
        assert letter.signed_title == "В.о. заступника міського голови –\nкеруюча справами виконкому"

    def test_the_mark_is_taken_back(self, hall: Hall, refused) -> None:
        letter = visaed(hall, hall.letter(), "head")
        signing.sign(actor=hall.actor("deputy"), at=AT, letter=letter.pk)
        words = {"at": AT, "letter": letter.pk, "reason": "Підписано не той примірник"}
        refused(signing.withdraw, actor=hall.actor("executor"), **words)
        assert "чому" in refused(signing.withdraw, actor=hall.actor("clerk"), **{**words, "reason": ""}).message
        letter = signing.withdraw(actor=hall.actor("clerk"), **words)
        assert (letter.state, letter.signed_on, letter.signed_name) == (State.SIGNING, None, "")


class TestRegistration:
    def signed(self, hall: Hall, at=AT, **other) -> Letter:
        letter = visaed(hall, hall.letter(**other), "head")
        return signing.sign(actor=hall.actor("deputy"), at=at, letter=letter.pk)

    def test_on_the_day_of_signature_only(self, other_hall: Hall, refused, checks) -> None:
        letter = self.signed(other_hall)
        words = {
            "actor": other_hall.actor("clerk"), "letter": letter.pk, "registry": other_hall.registries["outgoing"].pk,
            "case_file": other_hall.case_file.pk, "checked": checks,
        }  # fmt: skip
        assert refused(registering.register, **words, at=kyiv("03-11 09:00"), confirm=True).clause == "11.4"
        assert registering.register(**words, at=AT).state == State.REGISTERED

    def test_another_day_is_asked_where_no_clause_forbids_it(self, hall: Hall, refused) -> None:
        letter = self.signed(hall)
        words = {"actor": hall.actor("clerk"), "letter": letter.pk, "registry": hall.registries["outgoing"].pk}
        later = kyiv("03-11 09:00")
        refusal = refused(registering.register, **words, at=later)
        assert isinstance(refusal, registering.AnotherDay)
        letter = registering.register(**words, at=later, confirm=True)
        assert letter.document.registered_on == date(2026, 3, 11)

    def test_looks_and_file_of_the_second_copy(self, other_hall: Hall, refused, checks) -> None:
        letter = self.signed(other_hall)
        words = {
            "actor": other_hall.actor("clerk"), "at": AT, "letter": letter.pk,
            "registry": other_hall.registries["outgoing"].pk,
        }  # fmt: skip
        assert refused(registering.register, **words, case_file=other_hall.case_file.pk).clause == "11.5"
        assert refused(registering.register, **words, checked=checks).clause == "11.12"

    def test_who_may_not(self, hall: Hall, refused) -> None:
        letter = self.signed(hall)
        words = {"at": AT, "letter": letter.pk, "registry": hall.registries["outgoing"].pk}
        assert refused(registering.register, actor=hall.actor("unit_clerk"), **words).clause == "7.4"
        for other in ("executor", "unit_clerk"):
            refused(registering.register, actor=hall.actor(other), **{**words, "registry": hall.registries["unit"].pk})
        letter.refresh_from_db()
        assert letter.state == State.SIGNED

    def test_unsigned(self, hall: Hall, refused) -> None:
        letter = visaed(hall, hall.letter(), "head")
        words = {
            "actor": hall.actor("clerk"),
            "at": AT,
            "letter": letter.pk,
            "registry": hall.registries["outgoing"].pk,
        }
        assert "на підписі" in refused(registering.register, **words).message

    def test_half_way_leaves_nothing(self, hall: Hall, monkeypatch) -> None:
        task = hall.task(hall.incoming(to="deputy"))
        letter = visaed(hall, hall.letter("ministry", task=task.pk), "head")
        letter = signing.sign(actor=hall.actor("deputy"), at=AT, letter=letter.pk)

        def fail(**words: object) -> None:
            raise RuntimeError("power")

        monkeypatch.setattr(registering.execution, "done_by_letter", fail)
        with pytest.raises(RuntimeError):
            registering.register(
                actor=hall.actor("clerk"), at=AT, letter=letter.pk, registry=hall.registries["outgoing"].pk
            )
        letter = Letter.objects.select_related("document").get()
        assert (letter.state, letter.document.state, letter.document.number) == (State.SIGNED, "draft", None)
        assert "correspondence.registered" not in codes(letter)


class TestDispatch:
    def registered(self, hall: Hall, *addressees: str, scan=(), **other) -> Letter:
        letter = visaed(hall, hall.letter(*addressees, **other), "head")
        letter = signing.sign(actor=hall.actor("deputy"), at=AT, letter=letter.pk)
        registry = hall.registries["outgoing"].pk
        return registering.register(actor=hall.actor("clerk"), at=AT, letter=letter.pk, registry=registry, scan=scan)

    def words(self, hall: Hall, letter: Letter, *keys: str) -> dict[str, object]:
        wanted = [hall.correspondents[key].pk for key in keys]
        return {"actor": hall.actor("clerk"), "at": AT, "letter": letter.pk, "addressees": wanted}

    def test_never_unregistered(self, other_hall: Hall, refused) -> None:
        letter = visaed(other_hall, other_hall.letter(), "head")
        words = self.words(other_hall, letter, "enterprise")
        assert refused(dispatching.send, **words, by="post").clause == "11.4"

    def test_part_by_part(self, hall: Hall) -> None:
        letter = self.registered(hall, "plant", "court")
        dispatching.send(**self.words(hall, letter, "plant"), by="registered_post", tracking="5000112233")
        letter.refresh_from_db()
        assert letter.state == State.REGISTERED
        dispatching.send(**self.words(hall, letter, "court"), by="hand", receiver="Коваль І.П.")
        letter.refresh_from_db()
        assert letter.state == State.DISPATCHED

    @pytest.mark.parametrize(
        ("by", "said"),
        [("registered_post", "номер"), ("hand", "одержав"), ("pigeon", "спосіб"), ("email", "електронної пошти")],
    )
    def test_refuses_a_way_that_wants_more(self, hall: Hall, refused, scan, by, said) -> None:
        letter = self.registered(hall, "plant", scan=scan)
        assert said in refused(dispatching.send, **self.words(hall, letter, "plant"), by=by).message
        assert not letter.dispatches.exists()

    def test_refuses_whom_it_is_not_addressed_to(self, hall: Hall, refused) -> None:
        letter = self.registered(hall, "plant")
        assert "адресатів" in refused(dispatching.send, **self.words(hall, letter, "court"), by="post").message

    def test_entered_afterwards_with_the_day_on_which_it_went(self, hall: Hall, refused) -> None:
        """Cabinet 55, item 176: the task is executed on the day of the sending, not of its entry."""
        incoming = hall.incoming(to="deputy")
        kind = DocumentKind.objects.create(key="cabinet_act", title="акт", directions=["incoming"])
        Document.objects.filter(pk=incoming.pk).update(kind=kind)
        task = hall.task(incoming)
        letter = self.registered(hall, "ministry", task=task.pk)
        words = {**self.words(hall, letter, "ministry"), "at": kyiv("03-12 10:00")}
        early, late = date(2026, 3, 9), date(2026, 3, 13)
        assert "раніше" in refused(dispatching.send, **words, by="post", on=early).message
        assert "майбутньому" in refused(dispatching.send, **words, by="post", on=late).message
        assert "зараз" in refused(dispatching.send, **words, by="email", on=DAY).message
        row = dispatching.send(**words, by="post", on=date(2026, 3, 11))[0]
        task.refresh_from_db()
        assert (row.on, task.state, task.done_on) == (date(2026, 3, 11), "done", date(2026, 3, 11))
        told = Entry.objects.get(code="correspondence.dispatched", document=letter.document_id).payload["text"]
        assert "11.03.2026" in told

    def test_again_only_with_a_reason(self, hall: Hall, refused) -> None:
        letter = self.registered(hall, "plant")
        words = {**self.words(hall, letter, "plant"), "by": "post"}
        dispatching.send(**words)
        assert "уже надіслано" in refused(dispatching.send, **words).message
        assert "повторно" in refused(dispatching.send, **words, again=True).message
        dispatching.send(**words, again=True, note="Повернуто поштою")
        assert letter.dispatches.count() == 2

    def test_by_email_with_the_signed_copy(self, hall: Hall, refused, scan) -> None:
        letter = self.registered(hall, "enterprise")
        words = {**self.words(hall, letter, "enterprise"), "by": "email"}
        assert "файлів" in refused(dispatching.send, **words).message
        letter = self.registered(hall, "enterprise", scan=scan)
        row = dispatching.send(**{**words, "letter": letter.pk})[0]
        message = Message.objects.get(pk=row.message)
        assert (message.to_address, message.state) == ("dzherelo@example.org", "queued")
        assert [one["name"] for one in message.attachments] == ["підписаний.pdf"]
        assert letter.document.index in message.subject

    def test_official_use_never_by_email(self, hall: Hall, refused, scan) -> None:
        letter = self.registered(hall, "plant", scan=scan)
        Document.objects.filter(pk=letter.document_id).update(is_restricted=True)
        grants.give(document=letter.document_id, at=AT, reason="named", source="t:1", post=hall.posts["clerk"].pk)
        assert "службового" in refused(dispatching.send, **self.words(hall, letter, "plant"), by="email").message

    def test_needs_the_right(self, hall: Hall, refused) -> None:
        letter = self.registered(hall, "plant")
        words = {**self.words(hall, letter, "plant"), "actor": hall.actor("executor")}
        assert refused(dispatching.send, **words, by="post").is_right

    def test_a_bodys_clerk_sends_a_leaders_letter_only_by_email_or_hand(self, hall: Hall, refused) -> None:
        letter = self.registered(hall, "plant")
        words = {**self.words(hall, letter, "plant"), "actor": hall.actor("unit_clerk")}
        for by in ("post", "registered_post", "courier", "exchange"):
            assert refused(dispatching.send, **words, by=by, tracking="5000112233").clause == "7.12.8"
        offered = [key for key, _ in queries.ways_of(letter, hall.actor("unit_clerk").roles)]
        assert offered == ["email", "hand"]
        dispatching.send(**words, by="hand", receiver="Коваль І.П.")
        other = self.registered(hall, "court")
        dispatching.send(**self.words(hall, other, "court"), by="exchange")
        assert other.dispatches.get().get_way_display() == "через СЕВ"

    def test_where_no_clause_divides_the_ways_the_unit_sends_by_all(self, other_hall: Hall) -> None:
        letter = visaed(other_hall, other_hall.letter(), "head")
        every = [key for key, _ in queries.ways_of(letter, other_hall.actor("unit_clerk").roles)]
        assert {"post", "email", "hand"} <= set(every)

    def test_an_annulled_letter_goes_nowhere(self, hall: Hall, refused) -> None:
        letter = self.registered(hall, "plant")
        Document.objects.filter(pk=letter.document_id).update(state="annulled")
        assert "не зареєстровано" in refused(dispatching.send, **self.words(hall, letter, "plant"), by="post").message

    def test_an_annulled_letter_leaves_the_dispatch_desk(self, hall: Hall) -> None:
        letter, clerk = self.registered(hall, "plant"), hall.actor("clerk")
        assert [one.pk for one in queries.waiting_for(clerk, DAY)] == [letter.pk]
        annulled(hall, letter)
        assert list(queries.waiting_for(clerk, DAY)) == []
        assert list(queries.shelf(clerk, "nadsylannia", DAY)) == []
        assert queries.counts(clerk, DAY)["nadsylannia"] == 0
        assert list(queries.ready_to_go(clerk, DAY)) == []


def annulled(hall: Hall, letter: Letter) -> None:
    """The letter's registration annulled by the head of the unit that keeps the registry."""
    Post.objects.filter(pk=hall.posts["clerk"].pk).update(is_department_head=True, roles=["records_head"])
    annulling.annul(
        actor=hall.actor("clerk"), at=kyiv("03-11 10:00"), document_id=letter.document_id, reason="не той бланк"
    )
    Post.objects.filter(pk=hall.posts["clerk"].pk).update(is_department_head=False, roles=["records_clerk"])


class TestAnnulledReply:
    def answered(self, hall: Hall, task: Task) -> Letter:
        letter = visaed(hall, hall.letter("ministry", signatory="mayor", task=task.pk), "head", "deputy")
        letter = signing.sign(actor=hall.actor("mayor"), at=AT, letter=letter.pk)
        registry = hall.registries["outgoing"].pk
        return registering.register(actor=hall.actor("clerk"), at=AT, letter=letter.pk, registry=registry)

    def test_the_task_is_its_executors_again_and_the_next_letter_does_it(self, hall: Hall) -> None:
        task = hall.task(hall.incoming(to="mayor"))
        letter = self.answered(hall, task)
        assert tasks.undone_main(document=task.document_id) == []
        annulled(hall, letter)
        task.refresh_from_db()
        report = task.reports.get()
        assert (task.state, task.done_on, report.state) == ("taken", None, "sent_back")
        assert "не той бланк" in report.remark
        assert [one.pk for one in tasks.undone_main(document=task.document_id)] == [task.pk]
        assert Entry.objects.filter(code="tasks.sent_back", document=task.document_id).count() == 1
        assert Message.objects.filter(key__startswith="tasks.sent_back", to_post=task.executor_id).count() == 1
        self.answered(hall, task)
        task.refresh_from_db()
        assert (task.state, task.done_on) == ("done", DAY)

    def test_what_is_off_control_stays_so_and_its_controllers_are_told(self, hall: Hall) -> None:
        task = hall.task(hall.incoming(to="mayor"))
        letter = self.answered(hall, task)
        unit = hall.departments["records"]
        Control.objects.create(
            document=task.document, state="off", clause="8.3", reason="за законом", unit=unit, due_on=DAY, set_at=AT,
            set_by="Контроль", off_on=DAY, off_at=AT,
        )  # fmt: skip
        keeper = Post.objects.create(
            since=date(2016, 1, 1), title="Спеціаліст з контролю", department=unit, roles=["control_specialist"]
        )
        annulled(hall, letter)
        task.refresh_from_db()
        assert task.state == "done"
        assert Message.objects.filter(key__startswith="tasks.unanswered", to_post=keeper.pk).count() == 1

    def test_a_submitted_case_waits_for_the_answer_again(self, hall: Hall) -> None:
        task = hall.task(hall.incoming(to="mayor"))
        letter = self.answered(hall, task)
        control = Control.objects.create(
            document=task.document, state="submitted", clause="8.3", reason="за законом", due_on=DAY, done_on=DAY,
            unit=hall.departments["records"], set_at=AT, set_by="Контроль", submitted_at=AT,
        )  # fmt: skip
        annulled(hall, letter)
        control.refresh_from_db()
        assert (control.state, control.done_on) == ("on", None)


class TestCorrectedAddressees:
    def readdressed(self, hall: Hall, letter: Letter, *keys: str) -> None:
        card = read.card_of(Document.objects.get(pk=letter.document_id))
        corrections.correct(
            actor=hall.actor("clerk"), at=kyiv("03-13 10:00"), document_id=letter.document_id, reason="помилка адресата",
            card=replace(card, parties=tuple(Party(hall.correspondents[key].pk) for key in keys)),
        )  # fmt: skip
        letter.refresh_from_db()

    def sent(self, hall: Hall, letter: Letter, key: str, at=AT) -> None:
        wanted = [hall.correspondents[key].pk]
        dispatching.send(actor=hall.actor("clerk"), at=at, letter=letter.pk, addressees=wanted, by="post")

    def registered(self, hall: Hall, letter: Letter) -> Letter:
        letter = signing.sign(actor=hall.actor("mayor"), at=AT, letter=visaed(hall, letter, "head", "deputy").pk)
        registry = hall.registries["outgoing"].pk
        return registering.register(actor=hall.actor("clerk"), at=AT, letter=letter.pk, registry=registry)

    def test_without_the_mistaken_one_the_letter_has_gone_and_its_task_is_done(self, hall: Hall) -> None:
        incoming = hall.incoming(to="mayor")
        kind = DocumentKind.objects.create(key="cabinet_act", title="акт", directions=["incoming"])
        Document.objects.filter(pk=incoming.pk).update(kind=kind)
        task = hall.task(incoming)
        letter = self.registered(hall, hall.letter("ministry", "plant", signatory="mayor", task=task.pk))
        self.sent(hall, letter, "ministry", at=kyiv("03-12 10:00"))
        self.readdressed(hall, letter, "ministry")
        task.refresh_from_db()
        assert letter.state == State.DISPATCHED
        assert (task.state, task.done_on) == ("done", date(2026, 3, 12))

    def test_with_one_more_the_letter_waits_for_dispatch_again(self, hall: Hall) -> None:
        letter = self.registered(hall, hall.letter("ministry", signatory="mayor"))
        self.sent(hall, letter, "ministry")
        self.readdressed(hall, letter, "ministry", "plant")
        assert letter.state == State.REGISTERED
        assert [one.pk for one in queries.shelf(hall.actor("clerk"), "nadsylannia", DAY)] == [letter.pk]
        self.sent(hall, letter, "plant")
        letter.refresh_from_db()
        assert letter.state == State.DISPATCHED

    def test_what_did_not_reach_the_removed_one_is_said_no_more(self, hall: Hall) -> None:
        letter = self.registered(hall, hall.letter("ministry", "plant", signatory="mayor"))
        self.sent(hall, letter, "plant")
        letter.dispatches.update(message=1)
        dispatching.note_failure(at=AT, message=1, words="немає такої адреси")
        self.readdressed(hall, letter, "ministry", "plant", "enterprise")
        assert "немає такої адреси" in letter.undelivered
        self.readdressed(hall, letter, "ministry", "enterprise")
        assert (letter.state, letter.undelivered) == (State.REGISTERED, "")
