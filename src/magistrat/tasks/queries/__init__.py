"""Everything that reads resolutions, tasks and control."""

from magistrat.tasks.queries.control import (
    Wanted,
    control_list,
    control_of,
    control_unit,
    long_term_waiting,
    ready_to_submit,
    sent_reply,
    undone_main,
)
from magistrat.tasks.queries.desk import (
    asked_of_others,
    extensions_waiting,
    folder_counts,
    load_of,
    my_tasks,
    open_due,
    open_work,
    returned_to,
    reviews_of,
    to_judge,
)
from magistrat.tasks.queries.of_document import may_do, resolutions_of, task_of, tasks_of, typical_texts

__all__ = [
    "Wanted",
    "asked_of_others",
    "control_list",
    "control_of",
    "control_unit",
    "extensions_waiting",
    "folder_counts",
    "load_of",
    "long_term_waiting",
    "may_do",
    "my_tasks",
    "open_due",
    "open_work",
    "ready_to_submit",
    "resolutions_of",
    "returned_to",
    "reviews_of",
    "sent_reply",
    "task_of",
    "tasks_of",
    "to_judge",
    "typical_texts",
    "undone_main",
]
