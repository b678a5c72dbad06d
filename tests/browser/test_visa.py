"""A lawyer gives a visa with remarks, then another one by the keyboard alone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from magistrat.approvals.actions import typical
from magistrat.approvals.models import Remark, Step
from tests.apps.approvals.conftest import AT, Hall

LAWYER = "legal_head"


@pytest.fixture
def lawyer(city) -> Page:
    """The lawyer at his desk."""
    return city.page(LAWYER, "/pohodzhennia/")


def waiting(city, summary: str = "") -> int:
    """A draft order that waits for the lawyer; the id of his step."""
    hall = Hall(city.town, "infrastructure_exec")
    document = hall.draft()
    hall.send(document)
    hall.agree(document, until=LAWYER)
    return Step.objects.get(approval__document=document, role=LAWYER).pk


@pytest.mark.parametrize("city", ["kryvyi-rih"], indirect=True)
def test_a_visa_with_remarks_and_one_by_the_keyboard(city, lawyer, violations):
    first, second = waiting(city), waiting(city)
    typical.put(actor=Hall(city.town, "").actor(LAWYER), at=AT, text="Немає посилання на закон.")
    lawyer.reload()
    expect(lawyer.get_by_role("link", name="Чекають на мене 2")).to_be_visible()
    lawyer.keyboard.press("j")
    lawyer.keyboard.press("Enter")
    lawyer.wait_for_url(f"**/viza/{first}/")
    lawyer.get_by_role("button", name="Зауваження: пункт 1").click()
    lawyer.keyboard.type("Зазначте джерело коштів.")
    lawyer.get_by_role("button", name="Узяти").click()
    assert violations(lawyer) == []
    lawyer.get_by_role("button", name="Погодити із зауваженнями").click()
    # The next one that waits opens by itself.
    lawyer.wait_for_url(f"**/viza/{second}/")
    assert list(Remark.objects.order_by("id").values_list("part", "text")) == [
        ("пункт 1", "Зазначте джерело коштів."),
        ("", "Немає посилання на закон."),
    ]
    lawyer.keyboard.press("Control+Enter")
    lawyer.wait_for_url("**/pohodzhennia/")
    expect(lawyer.get_by_text("Тут з'являться проєкти, які чекають на Вашу візу.")).to_be_visible()
    assert Step.objects.get(pk=second).state == "agreed"
