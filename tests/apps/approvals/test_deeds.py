"""Each deed on an approval and what stops it; two at once; who sees what and when."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from magistrat.approvals import hooks
from magistrat.approvals.actions import answering, remarks, sending
from magistrat.approvals.models import Answer, Approval, Remark, Step
from magistrat.approvals.queries import lists, route, state, statistics
from magistrat.documents.actions import grants
from magistrat.documents.actions.files import Upload
from magistrat.documents.models import Document
from magistrat.documents.queries import access
from magistrat.journal.models import Entry
from magistrat.organisation.models import Post
from magistrat.outbox.models import Message
from magistrat.rules.refusal import Refusal
from tests.apps.approvals.conftest import AT, DAY, PARTS, Hall, kyiv, labels
from tests.apps.approvals.test_way import changed
from tests.factories import threads
from tests.factories.organisation import town

Refused = Callable[..., Refusal]


def step_of(document: int, role: str) -> Step:
    return Step.objects.get(approval__document=document, role=role)


def codes(document: int) -> list[str]:
    found = Entry.objects.filter(document=document, code__startswith="approvals.")
    return list(found.order_by("id").values_list("code", flat=True))


class TestSend:
    def test_opens_the_first_step_with_its_day_grant_and_notice(self, hall: Hall) -> None:
        document = hall.draft()
        head = hall.actor("infrastructure_head")
        assert not access.visible(hall.actor("document_checker")).filter(pk=document).exists()
        hall.send(document)
        step = step_of(document, "department_head")
        assert (step.state, step.due_on, step.due_clause, step.clause) == ("open", date(2026, 3, 11), "6.8", "6.5")
        assert access.visible(head).filter(pk=document).exists()
        assert not access.visible(hall.actor("document_checker")).filter(pk=document).exists()
        assert Message.objects.get(to_post=head.post_id).link == f"/pohodzhennia/{document}/"
        assert codes(document) == ["approvals.sent"]

    def test_the_head_who_sends_his_own_draft_has_visaed_it(self, hall: Hall) -> None:
        document = hall.draft(by="infrastructure_head")
        hall.send(document, by="infrastructure_head", kind="committee-decision")
        given = Answer.objects.get()
        assert (given.step.role, given.step.covers) == ("department_head", ["4.16.6:executor"])
        assert given.is_by_sending
        assert statistics.by_post(hall.actor("affairs_manager"), since=DAY, until=DAY + timedelta(days=1), on=DAY) == []
        assert hall.open_roles(document) == ["document_checker"]

    def test_a_lawyer_who_drafts_visas_as_a_lawyer_in_his_turn(self, hall: Hall) -> None:
        document = hall.draft(by="legal_head")
        hall.send(document, by="legal_head")
        assert hall.open_roles(document) == ["document_checker"]
        assert hall.agree(document)[:2] == ["document_checker", "legal_head"]
        # The legal office is led by the manager of affairs, who visas last for both.
        manager = step_of(document, "affairs_manager")
        assert manager.covers == ["6.5:deputy_mayor"]

    def test_another_ones_draft_is_not_sent(self, hall: Hall, refused: Refused) -> None:
        document = hall.draft()
        assert refused(hall.send, document, by="health_exec", drafter="health_exec").is_right
        hall.send(document)
        step = step_of(document, "department_head")
        grants.give(document=document, at=AT, reason="informed", source="test:1", post=hall.town.posts["health_exec"])
        said = refused(hall.send, document, by="health_exec", drafter=hall.drafter)
        assert said.message == "Це робить лише розробник проєкту або його керівник."
        assert step.state == "open"

    def test_a_role_that_nobody_fills_refuses_with_its_clause(self, hall: Hall, refused: Refused) -> None:
        Post.objects.filter(pk=hall.town.posts["document_checker"]).update(until=DAY)
        said = refused(hall.send, hall.draft())
        assert (said.clause, said.message) == (
            "6.5",
            "Жодна посада сьогодні не виконує цієї ролі: головний спеціаліст, на якого покладено перевірку документів.",
        )
        assert not Approval.objects.exists()

    def test_a_department_of_the_mayor_names_who_is_in_charge(self, hall: Hall, refused: Refused) -> None:
        document = hall.draft(by="finance_exec")
        assert refused(hall.send, document, by="finance_exec").message == route.NO_LEADER
        assert refused(hall.send, document, by="finance_exec", in_charge="mayor").message == route.NO_SUCH_LEADER
        hall.send(document, by="finance_exec", in_charge="deputy_1")
        assert step_of(document, "deputy_mayor").post_id == hall.town.posts["deputy_1"]

    def test_the_nearest_head_answers_for_the_draft(self, hall: Hall) -> None:
        document = hall.draft(by="clerk")
        hall.send(document, by="clerk")
        assert step_of(document, "department_head").post_id == hall.town.posts["records_head"]
        # The apparatus has no head of its own: its specialist answers to the manager of affairs, who visas last.
        document = hall.draft(by="safety")
        hall.send(document, by="safety")
        manager = Step.objects.get(approval__document=document, role="affairs_manager")
        assert manager.covers == ["6.5:department_head", "6.5:deputy_mayor"]

    def test_a_named_deputy_has_his_own_place(self, hall: Hall) -> None:
        document = hall.draft()
        approval = hall.send(document, concerned=["deputy_2", "economy_head"])
        assert approval.flags == ["other-deputies"]
        places = {step.post_id: step.place for step in hall.steps(document)}
        assert (places[hall.town.posts["deputy_2"]], places[hall.town.posts["economy_head"]]) == (70, 30)

    def test_the_second_city_adds_whom_the_drafter_names(self, other_hall: Hall) -> None:
        document = other_hall.draft()
        other_hall.send(document, concerned=["economy_head"])
        added = step_of(document, "concerned")
        assert (added.is_added, added.place, added.clause) == (True, 10, "5.7")
        assert "concerned" in other_hall.open_roles(document)

    def test_nothing_changed_is_not_sent_twice(self, hall: Hall, refused: Refused) -> None:
        document = hall.draft()
        hall.send(document)
        said = refused(hall.send, document)
        assert said.message == "Після надсилання цієї версії в проєкті нічого не змінено."
        assert Approval.objects.get().version == 1

    def test_other_flags_ask_others_and_keep_who_was_asked(self, hall: Hall) -> None:
        document = hall.draft()
        hall.send(document, concerned=["economy_head"])
        hall.agree(document, until="legal_head")
        hall.send(document, flags=["budget"], concerned=[])
        assert hall.open_roles(document) == ["finance_head"]
        dropped = step_of(document, "concerned_heads")
        assert (dropped.state, dropped.position) == ("skipped", 9)
        hall.send(document, concerned=["economy_head"], note="повернуто склад")
        assert hall.open_roles(document) == ["legal_head"]
        assert step_of(document, "concerned_heads").state == "agreed"
        assert not Step.objects.filter(role="finance_head").exists()

    def test_a_closed_approval_is_not_sent(self, hall: Hall, refused: Refused) -> None:
        document = hall.draft()
        hall.send(document)
        sending.close(at=AT, document=document)
        assert hall.open_roles(document) == []
        assert "закрито" in refused(hall.send, document, parts=changed("пункт 1")).message

    def test_what_voids_nothing_keeps_the_day(self, hall: Hall) -> None:
        document = hall.draft()
        hall.send(document)
        hall.send(document, at=kyiv("03-11 10:00"), parts=changed("пояснювальна записка"))
        assert step_of(document, "department_head").due_on == date(2026, 3, 11)
        hall.send(document, at=kyiv("03-11 11:00"), parts=changed("пункт 1"))
        assert step_of(document, "department_head").due_on == date(2026, 3, 12)

    def test_half_way_nothing_is_left(self, hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
        def fail(*given: object, **words: object) -> None:
            raise RuntimeError("обрив")

        document = hall.draft()
        monkeypatch.setattr("magistrat.approvals.actions.way.tell", fail)
        with pytest.raises(RuntimeError):
            hall.send(document)
        assert not Approval.objects.exists()


class TestAnswer:
    def test_a_substitute_answers_and_both_posts_are_printed(self, hall: Hall) -> None:
        document = hall.draft()
        hall.send(document)
        hall.agree(document, until="affairs_manager")
        hall.stand_in("affairs_manager", "deputy_1")
        acting = hall.actor("deputy_1", instead_of="affairs_manager")
        hall.answer(document, "affairs_manager", actor=acting)
        given = Answer.objects.get(step__role="affairs_manager")
        assert given.printed_title == "В.о. керуючої справами виконкому –\nзаступник міського голови"
        assert given.person == hall.town.people["deputy_1"]

    def test_only_the_one_who_is_asked_answers(self, hall: Hall, refused: Refused) -> None:
        document = hall.draft()
        hall.send(document)
        step = step_of(document, "department_head")
        drafter = hall.actor(hall.drafter)
        said = refused(answering.answer, actor=drafter, at=AT, step=step.pk, outcome="agreed")
        assert (said.clause, said.message[:40]) == ("6.5", "Цю візу надає інша посадова особа: керів")
        later = step_of(document, "document_checker")
        said = refused(answering.answer, actor=drafter, at=AT, step=later.pk, outcome="agreed")
        assert said.message.startswith("Черга цієї візи ще не настала")

    def test_a_newer_version_than_was_read_is_read_first(self, hall: Hall, refused: Refused) -> None:
        document = hall.draft()
        hall.send(document)
        hall.send(document, parts=changed("пункт 1"))
        said = refused(hall.answer, document, "department_head", seen=1)
        assert said.message == "Поки Ви читали проєкт, надійшла його версія 2. Розгляньте її."
        hall.answer(document, "department_head", seen=2)

    def test_a_remark_is_to_a_part_that_is_there(self, hall: Hall, refused: Refused) -> None:
        document = hall.draft()
        hall.send(document)
        said = refused(hall.answer, document, "department_head", "remarks", remarks=[("пункт 7", "Немає")])
        assert said.message == "У цій версії проєкту немає частини «пункт 7»."

    def test_an_opinion_alone_is_a_remark_to_the_whole(self, hall: Hall) -> None:
        document = hall.draft()
        hall.send(document)
        hall.answer(document, "department_head", "objected", note="Суперечить закону.")
        assert list(Remark.objects.values_list("part", "text")) == [("", "Суперечить закону.")]
        assert hall.open_roles(document) == ["document_checker"]
        assert codes(document)[-1] == "approvals.objected"

    def test_one_of_two_at_the_same_step_wins(self, transactional_db: None, refused: Refused) -> None:
        hall = Hall(town("kryvyi-rih"), "infrastructure_exec")
        document = hall.draft()
        hall.send(document)
        step, head = step_of(document, "department_head"), hall.actor("infrastructure_head")
        outcomes = ("agreed", "remarks")
        got = threads.at_once(2, lambda n: answering.answer(
            actor=head, at=AT, step=step.pk, outcome=outcomes[n],
            remarks=[("пункт 1", "Ні")] if n else [],
        ))  # fmt: skip
        lost = [one for one in got if isinstance(one, Refusal)]
        assert len(lost) == 1
        assert lost[0].message.startswith("На цьому кроці вже є відповідь — погоджено")
        assert Answer.objects.count() == 1

    def test_an_answer_on_the_paper_of_a_closed_approval(self, hall: Hall, refused: Refused) -> None:
        document = hall.draft()
        hall.send(document)
        step, head = step_of(document, "department_head"), hall.actor("infrastructure_head")
        sending.recall(actor=hall.actor(hall.drafter), at=AT, document=document, reason="Уточнити")
        said = refused(answering.answer, actor=head, at=AT, step=step.pk, outcome="agreed")
        assert said.message == "Проєкт зараз не погоджують: стан — «відкликано»."


class TestExtend:
    def test_three_days_with_a_reason_once(self, hall: Hall, refused: Refused) -> None:
        document = hall.draft()
        hall.send(document)
        step, head = step_of(document, "department_head"), hall.actor("infrastructure_head")
        said = refused(answering.extend, actor=head, at=AT, step=step.pk, reason=" ")
        assert said.clause == "6.8"
        kept = answering.extend(actor=head, at=AT, step=step.pk, reason="Потрібні розрахунки")
        assert (kept.due_on, kept.due_clause, kept.is_extended) == (date(2026, 3, 13), "6.8", True)
        said = refused(answering.extend, actor=head, at=AT, step=step.pk, reason="Ще")
        assert said.message == "Довший строк уже взято: Потрібні розрахунки"
        assert codes(document)[-1] == "approvals.extended"

    def test_not_when_the_day_has_passed_nor_by_another(self, hall: Hall, refused: Refused) -> None:
        document = hall.draft()
        hall.send(document)
        step = step_of(document, "department_head")
        late = AT + timedelta(days=2)
        said = refused(answering.extend, actor=hall.actor("infrastructure_head"), at=late, step=step.pk, reason="Ні")
        assert said.message == "Строк візи вже минув, тож довшого взяти не можна."
        assert refused(
            answering.extend, actor=hall.actor(hall.drafter), at=AT, step=step.pk, reason="Ні"
        ).message.startswith("Цю візу надає інша")

    def test_the_second_city_has_no_longer_term(self, other_hall: Hall, refused: Refused) -> None:
        document = other_hall.draft()
        other_hall.send(document, kind="committee-decision")
        step = step_of(document, "deputy_mayor")
        said = refused(answering.extend, actor=other_hall.actor("deputy_1"), at=AT, step=step.pk, reason="Ні")
        assert (said.clause, said.message) == ("4.9", "Довшого строку погодження Регламент не передбачає.")


class TestPaperAnswer:
    def test_the_drafter_attaches_it_with_its_day(self, hall: Hall, refused: Refused) -> None:
        document = hall.draft()
        hall.send(document, kind="committee-decision", flags=["competition"])
        hall.agree(document, until="antimonopoly_office")
        step, drafter = step_of(document, "antimonopoly_office"), hall.actor(hall.drafter)
        paper = [Upload("лист.pdf", b"%PDF-1.4\n%%EOF")]
        said = {"actor": drafter, "at": AT, "step": step.pk, "outcome": "agreed", "note": "", "on": DAY}
        assert refused(answering.attach, **said, uploads=[]).clause == "4.15.6"
        tomorrow = said | {"on": DAY + timedelta(days=1)}
        assert refused(answering.attach, **tomorrow, uploads=paper).message.startswith("Дата відповіді")
        checker = said | {"actor": hall.actor("document_checker")}
        assert "долучає розробник" in refused(answering.attach, **checker, uploads=paper).message
        answering.attach(**(said | {"on": date(2026, 3, 6)}), uploads=paper)
        given = Answer.objects.get(step=step)
        assert (given.on, given.days, given.file.name, given.person) == (date(2026, 3, 6), 0, "лист.pdf", None)
        assert hall.open_roles(document) == ["protocol_head"]


class TestRecallAndReturn:
    def test_recall_tells_upper_apps_and_those_who_were_asked(self, hall: Hall, refused: Refused) -> None:
        heard: list[tuple[str, str]] = []
        hooks.on_returned(listener := lambda approval, actor, at, reason: heard.append((approval.state, reason)))
        try:
            document = hall.draft()
            hall.send(document)
            drafter = hall.actor(hall.drafter)
            assert refused(sending.recall, actor=drafter, at=AT, document=document, reason="").message.startswith(
                "Зазначте"
            )
            sending.recall(actor=drafter, at=AT, document=document, reason="Уточнити суми")
            assert heard == [("recalled", "Уточнити суми")]
            assert hall.open_roles(document) == []
            assert labels(state.signing_refusals(document, 1))
        finally:
            hooks._returned.remove(listener)

    def test_all_visas_of_a_recalled_draft_are_no_agreement(self, hall: Hall) -> None:
        document = hall.draft()
        hall.send(document)
        hall.agree(document)
        sending.recall(actor=hall.actor(hall.drafter), at=AT, document=document, reason="Уточнити суми")
        assert labels(state.signing_refusals(document, 1)) == [
            ("", "Погодження не завершено: його стан — «відкликано».")
        ]

    def test_agreement_is_told_once_all_have_answered(self, hall: Hall) -> None:
        heard: list[int] = []
        hooks.on_agreed(listener := lambda approval, actor, at: heard.append(approval.version))
        try:
            document = hall.draft()
            hall.send(document)
            hall.agree(document, until="affairs_manager")
            assert heard == []
            hall.agree(document)
            assert heard == [1]
            assert codes(document)[-1] == "approvals.completed"
        finally:
            hooks._agreed.remove(listener)

    def test_a_returned_decision_keeps_the_answers_of_the_others_until_the_text_changes(self, other_hall: Hall) -> None:
        hall = other_hall
        document = hall.draft()
        hall.send(document, kind="committee-decision")
        hall.answer(document, "deputy_mayor")
        hall.answer(document, "legal_head", "returned", remarks=[("пояснювальна записка", "Неповна")])
        assert [step.state for step in hall.steps(document)] == ["returned", "agreed", "waiting"]
        hall.send(document, kind="committee-decision", parts=changed("пояснювальна записка"))
        assert [step.state for step in hall.steps(document)] == ["open", "agreed", "open"]
        assert Answer.objects.get(outcome="returned").void_reason == "Змінено: пояснювальна записка"


class TestRemarks:
    def test_signature_waits_for_the_report_to_the_mayor(self, hall: Hall, refused: Refused) -> None:
        document = hall.draft()
        hall.send(document)
        hall.answer(document, "department_head", "remarks", remarks=[("пункт 1", "Уточнити"), ("пункт 2", "Хто?")])
        hall.agree(document)
        unreported = [("6.9", "Про зауваження ще не доповіли міському голові: 2.")]
        assert labels(state.signing_refusals(document, 1)) == unreported
        assert refused(remarks.report, actor=hall.actor("legal_head"), at=AT, document=document).clause == "4.16.8"
        manager = hall.actor("affairs_manager")
        remarks.report(actor=manager, at=AT, document=document)
        assert state.signing_refusals(document, 1) == []
        assert (
            "ще не доповіли міському голові, немає"
            in refused(remarks.report, actor=manager, at=AT, document=document).message
        )

    def test_the_second_city_makes_a_record_that_wants_the_authors_answers(
        self, other_hall: Hall, refused: Refused
    ) -> None:
        hall = other_hall
        document = hall.draft()
        hall.send(document)
        hall.answer(document, "legal_head", "objected", remarks=[("пункт 1", "Суперечить закону")])
        hall.agree(document)
        assert [clause for clause, _ in labels(state.signing_refusals(document, 1))] == ["5.8"]
        manager, drafter = hall.actor("affairs_manager"), hall.actor(hall.drafter)
        assert refused(remarks.report, actor=manager, at=AT, document=document).clause == "5.8"
        remark = Remark.objects.get()
        reply = {"at": AT, "remark": remark.pk, "text": ""}
        assert "розробник" in refused(remarks.reply, actor=manager, verdict="accepted", **reply).message
        assert refused(remarks.reply, actor=drafter, verdict="rejected", **reply).message.startswith("Поясніть")
        assert refused(remarks.reply, actor=drafter, verdict="waiting", **reply).message.startswith("Зазначте")
        remarks.reply(actor=drafter, verdict="rejected", **(reply | {"text": "Закон цього не регулює"}))
        assert state.signing_refusals(document, 1) == []
        assert codes(document)[-1] == "approvals.replied"

    def test_a_voided_answers_remarks_need_no_report(self, hall: Hall) -> None:
        document = hall.draft()
        hall.send(document)
        hall.answer(document, "department_head", "remarks", remarks=[("пункт 1", "Уточнити")])
        hall.send(document, parts=changed("пункт 1"))
        hall.agree(document)
        assert state.signing_refusals(document, 2) == []


class TestWhoSees:
    def test_a_personnel_order_is_seen_by_those_asked_alone(self, hall: Hall) -> None:
        document = hall.draft(by="personnel_officer")
        hall.send(document, by="personnel_officer", kind="personnel-order")
        hall.agree(document, until="legal_head")
        seen = {key for key in hall.town.posts if access.visible(hall.actor(key)).filter(pk=document).exists()}
        assert seen == {"personnel_officer", "personnel_head", "document_checker", "legal_head"}
        late = DAY + timedelta(days=10)
        assert list(lists.overseen(hall.actor("affairs_manager"), late)) == []
        assert lists.overdue_of_people(hall.actor("affairs_manager"), late) == []

    def test_an_official_use_paper_opens_by_name(self, hall: Hall) -> None:
        document = hall.draft(is_restricted=True)
        grants.follow_restriction(document=Document.objects.get(pk=document), at=AT)
        hall.send(document)
        assert access.visible(hall.actor("infrastructure_head")).filter(pk=document).exists()
        assert not access.visible(hall.actor("first_deputy")).filter(pk=document).exists()

    def test_heads_and_the_manager_of_affairs_watch_overdue_visas(self, hall: Hall) -> None:
        document = hall.draft()
        hall.send(document)
        hall.agree(document, until="document_checker")
        hall.send(document, parts=changed("пункт 1"))
        late = DAY + timedelta(days=3)
        head, stranger = hall.actor("first_deputy"), hall.actor("deputy_3")
        assert [step.role for step in lists.overdue_of_people(head, late)] == ["department_head"]
        assert lists.overdue_of_people(stranger, late) == []
        manager = hall.actor("affairs_manager")
        assert [step.role for step in lists.overdue_of_people(manager, late)] == ["department_head"]
        assert lists.figures(manager, late) == {"open": 1, "overdue": 1}
        assert lists.figures(stranger, late) == {"open": 0, "overdue": 0}


class TestStatements:
    def test_of_the_panel_and_the_signature(self, hall: Hall, django_assert_num_queries) -> None:
        def count(document: int) -> None:
            with django_assert_num_queries(6):
                state.signing_refusals(document, 1 if document == one else 2)

        one, many = hall.draft(), hall.draft()
        hall.send(one)
        hall.send(many, flags=["budget"], concerned=["economy_head", "health_head", "social_head"])
        for step in ("department_head", "document_checker"):
            hall.answer(many, step, "remarks", remarks=[(label, "Ні") for label, _ in PARTS])
        hall.send(many, flags=["budget"], concerned=["economy_head"], parts=changed("пункт 1"))
        count(one)
        count(many)

    def test_of_the_lists(self, hall: Hall, django_assert_num_queries) -> None:
        head, manager = hall.actor("infrastructure_head"), hall.actor("affairs_manager")
        for size in (1, 3):
            for _ in range(size):
                hall.send(hall.draft())
            with django_assert_num_queries(1):
                assert next(iter(lists.waiting_for(head).order_by("due_on", "id"))).approval.document.kind.title
            with django_assert_num_queries(2):  # the right, then the rows
                assert next(iter(lists.overseen(manager, DAY).order_by("due_on", "id"))).post.department.name
