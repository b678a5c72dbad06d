"""Reasons why a step is not possible that several steps share; each names the clause where one gives it."""

from __future__ import annotations

from collections.abc import Iterable

from magistrat.rules.hall_state import BEFORE, CALLED, CLOSED, OPEN, PAUSED, Item, State
from magistrat.rules.refusal import Refusal

PHASES = {
    BEFORE: "реєстрацію членів ще не розпочато",
    CALLED: "засідання ще не відкрито",
    OPEN: "засідання триває",
    PAUSED: "у засіданні оголошено перерву",
    CLOSED: "засідання закрито",
}


def by_key(state: State, key: str, message: str) -> Refusal:
    """A refusal with the clause of the key, without a clause where the city has no such rule."""
    entry = state.setting.edition.get(key)
    return entry.refusal(message) if entry else Refusal("", message)


def in_phase(state: State, *phases: str) -> Refusal | None:
    """Refuse in any other phase."""
    return None if state.phase in phases else Refusal("", f"Зараз цього не можна зробити: {PHASES[state.phase]}.")


def with_quorum(state: State) -> Refusal | None:
    """Refuse without a quorum (KR 4.3; DR 6.11)."""
    if not state.seats:
        return in_phase(state, OPEN)
    verdict = state.quorum
    if verdict.valid:
        return None
    entry = state.setting.edition.get("meeting_quorum")
    return Refusal(verdict.clause, verdict.reason, entry.words if entry else "")


def with_voters(state: State) -> Refusal | None:
    """Refuse a vote while those with a conflict of interests are missing for a quorum (KR 1.17)."""
    if refusal := with_quorum(state):
        return refusal
    verdict = state.quorum
    return Refusal(verdict.clause, verdict.reason) if verdict.needs_admission else None


def in_hand(state: State, item: Item) -> Refusal | None:
    """Refuse when the question is not the one in hand."""
    if refusal := in_phase(state, OPEN):
        return refusal
    if item.id in state.current:
        return None
    return Refusal("", "Це питання зараз не розглядають: розпочніть його.")


def alone(state: State, item: Item) -> Refusal | None:
    """Refuse when the question is not in hand, or only as a part of a block."""
    if refusal := in_hand(state, item):
        return refusal
    return Refusal("", "Питання голосують у блоці: скасуйте блок і розгляньте його окремо.") if state.is_block else None


def nothing_in_hand(state: State) -> Refusal | None:
    """Refuse while a question is in hand."""
    return Refusal("", "Спершу завершіть розпочате питання.") if state.current else None


def nobody_speaks(item: Item) -> Refusal | None:
    """Refuse while somebody has the floor."""
    return Refusal("", f"Слово має {item.speaking.who}: завершіть виступ.") if item.speaking else None


def not_announced(state: State, item: Item) -> Refusal | None:
    """Refuse once the vote is announced or begun (DR 6.22)."""
    if item.formulation is None and not item.votes:
        return None
    return by_key(state, "voting_order", "Обговорення завершено: питання вже голосують.")


def not_ended(item: Item) -> Refusal | None:
    """Refuse with a question that has ended."""
    return Refusal("", "Питання вже розглянуто.") if item.result else None


def not_marked(state: State, missing: Iterable[int]) -> Refusal:
    """A refusal that names those whose votes are not noted."""
    names = ", ".join(sorted(state.name(one) for one in missing))
    return Refusal("", f"Ще не позначено, як голосували: {names.removesuffix('.')}.")


def first(*found: Refusal | None) -> Refusal | None:
    """The first reason."""
    return next((refusal for refusal in found if refusal is not None), None)


def announced(state: State, item: Item) -> Refusal | None:
    """Refuse a vote that the chair has not announced, where the clause wants it (DR 6.22)."""
    if item.formulation is not None or state.setting.edition.get("voting_order") is None:
        return None
    return by_key(state, "voting_order", "Спершу головуючий оголошує про перехід до голосування та формулює питання.")


def is_amended(item: Item) -> bool:
    """Whether an amendment waits to be voted or withdrawn."""
    return any(amendment.is_open for amendment in item.amendments)
