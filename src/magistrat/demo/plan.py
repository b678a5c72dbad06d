"""Which papers come, when, from whom, about what, and what becomes of them: drawn once, always the same for one seed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from magistrat.demo import words
from magistrat.demo.stage import Stage

# What becomes of an incoming paper; the rest is ordinary. Each happens at least once, also in a short story.
SPECIALS = (
    "returned", "passed_on", "urgent", "control", "reply", "extended", "refused", "late", "sent_back", "not_mine", "co",
    "higher", "points", "repeated", "source", "restricted", "lost", "annulled", "supplement", "info", "memo", "outgoing",
    "left_on", "councillor",
)  # fmt: skip
WEIGHTS = {
    "ordinary": 22, "reply": 26, "control": 14, "urgent": 7, "higher": 14, "info": 9, "memo": 22, "outgoing": 12, "co": 6,
    "late": 7, "extended": 5, "refused": 2, "sent_back": 5, "not_mine": 3, "passed_on": 8, "returned": 5, "repeated": 2,
    "points": 2, "source": 4, "restricted": 2, "lost": 1, "annulled": 2, "supplement": 2, "left_on": 2, "councillor": 9,
}  # fmt: skip
HIGHER = ("central_body", "local_state_body", "regional_council", "cabinet", "president", "parliament")
EXECUTIVE = ("central_body", "local_state_body", "cabinet")
ORDINARY = ("citizen", "enterprise", "municipal", "district_council", "law_enforcement", "control_body", "court")
SENDERS: dict[str, tuple[str, ...]] = {
    "higher": HIGHER, "points": ("regional_council",), "repeated": ("local_state_body",), "source": EXECUTIVE,
    "councillor": ("councillor", "peoples_deputy"), "passed_on": ("enterprise", "municipal"), "supplement": ("citizen", "enterprise"),
    "restricted": ("law_enforcement",), "returned": ("enterprise", "citizen"), "annulled": ("enterprise",),
    "settled": ("enterprise", "municipal"), "misdirected": ("enterprise", "municipal"), "direct": ("enterprise", "municipal"),
}  # fmt: skip
# So many days before the end, beside the drawn papers, so that none of them changes: what is begun and given up; what on
# the last day waits for the leader with his head's word, and what was returned to its author.
BESIDE = {"settled": 90, "misdirected": 45, "direct": 12, "not_mine": 9}
WAITING = {"direct": "accepted", "not_mine": "returned"}
PASSED_ON_KINDS = ("invitation", "advertisement", "reporting_form", "greeting")
LETTER_STOPS = ("signing", "visas", "signing", "draft", "signing", "registered", "visas", "signed")
BUSY = ("roads", "heating", "water", "housing", "greenery", "transport")


@dataclass
class Paper:
    """One paper of the story: `number` is its turn, `stop` the station beyond which it does not get."""

    number: int
    at: datetime
    what: str
    topic: dict[str, Any]
    senders: tuple[str, ...]
    stop: str = ""
    due: date | None = None
    is_recent: bool = False
    extra: dict[str, Any] = field(default_factory=dict)


def papers(stage: Stage, rng: Random, count: int) -> list[Paper]:
    """All papers in the order in which they come."""
    days = stage.days.working(stage.since, stage.until)
    whats = _whats(rng, count)
    moments = sorted(stage.days.some(rng.choice(days[:-1]), rng, 0.02, 0.9) for _ in range(count))
    found = [_paper(number, at, what, rng) for number, (at, what) in enumerate(zip(moments, whats, strict=True), 1)]
    _last_days(stage, rng, found, days)
    for paper in found[-60:]:
        paper.is_recent = True
    return found


def beside(stage: Stage, rng: Random, number: int, what: str) -> Paper:
    """A paper of `BESIDE`, in the department that the demo's logins show."""
    day = stage.days.calendar.on_or_previous(stage.until - timedelta(days=BESIDE[what]))
    topic, senders = _busy(what, rng)
    stop = WAITING.get(what, "")
    extra = {"fast" if stop else "first": True}
    return Paper(number, stage.days.some(day, rng, 0.1, 0.5), what, topic, senders, stop=stop, extra=extra)


def _whats(rng: Random, count: int) -> list[str]:
    """The specials spread over all but the last days, everything else drawn by weight."""
    whats = rng.choices(list(WEIGHTS), list(WEIGHTS.values()), k=count)
    step = (count - sum(_last(count))) * 0.9 / len(SPECIALS)
    for place, what in enumerate(SPECIALS):
        whats[int(place * step)] = what
    return whats


def _paper(number: int, at: datetime, what: str, rng: Random) -> Paper:
    topic, senders = _topic(what, rng)
    return Paper(number, at, what, topic, senders)


def _topic(what: str, rng: Random) -> tuple[dict[str, Any], tuple[str, ...]]:
    wanted = SENDERS.get(what, ORDINARY)
    pool = [
        topic for topic in words.read("topics")["topic"]
        if set(topic["from"]) & set(wanted) and (topic.get("kind") in PASSED_ON_KINDS) == (what == "passed_on")
    ]  # fmt: skip
    weights = [4 if topic["area"] in BUSY else 2 for topic in pool]
    topic = rng.choices(pool, weights)[0]
    return topic, tuple(sorted(set(topic["from"]) & set(wanted)))


def _last_days(stage: Stage, rng: Random, found: list[Paper], days: list[date]) -> None:
    """The papers of the last days: unread, on the desk, in work with terms around the day of the demo."""
    unread, on_desk, letters, due = _last(len(found))
    tail = found[-(unread + on_desk + letters + due) :]
    for paper in tail:
        if paper.what not in {"reply", "control", "urgent", "ordinary", "higher", "councillor"}:
            paper.what = rng.choice(["ordinary", "control", "reply"])
            paper.topic, paper.senders = _topic(paper.what, rng)
    _due(stage, rng, tail[:due], days)
    for place, paper in enumerate(tail[due : due + letters]):
        paper.what, paper.stop = "reply", LETTER_STOPS[place % len(LETTER_STOPS)]
        paper.topic, paper.senders = _topic("reply", rng)
        paper.at = stage.days.some(rng.choice(days[-14:-7]), rng)
        paper.extra["fast"] = True
    for paper in tail[due + letters : due + letters + on_desk]:
        paper.stop, paper.at = "desk", stage.days.some(rng.choice(days[-3:-1]), rng, 0.1, 0.9)
    for paper in tail[-unread:]:
        paper.stop, paper.at = "arrived", stage.days.some(days[-1], rng, 0.7, 0.97)
    found.sort(key=lambda paper: paper.at)


def _last(count: int) -> tuple[int, int, int, int]:
    """How many papers are unread, on a leader's desk, letters on their way, tasks in work on the last day."""
    return max(2, count // 75), max(4, count // 30), max(2, count // 50), max(6, count // 14)


def _due(stage: Stage, rng: Random, some: list[Paper], days: list[date]) -> None:
    """Open tasks: overdue, due today, this week, next week."""
    offsets = (0, 1, -2, 0, 3, 2, 4, 5, -5, 1, 0, -1, 6, 7, 2, 11)
    for place, paper in enumerate(some):
        paper.at = stage.days.some(rng.choice(days[-24:-9]), rng, 0.1, 0.8)
        offset = offsets[place % len(offsets)]
        paper.due = stage.days.calendar.on_or_next(stage.until + timedelta(days=offset))
        if offset < 0:
            paper.due = stage.days.calendar.on_or_previous(stage.until + timedelta(days=offset))
        paper.stop = ("taken", "given", "sub", "reported")[place % 4] if offset >= 0 else "taken"
        paper.what = ("control", "ordinary", "higher")[place % 3]
        paper.topic, paper.senders = _topic(paper.what, rng)
        if place % 3 == 0:
            # The executor whose login the demo gives has something on his desk, too.
            paper.topic, paper.senders = _busy(paper.what, rng)
            paper.stop, paper.extra["first"] = "sub", True
        if place % 12 == 7:
            # A request for another term waits for the leader.
            paper.what, paper.stop = "extended", "asked"
            paper.topic, paper.senders = _topic("control", rng)
            paper.due = stage.days.calendar.on_or_next(stage.until + timedelta(days=9))
        if place % 12 == 10:
            # A finished case waits for the leader's «До справи».
            paper.what, paper.stop, paper.extra["fast"], paper.due = "control", "submitted", True, None
            paper.topic, paper.senders = _topic("control", rng)
            paper.at = stage.days.some(days[-26], rng)


def _busy(what: str, rng: Random) -> tuple[dict[str, Any], tuple[str, ...]]:
    """A paper for the department in which the demo's head and executor work."""
    while True:
        topic, senders = _topic(what, rng)
        if topic["area"] in BUSY:
            return topic, senders
