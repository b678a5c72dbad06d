"""Choices of the forms: value and words."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from magistrat.documents.models import Correspondent, Direction, Document, Found, Link
from magistrat.documents.queries import nomenclature, points, registries
from magistrat.organisation import queries as organisation
from magistrat.organisation.roles import KEEPERS_OF_RECORDS

Choices = list[tuple[str, str]]
Groups = list[tuple[str, Choices]]
OWN_CASES, EXECUTORS_CASES, OTHERS_CASES = (
    "Справи Вашого підрозділу", "Справи виконавців документа", "Справи інших підрозділів",
)  # fmt: skip
WAYS: Choices = list(Document.Way.choices)
DIRECTIONS: Choices = list(Direction.choices)
STATES: Choices = list(Document.State.choices)
CORRESPONDENT_KINDS: Choices = list(Correspondent.Kind.choices)
FOUND: Choices = list(Found.choices)


def kinds(direction: str = "") -> Choices:
    """Kinds of the flow; one statement."""
    return [(str(kind), title) for kind, title in registries.kind_titles(direction)]


def registering(on: date, *, but: Sequence[int] = ()) -> Choices:
    """Bodies that register what comes to them, but for one's own; two statements."""
    keeping = registries.registering_incoming() - set(but)
    return [pair for pair in departments(on) if int(pair[0]) in keeping]


def cases_to_fill(on: date, departments: Sequence[int]) -> Choices:
    """Files into which a document may be put, those of one's own units first in their year; one statement."""
    found = nomenclature.cases_to_fill(first=on.year, until=on.year, departments=departments)
    return [(str(one.pk), _called(one)) for one in found]


def cases_by_owner(
    on: date, departments: Collection[int], *, executors: Collection[int] = (), executed_on: date | None = None
) -> Groups:
    """The same in groups: files of one's own units, of the executors', all others; one statement.

    A year's files gather what that year has executed (KR 10.2.3.2): that year's come first.
    """
    groups: dict[str, Choices] = {OWN_CASES: [], EXECUTORS_CASES: [], OTHERS_CASES: []}
    for one in nomenclature.cases_to_fill(first=(executed_on or on).year, until=on.year):
        is_own, executes = one.department_id in departments, one.department_id in executors
        name = OWN_CASES if is_own else EXECUTORS_CASES if executes else OTHERS_CASES
        groups[name].append((str(one.pk), _called(one)))
    return [(name, cases) for name, cases in groups.items() if cases]


def _called(case: Any) -> str:
    return f"{case.index} {case.title} ({case.year} рік)"


def registers() -> Choices:
    """All registries, those closed too: papers lie in them; one statement."""
    return [(str(one), title) for one, title in registries.titles()]


def links(on: date) -> Choices:
    """Kinds of relations; where a paper is registered to another with «до», that deed alone relates it so (DR 10.9)."""
    has_deed = points.entry(on, points.SUPPLEMENT) is not None
    return [pair for pair in Link.Kind.choices if not (has_deed and pair[0] == Link.Kind.SUPPLEMENT)]


def leaders(on: date) -> Choices:
    """Leaders to whom papers are addressed, the mayor first; three statements."""
    return [(str(post.pk), named(post)) for post in organisation.posts(on, leaders=True)]


def posts(on: date, department: int | None = None) -> Choices:
    """Leaders and heads of bodies, or the posts of one department; one statement."""
    return [
        (str(post), f"{title} — {holder}" if holder else title)
        for post, title, holder in organisation.addressees(on, department=department)
    ]


def departments(on: date) -> Choices:
    """Departments of the day by index; one statement."""
    return [(str(one.pk), f"{one.index} {one.name}") for one in organisation.departments(on)]


def named(post: object) -> str:
    """A post with its holder, as lists print it."""
    holding = getattr(post, "holding", None)
    return f"{post.title} — {holding.person.short_name}" if holding else post.title


def clerks(on: date) -> Choices:
    """Posts that may keep a registry: those whose work it is to keep records; three statements."""
    keeping = KEEPERS_OF_RECORDS | {"leader_assistant"}
    return [
        (str(post.pk), f"{named(post)} ({post.department.short_name})")
        for post in organisation.posts(on)
        if keeping & set(post.roles)
    ]


def envelope(on: date) -> dict[str, Choices]:
    """Marks about an envelope that the edition asks for, by the form's fields (DR 10.4–10.6)."""
    found: dict[str, Choices] = {}
    if rule := points.entry(on, points.ENVELOPE_CHECKED):
        found["checks"] = list(zip(rule.values["checks"], rule.values["labels"], strict=True))
    if rule := points.entry(on, points.ENVELOPE_KEPT):
        found["kept"] = list(zip(rule.values["reasons"], rule.values["labels"], strict=True))
    if points.entry(on, points.ENVELOPE_OPENED):
        found["personal"] = []
    return found


def dispatch_checks(on: date) -> Choices:
    """What is looked at on taking a letter for dispatch, where the edition lists it (DR 11.5)."""
    rule = points.entry(on, points.DISPATCH_CHECKS)
    return list(zip(rule.values["checks"], rule.values["labels"], strict=True)) if rule else []


def envelope_marks(marked: Mapping[str, Any], on: date) -> list[str]:
    """The marks in words."""
    offered = envelope(on)
    said = [title for key, title in offered.get("checks", []) if key in marked.get("checks", ())]
    said += [f"конверт додано: {title}" for key, title in offered.get("kept", []) if key == marked.get("kept")]
    return said + (["помітка «Особисто»"] if marked.get("personal") else [])
