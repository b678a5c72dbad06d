"""An order's last steps at the screen: the mayor's folder by the keyboard alone, the office's number, sending, a copy checked by anyone."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from magistrat.acts.actions import mailing
from tests.browser import conftest
from tests.factories import acts, orders, organisation
from tests.factories.orders import kyiv

SHOTS = os.environ.get("SHOTS", "")
OFFICE = {"kryvyi-rih": "sittings_exec", "druzhkivka": "clerk"}


@pytest.fixture(autouse=True)
def folders(settings, tmp_path):
    orders.folders(settings, tmp_path)


def shot(page: Page, name: str) -> None:
    """A picture for the eye, when it is asked for."""
    if SHOTS:
        page.screenshot(path=str(Path(SHOTS) / f"{name}.png"), full_page=True)


@pytest.mark.parametrize(
    "city", ["kryvyi-rih", pytest.param("druzhkivka", marks=[pytest.mark.proof, pytest.mark.second])], indirect=True
)
def test_an_order_is_signed_numbered_sent_and_checked(city, violations):
    found = acts.Hall(city.slug, city.town)
    first = orders.handed_in(found)
    second = orders.handed_in(found, said=acts.TEXT)
    orders.recipient(first, post=found.post(conftest.PEOPLE[city.slug]["head"]))
    orders.key(found.actor("mayor"))
    if city.slug == "kryvyi-rih":
        organisation.account(city.town.people[OFFICE[city.slug]], "office")
    office = "office" if city.slug == "kryvyi-rih" else "clerk"

    mayor = city.page("mayor")
    shot(mayor, f"{city.slug}-desk")
    mayor.get_by_role("link", name="2 На підпис").click()
    expect(mayor.get_by_role("row", name=first.title).first).to_be_visible()
    assert violations(mayor) == []
    shot(mayor, f"{city.slug}-folder")
    mayor.keyboard.press("Control+Enter")
    expect(mayor.get_by_text("1 із 2")).to_be_visible()
    shot(mayor, f"{city.slug}-sign")
    assert violations(mayor) == []
    # The PIN's field has the focus: the mayor types and signs, and the next act opens.
    mayor.keyboard.type("000000")
    mayor.keyboard.press("Control+Enter")
    expect(mayor.get_by_text("PIN-код не підходить до ключа.").first).to_be_visible()
    mayor.keyboard.type(orders.PIN)
    mayor.keyboard.press("Control+Enter")
    expect(mayor.get_by_text("1 із 1")).to_be_visible(timeout=60_000)
    expect(mayor.get_by_role("heading", name=second.title).first).to_be_visible()

    clerk = city.page(office, "/akty/reiestratsiia/")
    shot(clerk, f"{city.slug}-office")
    clerk.get_by_role("row", name=first.title).get_by_role("link", name="Зареєструвати").click()
    shot(clerk, f"{city.slug}-register")
    assert violations(clerk) == []
    clerk.keyboard.press("Control+Enter")
    expect(clerk.get_by_text("Акт зареєстровано: № 1").first).to_be_visible(timeout=30_000)
    shot(clerk, f"{city.slug}-act")
    assert violations(clerk) == []

    if city.slug == "kryvyi-rih":
        mailing.carry(at=kyiv("03-10 12:00"))
    else:
        clerk.get_by_role("link", name="Надіслати").click()
        clerk.get_by_role("button", name="Надіслати").click()
        expect(clerk.get_by_text("Надіслано примірників: 1")).to_be_visible()
    head = city.page("head")
    head.get_by_role("link", name="1 Акти для ознайомлення").click()
    head.get_by_role("link", name="№ 1").first.click()
    expect(head.get_by_role("heading", name=first.title).first).to_be_visible()
    clerk.goto(f"{city.url}/akty/{first.pk}/?znovu")
    expect(clerk.get_by_text("1 із 1")).to_be_visible()

    first.refresh_from_db()
    copy = clerk.request.get(f"{city.url}/akty/{first.pk}/kopiia/").body()
    anyone = city.browser.new_context(locale="uk-UA", viewport={"width": 360, "height": 800}).new_page()
    anyone.goto(f"{city.url}/akty/perevirka/")
    anyone.get_by_label("Код перевірки").fill(first.check_code.lower())
    anyone.keyboard.press("Enter")
    expect(anyone.get_by_text(first.title)).to_be_visible()
    anyone.get_by_label("Файл копії").set_input_files(
        {"name": "копія.pdf", "mimeType": "application/pdf", "buffer": copy}
    )
    anyone.get_by_role("button", name="Порівняти").click()
    expect(anyone.get_by_text("Файл є копією акта з відміткою про реєстрацію.")).to_be_visible(timeout=60_000)
    assert violations(anyone) == []
    shot(anyone, f"{city.slug}-check")
    anyone.context.close()
