"""One who was sent an extract opens it from his desk and reads its points alone; days of change are walked by keys."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from magistrat.acts.actions import mailing, registering
from magistrat.ui.days import WRONG
from tests.browser import acts_walk as walk
from tests.factories import acts, orders

pytestmark = pytest.mark.parametrize("city", ["kryvyi-rih"], indirect=True)


@pytest.fixture(autouse=True)
def folders(settings, tmp_path):
    """Files are the test's own."""
    orders.folders(settings, tmp_path)


def test_an_extract_is_read_on_a_telephone_and_the_act_stays_closed(city, violations):
    found = acts.Hall(city.slug, city.town)
    act = orders.signed(found)
    orders.recipient(act, department=found.post("finance_head").department, points=["2"])
    act = registering.register(actor=orders.clerk(found), at=orders.AT, act=act.pk)
    mailing.carry(at=orders.kyiv("03-10 12:00"))
    page = city.page("finance_head", "/akty/oznaiomlennia/", width=360)
    page.get_by_role("link", name=f"№ {act.document.index}").click()
    page.wait_for_url(f"**/akty/{act.pk}/vytiah/")
    expect(page.get_by_text("Подавати звіт")).to_be_visible()
    expect(page.get_by_text("Провести інвентаризацію")).to_have_count(0)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert violations(page) == []
    walk.shot(page, "extract-360")
    assert page.request.get(f"{city.url}/akty/{act.pk}/vytiah/pdf/").body().startswith(b"%PDF")
    assert page.request.get(f"{city.url}/akty/{act.pk}/").status in (403, 404, 409)
    page.get_by_role("link", name="Одержані витяги").click()
    expect(page.get_by_role("link", name=f"№ {act.document.index}")).to_be_visible()
    assert violations(page) == []


def test_days_of_change_are_walked_by_keys(city, violations):
    found = acts.Hall(city.slug, city.town)
    base, source = acts.changed(found.actor("infrastructure_exec"), (7, 9), orders.DAY)
    page = city.page("executor", f"/akty/{base.pk}/na-den/?den={base.in_force_from}")
    expect(page.get_by_role("navigation", name="Сусідні дні змін")).to_be_visible()
    assert violations(page) == []
    walk.shot(page, "day")
    page.keyboard.press("]")
    page.wait_for_url(f"**/?den={source.adopted_on}")
    page.keyboard.press("[")
    page.wait_for_url(f"**/?den={base.in_force_from}")


def test_a_day_that_cannot_be_read_is_said_at_its_field_on_a_telephone_too(city, violations):
    found = acts.Hall(city.slug, city.town)
    base, _ = acts.changed(found.actor("infrastructure_exec"), (17, 19), orders.DAY)
    for address in (
        f"/akty/{base.pk}/na-den/?den=08.02.2026&z=31.02.2026",
        "/akty/chynnist/?nomer=17-р&vid=31.02.2026",
    ):
        page = city.page("executor", address, width=360)
        field = page.get_by_role("textbox", name="Порівняти з днем" if "z=" in address else "Дата акта")
        expect(field).to_have_value("31.02.2026")
        expect(field).to_have_accessible_description(WRONG)
        inner, outer = field.bounding_box(), page.locator(".filter-bar").bounding_box()
        assert inner["x"] + inner["width"] <= outer["x"] + outer["width"]
        assert violations(page) == []
        walk.shot(page, "day-refused")
