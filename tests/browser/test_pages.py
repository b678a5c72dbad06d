"""Every page that a person can reach: clean by axe, no wider than a telephone, nothing broken in its scripts."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.urls import resolve
from django_otp.oath import totp
from playwright.sync_api import Error, Page, expect

from magistrat.accounts.actions import second_step
from magistrat.journal.actor import SYSTEM
from magistrat.ui import clock
from tests import browsing
from tests.factories import scene
from tests.house.test_routes import page_routes

# Pages of one who has not signed in are looked at by him, below.
SIGNING_IN = {"accounts:sign_in", "accounts:second_step"}
# The whole regulation, alone or beside another city's, is the rows of its chapters: browser/test_regulation looks at them.
ELSEWHERE = SIGNING_IN | {"regulation:whole", "regulation:compare"}
# Where the person is led at once, without a page of their own.
LED_ON = {
    "documents:pile_go_on": "/dokumenty/nadkhodzhennia/", "documents:nomenclature": "/dokumenty/nomenklatura/",
    "acts:sign_next": "/akty/pidpys/", "acts:open": "/akty/", "correspondence:envelopes": "/lysty/vidpravlennia/",
    "outbox:open_notice": "/dokumenty/",
}  # fmt: skip
# What htmx puts into a page: looked at in the pages that take it in, after the keys that bring it.
FRAGMENTS = {
    "documents:correspondent_options", "documents:post_options", "documents:document_options", "documents:already",
    "documents:summaries", "documents:viewer", "documents:page_words", "documents:sheets", "documents:text", "documents:progress",
    "tasks:preview", "acts:executors", "acts:addressees", "acts:text", "acts:suggest", "sittings:screen", "sittings:progress",
    "correspondence:addressees", "amendments:replay_progress", "regulation:words", "moving:progress", "outbox:bell", "ui:alive",
}  # fmt: skip
# In the other city, whose templates are the same, its own kinds, terms, annexes and longest words stand on the ways of
# letters and acts: what is kept beside them (structure, editions, sittings, imports, the portal) is looked at in the first.
WAYS = ("documents:", "tasks:", "correspondence:", "reports:", "workplace:", "acts:", "approvals:")
# Its regulation has no list of acts that leave control each quarter (KR 8.20.11).
NOT_THERE = {"acts:propose_removal"}
# What one with just his own rights opens there, and what of it is refused to him.
OWN = (
    "/", "/dokumenty/", "/dokumenty/reiestratsiia/incoming/", "/zavdannia/rozhliad/", "/zavdannia/kontrol/", "/lysty/",
    "/zvity/vykonannia/",
)  # fmt: skip
REFUSED = {
    "mayor": {"/dokumenty/reiestratsiia/incoming/"},
    "clerk": {"/zavdannia/rozhliad/", "/zvity/vykonannia/"},
}
TELEPHONE = 360


@dataclass
class Walk:
    """Goes from address to address; keeps what was wrong and which routes showed their page."""

    city: Any
    page: Page
    violations: Callable[[Page], list[str]]
    troubles: list[str] = field(default_factory=list)
    shown: set[str] = field(default_factory=set)
    files: set[str] = field(default_factory=set)
    refused: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        browsing.bring_axe(self.page)
        self.page.on("pageerror", lambda trouble: self.troubles.append(f"{self.page.url}: {trouble}"))

    def open(self, name: str, path: str) -> None:
        """Open the address and look at what it shows; a file has only to be given."""
        try:
            answer = self.page.goto(f"{self.city.url}{path}")
        except Error as trouble:
            # A browser without windows cannot show what is to be saved: the same answer is asked for without it.
            if "Download is starting" not in trouble.message and "ERR_ABORTED" not in trouble.message:
                raise
            answer = self.page.request.get(f"{self.city.url}{path}", max_redirects=0)
            self.files.add(name)
            if answer.status != 200 or "text/html" in answer.headers["content-type"]:
                self.troubles.append(f"{name}: no file, {answer.status}")
            return
        assert answer is not None, path
        if self.city.url + path.partition("?")[0] != answer.url.partition("?")[0]:
            self.troubles.append(f"{name}: led on to {answer.url}")
        elif answer.status == 403:
            self.refused.add(path)
            self._look(name)
        elif answer.status != 200:
            self.troubles.append(f"{name}: {answer.status}")
        elif "text/html" not in answer.headers["content-type"]:
            self.files.add(name)
        else:
            self.shown.add(name)
            self._look(name)

    def _look(self, name: str) -> None:
        self.troubles += [f"{name} {one}" for one in look(self.page, self.violations)]


def look(page: Page, violations: Callable[[Page], list[str]]) -> list[str]:
    """What is wrong with the page as it stands."""
    width = page.evaluate("document.documentElement.scrollWidth")
    return violations(page) + ([f"{width} px wide"] if width > TELEPHONE else [])


def is_opened(path: str) -> bool:
    """Whether the view at the address answers GET; what `require_POST` guards is a deed, not a page."""
    view: Any = resolve(path.partition("?")[0]).func
    while view is not None:
        methods = inspect.getclosurevars(view).nonlocals.get("request_method_list")
        if methods is not None:
            return "GET" in methods
        view = getattr(view, "__wrapped__", None)
    return True


@pytest.fixture(scope="module")
def made(city) -> scene.Scene:
    """One of everything, for all tests of the city."""
    return scene.build(clock.now())


# The second city's templates are the first one's; `test_a_persons_own_pages_in_the_other_city` looks at its own in every run.
@pytest.mark.parametrize("city", ["kryvyi-rih", pytest.param("druzhkivka", marks=pytest.mark.proof)], indirect=True)
@pytest.mark.timeout(900)
def test_every_page_is_accessible_and_fits_a_telephone(city, made, violations):
    """What is no page is known by name, or by the methods that the view answers: everything else must have been shown."""
    is_first, asked, expected = city.slug == "kryvyi-rih", [], set()
    walk = Walk(city, city.page(scene.LOGIN, "/", width=TELEPHONE), violations)
    for name, parameters in page_routes():
        if name in ELSEWHERE or not (is_first or (name.startswith(WAYS) and name not in NOT_THERE)):
            continue
        path = scene.address(made, name, parameters)
        if name in FRAGMENTS or name in LED_ON:
            asked.append((name, path))
        elif is_opened(path):
            expected.add(name)
            walk.open(name, path)
    assert not walk.troubles, "\n".join(walk.troubles)
    assert walk.shown | walk.files == expected
    assert not walk.refused
    for name, path in asked:
        answer = walk.page.request.get(f"{city.url}{path}", max_redirects=0)
        if name in LED_ON:
            assert (answer.status, answer.headers["location"].startswith(LED_ON[name])) == (302, True), name
        else:
            assert answer.status in (200, 204), name
            assert "<html" not in answer.text(), name


@pytest.mark.parametrize("city", ["kryvyi-rih"], indirect=True)
def test_what_typing_brings_is_accessible(city, made, violations):
    """Suggestions, the letter that is already registered, what will come of a resolution."""
    page = city.page(scene.LOGIN, "/dokumenty/reiestratsiia/incoming/", width=TELEPHONE)
    sender = page.get_by_role("combobox", name="Кореспондент", exact=True)
    sender.press_sequentially("Джер")
    expect(page.locator("#id_correspondent_list [role=option]").first).to_be_visible()
    assert look(page, violations) == []
    sender.press("ArrowDown")
    sender.press("Enter")
    page.get_by_label("Їхній індекс", exact=True).fill("01-12/enterprise_letter")
    page.get_by_label("Їхня дата", exact=True).fill("10.03.2026")
    page.keyboard.press("Tab")
    expect(page.locator("#already")).to_contain_text("Уже зареєстровано")
    assert look(page, violations) == []

    page.goto(f"{city.url}/zavdannia/rozhliad/{made.ids['other']}/")
    page.get_by_label("Резолюція", exact=False).first.fill("1")
    page.get_by_label("Виконавці", exact=False).first.fill("Водяник, Ніхтошенко")
    expect(page.locator("#preview .named li")).to_have_count(2)
    assert look(page, violations) == []

    # Another point leaves what is typed and the scan that is chosen.
    scan = page.locator("input[name=scan]")
    scan.set_input_files({"name": "rez.png", "mimeType": "image/png", "buffer": b"\x89PNG\r\n\x1a\n"})
    page.get_by_role("button", name="Ще один пункт").click()
    expect(page.locator("textarea[name=text_2], input[name=text_2]")).to_be_focused()
    expect(page.get_by_label("Виконавці", exact=False).first).to_have_value("Водяник, Ніхтошенко")
    expect(page.locator("#repeats [name=repeats_2]")).to_have_count(1)
    expect(page.locator("input[name=points]")).to_have_value("2")
    assert scan.evaluate("field => [...field.files].map(file => file.name)") == ["rez.png"]
    assert look(page, violations) == []
    page.keyboard.type("Друге")
    page.get_by_role("button", name="Ще один пункт").click()
    expect(page.locator("[name=text_3]")).to_be_focused()
    page.keyboard.type("Третє")
    page.reload()
    for number, text in ((2, "Друге"), (3, "Третє")):
        expect(page.locator(f"[name=text_{number}]")).to_have_value(text)
    expect(page.locator("input[name=points]")).to_have_value("3")
    page.get_by_role("button", name="Почати спочатку").click()
    expect(page.locator("[name=text_2]")).to_have_count(0)
    expect(page.locator("[name=text_1]")).to_have_value("")
    page.close()


@pytest.mark.parametrize(("city", "who"), [("druzhkivka", "mayor"), ("druzhkivka", "clerk")], indirect=["city"])
def test_a_persons_own_pages_in_the_other_city(city, who, violations):
    """Also the page of who has no right: it is shown in the place of exactly these."""
    walk = Walk(city, city.page(who, "/", width=TELEPHONE), violations)
    for path in OWN:
        walk.open(path, path)
    assert not walk.troubles, "\n".join(walk.troubles)
    assert walk.refused == REFUSED[who]
    assert walk.shown == set(OWN) - REFUSED[who]


@pytest.mark.parametrize("city", ["druzhkivka"], indirect=True)
def test_both_pages_of_signing_in(city, violations):
    user = get_user_model().objects.get(login="head")
    device = second_step.prepare(actor=SYSTEM, at=clock.now(), user=user)
    second_step.switch_on(actor=SYSTEM, at=clock.now(), user=user, code=f"{totp(device.bin_key):06d}")
    with city.browser.new_context(locale="uk-UA", viewport={"width": TELEPHONE, "height": 800}) as context:
        page = context.new_page()
        page.goto(f"{city.url}/zavdannia/")
        assert page.url.startswith(f"{city.url}/vhid/?")
        assert look(page, violations) == []
        page.get_by_label("Логін").fill("head")
        page.get_by_label("Пароль").fill("headhead")
        page.keyboard.press("Enter")
        page.wait_for_url("**/vhid/druhyi-krok/")
        expect(page.get_by_label("Код")).to_be_visible()
        assert look(page, violations) == []
