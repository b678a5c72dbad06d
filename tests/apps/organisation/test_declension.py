"""Forms of posts and names."""

from __future__ import annotations

import pytest
import shevchenko

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
        ("Чергова адміністраторка", "чергової адміністраторки", "черговій адміністраторці"),
        ("Уповноважений з питань молоді", "уповноваженого з питань молоді", "уповноваженому з питань молоді"),
        ("Радниця міського голови", "радниці міського голови", "радниці міського голови"),
        (
            "Заступник голови – начальник управління освіти",
            "заступника голови – начальника управління освіти",
            "заступнику голови – начальнику управління освіти",
        ),
        ("Головна лікарка", "головної лікарки", "головній лікарці"),
        ("Суддя", "судді", "судді"),
    ],
)
def test_a_title_is_put_into_its_forms(title: str, genitive: str, dative: str) -> None:
    assert declension.title_in(declension.GENITIVE, title) == genitive
    assert declension.title_in(declension.DATIVE, title) == dative


@pytest.mark.parametrize(
    ("title", "accusative"),
    [
        ("Міський голова", "міського голову"),
        ("Перший заступник міського голови", "першого заступника міського голови"),
        ("Перша заступниця міського голови", "першу заступницю міського голови"),
        ("Керуюча справами виконкому", "керуючу справами виконкому"),
        ("Керуючий справами виконкому", "керуючого справами виконкому"),
        ("Секретар міської ради", "секретаря міської ради"),
        ("Староста", "старосту"),
        ("Головний лікар", "головного лікаря"),
        ("Головна лікарка", "головну лікарку"),
        (
            "Заступник голови – начальник управління освіти",
            "заступника голови – начальника управління освіти",
        ),
    ],
)
def test_of_one_on_whom_control_is_laid(title: str, accusative: str) -> None:
    assert declension.title_in(declension.ACCUSATIVE, title) == accusative


def test_a_persons_name_keeps_to_the_gender() -> None:
    forms = declension.name_in(declension.DATIVE, surname="Коваль", given="Ольга", patronymic="Петрівна", gender="f")
    assert forms == {"surname": "Коваль", "given": "Ользі", "patronymic": "Петрівні"}
    forms = declension.name_in(declension.DATIVE, surname="Коваль", given="Іван", patronymic="", gender="m")
    assert forms == {"surname": "Ковалю", "given": "Івану", "patronymic": ""}


@pytest.mark.parametrize("kind", ["posts", "names", "surnames"])
def test_the_table_changes_only_what_the_library_puts_otherwise(kind: str) -> None:
    for word, forms in declension.exceptions()[kind].items():
        assert len(forms) == 3, word
        own = [_plain(kind, case, word) for case in declension.PLACES]
        assert any(form and form != plain for form, plain in zip(forms, own, strict=True)), f"{word}: needless"


def _plain(kind: str, case: str, word: str) -> str:
    field = {"posts": "military_appointment", "names": "given_name", "surnames": "family_name"}[kind]
    gender = shevchenko.FEMININE if word == "Любов" else shevchenko.MASCULINE
    return str(shevchenko.in_case(case, gender=gender, **{field: word})[field])


@pytest.mark.parametrize(
    ("given", "patronymic", "gender", "expected"),
    [
        ("Іван", "Петрович", "m", "Іване Петровичу"),
        ("Олег", "Ілліч", "m", "Олеже Іллічу"),
        ("Ігор", "Юрійович", "m", "Ігорю Юрійовичу"),
        ("Марія", "Іванівна", "f", "Маріє Іванівно"),
        ("Любов", "Яківна", "f", "Любове Яківно"),
        ("Яків", "Лукич", "m", "Якове Лукичу"),
        ("Ілля", "Кузьмич", "m", "Ілле Кузьмичу"),
    ],
)
def test_people_are_called(given: str, patronymic: str, gender: str, expected: str) -> None:
    forms = declension.name_in(declension.VOCATIVE, surname="Коваль", given=given, patronymic=patronymic, gender=gender)
    assert f"{forms['given']} {forms['patronymic']}" == expected
