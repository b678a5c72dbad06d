"""Two secretaries at one hall: which of the other's newer steps one must know before one's own is written down."""

from __future__ import annotations

from collections.abc import Iterable

from magistrat.rules.hall_events import CLOSING, CODES, VOTES, Event
from magistrat.rules.hall_state import State
from magistrat.rules.refusal import Refusal

PRESENCE = frozenset({"arrived", "left"})
# What changes the question in hand or how it may be handled.
TURNS = CLOSING | {
    "opened", "question_begun", "vote_of_block", "discussion_waived", "voting_announced", "paused", "resumed", "closed", "undo",
}  # fmt: skip
# Steps that are told with the title of their question.
NAMING = CLOSING | {"question_begun", "additional_question_voted", "order_changed"}
# Steps that decide by what the secretary sees; all that is new may change the picture.
DECIDING = CLOSING | {"undo", "closed", "opened", "vote_of_block", "admission_voted"}


def refusal(state: State, mine: Event, newer: Iterable[Event]) -> Refusal | None:
    """Why the step is not written down before its secretary has seen what the other did; nothing when both fit.

    :param state: the hall with the newer steps, for names.
    """
    seen = next((event for event in newer if matters(mine, event)), None)
    if seen is None:
        return None
    return Refusal(
        "", f"Тим часом на іншому пульті: {described(state, seen)}. Погляньте й повторіть свій крок, якщо він потрібен."
    )


def matters(mine: Event, newer: Event) -> bool:
    """Whether the other's step changes what this one means."""
    if mine.code in PRESENCE and newer.code in PRESENCE:
        return mine.payload.get("member") == newer.payload.get("member") and mine.code != newer.code
    if mine.code in PRESENCE:
        return False
    if mine.code in DECIDING:
        return not _elsewhere(mine, newer)
    if mine.code == "vote_cast" and newer.code == "vote_cast":
        return any(newer.votes.get(member, vote) != vote for member, vote in mine.votes.items())
    if newer.code in TURNS:
        return True
    if mine.code == newer.code == "conflict_declared":
        return mine.payload.get("member") == newer.payload.get("member") and mine.item == newer.item
    # Turns of speech and amendments go one after another: the second must know of the first.
    return mine.code == newer.code and mine.code not in {"vote_cast", "order_changed"}


def _elsewhere(mine: Event, newer: Event) -> bool:
    """Whether the newer step is about another question, or about none that this one decides."""
    if newer.code in {"order_changed", "conflict_declared", "additional_question_voted", "poll_reported"}:
        return newer.item != mine.item
    return False


def described(state: State, event: Event) -> str:
    """What the other did, in words: «подано голоси (Коваль І.П. — за)»."""
    said = CODES[event.code]
    if event.code == "vote_cast":
        votes = ", ".join(f"{state.name(member)} — {VOTES[vote]}" for member, vote in event.votes.items())
        return f"{said} ({votes})"
    if event.payload.get("member") is not None:
        return f"{said} ({state.name(event.whole('member'))})"
    if who := event.payload.get("who") or event.payload.get("by"):
        return f"{said} ({who})"
    facts = state.item(event.item).facts if event.item and event.code in NAMING else None
    return f"{said} («{facts.title}»)" if facts else said
