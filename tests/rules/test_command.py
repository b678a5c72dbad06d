"""The command as other programs call it: separate processes, no database, exact keys, exit codes."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

CITIES = Path(__file__).resolve().parents[2] / "cities"
ENVIRONMENT = {key: value for key, value in os.environ.items() if not key.startswith(("DJANGO", "DATABASE", "COV"))}


def run(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "magistrat.cli", *words],
        capture_output=True,
        text=True,
        check=False,
        env={**ENVIRONMENT, **environment},
    )


def answer(*words: str) -> Any:
    done = run(*words, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    return json.loads(done.stdout)


class TestDue:
    keys = (
        "city",
        "edition",
        "id",
        "clause",
        "anchor",
        "anchor_event",
        "anchor_counted",
        "due",
        "kind",
        "days",
        "explanation",
    )

    def test_answers_with_the_promised_keys(self) -> None:
        due = answer("rule", "due", "--city", "kryvyi-rih", "8.12", "--anchor", "2026-03-06T16:40")
        assert tuple(due) == self.keys
        assert due["days"][0].keys() == {"date", "counted", "n", "reason"}
        assert {key: due[key] for key in self.keys[:9]} == {
            "city": "kryvyi-rih",
            "edition": "2021-07-21",
            "id": "KR-8.12",
            "clause": "8.12",
            "anchor": "2026-03-06T16:40",
            "anchor_event": "registration",
            "anchor_counted": "2026-03-06",
            "due": "2026-03-13",
            "kind": "date",
        }

    def test_a_bare_day_is_the_start_of_its_hours(self) -> None:
        due = answer("rule", "due", "--city=druzhkivka", "DR-10.21.b", "--anchor=2026-03-06")
        assert (due["anchor"], due["due"], due["id"]) == ("2026-03-06T08:00", "2026-03-17", "DR-10.21.b")
        late = answer("rule", "due", "--city=druzhkivka", "10.21.b", "--anchor=2026-03-07")
        assert (late["anchor"], late["anchor_counted"]) == ("2026-03-07T00:00", "2026-03-09")

    def test_a_moment_is_written_to_the_minute(self) -> None:
        due = answer("rule", "due", "--city", "druzhkivka", "37.6", "--anchor", "2026-03-09T08:00:00")
        assert (due["due"], due["kind"]) == ("2026-03-08T08:00", "moment")

    def test_before_the_first_edition_by_the_first_and_says_so(self) -> None:
        due = answer("rule", "due", "--city", "kryvyi-rih", "8.12", "--anchor", "2020-01-30T10:00")
        assert due["edition"] == "2021-07-21"
        assert due["explanation"].startswith("30.01.2020 жодна редакція ще не діяла")

    def test_by_the_edition_that_is_asked_for(self) -> None:
        words = ("rule", "due", "--city", "kryvyi-rih", "8.12", "--anchor", "2020-01-30T10:00")
        assert "жодна" not in answer(*words, "--edition", "2022-01-01")["explanation"]

    def test_a_stricter_law_is_named(self) -> None:
        due = answer("rule", "due", "--city", "druzhkivka", "26.12", "--anchor", "2026-01-30T10:00")
        assert due["due"] == "2026-02-06"
        assert "393/96-ВР" in due["explanation"]
        assert "04.02.2026" in due["explanation"]

    def test_in_words_without_json(self) -> None:
        done = run("rule", "due", "--city", "kryvyi-rih", "8.12", "--anchor", "2026-03-06T16:40")
        assert "Останній день — 13.03.2026, п'ятниця" in done.stdout


class TestListAndShow:
    def test_lists_by_kind_and_capability(self) -> None:
        rules = answer("rule", "list", "--city", "druzhkivka", "--kind", "deadline", "--capability", "control")["rules"]
        assert rules
        assert all(tuple(rule) == ("id", "clause", "key", "kind", "capability", "words") for rule in rules)
        assert {(rule["kind"], rule["capability"]) for rule in rules} == {("deadline", "control")}

    def test_lists_all_in_words(self) -> None:
        everything = answer("rule", "list", "--city", "kryvyi-rih")["rules"]
        lines = run("rule", "list", "--city", "kryvyi-rih").stdout.splitlines()
        assert len(lines) == len(everything) > 150

    def test_shows_one_with_everything(self) -> None:
        shown = answer("rule", "show", "--city", "kryvyi-rih", "KR-8.13")
        assert (shown["id"], shown["edition"]) == ("KR-8.13", "2021-07-21")
        assert shown["grants"]
        term = answer("rule", "show", "--city", "kryvyi-rih", "15.7.c")["term"]
        assert (term["number"], term["unit"], term["cutoff"]) == (0, "working_days", "16:30")

    def test_shows_one_in_words(self) -> None:
        said = run("rule", "show", "--city", "kryvyi-rih", "8.12").stdout
        assert "п. 8.12" in said
        assert "Строк: 5 робочих днів" in said


class TestCalendar:
    def test_answers_with_the_promised_keys(self) -> None:
        days = answer("calendar", "--city", "kryvyi-rih", "2021-05-01..2021-05-15")["days"]
        assert len(days) == 15
        assert all(tuple(day) == ("date", "working", "reason", "hours") for day in days)
        assert [day["date"][-2:] for day in days if day["working"]] == ["05", "06", "07", "11", "12", "13", "14"]
        assert days[4]["hours"] == ["08:30-12:30", "13:00-17:00"]
        assert days[0]["hours"] == []

    def test_one_day_in_words(self) -> None:
        done = run("calendar", "--city", "druzhkivka", "2021-04-30")
        assert done.stdout == (
            "30.04.2021, п'ятниця: робочий день, скорочений напередодні свята «День праці», 08:00-12:12, 13:00-15:00\n"
        )


DUE = ("rule", "due", "--city", "kryvyi-rih", "8.12", "--anchor", "2026-03-06")


@pytest.mark.parametrize(
    ("code", "words", "said"),
    [
        (2, ("rule",), "після rule очікується одне з: list, show, due, vote, route, keep, check"),
        (2, ("rule", "dance"), "після rule очікується"),
        (2, ("rule", "list"), "не вказано --city"),
        (2, ("rule", "list", "--city"), "після --city потрібне значення"),
        (2, ("rule", "list", "--city", "kryvyi-rih", "--kind", "x"), "виду «x» не передбачено"),
        (2, ("rule", "list", "--city", "kryvyi-rih", "--capability", "x"), "напряму «x» не передбачено; можливі"),
        (2, (*DUE, "--colour", "red"), "невідомий параметр --colour"),
        (2, (*DUE, "--city", "kryvyi-rih"), "--city вказано двічі"),
        (2, (*DUE, "8.13"), "зайве слово: 8.13"),
        (2, DUE[:4], "вказано не все, що потрібно"),
        (2, (*DUE[:6], "вчора"), "очікується момент РРРР-ММ-ДД"),
        (2, (*DUE[:6], "2026-03-06T16:40Z"), "очікується момент"),
        (2, (*DUE[:6], "2026-03-06T26:40"), "такої години немає"),
        (2, ("rule", "due", "--city", "kryvyi-rih", "8.3", "--anchor", "2026-03-06"), "не є строком"),
        (2, ("calendar", "--city", "kryvyi-rih", "2021-05-15..2021-05-01"), "кінець раніший за початок"),
        (2, ("calendar", "--city", "kryvyi-rih", "травень"), "очікується день РРРР-ММ-ДД"),
        (3, (*DUE[:4], "99.99", *DUE[5:]), "такого правила немає: «99.99»"),
        (3, (*DUE[:6], "2026-02-30"), "такого дня немає"),
        (3, (*DUE[:6], "9999-12-31"), "день поза календарем"),
        (2, ("calendar", "--city", "kryvyi-rih", "2016-01-01..9999-12-31"), "проміжок задовгий: не більше 100 років"),
        (3, (*DUE[:6], "2015-12-31"), "календар ведеться з 01.01.2016"),
        (3, (*DUE, "--edition", "2021-07-20"), "20.07.2021 жодна редакція не діяла; перша чинна з 21.07.2021"),
        (3, ("calendar", "--city", "kryvyi-rih", "2015-12-31..2016-01-02"), "календар ведеться з"),
        (
            3,
            ("calendar", "--city", "atlantyda", "2021-05-01"),
            "такого міста немає: «atlantyda»; є: druzhkivka, kryvyi-rih",
        ),
        (3, ("calendar", "--city", "../cities/kryvyi-rih", "2021-05-01"), "такого міста немає"),
    ],
)
def test_what_cannot_be_done_is_said_on_standard_error(code: int, words: tuple[str, ...], said: str) -> None:
    done = run(*words, "--json")
    assert (done.returncode, done.stdout) == (code, "")
    assert said in done.stderr
    assert done.stderr.startswith("magistrat: ")


def test_help_is_said_on_standard_output() -> None:
    for words in (("rule", "--help"), ("calendar", "--help"), ("--help",)):
        done = run(*words)
        assert (done.returncode, done.stderr) == (0, "")
        assert "Використання" in done.stdout


class TestCheck:
    def test_a_sound_edition(self) -> None:
        done = run("rule", "check", "--folder", str(next(CITIES.glob("kryvyi-rih/*-*-*"))))
        assert done.returncode == 0, done.stderr
        assert "вад немає" in done.stdout

    def test_faults_are_said_one_by_one(self, tmp_path: Path) -> None:
        copy = tmp_path / "next"
        shutil.copytree(next(CITIES.glob("kryvyi-rih/*-*-*")), copy)
        control = copy / "control.toml"
        text = control.read_text(encoding="utf-8")
        control.write_text(text.replace("{ number = 5, unit", "{ number = 6, unit"), encoding="utf-8")
        done = run("rule", "check", "--folder", str(copy))
        assert (done.returncode, done.stdout) == (1, "")
        assert "cases/control.toml: 8.12: " in done.stderr

    def test_no_edition_there(self, tmp_path: Path) -> None:
        done = run("rule", "check", "--folder", str(tmp_path))
        assert (done.returncode, "немає файла edition.toml" in done.stderr) == (3, True)


def test_without_a_word_the_usage_is_said_on_standard_error() -> None:
    done = run()
    assert (done.returncode, done.stdout) == (2, "")
    assert "Використання: magistrat" in done.stderr


def test_an_unknown_word_is_wrong_use_and_the_usage_is_said() -> None:
    done = run("foo")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("magistrat: такої команди немає: foo\nВикористання: magistrat")


def test_commands_of_django_are_reached() -> None:
    assert run("help", "magistrat_setup").stdout.startswith("usage: magistrat magistrat_setup")


class TestAnotherFolderOfCities:
    def test_is_named_by_the_environment(self, tmp_path: Path) -> None:
        (tmp_path / "testove" / "2024-01-01").mkdir(parents=True)
        (tmp_path / "ukraine").mkdir()
        done = run("rule", "list", "--city", "testove", MAGISTRAT_CITIES=str(tmp_path))
        assert done.returncode == 3
        assert "такого міста немає" in done.stderr
        (tmp_path / "testove" / "city.toml").write_text("", encoding="utf-8")
        assert (
            "немає жодної редакції" in run("rule", "list", "--city", "testove", MAGISTRAT_CITIES=str(tmp_path)).stderr
        )
        (tmp_path / "testove" / "2024-01-01" / "edition.toml").write_text("x = 1", encoding="utf-8")
        done = run("rule", "list", "--city", "testove", MAGISTRAT_CITIES=str(tmp_path))
        assert (done.returncode, "дані міста не прочитано: edition.toml" in done.stderr) == (3, True)
        done = run("calendar", "--city", "testove", "2021-05-01", MAGISTRAT_CITIES=str(tmp_path))
        assert (done.returncode, "немає файла" in done.stderr) == (3, True)

    def test_that_is_not_there_is_said(self, tmp_path: Path) -> None:
        done = run("calendar", "--city", "testove", "2021-05-01", MAGISTRAT_CITIES=str(tmp_path / "x"))
        assert (done.returncode, "теки міст немає" in done.stderr) == (3, True)


@pytest.mark.parametrize(
    "words", [DUE, ("rule", "list", "--city", "kryvyi-rih"), ("calendar", "--city", "kryvyi-rih", "2021-05-01")]
)
def test_loads_no_framework(words: tuple[str, ...]) -> None:
    code = f"import sys; from magistrat.cli import main; main({list(words)!r}); print(*sys.modules, file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=ENVIRONMENT)
    loaded = {name.partition(".")[0] for name in done.stderr.split()}
    assert not loaded & {"django", "psycopg", "procrastinate", "pymorphy3", "babel"}


def test_a_reader_who_has_read_enough_is_no_mistake() -> None:
    line = f"{sys.executable} -m magistrat.cli rule list --city kryvyi-rih --json | head -1"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", line], capture_output=True, text=True, check=False, env=ENVIRONMENT
    )
    assert (done.returncode, done.stderr) == (0, "")
