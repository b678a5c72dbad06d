"""Whether what a step carries fits the hall as it is: who is meant, who may vote, what is missing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from magistrat.rules import hall_reasons as reasons
from magistrat.rules import hall_speeches as speeches
from magistrat.rules.hall_events import Event, not_understood
from magistrat.rules.hall_state import CALLED, Facts, Item, State
from magistrat.rules.provisions import Provision
from magistrat.rules.refusal import Refusal

Fits = Callable[[State, Item, Event], Refusal | None]
LEAST_BLOCK = 2


def facts(said: object) -> Facts:
    """What a step tells of a question.

    :raises Refusal: when it does not tell it.
    """
    if not isinstance(said, Mapping):
        raise not_understood()
    try:
        return Facts(**said)
    except TypeError:
        raise not_understood() from None


def block(event: Event) -> dict[int, Facts]:
    """The questions of a block.

    :raises Refusal: when there are none.
    """
    said = event.payload.get("items")
    if not isinstance(said, list | tuple):
        raise not_understood()
    return {_id(one): facts(one.get("facts")) for one in said}


def _id(said: Any) -> int:
    number = said.get("id") if isinstance(said, Mapping) else None
    if not isinstance(number, int):
        raise not_understood()
    return number


def cited(provision: Provision | None, message: str) -> Refusal:
    """A refusal by what a clause or a law says of votes."""
    return Refusal(provision.clause, message, provision.words) if provision else Refusal("", message)


def present(state: State, member: int) -> Refusal | None:
    """Refuse one who is not on the roll or not present."""
    if member not in state.members:
        return Refusal("", "Цієї особи немає серед членів органу на день засідання.")
    return None if member in state.present else Refusal("", f"{state.name(member)}: відсутній на засіданні.")


def may_vote(state: State, votes: Mapping[int, str], barred: frozenset[int]) -> Refusal | None:
    """Refuse votes of those who are absent or have a conflict of interests (KR 1.16)."""
    for member in votes:
        if refusal := present(state, member):
            return refusal
        if member in barred:
            message = f"{state.name(member)}: не голосує через конфлікт інтересів."
            return cited(state.setting.provisions.recusal, message)
    return None


def whole_vote(state: State, votes: Mapping[int, str], barred: frozenset[int]) -> Refusal | None:
    """Refuse a vote in which somebody's vote is missing or is not allowed."""
    if refusal := may_vote(state, votes, barred):
        return refusal
    missing = state.present - barred - frozenset(votes)
    return reasons.not_marked(state, missing) if missing else None


def _called(state: State, item: Item, event: Event) -> Refusal | None:
    said = event.payload.get("members")
    if not isinstance(said, list | tuple) or not said:
        return Refusal("", "Орган не має жодного члена: спершу внесіть його склад.")
    if len({_id(one) for one in said}) != len(said) or event.whole("seats") <= 0:
        return not_understood()
    if len(said) > event.whole("seats"):
        return Refusal("", f"Членів більше, ніж загальний склад: {len(said)} із {event.whole('seats')}.")
    return None


def _arrived(state: State, item: Item, event: Event) -> Refusal | None:
    member = event.whole("member")
    if member in state.present:
        return Refusal("", f"{state.name(member)}: уже присутній.")
    return None if member in state.members else present(state, member)


def _left(state: State, item: Item, event: Event) -> Refusal | None:
    member = event.whole("member")
    if refusal := present(state, member):
        return refusal
    if member == state.chair and state.phase != CALLED:
        return reasons.by_key(state, "meeting_chair", "Головуючий не може вибути, доки не передасть головування.")
    question = state.question
    if question is None:
        return None
    if member in question.votes:
        return Refusal("", f"{state.name(member)}: уже проголосував; закрийте голосування або скасуйте голос.")
    if question.speaking and question.speaking.member == member:
        return Refusal("", f"{state.name(member)}: має слово; завершіть виступ.")
    return None


def _opened(state: State, item: Item, event: Event) -> Refusal | None:
    if refusal := present(state, event.whole("chair")):
        return refusal
    return None if event.text("secretary") else Refusal("", "Зазначте, хто веде протокол.")


def _chaired(state: State, item: Item, event: Event) -> Refusal | None:
    if event.whole("chair") == state.chair:
        return Refusal("", f"{state.name(event.whole('chair'))}: уже головує.")
    return present(state, event.whole("chair"))


def _agenda_voted(state: State, item: Item, event: Event) -> Refusal | None:
    return whole_vote(state, event.votes, frozenset())


def _order_changed(state: State, item: Item, event: Event) -> Refusal | None:
    if event.item is None and not event.text("text"):
        return reasons.by_key(state, "chair_powers", "Зазначте, що змінено в порядку денному.")
    return reasons.not_ended(item)


def _additional(state: State, item: Item, event: Event) -> Refusal | None:
    if any(ballot.is_adopted for ballot in state.additional.get(item.id, ())):
        return reasons.by_key(state, "additional_items_vote", "Питання вже включено до порядку денного.")
    facts(event.payload.get("facts"))
    return whole_vote(state, event.votes, frozenset())


def _poll_reported(state: State, item: Item, event: Event) -> Refusal | None:
    polls = set(event.wholes("polls"))
    if polls and polls <= set(state.polls) - set(state.reported):
        return None
    return Refusal("", "Про ці рішення вже доповіли або їх ухвалено не між цими засіданнями.")


def _begun(state: State, item: Item, event: Event) -> Refusal | None:
    return _on_agenda(state, item.id, facts(event.payload.get("facts")))


def _on_agenda(state: State, number: int, said: Facts) -> Refusal | None:
    if not said.is_additional or any(ballot.is_adopted for ballot in state.additional.get(number, ())):
        return None
    key = "additional_items_vote" if state.setting.edition.get("additional_items_vote") else "late_items_permission"
    return reasons.by_key(state, key, f"Питання «{said.title}» не включено до порядку денного.")


def _block(state: State, item: Item, event: Event) -> Refusal | None:
    questions = block(event)
    if len(questions) < LEAST_BLOCK or event.item != next(iter(questions)):
        return Refusal("", "До блоку включають щонайменше два питання.")
    for number, said in questions.items():
        if (
            refusal := reasons.not_ended(state.item(number))
            or _on_agenda(state, number, said)
            or _disputed(state, number, said)
        ):
            return refusal
    return None


def _disputed(state: State, number: int, said: Facts) -> Refusal | None:
    """Why the question may not be a part of a block."""
    if state.item(number).recused:
        message = f"Питання «{said.title}» голосують окремо: із нього повідомлено про конфлікт інтересів."
        return cited(state.setting.provisions.recusal, message)
    if said.has_remarks or not said.is_undisputed:
        message = f"Питання «{said.title}» голосують окремо: його не позначено як таке, що не викликає зауважень."
        return reasons.by_key(state, "adoption_without_discussion", message)
    return None


def _conflict(state: State, item: Item, event: Event) -> Refusal | None:
    member = event.whole("member")
    if refusal := present(state, member):
        return refusal
    if member in item.recused:
        return Refusal("", f"{state.name(member)}: уже повідомив про конфлікт інтересів із цього питання.")
    if event.text("reason"):
        return None
    return reasons.by_key(
        state, "conflict_declaration", "Зазначте, у чому полягає конфлікт інтересів: це заносять до протоколу."
    )


def _admission(state: State, item: Item, event: Event) -> Refusal | None:
    if state.setting.provisions.admission is None:
        return cited(state.setting.provisions.recusal, "Допуску до голосування для такого органу не передбачено.")
    members = frozenset(event.wholes("members"))
    if not members or not members <= state.barred:
        return Refusal("", "Допускають присутніх членів, які повідомили про конфлікт інтересів із цього питання.")
    # Without the votes of those concerned a majority of the composition is out of reach, and the clause would be dead.
    return whole_vote(state, event.votes, frozenset())


def _speaker_called(state: State, item: Item, event: Event) -> Refusal | None:
    member = event.payload.get("member")
    if member is not None and (refusal := present(state, event.whole("member"))):
        return refusal
    who = event.text("who") or (state.name(member) if member is not None else "")
    return speeches.refusal(state.setting, item, event.text("kind"), who, member)


def _speaker_done(state: State, item: Item, event: Event) -> Refusal | None:
    if "seconds" in event.payload and event.whole("seconds") < 0:
        return not_understood()
    return None


def _amendment(state: State, item: Item, event: Event) -> Refusal | None:
    if not event.text("by"):
        return Refusal("", "Зазначте, хто вносить поправку.")
    return None if event.text("text") else Refusal("", "Запишіть зміст поправки.")


def _open_amendment(state: State, item: Item, event: Event) -> Refusal | None:
    number = event.whole("number")
    if any(one.number == number and one.is_open for one in item.amendments):
        return None
    return Refusal("", f"Поправки № {number}, яку ще не вирішено, немає.")


def _amendment_voted(state: State, item: Item, event: Event) -> Refusal | None:
    return _open_amendment(state, item, event) or whole_vote(state, event.votes, state.barred)


def _vote(state: State, item: Item, event: Event) -> Refusal | None:
    return may_vote(state, event.votes, state.barred)


def _reasoned(state: State, item: Item, event: Event) -> Refusal | None:
    return None if event.text("reason") else Refusal("", "Зазначте причину: її заносять до протоколу.")


def _nothing(state: State, item: Item, event: Event) -> Refusal | None:
    return None


FITS: Mapping[str, Fits] = {
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
    "discussion_waived": _nothing,
    "amendment_proposed": _amendment,
    "amendment_voted": _amendment_voted,
    "amendment_withdrawn": _open_amendment,
    "voting_announced": _nothing,
    "vote_cast": _vote,
    "result": _nothing,
    "postponed": _reasoned,
    "withdrawn": _reasoned,
    "noted": _nothing,
    "paused": _nothing,
    "resumed": _nothing,
    "closed": _nothing,
}
