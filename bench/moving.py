"""Bringing a workbook in: rows a second and memory, looking through and bringing in apart. Runs in a process of its own.

`python -m bench.moving ROWS` works in the database that the environment names and prints one JSON object.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from bench import places


@dataclass(frozen=True)
class Figure:
    """What was measured; seconds and mebibytes.

    `…_busy`: processor time of the process and of its database server, where the machine is shared with others.
    """

    rows: int
    workbook_mib: float
    looked_through: float
    looked_through_busy: float
    brought_in: float
    brought_in_busy: float
    brought_in_server_busy: float
    made: int
    peak_before_mib: float
    peak_after_check_mib: float
    peak_mib: float


def measure(cluster: places.Cluster, rows: int) -> Figure:
    """On a fresh copy of the city without documents."""
    database = places.clone(cluster, places.base(cluster), "bench_moving")
    done = subprocess.run(
        [sys.executable, "-m", "bench.moving", str(rows)], env=places.environment(cluster, database), check=True,
        cwd=places.CHECKOUT, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    places.drop(cluster, database)
    return Figure(**json.loads(done.stdout.splitlines()[-1]))


def main(rows: int) -> None:
    """Write a workbook with so many documents, look it through, bring it in."""
    import django

    django.setup()
    from magistrat.journal.actor import SYSTEM
    from magistrat.moving.actions import imports
    from magistrat.ui import clock

    with tempfile.TemporaryDirectory() as folder:
        book = Path(folder) / "control.xlsx"
        _in_a_process_of_its_own(book, rows)
        size, before = book.stat().st_size, _peak()
        with book.open("rb") as content:
            taken = imports.take(actor=SYSTEM, at=clock.now(), name=book.name, content=content, is_queued=False)
        begun, busy = time.perf_counter(), time.process_time()
        found = imports.go_on(import_id=taken.pk, at=clock.now())
        checked, checked_busy, after_check = time.perf_counter() - begun, time.process_time() - busy, _peak()
        if found.fault_count or found.trouble:
            raise SystemExit(f"{found.trouble} {[fault.words for fault in found.faults.all()[:5]]}")
        imports.start(actor=SYSTEM, at=clock.now(), import_id=found.pk, is_queued=False)
        begun, busy, server = time.perf_counter(), time.process_time(), _server_busy()
        done = imports.go_on(import_id=found.pk, at=clock.now())
        brought, brought_busy = time.perf_counter() - begun, time.process_time() - busy
        server_busy = _server_busy() - server
    figure = Figure(
        rows=done.rows, workbook_mib=round(size / 2**20, 1),
        looked_through=round(checked, 1), looked_through_busy=round(checked_busy, 1),
        brought_in=round(brought, 1), brought_in_busy=round(brought_busy, 1), brought_in_server_busy=round(server_busy, 1),
        made=done.made, peak_before_mib=before, peak_after_check_mib=after_check, peak_mib=_peak(),
    )  # fmt: skip
    print(json.dumps(asdict(figure)))


def _peak() -> float:
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1)


def _server_busy() -> float:
    """Processor seconds of the server's process that serves this connection."""
    from django.db import connection

    connection.ensure_connection()
    told = Path(f"/proc/{connection.connection.info.backend_pid}/stat").read_text(encoding="ascii").rpartition(")")[2]
    user, system = told.split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def _in_a_process_of_its_own(book: Path, rows: int) -> None:
    """The writer's memory is not the reader's."""
    environ = os.environ | {"BENCH_BOOK": str(book)}
    subprocess.run([sys.executable, "-m", "bench.moving", str(rows), "--write"], env=environ, check=True)


def write(book: Path, rows: int) -> None:
    """A workbook as an old program gives it out: every tenth document has a correspondent of its own."""
    import django

    django.setup()
    from openpyxl import Workbook

    from magistrat.documents.queries import registries as books
    from magistrat.documents.queries.registries import kinds
    from magistrat.moving.sheets import CORRESPONDENTS, DOCUMENTS, SHEETS
    from magistrat.organisation import queries as organisation
    from magistrat.rules.moments import local_date
    from magistrat.ui import clock

    on = local_date(clock.now())
    registry = next(one for one in books.registries() if one.direction == "incoming")
    kind = kinds("incoming")[0].title
    posts = [post for post in organisation.posts(on) if post.holding is not None]
    mayor = next(post for post in posts if "mayor" in post.roles)
    executors = [f"{one.title} ({one.holding.person.short_name})" for one in posts if "executor" in one.roles][:40]
    whole = Workbook(write_only=True)
    sheets = {title: whole.create_sheet(title) for title in (CORRESPONDENTS, DOCUMENTS)}
    for title, sheet in sheets.items():
        sheet.append([column.title for column in SHEETS[title]])
    for n in range(max(1, rows // 10)):
        _line(
            sheets[CORRESPONDENTS], CORRESPONDENTS, name=f"КП «Вигадане №{n}»", kind="комунальне підприємство, заклад"
        )
    since = date(on.year, 1, 1)
    for n in range(1, rows + 1):
        day = since + timedelta(days=n * (on - since).days // (rows + 1))
        _line(
            sheets[DOCUMENTS], DOCUMENTS, registry=registry.title, index=f"стар-{n}", number=n, registered_on=day,
            kind=kind, correspondent=f"КП «Вигадане №{n % max(1, rows // 10)}»", their_index=f"01-{n}", their_date=day,
            summary=f"Про ремонт водогону на вулиці Вигаданій, будинок {n}", addressee=mayor.title,
            text="Розглянути та надати відповідь", main=executors[n % len(executors)],
            helpers=executors[(n + 1) % len(executors)] if n % 3 == 0 else "", due_on=on + timedelta(days=n % 40),
        )  # fmt: skip
    whole.save(book)


def _line(sheet: Any, title: str, **values: Any) -> None:
    from magistrat.moving.sheets import SHEETS

    sheet.append([values.get(column.key) for column in SHEETS[title]])


if __name__ == "__main__":
    if "--write" in sys.argv:
        write(Path(os.environ["BENCH_BOOK"]), int(sys.argv[1]))
    else:
        main(int(sys.argv[1]))
