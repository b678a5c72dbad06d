"""An entry says what its kind must say, in names of the common vocabulary."""

import pytest

from magistrat.rules import edition, kinds, vocabulary
from magistrat.rules.edition import KINDS

HEAD = 'city = "testove"\nprefix = "TS"\ntitle = "Регламент"\nact = "рішення №1"\nin_force_from = 2024-01-01\n'
TERM = 'term = { number = 1, unit = "years", direction = "within", event = "receipt", anchor = "deed" }'


def faults(kind: str, more: str = "") -> list[str]:
    text = f'[[{kind}]]\nid = "1.1"\nclause = "1.1"\nkey = "k"\ncapability = "org"\nactor = []\nmeaning = "Так."\nwords = ""\n{more}\n'
    return list(kinds.faults(edition.load({"edition.toml": HEAD, "org.toml": text})))


def test_every_kind_has_its_form() -> None:
    assert kinds.SAYS.keys() == KINDS.keys()


@pytest.mark.parametrize("kind", sorted(KINDS.keys() - {"condition"}))
def test_words_alone_are_not_enough(kind: str) -> None:
    (fault,) = faults(kind)
    assert fault.startswith(f"org.toml: 1.1: {KINDS[kind]}: потрібне хоча б одне з: ")


@pytest.mark.parametrize(
    ("kind", "more"),
    [
        ("condition", ""),
        ("deadline", TERM),
        ("limit", 'values = { at_most = 4, unit = "pages" }'),
        ("permission", 'values = { who_roles = ["mayor"], may = ["скликати засідання"] }'),
        ("field", 'values = { required = ["date"], labels = ["дата"] }'),
        ("retention", f'keep = {{ term = "1 рік" }}\n{TERM}'),
        ("numbering", 'pattern = "{n}"'),
        ("quorum_vote", 'vote = { body = "council", quorum = "> 1/2" }'),
    ],
)
def test_a_full_one_has_no_fault(kind: str, more: str) -> None:
    assert faults(kind, more) == []


@pytest.mark.parametrize(
    ("kind", "more", "said"),
    [
        (
            "condition",
            "values = { signatry_roles = [] }",
            "values.signatry_roles: такої назви немає у словнику; найближча: «signatory_roles»",
        ),
        ("condition", "values = { qqqq = 1 }", "values.qqqq: такої назви немає у словнику"),
        (
            "condition",
            'values = { to_roles = ["Голова"] }',
            "values.to_roles: очікується перелік ключів ролей (snake_case)",
        ),
        ("condition", 'values = { count = "five" }', "values.count: очікується ціле число"),
        ("condition", "values = { count = true }", "values.count: очікується ціле число"),
        ("condition", "values = { written = 1 }", "values.written: очікується true або false"),
        ("condition", 'values = { unit_pattern = "{n" }', "values.unit_pattern: очікується взірець номера"),
        ("condition", 'pattern = "{n}"', "pattern: буває лише в таких видів: numbering, field"),
        (
            "field",
            'values = { required = ["date"], labels = ["дата", "час"] }',
            "values.labels: має бути стільки ж, скільки в required: 1, а є 2",
        ),
        ("limit", f'{TERM}\nvalues = {{ unit = "pages" }}', "values.unit: одиниця без числа"),
        ("retention", f'keep = {{ term = "2 роки" }}\n{TERM}', "keep.term: не збігається зі строком: 1"),
    ],
)
def test_a_wrong_one_is_said_with_its_place(kind: str, more: str, said: str) -> None:
    assert faults(kind, more) == [f"org.toml: 1.1: {said}"]


def test_no_name_of_the_vocabulary_is_written_badly() -> None:
    assert [name for name in vocabulary.NAMES if not name.replace("_", "").isalnum() or not name.islower()] == []
