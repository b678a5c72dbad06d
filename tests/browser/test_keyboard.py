"""Without the mouse: an ordinary letter in 25 keys at most from the clerk's desk on, then the leader's paper after paper."""

from __future__ import annotations

import time
from datetime import date, timedelta
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from magistrat.documents.actions import arrivals, files, registration
from magistrat.documents.card import Card, Party
from magistrat.documents.models import Correspondent, Document, DocumentKind, Registry
from magistrat.tasks.models import Control, Task
from tests.browser.conftest import SURNAMES
from tests.browser.test_whole_way import LETTER
from tests.factories import documents as papers

pytestmark = pytest.mark.usefixtures("city")
MOST = 25
SUMMARY = "Про надання інформації щодо закупівель"
# Ctrl+Enter held down, and the button pressed again before the answer has come.
HELD = """() => {
  const field = document.activeElement;
  const down = (repeat) => field.dispatchEvent(
    new KeyboardEvent("keydown", { key: "Enter", ctrlKey: true, bubbles: true, cancelable: true, repeat }));
  for (const after of [0, 60, 120]) setTimeout(() => down(after > 0), after);
  setTimeout(() => document.querySelector(".review-form [data-main]").click(), 180);
}"""
# More stops than any page has before what is looked for.
FAR = 150


class Keys:
    """Presses keys one after another as a person does, and counts them."""

    def __init__(self, page: Page) -> None:
        self.page, self.count = page, 0

    def press(self, *keys: str) -> Keys:
        for key in keys:
            # The driver knows the keys of one layout only; a letter of another is still one key.
            (self.page.keyboard.press if key.isascii() else self.page.keyboard.type)(key)
            self.count += len(key.split("+"))
        return self

    def choose(self, name: str, letters: str, option: str) -> Keys:
        """Letters until the list offers the option, then Enter; down to it first when others are offered too."""
        self.press(*letters)
        box = self.page.get_by_role("listbox", name=name, exact=True)
        expect(box.get_by_role("option").filter(has_text=option).first).to_be_visible()
        offered = [text.strip() for text in box.get_by_role("option").all_inner_texts()]
        place = next(n for n, text in enumerate(offered) if text.startswith(option))
        return self.press(*(["ArrowDown"] * (place + 1) if len(offered) > 1 else []), "Enter")

    def row(self, text: str) -> Keys:
        """Down the page's rows to the one with the text, and into it."""
        for _ in range(FAR):
            self.press("j")
            if text in self.page.evaluate("document.activeElement.closest('[data-row]').textContent"):
                with self.page.expect_navigation():
                    self.press("Enter")
                return self
        raise AssertionError(f"no row «{text}»")

    def to(self, wanted: Locator) -> Keys:
        """Tab until it is in focus."""
        for _ in range(FAR):
            if wanted.evaluate("one => one === document.activeElement"):
                return self
            self.press("Tab")
        raise AssertionError(f"Tab does not reach {wanted}")


def arrived(city: Any, name: str) -> int:
    """A letter that the clerk's registry has received and admitted to registration."""
    # Before the clerk sits down: nothing is registered that is still to come.
    clerk, at = city.town.actor("clerk"), papers.AT - timedelta(hours=1)
    found = arrivals.receive(actor=clerk, at=at, way=Document.Way.POST, uploads=[files.Upload(name, LETTER)])
    arrivals.admit(
        actor=clerk, at=at, document_id=found.pk, kind=DocumentKind.objects.get(key="letter").pk,
        addressee=city.town.posts["mayor"], is_urgent=False,
    )  # fmt: skip
    return found.pk


def written_before(city: Any) -> None:
    """An earlier letter of another sender with the same short content; one for all tests of the city."""
    if Document.objects.filter(summary=SUMMARY).exists():
        return
    sender = Correspondent.objects.get(kind="central_body")
    card = Card(
        kind=DocumentKind.objects.get(key="letter").pk, summary=SUMMARY,
        parties=(Party(sender.pk, "7/12", date(2026, 2, 27)),), addressee=city.town.posts["mayor"], way="post",
        arrived_at=papers.AT, pages=1,
    )  # fmt: skip
    registry = Registry.objects.filter(direction="incoming").order_by("id")[0].pk
    registration.register_incoming(actor=city.town.actor("clerk"), at=papers.AT, registry_id=registry, card=card)


def registered(keys: Keys, their_index: str) -> None:
    """The letter in the open form, its cursor in the first field."""
    expect(keys.page.get_by_role("combobox", name="Кореспондент", exact=True)).to_be_focused()
    keys.choose("Кореспондент", "дже", "Комунальне підприємство «Джерело»")
    keys.press(*their_index, "Enter", *"0903", "Enter")
    keys.choose("Короткий зміст", "Про", SUMMARY)
    with keys.page.expect_navigation():
        keys.press("Control+Enter")


def test_an_ordinary_letter_in_25_keys(city):
    written_before(city)
    first, second = arrived(city, "лист-1.pdf"), arrived(city, "лист-2.pdf")
    keys = Keys(city.page("clerk"))
    keys.row("До реєстрації").row("Зареєструвати")
    registered(keys, "77/1")
    document = Document.objects.get(pk=first)
    assert (document.state, document.summary) == (Document.State.REGISTERED, SUMMARY)
    assert keys.count <= MOST, keys.count
    party = document.parties.get()
    assert (party.their_index, party.their_date) == ("77/1", date(2026, 3, 9))
    # The next letter has opened by itself.
    assert f"/{second}/reiestratsiia/?zareiestrovano=" in keys.page.url
    keys.page.close()


@pytest.mark.parametrize("city", ["kryvyi-rih"], indirect=True)
def test_the_whole_way_by_keyboard_alone(city):
    """Registered, resolved in the leader's mode, executed, accepted, submitted and written off, from desk to desk."""
    written_before(city)
    arrived(city, "перший.pdf")
    arrived(city, "другий.pdf")
    keys = Keys(city.page("clerk"))
    keys.row("До реєстрації").row("Зареєструвати")
    registered(keys, "78/1")
    registered(keys, "78/2")
    keys.page.close()

    keys = Keys(city.page("mayor"))
    keys.row("На резолюцію")
    one = opened(keys)
    text = keys.page.get_by_label("Резолюція", exact=False).first
    expect(text).to_be_focused()
    keys.press("2", "Tab", *SURNAMES["head"], "Tab", *"20.03")
    expect(keys.page.locator("#preview")).to_contain_text("20.03.2026")
    keys.to(keys.page.get_by_label("Поставити на контроль"))
    if not keys.page.get_by_label("Поставити на контроль").is_checked():
        keys.press("Space")
    with keys.page.expect_navigation():
        keys.press("Control+Enter")
    # The next paper has opened by itself, its cursor where the resolution is typed.
    assert opened(keys) != one
    expect(text).to_be_focused()
    keys.page.close()
    task = Task.objects.get(document=one)
    assert (task.executor_id, task.due_on) == (city.town.posts["infrastructure_head"], date(2026, 3, 20))

    keys = Keys(city.page("head"))
    keys.row(one.index)
    pressed(keys, "Прийняти", "Завдання прийнято.")
    unfolded(keys, "Звітувати").press(*"Інформацію надано").press("Control+Enter")
    expect(keys.page.get_by_text("Звіт подано.")).to_be_visible()
    keys.page.close()

    keys = Keys(city.page("mayor"))
    keys.row(one.index)
    pressed(keys, "Прийняти звіт", "Звіт прийнято.")
    keys.page.close()

    keys = Keys(city.page("control", f"/dokumenty/{one.pk}/"))
    unfolded(keys, "Подати справу керівникові").press("Control+Enter")
    expect(keys.page.get_by_text("Справу подано керівникові.")).to_be_visible()
    keys.page.close()

    keys = Keys(city.page("mayor"))
    keys.row(one.index)
    unfolded(keys, "Зняти з контролю").press("Control+Enter")
    expect(keys.page.get_by_text("Документ знято з контролю.")).to_be_visible()
    keys.page.close()
    assert Control.objects.get(document=one).state == Control.State.OFF


@pytest.mark.parametrize("city", ["kryvyi-rih"], indirect=True)
def test_a_key_held_down_and_a_button_pressed_again_send_a_form_once(city):
    written_before(city)
    paper = Document.objects.filter(summary=SUMMARY).earliest("id")
    page = city.page("mayor", f"/zavdannia/rozhliad/{paper.pk}/")
    page.get_by_label("Резолюція", exact=False).first.fill("До виконання")
    page.get_by_label("Виконавці", exact=False).first.fill(SURNAMES["head"])
    page.keyboard.press("Enter")
    expect(page.get_by_label("Строк", exact=False).first).to_be_focused()
    page.keyboard.type("20.03")
    sent, before = [], paper.resolutions.count()

    def answer_slowly(route: Route) -> None:
        if route.request.method == "POST":
            sent.append(route.request.url)
            time.sleep(0.4)
        route.continue_()

    page.route("**/rozhliad/**", answer_slowly)
    with page.expect_navigation():
        page.evaluate(HELD)
    expect(page.get_by_text("резолюцію накладено")).to_be_visible()
    assert (len(sent), paper.resolutions.count() - before) == (1, 1)
    page.close()


def opened(keys: Keys) -> Document:
    """The paper that fills the leader's screen."""
    heading = keys.page.locator("h1").inner_text()
    return next(one for one in Document.objects.exclude(index="") if f" {one.index} " in heading)


def pressed(keys: Keys, name: str, said: str) -> None:
    """The button is reached and pressed; the page says that it is done."""
    keys.to(keys.page.get_by_role("button", name=name, exact=True).first).press("Enter")
    expect(keys.page.get_by_text(said)).to_be_visible()


def unfolded(keys: Keys, name: str) -> Keys:
    """The deed's form is unfolded; the cursor stands in its first field."""
    keys.to(keys.page.locator("#tasks-panel summary", has_text=name).first).press("Enter", "Tab")
    return keys
