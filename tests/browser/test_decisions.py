"""A sitting's decisions at the screen: one reworked and compared, one signed by the mayor, five numbered by one button."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from magistrat.acts.actions import drafting, handing
from magistrat.acts.models import Act
from magistrat.acts.queries import drafts
from magistrat.rules.moments import moment
from magistrat.ui import clock
from tests.factories import acts, decisions, orders, organisation, sittings
from tests.factories.decisions import City

SHOTS = os.environ.get("SHOTS", "")
NOW = moment(datetime(2026, 3, 20, 10))
FRIDAY = date(2026, 3, 20)


@pytest.fixture(autouse=True)
def folders(settings, tmp_path, monkeypatch):
    orders.folders(settings, tmp_path)
    monkeypatch.setenv(clock.FIXED, NOW.isoformat())


def shot(page: Page, name: str) -> None:
    """A picture for the eye, when it is asked for."""
    if SHOTS:
        page.screenshot(path=str(Path(SHOTS) / f"{name}.png"), full_page=True)


@pytest.mark.parametrize(
    "city", ["kryvyi-rih", pytest.param("druzhkivka", marks=[pytest.mark.proof, pytest.mark.second])], indirect=True
)
def test_a_sittings_decisions_from_the_vote_to_their_numbers(city, violations):
    one = City(acts.Hall(city.slug, city.town), sittings.seated(city.slug, city.town))
    first, changed = (decisions.agreed(one, title) for title in ("Про план роботи", "Про дозвіл на роботи"))
    Act.objects.filter(pk=first.pk).update(flags=["permits"])
    where = decisions.hall(one, [first, changed], ["adopted", "changed"])
    for number in (3, 4, 5):
        decisions.signed_by_hand(one, where, number)
    orders.key(one.mayor)
    office = "control"
    if city.slug == "kryvyi-rih":
        organisation.account(city.town.people["sittings_exec"], office := "office")

    content = drafts.content_of(Act.objects.get(pk=changed.pk))
    points = (replace(content.text.points[0], text="Забезпечити виконання графіка"), *content.text.points[1:])
    said = replace(content, text=replace(content.text, points=points))
    drafting.write(actor=one.drafter, at=NOW, act=changed.pk, content=said, revision=content_revision(changed.pk))
    drafter = city.page("executor")
    drafter.get_by_text("Доопрацювати ухвалене рішення").first.wait_for()
    drafter.goto(f"{city.url}/akty/{changed.pk}/")
    expect(drafter.get_by_text(decisions.CHANGES).first).to_be_visible()
    assert violations(drafter) == []
    shot(drafter, f"{city.slug}-decision-rework")
    drafter.locator("summary", has_text="Подати на звіряння").click()
    drafter.get_by_role("button", name="Подати на звіряння").click()
    expect(drafter.get_by_text("Текст подано на звіряння.")).to_be_visible()

    clerk = city.page(office, f"/zasidannia/{where.pk}/")
    clerk.get_by_role("link", name="Рішення засідання").click()
    expect(clerk.get_by_role("heading", name="Рішення засідання")).to_be_visible()
    shot(clerk, f"{city.slug}-decisions")
    assert violations(clerk) == []
    clerk.get_by_role("link", name="Звірити").click()
    shot(clerk, f"{city.slug}-decision-compare")
    assert violations(clerk) == []
    clerk.keyboard.press("Control+Enter")
    expect(clerk.get_by_text("Текст підтверджено, рішення подано на підпис.")).to_be_visible()

    mayor = city.page("mayor", f"/akty/zasidannia/{where.gathering_id}/")
    mayor.get_by_role("link", name="Підписати (2)").click()
    # A key pressed before the page's script has come is nobody's.
    mayor.wait_for_url("**/akty/pidpys/")
    mayor.wait_for_load_state("load")
    mayor.keyboard.press("Control+Enter")
    for _ in (1, 2):
        mayor.get_by_label("PIN-код ключа").fill(orders.PIN)
        mayor.keyboard.press("Control+Enter")
        expect(mayor.get_by_text("Підписано:").first).to_be_visible(timeout=60_000)

    clerk.goto(f"{city.url}/akty/zasidannia/{where.gathering_id}/")
    clerk.get_by_role("button", name="Зареєструвати підписані (5)").click()
    expect(clerk.get_by_text("Зареєстровано 5 рішень: № 1 – 5.")).to_be_visible(timeout=60_000)
    assert violations(clerk) == []
    shot(clerk, f"{city.slug}-decisions-numbered")
    found = Act.objects.filter(outcome__gathering=where.gathering_id).order_by("document__number")
    assert list(found.values_list("outcome__number", "document__index")) == [(str(n), str(n)) for n in range(1, 6)]

    order = decisions.shown_to_mayor(one, acts.registered(one.hall, 7, FRIDAY, by=orders.DRAFTERS[city.slug]))
    mayor.goto(f"{city.url}/akty/{first.pk}/zupynennia/")
    mayor.get_by_label("Розпорядження").select_option(str(order.pk))
    mayor.get_by_label("З чим не згодні").fill("суперечить статуту")
    assert violations(mayor) == []
    mayor.keyboard.press("Control+Enter")
    expect(mayor.get_by_text("Дію рішення зупинено").first).to_be_visible()
    shot(mayor, f"{city.slug}-decision-suspended")
    assert violations(mayor) == []

    small = city.page(office, width=360)
    for path in (
        f"akty/zasidannia/{where.gathering_id}/", "akty/zasidannia/", f"akty/{first.pk}/", f"akty/{first.pk}/chynnist/",
    ):  # fmt: skip
        small.goto(f"{city.url}/{path}")
        assert small.evaluate("document.documentElement.scrollWidth") <= 360, path
        assert violations(small) == []
        shot(small, f"{city.slug}-small-{path.strip('/').replace('/', '-')}")
    handed = first.handovers.get(kind="permit")
    assert handed.due_clause == {"kryvyi-rih": "4.36", "druzhkivka": "6.26"}[city.slug]
    handing.hand_over(actor=one.drafter if handed.is_drafters else one.clerk, at=NOW, handover=handed.pk, whom="центр")


def content_revision(act: int) -> int:
    """The revision that the drafter has opened."""
    return Act.objects.values_list("revision", flat=True).get(pk=act)
