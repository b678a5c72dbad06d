"""What is so in the hall after some steps: who is present, which question is in hand, how it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from magistrat.rules import tally
from magistrat.rules.edition import Edition
from magistrat.rules.hall_events import ABSTAINED, AGAINST, FOR, SILENT
from magistrat.rules.provisions import Provisions
from magistrat.rules.tally import Count, Verdict

BEFORE, CALLED, OPEN, PAUSED, CLOSED = "before", "called", "open", "paused", "closed"


@dataclass(frozen=True, slots=True)
class Setting:
    """By what the hall goes: the edition in which the gathering began, and what it and the laws say of votes."""

    edition: Edition
    provisions: Provisions


@dataclass(frozen=True, slots=True)
class Member:
    """A member on the roll of the gathering."""

    id: int
    name: str
    printed: str = ""
    role: str = "member"


@dataclass(frozen=True, slots=True)
class Facts:
    """What the hall is told of a question when it begins.

    :param number: as the agenda prints it; ``minutes``: those that the question's own regulation gives, by kind of speech
        (KR annex 5); ``is_main``: a planned question (DR 6.19); ``is_additional``: not on the agenda (DR 6.8);
        ``is_undisputed``: may be voted in a block; ``has_remarks``: remarks to the draft are there (DR 6.24).
    """

    title: str
    number: str = ""
    document: int | None = None
    is_main: bool = False
    is_additional: bool = False
    is_undisputed: bool = False
    has_remarks: bool = False
    minutes: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ballot:
    """A vote by names with what follows from it; ``recused`` are those who took no part."""

    votes: Mapping[int, str]
    present: frozenset[int]
    recused: frozenset[int]
    verdict: Verdict

    def count(self, vote: str) -> int:
        """How many voted so."""
        return sum(1 for cast in self.votes.values() if cast == vote)

    @property
    def counts(self) -> dict[str, int]:
        """Votes by kind."""
        return {vote: self.count(vote) for vote in (FOR, AGAINST, ABSTAINED, SILENT)}

    @property
    def is_adopted(self) -> bool:
        """Whether the votes sufficed."""
        return bool(self.verdict.adopted)


@dataclass(frozen=True, slots=True)
class Amendment:
    """A proposed change; without a ballot it is still to be voted or withdrawn."""

    number: int
    text: str
    by: str
    ballot: Ballot | None = None
    is_withdrawn: bool = False

    @property
    def is_open(self) -> bool:
        """Whether it still waits for its vote."""
        return self.ballot is None and not self.is_withdrawn


@dataclass(frozen=True, slots=True)
class Speech:
    """Somebody's turn; ``seconds`` are there when it is over, ``limit`` is in seconds, with the ``clause`` that gives it."""

    who: str
    kind: str
    began: datetime
    member: int | None = None
    seconds: int | None = None
    limit: int | None = None
    clause: str = ""

    def left(self, at: datetime) -> int | None:
        """Seconds left, below zero when it is longer than allowed; nothing when there is no limit."""
        if self.limit is None:
            return None
        spent = self.seconds if self.seconds is not None else int((at - self.began).total_seconds())
        return self.limit - spent


@dataclass(frozen=True, slots=True)
class Result:
    """How a question ended, and by which step; the ballot is there when it was voted. Nothing later changes it."""

    result: str
    present: frozenset[int]
    ballot: Ballot | None
    at: datetime
    changes: str = ""
    reason: str = ""
    block: tuple[int, ...] = ()
    number: int = 0


@dataclass(frozen=True, slots=True)
class Item:
    """A question as it stands in the hall."""

    id: int
    facts: Facts | None = None
    recused: Mapping[int, str] = field(default_factory=dict)
    admissions: tuple[tuple[frozenset[int], Ballot], ...] = ()
    speeches: tuple[Speech, ...] = ()
    is_waived: bool = False
    amendments: tuple[Amendment, ...] = ()
    formulation: str | None = None
    votes: Mapping[int, str] = field(default_factory=dict)
    result: Result | None = None

    @property
    def admitted(self) -> frozenset[int]:
        """Members with a conflict whom the body let vote (KR 1.17)."""
        return frozenset(one for members, ballot in self.admissions if ballot.is_adopted for one in members)

    @property
    def barred(self) -> frozenset[int]:
        """Members who may not vote on it."""
        return frozenset(self.recused) - self.admitted

    @property
    def speaking(self) -> Speech | None:
        """Whose turn it is now."""
        return next((speech for speech in self.speeches if speech.seconds is None), None)

    @property
    def is_considered(self) -> bool:
        """Whether its consideration has begun (KR 1.15)."""
        return bool(self.speeches or self.is_waived or self.amendments or self.formulation is not None or self.votes)


@dataclass(frozen=True, slots=True)
class State:
    """The hall after some steps; ``current`` are the questions in hand: none, one, or a block."""

    setting: Setting = field(compare=False)
    phase: str = BEFORE
    seats: int = 0
    members: Mapping[int, Member] = field(default_factory=dict)
    polls: tuple[int, ...] = ()
    reported: tuple[int, ...] = ()
    present: frozenset[int] = frozenset()
    chair: int | None = None
    secretary: str = ""
    agenda: tuple[Ballot, ...] = ()
    moves: tuple[tuple[int, int | None], ...] = ()
    additional: Mapping[int, tuple[Ballot, ...]] = field(default_factory=dict)
    items: Mapping[int, Item] = field(default_factory=dict)
    current: tuple[int, ...] = ()
    opened_at: datetime | None = None
    closed_at: datetime | None = None

    def item(self, number: int) -> Item:
        """The question, also when nothing has happened with it yet."""
        return self.items.get(number) or Item(number)

    @property
    def question(self) -> Item | None:
        """The question in hand; the first of a block."""
        return self.item(self.current[0]) if self.current else None

    @property
    def is_block(self) -> bool:
        """Whether a block is in hand."""
        return len(self.current) > 1

    @property
    def barred(self) -> frozenset[int]:
        """Those present who may not vote on the question in hand."""
        return self.present & self.question.barred if self.question else frozenset()

    @property
    def voters(self) -> frozenset[int]:
        """Those present who may vote on the question in hand."""
        return self.present - self.barred

    @property
    def missing(self) -> frozenset[int]:
        """Voters of the question in hand whose vote is not noted yet."""
        return self.voters - frozenset(self.question.votes) if self.question else frozenset()

    @property
    def agenda_adopted(self) -> bool:
        """Whether the body has approved the agenda (DR 6.18)."""
        return any(ballot.is_adopted for ballot in self.agenda)

    @property
    def quorum(self) -> Verdict:
        """Whether there is a quorum now: for the question in hand when there is one, with its clause and reason."""
        return tally.judge(self.setting.provisions, Count(self.seats, len(self.present), len(self.barred)))

    @property
    def verdict(self) -> Verdict:
        """What follows from the votes noted so far."""
        return self.judge(self.question.votes if self.question else {}, self.barred)

    def judge(self, votes: Mapping[int, str], barred: frozenset[int], question: str | None = None) -> Verdict:
        """What follows from votes of those present now."""
        cast = list(votes.values())
        count = Count(
            self.seats, len(self.present), len(barred), cast.count(FOR), cast.count(AGAINST), cast.count(ABSTAINED)
        )
        return tally.judge(self.setting.provisions, count, question)

    def ballot(self, votes: Mapping[int, str], barred: frozenset[int], question: str | None = None) -> Ballot:
        """The votes of those present now as a ballot."""
        return Ballot(dict(votes), self.present, barred, self.judge(votes, barred, question))

    def name(self, member: int) -> str:
        """The member's name; the id when the roll does not have it."""
        found = self.members.get(member)
        return found.name if found else str(member)
