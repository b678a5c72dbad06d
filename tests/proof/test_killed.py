"""32 processes register, resolve and report at once while web, worker and database are killed ten times (`make proof`).

Some of them work through the running web server, with files; returned messages cause mail. The second city has a smaller
crowd and fewer kills.
"""

from __future__ import annotations

import http.client
import os
import shutil
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes
from pathlib import Path
from typing import Any, cast

import psycopg
import pytest

from tests.factories.mail_server import Server
from tests.launcher.product import eventually, free_port
from tests.proof import checker
from tests.proof.city import City
from tests.proof.crowd import Crowd, crowd

KILLS = (
    "database", "web", "worker", "database", "mailer", "web", "database", "database", "web", "worker",
)  # fmt: skip


@dataclass(frozen=True)
class Plan:
    """How many clients work in a city, how many of them through the web server, and what is killed under them."""

    slug: str
    clients: int
    by_web: int
    kills: tuple[str, ...]


# The proof is of 32; a smaller crowd is for trying it out.
CLIENTS = int(os.environ.get("PROOF_CLIENTS", "32"))
PLANS = (
    Plan("kryvyi-rih", CLIENTS, max(1, CLIENTS // 4), KILLS),
    Plan("druzhkivka", max(2, CLIENTS // 4), max(1, CLIENTS // 8), KILLS[:3]),
)
# The moment of a mail whose worker died is reached at once: so long after it the letter is put into the queue again.
RESUME = """
import django
django.setup()
from datetime import UTC, datetime, timedelta
from magistrat.outbox import actions
actions.resume(at=datetime.now(UTC) + timedelta(minutes=11))
"""
# So long after a death the web server may still answer that it is in trouble (seconds).
TROUBLED = 90
# Deeds that the clients must have been told of between two kills; and how long that may take (seconds).
BETWEEN = 40
PATIENCE = 300
# 32 processes at once begin slowly where cores are few.
BEGINNING = 600


@pytest.fixture
def var() -> Iterator[Path]:
    """A folder that the server's user may enter."""
    folder = Path(tempfile.mkdtemp(prefix="magistrat-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@dataclass
class Post:
    """The city's mail server: how often each letter came, by its Message-ID."""

    port: int
    came: Counter[str] = field(default_factory=Counter)

    async def handle_DATA(self, server: object, session: object, envelope: Any) -> str:  # noqa: N802 aiosmtpd's name
        self.came[str(message_from_bytes(envelope.content)["Message-ID"]).strip("<>")] += 1
        return "250 OK"


@pytest.fixture
def post() -> Iterator[Post]:
    """A real SMTP server."""
    handler = Post(free_port())
    controller = Server(handler, hostname="127.0.0.1", port=handler.port)
    controller.start()
    yield handler
    controller.stop()


@pytest.fixture(params=PLANS, ids=lambda plan: plan.slug)
def plan(request: pytest.FixtureRequest) -> Plan:
    return cast("Plan", request.param)


@pytest.fixture
def city(var: Path, plan: Plan, post: Post) -> Iterator[City]:
    made = City(var, plan.slug, mail_port=post.port)
    try:
        made.run("-m", "tests.proof.people")
        yield made
    finally:
        made.stop()


class Visitor(threading.Thread):
    """Opens a page again and again, so that the web server dies at work too."""

    def __init__(self, port: int) -> None:
        super().__init__(daemon=True)
        self.port, self.ended, self.answered = port, threading.Event(), 0

    def run(self) -> None:
        while not self.ended.wait(0.1):
            link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
            try:
                link.request("GET", "/vhid/")
                self.answered += link.getresponse().status == 200
            except (OSError, http.client.HTTPException):
                pass
            finally:
                link.close()


def work_on(workers: Crowd) -> None:
    """Wait until the clients have gone on, and those of the web server among them."""
    before, by_web = len(workers.told()), len(workers.told_by_web())
    assert eventually(
        lambda: len(workers.told()) > before + BETWEEN and len(workers.told_by_web()) > by_web, PATIENCE
    ), workers.complaints()


def kill(city: City, victim: str, visitor: Visitor) -> float:
    """Kill it; the web server, started again, answers; the moment of the death."""
    at = datetime.now(UTC).timestamp()
    city.kill(victim)
    answered = visitor.answered
    assert eventually(lambda: visitor.answered > answered, PATIENCE), f"no page after the death of {victim}"
    return at


def sealed(city: City) -> bool:
    """Whether the worker has linked all entries to the chain."""
    with psycopg.connect(city.cluster.owner_url()) as link:
        row = link.execute(
            "SELECT (SELECT count(*) FROM journal_entry) = (SELECT count(*) FROM journal_seal)"
        ).fetchone()
    return row == (True,)


def left_undone(city: City) -> dict[str, list[tuple[Any, ...]]]:
    with psycopg.connect(city.cluster.owner_url()) as link:
        return checker.unsettled(link)


def _judge_mail(city: City, post: Post, deaths: int) -> None:
    """Each letter came, under one id however often its worker died after handing it over; no other letter came."""
    with psycopg.connect(city.cluster.owner_url()) as link:
        gone = {row[0] for row in link.execute("SELECT message_id FROM outbox_message WHERE kind = 'mail'")}
    assert gone
    assert set(post.came) == gone
    assert sum(post.came.values()) - len(gone) <= deaths


@pytest.mark.timeout(2700)
def test_nothing_is_lost_halved_or_repeated(city: City, plan: Plan, post: Post, tmp_path: Path) -> None:
    visitor = Visitor(city.product.port)
    visitor.start()
    began, deaths = time.monotonic(), []
    address = f"http://127.0.0.1:{city.product.port}"
    with crowd(plan.clients, tmp_path, city.environment(), by_web=plan.by_web, address=address) as workers:
        assert eventually(
            lambda: workers.complaints() or len({client for client, *_ in workers.told()}) == plan.clients, BEGINNING
        )
        assert workers.complaints() == []
        for victim in plan.kills:
            work_on(workers)
            deaths.append(kill(city, victim, visitor))
        work_on(workers)
        workers.stop()
    visitor.ended.set()
    told = workers.told()
    print(
        f"{plan.slug}: {len(told)} deeds, {len(workers.told_by_web())} by web, {len(deaths)} kills in "
        f"{time.monotonic() - began:.0f} s; {visitor.answered} pages, {len(post.came)} mails"
    )
    assert workers.complaints() == []
    late = [one for one in workers.troubles() if not any(at <= one[0] <= at + TROUBLED for at in deaths)]
    assert late == [], "the web server was in trouble without a death"
    city.run("-c", RESUME)
    assert eventually(lambda: not left_undone(city), PATIENCE), left_undone(city)
    assert eventually(lambda: sealed(city), PATIENCE), "the worker does not seal the journal"
    with psycopg.connect(city.cluster.owner_url()) as link:
        assert checker.faults(link, told) == {}
        assert checker.missing(link, city.product.folder / "files") == []
    _judge_mail(city, post, len(deaths))
    assert city.run("-m", "django", "journal_verify") != ""
    city.stop()
