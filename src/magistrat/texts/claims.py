"""One worker at one content or page: a claim that dies with the worker's connection, and holds up nobody else."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

# Any two numbers of our own.
CONTENT, PAGE = 20210722, 20210723
_KEYS = 2**31


@contextmanager
def claimed(kind: int, key: int) -> Iterator[bool]:
    """Whether nobody else is at it now; the claim is given back at the end.

    A claim of the session, not of a transaction: a transaction held open over minutes of recognition would keep the
    journal's entries from being linked.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [kind, key % _KEYS])
        (is_mine,) = cursor.fetchone()
    try:
        yield is_mine
    finally:
        if is_mine:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [kind, key % _KEYS])
