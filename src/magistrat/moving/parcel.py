"""What a carried-out city lies in: a folder, or one ZIP file; written and read as a stream, each part with its SHA-256."""

from __future__ import annotations

import hashlib
import os
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, BinaryIO

CHUNK = 1 << 20
# What is packed already grows no smaller.
STORED = "files/"


class Broken(Exception):
    """The parcel is not what it must be: why, in Ukrainian."""


class Hashing:
    """A stream that is written to, with the hash and the size of what went through."""

    def __init__(self, target: IO[bytes]) -> None:
        self._target, self._digest, self.size = target, hashlib.sha256(), 0

    def write(self, piece: bytes) -> None:
        """Pass the bytes on."""
        self._target.write(piece)
        self._digest.update(piece)
        self.size += len(piece)

    @property
    def sha256(self) -> str:
        """Of all that has been written."""
        return self._digest.hexdigest()


class Folder:
    """Parts are files of a folder; for its owner alone."""

    def __init__(self, path: Path, *, is_new: bool) -> None:
        self.path = path
        if is_new:
            path.mkdir(mode=0o700, parents=True, exist_ok=True)
            if any(path.iterdir()):
                raise Broken(f"Тека не порожня: {path}.")
        elif not path.is_dir():
            raise Broken(f"Теки немає: {path}.")

    @contextmanager
    def write(self, name: str) -> Iterator[Hashing]:
        """Write a part."""
        place = self._place(name)
        place.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as target:
            yield Hashing(target)
            target.flush()
            os.fsync(target.fileno())

    @contextmanager
    def read(self, name: str) -> Iterator[BinaryIO]:
        """Read a part.

        :raises Broken: when there is none.
        """
        place = self._place(name)
        if not place.is_file() or place.is_symlink():
            raise Broken(f"У теці немає «{name}».")
        with place.open("rb") as source:
            yield source

    def names(self) -> set[str]:
        """Names of all parts."""
        return {file.relative_to(self.path).as_posix() for file in self.path.rglob("*") if file.is_file()}

    def close(self) -> None:
        """Nothing to end."""

    def abandon(self) -> None:
        """Leave what is written: whoever looks sees that the manifest is missing."""

    def _place(self, name: str) -> Path:
        return self.path / _safe(name)


class Zip:
    """Parts are members of a ZIP file, which appears whole under its name or not at all."""

    def __init__(self, path: Path, *, is_new: bool) -> None:
        self.path, self._half = path, path.with_name(f"{path.name}.half") if is_new else None
        if is_new and path.exists():
            raise Broken(f"Файл уже є: {path}.")
        try:
            self._stream = self._begun() if is_new else path.open("rb")
            self._archive = zipfile.ZipFile(self._stream, "w" if is_new else "r", zipfile.ZIP_DEFLATED)
        except (zipfile.BadZipFile, FileNotFoundError, IsADirectoryError) as wrong:
            if hasattr(self, "_stream"):
                self._stream.close()
            raise Broken(f"Не відкривається як файл ZIP: {path}.") from wrong

    def _begun(self) -> IO[bytes]:
        assert self._half is not None
        return os.fdopen(os.open(self._half, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600), "w+b")

    @contextmanager
    def write(self, name: str) -> Iterator[Hashing]:
        """Write a member."""
        member = zipfile.ZipInfo(_safe(name))
        member.compress_type = zipfile.ZIP_STORED if name.startswith(STORED) else zipfile.ZIP_DEFLATED
        member.external_attr = 0o600 << 16
        with self._archive.open(member, "w", force_zip64=True) as target:
            yield Hashing(target)

    @contextmanager
    def read(self, name: str) -> Iterator[BinaryIO]:
        """Read a member.

        :raises Broken: when there is none, or it is damaged.
        """
        try:
            with self._archive.open(_safe(name)) as source:
                yield source
        except KeyError as wrong:
            raise Broken(f"У файлі немає «{name}».") from wrong
        except zipfile.BadZipFile as wrong:
            raise Broken(f"Частину «{name}» пошкоджено.") from wrong

    def names(self) -> set[str]:
        """Names of all members."""
        return {one.filename for one in self._archive.infolist() if not one.is_dir()}

    def close(self) -> None:
        """End the file; a written one gets its name now."""
        self._archive.close()
        if self._half is not None:
            self._stream.flush()
            os.fsync(self._stream.fileno())
            self._half.replace(self.path)
        self._stream.close()

    def abandon(self) -> None:
        """Close the file; a half-written one is removed."""
        if self._half is not None:
            # the archive must not write its end into it
            self._archive.fp = None
            self._half.unlink(missing_ok=True)
        self._archive.close()
        self._stream.close()


Parcel = Folder | Zip


@contextmanager
def opened(path: Path, *, is_new: bool) -> Iterator[Parcel]:
    """A ZIP for a name that ends in ``.zip``, else a folder; a ZIP whose writing fails is not left behind.

    :raises Broken: it is there already (to be written) or is not (to be read).
    """
    parcel: Parcel = (Zip if path.suffix.lower() == ".zip" else Folder)(path, is_new=is_new)
    try:
        yield parcel
    except BaseException:
        parcel.abandon()
        raise
    parcel.close()


def _safe(name: str) -> str:
    place = PurePosixPath(name)
    if place.is_absolute() or ".." in place.parts or not place.parts or "\\" in name:
        raise Broken(f"Неприпустима назва частини: «{name[:80]}».")
    return place.as_posix()


def copied(source: BinaryIO, target: Hashing) -> str:
    """Copy a stream piece by piece; the SHA-256 of it."""
    while piece := source.read(CHUNK):
        target.write(piece)
    return target.sha256
