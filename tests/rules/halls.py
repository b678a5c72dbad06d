"""A hall of a real city for tests of the rules: members by number, steps one after another."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from magistrat.rules import edition, hall, provisions
from magistrat.rules.hall_events import Event
from magistrat.rules.hall_state import Setting, State
from magistrat.rules.refusal import Refusal

CITIES = Path(__file__).resolve().parents[2] / "cities"
BEGAN = datetime(2026, 3, 18, 12, 0, tzinfo=UTC)
KR, DR = "kryvyi-rih", "druzhkivka"
LAW = "Закон України від 14.10.2014 № 1700-VII «Про запобігання корупції», ст. 35-1, ч. 2"


@cache
def setting(slug: str) -> Setting:
    """By what the committee of the city goes."""
    folder = max(path.parent for path in (CITIES / slug).glob("*/edition.toml"))
    rules = edition.load({path.name: path.read_text("utf-8") for path in sorted(folder.glob("*.toml"))})
    laws = provisions.load((CITIES / "ukraine" / "votes.toml").read_text("utf-8"))
    return Setting(rules, provisions.gather("executive-committee", rules, laws))


def members(number: int) -> list[dict[str, Any]]:
    return [{"id": one, "name": f"Член {one:02}", "printed": "", "role": "member"} for one in range(1, number + 1)]


def facts(title: str = "Про бюджет", **said: Any) -> dict[str, Any]:
    return {"title": title, **said}


def votes(**cast: Any) -> dict[str, str]:
    """«for_=[1, 2], against=[3]» as the payload has it."""
    return {str(member): vote.rstrip("_") for vote, who in cast.items() for member in who}


class Hall:
    """A gathering of a city's committee, step by step; `seats` members on the roll unless said otherwise."""

    def __init__(self, slug: str, seats: int, present: int = 0, roll: int | None = None) -> None:
        self.setting, self.events, self.at = setting(slug), [], BEGAN
        self.do("called", seats=seats, members=members(roll or seats), polls=[])
        for member in range(1, present + 1):
            self.do("arrived", member=member)

    @property
    def state(self) -> State:
        return hall.fold(self.setting, self.events)

    def step(self, code: str, item: int | None = None, **payload: Any) -> Event:
        self.at += timedelta(seconds=30)
        return Event(len(self.events) + 1, code, self.at, item, payload)

    def refusal(self, code: str, item: int | None = None, **payload: Any) -> Refusal | None:
        return hall.refusal(self.setting, self.events, self.step(code, item, **payload))

    def do(self, code: str, item: int | None = None, **payload: Any) -> Event:
        event = self.step(code, item, **payload)
        if refusal := hall.refusal(self.setting, self.events, event):
            raise refusal
        self.events.append(event)
        return event

    def open(self) -> Hall:
        """Opened by the first member; the agenda is approved where the clause wants it."""
        self.do("opened", chair=1, secretary="Секретар")
        if self.setting.edition.get("agenda_approval"):
            self.do("agenda_voted", votes=votes(for_=self.state.present))
        return self

    def begin(self, item: int = 10, **said: Any) -> Hall:
        self.do("question_begun", item, facts=facts(**said))
        return self

    def announce(self, item: int = 10) -> Hall:
        """All that the clause wants before votes: a report, then the chair's words."""
        if self.setting.edition.get("voting_order"):
            self.do("speaker_called", item, who="Доповідач", kind="report")
            self.do("speaker_done", item)
            self.do("voting_announced", item, text="Про бюджет")
        return self

    def vote(self, item: int = 10, **cast: Any) -> Hall:
        self.do("vote_cast", item, votes=votes(**cast))
        return self

    def close(self, item: int = 10, changes: str = "") -> str:
        self.do("result", item, changes=changes)
        result = self.state.item(item).result
        assert result is not None
        return result.result
