"""An edition as a parcel of its files: a folder or a ZIP, the same names and texts on both sides."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path

from magistrat.rules.edition import HEAD
from magistrat.storage import zips

MOST_FILES = 200
# A whole regulation with its entries and examples is below one megabyte.
MOST_BYTES = 8 << 20
_NAME = re.compile(r"(cases/)?[a-z0-9][a-z0-9_.-]*\.(toml|txt)")


class Unfit(Exception):
    """The parcel cannot be an edition: why, in Ukrainian."""


def pack(texts: Mapping[str, str]) -> bytes:
    """A ZIP of the texts; the same texts make the same bytes."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as parcel:
        for name in sorted(texts):
            parcel.writestr(zipfile.ZipInfo(name), texts[name].encode(), zipfile.ZIP_DEFLATED)
    return target.getvalue()


def unpack(content: bytes) -> dict[str, str]:
    """The texts of a ZIP; the folder that holds them all is left out of their names.

    :raises Unfit: no ZIP, too many or too large, a name that leads elsewhere, or a text that is none.
    """
    _demand(len(content) <= MOST_BYTES, "Архів завеликий: може бути до 8 МБ.")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parcel:
            members = [one for one in parcel.infolist() if not one.is_dir()]
            _demand(len(members) <= MOST_FILES, f"Файлів забагато: {len(members)}, а може бути до {MOST_FILES}.")
            read: dict[str, bytes] = {}
            left = MOST_BYTES
            for one in members:
                _demand(not one.flag_bits & 1, f"Файл «{one.filename}» зашифровано.")
                # What the directory says of the size may be untrue: no more is unpacked than may be.
                with parcel.open(one) as source:
                    piece = source.read(left + 1)
                left -= len(piece)
                _demand(left >= 0, "Файли завеликі: текст редакції разом має бути до 8 МБ.")
                _demand(one.filename not in read, f"Файл «{one.filename}» є двічі.")
                read[one.filename] = piece
    except zips.BROKEN:
        raise Unfit("Це не архів ZIP, або його пошкоджено.") from None
    return _texts(read)


def read_folder(folder: Path) -> dict[str, str]:
    """The texts of an edition's folder, cases among them.

    :raises Unfit: no such folder, too many or too large, or a text that is none.
    """
    _demand(folder.is_dir(), f"Теки немає: {folder}.")
    files = [path for pattern in ("*.toml", "*.txt", "cases/*.toml") for path in sorted(folder.glob(pattern))]
    _demand(len(files) <= MOST_FILES, f"Файлів забагато: {len(files)}, а може бути до {MOST_FILES}.")
    _demand(sum(path.stat().st_size for path in files) <= MOST_BYTES, "Файли завеликі: разом має бути до 8 МБ.")
    return _texts({path.relative_to(folder).as_posix(): path.read_bytes() for path in files})


def write_folder(folder: Path, texts: Mapping[str, str]) -> None:
    """Write the texts into a new or empty folder.

    :raises Unfit: when it is not empty.
    """
    folder.mkdir(parents=True, exist_ok=True)
    _demand(not any(folder.iterdir()), f"Тека не порожня: {folder}.")
    for name, text in _named(texts).items():
        place = folder / name
        place.parent.mkdir(exist_ok=True)
        place.write_bytes(text.encode())


def _texts(read: Mapping[str, bytes]) -> dict[str, str]:
    heads = [name for name in read if name.rpartition("/")[2] == HEAD]
    _demand(len(heads) == 1, f"У теці має бути один файл {HEAD}.")
    folder = heads[0].removesuffix(HEAD)
    texts = {}
    for name, content in read.items():
        _demand(name.startswith(folder), f"Зайвий файл: {name}.")
        try:
            texts[name.removeprefix(folder)] = content.decode()
        except UnicodeDecodeError:
            raise Unfit(f"Файл «{name}» — не текст у кодуванні UTF-8.") from None
    return _named(texts)


def _named(texts: Mapping[str, str]) -> dict[str, str]:
    for name in texts:
        _demand(_NAME.fullmatch(name) is not None and ".." not in name, f"Назва файла не для редакції: «{name}».")
    return dict(texts)


def _demand(fits: bool, otherwise: str) -> None:
    if not fits:
        raise Unfit(otherwise)
