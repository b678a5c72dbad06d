"""What pages of acts show alike: points and lines of the editor, tabs, the head of an act."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.template.loader import render_to_string

from magistrat.acts import forms
from magistrat.acts.draft import Content
from magistrat.acts.queries import drafts, on_paper
from magistrat.acts.queries.drafts import Addressed
from magistrat.regulation.flag_names import FLAGS
from magistrat.rules import act_compare, act_kinds, act_text, words
from magistrat.rules.act_text import ActText, Point, Told
from magistrat.rules.edition import Edition


@dataclass(frozen=True)
class Executor:
    """A post in a point: its id and title."""

    post: int
    title: str


@dataclass(frozen=True)
class PointRow:
    """A point as the editor and the page show it: its place in the tree, its executors, its words as they are printed.

    :param unsaid: whom the printed words do not name.
    """

    point: Point
    level: int
    executors: Sequence[Executor] = field(default_factory=tuple)
    told: Told = field(default_factory=lambda: Told("", "", "", ""))
    unsaid: str = ""

    @property
    def ids(self) -> str:
        """«3,7», as the editor posts it."""
        return ",".join(str(one.post) for one in self.executors)

    @property
    def due(self) -> str:
        """What the day of the term is, where its words do not say it themselves."""
        on = self.point.due_on
        return "" if on is None or words.day(on) in self.point.due_words else words.day(on)


@dataclass(frozen=True)
class AnnexRow:
    """An annex with its table as it is typed."""

    annex: act_text.Annex
    lines: str
    name: str


def points(text: ActText) -> list[PointRow]:
    """The points in order with their executors; at most one statement."""
    found = list(act_text.walk(text.points))
    known = drafts.posts([post for point in found for post in point.executors])
    titles = on_paper.printed(known.values())
    return [
        PointRow(
            point, point.label.count("."), tuple(_executors(point, known)), act_text.told(point, titles),
            act_compare.unsaid(point, titles),
        )
        for point in found
    ]  # fmt: skip


def annexes(text: ActText) -> list[AnnexRow]:
    """The annexes as the editor shows them."""
    return [AnnexRow(one, forms.lines_of(one.rows), words.sentence(act_text.annex_name(one))) for one in text.annexes]


def flags(edition: Edition, kind: str, chosen: Sequence[str]) -> list[tuple[str, str, bool]]:
    """What the drafter may say the act is about: key, Ukrainian name, whether it is said."""
    offered = act_kinds.offered_flags(edition, kind)
    named = [(key, words.sentence(FLAGS.get(key, key)), key in chosen) for key in offered]
    return sorted(named, key=lambda one: one[1].lower())


def editor(act: Any, content: Content, lines: Sequence[Addressed] | None = None) -> dict[str, Any]:
    """All that the editor's form shows of the content; some eight statements."""
    edition = drafts.rules_of(act)
    concerned = drafts.posts(content.concerned)
    return {
        "content": content,
        "points": points(content.text),
        "annexes": annexes(content.text),
        "recipients": drafts.named(content.recipients) if lines is None else lines,
        "concerned": [Executor(post, concerned[post].title) for post in content.concerned if post in concerned],
        "flags": flags(edition, act.kind, content.flags),
        "orderings": orderings(act.kind),
        "is_order": act.kind in (act_kinds.ORDER, act_kinds.PERSONNEL_ORDER),
        "may_be_planned": act.kind in (act_kinds.COMMITTEE, act_kinds.COUNCIL),
        "control_words": CONTROL.get(act.kind, CONTROL[act_kinds.ORDER]),
    }


def orderings(kind: str) -> Sequence[str]:
    """Ordering words that are usual in acts of the kind."""
    return ORDERINGS.get(kind, ORDERINGS[act_kinds.ORDER])


ORDERINGS: Mapping[str, Sequence[str]] = {
    act_kinds.ORDER: ("ЗОБОВ'ЯЗУЮ:", "ДОРУЧАЮ:", "ПОСТАНОВЛЯЮ:"),
    act_kinds.PERSONNEL_ORDER: ("НАКАЗУЮ:", "ЗОБОВ'ЯЗУЮ:", "ПОСТАНОВЛЯЮ:"),
    act_kinds.COMMITTEE: ("виконавчий комітет міської ради ВИРІШИВ:", "виконком міської ради вирішив:"),
    act_kinds.PROTOCOL: ("виконавчий комітет міської ради ВИРІШИВ:", "виконком міської ради вирішив:"),
    act_kinds.COUNCIL: ("міська рада ВИРІШИЛА:", "міська рада вирішила:"),
}
_CONTROL = "Контроль за виконанням {} покласти на "
CONTROL: Mapping[str, str] = {
    act_kinds.ORDER: _CONTROL.format("розпорядження"),
    act_kinds.PERSONNEL_ORDER: _CONTROL.format("розпорядження"),
    act_kinds.COMMITTEE: _CONTROL.format("рішення"),
    act_kinds.PROTOCOL: _CONTROL.format("рішення"),
    act_kinds.COUNCIL: _CONTROL.format("рішення"),
}


def years(on: date, since: int) -> Iterator[tuple[int, str]]:
    """Years offered by filters, the newest first."""
    return ((year, str(year)) for year in range(on.year, since - 1, -1))


def _executors(point: Point, known: Mapping[int, Any]) -> Iterator[Executor]:
    return (Executor(post, known[post].title) for post in point.executors if post in known)


def version_text(request: Any, version: Any) -> str:
    """The text of a version that was sent for visas, part by part."""
    content = on_paper.read(version.content)
    context = {"content": content, "points": points(content), "annexes": annexes(content)}
    return render_to_string("acts/version.html", context, request)
