"""An office, and programs that work in its name."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from magistrat.api import actions
from magistrat.api.scopes import SCOPES
from magistrat.ui import clock
from tests.factories import documents as papers

ROOT = "/api/v1/"


@dataclass
class Caller:
    """A program with its key."""

    program: Any
    key: str
    client: Client

    def get(self, address: str, **query: Any) -> HttpResponse:
        return self.client.get(ROOT + address, query, headers=self.headers)

    def post(self, address: str, body: Any, **headers: str) -> HttpResponse:
        text = body if isinstance(body, str) else json.dumps(body)
        return self.client.post(ROOT + address, text, content_type="application/json", headers=self.headers | headers)

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.key}"}


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(clock.FIXED, papers.AT.isoformat())


@pytest.fixture
def office(db: None, now: None) -> papers.Office:
    return papers.office()


@pytest.fixture
def caller(office: papers.Office) -> Callable[..., Caller]:
    """Lets a program in, in the name of the clerk unless another is named."""

    def let_in(actor: Any = None, *scopes: str, title: str = "Портал закупівель") -> Caller:
        program, key = actions.issue(
            actor=office.administrator, at=papers.AT, title=title, post_id=(actor or office.clerk).post_id,
            scopes=scopes or tuple(SCOPES), expires_on=date(2026, 12, 31),
        )  # fmt: skip
        return Caller(program, key, Client(raise_request_exception=False))

    return let_in


@pytest.fixture
def card(office: papers.Office) -> dict[str, Any]:
    """What a program sends to register an incoming letter."""
    return {
        "direction": "incoming", "registry": office.incoming.pk, "kind": office.letter.pk, "summary": "Про ремонт дороги",
        "parties": [{"correspondent": office.sender.pk, "their_index": "12/3", "their_date": "2026-03-06"}],
        "addressee": office.mayor.post_id, "way": "exchange", "arrived_at": "2026-03-10T09:30:00+02:00", "pages": 2,
    }  # fmt: skip
