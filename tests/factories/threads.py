"""Several at once, each in a thread with a connection of its own, on a real PostgreSQL."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import DatabaseError, connection

from magistrat.rules.refusal import Refusal


def at_once(count: int, deed: Callable[[int], Any]) -> list[Any]:
    """What each of so many threads got, all begun at the same moment; a refusal or a broken connection is what it got."""
    gate = threading.Barrier(count)

    def run(n: int) -> Any:
        try:
            gate.wait(timeout=20)
            return deed(n)
        except (Refusal, RuntimeError, DatabaseError) as trouble:
            return trouble
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))


def killed() -> None:
    """End this thread's connection from within, as kill -9 of its process would: what it has not committed is undone."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")
