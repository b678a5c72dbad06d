"""Offices of both cities, and people signed in."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from magistrat.journal.actor import Actor
from magistrat.organisation.models import Person
from tests.factories import tasks as made

NOW = "2026-03-10T10:00:00+02:00"


@pytest.fixture
def kryvyi(db: None) -> made.Office:
    return made.office()


@pytest.fixture
def druzhkivka(db: None) -> made.Office:
    return made.office("druzhkivka")


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """The page's clock stands still."""
    monkeypatch.setenv("MAGISTRAT_NOW", NOW)
    return lambda moment: monkeypatch.setenv("MAGISTRAT_NOW", moment)


@pytest.fixture
def sign_in(now: object) -> Callable[[Actor], Client]:
    """A browser of the actor, signed in."""

    def enter(actor: Actor) -> Client:
        user, _ = get_user_model().objects.get_or_create(
            login=f"person{actor.person_id}", defaults={"created_at": made.AT}
        )
        Person.objects.filter(pk=actor.person_id).update(account=user)
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return enter
