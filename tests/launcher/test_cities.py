"""Which cities are served, at which ports."""

from __future__ import annotations

import errno
import socket
from pathlib import Path

import pytest

from magistrat.launcher import cities
from magistrat.launcher.problem import LauncherProblem


@pytest.fixture(autouse=True)
def three_cities(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for slug in ("alpha", "beta", "gamma"):
        (tmp_path / slug).mkdir()
        (tmp_path / slug / "city.toml").write_text(f'name = "{slug.title()}"')
    (tmp_path / "common").mkdir()
    monkeypatch.setattr(cities, "CITIES", tmp_path)


class TestChosen:
    def test_gives_each_city_a_port_of_its_own_in_order(self) -> None:
        assert [(city.slug, city.port) for city in cities.chosen(None, None)] == [
            ("alpha", 8001), ("beta", 8002), ("gamma", 8003),
        ]  # fmt: skip

    def test_keeps_a_citys_port_when_it_is_started_alone(self) -> None:
        assert cities.chosen("beta", None) == [cities.City("beta", "Beta", 8002)]

    def test_takes_the_port_that_was_named(self) -> None:
        assert cities.chosen("beta", 9000)[0].port == 9000
        assert [city.port for city in cities.chosen(None, 9000)] == [9000, 9001, 9002]

    def test_names_the_cities_there_are_when_it_knows_no_such(self) -> None:
        with pytest.raises(LauncherProblem, match="Є: alpha, beta, gamma"):
            cities.chosen("delta", None)


class TestRefuseBusy:
    def test_names_the_port_and_offers_another(self) -> None:
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            port = taken.getsockname()[1]
            with pytest.raises(LauncherProblem, match=f"Порт {port} уже зайнято.*PORT={port + 1000}"):
                cities.refuse_busy("127.0.0.1", cities.City("alpha", "Alpha", port))

    def test_offers_a_port_that_exists(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def taken(*_: object) -> None:
            raise OSError(errno.EADDRINUSE, "Address already in use")

        monkeypatch.setattr(socket.socket, "bind", taken)
        with pytest.raises(LauncherProblem, match="PORT=64500"):
            cities.refuse_busy("127.0.0.1", cities.City("alpha", "Alpha", 65500))

    @pytest.mark.parametrize("host", ["192.0.2.1", "127.0.0.l", "2001:db8::1", "a" * 70])
    def test_names_an_address_that_is_not_this_machines(self, host: str) -> None:
        with pytest.raises(LauncherProblem, match=f"не має адреси «{host}»"):
            cities.refuse_busy(host, cities.City("alpha", "Alpha", 0))

    def test_names_a_port_past_the_last(self) -> None:
        with pytest.raises(LauncherProblem, match="порту 65536 не буває"):
            cities.refuse_busy("127.0.0.1", cities.City("gamma", "Gamma", 65536))

    def test_says_nothing_about_a_free_port(self) -> None:
        cities.refuse_busy("127.0.0.1", cities.City("alpha", "Alpha", 0))


class TestNames:
    def test_an_address_that_is_listened_at_may_be_asked_for(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv("MAGISTRAT_HOSTS", raising=False)
        assert cities.names("127.0.0.1") == "localhost,127.0.0.1,[::1]"
        assert cities.names("192.0.2.10") == "localhost,127.0.0.1,[::1],192.0.2.10"
        assert cities.names("2001:db8::1").endswith(",[2001:db8::1]")
        assert socket.gethostname() in cities.names("0.0.0.0").split(",")  # noqa: S104 - nothing listens

    def test_names_that_were_given_are_added(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("MAGISTRAT_HOSTS", "dokumenty.misto.example, 192.0.2.11")
        assert cities.names("127.0.0.1") == "localhost,127.0.0.1,[::1],dokumenty.misto.example,192.0.2.11"
