"""The proofs' checker finds what it says it finds: a good city is broken once for each of its checks (tests/proof/checker.py)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

import psycopg
import pytest

from magistrat.documents.actions.files import Upload
from magistrat.journal import actions as journal
from tests.factories import documents as papers
from tests.factories import tasks as office
from tests.proof import checker
from tests.proof.checker import Told

# What is done to the good city, by the check that must find it; several where the check has several arms.
BREAKS: Mapping[str, tuple[str, ...]] = {
    "a gap in the numbers": (
        "UPDATE documents_document SET number = number + 1 WHERE id = (SELECT max(id) FROM documents_document)",
        "UPDATE documents_registry SET first_number = 7",
    ),
    "a number given twice": (
        "ALTER TABLE documents_document DROP CONSTRAINT documents_number_once; UPDATE documents_document SET number = 1",
    ),
    "an index given twice": ("UPDATE documents_document SET index = (SELECT min(index) FROM documents_document)",),
    "a counter that is not at the last number": (
        "UPDATE numbers_counter SET last = last + 1 WHERE series LIKE 'documents.registry:%'",
        "DELETE FROM numbers_counter WHERE series LIKE 'documents.registry:%'",
    ),
    "a registered document whose registration the journal does not tell just once": (
        "DELETE FROM journal_entry WHERE id = (SELECT min(id) FROM journal_entry WHERE code = 'documents.registered')",
        """UPDATE journal_entry SET (document, subject) = (SELECT min(id), min(id) FROM documents_document)
           WHERE code = 'documents.registered'""",
    ),
    "a journal entry of a registration with another number than the card": (
        "UPDATE journal_entry SET payload = payload || '{\"number\": 999}' WHERE code = 'documents.registered'",
        "UPDATE journal_entry SET payload = payload || '{\"index\": \"999\"}' WHERE code = 'documents.registered'",
    ),
    "a journal entry of a document that is not there": (
        "UPDATE journal_entry SET document = -1 WHERE code = 'tasks.done'",
    ),
    "an incoming document without its sender": ("DELETE FROM documents_documentcorrespondent",),
    "a registered document that its registry's unit does not see": (
        "DELETE FROM documents_grant WHERE reason = 'registrar'",
    ),
    "a registered document that its addressee does not see": (
        """DELETE FROM documents_grant g USING documents_document d WHERE d.id = g.document_id AND g.post_id = d.addressee_id""",
        """UPDATE documents_grant g SET until = now() FROM documents_document d
           WHERE d.id = g.document_id AND g.post_id = d.addressee_id""",
    ),
    "an incoming document that never lay on a desk": (
        "DELETE FROM tasks_review WHERE id = (SELECT min(id) FROM tasks_review)",
    ),
    "a registered document that search does not find": (
        "UPDATE documents_document SET lemmas = NULL WHERE id = (SELECT min(id) FROM documents_document)",
        "UPDATE documents_document SET search_text = '' WHERE id = (SELECT min(id) FROM documents_document)",
    ),
    "a resolution without a task": (
        "DELETE FROM tasks_task WHERE resolution_id = (SELECT min(id) FROM tasks_resolution)",
    ),
    "a resolution whose tasks are not those of the journal": (
        "DELETE FROM journal_entry WHERE code = 'tasks.resolution_written'",
        "UPDATE journal_entry SET payload = payload || '{\"tasks\": [999]}' WHERE code = 'tasks.resolution_written'",
    ),
    "a paper that still lies on the desk of the author of its resolution": ("UPDATE tasks_review SET done_at = NULL",),
    "a task whose executor does not see the document": ("DELETE FROM documents_grant WHERE source LIKE 'tasks.task:%'",),
    "a task of which nobody was told": ("DELETE FROM outbox_message WHERE key LIKE 'tasks.given:%'",),
    "a reported task without a report, or the other way round": (
        "DELETE FROM tasks_report",
        "UPDATE tasks_task SET state = 'taken', judge_id = NULL WHERE state = 'reported'",
    ),
    "a report that the journal does not tell": (
        "DELETE FROM journal_entry WHERE id = (SELECT max(id) FROM journal_entry WHERE code = 'tasks.reported')",
    ),
    "a reported task that waits for nobody": ("UPDATE tasks_task SET judge_id = NULL WHERE state = 'reported'",),
    "a done task that the journal does not tell": ("DELETE FROM journal_entry WHERE code = 'tasks.done'",),
    "a control without its journal entry or grant": (
        "DELETE FROM journal_entry WHERE code = 'tasks.put_on_control'",
        "DELETE FROM documents_grant WHERE source LIKE 'tasks.control:%'",
    ),
    "an entry whose hash is not that of its fields": (
        "UPDATE journal_entry SET clause = '99.9' WHERE id = (SELECT min(id) FROM journal_entry)",
        "UPDATE journal_entry SET at = at + interval '1 microsecond' WHERE id = (SELECT min(id) FROM journal_entry)",
        "UPDATE journal_entry SET actor_post = 999 WHERE id = (SELECT max(id) FROM journal_entry)",
    ),
    "an entry outside the chain": (
        "DELETE FROM journal_seal WHERE position = (SELECT max(position) FROM journal_seal)",
    ),
    "a gap in the chain": (
        "DELETE FROM journal_seal WHERE position = 1",
        "DELETE FROM journal_seal WHERE position = 2",
        """ALTER TABLE journal_seal DROP CONSTRAINT journal_seal_entry_id_key;
           UPDATE journal_seal SET entry_id = (SELECT entry_id FROM journal_seal WHERE position = 1) WHERE position = 2""",
    ),
    "a link that does not continue the chain": (
        "UPDATE journal_seal SET chain_hash = repeat('f', 64) WHERE position = 2",
        """UPDATE journal_entry SET row_hash = repeat('f', 64) WHERE id = (SELECT entry_id FROM journal_seal WHERE position = 1)""",
    ),
}  # fmt: skip
# What a client says it was told, and was not so.
LIES: Mapping[str, tuple[Told, ...]] = {
    "a deed that a client was told of and the journal lost": ((0, "tasks.done", -1, -1, ""),),
    "an index that a client was told and the card does not bear": ((0, "documents.registered", 1, 1, "999"),),
}


@pytest.fixture
def good(owner: psycopg.Connection[Any]) -> Iterator[psycopg.Connection[Any]]:
    """A city with a letter at each station; what the owner's role does to it is undone."""
    made = office.office()
    papers.registered(made, uploads=[Upload("лист.pdf", papers.pdf(("Про водогін",)))])
    office.task(made)
    office.reported(made, office.task(made))
    office.done(made, office.task(made))
    while journal.seal(at=papers.AT + timedelta(minutes=1)):
        pass
    yield owner
    owner.rollback()


def found(link: psycopg.Connection[Any], breaks: str = "", told: tuple[Told, ...] = ()) -> set[str]:
    """What the checker finds in the city so broken, which is whole again afterwards."""
    with link.transaction(force_rollback=True):
        if breaks:
            link.execute(breaks)
        return set(checker.faults(link, told))


def test_every_check_finds_its_break_and_nothing_in_a_good_city(good):
    assert found(good) == set()
    missed = [
        f"{name}: {breaks}" for name, ways in BREAKS.items() for breaks in ways if name not in found(good, breaks)
    ]
    missed += [name for name, told in LIES.items() if name not in found(good, told=told)]
    assert missed == []
    assert found(good) == set()


def test_every_check_has_its_break():
    assert set(BREAKS) == set(checker.CHECKS)
    assert set(LIES) == set(checker.TOLD)
