"""The made-up village: other posts, terms and patterns, and no line of code for it."""

from __future__ import annotations

import tomllib
from datetime import date
from typing import Any

import pytest

from magistrat.regulation.queries.text import cut
from magistrat.rules import act_paper, calendar, called, edition, numbering, terms
from magistrat.rules.act_text import ActText, Annex, Point
from tests.factories import regulation

FOLDER = regulation.MADE_UP / "verbivka" / "2020-03-02"
NAMES = tomllib.loads((FOLDER.parent / "organisation.toml").read_text())["names"]
CASES = [case for file in sorted((FOLDER / "cases").glob("*.toml")) for case in tomllib.loads(file.read_text())["case"]]
TEXTS = {file.name: file.read_text() for file in FOLDER.glob("*.*")}
RULES = edition.load(TEXTS)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['id']} {case['name']}")
def test_its_terms_end_on_the_days_worked_out_by_hand(case: dict[str, Any]) -> None:
    entry = RULES.by_id(case["id"])
    country = (regulation.REAL / "ukraine" / "calendar.toml").read_text()
    kept = calendar.load(country, (FOLDER.parent / "city.toml").read_text())
    counted = terms.by_entry(entry, case["anchor"], kept)
    assert counted.due == case["due"]
    assert counted.anchor_counted == case.get("counted_from", counted.anchor_counted)


def test_every_term_has_a_case() -> None:
    assert {entry.id for entry in RULES.entries if entry.term} == {case["id"] for case in CASES}


def test_its_words_stand_in_its_text() -> None:
    text = TEXTS["regulation.txt"]
    assert all(entry.words in text for entry in RULES.entries)


def test_its_text_is_cut_at_its_clauses() -> None:
    said = cut(TEXTS["regulation.txt"], RULES)
    assert not said.homeless
    assert said.part("4").heading == "Розділ 4"
    assert [clause.number for clause in said.at("1.3")] == ["1.3"]


def test_its_patterns_are_its_own() -> None:
    values = RULES.entry("registration_index").values
    assert numbering.Pattern(values["incoming_pattern"]).write(501) == "вх-0501"
    assert numbering.Pattern(values["outgoing_pattern"]).write(7) == "7/вих"


@pytest.mark.parametrize(
    ("slug", "place", "order", "decision"),
    [
        ("verbivka", "с. Вербівка", "сільського голови", "сільської ради"),
        ("kryvyi-rih", "м. Кривий Ріг", "міського голови", "міської ради"),
        ("druzhkivka", "м. Дружківка", "міського голови", "міської ради"),
    ],
)
def test_its_papers_call_it_what_it_is(slug: str, place: str, order: str, decision: str) -> None:
    """Art. 12, 51 of 280/97-ВР: a head and a council of a village, of a settlement, of a city."""
    root = regulation.MADE_UP if slug == "verbivka" else regulation.REAL
    organisation = tomllib.loads((root / slug / "organisation.toml").read_text())
    said = called.by_names(organisation["names"], city="-")
    text, on = ActText("", "", "", (Point("1", "Затвердити перелік (додається)"),), (), ""), date(2026, 3, 2)

    def heading(kind: str, label: str = "1") -> tuple[str, ...]:
        return act_paper.annex_heading(text, Annex(label, ""), kind, on, "5", said)

    assert said.place == place
    assert heading("order") == ("Додаток 1", "до розпорядження", order, "02.03.2026 № 5")
    assert heading("order", "") == ("ЗАТВЕРДЖЕНО", "Розпорядження", order, "02.03.2026 № 5")
    assert heading("protocol-decision", "1.2") == (
        "Додаток 2", "до додатка 1", "до протокольного рішення виконкому", decision, "02.03.2026 № 5",
    )  # fmt: skip
    assert act_paper.of_which("council-decision", said) == f"рішення {decision}"


def test_a_city_set_up_before_it_had_these_names_is_called_as_until_now() -> None:
    said = called.by_names({}, city="Верба")
    assert (said.place, said.mayor, said.mayor_genitive) == ("м. Верба", "міський голова", "міського голови")
