"""Dates, moments, counted nouns and term chips as people read them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from magistrat.ui import clauses, terms, words

ON = date(2026, 3, 6)


class TestDates:
    def test_a_day(self):
        assert words.day(date(2021, 7, 21)) == "21.07.2021"

    def test_a_moment_is_told_in_kyiv_time(self):
        late = datetime(2026, 3, 5, 22, 30, tzinfo=UTC)
        assert words.moment(late) == "06.03.2026 00:30"
        assert words.day(late) == "06.03.2026"
        assert words.hour(late) == "00:30"

    def test_summer_time(self):
        assert words.moment(datetime(2026, 7, 1, 6, 0, tzinfo=UTC)) == "01.07.2026 09:00"

    def test_a_weekday(self):
        assert words.weekday(date(2026, 3, 9)) == "пн 09.03"

    def test_in_full(self):
        assert words.in_full(date(2026, 3, 6)) == "п'ятниця, 6 березня 2026 року"


class TestCounted:
    @pytest.mark.parametrize(
        ("number", "form"),
        [
            (0, "днів"),
            (1, "день"),
            (2, "дні"),
            (4, "дні"),
            (5, "днів"),
            (11, "днів"),
            (14, "днів"),
            (21, "день"),
            (22, "дні"),
            (111, "днів"),
            (-3, "дні"),
        ],
    )
    def test_takes_the_form(self, number, form):
        assert words.plural(number, "день,дні,днів") == form

    def test_does_not_tear_number_and_noun(self):
        assert words.counted(3, "день, дні, днів") == "3\u00a0дні"


class TestSize:
    @pytest.mark.parametrize(
        ("octets", "shown"),
        [(512, "512 Б"), (1536, "1,5 КБ"), (20480, "20 КБ"), (1468006, "1,4 МБ"), (3221225472, "3,0 ГБ")],
    )
    def test_is_told_in_the_nearest_unit(self, octets, shown):
        assert words.size(octets) == shown


class TestTermChip:
    @pytest.mark.parametrize(
        ("due", "level", "label"),
        [
            (date(2026, 3, 4), "overdue", "прострочено на 2 дні"),
            (date(2026, 3, 5), "overdue", "прострочено на 1 день"),
            (date(2026, 3, 6), "today", "сьогодні"),
            (date(2026, 3, 7), "soon", "ще 1 день"),
            (date(2026, 3, 8), "soon", "ще 2 дні"),
            (date(2026, 3, 9), "ahead", "ще 3 дні"),
            (None, "none", "без строку"),
        ],
    )
    def test_says_how_near_the_day_is(self, due, level, label):
        chip = terms.chip(due, on=ON)
        assert (chip.level, chip.label.replace("\u00a0", " ")) == (level, label)

    @pytest.mark.parametrize(
        ("done", "level", "label"),
        [
            (date(2026, 3, 4), "done", "виконано 04.03.2026"),
            (date(2026, 3, 5), "done", "виконано 05.03.2026"),
            (date(2026, 3, 16), "late_done", "виконано із запізненням на 11 днів"),
        ],
    )
    def test_is_decided_by_the_day_of_execution(self, done, level, label):
        chip = terms.chip(date(2026, 3, 5), on=ON, done_on=done)
        assert (chip.level, chip.label.replace("\u00a0", " ")) == (level, label)

    def test_colour_is_never_alone(self):
        icons = {terms.chip(date(2026, 3, day), on=ON).icon for day in (4, 6, 9)}
        assert icons == {"alert", "clock", "calendar"}

    def test_tells_the_stored_explanation(self):
        stored = {
            "clause": "8.12",
            "explanation": "5 робочих днів від дня реєстрації",
            "days": [{"date": "2026-03-07", "counted": False, "n": None, "reason": "субота"}],
        }
        chip = terms.chip(date(2026, 3, 9), on=ON, explanation=stored)
        assert (chip.clause, chip.text) == ("8.12", "5 робочих днів від дня реєстрації")
        assert chip.days[0]["date"] == date(2026, 3, 7)
        assert chip.due_in_full == "понеділок, 9 березня 2026 року"

    def test_tells_the_hour_of_a_moment(self):
        chip = terms.chip(datetime(2026, 3, 6, 10, 0, tzinfo=UTC), on=ON)
        assert (chip.level, chip.clock) == ("today", "12:00")

    def test_a_bare_sentence_is_an_explanation_too(self):
        chip = terms.chip(date(2026, 3, 9), on=ON, explanation="Строк указав автор резолюції.")
        assert chip.has_reasons
        assert not terms.chip(date(2026, 3, 9), on=ON).has_reasons


class TestClause:
    @pytest.mark.parametrize(
        ("clause", "name"),
        [
            ("8.12", "п.\u00a08.12"),
            ("7.12.1", "п.\u00a07.12.1"),
            ("додаток 15", "додаток 15"),
            ("Закон 393/96-ВР, ст. 20", "Закон 393/96-ВР, ст. 20"),
            ("41 Типової інструкції, постанова КМУ № 55", "п.\u00a041 Типової інструкції, постанова КМУ № 55"),
            ("93-IV, ст. 13", "93-IV, ст. 13"),
        ],
    )
    def test_is_printed(self, clause, name):
        assert clauses.name(clause) == name

    def test_a_law_leads_nowhere(self):
        assert clauses.chip("Закон 393/96-ВР")["url"] == ""
