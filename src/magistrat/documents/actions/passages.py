"""What search looks at: words of cards and passages, written in the transaction of the deed that changes them.

Upper apps give their texts with `put`, and with `add_source` those that were written before; pages of files come from
the app that reads them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import OperationalError, connection, transaction
from django.db.models import F

from magistrat.documents import lemmas, writing
from magistrat.documents.actions import cards
from magistrat.documents.models import Body, Document, File, Found, Passage, Word
from magistrat.texts import queries as texts
from magistrat.texts.actions import asking

# A passage longer than this is kept in parts: each is looked through as a whole when it is shown.
LONGEST = 4_000
# The words are gathered anew when a fourth of the passages has changed, so that a long file costs no more than a few times
# its length; a person's own text at once.
SHARE = 4
# PostgreSQL holds no more than a megabyte of words; the first pages of a very long file stay found.
MOST_PASSAGES = (2_000, 400, 0)
SHORTEST_WORD, LONGEST_WORD = 4, 40
# Words that this process has seen to be kept, at most so many: a word once kept stays.
MET = 100_000
_met: set[str] = set()
# Any number: whoever fills holds it.
FILLING = 20261127
# Where places of the words are lost (`lemmas.MOST_PLACES`, `LAST_POSITION`), the body says so by `lemmas.PLACELESS`.
GATHER = """
INSERT INTO documents_body (document_id, lemmas, head, waiting)
SELECT id, all_words || CASE WHEN EXISTS (
    SELECT FROM unnest(all_words) WHERE cardinality(positions) >= 250 OR 16383 = ANY(positions)
) THEN '''¶'''::tsvector ELSE '' END, search_text, 0
FROM documents_document AS document, LATERAL (SELECT setweight(coalesce(document.lemmas, ''), 'A') || coalesce((
    SELECT documents_all_words(words ORDER BY what, reference, page, part)
    FROM (SELECT lemmas AS words, what, reference, page, part FROM documents_passage WHERE document_id = document.id
          ORDER BY what DESC, reference, page, part LIMIT %s) AS first), '') AS all_words OFFSET 0) AS whole
WHERE id = ANY(%s) ORDER BY id
ON CONFLICT (document_id) DO UPDATE SET lemmas = EXCLUDED.lemmas, head = EXCLUDED.head, waiting = 0
"""


@dataclass(frozen=True)
class Text:
    """A text of a document: `what` it is, `reference` the id of the row that has it, `page` for a file."""

    document: int
    what: str
    reference: int
    text: str
    page: int = 0


Source = Callable[[Sequence[int]], Iterable[Text]]
_sources: list[Source] = []


def add_source(function: Source) -> None:
    """Let an upper app give the texts that documents have already, by their ids; asked when the index is filled."""
    if function not in _sources:
        _sources.append(function)


def write_card(*, document: Document, is_alone: bool = False) -> None:
    """Let the document be found by what its card says now; it is saved already.

    :param is_alone: the document has no texts beside its card, so that its words cannot be too many.
    """
    if is_alone:
        _gather(MOST_PASSAGES[0], [document.pk])
    else:
        gather(documents=[document.pk])
    keep_words_later([document.summary, document.search_text])


def write_new_cards(*, documents: Sequence[Document]) -> None:
    """`write_card` for documents that have no texts beside their cards; one statement."""
    _gather(MOST_PASSAGES[0], [document.pk for document in documents])
    keep_words_later([text for document in documents for text in (document.summary, document.search_text)])


def put(found: Sequence[Text], *, at_once: bool = True) -> None:
    """Let documents be found by these texts instead of those that stood in the same places.

    In the caller's transaction. `at_once=False`: more pages of the same file follow; words of a long file are then
    gathered now and then.
    """
    changed: Counter[int] = Counter()
    for one in found:
        changed[one.document] += _write(one)
    for document, count in sorted(changed.items()):
        if at_once or _is_time(document, count):
            gather(documents=[document])
    if found:
        keep_words_later([one.text for one in found])


def _write(one: Text) -> int:
    """Write the parts of a text; returns how many there are, or were."""
    rows = [
        Passage(
            document_id=one.document, what=one.what, reference=one.reference, page=one.page, part=number, text=part,
            lemmas=lemmas.vector([part]),
        )
        for number, part in enumerate(parts(one.text))
    ]  # fmt: skip
    Passage.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["document", "what", "reference", "page", "part"],
        update_fields=["text", "lemmas"],
    )
    held = Passage.objects.filter(document=one.document, what=one.what, reference=one.reference, page=one.page)
    gone, _ = held.filter(part__gte=len(rows)).delete()
    return max(len(rows), gone)


def remove(*, document: int, what: str, reference: int) -> None:
    """Let the document be found by this text no more: its file was taken off, or has a newer version."""
    gone, _ = Passage.objects.filter(document=document, what=what, reference=reference).delete()
    if gone:
        gather(documents=[document])


def on_read(sha256: str, page: int, text: str, at: datetime) -> None:
    """Let all documents that have a file of this content be found by the text of its page, as soon as it is read."""
    held = File.objects.filter(blob=sha256, removed_at__isnull=True, replaced_by__isnull=True)
    for file in held.order_by("document", "id"):
        put([Text(file.document_id, Found.FILE, file.pk, text, page)], at_once=page == file.pages)


def put_file(*, file: File) -> None:
    """Let the document be found by what is read in the file already: the same content came before."""
    put(
        [
            Text(file.document_id, Found.FILE, file.pk, page.text, page.number)
            for page in texts.pages(file.blob_id)
            if page.text
        ]
    )


def gather(*, documents: Sequence[int]) -> None:
    """Gather the words of the documents' cards and passages anew."""
    for most in MOST_PASSAGES:
        try:
            with transaction.atomic():
                _gather(most, documents)
        except OperationalError as error:
            if "too long for tsvector" not in str(error) or most == MOST_PASSAGES[-1]:
                raise
        else:
            return


def _gather(most: int, documents: Sequence[int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(GATHER, [most, list(documents)])


def fill(*, at: datetime, after: int, limit: int) -> int:
    """Let the next documents without words be found, by ascending id from `after`; returns the last id, 0 at the end.

    One transaction; begun again it goes on where it stopped.
    """
    with transaction.atomic():
        _one_filling_at_a_time()
        wanted = Document.objects.filter(pk__gt=after, body__isnull=True).order_by("pk")
        documents = list(wanted.select_for_update(of=("self",), skip_locked=True)[:limit])
        ids = [document.pk for document in documents]
        fill_cards(documents)
        put([text for source in _sources for text in source(ids)] if ids else [])
        for file in File.objects.filter(document__in=ids, removed_at__isnull=True, replaced_by__isnull=True).order_by(
            "id"
        ):
            put_file(file=file)
            asking.ask(blob=file.blob, at=at)
        gather(documents=ids)
        return ids[-1] if ids else 0


def _one_filling_at_a_time() -> None:
    """Two who fill the same documents would wait for each other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [FILLING])


def gather_waiting(*, limit: int) -> int:
    """Gather the words of documents whose reading stopped before the last page; returns how many."""
    ids = list(Body.objects.filter(waiting__gt=0).order_by("document").values_list("pk", flat=True)[:limit])
    for document in ids:
        gather(documents=[document])
    return len(ids)


def parts(text: str) -> Iterator[str]:
    """The text cut at white space into parts that are not too long."""
    text, start = text.strip(), 0
    while len(text) - start > LONGEST:
        end = max(text.rfind(" ", start, start + LONGEST), text.rfind("\n", start, start + LONGEST))
        end = end if end > start else start + LONGEST
        yield text[start:end]
        start = end
    if text:
        yield text[start:]


def keep_words(written: Iterable[str]) -> None:
    """Remember how words are written, for whoever misspells them; no statement when this process has met them all."""
    found = {token.word for text in written for token in writing.tokens(text)}
    kept = sorted(word for word in found - _met if SHORTEST_WORD <= len(word) <= LONGEST_WORD and _is_word(word))
    if not kept:
        return
    known = set(Word.objects.filter(text__in=kept).values_list("text", flat=True))
    rows = [Word(text=word, latin=writing.in_latin(word)[:80]) for word in kept if word not in known]
    # Mostly every word is known: then nothing is written, and no disk is waited for.
    if rows:
        Word.objects.bulk_create(rows, ignore_conflicts=True)
    if len(_met) > MET:
        _met.clear()
    _met.update(known)


def keep_words_later(written: Sequence[str]) -> None:
    """The same after the deed."""
    # Two deeds that bring the same new words must not wait for each other: the words go after them, in their order.
    transaction.on_commit(lambda: keep_words(written), robust=True)


def _is_word(word: str) -> bool:
    return word.replace("'", "").isalpha() and writing.is_cyrillic(word)


def _is_time(document: int, changed: int) -> bool:
    """Whether so much has changed that the words are gathered; counts the change."""
    if not Body.objects.filter(pk=document).update(waiting=F("waiting") + changed):
        return True
    waiting = Body.objects.values_list("waiting", flat=True).get(pk=document)
    return waiting * SHARE >= Passage.objects.filter(document=document).count()


def fill_cards(documents: Sequence[Document]) -> None:
    """Tell cards written before anew, by what they and the directory say now; `gather` follows."""
    ids = [document.pk for document in documents]
    known, former = cards.parties_by_document(ids), cards.former_entries(ids)
    for document in documents:
        parties, correspondents = known[document.pk]
        cards.make_searchable(document, parties, correspondents, former=former[document.pk].values())
    Document.objects.bulk_update(documents, ["lemmas", "search_text"], batch_size=200)
