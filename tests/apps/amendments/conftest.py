"""A village with its people and a draft of an edition begun by its lawyer."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from magistrat.amendments.actions import changing, drafting
from magistrat.amendments.models import DraftEdition
from magistrat.journal.actor import Actor
from magistrat.regulation import queries as regulation_queries
from tests.factories import documents, organisation, regulation

AT, ON = regulation.AT, regulation.ON


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    monkeypatch.setenv("MAGISTRAT_NOW", AT.isoformat())
    settings.CITIES_DIR = regulation.MADE_UP


@pytest.fixture
def town(db: None) -> organisation.Town:
    return organisation.town()


@pytest.fixture
def lawyer(town: organisation.Town) -> Actor:
    return town.actor("surveyor")


@pytest.fixture
def draft(lawyer: Actor) -> DraftEdition:
    base = regulation_queries.edition_id_on(ON)
    return drafting.begin(actor=lawyer, at=AT, title="Зміни до строків", base=base)


@pytest.fixture
def client(lawyer: Actor) -> Client:
    return documents.signed_in(Client(), lawyer)


def change(draft: DraftEdition, who: Actor, given: dict[str, str], **more: Any) -> Any:
    """The urgent term changed for a reason."""
    said = {"entry": "4.3", "reason": "Лист старости", "seen": 99} | more
    return changing.change_entry(actor=who, at=AT, draft=draft.pk, given=given, **said)
