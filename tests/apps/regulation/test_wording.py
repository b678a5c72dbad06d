"""Typed parts of entries in official Ukrainian."""

from __future__ import annotations

from fractions import Fraction

import pytest

from magistrat.regulation import wording
from magistrat.regulation.flag_names import FLAGS
from magistrat.rules.keeping import Keep
from magistrat.rules.storage_term import StorageTerm
from magistrat.rules.voting import Share, Vote

HALF = Share(Fraction(1, 2), strict=True)


def test_votes() -> None:
    said = list(wording.vote(Vote("executive-committee", quorum=HALF, majority=HALF)))
    assert said == [
        "Засідання виконавчого комітету повноважне, якщо присутні більше половини загального складу.",
        "Рішення виконавчого комітету ухвалено, якщо «за» — більше половини загального складу.",
    ]
    attestation = Vote(
        "attestation-commission", majority=Share(Fraction(3, 4), strict=False), of="present", tie="adopted"
    )
    assert "не менше трьох чвертей присутніх" in " ".join(wording.vote(attestation))
    assert "рівної кількості" in " ".join(wording.vote(attestation))
    assert list(wording.vote(Vote("executive-committee", poll=True, recusal=True, admission=True))) == [
        "Рішення виконавчого комітету ухвалюють і між засіданнями (опитуванням).",
        "Члени, в яких є конфлікт інтересів, не голосують.",
        "Якщо без таких членів не буде кворуму, їх можуть допустити до голосування.",
    ]


@pytest.mark.parametrize(
    ("kept", "said"),
    [
        (Keep(term=StorageTerm(years=5, mark="ЕПК")), ["Строк: 5 років ЕПК."]),
        (Keep(term=StorageTerm(permanent=True)), ["Строк: Постійно."]),
        (Keep(until="need_passes"), ["Зберігають: доки не мине потреба."]),
        (Keep(where="у загальному відділі"), ["Де: у загальному відділі."]),
        (
            Keep(counted_from="next_year_start"),
            ["Лічба: від 1 січня року, наступного за роком завершення справи."],
        ),
    ],
)  # fmt: skip
def test_keeping(kept: Keep, said: list[str]) -> None:
    assert list(wording.keep(kept)) == said


def test_limits() -> None:
    assert list(wording.limits({"at_most": 4, "unit": "pages"})) == ["Не більше ніж 4 сторінки"]
    assert list(wording.limits({"at_least": 3, "unit": "hours"})) == ["Не менше ніж 3 години"]
    assert list(wording.limits({"at_most": 3})) == ["Не більше ніж 3"]


def test_every_word_of_the_typed_tables_has_its_name(regulations) -> None:
    for rules in regulations.values():
        for entry in rules.entries:
            for fact in wording.facts(entry, rules):
                assert fact.said, entry.key
            for step in entry.steps:
                unknown = {*step.when, *step.unless} - FLAGS.keys()
                assert not unknown, f"{rules.prefix} {entry.clause}: name {unknown} in regulation/flag_names.py"


def test_steps_stand_in_their_order_with_their_conditions_and_time(regulations) -> None:
    rules = regulations["kryvyi-rih"]
    # KR 4.16.6: ten visas in a declared sequence, each within the time of 4.13
    entry = rules.by_id("4.16.6")
    said = list(wording.steps(entry, rules))
    assert said[0].startswith("Працівник, який підготував проєкт рішення — віза")
    assert said[-1] == "Керуюча справами — віза."
    assert "Начальник юридичного управління — віза, крім: нагородження." in said
    assert (
        wording.about_steps(entry, rules) == "Стосується: рішення виконавчого комітету. Час кожного кроку — за п. 4.13."
    )
