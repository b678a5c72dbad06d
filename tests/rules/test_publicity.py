"""By which day acts are published, until when proposals are taken, what is never public: tables worked out by hand."""

from __future__ import annotations

from datetime import date

import pytest

from magistrat.rules import act_text, publicity
from magistrat.rules.act_text import Titles
from tests.cities.editions import FOLDERS, laws

KR, DR = "kryvyi-rih", "druzhkivka"
EDITIONS = {folder.path.parent.name: folder.edition for folder in FOLDERS}
CALENDARS = {folder.path.parent.name: folder.calendar for folder in FOLDERS}
# Adopted on Wednesday 18 March 2026: five working days are 19, 20, 23, 24, 25 March.
DUES = [
    (KR, "committee-decision", date(2026, 3, 25), "15.9"),
    (DR, "committee-decision", date(2026, 3, 25), "6.27"),
    (KR, "order", date(2026, 3, 25), "15.9"),
    (DR, "order", date(2026, 3, 25), "5.3"),  # the clause leaves the day to the law: 2939-VI, art. 15, part 2
]  # fmt: skip
# Published on 10 March, considered on 18 March.
UNTIL = [
    (KR, False, date(2026, 3, 17), ""), (DR, False, date(2026, 3, 17), ""),
    (KR, True, date(2026, 4, 10), "4.48.12"), (DR, True, date(2026, 4, 10), "7.6"),
]  # fmt: skip


@pytest.mark.parametrize(("city", "kind", "on", "clause"), DUES)
def test_the_last_day_of_an_acts_publication(city, kind, on, clause):
    due = publicity.act_due(EDITIONS[city], laws(), CALENDARS[city], kind, date(2026, 3, 18))
    assert (due.on, due.clause) == (on, clause)


def test_the_drafter_gives_the_copy_in_four_working_days_where_a_clause_asks():
    due = publicity.copy_due(EDITIONS[KR], CALENDARS[KR], date(2026, 3, 18))
    assert (due.on, due.clause) == (date(2026, 3, 24), "15.10")
    assert publicity.copy_due(EDITIONS[DR], CALENDARS[DR], date(2026, 3, 18)) is None


@pytest.mark.parametrize(("city", "is_regulatory", "on", "clause"), UNTIL)
def test_the_last_day_of_proposals(city, is_regulatory, on, clause):
    due = publicity.proposals_until(
        EDITIONS[city], CALENDARS[city], published_on=date(2026, 3, 10), sitting_on=date(2026, 3, 18),
        is_regulatory=is_regulatory,
    )  # fmt: skip
    assert (due.on, due.clause) == (on, clause)


def test_published_on_the_day_of_the_sitting_proposals_are_taken_that_day():
    day = date(2026, 3, 18)
    due = publicity.proposals_until(EDITIONS[KR], CALENDARS[KR], published_on=day, sitting_on=day, is_regulatory=False)
    assert due.on == day


@pytest.mark.parametrize("city", [KR, DR])
def test_what_is_never_public(city):
    edition = EDITIONS[city]
    assert publicity.refusal(edition, "committee-decision", is_restricted=False) is None
    assert "службового" in publicity.refusal(edition, "order", is_restricted=True).message
    assert "кадрових" in publicity.refusal(edition, "personnel-order", is_restricted=False).message


def test_the_text_as_the_public_reads_it():
    text = act_text.ActText(
        "Про план", "Відповідно до Закону", "ВИРІШИВ:",
        (act_text.Point("1", "Забезпечити виконання", executors=(7,)), act_text.Point("2", "Контроль", is_control=True)),
        (act_text.Annex("1", "Склад", rows=(("Бойко", "лікар"),)),), "Пояснення",
    )  # fmt: skip
    read = publicity.of_act(text, Titles({7: "начальнику відділу"}))
    assert read == [
        ("", "Відповідно до Закону"), ("", "ВИРІШИВ:"), ("1.", "Начальнику відділу забезпечити виконання."),
        ("2.", "Контроль."), ("Додаток 1", "Склад\nБойко | лікар"),
    ]  # fmt: skip
    assert publicity.of_act(text, Titles(), with_note=True)[-1] == ("Пояснювальна записка", "Пояснення")


def test_a_public_text_is_read_back_by_what_its_parts_are():
    parts = [["", "Відповідно до Закону\nі клопотання"], ["", "виконком вирішив:"], ["1.", "Затвердити план (додається)."],
             ["1.1.", "Подати звіт."], ["Додаток", "План\nрядок | рядок"]]  # fmt: skip
    read = publicity.read(parts)
    assert (read.stating, read.ordering) == (("Відповідно до Закону", "і клопотання"), "виконком вирішив:")
    assert read.points == (("1.", "Затвердити план (додається)."), ("1.1.", "Подати звіт."))
    assert read.annexes == (("Додаток", "План\nрядок | рядок"),)
    assert publicity.read([["", "Преамбула"], ["1.", "Пункт"]]).ordering == ""
    assert publicity.read([["", "ВИРІШИВ:"]]).stating == ()
    assert publicity.read([["", "Преамбула"], ["", "виконком ВИРІШИВ"]]).ordering == "виконком ВИРІШИВ"


LAST = [
    (DR, True, date(2026, 4, 9), "7.6", "щонайменше до 10.04.2026"),
    (DR, True, date(2026, 4, 10), None, ""),
    (DR, True, date(2026, 6, 10), None, ""),
    (DR, True, date(2026, 6, 11), "7.6", "щонайдовше до 10.06.2026"),
    (DR, False, date(2026, 4, 10), "", "не встановлює"),
    (KR, True, date(2026, 4, 10), "4.48.12", "не встановлює"),
]


@pytest.mark.parametrize(("city", "is_regulatory", "wanted", "clause", "said"), LAST)
def test_the_day_that_the_drafter_sets(city, is_regulatory, wanted, clause, said):
    refusal = publicity.proposals_refusal(
        EDITIONS[city], CALENDARS[city], published_on=date(2026, 3, 10), wanted=wanted, is_regulatory=is_regulatory
    )
    assert (refusal.clause if refusal else None) == clause
    assert said in (refusal.message if refusal else "")
