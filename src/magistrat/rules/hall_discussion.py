"""Whether a question can be discussed on: conflicts of interests, admission, speeches, amendments (KR 1.15-1.17; DR 6.19-6.24)."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from magistrat.rules.hall_reasons import (
    alone,
    announced,
    by_key,
    first,
    in_hand,
    in_phase,
    is_amended,
    nobody_speaks,
    not_announced,
    not_ended,
    with_quorum,
    with_voters,
)
from magistrat.rules.hall_state import OPEN, Item, State
from magistrat.rules.refusal import Refusal

Ready = Callable[[State, Item], Refusal | None]


def _conflict(state: State, item: Item) -> Refusal | None:
    if refusal := first(in_phase(state, OPEN), not_ended(item)):
        return refusal
    if item.id in state.current and state.is_block:
        return alone(state, item)
    if item.is_considered:
        return by_key(
            state,
            "conflict_declaration",
            "Про конфлікт інтересів повідомляють до початку розгляду питання, а його вже розглядають."
            " Член, який не повідомив вчасно, не голосує: позначте «не голосував».",
        )
    return None


def _admission(state: State, item: Item) -> Refusal | None:
    if refusal := first(alone(state, item), with_quorum(state)):
        return refusal
    if state.quorum.needs_admission:
        return None
    rule = state.setting.provisions.admission
    return Refusal(
        rule.clause if rule else "",
        "Допуск не потрібен: без членів, які мають конфлікт інтересів, кворум зберігається.",
        rule.words if rule else "",
    )


def _speaker_called(state: State, item: Item) -> Refusal | None:
    if refusal := first(alone(state, item), not_announced(state, item), nobody_speaks(item)):
        return refusal
    if item.is_waived:
        return by_key(
            state,
            "adoption_without_discussion",
            "Питання вирішено розглянути без обговорення: скасуйте це, щоб надати слово.",
        )
    return None


def _speaker_done(state: State, item: Item) -> Refusal | None:
    return in_hand(state, item) or (None if item.speaking else Refusal("", "Слова зараз ніхто не має."))


def _waived(state: State, item: Item) -> Refusal | None:
    rule = state.setting.edition.get("adoption_without_discussion")
    if rule is None:
        return Refusal("", "Регламент не передбачає окремого рішення про розгляд без обговорення.")
    if refusal := first(alone(state, item), not_announced(state, item)):
        return refusal
    if item.is_waived:
        return rule.refusal("Питання вже вирішено розглянути без обговорення.")
    if item.facts and item.facts.has_remarks:
        return rule.refusal("До проєкту рішення є зауваження: без обговорення його не приймають.")
    return rule.refusal("Питання вже обговорюють.") if item.speeches or item.amendments else None


def _amendment(state: State, item: Item) -> Refusal | None:
    if refusal := first(alone(state, item), not_announced(state, item)):
        return refusal
    if item.is_waived:
        return by_key(
            state,
            "adoption_without_discussion",
            "До проєкту є поправка, тож без обговорення його не приймають: скасуйте це рішення.",
        )
    return None


def _amendment_voted(state: State, item: Item) -> Refusal | None:
    if refusal := first(alone(state, item), nobody_speaks(item), announced(state, item), with_voters(state)):
        return refusal
    if item.votes:
        return Refusal("", "Питання вже голосують у цілому: спершу скасуйте подані голоси.")
    return None if is_amended(item) else Refusal("", "Усі поправки вже вирішено.")


def _amendment_withdrawn(state: State, item: Item) -> Refusal | None:
    return alone(state, item) or (None if is_amended(item) else Refusal("", "Усі поправки вже вирішено."))


DISCUSSED: Mapping[str, Ready] = {
    "conflict_declared": _conflict,
    "admission_voted": _admission,
    "speaker_called": _speaker_called,
    "speaker_done": _speaker_done,
    "discussion_waived": _waived,
    "amendment_proposed": _amendment,
    "amendment_voted": _amendment_voted,
    "amendment_withdrawn": _amendment_withdrawn,
}
