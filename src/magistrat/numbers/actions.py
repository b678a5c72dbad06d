"""Taking the next number; stopping a counter while numbers are given by hand, and going on from a later one."""

from __future__ import annotations

from django.db import connection


class Stopped(Exception):
    """The series gives no numbers now: they are written by hand."""


def take(*, series: str, period: str, first: int = 1) -> int:
    """The next number of the series in the period, beginning with `first`.

    To be called last in the action's own transaction: the counter's row stays locked until commit, and a rollback
    gives the number back, so no number is lost or repeated.

    :raises Stopped: while the series is stopped.
    """
    taken = _one(
        """
        INSERT INTO numbers_counter (series, period, last) VALUES (%s, %s, %s)
        ON CONFLICT (series, period) DO UPDATE SET last = GREATEST(numbers_counter.last + 1, EXCLUDED.last)
        WHERE NOT numbers_counter.is_stopped
        RETURNING last
        """,
        [series, period, first],
    )
    if taken is None:
        raise Stopped(series)
    return taken


def stop(*, series: str, period: str, first: int = 1) -> int:
    """Give no numbers of the series until `go_on`; the last one given (`first - 1` before any).

    Waits for deeds that are taking a number right now.
    """
    last = _one(
        """
        INSERT INTO numbers_counter (series, period, last, is_stopped) VALUES (%s, %s, %s, true)
        ON CONFLICT (series, period) DO UPDATE
        SET last = GREATEST(numbers_counter.last, EXCLUDED.last), is_stopped = true
        RETURNING last
        """,
        [series, period, first - 1],
    )
    assert last is not None
    return last


def go_on(*, series: str, period: str, last: int) -> None:
    """Let a stopped series go on after `last`."""
    _one(
        """
        UPDATE numbers_counter SET last = GREATEST(last, %s), is_stopped = false
        WHERE series = %s AND period = %s RETURNING last
        """,
        [last, series, period],
    )


def advance(*, series: str, period: str, last: int) -> int:
    """Give only numbers after `last` from now on; the last one that counts as given. Repeatable, never goes back."""
    given = _one(
        """
        INSERT INTO numbers_counter (series, period, last) VALUES (%s, %s, %s)
        ON CONFLICT (series, period) DO UPDATE SET last = GREATEST(numbers_counter.last, EXCLUDED.last)
        RETURNING last
        """,
        [series, period, last],
    )
    assert given is not None
    return given


def _one(statement: str, values: list[str | int]) -> int | None:
    if not connection.in_atomic_block:
        raise RuntimeError("A number is taken only inside the transaction of its deed.")
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        row = cursor.fetchone()
        return None if row is None else int(row[0])
