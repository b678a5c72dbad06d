"""Drafts delivered, reviewed, returned; late ones let in or kept out (KR 4.16.6, 4.17, 4.19, 4.21, 4.26; DR 4.10, 4.13, 6.6-6.10)."""

from __future__ import annotations

from datetime import date

import pytest

from magistrat.documents.actions.files import Upload
from magistrat.journal.models import Entry
from magistrat.outbox.models import Message
from magistrat.rules.refusal import Refusal
from magistrat.sittings.actions import agendas, delivering, invitations, lateness, originals, packages, questions
from tests.apps.sittings.conftest import AT, EARLY, KR, LATE, ON, kyiv


class TestDeliver:
    def test_an_agreed_draft_goes_to_the_manager_with_a_term(self, either):
        question = either.propose(document=either.draft().pk)
        found = either.deliver(question, at=kyiv(4, 2))
        assert (found.stage, found.lateness, found.copies) == ("delivered", "none", 5 if either.slug == KR else None)
        due = (date(2026, 4, 6), "4.21") if either.slug == KR else (None, "")  # Saturday 4, so Monday 6
        assert (found.review_due_on, found.review_due_clause) == due
        manager = either.actor("manager").post_id
        assert Message.objects.filter(to_post=manager, subject=f"На розгляд подано проєкт: {found.title}").exists()

    def test_a_draft_without_all_visas_is_not_taken(self, either):
        question = either.propose(document=either.draft(agreed=False).pk)
        with pytest.raises(Refusal) as refused:
            either.deliver(question)
        assert refused.value.clause == ("4.16.6" if either.slug == KR else "4.10")

    def test_five_copies_and_the_card_where_the_clause_asks_for_them(self, kr):
        question = kr.propose(document=kr.draft().pk)
        for said in ({"copies": 4}, {"copies": None}, {"has_card": False}):
            with pytest.raises(Refusal) as refused:
                kr.deliver(question, **said)
            assert refused.value.clause == "4.17"

    def test_the_package_of_a_main_question(self, either):
        question = either.propose(document=either.draft().pk, is_main=True)
        with pytest.raises(Refusal) as refused:
            either.deliver(question)
        assert refused.value.clause == ("4.19" if either.slug == KR else "6.6")
        head = {"actor": either.actor("head"), "at": EARLY, "question": question.pk}
        if either.slug == KR:
            rules = {"item_title": "Про бюджет", "reporter": "Коваль Іван – начальник", "report_minutes": "15",
                     "speaker_minutes": "5", "answers_minutes": "10", "speakers": ["Бондар Ольга – директор"]}  # fmt: skip
            packages.fill(key="item_rules", data=rules, **head)
            packages.fill(
                key="shortcomings_list", data={"item_title": "Про бюджет", "rows": [["Коваль", "мережі"]]}, **head
            )
            packages.enclose(key="report_note", upload=Upload("доповідна.txt", b"text"), **head)
            question.refresh_from_db()
            assert question.minutes == {"report": 15, "debate": 5}
        else:
            packages.enclose(key="signed_information", upload=Upload("інформація.txt", b"text"), **head)
            packages.enclose(key="presentation", upload=Upload("показ.txt", b"text"), **head)
        invitations.invite(actor=either.actor("head"), at=EARLY, sitting=question.sitting_id, name="Явір Лесь",
                           question=question.pk)  # fmt: skip
        assert either.deliver(question).stage == "delivered"

    def test_not_by_another_unit(self, either):
        question = either.propose(document=either.draft().pk)
        with pytest.raises(Refusal):
            either.deliver(question, by="other")


class TestReview:
    def test_lets_it_in_or_returns_it_with_the_reason(self, either):
        question = either.propose(document=either.draft().pk)
        either.deliver(question)
        manager = {"actor": either.actor("manager"), "at": AT, "question": question.pk}
        with pytest.raises(Refusal):
            delivering.send_back(reason="", **manager)
        back = delivering.send_back(reason="уточнити строки", **manager)
        assert (back.stage, back.returned_reason) == ("agreed", "уточнити строки")
        assert Message.objects.filter(to_post=question.proposer_id, body="уточнити строки").exists()
        either.deliver(question)
        assert delivering.review(**manager).stage == "reviewed"
        assert either.deeds(question)[-4:] == [
            "sittings.draft_delivered", "sittings.draft_returned", "sittings.draft_delivered", "sittings.draft_reviewed",
        ]  # fmt: skip

    def test_is_the_managers_alone(self, either):
        question = either.propose(document=either.draft().pk)
        either.deliver(question)
        with pytest.raises(Refusal) as refused:
            delivering.review(actor=either.actor("office"), at=AT, question=question.pk)
        assert refused.value.clause == ("4.21" if either.slug == KR else "6.10")


class TestLate:
    @pytest.fixture
    def late(self, either):
        question = either.propose(document=either.draft().pk)
        either.deliver(question, at=LATE, late_reason="надійшов лист області")
        return delivering.review(actor=either.actor("manager"), at=LATE, question=question.pk)

    def test_needs_a_reason(self, either):
        question = either.propose(document=either.draft().pk)
        with pytest.raises(Refusal) as refused:
            either.deliver(question, at=LATE)
        assert (refused.value.clause, "08.04.2026" in refused.value.message) == (
            "4.17" if either.slug == KR else "4.13", True,
        )  # fmt: skip

    def test_who_may_let_it_in_hears_of_it(self, either, late):
        lateness.ask_leave(actor=either.actor("head"), at=LATE, question=late.pk, reason="субвенція")
        found = Message.objects.filter(to_post=either.actor("mayor").post_id, body="субвенція")
        assert found.filter(subject=f"Невчасно подане питання: {late.title}").exists()

    def test_comes_into_the_agenda_only_by_the_mayors_leave(self, either, late):
        include = {"actor": either.actor("office"), "at": LATE, "sitting": late.sitting_id, "wanted": [late.pk]}
        with pytest.raises(Refusal) as refused:
            agendas.include(**include)
        assert refused.value.clause == ("4.26" if either.slug == KR else "6.10")
        with pytest.raises(Refusal):
            lateness.allow(actor=either.actor("manager"), at=LATE, question=late.pk)
        allowed = lateness.allow(actor=either.actor("mayor"), at=LATE, question=late.pk)
        assert (allowed.lateness, allowed.late_by.endswith("10.04.2026")) == ("allowed", True)
        assert agendas.include(**include)[0].stage == "on_agenda"

    def test_urgent_drafts_of_finance_by_a_clause_of_their_own_until_the_day_before(self, dr):
        finance = dr.made.town.actor("finance_head", ON)
        for at, clause in ((kyiv(4, 14), "6.9"), (kyiv(4, 15, 9), "6.10")):
            question = questions.put(
                actor=finance,
                at=EARLY,
                sitting=dr.sitting.pk,
                title=f"Про кошти {clause}",
                department=finance.department_id,
            )
            lateness.ask_leave(actor=finance, at=at, question=question.pk, reason="субвенція")
            lateness.allow(actor=dr.actor("mayor"), at=at, question=question.pk)
            entry = Entry.objects.get(code="sittings.late_allowed", subject=question.pk)
            assert entry.clause == clause

    def test_refused_it_stays_out_and_where_the_clause_says_so_leaves_the_agenda(self, either, late):
        found = lateness.deny(actor=either.actor("mayor"), at=LATE, question=late.pk, reason="наступного разу")
        assert (found.lateness, found.stage) == ("refused", "reviewed" if either.slug == KR else "out")

    def test_nobody_decides_what_was_not_asked(self, either):
        question = either.ready()
        with pytest.raises(Refusal):
            lateness.allow(actor=either.actor("mayor"), at=LATE, question=question.pk)

    def test_by_vote_only_where_the_clause_knows_it(self, either, late):
        vote = {"actor": either.actor("head"), "at": LATE, "question": late.pk}
        if either.slug == KR:
            with pytest.raises(Refusal):
                lateness.put_to_vote(ground="emergency", **vote)
            return
        with pytest.raises(Refusal) as refused:
            lateness.put_to_vote(ground="whim", **vote)
        assert refused.value.clause == "6.8"
        assert lateness.put_to_vote(ground="emergency", **vote).lateness == "by_vote"
        with pytest.raises(Refusal) as refused:
            agendas.include(actor=either.actor("office"), at=LATE, sitting=late.sitting_id, wanted=[late.pk])
        assert refused.value.clause == "6.8"


class TestOriginals:
    def test_taken_once_and_given_back(self, either):
        question = either.propose()
        office = {"actor": either.actor("office"), "at": AT, "question": question.pk}
        receipt = originals.take(copies=5, handed_by="О. Коваль", sheets=12, **office)
        with pytest.raises(Refusal):
            originals.take(copies=5, handed_by="О. Коваль", **office)
        assert originals.give_back(to="О. Коваль", **office).pk == receipt.pk
        with pytest.raises(Refusal):
            originals.give_back(to="О. Коваль", **office)
