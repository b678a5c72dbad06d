"""Where a rule works is read from the running code."""

from __future__ import annotations

import pytest

from magistrat.regulation import reach
from magistrat.regulation.queries import works
from magistrat.rules import capabilities


def labels(regulations, city: str, key: str) -> set[str]:
    return {place.label for place in works.places(regulations[city].entry(key))}


@pytest.mark.parametrize(
    ("city", "key", "place"),
    [
        # a page by its menu, a deed of a table by its button, a form's button, and what no person does
        ("kryvyi-rih", "removal_act", "Періодичні обов'язки контролю"),
        ("kryvyi-rih", "missed_deadline", "Пояснити прострочення"),
        ("druzhkivka", "direct_without_review", "Передати без реєстрації"),
        ("kryvyi-rih", "mail_sorting", works.BACKGROUND),
        # by the right that opens the door, and by a hook: registration puts a paper on control
        ("kryvyi-rih", "appointment", "Нова посада"),
        ("kryvyi-rih", "control_obligatory", "Розгляд"),
    ],
)  # fmt: skip
def test_places(regulations, city: str, key: str, place: str) -> None:
    assert place in labels(regulations, city, key)


def test_a_rule_is_not_said_to_work_where_it_does_not(regulations) -> None:
    assert "Надходження" not in labels(regulations, "kryvyi-rih", "missed_deadline")
    assert labels(regulations, "kryvyi-rih", "execution_urgent") <= {
        "Накласти резолюцію",
        "Розподіл завдання",
        "Виправлення картки",
        "Перенести на наступний робочий день строки",
    }


def test_nearly_every_rule_that_acts_is_found_somewhere(regulations) -> None:
    nowhere = sorted(
        f"{rules.prefix} {entry.clause} {entry.key}"
        for rules in regulations.values()
        for entry in rules.entries
        if capabilities.acts(entry) and not works.places(entry)
    )
    assert len(nowhere) <= 1, "\n".join(nowhere)


class Deed:
    """As the tables of deeds have them."""

    label = "Зняти"

    @staticmethod
    def run() -> str:
        """Do it."""
        return "key_of_deed"


def test_reach_follows_tables_and_stops_at_deeds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reach, "HOUSE", "tests.")
    read = reach.Reach()
    words = {word for _, own in read.walk(page_with_table) for word in own}
    assert {"own_key", "key_of_table", "key_of_helper"} <= words
    assert "key_of_deed" not in words


def helper() -> str:
    return "key_of_helper"


TABLE = {"one": ("key_of_table", helper), "two": Deed()}


def page_with_table() -> object:
    """Documentation is no word: not_a_key."""
    return TABLE, "own_key"
