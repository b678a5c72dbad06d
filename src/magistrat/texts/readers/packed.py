"""Files of ZIP, RAR and 7Z archives."""

from __future__ import annotations

import itertools
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from magistrat.storage import zips
from magistrat.texts.readers import limits, taking
from magistrat.texts.readers.trouble import ENCRYPTED, Unreadable

LOCKED, LINK, BROKEN = "захищено паролем", "посилання, а не файл", "пошкоджено"
WITHOUT_LIBRARY = "Щоб розпакувати цей архів, на сервері має бути бібліотека libarchive (пакет libarchive13)."
UNICODE_NAME = 0x800
# Letters of the DOS table that a Ukrainian name has and the pseudographics of a wrong reading has not.
UKRAINIAN = frozenset("абвгґдеєжзиіїйклмнопрстуфхцчшщьюяАБВГҐДЕЄЖЗИІЇЙКЛМНОПРСТУФХЦЧШЩЬЮЯыъэёЫЪЭЁ")


def read(path: str, into: str) -> dict[str, Any]:
    """The archive's files written into the folder; encrypted and broken ones are named with the reason.

    :raises Unreadable: the whole archive is encrypted, broken, or passes the bounds.
    """
    taken = taking.Taken(into, Path(path).stat().st_size)
    if zipfile.is_zipfile(path):
        _zip(path, taken)
    else:
        _others(path, taken)
    if not taken.files and not taken.left:
        raise Unreadable("Архів порожній або пошкоджений.")
    if not taken.files and all(one["reason"] == LOCKED for one in taken.left):
        raise Unreadable(ENCRYPTED)
    return taken.answer()


def _zip(path: str, taken: taking.Taken) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            for info in archive.infolist():
                if not info.is_dir():
                    _entry(archive, info, taken)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, OSError, EOFError):
        raise Unreadable("Архів пошкоджено.") from None


def _entry(archive: zipfile.ZipFile, info: zipfile.ZipInfo, taken: taking.Taken) -> None:
    name = zip_name(info)
    if info.flag_bits & 1:
        taken.leave(name, LOCKED)
    elif (info.external_attr >> 16) & 0o170000 == 0o120000:
        taken.leave(name, LINK)
    else:
        try:
            with archive.open(info) as source:
                taken.put(name, iter(lambda: source.read(limits.MEGABYTE), b""))
        except zips.BROKEN:
            taken.leave(name, BROKEN)


def zip_name(info: zipfile.ZipInfo) -> str:
    """The name by the table in which it was written: programs of old write cp866, some of Windows cp1251."""
    if info.flag_bits & UNICODE_NAME:
        return info.filename
    try:
        raw = info.orig_filename.encode("cp437")
    except UnicodeEncodeError:
        return info.filename
    if raw.isascii():
        return info.filename
    readings = []
    for table in ("utf-8", "cp866", "cp1125", "cp1251"):
        try:
            readings.append(raw.decode(table))
        except UnicodeDecodeError:
            continue
        if table == "utf-8":
            return readings[0]
    return max(readings, key=_likeness, default=info.filename)


def _likeness(name: str) -> float:
    """How much it looks like a Ukrainian name: its letters, and capitals where words begin rather than within."""
    letters = [letter for letter in name if not letter.isascii()]
    ours = sum(letter in UKRAINIAN for letter in letters)
    within = sum(one.islower() and two.isupper() for one, two in itertools.pairwise(name))
    return ours - len(letters) - 0.5 * within


def _others(path: str, taken: taking.Taken) -> None:
    try:
        import libarchive
        from libarchive.exception import ArchiveError
    except (ImportError, OSError, TypeError):
        raise Unreadable(WITHOUT_LIBRARY) from None
    try:
        with libarchive.file_reader(path) as archive:
            for entry in archive:
                if not entry.isdir:
                    _other_entry(entry, taken, ArchiveError)
    except ArchiveError as trouble:
        raise Unreadable(ENCRYPTED if _says_locked(trouble) else "Архів пошкоджено.") from None


def _other_entry(entry: Any, taken: taking.Taken, trouble_kind: type[Exception]) -> None:
    name = entry.pathname or "без назви"
    if not entry.isfile:
        taken.leave(name, LINK)
        return
    try:
        taken.put(name, _blocks(entry))
    except trouble_kind as trouble:
        taken.leave(name, LOCKED if _says_locked(trouble) else BROKEN)


def _blocks(entry: Any) -> Iterator[bytes]:
    yield from entry.get_blocks(limits.MEGABYTE)


def _says_locked(trouble: Exception) -> bool:
    said = str(getattr(trouble, "msg", "") or trouble).lower()
    return any(word in said for word in ("encrypt", "passphrase", "password"))
