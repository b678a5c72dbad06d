"""A staffed city: its structure from `organisation.toml` and made-up people on every post."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from magistrat.journal.actor import SYSTEM, Actor
from magistrat.organisation import actions, models, queries
from magistrat.organisation.actions.set_up import set_up
from tests.factories import regulation, snapshots

SINCE = date(2016, 1, 1)
SURNAMES = [
    "Коваль",
    "Бондар",
    "Ткач",
    "Мельник",
    "Гончар",
    "Швець",
    "Кравець",
    "Лимар",
    "Бджоляр",
    "Вербицька",
    "Дубко",
    "Ясенко",
    "Калина",
    "Явір",
]
GIVEN = {
    "m": ["Іван", "Петро", "Остап", "Лесь", "Гнат", "Юрій", "Тарас"],
    "f": ["Ольга", "Марія", "Ганна", "Леся", "Дарина", "Софія", "Віра"],
}
PATRONYMIC = {
    "m": ["Петрович", "Іванович", "Гнатович"],
    "f": ["Петрівна", "Іванівна", "Гнатівна"],
}


@dataclass(frozen=True)
class Town:
    """Ids by the keys of `organisation.toml`; `people` by the key of the post that they hold."""

    posts: Mapping[str, int]
    departments: Mapping[str, int]
    people: Mapping[str, int]

    def actor(self, key: str, on: date = regulation.ON) -> Actor:
        """The holder of the post acting in it."""
        found = queries.actor_of_post(self.posts[key], on)
        assert found is not None
        return found

    def assistant_of(self, leader: str, key: str, on: date = regulation.ON) -> Actor:
        """The holder of the post `key` typing on the leader's behalf."""
        choices = queries.actors_of(self.people[key], on)
        return next(one for one in choices if one.on_behalf == self.posts[leader])


def town(slug: str = regulation.VILLAGE, at: datetime = regulation.AT) -> Town:
    """The city with its editions, structure and a person on each post."""
    return snapshots.once(("town", slug, at), lambda: _town(slug, at))


def _town(slug: str, at: datetime) -> Town:
    regulation.city(slug, at)
    set_up(actor=SYSTEM, at=at, text=regulation.folder(slug).organisation)
    posts = queries.keyed_posts(regulation.ON)
    people = {key: appoint(post, number).person_id for number, (key, post) in enumerate(sorted(posts.items()))}
    return Town(posts, queries.keyed_departments(regulation.ON), people)


def person(number: int = 0, **said: str) -> models.Person:
    """A made-up person; the same number gives the same names."""
    gender = said.pop("gender", "mf"[number % 2])
    names = {
        "surname": SURNAMES[number % len(SURNAMES)],
        "given": GIVEN[gender][number // 2 % 7],
        "patronymic": PATRONYMIC[gender][number // 3 % 3],
    }
    return actions.add_person(actor=SYSTEM, at=regulation.AT, gender=gender, **(names | said))


def appoint(post: int, number: int = 0, since: date = SINCE, until: date | None = None) -> models.Holding:
    """A made-up person put on the post."""
    return actions.appoint(
        actor=SYSTEM,
        at=regulation.AT,
        person=person(number).pk,
        post=post,
        since=since,
        until=until,
        ground="розпорядження від 04.01.2016 №1-к",
    )


def account(person_id: int, login: str) -> models.Person:
    """Give the person an account without the screens; the password is the login twice."""
    from django.contrib.auth import get_user_model

    kept = models.Person.objects.get(pk=person_id)
    user = get_user_model()(login=login, created_at=regulation.AT)
    user.set_password(login * 2)
    user.save()
    kept.account = user
    kept.save(update_fields=["account"])
    return kept
