"""Finding documents: by index, number, correspondent, words of cards, resolutions, answers and files in any form."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.contrib.postgres.search import SearchQuery
from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from magistrat.documents import lemmas, writing
from magistrat.documents.lemmas import Group
from magistrat.documents.models import Correspondent, Document, DocumentCorrespondent, Found, Passage, Word
from magistrat.documents.queries import spelling
from magistrat.documents.queries.access import visible
from magistrat.journal.actor import Actor

# Shorter than this a text has no trigram, and a search by its letters would read every row.
LEAST = 3
# A longer text is not a part of a name or an index.
LONGEST_PART = 80
# A text of figures alone is a number or a code first; among the words of files only a long one tells anything.
TELLING_FIGURES = 4
LENGTHS_OF_CODES = {8, 10}
MOST_LATIN = 50
# So few documents are taken by the index of words alone. The planner cannot know how rare a word is that its statistics
# lack, and would walk through the newest documents until a page is full.
FEW = 1000
WITH_WORDS = "SELECT documents_with_words(%s::tsquery, %s, %s)"
# A list begins among so many of the newest, which is usually enough, then among more of them: a fixed part of the documents,
# however many years there are.
NEAREST, NEWEST = 3_000, 10_000
EDGE = """
SELECT min(listed_on), min(id), count(*)
FROM (SELECT listed_on, id FROM documents_document ORDER BY listed_on DESC, id DESC LIMIT %s) AS newest
"""
# `strpos`, not `LIKE`, and ids, not a join: so few rows are read by their ids, however much the indexes of words and letters have
# grown and whatever order earlier papers were brought in.
NEAREST_WITH_WORDS = """
SELECT document_id FROM documents_body
WHERE document_id = ANY(ARRAY(SELECT id FROM documents_document ORDER BY listed_on DESC, id DESC LIMIT %s))
    AND (lemmas @@ %s::tsquery OR strpos(head, %s) > 0)
"""
NEWEST_WITH_WORDS = "SELECT documents_newest_with_words(%s::tsquery, %s, %s, %s)"


class Lexemes(SearchQuery):
    """A `tsquery` of lexemes as they are stored: PostgreSQL shall not read the words once more."""

    def __init__(self, words: str) -> None:
        super().__init__(words, search_type="raw", config="simple")
        self.words = words

    def as_sql(self, *_: Any, **__: Any) -> Any:
        """The literal with its type."""
        return "%s::tsquery", [self.words]


def narrow(found: QuerySet[Document], text: str) -> QuerySet[Document]:
    """Those of the documents that the text asks for; where none is found so, those that a misspelt text means.

    The statements of `exactly` at once; for a text that may be misspelt one more, to see whether anything is found as it is
    written, and where nothing is, a few more.
    """
    exact = exactly(found, text)
    if not spelling.may_be_misspelt(text) or exact.order_by().exists():
        return exact
    meant = spelling.meant(text, lambda other: exactly(found, other).order_by().exists())
    return exactly(found, meant) if meant else exact


def exactly(found: QuerySet[Document], text: str, where: str = "") -> QuerySet[Document]:
    """Those of the documents that have the text as it is written, in any form of its words.

    `where`: a `Found` value when the words must stand there. One statement at once to see whether the words are rare (of a
    code of a correspondent to find him, and where he is known, that alone), one more for words in Latin letters.
    """
    return sought(found, text, where).all


@dataclass(frozen=True)
class Sought:
    """Documents that have a text, found in the way that their number asks for."""

    among: QuerySet[Document]
    asked: _Asked | None
    is_anything: bool = False

    @property
    def all(self) -> QuerySet[Document]:
        """All that have the text; one statement at once, at the first time, to see whether its words are rare."""
        return self.plain if self._few is None else self._narrowed(self._few)

    @property
    def plain(self) -> QuerySet[Document]:
        """The same as `all` without asking first whether the words are rare."""
        return self._narrowed(None)

    @property
    def are_few(self) -> bool:
        """That no more than `FEW` have the words, whoever may see them; a statement at the first time."""
        return self._few is not None

    def nearest(self, size: int) -> QuerySet[Document] | None:
        """Those of the last days alone; two statements at once.

        None where there are no more days, or no more than `size` documents in them have the words.
        """
        return self._of_last_days(NEAREST, lambda asked, _: asked.nearest(), size)

    def newest(self, size: int) -> QuerySet[Document] | None:
        """Those of more of the last days, found by the index of words; two statements at once.

        None where that would not be quicker too: they are few anyway, or nearly all documents of these days have the words.
        """
        return None if self.are_few else self._of_last_days(NEWEST, lambda asked, first: asked.newest(first), size)

    def _of_last_days(
        self, count: int, finds: Callable[[_Asked, int], list[int] | None], size: int
    ) -> QuerySet[Document] | None:
        if self.asked is None or self.asked.named is not None:
            return None
        with connection.cursor() as cursor:
            cursor.execute(EDGE, [count + 1])
            day, first, there = cursor.fetchone()
        if there <= count:
            return None
        found = finds(self.asked, first)
        if found is None or len(found) <= size:
            return None
        return self.asked.narrowed(self.among.filter(listed_on__gt=day), found)

    @cached_property
    def _few(self) -> list[int] | None:
        return None if self.asked is None or self.asked.named is not None else self.asked.few()

    def _narrowed(self, few: list[int] | None) -> QuerySet[Document]:
        if self.asked is None:
            return self.among if self.is_anything else self.among.none()
        return self.asked.narrowed(self.among, few)


def sought(found: QuerySet[Document], text: str, where: str = "") -> Sought:
    """The documents of `exactly`, none of them looked for yet; a statement only for a code or words in Latin letters."""
    groups = understood(text)
    return Sought(found, _asked(text, groups, where)) if groups else Sought(found, None, is_anything=not text.strip())


def understood(text: str) -> list[Group]:
    """What the text asks for, transliterated words also in the letters of their originals."""
    latin = {word for word in lemmas.words(text) if writing.is_latin(word) and len(word) >= LEAST}
    also: dict[str, list[str]] = {}
    if latin:
        rows = Word.objects.filter(latin__in=latin).order_by("text").values_list("latin", "text")
        for word, original in rows[:MOST_LATIN]:
            also.setdefault(word, []).extend(lemmas.lemmas_of(original))
    return lemmas.asked(text, also)


@dataclass(frozen=True)
class _Asked:
    """Words or a part of a name; `named` instead of words where a code says which correspondents are meant."""

    groups: list[Group]
    where: str
    words: str
    perhaps: str
    part: str
    named: Q | None = None

    def few(self) -> list[int] | None:
        """All documents that have the words or the part of a name, whoever may see them; None when they are more than `FEW`."""
        return self._few(WITH_WORDS)

    def newest(self, first: int) -> list[int] | None:
        """The same from this document on."""
        return self._few(NEWEST_WITH_WORDS, first)

    def nearest(self) -> list[int]:
        """Those of the `NEAREST` newest that have them."""
        return _column(NEAREST_WITH_WORDS, [NEAREST, self.perhaps, self.part or None])

    def _few(self, statement: str, *first: int) -> list[int] | None:
        like = "%" + re.sub(r"([\\%_])", r"\\\1", self.part) + "%" if self.part else None
        found = _column(statement, [self.perhaps, like, *first, FEW + 1])
        return found if len(found) <= FEW else None

    def narrowed(self, found: QuerySet[Document], few: list[int] | None) -> QuerySet[Document]:
        """Those of the documents that are asked for; of `few` alone, where these are known to be all with the words."""
        found = found.filter(self._wanted() if few is None else Q(pk__in=few))
        for group in self.groups:
            if self.where:
                found = found.filter(_stands(self.where, group.together, few))
            elif group.is_phrase:
                found = found.filter(_stands(Found.CARD, group.together) | _stands("", group.together, few))
        return found

    def _wanted(self) -> Q:
        wanted = Q(body__lemmas=Lexemes(self.words)) if self.named is None else self.named
        return wanted | Q(body__head__contains=self.part) if self.part else wanted


def _column(statement: str, values: list[Any]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return [row[0] for row in cursor.fetchall()]


def _asked(text: str, groups: list[Group], where: str) -> _Asked:
    """Index, number, correspondent or words: whichever way the text can be meant."""
    figures = re.sub(r"[№#\s]", "", text)
    words = " & ".join(group.anywhere for group in groups)
    known: list[int] = []
    if figures.isdecimal():
        words = _with_number(figures, words)
        if len(figures) in LENGTHS_OF_CODES:
            known = list(Correspondent.objects.filter(code=figures).values_list("pk", flat=True)[:10])
    part = lemmas.folded(text).removeprefix("№").strip()
    if not LEAST <= len(part) <= LONGEST_PART or any(group.is_phrase for group in groups):
        part = ""
    named = DocumentCorrespondent.objects.filter(correspondent__in=known).values("document") if known else None
    perhaps = words if figures.isdecimal() else " & ".join(group.perhaps_together for group in groups)
    return _Asked(groups, where, words, perhaps, part, None if named is None else Q(pk__in=named))


def _with_number(figures: str, words: str) -> str:
    """The registered number, and among words only where there are so many figures that they tell anything."""
    number = f"'{lemmas.of_number(int(figures))}'"
    return f"{words} | {number}" if len(figures) >= TELLING_FIGURES else number


def _stands(where: str, words: str, few: list[int] | None = None) -> Q:
    """That the words stand in the card, or together in one passage (of the kind `where`, when one is asked).

    `few`: of these documents, that no passage of another one is looked at.
    """
    if where == Found.CARD:
        return Q(lemmas=Lexemes(words))
    held = Passage.objects.filter(document=OuterRef("pk"), lemmas=Lexemes(words))
    if few is not None:
        held = held.filter(document__in=few)
    return Q(Exists(held.filter(what=where) if where else held))


def earlier(*, actor: Actor, correspondent: int, summary: str = "", but: int | None = None) -> list[Document]:
    """Earlier papers found while a card is typed: of the same correspondent, those with the same words first."""
    found = visible(actor).filter(correspondent=correspondent, state=Document.State.REGISTERED).exclude(pk=but)
    found = found.select_related("kind", "correspondent").defer("lemmas", "search_text").order_by("-listed_on", "-id")
    groups = lemmas.asked(summary)
    if not groups:
        return list(found[:5])
    same = list(found.filter(lemmas=Lexemes(" | ".join(group.anywhere for group in groups)))[:5])
    return same or list(found[:3])


def by_index(*, actor: Actor, index: str, direction: str) -> Document | None:
    """The newest document of the flow with exactly this index: what a letter names by «на № …».

    Two statements, three for an index with Latin letters; none without an index.
    """
    if not index:
        return None
    found = exactly(visible(actor).filter(direction=direction, index=index), index)
    return found.order_by("-listed_on", "-id").first()


def with_index(*, actor: Actor, index: str, direction: str = "") -> list[Document]:
    """Documents with exactly this index, of the flow when it is named, two at most: a number returns every year.

    The statements of `by_index`.
    """
    found = visible(actor).filter(index=index)
    if direction:
        found = found.filter(direction=direction)
    return list(exactly(found, index).order_by("-listed_on", "-id")[:2])


def to_link(*, actor: Actor, text: str, but: int | None = None) -> list[Document]:
    """Documents offered for a relation by index, number or words.

    Two statements, three for a text that may be misspelt, one more for Latin letters; a few more where nothing is found.
    """
    found = narrow(visible(actor), text).exclude(pk=but).select_related("kind", "correspondent")
    return list(found.defer("lemmas", "search_text").order_by("-listed_on", "-id")[:10])


def typical_summaries(*, actor: Actor, text: str, since: date) -> list[str]:
    """Short contents written before that begin so or have these words, newest first; one statement."""
    begun = Q(summary__istartswith=text.strip())
    if words := lemmas.query(text):
        begun |= Q(lemmas=Lexemes(words))
    found = visible(actor).filter(begun, state=Document.State.REGISTERED, listed_on__gte=since)
    rows = found.order_by("-listed_on", "-id").values_list("summary", flat=True)[:60]
    return list(dict.fromkeys(row for row in rows if row))[:8]
