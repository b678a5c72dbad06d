"""Doing the deeds of the story: each in its own transaction, at a moment of its own, and never twice.

The journal is the memory: every deed of the story has a moment that no other deed has, so after a break the story is
told again from its beginning, and what the journal knows at that moment is read instead of done.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from django.apps import apps
from django.db import models

from magistrat.journal.models import Entry

ONE_SECOND = timedelta(seconds=1)


class Deeds:
    """Does deeds and counts them; begins with what was done before a break."""

    def __init__(self) -> None:
        self.done: dict[datetime, list[tuple[str, int | None]]] = {}
        self.times: set[datetime] = set()
        self.count = 0
        self.repeated = 0
        for at, kind, subject in Entry.objects.order_by("id").values_list("at", "subject_kind", "subject"):
            self.done.setdefault(at, []).append((kind, subject))

    def do(self, action: Callable[..., Any], *, at: datetime, **how: Any) -> Any:
        """Do it at the moment (a second later for each deed already done then), or read what it made before."""
        at = self.free(at)
        if at in self.done:
            self.repeated += 1
            made = _made(action, self.done[at])
        else:
            made = action(at=at, **how)
        self.times.add(at)
        self.count += 1
        return made

    def free(self, at: datetime) -> datetime:
        """The moment or the first free second after it."""
        while at in self.times:
            at += ONE_SECOND
        return at


def _made(action: Callable[..., Any], entries: list[tuple[str, int | None]]) -> Any:
    """The rows that the action returned: its annotation says of which model they are, the journal which ones."""
    model, many = _returns(action)
    if model is None:
        return None
    found = [pk for kind, pk in entries if kind == model._meta.label_lower]
    if many:
        return [model._default_manager.get(pk=pk) for pk in dict.fromkeys(found)]
    return model._default_manager.get(pk=found[0]) if found else None


@lru_cache(maxsize=200)
def _returns(action: Callable[..., Any]) -> tuple[type[models.Model] | None, bool]:
    written = str(inspect.signature(action).return_annotation).strip("'")
    many = written.startswith("list[")
    name = written.removeprefix("list[").rstrip("]").split("|")[0].strip().rsplit(".", 1)[-1]
    module = inspect.getmodule(action)
    for place in (module, getattr(module, "models", None)):
        found = getattr(place, name, None)
        if isinstance(found, type) and issubclass(found, models.Model):
            return found, many
    return next(((one, many) for one in apps.get_models() if one.__name__ == name), (None, many))
