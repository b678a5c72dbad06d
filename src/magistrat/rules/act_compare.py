"""Two texts of an act side by side, part by part, with the words that differ."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from magistrat.rules import act_text
from magistrat.rules.act_text import ActText, Point, Titles

SAME, CHANGED, ADDED, REMOVED = "same", "changed", "added", "removed"
_WORDS = re.compile(r"\w+(?:['’ʼ-]\w+)*|\s+|[^\w\s]")
# Parts less alike than this are two different ones: one taken away, one added.
LIKE = 0.4


@dataclass(frozen=True, slots=True)
class Run:
    """Words that stand in both texts, or in one only."""

    words: str
    is_marked: bool = False


@dataclass(frozen=True, slots=True)
class Pair:
    """A part of the earlier text beside that of the later one; labels differ when a point has moved.

    :param state: `SAME`, `CHANGED`, `ADDED` (only in the later) or `REMOVED` (only in the earlier).
    """

    state: str
    old_label: str = ""
    new_label: str = ""
    old: tuple[Run, ...] = ()
    new: tuple[Run, ...] = ()

    @property
    def label(self) -> str:
        """The part's name, as it is now or was."""
        return self.new_label or self.old_label


def compare(old: ActText, new: ActText, titles: Titles) -> list[Pair]:
    """All parts of both texts in the order of the later one, what was taken away at its old place.

    :param titles: posts of both texts as they are printed: another executor is another text.
    """
    return of_parts(parts(old, titles), parts(new, titles))


def parts(text: ActText, titles: Titles) -> list[tuple[str, str]]:
    """Label and words of each part as texts are compared: what is printed, and whom a point names without printing him.

    Whom the act gives a task or the control (KR 8.20; DR 8.2) is part of what a visa is given on, said in print or not.

    :param titles: of all texts that are compared; without any only those written by hand are told.
    """
    return act_text.parts(text, titles, words=_in_full)


def unsaid(point: Point, titles: Titles) -> str:
    """«контролює: заступник міського голови – Бойко І.П.»: whom the point's words do not name, or not beyond doubt."""
    is_printed = not point.is_control or act_text.told(point, titles).is_laid
    posts = [post for post in point.executors if not is_printed or post in titles.alike]
    names = [titles.nominative[post] for post in posts if post in titles.nominative]
    names += [] if is_printed or not point.named.strip() else [point.named.strip()]
    return f"{'контролює' if point.is_control else 'виконує'}: {'; '.join(names)}" if names else ""


def _in_full(point: Point, titles: Titles) -> str:
    beside = unsaid(point, titles)
    return f"{act_text.whole(point, titles)} ({beside})".strip() if beside else act_text.whole(point, titles)


def changed(pairs: Sequence[Pair]) -> list[Pair]:
    """Only the parts that differ; a point that only got another number does not."""
    return [pair for pair in pairs if pair.state != SAME]


def of_parts(old: Sequence[tuple[str, str]], new: Sequence[tuple[str, str]]) -> list[Pair]:
    """The same of labelled words."""
    pairs: list[Pair] = []
    for group in _groups([label for label, _ in old], [label for label, _ in new]):
        pairs += _aligned([old[place] for place in group[0]], [new[place] for place in group[1]])
    return pairs


def _groups(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[list[int], list[int]]]:
    """Places of parts that may answer one another: titles, stating parts, points, annexes, notes."""
    for name in dict.fromkeys(_sort(label) for label in (*new, *old)):
        yield (
            [place for place, label in enumerate(old) if _sort(label) == name],
            [place for place, label in enumerate(new) if _sort(label) == name],
        )


def _sort(label: str) -> str:
    return label.split(" ", maxsplit=1)[0] if label.startswith(("пункт", "додаток")) else label


def _aligned(old: Sequence[tuple[str, str]], new: Sequence[tuple[str, str]]) -> list[Pair]:
    """The best pairing that keeps the order of both: the most alike parts stand side by side."""
    like = [[_likeness(was, now) for _, now in new] for _, was in old]
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i in reversed(range(len(old))):
        for j in reversed(range(len(new))):
            together = like[i][j] + best[i + 1][j + 1] if like[i][j] >= LIKE else -1.0
            best[i][j] = max(together, best[i + 1][j], best[i][j + 1])
    pairs: list[Pair] = []
    i = j = 0
    while i < len(old) or j < len(new):
        if i < len(old) and j < len(new) and like[i][j] >= LIKE and best[i][j] == like[i][j] + best[i + 1][j + 1]:
            pairs.append(_pair(old[i], new[j]))
            i, j = i + 1, j + 1
        elif j == len(new) or (i < len(old) and best[i][j] == best[i + 1][j]):
            pairs.append(Pair(REMOVED, old_label=old[i][0], old=(Run(old[i][1], is_marked=True),)))
            i += 1
        else:
            pairs.append(Pair(ADDED, new_label=new[j][0], new=(Run(new[j][1], is_marked=True),)))
            j += 1
    return pairs


def _likeness(old: str, new: str) -> float:
    if old == new:
        return 2.0  # the same words stand together, whatever else is like them
    first, second = _WORDS.findall(old.lower()), _WORDS.findall(new.lower())
    matcher = difflib.SequenceMatcher(None, first, second, autojunk=False)
    return matcher.ratio() if matcher.real_quick_ratio() >= LIKE and matcher.quick_ratio() >= LIKE else 0.0


def _pair(old: tuple[str, str], new: tuple[str, str]) -> Pair:
    if old[1] == new[1]:
        whole = (Run(new[1]),)
        return Pair(SAME, old[0], new[0], whole, whole)
    first, second = _WORDS.findall(old[1]), _WORDS.findall(new[1])
    left: list[Run] = []
    right: list[Run] = []
    for deed, i, i_end, j, j_end in difflib.SequenceMatcher(None, first, second, autojunk=False).get_opcodes():
        is_marked = deed != "equal"
        if i < i_end:
            left.append(Run("".join(first[i:i_end]), is_marked))
        if j < j_end:
            right.append(Run("".join(second[j:j_end]), is_marked))
    return Pair(CHANGED, old[0], new[0], tuple(left), tuple(right))
