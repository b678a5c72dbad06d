"""A sitting by the keyboard alone: conflict and admission, rejected, changed, withdrawn, block; a lost connection."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from magistrat.bodies.models import Event
from magistrat.bodies.queries import halls
from tests.browser.desk import SECRETARIES, TODAY, Console
from tests.factories import sittings


@pytest.mark.timeout(300)
@pytest.mark.parametrize("city", ["kryvyi-rih"], indirect=True)
def test_a_sitting_by_the_keyboard_alone(city, violations):
    made = sittings.seated(city.slug, city.town, 13)
    where = sittings.sitting(made, on=TODAY, kind="extraordinary")
    for title in ("Конфлікт", "Відхилене", "Змінене", "Зняте"):
        sittings.question(made, where, title)
    for title in ("Безспірне перше", "Безспірне друге", "Безспірне третє"):
        sittings.question(made, where, title, is_undisputed=True)
    desk = Console(city, made, where)
    screen = city.page("mayor", f"/zasidannia/{where.pk}/zal/")

    desk.arrive(6).sees("кворуму немає, потрібно 7")
    expect(desk.page.get_by_role("button", name="Відкрити засідання")).to_have_count(0)
    desk.press("Enter").sees("Присутні 7 з 13 · кворум є")
    desk.main().sees("Далі: 1. Конфлікт")

    # All keys of the console fit into their window, one under another.
    desk.press("?")
    keys = desk.page.locator("#keys")
    expect(keys).to_be_visible()
    assert keys.evaluate("one => one.scrollWidth <= one.clientWidth")
    places = keys.evaluate(
        "one => [...one.children].map(child => child.getBoundingClientRect()).map(box => [box.top, box.left])"
    )
    assert places == sorted(places)
    assert len({round(left) for _, left in places}) == 1
    desk.press("Escape")

    # One of the seven has a conflict of interests: the quorum breaks, the committee lets him vote.
    desk.press("n").sees("Голосують 7")
    assert violations(desk.page) == []
    desk.press("c", "End", "Tab").page.keyboard.type("родич заявника")
    desk.main().sees("Без них для рішення замало")
    expect(desk.page.locator(".hall-bar.is-broken")).to_be_visible()
    desk.main().sees("допущено до голосування")
    desk.press("a").sees("Рішення буде ухвалено").main().sees("Далі: 2. Відхилене")
    expect(screen.locator("#screen")).to_contain_text("Ухвалено")
    assert violations(screen) == []

    # A wrong key is undone; votes by name reject it.
    desk.press("n").sees("Голосують 7").press("2").sees("подано голоси").press("z").sees("(скасовано)")
    desk.press("1", "1", "1", "1", "2", "3", "4").sees("Голосів за рішення замало")
    expect(desk.page.locator("[data-missing]")).to_have_count(0)
    desk.main().sees("Далі: 3. Змінене")

    # An amendment is adopted, so the decision is adopted with changes.
    desk.press("n").sees("Голосують 7").press("m").page.keyboard.type("Гайда Г.Г.")
    desk.press("Tab").page.keyboard.type("Строк — до 1 травня")
    desk.main().sees("Поправка № 1").press("y").main().sees("прийнято")
    desk.press("a").sees("Рішення буде ухвалено").main().sees("Далі: 4. Зняте")

    desk.press("v").page.keyboard.type("відкликав розробник")
    desk.main().sees("Далі: 5. Безспірне перше")
    desk.press("b").main().sees("Блок: питань 3")
    desk.press("a").sees("Рішення буде ухвалено").main().sees("Усі питання розглянуто")
    desk.main().page.keyboard.press("Enter")
    desk.sees("Засідання закрито")
    assert desk.results == {
        "Конфлікт": "adopted", "Відхилене": "rejected", "Змінене": "changed", "Зняте": "withdrawn",
        "Безспірне перше": "adopted", "Безспірне друге": "adopted", "Безспірне третє": "adopted",
    }  # fmt: skip
    expect(screen.locator("#screen")).to_contain_text("Безспірне")


@pytest.mark.timeout(300)
@pytest.mark.parametrize(
    "city", [pytest.param("druzhkivka", marks=[pytest.mark.proof, pytest.mark.second])], indirect=True
)
def test_an_additional_question_by_vote_two_secretaries_and_a_lost_connection(city, violations):
    made = sittings.seated(city.slug, city.town, 7)
    where = sittings.sitting(made, on=TODAY, kind="extraordinary")
    sittings.question(made, where, "Планове", is_main=True)
    pult = sittings.console(made, where)
    pult.do("called")
    for member in made.members[:5]:
        pult.do("arrived", member=member)
    first = Console(city, made, where)
    first.main().sees("Порядок денний затверджують").main().sees("Додаткове питання")

    # DR 6.8: a question proposed in the hall is voted before it is considered.
    first.press("l").page.keyboard.type("Про аварію на мережі")
    first.press("Tab").page.keyboard.type("Міський голова")
    first.main().sees("додаткове, ще не включено")
    first.press("l").main().sees("Далі: 1. Планове")
    expect(first.page.locator("nav.board-list")).not_to_contain_text("ще не включено")

    # The second secretary sees the first one's steps; what both do at once is written once.
    second = Console(city, made, where, 1)
    first.press("n").sees("Голосують 5")
    second.sees("Голосують 5")
    first.press("s").page.keyboard.type("Доповідач")
    first.main().sees("лишилося")
    expect(first.page.locator("[data-timer]")).to_contain_text(re.compile(r"1[45]:\d\d"))
    second.sees("Завершити виступ")
    first.press("s").sees("До голосування").press("g").sees("Решта — за (5)")
    second.sees("Решта — за (5)")

    # The first one loses the connection: the steps wait in the browser, and are written once when it is back.
    before = halls.gathering(where.gathering_id).last
    first.page.context.set_offline(True)
    first.press("1", "1", "1")
    expect(first.page.get_by_text("Не надіслано: 3")).to_be_visible()
    # The quorum stays on top: what says that the server is away does not lie over it.
    away, quorum = first.page.locator(".away"), first.page.locator(".hall-quorum")
    expect(away).to_be_visible(timeout=15_000)
    first.page.evaluate("scrollTo(0, document.body.scrollHeight)")
    assert quorum.evaluate("one => one.getBoundingClientRect().top") >= away.evaluate(
        "one => one.getBoundingClientRect().bottom"
    )
    assert halls.gathering(where.gathering_id).last == before
    second.press("ArrowUp", "1", "ArrowDown", "ArrowDown", "ArrowDown", "ArrowDown", "1").sees("ще не позначено")
    first.page.context.set_offline(False)
    expect(first.page.locator("[data-unsent]")).to_be_hidden(timeout=15_000)
    first.press("a").sees("Закрити питання: ухвалено")
    first.main().sees("Далі:")
    votes = [event.payload["votes"] for event in Event.objects.filter(gathering=where.gathering_id, code="vote_cast")]
    assert sum(len(one) for one in votes) == 5
    assert first.results == {"Планове": "adopted"}
    assert violations(first.page) == []
    tablet = city.page(SECRETARIES[city.slug][0], f"/zasidannia/{where.pk}/pult/", width=1024)
    assert tablet.evaluate("document.documentElement.scrollWidth") <= 1024
