"""Cuts a regulation's text at its clauses: chapters, numbered clauses, annexes, and numbers that are printed twice."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from magistrat.rules import clause_marks
from magistrat.rules.clause_marks import Annex, Mark, plain


@dataclass(frozen=True, slots=True)
class Clause:
    """A numbered clause, or what stands before the first number of a chapter or an annex (``number`` is empty then).

    ``place`` is 0 where the number is printed once, else 1, 2… in the order of the text; ``text`` has no number before it
    and is letter by letter the regulation's; ``first`` and ``last`` are lines from 1, ``start`` and ``end`` places in the
    text (the number included).
    """

    number: str
    place: int
    chapter: str
    chapter_title: str
    annex: str
    annex_title: str
    text: str
    first: int
    last: int
    start: int
    end: int

    @property
    def id(self) -> str:
        """How entries name it: ``8.12``, ``7.3-1`` (first of two), ``A15-4.1``, ``A3``; ``36`` is a chapter's preface."""
        own = f"{self.number}-{self.place}" if self.place else self.number or self.chapter
        return "-".join(part for part in (f"A{self.annex}" if self.annex else "", own) if part)

    @property
    def printed(self) -> str:
        """As cited to people: ``8.12``, ``додаток 15, п. 4.1``, ``розділ 36`` (its preface)."""
        annex = f"додаток {self.annex}" if self.annex else ""
        own = f"розділ {self.chapter}" if self.chapter else ""
        if self.number:
            own = f"п. {self.number}" if annex else self.number
        return ", ".join(part for part in (annex, own) if part)


def split(text: str, annexes: Iterable[Annex] = ()) -> tuple[Clause, ...]:
    """The clauses of a regulation in the order of its text.

    :param annexes: what the text does not say of its annexes.
    """
    annexes = tuple(annexes)
    return _with_places(
        _clauses(text, clause_marks.find(text, annexes), {annex.number: annex.title for annex in annexes})
    )


def base(entry: str) -> str:
    """The clause of an entry's id: ``7.3-1.a`` is of ``7.3-1``."""
    return re.sub(r"\.[a-z]+$", "", entry)


def find(clauses: Iterable[Clause], entry: str, printed: str = "") -> tuple[Clause, ...]:
    """The clauses that an entry's id means (several where its number is printed twice and the id does not say which).

    :param printed: the clause as the entry prints it, asked when no clause has the id.
    """
    clauses, wanted = tuple(clauses), base(entry)
    own = tuple(clause for clause in clauses if clause.id == wanted)
    return own or tuple(clause for clause in clauses if clause.printed == (printed or wanted))


def whole(clauses: Sequence[Clause], clause: Clause) -> tuple[Clause, ...]:
    """The clause and the clauses into which it is divided; of a preface, all of its chapter or annex."""
    found = [clause]
    for later in clauses[clauses.index(clause) + 1 :]:
        if later.annex != clause.annex or (clause.chapter and later.chapter != clause.chapter):
            break
        if clause.number and not later.number.startswith(f"{clause.number}."):
            break
        found.append(later)
    return tuple(found)


# ── the clauses between those places ────────────────────────────────────────────────────────────────────


def _clauses(text: str, marks: Sequence[Mark], titles: Mapping[str, str]) -> Iterator[Clause]:
    ends = [mark.start for mark in marks[1:]] + [len(text)] * bool(marks)
    lines = [0, *(match.end() for match in re.finditer("\n", text))]
    annex, title, chapter, chapter_title = "", "", "", ""
    yield from _kept(text, lines, Clause("", 0, "", "", "", "", "", 0, 0, 0, marks[0].start if marks else len(text)), 0)
    for mark, end in zip(marks, ends, strict=True):
        number = ""
        if mark.what == "annex":
            title = titles.get(mark.number) or _annex_title(text[mark.start : end])
            annex, chapter, chapter_title = mark.number, "", ""
        elif mark.what == "clause":
            number, first = mark.number, mark.number.split(".")[0]
            chapter, chapter_title = first, chapter_title if first == chapter else ""
        else:
            chapter, chapter_title = mark.number, mark.title
        clause = Clause(number, 0, chapter, chapter_title, annex, title, "", 0, 0, mark.start, end)
        yield from _kept(text, lines, clause, mark.after)


def _kept(text: str, lines: list[int], clause: Clause, after: int) -> Iterator[Clause]:
    """The clause with its text and lines; nothing where it has neither number nor text."""
    said = text[after : clause.end].strip()
    if said or clause.number:
        start = clause.start + len(text[clause.start : clause.end]) - len(text[clause.start : clause.end].lstrip())
        end = start + len(text[start : clause.end].rstrip())
        yield replace(
            clause, text=said, start=start, end=end, first=_line(lines, start), last=_line(lines, max(start, end - 1))
        )


def _line(lines: list[int], place: int) -> int:
    return bisect_right(lines, place)


def _with_places(clauses: Iterable[Clause]) -> tuple[Clause, ...]:
    clauses = tuple(clauses)
    printed = Counter((clause.annex, clause.number) for clause in clauses if clause.number)
    met: Counter[tuple[str, str]] = Counter()
    found = []
    for clause in clauses:
        key = (clause.annex, clause.number)
        met[key] += 1
        found.append(replace(clause, place=met[key]) if printed[key] > 1 else clause)
    return tuple(found)


def _annex_title(text: str) -> str:
    """The first words of an annex that are neither its number nor what a form leaves blank."""
    for paragraph in re.split(r"\n\s*\n", text):
        words = plain(paragraph)
        if len(words) > 3 and not re.match(r"(?i)додаток\s+\d|[(]|зразо", words):
            return words
    return ""
