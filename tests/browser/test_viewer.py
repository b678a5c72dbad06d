"""A scan that lies on its side is read in the background, looked at and marked by words, as the clerk does it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from magistrat.documents.actions import arrivals, files
from magistrat.organisation.queries import actors
from magistrat.rules.moments import moment
from magistrat.texts import queries as texts
from magistrat.texts.actions import reading, recognising
from tests.browser.conftest import NOW
from tests.factories import papers

SHOTS = os.environ.get("MAGISTRAT_SHOTS", "")


def shot(page: Page, name: str) -> None:
    if SHOTS:
        page.screenshot(path=str(Path(SHOTS) / f"{name}.png"))


@pytest.mark.tesseract
@pytest.mark.parametrize("city", ["kryvyi-rih"], indirect=True)
def test_a_scan_is_read_shown_and_its_words_are_selected(city, violations):
    at = moment(NOW)
    (clerk, *_) = actors.actors_of(city.person("clerk"), at.date())
    lying = papers.sheet().rotate(90, expand=True)
    upload = files.Upload("Скан листа.pdf", papers.scan(lying, papers.sheet("Додаток № 1")))
    document = arrivals.receive(actor=clerk, at=at, way="post", uploads=[upload])
    page = city.page("clerk", f"/dokumenty/nadkhodzhennia/{document.pk}/reiestratsiia/")
    expect(page.get_by_text("очікує читання")).to_be_visible()
    content = document.files.get().blob_id
    reading.open_content(sha256=content, at=at)
    for one in texts.pages(content):
        recognising.read_page(page=one.pk, at=at)
    expect(page.get_by_text("текст розпізнано, упевненість")).to_be_visible()
    page.reload()
    expect(page.locator("tspan", has_text="водогону")).to_be_attached(timeout=20_000)
    page.locator("tspan", has_text="водогону").dblclick()
    assert page.evaluate("getSelection().toString().trim()") == "водогону"
    shot(page, "viewer")
    page.locator("body").press("+")
    expect(page.get_by_label("150 %")).to_be_checked()
    page.locator("h1").click()
    page.keyboard.press("]")
    expect(page.locator(".viewer-nav [aria-current]")).to_have_text("2")
    shot(page, "viewer-large")
    assert violations(page) == []
    expect(page.locator("#id_their_index")).to_have_value("01-12/77")
