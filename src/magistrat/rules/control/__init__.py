"""Control of execution: what must be on control, by when a document is to be executed, who may change it.

Pure functions over an edition. The keys by which they ask are the same in every city; a city without a key has no such
rule (KR VIII; DR 8-10; Cabinet resolution 55, items 170-176).
"""

from magistrat.rules.control.asking import ahead, last_day_to_ask, passed_law, proposal_entry, too_late_by_law
from magistrat.rules.control.by_law import cited_law
from magistrat.rules.control.day import (
    RESOLUTION_KEYS,
    SET_MISSING_TERM,
    act_day,
    act_entry,
    brought_in_day,
    due_day,
    named_day,
    resolution_entry,
)
from magistrat.rules.control.duty import (
    assistant_controls,
    by_points,
    co_executor_entry,
    control_role,
    information_mark,
    kinds,
    leader_refusal,
    main_executor,
    names,
    obligatory,
    own_control,
    part_entry,
    unwatched_refusal,
    usual,
)
from magistrat.rules.control.executed import day_of_letter, is_executed_when_sent
from magistrat.rules.control.explaining import awaits_explanation, explained_by_head, is_explained
from magistrat.rules.control.paper import KIND_TERMS, NO_LAWS, DueDay, Paper
from magistrat.rules.control.removal import (
    comes_off_by_points,
    deciding_roles,
    higher_kinds,
    information_removes,
    leave_refusal,
    only_source_removes,
    original_stays,
    pages_refusal,
    removal_clause,
    source_letter_removes,
    submit_refusal,
    visa_entry,
    visas,
    write_off_refusal,
)
from magistrat.rules.control.yearly import told_by

__all__ = [
    "KIND_TERMS",
    "NO_LAWS",
    "RESOLUTION_KEYS",
    "SET_MISSING_TERM",
    "DueDay",
    "Paper",
    "act_day",
    "act_entry",
    "ahead",
    "assistant_controls",
    "awaits_explanation",
    "brought_in_day",
    "by_points",
    "cited_law",
    "co_executor_entry",
    "comes_off_by_points",
    "control_role",
    "day_of_letter",
    "deciding_roles",
    "due_day",
    "explained_by_head",
    "higher_kinds",
    "information_mark",
    "information_removes",
    "is_executed_when_sent",
    "is_explained",
    "kinds",
    "last_day_to_ask",
    "leader_refusal",
    "leave_refusal",
    "main_executor",
    "named_day",
    "names",
    "obligatory",
    "only_source_removes",
    "original_stays",
    "own_control",
    "pages_refusal",
    "part_entry",
    "passed_law",
    "proposal_entry",
    "removal_clause",
    "resolution_entry",
    "source_letter_removes",
    "submit_refusal",
    "told_by",
    "too_late_by_law",
    "unwatched_refusal",
    "usual",
    "visa_entry",
    "visas",
    "write_off_refusal",
]
