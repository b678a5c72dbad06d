"""The first structure of a city: departments, posts, lines and duties from `organisation.toml`, without people."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from magistrat.journal.actor import Actor
from magistrat.organisation import models
from magistrat.organisation.actions.duties import assign_field
from magistrat.organisation.actions.structure import open_department, open_post
from magistrat.rules.form import FormError

FILE = "organisation.toml"
GROUND = "розподіл обов'язків, унесений під час налаштування"


def set_up(*, actor: Actor, at: datetime, text: str) -> bool:
    """Make the structure that the text describes; does nothing and says so (`False`) where departments already are.

    :raises FormError: when a post names a department, head or leader that the text does not have.
    """
    if models.Department.objects.exists():
        return False
    said = tomllib.loads(text)
    with transaction.atomic():
        since = said["since"]
        departments = _departments(actor, at, said.get("department", []), since)
        posts = _posts(actor, at, said.get("post", []), departments, since)
        _fields(actor, at, said, departments, posts)
    return True


def _departments(actor: Actor, at: datetime, tables: list[dict[str, Any]], since: date) -> Mapping[str, int]:
    made: dict[str, int] = {}
    for table in tables:
        made[table["key"]] = open_department(
            actor=actor,
            at=at,
            name=table["name"],
            short_name=table.get("short", table["name"]),
            index=table["index"],
            since=since,
            parent=_known(made, table, "parent"),
            is_leadership=table.get("leadership", False),
            key=table["key"],
        ).pk
    return made


def _posts(
    actor: Actor, at: datetime, tables: list[dict[str, Any]], departments: Mapping[str, int], since: date
) -> Mapping[str, int]:
    made: dict[str, int] = {}
    for rank, table in enumerate(tables, 1):
        department = _known(departments, table, "department")
        if department is None:
            raise FormError(FILE, table["key"], "department", "посада має належати до підрозділу")
        for number in range(1, table.get("count", 1) + 1):
            key = table["key"] if number == 1 else f"{table['key']}_{number}"
            made[key] = open_post(
                actor=actor,
                at=at,
                title=table["title"],
                department=department,
                roles=table.get("roles", []),
                since=since,
                rank=rank * 10,
                head=_known(made, table, "head"),
                assists=_known(made, table, "assists"),
                is_leader=table.get("leader", False),
                is_department_head=table.get("heads", False),
                is_committee_member=table.get("committee", table.get("leader", False)),
                key=key,
            ).pk
    return made


def _fields(
    actor: Actor, at: datetime, said: Mapping[str, Any], departments: Mapping[str, int], posts: Mapping[str, int]
) -> None:
    for table in said.get("field", []):
        named = {"key": f"{table['leader']}: {table.get('subject', table.get('department'))}"} | table
        assign_field(
            actor=actor,
            at=at,
            leader=_known(posts, named, "leader") or 0,
            subject=table.get("subject", ""),
            department=_known(departments, named, "department"),
            since=said["since"],
            ground=table.get("ground", GROUND),
        )


def _known(made: Mapping[str, int], table: Mapping[str, Any], field: str) -> int | None:
    key = table.get(field)
    if key is None:
        return None
    if key not in made:
        raise FormError(FILE, table["key"], field, f"«{key}» вище не названо")
    return made[key]
