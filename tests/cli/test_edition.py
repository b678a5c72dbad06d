"""`magistrat edition diff`: two folders, a folder beside a city's edition; wrong words."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from magistrat.cli import main
from tests.factories import regulation

VILLAGE = regulation.MADE_UP / "verbivka" / "2020-03-02"
TWO, THREE = (f'number = {number}, unit = "working_days", direction = "within"' for number in (2, 3))


@pytest.fixture
def changed(tmp_path: Path) -> Path:
    for path in VILLAGE.glob("*.*"):
        text = path.read_text(encoding="utf-8")
        (tmp_path / path.name).write_text(text.replace(TWO, THREE), encoding="utf-8")
    return tmp_path


def test_differences_of_two_folders_in_words_and_in_json(changed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["edition", "diff", str(VILLAGE), str(changed)]) == 0
    said = capsys.readouterr().out
    assert said.splitlines()[0].startswith("П. 4.3 — змінено: ")
    assert "    Строк: 2 робочі дні → 3 робочі дні" in said.splitlines()
    assert main(["edition", "diff", str(VILLAGE), str(changed), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)["differences"]
    assert [(one["kind"], one["clause"], one["values"]) for one in found] == [
        ("changed", "4.3", [{"name": "Строк", "old": "2 робочі дні", "new": "3 робочі дні"}])
    ]


def test_a_folder_beside_the_citys_own_edition(
    changed: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MAGISTRAT_CITIES", str(regulation.MADE_UP))
    assert main(["edition", "diff", str(VILLAGE), "--city", "verbivka"]) == 0
    assert "кажуть те саме" in capsys.readouterr().out
    assert main(["edition", "diff", str(changed), "--city", "verbivka", "--edition", "2024-01-01"]) == 0
    assert "п. 4.3" in capsys.readouterr().out.lower()


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ([], 2, "після edition очікується"),
        (["sing"], 2, "після edition очікується"),
        (["diff", "x"], 2, "вказано не все"),
        (["diff", "x", "y", "z"], 2, "зайве слово"),
        (["diff", "/nowhere", "/nowhere"], 3, "немає файла edition.toml"),
        (["export"], 2, "magistrat edition export"),
    ],
)
def test_wrong_words(words: list[str], code: int, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["edition", *words]) == code
    assert said in capsys.readouterr().err
