"""The public pages: what everybody sees without signing in, and what nobody does."""

from __future__ import annotations

from datetime import timedelta
from xml.etree import ElementTree as ET

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from magistrat.documents.actions import public_versions
from magistrat.documents.actions.public_versions import Judged
from magistrat.documents.models import PublicVersion
from magistrat.sittings.actions import disclosing, proposals, publishing
from magistrat.sittings.models import Comment, Question
from tests.apps.sittings.conftest import AT, prepare
from tests.apps.sittings.test_proposals import published
from tests.factories import documents

ATOM = "{http://www.w3.org/2005/Atom}"
FORM = {"name": "Мешканка", "email": "", "text": "Додати слово <script>.", "has_consented": "on"}


@pytest.fixture(params=["kryvyi-rih", "druzhkivka"])
def either(request, db, monkeypatch):
    monkeypatch.setenv("MAGISTRAT_NOW", AT.isoformat())
    cache.clear()
    return prepare(request.param)


def to(name: str, *args: object) -> str:
    return reverse(f"portal:{name}", args=args)


def read(address: str, client: Client | None = None, status: int = 200) -> str:
    answer = (client or Client()).get(address)
    assert answer.status_code == status, address
    return answer.content.decode()


class TestDrafts:
    def test_as_published_with_a_proposal_that_the_drafter_answers(self, either):
        question = published(either)
        page = to("draft", question.document_id)
        assert "Про бюджет" in read(to("drafts"))
        assert "14.04.2026" in read(page)
        client = Client()
        assert client.post(page, FORM).status_code == 302
        assert "Пропозицію № 1 прийнято" in read(f"{page}?nadislano=1")
        came = Comment.objects.get()
        assert "Додати слово" not in read(page)
        proposals.answer(
            actor=either.actor("head"), at=AT, comment=came.pk, state="accepted", text="Так.", public_text=came.text
        )
        shown = read(page)
        assert "Додати слово &lt;script&gt;." in shown
        assert "Мешканка" not in shown

    @pytest.mark.parametrize(
        "wrong", [{"has_consented": ""}, {"name": ""}, {"text": ""}, {"email": "не адреса"}, {"text": "а" * 5_001}]
    )
    def test_a_wrong_form_is_told_and_nothing_is_kept(self, either, wrong):
        page = to("draft", published(either).document_id)
        assert Client().post(page, FORM | wrong).status_code == 422
        assert not Comment.objects.exists()

    def test_a_program_that_fills_in_the_hidden_field_is_told_nothing(self, either):
        page = to("draft", published(either).document_id)
        assert Client().post(page, FORM | {"adresa": "спам"}).status_code == 302
        assert not Comment.objects.exists()

    def test_five_from_one_address_in_ten_minutes(self, either):
        page = to("draft", published(either).document_id)
        answers = [Client().post(page, FORM).status_code for _ in range(6)]
        assert answers == [302] * 5 + [429]
        assert Comment.objects.count() == 5

    def test_after_the_last_day_no_form_stands_there_and_nothing_is_taken(self, either, monkeypatch):
        page = to("draft", published(either).document_id)
        monkeypatch.setenv("MAGISTRAT_NOW", (AT + timedelta(days=20)).isoformat())
        assert "Надіслати пропозицію" not in read(page)
        assert Client().post(page, FORM).status_code == 409

    def test_taken_down_its_address_tells_why_and_never_public_there_is_none(self, either):
        question = published(either)
        page = to("draft", question.document_id)
        publishing.take_down(actor=either.actor("editor"), at=AT, question=question.pk, reason="хибний додаток")
        assert "хибний додаток" in read(page, status=410)
        assert Client().post(page, FORM).status_code == 410
        other = either.draft("Про таємне")
        read(to("draft", other.pk), status=404)

    def test_no_more_statements_for_thirty_drafts_than_for_one(self, either):
        published(either)
        counts = []
        for _ in range(2):
            with CaptureQueriesContext(connection) as asked:
                read(to("drafts"))
            counts.append(len(asked))
            for number in range(30):
                document = either.draft(f"Про {number}")
                ready = public_versions.prepare(
                    actor=either.actor("editor"), at=AT, document=document, what="draft", title=f"Про {number}",
                    parts=[("", "текст")], judged=Judged(),
                )  # fmt: skip
                public_versions.publish(actor=either.actor("editor"), at=AT, version=ready)
        assert counts[0] >= counts[1]


class TestSittings:
    def test_the_agenda_as_it_was_published(self, either):
        sitting = either.agreed("Про бюджет", "Про план")
        address = to("sitting", sitting.pk)
        assert "ще не оприлюднено" in read(address)
        assert "Про бюджет" not in read(address)
        disclosing.publish_agenda(actor=either.actor("editor"), at=AT, sitting=sitting.pk)
        Question.objects.filter(title="Про план").update(title="Про інше")
        shown = read(address)
        assert "1. Про бюджет" in shown
        assert "2. Про план" in shown
        assert "порядок денний" in read(to("sittings"))
        assert "порядок денний" in read(f"{to('sittings')}?rik=2026")
        assert "порядок денний" not in read(f"{to('sittings')}?rik=2027")

    def test_a_poll_and_what_does_not_exist_are_not_there(self, either):
        read(to("sitting", 999_999), status=404)


class TestFeed:
    def test_of_drafts_and_acts_with_their_addresses(self, either):
        question = published(either)
        tree = ET.fromstring(Client().get(to("feed")).content)  # noqa: S314 our own
        [entry] = tree.findall(f"{ATOM}entry")
        assert entry.find(f"{ATOM}title").text == "Проєкт: Про бюджет"
        assert entry.find(f"{ATOM}link").get("href").endswith(to("draft", question.document_id))


class TestSearch:
    def test_a_hidden_name_finds_nothing(self, either):
        document = either.draft("Про допомогу")
        ready = public_versions.prepare(
            actor=either.actor("editor"), at=AT, document=document, what="act", title="Про допомогу",
            parts=[("1.", "Надати Коваленку І. П. кошти.")], judged=Judged({0}),
        )  # fmt: skip
        public_versions.publish(actor=either.actor("editor"), at=AT, version=ready)
        from magistrat.documents.queries import public_versions as found

        assert [one.pk for one in found.published("act", text="допомога кошти")] == [ready.pk]
        assert not found.published("act", text="Коваленко").exists()


def test_home_and_lists_stand_empty_without_anything(either):
    for name in ("home", "sittings", "drafts", "decisions", "feed"):
        read(to(name))
    read(to("decision", 1), status=404)
    read(to("minutes", 1), status=404)
    read(to("file", 1), status=404)
    assert not PublicVersion.objects.exists()


def test_a_sitting_of_many_questions_costs_no_more_statements_than_one_of_few(either):
    counts = []
    for titles in (("Про перше",), [f"Про {number}" for number in range(12)]):
        if len(titles) > 1:
            Question.objects.update(stage="out", out_reason="тест")
            either.sitting.refresh_from_db()
            type(either.sitting).objects.update(agenda_frozen_at=None, agenda_text="", agreed_at=None)
        sitting = either.agreed(*titles)
        disclosing.publish_agenda(actor=either.actor("editor"), at=AT, sitting=sitting.pk, reason="уточнено")
        with CaptureQueriesContext(connection) as asked:
            read(to("sitting", sitting.pk))
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_whoever_publishes_a_sitting_sees_it_as_all_do(either):
    client = documents.signed_in(Client(), either.actor("editor"))
    address, link = to("sitting", either.sitting.pk), 'href="{}"'
    assert link.format(address) in read(reverse("sittings:disclosing", args=[either.sitting.pk]), client)
    assert link.format(address) not in read(reverse("sittings:agenda", args=[either.sitting.pk]), client)
    assert "15.04.2026" in read(address)
