"""Pages as people open them: statements, their time beside the same in bare SQL, the time of the whole page.

`python -m bench.pages ROUNDS` prints one JSON line; it works on the database of the environment, alone on the machine's
other core at best. The page goes through Django's whole chain by its test client, signed in as the holder of a post.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

import django

from bench import places
from magistrat.config import memory

NOW = "2026-03-10T10:00:00+02:00"
BACKEND = "django.contrib.auth.backends.ModelBackend"
WARMING = 4


@dataclass(frozen=True)
class Figure:
    """One page of one person; times in milliseconds, `sql` and `bare` medians of the sum over the page's statements."""

    page: str
    person: str
    statements: int
    sql: float
    bare: float
    p50: float
    p95: float
    size: int
    slowest: str


def measure(cluster: places.Cluster, database: str, rounds: int) -> list[Figure]:
    """All pages on a database, in a process of its own."""
    environ = places.environment(cluster, database) | {"MAGISTRAT_NOW": NOW}
    command = [sys.executable, "-m", "bench.pages", str(rounds)]
    done = subprocess.run(command, env=environ, cwd=places.CHECKOUT, check=True, stdout=subprocess.PIPE, text=True)
    return [Figure(**one) for one in json.loads(done.stdout.splitlines()[-1])]


# --- in the measuring process ------------------------------------------------------------------------


class Watch:
    """Django's wrapper that keeps each statement and how long it took."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, Any]] = []
        self.times: list[float] = []

    def __call__(self, execute: Callable[..., Any], statement: str, params: Any, many: bool, context: Any) -> Any:
        begin = time.perf_counter()
        try:
            return execute(statement, params, many, context)
        finally:
            self.times.append(time.perf_counter() - begin)
            self.sent.append((statement, params))


class Bench:
    """Opens pages and replays their statements over a connection of its own."""

    def __init__(self, rounds: int) -> None:
        import psycopg
        from django.db import connection

        self.rounds = rounds
        connection.ensure_connection()
        # Bound by the client as Django does it: the comparison is of the way, not of the protocol.
        self.bare = psycopg.connect(os.environ["DATABASE_URL"], autocommit=True, cursor_factory=psycopg.ClientCursor)

    def figure(self, page: str, person: str, client: Any, address: str) -> Figure:
        """Open the page again and again, its bare statements in between."""
        for _ in range(WARMING):
            self._open(client, address)
        pages, sums, bare, size, watch = [], [], [], 0, Watch()
        for _ in range(self.rounds):
            taken, watch, size = self._open(client, address)
            pages.append(taken)
            sums.append(sum(watch.times))
            bare.append(self._replay(watch.sent))
        slowest = max(zip(watch.times, watch.sent, strict=True), key=lambda pair: pair[0], default=(0.0, ("", None)))
        return Figure(
            page, person, len(watch.sent), _ms(_middle(sums)), _ms(_middle(bare)), _ms(_middle(pages)),
            _ms(sorted(pages)[int(len(pages) * 0.95)]), size, f"{_ms(slowest[0])} ms: {slowest[1][0][:160]}",
        )  # fmt: skip

    def _open(self, client: Any, address: str) -> tuple[float, Watch, int]:
        from django.db import connection

        watch = Watch()
        with connection.execute_wrapper(watch):
            begin = time.perf_counter()
            answer = client.get(address)
            taken = time.perf_counter() - begin
        if answer.status_code != 200:
            raise RuntimeError(f"{address}: {answer.status_code}")
        return taken, watch, len(answer.content)

    def _replay(self, sent: list[tuple[str, Any]]) -> float:
        whole = 0.0
        for statement, params in sent:
            if statement.lstrip().upper().startswith(("SELECT", "WITH")):
                begin = time.perf_counter()
                answered = self.bare.execute(statement, params)
                whole += time.perf_counter() - begin
                # The rows are here already; making values of them is not in the page's time either.
                answered.fetchall()
        return whole


def _middle(values: list[float]) -> float:
    return sorted(values)[len(values) // 2]


def _ms(seconds: float) -> float:
    return round(1000 * seconds, 1)


def visits() -> Iterator[tuple[str, str, str]]:
    """Page, role of the one who opens it, address."""
    from django.urls import reverse

    listed, found, desk, report = (
        reverse(name) for name in ("documents:list", "documents:search", "workplace:desk", "reports:execution")
    )
    registry = _registry()
    for role in ("records_clerk", "mayor", "department_head", "executor"):
        yield "list", role, listed
    yield "list, a registry's month", "records_clerk", f"{listed}?registry={registry}&since=01.02.2026&until=28.02.2026"
    yield "list, a sender", "records_clerk", f"{listed}?correspondent={_sender()}"
    yield "list, deep page", "records_clerk", f"{listed}?after={_deep()}"
    for role in ("records_clerk", "department_head", "control_specialist"):
        yield "card", role, reverse("documents:card", args=[_card(role)])
    for role in ("mayor", "deputy_mayor", "department_head", "executor", "control_specialist", "records_clerk"):
        yield "desk", role, desk
    for what, text in (
        ("words", "ремонт дороги"),
        ("misspelt name", "водоконал"),
        ("index", _index()),
        ("number", "1204"),
        ("one word", "опалення"),
    ):
        yield f"search, {what}", "records_clerk", f"{found}?q={text}"
    yield "search, words", "department_head", f"{found}?q=ремонт"
    yield "explanations", "control_head", reverse("tasks:explanations")
    regulation = {"regulation:whole": (), "regulation:part": ("8",), "regulation:entry": ("8.12",)}
    for name, args in regulation.items():
        yield f"regulation, {name.partition(':')[2]}", "records_clerk", reverse(name, args=args)
    yield "report, month", "control_head", f"{report}?period=2026-02"
    yield "report, quarter", "control_head", f"{report}?period=2026-q1"
    yield (
        "report, a unit's people",
        "control_head",
        f"{report}?period=2026-02&pidrozdil={_post('department_head').department_id}",
    )


def _post(role: str) -> Any:
    from magistrat.organisation.models import Post

    chosen = Post.objects.filter(roles__contains=[role]).order_by("rank", "id")
    if role == "executor":
        chosen = chosen.filter(is_department_head=False)
    # Of many heads and executors one with an ordinary share of the work.
    return chosen[min(2, chosen.count() - 1) if role in {"department_head", "executor"} else 0]


def _registry() -> int:
    from magistrat.documents.models import Registry

    return Registry.objects.filter(direction="incoming").order_by("rank", "id")[0].pk


def _sender() -> int:
    from magistrat.documents.models import Correspondent

    return Correspondent.objects.order_by("id")[40].pk


def _index() -> str:
    from magistrat.documents.models import Document

    return Document.objects.filter(registry=_registry()).order_by("-id")[100].index


def _deep() -> str:
    """The token of the page after two thousand documents, or after half of fewer."""
    from magistrat.documents.models import Document
    from magistrat.ui import paging

    found = Document.objects.filter(registry=_registry()).order_by("-listed_on", "-id")
    row = found[min(2000, found.count() // 2)]
    return paging._token(row, ["-listed_on", "-id"], backwards=False)


def _card(role: str) -> int:
    """A controlled letter with a sub-resolution, half a year old or as old as there is, that the holder sees."""
    from magistrat.documents.models import Document, Grant

    post = _post(role)
    seen = Grant.objects.filter(
        document__registry=_registry(), document__control__isnull=False, document__tasks__parent__isnull=False
    )
    mine = seen.filter(post=post.pk) | seen.filter(department=post.department_id)
    chosen = mine.order_by("-document_id").values_list("document_id", flat=True)
    return Document.objects.get(pk=chosen[min(600, len(chosen) - 1)]).pk


def client_of(role: str) -> Any:
    """Django's test client signed in as the holder of a post with the role."""
    from django.conf import settings
    from django.contrib.auth import get_user_model
    from django.test import Client

    settings.ALLOWED_HOSTS = ["testserver"]
    client = Client()
    client.force_login(get_user_model().objects.get(person__holdings__post=_post(role).pk), BACKEND)
    return client


def tell(found: Iterable[tuple[str, str, str]], rounds: int) -> None:
    """Open each page (its name, the role of the one who opens it, its address) and print all figures as a line of JSON."""
    bench, clients, figures = Bench(rounds), dict[str, Any](), []
    for page, role, address in found:
        if role not in clients:
            clients[role] = client_of(role)
        figures.append(asdict(bench.figure(page, role, clients[role], address)))
    print(json.dumps(figures, ensure_ascii=False))


if __name__ == "__main__":
    django.setup()
    memory.settle()
    tell(visits(), int(sys.argv[1]))
