"""A lawyer changes what is no rule – the title, the order of terms, a right – and tries a draft on the past (KR 8.12)."""

from __future__ import annotations

from datetime import datetime

import pytest
from playwright.sync_api import expect

from magistrat.amendments.actions import replaying
from magistrat.amendments.models import ReplayRun
from magistrat.rules.moments import moment
from tests.browser.test_new_edition import BEFORE, urgent_letter
from tests.factories import organisation


@pytest.mark.parametrize("city", ["kryvyi-rih"], indirect=True)
def test_all_parts_are_changed_on_the_screen_and_tried_on_the_past(city, violations):
    organisation.account(city.town.people["legal_head"], "lawyer")
    letter = urgent_letter(city, BEFORE)
    page = city.page("lawyer", "/rehlament/proiekty/")
    page.get_by_label("Назва проєкту").fill("Уся редакція")
    page.get_by_role("button", name="Розпочати").click()
    page.get_by_role("link", name="Решта редакції").click()
    expect(page.get_by_role("heading", name="Додатки")).to_be_visible()
    assert not violations(page)

    page.get_by_role("link", name="Коли засідання Виконавчого комітету відбудеться").click()
    expect(page.get_by_label("Що закінчується раніше").first).to_have_value("items_list_submission")
    page.get_by_label("Що закінчується раніше").first.fill("no_such_rule")
    page.get_by_label("Підстава зміни").fill("Доручення міського голови")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("правила з ключем «no_such_rule» у редакції немає").first).to_be_visible()
    assert not violations(page)
    page.get_by_label("Що закінчується раніше").first.fill("items_list_submission")
    page.get_by_label("Чому в такому порядку").first.fill("перелік питань потрібен до скликання")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Змінено: порядок строків committee_meeting.")).to_be_visible()

    page.get_by_role("link", name="Решта редакції").click()
    page.locator("section", has=page.get_by_role("heading", name="Права")).get_by_role("link", name="Додати").click()
    page.get_by_label("Право", exact=True).fill("document.view_all")
    page.get_by_label("Пункт").fill("1.12")
    page.get_by_label("Чиє це право").fill("Юрисконсульт читає всі документи.")
    page.get_by_label("Ролі").fill("lawyer")
    page.get_by_label("Підстава зміни").fill("Доручення міського голови")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Додано: право document.view_all (п. 1.12).")).to_be_visible()

    page.get_by_role("link", name="Порівняння").first.click()
    expect(page.locator("ins", has_text="перелік питань потрібен до скликання")).to_be_visible()
    expect(page.get_by_text("Юрисконсульт читає всі документи.").first).to_be_visible()
    page.get_by_role("link", name="Зміни", exact=True).click()
    page.get_by_role("button", name="Скасувати зміну № 2").click()
    page.get_by_role("dialog").get_by_role("button").first.click()
    expect(
        page.get_by_role("navigation", name="Проєкт редакції").get_by_role("link", name="Порівняння 1")
    ).to_be_visible()

    page.get_by_label("Яке правило змінити").fill("8.12")
    page.get_by_role("button", name="Знайти").click()
    page.get_by_role("link", name="8.12").first.click()
    page.get_by_label("Число", exact=True).fill("3")
    page.get_by_label("Підстава зміни").fill("Проба")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Змінено: правило 8.12.")).to_be_visible()

    page.get_by_role("link", name="На минулому").click()
    page.get_by_label("З", exact=True).fill("01.03.2026")
    page.get_by_label("По", exact=True).fill("31.03.2026")
    page.get_by_role("button", name="Обчислити").click()
    expect(page.get_by_text("Сторінку можна залишити")).to_be_visible()
    assert not violations(page)
    # The worker's part; the page finds by itself that it is over.
    replaying.go_on(run=ReplayRun.objects.get().pk, at=moment(datetime(2026, 3, 16, 10, 0)))
    expect(page.get_by_role("heading", name="За пунктами")).to_be_visible(timeout=15_000)
    expect(page.locator(f'a[href="/dokumenty/{letter}/"]')).to_be_visible()
    assert not violations(page)
    address = page.url.partition("/rehlament")[2]
    page.close()

    small = city.page("lawyer", f"/rehlament{address}", width=360)
    expect(small.get_by_role("heading", name="За місяцями")).to_be_visible()
    assert small.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert not violations(small)
    small.close()
