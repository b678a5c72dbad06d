"""Fills a set-up city with any number of documents: `python -m bench.generator SIZE`, quickly, the same at every run.

The city works at one pace (`A_DAY` registrations on a working day), so a larger size is a longer past, not a busier
present: what waits at the desks is the same, what lies in the archive grows.
"""

from __future__ import annotations

import os
import sys
import uuid
from datetime import UTC, datetime, timedelta
from random import Random
from types import SimpleNamespace
from typing import Any

import django
import psycopg
from psycopg.types.json import Jsonb

SEED = 20210721
# 40,000 registrations in 250 working days of a year.
A_DAY = 160
NOW = datetime(2026, 3, 10, 8, 0, tzinfo=UTC)


# What `documents.actions.passages.GATHER` makes of cards that have no passages.
BODIES = """
INSERT INTO documents_body (document_id, lemmas, head, waiting)
SELECT id, setweight(coalesce(lemmas, ''), 'A') ||
    CASE WHEN number IS NULL THEN '' ELSE array_to_tsvector(ARRAY['№' || number::text]) END, search_text, 0
FROM documents_document
"""


def moments(size: int, chance: Random) -> list[datetime]:
    """When the papers are registered, in order: on weekdays up to now, in working hours."""
    found: list[datetime] = []
    day = NOW.date()
    while len(found) < size:
        if day.weekday() < 5:
            wanted = min(A_DAY if day != NOW.date() else A_DAY // 8, size - len(found))
            hours = 8.5 if day != NOW.date() else 1
            begin = datetime(day.year, day.month, day.day, 6, 30, tzinfo=UTC)
            found += [begin + timedelta(seconds=int(chance.random() * hours * 3600)) for _ in range(wanted)]
        day -= timedelta(days=1)
    return sorted(found)


def fill(size: int, link: psycopg.Connection[Any]) -> None:
    """Write all rows of a city with so many documents."""
    from bench.papers import Papers
    from bench.scene import Scene
    from bench.words import Words

    chance = Random(SEED)
    times = moments(size, chance)
    years = range(times[0].year, NOW.year + 1)
    scene = Scene(chance, Words(chance), size, years)
    papers = Papers(scene, chance, NOW)
    for at in times:
        papers.write(at)
    for table in (scene.senders, scene.files, *papers.tables.values()):
        _write(table, link)
    for (registry, period), last in scene.counters().items():
        link.execute(
            "INSERT INTO numbers_counter (series, period, last) VALUES (%s, %s, %s)",
            [f"documents.registry:{registry}", period, last],
        )
    _write_journal(papers.deeds, chance, link)
    link.execute(BODIES)


def _write(table: Any, link: psycopg.Connection[Any]) -> None:
    table.rows = [
        tuple(
            Jsonb(value) if isinstance(value, dict | list) and not _is_array(table, place) else value
            for place, value in enumerate(row)
        )
        for row in table.rows
    ]
    table.write(link)


def _is_array(table: Any, place: int) -> bool:
    return table.fields[place].get_internal_type() == "ArrayField"


def _write_journal(deeds: list[dict[str, Any]], chance: Random, link: psycopg.Connection[Any]) -> None:
    """Entries in the order of time with their hashes, and the chain over all of them, the older ones too."""
    from bench.table import Table
    from magistrat.journal.models import Entry

    entries = Table(Entry, "xact")
    for deed in sorted(deeds, key=lambda deed: deed["at"]):
        entries.add(**_entry(deed, chance))
    _write(entries, link)
    del entries


def _entry(deed: dict[str, Any], chance: Random) -> dict[str, Any]:
    from magistrat.journal.hashes import row_hash, values_hash

    who = deed["who"]
    row = SimpleNamespace(
        key=uuid.UUID(int=chance.getrandbits(128), version=4), at=deed["at"], code=deed["code"], actor_person=who.person,
        actor_post=who.id, actor_acting_for=None, actor_on_behalf=None, actor_printed=who.printed, document=deed["document"],
        subject_kind=deed["kind"], subject=deed["subject"], clause=deed["clause"], edition="", payload={"text": deed["text"]},
        salt=f"{chance.getrandbits(128):032x}", values_hash="", row_hash="",
    )  # fmt: skip
    row.values_hash = values_hash(row)
    row.row_hash = row_hash(row)
    return vars(row)


def main(size: int) -> None:
    # The superuser's session: foreign keys need no check row by row, since the rows are made to fit together.
    with psycopg.connect(os.environ["BENCH_SUPERUSER_URL"]) as link:
        link.execute("SET session_replication_role = replica; SET synchronous_commit = off")
        fill(size, link)
    _keep_words()
    with psycopg.connect(os.environ["BENCH_SUPERUSER_URL"], autocommit=True) as link:
        link.execute("VACUUM ANALYZE")
    _seal()


def _keep_words() -> None:
    """Words by which misspelt names are known again."""
    from magistrat.documents.actions import correspondents

    correspondents.fold_names()


def _seal() -> None:
    from magistrat.journal import actions

    while actions.seal(at=NOW):
        pass


if __name__ == "__main__":
    django.setup()
    main(int(sys.argv[1]))
