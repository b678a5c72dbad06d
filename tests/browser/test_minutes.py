"""The minutes of a small sitting edited, handed in, signed and numbered by the keyboard."""

from __future__ import annotations

import re
from datetime import date

import pytest
from playwright.sync_api import expect

from magistrat.sittings.models import Minutes
from tests.factories import organisation, sittings

TODAY = date(2026, 3, 10)
KEY = "sittings_exec"


@pytest.mark.timeout(300)
@pytest.mark.parametrize("city", ["kryvyi-rih"], indirect=True)
def test_minutes_from_the_last_step_to_the_last_signature(city, violations):
    made = sittings.seated(city.slug, city.town, 9)
    where = sittings.held(made, TODAY, kind="extraordinary")
    organisation.account(city.town.people[KEY], KEY)

    page = city.page(KEY, "/zasidannia/protokoly/")
    page.get_by_role("link", name="10.03.2026").press("Enter")
    expect(page.get_by_text("Голосували: «за» – 6, «проти» – 1")).to_be_visible()
    assert violations(page) == []

    # A part is rewritten: it is saved while one writes, and the next one opens by a key.
    page.get_by_role("link", name=re.compile("Редагувати.*Закінчення")).press("Enter")
    assert violations(page) == []
    text = page.get_by_label("Текст частини")
    expect(text).to_be_focused()
    text.press("Control+End")
    page.keyboard.type("\nМіський голова подякував за роботу.")
    expect(page.locator("#part-state")).to_contain_text("Збережено")
    page.keyboard.type(" Усім.")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#closing")).to_contain_text("подякував за роботу. Усім.")
    expect(page.locator("#closing")).to_contain_text("написано вручну")

    page.get_by_label("Чому стенограми немає").fill("приміщення не має технічного оснащення")
    # Nothing is sent yet: Enter leads to the form's button.
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Зберегти", exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Збережено.")).to_be_visible()
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("dialog")).to_contain_text("Йому надається номер")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Протокол подано на підпис.")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 1280
    for label in ("міський голова", "керуючий справами"):
        mark = page.locator("details", has_text=f"Відмітити підпис: {label}")
        mark.locator("summary").press("Enter")
        mark.get_by_label("День підпису").press("Control+Enter")
        expect(page.get_by_text("Підпис відмічено.")).to_be_visible()
    kept = Minutes.objects.get(sitting=where)
    assert (kept.state, kept.document.number) == ("signed", 1)
    assert violations(page) == []

    narrow = city.page(KEY, f"/zasidannia/{where.pk}/protokol/", width=360)
    assert narrow.evaluate("document.documentElement.scrollWidth") == 360
