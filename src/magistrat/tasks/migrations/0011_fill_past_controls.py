"""Earlier times on control that had been overwritten before they were kept, as the journal tells them.

It does not tell who led the control then, nor a term that was changed later: the unit is that of the control now, the term the one
with which it began. Nor the reason that somebody typed when he put a document on control by itself: such an entry says
«за резолюцією керівника». On the way back the rows stay for the migration before.

What a corrected card made stricter was told by the code of a beginning, in other words: it begins no time, it tells with which
clause and reason the time went on.
"""

from django.db import migrations

FILL = """
WITH stricter AS (
    SELECT e.id FROM journal_entry e
    WHERE e.code = 'tasks.put_on_control' AND e.payload ->> 'text' LIKE 'За виправленою карткою:%'
), told AS (
    SELECT e.*, lead(e.id) OVER control AS next_id, max(e.id) FILTER (WHERE e.code = 'tasks.put_on_control') OVER whole AS last_put
    FROM journal_entry e
    WHERE e.code IN ('tasks.put_on_control', 'tasks.off_control') AND e.subject IN (
        SELECT subject FROM journal_entry WHERE code = 'tasks.put_on_control' GROUP BY subject HAVING count(*) > 1
    ) AND e.id NOT IN (SELECT id FROM stricter)
    WINDOW control AS (PARTITION BY e.subject ORDER BY e.id), whole AS (PARTITION BY e.subject)
)
INSERT INTO tasks_pastcontrol (
    document_id, clause, reason, unit_id, due_on, due_clause, due_explanation, done_on, set_at, set_by,
    off_on, off_at, off_by, off_clause, off_mark, removal_letter_id
)
SELECT c.document_id, coalesce(obligatory.clause, put.clause),
       coalesce(obligatory.reason, substring(put.payload ->> 'text' from '^Узято на контроль \\((.*)\\), строк'), ''),
       c.unit_id, (put.payload ->> 'due_on')::date, '', '{}',
       (SELECT max(t.done_on) FROM tasks_task t
        WHERE t.document_id = c.document_id AND t.part = 'main' AND t.parent_id IS NULL AND t.done_at <= gone.at),
       coalesce(brought.at, put.at), put.actor_printed,
       (gone.payload ->> 'off_on')::date, gone.at, gone.actor_printed, gone.clause,
       left(regexp_replace(gone.payload ->> 'text', '^Знято з контролю: ', ''), 300),
       (SELECT d.id FROM documents_document d WHERE d.id = (gone.payload ->> 'letter')::bigint)
FROM told put
JOIN told gone ON gone.id = put.next_id AND gone.code = 'tasks.off_control'
JOIN tasks_control c ON c.id = put.subject
LEFT JOIN LATERAL (
    SELECT r.at FROM journal_entry b JOIN tasks_resolution r ON r.id = b.subject
    WHERE b.document = put.document AND b.code = 'tasks.brought_in' AND b.at = put.at LIMIT 1
) brought ON true
LEFT JOIN LATERAL (
    SELECT e.clause, 'підлягає обов''язковому контролю' AS reason FROM journal_entry e
    WHERE e.subject = put.subject AND e.id IN (SELECT id FROM stricter) AND e.id BETWEEN put.id AND gone.id
    AND strpos(e.payload ->> 'text', 'підлягає обов''язковому контролю') > 0 LIMIT 1
) obligatory ON true
WHERE put.code = 'tasks.put_on_control' AND put.id < put.last_put AND gone.payload ->> 'off_on' IS NOT NULL
AND NOT EXISTS (SELECT FROM tasks_pastcontrol p WHERE p.document_id = c.document_id AND p.off_at = gone.at)
ORDER BY put.id
"""


class Migration(migrations.Migration):
    dependencies = [("journal", "0002_head_public_key"), ("tasks", "0010_past_controls")]

    operations = [
        migrations.RunSQL(f"SET LOCAL statement_timeout = '5min'; {FILL}", migrations.RunSQL.noop),
    ]
