"""A decision between meetings: the mayor's leave, members asked one by one, their signatures, the verdict (KR 4.41).

A pure fold like `rules.hall`, over steps of its own. A city whose regulation has no poll refuses it by its own clauses and
says what is done instead (DR 6.16).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from types import MappingProxyType

from magistrat.rules import tally
from magistrat.rules.edition import Edition
from magistrat.rules.hall_events import ABSTAINED, AGAINST, FOR, SILENT, VOTES, Event, not_understood, undone
from magistrat.rules.hall_fits import facts as read_facts
from magistrat.rules.hall_state import Facts, Member, Setting
from magistrat.rules.refusal import Refusal
from magistrat.rules.tally import Count, Verdict

CODES: Mapping[str, str] = MappingProxyType(
    {
        "poll_asked": "запитано дозвіл на рішення між засіданнями",
        "poll_allowed": "дозволено ухвалювати рішення між засіданнями",
        "poll_refused": "не дозволено ухвалювати рішення між засіданнями",
        "conflict_declared": "повідомлено про конфлікт інтересів",
        "member_answered": "член висловив думку",
        "result": "опитування завершено",
        "undo": "крок скасовано",
    }
)
LEAVE = "poll_decision_permission"
ASKED, ALLOWED, CLOSED, FORBIDDEN = "asked", "allowed", "closed", "forbidden"
WAYS: Mapping[str, str] = MappingProxyType({"paper": "підпис на аркуші", "own": "власний сеанс у системі"})


@dataclass(frozen=True, slots=True)
class Answer:
    """A member's answer: his vote, how it was given, when, and the separate opinion of one who did not support it."""

    member: int
    vote: str
    way: str
    on: date
    opinion: str = ""


@dataclass(frozen=True, slots=True)
class Poll:
    """The poll after some steps."""

    setting: Setting = field(compare=False)
    phase: str = ""
    seats: int = 0
    members: Mapping[int, Member] = field(default_factory=dict)
    facts: Facts | None = None
    item: int = 0
    reason: str = ""
    allowed_by: str = ""
    recused: Mapping[int, str] = field(default_factory=dict)
    answers: Mapping[int, Answer] = field(default_factory=dict)
    verdict_at: datetime | None = None

    @property
    def alphabetical(self) -> Sequence[Member]:
        """The members as the back of the last page lists them (KR 4.41.1)."""
        return sorted(self.members.values(), key=lambda member: alphabetical(member.name))

    @property
    def waited(self) -> Sequence[Member]:
        """Members who have not answered yet, the next one to be asked first."""
        return [one for one in self.alphabetical if one.id not in self.answers and one.id not in self.recused]

    def count(self, vote: str) -> int:
        """How many answered so."""
        return sum(1 for answer in self.answers.values() if answer.vote == vote)

    @property
    def verdict(self) -> Verdict:
        """What follows from the answers so far."""
        count = Count(self.seats, None, len(self.recused), self.count(FOR), self.count(AGAINST), self.count(ABSTAINED))
        return tally.judge(self.setting.provisions, count)

    def name(self, member: int) -> str:
        """The member's name."""
        found = self.members.get(member)
        return found.name if found else str(member)


def offered(setting: Setting) -> Refusal | None:
    """Why the body takes no decisions between meetings, with what it does instead; nothing when it does."""
    verdict = tally.judge(setting.provisions, Count(1, None))
    return None if verdict.valid else Refusal(verdict.clause, verdict.reason)


def adopted_on(edition: Edition, *, signed_on: date, said_on: date | None) -> date:
    """The day of a decision between meetings: that of its signature, unless its text says another (KR 4.41.3)."""
    rule = edition.get("poll_decision_date")
    unless = rule is not None and bool(rule.values.get("unless_stated"))
    return said_on if said_on is not None and unless else signed_on


def fold(setting: Setting, events: Iterable[Event]) -> Poll:
    """The poll after these steps, those undone left out.

    :raises Refusal: at the first step that was not possible.
    """
    steps = list(events)
    gone = undone(steps)
    poll = Poll(setting)
    for event in steps:
        if event.code != "undo" and event.number not in gone:
            poll = apply(poll, event)
    return poll


def apply(poll: Poll, event: Event) -> Poll:
    """The poll after one more step.

    :raises Refusal: when it is not possible.
    """
    if refusal := refusal_of(poll, event):
        raise refusal
    match event.code:
        case "poll_asked":
            return _asked(poll, event)
        case "poll_allowed":
            return replace(poll, phase=ALLOWED, allowed_by=event.text("by"))
        case "poll_refused":
            return replace(poll, phase=FORBIDDEN, allowed_by=event.text("by"))
        case "conflict_declared":
            return replace(poll, recused={**poll.recused, event.whole("member"): event.text("reason")})
        case "member_answered":
            return replace(poll, answers={**poll.answers, event.whole("member"): _answer(event)})
        case _:
            return replace(poll, phase=CLOSED, verdict_at=event.at)


def refusal_of(poll: Poll, event: Event) -> Refusal | None:
    """Why the step is not possible in this poll; nothing when it is."""
    try:
        match event.code:
            case "poll_asked":
                return _may_ask(poll, event)
            case "poll_allowed" | "poll_refused":
                return _in(poll, ASKED)
            case "conflict_declared" | "member_answered":
                return _in(poll, ALLOWED) or _of_member(poll, event)
            case "result":
                return _in(poll, ALLOWED) or _may_end(poll)
            case _:
                return not_understood()
    except Refusal as refusal:
        return refusal


def undo_refusal(events: Sequence[Event], event: Event) -> Refusal | None:
    """Why the step may not be undone: answers and declared conflicts may, until the poll is ended."""
    wanted = next((one for one in events if one.number == event.payload.get("undoes")), None)
    if wanted is None or wanted.number in undone(events):
        return not_understood()
    if any(one.code == "result" for one in events):
        return Refusal("", "Опитування завершено: його кроків більше не скасовують.")
    if wanted.code in {"member_answered", "conflict_declared"}:
        return None
    return Refusal("", "Дозвіл міського голови не скасовують: опитування можна лише завершити.")


def _asked(poll: Poll, event: Event) -> Poll:
    members = {one["id"]: Member(one["id"], one["name"], one.get("printed", "")) for one in event.payload["members"]}
    return replace(
        poll, phase=ASKED, seats=event.whole("seats"), members=members, facts=read_facts(event.payload.get("facts")),
        item=event.item or 0, reason=event.text("reason"),
    )  # fmt: skip


def _answer(event: Event) -> Answer:
    return Answer(
        event.whole("member"), event.text("vote"), event.text("way"), date.fromisoformat(event.text("on")),
        event.text("opinion"),
    )  # fmt: skip


def _may_ask(poll: Poll, event: Event) -> Refusal | None:
    if poll.phase:
        return Refusal("", "Дозвіл уже запитано.")
    if refusal := offered(poll.setting):
        return refusal
    if event.text("reason"):
        return None
    rule = poll.setting.edition.get(LEAVE)
    return rule.refusal("Зазначте, чому рішення потрібне негайно.") if rule else Refusal("", "Зазначте причину.")


def _in(poll: Poll, phase: str) -> Refusal | None:
    if poll.phase == phase:
        return None
    rule = poll.setting.edition.get(LEAVE)
    said = {
        "": "Дозволу міського голови ще не запитано.",
        ASKED: "Членів опитують лише з дозволу міського голови: дозволу ще немає.",
        ALLOWED: "Дозвіл уже надано.",
        FORBIDDEN: "Міський голова не дозволив ухвалювати це рішення між засіданнями.",
        CLOSED: "Опитування завершено.",
    }[poll.phase]
    return rule.refusal(said) if rule and poll.phase in {"", ASKED, FORBIDDEN} else Refusal("", said)


def _of_member(poll: Poll, event: Event) -> Refusal | None:
    member = event.whole("member")
    if member not in poll.members:
        return Refusal("", "Цієї особи немає серед членів органу.")
    if member in poll.recused:
        recusal = poll.setting.provisions.recusal
        said = f"{poll.name(member)}: не голосує через конфлікт інтересів."
        return Refusal(recusal.clause if recusal else "", said, recusal.words if recusal else "")
    if event.code == "conflict_declared":
        if member in poll.answers:
            return Refusal("", f"{poll.name(member)}: уже висловив думку; спершу скасуйте її.")
        return None if event.text("reason") else Refusal("", "Зазначте, у чому полягає конфлікт інтересів.")
    return _of_answer(poll, event)


def _of_answer(poll: Poll, event: Event) -> Refusal | None:
    if event.text("vote") not in VOTES or event.text("way") not in WAYS:
        return not_understood()
    try:
        date.fromisoformat(event.text("on"))
    except ValueError:
        return Refusal("", "Зазначте день підпису.")
    if event.text("opinion") and event.text("vote") == FOR:
        rule = poll.setting.edition.get("poll_decision_majority")
        said = "Особисту думку письмово висловлює той, хто не підтримав рішення."
        return rule.refusal(said) if rule else Refusal("", said)
    return None


def _may_end(poll: Poll) -> Refusal | None:
    if not poll.waited:
        return None
    rule = poll.setting.edition.get("poll_members_list")
    names = ", ".join(member.name for member in poll.waited)
    said = f"Проєкт узгоджують з усіма членами; ще не опитано: {names}. Кого опитати не вдалося, позначте «{VOTES[SILENT]}»."
    return rule.refusal(said) if rule else Refusal("", said)


_ORDER = {letter: place for place, letter in enumerate(" абвгґдеєжзиіїйклмнопрстуфхцчшщьюя")}


def alphabetical(name: str) -> tuple[int, ...]:
    """The key by which Ukrainian names stand in their alphabet; signs between letters do not count."""
    return tuple(_ORDER.get(letter, ord(letter)) for letter in name.casefold() if letter.isalpha() or letter == " ")
