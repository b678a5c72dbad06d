"""A refusal says what and by which clause, and stays as it was made."""

import pytest

from magistrat.rules.refusal import Refusal


def test_says_the_message_and_the_clause() -> None:
    refusal = Refusal("8.13", "Строк змінює лише міський голова", "Змінити строк може лише міський голова")
    assert str(refusal) == "Строк змінює лише міський голова (п. 8.13)"
    assert (refusal.clause, refusal.words) == ("8.13", "Змінити строк може лише міський голова")


def test_without_a_clause_only_the_message() -> None:
    assert str(Refusal("", "Регламент нікому не надає такого права")) == "Регламент нікому не надає такого права"


def test_an_annex_is_cited_as_it_is_printed() -> None:
    assert str(Refusal("додаток 15, п. 4.1", "Файл завеликий")) == "Файл завеликий (додаток 15, п. 4.1)"


def test_cannot_be_changed_but_can_be_raised() -> None:
    refusal = Refusal("1.1", "Ні")
    with pytest.raises(AttributeError):
        refusal.clause = "1.2"
    with pytest.raises(Refusal) as caught:
        raise refusal
    assert caught.value is refusal
    refusal.add_note("для журналу")


def test_equal_when_they_say_the_same() -> None:
    assert Refusal("1", "Ні") == Refusal("1", "Ні")
    assert Refusal("1", "Ні") != Refusal("2", "Ні")
    assert Refusal("1", "Ні") != "Ні"
    assert len({Refusal("1", "Ні"), Refusal("1", "Ні")}) == 1
