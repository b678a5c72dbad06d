"""Pages read a minute: a made-up scan in the queue, one and two workers of one page each, tesseract at work."""

from __future__ import annotations

import io
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime

import psycopg

from bench import places

PAGES = 24
WORDS = (
    "Просимо розглянути звернення мешканців будинку щодо ремонту водогону та надати письмову відповідь заявникові. ",
    "Кошти на виконання робіт передбачено програмою розвитку житлово-комунального господарства міста на поточний рік. ",
    "Комісія оглянула приміщення й установила, що мережа потребує заміни, про що складено відповідний акт. ",
)
WORKER = ("-W", "ignore", "-m", "django", "procrastinate", "worker", "-q", "texts", "-c", "1")
DONE = "SELECT count(*) FILTER (WHERE state <> 'waiting'), round(avg(confidence)) FROM texts_page"


@dataclass(frozen=True)
class Figure:
    """What so many workers read."""

    workers: int
    pages: int
    seconds: float
    a_minute: float
    confidence: float


def measure(cluster: places.Cluster, database: str, workers: int, pages: int = PAGES) -> Figure:
    """Let the workers read a scan of so many pages; counted from the first page that is done to the last."""
    places.run(cluster, database, "-m", "bench.reading", str(pages))
    command, environ = [sys.executable, *WORKER], places.environment(cluster, database)
    running = [subprocess.Popen(command, env=environ, cwd=places.CHECKOUT) for _ in range(workers)]
    try:
        with psycopg.connect(cluster.superuser_url(database), autocommit=True) as link:
            first, began = _when(link, 1)
            _, ended = _when(link, pages)
            (_, confidence) = link.execute(DONE).fetchone() or (0, 0)
    finally:
        for worker in running:
            worker.kill()
            worker.wait()
    seconds = max(ended - began, 0.001)
    return Figure(workers, pages, round(seconds, 1), round((pages - first) * 60 / seconds, 1), float(confidence or 0))


def _when(link: psycopg.Connection[tuple[int, float]], wanted: int) -> tuple[int, float]:
    while True:
        done = (link.execute(DONE).fetchone() or (0, 0))[0]
        if done >= wanted:
            return done, time.monotonic()
        time.sleep(0.05)


def fill(pages: int) -> None:
    """Keep a scan whose pages all differ, and put its pages into the queue."""
    import django

    django.setup()
    from magistrat.storage import actions as storage
    from magistrat.texts.actions import asking, reading

    at = datetime.now(UTC)
    found = asking.ask(blob=storage.keep(content=scan(pages), at=at), at=at)
    reading.open_content(sha256=found.pk, at=at)


def scan(pages: int) -> bytes:
    """A PDF of pictures: sheets of A5 at 200 dots an inch, twelve lines on each."""
    import typst
    from PIL import Image

    sheets = []
    for number in range(1, pages + 1):
        text = '#set page("a5", margin: 15mm)\n#set text(font: "Liberation Serif", size: 12pt, lang: "uk")\n'
        text += f"Аркуш {number}, № {number}/12\n\n" + "\n\n".join(WORDS[(number + step) % 3] * 2 for step in range(3))
        sheets.append(Image.open(io.BytesIO(typst.compile(text.encode(), format="png", ppi=200))).convert("L"))
    kept = io.BytesIO()
    sheets[0].save(kept, "PDF", save_all=True, append_images=sheets[1:], resolution=200)
    return kept.getvalue()


if __name__ == "__main__":
    fill(int(sys.argv[1]))
