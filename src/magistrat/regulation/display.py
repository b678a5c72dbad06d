"""A clause as people read it: paragraphs, lists and tables, without what scanning left.

Only what is shown is mended; the kept words stay letter by letter (the source file is one link away on every page).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass

from django.utils.html import escape, format_html_join
from django.utils.safestring import SafeString

CYRILLIC = "А-ЯІЇЄҐа-яіїєґ"
# Latin letters that scanning puts into Ukrainian words, and the letters that they stand for.
ALIKE = str.maketrans("aceiopxyABCEHIKMOPTX", "асеіорхуАВСЕНІКМОРТХ")
MIXED = re.compile(rf"\b(?=\w*[{CYRILLIC}])(?=\w*[aceiopxyABCEHIKMOPTX])[{CYRILLIC}aceiopxyABCEHIKMOPTX]+\b")
MARKS = re.compile(r"[*#]+")
# Letters of alphabets that a Ukrainian text does not have (one Arabic letter stands in DR 10.1).
STRAY = re.compile("[\u0530-\u1dff]")
BLANK = re.compile(r"(?:\\_|_){2,}")
ENDS = re.compile(r"[.:;!?»)…]$")
# A list that stands within a line: «…: - перше; - друге».
INLINE_ITEM = re.compile(r"(?<=[:;])\s+[-–—]\s+(?=\S)")
ITEM = re.compile(r"^[-–—•]\s+")
NUMBERED = re.compile(r"^\d{1,2}\.\s")
RULE = re.compile(r"^[|\s:\-–—]*$")
# Words that a page break repeats are longer than this.
REPEATED = 20


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, an item of a list, a heading, or a table whose first row is its head."""

    kind: str
    text: str = ""
    rows: tuple[tuple[str, ...], ...] = ()


def blocks(text: str, *, is_form: bool = False, known: Collection[str] = ()) -> tuple[Block, ...]:
    """The clause's text in blocks.

    :param is_form: lines of a form (an annex) stay apart, as its blanks and signatures do.
    :param known: words of the whole regulation in small letters; a word broken at a line's end is joined when it is one.
    """
    found: list[Block] = []
    for block in _raw(text, is_form, known):
        last = found[-1] if found else None
        if last and block.kind == "paragraph" and last.kind in {"paragraph", "item"} and not is_form:
            said = _without_repeated(last.text, block.text)
            if not said:
                continue
            if not ENDS.search(last.text) and said[0].islower():
                found[-1] = Block(last.kind, f"{last.text} {said}")
                continue
        found.append(block)
    return tuple(found)


def words_of(text: str) -> frozenset[str]:
    """Words of a text in small letters, for `known`."""
    return frozenset(re.findall(rf"[{CYRILLIC}'’]+", text.lower()))


def line(text: str) -> str:
    """A heading or a short text in one line."""
    return " ".join(block.text for block in blocks(text) if block.text).strip(" ,")


def marked(text: str, stems: Collection[str]) -> str | SafeString:
    """The text with the words marked that begin so (`<mark>`); without stems as it is."""
    if not stems or not text:
        return text
    wanted = re.compile("|".join(re.escape(stem).replace("'", "['’]") for stem in stems), re.IGNORECASE)
    places = list(wanted.finditer(text))
    ends = [0, *(found.end() for found in places)]
    rest = escape(text[ends[-1] :])
    pairs = ((text[end : found.start()], found[0]) for end, found in zip(ends, places, strict=False))
    return format_html_join("", "{}<mark>{}</mark>", pairs) + rest


def _raw(text: str, is_form: bool, known: Collection[str]) -> Iterator[Block]:
    for paragraph in re.split(r"\n[^\S\n]*\n", text):
        lines = [one.rstrip() for one in paragraph.splitlines() if one.strip()]
        if not lines or all(RULE.match(one) for one in lines):
            continue
        if any("\t" in one or one.lstrip().startswith("|") for one in lines):
            yield from _with_tables(lines, is_form, known)
        else:
            yield from _paragraphs(lines, is_form, known)


def _with_tables(lines: list[str], is_form: bool, known: Collection[str]) -> Iterator[Block]:
    rows: list[tuple[str, ...]] = []
    beside: list[str] = []
    for one in lines:
        if "\t" in one or one.lstrip().startswith("|"):
            cells = one.split("\t") if "\t" in one else one.strip().strip("|").split("|")
            if not RULE.match("".join(cells)) or (rows and not any("-" in cell for cell in cells)):
                rows.append(tuple(_plain(cell) for cell in cells))
        else:
            beside.append(one)
    if beside:
        yield from _paragraphs(beside, is_form, known)
    if rows:
        wide = max(map(len, rows))
        yield Block("table", rows=tuple((*row, *[""] * (wide - len(row))) for row in rows))


def _paragraphs(lines: list[str], is_form: bool, known: Collection[str]) -> Iterator[Block]:
    """Lines of one paragraph: items each for themselves, a form's lines each for themselves, others joined."""
    group: list[str] = []
    for one in lines:
        if group and (is_form or ITEM.match(one.strip()) or NUMBERED.match(one.strip())):
            yield from _joined(group, known)
            group = []
        group.append(one)
    yield from _joined(group, known)


def _joined(lines: Iterable[str], known: Collection[str]) -> Iterator[Block]:
    whole = ""
    for one in (line.strip() for line in lines):
        whole = _glued(whole, one, known) if whole else one
    kind = "heading" if whole.startswith("#") else "item" if ITEM.match(whole) else "paragraph"
    first, *items = INLINE_ITEM.split(_plain(ITEM.sub("", MARKS.sub("", whole).strip())))
    if first:
        yield Block(kind, first)
    yield from (Block("item", item) for item in items if item)


def _glued(before: str, after: str, known: Collection[str]) -> str:
    """Two lines as one; a word broken between them is whole again, a hyphen of the word itself stays."""
    left, right = re.search(rf"([{CYRILLIC}'’]+)-$", before), re.match(rf"[{CYRILLIC}'’]+", after)
    if left and right and after[0].islower():
        is_broken = f"{left[1]}{right[0]}".lower() in known
        return f"{before[:-1] if is_broken else before}{after}"
    return f"{before} {after}"


def _without_repeated(before: str, after: str) -> str:
    """The paragraph without the words with which the last one ended: a page break may print a line twice."""
    for size in range(min(len(before), len(after)), REPEATED, -1):
        if before.endswith(after[:size]):
            return after[size:].lstrip()
    return after


STEPS: tuple[Callable[[str], str], ...] = (
    # a long blank is as long as a short one, or it would widen the page
    lambda text: BLANK.sub(lambda found: "_" * min(8, found[0].count("_")), text),
    lambda text: re.sub(r"\\(.)", r"\1", text),
    lambda text: MARKS.sub("", text),
    lambda text: STRAY.sub("", text),
    lambda text: re.sub(rf"(?<=[{CYRILLIC}])`(?=[{CYRILLIC}])", "'", text),
    lambda text: MIXED.sub(lambda found: found[0].translate(ALIKE), text),
    lambda text: re.sub(r"\s+", " ", text),
    lambda text: re.sub(r" +(?=[,;.)](?:\s|$))", "", text),
    lambda text: text.strip(),
)


def _plain(text: str) -> str:
    for step in STEPS:
        text = step(text)
    return text
