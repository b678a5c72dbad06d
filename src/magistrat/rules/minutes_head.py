"""The beginning and the end of the minutes: when and where, who was there, the agenda, decisions between sittings."""

from __future__ import annotations

from collections.abc import Iterable

from magistrat.rules import minutes_items as items
from magistrat.rules import minutes_words as said
from magistrat.rules import poll as polling
from magistrat.rules import words
from magistrat.rules.hall_state import State
from magistrat.rules.minutes_course import END, Course, Turn
from magistrat.rules.minutes_told import Decided, Told

REPORTED = "poll_decision_report"
AGENDA_TITLE = "ПОРЯДОК ДЕННИЙ:"


def head(course: Course, told: Told) -> tuple[str, ...]:
    """Time, place, composition, chair, secretary, who was present and absent, who was invited."""
    state = course.state
    if state.opened_at is None:
        return ()
    began = f"Засідання відкрито о {said.clock(state.opened_at)}"
    ended = f", закрито о {said.clock(state.closed_at)}." if state.closed_at else "."
    presiding = said.member(state, told, course.first_chair or 0)
    chair = presiding.verb("Головуючий", "Головуюча") if presiding.gender else "Головує"
    composition = f"Загальний склад: {said.members(state.seats)}."
    found = [
        began + ended,
        f"Місце проведення: {told.place}." if told.place else "",
        f"{composition} На початок засідання присутні {said.members(len(course.at_opening))}.",
        f"{chair} {said.DASH} {said.with_post(told, course.first_chair, presiding)}.",
        f"Секретар засідання {said.DASH} {state.secretary}." if state.secretary else "",
        *_roll(course, told),
        *_guests(told),
        f"Стенограми не ведено: {told.without_transcript.rstrip('.')}." if told.without_transcript else "",
    ]
    return tuple(line for line in found if line)


def agenda(course: Course, told: Told) -> tuple[str, ...]:
    """The agenda as it was frozen, how it was approved, what was added and moved in the hall."""
    state, found, block = course.state, [AGENDA_TITLE], ""
    for one in told.questions:
        if one.is_additional or not one.number:
            continue
        if one.block and one.block != block:
            found.append(one.block)
        block = one.block
        found.append(f"{one.number}. {one.title}")
        found += [f"Доповідає: {one.speaker}"] if one.speaker else []
    for ballot in state.agenda:
        found.append("Поставлено на голосування порядок денний.")
        found += said.votes(state, told, ballot)
        end = "Порядок денний затверджено" if ballot.is_adopted else "Порядок денний не затверджено"
        found.append(f"{end}{said.cited(ballot.verdict.clause)}.")
    found += _added(state, told) + [_moved(state, told, *one) for one in course.order]
    return tuple(found) if len(found) > 1 else ()


def polls(state: State, told: Told) -> tuple[str, ...]:
    """Decisions between sittings that were reported: they go into these minutes (KR 4.41.4)."""
    reported = [told.polls[one] for one in state.reported if one in told.polls]
    if not reported:
        return ()
    rule = state.setting.edition.get(REPORTED)
    what = "про рішення, ухвалені між засіданнями"
    who = told.reporter
    heard = f"доповідь {who.of_him}, {what}" if who and who.of_him else f"доповідь {what}"
    found = [items.HEARD, f"{heard}{said.cited(rule.clause if rule else '')}."]
    for place, one in enumerate(reported, start=1):
        found += _decided(place, one, told)
    return tuple(found)


def closing(course: Course, told: Told) -> tuple[str, ...]:
    """What was after the last question, and the end."""
    state = course.state
    found = [said.turn(state, told, turn) for turn in course.turns.get(END, ())]
    if state.closed_at is not None:
        found.append(f"Засідання закрито о {said.clock(state.closed_at)}.")
    return tuple(found)


def _roll(course: Course, told: Told) -> list[str]:
    """Members who were there, with the hours of those who came later or left; and those who were not."""
    state = course.state
    moves: dict[int, list[Turn]] = {}
    for turn in course.all_turns:
        if turn.code in {"arrived", "left"} and turn.member is not None:
            moves.setdefault(turn.member, []).append(turn)
    came = [one for one in state.members if one in course.at_opening or one in moves]
    found = ["Присутні члени:"]
    found += said.listed(f"{said.member(state, told, one).full}{_hours(moves.get(one, ()))}" for one in came)
    if absent := [one for one in state.members if one not in came]:
        found += ["Відсутні члени:", *said.listed(said.member(state, told, one).full for one in absent)]
    return found


def _hours(moves: Iterable[Turn]) -> str:
    told = ", ".join(f"{'з' if one.code == 'arrived' else 'до'} {said.clock(one.at)}" for one in moves)
    return f" ({told})" if told else ""


def _guests(told: Told) -> list[str]:
    found = []
    for label, is_press in (("Запрошені:", False), ("Представники засобів масової інформації:", True)):
        came = [one for one in told.guests if one.is_press == is_press]
        if came:
            found += [label, *said.listed(f"{one.name}, {one.post}" if one.post else one.name for one in came)]
    return found


def _added(state: State, told: Told) -> list[str]:
    found = []
    for number, ballots in state.additional.items():
        title = items.title(state, told, number)
        for ballot in ballots:
            found.append(f"Поставлено на голосування включення додаткового питання «{title}».")
            found += said.votes(state, told, ballot)
            end = "Питання включено до порядку денного" if ballot.is_adopted else "Питання не включено"
            found.append(f"{end}{said.cited(ballot.verdict.clause)}.")
    return found


def _moved(state: State, told: Told, question: int | None, before: int | None, text: str) -> str:
    if question is None:
        return f"Зміна порядку денного: {text.rstrip('.')}."
    place = f"перед питанням «{items.title(state, told, before)}»" if before is not None else "першим"
    more = f" ({text.rstrip('.')})" if text else ""
    return f"Питання «{items.title(state, told, question)}» розглянуто {place}{more}."


def _decided(place: int, one: Decided, told: Told) -> list[str]:
    """A decision between sittings: its title, date and number, votes, separate opinions."""
    poll = one.poll
    on = one.decision or (f"від {words.day(one.on)}" if one.on else "")
    end = "рішення" if one.is_adopted else "рішення не ухвалено"
    found = [f"{place}. {one.title}: {' '.join(part for part in (end, on) if part)}."]
    counts = ", ".join(f"{label} {said.DASH} {poll.count(vote)}" for vote, label in said.CAST.items())
    found.append(f"Голосували: {counts}.")
    if told.by_name and poll.answers:
        whole = [
            f"{label} {said.DASH} {', '.join(_voted(poll, vote))}"
            for vote, label in said.CAST.items()
            if poll.count(vote)
        ]
        found.append(words.ended(f"Поіменно: {'; '.join(whole)}"))
    if poll.recused:
        found.append(f"Не голосували через конфлікт інтересів: {', '.join(poll.name(one) for one in poll.recused)}.")
    found += [
        f"Окрема думка ({poll.name(answer.member)}): {answer.opinion.rstrip('.')}."
        for answer in poll.answers.values()
        if answer.opinion
    ]
    return found


def _voted(poll: polling.Poll, vote: str) -> list[str]:
    return [one.name for one in poll.alphabetical if one.id in poll.answers and poll.answers[one.id].vote == vote]
