"""Whether an executed document has been visaed before its case is submitted (DR 9.6)."""

from __future__ import annotations

from collections.abc import Iterable

from magistrat.rules import control as control_rules
from magistrat.rules.edition import Edition, Entry
from magistrat.tasks.models import Task


def wanted(*, kind: str, mains: Iterable[Task], rules: Edition) -> Entry | None:
    """The entry that asks for a visa which nobody has given by the work itself.

    Whoever may give it has accepted the report on his own resolution, or has executed the document himself.

    :param mains: main tasks of the document's own resolutions, with executor and giver selected.
    """
    entry = control_rules.visa_entry(rules, kind)
    if entry is None:
        return None
    done = (task for task in mains if task.state == Task.State.DONE)
    is_visaed = any(control_rules.visas(entry, {*task.giver.roles, *task.executor.roles}) for task in done)
    return None if is_visaed else entry
