"""What the regulation says of letters by e-mail, asked of both cities' own editions."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from magistrat.rules import mail
from magistrat.rules.edition import Edition
from magistrat.rules.mail import Attached, Outgoing
from tests.cities.editions import FOLDERS

EDITIONS: dict[str, Edition] = {folder.edition.prefix: folder.edition for folder in FOLDERS}
KR, DR = EDITIONS["KR"], EDITIONS["DR"]
WHOLE = Outgoing(
    subject="Про надання інформації",
    sender="viddil@kr.gov.ua",
    attached=(Attached("лист.pdf", 4 * mail.MEGABYTE), Attached("додатки.zip", 6 * mail.MEGABYTE)),
    signature={
        "post": "Начальник управління",
        "name": "О. ГОНЧАРУК",
        "phone": "(056) 92-13-14",
        "email": "viddil@kr.gov.ua",
    },
)


class TestOutgoing:
    def test_a_whole_letter_goes(self):
        assert mail.refusal(KR, WHOLE) is None

    @pytest.mark.parametrize(
        ("change", "clause", "said"),
        [
            ({"subject": "  "}, "додаток 15, п. 2.5", "тему"),
            ({"sender": "viddil@gmail.example"}, "16.5", "kr.gov.ua"),
            ({"sender": "viddil@notkr.gov.ua"}, "16.5", "не офіційна"),
            ({"sender": ""}, "16.5", "не налаштовано"),
            (
                {"attached": (*WHOLE.attached, Attached("ще.txt", 1))},
                "додаток 15, п. 2.7",
                "дозволено 10 МБ. Найбільший: «додатки.zip» (6 МБ)",
            ),
            ({"attached": (Attached("Архів.RAR", 10),)}, "додаток 15, п. 2.8", "Архів.RAR"),
            ({"attached": (Attached("Справді.zip", 10, "application/vnd.rar"),)}, "додаток 15, п. 2.8", "Справді"),
            ({"attached": (Attached("том.tar.gz", 10),)}, "додаток 15, п. 2.8", "ZIP"),
            ({"signature": WHOLE.signature | {"name": ""}}, "додаток 15, п. 2.9", "ініціал та прізвище"),
            ({"signature": WHOLE.signature | {"phone": "92-13-14"}}, "додаток 15, п. 2.9", "міжміського"),
        ],
    )
    def test_each_thing_that_lacks_is_refused_by_its_clause(self, change, clause, said):
        refusal = mail.refusal(KR, replace(WHOLE, **change))
        assert refusal is not None
        assert refusal.clause == clause
        assert said in refusal.message

    def test_a_city_without_the_instruction_refuses_nothing(self):
        bare = Outgoing("", "будь@де.example", (Attached("а.rar", 50 * mail.MEGABYTE),), {})
        assert mail.refusal(DR, bare) is None
        assert mail.largest_sum(DR) is None

    def test_a_virus_is_refused_everywhere(self):
        assert mail.infected(KR, "а.doc", "Eicar").clause == "додаток 15, п. 2.3"
        assert "Eicar" in mail.infected(DR, "а.doc", "Eicar").message

    def test_letters_of_the_city_as_a_whole_go_from_the_main_box(self):
        assert mail.goes_from_main_box(KR, "mayor")
        assert not mail.goes_from_main_box(KR, "department")


class TestSorting:
    @pytest.mark.parametrize(
        ("given", "clause", "role", "department"),
        [
            ({"text": "Про погодження, міському голові"}, "16.3", "records_clerk", ""),
            ({"text": "Скарга на сусідів", "from_citizen": True}, "16.3", "", "appeals"),
            ({"text": "Скарга на сусідів"}, "16.3", "records_clerk", ""),
            ({"text": "Директору департаменту", "named": "finance"}, "16.3", "", "finance"),
            ({"text": "Скарга", "from_citizen": True, "is_main_box": False}, "16.3.2", "", ""),
        ],
    )
    def test_goes_where_the_clause_says(self, given, clause, role, department):
        found = mail.sorting(KR, **({"is_main_box": True, "from_citizen": False} | given))
        assert (found.clause, found.role, found.department) == (clause, role, department)

    def test_a_city_without_sorting_brings_all_to_those_who_register(self):
        found = mail.sorting(DR, is_main_box=True, text="Скарга", from_citizen=True)
        assert (found.clause, found.role) == ("14.5", "records_clerk")
        assert (mail.reader(DR), mail.reader(KR)) == ("control", "")


def test_a_box_is_checked_within_the_hour(regulations_calendar):
    at = datetime(2026, 3, 6, 15, 30, tzinfo=UTC)
    due = mail.next_check(KR, checked_at=at, calendar=regulations_calendar)
    assert due == (datetime(2026, 3, 6, 16, 30, tzinfo=UTC), "додаток 15, п. 3.1")
    assert mail.next_check(DR, checked_at=at, calendar=regulations_calendar) is None


def test_clauses_of_answers():
    assert mail.confirms_receipt(KR) == "додаток 15, п. 3.3"
    assert mail.tells_of_virus(KR) == "додаток 15, п. 3.2.2"
    assert mail.tells_of_unreadable(KR) == "додаток 15, п. 3.4"
    assert mail.confirms_receipt(DR) == ""
    assert mail.described(KR)
    assert not mail.described(DR)
    assert mail.watches_confirmations(KR)
    assert mail.virus_check_clause(KR) == "додаток 15, п. 2.3"


@pytest.fixture(scope="module")
def regulations_calendar():
    from magistrat.rules import calendar

    root = Path(__file__).resolve().parents[2] / "cities"
    return calendar.load(
        (root / "ukraine" / "calendar.toml").read_text("utf-8"), (root / "kryvyi-rih" / "city.toml").read_text("utf-8")
    )
