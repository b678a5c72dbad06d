"""Grade *tight*: between two steps there is less time than what lies between them takes; says when that must begin."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from magistrat.rules import term as form
from magistrat.rules import terms, words
from magistrat.rules.checking import timeline
from magistrat.rules.checking.form import Finding, Subject, cited, day, named, of_entries
from magistrat.rules.checking.timeline import Pair, pairs
from magistrat.rules.edition import Entry
from magistrat.rules.steps import Step
from magistrat.rules.term import Term

# A step that has no time of its own between two last days gets at least one more working day than this.
LEFT = 1
DAY = timedelta(days=1)


def find(subject: Subject) -> Iterator[Finding]:
    """Links for whose route, gap or later step too few days are left."""
    for chain in subject.edition.chains:
        when = f"Якщо {chain.on} {day(subject.session)}"
        for pair in pairs(subject, chain):
            if pair.then_last < pair.first_last or pair.link.law:
                continue  # said as reversed; the law's day is said as unlawful
            if pair.link.route:
                yield from _route(subject, when, pair, pair.link.route)
            elif pair.link.gap:
                yield from _gap(subject, when, pair, pair.link.gap)
            else:
                yield from _room(subject, when, pair)


def turns(entries: Iterable[Entry], route: str, pace: str) -> tuple[set[int], list[Step]]:
    """The places of a route whose steps have this pace (steps side by side make one turn), walked with every flag;
    and the steps before the last of them that everybody needs and no term limits.
    """
    steps = [step for entry in entries if route in entry.routes for step in entry.steps]
    places = {step.place for step in steps if step.limit == pace}
    free = [step for step in steps if step.limit is None and not step.when and step.place <= max(places, default=0)]
    return places, free


def _route(subject: Subject, when: str, pair: Pair, route: str) -> Iterator[Finding]:
    walked, free = turns(subject.edition.entries, route, pair.link.paces[0])
    for pace in pair.link.paces:
        entry = subject.edition.get(pace)
        source = subject.edition.get(pair.link.by) if pair.link.by else entry
        if entry is None or entry.term is None or source is None or not walked:
            continue
        begin = _latest_begin(subject, entry.term, len(walked), pair.then_last)
        if begin >= pair.first_last:
            continue
        yield of_entries(
            "tight",
            [pair.first, pair.then, source, entry],
            (pair.first_last, pair.then_last, begin),
            f"{when}, {_turns(len(walked), cited(source), cited(entry), form.length(entry.term))} між останнім днем за"
            f" {cited(pair.first)} — {day(pair.first_last)} — і останнім днем за {cited(pair.then)} — {day(pair.then_last)}:"
            f" {_left((pair.then_last - pair.first_last).days)}. Щоб дотримати строку за {cited(pair.then)}, погодження слід"
            f" почати не пізніше ніж {day(begin)}.{_free(free)}",
        )


def _latest_begin(subject: Subject, term: Term, number: int, last: date) -> date:
    """The last day on which so many turns of a term, one after another, may begin to be over by ``last``."""
    begin = last
    while _end(subject, term, number, begin) > last:
        begin -= DAY
    return subject.calendar.on_or_previous(begin)


def _end(subject: Subject, term: Term, number: int, begin: date) -> date:
    for _ in range(number):
        begin = timeline.day_of(terms.due(term, begin, subject.calendar).due)
    return begin


def _gap(subject: Subject, when: str, pair: Pair, gap: str) -> Iterator[Finding]:
    entry = subject.edition.get(gap)
    if entry is None or entry.term is None:
        return
    begin = _latest_begin(subject, entry.term, 1, pair.then_last)
    if begin < pair.first_last:
        yield of_entries(
            "tight",
            [pair.first, pair.then, entry],
            (pair.first_last, pair.then_last, begin),
            f"{when}, проміжок між останнім днем за {cited(pair.first)} — {day(pair.first_last)} — і останнім днем за"
            f" {cited(pair.then)} — {day(pair.then_last)} — коротший, ніж вимагає {cited(entry)}"
            f" ({form.length(entry.term)}). Щоб дотримати обох, дію за {cited(pair.first)} слід виконати не пізніше ніж"
            f" {day(begin)}.",
        )


def _room(subject: Subject, when: str, pair: Pair) -> Iterator[Finding]:
    left = subject.calendar.working_between(pair.first_last, pair.then_last)
    if left > LEFT:
        return
    by = subject.edition.get(pair.link.by) if pair.link.by else None
    source = f" ({cited(by)})" if by else ""
    rest = (
        f"на дію за {cited(pair.then)} лишиться один робочий день, {day(pair.then_last)}"
        if left
        else f"того самого дня спливе й строк за {cited(pair.then)}"
    )
    yield of_entries(
        "tight",
        [pair.first, pair.then],
        (pair.first_last, pair.then_last),
        f"{when}, а дію за {cited(pair.first)} виконають в останній її день, {day(pair.first_last)}, то {rest}:"
        f" {pair.link.why}{source}. {named(pair.first)}. {named(pair.then)}.",
    )


def _turns(number: int, source: str, pace: str, length: str) -> str:
    """Which approvals do not fit: those one after another, or those side by side that make one turn."""
    if number == 1:
        return f"погодження ({source}), на яке {pace} дає {length}, не вміщується"
    counted = f"{number} {words.plural(number, 'погодження', 'погодження', 'погоджень')}"
    return f"{counted} одне за одним ({source}), на кожне з яких {pace} дає {length}, не вміщаються"


def _free(steps: Sequence[Step]) -> str:
    labels = dict.fromkeys(step.label for step in sorted(steps, key=lambda step: step.place))
    return f" Строку не встановлено для таких кроків: {', '.join(labels)}." if labels else ""


def _left(days: int) -> str:
    return f"між ними лише {words.amount(days, 'calendar_days')}" if days else "це той самий день"
