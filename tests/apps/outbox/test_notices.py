"""Notices of the workplace and their pages."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from magistrat.journal.actor import Actor
from magistrat.outbox import actions, queries
from magistrat.outbox.models import Message
from tests.factories import organisation

AT = datetime(2026, 3, 6, 8, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def notice(number: int = 1, **said) -> Message:
    return actions.notify(at=AT, key=f"task:{number}", subject=f"Нове завдання {number}", **({"to_post": 3} | said))


def person(**said) -> Actor:
    return Actor(
        **(
            {"person_id": 7, "person_name": "Ольга Коваль", "post_id": 3, "post_title": "діловод", "own_post_id": 3}
            | said
        )
    )


class TestNotify:
    def test_asked_twice_is_given_once(self):
        assert notice() == notice()
        assert Message.objects.count() == 1


class TestNotices:
    def test_belong_to_the_post_and_the_person(self):
        mine, own = notice(1), notice(2, to_post=None, to_person=7)
        notice(3, to_post=4)
        notice(4, to_post=None, to_person=8)
        assert list(queries.notices(person())) == [own, mine]
        assert queries.unread_count(person()) == 2

    def test_a_substitute_sees_those_of_the_absent_post_and_his_own(self):
        absent, own = notice(1, to_post=9), notice(2, to_post=3)
        actor = person(post_id=9, acting_for=9)
        assert list(queries.notices(actor)) == [own, absent]

    def test_one_without_a_person_sees_no_strangers(self):
        notice(1, to_post=None, to_person=None)
        assert not queries.notices(person(person_id=None, post_id=None, own_post_id=None)).exists()


class TestRead:
    def test_reads_one(self):
        first, second = notice(1), notice(2)
        assert actions.read(actor=person(), at=AT, message=first.pk) == 1
        assert list(queries.notices(person()).filter(read_at=None)) == [second]

    def test_reads_all_of_ones_own(self):
        notice(1)
        stranger = notice(2, to_post=4)
        assert actions.read(actor=person(), at=AT) == 1
        stranger.refresh_from_db()
        assert stranger.read_at is None


@pytest.fixture
def signed_in(client):
    town = organisation.town()
    key = min(town.people)
    organisation.account(town.people[key], "pershyi")
    from django.contrib.auth import get_user_model

    client.force_login(
        get_user_model().objects.get(login="pershyi"), backend="django.contrib.auth.backends.ModelBackend"
    )
    client.post_id = town.posts[key]
    return client


class TestPages:
    def test_shows_notices_with_the_bell(self, signed_in):
        notice(1, to_post=signed_in.post_id, body="Строк 12.03.2026")
        page = signed_in.get(reverse("outbox:notices")).content.decode()
        assert "Нове завдання 1" in page
        assert "Строк 12.03.2026" in page
        assert '<span class="bell-count">1</span>' in page

    def test_empty_says_what_will_be_here(self, signed_in):
        assert "Тут з'являться сповіщення" in signed_in.get(reverse("outbox:notices")).content.decode()

    def test_opening_reads_it_and_leads_on(self, signed_in):
        message = notice(1, to_post=signed_in.post_id, link="/dokumenty/1/")
        answer = signed_in.get(reverse("outbox:open_notice", args=[message.pk]))
        assert answer.url == "/dokumenty/1/"
        message.refresh_from_db()
        assert message.read_at is not None

    def test_a_link_to_elsewhere_is_not_followed(self, signed_in):
        message = notice(1, to_post=signed_in.post_id, link="https://elsewhere.example/")
        assert signed_in.get(reverse("outbox:open_notice", args=[message.pk])).url == reverse("outbox:notices")

    def test_a_strangers_notice_is_not_found(self, signed_in):
        message = notice(1, to_post=999_999)
        assert signed_in.get(reverse("outbox:open_notice", args=[message.pk])).status_code == 404

    def test_reads_all(self, signed_in):
        notice(1, to_post=signed_in.post_id)
        assert signed_in.post(reverse("outbox:read_all")).status_code == 302
        assert "bell-count" not in signed_in.get(reverse("outbox:bell")).content.decode()

    def test_a_stranger_is_led_to_the_sign_in_page(self, client):
        assert client.get(reverse("outbox:notices")).url.startswith(reverse("accounts:sign_in"))

    @pytest.mark.parametrize("count", [3, 120])
    def test_statements_do_not_grow(self, signed_in, count, django_assert_max_num_queries):
        for number in range(count):
            notice(number, to_post=signed_in.post_id)
        signed_in.get(reverse("outbox:notices"))
        with django_assert_max_num_queries(11):
            signed_in.get(reverse("outbox:notices"))
