"""The days of a term one by one: which is counted, which is not and why. Kyiv time throughout."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import MAXYEAR, MINYEAR, date, datetime, timedelta

from magistrat.rules import moments, words
from magistrat.rules.calendar import ONE, Day, WorkCalendar
from magistrat.rules.term import Term

ITEM_171 = "п. 171 Типової інструкції, затвердженої постановою Кабінету Міністрів України від 17.01.2018 № 55"


@dataclass(frozen=True, slots=True)
class CountedDay:
    """A day on the way: the ``n``-th counted one, or not counted for a reason."""

    date: date
    counted: bool
    n: int | None
    reason: str


@dataclass(slots=True)
class Count:
    """The way from the anchor's day to the end of a term, written down as it is walked."""

    term: Term
    at: datetime
    calendar: WorkCalendar
    days: list[CountedDay] = field(default_factory=list)

    def run(self) -> tuple[date | datetime, date | datetime]:
        """The anchor from which it was counted and the end; the days are in ``days`` afterwards."""
        if self.term.unit not in ("months", "years"):
            # only what lasts months or years may begin before the calendar is kept (a birthday)
            self.calendar.day(self.at.date())
        if self.term.is_clock:
            return self._by_clock()
        if self.term.is_occurrence:
            return self._by_calendar()
        start = self._start()
        if self._is_before_opening():
            end = self._move(self._from_opening(start))
        else:
            end = self._move(self._back(start) if self.term.direction == "before" else self._forward(start))
        return start, end if self.term.clock is None else datetime.combine(end, self.term.clock)

    def _note(self, on: date, reason: str, n: int | None = None) -> None:
        self.days.append(CountedDay(on, n is not None, n, reason))

    # ── clocks: never shifted, never moved ──────────────────────────────────────────────────────────────

    def _by_clock(self) -> tuple[datetime, datetime]:
        number = self.term.number or 0
        length = timedelta(hours=number) if self.term.unit == "hours" else timedelta(minutes=number)
        back = self.term.direction == "before"
        start = moments.real(self.at)
        end = moments.later(start, -length if back else length)
        said = words.amount(number, self.term.unit or "hours")
        reason = f"{said} {'до' if back else 'після'} {moments.told(start)}" if number else "негайно"
        missing = f"години {words.clock(self.at)} того дня немає, " if start != self.at else ""
        counted = f"{missing}відлік від {words.clock(start)}"
        if end.date() != start.date():
            self._note(start.date(), f"{counted}, години й хвилини не зсуваються")
            missing = ""
        self._note(end.date(), f"{words.clock(end)}{moments.again(end)}: {reason}{f'; {counted}' if missing else ''}")
        return start, end

    # ── from which day ──────────────────────────────────────────────────────────────────────────────────

    def _start(self) -> date:
        own = self.at.date()
        if self._is_before_opening():
            return own
        if self.term.anchor != "arrival" or not self.term.shift:
            self._note(own, self._own_day())
            return own
        late = self._late()
        if not late:
            self._note(own, self._own_day())
            return own
        start = self.calendar.next_working(own)
        self._note(own, late)
        for on in _between(own, start):
            self._note(on, f"не рахується: {self.calendar.day(on).reason}")
        self._note(start, "день, у який документ вважається таким, що надійшов")
        return start

    def _late(self) -> str:
        """Why what arrived counts as come on the next working day; empty when it does not."""
        day = self.calendar.day(self.at.date())
        if day.closes is None:
            return f"надійшло в неробочий день: {day.reason}; {ITEM_171}"
        if self.term.cutoff is not None and self.at.time() > self.term.cutoff:
            return f"надійшло після {words.clock(self.term.cutoff)}"
        if self.at.time() > day.closes:
            return f"надійшло після закінчення робочого часу, {words.clock(day.closes)}; {ITEM_171}"
        return ""

    @property
    def applies(self) -> bool:
        """Whether the term is for such an arrival: one whose clause names the next working day itself is only for what
        came outside hours.
        """
        return self.term.shift or self._is_before_opening() or bool(self._late())

    def _is_before_opening(self) -> bool:
        """Whether it came outside hours on a day that is still to be worked: by a clause that sends what came so to the
        next working day, this day is that one.
        """
        opens = None if self.term.shift else self.calendar.day(self.at.date()).opens
        return opens is not None and self.term.unit == "working_days" and self.at.time() < opens

    def _from_opening(self, own: date) -> date:
        end = self._forward(own - ONE)
        why = f"надійшло до початку робочого часу ({words.clock(self.at.time())})"
        self.days[0] = replace(self.days[0], reason=f"{self.days[0].reason}: {why}")
        return end

    def _own_day(self) -> str:
        if self.term.number == 0:
            return "день події"
        if self.term.direction == "before":
            return "день події: рахують дні, що йому передують"
        return "день події: відлік починається з наступного дня (ст. 253 Цивільного кодексу України)"

    # ── so long ─────────────────────────────────────────────────────────────────────────────────────────

    def _forward(self, start: date) -> date:
        return self._days(start, ONE) if self.term.unit in ("calendar_days", "working_days") else self._months(start, 1)

    def _back(self, start: date) -> date:
        return (
            self._days(start, -ONE) if self.term.unit in ("calendar_days", "working_days") else self._months(start, -1)
        )

    def _days(self, start: date, step: timedelta) -> date:
        on, n = start, 0
        while n < (self.term.number or 0):
            on += step
            day = self.calendar.day(on)
            if self.term.unit == "working_days" and not day.working:
                self._note(on, f"не рахується: {day.reason}")
            else:
                n += 1
                self._note(on, self._ordinal(n, day), n)
        return on

    def _ordinal(self, n: int, day: Day) -> str:
        which = "робочий" if self.term.unit == "working_days" else "календарний"
        usual = day.working and day.date.weekday() in self.calendar.city.week
        return f"{n}-й {which} день" if usual else f"{n}-й {which} день ({day.reason})"

    def _months(self, start: date, sign: int) -> date:
        number = (self.term.number or 0) * (12 if self.term.unit == "years" else 1)
        end = add_months(start, sign * number)
        if number:
            self._note(end, self._month_end(start, end), self.term.number)
        if self.term.then_days:
            end += sign * ONE * self.term.then_days
            self._note(end, f"і ще {words.amount(self.term.then_days, 'calendar_days')}", self.term.then_days)
        return end

    def _month_end(self, start: date, end: date) -> str:
        said = words.amount(self.term.number or 0, self.term.unit or "months")
        if end.day == start.day:
            return f"{said}: те саме число"
        law = "ст. 254 Цивільного кодексу України"
        return f"{said}: числа {start.day} у цьому місяці немає, тому його останній день ({law})"

    # ── which day of the calendar ───────────────────────────────────────────────────────────────────────

    def _by_calendar(self) -> tuple[date | datetime, date | datetime]:
        own, at_hour = self.at.date(), self.term.clock
        self._note(own, "день, від якого шукають найближчий день календаря")
        on = next(day for day in occurrences(self.term, own, self.calendar) if day > own or self._still_ahead(day))
        self._note(on, "день, який називає пункт", 1)
        end = self._move(on)
        return (own, end) if at_hour is None else (self.at, datetime.combine(end, at_hour))

    def _still_ahead(self, today: date) -> bool:
        return self.term.clock is not None and datetime.combine(today, self.term.clock) > self.at

    # ── off a day of rest ───────────────────────────────────────────────────────────────────────────────

    def _move(self, nominal: date) -> date:
        if self.term.nonworking == "stay" or self.calendar.is_working(nominal):
            return nominal
        if self.term.nonworking == "next":
            end = self.calendar.next_working(nominal)
            reason = "перший робочий день після неробочого (ст. 254 Цивільного кодексу України)"
        else:
            end = self.calendar.previous_working(nominal)
            reason = "робочий день, що передує неробочому"
        self._move_from(nominal)
        for on in _between(nominal, end):
            self._note(on, f"не рахується: {self.calendar.day(on).reason}")
        self._note(end, reason)
        return end

    def _move_from(self, nominal: date) -> None:
        # the day itself is noted already, as the anchor's own, the last counted or the calendar's day
        last = self.days.pop()
        why = self.calendar.day(nominal).reason
        said = last.reason if why in last.reason else f"{last.reason}, {why}"
        self.days.append(replace(last, reason=f"{said}: строк переноситься"))


def _between(start: date, end: date) -> list[date]:
    """The days between two days, in the order of walking from the first to the second."""
    step = ONE if end > start else -ONE
    return [start + step * number for number in range(1, abs((end - start).days))]


def add_months(start: date, number: int) -> date:
    """The same day of the month so many months later (earlier), or the month's last day when it has no such day.

    :raises OverflowError: outside the years that a date may have, as adding days does.
    """
    year, month = divmod(start.year * 12 + start.month - 1 + number, 12)
    if not MINYEAR <= year <= MAXYEAR:
        raise OverflowError(f"year {year} is out of range")
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def occurrences(term: Term, since: date, calendar: WorkCalendar) -> Iterator[date]:
    """The days of the calendar that a term names, from ``since`` on, in order."""
    if term.daily or (term.weekday is not None and not term.weeks_of_month):
        on = since
        while True:
            if calendar.is_working(on) if term.daily else on.weekday() == term.weekday:
                yield on
            on += ONE
    month = since.replace(day=1)
    while True:
        yield from (on for on in _of_month(term, month) if on >= since)
        month = add_months(month, 1)


def _of_month(term: Term, first: date) -> list[date]:
    last = monthrange(first.year, first.month)[1]
    if term.day_of_month:
        return [first.replace(day=min(term.day_of_month, last))]
    if term.fixed:
        return [first.replace(day=min(day, last)) for month, day in term.fixed if month == first.month]
    offset = ((term.weekday or 0) - first.weekday()) % 7
    days = [offset + 7 * week - 6 for week in sorted(term.weeks_of_month)]
    return [first.replace(day=day) for day in days if day <= last]
