"""Keyset paging: a page costs the same at the beginning and at the end of a long list."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from magistrat.ui.together import Together

SIZE = 50
# What a printer is given in one step; a longer list is narrowed by its filters first.
MOST_PRINTED = 2_000
# The parameter of an address that asks for the whole list, for the printer.
PRINTED = "druk"


@dataclass(frozen=True)
class Page:
    """Rows of one page and the tokens of its neighbours ("" where there is none).

    :param prints: the list can be asked for whole, for the printer; :param is_printed: this is it.
    """

    rows: list[Any]
    next: str = ""
    previous: str = ""
    prints: bool = False
    is_printed: bool = False

    @property
    def is_whole(self) -> bool:
        """Whether the whole list fits into this page."""
        return not self.next and not self.previous


@dataclass(frozen=True)
class Sort:
    """A chosen order: the key as it stands in the address and the fields for `keyset`."""

    key: str
    fields: tuple[str, ...]


def sort(chosen: str | None, orders: Mapping[str, Sequence[str]], default: str) -> Sort:
    """The order for the address's `sort` value: a key of `orders`, with a leading minus turned round."""
    chosen = chosen or default
    name = chosen.removeprefix("-")
    if name not in orders:
        chosen, name = default, default.removeprefix("-")
    fields = tuple(orders[name])
    return Sort(chosen, tuple(_turned(field) for field in fields) if chosen.startswith("-") else fields)


def asked(request: HttpRequest, queryset: QuerySet[Any] | Together, fields: Sequence[str]) -> Page:
    """The page of the list that the address asks for; with `druk` the whole list, up to `MOST_PRINTED`, for the printer."""
    return for_print(request, keyset(queryset, fields, *place(request)))


def for_print(request: HttpRequest, page: Page) -> Page:
    """The page of a list that can be asked for whole (its query was given the `place`)."""
    return replace(page, prints=True, is_printed=PRINTED in request.GET)


def place(request: HttpRequest) -> tuple[str | None, int]:
    """The token and the size of the page that the address asks for."""
    if PRINTED in request.GET:
        return None, MOST_PRINTED
    return request.GET.get("after"), SIZE


def keyset(queryset: QuerySet[Any] | Together, fields: Sequence[str], token: str | None, size: int = SIZE) -> Page:
    """The page of the queryset that the token points at; without a token, or with a spoilt one, the first page.

    :param fields: the order, as for `order_by`; the last field must be unique (mostly "id" or "-id").
    :param size: rows a page.
    """
    start = _read(token, len(fields))
    if start is None:
        return _first(queryset, fields, size)
    backwards, values = start
    order = [_turned(field) for field in fields] if backwards else list(fields)
    try:
        rows = list(queryset.filter(_beyond(queryset, order, values)).order_by(*order)[: size + 1])
    except (ValidationError, ValueError, TypeError):
        return _first(queryset, fields, size)
    has_more = len(rows) > size
    rows = rows[:size]
    if backwards:
        rows.reverse()
    if not rows:
        return _first(queryset, fields, size)
    return Page(
        rows=rows,
        next=_token(rows[-1], fields, backwards=False) if backwards or has_more else "",
        previous=_token(rows[0], fields, backwards=True) if not backwards or has_more else "",
    )


def _first(queryset: QuerySet[Any] | Together, fields: Sequence[str], size: int) -> Page:
    rows = list(queryset.order_by(*fields)[: size + 1])
    more = _token(rows[size - 1], fields, backwards=False) if len(rows) > size else ""
    return Page(rows=rows[:size], next=more)


def _turned(field: str) -> str:
    return field[1:] if field.startswith("-") else f"-{field}"


def _beyond(queryset: QuerySet[Any] | Together, order: Sequence[str], values: Sequence[Any]) -> Q:
    """Rows after the one with these values; empty values stand where PostgreSQL puts them (last when ascending)."""
    rest = Q(pk__in=[])
    for field, value in reversed(list(zip(order, values, strict=True))):
        rest = _after(field, value) | (_same(field, value) & rest)
    first, value = order[0], values[0]
    if value is None or (not first.startswith("-") and _may_be_empty(queryset, first)):
        return rest
    # Said once more for the first field alone: an index can begin at this bound, which an OR does not give it.
    return Q(**{f"{first.removeprefix('-')}__{'lte' if first.startswith('-') else 'gte'}": value}) & rest


def _after(field: str, value: Any) -> Q:
    name = field.removeprefix("-")
    if field.startswith("-"):
        return Q(**{f"{name}__isnull": False}) if value is None else Q(**{f"{name}__lt": value})
    return Q(pk__in=[]) if value is None else Q(**{f"{name}__gt": value}) | Q(**{f"{name}__isnull": True})


def _same(field: str, value: Any) -> Q:
    name = field.removeprefix("-")
    return Q(**{f"{name}__isnull": True}) if value is None else Q(**{name: value})


def _may_be_empty(queryset: QuerySet[Any] | Together, field: str) -> bool:
    try:
        return bool(queryset.model._meta.get_field(field.removeprefix("-")).null)
    except (FieldDoesNotExist, AttributeError):
        return True


def _value(row: Any, field: str) -> Any:
    name = field.removeprefix("-")
    if isinstance(row, Mapping):
        return row[name]
    for part in name.split("__"):
        row = getattr(row, part)
    return row


def _plain(value: object) -> str:
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(f"a list cannot be paged by {type(value).__name__}")


def _token(row: Any, fields: Sequence[str], *, backwards: bool) -> str:
    body = json.dumps(
        [int(backwards), *(_value(row, field) for field in fields)], default=_plain, separators=(",", ":")
    )
    return base64.urlsafe_b64encode(body.encode()).decode().rstrip("=")


def _read(token: str | None, length: int) -> tuple[bool, list[Any]] | None:
    """Direction and values of a token, or None when it is empty or spoilt."""
    if not token:
        return None
    try:
        body = json.loads(base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)))
    except (ValueError, binascii.Error):
        return None
    if not isinstance(body, list) or len(body) != length + 1 or any(isinstance(v, list | dict) for v in body):
        return None
    return bool(body[0]), body[1:]
