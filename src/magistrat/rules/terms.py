"""When a term ends, and why, day by day. Days and hours are Europe/Kyiv."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType

from magistrat.rules import events, law, moments, words
from magistrat.rules import term as form
from magistrat.rules.calendar import WorkCalendar
from magistrat.rules.counting import Count, CountedDay
from magistrat.rules.edition import Entry
from magistrat.rules.law import Law, Laws
from magistrat.rules.term import Term

__all__ = ["CountedDay", "Due", "LawDue", "Term", "by_entry", "due"]

SOFT = "Пункт каже «як правило»: відступ від строку попереджають, але не забороняють."
POSTED = (
    " Якщо документ надсилають: здане цього дня на пошту або передане системою взаємодії подано вчасно"
    " (ст. 255 Цивільного кодексу України)."
)
NOT_LATE = "Документ надійшов вчасно, тож цей виняток його не стосується: діє загальний строк того самого пункту."


@dataclass(frozen=True, slots=True)
class LawDue:
    """The last day that a law gives for the same matter."""

    law: Law
    due: date | datetime


@dataclass(frozen=True, slots=True)
class Due:
    """The end of a term.

    ``anchor`` is the moment of the event, ``anchor_counted`` the day (a clock's moment) from which it was counted,
    ``due`` a day for ``kind`` "date" and a moment for "moment", by the clause alone. ``by_law`` is there when a law
    gives a stricter last day. ``applies`` is false for an exception of what came outside hours when this came within them.
    """

    anchor: datetime
    anchor_counted: date | datetime
    due: date | datetime
    kind: str
    days: tuple[CountedDay, ...]
    explanation: str
    by_law: LawDue | None = None
    applies: bool = True

    @property
    def control(self) -> date | datetime:
        """The end that control goes by: the law's where it is stricter."""
        return self.due if self.by_law is None else self.by_law.due


def due(
    term: Term,
    anchor: date | datetime,
    calendar: WorkCalendar,
    *,
    clause: str = "",
    laws: Iterable[Law] = (),
    preface: str = "",
) -> Due:
    """Count a term from its event.

    :param anchor: the event: a moment (Kyiv time, or with a zone), or a day, meaning the start of its working hours.
    :param clause: named in the explanation; ``preface`` is said before it.
    :param laws: whose terms are counted from the same event and compared.
    :raises CalendarError: when the count leaves the kept calendar (before 2016).
    """
    at = moments.local(anchor) if isinstance(anchor, datetime) else calendar.start_of(anchor)
    count = Count(term, at, calendar)
    counted, end = count.run()
    by_law = _strictest(end, at, calendar, laws)
    said = [preface] if preface else []
    said += [_headline(term, at, clause), *map(_line, count.days), _conclusion(term, end, calendar)]
    if not count.applies:
        said.append(NOT_LATE)
    if by_law is not None:
        said.append(_law_line(by_law))
    kind = "moment" if term.is_moment else "date"
    return Due(at, counted, end, kind, tuple(count.days), "\n".join(said), by_law, count.applies)


def by_entry(
    entry: Entry,
    anchor: date | datetime,
    calendar: WorkCalendar,
    laws: Laws = MappingProxyType({}),
    *,
    preface: str = "",
) -> Due:
    """Count the term of an entry, beside the laws that it refers to; an "as a rule" is said in the explanation.

    :raises KeyError: when the entry is no term or refers to a law that is not among ``laws``.
    :raises CalendarError: when the count leaves the kept calendar (before 2016).
    """
    if entry.term is None:
        raise KeyError(f"{entry.key}: не є строком")
    said = " ".join(filter(None, [preface, SOFT if entry.soft else ""]))
    return due(entry.term, anchor, calendar, clause=entry.clause, laws=law.of(laws, entry.law), preface=said)


def _strictest(end: date | datetime, at: datetime, calendar: WorkCalendar, laws: Iterable[Law]) -> LawDue | None:
    """The earliest end that a law gives before the clause's own; none when no law is stricter."""
    wordings = [(each, wording) for each in laws if (wording := each.on(at.date()))]
    found = [LawDue(each, Count(wording.term, at, calendar).run()[1]) for each, wording in wordings]
    stricter = [each for each in found if _edge(each.due) < _edge(end)]
    return min(stricter, key=lambda each: _edge(each.due), default=None)


def _edge(end: date | datetime) -> datetime:
    """The last moment of an end, to compare days with moments."""
    return end if isinstance(end, datetime) else datetime.combine(end, datetime.max.time())


def _headline(term: Term, at: datetime, clause: str) -> str:
    place = f"{words.sentence(words.clause(clause))}. " if clause else ""
    return f"{place}{_how_long(term)}. {words.sentence(_event(term))}: {moments.told(at)}."


def _how_long(term: Term) -> str:
    length = form.length(term)
    if term.is_occurrence:
        return f"Строк — {length}"
    if term.number == 0:
        return "Не пізніше дня події" if term.direction == "before" and not term.is_clock else f"Строк — {length}"
    return _DIRECTION[term.direction].format(length)


_DIRECTION = {
    "within": "Строк — {}",
    "at_most": "Не довше ніж {}",
    "after": "Через {}",
    "at_least": "Не менше ніж {}",
    "before": "Не пізніше ніж за {} до події",
    "every": "Повторюється: {}",
}


def _event(term: Term) -> str:
    if term.is_occurrence:
        return "найближчий такий день після"
    return events.name(term.event)


def _line(day: CountedDay) -> str:
    return f"{words.day_and_weekday(day.date)} — {day.reason}."


def _conclusion(term: Term, end: date | datetime, calendar: WorkCalendar) -> str:
    if isinstance(end, datetime):
        return f"Строк спливає {moments.told(end)}."
    closes = calendar.day(end).closes
    what = _END.get(term.direction, _LAST_DAY)
    until = f", до кінця робочого часу ({words.clock(closes)})" if closes else ""
    # how long something may last, and what stands on a day of rest, is not handed in by anybody
    is_handed_in = what == _LAST_DAY and term.direction != "at_most" and term.nonworking != "stay"
    return f"{what} — {words.day_and_weekday(end)}{until}.{POSTED if is_handed_in else ''}"


_LAST_DAY = "Останній день"
_END = {"after": "Строк настає", "at_least": "Строк минає", "every": "Наступний раз"}


def _law_line(found: LawDue) -> str:
    end = moments.told(found.due) if isinstance(found.due, datetime) else words.day_and_weekday(found.due)
    return f"Закон суворіший: {found.law.act}, {found.law.article} — {end}. Контроль ведеться за законом."
