"""Editions adopted by this city, and the rules that their files make."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from magistrat.regulation import models
from magistrat.rules import called as naming
from magistrat.rules import edition as rules
from magistrat.rules.called import Called


class Adopted(NamedTuple):
    """What tells one adopted edition from another, without its texts."""

    id: int
    in_force_from: date
    sha256: str


@dataclass(slots=True)
class Kept:
    """What is read once within `remembering`."""

    editions: list[Adopted] = field(default_factory=list)
    calendar_version: str = ""


_kept: ContextVar[Kept | None] = ContextVar("kept_regulation", default=None)


def city() -> models.City:
    """The city whose database this is; one statement.

    :raises City.DoesNotExist: before `magistrat_setup`.
    """
    return models.City.objects.defer("calendar_files").get()


def called() -> Called:
    """How papers call the city and its bodies where their full names do not stand; one statement."""
    found = city()
    return naming.by_names(found.names, found.name)


def editions() -> Sequence[models.Edition]:
    """All adopted editions without their texts, newest first; one statement."""
    return list(models.Edition.objects.defer("files").order_by("-in_force_from"))


def edition_texts() -> list[tuple[date, dict[str, str]]]:
    """The day from which each adopted edition is in force, and its files' texts by name; one statement."""
    return list(models.Edition.objects.order_by("in_force_from").values_list("in_force_from", "files"))


def edition_record(edition_id: int) -> models.Edition:
    """One adopted edition without its texts; one statement."""
    return models.Edition.objects.defer("files").get(pk=edition_id)


def edition_record_on(on: date) -> models.Edition:
    """The edition in force on the day (before the first one: the first), without its texts; at most one statement.

    :raises Edition.DoesNotExist: when the city has adopted none.
    """
    adopted = _in_force(on)
    return _record(adopted.id, adopted.sha256)


def edition_id_on(on: date) -> int:
    """The id of the edition in force on the day; at most one statement.

    :raises Edition.DoesNotExist: when the city has adopted none.
    """
    return _in_force(on).id


def edition_ids() -> list[int]:
    """All adopted editions, the earliest in force first; at most one statement."""
    return [one.id for one in _adopted()]


def in_force_from(on: date) -> date:
    """The first day of the edition in force on the day; at most one statement.

    :raises Edition.DoesNotExist: when the city has adopted none.
    """
    return _in_force(on).in_force_from


def rules_on(on: date) -> rules.Edition:
    """The rules in force on the day; at most one statement, and one more when this process has not met them yet.

    :raises Edition.DoesNotExist: when the city has adopted none.
    """
    return _loaded(_in_force(on).sha256)


def rules_of(edition_id: int) -> rules.Edition:
    """The rules of the edition in which a proceeding began.

    :raises Edition.DoesNotExist: when the city has not adopted it.
    """
    return _loaded(fingerprint_of(edition_id))


def fingerprint_of(edition_id: int) -> str:
    """The hash of an adopted edition's files, by which a process keeps what it made of them; at most one statement.

    :raises Edition.DoesNotExist: when the city has not adopted it.
    """
    for adopted in _adopted():
        if adopted.id == edition_id:
            return adopted.sha256
    raise models.Edition.DoesNotExist(f"Редакції {edition_id} не прийнято.")


def rules_of_text(sha256: str) -> rules.Edition:
    """The rules of the files with this hash; one statement when this process has not met them yet."""
    return _loaded(sha256)


@contextmanager
def remembering() -> Iterator[None]:
    """Within it editions and the calendar's version are read once: a page that asks twenty rights costs one statement.

    Also a decorator of an action: `@regulation.remembering()`. Within another one it does nothing.
    """
    if _kept.get() is not None:
        yield
        return
    token = _kept.set(Kept())
    try:
        yield
    finally:
        _kept.reset(token)


def forget() -> None:
    """Read all anew within `remembering`: an edition has just been adopted, or a day of the calendar changed."""
    if (kept := _kept.get()) is not None:
        kept.editions.clear()
        kept.calendar_version = ""


def calendar_version() -> str:
    """The version by which the calendar and the laws are kept; one statement.

    :raises City.DoesNotExist: before `magistrat_setup`.
    """
    kept = _kept.get()
    if kept is not None and kept.calendar_version:
        return kept.calendar_version
    version = models.City.objects.values_list("calendar_version", flat=True).get()
    if kept is not None:
        kept.calendar_version = version
    return version


def _adopted() -> list[Adopted]:
    kept = _kept.get()
    if kept is not None and kept.editions:
        return kept.editions
    rows = models.Edition.objects.order_by("in_force_from").values_list("id", "in_force_from", "sha256")
    found = [Adopted(*row) for row in rows]
    if kept is not None:
        kept.editions.extend(found)
    return found


def _in_force(on: date) -> Adopted:
    adopted = _adopted()
    if not adopted:
        raise models.Edition.DoesNotExist("Місто ще не прийняло жодної редакції регламенту.")
    return next((one for one in reversed(adopted) if one.in_force_from <= on), adopted[0])


@lru_cache(maxsize=32)
def _record(edition_id: int, sha256: str) -> models.Edition:
    # Never changed after adoption, so one reading is enough for a process.
    return models.Edition.objects.defer("files").get(pk=edition_id, sha256=sha256)


@lru_cache(maxsize=32)
def _loaded(sha256: str) -> rules.Edition:
    record = models.Edition.objects.filter(sha256=sha256).only("files").first()
    if record is None:
        raise models.Edition.DoesNotExist(sha256)
    return rules.load(record.files)
