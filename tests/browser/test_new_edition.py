"""A lawyer changes a term, checks, adopts; a letter registered after the day obeys it and one before does not (KR 8.12)."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from playwright.sync_api import expect

from magistrat.documents.actions import registration
from magistrat.documents.card import Card, Party
from magistrat.documents.models import Correspondent, DocumentKind, Registry
from magistrat.rules.moments import moment
from magistrat.tasks.actions import resolutions
from magistrat.tasks.draft import Assignee, Draft, Point
from magistrat.tasks.models import Task
from magistrat.ui import clock
from tests.factories import organisation

BEFORE, AFTER = datetime(2026, 3, 10, 10, 0), datetime(2026, 3, 11, 10, 0)


@pytest.mark.parametrize("city", ["kryvyi-rih"], indirect=True)
def test_a_new_term_holds_from_its_day(city, monkeypatch, violations):
    organisation.account(city.town.people["legal_head"], "lawyer")
    old = urgent_letter(city, BEFORE)

    page = city.page("lawyer", "/rehlament/proiekty/")
    page.get_by_label("Назва проєкту").fill("Термінове швидше")
    page.get_by_role("button", name="Розпочати").click()
    page.get_by_label("Яке правило змінити").fill("8.12")
    page.get_by_role("button", name="Знайти").click()
    page.get_by_role("link", name="8.12").first.click()
    expect(page.get_by_label("Число", exact=True)).to_have_value("5")
    page.get_by_label("Число", exact=True).fill("сім")
    page.get_by_label("Підстава зміни").fill("Доручення міського голови")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("очікується ціле число").first).to_be_visible()
    expect(page.get_by_label("Підстава зміни")).to_have_value("Доручення міського голови")
    page.get_by_label("Число", exact=True).fill("3")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Змінено: правило 8.12.")).to_be_visible()

    page.get_by_role("link", name="Порівняння").first.click()
    expect(page.locator("del", has_text="5 робочих днів")).to_be_visible()
    expect(page.locator("ins", has_text="3 робочі дні")).to_be_visible()
    page.get_by_role("link", name="Перевірка").click()
    expect(page.get_by_text("Вад немає")).to_be_visible()
    assert not violations(page)

    page.get_by_role("navigation", name="Проєкт редакції").get_by_role("link", name="Прийняття").click()
    page.get_by_label("Номер рішення").fill("77")
    page.get_by_label("Дата рішення").fill("10.03.2026")
    page.get_by_label("Чинна з").fill("11.03.2026")
    if page.get_by_label("Застереження прочитано").count():
        page.get_by_label("Застереження прочитано").check()
    page.get_by_role("button", name="Прийняти", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="Прийняти").click()
    expect(page.get_by_text("Редакцію прийнято: чинна з 11.03.2026.")).to_be_visible()
    page.close()

    monkeypatch.setenv(clock.FIXED, moment(AFTER).isoformat())
    new = urgent_letter(city, AFTER)
    # Tuesday 10: 11, 12, 13, 16, 17; Wednesday 11: 12, 13, 16
    assert (due(old), due(new)) == (date(2026, 3, 17), date(2026, 3, 16))
    page = city.page("mayor", f"/dokumenty/{new}/")
    expect(page.get_by_text("16.03.2026").first).to_be_attached()
    said = page.locator("dl.facts dd").last
    expect(said).to_have_text("11.03.2026")
    page.goto(f"{city.url}/dokumenty/{old}/")
    expect(said).to_have_text("закінчується за редакцією, чинною з 21.07.2021; сьогодні чинна редакція від 11.03.2026")
    page.close()


def urgent_letter(city, when: datetime) -> int:
    """Registered and given to the executor without a day in the resolution."""
    at, clerk, mayor = moment(when), city.town.actor("clerk"), city.town.actor("mayor")
    card = Card(
        kind=DocumentKind.objects.get(key="enterprise_letter").pk, summary=f"Прорив водогону {when:%d.%m}",
        parties=(Party(Correspondent.objects.order_by("id")[0].pk, f"1/{when:%d}", when.date()),),
        addressee=city.town.posts["mayor"], way="post", arrived_at=at, pages=1, is_urgent=True,
    )  # fmt: skip
    registry = Registry.objects.filter(direction="incoming").order_by("id")[0].pk
    document = registration.register_incoming(actor=clerk, at=at, registry_id=registry, card=card)
    executor = Assignee(city.town.posts["infrastructure_head"])
    resolutions.write(actor=mayor, at=at, draft=Draft(document.pk, "До виконання", [Point("Усунути", [executor])]))
    return document.pk


def due(document: int) -> date:
    return Task.objects.get(document_id=document).due_on
