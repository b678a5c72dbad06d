"""Laws by key, each wording in its time."""

from datetime import date

import pytest

from magistrat.rules import law
from magistrat.rules.form import FormError

HEAD = '[[law]]\nkey = "a"\nact = "Закон"\narticle = "ст. 1"\ndate = 2011-01-13\n'
TERM = 'term = { number = 5, unit = "calendar_days", direction = "within", event = "receipt", anchor = "arrival" }\n'


def test_one_wording_for_the_acts_whole_life() -> None:
    read = law.load(HEAD + TERM)["a"]
    wording = read.on(date(2011, 1, 13))
    assert wording is not None
    assert wording.term.number == 5
    assert read.on(date(2011, 1, 12)) is None


def test_an_entry_names_its_laws() -> None:
    laws = law.load(HEAD + TERM)
    assert law.of(laws, ["a"]) == (laws["a"],)
    with pytest.raises(KeyError):
        law.of(laws, ["b"])


def test_it_concerns_kinds_of_documents_by_itself() -> None:
    laws = law.load(HEAD + 'kinds = ["letter", "memo"]\n' + TERM)
    assert law.on_kind(laws, "memo") == (laws["a"],)
    assert law.on_kind(laws, "law") == ()


def test_what_is_said_of_kinds_may_be_no_term() -> None:
    read = law.load(HEAD + 'kinds = ["letter"]\nwords = "Лист надсилають."')["a"]
    assert (read.on(date(2026, 1, 13)), read.words) == (None, "Лист надсилають.")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (HEAD + TERM + HEAD + TERM, "laws.toml: a, key: такий ключ уже є"),
        (HEAD, "laws.toml: a, term: обов'язкове поле не заповнено"),
        (HEAD + 'kinds = ["letter"]', "laws.toml: a, words: обов'язкове поле не заповнено"),
        (HEAD + TERM + "kinds = [1]", "laws.toml: a, kinds: очікується перелік текстів"),
        (HEAD + TERM + "years = 1", "laws.toml: a, years: таке поле не передбачено"),
        (HEAD + f"[[law.wording]]\n{TERM}[[law.wording]]\nsince = 2020-01-01\n{TERM}", "wording: дві редакції"),
        (HEAD + f"[[law.wording]]\n{TERM}words2 = 1", "words2: таке поле не передбачено"),
        ("law = [5]", "laws.toml: law: очікується таблиця"),
        ("[[law]]\n", "laws.toml: law, key: обов'язкове поле"),
    ],
)
def test_what_is_wrong_is_refused_with_its_place(text: str, said: str) -> None:
    with pytest.raises(FormError) as caught:
        law.load(text)
    assert said in str(caught.value)
