"""Forms of post titles in the genitive, dative, accusative and vocative; of people's names without the accusative."""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from pathlib import Path

import shevchenko

GENITIVE, DATIVE, VOCATIVE = shevchenko.GENITIVE, shevchenko.DATIVE, shevchenko.VOCATIVE
ACCUSATIVE = shevchenko.ACCUSATIVE
MASCULINE, FEMININE = "m", "f"
PLACES = {GENITIVE: 0, DATIVE: 1, VOCATIVE: 2}
# Feminine posts: endings of the nominative with those of the three cases.
FEMININE_NOUNS = {
    "иця": ("иці", "иці", "ице"),
    "иня": ("ині", "ині", "ине"),
    "ка": ("ки", "ці", "ко"),
}
FEMININE_ADJECTIVES = re.compile(r"(?:[внршчщ]|[сцз]ьк)а$")
FEMININE_ENDINGS = ("ої", "ій", "а")
ADVERBS = frozenset({"тимчасово"})
TWO_POSTS = re.compile(r"(\s[–—-]\s)")


@cache
def exceptions() -> dict[str, dict[str, tuple[str, str, str]]]:
    """The table of `declension.toml`: words of posts, names and surnames with their three cases."""
    text = Path(__file__).with_name("declension.toml").read_text(encoding="utf-8")
    return {kind: {word: tuple(forms) for word, forms in table.items()} for kind, table in tomllib.loads(text).items()}


def lowered(title: str) -> str:
    """A title within a sentence: «Міський голова» becomes «міський голова», abbreviations stay."""
    return title[:1].lower() + title[1:] if title[1:2].islower() or title[1:2] == " " else title


# A page of an act prints each of its posts in two cases, a recognised text every post of the city.
@lru_cache(maxsize=4096)
def title_in(case: str, title: str) -> str:
    """A post's title in the case, beginning with a small letter; of two posts with a dash both change."""
    parts = TWO_POSTS.split(lowered(title))
    return "".join(part if place % 2 else _post_in(case, part) for place, part in enumerate(parts))


def _post_in(case: str, post: str) -> str:
    """Adjectives and the head word change, what depends on them stays."""
    words = post.split(" ")
    forms = _of_library(case, post).split(" ")
    for place, word in enumerate(words):
        if word in ADVERBS:
            continue
        if found := _feminine_adjective(case, words, place):
            forms[place] = found
            continue
        if found := _noun(case, word):
            forms[place] = found
        if found or forms[place] == word or not word.endswith(("ий", "ій")):
            return " ".join([*forms[: place + 1], *words[place + 1 :]])
    return " ".join(forms)


def _of_library(case: str, post: str) -> str:
    return str(shevchenko.in_case(case, gender=shevchenko.MASCULINE, military_appointment=post)["military_appointment"])


def _noun(case: str, word: str) -> str:
    """The head word by the table or as a feminine noun; empty when the library knows better."""
    if forms := exceptions()["posts"].get(word):
        return _accusative(word, forms) if case == ACCUSATIVE else forms[PLACES[case]]
    for ending, put in FEMININE_NOUNS.items():
        if word.endswith(ending) and len(word) > len(ending) + 2:
            stem = word.removesuffix(ending)
            return _accusative(word, put) if case == ACCUSATIVE else stem + put[PLACES[case]]
    return ""


def _accusative(word: str, forms: tuple[str, str, str]) -> str:
    """Nouns in -а, -я take -у, -ю («на старосту»); of other people it is the genitive («на лікаря»)."""
    ending = {"а": "у", "я": "ю"}.get(word[-1:])
    return word[:-1] + ending if ending else forms[PLACES[GENITIVE]]


def _feminine_adjective(case: str, words: list[str], place: int) -> str:
    """An adjective before a feminine head word: «перша» of «перша заступниця»; empty for anything else."""
    word, following = words[place], words[place + 1 : place + 2]
    if not following or not FEMININE_ADJECTIVES.search(word):
        return ""
    if not _noun(case, following[0]) and not _feminine_adjective(case, words, place + 1):
        return ""
    return word[:-1] + ("у" if case == ACCUSATIVE else FEMININE_ENDINGS[PLACES[case]])


def name_in(case: str, *, surname: str, given: str, patronymic: str, gender: str) -> dict[str, str]:
    """A person's names in the case, by the keys `surname`, `given`, `patronymic`; `gender` is `m` or `f`."""
    names = {"family_name": surname, "given_name": given}
    if patronymic:
        names["patronymic_name"] = patronymic
    of = shevchenko.MASCULINE if gender == MASCULINE else shevchenko.FEMININE
    forms = shevchenko.in_case(case, gender=of, **names)
    return {
        "surname": _excepted("surnames", case, surname, gender) or forms["family_name"],
        "given": _excepted("names", case, given, gender="") or forms["given_name"],
        "patronymic": forms.get("patronymic_name", ""),
    }


def gender_of(*, given: str) -> str:
    """`m` or `f` by the given name alone; empty when it tells nothing."""
    found = shevchenko.detect_gender(given_name=given)
    return {shevchenko.MASCULINE: MASCULINE, shevchenko.FEMININE: FEMININE}.get(found, "")


def _excepted(kind: str, case: str, word: str, gender: str) -> str:
    """The form by the table; surnames that end in a consonant change for men alone."""
    if gender == FEMININE:
        return ""
    forms = exceptions()[kind].get(word)
    return forms[PLACES[case]] if forms else ""
