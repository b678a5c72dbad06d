"""A lawyer's way through the pages of a draft; what is wrong is said beside its field and nothing typed is lost."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from magistrat.amendments import parcel, queries
from magistrat.amendments.models import DraftEdition
from magistrat.journal.actor import Actor
from magistrat.regulation.models import Edition
from magistrat.rules import entry_fields, places
from tests.apps.amendments.conftest import ON, change


def filled(draft: DraftEdition, **own: str) -> dict[str, str]:
    """The form of the urgent term as the browser sends it, with own values."""
    where = places.place(draft.texts, "4.3")
    fields = entry_fields.fields_of(where.kind, where.table)
    sent = {one.path: one.shown for one in fields if not (one.type == "flag" and one.shown != "true")}
    return sent | {name.replace("__", "."): text for name, text in own.items()}


def url(name: str, draft: DraftEdition, *args: Any) -> str:
    return reverse(f"amendments:{name}", args=[draft.pk, *args])


def test_the_way_from_an_edition_to_a_new_one(client: Client, draft: DraftEdition) -> None:
    editions = client.get(reverse("regulation:editions")).content.decode()
    assert reverse("amendments:drafts") in editions
    assert "Термінове" in client.get(url("draft", draft), {"q": "4.3"}).content.decode()
    sent = filled(draft, term__number="3", reason="Лист старости", seen="0")
    assert client.post(url("entry", draft, "4.3"), sent).url == url("draft", draft)
    page = client.get(url("draft", draft)).content.decode()
    assert "Лист старости" in page
    diff = client.get(url("diff", draft)).content.decode()
    assert ("<del>2 робочі дні</del>" in diff, "<ins>3 робочі дні</ins>" in diff) == (True, True)
    check = client.get(url("check", draft)).content.decode()
    assert ("16.03.2020" in check, "17.03.2020" in check) == (True, True)
    since = ON + timedelta(days=10)
    decision = {
        "act": "рішення виконкому", "number": "7", "decided_on": f"{ON:%d.%m.%Y}", "in_force_from": f"{since:%d.%m.%Y}",
        "seen": "1", "confirmed": "on",
    }  # fmt: skip
    answer = client.post(url("adopt", draft), decision)
    assert answer.status_code == 302, answer.context["refusal"] or answer.context["form"].errors
    assert Edition.objects.latest("in_force_from").in_force_from == since


def test_what_is_wrong_is_said_beside_its_field_and_kept(client: Client, draft: DraftEdition) -> None:
    sent = filled(draft, term__number="сім", reason="Лист", seen="0")
    answer = client.post(url("entry", draft, "4.3"), sent)
    assert answer.status_code == 422
    assert "ціле число" in answer.context["form"].errors["term.number"][0]
    assert 'value="сім"' in answer.content.decode()
    # a fault that only the whole entry shows
    answer = client.post(url("entry", draft, "4.3"), sent | {"term.number": "-1"})
    assert "не менше нуля" in answer.context["form"].errors["term.number"][0]
    answer = client.post(url("entry", draft, "4.3"), sent | {"term.number": "4", "reason": ""})
    assert "reason" in answer.context["form"].errors


def test_the_second_of_two_keeps_what_he_typed_beside_what_changed(
    client: Client, draft: DraftEdition, lawyer: Actor
) -> None:
    sent = filled(draft, term__number="5", reason="Мій лист", seen="0")
    change(draft, lawyer, {"meaning": "Термінове виконують швидко."}, seen=0)
    answer = client.post(url("entry", draft, "4.3"), sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "змінив інший" in page
    data = answer.context["form"].data
    assert (data["term.number"], data["meaning"]) == ("5", "Термінове виконують швидко.")
    # sent again, his own value stands beside the other's
    assert client.post(url("entry", draft, "4.3"), data).status_code == 302
    draft.refresh_from_db()
    entry = queries.rules_of_draft(draft).by_id("4.3")
    assert (entry.term.number, entry.meaning) == (5, "Термінове виконують швидко.")


def test_a_rule_is_repealed_and_the_change_undone(client: Client, draft: DraftEdition) -> None:
    assert client.get(url("repeal", draft, "4.3")).status_code == 200
    assert client.post(url("repeal", draft, "4.3"), {"reason": "Зайве", "seen": "0"}).status_code == 302
    assert client.get(url("entry", draft, "4.3")).status_code == 404
    assert client.post(url("undo", draft, draft.changes.get().pk)).status_code == 302
    assert client.get(url("entry", draft, "4.3")).status_code == 200
    assert client.post(url("undo", draft, 999)).status_code == 404


def test_a_new_rule_is_begun_from_one_like_it(client: Client, draft: DraftEdition) -> None:
    sent = {
        "like": "4.3", "id": "4.3.1", "clause": "4.3.1", "key": "very_urgent", "meaning": "Дуже термінове.",
        "words": "за один робочий день", "paragraph": "4.3.1. Дуже термінове виконують за один робочий день.",
        "after": "чого немає", "reason": "Потрібно",
    }  # fmt: skip
    answer = client.post(url("new_entry", draft), sent)
    assert "цих слів" in answer.context["form"].errors["after"][0]
    sent["after"] = queries.rules_of_draft(draft).by_id("4.3").words
    assert client.post(url("new_entry", draft), sent).url == url("entry", draft, "4.3.1")
    text = client.get(url("text", draft), {"punkt": "4.3.1"}).content.decode()
    assert "Дуже термінове виконують за один робочий день." in text


class TestFiles:
    def send(self, client: Client, draft: DraftEdition, content: bytes) -> Any:
        parcel_ = SimpleUploadedFile("r.zip", content, "application/zip")
        return client.post(
            reverse("amendments:bring_in"), {"title": "З файлів", "base": str(draft.base_id), "parcel": parcel_}
        )

    def test_carried_out_and_brought_in_it_is_equal(self, client: Client, draft: DraftEdition) -> None:
        content = client.get(url("draft_zip", draft)).content
        assert self.send(client, draft, content).status_code == 302
        assert DraftEdition.objects.latest("id").texts == draft.texts
        of_edition = client.get(reverse("amendments:edition_zip", args=[draft.base_id]))
        assert parcel.unpack(of_edition.content) == draft.texts

    def test_what_is_no_edition_is_refused(self, client: Client, draft: DraftEdition) -> None:
        wrong = parcel.pack(draft.texts | {"rules.toml": "[[deadline]]\nid = 1\n"})
        for content, said in ((b"PK", "архів ZIP"), (wrong, "rules.toml")):
            answer = self.send(client, draft, content)
            assert answer.status_code == 422
            assert said in answer.context["form"].errors["parcel"][0]
        assert DraftEdition.objects.count() == 1


@pytest.mark.parametrize("name", ["draft", "diff", "check", "adopt", "drop", "new_entry", "text"])
def test_a_page_of_no_draft_is_not_found(client: Client, name: str) -> None:
    assert client.get(reverse(f"amendments:{name}", args=[404])).status_code == 404
