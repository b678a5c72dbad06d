"""Names of bodies within a sentence of an act: «управлінням економіки», «управлінню економіки» (KR annexes 3, 4, 8–11)."""

from __future__ import annotations

import re

INSTRUMENTAL, DATIVE = "instrumental", "dative"
# Endings of the nominative with the instrumental and the dative, the longest first.
ADJECTIVES = (("ній", "нім", "ньому"), ("ий", "им", "ому"), ("ій", "ім", "ьому"), ("е", "им", "ому"), ("а", "ою", "ій"))
NOUNS = (
    ("ння", "нням", "нню"), ("ття", "ттям", "ттю"), ("ія", "ією", "ії"), ("ка", "кою", "ці"), ("га", "гою", "зі"),
    ("ха", "хою", "сі"), ("а", "ою", "і"), ("ня", "нею", "ні"), ("я", "ею", "і"), ("о", "ом", "у"), ("ій", "ієм", "ію"),
    ("ль", "лем", "лю"), ("й", "єм", "ю"),
)  # fmt: skip
ADJECTIVE = re.compile(r"(?:[иі]й|[нвк]е|ьке|[нв]а|[сцз]ька)$")
# Nouns that end like adjectives.
NOUN_HEADS = frozenset({"установа", "країна", "родина", "дільниця", "будова"})
OF_COUNCIL = re.compile(r"\s+(?:(?:виконкому|апарату)\s+)?(?:[А-ЯІЇЄҐ][\w'’-]*\s+)?міської ради.*$")
CONSONANTS = "бвгґджзклмнпрстфхцчшщ"


def name_in(case: str, name: str, *, is_own: bool = True) -> str:
    """The name in the case: adjectives and the head word change, what depends on them stays.

    :param is_own: a body of the city hall, written with a small letter within a sentence.
    """
    words = name.split(" ")
    if is_own and words[0][1:2].islower():
        words[0] = words[0][:1].lower() + words[0][1:]
    for place, word in enumerate(words):
        if not word[1:2].islower():
            return " ".join(words)
        following = words[place + 1 : place + 2]
        if following and ADJECTIVE.search(word) and word.lower() not in NOUN_HEADS:
            words[place] = _ended(case, word, ADJECTIVES)
            continue
        words[place] = _ended(case, word, NOUNS)
        break
    return " ".join(words)


def without_council(name: str) -> str:
    """«Управління економіки виконкому міської ради» as acts name it: «Управління економіки»."""
    return OF_COUNCIL.sub("", name) or name


def _ended(case: str, word: str, endings: tuple[tuple[str, str, str], ...]) -> str:
    place = 1 if case == INSTRUMENTAL else 2
    for row in endings:
        if word.endswith(row[0]):
            return word.removesuffix(row[0]) + row[place]
    return word + ("", "ом", "у")[place] if word[-1:].lower() in CONSONANTS else word
