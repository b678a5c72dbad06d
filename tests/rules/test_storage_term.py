"""Storage terms are read as people write them, and written so that they are read again."""

import pytest

from magistrat.rules import storage_term
from magistrat.rules.storage_term import StorageTerm


@pytest.mark.parametrize(
    ("written", "term"),
    [
        ("5 років", StorageTerm(5)),
        ("5 р.", StorageTerm(5)),
        ("5р", StorageTerm(5)),
        ("1 рік", StorageTerm(1)),
        ("П'ять років", StorageTerm(5)),
        ("5 років ЕПК", StorageTerm(5, mark="ЕПК")),
        ("3 р.ЕПК", StorageTerm(3, mark="ЕПК")),
        ("3 р. (ЕПК)", StorageTerm(3, mark="ЕПК")),
        ("10 років, ЕПК, ст. 22", StorageTerm(10, mark="ЕПК")),
        ("75 р. ст. 16-б", StorageTerm(75)),
        ("75 років – «В»", StorageTerm(75, less_age=True)),
        ("75 років «В» ЕПК", StorageTerm(75, mark="ЕПК", less_age=True)),
        ("50 р. - В", StorageTerm(50, less_age=True)),
        ("Пост.", StorageTerm(permanent=True)),
        ("Постійно", StorageTerm(permanent=True)),
        ("постійно, ст. 7-а", StorageTerm(permanent=True)),
        ("Доки не мине потреба", StorageTerm(until="need_passes")),
        ("ДМП", StorageTerm(until="need_passes")),
        ("До ліквідації організації", StorageTerm(until="liquidation")),
        ("До заміни новими", StorageTerm(until="replaced")),
        ("ЕК", StorageTerm(mark="ЕК")),
    ],
)
def test_is_read(written: str, term: StorageTerm) -> None:
    assert storage_term.read(written) == term
    assert storage_term.read(str(term)) == term


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("", "не прочитано"),
        ("довго", "не прочитано"),
        ("0 років", "не прочитано"),
        ("-5 років", "не прочитано"),
        ("5", "не прочитано"),
        ("5 місяців", "не прочитано"),
        ("5 років 3 роки", "не прочитано"),
        ("Постійно – «В»", "віднімають від числа років"),
        ("5 р. після заміни", "від іншої події"),
        ("3 роки з дня звільнення", "від іншої події"),
    ],
)
def test_what_is_no_term_is_refused(written: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        storage_term.read(written)
