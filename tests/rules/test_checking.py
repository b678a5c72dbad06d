"""Each grade of the examination over a made-up edition: what is found, what is not, which dates are named."""

import json
from datetime import date
from typing import Any

import pytest

from magistrat.rules import cases, checking, clauses, edition, law
from magistrat.rules.checking import Finding, Subject, nobody
from magistrat.rules.form import FormError
from tests.rules.made_up import work_calendar

# Wednesday; in the made-up calendar of 2026 only Saturdays and Sundays are days off
CALENDAR = work_calendar()
SESSION = date(2026, 12, 16)
HEAD = 'city = "testove"\nprefix = "T"\ntitle = "Порядок"\nact = "рішення № 1"\nin_force_from = 2021-01-01\n'
LAWS = """
[[law]]
key = "publication"
act = "Закон"
article = "ст. 1"
date = 2011-01-13
words = "десять робочих днів"
term = { number = 10, unit = "working_days", direction = "before", event = "meeting_date", anchor = "ahead" }
[[law]]
key = "reply"
act = "Закон"
article = "ст. 2"
date = 2011-01-13
words = "п'ять днів"
term = { number = 5, unit = "calendar_days", direction = "within", event = "receipt", anchor = "arrival" }
"""


def entry(key: str, number: str, *more: str, kind: str = "deadline") -> str:
    lines = [f"[[{kind}]]", f'id = "{number}"', f'clause = "{number}"', f'key = "{key}"', 'capability = "sessions"']
    return "\n".join([*lines, f'meaning = "Дія {key}."', 'words = ""', *more, ""])


def term(number: int, unit: str, direction: str, event: str = "meeting_date", anchor: str = "") -> str:
    anchor = anchor or ("ahead" if direction == "before" else "deed")
    return f'term = {{ number = {number}, unit = "{unit}", direction = "{direction}", event = "{event}", anchor = "{anchor}" }}'


def chain(*links: str, regular: str = "") -> str:
    head = ["[[chain]]", 'key = "meeting"', 'on = "засідання відбудеться"', 'events = ["meeting_date"]']
    return "\n".join([*head, f'regular = "{regular}"' if regular else "", *links, ""])


def link(first: str, then: str, *more: str) -> str:
    return "\n".join(["[[chain.link]]", f'first = "{first}"', f'then = "{then}"', 'why = "так заведено"', *more])


def subject(*parts: str, text: str = "") -> Subject:
    read = edition.load({"edition.toml": HEAD, "entries.toml": "\n".join(parts)})
    return Subject(read, clauses.split(text, read.annexes), CALENDAR, law.load(LAWS), SESSION)


def found(*parts: str, text: str = "") -> list[Finding]:
    return list(checking.check(subject(*parts, text=text)))


def short(findings: list[Finding]) -> list[tuple[str, tuple[str, ...], list[str]]]:
    return [(one.grade, one.clauses, [f"{on:%d.%m}" for on in one.dates]) for one in findings]


class TestOrder:
    early = entry("list", "1.1", term(5, "calendar_days", "before"))
    late = entry("agenda", "1.2", term(4, "working_days", "before"))

    def test_the_later_step_must_be_done_first(self) -> None:
        """Five days before Wednesday 16.12 is Friday 11.12; four working days before are 15, 14, 11 and 10.12."""
        findings = found(self.early, self.late, chain(link("list", "agenda")))
        assert short(findings) == [("reversed", ("1.2", "1.1"), ["10.12", "11.12"])]
        said = findings[0].sentence
        assert all(
            part in said for part in ("16.12.2026", "п. 1.2 — 10.12.2026 (четвер)", "п. 1.1 — 11.12.2026 (п'ятниця)")
        )
        assert "хоча так заведено" in said

    def test_the_other_way_round_all_is_well(self) -> None:
        """From Thursday 10.12 to Friday 11.12 one working day is left: little, but in order."""
        assert short(found(self.early, self.late, chain(link("agenda", "list")))) == [
            ("tight", ("1.2", "1.1"), ["10.12", "11.12"])
        ]

    def test_without_a_chain_nothing_is_compared(self) -> None:
        assert found(self.early, self.late) == []

    def test_a_link_to_what_the_edition_does_not_have_is_left_out(self) -> None:
        assert found(self.early, chain(link("list", "agenda"))) == []

    def test_counted_from_what_precedes_it(self) -> None:
        """Handed in by 09.12, read within two days of that: 11.12, and members read from 10.12."""
        hand_in = entry("hand_in", "1.1", term(7, "calendar_days", "before"))
        reading = entry("reading", "1.2", term(2, "calendar_days", "within", "submission"))
        members = entry("members", "1.3", term(6, "calendar_days", "before"))
        order = chain(link("hand_in", "reading"), link("reading", "members"))
        assert short(found(hand_in, reading, members, order)) == [("reversed", ("1.3", "1.2"), ["10.12", "11.12"])]


class TestImpossible:
    wait = entry("wait", "1.1", term(5, "calendar_days", "at_least"))
    sign = entry("sign", "1.2", term(3, "working_days", "within"))

    def test_a_step_may_begin_only_after_its_last_day(self) -> None:
        """At least five days after 16.12 are over on 21.12; signing within three working days ends on 21.12."""
        assert short(found(self.wait, self.sign, chain(link("wait", "sign")))) == []
        shorter = entry("sign", "1.2", term(2, "working_days", "within"))
        assert short(found(self.wait, shorter, chain(link("wait", "sign")))) == [
            ("impossible", ("1.2", "1.1"), ["18.12", "21.12"])
        ]

    def test_a_gap_between_two_steps(self) -> None:
        """Nothing of a meeting may be done before it: 16.12, then ten days, and the last day was 21.12."""
        gap = entry("gap", "1.3", term(10, "calendar_days", "at_least", "publication"))
        first = entry("first", "1.1", term(1, "working_days", "within"))
        order = chain(link("first", "sign", 'gap = "gap"'))
        findings = [one for one in short(found(first, self.sign, gap, order)) if one[0] == "impossible"]
        assert findings == [("impossible", ("1.2", "1.1"), ["21.12", "28.12"])]

    def test_steps_that_wait_for_one_another(self) -> None:
        findings = found(self.wait, self.sign, chain(link("wait", "sign"), link("sign", "wait")))
        assert [(one.grade, set(one.clauses)) for one in findings] == [("impossible", {"1.1", "1.2"})]


class TestTight:
    start = entry("start", "1.1", term(14, "calendar_days", "before"))
    end = entry("end", "1.2", term(7, "calendar_days", "before"))
    pace = entry("pace", "1.3", term(1, "calendar_days", "within", "visa_receipt"))

    def route(self, *places: int) -> str:
        steps = ", ".join(
            f'{{ place = {place}, role = "r{n}", label = "посада {n}", does = "visa", limit = "pace" }}'
            for n, place in enumerate(places)
        )
        return entry("route", "1.4", 'routes = ["committee-decision"]', f"steps = [{steps}]", kind="order")

    def walked(self, *places: int) -> list[Finding]:
        order = chain(link("start", "end", 'by = "route"', 'route = "committee-decision"', 'paces = ["pace"]'))
        return found(self.start, self.end, self.pace, self.route(*places), order)

    def test_a_route_that_does_not_fit(self) -> None:
        """Six working days before Wednesday 09.12, a day each: 08, 07, 04, 03, 02 and 01.12; the list is due on 02.12."""
        findings = self.walked(10, 20, 30, 40, 50, 60)
        assert short(findings) == [("tight", ("1.1", "1.2", "1.4", "1.3"), ["02.12", "09.12", "01.12"])]
        assert (
            "6 погоджень одне за одним (п. 1.4), на кожне з яких п. 1.3 дає 1 календарний день" in findings[0].sentence
        )

    def test_one_step_fewer_fits(self) -> None:
        assert self.walked(10, 20, 30, 40, 50) == []

    def test_steps_side_by_side_take_one_turn(self) -> None:
        assert self.walked(10, 20, 20, 30, 40, 50) == []

    def test_a_gap_that_is_longer_than_the_days_between(self) -> None:
        """Ten days before 09.12 is Sunday 29.11, so Friday 27.11; the first step's last day is 02.12."""
        gap = entry("gap", "1.3", term(10, "calendar_days", "at_least", "publication"))
        order = chain(link("start", "end", 'gap = "gap"'))
        assert short(found(self.start, self.end, gap, order)) == [
            ("tight", ("1.1", "1.2", "1.3"), ["02.12", "09.12", "27.11"])
        ]

    def test_two_working_days_are_enough_for_a_step(self) -> None:
        other = entry("start", "1.1", term(9, "calendar_days", "before"))
        assert found(other, self.end, chain(link("start", "end"))) == []


TEXT = """Порядок

1. Загальне

1.1. Перше, за п. 1.2, пунктами 1.1 та 1.9, додатком 1 і п. 2.5 Порядку обліку.

1.2. Друге (додаток 2).

1.2. Знову друге за стандартом ISO 9001:2008, пп. 1.1, 1.2.

2. Прийом

2.1. Без дотримання п. 1.1 цього Порядку та ст. 7.1 Закону, ДСТУ ISO 9001:2015.

2.2. За формою, затвердженою цим розпорядженням, і пунктом 3.1 статті 5 Закону.

Додаток 1

Форма (підпункт 2.2).
"""


class TestText:
    def test_what_is_cited_but_is_not_there(self) -> None:
        dangling = [one for one in found(text=TEXT) if one.grade == "dangling"]
        assert [one.clauses for one in dangling] == [("1.1", "1.9"), ("1.2", "додаток 2"), ("2.1", "1.1"), ("2.2",)]
        assert dangling[0].sentence == "Пункт 1.1 посилається на п. 1.9, якого в Регламенті немає."
        assert "розділ 2" in dangling[2].sentence

    def test_a_number_printed_twice(self) -> None:
        own = entry("second", "1.2-2", kind="condition").replace('clause = "1.2-2"', 'clause = "1.2"')
        double = [one for one in found(own, text=TEXT) if one.grade == "double"]
        assert [(one.ids, one.clauses) for one in double] == [(("1.2-2",), ("1.2",))]

    def test_a_standard_in_two_issues(self) -> None:
        assert [one.clauses for one in found(text=TEXT) if one.grade == "conflict"] == [("1.2", "2.1")]

    def test_a_text_without_faults(self) -> None:
        assert found(text=TEXT.split("\n\n1.1", maxsplit=1)[0] + "\n\n1.1. Перше за п. 1.2.\n\n1.2. Друге.\n") == []


def written(value: Any) -> str:
    """A value as TOML writes it."""
    return json.dumps(value).replace(":", " =")


def matter(compare: str, *says: str) -> str:
    listed = ", ".join(f'"{name}"' for name in says)
    return f'[[matter]]\ntitle = "хто"\nsays = [{listed}]\ncompare = "{compare}"\n'


@pytest.mark.parametrize(
    ("compare", "first", "second", "disagree"),
    [
        ("same", ["a", "b"], ["b", "a"], False),
        ("same", ["a"], ["b"], True),
        ("apart", ["a", "b"], ["c"], False),
        ("apart", ["a", "b"], ["b"], True),
        # a single word is one value, not its letters
        ("apart", "ab", "b", False),
        ("same", "ab", "ba", True),
        ("same", [{"a": 1}], [{"a": 1}], False),
        ("order", ["a", "b", "c"], ["a", "c"], False),
        ("order", ["a", "b", "c"], ["c", "a"], True),
    ],
)
def test_entries_of_one_matter(compare: str, first: Any, second: Any, disagree: bool) -> None:
    one = entry("one", "1.1", f"values = {{ who = {written(first)} }}", kind="condition")
    two = entry("two", "1.2", f"values = {{ who = {written(second)} }}", kind="condition")
    findings = found(one, two, matter(compare, "one.values.who", "two.values.who"))
    assert [finding.clauses for finding in findings] == ([("1.1", "1.2")] if disagree else [])


def test_only_some_items_of_a_matter_are_compared() -> None:
    one = entry("one", "1.1", 'values = { who = ["a", "b"] }', kind="condition")
    two = entry("two", "1.2", 'values = { who = ["b", "c"] }', kind="condition")
    says = matter("same", "one.values.who", "two.values.who")
    assert found(one, two, says + 'only = ["b"]\n') == []
    assert [finding.clauses for finding in found(one, two, says + 'only = ["a"]\n')] == [("1.1", "1.2")]


def test_a_matter_of_one_entry_and_a_silent_one() -> None:
    one = entry("one", "1.1", 'values = { who = ["a", "b"] }', kind="condition")
    assert [finding.clauses for finding in found(one, matter("single", "one.values.who"))] == [("1.1",)]
    assert found(one, matter("same", "one.values.who", "one.values.other")) == []


class TestLaw:
    def test_more_days_than_the_law_gives(self) -> None:
        """Come on Wednesday 16.12: five working days end on 23.12, five days on Monday 21.12."""
        reply = entry("reply", "1.1", term(5, "working_days", "within", "receipt", "arrival"), 'law = ["reply"]')
        assert short(found(reply)) == [("unlawful", ("1.1",), ["23.12", "21.12"])]

    def test_as_many_days_as_the_law(self) -> None:
        reply = entry("reply", "1.1", term(5, "calendar_days", "within", "receipt", "arrival"), 'law = ["reply"]')
        assert found(reply) == []

    def test_a_step_that_comes_after_the_laws_day(self) -> None:
        """Proposed by 02.12, ten working days before; published the next working day: 03.12, and the law says 02.12."""
        proposal = entry("proposal", "1.1", term(10, "working_days", "before"))
        published = entry("published", "1.2", term(1, "working_days", "within", "receipt", "arrival"))
        order = chain(link("proposal", "published", 'law = "publication"'))
        assert short(found(proposal, published, order)) == [("unlawful", ("1.2", "1.1"), ["03.12", "02.12"])]


def test_what_a_chain_or_a_matter_names_and_the_edition_lacks() -> None:
    one = entry("one", "1.1", kind="condition")
    order = chain(link("one", "two", 'law = "none"'), regular="usual")
    asked = subject(one, order, matter("same", "one.values.who", "one.clause"))
    said = cases.faults(asked.edition, [], CALENDAR, asked.laws)
    assert [fault.split(": ", 1)[1] for fault in said] == [
        "chain meeting: закону «none» немає в laws.toml",
        "matter «хто»: «one.values.who» нічого не каже",
        "matter «хто»: «one.clause» нічого не каже",
    ]
    # a draft that has just repealed the other step may be adopted: what its checks still name is a warning
    assert [one.key for one in cases.unlinked(asked.edition)] == ["two", "usual"]
    gone = subject(one, matter("same", "one.values.who", "third.actor"))
    assert [(lost.about, lost.key) for lost in cases.unlinked(gone.edition)] == [("хто", "third")]
    assert list(cases.entry_faults(asked.edition, asked.laws)) == []


def test_roles_that_nobody_has() -> None:
    granted = entry("one", "1.2", 'grants = { right = "a.b", roles = ["mayor", "clerk"] }', kind="permission")
    acted = entry("two", "1.10", 'actor = ["clerk"]', kind="condition")
    names = {"mayor": "голова", "clerk": "діловод", "guard": "сторож"}
    asked = subject(granted, acted)
    assert [(one.grade, one.ids, one.clauses) for one in nobody.find(asked, {"mayor"}, names)] == [
        ("nobody", ("1.2", "1.10"), ("1.2", "1.10"))
    ]
    assert list(nobody.find(asked, {"mayor", "clerk"}, names)) == []


class TestNextSession:
    usual = entry(
        "usual",
        "1.1",
        'term = { direction = "every", weekday = "wed", week_of_month = 3, clock = "14:00" }',
        kind="limit",
    )

    def test_the_next_regular_day_is_later_than_today(self) -> None:
        read = subject(self.usual, chain(regular="usual")).edition
        assert checking.next_session(read, date(2026, 12, 15), CALENDAR) == SESSION
        assert checking.next_session(read, SESSION, CALENDAR) == date(2027, 1, 20)

    def test_no_clause_names_it(self) -> None:
        assert checking.next_session(subject(self.usual).edition, SESSION, CALENDAR) is None


@pytest.mark.parametrize(
    ("part", "reason"),
    [
        (chain().replace('events = ["meeting_date"]', ""), "потрібна хоча б одна подія"),
        (chain(link("a", "b", 'route = "committee-decision"')), "називають разом"),
        (chain(link("a", "B")), "не є ключем"),
        (matter("same", "one.term"), "щонайменше два"),
        (matter("same", "one", "two"), "не є ключем правила з полем"),
        (matter("other", "one.term", "two.term"), "не передбачено"),
    ],
)
def test_what_a_chain_or_a_matter_may_not_say(part: str, reason: str) -> None:
    with pytest.raises(FormError, match=reason):
        subject(part)
