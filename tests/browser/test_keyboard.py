"""Without the mouse: an ordinary letter in 25 keys at most, then the leader's paper after paper."""

from __future__ import annotations

from datetime import date

import pytest
from playwright.sync_api import Page, expect

from magistrat.documents.models import Document
from tests.browser.test_whole_way import LETTER
from tests.factories import documents as papers

pytestmark = pytest.mark.usefixtures("city")
MOST = 25
SUMMARY = "Про надання інформації щодо закупівель"


class Keys:
    """Presses keys one after another as a person does, and counts them."""

    def __init__(self, page: Page) -> None:
        self.page, self.count = page, 0

    def press(self, *keys: str) -> Keys:
        for key in keys:
            # The driver knows the keys of one layout only; a letter of another is still one key.
            (self.page.keyboard.press if key.isascii() else self.page.keyboard.type)(key)
            self.count += 1
        return self

    def choose(self, name: str, letters: str, option: str) -> Keys:
        """Letters until the list offers the option, then down to it and Enter."""
        self.press(*letters)
        box = self.page.get_by_role("listbox", name=name, exact=True)
        expect(box.get_by_role("option").first).to_be_visible()
        offered = [text.strip() for text in box.get_by_role("option").all_inner_texts()]
        place = next(n for n, text in enumerate(offered) if text.startswith(option))
        return self.press(*["ArrowDown"] * (place + 1), "Enter")


def arrived(city, name: str) -> int:
    """A letter that the clerk's registry has received and admitted to registration."""
    from magistrat.documents.actions import arrivals, files
    from magistrat.documents.models import DocumentKind

    clerk, at = city.town.actor("clerk"), papers.AT
    found = arrivals.receive(actor=clerk, at=at, way=Document.Way.POST, uploads=[files.Upload(name, LETTER)])
    arrivals.admit(
        actor=clerk, at=at, document_id=found.pk, kind=DocumentKind.objects.get(key="letter").pk,
        addressee=city.town.posts["mayor"], is_urgent=False,
    )  # fmt: skip
    return found.pk


def test_an_ordinary_letter_in_25_keys(city):
    first, second = arrived(city, "лист-1.pdf"), arrived(city, "лист-2.pdf")
    page = city.page("clerk", f"/dokumenty/nadkhodzhennia/{first}/reiestratsiia/")
    expect(page.get_by_role("combobox", name="Кореспондент", exact=True)).to_be_focused()
    keys = Keys(page)
    keys.choose("Кореспондент", "дже", "Комунальне підприємство «Джерело»")
    keys.press(*"77/1", "Enter", *"0903", "Enter")
    keys.press(*"Про зв'")
    page.keyboard.press("Control+Enter")
    keys.count += 2
    page.wait_for_url("**/nadkhodzhennia/*/reiestratsiia/?zareiestrovano=*")
    document = Document.objects.get(pk=first)
    assert (document.state, keys.count <= MOST) == (Document.State.REGISTERED, True), keys.count
    party = document.parties.get()
    assert (party.their_index, party.their_date) == ("77/1", date(2026, 3, 9))
    assert f"/{second}/" in page.url
    page.close()
