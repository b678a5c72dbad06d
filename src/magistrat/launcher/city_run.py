"""One city at work: its database made ready, its web server and its worker watched over."""

from __future__ import annotations

import fcntl
import hashlib
import http.client
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path

import psycopg

from magistrat.launcher import cities, database, keys, processes
from magistrat.launcher.cities import CHECKOUT, City
from magistrat.launcher.postgres import PATIENCE, Cluster, server_of
from magistrat.launcher.problem import LauncherProblem, diagnose, why_refused
from magistrat.launcher.stopping import StopAsked
from magistrat.launcher.supervisor import Child, bound_to_us

SETTINGS = "magistrat.config.settings"
WEB_THREADS = 8
# How long the first page may take on a slow machine (seconds).
FIRST_PAGE = 120.0
# With this code the demo's command ends when the year was told, but deeds of it were refused.
DEMO_WITH_GAPS = 4


class CityRun:
    """A city served from this machine.

    :param demo: make the demo city on the first start.
    :param stop: set when everything has to end.
    """

    def __init__(self, city: City, *, host: str, demo: bool, tell: Callable[[str], None], stop: StopAsked) -> None:
        self.city, self.host, self.demo, self.tell, self.stop_asked = city, host, demo, tell, stop
        self.database = database.of_city(city, tell, stop)
        self._state_file = city.folder / "state.json"
        self._step: subprocess.Popen[str] | None = None
        city.folder.mkdir(parents=True, exist_ok=True)
        self._lock = (city.folder / "launcher.lock").open("a+")
        self.web = Child("web", "Сторінки", self._web_command(), folder=city.folder, tell=tell)
        self.worker = Child("worker", "Фонова робота", _worker_command("default"), folder=city.folder, tell=tell)
        # Reading takes minutes: it has a worker of its own, one page a core, and letters never wait behind it.
        reader = _worker_command("texts", "--concurrency", str(cores()))
        self.reader = Child("reader", "Читання файлів", reader, folder=city.folder, tell=tell)
        # So have letters: a mail server may hang, and nothing else waits for it.
        self.mailer = Child("mailer", "Листування", _worker_command("mail"), folder=city.folder, tell=tell)

    @property
    def address(self) -> str:
        """Where the city's pages are."""
        host = "127.0.0.1" if cities.is_everywhere(self.host) else self.host
        return f"http://{f'[{host}]' if ':' in host else host}:{self.city.port}/"

    # --- making ready ------------------------------------------------------------------------------

    def claim(self) -> None:
        """Take the city for this launcher alone, and its port, before anything is changed.

        :raises LauncherProblem: another launcher serves it, or the port is taken.
        """
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as reason:
            self._lock.seek(0)
            message = f"{self.city.name}: система вже працює (процес {self._lock.read().strip() or '?'})."
            raise LauncherProblem(message) from reason
        self._lock.truncate(0)
        self._lock.write(str(os.getpid()))
        self._lock.flush()
        self.web.end_orphan()
        self.worker.end_orphan()
        self.reader.end_orphan()
        self.mailer.end_orphan()
        cities.refuse_busy(self.host, self.city)

    def prepare(self) -> None:
        """Start the database; on the first start and after an update migrate, set up, make the demo city.

        :raises LauncherProblem: a step did not succeed.
        :raises Stopped: somebody asked to stop.
        """
        if self.database.start():
            self._state_file.unlink(missing_ok=True)
        state = self._state()
        if state.get("demo") == "begun" and isinstance(self.database, Cluster):
            self.tell("Минулого разу демонстраційне місто не було створено до кінця: починаємо спочатку.")
            self.database.remake_database()
            self._state_file.unlink()
            state = {}
        if state.get("prepared") != (now := prepared_mark()):
            self._manage("Готуємо таблиці бази даних…", "migrate", "--no-input", "--verbosity", "0", owner=True)
            self._manage("Завантажуємо регламент міста…", "magistrat_setup", "--city", self.city.slug, owner=True)
            for command in app_setups():
                self._manage(f"Налаштовуємо місто ({command})…", command, "--city", self.city.slug)
            self._keep_state(prepared=now)
        if self.demo and "demo" not in state:
            self.make_demo()

    def make_demo(self) -> None:
        """Let the city live its year; with gaps in it the city works all the same, and people are told.

        :raises LauncherProblem: the year was not told to its end.
        """
        self._keep_state(demo="begun")
        words = "Створюємо демонстраційне місто (рік його роботи, кілька хвилин)…"
        if self._manage(words, "demo", "--city", self.city.slug, allowed=DEMO_WITH_GAPS):
            self.tell(
                "У демонстраційному місті є пропуски (їх названо вище). Місто запускаємо: працювати в ньому можна."
            )
        self._keep_state(demo="done")

    def _manage(self, words: str, *arguments: str, owner: bool = False, allowed: int = 0) -> int:
        """Run a management command and pass on what it says.

        :param allowed: a code beside 0 with which it may end.
        :returns: its code.
        """
        self.stop_asked.refuse()
        self.tell(words)
        environment = self.environment() | ({"MAGISTRAT_AS_OWNER": "1"} if owner else {})
        if owner:
            environment["DATABASE_OWNER_URL"] = self.database.owner_url()
        self._step = subprocess.Popen(
            bound_to_us([sys.executable, "-m", "django", *arguments]), env=environment, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, process_group=0,
        )  # fmt: skip
        said = self._pass_on(self._step)
        if (code := self._step.wait()) not in (0, allowed) and not self.stop_asked.is_set():
            raise LauncherProblem(f"{self.city.name}: крок «{arguments[0]}» не виконано. {self._why(said, code)}")
        self.stop_asked.refuse()
        return code

    def end_step(self) -> None:
        """End the step of preparation that runs now; it can be begun again."""
        if self._step is not None and self._step.poll() is None:
            self._step.terminate()

    def _pass_on(self, step: subprocess.Popen[str]) -> list[str]:
        said: list[str] = []
        assert step.stdout is not None
        with step.stdout as lines:
            for line in lines:
                said.append(line.rstrip())
                self.tell("  " + line.rstrip())
        return said

    def _why(self, said: list[str], code: int) -> str:
        """Why the step did not succeed; all that it said has been passed on already."""
        data = str(self.city.folder) if isinstance(self.database, Cluster) else f"{self.city.folder}, сервер бази даних"
        known = diagnose("\n".join(said[-30:]), data=data, runtime=str(self.city.folder))
        return known or next((line for line in reversed(said) if line), f"Код завершення: {code}.")

    def _state(self) -> dict[str, str]:
        try:
            return dict(json.loads(self._state_file.read_text(encoding="utf-8")))
        except OSError:
            return {}

    def _keep_state(self, **news: str) -> None:
        keys.write_private(self._state_file, json.dumps(self._state() | news))

    # --- working -----------------------------------------------------------------------------------

    def start(self) -> None:
        """Start web and workers. Called in the main thread: the children end with the thread that made them."""
        self.web.environment = self.environment() | {"MAGISTRAT_POOL": "1", "MAGISTRAT_HOSTS": cities.names(self.host)}
        self.worker.environment = self.reader.environment = self.mailer.environment = self.environment()
        self.web.start()
        self.worker.start()
        self.reader.start()
        self.mailer.start()

    def watch(self) -> None:
        """Start again whatever died.

        :raises Stopped: somebody asked to stop meanwhile.
        """
        if not self.database.is_running():
            self.tell("База даних зупинилася: запускаємо її знову.")
            try:
                self.database.start()
            except (LauncherProblem, OSError) as problem:
                words = (
                    f"Не вдалося: {why_refused(problem)}. Спробуємо ще раз."
                    if isinstance(problem, OSError)
                    else str(problem)
                )
                self.tell(words)
                self.stop_asked.wait(5)
                return
        self.web.watch()
        self.worker.watch()
        self.reader.watch()
        self.mailer.watch()

    def wait_for_pages(self) -> None:
        """Wait until the web server answers.

        :raises LauncherProblem: it does not.
        """
        deadline = time.monotonic() + FIRST_PAGE
        while not self.stop_asked.is_set() and not self._web_answers():
            if time.monotonic() > deadline:
                said = self.web.log.read_text(encoding="utf-8", errors="replace")[-1500:]
                raise LauncherProblem(f"{self.city.name}: сторінки не відкриваються. {self.web.log}:\n{said}")
            self.watch()
            self.stop_asked.wait(0.1)

    def awaits_first_account(self) -> bool:
        """Whether nobody can sign in yet: so a city begins that is made without the demo."""
        try:
            with psycopg.connect(self.database.app_url(), connect_timeout=5) as link:
                return link.execute("SELECT NOT EXISTS (SELECT FROM accounts_user)").fetchone() == (True,)
        except psycopg.Error:
            return False

    def _web_answers(self) -> bool:
        link = http.client.HTTPConnection(self.address.split("/")[2], timeout=30)
        try:
            link.request("HEAD", "/")
            # By a name that is not allowed (400) nobody would see a page.
            return link.getresponse().status != HTTPStatus.BAD_REQUEST
        except (OSError, http.client.HTTPException):
            return False
        finally:
            link.close()

    def stop(self) -> None:
        """Stop the step of preparation that still runs, then web, workers and database, in this order."""
        self.end_step()
        self.web.stop()
        self.reader.stop()
        self.mailer.stop()
        self.worker.stop()
        self.database.stop()

    # --- commands and environment ------------------------------------------------------------------

    def environment(self) -> dict[str, str]:
        """What a process of this city reads; the owner's address is not among it."""
        return city_environment(self.city, self.database)

    def _web_command(self) -> list[str]:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return [
            sys.executable, "-m", "gunicorn", "magistrat.config.wsgi", "--bind", f"{host}:{self.city.port}",
            "--worker-class", "gthread", "--workers", "1", "--threads", str(WEB_THREADS),
            "--graceful-timeout", "20", "--timeout", "90", "--no-control-socket", "--log-level", "warning",
            # Five hundred chosen rows go in an address (`ui.bulk.MOST`).
            "--limit-request-line", "8190",
        ]  # fmt: skip


def _worker_command(queue: str, *more: str) -> list[str]:
    return [sys.executable, "-m", "django", "procrastinate", "worker", "--queues", queue, *more]


def cores() -> int:
    """Processor's cores that this process may use: so many pages are read at once."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def forgo_demo(city: City) -> None:
    """Let no later start make the demo city: this one has come from elsewhere."""
    file = city.folder / "state.json"
    state = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    keys.write_private(file, json.dumps(state | {"demo": "forgone"}))


def city_environment(city: City, base: database.Database) -> dict[str, str]:
    """The environment of a process that works for the city as the application's role."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    environment.pop("DATABASE_OWNER_URL", None)
    return environment | {
        "DJANGO_SETTINGS_MODULE": SETTINGS,
        "DATABASE_URL": base.app_url(),
        "MAGISTRAT_CITY_DIR": str(city.folder.absolute()),
        "MAGISTRAT_STATIC_DIR": str(_static_folder(city)),
        "MAGISTRAT_SECRET_KEY": os.environ.get("MAGISTRAT_SECRET_KEY") or keys.load(city.folder)["secret_key"],
        "MAGISTRAT_COOKIE": "magistrat_" + city.slug.replace("-", "_"),
        "PYTHONUNBUFFERED": "1",
        "PYTHONUTF8": "1",
    }


def _static_folder(city: City) -> Path:
    """The folder of collected static files; it has to exist even when they are served from where they lie."""
    folder = city.folder.absolute().parent / "static"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def launcher_of(city: City) -> int | None:
    """The number of the launcher that serves the city now."""
    try:
        with (city.folder / "launcher.lock").open("r") as lock:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return int((city.folder / "launcher.lock").read_text() or 0) or None
    except OSError:
        return None
    return None


def end_left_server(city: City) -> bool:
    """End the database that runs on after its launcher was killed.

    :returns: whether there was one; never one that a launcher holds or a command works with.
    """
    data = city.folder / "pg"
    if not (pid := server_of(data)):
        return False
    with (city.folder / "launcher.lock").open("a") as lock, database.used_by_nobody(city) as is_free:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        if not is_free:
            return False
        if not processes.end(pid, signal.SIGINT, signal.SIGQUIT, patience=PATIENCE):
            raise LauncherProblem(f"{city.name}: база даних (процес {pid}) не зупинилася за дві хвилини.")
    return True


def app_setups() -> list[str]:
    """The apps' own repeatable set-up commands, `<app>_setup --city CITY`, run after `magistrat_setup`."""
    files = Path(__file__).parents[1].glob("*/management/commands/*_setup.py")
    return sorted(file.stem for file in files if file.stem != "magistrat_setup")


def prepared_mark() -> str:
    """What decides whether a database must be migrated and set up again: migrations, cities, packages."""
    files = [CHECKOUT / "requirements.lock", *cities.CITIES.rglob("*.toml")]
    package = Path(__file__).parents[1]
    files += package.glob("*/migrations/*.py")
    files += package.glob("*/management/commands/*_setup.py")
    whole = hashlib.sha256()
    for file in sorted(path for path in files if path.is_file()):
        whole.update(str(file).encode() + b"\0" + file.read_bytes() + b"\0")
    return whole.hexdigest()
