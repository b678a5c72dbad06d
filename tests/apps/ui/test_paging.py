"""Keyset paging, over the notices as rows: `to_post` may be empty, `created_at` repeats."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from magistrat.outbox.models import Message
from magistrat.ui.paging import keyset, sort
from magistrat.ui.together import Together

AT = datetime(2026, 3, 6, 8, 0, 0, 123456, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def rows(posts: list[int | None]) -> None:
    Message.objects.bulk_create(
        Message(
            key=f"n:{number}", kind="notice", state="sent", subject=f"{number:03}", to_post=post,
            created_at=AT + timedelta(microseconds=number // 3), sent_at=AT,
        )
        for number, post in enumerate(posts)
    )  # fmt: skip


def whole() -> QuerySet[Message]:
    return Message.objects.all()


def halves() -> Together:
    """The same rows as those of two tables."""
    return Together(whole().filter(subject__endswith="1"), whole().exclude(subject__endswith="1"))


def walk(fields: list[str], size: int, listed: Callable[[], QuerySet[Message] | Together]) -> list[int]:
    """All rows, page after page; on the way each page is also reached backwards."""
    found, token, pages = [], None, []
    while True:
        page = keyset(listed(), fields, token, size)
        pages.append([row.pk for row in page.rows])
        if len(pages) > 1:
            back = keyset(listed(), fields, page.previous, size)
            assert [row.pk for row in back.rows] == pages[-2]
        found += pages[-1]
        if not page.next:
            return found
        token = page.next


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    posts=st.lists(st.one_of(st.none(), st.integers(1, 3)), max_size=14),
    fields=st.sampled_from(
        [
            ["-id"],
            ["id"],
            ["to_post", "id"],
            ["-to_post", "-id"],
            ["-to_post", "id"],
            ["-created_at", "to_post", "-id"],
            ["to_post", "-created_at", "id"],
            ["created_at", "id"],
            ["subject", "id"],
        ]
    ),
    size=st.integers(1, 5),
    listed=st.sampled_from([whole, halves]),
)
def test_pages_together_are_the_list(posts, fields, size, listed):
    Message.objects.all().delete()
    rows(posts)
    ordered = list(Message.objects.order_by(*fields).values_list("pk", flat=True))
    assert walk(fields, size, listed) == ordered
    assert [row.pk for row in halves().order_by(*fields)] == ordered
    assert halves().count() == len(ordered)


class TestKeyset:
    def test_the_first_page_of_a_short_list_is_whole(self):
        rows([1, 2, 3])
        page = keyset(Message.objects.all(), ["-id"], None, 3)
        assert len(page.rows) == 3
        assert page.is_whole

    @pytest.mark.parametrize("token", ["", "%%%", "bm90IGpzb24", "WzAsMSwyLDNd", "WzAsIngiXQ", "WzAsW11d", "e30"])
    def test_a_spoilt_token_shows_the_first_page(self, token):
        rows([1, 2, 3])
        page = keyset(Message.objects.all(), ["-id"], token, 2)
        assert len(page.rows) == 2
        assert not page.previous

    def test_rows_that_are_gone_lead_to_the_first_page(self):
        rows([1, 2, 3])
        token = keyset(Message.objects.all(), ["-id"], None, 2).next
        Message.objects.order_by("id")[:1].get().delete()
        assert len(keyset(Message.objects.all(), ["-id"], token, 2).rows) == 2

    def test_takes_rows_as_dictionaries(self):
        rows([1, 2, 3])
        listed = Message.objects.values("id", "subject")
        page = keyset(listed, ["-subject", "-id"], None, 2)
        assert [row["subject"] for row in keyset(listed, ["-subject", "-id"], page.next, 2).rows] == ["000"]

    def test_is_one_statement(self, django_assert_num_queries):
        rows([1] * 30)
        token = keyset(Message.objects.all(), ["-id"], None, 10).next
        with django_assert_num_queries(1):
            keyset(Message.objects.all(), ["-id"], token, 10)

    def test_says_where_an_index_can_begin(self):
        rows([1, 2, 3])
        token = keyset(Message.objects.all(), ["-id"], None, 1).next
        with CaptureQueriesContext(connection) as seen:
            keyset(Message.objects.all(), ["-id"], token, 1)
        assert '"id" <= ' in seen.captured_queries[0]["sql"]


class TestSort:
    ORDERS = {"date": ("-registered_on", "-id"), "index": ("index", "id")}

    def test_takes_what_is_offered(self):
        assert sort("index", self.ORDERS, "date").fields == ("index", "id")

    def test_turns_it_round(self):
        assert sort("-date", self.ORDERS, "date").fields == ("registered_on", "id")

    @pytest.mark.parametrize("chosen", [None, "", "password", "-password", "id;drop"])
    def test_anything_else_is_the_default(self, chosen):
        assert sort(chosen, self.ORDERS, "date").key == "date"
