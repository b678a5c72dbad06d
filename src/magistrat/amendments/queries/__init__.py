"""Reading drafts: what they say, what they change, what is wrong with them, what they would have changed."""

from django.core.exceptions import ObjectDoesNotExist

from magistrat.amendments.queries.checks import Effect, Report, report
from magistrat.amendments.queries.drafts import (
    changed_passages,
    changes,
    clause_words,
    draft,
    drafts,
    drafts_of,
    entries_like,
    rights_like,
    rules_of_draft,
    texts_of_edition,
)
from magistrat.amendments.queries.parts import Group, Part, parts
from magistrat.amendments.queries.proceedings import open_counts, open_tasks, open_visas
from magistrat.amendments.queries.replay_runs import replay_run, replay_runs, replayed, replays_left
from magistrat.amendments.queries.replays import Judge, Touched, documents_after, documents_between, replay

NotThere = ObjectDoesNotExist

__all__ = [
    "Effect",
    "Group",
    "Judge",
    "NotThere",
    "Part",
    "Report",
    "Touched",
    "changed_passages",
    "changes",
    "clause_words",
    "documents_after",
    "documents_between",
    "draft",
    "drafts",
    "drafts_of",
    "entries_like",
    "open_counts",
    "open_tasks",
    "open_visas",
    "parts",
    "replay",
    "replay_run",
    "replay_runs",
    "replayed",
    "replays_left",
    "report",
    "rights_like",
    "rules_of_draft",
    "texts_of_edition",
]
