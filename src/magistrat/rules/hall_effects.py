"""What a possible step changes in the hall."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from magistrat.rules import hall_fits as fits
from magistrat.rules import hall_speeches as speeches
from magistrat.rules.hall_events import Event
from magistrat.rules.hall_state import CALLED, CLOSED, OPEN, PAUSED, Amendment, Item, Member, Result, Speech, State

Effect = Callable[[State, Item, Event], State]
BLOCK = "голосування блоком"


def _with(state: State, item: Item, **changes: Any) -> State:
    return replace(state, items={**state.items, item.id: replace(item, **changes)})


def _called(state: State, item: Item, event: Event) -> State:
    members = {
        one["id"]: Member(one["id"], one["name"], one.get("printed", ""), one.get("role", "member"))
        for one in event.payload["members"]
    }
    return replace(state, phase=CALLED, seats=event.whole("seats"), members=members, polls=event.wholes("polls"))


def _arrived(state: State, item: Item, event: Event) -> State:
    return replace(state, present=state.present | {event.whole("member")})


def _left(state: State, item: Item, event: Event) -> State:
    return replace(state, present=state.present - {event.whole("member")})


def _opened(state: State, item: Item, event: Event) -> State:
    return replace(state, phase=OPEN, chair=event.whole("chair"), secretary=event.text("secretary"), opened_at=event.at)


def _chaired(state: State, item: Item, event: Event) -> State:
    return replace(state, chair=event.whole("chair"))


def _agenda_voted(state: State, item: Item, event: Event) -> State:
    return replace(state, agenda=(*state.agenda, state.ballot(event.votes, frozenset())))


def _order_changed(state: State, item: Item, event: Event) -> State:
    if event.item is None:
        return state
    return replace(state, moves=(*state.moves, (event.item, event.payload.get("before"))))


def _additional(state: State, item: Item, event: Event) -> State:
    ballot = state.ballot(event.votes, frozenset(), "additional-items")
    told = {**state.additional, item.id: (*state.additional.get(item.id, ()), ballot)}
    return replace(_with(state, item, facts=fits.facts(event.payload["facts"])), additional=told)


def _poll_reported(state: State, item: Item, event: Event) -> State:
    return replace(state, reported=(*state.reported, *event.wholes("polls")))


def _begun(state: State, item: Item, event: Event) -> State:
    return replace(_with(state, item, facts=fits.facts(event.payload["facts"])), current=(item.id,))


def _block(state: State, item: Item, event: Event) -> State:
    questions = fits.block(event)
    begun = {
        number: replace(state.item(number), facts=facts, is_waived=True, formulation=BLOCK)
        for number, facts in questions.items()
    }
    return replace(state, items={**state.items, **begun}, current=tuple(questions))


def _conflict(state: State, item: Item, event: Event) -> State:
    return _with(state, item, recused={**item.recused, event.whole("member"): event.text("reason")})


def _admission(state: State, item: Item, event: Event) -> State:
    decided = (frozenset(event.wholes("members")), state.ballot(event.votes, frozenset()))
    return _with(state, item, admissions=(*item.admissions, decided))


def _speaker_called(state: State, item: Item, event: Event) -> State:
    member, kind = event.payload.get("member"), event.text("kind")
    who = event.text("who") or state.name(member or 0)
    limit, clause = speeches.limit(state.setting, item.facts or fits.facts({"title": ""}), kind)
    return _with(state, item, speeches=(*item.speeches, Speech(who, kind, event.at, member, None, limit, clause)))


def _speaker_done(state: State, item: Item, event: Event) -> State:
    speech = item.speeches[-1]
    passed = max(0, int((event.at - speech.began).total_seconds()))
    seconds = event.whole("seconds") if "seconds" in event.payload else passed
    return _with(state, item, speeches=(*item.speeches[:-1], replace(speech, seconds=seconds)))


def _waived(state: State, item: Item, event: Event) -> State:
    return _with(state, item, is_waived=True)


def _amendment(state: State, item: Item, event: Event) -> State:
    new = Amendment(len(item.amendments) + 1, event.text("text"), event.text("by"))
    return _with(state, item, amendments=(*item.amendments, new))


def _amendment_voted(state: State, item: Item, event: Event) -> State:
    ballot = state.ballot(event.votes, state.barred)
    return _with(state, item, amendments=_decided(item, event, ballot=ballot))


def _amendment_withdrawn(state: State, item: Item, event: Event) -> State:
    return _with(state, item, amendments=_decided(item, event, is_withdrawn=True))


def _decided(item: Item, event: Event, **changes: Any) -> tuple[Amendment, ...]:
    number = event.whole("number")
    return tuple(replace(one, **changes) if one.number == number else one for one in item.amendments)


def _announced(state: State, item: Item, event: Event) -> State:
    return _with(state, item, formulation=event.text("text"))


def _vote(state: State, item: Item, event: Event) -> State:
    # Votes of a block are kept with its first question until it is closed.
    first = state.item(state.current[0])
    return _with(state, first, votes={**first.votes, **event.votes})


def _result(state: State, item: Item, event: Event) -> State:
    first = state.item(state.current[0])
    ballot = state.ballot(first.votes, state.barred)
    block = state.current if state.is_block else ()
    closed = dict(state.items)
    for number in state.current:
        question = state.item(number)
        changes = _changes(question, event.text("changes"))
        result = ("changed" if changes else "adopted") if ballot.is_adopted else "rejected"
        ended = Result(result, state.present, ballot, event.at, changes, "", block, event.number)
        closed[number] = replace(question, votes=ballot.votes, result=ended)
    return replace(state, items=closed, current=())


def _changes(item: Item, said: str) -> str:
    """The adopted amendments and what the secretary wrote beside them."""
    adopted = [one.text for one in item.amendments if one.ballot is not None and one.ballot.is_adopted]
    return "\n".join([*adopted, *([said] if said else [])])


def _ended(state: State, item: Item, event: Event) -> State:
    ended = Result(event.code, state.present, None, event.at, "", event.text("reason"), (), event.number)
    return replace(_with(state, item, result=ended), current=() if item.id in state.current else state.current)


def _paused(state: State, item: Item, event: Event) -> State:
    return replace(state, phase=PAUSED)


def _resumed(state: State, item: Item, event: Event) -> State:
    return replace(state, phase=OPEN)


def _closed(state: State, item: Item, event: Event) -> State:
    return replace(state, phase=CLOSED, closed_at=event.at)


EFFECTS: Mapping[str, Effect] = {
    "called": _called,
    "arrived": _arrived,
    "left": _left,
    "opened": _opened,
    "chaired": _chaired,
    "agenda_voted": _agenda_voted,
    "order_changed": _order_changed,
    "additional_question_voted": _additional,
    "poll_reported": _poll_reported,
    "question_begun": _begun,
    "vote_of_block": _block,
    "conflict_declared": _conflict,
    "admission_voted": _admission,
    "speaker_called": _speaker_called,
    "speaker_done": _speaker_done,
    "discussion_waived": _waived,
    "amendment_proposed": _amendment,
    "amendment_voted": _amendment_voted,
    "amendment_withdrawn": _amendment_withdrawn,
    "voting_announced": _announced,
    "vote_cast": _vote,
    "result": _result,
    "postponed": _ended,
    "withdrawn": _ended,
    "noted": _ended,
    "paused": _paused,
    "resumed": _resumed,
    "closed": _closed,
}
