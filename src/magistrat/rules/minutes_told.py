"""What the minutes must be told besides the steps of the hall: names in their forms, titles, who was invited, polls."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from magistrat.rules.poll import Poll

MALE, FEMALE = "m", "f"


@dataclass(frozen=True, slots=True)
class Named:
    """A person in the minutes: «Коваль І.П.», in the genitive, the post in both cases, `m` or `f` where it is known."""

    name: str
    genitive: str = ""
    post: str = ""
    post_genitive: str = ""
    gender: str = ""

    @property
    def full(self) -> str:
        """Name and post: «Коваль І.П., начальник управління»."""
        return f"{self.name}, {self.post}" if self.post else self.name

    @property
    def of_him(self) -> str:
        """The same in the genitive; empty when the form of the name is not known."""
        if not self.genitive:
            return ""
        return f"{self.genitive}, {self.post_genitive}" if self.post_genitive else self.genitive

    def verb(self, male: str, female: str, neither: str = "") -> str:
        """The past form that agrees with the person; where the gender is not known, `neither` or both."""
        if self.gender == FEMALE:
            return female
        return male if self.gender == MALE else neither or f"{male} ({female})"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question: `number` and `title` as the frozen agenda has them, its block, who reports.

    :param decision: the registered decision as the minutes cite it: «від 18.03.2026 № 712»; empty until there is one.
    :param instructions: instructions given while it was considered, each a sentence.
    """

    id: int
    title: str
    number: str = ""
    block: str = ""
    speaker: str = ""
    decision: str = ""
    is_additional: bool = False
    instructions: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision between sittings with its answers (KR 4.41)."""

    title: str
    poll: Poll
    on: date | None = None
    decision: str = ""
    is_adopted: bool = False


@dataclass(frozen=True, slots=True)
class Guest:
    """One who was invited and came."""

    name: str
    post: str = ""
    is_press: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """All that the minutes need to know and the hall does not.

    :param people: members by their membership; ``speakers`` others by the name under which they had the floor (`key`).
    :param chairs: lines of the post of who presided, both posts for a substitute (KR 4.5), by membership.
    :param reporter: who reports decisions between sittings (KR 4.41.4).
    :param by_name: whether votes are told by names beside their numbers.
    :param without_transcript: why there is no transcript (KR 4.45).
    """

    place: str = ""
    people: Mapping[int, Named] = field(default_factory=dict)
    chairs: Mapping[int, str] = field(default_factory=dict)
    speakers: Mapping[str, Named] = field(default_factory=dict)
    reporter: Named | None = None
    guests: Sequence[Guest] = ()
    questions: Sequence[Asked] = ()
    polls: Mapping[int, Decided] = field(default_factory=dict)
    by_name: bool = True
    without_transcript: str = ""

    def question(self, number: int) -> Asked | None:
        """The question by its id."""
        return next((one for one in self.questions if one.id == number), None)


def key(who: str) -> str:
    """By which a name is found however it was typed."""
    return " ".join(who.casefold().split())
