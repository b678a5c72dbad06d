"""Taking the next number."""

from __future__ import annotations

from django.db import connection


def take(*, series: str, period: str, first: int = 1) -> int:
    """The next number of the series in the period, beginning with `first`.

    To be called last in the action's own transaction: the counter's row stays locked until commit, and a rollback
    gives the number back, so no number is lost or repeated.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("A number is taken only inside the transaction of its deed.")
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO numbers_counter (series, period, last) VALUES (%s, %s, %s)
            ON CONFLICT (series, period) DO UPDATE SET last = GREATEST(numbers_counter.last + 1, EXCLUDED.last)
            RETURNING last
            """,
            [series, period, first],
        )
        return int(cursor.fetchone()[0])
