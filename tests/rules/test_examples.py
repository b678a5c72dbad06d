"""Examples of all sorts put one by one to a changed edition (KR 8.12, 1.9.1 and whatever has a limit)."""

from __future__ import annotations

from pathlib import Path

from magistrat.rules import amending, calendar, destruction, edition, examples, law, places, provisions
from magistrat.rules.edition import Edition
from tests.factories import regulation

CITY = regulation.REAL / "kryvyi-rih"


def texts() -> dict[str, str]:
    folder = max(path.parent for path in CITY.glob("*/edition.toml"))
    files = [*folder.glob("*.toml"), *folder.glob("cases/*.toml")]
    return {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in files}


def country(name: str) -> str:
    return Path(regulation.REAL / "ukraine" / name).read_text(encoding="utf-8")


def test_what_a_changed_edition_answers_otherwise_is_found_and_left_out():
    whole = texts()
    examiner = examples.Examiner(
        calendar.load(country("calendar.toml"), (CITY / "city.toml").read_text(encoding="utf-8")),
        law.load(country("laws.toml")),
        provisions.load(country("votes.toml")),
        destruction.load(country("keeping.toml")),
    )
    assert list(examiner.otherwise(edition.load(whole), whole)) == []
    changed, limit = _changed(whole)
    found = [place for place, _ in examiner.otherwise(changed, whole)]
    assert {place.table["id"] for place in found} == {"8.12", limit}
    assert {place.kind for place in found} == {"case", "limit"}
    left = examples.without(whole, found)
    assert list(examiner.otherwise(changed, left)) == []
    counted = len([*places.places(left)])
    assert counted == len([*places.places(whole)]), "only examples are left out"


def _changed(whole: dict[str, str]) -> tuple[Edition, str]:
    """The urgent term and the first limit with a greatest number, each changed."""
    urgent = places.place(whole, "8.12")
    made = amending.replaced(whole, urgent, {**urgent.table, "term": {**urgent.table["term"], "number": 3}})
    has_example = {
        place.table["id"] for file in whole if file == "cases/limits.toml" for place in _examples(whole, file)
    }
    limit = next(
        place
        for place in places.places(whole)
        if place.kind == "limit" and "at_most" in place.table.get("values", {}) and place.id in has_example
    )
    values = {**limit.table["values"], "at_most": limit.table["values"]["at_most"] + 7}
    return edition.load(amending.replaced(made, limit, {**limit.table, "values": values})), limit.id


def _examples(whole: dict[str, str], file: str) -> list[places.Place]:
    rows = amending.toml.parse(whole[file], file).get("limit", [])
    return [places.Place(file, "limit", number, row) for number, row in enumerate(rows)]
