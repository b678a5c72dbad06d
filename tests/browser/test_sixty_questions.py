"""A sitting of sixty questions by the keyboard alone, as secretaries live it (KR 1.15-1.17, 4.3, 4.4; DR 6.8, 6.11, 6.22-6.24)."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from magistrat.bodies.models import Outcome
from magistrat.sittings.models import Block, Question, Sitting
from tests.browser.desk import TODAY, Console
from tests.factories import regulation, sittings

SHOTS = os.environ.get("MAGISTRAT_SHOTS")
SIXTY, UNDISPUTED = 60, 45
SUBJECTS = ("Про розгляд заяви", "Про надання дозволу", "Про встановлення", "Про передачу майна", "Про внесення змін")


def shot(page: Page, name: str) -> None:
    if SHOTS:
        page.screenshot(path=str(Path(SHOTS) / f"{name}.png"), full_page=False)


def agenda(made: sittings.Committee, first: list[str]) -> tuple[Sitting, dict[str, Question]]:
    """A sitting of sixty questions in three blocks: the disputed ones first, then those for the block vote."""
    where = sittings.sitting(made, on=TODAY, kind="extraordinary")
    proposer = made.town.actor(sittings.PROPOSER[made.slug], TODAY)
    blocks = [
        Block.objects.create(sitting=where, title=title, position=place)
        for place, title in enumerate(("Основні питання", "Питання землі та майна", "Різне"), start=1)
    ]
    titles = first + [f"{SUBJECTS[place % 5]}, справа {place}" for place in range(len(first) + 1, SIXTY + 1)]
    Question.objects.bulk_create(
        Question(
            sitting=where, title=title, number=str(number), block=blocks[0 if number <= 15 else 1 if number <= 40 else 2],
            position=number, stage=Question.Stage.ON_AGENDA, department_id=proposer.department_id,
            proposer_id=proposer.post_id, proposed_at=regulation.AT, is_undisputed=number > SIXTY - UNDISPUTED,
        )
        for number, title in enumerate(titles, start=1)
    )  # fmt: skip
    return where, {one.title: one for one in where.questions.all()}


def arrived(made: sittings.Committee, where: Sitting, number: int) -> sittings.Console:
    """So many are there and the sitting is open: how that is keyed in, test_console.py shows."""
    return sittings.console(made, where).open(number)


@pytest.mark.timeout(180)
@pytest.mark.parametrize("city", ["kryvyi-rih"], indirect=True)
def test_conflict_departure_undo_amendment_and_a_block_of_forty_five(city, violations):
    made = sittings.seated(city.slug, city.town, 13)
    where, asked = agenda(made, ["Про конфлікт", "Про бюджет", "Про програму"])
    arrived(made, where, 8)
    desk = Console(city, made, where)
    screen = city.page("mayor", f"/zasidannia/{where.pk}/zal/")
    desk.sees("Далі: 1. Про конфлікт")
    shot(desk.page, "console-60")

    # Two of eight have a conflict of interests: six would vote, so the committee admits them (KR 1.17).
    desk.press("n").sees("Голосують 8")
    for reason in ("родич заявника", "засновник підприємства"):
        desk.press("c", "End", "Tab").page.keyboard.type(reason)
        desk.main().sees(reason)
        if reason.startswith("родич"):
            desk.sees("Голосують 7")
    desk.sees("Без них для рішення замало")
    shot(desk.page, "console-admission")
    desk.main().sees("допущено до голосування").press("a").sees("Рішення буде ухвалено")
    shot(desk.page, "console-verdict")
    desk.main().sees("Далі: 2. Про бюджет")
    expect(screen.locator("#screen")).to_contain_text("Ухвалено")
    shot(screen, "screen-result")

    # A member leaves, then another: the quorum of seven falls, the question cannot begin until one is back.
    for down, left in (("j", 7), ("j j", 6)):
        desk.press("p", *down.split(), "Enter").sees(f"Присутні {left} з 13")
    desk.sees("кворуму немає")
    expect(desk.page.locator(".hall-bar.is-broken")).to_be_visible()
    expect(desk.page.locator("#next")).to_have_count(0)
    shot(desk.page, "console-no-quorum")
    assert violations(desk.page) == []
    # The last departure was a slip of the hand: undone, all is as before.
    desk.press("z").sees("Присутні 7 з 13 · кворум є")

    # An amendment is adopted; the decision is adopted with changes.
    desk.press("n").sees("Голосують 7").press("m").page.keyboard.type("Гайда Г.Г.")
    desk.press("Tab").page.keyboard.type("Строк — до 1 травня")
    desk.main().sees("Поправка № 1").press("y").main().sees("прийнято")
    desk.press("a").sees("Рішення буде ухвалено").main().sees("Далі: 3. Про програму")
    desk.press("v").page.keyboard.type("відкликав розробник")
    desk.main().sees("Далі: 4.")

    # Forty-five in one vote.
    desk.press("b")
    shot(desk.page, "console-block-choice")
    desk.main().sees(f"Блок: питань {UNDISPUTED}")
    shot(desk.page, "console-block")
    shot(screen, "screen-block")
    assert violations(screen) == []
    desk.press("a").sees("Рішення буде ухвалено").main().sees("Далі: 4.")
    for number in (4, 5):
        desk.press("n").sees("Голосують 7").press("a").sees("Рішення буде ухвалено").main().sees(f"Далі: {number + 1}.")
    shot(desk.page, "console-later")
    assert violations(desk.page) == []
    results = Counter(Outcome.objects.filter(gathering=where.gathering_id).values_list("result", flat=True))
    assert results == {"adopted": UNDISPUTED + 3, "changed": 1, "withdrawn": 1}
    assert desk.results["Про бюджет"] == "changed"
    assert asked["Про конфлікт"].number == "1"
    narrow = city.page("sittings_exec", f"/zasidannia/{where.pk}/pult/", width=360)
    assert narrow.evaluate("document.documentElement.scrollWidth") <= 360
    shot(narrow, "console-360")


@pytest.mark.timeout(180)
@pytest.mark.parametrize("city", ["druzhkivka"], indirect=True)
def test_an_additional_question_by_vote_among_sixty(city, violations):
    made = sittings.seated(city.slug, city.town, 13)
    where, _ = agenda(made, ["Про конфлікт", "Про бюджет", "Про програму"])
    arrived(made, where, 9)
    desk = Console(city, made, where).sees("Далі: 1. Про конфлікт")
    desk.press("l").page.keyboard.type("Про аварію на мережі")
    desk.press("Tab").page.keyboard.type("Міський голова")
    desk.main().sees("додаткове, ще не включено").press("l").main().sees("Далі: 1. Про конфлікт")
    expect(desk.page.locator("nav.board-list")).not_to_contain_text("ще не включено")
    shot(desk.page, "console-dr")
    desk.press("n").sees("Голосують 9").press("d").sees("без обговорення").press("g").sees("Решта — за (9)").press("a")
    desk.sees("Рішення буде ухвалено").main().sees("Далі: 2. Про бюджет")

    desk.press("b").main().sees(f"Блок: питань {UNDISPUTED}").press("d").sees("без обговорення").press("g")
    desk.sees("Решта — за (9)").press("a").sees("Рішення буде ухвалено").main().sees("Далі: 2. Про бюджет")
    results = Counter(Outcome.objects.filter(gathering=where.gathering_id).values_list("result", flat=True))
    assert results == {"adopted": UNDISPUTED + 1}
    assert violations(desk.page) == []
