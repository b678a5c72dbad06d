"""The editions and cases that lie in ``cities/``, for the tests of this folder."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from magistrat.rules import calendar, destruction, edition, law, provisions, vote_cases, worked
from magistrat.rules.calendar import WorkCalendar
from magistrat.rules.destruction import Saying
from magistrat.rules.edition import Edition
from magistrat.rules.law import Laws
from magistrat.rules.provisions import Provision
from magistrat.rules.vote_cases import VoteCase
from magistrat.rules.worked import Worked

ROOT = Path(__file__).resolve().parents[2] / "cities"


@dataclass(frozen=True)
class Folder:
    """An edition's folder with what is read from it."""

    path: Path

    def __str__(self) -> str:
        return f"{self.path.parent.name}/{self.path.name}"

    @property
    def edition(self) -> Edition:
        return _edition(self.path)

    @property
    def calendar(self) -> WorkCalendar:
        return _calendar(self.path.parent)

    @property
    def regulation(self) -> str:
        return (self.path / "regulation.txt").read_text(encoding="utf-8")

    def cases(self) -> list[tuple[str, Mapping[str, Any]]]:
        return _cases(self.path)

    def votes(self) -> tuple[VoteCase, ...]:
        return _votes(self.path)

    def worked(self) -> Worked:
        return _worked(self.path)

    def tables(self) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """The entries' tables as written, with their file."""
        for file in sorted(self.path.glob("*.toml")):
            if file.name != edition.HEAD:
                whole = tomllib.loads(file.read_text(encoding="utf-8"))
                yield from ((file.name, table) for kind in edition.KINDS for table in whole.get(kind, []))


@cache
def _edition(path: Path) -> Edition:
    return edition.load({file.name: file.read_text(encoding="utf-8") for file in path.glob("*.toml")})


@cache
def _calendar(city: Path) -> WorkCalendar:
    country = (ROOT / "ukraine" / "calendar.toml").read_text(encoding="utf-8")
    return calendar.load(country, (city / "city.toml").read_text(encoding="utf-8"))


@cache
def _case_texts(path: Path) -> Mapping[str, str]:
    return {f"cases/{file.name}": file.read_text(encoding="utf-8") for file in sorted((path / "cases").glob("*.toml"))}


@cache
def _votes(path: Path) -> tuple[VoteCase, ...]:
    return vote_cases.load(_case_texts(path))


@cache
def _worked(path: Path) -> Worked:
    return worked.load(_case_texts(path))


@cache
def _cases(path: Path) -> list[tuple[str, Mapping[str, Any]]]:
    files = sorted((path / "cases").glob("*.toml"))
    return [
        (file.name, case) for file in files for case in tomllib.loads(file.read_text(encoding="utf-8")).get("case", [])
    ]


@cache
def laws() -> Laws:
    return law.load((ROOT / "ukraine" / "laws.toml").read_text(encoding="utf-8"))


@cache
def vote_laws() -> tuple[Provision, ...]:
    return provisions.load((ROOT / "ukraine" / "votes.toml").read_text(encoding="utf-8"))


@cache
def keeping_acts() -> tuple[Saying, ...]:
    return destruction.load((ROOT / "ukraine" / "keeping.toml").read_text(encoding="utf-8"))


FOLDERS = [Folder(head.parent) for head in sorted(ROOT.glob("*/*/edition.toml"))]
