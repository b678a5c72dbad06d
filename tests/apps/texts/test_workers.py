"""The queue with real worker processes: a killed one loses nothing, and no page is read by two."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from django.conf import settings as now
from django.db import connections
from PIL import Image, ImageDraw
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateWorker
from procrastinate.exceptions import AlreadyEnqueued

from magistrat.launcher import city_run
from magistrat.storage import actions as storage
from magistrat.texts import claims, queries
from magistrat.texts.actions import asking, reading
from magistrat.texts.models import Page, Reading
from tests import databases
from tests.factories import papers

AT = datetime(2026, 3, 6, 8, tzinfo=UTC)

pytestmark = pytest.mark.django_db(transaction=True)

# Tesseract's place is taken by a program that writes down what it is asked for: the queue is what is tried here.
# Which way a page lies is asked by `-l osd`; the three letters alone stand in the random name of a folder now and then.
TESSERACT = """#!/bin/sh
case "$*" in *"-l osd"*) echo "Rotate: 0"; echo "Orientation confidence: 9.0"; exit 0;; esac
page=$(sha1sum < "$1" | cut -c1-40)
echo "begin $page" >> {log}
sleep {pause}
printf 'level\\tpage_num\\tblock_num\\tpar_num\\tline_num\\tword_num\\tleft\\ttop\\twidth\\theight\\tconf\\ttext\\n' > "$2.tsv"
printf '5\\t1\\t1\\t1\\t1\\t1\\t10\\t10\\t50\\t20\\t96.5\\tСторінка\\n' >> "$2.tsv"
echo "end $page" >> {log}
"""


class Bench:
    """The workers' surroundings and what their tesseract wrote down."""

    def __init__(self, folder: Path, pause: float) -> None:
        self.log = folder / "asked"
        self.log.touch()
        self.said = folder / "said"
        programs = folder / "bin"
        programs.mkdir()
        (programs / "tesseract").write_text(TESSERACT.format(log=self.log, pause=pause))
        (programs / "tesseract").chmod(0o755)
        self.environment = os.environ | {
            "PATH": f"{programs}:{os.environ['PATH']}",
            "DATABASE_URL": databases.app_url(connections["default"].settings_dict["NAME"]),
            "MAGISTRAT_STORAGE_DIR": str(now.STORAGE_DIR),
        }
        self.environment.pop("MAGISTRAT_NOW", None)

    @contextmanager
    def worker(self) -> Iterator[subprocess.Popen[bytes]]:
        """A worker of the queue, killed at the end."""
        command = [sys.executable, "-W", "ignore", "-m", "django", "procrastinate", "worker", "-q", "texts", "-c", "1"]
        with self.said.open("ab") as said:
            process = subprocess.Popen(command, env=self.environment, stdout=subprocess.DEVNULL, stderr=said)
        try:
            yield process
        finally:
            process.kill()
            process.wait()

    def asked(self) -> list[tuple[str, str]]:
        """Begun and ended pages, in order."""
        return [tuple(line.split()) for line in self.log.read_text().splitlines()]


def eventually(ask, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if ask():
            return True
        time.sleep(0.1)
    return False


def letter(pages: int) -> Reading:
    """A scan whose pages all differ, opened, with its pages in the queue."""
    sheets = []
    for number in range(pages):
        sheet = Image.new("L", (120, 60), 255)
        ImageDraw.Draw(sheet).text((5, 5), f"{number}", fill=0)
        sheets.append(sheet)
    found = asking.ask(blob=storage.keep(content=papers.scan(*sheets), at=AT), at=AT)
    reading.open_content(sha256=found.pk, at=AT)
    return found


def done(found: Reading) -> int:
    return Page.objects.filter(reading=found, state=Page.State.DONE).count()


def survives(bench: Bench, pages: int, kills: int, patience: float) -> None:
    found = None
    with bench.worker():
        _registered(set())
        for _ in range(kills):
            before = _known()
            with bench.worker() as victim:
                (known_as,) = _registered(before)
                # Not before both are at work: one could read a short letter while the other still starts.
                found = found or letter(pages)
                wanted = done(found) + max(2, pages // (kills * 3))
                assert eventually(lambda wanted=wanted, found=found: done(found) >= wanted, patience)
                victim.kill()
                victim.wait()
            _time_passes(known_as)
        assert eventually(lambda: Reading.objects.get(pk=found.pk).state != Reading.State.RUNNING, patience)
    _judge(bench, found, pages, kills)


def _known() -> set[int]:
    return set(ProcrastinateWorker.objects.values_list("pk", flat=True))


def _registered(before: set[int]) -> set[int]:
    """The worker that has made itself known since; one at a time, so that it is known which of two is which."""
    assert eventually(lambda: _known() - before, 60)
    return _known() - before


def _time_passes(dead: int) -> None:
    """Half a minute later the dead worker is known to be dead; the living one is told to look."""
    with psycopg.connect(databases.owner_url(connections["default"].settings_dict["NAME"]), autocommit=True) as link:
        link.execute(
            "UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 hour' WHERE id = %s", [dead]
        )
    # The living one looks every twenty seconds by itself too: the entry may wait already.
    with suppress(AlreadyEnqueued):
        app.configure_task("texts.resume").defer(timestamp=0)


def _judge(bench: Bench, found: Reading, pages: int, kills: int) -> None:
    read = Reading.objects.get(pk=found.pk)
    failed = list(
        Page.objects.filter(reading=read).exclude(state=Page.State.DONE).values_list("number", "reason", "tries")
    )
    assert (read.state, failed) == (Reading.State.DONE, []), bench.said.read_text()[-5000:]
    assert (read.pages, read.pages_done) == (pages, pages)
    assert queries.text(found.pk) == "\f".join(["Сторінка"] * pages)
    begun = Counter(page for what, page in bench.asked() if what == "begin")
    assert len(begun) == pages
    again = {page: times for page, times in begun.items() if times > 1}
    # Only what a killed worker had in its hands was begun anew.
    assert len(again) <= kills, again
    assert sum(times - 1 for times in again.values()) <= kills


def test_a_killed_worker_loses_nothing_and_no_page_is_read_twice(tmp_path):
    survives(Bench(tmp_path, pause=0.3), pages=12, kills=1, patience=90)


@pytest.mark.proof
@pytest.mark.timeout(3600)
def test_a_thousand_pages_survive_five_kills(tmp_path):
    survives(Bench(tmp_path, pause=0.05), pages=1000, kills=5, patience=1200)


def test_a_page_is_claimed_by_one(owner):
    with claims.claimed(claims.PAGE, 7) as is_mine:
        assert is_mine
        ours = "SELECT pg_try_advisory_lock(%s, %s)"
        assert owner.execute(ours, [claims.PAGE, 7]).fetchone() == (False,)
        assert owner.execute(ours, [claims.PAGE, 8]).fetchone() == (True,)
    assert owner.execute(ours, [claims.PAGE, 7]).fetchone() == (True,)


def test_every_queue_has_a_worker_of_the_launcher():
    commands = Path(city_run.__file__).read_text(encoding="utf-8")
    served = set(re.findall(r'_worker_command\("(\w+)"', commands))
    assert {task.queue for task in app.tasks.values() if not task.name.startswith("builtin:")} == served
