"""Minutes lie on the desk of whoever is to sign them: also of who presided or stands in for the one (KR 4.45; DR 6.28)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from magistrat.organisation.models import Substitution
from magistrat.rules.moments import moment
from magistrat.sittings.actions import minutes, minutes_signing
from magistrat.sittings.models import Minutes, Sitting
from magistrat.ui import clock
from tests.factories import documents, sittings

KR, DR = "kryvyi-rih", "druzhkivka"
ON = date(2026, 4, 15)
AFTER = moment(datetime(2026, 4, 17, 10))
LINE = "Протокол на підпис"


@pytest.fixture(autouse=True)
def after(monkeypatch):
    monkeypatch.setenv(clock.FIXED, AFTER.isoformat())


@pytest.fixture(params=[KR, DR])
def held(request, db) -> sittings.Held:
    """A sitting held and closed; its minutes are not handed in yet."""
    return sittings.held_once(request.param)


def standing_in(found: sittings.Held, absent: str, since: date, until: date) -> None:
    """The secretary of the council in somebody's place for these days."""
    posts = found.made.town.posts
    Substitution.objects.create(
        absent_id=posts[absent], substitute_id=posts["secretary"], reason="trip", since=since, until=until,
        proposed_at=AFTER, proposed_by="Кадри", agreed_at=AFTER, agreed_by="Кадри",
    )  # fmt: skip


def handed_in(found: sittings.Held, where: Sitting) -> None:
    said = {"actor": found.made.keeper, "at": AFTER, "sitting": where.pk}
    minutes.set_manner(**said, is_by_name=True, without_transcript="приміщення не оснащене")
    minutes_signing.hand_in(**said)


def client(found: sittings.Held, key: str) -> Client:
    return documents.signed_in(Client(), found.made.town.actor(key, AFTER.date()))


def test_of_who_presided_in_the_mayors_place(held):
    standing_in(held, "mayor", ON, ON + timedelta(days=1))
    where = sittings.held(held.made, ON, "Про план")
    handed_in(held, held.sitting)
    handed_in(held, where)
    address = f"/zasidannia/{where.pk}/protokol/"
    mayor, secretary = (
        client(held, "mayor").get("/").content.decode(),
        client(held, "secretary").get("/").content.decode(),
    )
    assert f"/zasidannia/{held.sitting.pk}/protokol/" in mayor
    # Who presided signs in one city, in the other the mayor, whoever presided.
    assert (address in mayor, address in secretary) == {KR: (True, False), DR: (False, True)}[held.made.slug]
    assert client(held, sittings.PROPOSER[held.made.slug]).get("/").content.decode().count(LINE) == 0


def test_of_who_stands_in_now_for_the_one_that_signs(held):
    standing_in(held, "affairs_manager", AFTER.date(), AFTER.date() + timedelta(days=3))
    secretary = client(held, "secretary")
    assert LINE not in secretary.get("/").content.decode()
    handed_in(held, held.sitting)
    assert LINE in secretary.get("/").content.decode()
    assert secretary.get(f"/zasidannia/{held.sitting.pk}/protokol/").status_code == 200
    minutes_signing.sign(
        actor=held.made.keeper, at=AFTER, sitting=held.sitting.pk, role="affairs_manager", on=AFTER.date()
    )  # fmt: skip
    assert LINE not in secretary.get("/").content.decode()


def test_not_of_an_absent_one_in_whose_place_somebody_signs(held):
    handed_in(held, held.sitting)
    assert LINE in client(held, "affairs_manager").get("/").content.decode()
    standing_in(held, "affairs_manager", AFTER.date(), AFTER.date() + timedelta(days=3))
    assert LINE not in client(held, "affairs_manager").get("/").content.decode()
    assert LINE in client(held, "secretary").get("/").content.decode()


UNKNOWN = "Хто головував, не записано"


def test_minutes_that_do_not_know_who_presided_say_so(db):
    found = sittings.held_once(DR)
    handed_in(found, found.sitting)
    address, keeper = f"/zasidannia/{found.sitting.pk}/protokol/", documents.signed_in(Client(), found.made.keeper)
    assert UNKNOWN not in keeper.get(address).content.decode()
    # Handed in before it was kept.
    Minutes.objects.update(chair=None)
    assert UNKNOWN in keeper.get(address).content.decode()
    minutes_signing.reopen(
        actor=found.made.keeper, at=AFTER, sitting=found.sitting.pk, reason="не записано головуючого"
    )
    minutes_signing.hand_in(actor=found.made.keeper, at=AFTER, sitting=found.sitting.pk)
    assert UNKNOWN not in keeper.get(address).content.decode()
    assert LINE in client(found, "mayor").get("/").content.decode()


def test_the_desk_runs_as_many_statements_with_more_minutes(held):
    standing_in(held, "affairs_manager", AFTER.date(), AFTER.date() + timedelta(days=3))
    handed_in(held, held.sitting)
    secretary = client(held, "secretary")
    secretary.get("/")
    with CaptureQueriesContext(connection) as few:
        assert secretary.get("/").content.decode().count(LINE) == 1
    handed_in(held, sittings.held(held.made, ON, "Про план"))
    with CaptureQueriesContext(connection) as more:
        assert secretary.get("/").content.decode().count(LINE) == 2
    assert len(more) == len(few)


def test_nobody_else_pays_a_statement_for_it_where_posts_sign(db):
    found = sittings.held_once(KR)
    stranger = client(found, sittings.PROPOSER[KR])
    stranger.get("/")
    with CaptureQueriesContext(connection) as seen:
        stranger.get("/")
    assert not [one for one in seen.captured_queries if "sittings_minutes" in one["sql"]]
