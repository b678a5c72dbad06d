"""Kinds and registries of a city at its set-up, from the texts of its files; repeatable."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from magistrat.documents.actions import grants, placing
from magistrat.documents.models import DocumentKind, Registry
from magistrat.journal import actions as journal
from magistrat.journal import queries as read
from magistrat.journal.actor import Actor
from magistrat.organisation import queries as organisation
from magistrat.organisation.models import Department, Post
from magistrat.rules.moments import local_date
from magistrat.rules.numbering import Pattern


def load(*, actor: Actor, at: datetime, kinds: str, registries: str) -> None:
    """Write the classifier of kinds and open the registries that are not there yet.

    `kinds`, `registries`: the texts of `cities/documents.toml` and `cities/<city>/registries.toml`. What clerks have
    changed since stays as they changed it.

    :raises ValueError: when a text is not what it must be.
    """
    with transaction.atomic():
        _write_kinds(tomllib.loads(kinds))
        made = _open_registries(tomllib.loads(registries), at)
        text = f"Класифікатор видів документів оновлено; відкрито реєстрів: {len(made)}"
        journal.record(actor=actor, at=at, code="documents.set_up", payload={"text": text, "registries": made})


def _write_kinds(whole: Mapping[str, Any]) -> None:
    rows = [
        DocumentKind(key=kind["key"], title=kind["title"], directions=kind["directions"], rank=rank)
        for rank, kind in enumerate(whole["kind"], 1)
    ]
    DocumentKind.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["key"], update_fields=["title", "directions", "rank"]
    )


def _open_registries(whole: Mapping[str, Any], at: datetime) -> list[str]:
    there, made = set(Registry.objects.values_list("key", flat=True)), list[str]()
    posts = organisation.posts(local_date(at))
    for rank, table in enumerate(whole.get("registry", []), 1):
        for n, (key, title, department, clerks) in enumerate(_places(table, posts), 1):
            pattern = Pattern(table["pattern"].replace("{place}", str(n))).text
            if key not in there:
                registry = Registry(
                    key=key,
                    title=title[:200],
                    direction=table["direction"],
                    department=department,
                    pattern=pattern,
                    restarts=table.get("restarts", "year"),
                    first_number=table.get("first_number", 1),
                    clause=table.get("clause", ""),
                    rank=rank * 10,
                )
                registry.first_period = placing.period_of(registry, at)
                registry.save()
                registry.clerks.set(clerks)
                made.append(key)
        if "each_post_with" in table:
            _leave_to_clerks(table["key"], at)
    return made


def _leave_to_clerks(key: str, at: datetime) -> None:
    """Mark the registries of secretaries that are not marked yet, unless somebody has decided so since it can be decided."""
    decided = read.entries(code="documents.registry_changed").filter(payload__has_key="only_clerks").values("subject")
    old = Registry.objects.select_for_update().filter(key__startswith=f"{key}-", only_clerks=False)
    found = [
        one.pk for one in old.filter(pk__in=Registry.clerks.through.objects.values("registry")).exclude(pk__in=decided)
    ]
    if found:
        Registry.objects.filter(pk__in=found).update(only_clerks=True)
        grants.follow_keepers(registries=found, at=at)


def _places(table: Mapping[str, Any], posts: list[Post]) -> Iterator[tuple[str, str, Department, list[Post]]]:
    """Key, title, department and clerks of each registry that the table asks for."""
    key, title = table["key"], table["title"]
    if role := table.get("each_post_with"):
        for n, post in enumerate((one for one in posts if role in one.roles), 1):
            leader = post.assists or post
            yield f"{key}-{n}", title.format(post=leader.title), post.department, [post]
        return
    for department in _departments(table, posts):
        named = f"{key}-{department.index}" if "each_department_with" in table else key
        yield named, title.format(department=department.short_name), department, _clerks(table, posts, department)


def _departments(table: Mapping[str, Any], posts: list[Post]) -> list[Department]:
    """The department of that key, the first whose posts fill the role, or each of those; none where the city has none."""
    everywhere = {post.department_id: post.department for post in posts}.values()
    if key := table.get("department"):
        return [department for department in everywhere if department.key == key][:1]
    role = table.get("each_department_with") or table["unit_role"]
    found = list({post.department_id: post.department for post in posts if role in post.roles}.values())
    return found[:1] if "unit_role" in table else found


def _clerks(table: Mapping[str, Any], posts: list[Post], department: Department) -> list[Post]:
    """Posts of the unit with the roles; a role that nobody of the unit fills is sought in the whole city."""
    found = list[Post]()
    for role in table.get("clerk_roles", []):
        everywhere = [post for post in posts if role in post.roles]
        found += [post for post in everywhere if post.department_id == department.pk] or everywhere
    return found
