"""What a misspelt text means: words known from the documents that are written almost so.

A word is offered only where it finds something that the person may see (`finds`): the words of papers that he may not
see stay unknown to him.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from django.db import connection

from magistrat.documents import lemmas, writing

# A misspelt word needs some length to be known again.
LEAST = 4
# How many words of a text are looked up, how many are compared, how many texts are tried.
MOST_WORDS, MOST_FORMS, MOST_NEAR, MOST_TRIED = 6, 4, 40, 4
# A word of fewer letters may have one wrong, a longer one two; another form of a word is a little further away.
SHORT, OTHER_FORM = 6, 0.2
NEAR = """
SELECT asked.word, near.text FROM unnest(%s::text[]) AS asked(word) CROSS JOIN LATERAL (
    SELECT text FROM documents_word WHERE text %% asked.word ORDER BY similarity(text, asked.word) DESC, text LIMIT %s
) AS near
"""
# Letters that are taken for one another cost less than others.
_ALIKE = str.maketrans(
    {"ґ": "г", "и": "і", "ї": "і", "ы": "і", "й": "і", "є": "е", "э": "е", "ё": "е", "ь": "", "'": ""}
)
_DOUBLED = re.compile(r"(.)\1")


def may_be_misspelt(text: str) -> bool:
    """Whether the text has a word that could be known again although it is misspelt."""
    return bool(_words(text))


def meant(text: str, finds: Callable[[str], bool]) -> str:
    """The text with the nearest known words in the place of those that are misspelt; empty when that finds nothing either.

    One statement for the words, and at most `MOST_TRIED` of `finds`.
    """
    wanted = _words(text)
    near = _near(list(wanted.values()))
    nearest = {word: _nearest(wanted[word], near.get(wanted[word], [])) for word in wanted}
    tried = _texts(text, nearest)[:MOST_TRIED]
    return next((other for other in tried if finds(other)), "")


def _words(text: str) -> dict[str, str]:
    """Words of the text as they are written, each with what is looked up for it."""
    found = {}
    for token in writing.tokens(text):
        if len(token.word) < LEAST or not token.word.replace("'", "").isalpha():
            continue
        written = text[token.start : token.end]
        found[written] = writing.from_latin(token.word) if writing.is_latin(token.word) else token.word
    return dict(list(found.items())[:MOST_WORDS])


def _near(words: Sequence[str]) -> dict[str, list[str]]:
    """Known words like each of the words, or like its first forms: a name is misspelt in any case."""
    forms = {word: list(dict.fromkeys((word, *lemmas.lemmas_of(word))))[:MOST_FORMS] for word in words}
    known: dict[str, list[str]] = {}
    if words:
        with connection.cursor() as cursor:
            cursor.execute(NEAR, [[form for of_word in forms.values() for form in of_word], MOST_NEAR])
            for form, text in cursor.fetchall():
                known.setdefault(form, []).append(text)
    return {
        word: list(dict.fromkeys(text for form in of_word for text in known.get(form, [])))
        for word, of_word in forms.items()
    }


def _nearest(word: str, known: Sequence[str]) -> list[str]:
    """The known words that are few letters away, best first; other forms of one word once."""
    limit = 1.0 if len(word) < SHORT else 2.0
    measured = sorted((_apart(word, other), other) for other in known if other != word)
    best: dict[tuple[str, ...], str] = {}
    for far, other in measured:
        if far <= limit:
            best.setdefault(lemmas.lemmas_of(other), other)
    return list(best.values())


def _apart(word: str, other: str) -> float:
    """The distance of the words, or of their first forms where these are nearer."""
    forms = [distance(one, another) for one in lemmas.lemmas_of(word) for another in lemmas.lemmas_of(other)]
    return min([distance(word, other), *(far + OTHER_FORM for far in forms)])


def _texts(text: str, nearest: Mapping[str, Sequence[str]]) -> list[str]:
    """The text typed on the other keyboard, with unknown words replaced, with all, with one word at a time."""
    unknown = {word: near for word, near in nearest.items() if near and not lemmas.is_known(writing.normal(word))}
    best = {word: near[0] for word, near in nearest.items() if near}
    tried = [writing.on_other_keyboard(text)] if writing.is_latin(text) else []
    tried += [_replaced(text, {word: near[0] for word, near in unknown.items()}), _replaced(text, best)]
    tried += [_replaced(text, {word: near[min(1, len(near) - 1)] for word, near in unknown.items()})]
    tried += [_replaced(text, {word: near}) for word, near in best.items()]
    return [one for one in dict.fromkeys(tried) if one != text]


def _replaced(text: str, words: Mapping[str, str]) -> str:
    for word, other in words.items():
        text = text.replace(word, other.replace("'", "’"))
    return text


def distance(one: str, other: str) -> float:
    """How many letters are wrong: left out, too many, changed, turned round; half for those that are taken for one another."""
    plain, other_plain = _plain(one), _plain(other)
    changes = _changes(plain, other_plain)
    return changes + (0.0 if one == other else 0.5 if changes == 0 else 0.0)


def _plain(word: str) -> str:
    return _DOUBLED.sub(r"\1", word.translate(_ALIKE))


def _changes(one: str, other: str) -> int:
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        now = [row]
        for column, another in enumerate(other, 1):
            best = min(last[column] + 1, now[-1] + 1, last[column - 1] + (letter != another))
            if row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == another:
                best = min(best, before[column - 2] + 1)
            now.append(best)
        before, last = last, now
    return last[-1]
