"""Departments and posts on a day, with their holders and the lines between them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import FilteredRelation, Prefetch, Q, QuerySet

from magistrat.organisation import models
from magistrat.organisation.models import in_force, on_day
from magistrat.organisation.queries import then
from magistrat.organisation.roles import KEEPERS_OF_RECORDS
from magistrat.ui import prepared


@dataclass(slots=True)
class Place:
    """A department in the tree of a day with its posts and parts.

    Each post carries `holding` (or None) and `stands_in` (the substitution in force, or None).
    """

    department: models.Department
    posts: list[models.Post] = field(default_factory=list)
    parts: list[Place] = field(default_factory=list)

    @property
    def size(self) -> int:
        """Posts here and in all parts."""
        return len(self.posts) + sum(part.size for part in self.parts)


def departments(on: date) -> Sequence[models.Department]:
    """Departments of the day by index, as they were on that day; one statement."""
    return sorted((then.put(one, one.said_then) for one in _departments(on)), key=by_index)


@prepared.prepared
def _departments(on: date) -> QuerySet[models.Department]:
    return models.Department.objects.filter(on_day(on)).annotate(said_then=then.changes("department", on))


def department(department_id: int, on: date | None = None) -> models.Department:
    """One department, whenever it was, as it was on the day, else as its card says now; one statement.

    :raises Department.DoesNotExist: when there is none.
    """
    found = models.Department.objects.select_related("parent")
    if on is None:
        return found.get(pk=department_id)
    kept = found.annotate(said_then=then.changes("department", on)).get(pk=department_id)
    return then.put(kept, kept.said_then)


def post(post_id: int, on: date | None = None) -> models.Post:
    """One post with its department, head and assisted leader, as it was on the day, else as its card says now; one statement.

    :raises Post.DoesNotExist: when there is none.
    """
    found = models.Post.objects.select_related("department", "head", "assists")
    if on is None:
        return found.get(pk=post_id)
    kept = found.annotate(said_then=then.changes("post", on)).get(pk=post_id)
    return then.put(kept, kept.said_then)


def posts(on: date, *, department: int | None = None, leaders: bool | None = None) -> list[models.Post]:
    """Posts of the day by rank, with `holding` and `stands_in`; three statements, and `_joined`'s."""
    found = models.Post.objects.filter(on_day(on)).select_related("department", "head", "assists")
    if department is not None:
        found = found.filter(then.among(on, department=department))
    if leaders is not None:
        found = found.filter(then.among(on, is_leader=leaders))
    found = found.annotate(assists_then=then.changes("post", on, "assists_id"))
    rows = with_people(found.order_by("rank", "title", "id"), on)
    return [
        one
        for one in rows
        if (department is None or one.department_id == department) and (leaders is None or one.is_leader == leaders)
    ]


def readers_of_department(department: int, on: date) -> list[int]:
    """Posts that are told what comes to a department: its head and those who keep its records."""
    told = posts(on, department=department)
    return [one.pk for one in told if one.is_department_head or KEEPERS_OF_RECORDS & set(one.roles)]


def addressees(on: date, *, department: int | None = None) -> list[tuple[int, str, str]]:
    """Leaders and heads of bodies, or the posts of one department: id, title, the holder's short name; one statement.

    For choices of today, which need no more of them: the posts of a whole city in full are dear.
    """
    rows = _addressees(on, department=department)
    return [
        (post, then.title(title, said), models.short_name(*parts) if parts[0] else "")
        for post, title, said, *parts in rows
    ]


@prepared.prepared
def _addressees(on: date, *, department: int | None) -> QuerySet[models.Post, tuple[Any, ...]]:
    chosen = Q(is_leader=True) | Q(is_department_head=True) if department is None else Q(department=department)
    now = FilteredRelation("holdings", condition=on_day(on, "holdings__"))
    rows = models.Post.objects.filter(on_day(on), chosen).annotate(now=now, said_then=then.changes("post", on))
    names = (f"now__person__{part}" for part in ("surname", "given", "patronymic"))
    return rows.order_by("rank", "title", "id").values_list("pk", "title", "said_then", *names)


def keyed_posts(on: date) -> dict[str, int]:
    """Ids of the day's posts by their keys of `organisation.toml`; one statement."""
    return dict(models.Post.objects.filter(on_day(on)).exclude(key="").values_list("key", "pk"))


def keyed_departments(on: date) -> dict[str, int]:
    """Ids of the day's departments by their keys of `organisation.toml`; one statement."""
    return dict(models.Department.objects.filter(on_day(on)).exclude(key="").values_list("key", "pk"))


def posts_with_role(role: str, on: date) -> list[models.Post]:
    """Posts of the day that filled the role then, by rank, with `holding` and `stands_in`; three statements."""
    found = models.Post.objects.filter(on_day(on), then.among(on, roles__contains=[role])).select_related("department")
    return [one for one in with_people(found.order_by("rank", "id"), on) if role in one.roles]


def units_by_role(on: date) -> dict[str, set[str]]:
    """Short names of the departments in which posts of the day fill each role, the leadership left out; one statement."""
    found = models.Post.objects.filter(on_day(on), department__is_leadership=False)
    units: dict[str, set[str]] = {}
    for roles, name in found.values_list("roles", "department__short_name"):
        for role in roles:
            units.setdefault(role, set()).add(name)
    return units


def roles_held(on: date) -> set[str]:
    """Roles of the day's posts that somebody holds on the day; one statement."""
    held = models.Holding.objects.filter(on_day(on), on_day(on, "post__"))
    return {role for roles in held.values_list("post__roles", flat=True) for role in roles}


def with_people(found: QuerySet[models.Post], on: date) -> list[models.Post]:
    """The posts as they were on the day, with its `holding` and `stands_in`; three statements in all."""
    holdings = models.Holding.objects.filter(on_day(on)).select_related("person")
    holdings = holdings.annotate(person_then=then.changes("person", on, "person_id"))
    absences = models.Substitution.objects.filter(in_force(on)).select_related("substitute")
    absences = absences.annotate(substitute_then=then.changes("post", on, "substitute_id"))
    result: list[models.Post] = list(
        found.annotate(said_then=then.changes("post", on)).prefetch_related(
            Prefetch("holdings", holdings, to_attr="held_today"),
            Prefetch("substituted", absences, to_attr="absent_today"),
        )
    )
    for one in result:
        then.put(one, one.said_then)
        one.holding = next(iter(one.held_today), None)
        one.stands_in = next(iter(one.absent_today), None)
        if one.holding is not None:
            then.put(one.holding.person, one.holding.person_then)
        if one.stands_in is not None:
            then.put(one.stands_in.substitute, one.stands_in.substitute_then)
    return _joined(result, on)


def _joined(found: list[models.Post], on: date) -> list[models.Post]:
    """The posts with heads, assisted leaders and departments of the day.

    A statement for posts and one for departments that are not at hand, only where cards were changed since.
    """
    known = {one.pk: one for one in found}
    for one in found:
        if hasattr(one, "assists_then") and then.is_read(one, "assists") and one.assists is not None:
            then.put(one.assists, one.assists_then)
    moved = [
        one
        for one in found
        if any({"head_id", "assists_id", "department_id"} & set(said["values"]) for said in one.said_then)
    ]
    unread = [(one, name) for one in moved for name in ("head", "assists", "department") if not then.is_read(one, name)]
    above = {getattr(one, f"{name}_id") for one, name in unread if name != "department"} - {None, *known}
    if above:
        rows = models.Post.objects.filter(pk__in=above).annotate(said_then=then.changes("post", on))
        known |= {one.pk: then.put(one, one.said_then) for one in rows}
    wanted = {one.department_id for one, name in unread if name == "department"}
    units: dict[int, models.Department] = {}
    if wanted:
        places = models.Department.objects.filter(pk__in=wanted).annotate(said_then=then.changes("department", on))
        units = {one.pk: then.put(one, one.said_then) for one in places}
    for one, name in unread:
        key = getattr(one, f"{name}_id")
        if key is not None:
            setattr(one, name, units[key] if name == "department" else known[key])
    return found


def tree(on: date) -> list[Place]:
    """Departments of the day, each within its parent, with posts and people; four statements."""
    places = {one.pk: Place(one) for one in departments(on)}
    for one in posts(on):
        if one.department_id in places:
            places[one.department_id].posts.append(one)
    roots: list[Place] = []
    for place in places.values():
        above = places.get(place.department.parent_id or 0)
        (above.parts if above else roots).append(place)
    return sorted(roots, key=lambda place: (not place.department.is_leadership, by_index(place.department)))


def by_index(one: models.Department) -> tuple[object, ...]:
    """Order of departments: indices as people read them, 2 before 10, then names."""
    parts = one.index.replace(".", "-").split("-")
    read = ((not part.isdecimal(), int(part) if part.isdecimal() else 0, part) for part in parts)
    return tuple(read), one.name


def holder_of(post_id: int, on: date) -> models.Holding | None:
    """The holding of the post on the day with its person; one statement."""
    return holders_of([post_id], on).get(post_id)


def holders_of(post_ids: Sequence[int], on: date) -> dict[int, models.Holding]:
    """Holdings of the day by post, with their persons, called as on that day; one statement."""
    return {one.post_id: then.holding(one) for one in _held(list(post_ids), on)}


@prepared.prepared
def _held(posts: Sequence[int], on: date) -> QuerySet[models.Holding]:
    return then.of_holdings(models.Holding.objects.filter(on_day(on), post__in=posts), on)


def history_of(post_id: int, on: date) -> Sequence[models.Holding]:
    """All who hold and held the post, latest first, called as on their last day in it or on this day; one statement."""
    found = then.of_all_holdings(models.Holding.objects.filter(post=post_id), on)
    return [then.holding(one) for one in found.order_by("-since")]


def heads_above(post_id: int) -> list[int]:
    """Ids of the posts up the line of today, the nearest head first; one statement. A ring of heads ends where it closes."""
    return heads_above_each([post_id])[post_id]


def heads_above_each(posts: Collection[int]) -> dict[int, list[int]]:
    """`heads_above` of each of the posts; one statement."""
    above: dict[int, dict[int, None]] = {post: {} for post in posts}
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH RECURSIVE line (below, id, depth) AS (
                SELECT id, head_id, 1 FROM organisation_post WHERE id = ANY(%s) AND head_id IS NOT NULL
                UNION
                SELECT line.below, post.head_id, line.depth + 1
                FROM organisation_post post JOIN line ON post.id = line.id
                WHERE post.head_id IS NOT NULL AND line.depth < 20
            )
            SELECT below, id FROM line ORDER BY depth
            """,
            [list(above)],
        )
        for post, head in cursor.fetchall():
            above[post][head] = None
    return {post: [head for head in heads if head != post] for post, heads in above.items()}


def led_without(posts: Collection[int], roles: Collection[str], passed: Collection[int] = ()) -> list[int]:
    """Ids of the posts of today below those of these that have one of the roles, down to the next that has; one statement.

    :param passed: posts that have one, at which the line does not end: nobody fills them.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH RECURSIVE below (id, depth) AS (
                SELECT id, 0 FROM organisation_post WHERE id = ANY(%s) AND roles && %s::varchar[]
                UNION
                SELECT post.id, below.depth + 1
                FROM organisation_post post JOIN below ON post.head_id = below.id
                WHERE (NOT post.roles && %s::varchar[] OR post.id = ANY(%s)) AND below.depth < 20
            )
            SELECT DISTINCT id FROM below WHERE depth > 0 ORDER BY id
            """,
            [list(posts), sorted(roles), sorted(roles), list(passed)],
        )
        return [row[0] for row in cursor.fetchall()]


def subordinates_of(post_id: int, on: date) -> list[models.Post]:
    """Posts of the day whose head was the post, with `holding` and `stands_in`; three statements."""
    found = models.Post.objects.filter(on_day(on), then.among(on, head=post_id)).select_related("department", "assists")
    return [one for one in with_people(found.order_by("rank", "title", "id"), on) if one.head_id == post_id]


def assistants_of(leader_id: int, on: date) -> list[models.Post]:
    """Posts of the day that assisted the leader, with `holding` and `stands_in`; three statements."""
    found = models.Post.objects.filter(on_day(on), then.among(on, assists=leader_id))
    found = found.select_related("department", "assists").order_by("rank", "id")
    return [one for one in with_people(found, on) if one.assists_id == leader_id]


def head_of_department(department_id: int, on: date) -> models.Post | None:
    """The post that headed the department on the day; one statement."""
    found = models.Post.objects.filter(on_day(on), then.among(on, department=department_id, is_department_head=True))
    found = found.annotate(said_then=then.changes("post", on)).order_by("rank", "id")
    rows = (then.put(one, one.said_then) for one in found)
    return next((one for one in rows if one.is_department_head and one.department_id == department_id), None)


def holding(holding_id: int) -> models.Holding:
    """One holding with its person and post; one statement.

    :raises Holding.DoesNotExist: when there is none.
    """
    return models.Holding.objects.select_related("person", "post").get(pk=holding_id)


def found_in(places: Sequence[Place], text: str) -> list[Place]:
    """The tree with only those posts and departments that the words are found in; the whole tree without words."""
    words = text.lower().split()
    return [kept for place in places if (kept := _kept(place, words))] if words else list(places)


def _kept(place: Place, words: Sequence[str]) -> Place | None:
    if _is_in(f"{place.department.index} {place.department.name}", words):
        return place
    parts = [kept for part in place.parts if (kept := _kept(part, words))]
    found = [one for one in place.posts if _is_in(f"{one.title} {_holder_name(one)}", words)]
    return Place(place.department, found, parts) if found or parts else None


def _is_in(text: str, words: Sequence[str]) -> bool:
    return all(word in text.lower() for word in words)


def _holder_name(one: models.Post) -> str:
    person = one.holding.person if one.holding else None
    return f"{person.surname} {person.given} {person.patronymic}" if person else ""
