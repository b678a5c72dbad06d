"""Made-up pages of files for the registered papers of a filled city: `python -m bench.search_pages PAGES`.

Words come by Zipf's law from the regulations' own words and from many made-up ones, so that there are rare, middling and
common ones. The same pages are given to tantivy.
"""

from __future__ import annotations

import itertools
import json
import os
import re
import shutil
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random

import django
import psycopg

from bench import places

SEED, WORDS_OF_A_PAGE, PAGES_OF_A_PAPER, MADE_UP = 20210721, 300, 5, 60_000
SYLLABLES = ("ба", "во", "гу", "де", "жи", "зо", "ка", "лю", "ме", "но", "пу", "ра", "си", "та", "фе", "хо", "це", "ша")
# In how many pages of a hundred a word of each kind stands, about; rare ones in about ten pages of all.
KINDS = {"common": 66.0, "middling": 1.0}
RARE_PAGES, EXAMPLES = 10, 12
COPY = "COPY documents_passage (document_id, what, reference, page, part, text, lemmas) FROM STDIN"


def vocabulary(chance: Random) -> list[str]:
    """Words, the most common first."""
    texts = [file.read_text(encoding="utf-8") for file in sorted(places.CHECKOUT.glob("cities/*/*/regulation.txt"))]
    real = [word for word, _ in Counter(re.findall("[а-яіїєґ']{2,}", " ".join(texts).lower())).most_common()]
    made = ("".join(chance.choices(SYLLABLES, k=chance.randint(3, 6))) for _ in itertools.count())
    return list(dict.fromkeys([*real, *itertools.islice(made, MADE_UP)]))


def pages(count: int) -> Iterator[str]:
    """The texts of so many pages, the same at every run."""
    chance = Random(SEED)
    words = vocabulary(chance)
    weights = list(itertools.accumulate(1 / (rank + 2.7) for rank in range(len(words))))
    for _ in range(count):
        yield " ".join(chance.choices(words, cum_weights=weights, k=WORDS_OF_A_PAGE))


def folder(count: int) -> Path:
    """Where tantivy's index and the chosen words are."""
    return places.FOLDER / f"tantivy_{count}"


def fill(count: int, link: psycopg.Connection[tuple[object, ...]]) -> None:
    """Write the pages into the database and into tantivy, and choose the words to ask for."""
    import tantivy

    from magistrat.documents import lemmas, writing

    papers = [row[0] for row in link.execute("SELECT id FROM documents_document ORDER BY id").fetchall()]
    where = folder(count)
    shutil.rmtree(where, ignore_errors=True)
    (where / "index").mkdir(parents=True)
    fields = tantivy.SchemaBuilder().add_integer_field("paper", stored=True)
    schema = fields.add_text_field("words", tokenizer_name="whitespace").build()
    writer = tantivy.Index(schema, str(where / "index")).writer(heap_size=128_000_000, num_threads=1)
    stands: Counter[str] = Counter()
    with link.cursor().copy(COPY) as stream:
        for number, text in enumerate(pages(count)):
            paper, page = papers[number // PAGES_OF_A_PAPER % len(papers)], number % PAGES_OF_A_PAPER + 1
            stream.write_row((paper, "file", number // PAGES_OF_A_PAPER, page, 0, text, lemmas.vector([text])))
            forms = [lemma for token in writing.tokens(text) for lemma in lemmas.lemmas_of(token.word)]
            stands.update(set(forms))
            writer.add_document(tantivy.Document(paper=paper, words=" ".join(forms)))
    writer.commit()
    writer.wait_merging_threads()
    _gather(link, papers)
    (where / "words.json").write_text(json.dumps(_chosen(stands, count), ensure_ascii=False), encoding="utf-8")


def _gather(link: psycopg.Connection[tuple[object, ...]], papers: list[object]) -> None:
    from magistrat.documents.actions.passages import GATHER

    for begin in range(0, len(papers), 500):
        link.execute(GATHER, [2000, papers[begin : begin + 500]])


def _chosen(stands: Counter[str], count: int) -> dict[str, list[str]]:
    """Words of each kind, those nearest to how often it should stand."""
    wanted = {kind: share * count / 100 for kind, share in KINDS.items()} | {
        "rare": float(min(RARE_PAGES, count // 10))
    }
    long = [word for word in stands if len(word) > 3]
    return {
        kind: sorted(long, key=lambda word: (abs(stands[word] - target), word))[:EXAMPLES]
        for kind, target in wanted.items()
    }


def main() -> None:
    count = int(sys.argv[1])
    django.setup()
    with psycopg.connect(os.environ["BENCH_SUPERUSER_URL"]) as link:
        fill(count, link)
    with psycopg.connect(os.environ["BENCH_SUPERUSER_URL"], autocommit=True) as link:
        # Only the bare search looks through pages by an index of theirs; the product looks through papers.
        link.execute("CREATE INDEX bench_pages ON documents_passage USING gin (lemmas)")
        link.execute("VACUUM ANALYZE")


if __name__ == "__main__":
    main()
