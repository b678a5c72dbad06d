"""Adopting editions, setting up the city, its own calendar days."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from magistrat.journal import actions as journal
from magistrat.journal.actor import Actor
from magistrat.regulation import models, queries
from magistrat.rules import calendar, words
from magistrat.rules import edition as rules
from magistrat.rules.moments import local_date
from magistrat.rules.refusal import Refusal

CALENDAR_RIGHT = "organisation.manage"
CHANGE_RIGHT = "regulation.manage"


def fingerprint(texts: Mapping[str, str]) -> str:
    """SHA-256 of the texts with their names, whatever their order."""
    return hashlib.sha256(json.dumps(dict(texts), ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def set_up_city(
    *, actor: Actor, at: datetime, calendar_files: Mapping[str, str], names: Mapping[str, str]
) -> models.City:
    """Say whose database this is, or bring the texts of its calendar up to date; repeatable.

    `calendar_files`: texts named `city.toml` and `calendar.toml`.

    :raises FormError: when a text is not what it must be.
    """
    kept = calendar.load(calendar_files["calendar.toml"], calendar_files["city.toml"]).city
    with transaction.atomic():
        city = models.City.objects.select_for_update().first()
        if city is not None and (city.calendar_files, city.names) == (dict(calendar_files), dict(names)):
            return city
        city = city or models.City()
        city.slug, city.name, city.names, city.calendar_files = kept.slug, kept.name, dict(names), dict(calendar_files)
        city.calendar_version = _calendar_version(city)
        city.save()
        journal.record(
            actor=actor,
            at=at,
            code="regulation.city_set_up",
            payload={"text": f"Налаштовано місто: {kept.name}", "slug": kept.slug},
        )
    return city


def adopt_edition(
    *, actor: Actor, at: datetime, texts: Mapping[str, str], in_force_from: date | None = None
) -> models.Edition:
    """Adopt an edition of the regulation from its files; repeatable.

    `in_force_from`: the day, when it is not the one that `edition.toml` names.

    :raises FormError: when a file says what it may not say.
    :raises Refusal: when another edition is in force from that day, or the actor has no right (`regulation.manage`).
    """
    read = rules.load(texts)
    since = in_force_from or read.in_force_from
    with transaction.atomic():
        known = {one.in_force_from: one for one in models.Edition.objects.select_for_update().defer("files")}
        if known and (refusal := queries.refusal(actor=actor, right=CHANGE_RIGHT, on=local_date(at))):
            raise refusal
        if (same := known.get(since)) is not None:
            if same.sha256 == read.hash:
                return same
            raise Refusal("", f"Редакцію, чинну з {words.day(since)}, уже прийнято; прийняту редакцію не змінюють.")
        edition = models.Edition.objects.create(
            in_force_from=since,
            title=read.title,
            act=read.act,
            files=dict(texts),
            sha256=read.hash,
            adopted_at=at,
            adopted_by=actor.printed,
        )
        journal.record(
            actor=actor,
            at=at,
            code="regulation.edition_adopted",
            subject=edition,
            edition=since.isoformat(),
            payload={"text": f"Прийнято редакцію регламенту, чинну з {words.day(since)}", "sha256": read.hash},
        )
    queries.forget()
    return edition


def set_calendar_day(
    *, actor: Actor, at: datetime, day: date, is_working: bool, reason: str, hours: str = ""
) -> models.CalendarException:
    """Make a single day a working one or a day off for this city, with its ground.

    :raises Refusal: no right (`organisation.manage`), no ground, or hours that are none.
    """
    if refusal := queries.refusal(actor=actor, right=CALENDAR_RIGHT, on=local_date(at)):
        raise refusal
    _judge_day(reason=reason, hours=hours)
    with transaction.atomic():
        city = models.City.objects.select_for_update().get()
        exception, _ = models.CalendarException.objects.update_or_create(
            day=day, defaults={"is_working": is_working, "hours": hours.strip(), "reason": reason.strip()}
        )
        _renew(city)
        kind = "робочим" if is_working else "вихідним"
        journal.record(
            actor=actor,
            at=at,
            code="regulation.calendar_day_set",
            subject=exception,
            payload={
                "text": f"День {words.day(day)} зроблено {kind}: {reason}",
                "day": day,
                "working": is_working,
                "hours": hours,
            },
        )
    return exception


def clear_calendar_day(*, actor: Actor, at: datetime, day: date) -> None:
    """Give a single day back to the week and the country's calendar.

    :raises Refusal: no right (`organisation.manage`), or the day has no entry of the city.
    """
    if refusal := queries.refusal(actor=actor, right=CALENDAR_RIGHT, on=local_date(at)):
        raise refusal
    with transaction.atomic():
        city = models.City.objects.select_for_update().get()
        exception = models.CalendarException.objects.filter(day=day).first()
        if exception is None:
            raise Refusal("", f"День {words.day(day)} не має окремого порядку: скасовувати нічого.")
        journal.record(
            actor=actor,
            at=at,
            code="regulation.calendar_day_cleared",
            subject=exception,
            payload={"text": f"Скасовано окремий порядок дня {words.day(day)} («{exception.reason}»)", "day": day},
        )
        exception.delete()
        _renew(city)


def keep_setting(*, key: str, value: Any) -> None:
    """Keep a technical value of this installation with the city's row.

    How far the demo is told is nobody's deed, so neither an actor nor the journal knows of it.
    """
    with transaction.atomic():
        city = models.City.objects.select_for_update().get()
        city.settings = city.settings | {key: value}
        city.save(update_fields=["settings"])


def _judge_day(*, reason: str, hours: str) -> None:
    if not reason.strip():
        raise Refusal("", "Зазначте підставу: розпорядження чи інший акт, яким день змінено.")
    try:
        queries.intervals(hours)
    except ValueError as wrong:
        raise Refusal("", f"Години зазначають у вигляді 08:30-12:30, 13:00-15:00: {wrong}.") from None


def _renew(city: models.City) -> None:
    city.calendar_version = _calendar_version(city)
    city.save(update_fields=["calendar_version"])
    queries.forget()


def _calendar_version(city: models.City) -> str:
    rows = models.CalendarException.objects.order_by("day").values_list("day", "is_working", "hours", "reason")
    texts = {f"{day}": f"{is_working} {hours} {reason}" for day, is_working, hours, reason in rows}
    return fingerprint({**city.calendar_files, **texts})
