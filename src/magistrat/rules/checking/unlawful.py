"""Grade *unlawful*: a clause gives more time than the law does."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from magistrat.rules import events, terms
from magistrat.rules.chains import Chain
from magistrat.rules.checking import timeline
from magistrat.rules.checking.form import Finding, Subject, cited, day, named, of_entries
from magistrat.rules.checking.timeline import pairs
from magistrat.rules.counting import Count
from magistrat.rules.edition import Entry
from magistrat.rules.law import Law
from magistrat.rules.term import Term

# A year from the session: whatever a month's length or a row of days off can do to a term happens within it.
YEAR = 365


def find(subject: Subject) -> Iterator[Finding]:
    """Entries whose last day comes after the law's for some event of the year, and links that a law watches."""
    for entry in subject.edition.entries:
        if entry.law and entry.term and not entry.term.is_occurrence and set(entry.law) <= subject.laws.keys():
            yield from _entry(subject, entry)
    for chain in subject.edition.chains:
        yield from _links(subject, chain)


def _entry(subject: Subject, entry: Entry) -> Iterator[Finding]:
    late = [on for on in _year(subject.session) if _is_late(subject, entry, on)]
    if not late:
        return
    on = late[0]
    due = terms.by_entry(entry, on, subject.calendar, subject.laws)
    assert due.by_law is not None
    often = "Строк" if len(late) == YEAR else f"Для {len(late)} із {YEAR} днів, у які подія може настати, строк"
    end, lawful = timeline.day_of(due.due), timeline.day_of(due.by_law.due)
    yield of_entries(
        "unlawful",
        [entry],
        (end, lawful),
        f"{often} за {cited(entry)} спливає пізніше, ніж дозволяє {_named(due.by_law.law)}: якщо подія"
        f" ({events.name(entry.term.event if entry.term else '')}) настане {day(on)}, останній день за Регламентом — {day(end)},"
        f" а за законом — {day(lawful)}. {named(entry)}.",
    )


def _year(session: date) -> list[date]:
    return [session + timedelta(days=step) for step in range(YEAR)]


def _is_late(subject: Subject, entry: Entry, on: date) -> bool:
    """As `terms.by_entry` has it, without the explanation."""
    at = subject.calendar.start_of(on)
    ends = [_end(subject, wording.term, at) for law in entry.law if (wording := subject.laws[law].on(on))]
    return entry.term is not None and bool(ends) and min(ends) < _end(subject, entry.term, at)


def _end(subject: Subject, term: Term, at: datetime) -> date:
    return timeline.day_of(Count(term, at, subject.calendar).run()[1])


def _links(subject: Subject, chain: Chain) -> Iterator[Finding]:
    for pair in pairs(subject, chain):
        law = subject.laws.get(pair.link.law) if pair.link.law else None
        wording = law.on(subject.session) if law else None
        if law is None or wording is None:
            continue
        lawful = timeline.day_of(terms.due(wording.term, subject.session, subject.calendar).due)
        if pair.then_last > lawful:
            yield of_entries(
                "unlawful",
                [pair.then, pair.first],
                (pair.then_last, lawful),
                f"Якщо {chain.on} {day(subject.session)}, а дію за {cited(pair.first)} виконають наприкінці останнього її дня,"
                f" {day(pair.first_last)}, то строк наступної дії за {cited(pair.then)} спливе {day(pair.then_last)}, тоді як"
                f" {_named(law)} дозволяє не пізніше ніж {day(lawful)}. {named(pair.first)}. {named(pair.then)}.",
            )


def _named(law: Law) -> str:
    return f"{law.article} ({law.act})"
