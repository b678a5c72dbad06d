"""The public pages for one who has not signed in: clean by axe on a desk and a telephone, a proposal sent by the keyboard."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from magistrat.sittings.models import Comment
from magistrat.ui import clock
from tests.factories import scene
from tests.house.test_routes import page_routes

SHOTS = os.environ.get("MAGISTRAT_SHOTS", "")


def shot(page: Page, name: str) -> None:
    """A picture for the eye, when it is asked for."""
    if SHOTS:
        page.screenshot(path=str(Path(SHOTS) / f"{name}.png"), full_page=True)


# The other city's pages are the same templates; what they show there is looked at in apps/portal.
@pytest.mark.timeout(600)
@pytest.mark.parametrize("city", ["kryvyi-rih"], indirect=True)
def test_a_stranger_reads_and_proposes(city, violations):
    made = scene.build(clock.now())
    troubles = []
    for width in (1280, 360):
        context = city.browser.new_context(locale="uk-UA", viewport={"width": width, "height": 800})
        page = context.new_page()
        for name, parameters in page_routes():
            if not name.startswith("portal:") or name in ("portal:file", "portal:printed", "portal:feed"):
                continue
            page.goto(f"{city.url}{scene.address(made, name, parameters)}")
            troubles += [f"{name} at {width}: {one}" for one in violations(page)]
            found = page.evaluate("document.documentElement.scrollWidth")
            troubles += [f"{name} is {found} px wide at {width}"] if found > width else []
            shot(page, f"{city.slug}-{width}-{name.replace(':', '-')}")
        context.close()
    assert not troubles, "\n".join(troubles)

    context = city.browser.new_context(
        locale="uk-UA", viewport={"width": 1280, "height": 800}, java_script_enabled=False
    )
    page = context.new_page()
    page.goto(f"{city.url}{scene.address(made, 'portal:draft', ['document_id'])}")
    page.get_by_label("Як до Вас звертатися").focus()
    page.keyboard.type("Мешканець")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type("Уточнити строк у пункті 1.")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Пропозицію № 2 прийнято")).to_be_visible()
    assert Comment.objects.get(number=2).text == "Уточнити строк у пункті 1."
    context.close()
