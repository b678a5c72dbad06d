"""Title, annexes, rights, the order of terms and matters of a draft: changed as entries are, from the page."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from magistrat.amendments import queries
from magistrat.amendments.actions import changing, parts, undoing
from magistrat.amendments.models import DraftEdition
from magistrat.journal.actor import Actor
from magistrat.rules import amending, entry_fields, places
from magistrat.rules.form import FormError
from magistrat.rules.refusal import Refusal
from tests.apps.amendments.conftest import AT, ON
from tests.factories import organisation

CHAIN = {
    "key": "answer", "on": "надійде лист", "events": "receipt", "link.0.first": "execution_urgent",
    "link.0.then": "execution_default", "link.0.why": "термінове виконують раніше",
}  # fmt: skip
MATTER = {"title": "строк виконання", "says": "execution_urgent.term\nexecution_default.term", "compare": "apart"}
RIGHT = {"right": "acts.look", "clause": "1.4", "note": "Дивляться всі.", "roles": "mayor\nexecutor"}
ANNEX = {"number": "1", "title": "Форма листа"}
PARTS = {
    "poriadok": (places.CHAIN, CHAIN), "sprava": (places.MATTER, MATTER), "pravo": (places.RIGHT, RIGHT),
    "dodatok": (places.ANNEX, ANNEX),
}  # fmt: skip


def url(name: str, draft: DraftEdition, *args: Any) -> str:
    return reverse(f"amendments:{name}", args=[draft.pk, *args])


def add(draft: DraftEdition, who: Actor, kind: str, given: dict[str, str], **more: Any) -> Any:
    return parts.add_part(
        actor=who, at=AT, draft=draft.pk, kind=kind, given=given, **{"reason": "Лист старости"} | more
    )


@pytest.mark.parametrize("sort", PARTS)
def test_a_part_is_added_changed_and_undone_on_the_page(client: Client, draft: DraftEdition, sort: str) -> None:
    _, given = PARTS[sort]
    before = draft.texts
    new = client.get(url("new_part", draft, sort))
    assert new.status_code == 200
    assert client.post(url("new_part", draft, sort), {**given, "reason": "Потрібно"}).url == url("parts", draft)
    made = draft.changes.get()
    assert client.get(url("parts", draft)).content.decode().count(url("entry", draft, made.entry)) == 1
    draft.refresh_from_db()
    where = places.place(draft.texts, made.entry)
    fields = {one.path: one.shown for one in entry_fields.fields_of(where.kind, where.table)}
    name = {"poriadok": "on", "sprava": "why", "pravo": "note", "dodatok": "title"}[sort]
    assert client.get(url("entry", draft, made.entry)).status_code == 200
    answer = client.post(url("entry", draft, made.entry), {**fields, name: "інакше", "reason": "Уточнено", "seen": "1"})
    assert answer.url == url("draft", draft), answer.context["form"].errors
    assert "інакше" in client.get(url("diff", draft)).content.decode()
    for change in queries.changes(draft.pk):
        assert client.post(url("undo", draft, change.pk)).status_code == 302
    draft.refresh_from_db()
    assert queries.rules_of_draft(draft).entries == queries.rules_of_draft(DraftEdition(texts=before)).entries
    assert places.place(draft.texts, made.entry) is None


def test_the_title_is_changed_and_comes_into_force(client: Client, draft: DraftEdition) -> None:
    page = client.get(url("entry", draft, "title@")).content.decode()
    assert "Вилучити" not in page
    sent = {"title": "Новий порядок роботи", "reason": "Рішення", "seen": "0"}
    assert client.post(url("entry", draft, "title@"), sent).status_code == 302
    assert "Новий порядок роботи" in client.get(url("diff", draft)).content.decode()
    decision = {
        "act": "рішення виконкому", "number": "7", "decided_on": f"{ON:%d.%m.%Y}", "in_force_from": f"{ON:20.%m.%Y}",
        "seen": "1", "confirmed": "on",
    }  # fmt: skip
    assert client.post(url("adopt", draft), decision).status_code == 302
    draft.refresh_from_db()
    assert draft.adopted.title == "Новий порядок роботи"


def test_the_title_is_not_repealed(draft: DraftEdition, lawyer: Actor) -> None:
    with pytest.raises(Refusal, match="не вилучають"):
        changing.repeal_entry(actor=lawyer, at=AT, draft=draft.pk, entry="title@", reason="Х", seen=0)


@pytest.mark.parametrize(
    ("kind", "given", "path", "said"),
    [
        (places.CHAIN, CHAIN | {"link.0.first": "no_such"}, "link.0.first", "у редакції немає"),
        (places.CHAIN, CHAIN | {"events": ""}, "events", "хоча б одна подія"),
        (places.CHAIN, CHAIN | {"key": ""}, "key", "обов'язкове"),
        (places.MATTER, MATTER | {"title": "а/б"}, "title", "скісної"),
        (places.MATTER, MATTER | {"title": "а" * 300}, "title", "не більше"),
        (places.MATTER, MATTER | {"says": "execution_urgent.term"}, "says", "щонайменше два"),
        (places.RIGHT, RIGHT | {"roles": "nobody_such"}, "roles", "немає"),
        (places.RIGHT, RIGHT | {"right": "Право"}, "right", "snake_case"),
        (places.RIGHT, RIGHT | {"words": "слова, яких немає"}, "words", "немає"),
        (places.ANNEX, ANNEX | {"number": ""}, "number", "обов'язкове"),
    ],
)
def test_what_cannot_stand_is_refused_beside_its_field(
    draft: DraftEdition, lawyer: Actor, client: Client, kind: str, given: dict[str, str], path: str, said: str
) -> None:
    with pytest.raises(FormError) as wrong:
        add(draft, lawyer, kind, given)
    assert (wrong.value.key, said in wrong.value.reason) == (path, True)
    sort = next(word for word, (of, _) in PARTS.items() if of == kind)
    answer = client.post(url("new_part", draft, sort), {**given, "reason": "Х"})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [path])
    assert not draft.changes.exists()


def test_the_same_part_is_not_added_twice(draft: DraftEdition, lawyer: Actor) -> None:
    add(draft, lawyer, places.RIGHT, RIGHT)
    with pytest.raises(Refusal, match="вже є"):
        add(draft, lawyer, places.RIGHT, RIGHT)
    draft.refresh_from_db()
    assert any("acts.look" in said for said in queries.report(draft, ON).warnings)


def test_it_asks_for_a_right_and_a_reason(draft: DraftEdition, town: organisation.Town, lawyer: Actor) -> None:
    with pytest.raises(Refusal, match="підставу"):
        add(draft, lawyer, places.ANNEX, ANNEX, reason=" ")
    with pytest.raises(Refusal) as refused:
        add(draft, town.actor("starosta"), places.ANNEX, ANNEX)
    assert refused.value.is_right


def test_what_a_later_change_rests_on_is_not_undone(draft: DraftEdition, lawyer: Actor) -> None:
    made = add(draft, lawyer, places.CHAIN, CHAIN)
    changing.change_entry(
        actor=lawyer, at=AT, draft=draft.pk, entry=made.entry, given={"on": "прийде лист"}, reason="Х", seen=1
    )
    with pytest.raises(Refusal, match="пізнішу"):
        undoing.undo(actor=lawyer, at=AT, draft=draft.pk, change=made.pk)


def test_a_sort_that_is_none_is_not_found(client: Client, draft: DraftEdition) -> None:
    assert client.get(url("new_part", draft, "shchos")).status_code == 404
    assert amending.REGULATION in draft.texts
