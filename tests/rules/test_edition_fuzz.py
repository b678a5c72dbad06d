"""Whatever stands in an edition's files, it is read or refused with file, place and reason: nothing else ever happens."""

import tomllib
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import tomli_w
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from magistrat.rules import destruction, edition, kinds, provisions, routing, toml
from magistrat.rules.edition import Edition
from magistrat.rules.form import FormError

ROOT = Path(__file__).resolve().parents[2]
HEAD = 'city = "testove"\nprefix = "TS"\ntitle = "Регламент"\nact = "рішення №1"\nin_force_from = 2024-01-01\n'


def sample() -> list[tuple[str, dict[str, Any]]]:
    """An entry of every kind and of every set of fields that the cities' editions have."""
    found: dict[tuple[str, frozenset[str]], dict[str, Any]] = {}
    for file in sorted(ROOT.glob("cities/*/*/*.toml")):
        whole = tomllib.loads(file.read_text(encoding="utf-8"))
        for kind in (*edition.KINDS, "right"):
            for table in whole.get(kind, []):
                parts = (table.get("term", {}), table.get("vote", {}), table.get("keep", {}), *table.get("steps", []))
                names = frozenset().union(table, *parts) - {"notes", "soft", "object"}
                found.setdefault((kind, names), table)
    return [(kind, table) for (kind, _), table in found.items()]


ENTRIES = sample()
NAMES = sorted({name for _, table in ENTRIES for name in table} | {"number", "place", "body", "quorum", "surplus"})
VALUES: st.SearchStrategy[Any] = (
    st.none()
    | st.booleans()
    | st.sampled_from(
        [-1, 0, 1, 2**70, 1.5, "", " ", "> 1/2", "> 1/0", "5 років", "ЕК", "29-02", "25:00", "{n}", "{", "mon"]
    )
    | st.dates()
    | st.datetimes()
    | st.times()
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
    | st.lists(st.integers() | st.text(st.characters(exclude_categories=["Cs"]), max_size=4), max_size=3)
    | st.dictionaries(
        st.sampled_from(NAMES), st.integers() | st.text(st.characters(exclude_categories=["Cs"])), max_size=3
    )
)


def attempt(text: str) -> Edition | FormError:
    try:
        return edition.load({"edition.toml": HEAD, "rules.toml": text})
    except FormError as refused:
        return refused


def read(text: str) -> None:
    """Read the text as an edition's file and ask what it says; only a refusal with its place is allowed."""
    found = attempt(text)
    if isinstance(found, FormError):
        assert found.file == "rules.toml"
        assert found.entry or found.key
        assert found.reason
        assert str(found).startswith("rules.toml: ")
        return
    list(kinds.faults(found)), list(routing.faults(found))
    provisions.of_edition(found), destruction.sayings(found)


def places(value: Any) -> list[tuple[Any, Any]]:
    """Every place within tables and lists, as what holds it and by which name or number."""
    if isinstance(value, dict):
        return [place for name, inner in value.items() for place in ((value, name), *places(inner))]
    if isinstance(value, list):
        return [place for number, inner in enumerate(value) for place in ((value, number), *places(inner))]
    return []


@settings(max_examples=120, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(ENTRIES), st.data())
def test_any_value_in_any_place(entry: tuple[str, dict[str, Any]], data: st.DataObject) -> None:
    kind, table = entry[0], deepcopy(entry[1])
    for _ in range(data.draw(st.integers(1, 3))):
        if not (found := places(table)):
            break
        holder, name = data.draw(st.sampled_from(found))
        value = data.draw(VALUES)
        if value is None:
            del holder[name]
        else:
            holder[name] = value
        if data.draw(st.booleans()) and isinstance(holder, dict):
            holder[data.draw(st.sampled_from(NAMES))] = deepcopy(value) if value is not None else 1
    read(tomli_w.dumps({kind: [table]}))


@settings(max_examples=80, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(ENTRIES), st.data())
def test_any_scar_in_the_text(entry: tuple[str, dict[str, Any]], data: st.DataObject) -> None:
    text = tomli_w.dumps({entry[0]: [entry[1]]})
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 40)))
    scar = data.draw(
        st.sampled_from(["", '"', "[", "]]", "=", "\n", "\x00", "''" + "'", "{ }", "1e9", "[[right]]\n", "\\u12"])
    )
    read(text[:start] + scar * data.draw(st.integers(1, 3)) + text[end:])


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("a = [" + "[" * 5000, "увесь текст"),
        ("a = " + "9" * 5000, "увесь текст"),
        ("a = 1\nb == 2", "рядок 2, позиція 4"),
        ("a = 2024-13-01", "рядок 1, позиція"),
    ],
)
def test_what_is_no_toml_is_refused_with_its_line(text: str, place: str) -> None:
    with pytest.raises(FormError, match="це не TOML") as refused:
        toml.parse(text, "rules.toml")
    assert refused.value.key.startswith(place)
