"""What must be on control, who executes first, who controls (KR 7.11, 8.3, 8.11, 8.20; DR 8.3-8.15, 9.3, 10.17-10.19)."""

from __future__ import annotations

from collections.abc import Iterable

from magistrat.rules.edition import Edition, Entry
from magistrat.rules.refusal import Refusal


def kinds(edition: Edition, key: str) -> frozenset[str]:
    """The document kinds that the entry of this key names in its values."""
    entry = edition.get(key)
    return frozenset(entry.values.get("kinds", ())) if entry else frozenset()


def names(edition: Edition, key: str, kind: str) -> Entry | None:
    """The entry of this key when it is about documents of this kind."""
    return edition.get(key) if kind in kinds(edition, key) else None


def obligatory(edition: Edition, kind: str, *, sender: str = "", author_roles: Iterable[str] = ()) -> Entry | None:
    """The entry by which a document must be on control, if there is one.

    By its kind (KR 8.3, 5.45.3.2; DR 8.3); an appeal whose result a central body waits for (DR 26.10); an executive body's
    paper with a leader's resolution (DR 9.3).

    :param sender: the kind of the correspondent; :param author_roles: those of the resolution's author.
    """
    if entry := names(edition, "control_obligatory", kind) or names(edition, "councillor_addresses", kind):
        return entry
    appeal = names(edition, "appeals_on_control", kind)
    if appeal and sender in appeal.values.get("to_kinds", ()):
        return appeal
    resolved = names(edition, "resolution_to_control_unit", kind)
    return resolved if resolved and set(resolved.values.get("author_roles", ())) & set(author_roles) else None


def part_entry(edition: Edition) -> Entry | None:
    """The entry by which whoever splits his task sets terms for those who do its parts or inform him (KR 7.11; DR 10.17)."""
    return (
        edition.get("main_executor_rights") or edition.get("main_executor_first") or edition.get("term_in_resolution")
    )


def usual(edition: Edition, kind: str) -> Entry | None:
    """The entry by which documents of this kind come on control as a rule: the page proposes it (KR 8.20.2)."""
    return names(edition, "acts_on_control", kind)


def information_mark(edition: Edition, text: str) -> Entry | None:
    """The entry by which a resolution of these words is only for information and brings no control (DR 10.19)."""
    entry = edition.get("info_marks")
    marks = entry.values.get("marks", ()) if entry else ()
    return entry if text.strip(' .!«»"').lower() in {mark.lower() for mark in marks} else None


def unwatched_refusal(
    edition: Edition, duty: Entry | None, *, is_on_control: bool, is_informed: bool
) -> Refusal | None:
    """Why a paper that must be on control may not go without it, from the desk or to its file (KR 8.3; DR 8.3).

    :param duty: by which it must be on control, `obligatory`; :param is_on_control: it is or was on control.
    :param is_informed: a resolution only informs, which frees it where the regulation has such marks (DR 10.19).
    """
    if duty is None or is_on_control or (is_informed and informing_frees(edition) is not None):
        return None
    return duty.refusal(
        "Документ підлягає обов'язковому контролю: накладіть резолюцію з головним виконавцем і строком."
    )


def informing_frees(edition: Edition) -> Entry | None:
    """The entry by which what is only for information is not put on control, whatever its kind (DR 10.19)."""
    entry = edition.get("info_marks")
    return entry if entry and entry.values.get("on_control") is False else None


def leader_refusal(edition: Edition, kind: str, roles: Iterable[str]) -> Refusal | None:
    """Why a post of these roles may not control a higher body's paper (DR 8.4); nothing when it may."""
    entry = names(edition, "higher_controllers", kind)
    if entry is None or set(entry.values.get("leader_roles", ())) & set(roles):
        return None
    return entry.refusal("Виконання документів вищих органів контролює керівництво за розподілом обов'язків.")


def own_control(edition: Edition, kind: str, roles: Iterable[str]) -> Entry | None:
    """The entry by which a body's own officer keeps control in his body (DR 8.15) or over the acts it drafted (KR 8.20.4)."""
    by_kind = names(edition, "drafters_control", kind)
    for entry in filter(None, (by_kind, edition.get("department_control"))):
        if any(grant.right == "control.set" and grant.roles & set(roles) for grant in entry.grants):
            return entry
    return None


def main_executor(edition: Edition, kind: str) -> Entry | None:
    """The entry by which the first named is main (KR 7.11, 8.20.8; DR 10.17, of drafts 4.3, 5.4)."""
    by_kind = (names(edition, key, kind) for key in ("main_drafter_of_decision", "main_drafter_of_order"))
    point = edition.get("main_executor_of_point") if kind == "instruction" else None
    return next(filter(None, (*by_kind, point, edition.get("main_executor_first"))), None)


def by_points(edition: Edition, kind: str) -> Entry | None:
    """The entry by which documents of this kind are watched as a whole and by separate points (KR 8.11)."""
    return names(edition, "control_by_points", kind)


def assistant_controls(
    edition: Edition, kind: str, roles: Iterable[str], *, author_roles: Iterable[str] = (), is_at_desk: bool = False
) -> bool:
    """Whether one of these roles keeps control of the document as the leader's secretary does of instructions (KR 8.20.16).

    An instruction is also a resolution of the leaders whom the clause names on any other paper than our decisions and orders:
    of it the secretary of its own author keeps control.

    :param author_roles: those of the resolution's author; :param is_at_desk: whether he works at that author's desk.
    """
    entry = edition.get("instructions_by_assistant")
    if entry is None or not set(entry.values.get("control_roles", ())) & set(roles):
        return False
    is_counted = bool(set(entry.values.get("author_roles", ())) & set(author_roles))
    return kind in entry.values["kinds"] or (is_at_desk and is_counted and kind not in entry.values.get("except", ()))


def control_role(edition: Edition, kind: str) -> str:
    """The role by whose unit documents of this kind are controlled, where several units share the work (DR 8.6)."""
    entry = edition.get("control_units")
    shares = entry.values.items() if entry else ()
    return next((role for role, shared in shares if isinstance(shared, tuple) and kind in shared), "control_specialist")


def co_executor_entry(edition: Edition, kind: str) -> Entry | None:
    """The entry that says how long before the term co-executors inform the main one (KR 8.20.8, 12.8), if there is one."""
    return names(edition, "co_executor_input", kind)
