"""What recorded deeds would have come to under another edition: late, refused, by another way. Pure: facts in, outcomes out."""

from collections.abc import Iterator
from datetime import date, datetime

from magistrat.rules import control, handling, routing, terms, words
from magistrat.rules.calendar import CalendarError, WorkCalendar
from magistrat.rules.control import Paper
from magistrat.rules.edition import Edition, Entry
from magistrat.rules.form import FormError
from magistrat.rules.law import Laws
from magistrat.rules.refusal import Refusal
from magistrat.rules.replay_facts import Asked, Deed, Outcome, Work

# The routes of approval by the kinds of documents that go through them.
ROUTES = {
    "letter": "letter", "reply_letter": "letter", "committee_decision": "committee-decision",
    "council_decision": "council-decision", "mayor_order": "order",
}  # fmt: skip


# By which entries a term of execution is told, and until when another one may be asked for.
TERM_KEYS = (
    "execution_urgent", "execution_default", "missing_term_higher", "order_report_term", "term_setter",
    *control.KIND_TERMS.values(), *control.RESOLUTION_KEYS,
)  # fmt: skip
ASKING_KEYS = ("extension_request", "deadline_change")


class Replay:
    """The recorded deeds judged twice: by the edition of their day and by the other one."""

    def __init__(self, other: Edition, calendar: WorkCalendar, laws: Laws, on: date) -> None:
        """Judge by `other`; `on` is the day from which open tasks are looked at."""
        self.other, self.calendar, self.laws, self.on = other, calendar, laws, on
        self._routes: dict[tuple[str, str, frozenset[str]], Outcome | None] = {}
        self._same: dict[tuple[str, tuple[str, ...]], bool] = {}

    def outcomes(self, deed: Deed, own: Edition) -> list[Outcome]:
        """What would have been otherwise with one document, whose own edition is `own`; each thing once."""
        if own.hash == self.other.hash:
            return []
        found = [
            *self._registration(deed, own),
            *self._works(deed, own),
            *self._ways(deed, own),
        ]
        return list(dict.fromkeys(found))

    def _registration(self, deed: Deed, own: Edition) -> Iterator[Outcome]:
        """Whether it was registered in time (DR 10.1, 10.9)."""
        arrived, done = deed.paper.arrived, deed.registered_at
        if not deed.is_incoming or arrived is None or done is None:
            return
        entries = [
            handling.arrival_entry(edition, self.calendar, deed.paper.kind, arrived, is_reviewed=True)
            for edition in (own, self.other)
        ]
        if entries[0] == entries[1]:
            return
        days = [self._counted(entry, arrived) for entry in entries]
        yield from _compared("реєстрація", days[0], days[1], done, _clause(entries))

    def _works(self, deed: Deed, own: Edition) -> Iterator[Outcome]:
        judges_terms = not self._says_the_same(own, TERM_KEYS)
        judges_asking = not self._says_the_same(own, ASKING_KEYS)
        for work in deed.works:
            if judges_terms:
                yield from self._term(deed, work, own)
            for asked in work.asked if judges_asking else ():
                yield from self._asking(asked, own)

    def _says_the_same(self, own: Edition, keys: tuple[str, ...]) -> bool:
        """Whether both editions have equal entries of these keys: then what follows from them is not counted twice."""
        found = self._same.get((own.hash, keys))
        if found is None:
            right = control.SET_MISSING_TERM
            found = own.roles_with(right) == self.other.roles_with(right) and all(
                own.get(key) == self.other.get(key) for key in keys
            )
            self._same[own.hash, keys] = found
        return found

    def _term(self, deed: Deed, work: Work, own: Edition) -> Iterator[Outcome]:
        """The term of execution: counted anew where a clause gave it, allowed anew where the author set it."""
        old, new = (self._due(edition, deed.paper, work, None) for edition in (own, self.other))
        if isinstance(old, control.DueDay) and old.on == work.due and work.clause in ("", old.clause):
            if isinstance(new, Refusal):
                yield Outcome("refused", new.clause, f"Без строку в резолюції не було б прийнято: {new.message}")
            # A term that was moved later stands as it was moved.
            elif not work.is_moved:
                end = work.done or self.on
                yield from _compared("виконання", old.on, new.on, end, new.clause, is_open=work.done is None)
            return
        set_old, set_new = (self._due(edition, deed.paper, work, work.due) for edition in (own, self.other))
        if isinstance(set_new, Refusal) and not isinstance(set_old, Refusal):
            yield Outcome("refused", set_new.clause, f"Строк у резолюції: {set_new.message}")

    def _due(self, edition: Edition, paper: Paper, work: Work, set_on: date | None) -> control.DueDay | Refusal:
        try:
            return control.due_day(
                edition, self.calendar, paper, set_on=set_on, author_roles=work.author_roles, laws=self.laws
            )
        except (CalendarError, StopIteration):
            return Refusal("", "Строк не обчислюється: у редакції немає правила про строк у резолюції.")

    def _asking(self, asked: Asked, own: Edition) -> Iterator[Outcome]:
        """Whether the request came in time (DR 8.10; KR 8.13)."""
        lasts = [self._last_day(edition, asked.due) for edition in (own, self.other)]
        (_, old), (clause, new) = lasts
        if asked.on <= old and asked.on > new:
            yield Outcome(
                "refused", clause, f"Прохання про строк від {words.day(asked.on)}: подавали до {words.day(new)}."
            )
        elif asked.on > old and asked.on <= new:
            yield Outcome("allowed", clause, f"Прохання про строк від {words.day(asked.on)} було б своєчасним.")

    def _last_day(self, edition: Edition, due: date) -> tuple[str, date]:
        try:
            entry, last = control.last_day_to_ask(edition, self.calendar, due)
        except KeyError:
            return "", due
        return entry.clause, last

    def _ways(self, deed: Deed, own: Edition) -> Iterator[Outcome]:
        """Who gets it, whether it comes on control, who approves it."""
        kind = deed.paper.kind
        if deed.is_incoming:
            old, new = (
                dict(handling.steps(edition, kind, is_urgent=deed.paper.is_urgent)) for edition in (own, self.other)
            )
            for label in dict.fromkeys((*old, *new)):
                before, after = old.get(label), new.get(label)
                if (before.key if before else "") != (after.key if after else ""):
                    yield Outcome("routed", _clause([before, after]), f"{label}: за іншим правилом.")
        was, will = (control.obligatory(edition, kind, sender=deed.sender) for edition in (own, self.other))
        if (was is None) != (will is None):
            said = "було б узято на контроль обов'язково" if will else "не бралося б на контроль обов'язково"
            yield Outcome("routed", _clause([was, will]), f"Документ {said}.")
        if deed.is_own_draft and (found := self._route(deed, own)) is not None:
            yield found

    def _route(self, deed: Deed, own: Edition) -> Outcome | None:
        """The way of approval: with what the draft was about where that is recorded."""
        key = (own.hash, deed.route or ROUTES.get(deed.paper.kind, ""), deed.flags)
        if key not in self._routes:
            self._routes[key] = self._route_differs(key[1], deed.flags, own) if key[1] else None
        return self._routes[key]

    def _route_differs(self, route: str, flags: frozenset[str], own: Edition) -> Outcome | None:
        try:
            old, new = (routing.route(edition, route, flags) for edition in (own, self.other))
        except FormError:
            return None
        before, after = ([(one.step.role, one.step.does) for one in stages] for stages in (old, new))
        if before == after:
            return None
        both = set(before) & set(after)
        moved = [one for one in (*new, *old) if (one.step.role, one.step.does) not in both]
        clause = next((one.entry.clause for one in (*moved, *new, *old)), "")
        return Outcome("routed", clause, "Погодження: інші кроки або інший порядок.")

    def _counted(self, entry: Entry | None, anchor: datetime) -> date | datetime | None:
        if entry is None or entry.term is None:
            return None
        try:
            return terms.due(entry.term, anchor, self.calendar).due
        except CalendarError:
            return None


def _compared(
    what: str,
    old: date | datetime | None,
    new: date | datetime | None,
    done: date | datetime,
    clause: str,
    *,
    is_open: bool = False,
) -> Iterator[Outcome]:
    """An outcome when the ends differ: late now, in time now, or only another day."""
    if old == new:
        return
    was, would = _is_late(old, done), _is_late(new, done)
    sort = "other_day" if was == would else ("late" if would else "in_time")
    end = "не виконано" if is_open else f"зроблено {_day(done)}"
    yield Outcome(sort, clause, f"{words.sentence(what)}: строк {_day(old)} → {_day(new)}, {end}.")


def _is_late(due: date | datetime | None, done: date | datetime) -> bool:
    if due is None:
        return False
    if isinstance(due, datetime) and isinstance(done, datetime):
        return done > due
    return _date(done) > _date(due)


def _date(value: date | datetime) -> date:
    return value.date() if isinstance(value, datetime) else value


def _day(value: date | datetime | None) -> str:
    if value is None:
        return "не встановлено"
    return words.moment(value) if isinstance(value, datetime) else words.day(value)


def _clause(entries: list[Entry | None]) -> str:
    """The other edition's clause, else the one that is no more."""
    return next((entry.clause for entry in reversed(entries) if entry is not None), "")
