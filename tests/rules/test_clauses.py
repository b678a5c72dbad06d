"""A regulation's text cut at its clauses: what the two cities' texts do to their numbers, in small."""

from magistrat.rules.clause_marks import Annex
from magistrat.rules.clauses import Clause, find, split, whole

ROMAN = """## РЕГЛАМЕНТ

| Розділ I | Загальні положення |

21.07.2021 № 377

#### *РОЗДІЛ I. Загальні
положення*

1.1. Перший пункт
на двох рядках.

1.2 Другий пункт за підпунктом 1.1 Регламенту.

- 1.2.1 перше;
- 1.2.2. друге (додаток 2).

## *РОЗДІЛ ІХ. Бланки*

9.1. Бланки не копіюють.

Додаток 1
до Регламенту

**ПЕРЕЛІК**

11.00 – 11.20

**1. Загальне**

1.1. Перелік ведуть.

**2. Відповідальність**

За перелік відповідають.

*Зворотний бік*

підпис
"""

ARABIC = """Регламент

1. Загальні засади

1.1. Перше. 1.2.Друге, див. п. 1.1. Далі. 2. Порядок роботи

2.1.Третє.

2. 2. Четверте; за п. 2.1. Регламенту.

2.1. Знову третє. 3. Правила. Правила мають загальний характер. 3.1. П'яте.
"""


def ids(clauses: tuple[Clause, ...]) -> list[str]:
    return [clause.id for clause in clauses]


def test_a_text_with_roman_chapters_and_annexes() -> None:
    clauses = split(ROMAN, [Annex("2", begins="*Зворотний бік*", title="Зворотний бік проєкту")])
    assert ids(clauses) == [
        "", "1.1", "1.2", "1.2.1", "1.2.2", "9.1", "A1", "A1-1.1", "A1-2", "A2",
    ]  # fmt: skip
    first = clauses[1]
    assert (first.chapter, first.chapter_title, first.text) == (
        "1",
        "Загальні положення",
        "Перший пункт\nна двох рядках.",
    )
    assert (first.first, first.last) == (10, 11)
    assert [clause.chapter_title for clause in clauses if clause.chapter == "9"] == ["Бланки"]
    assert [clause.printed for clause in clauses[-4:]] == [
        "додаток 1", "додаток 1, п. 1.1", "додаток 1, розділ 2", "додаток 2",
    ]  # fmt: skip
    assert [clause.annex_title for clause in clauses[-2:]] == ["ПЕРЕЛІК", "Зворотний бік проєкту"]


def test_clauses_and_chapters_within_a_line_and_numbers_printed_twice() -> None:
    clauses = split(ARABIC)
    assert ids(clauses) == ["", "1.1", "1.2", "2.1-1", "2.2", "2.1-2", "3", "3.1"]
    assert [clause.text for clause in clauses[1:6]] == [
        "Перше.", "Друге, див. п. 1.1. Далі.", "Третє.", "Четверте; за п. 2.1. Регламенту.", "Знову третє.",
    ]  # fmt: skip
    assert (clauses[3].chapter_title, clauses[6].chapter_title) == ("Порядок роботи", "Правила")
    assert clauses[6].text == "Правила мають загальний характер."
    assert clauses[3].printed == clauses[5].printed == "2.1"


def test_the_place_in_the_text_is_exact() -> None:
    for clause in split(ARABIC):
        assert clause.text in ARABIC[clause.start : clause.end]
        assert ARABIC[: clause.start].count("\n") + 1 == clause.first
        assert ARABIC[: clause.end].count("\n") + 1 == clause.last


def test_an_entry_finds_its_clause() -> None:
    clauses = split(ARABIC)
    assert ids(find(clauses, "2.1-2.b")) == ["2.1-2"]
    assert ids(find(clauses, "2.1", "2.1")) == ["2.1-1", "2.1-2"]
    assert find(clauses, "7.7", "7.7") == ()


def test_a_clause_with_its_parts() -> None:
    clauses = split(ROMAN)
    assert ids(whole(clauses, clauses[2])) == ["1.2", "1.2.1", "1.2.2"]
    assert ids(whole(clauses, find(clauses, "A1")[0])) == ["A1", "A1-1.1", "A1-2"]


def test_a_text_without_clauses_is_one_piece() -> None:
    assert [(clause.id, clause.text) for clause in split("Лист.\n")] == [("", "Лист.")]
    assert split("") == ()
