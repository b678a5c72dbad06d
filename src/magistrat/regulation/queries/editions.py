"""Editions adopted by this city, and the rules that their files make."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from magistrat.regulation import models
from magistrat.rules import edition as rules


class Adopted(NamedTuple):
    """What tells one adopted edition from another, without its texts."""

    id: int
    in_force_from: date
    sha256: str


_kept: ContextVar[list[Adopted] | None] = ContextVar("adopted_editions", default=None)


def city() -> models.City:
    """The city whose database this is; one statement.

    :raises City.DoesNotExist: before `magistrat_setup`.
    """
    return models.City.objects.defer("calendar_files").get()


def editions() -> Sequence[models.Edition]:
    """All adopted editions without their texts, newest first; one statement."""
    return list(models.Edition.objects.defer("files").order_by("-in_force_from"))


def edition_record(edition_id: int) -> models.Edition:
    """One adopted edition without its texts; one statement."""
    return models.Edition.objects.defer("files").get(pk=edition_id)


def edition_record_on(on: date) -> models.Edition:
    """The edition in force on the day (before the first one: the first), without its texts; one or two statements.

    :raises Edition.DoesNotExist: when the city has adopted none.
    """
    return edition_record(_in_force(on).id)


def edition_id_on(on: date) -> int:
    """The id of the edition in force on the day; at most one statement.

    :raises Edition.DoesNotExist: when the city has adopted none.
    """
    return _in_force(on).id


def rules_on(on: date) -> rules.Edition:
    """The rules in force on the day; at most one statement, and one more when this process has not met them yet.

    :raises Edition.DoesNotExist: when the city has adopted none.
    """
    return _loaded(_in_force(on).sha256)


def rules_of(edition_id: int) -> rules.Edition:
    """The rules of the edition in which a proceeding began."""
    for adopted in _adopted():
        if adopted.id == edition_id:
            return _loaded(adopted.sha256)
    raise models.Edition.DoesNotExist(f"Редакції {edition_id} не прийнято.")


@contextmanager
def remembering() -> Iterator[None]:
    """Within it the list of editions is read once: a page that asks twenty rights costs one statement."""
    if _kept.get() is not None:
        yield
        return
    token = _kept.set([])
    try:
        yield
    finally:
        _kept.reset(token)


def forget() -> None:
    """Read the list anew within `remembering`: an edition has just been adopted."""
    if (kept := _kept.get()) is not None:
        kept.clear()


def _adopted() -> list[Adopted]:
    kept = _kept.get()
    if kept:
        return kept
    rows = models.Edition.objects.order_by("in_force_from").values_list("id", "in_force_from", "sha256")
    found = [Adopted(*row) for row in rows]
    if kept is not None:
        kept.extend(found)
    return found


def _in_force(on: date) -> Adopted:
    adopted = _adopted()
    if not adopted:
        raise models.Edition.DoesNotExist("Місто ще не прийняло жодної редакції регламенту.")
    return next((one for one in reversed(adopted) if one.in_force_from <= on), adopted[0])


@lru_cache(maxsize=32)
def _loaded(sha256: str) -> rules.Edition:
    record = models.Edition.objects.filter(sha256=sha256).only("files").first()
    if record is None:
        raise models.Edition.DoesNotExist(sha256)
    return rules.load(record.files)
