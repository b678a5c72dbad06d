"""Remembered statements: the same rows as Django's own, whatever the values; a function that reckons is refused."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.db.models import Prefetch, Q, QuerySet
from django.test.utils import CaptureQueriesContext

from magistrat.journal.actor import SYSTEM, Actor
from magistrat.organisation.models import Department, Holding, Post
from magistrat.ui import prepared
from magistrat.ui.prepared import Unpreparable
from tests.factories import organisation

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 10)


def actor(*line: int, post: int | None = None, unit: int = 999_999) -> Actor:
    return Actor(1, "Записенко", post, "діловод", line=line, departments=(unit,))


@pytest.fixture
def posts() -> list[int]:
    organisation.town()
    return list(Post.objects.order_by("id").values_list("id", flat=True))


@prepared.prepared
def of_line(who: Actor, extra: int = 0) -> QuerySet[Post]:
    places = Q(pk__in=who.line) | Q(department__in=who.departments)
    found = Post.objects.filter(places) if not who.is_system else Post.objects.all()
    return (found.exclude(pk=extra) if extra else found).select_related("department").order_by("-id")


@prepared.prepared
def among(*, ids: list[int], on: date | None = None) -> QuerySet[Post]:
    found = Post.objects.filter(pk__in=ids)
    return (found.filter(since__lte=on) if on else found).order_by("id")


@prepared.first
def one(pk: int) -> QuerySet[Department]:
    return Department.objects.filter(pk=pk).order_by("id")


class TestRows:
    def test_are_those_of_the_query_set_for_each_call(self, posts):
        for line in (posts[:2], posts[3:5], posts[4:6], posts[:1]):
            who = actor(*line)
            plain = Post.objects.filter(Q(pk__in=who.line) | Q(department__in=who.departments)).order_by("-id")
            assert of_line(who) == list(plain)

    def test_a_value_that_comes_twice_stands_in_both_places(self, posts):
        assert [post.pk for post in of_line(actor(posts[0], posts[1]), posts[0])] == [posts[1]]
        assert [post.pk for post in of_line(actor(posts[2], posts[3]), posts[0])] == [posts[3], posts[2]]

    def test_the_system_asks_otherwise(self, posts):
        assert len(of_line(SYSTEM)) == len(posts)

    def test_related_rows_come_along(self, posts):
        of_line(actor(posts[0]))
        with CaptureQueriesContext(
            connection,
        ) as sent:
            assert of_line(actor(posts[1]))[0].department.name
        assert len(sent) == 1

    def test_nothing_asked_is_nothing_without_a_statement(self, posts):
        with CaptureQueriesContext(connection) as sent:
            assert among(ids=[]) == []
            assert among(ids=[]) == []
        assert len(sent) == 0

    def test_days_are_values_too(self, posts):
        early, late = date(1900, 1, 1), DAY
        assert among(ids=posts[:2], on=early) == []
        assert [post.pk for post in among(ids=posts[:2], on=late)] == posts[:2]
        assert [post.pk for post in among(ids=posts[2:4], on=late)] == posts[2:4]

    @pytest.mark.parametrize("nobody", [10**30, -(10**30), 2**63])
    def test_an_id_that_no_column_holds_is_nobodys(self, posts, nobody):
        assert of_line(actor(nobody)) == []
        assert one(nobody) is None
        assert [post.pk for post in of_line(actor(posts[0], nobody))] == [posts[0]]

    def test_nought_is_asked_as_nought(self, posts):
        assert of_line(actor(posts[0]), posts[0]) == []
        assert [post.pk for post in of_line(actor(posts[0]), 0)] == [posts[0]]

    def test_a_text_may_look_like_a_stand_in(self, posts):
        Post.objects.filter(pk=posts[0]).update(title=f"посада {prepared.FIRST_ID}")
        titled = prepared.prepared(lambda title, pk: Post.objects.filter(title=title, pk=pk))
        assert [post.pk for post in titled(f"посада {prepared.FIRST_ID}", posts[0])] == [posts[0]]

    def test_the_first_or_nothing(self):
        organisation.town()
        ids = list(Department.objects.order_by("id").values_list("id", flat=True)[:3])
        assert [getattr(one(pk), "pk", None) for pk in [*ids, 0]] == [*ids, None]

    def test_rows_are_new_in_each_call(self, posts):
        first, again = of_line(actor(posts[0])), of_line(actor(posts[0]))
        assert first == again
        assert first[0] is not again[0]


class TestRefused:
    @pytest.mark.parametrize(
        "reckoning",
        [
            lambda pk, on: Post.objects.filter(pk=pk + 1, since=on),
            lambda pk, on: Post.objects.filter(pk=pk, since__lte=on + timedelta(days=7)),
            lambda pk, on: Post.objects.filter(pk=pk, since__lte=on, title=f"посада {pk}"),
            lambda pk, on: Post.objects.filter(pk=pk),
            lambda pk, on: Post.objects.filter(pk=pk, since=on)[:pk],
            lambda pk, on: Post.objects.filter(pk=pk, since=on).prefetch_related(
                Prefetch("holdings", Holding.objects.filter(since__lte=on))
            ),
        ],
    )
    def test_what_is_not_handed_on_as_it_is(self, reckoning):
        with pytest.raises(Unpreparable):
            prepared.prepared(reckoning)(5, DAY)

    def test_more_days_than_there_are_stand_ins_for(self):
        days = [DAY + timedelta(days=one) for one in range(40)]
        with pytest.raises(Unpreparable, match="too many"):
            prepared.prepared(lambda days: Post.objects.filter(since__in=days))(days)

    def test_rights_of_an_actor(self):
        with pytest.raises(AttributeError, match="roles"):
            prepared.prepared(lambda who: Post.objects.filter(roles__contains=list(who.roles)))(actor(1))

    def test_what_is_no_id_no_day_and_no_actor(self):
        with pytest.raises(Unpreparable, match="float"):
            prepared.prepared(lambda share: Post.objects.filter(rank=share))(0.5)


def test_shapes_are_forgotten_when_they_are_too_many(posts, monkeypatch):
    monkeypatch.setattr(prepared, "MOST", 2)
    for count in (1, 2, 3, 4, 1):
        assert [post.pk for post in among(ids=posts[:count])] == posts[:count]
