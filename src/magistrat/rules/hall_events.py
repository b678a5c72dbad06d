"""The steps of a gathering: their codes, how they are called, and what each of them carries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any

from magistrat.rules.refusal import Refusal

CODES: Mapping[str, str] = MappingProxyType(
    {
        "called": "розпочато реєстрацію членів",
        "arrived": "член прибув",
        "left": "член вибув",
        "opened": "засідання відкрито",
        "chaired": "головування передано",
        "agenda_voted": "порядок денний поставлено на голосування",
        "order_changed": "змінено черговість питань",
        "additional_question_voted": "додаткове питання поставлено на голосування",
        "poll_reported": "повідомлено про рішення між засіданнями",
        "question_begun": "розпочато питання",
        "vote_of_block": "розпочато голосування блоком",
        "conflict_declared": "повідомлено про конфлікт інтересів",
        "admission_voted": "допуск до голосування поставлено на голосування",
        "speaker_called": "надано слово",
        "speaker_done": "виступ завершено",
        "discussion_waived": "вирішено розглянути без обговорення",
        "amendment_proposed": "внесено поправку",
        "amendment_voted": "поправку поставлено на голосування",
        "amendment_withdrawn": "поправку відкликано",
        "voting_announced": "оголошено про перехід до голосування",
        "vote_cast": "подано голоси",
        "result": "питання закрито за підсумком голосування",
        "postponed": "питання відкладено",
        "withdrawn": "питання знято з розгляду",
        "noted": "питання взято до відома",
        "paused": "оголошено перерву",
        "resumed": "засідання продовжено",
        "closed": "засідання закрито",
        "undo": "крок скасовано",
    }
)
# Steps that end a question: what is before them stays as it was.
CLOSING = frozenset({"result", "postponed", "withdrawn", "noted"})
FOR, AGAINST, ABSTAINED, SILENT = "for", "against", "abstained", "silent"
VOTES: Mapping[str, str] = MappingProxyType(
    {FOR: "за", AGAINST: "проти", ABSTAINED: "утримався", SILENT: "не голосував"}
)
SPEECHES: Mapping[str, str] = MappingProxyType(
    {
        "report": "доповідь",
        "co_report": "співдоповідь",
        "debate": "виступ в обговоренні",
        "reference": "довідка, внесення поправки",
        "answers": "відповіді на запитання",
        "closing": "заключне слово",
    }
)


def not_understood() -> Refusal:
    """What the console sent is no step; a refusal of its own each time: raising one twice would keep the frames of both."""
    return Refusal("", "Цього кроку не зрозуміло: оновіть сторінку й повторіть його.")


@dataclass(frozen=True, slots=True)
class Event:
    """A step as it was written down; `payload` is JSON, so ids that are keys in it are texts."""

    number: int
    code: str
    at: datetime
    item: int | None = None
    payload: Mapping[str, Any] = field(default_factory=dict)

    def whole(self, name: str) -> int:
        """A whole number of the payload.

        :raises Refusal: when it is not there.
        """
        value = self.payload.get(name)
        if isinstance(value, bool) or not isinstance(value, int):
            raise not_understood()
        return value

    def text(self, name: str) -> str:
        """Words of the payload without outer spaces; empty when there are none."""
        value = self.payload.get(name, "")
        if not isinstance(value, str):
            raise not_understood()
        return value.strip()

    def wholes(self, name: str) -> tuple[int, ...]:
        """Ids of the payload, each once, in their order."""
        value = self.payload.get(name, ())
        if not isinstance(value, list | tuple) or not all(type(one) is int for one in value):
            raise not_understood()
        return tuple(dict.fromkeys(value))

    @property
    def votes(self) -> dict[int, str]:
        """Votes by member.

        :raises Refusal: when there are none or they are no votes.
        """
        value = self.payload.get("votes")
        if not isinstance(value, Mapping) or not value:
            raise not_understood()
        try:
            votes = {int(member): vote for member, vote in value.items()}
        except (TypeError, ValueError):
            raise not_understood() from None
        if not set(map(str, votes.values())) <= VOTES.keys():
            raise not_understood()
        return votes


def undone(events: Iterable[Event]) -> frozenset[int]:
    """Numbers of the steps that later ones undo."""
    return frozenset(event.whole("undoes") for event in events if event.code == "undo")
