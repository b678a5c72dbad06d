"""Whose key it is; tasks, organisation, rules."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router
from pydantic import Field

from magistrat.api import queries
from magistrat.api.guard import Keyed
from magistrat.api.schemas import others as shapes
from magistrat.api.schemas.basic import NO_ZERO, Day, Id
from magistrat.api.scopes import ORGANISATION_READ, RULES_READ, TASKS_READ
from magistrat.organisation import queries as organisation
from magistrat.regulation import queries as regulation
from magistrat.rules import words
from magistrat.rules.calendar import CalendarError
from magistrat.rules.edition import Edition, Entry
from magistrat.rules.refusal import Refusal

router = Router()
Number = Annotated[str, Field(max_length=40, pattern=NO_ZERO)]
Name = Annotated[str, Field(max_length=40, pattern=NO_ZERO)]
Anchor = Annotated[
    str, Field(pattern=r"^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2})?$", description="день або момент події за київським часом")
]
LONGEST = timedelta(days=366)
OUTSIDE = "Такого дня в календарі немає."


@router.get("me", response=shapes.Me, tags=["Ключ"], summary="Чий це ключ і що йому дозволено")
def me(request: HttpRequest) -> Any:
    """The program, its post, its scopes."""
    program = request.program
    return {
        "program": program.title, "post": program.post, "scopes": program.scopes, "expires_on": program.expires_on,
        "city": regulation.city().name,
    }  # fmt: skip


@router.get(
    "tasks", response=shapes.TaskPage, tags=["Завдання"], summary="Завдання, найновіші перші", auth=Keyed(TASKS_READ)
)
def tasks(request: HttpRequest, filters: Query[shapes.TasksNarrowed]) -> Any:
    """Tasks of the documents that the program's post sees."""
    told = filters.model_dump(exclude={"after", "limit"}, exclude_none=True)
    page = queries.task_page(queries.tasks(actor=request.actor, **told), filters.after, filters.limit)
    return {"items": page.rows, "next": page.next}


@router.get(
    "tasks/{int:task_id}", response=shapes.TaskLine, tags=["Завдання"], summary="Завдання", auth=Keyed(TASKS_READ)
)
def task(request: HttpRequest, task_id: Id) -> Any:
    """One task."""
    return queries.task(actor=request.actor, task_id=task_id)


@router.get(
    "departments",
    response=list[shapes.DepartmentLine],
    tags=["Організація"],
    summary="Підрозділи на день",
    auth=Keyed(ORGANISATION_READ),
)
def departments(request: HttpRequest, on: Query[Day | None] = None) -> Any:
    """Departments of the day (today, when none is named)."""
    return organisation.departments(on or request.on)


@router.get(
    "posts",
    response=list[shapes.PostLine],
    tags=["Організація"],
    summary="Посади на день",
    auth=Keyed(ORGANISATION_READ),
)
def posts(request: HttpRequest, on: Query[Day | None] = None, department: Query[Id | None] = None) -> Any:
    """Posts of the day with their holders."""
    return organisation.posts(on or request.on, department=department)


@router.get(
    "rules",
    response=list[shapes.RuleLine],
    tags=["Регламент"],
    summary="Правила чинної редакції",
    auth=Keyed(RULES_READ),
)
def rules(
    request: HttpRequest, on: Query[Day | None] = None, kind: Query[Name | None] = None, capability: Query[Name | None] = None
) -> Any:  # fmt: skip
    """Entries of the edition in force on the day."""
    entries = _edition(on or request.on).entries
    return [one for one in entries if kind in (None, one.kind) and capability in (None, one.capability)]


@router.get(
    "rules/{rule_id}", response=shapes.RuleLine, tags=["Регламент"], summary="Правило", auth=Keyed(RULES_READ)
)  # fmt: skip
def rule(request: HttpRequest, rule_id: Number, on: Query[Day | None] = None) -> Any:
    """One entry of the edition in force on the day."""
    return _entry(rule_id, on or request.on)


@router.get(
    "rules/{rule_id}/due",
    response=shapes.Due,
    tags=["Регламент"],
    summary="Обчислити строк від події",
    auth=Keyed(RULES_READ),
)
def due(request: HttpRequest, rule_id: Number, anchor: Query[Anchor], on: Query[Day | None] = None) -> Any:
    """The end of the term, day by day, by the edition in force on the day of the event unless `on` names another."""
    event = _event(anchor)
    entry = _entry(rule_id, on or (event.date() if isinstance(event, datetime) else event))
    counted = regulation.counted(entry, event)
    return {
        "id": entry.id, "clause": entry.clause, "anchor": counted.anchor.isoformat(timespec="minutes"),
        "due": _plain(counted.due), "kind": counted.kind, "days": regulation.days_of(counted),
        "explanation": counted.explanation,
    }  # fmt: skip


@router.get(
    "calendar",
    response=list[shapes.WorkDay],
    tags=["Регламент"],
    summary="Робочі й вихідні дні",
    auth=Keyed(RULES_READ),
)
def calendar(request: HttpRequest, since: Query[Day], until: Query[Day]) -> Any:
    """Days from `since` to `until`, that day included; at most a year."""
    if not since <= until <= since + LONGEST:
        raise Refusal("", "Проміжок календаря: від першого дня до останнього, не довше ніж рік.")
    kept = regulation.work_calendar()
    try:
        days = [kept.day(since + timedelta(days=number)) for number in range((until - since).days + 1)]
    except (CalendarError, OverflowError):
        raise Refusal("", OUTSIDE) from None
    return [
        {"date": day.date, "working": day.working, "reason": day.reason,
         "hours": [f"{words.clock(start)}-{words.clock(end)}" for start, end in day.hours]}
        for day in days
    ]  # fmt: skip


def _edition(on: date) -> Edition:
    return regulation.rules_on(on)


def _entry(rule_id: str, on: date) -> Entry:
    entry = _edition(on).by_id(rule_id)
    if entry is None:
        raise regulation.NotThere(rule_id)
    return entry


def _event(anchor: str) -> date | datetime:
    try:
        return datetime.fromisoformat(anchor) if "T" in anchor else date.fromisoformat(anchor)
    except ValueError:
        raise Refusal("", "Подію зазначають у вигляді 2026-03-09 або 2026-03-09T10:15.") from None


def _plain(value: date | datetime) -> str:
    return value.isoformat(timespec="minutes") if isinstance(value, datetime) else value.isoformat()
