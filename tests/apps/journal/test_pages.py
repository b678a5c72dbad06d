"""The journal's page: who may look, what the filters show, what it costs."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse

from magistrat.journal import actions, queries, signing, verification
from magistrat.journal.actor import Actor
from magistrat.journal.models import Head
from magistrat.regulation import queries as regulation
from tests.factories import organisation
from tests.factories.regulation import ON

AT = datetime(2026, 3, 6, 8, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def deed(number: int = 1, at: datetime = AT, who: str = "Ольга Коваль", code: str = "documents.registered") -> None:
    actor = Actor(person_id=7, person_name=who, post_id=3, post_title="діловод")
    actions.record(
        actor=actor, at=at, code=code, document=number, clause="7.4", payload={"text": f"Зареєстровано № {number}"}
    )


def shown(**filters) -> list[str]:
    return [entry.payload["text"] for entry in queries.entries(**filters).order_by("id")]


class TestEntries:
    def test_days_are_of_kyiv_and_included(self):
        # 22:30 UTC of the 5th is half past midnight of the 6th in Kyiv.
        deed(1, datetime(2026, 3, 5, 21, 59, tzinfo=UTC))
        deed(2, datetime(2026, 3, 5, 22, 30, tzinfo=UTC))
        deed(3, datetime(2026, 3, 6, 21, 59, tzinfo=UTC))
        deed(4, datetime(2026, 3, 6, 22, 0, tzinfo=UTC))
        day = AT.date()
        assert shown(since=day, until=day) == ["Зареєстровано № 2", "Зареєстровано № 3"]

    def test_by_area_and_by_code(self):
        deed(1)
        deed(2, code="documents.annulled")
        deed(3, code="tasks.given")
        assert shown(code="documents") == ["Зареєстровано № 1", "Зареєстровано № 2"]
        assert shown(code="documents.annulled") == ["Зареєстровано № 2"]

    def test_by_words_and_by_document(self):
        deed(1)
        deed(22, who="Петро Ткач")
        assert shown(words="ткач") == shown(words="№ 22") == shown(document=22) == ["Зареєстровано № 22"]


@pytest.fixture
def town():
    return organisation.town()


def sign_in(client, town, may: bool):
    """Somebody whose post has, or has not, the right to look into the journal."""
    for key, person in sorted(town.people.items()):
        actor = town.actor(key)
        if (regulation.refusal(actor=actor, right="journal.view", on=ON) is None) == may:
            organisation.account(person, "khtos")
            client.force_login(
                get_user_model().objects.get(login="khtos"), backend="django.contrib.auth.backends.ModelBackend"
            )
            return client
    raise AssertionError("the made-up city has no such post")


class TestPage:
    def test_shows_deeds_newest_first_with_the_chain(self, client, town):
        deed(1)
        deed(2)
        actions.seal(at=AT)
        page = sign_in(client, town, may=True).get(reverse("journal:journal")).content.decode()
        assert page.index("Зареєстровано № 2") < page.index("Зареєстровано № 1")
        assert "У ланцюзі" in page

    def test_the_public_key_is_everybodys_and_verifies_the_heads(self, client, town, settings, tmp_path):
        settings.CITY_DIR = tmp_path
        pem = client.get(reverse("journal:public_key")).content.decode()
        assert "PRIVATE" not in pem
        deed(1)
        actions.seal(at=AT)
        actions.sign_head(at=AT)
        assert client.get(reverse("journal:heads")).status_code == 302
        reader = sign_in(client, town, may=True)
        assert signing.fingerprint(*signing.keys_of(pem)) in reader.get(reverse("journal:journal")).content.decode()
        kept = verification.read_heads(reader.get(reverse("journal:heads")).content.decode())
        assert [one.position for one in kept] == [Head.objects.get().position]
        assert verification.verify(trusted=signing.keys_of(pem), kept=kept).is_whole

    def test_the_filters_stand_in_the_address(self, client, town):
        deed(1)
        deed(2, AT + timedelta(days=2))
        page = sign_in(client, town, may=True).get(reverse("journal:journal"), {"since": "2026-03-07"}).content.decode()
        assert "Зареєстровано № 2" in page
        assert "Зареєстровано № 1" not in page

    def test_without_the_right_it_is_refused_by_its_clause(self, client, town):
        answer = sign_in(client, town, may=False).get(reverse("journal:journal"))
        assert answer.status_code == 403
        assert "Дію не дозволено" in answer.content.decode()

    def test_statements_do_not_grow(self, client, town, django_assert_max_num_queries):
        sign_in(client, town, may=True).get(reverse("journal:journal"))
        for number in range(120):
            deed(number)
        with django_assert_max_num_queries(14):
            client.get(reverse("journal:journal"))
