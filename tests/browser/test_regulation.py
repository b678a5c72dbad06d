"""A citizen reads «Регламент» without signing in: by keyboard, on a telephone, and without scripts."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.parametrize("city", ["kryvyi-rih"], indirect=True)
# Short ones of each sort: axe takes minutes for a thousand clauses.
PAGES = (
    "/rehlament/",
    "/rehlament/?q=8.20",
    "/rehlament/rozdil/dodatok-12/",
    "/rehlament/punkty/4.3/",
    "/rehlament/porivniannia/?napriam=control",
)


def test_a_citizen_finds_a_clause_and_asks_when_by_keyboard_alone(city):
    page = city.browser.new_page(locale="uk-UA")
    page.goto(f"{city.url}/rehlament/")
    page.keyboard.press("/")
    page.keyboard.type("п. 8.12")
    page.keyboard.press("Enter")
    found = page.get_by_role("article", name="п. 8.12")
    found.get_by_role("link", name="Докладно").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/punkty/8.12/#8.12")
    page.get_by_label("Якщо подія тоді").first.focus()
    # KR 8.12: five working days after the registration on Friday the 6th; Monday the 9th is the first of them
    page.keyboard.type("06.03.2026 10:00")
    page.keyboard.press("Enter")
    page.get_by_text("п'ятниця, 13 березня 2026 року").wait_for()
    assert "koly" not in page.url, "the answer comes without a new page"
    page.close()


def test_the_calculator_answers_without_scripts(city):
    context = city.browser.new_context(locale="uk-UA", java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{city.url}/rehlament/punkty/8.12/")
    page.get_by_label("Якщо подія тоді").first.fill("06.03.2026 10:00")
    page.get_by_role("button", name="Коли строк?").first.click()
    assert page.get_by_text("п'ятниця, 13 березня 2026 року").is_visible()
    assert page.get_by_text("не рахується: вихідний день (субота)").is_visible()
    context.close()


def test_a_strangers_pages_are_accessible_and_fit_a_telephone(city, violations):
    context = city.browser.new_context(locale="uk-UA", viewport={"width": 360, "height": 800})
    page = context.new_page()
    troubles = []
    for path in PAGES:
        page.goto(f"{city.url}{path}")
        troubles += [f"{path} {one}" for one in violations(page)]
        width = page.evaluate("document.documentElement.scrollWidth")
        troubles += [f"{path}: {width} px wide"] if width > 360 else []
    context.close()
    assert not troubles, "\n".join(troubles)
