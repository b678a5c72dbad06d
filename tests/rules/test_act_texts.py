"""The structure of an act's text, its comparison, the acts that it names."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from magistrat.rules import act_compare, act_references, act_text
from magistrat.rules.act_text import ActText, Annex, Point, Titles

TEXT = ActText(
    "Про облік", "Згідно із законом", "вирішив:",
    (Point("1", "Провести облік", due_words="до 01.12.2026", points=(Point("1.1", "Скласти акт"),)), Point("2", "Звітувати")),
    (Annex("1", "Перелік", rows=(("№", "Назва"), ("1", "Мережа"))),), "Потрібно",
)  # fmt: skip


def test_parts_are_named_as_people_name_them():
    assert [label for label, _ in act_text.parts(TEXT)] == [
        "заголовок", "констатуюча частина", "пункт 1", "пункт 1.1", "пункт 2", "додаток 1", "пояснювальна записка",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"title": 5}, "title"),
        ({"points": [{"executors": ["5"]}]}, "points[0].executors"),
        ({"points": [{"points": [{"due_on": "завтра"}]}]}, "points[0].points[0].due_on"),
        ({"points": [{"repeats": "daily"}]}, "repeats"),
        ({"annexes": [{"rows": [[1]]}]}, "rows"),
        ({"heading": ""}, "heading"),
    ],
)
def test_a_wrong_text_is_refused_by_the_name_of_its_field(wrong, named):
    with pytest.raises(ValueError, match=r"має|не передбачено|немає") as refused:
        act_text.read(wrong)
    assert named in str(refused.value)


def test_a_point_put_in_the_middle_is_told_apart_from_those_that_moved():
    old = ActText(
        points=act_text.numbered([Point("", "Подати звіт до міської ради"), Point("", "Забезпечити облік коштів")])
    )
    new = ActText(
        points=act_text.numbered(
            [
                Point("", "Утворити групу"),
                Point("", "Подати повний звіт до міської ради"),
                Point("", "Забезпечити облік коштів"),
            ]
        )
    )
    pairs = act_compare.compare(old, new, Titles())
    assert [(pair.state, pair.old_label, pair.new_label) for pair in pairs] == [
        ("added", "", "пункт 1"), ("changed", "пункт 1", "пункт 2"), ("same", "пункт 2", "пункт 3"),
    ]  # fmt: skip
    assert [run.words for run in pairs[1].new if run.is_marked] == [" повний"]


@pytest.mark.parametrize(
    ("words", "printed"),
    [
        ("Подати звіт.", "Начальнику відділу, директору департаменту подати звіт до 01.12.2026."),
        (
            "Начальнику відділу та директору департаменту подати звіт",
            "Начальнику відділу та директору департаменту подати звіт до 01.12.2026.",
        ),
        (
            "Начальнику відділу сприяти й подати звіт",
            "Начальнику відділу, директору департаменту начальнику відділу сприяти й подати звіт до 01.12.2026.",
        ),
        ("Подати звіт до 01.12.2026", "Начальнику відділу, директору департаменту подати звіт до 01.12.2026."),
        ("", "Начальнику відділу, директору департаменту до 01.12.2026."),
    ],
)
def test_a_point_names_once_who_is_to_do_it(words, printed):
    point = Point("1", words, executors=(3,), named="директору департаменту", due_words="до 01.12.2026")
    titles = Titles({3: "начальнику відділу"})
    said = act_text.sentence(point, titles)
    assert said[:1].upper() + said[1:] == printed
    assert act_text.sentence(replace(point, is_control=True, text="Контроль покласти"), titles).startswith("Контроль")
    assert act_text.sentence(Point("2", "", executors=(8,)), titles) == ""


@pytest.mark.parametrize(
    ("words", "printed"),
    [
        ("Контроль за виконанням розпорядження покласти на ", "Контроль за виконанням розпорядження покласти на керуючу справами."),
        ("Контроль за виконанням покласти на.", "Контроль за виконанням покласти на керуючу справами."),
        ("Координацію роботи покласти", "Координацію роботи покласти на керуючу справами."),
        ("Контроль покласти на заступника голови.", "Контроль покласти на заступника голови."),
        ("Контроль залишаю за собою", "Контроль залишаю за собою."),
    ],
)  # fmt: skip
def test_the_control_point_says_on_whom_control_is_laid(words, printed):
    titles = Titles({5: "керуючій справами"}, {5: "керуючу справами"})
    point = Point("3", words, executors=(5,), is_control=True)
    assert act_text.sentence(point, titles) == printed
    assert act_text.told(point, titles).is_laid == (printed.endswith("керуючу справами."))
    both = Titles({}, {5: "керуючу справами", 6: "старосту"})
    named = act_text.sentence(replace(point, executors=(5, 6), text="Контроль покласти на"), both)
    assert named == "Контроль покласти на керуючу справами та старосту."
    assert act_text.sentence(replace(point, executors=(), text="Контроль покласти на"), both) == "Контроль покласти на."


@pytest.mark.parametrize(
    ("words", "printed"),
    [
        ("Контроль за виконанням покласти на ", "Контроль за виконанням покласти на {}першого заступника Іваненка І.І."),
        ("Координацію роботи покласти.", "Координацію роботи покласти на {}першого заступника Іваненка І.І."),
        ("Контроль за виконанням покладаю на", "Контроль за виконанням покладаю на {}першого заступника Іваненка І.І."),
        ("Контроль за виконанням покладається на:", "Контроль за виконанням покладається на {}першого заступника Іваненка І.І."),
    ],
)  # fmt: skip
@pytest.mark.parametrize("named", ["першого заступника Іваненка І.І.", "на першого заступника Іваненка І.І."])
def test_control_is_laid_on_whom_the_drafter_wrote_by_hand(words, printed, named):
    titles = Titles({}, {5: "керуючу справами"})
    point = Point("3", words, named=named, is_control=True)
    assert act_text.breaks_off(point)
    assert act_text.sentence(point, titles) == printed.format("")
    assert act_text.sentence(replace(point, executors=(5,)), titles) == printed.format("керуючу справами та ")
    assert not act_text.breaks_off(replace(point, is_control=False))
    assert not act_text.breaks_off(replace(point, text="Контроль покласти на старосту"))


def test_another_executor_is_another_text():
    titles = Titles(
        {3: "начальнику відділу", 4: "директору департаменту"}, {3: "начальника відділу", 4: "директора департаменту"}
    )
    old = ActText(
        title="Про звіт",
        points=(
            Point("1", "Подати звіт", executors=(3,)),
            Point("2", "Контроль покласти на", executors=(3,), is_control=True),
        ),
    )
    new = replace(old, points=(replace(old.points[0], executors=(4,)), replace(old.points[1], executors=(4,))))
    pairs = act_compare.changed(act_compare.compare(old, new, titles))
    assert [pair.label for pair in pairs] == ["пункт 1", "пункт 2"]
    assert "".join(run.words for run in pairs[0].old) == "начальнику відділу подати звіт"
    assert "".join(run.words for run in pairs[1].new) == "Контроль покласти на директора департаменту"


class TestWhomTheWordsDoNotName:
    """To whom the act gives the task or the control counts in a comparison, printed or not (KR 8.20; DR 8.2)."""

    TITLES = Titles(
        {1: "заступнику голови", 2: "заступнику голови", 3: "старості"},
        {1: "заступника голови", 2: "заступника голови", 3: "старосту"},
        {1: "Заступник голови – Бойко І.П.", 2: "Заступник голови – Ткач О.О.", 3: "Староста"},
        frozenset({1, 2}),
    )

    def differing(self, old: Point, **changed: object) -> list[str]:
        texts = [ActText(title="Про звіт", points=(one,)) for one in (old, replace(old, **changed))]  # type: ignore[arg-type]
        pairs = act_compare.changed(act_compare.compare(texts[0], texts[1], self.TITLES))
        return ["".join(run.words for run in pair.new) for pair in pairs]

    def test_of_the_control_point_whose_words_are_whole(self):
        whole = Point("2", "Контроль покласти на заступника голови.", executors=(3,), is_control=True)
        said = "Контроль покласти на заступника голови (контролює: {})"
        assert self.differing(whole, executors=(1,)) == [said.format("Заступник голови – Бойко І.П.")]
        assert self.differing(whole, executors=()) == ["Контроль покласти на заступника голови"]
        assert self.differing(whole, named="Іваненка") == [said.format("Староста; Іваненка")]
        assert self.differing(replace(whole, named="Іваненка"), named="Ткача") == [said.format("Староста; Ткача")]
        assert self.differing(whole) == []

    def test_of_posts_that_are_printed_alike(self):
        laid = Point("2", "Контроль за виконанням розпорядження покласти на", executors=(1,), is_control=True)
        told = "Контроль за виконанням розпорядження покласти на заступника голови (контролює: Заступник голови – Ткач О.О.)"
        assert self.differing(laid, executors=(2,)) == [told]
        assert self.differing(laid, executors=(3,)) == ["Контроль за виконанням розпорядження покласти на старосту"]
        task = Point("1", "Подати звіт", executors=(1, 3))
        told = "заступнику голови, старості подати звіт (виконує: Заступник голови – Ткач О.О.)"
        assert self.differing(task, executors=(2, 3)) == [told]

    def test_in_the_words_by_which_the_act_is_found(self):
        text = ActText(points=(Point("2", "Контроль залишаю за собою", named="Іваненко", is_control=True),))
        assert act_compare.parts(text, Titles()) == [("пункт 2", "Контроль залишаю за собою (контролює: Іваненко)")]


LINES = st.lists(st.sampled_from(["подати звіт", "провести облік", "утворити групу", "скласти план робіт"]), max_size=5)


@given(LINES, LINES)
def test_a_comparison_loses_no_word_of_either_text(old, new):
    def labelled(lines):
        return [(f"пункт {number}", line) for number, line in enumerate(lines, 1)]

    pairs = act_compare.of_parts(labelled(old), labelled(new))
    assert ["".join(run.words for run in pair.old) for pair in pairs if pair.old_label] == old
    assert ["".join(run.words for run in pair.new) for pair in pairs if pair.new_label] == new
    assert [pair.state for pair in act_compare.of_parts(labelled(new), labelled(new))] == ["same"] * len(new)


def test_acts_are_found_by_kind_date_and_number():
    text = ActText(
        title="Про внесення змін до рішення виконкому міської ради від 21.07.2021 №377",
        stating="Відповідно до рішення міської ради від 21 грудня 2016 року № 1200",
        points=(
            Point("1", "Визнати таким, що втратило чинність, розпорядження міського голови від 12.08.2013 № 193-р"),
        ),
    )
    assert [
        (one.kind, one.on, one.number, one.point, one.repeals, one.changes) for one in act_references.find(text)
    ] == [
        ("committee_decision", date(2021, 7, 21), "377", "", False, True),
        ("council_decision", date(2016, 12, 21), "1200", "", False, False),
        ("mayor_order", date(2013, 8, 12), "193-р", "1", True, False),
    ]
