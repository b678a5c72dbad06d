"""`magistrat edition diff`: two folders, a folder beside a city's edition; wrong words."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from magistrat.cli import city_commands, main
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


@pytest.mark.parametrize("deed", ["import", "replay"])
class TestOfACity:
    """The city's database is opened by what comes after: here only what is handed over to it."""

    @pytest.fixture
    def handed(self, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
        found: list[list[str]] = []
        monkeypatch.setattr(city_commands, "main", lambda words: found.append(list(words)) or 0)
        monkeypatch.delenv("MAGISTRAT_CITY", raising=False)
        return found

    def test_a_folder_says_whose_edition_it_is(self, deed: str, handed: list[list[str]]) -> None:
        assert main(["edition", deed, str(VILLAGE), "--json"]) == 0
        assert main(["edition", deed, str(VILLAGE), "--city", "other"]) == 0
        assert handed == [
            ["edition", deed, str(VILLAGE), "--json", "--city", "verbivka"],
            ["edition", deed, str(VILLAGE), "--city", "other"],
        ]

    def test_what_says_nothing_is_handed_over_as_it_is(
        self, deed: str, handed: list[list[str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "edition.toml").write_text("city = [", encoding="utf-8")
        main(["edition", deed, str(tmp_path)])
        main(["edition", deed, "--help"])
        monkeypatch.setenv("MAGISTRAT_CITY", "other")
        main(["edition", deed, str(VILLAGE)])
        assert [words[2:] for words in handed] == [[str(tmp_path)], ["--help"], [str(VILLAGE)]]

    def test_a_folder_that_is_not_there_is_told_at_once(
        self, deed: str, handed: list[list[str]], capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(["edition", deed, "/nowhere"]) == 3
        assert ("/nowhere" in capsys.readouterr().err, handed) == (True, [])
