"""The part of the minutes about one question: СЛУХАЛИ, ВИСТУПИЛИ, ВИРІШИЛИ, with all votes and declarations."""

from __future__ import annotations

from magistrat.rules import minutes_words as said
from magistrat.rules.hall_effects import BLOCK
from magistrat.rules.hall_state import Amendment, Ballot, Item, Speech, State
from magistrat.rules.minutes_course import Course
from magistrat.rules.minutes_told import Told

HEARD, SPOKE, DECIDED, INSTRUCTED = "СЛУХАЛИ:", "ВИСТУПИЛИ:", "ВИРІШИЛИ:", "ДОРУЧЕНО:"
DECLARATION, BAR, ADDITIONAL = "conflict_declaration", "conflict_vote_bar", "additional_items_vote"
REPORTS = {"report": "доповідь", "co_report": "співдоповідь"}
SPEECHES = {
    "debate": ("виступив в обговоренні", "виступила в обговоренні", "виступ в обговоренні"),
    "reference": ("надав довідку", "надала довідку", "довідка"),
    "answers": ("відповів на запитання", "відповіла на запитання", "відповіді на запитання"),
    "closing": ("виголосив заключне слово", "виголосила заключне слово", "заключне слово"),
}


def title(state: State, told: Told, number: int) -> str:
    """The title of a question, as the hall was told of it."""
    facts, asked = state.item(number).facts, told.question(number)
    return (facts.title if facts else "") or (asked.title if asked else "") or "Питання"


def printed_number(state: State, told: Told, number: int) -> str:
    """Its number of the agenda; empty for one put down in the hall."""
    facts, asked = state.item(number).facts, told.question(number)
    return (facts.number if facts else "") or (asked.number if asked else "")


def heading(state: State, told: Told, number: int) -> str:
    """Number and title."""
    place = printed_number(state, told, number)
    return f"{place}. {title(state, told, number)}" if place else title(state, told, number)


def lines(course: Course, told: Told, number: int) -> tuple[str, ...]:
    """The whole part."""
    state = course.state
    item = state.item(number)
    found = [heading(state, told, number), _presence(state, item)]
    found += [said.turn(state, told, turn) for turn in course.turns.get(number, ())]
    found += _conflicts(state, told, item)
    found += [HEARD, *_heard(state, told, item, number)]
    if spoke := [*_spoke(state, told, item), *_amendments(state, told, item)]:
        found += [SPOKE, *spoke]
    found += [DECIDED, *_decided(state, told, item, number)]
    asked = told.question(number)
    if asked is not None and asked.instructions:
        found += [INSTRUCTED, *asked.instructions]
    return tuple(line for line in found if line)


def left_open(state: State, told: Told) -> tuple[str, ...]:
    """Questions that a closed sitting has not considered."""
    if state.closed_at is None:
        return ()
    left = [one for one in told.questions if state.item(one.id).result is None and _was_due(state, one.id)]
    return ("Не розглянуто:", *(heading(state, told, one.id) for one in left)) if left else ()


def _was_due(state: State, number: int) -> bool:
    facts = state.item(number).facts
    if facts is None or not facts.is_additional:
        return True
    return any(ballot.is_adopted for ballot in state.additional.get(number, ()))


def _presence(state: State, item: Item) -> str:
    if item.result is None:
        return ""
    return f"На час вирішення питання присутні {said.members(len(item.result.present))} із {state.seats}."


def _conflicts(state: State, told: Told, item: Item) -> list[str]:
    """Declarations and admissions go into the minutes (KR 1.15, 1.17)."""
    edition, recusal = state.setting.edition, state.setting.provisions.recusal
    declared, bar = edition.get(DECLARATION), edition.get(BAR) or recusal
    found = []
    for number, reason in item.recused.items():
        person = said.member(state, told, number)
        clause = said.cited(declared.clause if declared else "")
        verb = person.verb("повідомив", "повідомила", "– повідомлення")
        why = reason.rstrip(".")
        found.append(f"{person.name} до початку розгляду питання {verb} про конфлікт інтересів: {why}{clause}.")
    if item.barred:
        clause = said.cited(bar.clause if bar else "")
        found.append(f"В ухваленні рішення не беруть участі: {said.names(state, told, item.barred)}{clause}.")
    for members, ballot in item.admissions:
        whom = said.names(state, told, members)
        end = "допущено" if ballot.is_adopted else "не допущено"
        found.append(f"Поставлено на голосування допуск до голосування: {whom}.")
        found += said.votes(state, told, ballot)
        found.append(f"До голосування {end}: {whom}{said.cited(ballot.verdict.clause)}.")
    return found


def _heard(state: State, told: Told, item: Item, number: int) -> list[str]:
    what = said.about(title(state, told, number))
    reports = [speech for speech in item.speeches if speech.kind in REPORTS]
    if reports:
        return [_report(state, told, speech, what) for speech in reports]
    if item.result is not None and item.result.block:
        places = said.numbers(printed_number(state, told, one) for one in item.result.block)
        return [f"{what} (голосування блоком питань № {places})."]
    return [f"{what} (без обговорення)." if item.is_waived else f"{what}."]


def _report(state: State, told: Told, speech: Speech, what: str) -> str:
    person = said.speaker(state, told, speech.who, speech.member)
    spent = said.spent(speech.began, speech.seconds)
    if person.of_him:
        return f"{REPORTS[speech.kind]} {person.of_him}, {what} ({spent})."
    return f"{REPORTS[speech.kind]} {what} ({person.full}; {spent})."


def _spoke(state: State, told: Told, item: Item) -> list[str]:
    found = []
    for speech in item.speeches:
        if speech.kind in REPORTS:
            continue
        person = said.speaker(state, told, speech.who, speech.member)
        verb = person.verb(*SPEECHES[speech.kind])
        found.append(f"{person.full} {said.DASH} {verb} ({said.spent(speech.began, speech.seconds)}).")
    return found


def _amendments(state: State, told: Told, item: Item) -> list[str]:
    found = []
    for one in item.amendments:
        found.append(f"Пропозиція № {one.number} ({one.by}): {one.text.rstrip('.')}.")
        if one.ballot is not None:
            found += said.votes(state, told, one.ballot)
        found.append(f"Пропозицію № {one.number} {_fate(one)}.")
    return found


def _fate(one: Amendment) -> str:
    if one.is_withdrawn:
        return "відкликано"
    if one.ballot is None:
        return "не вирішено"
    return f"{'прийнято' if one.ballot.is_adopted else 'не прийнято'}{said.cited(one.ballot.verdict.clause)}"


def _decided(state: State, told: Told, item: Item, number: int) -> list[str]:
    result = item.result
    if result is None:
        return ["Питання не вирішено."]
    match result.result:
        case "postponed":
            return [f"Розгляд питання відкласти: {result.reason.rstrip('.')}."]
        case "withdrawn":
            return [f"Питання зняти з розгляду: {result.reason.rstrip('.')}."]
        case "noted":
            return ["Інформацію взяти до відома."]
    ballot = result.ballot
    assert ballot is not None
    return [
        *_adopted(result.result, result.changes, ballot, _decision(told, number)),
        *_voted(state, told, item, ballot),
    ]


def _adopted(result: str, changes: str, ballot: Ballot, decision: str) -> list[str]:
    clause = said.cited(ballot.verdict.clause)
    if result == "rejected":
        return [f"Рішення не ухвалено{clause}."]
    whole = f" Рішення {decision} додається." if decision else ""
    if result == "adopted":
        return [f"Рішення ухвалити{clause}.{whole}"]
    return [f"Рішення ухвалити зі змінами{clause}:", *changes.split("\n"), *([whole.strip()] if whole else [])]


def _voted(state: State, told: Told, item: Item, ballot: Ballot) -> list[str]:
    formulated = item.formulation if item.formulation != BLOCK else ""
    return [f"На голосування поставлено: {formulated}."] * bool(formulated) + said.votes(state, told, ballot)


def _decision(told: Told, number: int) -> str:
    asked = told.question(number)
    return asked.decision if asked else ""
