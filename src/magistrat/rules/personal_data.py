"""Places of a text that may tell of a person: looked at by somebody before the text is published (Law 2297-VI, art. 14; KR 15.7, 15.10).

Pure functions. A place is only suspicious: whether it is hidden is a person's word. What is hidden becomes a mark of its
kind, the same words always the same mark, as in the register of court decisions: «ОСОБА_1», «АДРЕСА_1».
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

# A labelled part of a text: «пункт 1.», its words.
Parts = Sequence[tuple[str, str]]

NAME, TAX, PASSPORT, BIRTH, ADDRESS, PHONE, EMAIL, ACCOUNT = (
    "name", "tax", "passport", "birth", "address", "phone", "email", "account",
)  # fmt: skip
KINDS: Mapping[str, str] = {
    NAME: "прізвище з іменем чи ініціалами", TAX: "податковий номер", PASSPORT: "паспорт, УНЗР", BIRTH: "дата народження",
    ADDRESS: "адреса", PHONE: "телефон", EMAIL: "електронна пошта", ACCOUNT: "рахунок",
}  # fmt: skip
MARKS: Mapping[str, str] = {
    NAME: "ОСОБА", TAX: "НОМЕР", PASSPORT: "НОМЕР", BIRTH: "ДАТА", ADDRESS: "АДРЕСА", PHONE: "ТЕЛЕФОН", EMAIL: "ПОШТА",
    ACCOUNT: "РАХУНОК",
}  # fmt: skip
_UP, _LOW, _JOIN = "А-ЯІЇЄҐ", "а-яіїєґ", "['’ʼ]"
_WORD = rf"[{_UP}](?:{_JOIN}?[{_LOW}])+"
_SURNAME = rf"{_WORD}(?:-{_WORD})?"
_CAPITALS = rf"[{_UP}](?:{_JOIN}?[{_UP}]){{2,}}(?:-[{_UP}](?:{_JOIN}?[{_UP}])+)?"
_INITIALS = rf"[{_UP}]\.\s?(?:[{_UP}]\.)"
_PATRONYMIC = rf"[{_UP}](?:{_JOIN}?[{_LOW}])*(?:ович|йович|ївн|івн|йовн|ьович|лліч|куміч)[{_LOW}]{{0,3}}"
_STREET = (
    r"(?:вул(?:\.|иц[яіюею]+)|просп(?:\.|ект[ауі]?)|пров(?:\.|улок|улк[ауі])|бульв(?:\.|ар[уі]?)|пл(?:\.|ощ[аіу])|"
    r"м-н|мкрн\.?|мікрорайон[іу]?|шосе|узв(?:\.|із|оз[іу]))"
)
# The order decides where two begin at the same letter: the more telling one first.
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (EMAIL, re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")),
    (ACCOUNT, re.compile(r"(?<!\w)UA\s?\d{2}(?:\s?\d){25}(?!\d)")),
    (PASSPORT, re.compile(rf"(?<!\d)\d{{8}}-\d{{5}}(?!\d)|(?<![{_UP}])[{_UP}]{{2}}\s?№?\s?\d{{6}}(?!\d)")),
    (PASSPORT, re.compile(r"(?<=паспорт)\w*[^.;\n]{0,40}?(?<!\d)\d{9}(?!\d)")),
    (PHONE, re.compile(r"(?<![\d-])(?:\+?38[\s(-]*)?\(?0\d{2}\)?[\s-]?\d{3}[\s-]?\d{2}[\s-]?\d{2}(?!\d)")),
    (PHONE, re.compile(r"(?:тел(?:\.|ефон\w*)\s*:?\s*)\d[\d\s()-]{4,}\d")),
    (TAX, re.compile(r"(?<![\d-])\d{10}(?!\d)")),
    (BIRTH, re.compile(r"(?<!\d)\d{2}\.\d{2}\.\d{4}(?=\s*(?:р\.\s?н\.|р\.?\s?народження|року народження))")),
    (BIRTH, re.compile(r"народ(?:ився|илася|жен\w+)\s+\d{1,2}[.\s]\s?\w+[.\s]\s?\d{4}")),
    (
        ADDRESS,
        re.compile(
            rf"(?<!\w){_STREET}\s*[^,;.\n\d]{{2,60}},?\s*(?:буд(?:\.|ин\w+)?\s*)?(?:№\s?)?\d+(?:[-/]\d+)?(?:[-\s]?[{_UP}{_LOW}])?(?!\w)"
            rf"(?:,?\s*(?:корп\.?\s*\d+,?\s*)?(?:кв(?:\.|артир\w+)\s*\d+))?"
        ),
    ),
    # A sentence may begin with a verb before the name: «Призначити Марію Іванівну».
    (NAME, re.compile(rf"(?<!\w)(?!\S+ти\s){_SURNAME}\s+{_WORD}\s+{_PATRONYMIC}(?!\w)")),
    (NAME, re.compile(rf"(?<!\w){_SURNAME}\s+{_INITIALS}")),
    (NAME, re.compile(rf"(?<!\w){_INITIALS}\s?{_SURNAME}(?!\w)")),
    (NAME, re.compile(rf"(?<!\w){_WORD}\s+{_CAPITALS}(?!\w)")),
    (NAME, re.compile(rf"(?<!\w){_WORD}\s+{_PATRONYMIC}(?!\w)")),
)


@dataclass(frozen=True, slots=True)
class Place:
    """A suspicious place: in which part, from which letter to which, of which kind (`KINDS`), its words."""

    part: int
    start: int
    end: int
    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A place with what stands around it, for one who judges it."""

    number: int
    label: str
    kind: str
    before: str
    words: str
    after: str


def find(parts: Parts) -> tuple[Place, ...]:
    """Suspicious places in their order, none of which lies within another."""
    return tuple(place for number, (_, words) in enumerate(parts) for place in _of_part(number, words))


def unjudged(parts: Parts, hidden: Collection[int], kept: Collection[int]) -> tuple[Place, ...]:
    """Places of which nobody has said whether they are hidden; numbers are those of `find`."""
    judged = {*hidden, *kept}
    return tuple(place for number, place in enumerate(find(parts)) if number not in judged)


def hide(parts: Parts, hidden: Collection[int]) -> list[tuple[str, str]]:
    """The parts with marks instead of the places of these numbers."""
    places = find(parts)
    chosen = [place for number, place in enumerate(places) if number in hidden]
    marks = _marks(chosen)
    made = []
    for number, (label, words) in enumerate(parts):
        for place in reversed([one for one in chosen if one.part == number]):
            words = words[: place.start] + marks[_same(place)] + words[place.end :]
        made.append((label, words))
    return made


def shown(parts: Parts, around: int = 60) -> list[Shown]:
    """Each place with the words around it."""
    return [
        Shown(
            number, parts[place.part][0], KINDS[place.kind], _before(parts[place.part][1], place.start, around),
            place.words, _after(parts[place.part][1], place.end, around),
        )
        for number, place in enumerate(find(parts))
    ]  # fmt: skip


def digest(parts: Parts) -> str:
    """SHA-256 of the text, in hex: by it one sees that what was judged is what is published."""
    written = json.dumps([list(one) for one in parts], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


def _of_part(part: int, words: str) -> Iterator[Place]:
    found = [
        (match.start(), rank, -match.end(), kind)
        for rank, (kind, pattern) in enumerate(_PATTERNS)
        for match in pattern.finditer(words)
    ]
    end = 0
    for start, _, minus_end, kind in sorted(found):
        if start >= end:
            end = -minus_end
            yield Place(part, start, end, kind, words[start:end])


def _marks(places: Sequence[Place]) -> dict[tuple[str, str], str]:
    marks: dict[tuple[str, str], str] = {}
    counts: dict[str, int] = {}
    for place in places:
        if _same(place) not in marks:
            mark = MARKS[place.kind]
            counts[mark] = counts.get(mark, 0) + 1
            marks[_same(place)] = f"{mark}_{counts[mark]}"
    return marks


def _same(place: Place) -> tuple[str, str]:
    return MARKS[place.kind], " ".join(place.words.split()).casefold()


def _before(words: str, start: int, around: int) -> str:
    cut = words[max(0, start - around) : start].replace("\n", " ")
    return f"…{cut}" if start > around else cut


def _after(words: str, end: int, around: int) -> str:
    cut = words[end : end + around].replace("\n", " ")
    return f"{cut}…" if end + around < len(words) else cut
