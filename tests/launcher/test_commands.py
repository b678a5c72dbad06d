"""What `magistrat run` and `stop` do when something is in the way; the whole run lies in `test_run`."""

from __future__ import annotations

import os
from collections.abc import Iterator
from io import TextIOWrapper
from pathlib import Path
from typing import Any, ClassVar

import pytest

from magistrat.launcher import cities, commands, database, processes
from magistrat.launcher.postgres import Cluster
from magistrat.launcher.problem import LauncherProblem
from magistrat.launcher.stopping import StopAsked


class Made:
    """A city's run that keeps what was done with it; asked to stop as soon as it serves."""

    done: ClassVar[list[str]] = []
    address, host = "http://127.0.0.1:8001/", "127.0.0.1"
    refusal = ""

    def __init__(self, city: cities.City, *, stop: StopAsked, **_: Any) -> None:
        self.city, self.stop_asked = city, stop

    def claim(self) -> None:
        if self.refusal:
            raise LauncherProblem(self.refusal)

    def prepare(self) -> None:
        self.done.append("prepared")

    def start(self) -> None:
        self.done.append("started")

    def wait_for_pages(self) -> None: ...

    def awaits_first_account(self) -> bool:
        return False

    def watch(self) -> None:
        self.stop_asked.set()

    def end_step(self) -> None: ...

    def stop(self) -> None:
        self.done.append("stopped")


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch, one_city: Path) -> type[Made]:
    """No signal of the tests' own process is caught, and nothing is started."""
    monkeypatch.setattr(commands, "CityRun", Made)
    monkeypatch.setattr(commands.signal, "signal", lambda *_: None)
    monkeypatch.setattr(Made, "done", [])
    return Made


@pytest.fixture
def one_city(open_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the only city's data lie."""
    (open_folder / "cities" / "city").mkdir(parents=True)
    (open_folder / "cities" / "city" / "city.toml").write_text('name = "Місто"')
    monkeypatch.setattr(cities, "CITIES", open_folder / "cities")
    monkeypatch.setattr(cities, "VAR", open_folder)
    return open_folder / "city"


@pytest.fixture
def nobody_listens(monkeypatch: pytest.MonkeyPatch) -> Iterator[TextIOWrapper]:
    """The output of one whose reader has gone: `make run | tee log` after Ctrl-C, a closed terminal."""
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "w", encoding="utf-8") as output:
        monkeypatch.setattr("sys.stdout", output)
        yield output


class TestRun:
    def test_stops_in_order_though_nobody_hears_it_say_so(
        self, made: type[Made], nobody_listens: TextIOWrapper
    ) -> None:
        assert commands.main(["run"]) == 0
        assert made.done == ["prepared", "started", "stopped"]
        nobody_listens.flush()

    def test_does_not_say_that_it_stops_a_city_that_another_serves(
        self, made: type[Made], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setattr(made, "refusal", "Місто: система вже працює (процес 7).")
        assert commands.main(["run"]) == 1
        said = capsys.readouterr()
        assert (said.out, said.err.strip()) == ("", made.refusal)

    @pytest.mark.parametrize("port", ["70000", "0", "abc"])
    @pytest.mark.parametrize("way", ["word", "variable"])
    def test_names_the_ports_there_are(
        self, way: str, port: str, made: type[Made], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        if way == "variable":
            monkeypatch.setenv("MAGISTRAT_PORT", port)
        with pytest.raises(SystemExit) as ended:
            commands.main(["run", *(["--port", port] if way == "word" else [])])
        assert ended.value.code == 2
        assert f"порт — це число від 1 до 65535, а не «{port}»" in capsys.readouterr().err

    def test_names_a_proxy_that_cannot_be_read(
        self, made: type[Made], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setenv("MAGISTRAT_PROXIES", "127.0.0.1, 10.1.0.300")
        assert commands.main(["run"]) == 1
        assert "«10.1.0.300» не є ні адресою, ні мережею" in capsys.readouterr().err
        assert made.done == []
        monkeypatch.setenv("MAGISTRAT_PROXIES", "127.0.0.1, 10.1.0.5/16,")
        assert commands.main(["run"]) == 0

    @pytest.mark.parametrize(
        "url",
        ["postgres//app:geheim@server/base", "host=server password=geheim", "postgresql://app:geheim@server:port/base"],
    )
    def test_names_an_address_of_the_database_that_cannot_be_read_and_keeps_its_password(
        self, url: str, one_city: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setenv("DATABASE_URL", url)
        assert commands.main(["manage", "--city", "city", "check"]) == 1
        said = capsys.readouterr().err
        assert "Змінну DATABASE_URL записано неправильно" in said
        assert "geheim" not in said


class TestStop:
    def test_ends_the_database_that_a_killed_launcher_left(
        self, one_city: Path, cluster: Cluster, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert cluster.folder == one_city
        server = cluster.pid or 0
        assert commands.main(["stop"]) == 0
        assert not processes.is_alive(server)
        assert "лишилася без нагляду" in capsys.readouterr().out
        assert commands.main(["stop"]) == 0
        assert "Жодного міста не запущено" in capsys.readouterr().out

    def test_leaves_the_database_with_which_a_command_works(
        self, one_city: Path, cluster: Cluster, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.delenv("DATABASE_URL", raising=False)
        # Two commands, as two dumps at once.
        city, server = cities.chosen("city", None)[0], cluster.pid or 0
        with database.opened(city, print), database.opened(city, print):
            assert commands.main(["stop"]) == 0
            assert processes.is_alive(server)
        assert "лишилася без нагляду" not in capsys.readouterr().out
        assert commands.main(["stop"]) == 0
        assert not processes.is_alive(server)

    def test_makes_nothing_where_no_city_was_ever_started(
        self, one_city: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert commands.main(["stop"]) == 0
        assert "Жодного міста не запущено" in capsys.readouterr().out
        assert not one_city.exists()
