"""`magistrat import` and `magistrat export`: which command they mean, and what they say about wrong words."""

from __future__ import annotations

import pytest

from magistrat.cli import city_commands, main


@pytest.fixture(autouse=True)
def _no_city_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MAGISTRAT_CITY", raising=False)


class TestWords:
    @pytest.mark.parametrize(
        ("words", "said"),
        [
            (["import"], "magistrat import ЩО ФАЙЛ"),
            (["import", "laws", "file"], "зазначте місто: --city МІСТО; є: druzhkivka, kryvyi-rih"),
            (["import", "laws", "file", "--city"], "після --city потрібна назва теки міста"),
            (["export", "--city", "--json"], "після --city потрібна назва теки міста"),
        ],
    )
    def test_says_how_to_write_it(self, words: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(words) == 2
        assert said in capsys.readouterr().err

    def test_names_the_cities_there_are(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["import", "laws", "file", "--city=nowhere"]) == 1
        assert "Міста «nowhere» немає" in capsys.readouterr().err


class TestChild:
    def test_names_what_can_be_brought_in(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert city_commands.child(["import", "pears", "file"]) == 2
        assert "невідоме слово «pears»; можна:" in capsys.readouterr().err
