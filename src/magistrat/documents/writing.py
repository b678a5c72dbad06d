"""How words may be written: apostrophes, look-alike letters, hyphens, the other keyboard, transliteration.

One normal form for what is stored and what is asked, so that both meet however they were typed, scanned or read.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import translitua

APOSTROPHES = "'’ʼ‘`´ʹۥ‛′ˈ＇"
# These are apostrophes only where a word cannot go on otherwise: after a consonant, before я, ю, є, ї.
QUOTES_AS_APOSTROPHES = '"″”“‟„*'
HYPHENS = "-‐‑‒–−"
# Soft hyphen, zero-width characters, the combining stress mark.
INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff\u0301"

_CONSONANTS = "бвгґджзйклмнпрстфхцчшщ"
_IOTATED = "яюєї"
_STRAY = re.compile(rf"(?<=[{_CONSONANTS}])[{re.escape(QUOTES_AS_APOSTROPHES)}](?=[{_IOTATED}])", re.IGNORECASE)
_PART = rf"[^\W_](?:[\w{re.escape(APOSTROPHES + INVISIBLE)}\u0306\u0308]*[^\W_])?[\u0306\u0308]?"
_GLUE = rf"(?:[{re.escape(HYPHENS)}](?:[ \t]*\r?\n[ \t]*)?|\u00ad[ \t]*\r?\n[ \t]*|[/.,](?=\w))"
_TOKEN = re.compile(rf"{_PART}(?:{_GLUE}{_PART})*")
_PIECE = re.compile(_PART)
# Marks that hold together numbers («280/97-ВР», «21.07.2021»), but not words.
_OF_NUMBERS = re.compile(r"[/.,]")

# In capitals more letters look alike than in small ones.
_LATIN, _CYRILLIC = "ABCEHIKMOPTXYaceiopxyk", "АВСЕНІКМОРТХУасеіорхук"
_SMALL_LATIN, _SMALL_CYRILLIC = "bhmt", "внмт"
_TO_CYRILLIC = str.maketrans(_LATIN, _CYRILLIC)
_REST_TO_CYRILLIC = str.maketrans(_SMALL_LATIN, _SMALL_CYRILLIC)
_TO_LATIN = str.maketrans(_CYRILLIC, _LATIN)
_IS_LATIN, _IS_CYRILLIC = re.compile("[A-Za-z]"), re.compile("[\u0400-\u04ff]")

_KEYS_LATIN = "qwertyuiop[]asdfghjkl;'zxcvbnm,."
_KEYS_CYRILLIC = "йцукенгшщзхїфівапролджєячсмитьбю"
_OTHER_KEYBOARD = str.maketrans(_KEYS_LATIN + _KEYS_CYRILLIC, _KEYS_CYRILLIC + _KEYS_LATIN)


@dataclass(frozen=True)
class Token:
    """A word as it stands in a text.

    :param word: its normal form. :param start, end: where it stands. :param position: which word of the text it is.
    :param whole: for the first part of a word with hyphens or a number with marks, all parts written as one; `parts` says
        how many they are.
    """

    word: str
    start: int
    end: int
    position: int
    whole: str = ""
    parts: int = 1


def tokens(text: str) -> Iterator[Token]:
    """The words of the text in their order; a word broken at a line's end is told in one as well as in two."""
    text, position = _STRAY.sub("'", text), 0
    for found in _TOKEN.finditer(text):
        parts = [(piece[0], found.start() + piece.start()) for piece in _PIECE.finditer(found[0])]
        words = [normal(part) for part, _ in parts]
        whole = _whole(found[0], words)
        for number, ((part, start), word) in enumerate(zip(parts, words, strict=True)):
            position += 1
            if word:
                first = number == 0 and bool(whole)
                yield Token(
                    word, start, start + len(part), position, whole if first else "", len(parts) if first else 1
                )


def _whole(written: str, words: list[str]) -> str:
    """The parts as one word, where they are one: numbers by any mark, words only by hyphens."""
    if not 1 < len(words) < 8:
        return ""
    if _OF_NUMBERS.search(written) and not any(letter.isdecimal() for letter in written):
        return ""
    return "".join(words)


@lru_cache(maxsize=200_000)
def normal(word: str) -> str:
    """One way of writing a word: small letters of one alphabet, one kind of apostrophe, nothing invisible."""
    word = unicodedata.normalize("NFC", word.translate(_DROP)).translate(_ONE_APOSTROPHE)
    if _IS_LATIN.search(word) and _IS_CYRILLIC.search(word):
        word = _of_one_alphabet(word)
    return word.lower().strip("'")


_DROP = str.maketrans(dict.fromkeys(INVISIBLE))
_ONE_APOSTROPHE = str.maketrans(dict.fromkeys(APOSTROPHES, "'"))


def _of_one_alphabet(word: str) -> str:
    cyrillic = word.translate(_TO_CYRILLIC).translate(_REST_TO_CYRILLIC)
    if not _IS_LATIN.search(cyrillic):
        return cyrillic
    latin = word.translate(_TO_LATIN)
    return word if _IS_CYRILLIC.search(latin) else latin


def looks_cyrillic(word: str) -> str:
    """A word of Latin letters that all look like Cyrillic ones, in those; else nothing."""
    if not word or not _IS_LATIN.search(word) or _IS_CYRILLIC.search(word):
        return ""
    seen = word.translate(_TO_CYRILLIC)
    return "" if _IS_LATIN.search(seen) else seen.lower()


def is_latin(word: str) -> bool:
    """Whether the word has Latin letters and no Cyrillic ones."""
    return bool(_IS_LATIN.search(word)) and not _IS_CYRILLIC.search(word)


def is_cyrillic(word: str) -> bool:
    """Whether the word has Cyrillic letters and no Latin ones."""
    return bool(_IS_CYRILLIC.search(word)) and not _IS_LATIN.search(word)


def on_other_keyboard(word: str) -> str:
    """What the same keys give in the other layout: «ghbdsn» is «привіт»."""
    return word.lower().translate(_OTHER_KEYBOARD)


@lru_cache(maxsize=100_000)
def in_latin(word: str) -> str:
    """The word by Cabinet resolution 55 of 2010, in small letters."""
    return str(translitua.translit(word)).lower().replace("'", "")


# Longer letter groups come first.
_FROM_LATIN = (
    ("shch", "щ"), ("zgh", "зг"), ("zh", "ж"), ("kh", "х"), ("ts", "ц"), ("ch", "ч"), ("sh", "ш"), ("yi", "ї"), ("ye", "є"),
    ("yu", "ю"), ("ya", "я"), ("ie", "є"), ("iu", "ю"), ("ia", "я"), ("yo", "йо"), ("ck", "к"), ("a", "а"), ("b", "б"),
    ("v", "в"), ("w", "в"), ("h", "г"), ("g", "г"), ("d", "д"), ("e", "е"), ("z", "з"), ("y", "и"), ("i", "і"), ("j", "й"),
    ("k", "к"), ("l", "л"), ("m", "м"), ("n", "н"), ("o", "о"), ("p", "п"), ("r", "р"), ("s", "с"), ("t", "т"), ("u", "у"),
    ("f", "ф"), ("c", "к"), ("x", "кс"), ("q", "к"),
)  # fmt: skip


def from_latin(word: str) -> str:
    """About what a transliterated word is in Cyrillic letters: near enough to be found as a misspelt one."""
    for latin, cyrillic in _FROM_LATIN:
        word = word.replace(latin, cyrillic)
    return word


def folded(text: str) -> str:
    """The text in normal words with single spaces: for comparing and trigrams."""
    text = _STRAY.sub("'", text).translate(_DROP).translate(_ONE_APOSTROPHE)
    return " ".join(normal_mixed(word) for word in unicodedata.normalize("NFC", text).split())


def normal_mixed(word: str) -> str:
    """`normal` for a word with marks around and within it, which all stay."""
    if _IS_LATIN.search(word) and _IS_CYRILLIC.search(word):
        word = re.sub(r"[^\W_]+", lambda part: normal(part[0]), word)
    return word.lower()
