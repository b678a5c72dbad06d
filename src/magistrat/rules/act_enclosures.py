"""What must accompany a draft beside its text (KR 4.16.1.2, 4.19, 5.15.3; DR 4.4–4.6, 6.6).

The drafter encloses a file or says where it stands.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from magistrat.rules import act_kinds
from magistrat.rules.act_draft import Draft, Finding
from magistrat.rules.edition import Edition, Entry

COMMITTEE, COUNCIL = act_kinds.COMMITTEE, act_kinds.COUNCIL
# Seen in the text, in the act's own fields or in its route: nobody is asked for them.
SEEN = frozenset({
    "title", "stating_part", "legal_references", "ordering_part", "control_clause", "tasks", "executors", "deadlines", "controllers",
    "controller", "members_consent", "members_in_full", "annexes", "explanatory_note", "visas", "agreements", "electronic_version",
    "paper_copies", "draft_with_visas", "points_named",
})  # fmt: skip
# By kind: entries about every draft, and those about the draft of a main planned question only.
ALWAYS = {
    COMMITTEE: ("draft_decision_content", "draft_decision_attachments"),
    COUNCIL: ("council_draft_content", "council_draft_attachments"),
}
MAIN_PLANNED = {COMMITTEE: ("main_item_draft_content", "main_item_package")}
AMENDING = {
    COMMITTEE: "amending_draft",
    act_kinds.ORDER: "amending_order",
    act_kinds.PERSONNEL_ORDER: "amending_order",
}
OF_AMENDED, OF_EXECUTED = frozenset({"amended_decision", "amended_order"}), frozenset({"executed_state_act"})
# What an enclosure itself must contain.
CONTENTS = {
    "report_note": ("report_note_content", "explanatory_note_content"),
    "explanatory_note": ("explanatory_note_content",),
}
NOT_ALWAYS = ("if_needed", "if_any", "commission_only")
LOOSE = frozenset({"other_documents", "co_report_if_any", "referenced_materials"})


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing to enclose: key and label of the edition, its clause.

    :param is_firm: the draft does not go without it; else «за потреби», «за наявності».
    :param hint: what it must contain, by which clause.
    """

    key: str
    label: str
    clause: str
    is_firm: bool
    hint: str = ""


def asked(edition: Edition, draft: Draft) -> tuple[Asked, ...]:
    """All that the drafter is asked to enclose, each once, in the order of clauses."""
    found: dict[str, Asked] = {}
    for entry in _entries(edition, draft):
        for key, label in _named(entry, draft):
            if key not in SEEN and _is_about(key, draft):
                is_firm = key not in LOOSE and not any(key in entry.values.get(name, ()) for name in NOT_ALWAYS)
                found.setdefault(key, Asked(key, label, entry.clause, is_firm and not entry.soft, _hint(edition, key)))
    return tuple(found.values())


def lacking(edition: Edition, draft: Draft) -> Iterator[Finding]:
    """A sentence for each thing that is asked for and not enclosed."""
    for one in asked(edition, draft):
        if one.is_firm and one.key not in draft.enclosed:
            yield Finding(
                one.clause, f"До проєкту не додано: {one.label}. Долучіть файл або зазначте, де це викладено."
            )


def _entries(edition: Edition, draft: Draft) -> Iterator[Entry]:
    keys = list(ALWAYS.get(draft.kind, ()))
    if draft.is_main_planned:
        keys += MAIN_PLANNED.get(draft.kind, ())
    if draft.amended or draft.executes:
        keys += [AMENDING[draft.kind]] if draft.kind in AMENDING else []
    if draft.executes and draft.is_order:
        keys.append("order_executed_act")
    yield from (entry for key in keys if (entry := edition.get(key)))


def _named(entry: Entry, draft: Draft) -> Iterator[tuple[str, str]]:
    values = entry.values
    yield from zip(values.get("required", ()), values.get("labels", ()), strict=True)
    # What is asked «за потреби» without a label of its own is named by the clause's meaning in the vocabulary below.
    yield from ((key, IF_NEEDED[key]) for key in values.get("if_needed", ()) if key in IF_NEEDED)
    if draft.is_main_planned:
        yield from zip(values.get("main_item_required", ()), values.get("main_item_labels", ()), strict=True)
        yield from ((key, "підсумки вивчення стану справ") for key in values.get("if_planned", ()))


IF_NEEDED = {
    "commission_conclusions": "висновки відповідної комісії",
    "information_note": "інформаційна довідка по суті питання",
}


def _is_about(key: str, draft: Draft) -> bool:
    if key in OF_AMENDED:
        return bool(draft.amended)
    if key in OF_EXECUTED:
        return draft.executes is not None
    return True


def _hint(edition: Edition, key: str) -> str:
    for name in CONTENTS.get(key, ()):
        if entry := edition.get(name):
            return f"{', '.join(entry.values['labels'])} (п. {entry.clause})"
    return ""
