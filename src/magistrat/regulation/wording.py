"""What an entry says beyond its words, in official Ukrainian: votes, steps of approval, keeping, limits, lists."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from magistrat.regulation.flag_names import FLAGS
from magistrat.rules import words
from magistrat.rules.edition import Edition, Entry
from magistrat.rules.keeping import Keep
from magistrat.rules.limits import bounds
from magistrat.rules.steps import DEEDS, ROUTES, Step
from magistrat.rules.storage_term import MARKS, UNTIL
from magistrat.rules.voting import QUESTIONS, Vote

BODIES = {
    "executive-committee": "виконавчого комітету",
    "council": "міської ради",
    "attestation-commission": "атестаційної комісії",
    "working-body": "робочого органу",
}
COUNTED_FROM = {
    "next_year_start": "від 1 січня року, наступного за роком завершення справи",
    "creation": "від дня створення",
    "file_closure": "від завершення справи в діловодстві",
    "meeting_date": "від дня засідання",
    "transfer_to_store": "від передавання до архівосховища",
    "year_end": "від кінця року",
    "write_off_to_file": "від списання до справи",
    "control_removal": "від зняття з контролю",
    "term_end": "від закінчення строку",
}
OF = {
    "composition": "загального складу",
    "present": "присутніх, які мають право голосувати",
    "votes": "голосів «за» і «проти»",
}


@dataclass(frozen=True, slots=True)
class Fact:
    """A group of sentences under its name; `is_order`: they follow one another, and `lead` is said before them."""

    name: str
    said: tuple[str, ...]
    lead: str = ""
    is_order: bool = False


def facts(entry: Entry, rules: Edition) -> list[Fact]:
    """All that the entry says in typed form, each group once; the term itself is shown by the calculator."""
    found = (
        Fact("Голосування", tuple(vote(entry.vote)) if entry.vote else ()),
        Fact("Порядок погодження", tuple(steps(entry, rules)), about_steps(entry, rules), is_order=True),
        Fact("Зберігання", tuple(keep(entry.keep)) if entry.keep else ()),
        Fact("Межа", tuple(limits(entry.values))),
        Fact("Індекс", (entry.pattern.text,) if entry.pattern else ()),
        Fact("Складається з", _texts(entry.values, "labels")),
        Fact("Дозволено", _texts(entry.values, "may")),
    )
    return [fact for fact in found if fact.said]


def vote(said: Vote) -> Iterator[str]:
    """Sentences on quorum, majority, equal votes, conflicts of interests."""
    body = BODIES[said.body]
    where = f" ({QUESTIONS[said.question]})" if said.question else ""
    if said.quorum:
        yield f"Засідання {body}{where} повноважне, якщо присутні {said.quorum.in_words()} загального складу."
    between = " між засіданнями (опитуванням)" if said.poll else ""
    if said.majority:
        yield f"Рішення {body}{where}{between} ухвалено, якщо «за» — {said.majority.in_words()} {OF[said.of]}."
        if said.tie == "adopted":
            yield "У разі рівної кількості голосів рішення вважається ухваленим."
    elif said.poll:
        yield f"Рішення {body} ухвалюють і між засіданнями (опитуванням)."
    if said.instead_of_poll:
        yield f"Між засіданнями {body} не голосують: невідкладне питання вирішують на засіданні."
    if said.recusal:
        yield "Члени, в яких є конфлікт інтересів, не голосують."
    if said.admission:
        yield "Якщо без таких членів не буде кворуму, їх можуть допустити до голосування."


def about_steps(entry: Entry, rules: Edition) -> str:
    """Of which papers the route is, and the time of a step where all have the same."""
    papers = ", ".join(ROUTES[route] for route in entry.routes)
    common = _common_time(entry, rules)
    return f"Стосується: {papers}.{f' Час кожного кроку — за {common}.' if common else ''}" if papers else ""


def steps(entry: Entry, rules: Edition) -> Iterator[str]:
    """Steps in the route's order: who, what, when it is asked, within which time."""
    has_common = bool(_common_time(entry, rules))
    for step in sorted(entry.steps, key=lambda one: one.place):
        time = "" if has_common else _time(step, rules)
        yield f"{words.sentence(step.label)} — {DEEDS[step.does]}{_condition(step)}{f' (час — за {time})' if time else ''}."


def _condition(step: Step) -> str:
    said = f", якщо це {_either(step.when)}" if step.when else ""
    said += f", крім: {_either(step.unless)}" if step.unless else ""
    return said + (", одночасно з іншими" if step.parallel else "")


def _either(flags: tuple[str, ...]) -> str:
    return " або ".join(FLAGS.get(flag, f"«{flag}»") for flag in flags)


def _common_time(entry: Entry, rules: Edition) -> str:
    times = {_time(step, rules) for step in entry.steps}
    return times.pop() if len(times) == 1 and len(entry.steps) > 1 else ""


def _time(step: Step, rules: Edition) -> str:
    limit = rules.get(step.limit) if step.limit else None
    return words.clause(limit.clause) if limit else ""


def keep(said: Keep) -> Iterator[str]:
    """How long, counted from what, until what, where."""
    if said.term:
        yield f"Строк: {said.term}."
    if said.counted_from:
        yield f"Лічба: {COUNTED_FROM[said.counted_from]}."
    if said.until:
        yield f"Зберігають: {UNTIL[said.until]}."
    if said.expert_mark:
        yield f"Перед знищенням переглядає {MARKS[said.expert_mark]} ({said.expert_mark})."
    if said.where:
        yield f"Де: {said.where}."


def limits(values: Any) -> Iterator[str]:
    """«Не більше ніж 4 сторінки»."""
    yield from (words.sentence(bound.in_words()) for bound in bounds(values))


def _texts(values: Any, key: str) -> tuple[str, ...]:
    found = values.get(key, ())
    is_text: Callable[[object], bool] = lambda one: isinstance(one, str)  # noqa: E731
    return tuple(found) if not isinstance(found, str) and all(map(is_text, found)) else ()
