"""The embedded server's life with real clusters (decision 0001)."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from magistrat.launcher import keys, places, postgres, processes
from magistrat.launcher.postgres import Cluster
from magistrat.launcher.problem import LauncherProblem
from magistrat.launcher.stopping import Stopped

START_AND_HANG = """
import sys, time
from pathlib import Path
from magistrat.launcher.postgres import Cluster
cluster = Cluster(Path(sys.argv[1]))
cluster.start()
print(cluster.pid, flush=True)
time.sleep(600)
"""


def ask(url: str, statement: str) -> object:
    with psycopg.connect(url) as connection:
        row = connection.execute(statement).fetchone()
    return row and row[0]


def do(url: str, statement: str) -> None:
    with psycopg.connect(url) as connection:
        connection.execute(statement)


class TestAFreshCluster:
    def test_tells_misspelt_cyrillic_words_alike(self, fresh: Cluster) -> None:
        do(fresh.owner_url(), "CREATE EXTENSION IF NOT EXISTS pg_trgm")
        assert ask(fresh.owner_url(), "SELECT similarity('рішення', 'рішеня')") > 0.5

    def test_knows_small_and_capital_letters_even_without_a_locale(
        self, open_folder: Path, cluster_in: Callable[[Path], Cluster], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for name in ("LANG", "LC_ALL", "LC_CTYPE"):
            monkeypatch.setenv(name, "C")
        cluster = cluster_in(open_folder / "city")
        cluster.start()
        assert ask(cluster.app_url(), "SELECT lower('ЇЖАК ҐАНОК')") == "їжак ґанок"

    @pytest.mark.parametrize(
        ("setting", "value"),
        [("fsync", "on"), ("data_checksums", "on"), ("listen_addresses", ""), ("server_encoding", "UTF8")],
    )
    def test_is_safe(self, fresh: Cluster, setting: str, value: str) -> None:
        assert ask(fresh.app_url(), f"SHOW {setting}") == value

    def test_lets_nobody_in_without_a_password(self, fresh: Cluster) -> None:
        with pytest.raises(psycopg.OperationalError, match="password"):
            psycopg.connect(fresh.app_url().replace(fresh.keys["app"], "guess"))

    def test_keeps_its_socket_in_a_closed_folder_and_its_keys_in_a_closed_file(self, fresh: Cluster) -> None:
        assert fresh.socket.stat().st_mode & 0o777 == 0o700
        assert (fresh.folder / "keys.json").stat().st_mode & 0o777 == 0o600

    def test_gives_the_application_no_power_over_the_tables(self, fresh: Cluster) -> None:
        do(fresh.owner_url(), "CREATE TABLE IF NOT EXISTS deed (id int)")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            do(fresh.app_url(), "TRUNCATE deed")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            do(fresh.app_url(), "CREATE TABLE own (id int)")

    def test_never_runs_as_root(self, fresh: Cluster) -> None:
        assert Path(f"/proc/{fresh.pid}").stat().st_uid != 0

    def test_is_a_session_of_its_own(self, fresh: Cluster) -> None:
        assert os.getsid(fresh.pid or 0) == fresh.pid


class TestStartingAgain:
    def test_keeps_what_was_written(self, cluster: Cluster) -> None:
        do(cluster.owner_url(), "CREATE TABLE deed AS SELECT 7 AS id")
        cluster.stop()
        assert cluster.start() is False
        assert ask(cluster.owner_url(), "SELECT id FROM deed") == 7

    def test_loses_nothing_when_the_server_was_killed(self, cluster: Cluster) -> None:
        do(cluster.owner_url(), "CREATE TABLE deed AS SELECT 7 AS id")
        os.kill(cluster.pid or 0, signal.SIGKILL)
        cluster.start()
        assert ask(cluster.owner_url(), "SELECT id FROM deed") == 7

    def test_takes_over_the_server_of_a_killed_launcher(
        self, open_folder: Path, cluster_in: Callable[[Path], Cluster]
    ) -> None:
        launcher = subprocess.Popen(
            [sys.executable, "-c", START_AND_HANG, str(open_folder / "city")], stdout=subprocess.PIPE, text=True
        )
        assert launcher.stdout is not None
        server = int(launcher.stdout.readline())
        launcher.kill()
        launcher.communicate()
        cluster = cluster_in(open_folder / "city")
        cluster.start()
        assert cluster.pid == server
        cluster.stop()
        assert not processes.is_alive(server)

    def test_waits_for_a_busy_server_instead_of_ending_it(self, cluster: Cluster) -> None:
        busy = cluster.pid or 0
        again = Cluster(cluster.folder)
        with psycopg.connect(cluster.app_url()) as at_work:
            relief = threading.Timer(postgres.ANSWER + 0.5, os.kill, [busy, signal.SIGCONT])
            relief.start()
            os.kill(busy, signal.SIGSTOP)
            again.start()
            relief.join()
            assert again.pid == busy
            assert at_work.execute("SELECT 1").fetchone() == (1,)

    def test_ends_a_server_whose_socket_is_gone_and_starts_a_new_one(self, cluster: Cluster) -> None:
        do(cluster.owner_url(), "CREATE TABLE deed AS SELECT 7 AS id")
        before = cluster.pid
        shutil.rmtree(cluster.socket)
        again = Cluster(cluster.folder)
        again.start()
        assert again.pid != before
        assert ask(again.owner_url(), "SELECT id FROM deed") == 7
        again.stop()

    def test_is_not_misled_by_a_process_that_got_the_old_number(self, cluster: Cluster) -> None:
        lines = (cluster.data / "postmaster.pid").read_text().splitlines()
        cluster.stop()
        (cluster.data / "postmaster.pid").write_text("\n".join([str(os.getpid()), *lines[1:]]) + "\n")
        cluster.start()
        assert ask(cluster.app_url(), "SELECT 1") == 1

    def test_begins_anew_after_a_start_cut_off_while_the_data_were_made(
        self, open_folder: Path, cluster_in: Callable[[Path], Cluster]
    ) -> None:
        cluster = cluster_in(open_folder / "city")
        half = cluster.data.with_name("pg.new")
        half.mkdir()
        (half / "PG_VERSION").write_text("18\n")
        assert cluster.start() is True


class TestMakingTheData:
    def test_is_broken_off_when_somebody_asks_to_stop(
        self, open_folder: Path, cluster_in: Callable[[Path], Cluster], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("MAGISTRAT_PG_BIN", str(open_folder / "bin"))
        (open_folder / "bin").mkdir()
        for name, deed in (("postgres", "echo postgres 18"), ("initdb", 'echo > "$2/begun"; /bin/sleep 600; true')):
            (open_folder / "bin" / name).write_text(f"#!/bin/sh\n{deed}\n")
            (open_folder / "bin" / name).chmod(0o755)
        cluster = cluster_in(open_folder / "city")
        half = cluster.data.with_name("pg.new")
        told = threading.Thread(
            target=lambda: _until(half / "begun").exists() and cluster.stop_asked.set(), daemon=True
        )
        told.start()
        with pytest.raises(Stopped):
            cluster.start()
        told.join()
        assert not cluster.data.exists()


def _until(file: Path) -> Path:
    while not file.exists():
        time.sleep(0.05)
    return file


class TestRefusing:
    def test_names_both_versions_and_the_way_to_upgrade(self, cluster: Cluster) -> None:
        cluster.stop()
        mark = cluster.data / "PG_VERSION"
        mark.write_text("15\n")
        with pytest.raises(LauncherProblem, match=r"PostgreSQL 15.*PostgreSQL 18.*upgrade-postgres\.md"):
            cluster.start()
        mark.write_text("18\n")
        cluster.start()

    @pytest.mark.timeout(60)
    def test_names_the_keys_that_do_not_fit_and_leaves_the_server_to_those_who_work_in_it(
        self, cluster: Cluster
    ) -> None:
        keys.write_private(cluster.folder / "keys.json", json.dumps(dict.fromkeys(keys.NAMES, "of another city")))
        with pytest.raises(LauncherProblem, match=r"не приймає паролів із файла .*keys\.json"):
            Cluster(cluster.folder).start()
        assert cluster.is_running()
        cluster.stop()
        again = Cluster(cluster.folder)
        with pytest.raises(LauncherProblem, match=r"не приймає паролів із файла .*keys\.json"):
            again.start()
        assert again.is_our_child
        again.stop()
        assert not processes.anyone_works_in(cluster.data)

    @pytest.mark.timeout(60)
    def test_hears_that_it_is_to_stop_while_the_server_recovers(
        self, cluster: Cluster, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def recovers(_: Cluster) -> bool:
            raise psycopg.OperationalError("FATAL:  the database system is starting up")

        cluster.stop()
        monkeypatch.setattr(Cluster, "_serves_our_data", recovers)
        order = threading.Timer(0.5, cluster.stop_asked.set)
        order.start()
        with pytest.raises(Stopped):
            cluster.start()
        order.join()
        cluster.stop()
        assert not processes.anyone_works_in(cluster.data)

    def test_names_a_full_disk_when_the_city_gets_its_database(
        self, cluster: Cluster, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def full(*_: object) -> None:
            raise psycopg.errors.DiskFull('could not extend file "base/1/2": No space left on device')

        cluster.stop()
        monkeypatch.setattr(postgres.roles, "make", full)
        with pytest.raises(LauncherProblem, match=f"На диску немає місця для даних .{cluster.data}"):
            cluster.start()

    def test_says_that_the_folder_cannot_be_made(self, open_folder: Path) -> None:
        (open_folder / "city").write_text("a file, not a folder")
        with pytest.raises(LauncherProblem, match="Не вдалося створити теку"):
            Cluster(open_folder / "city")

    def test_does_not_touch_a_data_folder_that_holds_something_else(
        self, open_folder: Path, cluster_in: Callable[[Path], Cluster]
    ) -> None:
        cluster = cluster_in(open_folder / "city")
        cluster.data.mkdir()
        (cluster.data / "letter.txt").write_text("ours")
        with pytest.raises(LauncherProblem, match="Не вдалося створити базу даних"):
            cluster.start()
        assert (cluster.data / "letter.txt").read_text() == "ours"

    def test_names_the_socket_folder_of_somebody_else(self, open_folder: Path) -> None:
        (open_folder / "real").mkdir()
        (open_folder / "leaf").symlink_to(open_folder / "real")
        with pytest.raises(LauncherProblem, match="належить іншому користувачеві"):
            places.own_folder(open_folder / "leaf", None)


class TestPlaces:
    def test_a_path_of_any_length_gets_a_short_socket(
        self, open_folder: Path, cluster_in: Callable[[Path], Cluster]
    ) -> None:
        deep = open_folder / ("дуже-довга-тека-" * 4) / ("ще-довша-тека-" * 5) / "city"
        deep.mkdir(parents=True)
        cluster = cluster_in(deep)
        cluster.start()
        assert ask(cluster.app_url(), "SELECT 1") == 1
        assert len(os.fsencode(cluster.socket / places.SOCKET_NAME)) <= places.SOCKET_ADDRESS_BYTES

    def test_a_closed_home_is_no_obstacle(
        self, open_folder: Path, cluster_in: Callable[[Path], Cluster], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(places, "OPEN_STATE", open_folder / "state")
        home = open_folder / "home"
        home.mkdir(mode=0o700)
        cluster = cluster_in(home / "city")
        cluster.start()
        assert ask(cluster.app_url(), "SELECT 1") == 1
        if os.geteuid() == 0:
            assert cluster.data.is_relative_to(open_folder / "state")
            assert (home / "city" / "pg").resolve() == cluster.data.resolve()
