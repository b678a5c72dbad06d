"""Forms of posts and names."""

from __future__ import annotations

import pytest

from magistrat.organisation import declension


@pytest.mark.parametrize(
    ("title", "genitive", "dative"),
    [
        ("Міський голова", "міського голови", "міському голові"),
        ("Сільська голова", "сільської голови", "сільській голові"),
        (
            "Перший заступник міського голови",
            "першого заступника міського голови",
            "першому заступнику міського голови",
        ),
        ("Керуюча справами виконкому", "керуючої справами виконкому", "керуючій справами виконкому"),
        ("Керуючий справами виконкому", "керуючого справами виконкому", "керуючому справами виконкому"),
        ("Секретар міської ради", "секретаря міської ради", "секретарю міської ради"),
        ("Перша заступниця міського голови", "першої заступниці міського голови", "першій заступниці міського голови"),
        ("Начальник відділу голови ради", "начальника відділу голови ради", "начальнику відділу голови ради"),
        ("Староста", "старости", "старості"),
        ("Завідувачка канцелярії", "завідувачки канцелярії", "завідувачці канцелярії"),
        ("ІТ-спеціаліст", "ІТ-спеціаліста", "ІТ-спеціалісту"),
    ],
)
def test_a_title_is_put_into_its_forms(title: str, genitive: str, dative: str) -> None:
    assert declension.title_in(declension.GENITIVE, title) == genitive
    assert declension.title_in(declension.DATIVE, title) == dative


def test_a_persons_name_keeps_to_the_gender() -> None:
    forms = declension.name_in(declension.DATIVE, surname="Коваль", given="Ольга", patronymic="Петрівна", gender="f")
    assert forms == {"surname": "Коваль", "given": "Ользі", "patronymic": "Петрівні"}
    forms = declension.name_in(declension.DATIVE, surname="Коваль", given="Іван", patronymic="", gender="m")
    assert forms == {"surname": "Ковалю", "given": "Івану", "patronymic": ""}
