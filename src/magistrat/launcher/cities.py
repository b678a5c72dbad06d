"""Which cities lie in the checkout, and at which port each is served."""

from __future__ import annotations

import os
import socket
import tomllib
from dataclasses import dataclass
from pathlib import Path

from magistrat.launcher.problem import LauncherProblem

CHECKOUT = Path(__file__).resolve().parents[3]
CITIES = Path(os.environ.get("MAGISTRAT_CITIES", CHECKOUT / "cities"))
VAR = Path(os.environ.get("MAGISTRAT_VAR", CHECKOUT / "var"))
FIRST_PORT = 8001


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


def _name(path: Path) -> str:
    try:
        return str(tomllib.loads(path.read_text(encoding="utf-8"))["name"])
    except (tomllib.TOMLDecodeError, KeyError) as reason:
        raise LauncherProblem(f"Файл {path} не читається: {reason}.") from reason


def refuse_busy(host: str, city: City) -> None:
    """Refuse to begin when the city's port is taken.

    :raises LauncherProblem: says how to choose another port.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, city.port))
        except PermissionError as reason:
            message = f"Немає прав відкрити порт {city.port}. Виберіть порт, більший за 1023: make run PORT=8001"
            raise LauncherProblem(message) from reason
        except OSError as reason:
            message = (
                f"Порт {city.port} уже зайнято іншою програмою ({city.name}). "
                f"Зупиніть її або виберіть інший порт: make run PORT={city.port + 1000}"
            )
            raise LauncherProblem(message) from reason
