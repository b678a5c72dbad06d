"""Registries: who keeps them, how their index looks, where they begin (KR 7.4–7.6, 7.13; DR 14.9)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from magistrat.documents.actions import grants, placing
from magistrat.documents.models import Document, Registry
from magistrat.journal import actions as journal
from magistrat.journal.actor import Actor
from magistrat.regulation import queries as regulation
from magistrat.rules.moments import local_date
from magistrat.rules.numbering import Pattern
from magistrat.rules.refusal import Refusal

# Parts of an index that a registration can fill in.
PARTS = {"n", "dept", "case", "yy", "year"}


def open_registry(
    *,
    actor: Actor,
    at: datetime,
    key: str,
    title: str,
    direction: str,
    department: int,
    pattern: str,
    restarts: str = "year",
    first_number: int = 1,
    first_year: int | None = None,
    clerks: Iterable[int] = (),
    only_clerks: bool = False,
    clause: str = "",
    rank: int = 100,
) -> Registry:
    """Open a registry of a unit; it may start at any number on its day of going live.

    :param first_year: the year that begins with the first number, where it is not this one: in January the city goes live
        with December's papers still to be numbered (KR 4.34; DR 6.26).
    :param only_clerks: kept by its clerks alone, as a leader's secretary keeps his (KR 7.4, 21.11).
    :raises Refusal: no right, a pattern that no registration could fill in, no such year, or no clerk where clerks alone
        keep it.
    """
    clerks = list(clerks)
    with transaction.atomic():
        _ask(actor, at)
        _refuse_pattern(pattern)
        _refuse_nobody(only_clerks, clerks)
        if Registry.objects.filter(key=key).exists():
            raise Refusal("", f"Реєстр із ключем «{key}» уже є.")
        registry = Registry(
            key=key,
            title=title.strip(),
            direction=direction,
            department_id=department,
            pattern=pattern,
            restarts=restarts,
            first_number=first_number,
            only_clerks=only_clerks,
            clause=clause,
            rank=rank,
        )
        registry.first_period = _first_period(registry, first_year, at)
        registry.save()
        registry.clerks.set(clerks)
        _note(actor, at, "documents.registry_opened", registry, f"Відкрито реєстр «{registry.title}»")
    return registry


def change(
    *,
    actor: Actor,
    at: datetime,
    registry_id: int,
    title: str,
    pattern: str,
    clerks: Iterable[int],
    is_open: bool,
    first_number: int | None = None,
    first_year: int | None = None,
    only_clerks: bool | None = None,
) -> Registry:
    """Change a registry; indexes already given stay as they are, and what is in it opens to whoever keeps it from now on.

    :param first_year: as in `open_registry`; without it the stored one stays, unless the first number is another.
    :raises Refusal: no right, a wrong pattern, a first number or its year after the first registration, no such year, or no
        clerk where clerks alone keep it.
    """
    clerks = list(clerks)
    with transaction.atomic():
        _ask(actor, at)
        _refuse_pattern(pattern)
        registry = Registry.objects.select_for_update().get(pk=registry_id)
        if first_number is not None:
            _begin(registry, first_number, first_year, at)
        was_only = registry.only_clerks
        former = set(registry.clerks.values_list("pk", flat=True)) if was_only else set[int]()
        registry.title, registry.pattern, registry.is_open = title.strip(), pattern, is_open
        registry.only_clerks = registry.only_clerks if only_clerks is None else only_clerks
        _refuse_nobody(registry.only_clerks, clerks)
        registry.save()
        registry.clerks.set(clerks)
        if (was_only, former) != (registry.only_clerks, set(clerks) if registry.only_clerks else set()):
            grants.follow_keepers(registries=[registry.pk], at=at, former=former)
        _note(actor, at, "documents.registry_changed", registry, f"Змінено реєстр «{registry.title}»")
    return registry


def _begin(registry: Registry, first_number: int, first_year: int | None, at: datetime) -> None:
    """Where the numbers begin, and in which period: on the day of going live, so until the first registration only."""
    is_same = first_number == registry.first_number
    period = registry.first_period if is_same and first_year is None else _first_period(registry, first_year, at)
    if not Document.objects.filter(registry=registry).exists():
        registry.first_number, registry.first_period = first_number, period
    # Every year begins with 1, whichever is named.
    elif not is_same or (first_number != 1 and period != registry.first_period):
        raise Refusal("", "Перший номер і його рік визначають до першої реєстрації: у цьому реєстрі номери вже є.")


def _first_period(registry: Registry, year: int | None, at: datetime) -> str:
    """The period of the year; of the moment's where none is named. A registry that never restarts has one."""
    now = placing.period_of(registry, at)
    if not now or year is None:
        return now
    if str(year) != registry.first_period and abs(year - int(now)) > 1:
        raise Refusal("", f"Перший номер зазначають для {now} року, попереднього або наступного.")
    return str(year)


def _refuse_nobody(only_clerks: bool, clerks: list[int]) -> None:
    if only_clerks and not clerks:
        raise Refusal("", "Реєстр, який веде лише діловод, мусить мати діловода: виберіть його.")


def _refuse_pattern(pattern: str) -> None:
    try:
        names = set(Pattern(pattern).names)
    except ValueError as wrong:
        raise Refusal("", f"Вигляд індексу: {wrong}.") from None
    if unknown := names - PARTS:
        raise Refusal(
            "", f"Вигляд індексу: невідомі частини {', '.join(sorted(unknown))}; можливі: {', '.join(sorted(PARTS))}."
        )


def _ask(actor: Actor, at: datetime) -> None:
    if refusal := regulation.refusal(actor=actor, right="registry.manage", on=local_date(at)):
        raise refusal


def _note(actor: Actor, at: datetime, code: str, registry: Registry, text: str) -> None:
    clerks = list(registry.clerks.values_list("pk", flat=True))
    payload = {
        "text": text,
        "pattern": registry.pattern,
        "clerks": clerks,
        "only_clerks": registry.only_clerks,
        "is_open": registry.is_open,
        "first": registry.first_number,
        "first_period": registry.first_period,
    }
    journal.record(actor=actor, at=at, code=code, subject=registry, payload=payload)
