"""Sentences of the minutes: people, votes, movements, in the right gender, number and case."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from magistrat.rules import words
from magistrat.rules.hall_events import ABSTAINED, AGAINST, FOR, SILENT
from magistrat.rules.hall_state import Ballot, State
from magistrat.rules.minutes_course import Turn
from magistrat.rules.minutes_told import Named, Told, key
from magistrat.rules.moments import local

CAST = {FOR: "«за»", AGAINST: "«проти»", ABSTAINED: "«утрималися»", SILENT: "не голосували"}
DASH = "–"
MINUTE = 60


def member(state: State, told: Told, number: int) -> Named:
    """A member with the forms of his name; the name of the roll alone when nothing more is known."""
    found = told.people.get(number)
    if found is not None:
        return found
    on_roll = state.members.get(number)
    return Named(state.name(number), post=on_roll.printed if on_roll else "")


def speaker(state: State, told: Told, who: str, number: int | None) -> Named:
    """Who had the floor: a member, somebody known by the name, or just the name as it was written."""
    if number is not None:
        return member(state, told, number)
    return told.speakers.get(key(who)) or Named(who)


def names(state: State, told: Told, numbers: Iterable[int]) -> str:
    """Names in the order of the roll, with commas."""
    wanted = set(numbers)
    return ", ".join(member(state, told, one).name for one in state.members if one in wanted)


def votes(state: State, told: Told, ballot: Ballot) -> list[str]:
    """The numbers of a vote, and by names when the minutes tell them so."""
    counts = ballot.counts
    said = ", ".join(f"{label} {DASH} {counts[vote]}" for vote, label in CAST.items())
    lines = [f"Голосували: {said}."]
    if ballot.recused:
        took = f"Не брали участі в голосуванні через конфлікт інтересів: {len(ballot.recused)}"
        lines.append(f"{took} ({names(state, told, ballot.recused)}).")
    if told.by_name and ballot.votes:
        whole = [
            f"{label} {DASH} {names(state, told, [one for one, cast in ballot.votes.items() if cast == vote])}"
            for vote, label in CAST.items()
            if counts[vote]
        ]
        lines.append(words.ended(f"Поіменно: {'; '.join(whole)}"))
    return lines


def turn(state: State, told: Told, one: Turn) -> str:
    """Who came or went when, who presides from then on, a break."""
    hour = f"О {clock(one.at)}"
    if one.code == "paused":
        return f"{hour} оголошено перерву."
    if one.code == "resumed":
        return f"{hour} засідання продовжено."
    person = member(state, told, one.member or 0)
    if one.code == "chaired":
        return f"{hour} головування перейшло: {with_post(told, one.member, person)}."
    went = ("прибув", "прибула") if one.code == "arrived" else ("вибув", "вибула")
    return f"{hour} {person.verb(*went)} {person.name}: присутніх {one.present}."


def with_post(told: Told, number: int | None, person: Named) -> str:
    """Who presides, with the lines of his post."""
    post = told.chairs.get(number or 0) or person.post
    return f"{person.name}, {post}" if post else person.name


def members(number: int) -> str:
    """«17 членів», «21 член»."""
    return f"{number} {words.plural(number, 'член', 'члени', 'членів')}"


def about(title: str) -> str:
    """The question within a sentence: «про бюджет», «з питання «Звіт…»»."""
    return f"про {title[4:]}" if title[:4].lower() == "про " else f"з питання «{title}»"


def clock(at: datetime) -> str:
    """Hour and minute in Kyiv."""
    return words.clock(local(at))


def spent(began: datetime, seconds: int | None) -> str:
    """When one began and how long one spoke: «14:02, 3 хв»."""
    if seconds is None:
        return clock(began)
    return f"{clock(began)}, {max(1, round(seconds / MINUTE))} хв"


def numbers(found: Iterable[str]) -> str:
    """Numbers of questions, those that follow one another together: «2–5, 7»."""
    runs: list[list[str]] = []
    for one in found:
        last = runs[-1][-1] if runs else ""
        if one.isdecimal() and last.isdecimal() and int(one) == int(last) + 1:
            runs[-1].append(one)
        else:
            runs.append([one])
    return ", ".join(run[0] if len(run) == 1 else f"{run[0]}{DASH if len(run) > 2 else ', '}{run[-1]}" for run in runs)


def listed(found: Iterable[str]) -> list[str]:
    """The lines of a list: a semicolon after each, a full stop after the last."""
    lines = list(found)
    return [*(f"{line};" for line in lines[:-1]), *(words.ended(line) for line in lines[-1:])]


def cited(clause: str) -> str:
    """« (п. 4.4)»; empty without a clause."""
    return f" ({words.clause(clause)})" if clause else ""
