"""What must hold in a city's database after anything: plain SQL, each statement lists what is wrong.

Asked with the owner's role and nothing of the product's own code.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import psycopg

CHECKS: Mapping[str, str] = {
    # --- numbers -----------------------------------------------------------------------------------
    "a gap in the numbers": """
        SELECT d.registry_id, d.period, r.first_number, r.first_period, min(d.number), max(d.number), count(*)
        FROM documents_document d JOIN documents_registry r ON r.id = d.registry_id
        WHERE d.number IS NOT NULL AND d.supplement = 0
        GROUP BY d.registry_id, d.period, r.first_number, r.first_period
        HAVING min(d.number) <> CASE WHEN d.period = r.first_period THEN r.first_number ELSE 1 END
            OR max(d.number) - min(d.number) + 1 <> count(*)
    """,
    "a number given twice": """
        SELECT registry_id, period, number, supplement, count(*) FROM documents_document
        WHERE number IS NOT NULL GROUP BY registry_id, period, number, supplement HAVING count(*) > 1
    """,
    "an index given twice": """
        SELECT registry_id, period, index, count(*) FROM documents_document
        WHERE number IS NOT NULL GROUP BY registry_id, period, index, supplement HAVING count(*) > 1
    """,
    "a counter that is not at the last number": """
        SELECT c.series, c.period, c.last, d.last
        FROM (SELECT * FROM numbers_counter WHERE series LIKE 'documents.registry:%') c
        FULL JOIN (
            SELECT 'documents.registry:' || registry_id AS series, period, max(number) AS last
            FROM documents_document WHERE number IS NOT NULL GROUP BY registry_id, period
        ) d ON (c.series, c.period) = (d.series, d.period)
        WHERE c.last IS DISTINCT FROM d.last
    """,
    # --- documents ---------------------------------------------------------------------------------
    "a registered document whose registration the journal does not tell just once": """
        SELECT d.id, count(e.id) FROM documents_document d
        LEFT JOIN journal_entry e ON e.document = d.id AND e.code = 'documents.registered' AND e.subject = d.id
        WHERE d.state = 'registered' GROUP BY d.id HAVING count(e.id) <> 1
    """,
    "a journal entry of a registration with another number than the card": """
        SELECT d.id, d.index, e.payload ->> 'index' FROM documents_document d
        JOIN journal_entry e ON e.document = d.id AND e.code = 'documents.registered'
        WHERE (e.payload ->> 'number')::bigint IS DISTINCT FROM d.number OR e.payload ->> 'index' <> d.index
    """,
    "a journal entry of a document that is not there": """
        SELECT e.id, e.code, e.document FROM journal_entry e
        WHERE e.document IS NOT NULL AND NOT EXISTS (SELECT FROM documents_document d WHERE d.id = e.document)
    """,
    "an incoming document without its sender": """
        SELECT d.id FROM documents_document d WHERE d.state = 'registered' AND d.direction = 'incoming' AND NOT EXISTS (
            SELECT FROM documents_documentcorrespondent p WHERE p.document_id = d.id AND p.correspondent_id = d.correspondent_id
        )
    """,
    "a registered document that those who keep its registry do not see": """
        SELECT d.id FROM documents_document d JOIN documents_registry r ON r.id = d.registry_id
        WHERE d.state = 'registered' AND NOT EXISTS (
            SELECT FROM documents_grant g
            WHERE g.document_id = d.id AND g.reason = 'registrar'
            AND (g.department_id = r.department_id OR r.only_clerks AND g.post_id IS NOT NULL)
        )
    """,
    "a registered document that its addressee does not see": """
        SELECT d.id FROM documents_document d WHERE d.state = 'registered' AND d.addressee_id IS NOT NULL AND NOT EXISTS (
            SELECT FROM documents_grant g WHERE g.document_id = d.id AND g.post_id = d.addressee_id AND g.until IS NULL
        )
    """,
    "an incoming document that never lay on a desk": """
        SELECT d.id FROM documents_document d WHERE d.state = 'registered' AND d.direction = 'incoming' AND d.supplement = 0
        AND d.addressee_id IS NOT NULL AND NOT EXISTS (SELECT FROM tasks_review v WHERE v.document_id = d.id)
    """,
    "a registered document that search does not find": """
        SELECT id FROM documents_document WHERE state = 'registered' AND (lemmas IS NULL OR strpos(search_text, lower(index)) = 0)
    """,
    # --- resolutions, tasks, reports -------------------------------------------------------------------
    "a resolution without a task": """
        SELECT r.id FROM tasks_resolution r WHERE NOT EXISTS (SELECT FROM tasks_task t WHERE t.resolution_id = r.id)
    """,
    "a resolution whose tasks are not those of the journal": """
        SELECT r.id, e.payload -> 'tasks' FROM tasks_resolution r
        LEFT JOIN journal_entry e ON e.code = 'tasks.resolution_written' AND e.subject = r.id
        WHERE e.id IS NULL OR e.payload -> 'tasks' <> (
            SELECT jsonb_agg(t.id ORDER BY t.id) FROM tasks_task t WHERE t.resolution_id = r.id
        )
    """,
    "a paper that still lies on the desk of the author of its resolution": """
        SELECT r.id FROM tasks_resolution r JOIN tasks_review v ON v.document_id = r.document_id AND v.leader_id = r.author_id
        WHERE v.done_at IS NULL
    """,
    "a task whose executor does not see the document": """
        SELECT t.id FROM tasks_task t WHERE t.state <> 'cancelled' AND NOT EXISTS (
            SELECT FROM documents_grant g
            WHERE g.document_id = t.document_id AND g.post_id = t.executor_id AND g.source = 'tasks.task:' || t.id
        )
    """,
    "a task of which nobody was told": """
        SELECT t.id FROM tasks_task t WHERE t.parent_id IS NULL AND NOT EXISTS (
            SELECT FROM outbox_message m WHERE m.key = 'tasks.given:' || t.id || ':' || t.executor_id
        )
    """,
    "a reported task without a report, or the other way round": """
        SELECT t.id, t.state, count(p.id) FROM tasks_task t LEFT JOIN tasks_report p ON p.task_id = t.id AND NOT p.is_interim
        GROUP BY t.id, t.state
        HAVING (t.state IN ('reported', 'head_accepted') AND count(p.id) = 0)
        OR (t.state IN ('given', 'taken') AND count(p.id) FILTER (WHERE p.state <> 'sent_back') > 0)
    """,
    "a report that the journal does not tell": """
        SELECT p.id FROM tasks_report p WHERE NOT p.is_interim AND (
            SELECT count(*) FROM tasks_report q WHERE q.task_id = p.task_id AND NOT q.is_interim
        ) <> (
            SELECT count(*) FROM journal_entry e WHERE e.code IN ('tasks.reported', 'tasks.answered') AND e.subject = p.task_id
        )
    """,
    "a reported task that waits for nobody": """
        SELECT id FROM tasks_task WHERE state IN ('reported', 'head_accepted') AND judge_id IS NULL
    """,
    "a done task that the journal does not tell": """
        SELECT t.id FROM tasks_task t WHERE t.state = 'done' AND t.part <> 'info' AND NOT EXISTS (
            SELECT FROM journal_entry e WHERE e.code = 'tasks.done' AND e.subject = t.id
        )
    """,
    "a control without its journal entry or grant": """
        SELECT c.id FROM tasks_control c WHERE NOT EXISTS (
            SELECT FROM journal_entry e WHERE e.code = 'tasks.put_on_control' AND e.subject = c.id
        ) OR NOT EXISTS (
            SELECT FROM documents_grant g WHERE g.document_id = c.document_id AND g.source = 'tasks.control:' || c.id
        )
    """,
    "a time on control that is not kept, or is kept twice": """
        SELECT c.document_id, count(e.id) FROM tasks_control c
        JOIN journal_entry e ON e.code = 'tasks.put_on_control' AND e.subject = c.id
            AND (e.payload ->> 'text' LIKE 'За виправленою карткою:%') IS NOT TRUE  -- once a stricter control was told so too
        GROUP BY c.document_id
        HAVING count(e.id) <> 1 + (SELECT count(*) FROM tasks_pastcontrol p WHERE p.document_id = c.document_id)
    """,
    # --- files and mail --------------------------------------------------------------------------------
    "a file that the journal does not tell just once": """
        SELECT f.id, count(e.id) FROM documents_file f
        LEFT JOIN journal_entry e ON e.code = 'documents.file_added' AND e.subject = f.id AND e.document = f.document_id
            AND e.payload ->> 'sha256' = f.blob_id
        GROUP BY f.id HAVING count(e.id) <> 1
    """,
    "a journal entry of a file that is not there": """
        SELECT e.id FROM journal_entry e
        WHERE e.code = 'documents.file_added' AND NOT EXISTS (SELECT FROM documents_file f WHERE f.id = e.subject)
    """,
    "a content that no file bears": """
        SELECT b.sha256 FROM storage_blob b WHERE NOT EXISTS (SELECT FROM documents_file f WHERE f.blob_id = b.sha256)
        AND NOT EXISTS (SELECT FROM texts_derived d WHERE d.blob_id = b.sha256)
    """,
    "a returned message of whose return its sender is not told": """
        SELECT d.id FROM documents_document d WHERE d.state = 'returned' AND d.way = 'email' AND NOT EXISTS (
            SELECT FROM outbox_message m WHERE m.kind = 'mail' AND m.key = 'documents.returned:' || d.id
        )
    """,
    # --- the journal's chain ---------------------------------------------------------------------------
    "an entry whose hash is not that of its fields": """
        SELECT e.id FROM journal_entry e WHERE e.row_hash <> encode(sha256(convert_to(concat_ws(E'\\n',
            e.key, to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS')
                || CASE WHEN extract(microseconds FROM e.at)::bigint % 1000000 = 0 THEN ''
                   ELSE '.' || lpad((extract(microseconds FROM e.at)::bigint % 1000000)::text, 6, '0') END || '+00:00',
            e.code, coalesce(e.actor_person::text, 'None'), coalesce(e.actor_post::text, 'None'),
            coalesce(e.actor_acting_for::text, 'None'), coalesce(e.actor_on_behalf::text, 'None'),
            coalesce(e.document::text, 'None'), e.subject_kind, coalesce(e.subject::text, 'None'), e.clause, e.edition,
            e.values_hash), 'UTF8')), 'hex')
    """,
    "an entry outside the chain": """
        SELECT e.id, e.code FROM journal_entry e LEFT JOIN journal_seal s ON s.entry_id = e.id WHERE s.entry_id IS NULL
    """,
    "a gap in the chain": """
        SELECT min(position), max(position), count(*) FROM journal_seal
        HAVING min(position) <> 1 OR max(position) <> count(*) OR count(DISTINCT entry_id) <> count(*)
    """,
    "a link that does not continue the chain": """
        SELECT position FROM (
            SELECT s.position, s.chain_hash, encode(sha256(convert_to(concat_ws(E'\\n',
                lag(s.chain_hash, 1, repeat('0', 64)) OVER (ORDER BY s.position), s.position, s.entry_id, e.row_hash
            ), 'UTF8')), 'hex') AS counted
            FROM journal_seal s JOIN journal_entry e ON e.id = s.entry_id
        ) l WHERE chain_hash <> counted
    """,
}

# What must hold besides when the workers have had the time for all that waits.
SETTLED: Mapping[str, str] = {
    "a mail that has not gone": """
        SELECT id, state, attempts, trouble FROM outbox_message WHERE kind = 'mail' AND state <> 'sent'
    """,
    "a mail whose going the journal does not tell just once": """
        SELECT m.id, count(e.id) FROM outbox_message m
        LEFT JOIN journal_entry e ON e.code = 'outbox.mail_sent' AND e.subject = m.id
        WHERE m.kind = 'mail' AND m.state = 'sent' GROUP BY m.id HAVING count(e.id) <> 1
    """,
    "a file that nobody has looked into": "SELECT id, name FROM documents_file WHERE inspection = 'waiting'",
    "a content that was not read": "SELECT blob_id, state FROM texts_reading WHERE state IN ('waiting', 'running')",
    "a job that a dead worker holds": """
        SELECT j.id, j.task_name FROM procrastinate_jobs j LEFT JOIN procrastinate_workers w ON w.id = j.worker_id
        WHERE j.status = 'doing' AND (w.id IS NULL OR w.last_heartbeat < now() - interval '1 minute')
    """,
    "a job whose time has come and that nobody does": """
        SELECT id, task_name FROM procrastinate_jobs
        WHERE status = 'todo' AND coalesce(scheduled_at, now()) < now() + interval '1 second'
    """,
}

# What the clients were told has been done, against the journal and the card.
TOLD: Mapping[str, str] = {
    "a deed that a client was told of and the journal lost": """
        SELECT t.client, t.code, t.subject FROM told t WHERE NOT EXISTS (
            SELECT FROM journal_entry e WHERE e.code = t.code AND e.subject = t.subject AND e.document = t.document
        )
    """,
    "an index that a client was told and the card does not bear": """
        SELECT t.client, t.subject, t.said, d.index FROM told t LEFT JOIN documents_document d ON d.id = t.document
        WHERE t.code = 'documents.registered' AND d.index IS DISTINCT FROM t.said
    """,
    "a file that a client was told and the document does not bear": """
        SELECT t.client, t.document, t.said FROM told t WHERE t.code = 'documents.file_added' AND NOT EXISTS (
            SELECT FROM documents_file f WHERE f.id = t.subject AND f.document_id = t.document AND f.blob_id = t.said
        )
    """,
}

Told = tuple[int, str, int, int, str]


def faults(link: psycopg.Connection[Any], told: Iterable[Told] = ()) -> dict[str, list[tuple[Any, ...]]]:
    """What is wrong, by its name: at most ten rows of each.

    :param told: deeds of which a client was told that they are done: client, journal code, document, subject, index.
    """
    found = {name: link.execute(statement).fetchmany(10) for name, statement in CHECKS.items()}
    link.execute("CREATE TEMPORARY TABLE told (client int, code text, document bigint, subject bigint, said text)")
    with link.cursor().copy("COPY told FROM STDIN") as stream:
        for row in told:
            stream.write_row(row)
    found |= {name: link.execute(statement).fetchmany(10) for name, statement in TOLD.items()}
    return {name: rows for name, rows in found.items() if rows}


def unsettled(link: psycopg.Connection[Any]) -> dict[str, list[tuple[Any, ...]]]:
    """What the workers have left undone, by its name: at most ten rows of each."""
    found = {name: link.execute(statement).fetchmany(10) for name, statement in SETTLED.items()}
    return {name: rows for name, rows in found.items() if rows}


def missing(link: psycopg.Connection[Any], folder: Path) -> list[str]:
    """Contents that the database names and that do not lie whole under their name in the city's folder of files."""
    named = link.execute("SELECT sha256, size FROM storage_blob ORDER BY sha256").fetchall()
    return [sha256 for sha256, size in named if not _is_whole(folder / sha256[:2] / sha256[2:4] / sha256, sha256, size)]


def _is_whole(file: Path, sha256: str, size: int) -> bool:
    content = file.read_bytes() if file.exists() else b""
    return len(content) == size and hashlib.sha256(content).hexdigest() == sha256
