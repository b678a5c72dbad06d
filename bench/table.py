"""Rows gathered for one table and written by COPY."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

import psycopg
from django.db.models import Model
from psycopg import sql


class Table:
    """Rows of a model with ids of their own, in the order of its columns.

    :param skipped: columns that the database fills.
    """

    def __init__(self, model: type[Model], *skipped: str) -> None:
        meta = model._meta
        self.name = meta.db_table
        self.fields = [field for field in meta.concrete_fields if field.column not in skipped]
        self.columns = [field.column for field in self.fields]
        self.defaults = {field.column: _default(field) for field in self.fields}
        self.rows: list[tuple[Any, ...]] = []
        self.is_numbered = meta.pk.get_internal_type() == "BigAutoField"
        last = model._default_manager.order_by("pk").last() if self.is_numbered else None
        self._ids = itertools.count(last.pk + 1 if last else 1)

    def add(self, **values: Any) -> int:
        """Keep a row; returns its id."""
        if self.is_numbered and "id" not in values:
            values["id"] = next(self._ids)
        whole = self.defaults | values
        self.rows.append(tuple(whole[column] for column in self.columns))
        return int(values.get("id", 0))

    def write(self, link: psycopg.Connection[Any]) -> None:
        """Send the rows and set the counter of ids behind them."""
        columns = sql.SQL(", ").join(sql.Identifier(column) for column in self.columns)  # type: ignore[arg-type]
        copy = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(self.name), columns)
        with link.cursor().copy(copy) as stream:
            for row in self._taken():
                stream.write_row(row)
        if self.is_numbered:
            link.execute(f"SELECT setval(pg_get_serial_sequence('{self.name}', 'id'), max(id)) FROM {self.name}")

    def _taken(self) -> Iterator[tuple[Any, ...]]:
        rows, self.rows = self.rows, []
        yield from rows


def _default(field: Any) -> Any:
    if field.has_db_default():
        return field.db_default
    if field.has_default():
        return field.get_default()
    return None if field.null else "" if field.empty_strings_allowed else None
