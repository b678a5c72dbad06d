"""The embedded PostgreSQL of one city folder: made, started, taken over, stopped.

The server is a session of its own: Ctrl-C in the terminal and a killed launcher leave it running, and the
next start takes it over. Only its socket is open, in a folder of mode 700, and each role has a password.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from urllib.parse import quote, urlencode

import psycopg

from magistrat.launcher import keys, places, processes, roles
from magistrat.launcher.problem import LauncherProblem, diagnose, of_system
from magistrat.launcher.roles import APP, DATABASE, OWNER, SUPERUSER
from magistrat.launcher.stopping import StopAsked, run_unless_stopped

# How long a start tries again while backends of a killed server still leave (seconds).
PATIENCE = 60.0
# How long the server may take to let one connection in before it counts as busy (seconds).
ANSWER = 3
# Each with its reason; everything else is PostgreSQL's own default.
OPTIONS = {
    "listen_addresses": "",  # the socket only
    "unix_socket_permissions": "0700",
    "shared_buffers": "256MB",  # the hot part of ten years of one city
    "effective_cache_size": "1GB",
    "work_mem": "16MB",  # a report sorts in memory
    "random_page_cost": "1.1",  # the disks of today
    "jit": "off",  # short statements: compiling takes longer than running
    "max_parallel_workers_per_gather": "0",  # and so does starting a second process for one
    "max_wal_size": "2GB",
    "max_connections": "100",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "logging_collector": "off",
}
# A test cluster may lose everything with the power.
FORGETFUL = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "shared_buffers": "128MB"}


def quiet(_: str) -> None:
    """Say nothing."""


class Cluster:
    """One server with one city's databases.

    :param folder: the city's folder, `var/<city>`; the data lie in its `pg`.
    :param durable: False only for tests.
    :param tell: takes Ukrainian lines for the person who waits.
    :param stop: set when somebody asked to stop: a start is broken off.
    """

    def __init__(
        self, folder: Path, *, durable: bool = True, tell: Callable[[str], None] = quiet, stop: StopAsked | None = None
    ) -> None:
        self.folder = folder.absolute()
        self.durable = durable
        self.tell = tell
        self.stop_asked = stop or StopAsked()
        self.pid: int | None = None
        self._child: subprocess.Popen[bytes] | None = None
        _make_folder(self.folder)
        self.user = places.server_user(self.folder / "pg")
        self.data = places.reachable_data(self.folder, self.user)
        self.user = places.server_user(self.data)
        self.binaries = places.server_binaries(self.user)
        self.socket = places.runtime_folder(self.folder, self.user)
        self.log = self.folder / "log" / "postgres.log"

    @cached_property
    def keys(self) -> dict[str, str]:
        """The passwords, read when they are first needed: by then one who serves the city holds it alone.

        :raises LauncherProblem: those to the data that are there are lost.
        """
        return keys.load(self.folder, self.data)

    # --- addresses -------------------------------------------------------------------------------

    def app_url(self, database: str = DATABASE) -> str:
        """The address for the application's role."""
        return self._url(APP, self.keys["app"], database)

    def owner_url(self, database: str = DATABASE) -> str:
        """The address for the role that owns the tables and migrates."""
        return self._url(OWNER, self.keys["owner"], database)

    def superuser_url(self, database: str = "postgres") -> str:
        """The address for the server's own superuser: the launcher alone uses it."""
        return self._url(SUPERUSER, self.keys["superuser"], database)

    def _url(self, role: str, password: str, database: str) -> str:
        return f"postgresql://{role}:{quote(password)}@/{database}?{urlencode({'host': str(self.socket)})}"

    # --- life --------------------------------------------------------------------------------------

    def start(self) -> bool:
        """Make the data if there are none, start the server or take over the running one, make roles and database.

        :returns: whether the data were made just now.
        :raises LauncherProblem: with the reason and the way out.
        :raises Stopped: somebody asked to stop.
        """
        self._refuse_other_version()
        made = not (self.data / "PG_VERSION").exists()
        if made:
            self._initialise()
        deadline = time.monotonic() + PATIENCE
        while not (self._take_over() or self._launch()):
            if time.monotonic() > deadline:
                raise LauncherProblem(self._why_not_started())
            self.stop_asked.wait(0.5)
            self.stop_asked.refuse()
        with self._refusals_in_words():
            roles.make(self.superuser_url(), self.keys)
        return made

    @property
    def is_our_child(self) -> bool:
        """Whether this object started the server; one that ran before is somebody else's to stop."""
        return self._child is not None

    def is_running(self) -> bool:
        """Whether the server that this object started or took over still lives."""
        if self._child is not None:
            return self._child.poll() is None
        return self.pid is not None and processes.is_alive(self.pid)

    def stop(self) -> None:
        """Stop the server: it closes connections, writes everything down and ends."""
        if self.pid is not None and self.is_running():
            os.kill(self.pid, signal.SIGINT)
            self._wait_for_the_end()
        self.pid = self._child = None

    def leave_running(self) -> None:
        """Let the server live on without us."""
        if self._child is not None:
            self._child.returncode = 0  # Popen complains of a child left behind; this one is left on purpose
            self._child = None

    def _wait_for_the_end(self) -> None:
        deadline = time.monotonic() + PATIENCE
        while self.is_running():
            if time.monotonic() > deadline and self.pid is not None:
                # Immediate shutdown: the next start replays the log, nothing committed is lost.
                os.kill(self.pid, signal.SIGQUIT)
                deadline = time.monotonic() + PATIENCE
            time.sleep(0.02)

    # --- making the data ---------------------------------------------------------------------------

    def major(self) -> int:
        """The server build's major version."""
        words = self._run("postgres", "--version").stdout
        found = re.search(r"(\d+)", words)
        if found is None:
            raise LauncherProblem(f"Програма {self.binaries / 'postgres'} не назвала своєї версії.")
        return int(found[1])

    def _refuse_other_version(self) -> None:
        mark = self.data / "PG_VERSION"
        if mark.exists() and (of_data := mark.read_text().strip()) != str(mine := self.major()):
            message = (
                f"Базу даних у теці {self.data} створено PostgreSQL {of_data}, а встановлено PostgreSQL {mine}. "
                "Дані не змінено. Як перенести їх, сказано в docs/how-to/upgrade-postgres.md."
            )
            raise LauncherProblem(message)

    def _initialise(self) -> None:
        """Run initdb beside the place and move the whole folder there: a killed start leaves no half."""
        half = self.data.with_name(self.data.name + ".new")
        shutil.rmtree(half, ignore_errors=True)
        places.own_folder(half, self.user)
        try:
            self._initdb(half)
            half.rename(self.data)
        except OSError as reason:
            raise of_system(reason, f"Не вдалося створити базу даних у теці {self.data}") from reason

    def _initdb(self, half: Path) -> None:
        # --locale=C would make pg_trgm blind to Cyrillic; an empty environment gives just that.
        major = self.major()
        provider = ["--locale=C.UTF-8"]
        if major >= 17:
            rules = "PG_UNICODE_FAST" if major >= 18 else "C.UTF-8"
            provider += ["--locale-provider=builtin", f"--builtin-locale={rules}"]
        password = self.socket / "superuser"
        keys.write_private(password, self.keys["superuser"])
        if self.user:
            os.chown(password, self.user.uid, self.user.gid)
        try:
            arguments = ["-D", str(half), "-U", SUPERUSER, "-E", "UTF8", *provider, "-k", "-A", "scram-sha-256"]
            if not self.durable:
                arguments.append("--no-sync")
            step = self._run("initdb", *arguments, f"--pwfile={password}")
        finally:
            password.unlink(missing_ok=True)
        if step.returncode:
            words = self._diagnosis(step.stderr)
            raise LauncherProblem(words or f"Не вдалося створити базу даних у теці {self.data}:\n{step.stderr.strip()}")

    def _run(self, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        as_user = self.user.as_process() if self.user else {}
        command = [str(self.binaries / program), *arguments]
        try:
            return run_unless_stopped(command, self.stop_asked, cwd="/", env=_environment(), **as_user)
        except OSError as reason:
            message = f"Не вдалося виконати {command[0]}: {reason.strerror}."
            raise LauncherProblem(message) from reason

    # --- starting ----------------------------------------------------------------------------------

    def _take_over(self) -> bool:
        """Take over a server that already runs on these data; end one that does not answer.

        :raises LauncherProblem: it refuses our password, and may be at work for others.
        """
        self._reap()
        if not (pid := server_of(self.data)):
            self._clear_stale_locks()
            return False
        lines = _lock_file(self.data)
        self.pid = pid
        if self._child is not None and self._child.pid != pid:
            self._child = None
        try:
            if len(lines) > 4 and lines[4] and self._answers_at(Path(lines[4])):
                self.tell("База даних уже працює: беремо її під нагляд.")
                return True
            if lines and lines[-1].strip() != "ready" and self._wait_until_ready():
                return True
        except LauncherProblem:
            self.pid = None
            raise
        processes.end(pid, signal.SIGINT, signal.SIGQUIT, patience=20)
        self._reap()
        self.pid = None
        return False

    def _reap(self) -> None:
        """Look after our child: a killed one stays a zombie until then, and still counts as running."""
        if self._child is not None and self._child.poll() is not None:
            self._child = None

    def _clear_stale_locks(self) -> None:
        """Remove the lock files of a dead server: its number may be a zombie's or another process's by now.

        While one of its processes still works in the data, PostgreSQL itself must see the files and wait.
        """
        if not processes.anyone_works_in(self.data):
            for file in (self.data / "postmaster.pid", self.socket / (places.SOCKET_NAME + ".lock")):
                file.unlink(missing_ok=True)

    def _answers_at(self, socket: Path) -> bool:
        """Whether the server answers with our password; its socket may lie where an earlier session put it.

        One that is only busy is waited for: others are at work in it, and ending it would break their work off.
        """
        earlier, self.socket = self.socket, socket
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            self.stop_asked.refuse()
            try:
                if self._serves_our_data():
                    return True
                break
            except psycopg.errors.ConnectionTimeout:
                self.tell("База даних зайнята, чекаємо на її відповідь…")
            except psycopg.Error as reason:
                self._refuse_wrong_keys(reason)
                break
        self.socket = earlier
        return False

    def answers(self) -> bool:
        """Whether the server of these data runs and lets us in."""
        try:
            return self._serves_our_data()
        except psycopg.Error:
            return False

    def _refuse_wrong_keys(self, reason: psycopg.Error) -> None:
        if "password authentication failed" in str(reason):
            raise LauncherProblem(
                f"База даних {self.data} не приймає паролів із файла {self.folder / 'keys.json'}: він від іншої бази даних. "
                "Поверніть keys.json, з яким цю базу даних створено."
            ) from reason

    def _serves_our_data(self) -> bool:
        with psycopg.connect(self.superuser_url(), connect_timeout=ANSWER) as connection:
            row = connection.execute("SHOW data_directory").fetchone()
        return row is not None and Path(row[0]).resolve() == self.data.resolve()

    def _launch(self) -> bool:
        """Start the server as our child in its own session; False when it ended at once and may be tried again.

        :raises LauncherProblem: it ended for a reason that trying again does not cure.
        """
        self.log.parent.mkdir(exist_ok=True)
        begin = self.log.stat().st_size if self.log.exists() else 0
        options = OPTIONS | ({} if self.durable else FORGETFUL) | {"unix_socket_directories": str(self.socket)}
        command = [str(self.binaries / "postgres"), "-D", str(self.data)]
        command += [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
        as_user = self.user.as_process() if self.user else {}
        with self.log.open("ab") as log:
            self._child = subprocess.Popen(
                command, cwd="/", env=_environment(), stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                start_new_session=True, **as_user,
            )  # fmt: skip
        self.pid = self._child.pid
        if self._wait_until_ready():
            return True
        self.pid = self._child = None
        said = self._said_since(begin)
        if words := self._diagnosis(said):
            raise LauncherProblem(words)
        return False

    def _wait_until_ready(self) -> bool:
        """Wait while the server lives: replaying the log after a crash may take minutes.

        :raises LauncherProblem: it refuses our password, and will go on doing so.
        """
        told = time.monotonic()
        while self.is_running():
            self.stop_asked.refuse()
            try:
                if self._serves_our_data():
                    return True
            except psycopg.Error as reason:
                self._refuse_wrong_keys(reason)
                if time.monotonic() - told > 10:
                    self.tell(_why_we_wait(reason))
                    told = time.monotonic()
            self.stop_asked.wait(0.03)
        return False

    def _said_since(self, begin: int) -> str:
        with self.log.open("rb") as log:
            log.seek(begin)
            return log.read().decode("utf-8", errors="replace")

    def _why_not_started(self) -> str:
        said = self._said_since(0)[-1500:].strip()
        return f"База даних не запустилася. Останнє, що вона повідомила ({self.log}):\n{said}"

    def remake_database(self) -> None:
        """Drop the city's database and make it empty: only for a demo that was cut off in the making."""
        with self._refusals_in_words():
            roles.remake_database(self.superuser_url())

    @contextmanager
    def _refusals_in_words(self) -> Iterator[None]:
        try:
            yield
        except psycopg.Error as reason:
            raise LauncherProblem(self._diagnosis(str(reason)) or f"База даних відмовила: {reason}") from reason

    def _diagnosis(self, said: str) -> str | None:
        return diagnose(said, data=str(self.data), runtime=str(self.socket))


def server_of(data: Path) -> int:
    """The number of the server that runs on these data; 0 when none does."""
    lines = _lock_file(data)
    pid = int(lines[0]) if lines and lines[0].isdigit() else 0
    return pid if processes.is_alive(pid) and processes.works_in(pid, data) else 0


def _lock_file(data: Path) -> list[str]:
    try:
        return (data / "postmaster.pid").read_text(encoding="utf-8").splitlines()
    except OSError:
        return []


def _why_we_wait(reason: psycopg.Error) -> str:
    if re.search("starting up|not yet accepting|recovery", str(reason)):
        return "База даних відновлюється після аварійної зупинки, зачекайте…"
    return f"База даних ще не відповідає, чекаємо: {str(reason).strip()}"


def _environment() -> dict[str, str]:
    """A clean environment: no PG* variable of the person's own leads the server astray."""
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C.UTF-8", "TZ": "UTC"}


def _make_folder(folder: Path) -> None:
    try:
        (folder / "log").mkdir(parents=True, exist_ok=True)
    except OSError as reason:
        raise of_system(reason, f"Не вдалося створити теку {folder}") from reason
