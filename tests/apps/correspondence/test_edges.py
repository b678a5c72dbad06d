"""What rarely happens with letters, and what they show on other apps' pages."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from magistrat.correspondence import queries
from magistrat.correspondence.actions import drafting, registering, signing, visas
from magistrat.correspondence.models import Letter
from magistrat.correspondence.queries import facts
from magistrat.documents.actions import drafts, grants
from magistrat.documents.card import Card
from magistrat.documents.models import Document, Grant
from magistrat.documents.queries import access
from magistrat.organisation.models import Field, Holding
from tests.apps.correspondence.conftest import AT, DAY, Hall

BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAGISTRAT_NOW", AT.isoformat())


def page(hall: Hall, key: str, address: str) -> str:
    client = Client()
    client.force_login(hall.people[key].account, BACKEND)
    return client.get(address).content.decode()


def for_signature(hall: Hall, **other: Any) -> Letter:
    letter = visas.ask(actor=hall.actor("executor"), at=AT, letter=hall.letter(**other).pk)
    return visas.give(actor=hall.actor("head"), at=AT, letter=letter.pk)


class TestRefusals:
    def test_who_holds_no_post_drafts_nothing(self, hall: Hall, refused) -> None:
        actor = replace(hall.actor("executor"), post_id=None)
        assert "посаду" in refused(drafting.draft, actor=actor, at=AT, content=hall.draft()).message
        assert "посаду" in refused(queries.drafter_post, actor=actor).message

    def test_only_registered_papers_are_answered(self, hall: Hall, refused) -> None:
        other = hall.letter()
        words = {"actor": hall.actor("executor"), "at": AT, "content": hall.draft()}
        assert "зареєстрований" in refused(drafting.draft, **words, reply_to=other.document_id).message

    def test_a_colleague_who_sees_the_letter_does_not_change_it(self, hall: Hall, refused) -> None:
        letter = hall.letter()
        grants.give(document=letter.document_id, at=AT, reason="informed", source="t:1", post=hall.posts["other"].pk)
        words = {"actor": hall.actor("other"), "at": AT, "letter": letter.pk}
        assert "виконавець" in refused(drafting.change, **words, content=hall.draft()).message
        assert "Надіслати на візування" not in page(hall, "other", reverse("correspondence:letter", args=[letter.pk]))

    def test_there_is_no_such_letter(self, hall: Hall, refused) -> None:
        assert "немає" in refused(visas.ask, actor=hall.actor("executor"), at=AT, letter=10**6).message

    def test_nobody_could_sign_on_a_vacant_post(self, hall: Hall, refused, scan) -> None:
        letter = for_signature(hall)
        Holding.objects.filter(post=hall.posts["deputy"]).update(until=DAY)
        words = {"actor": hall.actor("clerk"), "at": AT, "letter": letter.pk}
        assert "вакантна" in refused(signing.mark_paper, **words, signed_on=DAY, scan=scan).message

    def test_the_addressee_became_another_kind_before_the_signature(self, hall: Hall, refused) -> None:
        letter = hall.letter("plant", signatory="head")
        letter = visas.ask(actor=hall.actor("executor"), at=AT, letter=letter.pk)
        hall.correspondents["plant"].kind = "control_body"
        hall.correspondents["plant"].save()
        assert refused(signing.sign, actor=hall.actor("head"), at=AT, letter=letter.pk).clause == "7.12.2"

    def test_a_registered_card_is_no_draft(self, hall: Hall, refused) -> None:
        incoming = hall.incoming()
        words = {"actor": hall.actor("executor"), "at": AT, "document_id": incoming.pk}
        assert "не проєкт" in refused(drafts.change, **words, card=Card(kind=incoming.kind_id)).message


class TestOfficialUse:
    def test_a_draft_that_becomes_official_use_stays_with_its_author(self, hall: Hall) -> None:
        letter = hall.letter()
        content = hall.draft(is_restricted=True)
        letter = drafting.change(actor=hall.actor("executor"), at=AT, letter=letter.pk, content=content)
        assert access.visible(hall.actor("executor")).filter(pk=letter.document_id).exists()
        assert Grant.objects.get(document=letter.document_id, until=None).reason == "named"


class TestInCharge:
    def test_a_leader_who_drafts_himself_is_in_charge(self, hall: Hall) -> None:
        Field.objects.all().delete()
        letter = hall.letter(signatory="mayor", by="head")
        letter.drafter = hall.posts["manager"]
        asked = facts.visas_needed(edition=facts.rules_of(letter), letter=letter, on=DAY)
        assert [one.post for one in asked] == [hall.posts["manager"]]

    def test_the_mayor_who_coordinates_a_body_himself_leaves_no_leader_to_visa(self, hall: Hall) -> None:
        Field.objects.update(leader=hall.posts["mayor"])
        letter = visas.ask(actor=hall.actor("executor"), at=AT, letter=hall.letter(signatory="mayor").pk)
        assert list(letter.visas.order_by("position").values_list("who", flat=True)) == ["executor", "department_head"]

    def test_the_executor_stands_where_nobody_is_in_charge(self, hall: Hall) -> None:
        Field.objects.all().delete()
        letter = hall.letter(signatory="mayor")
        marked = queries.executor_mark(edition=facts.rules_of(letter), letter=letter, on=DAY)
        assert marked == hall.posts["executor"]

    def test_co_executors_bring_the_clause_of_the_consolidated_reply(self, hall: Hall) -> None:
        incoming = hall.incoming(to="deputy", sender="plant", kind="enterprise_letter")
        task = hall.task(incoming)
        hall.task(incoming, to="other", part="co")
        letter = visas.ask(actor=hall.actor("executor"), at=AT, letter=hall.letter(task=task.pk).pk)
        assert letter.visas.get(who="executor").clause == "8.8"


class TestOnCards:
    def test_answers_of_an_incoming_paper(self, hall: Hall) -> None:
        incoming = hall.incoming(to="deputy")
        address = reverse("documents:card", args=[incoming.pk])
        for key in ("executor", "deputy"):
            grants.give(document=incoming, at=AT, reason="executor", source="t:1", post=hall.posts[key].pk)
        assert "Підготувати відповідь" not in page(hall, "executor", address)
        task = hall.task(incoming)
        assert f"?zavdannia={task.pk}" in page(hall, "executor", address)
        letter = hall.letter("ministry", task=task.pk)
        assert "Проєкт листа" in page(hall, "executor", address)
        assert reverse("correspondence:letter", args=[letter.pk]) not in page(hall, "deputy", address)

    def test_the_way_back_from_an_outgoing_card(self, hall: Hall) -> None:
        letter = hall.letter()
        address = reverse("documents:card", args=[letter.document_id])
        assert reverse("correspondence:letter", args=[letter.pk]) in page(hall, "executor", address)


class TestPrints:
    @pytest.mark.parametrize(
        ("signatory", "head"),
        [("mayor", "КРИВОРІЗЬКИЙ МІСЬКИЙ ГОЛОВА"), ("deputy", "ВИКОНАВЧИЙ КОМІТЕТ"), ("head", "УПРАВЛІННЯ 2")],
    )
    def test_blank_of_the_signatory(self, hall: Hall, signatory: str, head: str) -> None:
        letter = hall.letter("plant", signatory=signatory)
        assert head in page(hall, "executor", reverse("correspondence:print", args=[letter.pk]))

    def test_blank_of_the_council_and_the_answered_index(self, hall: Hall) -> None:
        incoming = hall.incoming(to="mayor")
        letter = hall.letter("ministry", signatory="mayor", blank="council", task=hall.task(incoming).pk)
        text = page(hall, "executor", reverse("correspondence:print", args=[letter.pk]))
        assert "На № 12/34-5 від 10.03.2026" in text

    def test_sign_and_register_steps_of_the_letter(self, hall: Hall) -> None:
        letter = for_signature(hall)
        address = reverse("correspondence:letter", args=[letter.pk])
        assert "Підписано мною сьогодні" in page(hall, "deputy", address)
        signing.sign(actor=hall.actor("deputy"), at=AT, letter=letter.pk)
        for key, said in (("clerk", "Зареєструвати"), ("deputy", "Зняти відмітку про підпис")):
            assert said in page(hall, key, address)
        registering.register(
            actor=hall.actor("clerk"), at=AT, letter=letter.pk, registry=hall.registries["outgoing"].pk
        )
        assert "Надіслати" in page(hall, "clerk", address)
        assert Document.objects.get(pk=letter.document_id).registered_on == date(2026, 3, 10)
