"""Texts of a city as they lie in its folder; see docs/how-to/write-a-rule.md."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

TEXTS = {".toml", ".txt"}


@dataclass(frozen=True, slots=True)
class CityFolder:
    """What a city's folder says; `editions` are texts by name, in order of their folders."""

    names: Mapping[str, str]
    calendar_files: Mapping[str, str]
    editions: tuple[Mapping[str, str], ...]
    organisation: str


def read(cities: Path, slug: str) -> CityFolder:
    """Read `cities/<slug>`.

    :raises FileNotFoundError: when there is no such city.
    """
    folder = cities / slug
    city = (folder / "city.toml").read_text(encoding="utf-8")
    # A folder of made-up cities without a country of its own takes the country's files from the checkout.
    country = next(place for place in (cities / "ukraine", folder / "ukraine", HOME / "ukraine") if place.is_dir())
    calendar_files = {"city.toml": city} | {
        path.name: path.read_text(encoding="utf-8") for path in sorted(country.glob("*.toml"))
    }
    heads = sorted(folder.glob("*/edition.toml"))
    organisation = folder / "organisation.toml"
    structure = organisation.read_text(encoding="utf-8") if organisation.is_file() else ""
    return CityFolder(
        names=tomllib.loads(structure).get("names", {}),
        calendar_files=calendar_files,
        editions=tuple(edition(head.parent) for head in heads),
        organisation=structure,
    )


def edition(folder: Path) -> dict[str, str]:
    """Texts of an edition's folder by name; its cases are no part of it."""
    found = sorted(path for path in folder.iterdir() if path.suffix in TEXTS and path.is_file())
    return {path.name: path.read_text(encoding="utf-8") for path in found}


HOME = Path(__file__).resolve().parents[3] / "cities"
