"""The same registration sent by a program several times at once: one document."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import connection

from magistrat.api import actions, queries
from magistrat.api.models import Delivery, Usage
from magistrat.api.scopes import SCOPES
from magistrat.documents.models import Document
from tests.factories import documents as papers

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(count, deed):
    gate = threading.Barrier(count)

    def run(n):
        try:
            gate.wait(timeout=20)
            return deed(n)
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))


def test_one_key_of_repetition_gives_one_document_and_each_call_counts():
    office = papers.office()
    program, _ = actions.issue(
        actor=office.administrator, at=papers.AT, title="Портал", post_id=office.clerk.post_id, scopes=tuple(SCOPES),
        expires_on=date(2026, 12, 31),
    )  # fmt: skip
    actor, card = queries.actor_of(program, papers.AT.date()), papers.card(office)

    def send(n):
        actions.note_use(program_id=program.pk, operation="POST register", on=papers.AT.date(), is_refused=False)
        return actions.register_once(
            actor=actor, at=papers.AT, program_id=program.pk, key="один-ключ", fingerprint="f" * 64, direction="incoming",
            registry_id=office.incoming.pk, card=card,
        )  # fmt: skip

    answers = at_once(6, send)
    assert len({document.pk for document, _ in answers}) == Document.objects.count() == Delivery.objects.count() == 1
    assert sorted(is_new for _, is_new in answers) == [False] * 5 + [True]
    assert Usage.objects.get().calls == 6
