"""An act of earlier years read from the paper on which it was kept: kind, date, number, text, annexes, what it does to others.

The paper is a DOCX or its plain text. Either the whole act stands there, or only what it approved, under «ЗАТВЕРДЖЕНО». What
was not understood is named and left to the person who brings the act in (KR 15.12).
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from magistrat.rules import act_recognition, act_references, act_text
from magistrat.rules.act_blocks import Block
from magistrat.rules.act_references import Reference
from magistrat.rules.act_text import ActText, Annex, Point

ORDER, COMMITTEE, COUNCIL = "order", "committee-decision", "council-decision"
KINDS = {"mayor_order": ORDER, "committee_decision": COMMITTEE, "council_decision": COUNCIL}
NAMES = {
    ORDER: "розпорядження міського голови",
    COMMITTEE: "рішення виконкому міської ради",
    COUNCIL: "рішення міської ради",
}
REPEALS, CHANGES = "repeals", "changes"
# How many blocks the head of an act may take: names of council and body, kind, date, place, number.
HEAD = 14
BAR = "|"
_SPACED = re.compile(r"(?<=\b\w) (?=\w\b)")
_ORDER = re.compile(r"розпорядженн", re.IGNORECASE)
_DECISION = re.compile(r"рішенн", re.IGNORECASE)
_COMMITTEE = re.compile(r"виконавч\w+ комітет|виконком", re.IGNORECASE)
_DATE = re.compile(r"\b(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>(?:19|20)\d{2})\b")
_NUMBER = re.compile(r"№\s*(?P<number>\d+(?:[-/]\w+)*)")
_APPROVED = re.compile(r"затверджено\b", re.IGNORECASE)
_SIGNS = re.compile(r"(?:В\.о\. )?(?:Міський голова|Секретар міської ради)\s*$")
_LABELLED = re.compile(r"\d{1,3}(?:\.\d{1,3})*\.?\s")
_HYPHEN = re.compile(r"(?<=[а-яіїєґ])-\s*\n\s*(?=[а-яіїєґ])")
_MARKS = re.compile(r"\*+|\[bookmark: \w+\]|\[image: \w+\]")
_SECTION = re.compile(r"(?:(?:\d{1,2}\.)+|[IVXІХ]+\.?|Розділ\b|РОЗДІЛ\b)\s")
_WITH_CHANGES = re.compile(r",?\s*зі\s+змінами", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Mention:
    """An act that a point touches, with those that have changed it as the point itself says.

    :param deed: `REPEALS` or `CHANGES`; ``kind``: of the touched act, `ORDER`…, empty where the words do not say it.
    :param changed_by: «зі змінами, унесеними рішеннями …»: each its own mention with the deed `CHANGES`.
    """

    deed: str
    kind: str
    on: date
    number: str
    title: str
    point: str
    changed_by: tuple[Mention, ...] = ()

    @property
    def printed(self) -> str:
        """«рішення виконкому міської ради від 12.12.2018 № 575 «Про …»»."""
        name = NAMES.get(self.kind, "акт")
        return f"{name} від {self.on:%d.%m.%Y} № {self.number}" + (f" «{self.title}»" if self.title else "")


@dataclass(frozen=True, slots=True)
class EarlierAct:
    """What was read; empty fields the person fills in. `signed_by`: the signatory's post as the paper has it."""

    kind: str
    on: date | None
    number: str
    text: ActText
    mentions: tuple[Mention, ...]
    signed_by: str
    left: tuple[str, ...]


def read(blocks: Iterable[Block]) -> EarlierAct:
    """The act of these paragraphs and tables."""
    given = [block for block in map(_plain, blocks) if block.text or block.rows]
    head, below = _apart(given)
    recognised = act_recognition.recognise(_main(head), known=(), on=date(1991, 8, 24))
    annex = _approved(below)
    text = recognised.text
    if annex is not None:
        text = dataclasses.replace(text, annexes=(*text.annexes, annex), title=text.title or annex.title)
    marked = _facts(_mark(below))
    found = _facts([one.text for one in head[:HEAD]])
    kind, on, number = found[0] or marked[0], found[1] or marked[1], found[2] or marked[2]
    signed = [one.text for one in head if _SIGNS.match(one.text)]
    return EarlierAct(
        kind, on, number, text, tuple(mentions(text)), signed[0] if signed else "", tuple(recognised.left)
    )


def blocks_of(words: str) -> list[Block]:
    """The paragraphs of a plain text: blank lines part them, lines within one are joined, numbered lines begin anew."""
    return [block for part in re.split(r"\n\s*\n", words.replace("\r\n", "\n")) for block in _paragraph(part)]


def mentions(text: ActText) -> Iterator[Mention]:
    """Acts that the points take out of force or change, each once."""
    seen = set[tuple[date, str]]()
    for point in act_text.walk(text.points):
        for one in _of_point(point):
            if (one.on, one.number) not in seen:
                seen |= {(found.on, found.number) for found in (one, *one.changed_by)}
                yield one


# ── the paper ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _paragraph(part: str) -> Iterator[Block]:
    if rows := _rows(part):
        yield Block(rows=rows)
        return
    lines: list[str] = []
    for line in _HYPHEN.sub("", part).split("\n"):
        if lines and _LABELLED.match(line.strip()):
            yield _block(lines)
            lines = []
        if line.strip():
            lines.append(line.strip())
    if lines:
        yield _block(lines)


def _rows(part: str) -> tuple[tuple[str, ...], ...]:
    """A table drawn with bars, without its ruling lines; nothing for other paragraphs."""
    lines = [line.strip().removeprefix("- ").strip() for line in part.split("\n") if line.strip()]
    if not lines or not all(line.startswith(BAR) for line in lines):
        return ()
    rows = [tuple(cell.strip() for cell in line.strip(BAR).split(BAR)) for line in lines]
    return tuple(row for row in rows if any(cell.strip("-: ") for cell in row))


def _block(lines: Sequence[str]) -> Block:
    words = " ".join(" ".join(lines).split())
    is_heading = bool(re.fullmatch(r"[#\s]*\*+[^*].*\*+\W*", words)) or words.startswith("#")
    return Block(words, is_heading)


def _plain(block: Block) -> Block:
    words = " ".join(_MARKS.sub("", block.text.lstrip("# ")).split())
    if re.fullmatch(r"(?:\w )+\w", words):
        words = _SPACED.sub("", words)
    return dataclasses.replace(block, text=words)


def _apart(given: Sequence[Block]) -> tuple[list[Block], list[Block]]:
    """The act itself, and what stands under «ЗАТВЕРДЖЕНО»."""
    for place, block in enumerate(given):
        if _APPROVED.match(block.text) and len(block.text) < 120:
            return list(given[:place]), list(given[place:])
    return list(given), []


def _main(head: Sequence[Block]) -> list[Block]:
    """The act up to its signature; on a scan stamps and seals follow it."""
    for place, block in enumerate(head):
        if _SIGNS.match(block.text):
            return list(head[:place])
    return list(head)


def _approved(below: Sequence[Block]) -> Annex | None:
    """What the act approved: under the mark with the act's name its title, then its sections."""
    if not below:
        return None
    mark = _mark(below)
    place = len(mark)
    # The title may go on in the line of the number.
    number = _NUMBER.search(below[place - 1].text)
    rest = below[place - 1].text[number.end() :].strip() if number else ""
    title = [rest] if rest else list[str]()
    while place < len(below) and len(title) < 6 and _is_title(below[place], title):
        title.append(below[place].text)
        place += 1
    body = below[place:]
    tables = [place for place, one in enumerate(body) if one.rows]
    # An annex has one table after its words; of several, and of the contents that stand before all words, the lines are kept.
    own = tables[0] if len(tables) == 1 and tables[0] > 0 else None
    lines = [line for place, one in enumerate(body) if place != own for line in _lines(one)]
    return Annex("", " ".join(title), "\n".join(lines), body[own].rows if own is not None else ())


def _lines(block: Block) -> Iterator[str]:
    if block.text:
        yield f"{block.label} {block.text}".strip()
    yield from (" ".join(cell for cell in row if cell) for row in block.rows)


def _mark(below: Sequence[Block]) -> list[str]:
    """The lines of «ЗАТВЕРДЖЕНО» with the name of the act, up to its number."""
    lines: list[str] = []
    for block in below[:5]:
        lines.append(block.text)
        if found := _NUMBER.search(block.text):
            lines[-1] = block.text[: found.end()]
            break
    return lines


def _is_title(block: Block, title: Sequence[str]) -> bool:
    if block.rows or _SECTION.match(block.text) or len(block.text) > 200:
        return False
    return not title or block.is_heading or not block.text.endswith(".")


def _facts(lines: Sequence[str]) -> tuple[str, date | None, str]:
    """Kind, date and number by the first lines of a paper."""
    words = "\n".join(lines)
    head = words.split("\nПро ")[0] if "\nПро " in words else words
    found, number = _DATE.search(head), _NUMBER.search(head)
    kind = ""
    if _ORDER.search(head):
        kind = ORDER
    elif _DECISION.search(head):
        kind = COMMITTEE if _COMMITTEE.search(head) else COUNCIL
    return kind, _day(found) if found else None, number["number"] if number else ""


def _day(found: re.Match[str]) -> date | None:
    try:
        return date(int(found["y"]), int(found["m"]), int(found["d"]))
    except ValueError:
        return None


# ── what it does to others ──────────────────────────────────────────────────────────────────────────────────────────


def _of_point(point: Point) -> Iterator[Mention]:
    words = point.text
    before, *after = _WITH_CHANGES.split(words, maxsplit=1)
    touched = _references(point.label, words, before)
    deed = next((REPEALS if one.repeals else CHANGES for one in touched if one.repeals or one.changes), "")
    if not deed:
        return
    own = {(one.on, one.number) for one in touched}
    changing = [one for one in (_references(point.label, words, after[0]) if after else [])
                if (one.on, one.number) not in own]  # fmt: skip
    for place, one in enumerate(touched):
        is_last = place == len(touched) - 1
        later = tuple(_mention(CHANGES, found, words, ()) for found in changing) if is_last else ()
        yield _mention(deed, one, words, later)


def _references(label: str, words: str, part: str) -> list[Reference]:
    """Acts named in a part of the point's words; what is done to them the whole point says."""
    whole = act_references.find(ActText(points=(Point(label, words),)))
    said = next(iter(whole), None)
    found = act_references.find(ActText(points=(Point(label, part),)))
    return [
        dataclasses.replace(one, repeals=said.repeals, changes=said.changes) if said is not None else one
        for one in found
    ]  # fmt: skip


def _mention(deed: str, one: Reference, words: str, changed_by: tuple[Mention, ...]) -> Mention:
    kind = KINDS.get(one.kind, "")
    return Mention(deed, kind, one.on, one.number, _title(one, words), one.point, changed_by)


def _title(one: Reference, words: str) -> str:
    """The heading in quotes after the number; of several acts with one heading it stands after the last of them."""
    place = re.search(rf"№\s*{re.escape(one.number)}\b", words)
    if place is None:
        return ""
    rest = words[place.end() :]
    begin = re.match(
        rf"(?:\s*,\s*(?:від\s+)?{_DATE.pattern.replace('?P<', '?P<_')}(?:\s*року)?\s*№\s*[\w/-]+)*\s*«", rest
    )
    if begin is None:
        return ""
    depth, found = 1, ""
    for sign in rest[begin.end() :]:
        depth += (sign == "«") - (sign == "»")
        if depth == 0:
            return found.strip()
        found += sign
    # A quote within a quote often shares its last mark with it.
    return found.strip().rstrip(".;").removesuffix("»").strip() + ("»" if "«" in found else "")
