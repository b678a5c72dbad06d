"""Bodies on the screen: composition by days, deeds with their grounds."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from magistrat.bodies.models import Body, Membership, Seats
from magistrat.ui import clock
from tests.factories import documents, organisation, sittings


@pytest.fixture(autouse=True)
def at(monkeypatch) -> None:
    monkeypatch.setenv(clock.FIXED, sittings.AT.isoformat())


@pytest.fixture
def client(committee) -> Client:
    return documents.signed_in(Client(), committee.keeper)


def test_shows_members_chair_and_clauses(committee, client):
    body = client.get(reverse("bodies:body", args=[committee.body])).content.decode()
    assert "Склад: 9 із 9" in body
    assert "п.\u00a01.3" in body
    assert "п.\u00a04.4" in body
    assert "Вивести" in body
    assert "9 із 9" in client.get(reverse("bodies:bodies")).content.decode()


def test_seats_member_and_release_by_forms(committee, client):
    page = reverse("bodies:body", args=[committee.body])
    said = {"number": "11", "since": "18.03.2026", "ground": sittings.GROUND}
    assert client.post(reverse("bodies:seats", args=[committee.body]), said).url == page
    assert Seats.objects.order_by("-since")[0].number == 11
    person = organisation.person(5, surname="Новенький")
    said = {"person": person.pk, "role": "member", "since": "18.03.2026", "ground": sittings.GROUND, "printed": "лікар"}
    assert client.post(reverse("bodies:appoint", args=[committee.body]), said).url == page
    member = Membership.objects.get(person=person)
    said = {"until": "31.03.2026", "ground": sittings.GROUND}
    assert client.post(reverse("bodies:release", args=[member.pk]), said).url == page
    assert "Новенький" in client.get(page).content.decode()


def test_refusal_stands_on_the_form(committee, client):
    person = organisation.person(5, surname="Депутатенко", is_councillor=True)
    said = {"person": person.pk, "role": "member", "since": "18.03.2026", "ground": sittings.GROUND}
    answer = client.post(reverse("bodies:appoint", args=[committee.body]), said)
    assert answer.status_code == 409
    assert "депутати міської ради, крім секретаря" in answer.content.decode()


def test_new_body_and_who_may(committee, client):
    said = {"key": "working-body", "title": "Робоча група", "since": "18.03.2026", "ground": "розпорядження №7"}
    made = client.post(reverse("bodies:form"), said)
    assert made.url == reverse("bodies:body", args=[Body.objects.get(key="working-body").pk])
    stranger = documents.signed_in(Client(), committee.town.actor("economy_exec", sittings.DAY))
    assert stranger.get(reverse("bodies:form")).status_code == 403
    assert "Вивести" not in stranger.get(reverse("bodies:body", args=[committee.body])).content.decode()


def test_costs_the_same_for_any_number_of_members(committee, client):
    address = reverse("bodies:body", args=[committee.body])
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    Seats.objects.update(number=30)
    for number in range(12):
        Membership.objects.create(
            body_id=committee.body, person=organisation.person(number), since=sittings.DAY, ground=sittings.GROUND,
            printed="громада",
        )  # fmt: skip
    with CaptureQueriesContext(connection) as many:
        assert "Склад: 21 із 30" in client.get(address).content.decode()
    assert len(many) == len(few)
