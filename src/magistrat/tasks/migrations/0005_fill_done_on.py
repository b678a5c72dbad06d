"""The day of execution of what was put on control before it was kept; the whole table once, in one statement."""

from django.db import migrations

FILL = """
WITH watched AS (
    SELECT DISTINCT ON (c.id, t.resolution_id, coalesce(nullif(split_part(t.point, '/', 1), ''), '1'))
           c.id AS control_id, t.id, t.due_on, t.due_clause, t.due_explanation, t.done_on
    FROM tasks_control c
    JOIN tasks_task t ON t.document_id = c.document_id
    LEFT JOIN tasks_controlpoint p ON p.task_id = t.id
    WHERE t.part = 'main' AND t.parent_id IS NULL AND t.state NOT IN ('returned', 'cancelled')
      AND (c.state = 'off' OR p.state IS NULL OR p.state <> 'off')
    ORDER BY c.id, t.resolution_id, coalesce(nullif(split_part(t.point, '/', 1), ''), '1'), t.id DESC
), decides AS (
    SELECT DISTINCT ON (control_id) control_id, due_on, due_clause, due_explanation, done_on
    FROM watched
    WHERE control_id NOT IN (SELECT control_id FROM watched WHERE done_on IS NULL)
    ORDER BY control_id, greatest(done_on - coalesce(due_on, done_on), 0) DESC, done_on DESC, id
)
UPDATE tasks_control c
SET done_on = d.done_on,
    due_on = coalesce(d.due_on, c.due_on),
    due_clause = CASE WHEN d.due_on IS DISTINCT FROM c.due_on AND d.due_on IS NOT NULL THEN d.due_clause ELSE c.due_clause END,
    due_explanation = CASE WHEN d.due_on IS DISTINCT FROM c.due_on AND d.due_on IS NOT NULL
                           THEN d.due_explanation ELSE c.due_explanation END
FROM decides d
WHERE d.control_id = c.id
"""


class Migration(migrations.Migration):
    dependencies = [("tasks", "0004_control_done_on")]

    operations = [
        # A city of 100,000 papers is filled in some seconds, beyond the usual limit of one statement.
        migrations.RunSQL(f"SET LOCAL statement_timeout = '5min'; {FILL}", migrations.RunSQL.noop),
    ]
