"""An order written by the keyboard alone on the width of a telephone, saved by itself, seen by the head as it grows, sent for visas."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from magistrat.acts.models import Act
from magistrat.acts.queries import drafts

SHOTS = os.environ.get("MAGISTRAT_SHOTS", "")
TITLE = "Про облік водопровідних мереж"


def shot(page: Page, name: str) -> None:
    if SHOTS:
        page.screenshot(path=str(Path(SHOTS) / f"{name}.png"), full_page=True)


def typed(page: Page, label: str, text: str) -> None:
    """Go to the field by Tab, as one without a mouse does, and type."""
    for _ in range(150):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.labels?.[0]?.textContent.trim()") == label:
            break
    else:
        raise AssertionError(f"Tab does not reach «{label}»")
    page.keyboard.type(text)


def fits(page: Page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.parametrize("city", ["kryvyi-rih"], indirect=True)
def test_an_order_is_written_by_the_keyboard_alone(city, violations):
    page = city.page("executor", "/akty/novyi/", width=360)
    assert violations(page) == []
    shot(page, "new")
    typed(page, "Заголовок", TITLE)
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/redahuvaty/")
    typed(page, "Констатуюча частина", "Відповідно до Закону України «Про питну воду та питне водопостачання»")
    typed(page, "Розпорядче слово", "ЗОБОВ'ЯЗУЮ:")
    # the first point: who by his surname, what, by when
    typed(page, "Хто", "Водяник")
    page.locator("[data-who] [role=option]").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("[data-who] .act-chip")).to_have_count(1)
    typed(page, "Що зробити", "провести облік мереж")
    typed(page, "Строк", "01.06.2026")
    # Enter in the term begins the next point; Alt+Shift+arrows move it under the first one and back
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("скласти перелік")
    page.keyboard.press("Alt+Shift+ArrowRight")
    expect(page.locator("[data-label]").nth(1)).to_have_text("1.1")
    page.keyboard.press("Alt+Shift+ArrowLeft")
    page.keyboard.press("Alt+Shift+ArrowUp")
    expect(page.locator("[data-what]").first).to_have_value("скласти перелік")
    page.keyboard.press("Alt+Shift+Delete")
    expect(page.locator("[data-point]")).to_have_count(1)
    page.get_by_role("button", name="Пункт про контроль").press("Enter")
    page.locator("[data-what]").nth(1).press("End")
    page.keyboard.type("заступника міського голови")
    typed(page, "Кому надіслати", "Водяник")
    page.locator("#to_list [role=option]").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    typed(page, "Телефони виконавця: службовий, відомчий", "92-13-14, 5-18")
    expect(page.get_by_text("Усе, що вимагає Регламент, зазначено")).to_be_visible()
    assert violations(page) == []
    assert fits(page)
    shot(page, "editor")
    act = Act.objects.get(title=TITLE)
    text = drafts.text_of(act)
    assert [(one.label, one.due_words, one.is_control) for one in text.points] == [
        ("1", "до 01.06.2026", False),
        ("2", "", True),
    ]

    head = city.page("head", f"/akty/{act.pk}/")
    expect(head.get_by_text("Зараз редагує")).to_be_visible()
    shot(head, "act")
    assert violations(head) == []
    typed(page, "Розпорядче слово", "ЗОБОВ'ЯЗУЮ (негайно):")
    expect(head.get_by_text("ЗОБОВ'ЯЗУЮ (негайно):")).to_be_visible(timeout=15_000)

    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/pohodzhennia/")
    assert violations(page) == []
    assert fits(page)
    shot(page, "send")
    page.get_by_role("button", name="Надіслати на погодження").press("Enter")
    expect(page.get_by_text("Проєкт надіслано на погодження.", exact=True)).to_be_visible()
    shot(page, "sent")
    assert violations(page) == []


@pytest.mark.parametrize("city", ["kryvyi-rih"], indirect=True)
def test_the_second_of_two_editors_is_shown_both_texts(city, violations):
    page = city.page("executor", "/akty/novyi/")
    page.get_by_label("Заголовок").fill("Про інший облік")
    page.get_by_role("button", name="Розпочати проєкт").click()
    page.wait_for_url("**/redahuvaty/")
    other = city.page("head", page.url.removeprefix(city.url))
    page.get_by_label("Констатуюча частина").fill("Відповідно до Закону")
    expect(page.get_by_text("Збережено")).to_be_visible()
    other.get_by_label("Констатуюча частина").fill("Згідно з Кодексом")
    expect(other.get_by_text("Поки Ви працювали, проєкт змінив інший користувач")).to_be_visible()
    assert violations(other) == []
    shot(other, "conflict")
    other.get_by_role("button", name="Зберегти мій текст").click()
    other.goto(page.url)
    expect(other.get_by_label("Констатуюча частина")).to_have_value("Згідно з Кодексом")
    other.get_by_role("button", name="Узяти цей текст").click()
    expect(other.get_by_label("Констатуюча частина")).to_have_value("Відповідно до Закону")
    shot(other, "aside")
    assert violations(other) == []
