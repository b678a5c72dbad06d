"""The agenda by clause, for both cities."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from magistrat.rules import agenda
from magistrat.rules.agenda import Block, Item
from tests.cities.editions import FOLDERS

KR, DR = "kryvyi-rih", "druzhkivka"
EDITION = {folder.path.parent.name: folder.edition for folder in FOLDERS}
FINANCE, HEALTH = (2, "департамент фінансів"), (1, "управління охорони здоров'я")
ITEMS = [
    Item(1, "Про бюджет", FINANCE, position=1),
    Item(2, "Про лікарні", HEALTH, position=2),
    Item(3, "Про підготовку до зими", FINANCE, is_main=True, position=3),
    Item(4, "Про дозвіл", HEALTH, is_late=True, position=4),
    Item(5, "Про заклади", HEALTH, position=5),
]


def test_the_rule_puts_main_items_first_and_late_ones_last() -> None:
    assert [item.id for item in agenda.arranged(ITEMS)] == [3, 2, 5, 1, 4]
    assert agenda.proposed_blocks(ITEMS) == [
        ("Основні планові питання", [3]),
        ("управління охорони здоров'я", [2, 5]),
        ("департамент фінансів", [1]),
        ("Додатково внесені питання", [4]),
    ]


def test_numbers_run_through_the_blocks_and_the_text_is_what_is_read_aloud() -> None:
    blocks = agenda.in_blocks(
        [Item(1, "Про бюджет", block=7, position=2, speaker="Іван КОВАЛЬ"), Item(2, "Про зиму", block=7, position=1),
         Item(3, "Різне", block=None)],
        [(7, "Основні"), (8, "Порожній")],
    )  # fmt: skip
    assert agenda.numbered(blocks) == {2: "1", 1: "2", 3: "3"}
    assert agenda.text(blocks) == "Основні\n\n1. Про зиму\n2. Про бюджет\nДоповідає: Іван КОВАЛЬ\n\n\n3. Різне"
    assert blocks[1] == Block(8, "Порожній")


MOVES = [(1, 0, [1, 2, 3]), (1, 1, [2, 1, 3]), (1, 9, [2, 3, 1]), (3, -4, [3, 1, 2])]


@pytest.mark.parametrize(("item", "to", "order"), MOVES)
def test_an_item_is_moved_to_a_place(item: int, to: int, order: list[int]) -> None:
    assert agenda.moved([1, 2, 3], item, to) == order


@given(st.permutations(range(8)), st.integers(0, 7), st.integers(-3, 12))
def test_moving_loses_and_doubles_nothing(ids: list[int], item: int, to: int) -> None:
    found = agenda.moved(ids, item, to)
    assert sorted(found) == sorted(ids)
    assert [one for one in found if one != item] == [one for one in ids if one != item]


def test_bold_italics_only_where_the_clause_asks_for_them() -> None:
    regulatory = Item(1, "Про правила", is_regulatory=True)
    assert agenda.is_marked(EDITION[KR], regulatory)
    assert not agenda.is_marked(EDITION[KR], Item(2, "Про бюджет"))
    assert not agenda.is_marked(EDITION[DR], regulatory)


SAME = [
    ("Про бюджет на 2027 рік", "про  бюджет на 2027 рік.", True),
    ("Про внесення змін до рішення «Про план»", 'Про внесення змін до рішення "Про план"', True),
    ("Про здоров'я", "Про здоровʼя", True),
    ("Про бюджет на 2027 рік", "Про бюджет на 2028 рік", False),
]


@pytest.mark.parametrize(("first", "second", "is_same"), SAME)
def test_what_is_the_same_title(first: str, second: str, is_same: bool) -> None:
    assert (agenda.same(first) == agenda.same(second)) is is_same


def test_one_title_and_one_changed_decision_stand_in_an_agenda_once() -> None:
    titles = {1: "Про план", 2: "ПРО ПЛАН", 3: "Про зиму", 4: "Про весну"}
    changes = {3: ["№ 5"], 4: ["№ 5", "№ 6"], 1: []}
    found = agenda.repeats(EDITION[KR], titles, changes)
    assert [(one.ids, one.clause) for one in found] == [((1, 2), "4.7"), ((3, 4), "4.7")]
    assert agenda.repeats(EDITION[DR], titles, changes) == []


# DR 6.4: «як правило, не більше трьох»
@pytest.mark.parametrize(("number", "outcome"), [(3, "allowed"), (4, "warned")])
def test_how_many_main_items(number: int, outcome: str) -> None:
    judged = agenda.main_items(EDITION[DR], number)
    assert judged is not None
    assert (judged.outcome, judged.clause) == (outcome, "6.4")
    assert agenda.main_items(EDITION[KR], number) is None


PACKAGES = [
    (KR, {"item_rules", "invited_list", "shortcomings_list", "report_note"}, ""),  # no co-reporter, no co-report
    (KR, {"item_rules", "invited_list", "shortcomings_list"}, "4.19"),
    (DR, {"draft_with_visas", "signed_information", "presentation", "invited_list"}, ""),  # annexes if there are any
    (DR, {"draft_with_visas", "signed_information", "invited_list"}, "6.6"),
]


@pytest.mark.parametrize(("city", "given", "clause"), PACKAGES)
def test_what_a_main_item_brings_with_it(city: str, given: set[str], clause: str) -> None:
    refusal = agenda.lacking(EDITION[city], given)
    assert (refusal.clause if refusal else "") == clause


def test_what_a_form_still_lacks() -> None:
    form = agenda.form(EDITION[KR], "item_rules")
    assert form is not None
    given = {"item_title": "Про зиму", "reporter": "Коваль", "report_minutes": 15, "speakers": ["Бондар"]}
    assert agenda.unfilled(form, given) == ["хвилин для кожного промовця", "хвилин для відповідей на запитання"]
    assert agenda.form(EDITION[DR], "item_rules") is None
    assert agenda.form(EDITION[KR], "report_note") is None
