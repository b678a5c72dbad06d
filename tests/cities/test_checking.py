"""What is wrong in the cities' regulations themselves: tables by hand for one session, and copies in which things move."""

import re
from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache

import pytest

from magistrat.rules import checking, clauses, edition
from magistrat.rules.checking import Finding, Subject
from tests.cities.editions import FOLDERS, Folder, laws

# The third Wednesday of December 2026: a usual day in both cities. In wartime holidays are worked, so working days are
# those of the week.
SESSION = date(2026, 12, 16)
BY_CITY = {folder.path.parent.name: folder for folder in FOLDERS}


@cache
def texts(city: str) -> dict[str, str]:
    path = BY_CITY[city].path
    return {file.name: file.read_text(encoding="utf-8") for file in [*path.glob("*.toml"), path / "regulation.txt"]}


def examined(city: str, changed: dict[str, str], *grades: str) -> tuple[Finding, ...]:
    read = edition.load(changed)
    cut = clauses.split(changed["regulation.txt"], read.annexes)
    return checking.check(Subject(read, cut, BY_CITY[city].calendar, laws(), SESSION), grades or checking.GRADES)


@cache
def found(city: str) -> tuple[Finding, ...]:
    return examined(city, texts(city))


def rows(findings: Iterable[Finding], grade: str) -> list[tuple[str, str]]:
    """Clauses and dates of a grade: «4.14 6.2», «10.12 11.12»."""
    own = [one for one in findings if one.grade == grade]
    return [(" ".join(one.clauses), " ".join(f"{on:%d.%m}" for on in one.dates)) for one in own]


TABLE = {
    "kryvyi-rih": {
        "impossible": [],
        "reversed": [
            # adopted on Wed 16.12: handed over within two working days (17, 18), signed within three (17, 18, 21)
            ("4.36 4.4", "18.12 21.12"),
            # signed within five days, 17 to 21
            ("5.35 5.32", "18.12 21.12"),
        ],
        "tight": [
            # 14 days before: Wed 02.12; 7 days before: Wed 09.12; ten visas of a day end on a working day each, so the
            # first begins ten working days before 09.12: 08, 07, 04, 03, 02, 01.12, 30, 27, 26, 25.11
            ("4.7 4.17 4.16.6 4.13", "02.12 09.12 25.11"),
            # ten visas of three days from Tue 03.11: 06, 09, 12, 16 (15 is Sunday), 19, 23, 26, 30.11, 03.12, 07.12;
            # from Wed 04.11: 09 (07 is Saturday), 12, 16, 19, 23, 26, 30.11, 03.12, 07.12, 10.12 – a day too late
            ("4.7 4.17 4.16.6 4.13", "02.12 09.12 03.11"),
            # handed in by Wed 09.12, looked through in two days: Fri 11.12; members read two days before: Mon 14.12
            ("4.21 4.24", "11.12 14.12"),
            # reworked in two working days: Fri 18.12; signed in three: Mon 21.12
            ("4.25 4.4", "18.12 21.12"),
            # land drafts and folders are both due two days before the commissions
            ("5.16 5.22", "14.12 14.12"),
            # reworked in three days: Sat 19.12, so Mon 21.12; signed in five days: Mon 21.12
            ("5.31 5.32", "21.12 21.12"),
        ],
        "dangling": [("10.3.9 10.4.25", "")],
        "double": [],
        "conflict": [
            ("4.43 додаток 9", ""),
            ("4.16.6 додаток 3", ""),
            ("5.15.9 додаток 10", ""),
            ("6.5 додаток 11", ""),
            ("4.16.6 6.5 5.15.9", ""),
            ("20.4.3 20.4.5", ""),
            ("10.4.21 10.4.22", ""),
            ("7.12.3 5.44.1", ""),
            ("13.1", ""),
        ],
        # proposed by 02.12, ten working days before (15, 14, 11, 10, 09, 08, 07, 04, 03, 02); after 16:30 it is published
        # on 03.12, and article 15 of the law asks for 02.12
        "unlawful": [("15.7", "03.12 02.12")],
    },
    "druzhkivka": {
        "impossible": [],
        # four working days before: 15, 14, 11, Thu 10.12; five days before: Fri 11.12
        "reversed": [("4.14 6.2", "10.12 11.12")],
        # both 25 working days before: 15, 14, 11 … Wed 11.11; the visas stand side by side, two days: from Mon 09.11
        "tight": [("4.7 4.13 4.9", "11.11 11.11 09.11")],
        "dangling": [("27.3", ""), ("28.2 3.1", "")],
        "double": [("7.3", ""), ("12.7", ""), ("12.8", ""), ("12.9", "")],
        "conflict": [
            ("3.4 3.12", ""),
            ("10.1 14.5", ""),
            ("10.13 14.6", ""),
            ("8.6 9.3", ""),
            ("8.12 9.7", ""),
            ("5.16 6.27 6.30 33.10", ""),
            ("1.4 14.11", ""),
        ],
        "unlawful": [
            # come on Wed 16.12: five working days end on Wed 23.12; article 7 gives five days: Mon 21.12
            ("26.12", "23.12 21.12"),
            # come on Sat 30.01.2027, counted from Mon 01.02: thirty days end on Wed 03.03, a month on Mon 01.03
            ("26.19", "03.03 01.03"),
        ],
    },
}


@pytest.mark.parametrize("grade", [grade for grade in checking.GRADES if grade != "nobody"])
@pytest.mark.parametrize("city", BY_CITY)
def test_findings_by_hand(city: str, grade: str) -> None:
    assert rows(found(city), grade) == TABLE[city][grade]


@pytest.mark.parametrize("city", BY_CITY)
def test_every_clause_and_date_is_named_in_the_sentence(city: str) -> None:
    for one in found(city):
        assert [clause for clause in one.clauses if clause not in one.sentence] == []
        assert [on for on in one.dates if f"{on:%d.%m.%Y}" not in one.sentence] == []
        assert one.sentence.endswith(".")


@pytest.mark.parametrize("city", BY_CITY)
def test_every_id_is_an_entry_or_a_clause(city: str) -> None:
    folder = BY_CITY[city]
    known = {entry.id for entry in folder.edition.entries}
    known |= {clause.id for clause in clauses.split(folder.regulation, folder.edition.annexes)}
    assert [one.ids for one in found(city) if not one.ids or not known >= set(one.ids)] == []


def moved(number: str) -> str:
    """A clause's number in the copy: 4.14 becomes 4.64."""
    return re.sub(
        r"(?<!\d)(?<!\d\.)(\d{1,2})\.(\s?)([1-9]\d?)(?!\d)", lambda at: f"{at[1]}.{at[2]}{int(at[3]) + 50}", number
    )


@pytest.mark.parametrize("city", BY_CITY)
def test_findings_follow_their_clauses_to_other_numbers(city: str) -> None:
    """Nothing is found by its number: all of them are moved, in the text and in the entries."""
    changed = {
        name: moved(text)
        if name == "regulation.txt"
        else re.sub(r'^(id|clause) = "[^A].*"$', lambda line: moved(line[0]), text, flags=re.MULTILINE)
        for name, text in texts(city).items()
    }
    before = [(one.grade, tuple(map(moved, one.clauses)), one.dates) for one in found(city)]
    after = [(one.grade, one.clauses, one.dates) for one in examined(city, changed)]
    standards = [one.clauses for one in found(city) if "ISO" in one.sentence]
    assert len(after) == len(before) > len(standards)
    assert sorted(after) == sorted(before)


CHANGES = [
    # the agenda is agreed six days ahead, on Thursday 10.12, the day when the mayor gets it
    ("druzhkivka", "agenda_agreement", "number = 5", "number = 6", "reversed", "4.14 6.2"),
    # five working days ahead instead of 25
    ("druzhkivka", "draft_delivery_public", "number = 25", "number = 5", "tight", "4.7 4.13 4.9"),
    ("druzhkivka", "appeal_forwarding", "working_days", "calendar_days", "unlawful", "26.12"),
    (
        "druzhkivka",
        "mail_receiver",
        'reads_department = "control"',
        'reads_department = "general"',
        "conflict",
        "10.1 14.5",
    ),
    ("kryvyi-rih", "decision_signing", "number = 3", "number = 2", "reversed", "4.36 4.4"),
    # four working days: two are left after the rework
    ("kryvyi-rih", "decision_signing", "number = 3", "number = 4", "tight", "4.25 4.4"),
    ("kryvyi-rih", "act_draft_publication_proposal", "number = 10", "number = 11", "unlawful", "15.7"),
]


@pytest.mark.parametrize(("city", "key", "old", "new", "grade", "clause"), CHANGES)
def test_a_changed_value_heals_its_finding(city: str, key: str, old: str, new: str, grade: str, clause: str) -> None:
    assert clause in [row[0] for row in TABLE[city][grade]]
    changed = dict(texts(city))
    name = next(name for name, text in changed.items() if f'\nkey = "{key}"\n' in text)
    head, whole, tail = changed[name].partition(f'\nkey = "{key}"\n')
    end = tail.find("\n[[")
    block, rest = (tail, "") if end < 0 else (tail[:end], tail[end:])
    assert old in block
    changed[name] = head + whole + block.replace(old, new) + rest
    assert clause not in [row[0] for row in rows(examined(city, changed, grade), grade)]


@pytest.mark.parametrize("city", BY_CITY)
def test_no_day_of_a_year_makes_a_real_regulation_impossible(city: str) -> None:
    """The grade is empty in both tables: not by the chance of one session's day. So it is proved on a changed copy below."""
    folder = BY_CITY[city]
    for day in range(0, 365, 5):
        session = SESSION - timedelta(days=day)
        subject = Subject(folder.edition, (), folder.calendar, laws(), session)
        assert checking.check(subject, ("impossible",)) == (), session


def test_a_real_regulation_in_which_one_must_wait_too_long_is_impossible() -> None:
    """KR 4.21 looks the papers through within two days from their delivery; had it to wait six days, nobody could read them."""
    changed = dict(texts("kryvyi-rih"))
    was = 'term = { number = 2, unit = "calendar_days", direction = "within", event = "submission", anchor = "deed" }'
    head, key, tail = changed["sessions.toml"].partition('\nkey = "documents_preview"\n')
    assert tail.index(was) < tail.index("[[")
    changed["sessions.toml"] = head + key + tail.replace(was, was.replace("2,", "6,").replace("within", "at_least"), 1)
    # handed in by Wed 09.12, looked through not before Tue 15.12; the members read two days before: until Mon 14.12
    assert rows(examined("kryvyi-rih", changed, "impossible"), "impossible") == [("4.24 4.21", "14.12 15.12")]


def test_a_mended_text_heals_its_finding() -> None:
    changed = dict(texts("kryvyi-rih"))
    changed["regulation.txt"] = changed["regulation.txt"].replace("10.4.24, 10.4.25", "10.4.23, 10.4.24")
    assert rows(examined("kryvyi-rih", changed, "dangling"), "dangling") == []


@pytest.mark.parametrize(
    ("city", "today", "session"),
    [
        ("kryvyi-rih", date(2026, 11, 27), SESSION),
        ("druzhkivka", date(2026, 11, 27), date(2026, 12, 2)),
        ("druzhkivka", date(2026, 12, 2), SESSION),
    ],
)
def test_the_next_regular_session(city: str, today: date, session: date) -> None:
    folder: Folder = BY_CITY[city]
    assert checking.next_session(folder.edition, today, folder.calendar) == session
