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
        ("міський голова", "Міському голові"),
        ("Голова районної у місті ради", "Голові районної у місті ради"),
        ("Перший заступник начальника – начальник відділу", "Першому заступнику начальника – начальнику відділу"),
        ("Тимчасово виконуючий обов'язки директора", "Тимчасово виконуючому обов'язки директора"),
        ("В.о. начальника відділу", "В.о. начальника відділу"),
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


@pytest.mark.parametrize(
    ("name", "dative", "greeting"),
    [
        ("Сміт Джон", "Джону СМІТУ", "Шановний пане Джоне!"),
        ("Сміт Анна", "Анні СМІТ", "Шановна пані Анно!"),
        ("О'Коннел Шон", "Шону О'КОННЕЛУ", "Шановний пане Шоне!"),
        ("Косач-Квітка Лариса Петрівна", "Ларисі Петрівні КОСАЧ-КВІТЦІ", "Шановна Ларисо Петрівно!"),
        (
            "Квітка-Основ'яненко Григорій Федорович",
            "Григорію Федоровичу КВІТЦІ-ОСНОВ'ЯНЕНКУ",
            "Шановний Григорію Федоровичу!",
        ),
    ],
)
def test_foreign_and_hyphenated_people_are_addressed_and_called(name: str, dative: str, greeting: str) -> None:
    said = addressing.of(name=name, kind="citizen")
    assert (said.lines, said.greeting) == ((dative,), greeting)


def test_the_head_of_a_body_is_called_and_a_body_alone_is_not() -> None:
    assert addressing.of(name="Завод", kind="enterprise", head="Директорка, Коваль Ольга Ільківна").greeting == (
        "Шановна Ольго Ільківно!"
    )
    assert addressing.of(name="Завод Іскра", kind="enterprise").greeting == ""
    assert addressing.of(name="Зоря Ранкова", kind="enterprise").lines == ("Зоря Ранкова",)
