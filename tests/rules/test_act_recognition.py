"""A paper recognised into the parts of an act: a real order's shape, and whatever is written out is read again."""

from __future__ import annotations

import dataclasses
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from magistrat.rules import act_blocks, act_due, act_recognition, act_text
from magistrat.rules.act_blocks import Block
from magistrat.rules.act_points import Known
from magistrat.rules.act_text import ActText, Annex, Point

ON = date(2026, 3, 10)
TITLES = {
    5: "начальнику управління житлової політики",
    7: "директору департаменту фінансів",
    9: "керуючій справами виконкому",
}
KNOWN = [*(Known(words, post) for post, words in TITLES.items()), Known("заступника міського голови", 3)]
PAPER = (
    Block("УКРАЇНА", is_heading=True),
    Block("МІСЬКИЙ ГОЛОВА", is_heading=True),
    Block("Р О З П О Р Я Д Ж Е Н Н Я", is_heading=True),
    Block("12.08.2026            м. Верба              №193-р"),
    Block("Про підготовку", is_heading=True),
    Block("до опалювального сезону", is_heading=True),
    Block("Відповідно до Закону України «Про місцеве самоврядування в Україні»; з метою порядку ЗОБОВ’ЯЗУЮ:"),
    Block("1. Начальнику управління житлової політики (Мороз З.) та директору департаменту фінансів:"),
    Block("1.1. Подати план робіт до 01.12.2026."),
    Block("Щокварталу до 5 числа інформувати про його виконання.", label="1.2"),
    Block("2. Комунальним підприємствам забезпечити облік протягом 2026 року."),
    Block("3. Контроль за виконанням розпорядження покласти на заступника міського голови."),
    Block("Міський голова                                   Остап ГОНЧАРУК"),
    Block("Ткач 92-13-14"),
    Block("Додаток 1"),
    Block("до розпорядження міського голови"),
    Block("Склад робочої групи", is_heading=True),
    Block(rows=(("Бойко Іван Петрович", "голова групи"),)),
)


def test_an_order_is_recognised_with_its_executors_terms_and_annex():
    found = act_recognition.recognise(PAPER, known=KNOWN, on=ON)
    text = found.text
    assert text.title == "Про підготовку до опалювального сезону"
    assert text.stating.endswith("з метою порядку")
    assert text.ordering == "ЗОБОВ’ЯЗУЮ:"
    first, second, control = text.points
    assert first.executors == (5, 7)
    assert [(one.label, one.text, one.due_on, one.repeats) for one in first.points] == [
        ("1.1", "Подати план робіт", date(2026, 12, 1), ""),
        ("1.2", "Щокварталу до 5 числа інформувати про його виконання", date(2026, 4, 5), "quarter"),
    ]
    assert (second.executors, second.due_on) == ((), date(2026, 12, 31))
    assert control.is_control
    assert control.executors == (3,)
    assert text.annexes == (
        Annex("1", "Склад робочої групи", rows=(("Бойко Іван Петрович", "голова групи"),), is_commission=True),
    )
    assert found.left == ("Ткач 92-13-14",)


def test_what_stands_before_the_title_and_is_no_blank_is_left_to_the_person():
    found = act_recognition.recognise([Block("Погоджено з відділом"), *PAPER], known=KNOWN, on=ON)
    assert found.left == ("Погоджено з відділом", "Ткач 92-13-14")


def test_an_order_without_numbers_has_one_point():
    blocks = [Block("Про відрядження", is_heading=True), Block("НАКАЗУЮ:"), Block("Відрядити Ткач С. Г. до Києва.")]
    text = act_recognition.recognise(blocks, known=KNOWN, on=ON).text
    assert [(point.label, point.text) for point in text.points] == [("1", "Відрядити Ткач С. Г. до Києва")]


WORDS = st.lists(st.sampled_from(["мережі", "звіт", "роботи", "облік", "кошти", "план"]), min_size=1, max_size=4).map(
    " ".join
)
DUES = st.one_of(
    st.just(""),
    st.dates(date(2026, 4, 1), date(2030, 1, 1)).map(act_due.written),
    st.sampled_from(["щокварталу до 5 числа", "щомісяця до 10 числа", "протягом 2027 року", "негайно"]),
)


@st.composite
def points(draw, depth=0):
    """A point as `recognise` would say it: its text has no full stop, with executors it goes on with a small letter."""
    under = draw(st.lists(points(depth=depth + 1), max_size=2)) if depth < 2 else []
    executors = tuple(draw(st.lists(st.sampled_from(sorted(TITLES)), max_size=2, unique=True)))
    verb = "подати " if executors else "Подати "
    due = act_due.read(draw(DUES), ON)
    return Point(
        "", verb + draw(WORDS), executors, due_on=due.on if due else None, due_words=due.words if due else "",
        repeats=due.repeats if due else "", repeat_day=due.day if due else None, points=tuple(under),
    )  # fmt: skip


@st.composite
def texts(draw):
    annexes = draw(st.lists(st.builds(Annex, st.just(""), WORDS, st.just("текст додатка")), max_size=2))
    labels = [str(place) for place in range(1, len(annexes) + 1)] if len(annexes) > 1 else [""] * len(annexes)
    return ActText(
        title="Про " + draw(WORDS),
        stating="Відповідно до " + draw(WORDS),
        ordering=draw(st.sampled_from(["ЗОБОВ'ЯЗУЮ:", "виконком міської ради вирішив:"])),
        points=act_text.numbered(draw(st.lists(points(), min_size=1, max_size=4))),
        annexes=tuple(dataclasses.replace(annex, label=label) for annex, label in zip(annexes, labels, strict=True)),
        note=draw(st.sampled_from(["", "Потрібно для порядку."])),
    )


@given(texts())
def test_what_is_written_out_is_recognised_as_it_was(text):
    found = act_recognition.recognise(act_blocks.blocks(text, act_text.Titles(TITLES)), known=KNOWN, on=ON)
    assert found.text == text
    assert found.left == ()


@given(texts())
def test_a_text_is_kept_as_json_and_read_back(text):
    assert act_text.read(act_text.write(text)) == text
