"""A letter written to a named person and taken out as PDF and DOCX, as an executor does it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from magistrat.documents.models import Correspondent

SHOTS = os.environ.get("MAGISTRAT_SHOTS", "")


def shot(page: Page, name: str) -> None:
    if SHOTS:
        page.screenshot(path=str(Path(SHOTS) / f"{name}.png"), full_page=True)


@pytest.mark.parametrize("city", ["kryvyi-rih"], indirect=True)
def test_written_greeted_corrected_and_taken_out(city, violations):
    Correspondent.objects.filter(code="30011223").update(
        head="Директор, Коваль Олег Ілліч", address="вул. Тиха, 3, м. Кривий Ріг, 50000"
    )
    page = city.page("executor", "/lysty/novyi/")
    page.get_by_role("combobox", name="Адресат").press_sequentially("Джер")
    page.locator("#id_addressee_list [role=option]").first.click()
    greeting = page.get_by_role("button", name="Шановний Олеже Іллічу!")
    greeting.click()
    expect(page.get_by_label("Звертання")).to_have_value("Шановний Олеже Іллічу!")
    page.get_by_label("Про що лист").fill("Про надання інформації щодо стану водопровідних мереж")
    page.get_by_label("Текст листа").fill("Надаємо запитувану інформацію.\nРоботи виконано в повному обсязі.")
    page.get_by_label("Телефон виконавця").fill("92-13-14")
    shot(page, "editor")
    assert violations(page) == []
    page.get_by_role("button", name="Зберегти проєкт").click()
    expect(page.get_by_text("Проєкт листа збережено")).to_be_visible()
    shot(page, "letter")
    with page.expect_popup() as opened:
        page.get_by_role("link", name="PDF", exact=True).click()
    answer = page.request.get(opened.value.url if opened.value.url.startswith("http") else page.url + "pdf/")
    assert answer.body().startswith(b"%PDF-")
    with page.expect_download() as taken:
        page.get_by_role("link", name="DOCX", exact=True).click()
    assert taken.value.suggested_filename.endswith(".docx")
    page.get_by_role("link", name="Друк примірників").click()
    expect(page.get_by_text("До друку: 3 примірники")).to_be_visible()
    expect(page.get_by_text("Директору").first).to_be_visible()
    shot(page, "print")
    assert violations(page) == []
    page.go_back()
    page.get_by_role("link", name="як друкувати").click()
    page.get_by_label("Адресат, рядок за рядком").fill("КП «Джерело»\nДиректорові\nОлегові КОВАЛЮ")
    shot(page, "addressee")
    assert violations(page) == []
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Збережено: так адресата друкуватимуть")).to_be_visible()
    narrow = city.page("executor", page.url.removeprefix(city.url), width=360)
    assert narrow.evaluate("document.documentElement.scrollWidth") <= 360
