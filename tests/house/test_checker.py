"""The proofs' checker finds what it says it finds: a good city is broken once for each of its checks (tests/proof/checker.py)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest

from magistrat.documents.actions import arrivals
from magistrat.documents.actions.files import Upload
from magistrat.documents.card import Party
from magistrat.documents.queries import points
from magistrat.journal import actions as journal
from tests.apps.outbox.conftest import Post
from tests.apps.outbox.test_worker import work
from tests.factories import documents as papers
from tests.factories import tasks as office
from tests.proof import checker
from tests.proof.checker import Told

# What is done to the good city, by the check that must find it; several where the check has several arms.
BREAKS: Mapping[str, tuple[str, ...]] = {
    "a gap in the numbers": (
        "UPDATE documents_document SET number = number + 1 WHERE id = (SELECT max(id) FROM documents_document WHERE number > 0)",
        "UPDATE documents_registry SET first_number = 7, first_period = '2026'",
        # The first number of the year of going live is not that of another year.
        """UPDATE documents_registry SET first_number = 7, first_period = '2025';
           UPDATE documents_document SET number = number + 6 WHERE number > 0""",
    ),
    "a number given twice": (
        "ALTER TABLE documents_document DROP CONSTRAINT documents_number_once; UPDATE documents_document SET number = 1 WHERE number > 0",
    ),
    "an index given twice": ("UPDATE documents_document SET index = '7' WHERE number > 0",),
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
    "a registered document that those who keep its registry do not see": (
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
    "a time on control that is not kept, or is kept twice": (
        "UPDATE journal_entry SET (code, subject) = (SELECT 'tasks.put_on_control', min(id) FROM tasks_control) WHERE code = 'tasks.done'",
    ),
    "a file that the journal does not tell just once": (
        "DELETE FROM journal_entry WHERE code = 'documents.file_added'",
        "UPDATE documents_file SET blob_id = repeat('0', 64)",
    ),
    "a journal entry of a file that is not there": ("DELETE FROM documents_file",),
    "a content that no file bears": ("DELETE FROM documents_file",),
    "a returned message of whose return its sender is not told": (
        "DELETE FROM outbox_message WHERE key LIKE 'documents.returned:%'",
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
WAITS = "INSERT INTO procrastinate_jobs (task_name, queue_name, status) VALUES ('outbox.send_mail', 'default', "
LEFT_UNDONE: Mapping[str, tuple[str, ...]] = {
    "a mail that has not gone": (
        "UPDATE outbox_message SET state = 'queued' WHERE kind = 'mail'",
        "UPDATE outbox_message SET state = 'failed' WHERE kind = 'mail'",
    ),
    "a mail whose going the journal does not tell just once": (
        "DELETE FROM journal_entry WHERE code = 'outbox.mail_sent'",
        """INSERT INTO journal_entry (key, at, code, actor_printed, subject_kind, subject, clause, edition, payload, salt,
               values_hash, row_hash)
           SELECT gen_random_uuid(), at, code, actor_printed, subject_kind, subject, clause, edition, payload, salt,
               values_hash, row_hash FROM journal_entry WHERE code = 'outbox.mail_sent'""",
    ),
    "a file that nobody has looked into": ("UPDATE documents_file SET inspection = 'waiting'",),
    "a content that was not read": (
        "UPDATE texts_reading SET state = 'waiting'",
        "UPDATE texts_reading SET state = 'running'",
    ),
    "a job that a dead worker holds": (
        WAITS + "'doing')",
        """WITH dead AS (
               INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 hour') RETURNING id
           ) INSERT INTO procrastinate_jobs (task_name, queue_name, status, worker_id)
           SELECT 'outbox.send_mail', 'default', 'doing', id FROM dead""",
    ),
    "a job whose time has come and that nobody does": (
        WAITS + "'todo')",
        "INSERT INTO procrastinate_jobs (task_name, queue_name, status, scheduled_at) VALUES ('a', 'b', 'todo', now())",
    ),
}
# What a client says it was told, and was not so.
LIES: Mapping[str, tuple[Told, ...]] = {
    "a deed that a client was told of and the journal lost": ((0, "tasks.done", -1, -1, ""),),
    "an index that a client was told and the card does not bear": ((0, "documents.registered", 1, 1, "999"),),
    "a file that a client was told and the document does not bear": ((0, "documents.file_added", 1, 1, "0" * 64),),
}


def returned(made: office.Office) -> None:
    """A message by e-mail that was returned: a mail tells its sender."""
    sender = papers.correspondent("КП «Тепло»", email="teplo@example.org")
    theirs = Party(sender.pk, "01-12/7", papers.AT.date())
    came = arrivals.receive(actor=made.clerk, at=papers.AT, way="email", parties=[theirs], summary="Про тепло")
    ground = points.return_grounds(papers.AT.date())[0].key
    arrivals.send_back(actor=made.clerk, at=papers.AT, document_id=came.pk, ground=ground)


@pytest.fixture
def good(
    owner: psycopg.Connection[Any], post: Post, settings: Any, tmp_path: Path
) -> Iterator[psycopg.Connection[Any]]:
    """A city with a letter at each station, its workers' work done; what the owner's role does to it is undone."""
    settings.CITY_DIR, settings.STORAGE_DIR = tmp_path, tmp_path / "files"
    made = office.office()
    papers.registered(made, uploads=[Upload("лист.pdf", papers.pdf(("Про водогін",)))])
    office.task(made)
    office.reported(made, office.task(made))
    office.done(made, office.task(made))
    returned(made)
    work()
    while journal.seal(at=papers.AT + timedelta(minutes=1)):
        pass
    yield owner
    owner.rollback()


def found(link: psycopg.Connection[Any], breaks: str = "", told: tuple[Told, ...] = ()) -> set[str]:
    """What the checker finds in the city so broken, which is whole again afterwards."""
    with link.transaction(force_rollback=True):
        if breaks:
            link.execute(breaks)
        return {*checker.faults(link, told), *checker.unsettled(link)}


def test_every_check_finds_its_break_and_nothing_in_a_good_city(good):
    assert found(good) == set()
    missed = [
        f"{name}: {breaks}"
        for name, ways in (BREAKS | LEFT_UNDONE).items()
        for breaks in ways
        if name not in found(good, breaks)
    ]
    missed += [name for name, told in LIES.items() if name not in found(good, told=told)]
    assert missed == []
    assert found(good) == set()


def test_every_check_has_its_break():
    assert set(BREAKS) == set(checker.CHECKS)
    assert set(LIES) == set(checker.TOLD)
    assert set(LEFT_UNDONE) == set(checker.SETTLED)


def test_a_content_that_is_not_whole_on_the_disk_is_missed(good, settings):
    folder = Path(settings.STORAGE_DIR)
    assert checker.missing(good, folder) == []
    (file,) = [one for one in folder.rglob("*") if one.is_file()]
    file.chmod(0o600)
    file.write_bytes(file.read_bytes()[:-1])
    assert checker.missing(good, folder) == [file.name]
    file.unlink()
    assert checker.missing(good, folder) == [file.name]
