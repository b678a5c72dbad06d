"""The secretary's desk in a browser: keys of the console and what they must bring."""

from __future__ import annotations

from datetime import date

from playwright.sync_api import Page, expect

from magistrat.bodies.models import Outcome
from tests.factories import organisation, sittings

TODAY = date(2026, 3, 10)
SECRETARIES = {"kryvyi-rih": ("sittings_exec", "sittings_head"), "druzhkivka": ("control", "control_head")}


class Console:
    """The secretary's browser at a sitting."""

    def __init__(self, city, made: sittings.Committee, where, who: int = 0) -> None:
        key = SECRETARIES[city.slug][who]
        if (key, 1280) not in city.contexts and key != "control":
            organisation.account(city.town.people[key], key)
        self.page: Page = city.page(key, f"/zasidannia/{where.pk}/pult/")
        self.made, self.where = made, where

    def press(self, *keys: str) -> Console:
        for key in keys:
            self.page.keyboard.press(key)
        return self

    def main(self) -> Console:
        return self.press("Control+Enter")

    def sees(self, text: str) -> Console:
        expect(self.page.locator("#board")).to_contain_text(text)
        return self

    def arrive(self, number: int) -> Console:
        """So many members arrive, one by one in the presence panel."""
        self.main().sees("Реєстрація членів")
        self.press("p", "Tab") if self.page.locator("#all-arrived").is_visible() else self.press("p")
        for place in range(number):
            self.press("Enter").sees(f"Присутні {place + 1} з")
            self.press("j")
        return self

    @property
    def results(self) -> dict[str, str]:
        titles = {question.pk: question.title for question in self.where.questions.all()}
        found = Outcome.objects.filter(gathering=self.where.gathering_id)
        return {titles[outcome.item]: outcome.result for outcome in found}
