"""An order's whole way in Kryvyi Rih at the screen: written, nine visas, signed, numbered, sent, executed, off control (KR VI, 8.20)."""

from __future__ import annotations

from datetime import date

import pytest
from playwright.sync_api import expect

from magistrat.acts.actions import mailing
from magistrat.acts.models import Act
from magistrat.approvals.models import Answer, Step
from magistrat.tasks.models import Control, Task
from tests.browser import acts_walk as walk
from tests.browser import orders_way as way
from tests.factories import orders

TITLE = "Про підготовку дитячих майданчиків"
GROUND = "З метою безпеки дітей, відповідно до статті 42 Закону України «Про місцеве самоврядування в Україні»"
LACKS = "Зазначте джерело коштів."
DOUBT = "Строк обстеження закороткий."
BEFORE = ["department_head", "document_checker", "finance_head", "legal_head"]
# Nine visas, two of them twice, and a second order: some minutes on a busy machine.
pytestmark = [pytest.mark.parametrize("city", ["kryvyi-rih"], indirect=True), pytest.mark.timeout(600)]


@pytest.fixture(autouse=True)
def folders(settings, tmp_path):
    """Files are the test's own."""
    orders.folders(settings, tmp_path)


def test_an_order_goes_its_whole_way(city, violations, monkeypatch):
    way.stand_in(city.town, "protocol_head", "sittings_head")
    orders.key(city.town.actor("mayor"))
    act = written(city, violations)
    agreed(city, act, violations)
    signed(city, act, violations)
    sent(city, act, violations, monkeypatch)
    executed(city, act, violations)
    released(city, act, violations, monkeypatch)


def written(city, violations) -> Act:
    """The executor writes the order; its route of nine visas with their days is shown before it starts (KR 6.5, 6.6, 6.8)."""
    page = city.page("executor", "/akty/novyi/")
    walk.begin(page, TITLE, GROUND)
    walk.point(page, 1, "Водяник", "обстежити дитячі майданчики", "29.05.2026")
    walk.point(page, 2, "Робітниц", "скласти перелік потрібних робіт", "12.06.2026")
    walk.control_point(page, "Заступник міського голови", city.town.posts["deputy_1"])
    walk.choose(page, page.get_by_role("combobox", name="Кому надіслати"), "Водяник")
    page.get_by_label("Телефони виконавця: службовий, відомчий").fill("92-13-14, 5-18")
    for flag in ("budget", "other-deputies"):
        page.locator(f"[name=flags][value={flag}]").check()
    walk.choose(
        page, page.get_by_role("combobox", name="Кого стосується питання"), "Заступник", city.town.posts["deputy_1"]
    )
    expect(page.get_by_text("Усе, що вимагає Регламент, зазначено")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("button", name="Зберегти й перейти до погодження").click()
    page.wait_for_url("**/pohodzhennia/")
    route = page.get_by_role("region", name="Маршрут погодження")
    for role in (
        "департаменту фінансів",
        "юридичного управління",
        "запобігання та виявлення корупції",
        "керуюча справами",
    ):
        expect(route.get_by_text(role).first).to_be_visible()
    expect(route.locator("tbody tr")).to_have_count(9)
    act = Act.objects.get(title=TITLE)
    assert not Step.objects.filter(approval__document=act.document_id).exists()
    walk.shot(page, "way-kr-route")
    assert violations(page) == []
    walk.send(page)
    page.close()
    return act


def agreed(city, act: Act, violations) -> None:
    """Each gives his own visa; a lawyer's remark changes the text and voids the visas before, another one goes to the mayor."""
    walk.agree_rest(city, act, until="legal_head")
    page = walk.waiting(city, "legal_head", act)
    assert violations(page) == []
    walk.remark(page, "пункт 1", LACKS, outcome="Погодити із зауваженнями")
    page = city.page("executor", f"/akty/{act.pk}/")
    walk.reply(page, LACKS, "враховано", "Додано слова про бюджет.")
    page.goto(f"{city.url}/akty/{act.pk}/redahuvaty/")
    page.get_by_label("Що зробити").first.fill("обстежити дитячі майданчики коштом міського бюджету")
    page.get_by_role("button", name="Зберегти й перейти до погодження").click()
    page.wait_for_url("**/pohodzhennia/")
    page.get_by_label("Що змінено").fill("Зазначено джерело коштів")
    walk.send(page)
    void = Answer.objects.filter(step__approval__document=act.document_id, voided_at__isnull=False)
    assert [one.step.role for one in void.order_by("step__position")] == BEFORE
    walk.shot(page, "way-kr-voided")
    assert violations(page) == []
    walk.agree_rest(city, act, until="anticorruption")
    walk.remark(walk.waiting(city, "anticorruption", act), "пункт 2", DOUBT, outcome="Погодити із зауваженнями")
    walk.reply(city.page("executor", f"/akty/{act.pk}/"), DOUBT, "не враховано", "Комісія встигне.")
    last = walk.agree_rest(city, act, instead={"protocol_head": "sittings_head"})
    assert last[-2:] == ["protocol_head", "affairs_manager"]
    by_substitute = Answer.objects.get(step__approval__document=act.document_id, step__role="protocol_head")
    assert by_substitute.person == city.person("sittings_head")
    act.refresh_from_db()
    assert act.state == Act.State.AGREED


def signed(city, act: Act, violations) -> None:
    """The remark that stands is reported to the mayor (KR 6.9); he signs, the office numbers the order that day (KR 6.17)."""
    page = city.page("affairs_manager", f"/pohodzhennia/{act.document_id}/")
    page.get_by_role("button", name="Про зауваження доповіли міському голові").click()
    expect(page.get_by_text("доповіли міському голові").last).to_be_visible()
    page.close()
    page = city.page("executor", f"/akty/{act.pk}/")
    walk.hand_in(page)
    page.close()
    page = city.page("mayor", "/akty/pidpys/")
    walk.sign(page, act)
    page.close()
    page = city.page("sittings_exec", "/akty/reiestratsiia/")
    walk.register(page, act)
    walk.shot(page, "way-kr-registered")
    assert violations(page) == []
    page.close()
    given = Task.objects.filter(document=act.document_id).order_by("point").values_list("point", "due_on", "giver")
    deputy = city.town.posts["deputy_1"]
    assert list(given) == [("1", date(2026, 5, 29), deputy), ("2", date(2026, 6, 12), deputy)]
    control = Control.objects.get(document=act.document_id)
    assert (control.state, control.leader_id) == (Control.State.ON, deputy)


def sent(city, act: Act, violations, monkeypatch) -> None:
    """The round of 12:00 carries the order, the recipient opens it on a telephone, and that is his receipt (KR 6.17)."""
    walk.set_clock(city, monkeypatch, "03-10 12:01")
    mailing.carry(at=orders.kyiv("03-10 12:00"))
    page = city.page("head", "/akty/oznaiomlennia/", width=360)
    page.get_by_role("link", name=f"№ {act.document.index}").click()
    expect(page.get_by_role("heading", name=TITLE).first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    walk.shot(page, "way-kr-read-360")
    assert violations(page) == []
    page.close()
    page = city.page("sittings_exec", "/akty/rozsylky/")
    page.locator("tbody a").first.click()
    expect(page.get_by_text(f"№ {act.document.index}").first).to_be_visible()
    page.close()


def executed(city, act: Act, violations) -> None:
    """Each executor reports on his point, his head and who controls accept; the order waits for the act that ends control (KR 8.20)."""
    card = f"/dokumenty/{act.document_id}/"
    for who, words in (("head", "Майданчики обстежено, акти складено"), ("executor", "Перелік робіт складено")):
        page = city.page(who, card)
        walk.report(page, words)
        page.close()
    page = city.page("head", card)
    walk.accept(page)
    page.close()
    page = city.page("deputy_1", card)
    walk.accept(page)
    walk.accept(page)
    walk.shot(page, "way-kr-executed")
    assert violations(page) == []
    page.close()
    assert Control.objects.get(document=act.document_id).state != Control.State.OFF


def released(city, act: Act, violations, monkeypatch) -> None:
    """In a quarter the act «Про зняття з контролю» proposes itself with the order in it; registered, it ends control (KR 8.20.11)."""
    walk.set_clock(city, monkeypatch, "06-10 09:30")
    page = city.page("control", "/akty/zniattia-z-kontroliu/")
    expect(page.get_by_label(f"№ {act.document.index} від")).to_be_checked()
    walk.shot(page, "way-kr-removal")
    assert violations(page) == []
    page.get_by_role("button", name="Створити проєкт «Про зняття з контролю»").click()
    expect(page.get_by_text("Проєкт створено.", exact=False)).to_be_visible()
    removal = Act.objects.latest("pk")
    page.goto(f"{city.url}/akty/{removal.pk}/redahuvaty/")
    page.get_by_label("Телефони виконавця: службовий, відомчий").fill("92-15-16, 5-20")
    page.get_by_role("button", name="Зберегти й перейти до погодження").click()
    page.wait_for_url("**/pohodzhennia/")
    walk.send(page)
    way.agree(removal)
    page.goto(f"{city.url}/akty/{removal.pk}/")
    walk.hand_in(page)
    page.close()
    page = city.page("mayor", "/akty/pidpys/")
    walk.sign(page, removal)
    page.close()
    page = city.page("sittings_exec", "/akty/reiestratsiia/")
    walk.register(page, removal)
    page.close()
    control = Control.objects.get(document=act.document_id)
    assert (control.state, control.removal_letter_id) == (Control.State.OFF, removal.document_id)
    page = city.page("control", f"/dokumenty/{act.document_id}/")
    expect(page.locator("#control").get_by_text("Знято з контролю").first).to_be_visible()
    walk.shot(page, "way-kr-off")
    assert violations(page) == []
