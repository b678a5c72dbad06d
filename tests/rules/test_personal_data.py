"""Suspicious places of a text and their marks: a table worked out by hand."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from magistrat.rules import personal_data as data

TABLE = [
    ("Надати Коваленку І. П. дозвіл", [("name", "Коваленку І. П.")]),
    ("І.П. Коваленко заперечив", [("name", "І.П. Коваленко")]),
    ("підпис: Ольга КОВАЛЬ-ГНАТ", [("name", "Ольга КОВАЛЬ-ГНАТ")]),
    ("громадянці В'юн Ганні Олексіївні", [("name", "В'юн Ганні Олексіївні")]),
    ("Призначити Марію Іванівну опікуном", [("name", "Марію Іванівну")]),
    ("РНОКПП 3012345678", [("tax", "3012345678")]),
    ("паспорт АЕ 123456, виданий", [("passport", "АЕ 123456")]),
    ("УНЗР 19800101-01234", [("passport", "19800101-01234")]),
    ("12.03.1985 року народження", [("birth", "12.03.1985")]),
    ("за адресою: вул. Садова, 5, кв. 12, площею 40 м²", [("address", "вул. Садова, 5, кв. 12")]),
    ("на просп. Миру, буд. 14-А", [("address", "просп. Миру, буд. 14-А")]),
    ("телефон 067 123-45-67", [("phone", "телефон 067 123-45-67")]),
    ("+38 (056) 493 21 00", [("phone", "+38 (056) 493 21 00")]),
    ("тел. 92-13-14", [("phone", "тел. 92-13-14")]),
    ("писати на kovalenko@example.org", [("email", "kovalenko@example.org")]),
    ("рахунок UA213223130000026007233566001", [("account", "UA213223130000026007233566001")]),
    # What is not of a person: law, number of a decision, sum of money, code of an enterprise.
    ("Закон України від 21.05.1997 № 280/97-ВР", []),
    ("виділити 1 250 000 грн, код ЄДРПОУ 12345678", []),
    ("Виконавчий комітет ВИРІШИВ:", []),
    ("Контроль покласти на заступника міського голови.", []),
]  # fmt: skip


@pytest.mark.parametrize(("words", "expected"), TABLE, ids=[words for words, _ in TABLE])
def test_by_the_table(words, expected):
    found = data.find([("1.", words)])
    assert [(one.kind, one.words) for one in found] == expected


def test_the_same_words_get_the_same_mark_and_what_was_kept_stays():
    parts = [
        ("", "Надати Коваленку І. П. та Бойку О. О."),
        ("1.", "Коваленку І. П., вул. Садова, 5"),
        ("2.", "тел. 92-13-14"),
    ]
    assert data.hide(parts, {0, 1, 2, 3}) == [
        ("", "Надати ОСОБА_1 та ОСОБА_2"), ("1.", "ОСОБА_1, АДРЕСА_1"), ("2.", "тел. 92-13-14"),
    ]  # fmt: skip
    assert data.hide(parts, ()) == parts


def test_places_that_nobody_judged_are_named():
    parts = [("1.", "Коваленку І. П., вул. Садова, 5")]
    assert [one.kind for one in data.unjudged(parts, {0}, ())] == ["address"]
    assert data.unjudged(parts, {0}, {1}) == ()


def test_a_place_is_shown_with_the_words_around_it():
    [one] = data.shown([("пункт 1", "Надати Коваленку І. П. дозвіл")], around=5)
    assert (one.label, one.before, one.words, one.after) == ("пункт 1", "…дати ", "Коваленку І. П.", " дозв…")


def test_another_text_has_another_digest():
    assert data.digest([("1.", "а")]) != data.digest([("1.", "б")])


@given(st.lists(st.text(alphabet="Ко І.П.вул5,6 \n0123456789@a-", max_size=60), max_size=4))
def test_places_lie_in_order_within_their_parts_and_hiding_all_leaves_none_of_their_words(words):
    parts = [(str(number), said) for number, said in enumerate(words)]
    places = data.find(parts)
    for one in places:
        assert parts[one.part][1][one.start : one.end] == one.words
    for earlier, later in itertools.pairwise(places):
        assert earlier.part < later.part or earlier.end <= later.start
    hidden = data.hide(parts, range(len(places)))
    for part in {one.part for one in places}:
        expected = parts[part][1]
        for one in places:
            if one.part == part:
                expected = expected.replace(one.words, "", 1)
        assert len(hidden[part][1]) >= len(expected)
