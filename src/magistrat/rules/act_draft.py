"""A draft act as the rules see it, and what they find lacking."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from magistrat.rules import act_kinds, act_text
from magistrat.rules.act_text import ActText, Point
from magistrat.rules.called import MAYOR
from magistrat.rules.refusal import Refusal

ORDERS = (act_kinds.ORDER, act_kinds.PERSONNEL_ORDER)


@dataclass(frozen=True, slots=True)
class Finding:
    """What a draft lacks: the clause (empty where none asks for it), one official sentence, and in which part.

    :param is_firm: the draft is not sent for visas with it; else the drafter is warned and may confirm.
    """

    clause: str
    message: str
    is_firm: bool = True
    part: str = ""

    def refusal(self) -> Refusal:
        """The same as a refusal."""
        return Refusal(self.clause, self.message)


@dataclass(frozen=True, slots=True)
class Executed:
    """The paper of an executive authority on which the act is prepared: what of it stands on its card."""

    kind: str
    author: str
    on: date | None
    number: str
    title: str


@dataclass(frozen=True, slots=True)
class Amended:
    """An earlier act that the draft changes or repeals: as printed, and how many times it was changed before."""

    printed: str
    times: int = 0
    is_new_wording: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """The facts of a draft.

    :param pages: without annexes; ``is_estimated``: nobody has set it in type yet.
    :param enclosed: keys of what the drafter has enclosed or explained (`act_enclosures.asked`).
    :param consents: members of commissions, as the annex names them, whose consent is kept.
    :param departments: department of each executor's post; ``mayor``: how the city calls his post (`called.Called`).
    :param lost: acts without force that the text names, as printed; ``twins``: drafts of the same kind with the same
        title; ``rivals``: drafts that change the same act.
    """

    kind: str
    series: str
    text: ActText
    on: date
    pages: float = 1
    is_estimated: bool = True
    is_main_planned: bool = False
    has_recipients: bool = False
    phone: str = ""
    enclosed: frozenset[str] = frozenset()
    consents: frozenset[str] = frozenset()
    departments: Mapping[int, int] = field(default_factory=lambda: MappingProxyType({}))
    mayor: str = MAYOR
    executes: Executed | None = None
    amended: tuple[Amended, ...] = ()
    lost: tuple[str, ...] = ()
    twins: tuple[str, ...] = ()
    rivals: tuple[str, ...] = ()

    @property
    def is_order(self) -> bool:
        """An order of the mayor, of whatever series."""
        return self.kind in ORDERS

    def leaves(self) -> Iterator[tuple[Point, Point]]:
        """Points that have none under them, each with what it has from those above: executors and term."""
        yield from _leaves(self.text.points, Point(""))

    @property
    def controls(self) -> list[Point]:
        """The points about control."""
        return [point for point in act_text.walk(self.text.points) if point.is_control]


def _leaves(points: tuple[Point, ...], above: Point) -> Iterator[tuple[Point, Point]]:
    for point in points:
        whole = Point(
            point.label,
            point.text,
            executors=point.executors or above.executors,
            named=point.named or above.named,
            due_on=point.due_on or above.due_on,
            due_words=point.due_words or above.due_words,
            repeats=point.repeats or above.repeats,
            is_control=point.is_control or above.is_control,
        )
        if point.points:
            yield from _leaves(point.points, whole)
        else:
            yield point, whole
