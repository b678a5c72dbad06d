"""Proposals of people to a published draft, numbered without gaps, answered by its drafter (KR 15.7; DR 4.7)."""

from __future__ import annotations

import pytest
from django.db import connection

from magistrat.documents.actions.public_versions import Judged
from magistrat.journal.models import Entry
from magistrat.outbox.models import Message
from magistrat.rules.refusal import Refusal
from magistrat.sittings.actions import proposals, publishing
from magistrat.sittings.models import Comment, Question
from tests.apps.sittings.conftest import AT, KR, kyiv, prepare
from tests.apps.sittings.test_publishing import LETTER
from tests.factories.threads import at_once

WORDS = {"name": "Мешканка", "email": "m@example.org", "text": "Додати слово.", "has_consented": True}


def published(prepared, title: str = "Про бюджет") -> Question:
    question = prepared.propose(title, document=prepared.draft(title).pk)
    judged = None
    if prepared.slug == KR:
        publishing.ask(
            actor=prepared.actor("head"), question=question.pk, letter=LETTER, has_no_personal_data=True, at=AT
        )
    else:
        publishing.agree(actor=prepared.actor("manager"), at=AT, question=question.pk)
        judged = Judged()
    return publishing.publish(actor=prepared.actor("editor"), at=AT, question=question.pk, judged=judged)


def take(question, **said):
    return proposals.take(**({"actor": proposals.VISITOR, "at": AT, "document": question.document_id} | WORDS | said))


class TestTake:
    def test_numbered_in_the_year_and_told_to_who_prepares(self, either):
        question = published(either)
        assert [take(question).number, take(question).number] == [1, 2]
        told = Message.objects.filter(subject__contains="Надійшла пропозиція № 2")
        assert either.actor("head").post_id in told.values_list("to_post", flat=True)

    @pytest.mark.parametrize(
        ("said", "words"),
        [
            ({"has_consented": False}, "згоди на обробку"), ({"text": " \x00 "}, "напишіть пропозицію"),
            ({"name": ""}, "як до Вас звертатися"), ({"text": "а" * 5_001}, "довша за 5000"),
            ({"document": 0}, "не оприлюднено"), ({"at": kyiv(4, 15)}, "приймали до 14.04.2026"),
        ],
    )  # fmt: skip
    def test_refused(self, either, said, words):
        question = published(either)
        with pytest.raises(Refusal, match=words):
            take(question, **said)
        assert not Comment.objects.exists()
        assert take(question).number == 1

    def test_plain_words_alone_are_kept(self, either):
        made = take(published(either), text="<b>Так</b>\x07\u202e\r\nдва")
        assert made.text == "<b>Так</b>\nдва"

    def test_not_to_a_draft_taken_down_or_closed(self, either):
        question = published(either)
        publishing.take_down(actor=either.actor("editor"), at=AT, question=question.pk, reason="помилка")
        with pytest.raises(Refusal, match="не оприлюднено"):
            take(question)


class TestAnswer:
    def test_by_the_unit_that_prepares_the_draft(self, either):
        question = published(either)
        came = take(question)
        said = {
            "at": AT,
            "comment": came.pk,
            "state": "partly",
            "text": "Враховано в пункті 1.",
            "public_text": "Слово.",
        }
        with pytest.raises(Refusal):
            proposals.answer(actor=either.actor("other"), **said)
        with pytest.raises(Refusal, match="Напишіть відповідь"):
            proposals.answer(actor=either.actor("head"), **(said | {"text": " "}))
        with pytest.raises(Refusal, match="чи враховано"):
            proposals.answer(actor=either.actor("head"), **(said | {"state": "came"}))
        made = proposals.answer(actor=either.actor("head"), **said)
        assert (made.state, made.public_text, made.answered_at) == ("partly", "Слово.", AT)
        assert proposals.answer(actor=either.actor("head"), **(said | {"state": "hidden"})).public_text == ""

    def test_the_clause_stands_by_the_answer_to_a_regulatory_draft(self, dr):
        question = published(dr)
        came = take(question)
        Question.objects.update(is_regulatory=True)
        said = {"actor": dr.actor("head"), "at": AT, "comment": came.pk, "state": "rejected"}
        with pytest.raises(Refusal) as refused:
            proposals.answer(**said, text=" ")
        assert refused.value.clause == "7.6"
        proposals.answer(**said, text="Суперечить закону.")
        assert Entry.objects.get(code="sittings.proposal_answered").clause == "7.6"


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_no_number_is_lost_or_given_twice():
    question = published(prepare(KR))
    said = at_once(6, lambda _: take(question).number)
    assert sorted(said) == [1, 2, 3, 4, 5, 6]
    connection.close()
