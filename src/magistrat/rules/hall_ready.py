"""Whether a step of a kind is possible now, whatever it carries; the reason names the clause where one gives it."""

from __future__ import annotations

from collections.abc import Mapping

from magistrat.rules.hall_discussion import DISCUSSED, Ready
from magistrat.rules.hall_reasons import (
    alone,
    announced,
    by_key,
    first,
    in_hand,
    in_phase,
    is_amended,
    nobody_speaks,
    not_ended,
    not_marked,
    nothing_in_hand,
    with_quorum,
    with_voters,
)
from magistrat.rules.hall_state import BEFORE, CALLED, OPEN, PAUSED, Item, State
from magistrat.rules.refusal import Refusal


def _called(state: State, item: Item) -> Refusal | None:
    return in_phase(state, BEFORE)


def _presence(state: State, item: Item) -> Refusal | None:
    return in_phase(state, CALLED, OPEN, PAUSED)


def _opened(state: State, item: Item) -> Refusal | None:
    return in_phase(state, CALLED) or with_quorum(state)


def _chaired(state: State, item: Item) -> Refusal | None:
    return in_phase(state, OPEN, PAUSED)


def _agenda_voted(state: State, item: Item) -> Refusal | None:
    if state.setting.edition.get("agenda_approval") is None:
        return Refusal("", "Регламент не передбачає затвердження порядку денного голосуванням.")
    if state.agenda_adopted:
        return by_key(state, "agenda_approval", "Порядок денний уже затверджено.")
    return first(in_phase(state, OPEN), nothing_in_hand(state), with_quorum(state))


def _order_changed(state: State, item: Item) -> Refusal | None:
    return first(in_phase(state, OPEN), nothing_in_hand(state))


def _additional(state: State, item: Item) -> Refusal | None:
    if state.setting.edition.get("additional_items_vote") is None:
        return by_key(
            state,
            "late_items_permission",
            "Додаткових питань голосуванням не включають: невчасно подане вносять лише з дозволу міського голови.",
        )
    return first(in_phase(state, OPEN), nothing_in_hand(state), not_ended(item), with_quorum(state))


def _poll_reported(state: State, item: Item) -> Refusal | None:
    return first(in_phase(state, OPEN), nothing_in_hand(state))


def _begun(state: State, item: Item) -> Refusal | None:
    if refusal := first(in_phase(state, OPEN), nothing_in_hand(state), not_ended(item)):
        return refusal
    if state.setting.edition.get("agenda_approval") and not state.agenda_adopted:
        return by_key(state, "agenda_approval", "Спершу затвердьте порядок денний засідання.")
    return with_quorum(state)


def _announced(state: State, item: Item) -> Refusal | None:
    if refusal := first(in_hand(state, item), nobody_speaks(item), with_voters(state)):
        return refusal
    if item.formulation is not None or item.votes:
        return by_key(state, "voting_order", "Про перехід до голосування вже оголошено.")
    if state.setting.edition.get("voting_order") and not item.speeches and not item.is_waived:
        return by_key(
            state,
            "voting_order",
            "До голосування переходять після обговорення: надайте слово або вирішіть розглянути без обговорення.",
        )
    return None


def _vote(state: State, item: Item) -> Refusal | None:
    if refusal := first(in_hand(state, item), nobody_speaks(item), announced(state, item)):
        return refusal
    if is_amended(item):
        return by_key(state, "voting_order", "Спершу проголосуйте або відкличте внесені поправки.")
    return with_voters(state)


def _result(state: State, item: Item) -> Refusal | None:
    if refusal := _vote(state, item):
        return refusal
    if not state.missing:
        return None
    return not_marked(state, state.missing)


def _put_off(state: State, item: Item) -> Refusal | None:
    if refusal := first(in_phase(state, OPEN), not_ended(item)):
        return refusal
    if item.id in state.current:
        return first(alone(state, item), nobody_speaks(item), _no_votes(item))
    return nothing_in_hand(state)


def _noted(state: State, item: Item) -> Refusal | None:
    return first(alone(state, item), nobody_speaks(item), _no_votes(item), with_quorum(state))


def _no_votes(item: Item) -> Refusal | None:
    return (
        Refusal("", "Питання вже голосують: закрийте голосування або скасуйте подані голоси.") if item.votes else None
    )


def _paused(state: State, item: Item) -> Refusal | None:
    if refusal := in_phase(state, OPEN):
        return refusal
    question = state.question
    return first(nobody_speaks(question), _no_votes(question)) if question else None


def _resumed(state: State, item: Item) -> Refusal | None:
    return in_phase(state, PAUSED)


def _closed(state: State, item: Item) -> Refusal | None:
    if refusal := first(in_phase(state, OPEN, PAUSED), nothing_in_hand(state)):
        return refusal
    if set(state.polls) <= set(state.reported):
        return None
    return by_key(
        state, "poll_decision_report", "На цьому засіданні ще не доповіли про рішення, ухвалені між засіданнями."
    )


READY: Mapping[str, Ready] = {
    "called": _called,
    "arrived": _presence,
    "left": _presence,
    "opened": _opened,
    "chaired": _chaired,
    "agenda_voted": _agenda_voted,
    "order_changed": _order_changed,
    "additional_question_voted": _additional,
    "poll_reported": _poll_reported,
    "question_begun": _begun,
    "vote_of_block": _begun,
    "voting_announced": _announced,
    "vote_cast": _vote,
    "result": _result,
    "postponed": _put_off,
    "withdrawn": _put_off,
    "noted": _noted,
    **DISCUSSED,
    "paused": _paused,
    "resumed": _resumed,
    "closed": _closed,
}
