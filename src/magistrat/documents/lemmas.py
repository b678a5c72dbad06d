"""Words in any form: what is stored for search and what is asked of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import pymorphy3

from magistrat.documents import writing
from magistrat.documents.writing import folded

__all__ = ["Group", "asked", "folded", "is_known", "lemmas_of", "query", "vector", "words"]

# PostgreSQL keeps no higher position in a text.
LAST_POSITION = 16_383
# It keeps 255 places of a word, and we give it no more than these of one text.
MOST_PLACES = 250
# What stands among the words of a document some of whose places are lost: nobody can type it. There words side by side are not
# seen side by side.
PLACELESS = "'¶'"
# A question longer than this is cut: nobody types it, and each word costs.
MOST_WORDS = 16
_RESTORED = re.compile("([бвгґджзйклмнпрстфхцчшщ])([яюєї])")
_QUOTED = re.compile('[«“„"]([^«»“”„"]+)[»”"]')
Also = Mapping[str, Sequence[str]]
NOTHING: Also = {}
SHORT = 3
_FUNCTION_WORDS = {"PREP", "CONJ", "PRCL"}


@cache
def _analyser() -> pymorphy3.MorphAnalyzer:
    return pymorphy3.MorphAnalyzer(lang="uk")


@dataclass(frozen=True)
class Group:
    """A word that is asked for, or words in quotes that must stand side by side; each by all its lexemes.

    `apart`: the parts of a word with hyphens, which may also stand apart.
    """

    written: str
    places: tuple[tuple[str, ...], ...]
    apart: tuple[tuple[str, ...], ...] = ()

    @property
    def is_phrase(self) -> bool:
        """Whether the words must stand side by side."""
        return len(self.places) > 1

    @property
    def anywhere(self) -> str:
        """The `tsquery` for all the words, wherever they stand."""
        whole = " & ".join(map(_either, self.places))
        return f"({whole} | ({' & '.join(map(_either, self.apart))}))" if self.apart else f"({whole})"

    @property
    def lexemes(self) -> frozenset[str]:
        """All lexemes by which it is found."""
        return frozenset(lexeme for place in (*self.places, *self.apart) for lexeme in place)

    @property
    def together(self) -> str:
        """The `tsquery` for the words side by side."""
        return " <-> ".join(map(_either, self.places))

    @property
    def perhaps_together(self) -> str:
        """The `tsquery` for a document that may have them side by side in one of its texts; it has them in none otherwise."""
        return f"({self.together} | {self.anywhere} & {PLACELESS})" if self.is_phrase else self.anywhere


def _either(lexemes: Iterable[str]) -> str:
    return "(" + " | ".join(f"'{lexeme}'" for lexeme in lexemes) + ")"


@lru_cache(maxsize=200_000)
def lemmas_of(word: str) -> tuple[str, ...]:
    """All first forms that the normal word may have (without context one cannot choose), as lexemes.

    A lexeme bears no apostrophe and «г» for «ґ»: people leave both out.
    """
    if not writing.is_cyrillic(word):
        seen = writing.looks_cyrillic(word) or writing.looks_cyrillic(word.upper())
        return (_lexeme(word), *(lemmas_of(seen) if len(seen) > 1 else (seen,) if seen else ()))
    forms = list(_analyser().parse(word))
    whole = _RESTORED.sub(r"\1'\2", word)
    if whole != word and _analyser().word_is_known(whole):
        forms += _analyser().parse(whole)
    found = {_lexeme(form.normal_form) for form in forms}
    # «заперечувати» and «заперечуватися» are one word to the one who searches.
    return tuple(sorted(found | {lexeme[:-2] for lexeme in found if lexeme.endswith("тися")}))


def _lexeme(word: str) -> str:
    return re.sub(r"[^\w]", "", word.replace("ґ", "г"))


@lru_cache(maxsize=50_000)
def is_known(word: str) -> bool:
    """Whether the dictionary has the word in this form."""
    return bool(_analyser().word_is_known(word))


@lru_cache(maxsize=50_000)
def _is_telling(word: str) -> bool:
    """Whether a word says what is looked for: «про», «та», «м.» do not."""
    if len(word) == 1:
        return word.isdecimal()
    is_function = [form.tag.POS in _FUNCTION_WORDS for form in _analyser().parse(word)]
    # The dictionary takes «про» and «до» for nouns too.
    return not (any(is_function) if len(word) <= SHORT else all(is_function))


@lru_cache(maxsize=100_000)
def lexemes_of(token: writing.Token) -> tuple[str, ...]:
    """By which lexemes the token is found, those of the whole word with hyphens among them."""
    found = lemmas_of(token.word)
    return tuple(dict.fromkeys((*found, *whole_lexemes_of(token)))) if token.whole else found


def whole_lexemes_of(token: writing.Token) -> tuple[str, ...]:
    """The lexemes of a word with hyphens, or of a number with marks, written as one."""
    return lemmas_of(token.whole) if len(token.whole) <= 60 else ()


def words(text: str) -> list[str]:
    """The normal words of the text, numbers included."""
    return [token.word for token in writing.tokens(text)]


def vector(texts: Iterable[str]) -> str:
    """The texts' lexemes with their positions as a PostgreSQL `tsvector` literal; a gap stands between two texts."""
    places: dict[str, list[int]] = {}
    start = 0
    for text in texts:
        last = 0
        for token in writing.tokens(text):
            last = token.position
            for lexeme in lexemes_of(token):
                if lexeme:
                    places.setdefault(lexeme, []).append(min(start + last, LAST_POSITION))
        start += last + 2
    return " ".join(
        f"'{lexeme[:200]}':{','.join(map(str, found[:MOST_PLACES]))}" for lexeme, found in sorted(places.items())
    )


def of_number(number: int) -> str:
    """The lexeme by which a registered document is found when only its number is typed."""
    return f"№{number}"


def asked(text: str, also: Also = NOTHING) -> list[Group]:
    """What the text asks for: words in quotes as one group, the others each by itself.

    `also`: further lexemes of normal words, such as what a transliterated word is in Cyrillic letters.
    """
    groups, rest = [], []
    last = 0
    for quoted in _QUOTED.finditer(text):
        rest.append(text[last : quoted.start()])
        last = quoted.end()
        if group := _phrase(quoted[1], also):
            groups.append(group)
    rest.append(text[last:])
    groups += _singles(" \n ".join(rest), also, has_more=bool(groups))
    return groups[:MOST_WORDS]


def _phrase(text: str, also: Also) -> Group | None:
    found = list(writing.tokens(text))[:MOST_WORDS]
    places = tuple(_variants(token, also) for token in found)
    return Group(text.strip(), places) if places else None


def _singles(text: str, also: Also, *, has_more: bool) -> list[Group]:
    found = list(writing.tokens(text))
    telling = [token for token in found if _is_telling(token.word)]
    groups, until = [], 0
    for token in telling if telling or has_more else found:
        if token.position < until:
            continue
        until = token.position + token.parts
        groups.append(_whole(token, found, also) if token.whole else Group(token.word, (_variants(token, also),)))
    return groups


def _whole(token: writing.Token, found: Sequence[writing.Token], also: Also) -> Group:
    """A number with marks is one; a word with hyphens may stand in the text without them, or in two."""
    place = whole_lexemes_of(token) or (token.word,)
    if any(letter.isdecimal() for letter in token.whole):
        return Group(token.whole, (place,))
    parts = [one for one in found if token.position <= one.position < token.position + token.parts]
    return Group("-".join(one.word for one in parts), (place,), tuple(_variants(one, also) for one in parts))


def _variants(token: writing.Token, also: Also) -> tuple[str, ...]:
    """The lexemes of a word that is asked for: also as another keyboard or alphabet would have written it."""
    found = list(lemmas_of(token.word))
    if writing.is_cyrillic(token.word):
        found += [_lexeme(writing.in_latin(form)) for form in (token.word, *found)]
    turned = writing.on_other_keyboard(token.word)
    if (
        len(turned) > 3
        and turned.isalpha()
        and not is_known(token.word)
        and (writing.is_latin(turned) or is_known(turned))
    ):
        found += lemmas_of(turned)
    found += also.get(token.word, ())
    return tuple(dict.fromkeys(lexeme for lexeme in found if lexeme))


def query(text: str) -> str:
    """A `tsquery` literal that asks for all words of the text, each in any of its forms; nothing without words."""
    return " & ".join(group.anywhere for group in asked(text))
