"""How addressees stand on a letter."""

from __future__ import annotations

import pytest

from magistrat.correspondence import addressing


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Коваленко Марія Іванівна", "Марії Іванівні КОВАЛЕНКО"),
        ("Шевченко Петро Ілліч", "Петру Іллічу ШЕВЧЕНКУ"),
        ("Ткач Соломія Гнатівна", "Соломії Гнатівні ТКАЧ"),
        ("Нечуй-Левада Остап Миронович", "Остапу Мироновичу НЕЧУЮ-ЛЕВАДІ"),
        ("Коваль І.П.", ""),
        ("Завод імені Петра", ""),
        ("Підприємство «Джерело»", ""),
    ],
)
def test_people_in_the_dative(name: str, expected: str) -> None:
    assert addressing.person_dative(name) == expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Заступник міністра", "Заступнику міністра"),
        ("Перший заступник голови", "Першому заступнику голови"),
        ("Директор Департаменту охорони здоров'я", "Директору Департаменту охорони здоров'я"),
        ("Голова правління", "Голові правління"),
        ("Генеральний директор", "Генеральному директору"),
        ("Керівниця відділу", "Керівниці відділу"),
        ("Ректорка", "Ректорці"),
        ("Міська голова", "Міській голові"),
    ],
)
def test_posts_in_the_dative(title: str, expected: str) -> None:
    assert addressing.title_dative(title) == expected


def test_a_body_with_its_head() -> None:
    said = addressing.of(
        name="Завод «Іскра»", kind="enterprise", head="Директор, Шевченко Петро Ілліч", address="вул. Заводська, 1"
    )
    assert said.lines == ("Завод «Іскра»", "Директору", "Петру Іллічу ШЕВЧЕНКУ")
    assert said.address == "вул. Заводська, 1"


def test_a_body_whose_head_is_written_otherwise() -> None:
    assert addressing.of(name="Суд", kind="court", head="Шевченко Петро Ілліч").lines == (
        "Суд",
        "Петру Іллічу ШЕВЧЕНКУ",
    )
    assert addressing.of(name="Суд", kind="court", head="голова Шевченко П.І.").lines == ("Суд",)
    assert addressing.of(name="Суд", kind="court", head="Голова суду, Шевченко П.І.").lines == (
        "Суд", "Голові суду", "Шевченко П.І.",
    )  # fmt: skip


def test_a_peoples_deputy_is_addressed_by_the_mandate() -> None:
    said = addressing.of(name="Коваленко Марія Іванівна", kind="peoples_deputy")
    assert said.lines == ("Народному депутатові України", "Марії Іванівні КОВАЛЕНКО")
