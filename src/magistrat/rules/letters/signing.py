"""Who signs a letter (KR 5.44.1, 7.12; DR 8.8, 15.11)."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from magistrat.rules.edition import Edition, Entry
from magistrat.rules.letters.matter import Matter, entries_of
from magistrat.rules.refusal import Refusal

SIGN = "letter.sign"
BY_ADDRESSEE = ("letter_signatories_state_bodies", "letter_signatories_councillors")
BY_ANSWERED_KIND = ("councillor_reply_signatories",)


def refusal_to_sign(edition: Edition, matter: Matter, roles: Collection[str]) -> Refusal | None:
    """Why a post with these roles may not sign the letter; nothing when it may.

    In this order: what was written to a department directly its head answers (KR 7.12.4); the addressee's kind
    (KR 7.12.2, 7.12.3; DR 8.8); the kind of the answered paper (KR 5.44.1); to whom that was addressed (KR 7.12.1);
    the general right (DR 15.11).
    """
    if direct := _direct(edition, matter):
        rule, heads, clause = direct
        return None if heads.intersection(roles) else Refusal(clause, rule.meaning, rule.words)
    for entry, allowed in _restrictions(edition, matter):
        if not allowed.intersection(roles):
            return entry.refusal()
    if refusal := _uninstructed(edition, matter, roles):
        return refusal
    return edition.may(SIGN, roles)


def may_sign(edition: Edition, matter: Matter) -> frozenset[str]:
    """Roles that may sign the letter."""
    known = edition.roles_with(SIGN)
    return frozenset(role for role in known if refusal_to_sign(edition, matter, {role}) is None)


def proposed(edition: Edition, matter: Matter, posts: Sequence[tuple[int, frozenset[str]]]) -> int | None:
    """Whom to offer as signatory: the first of the posts (id, roles; in the order of preference) that may sign."""
    return next((post for post, roles in posts if refusal_to_sign(edition, matter, roles) is None), None)


def _direct(edition: Edition, matter: Matter) -> tuple[Entry, frozenset[str], str] | None:
    """The entry by which a paper sent straight to a department is answered by its head, with those who sign."""
    for entry in entries_of(edition, BY_ADDRESSEE):
        table = entry.values.get("direct_to_department", {})
        for kind in matter.addressee_kinds:
            allowed = frozenset(table.get(kind, ()))
            if allowed & matter.addressed_to:
                return entry, allowed, str(entry.values.get("direct_clause", entry.clause))
    return None


def _restrictions(edition: Edition, matter: Matter) -> list[tuple[Entry, frozenset[str]]]:
    found: list[tuple[Entry, frozenset[str]]] = []
    control = edition.get("information_signatory")
    if control and matter.on_control and matter.answered_kind in control.values.get("kinds", ()):
        found += _of_kinds(control, matter.addressee_kinds)
    for entry in entries_of(edition, BY_ADDRESSEE):
        found += _of_kinds(entry, matter.addressee_kinds)
    for entry in entries_of(edition, BY_ANSWERED_KIND):
        found += _of_kinds(entry, (matter.answered_kind,))
    if addressed := edition.get("letter_signatories_by_addressed"):
        table = addressed.values["signatories_by_addressed_to"]
        named = [role for role in table if role in matter.addressed_to]
        found += [(addressed, frozenset(table[role])) for role in named[:1]]
    return found


def _of_kinds(entry: Entry, kinds: Collection[str]) -> list[tuple[Entry, frozenset[str]]]:
    table = entry.values.get("signatories", {})
    return [(entry, frozenset(table[kind])) for kind in kinds if kind in table]


def _uninstructed(edition: Edition, matter: Matter, roles: Collection[str]) -> Refusal | None:
    """A head of an executive body answers for his leader only when instructed (KR 7.12.1.1, 7.12.1.3, 7.12.1.4)."""
    entry = edition.get("letter_signatories_by_addressed")
    if entry is None or matter.is_instructed:
        return None
    table = entry.values["signatories_by_addressed_to"]
    only = frozenset(entry.values.get("on_instruction_roles", ()))
    if not any(role in matter.addressed_to for role in table) or not only.intersection(roles):
        return None
    full = edition.roles_with(SIGN) - only
    if full.intersection(roles):
        return None
    message = "Керівник виконавчого органу підписує відповідь лише за дорученням того, кому адресовано документ."
    return entry.refusal(message)
