"""Search over file pages as people do it: the whole page, its statements, a bare search without rights, tantivy.

`python -m bench.search PAGES ROUNDS` prints one JSON line; it works on the database of the environment.
"""

from __future__ import annotations

import itertools
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

import django

from bench import places, search_pages
from bench.pages import NOW, Watch, client_of

BARE = """
SELECT paper.id, page.page, page.text FROM documents_passage AS page JOIN documents_document AS paper ON paper.id = document_id
WHERE page.lemmas @@ %s::tsquery ORDER BY paper.listed_on DESC, paper.id DESC LIMIT 20
"""
PEOPLE = ("records_clerk", "executor")
WARMING = 2


@dataclass(frozen=True)
class Figure:
    """Times in milliseconds, of the page, of its statements, of the bare search, of tantivy."""

    what: str
    person: str
    found: int
    p50: float
    p95: float
    statements: int
    sql50: float
    sql95: float
    bare50: float
    bare95: float
    tantivy50: float
    tantivy95: float


def database(cluster: places.Cluster, pages: int) -> str:
    """The name of the database with so many pages; made at the first time, kept for the next."""
    papers = places.filled(cluster, max(pages // search_pages.PAGES_OF_A_PAPER, 100))
    name = f"{papers}_pages_{pages}"
    if not places.exists(cluster, name) or not (search_pages.folder(pages) / "words.json").is_file():
        half = places.clone(cluster, papers, f"{name}_half")
        places.run(cluster, half, "-m", "bench.search_pages", str(pages))
        places.rename(cluster, half, name)
    places.migrate(cluster, name)
    return name


def measure(cluster: places.Cluster, pages: int, rounds: int) -> list[Figure]:
    """All questions on such a database, in a process of its own."""
    environ = places.environment(cluster, database(cluster, pages)) | {"MAGISTRAT_NOW": NOW}
    command = [sys.executable, "-m", "bench.search", str(pages), str(rounds)]
    done = subprocess.run(command, env=environ, cwd=places.CHECKOUT, check=True, stdout=subprocess.PIPE, text=True)
    return [Figure(**one) for one in json.loads(done.stdout.splitlines()[-1])]


# --- in the measuring process ------------------------------------------------------------------------


def questions(words: dict[str, list[str]]) -> dict[str, list[str]]:
    """What is asked, by kind; each kind by several words."""
    rare, middling, common = words["rare"], words["middling"], words["common"]
    return {
        "rare": rare,
        "middling": middling,
        "common": common,
        "two words, middling and common": [f"{one} {two}" for one, two in zip(middling, common, strict=False)],
        "two words, both common": [f"{one} {two}" for one, two in itertools.pairwise(common)],
        "phrase of common words": [f"«{one} {two}»" for one, two in itertools.pairwise(common)],
    }


class Bench:
    """Asks in turns and keeps the times."""

    def __init__(self, pages: int, rounds: int) -> None:
        import psycopg
        import tantivy

        self.rounds = rounds
        self.bare = psycopg.connect(
            os.environ["BENCH_SUPERUSER_URL"], autocommit=True, cursor_factory=psycopg.ClientCursor
        )
        self.index = tantivy.Index.open(str(search_pages.folder(pages) / "index"))
        self.searcher = self.index.searcher()

    def figure(self, what: str, asked: list[str], person: str, client: Any, sort: str) -> Figure:
        from magistrat.documents import lemmas

        whole, sums, bare, other = list[float](), list[float](), list[float](), list[float]()
        count, watch = 0, Watch()
        for turn in range(WARMING + self.rounds):
            text = asked[turn % len(asked)]
            groups = lemmas.asked(text)
            words = " & ".join(group.together for group in groups)
            answers, watch, taken = self._page(client, text, sort)
            times = (
                taken,
                sum(watch.times),
                self._bare(words),
                self._tantivy(text),
            )
            if turn < WARMING:
                continue
            count = max(count, answers)
            for kept, time_ in zip((whole, sums, bare, other), times, strict=True):
                kept.append(time_)
        spread = [edge for kept in (sums, bare, other) for edge in (_at(kept, 0.5), _at(kept, 0.95))]
        return Figure(what, person, count, _at(whole, 0.5), _at(whole, 0.95), len(watch.sent), *spread)

    def _page(self, client: Any, text: str, sort: str) -> tuple[int, Watch, float]:
        from django.db import connection
        from django.urls import reverse

        watch = Watch()
        with connection.execute_wrapper(watch):
            begin = time.perf_counter()
            answer = client.get(reverse("documents:search"), {"q": text, "sort": sort})
            taken = time.perf_counter() - begin
        if answer.status_code != 200:
            raise RuntimeError(f"{text}: {answer.status_code}")
        return answer.context["found"].count, watch, taken

    def _bare(self, words: str) -> float:
        return _timed(lambda: self.bare.execute(BARE, [words]).fetchall())

    def _tantivy(self, text: str) -> float:
        words = text.strip("«»").split()
        quoted = f'"{" ".join(words)}"' if text.startswith("«") else " AND ".join(words)
        query = self.index.parse_query(quoted, ["words"])
        return _timed(lambda: self.searcher.search(query, 20, count=True))


def _timed(work: Callable[[], Any]) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def _at(values: list[float], share: float) -> float:
    return round(1000 * sorted(values)[min(int(len(values) * share), len(values) - 1)], 2)


def main() -> None:
    pages, rounds = int(sys.argv[1]), int(sys.argv[2])
    django.setup()
    from django.test.utils import setup_test_environment

    setup_test_environment()
    bench = Bench(pages, rounds)
    words = json.loads((search_pages.folder(pages) / "words.json").read_text(encoding="utf-8"))
    figures = []
    for person in PEOPLE:
        client = client_of(person)
        for what, asked in questions(words).items():
            figures.append(bench.figure(what, asked, person, client, "new"))
        figures.append(bench.figure("common, the best first", words["common"], person, client, "best"))
    print(json.dumps([asdict(one) for one in figures], ensure_ascii=False))


if __name__ == "__main__":
    main()
