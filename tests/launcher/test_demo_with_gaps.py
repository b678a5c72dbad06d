"""A demo in which something was refused: the launcher says so, and the city starts all the same."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from magistrat.launcher import cities, city_run
from magistrat.launcher.city_run import DEMO_WITH_GAPS, CityRun
from magistrat.launcher.problem import LauncherProblem
from magistrat.launcher.stopping import StopAsked

# A command of the demo's name in a process of its own, which ends as the demo's does.
COMMAND = """
from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    def add_arguments(self, parser):
        parser.add_argument("--city")

    def handle(self, **_):
        raise CommandError("{words}", returncode={code})
"""


REFUSED = "Відмовлено: строк уже минув."


@contextmanager
def begun(
    folder: Path, monkeypatch: pytest.MonkeyPatch, code: int, words: str = REFUSED
) -> Iterator[tuple[CityRun, list[str]]]:
    """A city whose demo ends with the code; what the launcher tells."""
    commands = folder / "ending" / "management" / "commands"
    commands.mkdir(parents=True)
    for package in (commands, commands.parent, commands.parent.parent):
        (package / "__init__.py").touch()
    (commands / "demo.py").write_text(COMMAND.format(code=code, words=words), encoding="utf-8")
    (folder / "ending" / "settings.py").write_text("INSTALLED_APPS = ['ending']\n")
    monkeypatch.setattr(cities, "VAR", folder / "var")
    monkeypatch.setattr(city_run, "SETTINGS", "ending.settings")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(folder), os.environ.get("PYTHONPATH", "")]))
    said: list[str] = []
    city = cities.chosen(None, None)[0]
    run = CityRun(city, host="127.0.0.1", demo=True, tell=said.append, stop=StopAsked())
    with run._lock:
        yield run, said


def state(run: CityRun) -> str:
    return str(json.loads((run.city.folder / "state.json").read_text())["demo"])


def test_a_demo_with_gaps_is_told_and_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with begun(tmp_path, monkeypatch, DEMO_WITH_GAPS) as (run, said):
        run.make_demo()
    assert any("Відмовлено: строк уже минув." in line for line in said)
    assert "є пропуски" in said[-1]
    assert "Місто запускаємо" in said[-1]
    assert state(run) == "done"


def test_a_demo_that_broke_off_stops_the_launcher(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    refused = pytest.raises(LauncherProblem, match=f"крок «demo» не виконано. .*{REFUSED}$")
    with begun(tmp_path, monkeypatch, 1) as (run, _), refused:
        run.make_demo()
    assert state(run) == "begun"


def test_a_full_disk_is_named_as_such(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    full = "could not extend file: No space left on device"
    with begun(tmp_path, monkeypatch, 1, full) as (run, said):
        with pytest.raises(LauncherProblem, match=r"крок «demo» не виконано\. На диску немає місця"):
            run.make_demo()
        assert any(full in line for line in said)
