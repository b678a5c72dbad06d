"""Drafts published before the sitting (KR 15.7; DR 4.7)."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from magistrat.approvals.models import Approval
from magistrat.documents.actions.public_versions import Judged
from magistrat.documents.models import PublicVersion
from magistrat.outbox.models import Message
from magistrat.rules.refusal import Refusal
from magistrat.sittings.actions import publishing
from magistrat.sittings.models import Question
from magistrat.sittings.queries import public
from magistrat.ui import clock
from tests.apps.sittings.conftest import AT, KR, kyiv, prepare, sent
from tests.factories import documents
from tests.factories.threads import at_once

LETTER = {"annexes_information": "2 файли, 14 аркушів", "preparer_contacts": "Ольга Коваль, 92-13-14"}


@pytest.fixture
def question(either):
    return either.propose(document=either.draft().pk)


def ask(prepared, question, **said):
    fields = {"letter": LETTER, "has_no_personal_data": True, "at": AT} | said
    return publishing.ask(actor=prepared.actor("head"), question=question.pk, **fields)


class TestAsk:
    def test_the_letter_says_what_the_clause_asks_and_the_day_is_counted(self, either, question):
        if either.slug == KR:
            with pytest.raises(Refusal) as refused:
                ask(either, question, letter={})
            assert refused.value.clause == "15.7"
        found = ask(either, question, at=kyiv(4, 3, 16, 45))  # Friday after 16:30
        due = (date(2026, 4, 6), "15.7") if either.slug == KR else (None, "")
        assert (found.publication_due_on, found.publication_due_clause) == due

    def test_those_who_publish_hear_of_it(self, either, question):
        ask(either, question)
        editor = either.actor("editor").post_id
        assert Message.objects.filter(
            to_post=editor, subject=f"Проєкт подано на оприлюднення: {question.title}"
        ).exists()

    def test_personal_data_are_looked_for_first(self, either, question):
        with pytest.raises(Refusal) as refused:
            ask(either, question, has_no_personal_data=False)
        assert "персональні дані" in refused.value.message

    def test_an_official_use_paper_is_never_published(self, either):
        question = either.propose(document=either.draft(is_restricted=True).pk)
        with pytest.raises(Refusal) as refused:
            ask(either, question)
        assert "службового користування" in refused.value.message


class TestPublish:
    def test_by_the_site_editor_after_the_proposal_and_the_consent(self, either, question):
        editor = {"actor": either.actor("editor"), "at": AT, "question": question.pk}
        if either.slug == KR:
            with pytest.raises(Refusal) as refused:
                publishing.publish(**editor)
            assert refused.value.clause == "15.7"
            ask(either, question)
        else:
            with pytest.raises(Refusal) as refused:
                publishing.publish(**editor)
            assert refused.value.clause == "4.7"
            publishing.agree(actor=either.actor("manager"), at=AT, question=question.pk)
            with pytest.raises(Refusal, match="ще не підготовлено"):
                publishing.publish(**editor)
            editor["judged"] = Judged()
        assert publishing.publish(**editor).published_at == AT
        with pytest.raises(Refusal):
            publishing.publish(**editor)

    def test_consent_only_where_a_clause_asks_for_it(self, either, question):
        if either.slug == KR:
            with pytest.raises(Refusal):
                publishing.agree(actor=either.actor("manager"), at=AT, question=question.pk)
        with pytest.raises(Refusal):
            publishing.agree(actor=either.actor("head"), at=AT, question=question.pk)


class TestPublicVersion:
    def ready(self, prepared, words="Надати Коваленку І. П. допомогу."):
        question = prepared.propose(document=prepared.draft(words=words).pk)
        if prepared.slug == KR:
            ask(prepared, question, judged=Judged({0}))
        else:
            publishing.agree(actor=prepared.actor("manager"), at=AT, question=question.pk)
        return question

    def publish(self, prepared, question, **said):
        judged = None if prepared.slug == KR else Judged({0})
        fields = {"actor": prepared.actor("editor"), "at": AT, "question": question.pk, "judged": judged} | said
        return publishing.publish(**fields)

    def test_the_public_reads_the_text_without_what_was_hidden(self, either):
        question = self.publish(either, self.ready(either))
        made = PublicVersion.objects.get(state="published")
        assert ["1.", "Надати ОСОБА_1 допомогу."] in made.parts
        assert (made.title, made.proposals_until) == ("Про бюджет", date(2026, 4, 14))
        assert question.published_at == AT

    def test_nobody_judged_the_place(self, either):
        question = either.propose(document=either.draft(words="Надати Коваленку І. П. допомогу.").pk)
        with pytest.raises(Refusal, match="Коваленку"):
            ask(either, question)

    def test_a_draft_changed_since_it_was_judged_is_judged_again(self, either):
        question = self.ready(either)
        sent(Approval.objects.get(document=question.document), "Про бюджет", "Надати Бойку І. П. допомогу.", number=2)
        if either.slug == KR:
            with pytest.raises(Refusal, match="змінено після перевірки"):
                self.publish(either, question)
            ask(either, question, judged=Judged({0}))
        self.publish(either, question)
        assert PublicVersion.objects.filter(state="published", places__contains=[{"words": "Бойку І. П."}]).exists()

    def test_replaced_and_taken_down_with_reasons_and_published_anew(self, either):
        question = self.publish(either, self.ready(either))
        editor = {"actor": either.actor("editor"), "at": AT, "question": question.pk}
        with pytest.raises(Refusal, match="замінюють"):
            publishing.replace(**editor, judged=Judged({0}), reason="")
        publishing.replace(**editor, judged=Judged({0}), reason="описка")
        with pytest.raises(Refusal):
            publishing.take_down(actor=either.actor("head"), at=AT, question=question.pk, reason="помилка")
        assert publishing.take_down(**editor, reason="помилка").published_at is None
        states = PublicVersion.objects.order_by("number").values_list("state", flat=True)
        assert list(states) == ["replaced", "taken_down"]

    def test_a_closed_question_is_never_published(self, either):
        question = self.ready(either)
        publishing.close(actor=either.actor("head"), at=AT, question=question.pk, ground="державна таємниця")
        with pytest.raises(Refusal, match="державна таємниця"):
            self.publish(either, question)
        publishing.close(actor=either.actor("head"), at=AT, question=question.pk, ground="")
        self.publish(either, question)
        with pytest.raises(Refusal, match="спершу зніміть"):
            publishing.close(actor=either.actor("head"), at=AT, question=question.pk, ground="таємниця")


@pytest.mark.django_db
def test_of_an_official_use_draft_the_public_reads_no_title(either):
    question = either.propose(document=either.draft(is_restricted=True).pk)
    question.public_title = "Про охорону об'єктів"
    assert (public.public_title(question), public.is_closed(question)) == (public.CLOSED_TITLE, True)


@pytest.mark.django_db(transaction=True)
def test_of_two_editors_at_once_one_publishes_and_the_other_is_told():
    prepared = prepare(KR)
    question = prepared.propose(document=prepared.draft().pk)
    ask(prepared, question)
    said = at_once(2, lambda _: publishing.publish(actor=prepared.actor("editor"), at=AT, question=question.pk))
    assert [one.message for one in said if isinstance(one, Refusal)] == ["Проєкт уже оприлюднено."]
    assert PublicVersion.objects.filter(state="published").count() == 1


class TestProposalsUntil:
    """AT is 30.03.2026: proposals to a regulatory draft are taken until 30.04 at least, 30.06 at most (DR 7.6)."""

    def ready(self, dr):
        question = dr.propose(document=dr.draft().pk)
        Question.objects.update(is_regulatory=True)
        publishing.agree(actor=dr.actor("manager"), at=AT, question=question.pk)
        return {"actor": dr.actor("editor"), "at": AT, "question": question.pk, "judged": Judged()}

    def test_whoever_publishes_enters_the_drafters_day(self, dr):
        said = self.ready(dr)
        for wrong, why in ((date(2026, 4, 29), "щонайменше"), (date(2026, 7, 1), "щонайдовше")):
            with pytest.raises(Refusal, match=why) as refused:
                publishing.publish(**said, proposals_until=wrong)
            assert refused.value.clause == "7.6"
        publishing.publish(**said, proposals_until=date(2026, 6, 15))
        publishing.replace(**said | {"at": kyiv(4, 6)}, reason="описка")
        assert {one.proposals_until for one in PublicVersion.objects.all()} == {date(2026, 6, 15)}

    def test_the_drafter_sets_it_and_a_later_publication_may_ask_for_another(self, dr):
        said = self.ready(dr)
        ask(dr, dr_question(said), proposals_until=date(2026, 5, 4))
        late = said | {"at": kyiv(4, 8)}
        with pytest.raises(Refusal, match=r"щонайменше до 08\.05\.2026"):
            publishing.publish(**late)
        publishing.publish(**late, proposals_until=date(2026, 5, 8))
        assert PublicVersion.objects.get(state="published").proposals_until == date(2026, 5, 8)

    def test_nobody_sets_it_for_other_drafts(self, either, question):
        with pytest.raises(Refusal, match="не встановлює"):
            ask(either, question, proposals_until=date(2026, 5, 4))
        question.refresh_from_db()
        assert (question.proposals_until, question.publication_asked_at) == (None, None)

    @pytest.mark.parametrize(("is_regulatory", "is_offered"), [(True, True), (False, False)])
    def test_the_page_offers_it_for_regulatory_drafts_alone(self, dr, monkeypatch, is_regulatory, is_offered):
        monkeypatch.setenv(clock.FIXED, AT.isoformat())
        said = self.ready(dr)
        Question.objects.update(is_regulatory=is_regulatory)
        editor = documents.signed_in(Client(), said["actor"])
        page = editor.get(reverse("sittings:question", args=[said["question"]])).content.decode()
        assert ('name="proposals_until"' in page) is is_offered
        assert 'type="date"' not in page
        assert "Перевірити й оприлюднити" in page

    def test_the_page_tells_of_a_day_that_cannot_be_and_publishes_by_one_that_can(self, dr, monkeypatch):
        monkeypatch.setenv(clock.FIXED, AT.isoformat())
        said = self.ready(dr)
        editor = documents.signed_in(Client(), said["actor"])
        address = reverse("sittings:question_deed", args=[said["question"], "opryliudneno"])
        whole = {"checked": "1", "vidbytok": public.digest(Question.objects.get())}
        for wrong, why in (("31.12", "прочитати не вдалося"), ("2026-04-29", "щонайменше до 30.04.2026")):
            answer = editor.post(address, whole | {"proposals_until": wrong})
            assert (answer.status_code, why in answer.content.decode()) == (409, True)
        assert editor.post(address, whole | {"proposals_until": "30.06.2026"}).status_code == 302
        assert PublicVersion.objects.get(state="published").proposals_until == date(2026, 6, 30)


def dr_question(said):
    return Question.objects.get(pk=said["question"])
