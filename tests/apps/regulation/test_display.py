"""A clause as people read it: what scanning left is mended in what is shown."""

from __future__ import annotations

import pytest

from magistrat.regulation import display
from magistrat.regulation.display import Block


def said(text: str, **more: object) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in display.blocks(text, **more)]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("*Про **затвердження***", [("paragraph", "Про затвердження")]),
        ("#### 10.4. Експертиза", [("heading", "10.4. Експертиза")]),
        # a page break within a sentence; and one that prints a line twice (KR 5.35)
        ("веде голова, а в разі його\n\nвідсутності – особа", [("paragraph", "веде голова, а в разі його відсутності – особа")]),
        (
            "до департаменту адміністративних послуг протягом двох\n\nадміністративних послуг протягом двох робочих днів.",
            [("paragraph", "до департаменту адміністративних послуг протягом двох робочих днів.")],
        ),
        ("Речення.\n\nдруге", [("paragraph", "Речення."), ("paragraph", "друге")]),
        ("- перше;\n- друге.", [("item", "перше;"), ("item", "друге.")]),
        ("повинен містити: - посилання; - строк.", [("paragraph", "повинен містити:"), ("item", "посилання;"), ("item", "строк.")]),
        # a Latin letter in a Ukrainian word (DR 3.12); words of another language are left alone
        ("до 25 cічня", [("paragraph", "до 25 січня")]),
        ("ДСТУ ISO 9001, e-mail", [("paragraph", "ДСТУ ISO 9001, e-mail")]),
        # an Arabic letter (DR 10.1), a grave accent for an apostrophe
        ("ці обов\u06e5’язки з обов`язковим", [("paragraph", "ці обов’язки з обов'язковим")]),
        ("(річним) , квартальними", [("paragraph", "(річним), квартальними")]),
        ("на \\_\\_\\_\\_\\_ 20\\_\\_ рік", [("paragraph", "на _____ 20__ рік")]),
        ("---", []),
    ],
)  # fmt: skip
def test_flaws_are_mended(text: str, shown: list[tuple[str, str]]) -> None:
    assert said(text) == shown


def test_a_word_broken_at_the_end_of_a_line_is_joined_when_it_is_known() -> None:
    known = display.words_of("Криворізької міської ради, організаційно протокольної")
    assert said("Криво-  \nрізької", known=known) == [("paragraph", "Криворізької")]
    assert said("організаційно-  \nпротокольної", known=known) == [("paragraph", "організаційно-протокольної")]


def test_tables_of_both_kinds() -> None:
    with_tabs = display.blocks("№\tНазва\n1\tПерша\n2")
    assert with_tabs == (Block("paragraph", "2"), Block("table", rows=(("№", "Назва"), ("1", "Перша"))))
    with_bars = display.blocks("| Розділ I | Загальні |\n|---|---|\n| Розділ II | Інші |")
    assert with_bars == (Block("table", rows=(("Розділ I", "Загальні"), ("Розділ II", "Інші"))),)


def test_lines_of_a_form_stay_apart() -> None:
    assert said("Керівник\nвідділу\n\nюридичного", is_form=True) == [
        ("paragraph", "Керівник"), ("paragraph", "відділу"), ("paragraph", "юридичного"),
    ]  # fmt: skip


def test_found_words_are_marked_and_the_rest_is_escaped() -> None:
    assert (
        display.marked("Пам'ять <i> і пам’яті", ["пам'ят"])
        == "<mark>Пам&#x27;ят</mark>ь &lt;i&gt; і <mark>пам’ят</mark>і"
    )
    assert display.marked("без пошуку", []) == "без пошуку"
