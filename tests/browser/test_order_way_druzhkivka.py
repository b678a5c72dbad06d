"""An order's way in Druzhkivka at the screen: visas side by side, a record of disagreements, its point on control (DR 5)."""

from __future__ import annotations

from datetime import date

import pytest
from playwright.sync_api import expect

from magistrat.acts.models import Act
from magistrat.approvals.models import Remark, Step
from magistrat.tasks.models import Control, Task
from tests.browser import acts_walk as walk
from tests.factories import orders

TITLE = "Про підготовку дитячих майданчиків"
GROUND = "З метою безпеки дітей, відповідно до статті 42 Закону України «Про місцеве самоврядування в Україні»"
DOUBT = "Обстеження потребує участі балансоутримувача."
OPINION = "Без балансоутримувача акти обстеження не матимуть сили."
BESIDE = ["department_head", "legal_head", "deputy_mayor", "general_head", "affairs_manager"]
pytestmark = pytest.mark.parametrize(
    "city", [pytest.param("druzhkivka", marks=[pytest.mark.proof, pytest.mark.second])], indirect=True
)


@pytest.fixture(autouse=True)
def folders(settings, tmp_path):
    """Files are the test's own."""
    orders.folders(settings, tmp_path)


def test_an_order_with_disagreements_goes_its_way(city, violations, monkeypatch):
    orders.key(city.town.actor("mayor"))
    act = written(city, violations)
    disagreed(city, act, violations)
    signed(city, act, violations)
    executed(city, act, violations)


def written(city, violations) -> Act:
    """The executor writes the order of public utilities; all its visas stand side by side (DR 5.7, 5.8: its head agrees once)."""
    page = city.page("executor", "/akty/novyi/")
    walk.begin(page, TITLE, GROUND)
    walk.point(page, 1, "Водяник", "обстежити дитячі майданчики", "29.05.2026")
    walk.control_point(page, "Заступник міського голови")
    walk.choose(page, page.get_by_role("combobox", name="Кому надіслати"), "Водяник")
    page.get_by_label("Телефони виконавця: службовий, відомчий").fill("5-13-14, 5-18")
    page.locator("[name=flags][value=housing]").check()
    page.get_by_label("Пояснювальна записка").fill("Проєкт підготовлено за зверненнями мешканців.")
    expect(page.get_by_text("Збережено")).to_be_visible()
    page.get_by_role("button", name="Зберегти й перейти до погодження").click()
    page.wait_for_url("**/pohodzhennia/")
    route = page.get_by_role("region", name="Маршрут погодження")
    expect(route.get_by_text("поряд з іншими")).to_have_count(len(BESIDE))
    assert violations(page) == []
    walk.shot(page, "way-dr-route")
    walk.send(page)
    page.close()
    act = Act.objects.get(title=TITLE)
    assert sorted(walk.opened(act).values_list("role", flat=True)) == sorted(BESIDE)
    return act


def disagreed(city, act: Act, violations) -> None:
    """The lawyer does not agree and says why; the drafter leaves the text as it is; the record shows both (DR 5.8)."""
    page = walk.waiting(city, "legal_head", act)
    assert violations(page) == []
    walk.remark(page, "пункт 1", DOUBT, outcome="Не погодити", note=OPINION)
    page = city.page("executor", f"/akty/{act.pk}/")
    walk.reply(page, DOUBT, "не враховано", "Балансоутримувача запросять окремо.")
    walk.agree_rest(city, act)
    page.goto(f"{city.url}/akty/{act.pk}/")
    page.get_by_role("link", name="Протокол невідповідностей").click()
    expect(page.get_by_role("heading", name="Протокол невідповідностей")).to_be_visible()
    for words in (DOUBT, OPINION, "Балансоутримувача запросять окремо."):
        expect(page.get_by_text(words, exact=False).first).to_be_visible()
    walk.shot(page, "way-dr-record")
    assert violations(page) == []
    page.goto(f"{city.url}/akty/{act.pk}/")
    walk.hand_in(page)
    page.close()
    assert Step.objects.get(approval__document=act.document_id, role="legal_head").state == "objected"
    assert Remark.objects.get(text=DOUBT).verdict == "rejected"


def signed(city, act: Act, violations) -> None:
    """The mayor sees the disagreement beside the text and signs; the general department numbers and sends (DR 5.10, 5.13, 5.15)."""
    page = city.page("mayor", "/akty/pidpys/")
    page.get_by_role("link", name=TITLE).click()
    expect(page.get_by_text(DOUBT)).to_be_visible()
    walk.shot(page, "way-dr-sign")
    assert violations(page) == []
    page.go_back()
    walk.sign(page, act)
    page.close()
    page = city.page("clerk", "/akty/reiestratsiia/")
    walk.register(page, act)
    page.get_by_role("link", name="Надіслати").click()
    page.get_by_role("button", name="Надіслати").click()
    expect(page.get_by_text("Надіслано примірників: 1")).to_be_visible()
    page.close()
    page = city.page("head", "/akty/oznaiomlennia/", width=360)
    page.get_by_role("link", name=f"№ {act.document.index}").click()
    expect(page.get_by_role("heading", name=TITLE).first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert violations(page) == []
    page.close()


def executed(city, act: Act, violations) -> None:
    """The point is on control by itself: its executor reports, the deputy who controls accepts (DR 8.2)."""
    task = Task.objects.get(document=act.document_id)
    assert (task.point, task.due_on, task.giver_id) == ("1", date(2026, 5, 29), city.town.posts["deputy_1"])
    control = Control.objects.get(document=act.document_id)
    assert (control.state, control.due_on) == (Control.State.ON, date(2026, 5, 29))
    page = city.page("head", f"/dokumenty/{act.document_id}/")
    walk.report(page, "Майданчики обстежено")
    page.close()
    page = city.page("deputy_1", f"/dokumenty/{act.document_id}/")
    walk.accept(page)
    walk.shot(page, "way-dr-executed")
    assert violations(page) == []
    page.close()
    task.refresh_from_db()
    assert task.state == Task.State.DONE
