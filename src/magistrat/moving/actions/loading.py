"""A carried-out city loaded into an empty database, and the proof that it is equal: row by row, file by file, the chain whole."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest
from pathlib import Path
from typing import Any, BinaryIO

from django.db import connection, transaction
from psycopg import sql

from magistrat.journal import actions as journal
from magistrat.journal import signing, verification
from magistrat.journal.actor import Actor
from magistrat.moving import parcel
from magistrat.moving.actions.carrying_out import FORMAT, KEYS, MANIFEST, VERSION, part_of
from magistrat.moving.parcel import Broken, Parcel
from magistrat.moving.queries import whole_city as read
from magistrat.storage import actions as storage
from magistrat.storage import queries as kept

# Lines that wait in the temporary table at once.
PIECE = 20_000
# These only grow: what a living city has written since stands after what it was carried out with.
GROWING = {"journal_entry", "journal_seal", "journal_head"}
LARGEST_MANIFEST = 512 * 1024 * 1024


@dataclass(frozen=True)
class Proof:
    """What was compared and what differs, in Ukrainian."""

    rows: int
    files: int
    links: int
    differences: tuple[str, ...] = ()


def manifest_of(source: Parcel) -> dict[str, Any]:
    """The parcel's manifest.

    :raises Broken: there is none, or it is of another format.
    """
    with source.read(MANIFEST) as text:
        whole = text.read(LARGEST_MANIFEST + 1)
    try:
        manifest: dict[str, Any] = json.loads(whole)
        if (manifest["format"], manifest["version"]) != (FORMAT, VERSION):
            raise Broken(f"Це не винесене місто версії {VERSION}.")
        for table in manifest["tables"]:
            table["table"], table["part"], table["rows"], table["sha256"]
    except (ValueError, KeyError, TypeError) as wrong:
        raise Broken("Опис (manifest.json) пошкоджено.") from wrong
    return manifest


def load(
    *, actor: Actor, at: datetime, path: Path, tell: Callable[[str], None] = lambda _: None
) -> Proof:  # fmt: skip
    """Load the city into this empty, migrated database, all or nothing, then compare it with the parcel.

    :raises Broken: the database is not empty or of another version; a part is missing or damaged.
    """
    with parcel.opened(path, is_new=False) as source:
        return _load(source, actor, at, tell)


def _load(source: Parcel, actor: Actor, at: datetime, tell: Callable[[str], None]) -> Proof:
    manifest = manifest_of(source)
    _refuse_unfit(manifest)
    _trust(source, manifest)
    for sha256 in _contents(source):
        with source.read(part_of(sha256)) as content:
            if not storage.put_back(sha256=sha256, content=content):
                raise Broken(f"Вміст {sha256} пошкоджено.")
    tell(f"Файлів: {manifest['files']['count']}")
    with transaction.atomic():
        read.unhurried()
        for table in read.tables():
            _fill(source, table, next(one for one in manifest["tables"] if one["table"] == table.name))
        _set_counters(manifest["counters"])
    tell(f"Рядків: {sum(one['rows'] for one in manifest['tables'])}")
    differences = _rows_differ(source, manifest) + _files_differ(source)
    # What was written while the city was carried out had no link of the chain yet.
    journal.seal(at=at, is_thorough=True)
    proof = _proof(manifest, differences)
    with transaction.atomic():
        payload = {"text": "Місто завантажено з винесеного", "of": manifest["at"], "equal": not proof.differences}
        journal.record(actor=actor, at=at, code="moving.loaded", payload=payload)
    journal.seal(at=at, is_thorough=True)
    return proof


def compare(*, path: Path) -> Proof:
    """Compare this database, its files and its journal with the parcel: every table's rows, every content, the chain."""
    with parcel.opened(path, is_new=False) as source:
        manifest = manifest_of(source)
        return _proof(manifest, _rows_differ(source, manifest) + _files_differ(source))


# --- before ------------------------------------------------------------------------------------------


def _refuse_unfit(manifest: dict[str, Any]) -> None:
    here, there = set(read.migrations()), set(manifest["migrations"])
    if here != there:
        lacking, beyond = sorted(there - here), sorted(here - there)
        said = f"тут немає {', '.join(lacking[:3])}" if lacking else f"там немає {', '.join(beyond[:3])}"
        raise Broken(f"Місто винесено іншою версією системи ({said}): завантажте його тією самою версією.")
    tables = read.tables()
    if full := [table.name for table in tables if read.count(table)]:
        raise Broken(f"База даних не порожня ({', '.join(full[:3])}): місто завантажують лише в порожню.")
    if missing := {table.name for table in tables} - {one["table"] for one in manifest["tables"]}:
        raise Broken(f"У винесеному місті немає таблиць: {', '.join(sorted(missing)[:5])}.")


def _trust(source: Parcel, manifest: dict[str, Any]) -> None:
    if not manifest.get("keys"):
        return
    with source.read(KEYS) as text:
        pem = text.read(1 << 20)
    try:
        signing.trust(pem.decode("ascii"))
    except ValueError as wrong:
        raise Broken("Ключі журналу пошкоджено.") from wrong


# --- rows --------------------------------------------------------------------------------------------


def _fill(source: Parcel, table: read.Table, one: dict[str, Any]) -> None:
    names = sql.SQL(", ").join(map(sql.Identifier, table.columns))
    insert = sql.SQL(
        "INSERT INTO {table} ({names}) OVERRIDING SYSTEM VALUE "
        "SELECT {names} FROM loading l, jsonb_populate_record(NULL::{table}, l.line) r ORDER BY l.n"
    ).format(table=sql.Identifier(table.name), names=names)
    digest, rows = hashlib.sha256(), 0
    with connection.cursor() as cursor, source.read(one["part"]) as text:
        cursor.execute("CREATE TEMPORARY TABLE IF NOT EXISTS loading (n bigserial, line jsonb) ON COMMIT DROP")
        while piece := _piece(text):
            with cursor.copy("COPY loading (line) FROM STDIN") as copy:
                for line in piece:
                    digest.update(line)
                    copy.write_row([line.decode().rstrip("\n")])
            cursor.execute(insert)
            cursor.execute("DELETE FROM loading")
            rows += len(piece)
    if digest.hexdigest() != one["sha256"] or rows != one["rows"]:
        raise Broken(f"Частину «{one['part']}» змінено або пошкоджено.")


def _piece(text: BinaryIO) -> list[bytes]:
    return [line for _, line in zip(range(PIECE), text, strict=False)]


def _set_counters(counters: dict[str, int]) -> None:
    known = read.counters()
    with connection.cursor() as cursor:
        for name, last in counters.items():
            if name in known and last:
                cursor.execute("SELECT setval(%s::regclass, %s)", [f'public."{name}"', int(last)])


# --- equal -------------------------------------------------------------------------------------------


def _proof(manifest: dict[str, Any], differences: list[str]) -> Proof:
    verdict = verification.verify()
    differences += [f"журнал, {fault.place}: {fault.words}" for fault in verdict.faults[:20]]
    if verdict.links < manifest["journal"]["links"]:
        differences.append(f"ланок журналу {verdict.links}, а має бути {manifest['journal']['links']}")
    rows = sum(one["rows"] for one in manifest["tables"])
    return Proof(rows, manifest["files"]["count"], verdict.links, tuple(differences))


def _rows_differ(source: Parcel, manifest: dict[str, Any]) -> list[str]:
    differences = []
    with read.one_moment():
        found = {table.name: table for table in read.tables()}
        for one in manifest["tables"]:
            if one["table"] not in found:
                differences.append(f"немає таблиці {one['table']}")
            elif words := _difference(source, found[one["table"]], one):
                differences.append(words)
    return differences + [
        f"зайва таблиця {name}" for name in found.keys() - {one["table"] for one in manifest["tables"]}
    ]


def _files_differ(source: Parcel) -> list[str]:
    return [f"вміст {sha256} відсутній або пошкоджений" for sha256 in _contents(source) if not kept.is_whole(sha256)]


def _contents(source: Parcel) -> Iterator[str]:
    """SHA-256 of every content, as the parcel's own table tells them."""
    with source.read("tables/storage_blob.jsonl") as text:
        for line in text:
            yield str(json.loads(line)["sha256"])


def _difference(source: Parcel, table: read.Table, one: dict[str, Any]) -> str:
    digest = hashlib.sha256()
    for line in _ours(table, one):
        digest.update(line)
    if digest.hexdigest() == one["sha256"]:
        return ""
    with source.read(one["part"]) as text:
        for number, (theirs, ours) in enumerate(zip_longest(_each(text), _ours(table, one)), 1):
            if theirs != ours:
                return f"{table.name}, рядок {number}: {_shown(ours)} замість {_shown(theirs)}"
    return f"{table.name}: опис не відповідає вмісту"


def _ours(table: read.Table, one: dict[str, Any]) -> Iterator[bytes]:
    """This database's rows; of what only grows, as many as the parcel has."""
    return read.lines(table, limit=one["rows"] if table.name in GROWING else None)


def _each(text: BinaryIO) -> Iterator[bytes]:
    yield from text


def _shown(line: bytes | None) -> str:
    return "нічого" if line is None else line.decode(errors="replace").strip()[:160]
