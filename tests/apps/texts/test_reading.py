"""Readings: asked with the deed that brings the content, done by the worker, told to whoever waits."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from magistrat.storage import actions as storage
from magistrat.texts import hooks, queries
from magistrat.texts.actions import asking, reading
from magistrat.texts.models import Page, Reading
from tests.factories import documents as make

AT = datetime(2026, 3, 6, 8, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(monkeypatch):
    """What upper floors hear."""
    heard = []
    monkeypatch.setattr(hooks, "_on_read", [lambda *what: heard.append(what)])
    return heard


def asked(content: bytes) -> Reading:
    return asking.ask(blob=storage.keep(content=content, at=AT), at=AT)


def opened(content: bytes) -> Reading:
    found = asked(content)
    reading.open_content(sha256=found.pk, at=AT)
    found.refresh_from_db()
    return found


class TestEmbeddedText:
    def test_is_read_page_by_page_and_told(self, told):
        found = opened(make.pdf(("Про ремонт водогону",), pages=2))
        assert (found.state, found.pages, found.pages_done) == (Reading.State.DONE, 2, 2)
        assert queries.text(found.pk) == "Про ремонт водогону\fдруга"
        assert [(sha256, page, text) for sha256, page, text, _ in told] == [
            (found.pk, 1, "Про ремонт водогону"),
            (found.pk, 2, "друга"),
        ]
        assert {page.source for page in queries.pages(found.pk)} == {Page.Source.EMBEDDED}

    def test_is_asked_once_for_a_content(self):
        asked(b"same")
        asked(b"same")
        assert ProcrastinateJob.objects.filter(task_name="texts.open_content").count() == 1
