"""The cities' texts cut at their clauses: nothing lost, every entry finds its clause and its words there."""

from collections import Counter
from functools import cache

import pytest

from magistrat.rules import clauses
from magistrat.rules.clauses import Clause
from tests.cities.editions import FOLDERS, Folder

CHAPTERS = {"kryvyi-rih": 24, "druzhkivka": 37}
ANNEXES = {"kryvyi-rih": 17, "druzhkivka": 0}
# Numbers that the texts print twice, and numbers that they leave out (the list is read from the texts by eye).
TWICE = {"kryvyi-rih": [], "druzhkivka": ["7.3", "12.7", "12.8", "12.9"]}


@cache
def cut(folder: Folder) -> tuple[Clause, ...]:
    return clauses.split(folder.regulation, folder.edition.annexes)


def squeeze(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("folder", FOLDERS, ids=str)
class TestText:
    def test_every_chapter_and_annex_is_found(self, folder: Folder) -> None:
        city = folder.edition.city
        titles = {clause.chapter: clause.chapter_title for clause in cut(folder) if clause.number and not clause.annex}
        assert [int(number) for number in titles] == list(range(1, CHAPTERS[city] + 1))
        assert all(titles.values())
        annexes = {clause.annex: clause.annex_title for clause in cut(folder) if clause.annex}
        assert [int(number) for number in annexes] == list(range(1, ANNEXES[city] + 1))
        assert all(annexes.values())

    def test_no_number_is_left_out(self, folder: Folder) -> None:
        """Each number has the one before it: a clause that was not seen would leave a gap."""
        known = {(clause.annex, clause.number) for clause in cut(folder)}
        gaps = []
        for annex, number in known:
            head, _, last = number.rpartition(".")
            if last and int(last) > 1 and (annex, f"{head}.{int(last) - 1}") not in known:
                gaps.append((annex, number))
        assert gaps == []

    def test_numbers_printed_twice(self, folder: Folder) -> None:
        assert [clause.number for clause in cut(folder) if clause.place == 2] == TWICE[folder.edition.city]

    def test_the_pieces_are_the_whole_text(self, folder: Folder) -> None:
        """What lies between the pieces is only chapters' headings."""
        text, place, between = folder.regulation, 0, []
        for clause in cut(folder):
            between.append(squeeze(text[place : clause.start].replace("*", "").replace("#", "")))
            place = clause.end
        assert text[place:].strip() == ""
        titles = {clause.chapter_title for clause in cut(folder)} - {""}
        assert [
            words for words in between if words and not any(words.strip(".").endswith(title) for title in titles)
        ] == []

    def test_every_entry_has_its_clause(self, folder: Folder) -> None:
        entries = folder.edition.entries
        known = Counter(clause.id for clause in cut(folder))
        assert [entry.id for entry in entries if known[clauses.base(entry.id)] != 1] == []
        printed = {clause.id: clause.printed for clause in cut(folder)}
        assert [entry.id for entry in entries if printed[clauses.base(entry.id)] != entry.clause] == []

    def test_every_entrys_words_touch_its_clause(self, folder: Folder) -> None:
        """A passage lies within the clause and its parts, or begins in the sentence before that the clause goes on with."""
        text = folder.regulation
        by_id = {clause.id: clause for clause in cut(folder)}
        alien = []
        for entry in folder.edition.entries:
            clause = by_id[clauses.base(entry.id)]
            end = clauses.whole(cut(folder), clause)[-1].end
            said, words = squeeze(text[clause.start : end]), squeeze(entry.words)
            if words in said:
                continue
            # as long as the words are, they may reach back
            wide = squeeze(text[max(0, clause.start - 3 * len(entry.words)) : end])
            at = wide.find(words)
            if at < 0 or at + len(words) <= len(wide) - len(said):
                alien.append(entry.id)
        assert alien == []
