"""A city's keys: made once, by one, and never made anew beside data that they would not fit."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from magistrat.launcher import keys
from magistrat.launcher.problem import LauncherProblem


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Data that a server made."""
    (tmp_path / "pg").mkdir()
    (tmp_path / "pg" / "PG_VERSION").write_text("18\n")
    return tmp_path / "pg"


def test_all_who_begin_at_once_work_with_the_keys_that_are_kept(tmp_path: Path) -> None:
    begin = Barrier(8)

    def load(_: int) -> dict[str, str]:
        begin.wait()
        return keys.load(tmp_path)

    with ThreadPoolExecutor(8) as pool:
        loaded = list(pool.map(load, range(8)))
    kept = json.loads((tmp_path / "keys.json").read_text())
    assert [one for one in loaded if one != kept] == []


def test_no_passwords_are_made_beside_data_whose_own_are_lost(tmp_path: Path, data: Path) -> None:
    with pytest.raises(LauncherProblem, match=r"немає паролів до бази даних .*резервній копії"):
        keys.load(tmp_path, data)
    assert not (tmp_path / "keys.json").exists()


def test_a_missing_secret_key_is_made_beside_kept_passwords(tmp_path: Path, data: Path) -> None:
    keys.write_private(tmp_path / "keys.json", json.dumps(dict.fromkeys(keys.PASSWORDS, "kept")))
    assert keys.load(tmp_path, data)["owner"] == "kept"
    assert keys.load(tmp_path, data)["secret_key"] == json.loads((tmp_path / "keys.json").read_text())["secret_key"]


@pytest.mark.parametrize("text", ["", "7", "{"])
def test_a_spoilt_file_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "keys.json").write_text(text)
    with pytest.raises(LauncherProblem, match=r"keys\.json зіпсовано"):
        keys.load(tmp_path)
