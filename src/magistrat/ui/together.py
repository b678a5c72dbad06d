"""Rows of several tables as one list, with what paging, a file and a count ask of a queryset."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Model, Q, QuerySet


class Together:
    """Several querysets as one list: each is asked for no more rows than are wanted, then they are merged.

    They are filtered and ordered by names that all of them have, of numbers and days (the database has an order of words of its
    own). The whole order must tell each row from every other, also from those of another table.
    """

    def __init__(self, *parts: QuerySet[Any], order: tuple[str, ...] = ()) -> None:
        self.parts, self.order = parts, order

    @property
    def model(self) -> type[Model]:
        """The table by which paging knows which fields may be empty."""
        model: type[Model] = self.parts[0].model
        return model

    def filter(self, *wanted: Q) -> Together:
        """Of each table what is wanted."""
        return Together(*(part.filter(*wanted) for part in self.parts), order=self.order)

    def order_by(self, *fields: str) -> Together:
        """The rows in this order."""
        return Together(*(part.order_by(*fields) for part in self.parts), order=fields)

    def count(self) -> int:
        """How many rows there are; a statement for each table."""
        return sum(part.count() for part in self.parts)

    def __iter__(self) -> Iterator[Any]:
        return iter(self._merged([row for part in self.parts for row in part]))

    def __getitem__(self, wanted: slice) -> list[Any]:
        """The first rows, up to the end of the slice; a statement for each table."""
        return self._merged([row for part in self.parts for row in part[: wanted.stop]])[: wanted.stop]

    def _merged(self, rows: list[Any]) -> list[Any]:
        # Sorting is stable: by the last field first. What is empty comes last, and first the other way round, as in PostgreSQL.
        for field in reversed(self.order):
            names = field.removeprefix("-").split("__")
            rows.sort(key=lambda row, names=names: _place(row, names), reverse=field.startswith("-"))  # type: ignore[misc]
        return rows


def _place(row: Any, names: list[str]) -> tuple[bool, Any]:
    for name in names:
        row = getattr(row, name)
    return row is None, row
