"""The folders into which scanners write, as the settings name them, and what lies in them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings

DONE, NOT_TAKEN = "done", "not-taken"
# A file that has not grown for so long has been written to its end.
STILL = timedelta(seconds=15)
HALF_WRITTEN = (".part", ".tmp", ".crdownload", ".filepart")


@dataclass(frozen=True)
class Folder:
    """A scanner's folder; `registry`: key of the registry whose unit takes the papers in, "" for the city's own."""

    path: Path
    registry: str


@dataclass(frozen=True)
class Found:
    """A file of the folder that has been written to its end."""

    path: Path
    size: int
    changed: int


def folders() -> list[Folder]:
    """`SCANNERS` of the settings: `path` or `registry=path`, several separated by `;`."""
    found = []
    for part in filter(None, (part.strip() for part in settings.SCANNERS.split(";"))):
        key, sign, path = part.partition("=")
        found.append(Folder(Path(path.strip()), key.strip()) if sign else Folder(Path(part), ""))
    return found


def waiting(folder: Folder, at: datetime) -> tuple[list[Found], int]:
    """Files written to their end, oldest first, and how many are still being written."""
    ready, growing = [], 0
    for found in _files(folder):
        age = at - datetime.fromtimestamp(found.changed / 1e9, tz=UTC)
        if age < STILL or (found.size == 0 and age < STILL * 20) or found.path.suffix.lower() in HALF_WRITTEN:
            growing += 1
        else:
            ready.append(found)
    return sorted(ready, key=lambda one: (one.changed, one.path.name)), growing


def _files(folder: Folder) -> Iterator[Found]:
    if not folder.path.is_dir():
        return
    for path in folder.path.iterdir():
        # A link could lead to any file of the server.
        if path.name.startswith((".", "~")) or path.is_symlink() or not path.is_file():
            continue
        facts = path.stat()
        yield Found(path, facts.st_size, facts.st_mtime_ns)


def move(found: Found, folder: Folder, target: str) -> Path:
    """Put the file into `done` or `not-taken`; one of the same name gets a number."""
    place = folder.path / target
    place.mkdir(exist_ok=True)
    for n in range(1, 10_000):
        name = found.path.name if n == 1 else f"{found.path.stem} ({n}){found.path.suffix}"
        if not (place / name).exists():
            return found.path.rename(place / name)
    raise FileExistsError(place)
