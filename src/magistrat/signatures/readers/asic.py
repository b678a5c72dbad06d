"""ASiC containers: a ZIP of files with their signatures (ДСТУ ETSI EN 319 162)."""

from __future__ import annotations

import hashlib
import re
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from asn1crypto import x509

from magistrat.signatures.readers import cms, xades
from magistrat.storage import zips
from magistrat.texts.readers import limits
from magistrat.texts.readers.trouble import ENCRYPTED, Unreadable

MOST_FILES = 200
MOST_META = 20 * limits.MEGABYTE
NO_FILE = "підписаного файлу в контейнері немає"
_CMS = re.compile(r"META-INF/[^/]*signature[^/]*\.p7s", re.IGNORECASE)
_XML = re.compile(r"META-INF/[^/]*signatures[^/]*\.xml", re.IGNORECASE)
_MANIFEST = re.compile(r"META-INF/[^/]*ASiCManifest[^/]*\.xml", re.IGNORECASE)
ASIC = "{http://uri.etsi.org/02918/v1.2.1#}"


def read(path: str, into: Path, trusted: list[x509.Certificate], at: datetime) -> dict[str, Any]:
    """Files taken out into the folder, and the signatures over them.

    :raises Unreadable: broken, encrypted, too large, or without signatures.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            _refuse_large(archive)
            names = [info.filename for info in archive.infolist() if not info.is_dir()]
            taken = [_take(archive, name, into, n) for n, name in enumerate(_data(names))]
            found = _signatures(archive, names, trusted, at)
    except (*zips.BROKEN, KeyError):
        raise Unreadable("Контейнер пошкоджено.") from None
    if not found:
        raise Unreadable("У контейнері немає жодного підпису.")
    return {"taken": taken, "signatures": found}


def _refuse_large(archive: zipfile.ZipFile) -> None:
    infos = archive.infolist()
    if any(info.flag_bits & 1 for info in infos):
        raise Unreadable(ENCRYPTED)
    whole = sum(info.file_size for info in infos)
    packed = max(1, sum(info.compress_size for info in infos))
    if len(infos) > MOST_FILES or whole > limits.MOST_UNPACKED or whole > packed * limits.MOST_GROWTH:
        raise Unreadable("Контейнер завеликий: у ньому забагато файлів або вони надто розростаються.")


def _data(names: list[str]) -> list[str]:
    return [name for name in names if name != "mimetype" and not name.upper().startswith("META-INF/")]


def _take(archive: zipfile.ZipFile, name: str, into: Path, number: int) -> dict[str, str]:
    place = into / str(number)
    left = limits.MOST_UNPACKED
    with archive.open(name) as source, place.open("wb") as target:
        while chunk := source.read(limits.MEGABYTE):
            left -= len(chunk)
            if left < 0:
                raise Unreadable("Контейнер завеликий: його файли надто розростаються.")
            target.write(chunk)
    return {"name": name, "path": str(place)}


def _signatures(
    archive: zipfile.ZipFile, names: list[str], trusted: list[x509.Certificate], at: datetime
) -> list[dict[str, Any]]:
    digest = _digest(archive, names)
    found: list[dict[str, Any]] = []
    for name in names:
        if _CMS.fullmatch(name):
            found += _by_cms(archive, name, names, trusted, at, digest)
        elif _XML.fullmatch(name):
            found += xades.signers(_meta(archive, name), digest, trusted, at)
    return found


def _by_cms(
    archive: zipfile.ZipFile,
    name: str,
    names: list[str],
    trusted: list[x509.Certificate],
    at: datetime,
    digest: xades.Digest,
) -> list[dict[str, Any]]:
    """A CMS signs the manifest, which holds the digests of the files; in ASiC-S it signs the one file itself."""
    signed = cms.load(_meta(archive, name))
    over, covers, spoilt = _signed_part(archive, name, names, digest)
    rows = cms.signers(signed, over, trusted, at)
    for row in rows:
        row["covers"] = covers
        if spoilt and row["state"] in {cms.VALID, cms.INTACT, cms.UNVERIFIED}:
            row["state"], row["reason"] = (
                (cms.TAMPERED, cms.MISMATCH) if spoilt == cms.MISMATCH else (cms.UNVERIFIED, spoilt)
            )
    return rows


def _signed_part(
    archive: zipfile.ZipFile, name: str, names: list[str], digest: xades.Digest
) -> tuple[bytes | None, list[str], str]:
    for manifest in names:
        if not _MANIFEST.fullmatch(manifest):
            continue
        body = _meta(archive, manifest)
        tree = xades.parse(body)
        reference = tree.find(f"{ASIC}SigReference")
        if reference is not None and unquote(reference.get("URI", "")) == name:
            covers, spoilt = _covered(tree, digest)
            return body, covers, spoilt
    data = _data(names)
    if len(data) == 1:
        return archive.read(data[0]), data, ""
    return None, [], NO_FILE


def _covered(tree: Any, digest: xades.Digest) -> tuple[list[str], str]:
    """The files that the manifest names, and what is wrong with them."""
    covers, spoilt = [], ""
    for one in tree.iter(f"{ASIC}DataObjectReference"):
        part = unquote(one.get("URI", ""))
        covers.append(part)
        algorithm = xades.hash_of(xades.uri(one, "DigestMethod"))
        counted = digest(part, algorithm) if algorithm in xades.DIGESTS else None
        if counted is None:
            spoilt = spoilt or NO_FILE
        elif counted != xades.decoded(one.findtext(f"{xades.DS}DigestValue")):
            return covers, cms.MISMATCH
    return covers, spoilt


def _digest(archive: zipfile.ZipFile, names: list[str]) -> Callable[[str, str], bytes | None]:
    def counted(name: str, algorithm: str) -> bytes | None:
        if name not in names:
            return None
        with archive.open(name) as stream:
            made = hashlib.new(algorithm)
            while chunk := stream.read(limits.MEGABYTE):
                made.update(chunk)
            return made.digest()

    return counted


def _meta(archive: zipfile.ZipFile, name: str) -> bytes:
    if archive.getinfo(name).file_size > MOST_META:
        raise Unreadable("Частина контейнера з підписом завелика.")
    return archive.read(name)
