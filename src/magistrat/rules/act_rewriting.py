"""One change of an act's text carried out: points, words, heading, annexes, the whole (KR 15.13; DR 4.6, 5.5)."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from magistrat.rules import act_text
from magistrat.rules.act_text import ActText, Annex, Point

REWRITE, ADD, REMOVE, REPLACE, INSERT, RELABEL, TITLE, ANNEX, WHOLE = (
    "rewrite", "add", "remove", "replace", "insert", "relabel", "title", "annex", "whole",
)  # fmt: skip
_OWN_LABEL = re.compile(r"^(?P<label>\d{1,3}(?:\.\d{1,3})*)\.?\s+(?P<rest>.*)$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Change:
    """One thing to be done to a text.

    :param deed: `REWRITE ADD REMOVE REPLACE INSERT RELABEL TITLE ANNEX WHOLE`.
    :param label: of the point or annex; empty for the heading, the stating part (of `REPLACE` and `INSERT`) and the whole.
    :param old: words to be replaced, or after which `words` are put.
    """

    deed: str
    label: str = ""
    words: str = ""
    old: str = ""
    annex: Annex | None = None


def apply(text: ActText, change: Change) -> ActText:
    """The text with one change carried out.

    :raises ValueError: with a sentence, when the text has no such part or has it already.
    """
    return _DEEDS[change.deed](text, change)


class Unfit(ValueError):
    """The text has not what the change speaks of."""


def short(sentence: str) -> str:
    """So much of a sentence as a message bears."""
    words = " ".join(sentence.split())
    return words if len(words) <= 120 else f"{words[:117]}…"


def _rewrite(text: ActText, change: Change) -> ActText:
    return _replaced(text, change.label, lambda old: [_written(change.label, change.words, old.is_control)])


def _add(text: ActText, change: Change) -> ActText:
    if any(one.label == change.label for one in act_text.walk(text.points)):
        raise Unfit(f"Пункт {change.label} уже є: доповнити ним не можна.")
    new, (parent, _, _) = _written(change.label, change.words, False), change.label.rpartition(".")
    if not parent:
        return dataclasses.replace(text, points=_placed(text.points, new))
    return _replaced(text, parent, lambda old: [dataclasses.replace(old, points=_placed(old.points, new))])


def _remove(text: ActText, change: Change) -> ActText:
    return _replaced(text, change.label, lambda old: [])


def _relabel(text: ActText, change: Change) -> ActText:
    return _replaced(text, change.label, lambda old: [_labelled(old, change.label, change.words)])


def _replace(text: ActText, change: Change) -> ActText:
    return _reword(text, change, lambda words: words.replace(change.old, change.words))


def _insert(text: ActText, change: Change) -> ActText:
    return _reword(text, change, lambda words: words.replace(change.old, f"{change.old} {change.words}", 1))


def _reword(text: ActText, change: Change, put: Callable[[str], str]) -> ActText:
    if not change.label:
        if change.old not in text.stating:
            raise Unfit(f"У констатуючій частині немає слів «{short(change.old)}».")
        return dataclasses.replace(text, stating=_tidy(put(text.stating)))

    def changed(old: Point) -> list[Point]:
        if change.old in old.text:
            return [dataclasses.replace(old, text=_tidy(put(old.text)))]
        if change.old in old.named:
            return [dataclasses.replace(old, named=_tidy(put(old.named)))]
        if change.old in old.due_words:
            return [dataclasses.replace(old, due_words=_tidy(put(old.due_words)))]
        raise Unfit(f"У пункті {change.label} немає слів «{short(change.old)}».")

    return _replaced(text, change.label, changed)


def _title(text: ActText, change: Change) -> ActText:
    return dataclasses.replace(text, title=change.words)


def _annex(text: ActText, change: Change) -> ActText:
    assert change.annex is not None
    new = dataclasses.replace(change.annex, label=change.label)
    if not any(one.label == change.label for one in text.annexes):
        raise Unfit(f"Додатка {change.label} в акті немає.".replace("  ", " "))
    return dataclasses.replace(text, annexes=tuple(new if one.label == change.label else one for one in text.annexes))


def _whole(text: ActText, change: Change) -> ActText:
    """The whole act written anew stands in an annex of the one that changes it: its words are the new text."""
    assert change.annex is not None
    points = tuple(_points(change.annex.text))
    if not points:
        raise Unfit("Нову редакцію всього акта не розпізнано в додатку: внесіть її текст.")
    return dataclasses.replace(text, title=change.annex.title or text.title, points=points)


_DEEDS: dict[str, Callable[[ActText, Change], ActText]] = {
    REWRITE: _rewrite, ADD: _add, REMOVE: _remove, REPLACE: _replace, INSERT: _insert, RELABEL: _relabel, TITLE: _title,
    ANNEX: _annex, WHOLE: _whole,
}  # fmt: skip


def _replaced(text: ActText, label: str, put: Callable[[Point], list[Point]]) -> ActText:
    if not any(one.label == label for one in act_text.walk(text.points)):
        raise Unfit(f"Пункту {label} в акті немає.")
    return dataclasses.replace(text, points=_within(text.points, label, put))


def _within(points: Iterable[Point], label: str, put: Callable[[Point], list[Point]]) -> tuple[Point, ...]:
    found: list[Point] = []
    for one in points:
        if one.label == label:
            found += put(one)
        else:
            found.append(dataclasses.replace(one, points=_within(one.points, label, put)))
    return tuple(found)


def _placed(points: Sequence[Point], new: Point) -> tuple[Point, ...]:
    return tuple(
        sorted([*points, new], key=lambda one: [int(part) for part in one.label.split(".") if part.isdecimal()])
    )


def _written(label: str, words: str, is_control: bool) -> Point:
    """A point from its quoted words: its own label is left out, lines with labels under it are its points."""
    own = _OWN_LABEL.match(words)
    if own and own["label"] == label:
        words = own["rest"]
    lines: list[str] = []
    below: list[str] = []
    for line in words.split("\n"):
        found = _OWN_LABEL.match(line.strip())
        is_below = bool(below) or (found is not None and found["label"].startswith(f"{label}."))
        (below if is_below else lines).append(line.strip())
    points = tuple(_points("\n".join(below), label))
    return Point(label=label, text="\n".join(lines).strip().rstrip("."), points=points, is_control=is_control)


def _points(words: str, under: str = "") -> Iterator[Point]:
    """Numbered lines as points; a line without a number goes on the one before."""
    found: list[tuple[str, list[str]]] = []
    for line in words.split("\n"):
        own = _OWN_LABEL.match(line.strip())
        if own:
            found.append((own["label"], [own["rest"]]))
        elif found and line.strip():
            found[-1][1].append(line.strip())
    yield from _nested(found, under)


def _nested(found: Sequence[tuple[str, list[str]]], under: str) -> Iterator[Point]:
    for label, lines in found:
        if label.rpartition(".")[0] == under:
            below = [one for one in found if one[0].startswith(f"{label}.")]
            yield Point(label=label, text="\n".join(lines).rstrip("."), points=tuple(_nested(below, label)))


def _labelled(point: Point, old: str, new: str) -> Point:
    below = tuple(_labelled(one, old, new) for one in point.points)
    return dataclasses.replace(point, label=new + point.label.removeprefix(old), points=below)


def _tidy(words: str) -> str:
    return re.sub(r" +([,.;])", r"\1", re.sub(r"  +", " ", words)).strip()
