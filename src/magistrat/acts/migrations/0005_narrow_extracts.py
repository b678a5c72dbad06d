"""Whoever was sent an extract before it had a page of its own had the whole act opened: that access ends, the extract stays."""

from django.db import migrations

from magistrat.ui.clock import now

# Only what the sending itself opened: who sees the act for another reason (a task, a visa, a name) goes on seeing it.
NARROW = """
UPDATE documents_grant g
SET until = %s
FROM acts_delivery d JOIN acts_recipient r ON r.id = d.recipient_id JOIN acts_act a ON a.id = r.act_id
WHERE g.document_id = a.document_id AND g.source = 'acts.delivery:' || d.id AND g.until IS NULL AND cardinality(r.points) > 0
"""


def narrow(apps, schema_editor):
    # Ten years of mailing lists are gone through beyond the usual limit of one statement.
    schema_editor.execute("SET LOCAL statement_timeout = '5min'")
    schema_editor.execute(NARROW, [now()])


class Migration(migrations.Migration):
    dependencies = [
        ("acts", "0004_decisions_of_the_committee"),
        ("documents", "0019_publication"),
    ]

    operations = [migrations.RunPython(narrow, migrations.RunPython.noop)]
