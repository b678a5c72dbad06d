"""Which cities lie in the checkout, and at which port each is served."""

from __future__ import annotations

import errno
import os
import socket
import tomllib
from dataclasses import dataclass
from pathlib import Path

from magistrat.launcher.problem import LauncherProblem, of_system

CHECKOUT = Path(__file__).resolve().parents[3]
CITIES = Path(os.environ.get("MAGISTRAT_CITIES", CHECKOUT / "cities"))
VAR = Path(os.environ.get("MAGISTRAT_VAR", CHECKOUT / "var"))
FIRST_PORT = 8001
LAST_PORT = 65535


@dataclass(frozen=True)
class City:
    """A city that can be served: its slug is the folder's name, its port is the same at every start."""

    slug: str
    name: str
    port: int

    @property
    def folder(self) -> Path:
        """Where the city's data lie."""
        return VAR / self.slug


def found(first_port: int = FIRST_PORT) -> list[City]:
    """All cities of the checkout in the order of their slugs, each with its port."""
    paths = sorted(CITIES.glob("*/city.toml"))
    return [City(path.parent.name, _name(path), first_port + index) for index, path in enumerate(paths)]


def chosen(slug: str | None, port: int | None) -> list[City]:
    """The city that was named, at the port that was named; or all of them, from that port on.

    :raises LauncherProblem: there is no such city.
    """
    known = found(FIRST_PORT if port is None else port)
    if not slug:
        return known
    for city in known:
        if city.slug == slug:
            return [city if port is None else City(city.slug, city.name, port)]
    names = ", ".join(city.slug for city in known) or "жодного"
    raise LauncherProblem(f"Міста «{slug}» немає в теці {CITIES}. Є: {names}.")


def is_everywhere(host: str) -> bool:
    """Whether all addresses of this machine are listened at."""
    return host in {"", "0.0.0.0", "::"}  # noqa: S104 - only compared


def names(host: str) -> str:
    """For `MAGISTRAT_HOSTS`: by what names pages may be asked for at the address; those that were named, and this machine's own."""
    own = [socket.gethostname(), socket.getfqdn()] if is_everywhere(host) else [f"[{host}]" if ":" in host else host]
    named = os.environ.get("MAGISTRAT_HOSTS", "").split(",")
    return ",".join(
        dict.fromkeys(one.strip() for one in ("localhost", "127.0.0.1", "[::1]", *own, *named) if one.strip())
    )


def _name(path: Path) -> str:
    try:
        return str(tomllib.loads(path.read_text(encoding="utf-8"))["name"])
    except (tomllib.TOMLDecodeError, KeyError) as reason:
        raise LauncherProblem(f"Файл {path} не читається: {reason}.") from reason


def refuse_busy(host: str, city: City) -> None:
    """Refuse to begin when the city's port is taken, or this machine has no such address.

    :raises LauncherProblem: says how to choose another.
    """
    if city.port > LAST_PORT:
        raise LauncherProblem(f"{city.name}: порту {city.port} не буває. Виберіть менший: make run PORT={FIRST_PORT}")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, city.port))
    except (OSError, UnicodeError) as reason:
        raise _why_closed(reason, host, city) from reason


def _why_closed(reason: OSError | UnicodeError, host: str, city: City) -> LauncherProblem:
    if isinstance(reason, PermissionError):
        return LauncherProblem(
            f"Немає прав відкрити порт {city.port}. Виберіть порт, більший за 1023: make run PORT={FIRST_PORT}"
        )
    if isinstance(reason, OSError) and reason.errno == errno.EADDRINUSE:
        other = city.port + (1000 if city.port + 1000 <= LAST_PORT else -1000)
        return LauncherProblem(
            f"Порт {city.port} уже зайнято іншою програмою ({city.name}). "
            f"Зупиніть її або виберіть інший порт: make run PORT={other}"
        )
    of_no_host = {errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT}
    if isinstance(reason, (socket.gaierror, UnicodeError)) or reason.errno in of_no_host:
        return LauncherProblem(f"Цей комп'ютер не має адреси «{host}». Виправте --host або MAGISTRAT_BIND.")
    return of_system(reason, f"{city.name}: не вдалося відкрити порт {city.port} на адресі {host}")
