"""One box, three people: each finds what he may see, any of forty letters by a word inside, by the keyboard alone."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import transaction
from playwright.sync_api import Page, expect

from magistrat.documents.actions import files, grants, passages, registration
from magistrat.documents.card import Card, Party
from magistrat.documents.models import Correspondent, Document, DocumentKind, Grant, Registry
from tests.browser.conftest import PEOPLE
from tests.factories import documents as papers

WORDS = (
    "бузина", "калина", "горобина", "ялина", "смерека", "ясен", "клен", "липа", "верба", "тополя", "акація", "каштан", "бук",
    "граб", "вільха", "осика", "береза", "сосна", "модрина", "кедр", "туя", "ялівець", "самшит", "магнолія", "жасмин",
    "шипшина", "глід", "терен", "черемха", "шовковиця", "горіх", "ліщина", "обліпиха", "барбарис", "виноград", "хміль",
    "плющ", "барвінок", "конвалія", "пролісок",
)  # fmt: skip
# Rights are the same rule in both cities.
pytestmark = [pytest.mark.parametrize("city", ["kryvyi-rih"], indirect=True, scope="module"), pytest.mark.timeout(600)]
SHARED, SECRET = WORDS[7], "мухоловка"


@pytest.fixture(scope="module")
def forty(city) -> dict[str, Document]:
    """Forty letters, each with its own word on the second page of its file, one shown to the executor; and a secret one."""
    with transaction.atomic():
        made = {word: letter(city, word, is_restricted=word == SECRET) for word in (*WORDS, SECRET)}
    executor = city.town.posts[PEOPLE[city.slug]["executor"]]
    grants.give(document=made[SHARED], at=papers.AT, reason=Grant.Reason.EXECUTOR, source="tests:1", post=executor)
    return made


def letter(city, word: str, **more) -> Document:
    sender = Correspondent.objects.get(code="30011223")
    card = Card(
        kind=DocumentKind.objects.get(key="enterprise_letter").pk, summary="Про озеленення міста", pages=2, way="post",
        parties=(Party(sender.pk, f"12-{word}", date(2026, 3, 9)),), addressee=city.town.posts["mayor"], arrived_at=papers.AT, **more,
    )  # fmt: skip
    clerk = city.town.actor("clerk")
    registry = Registry.objects.filter(direction="incoming").order_by("rank", "id").first()
    upload = files.Upload("лист.txt", f"Лист про {word}".encode())
    document = registration.register_incoming(
        actor=clerk, at=papers.AT, registry_id=registry.pk, card=card, uploads=[upload], confirm=True
    )
    file = document.files.get()
    passages.on_read(file.blob_id, 1, "Просимо розглянути.", papers.AT)
    passages.on_read(file.blob_id, 2, f"На алеї має рости <{word}>, посаджена навесні.", papers.AT)
    return document


def ask(page: Page, text: str) -> None:
    """As people do: the key, the words, Enter."""
    page.keyboard.press("/")
    page.keyboard.press("Control+A")
    page.keyboard.type(text)
    page.keyboard.press("Enter")
    page.wait_for_url("**/poshuk/**")
    expect(page.get_by_role("status").first).to_be_visible()


def found(page: Page) -> list[str]:
    return [text.strip() for text in page.locator(".search-index").all_inner_texts()]


def test_a_clerk_finds_any_of_forty_letters(city, forty, violations):
    page = city.page("clerk")
    for word in (WORDS[0], WORDS[20], WORDS[-1]):
        ask(page, f"алея {word}")
        assert found(page) == [forty[word].index]
        assert {text.lower() for text in page.locator(".search-passage mark").all_inner_texts()} == {"алеї", word}
        expect(page.locator(".search-passage")).to_contain_text("с. 2")
    ask(page, "бозина")
    expect(page.get_by_text("Можливо, Ви шукали")).to_be_visible()
    assert found(page) == [forty["бузина"].index]
    assert not violations(page)
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/dokumenty/{forty['бузина'].pk}/")
    page.close()


def test_three_people_find_each_their_own(city, forty):
    sees = {"clerk": {SHARED, SECRET}, "mayor": {SHARED, SECRET}, "executor": {SHARED}}
    counts = {"clerk": "41 документ", "mayor": "41 документ", "executor": "1 документ"}
    for who, words in sees.items():
        page = city.page(who, width=360 if who == "executor" else 1280)
        page.goto(f"{city.url}/dokumenty/poshuk/?q=посаджений")
        expect(page.get_by_role("status").first).to_contain_text(counts[who])
        for word in (SHARED, SECRET, WORDS[3]):
            page.goto(f"{city.url}/dokumenty/poshuk/?q={word}")
            is_seen = who != "executor" or word in words
            assert found(page) == ([forty[word].index] if is_seen else []), (who, word)
            is_shown = is_seen and word != SECRET
            assert page.locator(".search-passage mark").count() == is_shown, (who, word)
        page.goto(f"{city.url}/dokumenty/poshuk/?q=мухаловка")
        assert (SECRET in page.content()) == (SECRET in words), who
        page.close()
