"""Finds and reads the cities' files for the command line."""

import os
import re
from datetime import date
from pathlib import Path

from magistrat.cli.arguments import NOT_FOUND, Stop
from magistrat.rules import calendar, edition, law
from magistrat.rules.calendar import WorkCalendar
from magistrat.rules.edition import Edition
from magistrat.rules.law import Laws

COUNTRY = "ukraine"
REGULATION = "regulation.txt"


def root() -> Path:
    """The folder of cities: ``MAGISTRAT_CITIES``, else ``cities/`` of the checkout.

    :raises Stop: when there is none.
    """
    given = os.environ.get("MAGISTRAT_CITIES")
    folder = Path(given) if given else Path(__file__).resolve().parents[3] / "cities"
    if not folder.is_dir():
        raise Stop(NOT_FOUND, f"теки міст немає: {folder}; її називає змінна MAGISTRAT_CITIES")
    return folder


def city(slug: str) -> Path:
    """A city's folder.

    :raises Stop: when there is no such city.
    """
    folder = root() / slug
    if not re.fullmatch(r"[a-z0-9-]+", slug) or not (folder / "city.toml").is_file():
        known = ", ".join(sorted(path.parent.name for path in root().glob("*/city.toml")))
        raise Stop(NOT_FOUND, f"такого міста немає: «{slug}»; є: {known}")
    return folder


def starts(folder: Path) -> list[date]:
    """The first days of a city's editions, by the names of their folders.

    :raises Stop: when there are none.
    """
    found = sorted(date.fromisoformat(path.parent.name) for path in folder.glob("????-??-??/edition.toml"))
    if not found:
        raise Stop(NOT_FOUND, f"у міста «{folder.name}» немає жодної редакції")
    return found


def work_calendar(folder: Path) -> WorkCalendar:
    """The calendar of a city."""
    country = root() / COUNTRY / "calendar.toml"
    return calendar.load(_text(country), _text(folder / "city.toml"))


def laws() -> Laws:
    """The country's laws by key."""
    return law.load(_text(root() / COUNTRY / "laws.toml"))


def country_text(name: str) -> str:
    """The text of a file that holds for the whole country: laws on votes, general acts on keeping."""
    return _text(root() / COUNTRY / name)


def whole_edition(folder: Path, start: date) -> Edition:
    """An edition with all its entries."""
    return edition.load({path.name: _text(path) for path in _files(folder, start)})


def edition_with(folder: Path, start: date, written: str) -> Edition:
    """An edition with only those files of entries that may have an id, to answer quickly."""
    texts = {path.name: _text(path) for path in _files(folder, start)}
    bare = written.split("-", 1)[1] if re.match(r"[A-Z]+-", written) else written
    wanted = re.compile(rf'^\s*id\s*=\s*["\'](?:{re.escape(written)}|{re.escape(bare)})["\']', re.MULTILINE)
    return edition.load({name: text for name, text in texts.items() if name == edition.HEAD or wanted.search(text)})


def edition_holding(folder: Path, start: date, table: str) -> Edition:
    """An edition with only those files of entries that hold a table (``vote``, ``steps``), to answer quickly."""
    wanted = re.compile(rf"^\s*(?:{table}\s*=|\[.*\b{table}\b.*\])", re.MULTILINE)
    texts = {path.name: _text(path) for path in _files(folder, start)}
    return edition.load({name: text for name, text in texts.items() if name == edition.HEAD or wanted.search(text)})


def edition_for_routes(folder: Path, start: date) -> Edition:
    """An edition with only those files of entries that hold steps, or a term that steps take their time from."""
    texts = {path.name: _text(path) for path in _files(folder, start)}
    holding = {name: text for name, text in texts.items() if re.search(r"\bsteps\b", text)}
    limits = {key for text in holding.values() for key in re.findall(r'\blimit\s*=\s*["\']([a-z0-9_]+)["\']', text)}
    wanted = re.compile(rf'^\s*key\s*=\s*["\'](?:{"|".join(limits) or "-"})["\']', re.MULTILINE)
    return edition.load(
        {name: text for name, text in texts.items() if name in holding or name == edition.HEAD or wanted.search(text)}
    )


def texts(folder: str) -> dict[str, str]:
    """All texts of an edition's folder by name: its entries, its cases, the regulation.

    :raises Stop: when it is no edition's folder.
    """
    path = Path(folder)
    if not (path / edition.HEAD).is_file():
        raise Stop(NOT_FOUND, f"у теці {folder} немає файла {edition.HEAD}")
    files = [*path.glob("*.toml"), *path.glob("cases/*.toml"), *path.glob(REGULATION)]
    return {file.relative_to(path).as_posix(): _text(file) for file in files}


def _files(folder: Path, start: date) -> list[Path]:
    return sorted((folder / start.isoformat()).glob("*.toml"))


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise Stop(NOT_FOUND, f"немає файла {path}") from None
