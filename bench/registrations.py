"""Registrations a second: eight client processes through the action, then through the same statements in bare SQL.

Each client is a process of its own with one connection. The bare client replays the statements that one registration by
the action was seen to send (prepared by the server, in one transaction, as many round trips), with its own values in them.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import django

from bench import places

CLIENTS = 8
SECONDS = 15.0
WARMING = 30
AT = datetime(2026, 3, 10, 8, 30, tzinfo=UTC)


@dataclass(frozen=True)
class Speed:
    """What all clients together did: registrations a second, and how long one took (milliseconds)."""

    a_second: float
    p50: float
    p95: float
    statements: int


def measure(
    cluster: places.Cluster, database: str, mode: str, *, clients: int = CLIENTS, seconds: float = SECONDS
) -> Speed:
    """Let the clients of a mode, "action" or "bare", work at once on the database."""
    command = [sys.executable, "-m", "bench.registrations", mode]
    environ = places.environment(cluster, database)
    running = [
        subprocess.Popen(
            [*command, str(number), str(seconds)], env=environ, cwd=places.CHECKOUT, stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, text=True,
        )
        for number in range(clients)
    ]  # fmt: skip
    for client in running:
        if _line(client) != "ready":
            raise RuntimeError("a client did not come so far as to begin")
    for client in running:
        assert client.stdin is not None
        client.stdin.write("go\n")
        client.stdin.flush()
    told = [json.loads(_line(client)) for client in running]
    for client in running:
        client.wait()
    return _together(told)


def _line(client: subprocess.Popen[str]) -> str:
    assert client.stdout is not None
    return client.stdout.readline().strip()


def _together(told: list[dict[str, Any]]) -> Speed:
    times = sorted(taken for one in told for taken in one["times"])
    began, ended = min(one["began"] for one in told), max(one["ended"] for one in told)
    return Speed(
        round(len(times) / (ended - began), 1),
        round(1000 * times[len(times) // 2], 1),
        round(1000 * times[int(len(times) * 0.95)], 1),
        told[0]["statements"],
    )


# --- in the client's process -----------------------------------------------------------------------


def client(mode: str, number: int, seconds: float) -> None:
    """Warm up, say so, wait for the word, work, tell how long each registration took."""
    django.setup()
    from django.db import connection

    from magistrat.config import memory

    register = Clerk(number).register
    memory.settle()
    seen = Statements()
    for _ in range(WARMING):
        register()
    with connection.execute_wrapper(seen):
        document = register()
    if mode == "bare":
        register = Bare(number, seen.sent, document).register
        for _ in range(WARMING):
            register()
    print("ready", flush=True)
    sys.stdin.readline()
    times = []
    began = time.time()
    end = time.perf_counter() + seconds
    while (begin := time.perf_counter()) < end:
        register()
        times.append(time.perf_counter() - begin)
    ended = time.time()
    print(json.dumps({"times": times, "began": began, "ended": ended, "statements": len(seen.sent)}), flush=True)


class Statements:
    """Django's wrapper that keeps what is sent to the database."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, Any]] = []

    def __call__(self, execute: Callable[..., Any], statement: str, params: Any, many: bool, context: Any) -> Any:
        self.sent.append((statement, params))
        return execute(statement, params, many, context)


class Clerk:
    """A clerk of the records unit with letters that come one after another."""

    def __init__(self, number: int) -> None:
        from bench.words import Words
        from magistrat.documents.models import Correspondent, DocumentKind, Registry
        from magistrat.organisation import queries as organisation

        self.number, self.count = number, 0
        self.chance = Random(number)
        self.words = Words(self.chance)
        on = AT.date()
        posts = organisation.posts_with_role("records_clerk", on)
        actor = organisation.actor_of_post(posts[number % len(posts)].pk, on)
        assert actor is not None
        self.actor = actor
        self.addressees = [post.pk for post in organisation.posts(on, leaders=True)]
        self.registry = (
            Registry.objects.filter(direction="incoming", department=actor.department_id).order_by("rank")[0].pk
        )
        self.kinds = list(DocumentKind.objects.filter(key__endswith="letter").values_list("id", flat=True))
        self.senders = list(Correspondent.objects.order_by("id").values_list("id", flat=True))

    def register(self) -> Any:
        """Register the next letter."""
        from magistrat.documents.actions import registration
        from magistrat.documents.card import Card, Party

        self.count += 1
        sender = self.senders[int(len(self.senders) * self.chance.random() ** 2.5)]
        card = Card(
            kind=self.chance.choice(self.kinds),
            summary=self.words.topic()["summary"],
            parties=(Party(sender, f"{self.number}-{self.count}/{os.getpid()}", AT.date() - timedelta(days=2)),),
            addressee=self.chance.choice(self.addressees),
            way="post",
            arrived_at=AT - timedelta(hours=1),
            pages=2,
        )
        return registration.register_incoming(actor=self.actor, at=AT, registry_id=self.registry, card=card)


class Bare:
    """The statements of one registration, replayed with values of their own in a transaction of their own."""

    def __init__(self, number: int, sent: list[tuple[str, Any]], document: Any) -> None:
        import psycopg

        self.link = psycopg.connect(os.environ["DATABASE_URL"], prepare_threshold=0)
        self.number, self.count = number, 0
        self.sent = [(statement, list(params or ())) for statement, params in sent]
        self.old = {"id": document.pk, "number": document.number, "index": document.index}
        self.before = document.index.removesuffix(str(document.number))

    def register(self) -> None:
        """One registration."""
        self.count += 1
        new = {"id": 0, "number": 0, "index": ""}
        with self.link.transaction():
            for statement, params in self.sent:
                answer = self.link.execute(statement, [self._value(value, new) for value in params], prepare=True)
                row = answer.fetchone() if answer.description else None
                if "nextval" in statement and row:
                    new["id"] = row[0]
                elif "numbers_counter" in statement and row:
                    new["number"], new["index"] = row[0], self.before + str(row[0])

    def _value(self, value: Any, new: dict[str, Any]) -> Any:
        import uuid

        from psycopg.types.json import Jsonb

        old = self.old
        if isinstance(value, bool):
            return value
        if isinstance(value, int):
            return new["id"] if value == old["id"] else new["number"] if value == old["number"] else value
        if isinstance(value, uuid.UUID):
            return uuid.uuid4()
        if isinstance(value, str):
            return (
                value.replace(old["index"], new["index"])
                .replace(f":{old['id']}", f":{new['id']}")
                .replace(f"/{os.getpid()}", f"/{os.getpid()}.{self.count}")
            )
        if type(value).__name__ == "Jsonb":
            return Jsonb(value.obj)
        return value


if __name__ == "__main__":
    client(sys.argv[1], int(sys.argv[2]), float(sys.argv[3]))
