"""Deeds of people on an act's way, each at the screen of the one who does it: written, agreed, signed, numbered, executed."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from django.db.models import QuerySet
from playwright.sync_api import Locator, Page, expect

from magistrat.acts.models import Act
from magistrat.approvals.models import Step
from magistrat.ui import clock
from tests.browser import conftest
from tests.factories import orders

SHOTS = os.environ.get("MAGISTRAT_SHOTS", "")
MIGHT_TAKE = 60_000


def shot(page: Page, name: str) -> None:
    """A picture for the eye, when it is asked for."""
    if SHOTS:
        page.screenshot(path=str(Path(SHOTS) / f"{name}.png"), full_page=True)


def set_clock(city, monkeypatch, text: str) -> None:
    """Everyone's clock shows the moment: «03-10 12:00»; who sat idle so long signs in again."""
    monkeypatch.setenv(clock.FIXED, orders.kyiv(text).isoformat())
    for context in city.contexts.values():
        context.close()
    city.contexts.clear()


def choose(page: Page, field: Locator, typed: str, post: int | None = None) -> None:
    """Take the post of those that a field with suggestions offers, else the first."""
    field.click()
    field.press_sequentially(typed)
    wanted = f'[data-value="{post}"]' if post else ""
    page.locator(f"#{field.get_attribute('aria-controls')} [role=option]{wanted}").first.click()


def begin(page: Page, title: str, stating: str) -> None:
    """A new order with its heading and grounds."""
    page.get_by_label("Заголовок").fill(title)
    page.get_by_role("button", name="Розпочати проєкт").click()
    page.wait_for_url("**/redahuvaty/")
    page.get_by_label("Констатуюча частина").fill(stating)
    page.get_by_label("Розпорядче слово").fill("ЗОБОВ'ЯЗУЮ:")


def point(page: Page, number: int, who: str, what: str, due: str = "") -> None:
    """A point of the text: its executor by surname or post, what and by when; the first one is there already."""
    if number > page.locator("[data-point]").count():
        page.get_by_role("button", name="Додати пункт").click()
    row = page.locator("[data-point]").nth(number - 1)
    choose(page, row.get_by_role("combobox", name="Хто"), who)
    expect(row.locator(".act-chip")).to_have_count(1)
    row.get_by_label("Що зробити").fill(what)
    row.get_by_label("Строк").fill(due)


def control_point(page: Page, who: str, post: int | None = None) -> None:
    """The point that lays control on a leader."""
    page.get_by_role("button", name="Пункт про контроль").click()
    row = page.locator("[data-point]").last
    choose(page, row.get_by_role("combobox", name="Хто"), who, post)
    expect(row.locator(".act-chip")).to_have_count(1)


def send(page: Page) -> None:
    """From the page of the route to visas, having looked at what it advises."""
    confirm = page.get_by_label("Перевірено, надсилаю проєкт таким")
    if confirm.count():
        confirm.check()
    page.get_by_role("button", name="Надіслати на погодження").click()
    expect(page.get_by_text("Проєкт надіслано на погодження.", exact=True)).to_be_visible()


def waiting(city, who: str, act: Act) -> Page:
    """The draft opened by the person from what waits for his visa."""
    page = city.page(who, "/pohodzhennia/")
    page.get_by_role("link", name=act.title).click()
    expect(page.get_by_role("button", name="Погодити Ctrl+Enter")).to_be_visible()
    return page


def agree(city, who: str, act: Act) -> None:
    """A visa without remarks."""
    page = waiting(city, who, act)
    page.get_by_role("button", name="Погодити Ctrl+Enter").click()
    page.wait_for_url("**/pohodzhennia/")
    page.close()


def remark(page: Page, part: str, text: str, *, outcome: str, note: str = "") -> None:
    """A remark to the part of the text, with the answer of this name."""
    page.get_by_label("До чого").first.select_option(part)
    page.get_by_label("Зауваження 1").fill(text)
    if note:
        page.locator("[name=note]").fill(note)
    page.get_by_role("button", name=outcome, exact=True).click()
    page.wait_for_url("**/pohodzhennia/")
    page.close()


def reply(page: Page, text: str, verdict: str, answer: str) -> None:
    """The drafter's answer to a remark of the table on the act's page."""
    row = page.get_by_role("row").filter(has_text=text)
    row.get_by_label("Рішення").select_option(label=verdict)
    row.get_by_label("Пояснення").fill(answer)
    row.get_by_role("button", name="Зберегти відповідь").click()
    expect(page.get_by_role("row").filter(has_text=text)).to_contain_text(answer)


def hand_in(page: Page) -> None:
    """The agreed draft goes to its signatory."""
    page.get_by_role("link", name="Подати на підпис").click()
    page.get_by_role("button", name="Подати на підпис").click()
    expect(page.get_by_text("Чекає на підпис").first).to_be_visible()


def sign(page: Page, act: Act) -> None:
    """The signatory opens the act from his folder, and signs with his key."""
    page.get_by_role("row").filter(has_text=act.title).get_by_role("link").first.click()
    page.locator("[name=secret]").fill(orders.PIN)
    page.get_by_role("button", name="Підписати Ctrl+Enter").click()
    expect(page.get_by_text("PIN-код")).to_have_count(0)
    expect(page.locator("[name=secret]")).to_have_count(0, timeout=MIGHT_TAKE)
    act.refresh_from_db()
    assert act.state == Act.State.SIGNED


def register(page: Page, act: Act) -> str:
    """The office gives the number; it is handed back."""
    page.get_by_role("row").filter(has_text=act.title).get_by_role("link", name="Зареєструвати").click()
    confirm = page.locator("input[type=checkbox][name=confirm]")
    if confirm.count():
        confirm.check()
    page.get_by_role("button", name="Зареєструвати Ctrl+Enter").click()
    expect(page.get_by_text("Акт зареєстровано").first).to_be_visible(timeout=30_000)
    act.refresh_from_db()
    act.document.refresh_from_db()
    return act.document.index


def report(page: Page, text: str) -> None:
    """The executor takes the task and reports."""
    page.get_by_role("button", name="Прийняти", exact=True).first.click()
    expect(page.get_by_text("Завдання прийнято.")).to_be_visible()
    page.locator("#tasks-panel summary", has_text="Звітувати").first.click()
    form = page.locator("#tasks-panel details[open] form").last
    form.get_by_role("textbox").first.fill(text)
    form.get_by_role("button").last.click()
    expect(page.get_by_text("Звіт подано.")).to_be_visible()


def accept(page: Page) -> None:
    """The one who controls accepts a report."""
    waiting = page.get_by_role("button", name="Прийняти звіт", exact=True)
    before = waiting.count()
    waiting.first.click()
    # The words of the report accepted before may still stand on the page; the button of this one is gone.
    expect(waiting).to_have_count(before - 1)
    expect(page.get_by_text("Звіт прийнято.")).to_be_visible()


def agree_rest(city, act: Act, *, until: str = "", instead: Mapping[str, str] | None = None) -> list[str]:
    """Each open step is agreed by its own person, or the one who acts instead, up to the role; their posts in turn."""
    # One of the six of the letter's way has an account by the name of his part.
    parts = {key: who for who, key in conftest.PEOPLE[city.slug].items()}
    posts = {post: key for key, post in city.town.posts.items()}
    done = []
    while (step := opened(act).exclude(role=until).first()) is not None:
        key = posts[step.post_id]
        agree(city, (instead or {}).get(key, parts.get(key, key)), act)
        done.append(key)
    return done


def opened(act: Act) -> QuerySet[Step]:
    """Steps whose turn has come, in the order of the route."""
    return Step.objects.filter(approval__document=act.document_id, state="open").order_by("position")
