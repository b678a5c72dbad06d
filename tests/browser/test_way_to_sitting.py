"""The way to a sitting by the keyboard: the board at a glance, the agenda moved, frozen; on a telephone too."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from magistrat.bodies.actions import set_up
from magistrat.journal.actor import SYSTEM
from magistrat.rules.moments import moment
from magistrat.sittings.actions import planning
from magistrat.sittings.models import Question
from tests.factories import organisation

ON = date(2026, 3, 18)
AT = moment(datetime(2026, 3, 2, 9))
STAGES = ("proposed", "prepared", "agreed", "delivered", "reviewed", "on_agenda", "on_agenda", "on_agenda")


@pytest.fixture
def sitting(city):
    """A sitting with a question at each stage and three in the agenda."""
    set_up.set_up(actor=SYSTEM, at=AT)
    made = planning.plan(actor=SYSTEM, at=AT, on=ON, time=time(14), kind="regular", place="зала засідань")
    unit = city.town.departments["economy"]
    Question.objects.bulk_create(
        Question(sitting=made, title=f"Про питання {number}", department_id=unit, proposer_id=city.town.posts["economy_head"],
                 proposed_at=AT, stage=stage, position=number, is_regulatory=number == 6)
        for number, stage in enumerate(STAGES, start=1)
    )  # fmt: skip
    organisation.account(city.town.people["sittings_exec"], "office")
    return made


@pytest.mark.parametrize("city", ["kryvyi-rih"], indirect=True)
def test_the_board_and_the_agenda_by_keyboard(city, sitting, violations):
    page = city.page("office", reverse("sittings:way", args=[sitting.pk]))
    board = page.get_by_role("region", name="Питання за станом")
    assert board.get_by_role("heading").all_inner_texts() == [
        "Запропоновано 1", "Проєкт готують і погоджують 1", "Погоджено, до подання 1", "Подано на розгляд 1",
        "Розглянуто 1", "У порядку денному 3",
    ]  # fmt: skip
    # Tuesday 10 March: the proposals for publication (15.7) of all eight were due on 4 March.
    assert page.get_by_text("прострочено 8").is_visible()
    card = board.get_by_role("listitem").filter(has=page.get_by_role("link", name="Про питання 3"))
    why = card.locator(".way-why").first
    assert not why.is_visible()
    card.locator("summary").first.focus()
    assert why.is_visible()
    assert "4.17" in why.inner_text()
    assert violations(page) == []

    page.goto(f"{city.url}{reverse('sittings:agenda', args=[sitting.pk])}")
    titles = page.locator("[data-item] .agenda-text a")
    expect(titles).to_have_text(["Про питання 6", "Про питання 7", "Про питання 8"])
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.textContent") == "Про питання 6"
    page.keyboard.press("Alt+ArrowDown")
    expect(titles).to_have_text(["Про питання 7", "Про питання 6", "Про питання 8"])
    # The question stays in focus where it went, so that it can be moved on.
    page.keyboard.press("Alt+ArrowDown")
    expect(titles).to_have_text(["Про питання 7", "Про питання 8", "Про питання 6"])
    assert (
        page.locator("[data-item]").nth(2).locator("a").evaluate("one => getComputedStyle(one).fontStyle") == "italic"
    )
    assert violations(page) == []
    page.keyboard.press("Control+Enter")
    page.get_by_text("Порядок денний зафіксовано.").wait_for()
    assert list(Question.objects.filter(stage="on_agenda").order_by("number").values_list("title", flat=True)) == [
        "Про питання 7", "Про питання 8", "Про питання 6",
    ]  # fmt: skip

    small = city.page("office", reverse("sittings:way", args=[sitting.pk]), width=360)
    for name in ("way", "agenda", "invited", "materials", "members"):
        small.goto(f"{city.url}{reverse(f'sittings:{name}', args=[sitting.pk])}")
        assert small.evaluate("document.documentElement.scrollWidth") <= 360, name
