"""``rule due``, ``rule vote``, ``rule route``, ``rule keep``: exact keys, exit codes, reasons, for both cities as they are."""

import contextlib
import itertools
import json
from datetime import date, datetime
from typing import Any

import pytest

from magistrat import cli
from magistrat.cli import folders
from magistrat.rules import terms
from magistrat.rules.calendar import CalendarError

CITIES = ("kryvyi-rih", "druzhkivka")


@pytest.fixture
def answer(capsys: pytest.CaptureFixture[str]) -> Any:
    """What the command prints as JSON."""

    def ask(*words: str) -> Any:
        code = cli.main(["rule", *words, "--json"])
        out, err = capsys.readouterr()
        assert (code, err) == (0, "")
        return json.loads(out)

    return ask


VOTE = ("vote", "--city", "kryvyi-rih", "--body", "executive-committee")
LIMIT = {"number", "unit", "id", "clause"}


class TestVote:
    def test_answers_with_the_promised_keys(self, answer: Any) -> None:
        found = answer(*VOTE, "--members", "13", "--present", "9", "--for", "7", "--against", "2")
        assert tuple(found) == ("valid", "adopted", "needs_admission", "reason", "clause")
        assert (found["valid"], found["adopted"], found["needs_admission"], found["clause"]) == (
            True,
            True,
            False,
            "4.4",
        )
        assert "потрібно щонайменше 7 із 13, більше половини загального складу" in found["reason"]

    def test_without_votes_nothing_is_adopted_or_not(self, answer: Any) -> None:
        assert answer(*VOTE, "--members", "13", "--present", "9")["adopted"] is None

    def test_between_sessions(self, answer: Any) -> None:
        assert answer(*VOTE, "--members", "13", "--poll", "--for", "7")["adopted"] is True
        there = answer("vote", "--city=druzhkivka", "--body=executive-committee", "--members=13", "--poll")
        assert (there["valid"], there["clause"]) == (False, "6.16, 6.23")

    def test_what_the_regulation_leaves_to_the_law(self, answer: Any) -> None:
        found = answer("vote", "--city", "kryvyi-rih", "--body", "council", "--members", "54", "--present", "27")
        assert found["valid"] is False
        assert "280/97-ВР" in found["clause"]
        assert "280/97-ВР" in found["reason"]

    def test_in_words(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert cli.main(["rule", *VOTE, "--members", "13", "--present", "6"]) == 0
        assert capsys.readouterr().out.startswith("Кворуму немає: присутні 6 з 13")


class TestRoute:
    @pytest.mark.parametrize("kind", ["committee-decision", "order", "personnel-order", "contract"])
    @pytest.mark.parametrize("city", CITIES)
    def test_answers_with_the_promised_keys(self, answer: Any, city: str, kind: str) -> None:
        steps = answer("route", "--city", city, "--kind", kind)["steps"]
        assert steps
        assert all({"role", "clause", "id", "limit", "parallel"} <= step.keys() for step in steps)
        assert all(step["id"].startswith({"kryvyi-rih": "KR-", "druzhkivka": "DR-"}[city]) for step in steps)
        assert all(step["limit"] is None or step["limit"].keys() == LIMIT for step in steps)

    def test_flags_may_be_repeated_or_listed(self, answer: Any) -> None:
        route = ("route", "--city", "kryvyi-rih", "--kind", "committee-decision")
        plain, listed = answer(*route)["steps"], answer(*route, "--with", "budget,regulatory")["steps"]
        assert answer(*route, "--with", "budget", "--with", "regulatory")["steps"] == listed
        assert answer(*route, "--with", "budget", "regulatory")["steps"] == listed
        assert len(listed) > len(plain)

    def test_in_words_each_step_has_its_number(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert cli.main(["rule", "route", "--city", "kryvyi-rih", "--kind", "committee-decision"]) == 0
        lines = capsys.readouterr().out.splitlines()
        assert lines[0].startswith("1. ")
        assert any("— віза (п. 4.16.6); строк — 1 календарний день (п. 4.13)" in line for line in lines)


class TestKeep:
    def test_answers_with_the_promised_keys(self, answer: Any) -> None:
        found = answer(
            "keep", "--city", "kryvyi-rih", "--title", "Листування", "--closed", "2020", "--term", "5 років ЕПК"
        )
        explanation = found.pop("explanation")
        assert found == {
            "year": 2026,
            "counted_from": "2021-01-01",
            "until": "2025-12-31",
            "expert_review": True,
            "clause": "10.5.4",
        }
        assert "Листування" in explanation

    def test_where_the_regulation_says_nothing_the_general_list_does(self, answer: Any) -> None:
        found = answer("keep", "--city", "druzhkivka", "--title", "Журнал", "--closed", "2004", "--term", "3 роки")
        assert found["year"] == 2008
        assert "578/5" in found["clause"]

    def test_permanent_has_no_year(self, answer: Any) -> None:
        found = answer("keep", "--city", "kryvyi-rih", "--title", "Протоколи", "--closed", "2020", "--term", "Пост.")
        assert (found["year"], found["counted_from"], found["until"]) == (None, None, None)


@pytest.mark.parametrize(
    ("own", "said"),
    [("KR-4.4.a", "Голосування: "), ("KR-4.16.6", "Крок: "), ("KR-10.5.4", "Зберігання: ")],
)
def test_an_entry_is_shown_with_what_it_says_of_votes_steps_and_keeping(
    capsys: pytest.CaptureFixture[str], own: str, said: str
) -> None:
    assert cli.main(["rule", "show", "--city", "kryvyi-rih", own]) == 0
    assert said in capsys.readouterr().out


@pytest.mark.parametrize("city", CITIES)
def test_every_term_is_counted_or_refused_at_the_ends_of_the_calendar(city: str) -> None:
    folder, laws = folders.city(city), folders.laws()
    calendar, start = folders.work_calendar(folder), max(folders.starts(folder))
    entries = [entry for entry in folders.whole_edition(folder, start).entries if entry.term]
    ends = [date(1, 1, 1), date(1, 1, 5), date(1, 2, 1), date(1, 12, 31), datetime(2016, 1, 1), date(9998, 1, 1)]
    ends += [date(9999, 6, 1), date(9999, 12, 20), date(9999, 12, 30), datetime(9999, 12, 31, 23, 59)]
    assert entries
    for entry, at in itertools.product(entries, ends):
        # only these two are said in words: anything else ends in a traceback
        with contextlib.suppress(CalendarError, OverflowError):
            terms.by_entry(entry, at, calendar, laws)


@pytest.mark.parametrize(
    ("own", "at"), [("KR-2.9", "9999-06-01"), ("KR-10.3.8", "9999-06-01"), ("KR-3.10.1", "9999-12-20")]
)
def test_a_term_that_ends_after_the_last_year_is_refused(capsys: pytest.CaptureFixture[str], own: str, at: str) -> None:
    assert cli.main(["rule", "due", "--city", "kryvyi-rih", own, "--anchor", at]) == 3
    assert "з 01.01.0001 до 31.12.9999" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("city", "own", "said"),
    [
        ("kryvyi-rih", "KR-21.5.2", "числа пункт не називає. Табель"),
        ("druzhkivka", "DR-5.3", "числа пункт не називає; строк установлює Закон України"),
        ("druzhkivka", "DR-4.1", "числа пункт не називає; строк установлює Закон України"),
    ],
)
def test_a_deadline_without_a_number_says_who_sets_it(
    capsys: pytest.CaptureFixture[str], city: str, own: str, said: str
) -> None:
    assert cli.main(["rule", "due", "--city", city, own, "--anchor", "2026-03-06"]) == 2
    refusal = capsys.readouterr().err
    assert said in refusal
    assert "не є строком" not in refusal


KEEP = ("keep", "--city", "kryvyi-rih", "--title", "Справа")


@pytest.mark.parametrize(
    ("code", "words", "said"),
    [
        (2, (*VOTE, "--members", "13"), "не вказано --present"),
        (2, (*VOTE, "--present", "13"), "не вказано --members"),
        (2, (*VOTE, "--members", "13", "--present", "9", "--poll"), "--present з --poll не вказують"),
        (2, (*VOTE, "--members", "13", "--present", "14"), "присутніх більше, ніж членів: 14 з 13"),
        (2, (*VOTE, "--members", "0", "--present", "0"), "жодного члена"),
        (2, (*VOTE, "--members", "13", "--present", "-1"), "від'ємним"),
        (2, (*VOTE, "--members", "x", "--present", "1"), "--members: очікується ціле число"),
        (2, (*VOTE, "--members", "13", "--present", "9", "--for", "10"), "голосів більше"),
        (2, (*VOTE, "--members", "13", "--present", "9", "--against", "1"), "не вказано голосів за"),
        (2, (*VOTE, "--members", "13", "--present", "9", "--question", "tea"), "питання «tea» не передбачено"),
        (2, ("vote", "--city", "druzhkivka", "--body", "court", "--members", "1"), "органу «court» не передбачено"),
        (3, ("vote", "--city", "kryvyi-rih", "--body", "working-body", "--members", "9", "--present", "9"), "робочий орган: кворуму"),
        (3, ("vote", "--city", "kryvyi-rih", "--body", "attestation-commission", "--members", "9", "--poll"), "атестаційна комісія"),
        (3, ("vote", "--city", "lviv", "--body", "council", "--members", "9", "--present", "9"), "такого міста немає"),
        (2, ("route", "--city", "kryvyi-rih", "--kind", "poem"), "виду «poem» не передбачено; можливі: committee-decision"),
        (2, ("route", "--city", "kryvyi-rih", "--kind", "order", "--with", "tea"), "ознаки «tea» не передбачено; можливі: "),
        (3, ("route", "--city", "druzhkivka", "--kind", "training-plan"), "план навчання депутатів"),
        (2, (*KEEP, "--closed", "2020"), "не вказано --term"),
        (2, (*KEEP, "--closed", "20", "--term", "5 р."), "--closed: неправильно написано «20»"),
        (2, (*KEEP, "--closed", "9999", "--term", "5 р."), "рік завершення справи"),
        (2, (*KEEP, "--closed", "2020", "--term", "довго"), "не прочитано"),
        (2, (*KEEP, "--closed", "2020", "--term", "75 років – «В»"), "вкажіть вік (--age)"),
    ],
)  # fmt: skip
def test_what_cannot_be_answered_says_why(
    capsys: pytest.CaptureFixture[str], code: int, words: tuple[str, ...], said: str
) -> None:
    assert cli.main(["rule", *words, "--json"]) == code
    out, err = capsys.readouterr()
    assert (out, said in err) == ("", True), err


@pytest.mark.parametrize("command", ["vote", "route", "keep"])
def test_help_says_how_it_is_used(capsys: pytest.CaptureFixture[str], command: str) -> None:
    assert cli.main(["rule", command, "--help"]) == 0
    assert f"magistrat rule {command} --city МІСТО" in capsys.readouterr().out
