"""Cards of departments, posts and people as they stood on a day: the columns say what is said now, former cards the rest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.db.models.functions import JSONObject

from magistrat.organisation import models

Card = TypeVar("Card", models.Department, models.Post, models.Person)


def changes(kind: str, on: Any, path: str = "pk") -> ArraySubquery:
    """For `annotate`: what the card said before it was changed after the day, the latest change first; no statement more.

    :param kind: "department", "post" or "person"; ``on``: a day, or an expression of the row that is one; ``path``: the way
        from the row to its id.
    """
    found = models.FormerCard.objects.filter(**{kind: OuterRef(path)}, until__gt=on).order_by("-until")
    return ArraySubquery(found.values(card=JSONObject(name="name", values="values")))


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


def of_holdings(found: QuerySet[models.Holding], on: Any) -> QuerySet[models.Holding]:
    """The holdings with person and post, and with what `holding` wants to put them as they were on the day."""
    person, post = changes("person", on, "person_id"), changes("post", on, "post_id")
    return found.select_related("person", "post").annotate(person_then=person, post_then=post)


def holding(one: models.Holding) -> models.Holding:
    """The same holding, its person and post as they were on the day that `of_holdings` was asked of."""
    put(one.person, one.person_then)
    put(one.post, one.post_then)
    return one
