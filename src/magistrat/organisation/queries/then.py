"""Cards of departments, posts and people as they stood on a day: the columns say what is said now, former cards the rest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, TypeVar

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, QuerySet, Value
from django.db.models.functions import JSONObject, Least

from magistrat.organisation import models

Card = TypeVar("Card", models.Department, models.Post, models.Person)


def changes(kind: str, on: Any, path: str = "pk", after: str = "gt") -> ArraySubquery:
    """For `annotate`: what the card said before it was changed after the day, the latest change first; no statement more.

    :param kind: "department", "post" or "person"; ``on``: a day, or an expression of the row that is one; ``path``: the way
        from the row to its id; ``after``: "gte" where `on` is not the day but the next one.
    """
    found = models.FormerCard.objects.filter(**{kind: OuterRef(path), f"until__{after}": on}).order_by("-until")
    return ArraySubquery(found.values(card=JSONObject(name="name", values="values")))


def ever(kind: str, path: str = "pk") -> ArraySubquery:
    """For `annotate`: all that the card ever said before a change, the latest first, for `after`: a row of many days."""
    found = models.FormerCard.objects.filter(**{kind: OuterRef(path)}).order_by("-until")
    return ArraySubquery(found.values(card=JSONObject(name="name", values="values", until="until")))


def after(said: Sequence[Mapping[str, Any]], on: date) -> list[Mapping[str, Any]]:
    """Of what `ever` found that which was changed after the day."""
    return [former for former in said if former["until"] > on.isoformat()]


def put(one: Card, said: Sequence[Mapping[str, Any]]) -> Card:
    """The same row, never to be saved, with the values of the day: `said` is what `changes` found."""
    for former in said:
        # The latest change comes first, so what an earlier one replaced is put last: it is what held on the day.
        if former["name"]:
            _name(one, former["name"])
        for field, value in former["values"].items():
            setattr(one, field, value)
    return one


def _name(one: models.Department | models.Post | models.Person, name: str) -> None:
    if isinstance(one, models.Post):
        # Forms of the former title follow among the values, where it had its own.
        one.title, one.title_genitive, one.title_dative = name, "", ""
    elif isinstance(one, models.Department):
        one.name = name


def title(now: str, said: Sequence[Mapping[str, Any]]) -> str:
    """The title alone, of a row that was asked for no more: `said` is what `changes` found."""
    return next((former["name"] for former in reversed(said) if former["name"]), now)


def among(on: date, **columns: Any) -> Q:
    """The filter of posts that may have had these values on the day: which of them had is told after `put`."""
    changed = models.FormerCard.objects.filter(until__gt=on, post__isnull=False).values("post")
    return Q(**columns) | Q(pk__in=changed)


def is_read(one: models.Post, name: str) -> bool:
    """Whether the row of this foreign key is at hand."""
    return name in one._state.fields_cache  # noqa: SLF001 - Django says it nowhere else


def of_holdings(found: QuerySet[models.Holding], on: Any, after: str = "gt") -> QuerySet[models.Holding]:
    """The holdings with person and post, and with what `holding` wants to put them as they were on the day."""
    person, post = changes("person", on, "person_id", after), changes("post", on, "post_id", after)
    return found.select_related("person", "post").annotate(person_then=person, post_then=post)


def of_all_holdings(found: QuerySet[models.Holding], on: date) -> QuerySet[models.Holding]:
    """The same for a history: each as on its last day, or on this day while it goes on."""
    # LEAST passes over an open end.
    return of_holdings(found, Least(OuterRef("until"), Value(on + timedelta(days=1))), "gte")


def holding(one: models.Holding) -> models.Holding:
    """The same holding, its person and post as they were on the day that `of_holdings` was asked of."""
    put(one.person, one.person_then)
    put(one.post, one.post_then)
    return one
