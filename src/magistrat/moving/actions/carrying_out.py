"""A whole city carried out: every row, every file, the journal with its chain, as it stands at one moment."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from magistrat.journal import actions as journal
from magistrat.journal import queries as chain
from magistrat.journal import signing
from magistrat.journal.actor import Actor
from magistrat.moving import parcel
from magistrat.moving.parcel import Broken, Parcel
from magistrat.moving.queries import whole_city as read
from magistrat.regulation import queries as regulation
from magistrat.storage import queries as storage

FORMAT, VERSION = "magistrat-city", 1
MANIFEST = "manifest.json"
KEYS = "keys/journal-public.pem"


def carry_out(
    *, actor: Actor, at: datetime, path: Path, tell: Callable[[str], None] = lambda _: None
) -> dict[str, Any]:  # fmt: skip
    """Write the whole city into a new folder, or a ZIP file; its manifest.

    :raises Broken: the place is taken, or a content is missing or damaged on the disk.
    """
    with parcel.opened(path, is_new=True) as target:
        with transaction.atomic():
            text = "Місто винесено у відкритих форматах"
            journal.record(actor=actor, at=at, code="moving.carried_out", payload={"text": text, "place": path.name})
        journal.seal(at=at)
        return _write(target, at, tell)


def _write(target: Parcel, at: datetime, tell: Callable[[str], None]) -> dict[str, Any]:
    with read.one_moment():
        manifest: dict[str, Any] = {
            "format": FORMAT, "version": VERSION, "city": regulation.city().slug, "at": at.astimezone(UTC).isoformat(),
            "migrations": read.migrations(), "counters": read.counters(), "tables": [],
        }  # fmt: skip
        for table in read.tables():
            manifest["tables"].append(_table(target, table))
        tell(f"Рядків: {sum(one['rows'] for one in manifest['tables'])}")
        position, chain_hash = chain.chain_head()
        manifest["journal"] = {"links": position, "chain": chain_hash}
        manifest["regulation"] = _regulation(target)
        manifest["files"] = {"count": 0, "bytes": 0}
        for sha256, size in storage.contents():
            _content(target, sha256, size)
            manifest["files"]["count"] += 1
            manifest["files"]["bytes"] += size
        tell(f"Файлів: {manifest['files']['count']}")
    manifest["keys"] = _keys(target)
    with target.write(MANIFEST) as written:
        written.write(json.dumps(manifest, ensure_ascii=False, indent=1).encode())
    return manifest


def _table(target: Parcel, table: read.Table) -> dict[str, Any]:
    name, rows = f"tables/{table.name}.jsonl", 0
    with target.write(name) as written:
        for line in read.lines(table):
            written.write(line)
            rows += 1
    return {"table": table.name, "part": name, "columns": table.columns, "rows": rows, "sha256": written.sha256}


def _regulation(target: Parcel) -> list[str]:
    """The texts of the adopted editions as files too: they are read without any program."""
    names = []
    for day, texts in regulation.edition_texts():
        for name, text in sorted(texts.items()):
            names.append(f"regulation/{day:%Y-%m-%d}/{name}")
            with target.write(names[-1]) as written:
                written.write(text.encode())
    return names


def part_of(sha256: str) -> str:
    """Where a content lies in the parcel."""
    return f"files/{sha256[:2]}/{sha256}"


def _content(target: Parcel, sha256: str, size: int) -> None:
    name = part_of(sha256)
    try:
        with storage.open_once(sha256) as source, target.write(name) as written:
            found = parcel.copied(source, written)
    except FileNotFoundError as wrong:
        raise Broken(f"На диску немає вмісту {sha256}.") from wrong
    if found != sha256 or written.size != size:
        raise Broken(f"Вміст {sha256} на диску пошкоджено.")


def _keys(target: Parcel) -> str | None:
    """The public keys by which the journal's signed heads are verified; no secret leaves the city's folder."""
    pem = signing.trusted_pem()
    if not pem:
        return None
    with target.write(KEYS) as written:
        written.write(pem.encode())
    return written.sha256
