"""The ground's scripts and styles in a real browser: keyboard, drafts, suggestions, files, questions, a telephone's width."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.urls import clear_url_caches
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from magistrat.outbox import actions as outbox
from magistrat.ui import clock
from tests import browsing, databases
from tests.browsing import violations
from tests.factories import organisation

pytestmark = pytest.mark.browser

# Of the sample form one field is left.
ALONE = "[...form.elements].forEach((one) => { if (!/summary|csrf/.test(one.name) && one.type !== 'submit') one.remove(); })"


class Served(NamedTuple):
    """Where the sample page is and the cookie of the one who is in."""

    url: str
    cookie: str


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with browsing.launched() as started:
        yield started


@pytest.fixture(scope="module")
def served(browser, django_db_setup, django_db_blocker, worker_id) -> Iterator[Served]:
    """The sample page, served to somebody who has a post and a notice; one city for all tests of this module."""
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock():
        patch.setenv(clock.FIXED, "2026-03-06T08:00:00+00:00")
        patch.setattr(django_settings, "ROOT_URLCONF", "tests.apps.ui.sample_addresses")
        clear_url_caches()
        town = organisation.town()
        key = min(town.people)
        organisation.account(town.people[key], "pershyi")
        outbox.notify(at=clock.now(), key="n", to_post=town.posts[key], subject="Нове завдання")
        client = Client()
        client.post("/vhid/", {"login": "pershyi", "password": "pershyipershyi"})
        server = LiveServer("localhost:0")
        yield Served(server.url, client.cookies[django_settings.SESSION_COOKIE_NAME].value)
        server.stop()
        databases.renew(worker_id)
    clear_url_caches()


@pytest.fixture
def page(browser, served) -> Iterator[Page]:
    """The sample page in a browser that has not been here before."""
    context = browser.new_context(locale="uk-UA", viewport={"width": 1280, "height": 800})
    context.add_cookies([{"name": django_settings.SESSION_COOKIE_NAME, "value": served.cookie, "url": served.url}])
    opened = context.new_page()
    troubles: list[str] = []
    opened.on("pageerror", lambda trouble: troubles.append(str(trouble)))
    opened.goto(f"{served.url}/sample/")
    yield opened
    assert not troubles
    context.close()


class TestKeyboard:
    def test_j_and_k_go_through_the_list_and_enter_opens(self, page):
        page.keyboard.press("j")
        page.keyboard.press("j")
        page.keyboard.press("j")
        page.keyboard.press("k")
        expect(page.locator(":focus")).to_have_text("02-15/2")
        page.keyboard.press("Enter")
        page.wait_for_url("**/sample/?opened=2")

    def test_keys_are_taken_by_place_whatever_the_layout(self, page):
        page.evaluate("document.dispatchEvent(new KeyboardEvent('keydown', {key: 'о', code: 'KeyJ', bubbles: true}))")
        expect(page.locator(":focus")).to_have_text("02-15/1")

    def test_slash_goes_to_the_search(self, page):
        page.keyboard.press("/")
        expect(page.locator("#search")).to_be_focused()

    def test_n_begins_the_new(self, page):
        page.keyboard.press("n")
        page.wait_for_url("**/sample/?new=1")

    def test_question_mark_shows_the_keys(self, page):
        page.keyboard.press("Shift+Slash")
        expect(page.locator("#keys")).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.locator("#keys")).to_be_hidden()

    def test_letters_typed_into_a_field_stay_letters(self, page):
        page.locator("#id_summary").press_sequentially("jn/k?")
        expect(page.locator("#id_summary")).to_have_value("jn/k?")

    def test_they_can_be_switched_off(self, page):
        page.keyboard.press("Shift+Slash")
        page.locator("[data-keys-off]").check()
        page.keyboard.press("Escape")
        page.keyboard.press("/")
        expect(page.locator("#search")).not_to_be_focused()

    def test_enter_in_a_form_that_does_a_deed_goes_to_the_next_field_and_last_to_its_button(self, page):
        page.evaluate("delete document.querySelector('[data-main]').form.dataset.enter")
        page.locator("#id_summary").fill("Про воду")
        page.keyboard.press("Enter")
        expect(page.locator("#id_kind")).to_be_focused()
        page.locator("#id_urgent").press("Enter")
        expect(page.get_by_label("пошта", exact=True)).to_be_focused()
        page.evaluate("document.querySelector('[type=file]').hidden = true")
        page.keyboard.press("Enter")
        expect(page.get_by_role("button", name="Зареєструвати")).to_be_focused()
        expect(page.locator("[data-troubles]")).to_have_count(0)

    def test_enter_passes_over_what_is_folded(self, page):
        page.evaluate(
            """const folded = document.createElement("details");
            document.querySelector("#id_kind").before(folded);
            folded.append(document.createElement("summary"), document.querySelector("#id_kind"));"""
        )
        page.locator("#id_summary").press("Enter")
        expect(page.locator("#id_urgent")).to_be_focused()

    @pytest.mark.parametrize(
        "change", ["form.dataset.enter = 'send'", "form.dataset.signIn = ''", "form.method = 'get'", ALONE]
    )
    def test_enter_sends_a_search_a_single_field_and_what_one_signs_in_with(self, page, change):
        page.evaluate(f"const form = document.querySelector('[data-main]').form; delete form.dataset.enter; {change}")
        with page.expect_navigation():
            page.locator("#id_summary").press("Enter")

    def test_ctrl_enter_does_the_main_action_and_troubles_get_the_focus(self, page):
        page.locator("#id_summary").focus()
        page.keyboard.press("Control+Enter")
        expect(page.locator("[data-troubles]")).to_be_focused()
        page.get_by_role("link", name="Короткий зміст").click()
        expect(page.locator("#id_summary")).to_be_focused()

    def test_the_first_tab_leads_to_the_content(self, page):
        page.keyboard.press("Tab")
        expect(page.locator(".skip")).to_be_focused()


class TestChips:
    def test_a_term_unfolds_and_escape_closes_it(self, page):
        chip = page.locator("summary.term-overdue").first
        chip.click()
        expect(page.get_by_text("П'ять робочих днів").first).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.get_by_text("П'ять робочих днів").first).to_be_hidden()
        expect(chip).to_be_focused()

    def test_a_click_elsewhere_closes_it(self, page):
        page.locator("summary.term-overdue").first.click()
        page.locator("h1").click()
        expect(page.get_by_text("П'ять робочих днів").first).to_be_hidden()


class TestCombobox:
    def choose(self, page: Page) -> None:
        page.locator("#id_correspondent_text").press_sequentially("вод")
        expect(page.locator(".combobox [role=option]")).to_have_count(3)
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")

    def test_by_keyboard(self, page):
        self.choose(page)
        expect(page.locator("#id_correspondent")).to_have_value("2")
        expect(page.locator("#id_correspondent_text")).to_have_value("Водоканал 2")
        expect(page.locator(".combobox [role=listbox]")).to_be_hidden()

    def test_fills_what_is_known(self, page):
        self.choose(page)
        expect(page.locator("#id_summary")).to_have_value("Про воду")

    def test_never_over_what_was_typed(self, page):
        page.locator("#id_summary").fill("Власний зміст")
        self.choose(page)
        expect(page.locator("#id_summary")).to_have_value("Власний зміст")

    def test_typing_on_forgets_the_choice(self, page):
        self.choose(page)
        page.locator("#id_correspondent_text").press_sequentially("!")
        expect(page.locator("#id_correspondent")).to_have_value("")

    def test_by_mouse(self, page):
        page.locator("#id_correspondent_text").press_sequentially("вод")
        page.get_by_role("option", name="Водоканал 3").click()
        expect(page.locator("#id_correspondent")).to_have_value("3")

    def test_escape_closes_the_list_only(self, page):
        page.locator("#id_correspondent_text").press_sequentially("вод")
        expect(page.locator(".combobox [role=option]")).to_have_count(3)
        page.keyboard.press("Escape")
        expect(page.locator(".combobox [role=listbox]")).to_be_hidden()
        expect(page.locator("#id_correspondent_text")).to_have_value("вод")

    def test_readers_of_the_screen_hear_of_it(self, page):
        field = page.locator("#id_correspondent_text")
        expect(field).to_have_attribute("aria-expanded", "false")
        field.press_sequentially("вод")
        expect(field).to_have_attribute("aria-expanded", "true")
        page.keyboard.press("ArrowDown")
        expect(field).to_have_attribute("aria-activedescendant", "id_correspondent_list_0")
        assert violations(page) == []


class TestDrafts:
    def fill(self, page: Page) -> None:
        page.locator("#id_summary").fill("Довгий текст")
        page.locator("#id_kind").select_option("memo")
        page.locator("#id_urgent").check()
        page.get_by_label("електронна пошта").check()

    def test_what_was_typed_comes_back(self, page):
        self.fill(page)
        page.reload()
        expect(page.locator("#id_summary")).to_have_value("Довгий текст")
        expect(page.locator("#id_kind")).to_have_value("memo")
        expect(page.locator("#id_urgent")).to_be_checked()
        expect(page.get_by_label("електронна пошта")).to_be_checked()
        expect(page.get_by_text("Відновлено введене")).to_be_visible()

    def test_a_form_needs_not_say_so_and_only_what_was_typed_comes_back(self, page):
        """Another has changed the kind meanwhile; what nobody touched stays as the server says."""
        without = """const form = document.querySelector('[data-main]').form; delete form.dataset.draft;"""
        changed = f"{without} document.querySelector('#id_kind').options[1].defaultSelected = true;"
        again = "for (const name in form.dataset) delete form.dataset[name]; htmx.trigger(form, 'htmx:load')"
        page.evaluate(f"{without} {again}")
        page.locator("#id_summary").fill("Довгий текст")
        for typed in ("Довгий текст", "Довший текст"):
            page.reload()
            page.evaluate(f"{changed} document.querySelector('#id_kind').value = 'memo'; {again}")
            expect(page.locator("#id_summary")).to_have_value(typed)
            expect(page.locator("#id_kind")).to_have_value("memo")
            page.locator("#id_summary").fill("Довший текст")

    def put(self, page: Page, *rows: str) -> None:
        """Only these forms stand on the page, each of one field with its name."""
        forms = "".join(f'<form method="post" action="/sample/row/"><input name="{row}"></form>' for row in rows)
        page.evaluate(f"document.querySelector('#main').innerHTML = `{forms}`; htmx.trigger('#main', 'htmx:load')")

    def test_forms_of_one_address_are_told_apart_or_not_kept(self, page):
        self.put(page, "row", "row", "reason")
        for place in range(3):
            page.locator("#main input").nth(place).fill("Про другого")
        kept = page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('draft:'))")
        assert [key.split(":")[-1] for key in kept] == ["/sample/row/#reason"]

    def test_the_page_that_says_all_is_broken_forgets_nothing(self, page):
        self.put(page, "reason")
        page.locator("[name=reason]").fill("Довгий текст")
        broken = "<a href='/sample/'>/</a>"
        page.route("**/row/", lambda route: route.fulfill(status=500, body=broken, content_type="text/html"))
        page.keyboard.press("Enter")
        page.locator("a").click()
        expect(page.locator("#id_summary")).to_be_visible()
        # The page is seen before its scripts have run.
        page.wait_for_load_state()
        self.put(page, "reason")
        expect(page.locator("[name=reason]")).to_have_value("Довгий текст")

    def test_one_can_begin_anew(self, page):
        self.fill(page)
        page.reload()
        page.get_by_role("button", name="Почати спочатку").click()
        expect(page.locator("#id_summary")).to_have_value("")
        page.reload()
        expect(page.locator("#id_summary")).to_have_value("")

    def test_accepted_it_is_forgotten(self, page):
        TestCombobox().choose(page)
        self.fill(page)
        page.keyboard.press("Control+Enter")
        expect(page.get_by_text("Зареєстровано. Файли")).to_be_visible()
        page.reload()
        expect(page.locator("#id_summary")).to_have_value("")

    def test_refused_it_stays(self, page):
        page.locator("#id_summary").fill("Без кореспондента")
        page.keyboard.press("Control+Enter")
        expect(page.locator("[data-troubles]")).to_be_visible()
        page.goto(page.url)
        expect(page.locator("#id_summary")).to_have_value("Без кореспондента")

    def test_the_page_without_a_draft_says_nothing(self, page):
        page.reload()
        expect(page.get_by_text("Відновлено введене")).to_have_count(0)


class TestFiles:
    DROP = """([selector, names]) => {
        const all = new DataTransfer();
        names.forEach((name) => all.items.add(new File(["вміст"], name)));
        document.querySelector(selector).dispatchEvent(new DragEvent("drop", {dataTransfer: all, bubbles: true, cancelable: true}));
    }"""

    def test_dropped_files_are_listed_and_sent(self, page):
        page.evaluate(self.DROP, ["[data-drop]", ["лист.pdf"]])
        page.evaluate(self.DROP, ["[data-drop]", ["додаток.docx"]])
        expect(page.locator("[data-drop-files] li")).to_have_count(2)
        TestCombobox().choose(page)
        page.get_by_label("електронна пошта").check()
        page.evaluate("window.before = true")
        page.get_by_role("button", name="Зареєструвати", exact=True).click()
        expect(page.get_by_text("Зареєстровано. Файли: лист.pdf, додаток.docx")).to_be_visible()
        assert page.evaluate("window.before") is None, "the next page must come whole, with its own head"

    def test_a_refused_form_keeps_its_page(self, page):
        page.evaluate(self.DROP, ["[data-drop]", ["лист.pdf"]])
        page.get_by_role("button", name="Зареєструвати", exact=True).click()
        expect(page.locator("[data-troubles]")).to_be_visible()
        expect(page.get_by_label("Короткий зміст")).to_have_attribute("aria-invalid", "true")


class TestQuestions:
    def test_a_deed_hard_to_take_back_is_asked_about(self, page):
        TestCombobox().choose(page)
        page.get_by_label("електронна пошта").check()
        page.get_by_role("button", name="Анулювати").click()
        expect(page.get_by_text("Анулювати реєстрацію?")).to_be_visible()
        page.get_by_role("button", name="Ні").click()
        expect(page.get_by_text("Анульовано")).to_have_count(0)
        page.get_by_role("button", name="Анулювати").click()
        page.locator("[data-confirm-yes]").click()
        expect(page.get_by_text("Анульовано")).to_be_visible()


class TestRefusal:
    def test_htmx_shows_it_in_the_corner_with_its_clause(self, page):
        page.get_by_role("button", name="Зняти з контролю").click()
        corner = page.locator("#toasts")
        expect(corner).to_contain_text("Не можна зняти з контролю")
        expect(corner).to_contain_text("8.15")
        page.get_by_role("button", name="Закрити").first.click()
        expect(page.locator("#toasts .refusal")).to_have_count(0)


class TestLooks:
    def test_every_component_is_accessible(self, page):
        assert violations(page) == []

    def test_unfolded_it_is_too(self, page):
        page.locator("summary.term-overdue").first.click()
        page.locator(".who summary").click()
        assert violations(page) == []

    @pytest.mark.parametrize(
        "address",
        ["/vhid/bezpeka/", "/vhid/bezpeka/parol/", "/vhid/bezpeka/druhyi-krok/", "/spovishchennia/", "/nemaie/"],
    )
    def test_the_grounds_own_pages_are(self, page, served, address):
        page.goto(served.url + address)
        assert violations(page) == []

    def test_the_sign_in_page_is(self, page, served):
        page.context.clear_cookies()
        page.goto(f"{served.url}/vhid/")
        page.get_by_role("button", name="Увійти").click()
        assert violations(page) == []

    def test_on_a_telephone_nothing_sticks_out_and_the_menu_folds(self, page):
        page.set_viewport_size({"width": 360, "height": 740})
        assert page.evaluate("document.documentElement.scrollWidth") == 360
        expect(page.locator("#menu")).to_be_hidden()
        page.get_by_role("button", name="Меню").click()
        expect(page.locator("#menu")).to_be_visible()
        assert violations(page) == []

    def test_on_paper_there_is_no_furniture(self, page):
        page.emulate_media(media="print")
        for furniture in (".bar", ".page-actions", ".filter-bar", ".pager"):
            expect(page.locator(furniture).first).to_be_hidden()
        expect(page.get_by_text("02-15/1")).to_be_visible()

    def test_without_scripts_all_is_reachable(self, browser, page, served):
        context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740})
        context.add_cookies(page.context.cookies())
        plain = context.new_page()
        plain.goto(f"{served.url}/sample/")
        expect(plain.locator("#menu")).to_be_visible()
        plain.locator("#id_summary").fill("Без скриптів")
        plain.get_by_role("button", name="Зареєструвати", exact=True).click()
        expect(plain.get_by_text("Перевірте введене")).to_be_visible()
        context.close()
