"""People: who they are, which posts they hold and held, and finding them by letters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import CharField, F, Func, Prefetch, Q, QuerySet

from magistrat.accounts import queries as accounts
from magistrat.organisation import models
from magistrat.organisation.models import in_force, on_day
from magistrat.organisation.queries import then

LIMIT = 12
IN_ORDER = Func(F("surname"), function="uk_sort", output_field=CharField())


@dataclass(frozen=True, slots=True)
class Choice:
    """A post with its holder as a list of suggestions shows it."""

    post_id: int
    title: str
    person_id: int
    name: str
    initials: str
    department_id: int
    department: str
    acting_for: str = ""


def person(person_id: int) -> models.Person:
    """One person with the account; one statement.

    :raises Person.DoesNotExist: when there is none.
    """
    return models.Person.objects.select_related("account").get(pk=person_id)


def has_second_step(kept: models.Person) -> bool:
    """Whether the person has switched the second step of signing in on; one statement, none without an account."""
    return kept.account is not None and accounts.is_on(kept.account)


def people(*, on: date, search: str = "") -> QuerySet[models.Person]:
    """People with their holdings of the day in `held_today`; for paging by `sorted_by, given, id`."""
    held = models.Holding.objects.filter(on_day(on)).select_related("post__department").order_by("post__rank")
    found = models.Person.objects.select_related("account").annotate(sorted_by=IN_ORDER)
    found = found.prefetch_related(Prefetch("holdings", held, to_attr="held_today"))
    for word in search.split():
        found = found.filter(
            Q(surname__icontains=word)
            | Q(given__icontains=word)
            | Q(patronymic__icontains=word)
            | Q(account__login__icontains=word)
            | Q(pk__in=models.Holding.objects.filter(on_day(on), post__title__icontains=word).values("person"))
        )
    return found


def everybody() -> Sequence[models.Person]:
    """All people by surname in the Ukrainian order; one statement."""
    return list(models.Person.objects.order_by(IN_ORDER, "given", "id"))


def posts_of(person_id: int, on: date) -> Sequence[models.Holding]:
    """All posts that the person holds and held, latest first, called as on the last day in them or on this day.

    One statement, and one for departments to which they belonged then.
    """
    found = then.of_all_holdings(models.Holding.objects.filter(person=person_id), on).select_related("post__department")
    rows = [then.holding(one) for one in found.order_by("-since", "-id")]
    moved = [one.post for one in rows if not then.is_read(one.post, "department")]
    if moved:
        units = models.Department.objects.in_bulk([post.department_id for post in moved])
        for post in moved:
            post.department = units[post.department_id]
    return rows


def suggest(text: str, on: date, *, limit: int = LIMIT, role: str = "") -> list[Choice]:
    """Holders of the day found by initials («ікп») or by any letters of name, post or department; two statements.

    Whose initials are exactly the letters comes first, then whose surname begins with them, then the rest by rank.
    `role` narrows to posts that fill it.
    """
    wanted = text.strip().lower().replace(".", "").replace("’", "'")
    held = models.Holding.objects.filter(on_day(on), post__in=models.Post.objects.filter(on_day(on)))
    if role:
        held = held.filter(post__roles__contains=[role])
    held = held.select_related("person", "post__department").annotate(post_then=then.changes("post", on, "post_id"))
    rows = list(held.order_by("post__rank", "person__surname", "id"))
    for row in rows:
        then.put(row.post, row.post_then)
    ranked = sorted(((_closeness(row, wanted), place, row) for place, row in enumerate(rows)), key=lambda one: one[:2])
    best = [row for closeness, _, row in ranked if closeness < FAR][:limit]
    absent = dict(
        models.Substitution.objects.filter(in_force(on), substitute__in=[row.post_id for row in best])
        .order_by("-absent__rank")
        .values_list("substitute", "absent__title")
    )
    return [_choice(row, absent.get(row.post_id, "")) for row in best]


FAR = 9


def _closeness(row: models.Holding, wanted: str) -> int:
    person, post = row.person, row.post
    if not wanted:
        return 0
    if person.initials == wanted or _surname_first(person) == wanted:
        return 1
    if person.surname.lower().startswith(wanted):
        return 2
    if len(wanted) > 1 and (person.initials.startswith(wanted) or _surname_first(person).startswith(wanted)):
        return 3
    whole = f"{person.surname} {person.given} {person.patronymic} {post.title} {post.department.name}".lower()
    words = wanted.split()
    if all(any(part.startswith(word) for part in whole.split()) for word in words):
        return 4
    return 5 if all(word in whole for word in words) else FAR


def _surname_first(person: models.Person) -> str:
    """Initials as a list prints them: «Коваль І.П.» is «кіп»."""
    return person.initials[-1:] + person.initials[:-1]


def _choice(row: models.Holding, acting_for: str = "") -> Choice:
    return Choice(
        post_id=row.post_id,
        title=row.post.title,
        person_id=row.person_id,
        name=row.person.short_name,
        initials=row.person.initials,
        department_id=row.post.department_id,
        department=row.post.department.short_name,
        acting_for=acting_for,
    )
