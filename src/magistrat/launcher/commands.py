"""The commands `magistrat run`, `stop`, `db` and `manage`."""

from __future__ import annotations

import argparse
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from ipaddress import ip_network
from urllib.parse import parse_qs, unquote, urlsplit

import psycopg

from magistrat.launcher import cities, database, processes
from magistrat.launcher.city_run import CityRun, city_environment, end_left_server, launcher_of
from magistrat.launcher.postgres import Cluster
from magistrat.launcher.problem import LauncherProblem, of_system
from magistrat.launcher.roles import DATABASE, SUPERUSER
from magistrat.launcher.stopping import StopAsked, Stopped

NAMES = ("run", "stop", "db", "manage")
FIRST_ACCOUNT = "first_administrator --login administrator --surname Коваль --given Ольга --patronymic Петрівна"


def main(arguments: list[str]) -> int:
    """Carry out one of the launcher's commands.

    :param arguments: the command line after the product's name; its first word is one of `NAMES`.
    :returns: the exit code: 0 done, 1 the product could not start, 2 wrong use.
    """
    wished = _parser().parse_args(arguments)
    try:
        return int(wished.deed(wished))
    except LauncherProblem as problem:
        print(problem, file=sys.stderr)
    except OSError as reason:
        print(of_system(reason, f"Не вдалося виконати: {reason.filename or arguments[0]}"), file=sys.stderr)
    except psycopg.Error as reason:
        print(f"База даних відмовила: {reason}", file=sys.stderr)
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="magistrat")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    run = commands.add_parser("run", help="запустити місто або всі міста на цьому комп'ютері")
    run.add_argument("--city", default=os.environ.get("MAGISTRAT_CITY") or None, help="лише це місто (назва його теки)")
    run.add_argument(
        "--port", type=_port, default=os.environ.get("MAGISTRAT_PORT") or None,
        help="порт міста; наступні міста — на наступних портах",
    )  # fmt: skip
    run.add_argument("--host", default=os.environ.get("MAGISTRAT_BIND", "127.0.0.1"), help="адреса, яку слухати")
    run.add_argument(
        "--demo", action=argparse.BooleanOptionalAction, default=not database.is_foreign(),
        help="створити демонстраційне місто під час першого запуску",
    )  # fmt: skip
    run.set_defaults(deed=_run)
    stop = commands.add_parser("stop", help="зупинити місто або всі міста, запущені на цьому комп'ютері")
    stop.add_argument("--city")
    stop.set_defaults(deed=_stop)
    base = commands.add_parser("db", help="виконати psql, pg_dump тощо для бази даних міста")
    base.add_argument("--city", required=True)
    base.add_argument("--as", dest="role", choices=["app", "owner", "superuser"], default="owner", help="роль")
    base.add_argument("program", nargs=argparse.REMAINDER, help="-- psql -c 'SELECT 1'")
    base.set_defaults(deed=_db)
    manage = commands.add_parser("manage", help="виконати службову команду Django для міста")
    manage.add_argument("--city", required=True)
    manage.add_argument("--owner", action="store_true", help="від імені ролі, якій належать таблиці")
    manage.add_argument("command", nargs=argparse.REMAINDER, help="check --deploy")
    manage.set_defaults(deed=_manage)
    return parser


def _port(given: str) -> int:
    if given.isdecimal() and 0 < int(given) <= cities.LAST_PORT:
        return int(given)
    raise argparse.ArgumentTypeError(f"порт — це число від 1 до {cities.LAST_PORT}, а не «{given}»")


# --- run ---------------------------------------------------------------------------------------------


def _run(wished: argparse.Namespace) -> int:
    chosen = cities.chosen(wished.city, wished.port)
    if database.is_foreign() and len(chosen) != 1:
        raise LauncherProblem("DATABASE_URL називає базу даних одного міста. Додайте, якого: --city МІСТО")
    _refuse_misspelt_proxies()
    stop = StopAsked()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: stop.set())
    runs = [
        CityRun(city, host=wished.host, demo=wished.demo, tell=_teller(city, alone=len(chosen) == 1), stop=stop)
        for city in chosen
    ]
    # A refusal at the door begins nothing: what it would seem to stop is somebody else's city at work.
    for run in runs:
        run.claim()
    try:
        _serve(runs, stop)
    except Stopped:
        pass
    finally:
        stop.set()
        _say("Зупиняємо…")
        _for_each(runs, CityRun.stop)
        _say("Зупинено.")
    return 0


def _refuse_misspelt_proxies() -> None:
    """What the settings could not read would end each process of the city in turn."""
    for one in os.environ.get("MAGISTRAT_PROXIES", "").split(","):
        try:
            ip_network(one.strip() or "::", strict=False)
        except ValueError as reason:
            raise LauncherProblem(
                f"У змінній MAGISTRAT_PROXIES «{one.strip()}» не є ні адресою, ні мережею. Приклад: 127.0.0.1,10.1.0.4"
            ) from reason


def _serve(runs: list[CityRun], stop: StopAsked) -> None:
    _for_each(runs, CityRun.prepare)
    for run in runs:
        run.start()
    for run in runs:
        run.wait_for_pages()
    if not stop.is_set():
        _greet(runs)
    while not stop.wait(0.3):
        for run in runs:
            run.watch()


def _for_each(runs: list[CityRun], deed: Callable[[CityRun], None]) -> None:
    """Do it for all cities at once; a problem of one, or an order to stop, ends the steps of the others.

    :raises LauncherProblem: the first problem of any city.
    """
    with ThreadPoolExecutor(max_workers=max(1, len(runs))) as pool:
        left = {pool.submit(deed, run) for run in runs}
        problems: list[BaseException] = []
        while left:
            done, left = wait(left, timeout=0.2, return_when=FIRST_COMPLETED)
            problems += [problem for future in done if (problem := future.exception())]
            if problems or runs[0].stop_asked.is_set():
                runs[0].stop_asked.set()
                for run in runs:
                    run.end_step()
    for problem in sorted(problems, key=lambda found: isinstance(found, Stopped)):
        raise problem


def _greet(runs: list[CityRun]) -> None:
    _say("")
    _say("Магістрат працює.")
    for run in runs:
        _say("")
        _say(f"{run.city.name}: {run.address}")
        if cities.is_everywhere(run.host):
            _say(
                f"З інших комп'ютерів: http://{socket.gethostname()}:{run.city.port}/ (інші назви — у MAGISTRAT_HOSTS)"
            )
        logins = run.city.folder / "logins.txt"
        if logins.exists():
            _say(logins.read_text(encoding="utf-8").rstrip())
        elif run.awaits_first_account():
            _say("Увійти ще нікому. Відкрийте доступ першому адміністраторові (імена ваші):")
            _say(f"  .venv/bin/magistrat manage --city {run.city.slug} {FIRST_ACCOUNT}")
    _say("")
    _say("Щоб зупинити, натисніть Ctrl-C.")


def _teller(city: cities.City, *, alone: bool) -> Callable[[str], None]:
    return _say if alone else lambda words: _say(f"[{city.slug}] {words}")


def _say(words: str) -> None:
    """Print it; when nobody listens any more (the terminal is closed, `tee` has ended), do without him.

    What is said is less than what is done: the cities have to be stopped in order all the same.
    """
    try:
        print(words, flush=True)
    except OSError:
        # Python keeps what was not written and tries again at its end: it must not fail there.
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


# --- stop ---------------------------------------------------------------------------------------------


def _stop(wished: argparse.Namespace) -> int:
    """Ask the launchers of these cities to stop and wait for them; end the databases that a killed one left behind."""
    chosen = cities.chosen(wished.city, None)
    launchers = {pid for city in chosen if (pid := launcher_of(city))}
    for pid in launchers:
        if not processes.end(pid, signal.SIGTERM, patience=120):
            raise LauncherProblem(f"Процес {pid} не зупинився за дві хвилини.")
    left = [city for city in chosen if end_left_server(city)]
    for city in left:
        _say(f"{city.name}: зупинено базу даних, що лишилася без нагляду.")
    if not (launchers or left):
        _say("Жодного міста не запущено.")
    return 0


# --- db and manage -----------------------------------------------------------------------------------


def _db(wished: argparse.Namespace) -> int:
    program, *arguments = [word for word in wished.program if word != "--"] or ["psql"]
    city = cities.chosen(wished.city, None)[0]
    with database.opened(city, _say) as base:
        url = _url_of_role(base, wished.role)
        path = program
        if isinstance(base, Cluster) and (base.binaries / program).is_file():
            path = str(base.binaries / program)
        return subprocess.run([path, *arguments], env=os.environ | _libpq(url), check=False).returncode


def _url_of_role(base: database.Database, role: str) -> str:
    if role == "superuser":
        if not isinstance(base, Cluster):
            raise LauncherProblem("Роль адміністратора сервера відома лише для вбудованої бази даних.")
        return base.superuser_url(DATABASE)
    return base.app_url() if role == "app" else base.owner_url()


def _libpq(url: str) -> dict[str, str]:
    """The variables by which PostgreSQL's own programs find the database, the password among them."""
    parts = urlsplit(url)
    host = parse_qs(parts.query).get("host", [parts.hostname or ""])[0]
    return {
        "PGHOST": host,
        "PGPORT": str(parts.port or 5432),
        "PGUSER": unquote(parts.username or SUPERUSER),
        "PGPASSWORD": unquote(parts.password or ""),
        "PGDATABASE": unquote(parts.path.lstrip("/")),
    }


def _manage(wished: argparse.Namespace) -> int:
    city = cities.chosen(wished.city, None)[0]
    words = [word for word in wished.command if word != "--"]
    with database.opened(city, _say) as base:
        environment = city_environment(city, base)
        if wished.owner:
            environment |= {"MAGISTRAT_AS_OWNER": "1", "DATABASE_OWNER_URL": base.owner_url()}
        return subprocess.run([sys.executable, "-m", "django", *words], env=environment, check=False).returncode
