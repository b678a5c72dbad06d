"""By when a document is executed, and who may say it, by the two cities' own editions."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from pathlib import Path

import pytest

from magistrat.rules import calendar, control, control_guide, days, edition, law, terms
from magistrat.rules.control import DueDay, Paper
from magistrat.rules.refusal import Refusal

CITIES = Path(__file__).resolve().parents[2] / "cities"
NOBODY: frozenset[str] = frozenset()
MAYOR = frozenset({"mayor"})
DEPUTY = frozenset({"deputy_mayor"})
MONDAY = date(2026, 3, 2)


def _edition(city: str) -> edition.Edition:
    folder = next(path for path in sorted((CITIES / city).iterdir()) if path.is_dir())
    return edition.load({path.name: path.read_text() for path in folder.glob("*.toml")})


@pytest.fixture(scope="module")
def kryvyi() -> edition.Edition:
    return _edition("kryvyi-rih")


@pytest.fixture(scope="module")
def druzhkivka() -> edition.Edition:
    return _edition("druzhkivka")


def _calendar(city: str) -> calendar.WorkCalendar:
    return calendar.load((CITIES / "ukraine/calendar.toml").read_text(), (CITIES / city / "city.toml").read_text())


@pytest.fixture(scope="module")
def days_kr() -> calendar.WorkCalendar:
    return _calendar("kryvyi-rih")


@pytest.fixture(scope="module")
def days_dr() -> calendar.WorkCalendar:
    return _calendar("druzhkivka")


@pytest.fixture(scope="module")
def laws() -> law.Laws:
    return law.load((CITIES / "ukraine/laws.toml").read_text())


def paper(**given: object) -> Paper:
    values = {"kind": "enterprise_letter", "arrived": datetime(2026, 3, 2, 10, 0), "registered": MONDAY} | given
    return Paper(**values)  # type: ignore[arg-type]


class TestUrgent:
    def test_five_working_days_from_registration(self, kryvyi, days_kr):
        found = control.due_day(kryvyi, days_kr, paper(is_urgent=True), set_on=None, author_roles=MAYOR)
        assert (found.on, found.clause) == (date(2026, 3, 9), "8.12")
        assert len([day for day in found.explanation["days"] if day["counted"]]) == 5

    def test_seven_working_days_from_arrival(self, druzhkivka, days_dr):
        late = paper(is_urgent=True, arrived=datetime(2026, 2, 27, 16, 30), registered=MONDAY)
        found = control.due_day(druzhkivka, days_dr, late, set_on=None, author_roles=DEPUTY)
        # Friday ends at 16:00, so the paper counts as come on Monday; seven days from Tuesday.
        assert (found.on, found.clause) == (date(2026, 3, 11), "10.21")

    def test_the_documents_own_day_comes_first(self, kryvyi, days_kr):
        found = control.due_day(
            kryvyi, days_kr, paper(is_urgent=True, stated_due=date(2026, 3, 4)), set_on=None, author_roles=MAYOR
        )
        assert found.on == date(2026, 3, 4)


class TestNoTermGiven:
    def test_thirty_days_where_the_regulation_says_so(self, druzhkivka, days_dr):
        found = control.due_day(druzhkivka, days_dr, paper(), set_on=None, author_roles=DEPUTY)
        assert (found.on, found.clause) == (date(2026, 4, 1), "10.21")

    def test_the_author_is_asked_where_it_says_nothing(self, kryvyi, days_kr):
        found = control.due_day(kryvyi, days_kr, paper(), set_on=None, author_roles=MAYOR)
        assert isinstance(found, Refusal)
        assert found.clause == "8.12"

    def test_the_law_gives_fifteen_days_to_a_deputys_request(self, kryvyi, days_kr, laws):
        asked = paper(kind="peoples_deputy_request")
        due = partial(control.due_day, kryvyi, days_kr, author_roles=MAYOR, laws=laws)
        found = due(asked, set_on=None)
        assert (found.on, "ст. 15" in found.law, "інший строк" in found.explanation["explanation"]) == (
            date(2026, 3, 17),
            True,
            True,
        )
        late = due(asked, set_on=date(2026, 4, 1))
        assert (late.on, late.control_on) == (date(2026, 4, 1), date(2026, 3, 17))
        stated = due(replace(asked, stated_due=date(2026, 3, 31)), set_on=None)
        assert (stated.control_on, stated.law) == (date(2026, 3, 31), "")

    def test_only_the_mayor_sets_a_longer_term_and_the_law_stays(self, druzhkivka, days_dr, laws):
        asked = paper(kind="peoples_deputy_request")
        due = partial(control.due_day, druzhkivka, days_dr, asked, laws=laws)
        assert due(set_on=date(2026, 4, 1), author_roles=frozenset({"deputy_mayor"})).clause == "8.3"
        assert due(set_on=date(2026, 4, 1), author_roles=MAYOR).control_on == date(2026, 3, 17)

    def test_the_law_says_it_for_a_deputys_address(self, kryvyi, days_kr, laws):
        deputy = paper(kind="peoples_deputy_address")
        found = control.due_day(kryvyi, days_kr, deputy, set_on=None, author_roles=MAYOR, laws=laws)
        assert (found.on, found.clause) == (date(2026, 3, 12), "8.12")
        assert "2790-XII" in found.law

    @pytest.mark.parametrize(
        ("kind", "words"),
        [
            ("peoples_deputy_address", "офіційним листом з викладенням причин продовження строку розгляду."),
            (
                "councillor_request",
                "повідомити про це з обґрунтуванням мотивів необхідності продовження строку розгляду.",
            ),
        ],
    )
    def test_the_law_tells_what_to_do_when_its_days_are_too_few(self, kryvyi, days_kr, laws, kind, words):
        """Art. 16, part 2 of 2790-XII; art. 13, part 3 of 93-IV: beside the law's day, and beside a later one that is set."""
        due = partial(control.due_day, kryvyi, days_kr, paper(kind=kind), author_roles=MAYOR, laws=laws)
        for found in (due(set_on=None), due(set_on=date(2026, 4, 1))):
            assert found.control_on == date(2026, 3, 12)
            assert found.explanation["explanation"].endswith(words)
        in_time = due(set_on=date(2026, 3, 11))
        assert (in_time.control_on, words in in_time.explanation["explanation"]) == (date(2026, 3, 11), False)


class TestHigherBodies:
    def test_refuses_a_deputys_day(self, druzhkivka, days_dr):
        found = control.due_day(
            druzhkivka, days_dr, paper(kind="ministry_letter"), set_on=date(2026, 3, 20), author_roles=DEPUTY
        )
        assert isinstance(found, Refusal)
        assert found.clause == "8.3"

    def test_takes_the_mayors_day(self, druzhkivka, days_dr):
        found = control.due_day(
            druzhkivka, days_dr, paper(kind="ministry_letter"), set_on=date(2026, 3, 20), author_roles=MAYOR
        )
        assert found.on == date(2026, 3, 20)

    def test_asks_the_mayor_for_a_day(self, druzhkivka, days_dr):
        found = control.due_day(druzhkivka, days_dr, paper(kind="ministry_letter"), set_on=None, author_roles=MAYOR)
        assert isinstance(found, Refusal)

    def test_a_deputy_may_name_another_day_than_the_document(self, druzhkivka, days_dr):
        stated = paper(kind="ministry_letter", stated_due=date(2026, 3, 25))
        found = control.due_day(druzhkivka, days_dr, stated, set_on=date(2026, 3, 20), author_roles=DEPUTY)
        assert found.on == date(2026, 3, 20)


class TestSetByTheAuthor:
    def test_refuses_a_day_before_registration(self, kryvyi, days_kr):
        found = control.due_day(kryvyi, days_kr, paper(), set_on=date(2026, 2, 27), author_roles=MAYOR)
        assert isinstance(found, Refusal)
        assert found.clause == "8.6"

    def test_a_day_off_gives_the_next_working_day(self, druzhkivka, days_dr):
        found = control.due_day(druzhkivka, days_dr, paper(), set_on=date(2026, 3, 7), author_roles=DEPUTY)
        assert (found.on, found.clause) == (date(2026, 3, 9), "10.21")
        assert "неробочий" in found.explanation["explanation"]


class TestKindsWithTheirOwnTerm:
    def test_control_of_an_appeal_goes_by_the_stricter_law(self, kryvyi, days_kr, laws):
        found = control.due_day(
            kryvyi, days_kr, paper(kind="citizen_appeal"), set_on=date(2026, 6, 1), author_roles=MAYOR, laws=laws
        )
        assert (found.on, found.law_on, found.control_on) == (date(2026, 6, 1), date(2026, 4, 2), date(2026, 4, 2))
        assert "393/96-ВР" in found.explanation["explanation"]

    @pytest.mark.parametrize("kind", ["citizen_appeal", "information_request"])
    def test_has_a_term_of_its_clause_in_both_cities(self, kind, kryvyi, druzhkivka, days_kr, days_dr, laws):
        for rules, calendar_ in ((kryvyi, days_kr), (druzhkivka, days_dr)):
            found = control.due_day(rules, calendar_, paper(kind=kind), set_on=None, author_roles=MAYOR, laws=laws)
            assert isinstance(found, DueDay)
            assert found.clause == rules.entry(control.KIND_TERMS[kind]).clause


class TestRemoval:
    def refusal(self, rules, kind, roles=MAYOR, is_author=True, is_submitted=True, decider="Міський голова"):
        return control.write_off_refusal(
            rules,
            kind,
            roles=roles,
            is_author=is_author,
            author="Міський голова",
            decider=decider,
            is_submitted=is_submitted,
        )

    @pytest.mark.parametrize(
        ("decider", "expected"),
        [
            ("Міський голова", "Напис «До справи» робить автор резолюції: Міський голова."),
            ("", "Напис «До справи» робить автор резолюції: Міський голова."),
            # Another decides where the author may not, or nobody fills his post.
            ("Секретар міської ради", "Замість автора резолюції (Міський голова) напис «До справи» робить Секретар міської ради."),
        ],
    )  # fmt: skip
    def test_says_who_writes_off_in_the_authors_place(self, druzhkivka, decider, expected):
        refused = self.refusal(druzhkivka, "enterprise_letter", roles=DEPUTY, is_author=False, decider=decider)
        assert (refused.clause, refused.message) == ("10.22", expected)

    def test_a_leader_writes_off_a_submitted_case(self, kryvyi, druzhkivka):
        assert self.refusal(kryvyi, "enterprise_letter", roles=DEPUTY) is None
        assert self.refusal(druzhkivka, "enterprise_letter", roles=DEPUTY) is None

    def test_not_before_the_case_is_submitted(self, kryvyi, druzhkivka):
        assert self.refusal(kryvyi, "enterprise_letter", is_submitted=False).clause == "8.14"
        assert self.refusal(druzhkivka, "enterprise_letter", is_submitted=False).clause == "9.6"

    def test_executive_power_papers_only_by_their_maker(self, kryvyi):
        assert self.refusal(kryvyi, "ministry_letter").clause == "8.15"
        assert control.source_letter_removes(kryvyi, "ministry_letter").clause == "8.15"
        assert control.source_letter_removes(kryvyi, "enterprise_letter") is None

    def test_executive_power_papers_by_the_mayor(self, druzhkivka):
        assert self.refusal(druzhkivka, "ministry_letter", roles=DEPUTY).clause == "9.7"
        assert self.refusal(druzhkivka, "ministry_letter") is None
        assert control.source_letter_removes(druzhkivka, "ministry_letter").clause == "8.12"
        assert control.information_removes(druzhkivka, "ministry_letter").clause == "8.12"

    @pytest.mark.parametrize(
        ("city", "kind", "is_mayors"),
        [
            ("druzhkivka", "ministry_letter", True),  # DR 9.7
            ("druzhkivka", "cabinet_act", True),  # DR 9.7
            ("druzhkivka", "enterprise_letter", False),  # DR 10.22: the author of the resolution
            ("kryvyi", "enterprise_letter", False),  # KR 8.15
        ],
    )
    def test_which_roles_decide(self, request, city, kind, is_mayors):
        rules = request.getfixturevalue(city)
        leaders = {"mayor", "council_secretary", "first_deputy_mayor", "deputy_mayor", "affairs_manager"}
        assert control.deciding_roles(rules, kind) == ({"mayor"} if is_mayors else leaders)
        assert (kind in control.higher_kinds(rules)) is is_mayors

    def test_only_the_author_where_the_clause_says_so(self, kryvyi, druzhkivka):
        assert self.refusal(druzhkivka, "enterprise_letter", roles=DEPUTY, is_author=False).clause == "10.22"
        assert self.refusal(kryvyi, "enterprise_letter", roles=DEPUTY, is_author=False) is None


class TestWhatMustBeOnControl:
    @pytest.mark.parametrize(
        ("kind", "sender", "roles", "clauses"),
        [
            ("cabinet_letter", "", (), ("8.3", "8.3")),
            ("councillor_request", "", (), ("5.45.3.2", "8.3")),
            ("citizen_appeal", "central_body", (), ("", "26.10")),
            ("citizen_appeal", "citizen", (), ("", "")),
            ("regional_administration_letter", "", ("mayor",), ("", "9.3")),
            ("regional_administration_letter", "", ("executor",), ("", "")),
            ("enterprise_letter", "", ("mayor",), ("", "")),
        ],
    )
    def test_by_kind_sender_and_author(self, kryvyi, druzhkivka, kind, sender, roles, clauses):
        found = [control.obligatory(rules, kind, sender=sender, author_roles=roles) for rules in (kryvyi, druzhkivka)]
        assert tuple(entry.clause if entry else "" for entry in found) == clauses

    def test_what_comes_on_control_as_a_rule_is_proposed(self, kryvyi, druzhkivka):
        assert control.usual(kryvyi, "committee_decision").clause == "8.20.2"
        assert control.usual(druzhkivka, "committee_decision") is None

    @pytest.mark.parametrize("text", ["До відома", "«Для врахування в роботі».", " до відома "])
    def test_marks_that_only_inform(self, kryvyi, druzhkivka, text):
        assert control.information_mark(druzhkivka, text).clause == "10.19"
        assert control.information_mark(kryvyi, text) is None

    def test_what_is_watched_by_points(self, kryvyi, druzhkivka):
        assert control.by_points(kryvyi, "cabinet_act").clause == "8.11"
        assert control.by_points(druzhkivka, "cabinet_act") is None

    def test_who_controls_higher_bodies_papers(self, kryvyi, druzhkivka):
        assert control.leader_refusal(druzhkivka, "ministry_letter", {"department_head"}).clause == "8.4"
        assert control.leader_refusal(druzhkivka, "ministry_letter", DEPUTY) is None
        assert control.leader_refusal(kryvyi, "ministry_letter", {"department_head"}) is None

    def test_a_bodys_own_officer(self, kryvyi, druzhkivka):
        officer = {"body_control_officer"}
        assert control.own_control(kryvyi, "mayor_order", officer).clause == "8.20.4"
        assert control.own_control(kryvyi, "enterprise_letter", officer) is None
        assert control.own_control(druzhkivka, "enterprise_letter", officer).clause == "8.15"
        assert control.own_control(druzhkivka, "enterprise_letter", {"control_specialist"}) is None

    def test_an_order_on_control_states_its_term(self, kryvyi, days_kr):
        found = control.due_day(kryvyi, days_kr, paper(kind="mayor_order"), set_on=None, author_roles=MAYOR)
        assert found.clause == "6.3.7"

    @pytest.mark.parametrize(
        ("kind", "clauses"),
        [
            ("enterprise_letter", ("7.11", "10.17")), ("instruction", ("8.20.8", "10.17")),
            ("mayor_order", ("7.11", "5.4")), ("committee_decision", ("7.11", "4.3")),
        ],
    )  # fmt: skip
    def test_who_is_main(self, kryvyi, druzhkivka, kind, clauses):
        assert tuple(control.main_executor(rules, kind).clause for rules in (kryvyi, druzhkivka)) == clauses


class TestGuide:
    def said(self, rules, kind, **more):
        return [
            entry.clause
            for entry in control_guide.said_of(rules, kind, **({"has_points": False, "is_off": False} | more))
        ]

    def test_says_what_is_of_this_kind(self, kryvyi, druzhkivka):
        assert self.said(kryvyi, "enterprise_letter") == []
        assert self.said(kryvyi, "mayor_order") == ["8.20.1", "8.20.4"]
        assert self.said(kryvyi, "instruction", has_points=True) == [
            "8.20.1",
            "8.20.3",
            "8.20.7",
            "8.20.13",
            "8.20.16",
            "14.1.3",
        ]
        assert self.said(druzhkivka, "instruction") == ["6.26"]
        assert self.said(druzhkivka, "council_decision") == ["12.7"]

    def test_says_what_removal_means(self, kryvyi, druzhkivka):
        assert "8.20.12" in self.said(kryvyi, "mayor_order", is_off=True)
        assert self.said(kryvyi, "enterprise_letter", is_off=True) == []
        assert self.said(druzhkivka, "enterprise_letter", is_off=True) == ["10.22"]

    def test_duties_of_each_city_with_the_end_of_the_period(self, kryvyi, druzhkivka, days_kr, days_dr):
        of_kr = {duty.entry.key: duty.due for duty in control_guide.duties(kryvyi, days_kr, date(2026, 5, 12))}
        of_dr = {duty.entry.key: duty.due for duty in control_guide.duties(druzhkivka, days_dr, date(2026, 5, 12))}
        assert of_kr["control_report"] == date(2026, 6, 1)
        assert of_kr["removal_act"] == date(2026, 7, 1)
        assert of_dr["discipline_report"] == date(2026, 7, 1)
        assert of_dr["councillor_remarks"] is None
        assert "control_schedule" not in of_kr

    @pytest.mark.parametrize(
        ("on", "monthly", "quarterly"),
        [
            # The 1st of August 2026 is a Saturday, so that what is due on it may be done until Monday.
            (date(2026, 7, 1), date(2026, 7, 1), date(2026, 7, 1)),
            (date(2026, 7, 2), date(2026, 8, 3), date(2026, 10, 1)),
            (date(2026, 8, 2), date(2026, 8, 3), date(2026, 10, 1)),
            (date(2026, 8, 3), date(2026, 8, 3), date(2026, 10, 1)),
            (date(2026, 8, 4), date(2026, 9, 1), date(2026, 10, 1)),
            (date(2027, 1, 4), date(2027, 2, 1), date(2027, 4, 1)),
        ],
    )
    def test_a_duty_stands_until_its_last_day_has_passed(self, on, monthly, quarterly, kryvyi, days_kr):
        found = {duty.entry.key: duty.due for duty in control_guide.duties(kryvyi, days_kr, on)}
        assert (found["control_report"], found["removal_act"]) == (monthly, quarterly)

    def test_an_outsider_as_main_executor(self, kryvyi, druzhkivka):
        assert control_guide.outsider(kryvyi).clause == "8.9"
        assert control_guide.outsider(druzhkivka) is None


class TestReports:
    def test_no_more_than_three_pages_to_higher_bodies(self, druzhkivka, kryvyi):
        assert control.pages_refusal(druzhkivka, "ministry_letter", 4).clause == "8.8"
        assert control.pages_refusal(druzhkivka, "ministry_letter", 3) is None
        assert control.pages_refusal(druzhkivka, "enterprise_letter", 4) is None
        assert control.pages_refusal(kryvyi, "ministry_letter", 4) is None


class TestAskingForAnotherTerm:
    def test_three_working_days_before(self, druzhkivka, days_dr):
        entry, last = control.last_day_to_ask(druzhkivka, days_dr, date(2026, 3, 11))
        assert (entry.clause, last) == ("8.10", date(2026, 3, 6))

    def test_until_the_term_itself(self, kryvyi, days_kr):
        entry, last = control.last_day_to_ask(kryvyi, days_kr, date(2026, 3, 11))
        assert (entry.clause, last) == ("8.13", date(2026, 3, 11))

    @pytest.mark.parametrize("name", ["kryvyi", "druzhkivka"])
    def test_a_missed_term_is_changed_no_more(self, request, name):
        edition, due_on = request.getfixturevalue(name), date(2026, 3, 11)
        assert control.missed_refusal(edition, due_on, due_on) is None
        refused = control.missed_refusal(edition, due_on, date(2026, 3, 12))
        assert refused.clause == edition.entry("deadline_change").clause
        assert control.missed_refusal(edition, due_on, date(2026, 3, 12), is_part=True) is None


class TestTellingOfThePastYear:
    def test_in_january_until_its_end(self, druzhkivka, days_dr):
        entry, last = control.told_by(druzhkivka, date(2028, 1, 11), days_dr)
        assert (entry.clause, last) == ("8.14", date(2028, 1, 31))

    @pytest.mark.parametrize("on", [date(2027, 1, 1), date(2027, 1, 31), date(2027, 2, 1)])
    def test_until_the_next_working_day_when_january_ends_on_a_sunday(self, druzhkivka, days_dr, on):
        entry, last = control.told_by(druzhkivka, on, days_dr)
        assert last == date(2027, 2, 1)
        # the command counts the term of the same entry, from a report of the year before, to the same day
        assert terms.by_entry(entry, date(2026, 1, 31), days_dr).due == last

    @pytest.mark.parametrize("on", [date(2026, 12, 31), date(2027, 2, 2), date(2028, 2, 1)])
    def test_on_no_other_day(self, druzhkivka, days_dr, on):
        assert control.told_by(druzhkivka, on, days_dr) is None

    def test_nowhere_without_the_rule(self, kryvyi, days_kr):
        assert control.told_by(kryvyi, date(2027, 1, 11), days_kr) is None

    @pytest.mark.parametrize(
        ("values", "last"),
        [
            ({"month": 1, "last_day": "01-20"}, date(2027, 1, 20)),
            ({"month": 1}, date(2027, 2, 1)),
            ({"month": 1, "last_day": "01-00"}, date(2027, 1, 1)),
            ({"month": 1, "last_day": "у січні"}, date(2027, 2, 1)),
            ({"month": 2, "last_day": "01-31"}, None),
            ({}, None),
        ],
    )
    def test_by_what_the_edition_says(self, druzhkivka, days_dr, values, last):
        entry = replace(druzhkivka.entry("long_term_report"), values=values)
        found = control.told_by(replace(druzhkivka, _by_key={entry.key: entry}), date(2027, 1, 11), days_dr)
        assert (found and found[1]) == last


def days_of_year(day: int) -> list[date]:
    """The day of each month of 2026, or the month's last one."""
    return [date(2026, month, min(day, monthrange(2026, month)[1])) for month in range(1, 13)]


class TestDays:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("", None),
            ("12.03", date(2026, 3, 12)),
            ("12.02", date(2027, 2, 12)),
            ("1.4.26", date(2026, 4, 1)),
            ("01.04.2026", date(2026, 4, 1)),
            ("2003", date(2026, 3, 20)),
            ("0203", date(2026, 3, 2)),
            ("0103", date(2027, 3, 1)),
            ("200327", date(2027, 3, 20)),
            ("20032027", date(2027, 3, 20)),
            ("20-3", date(2026, 3, 20)),
            ("20.03.2026 р.", date(2026, 3, 20)),
            ("2026-03-20", date(2026, 3, 20)),
            ("10", date(2026, 3, 12)),
            ("+5", date(2026, 3, 9)),
            ("180", date(2026, 8, 31)),
            ("+111", date(2026, 6, 22)),
            ("5р", date(2026, 3, 9)),
        ],
    )
    def test_typed(self, text, expected, days_kr):
        assert days.typed(text, MONDAY, days_kr) == expected

    @pytest.mark.parametrize("text", ["32.01", "завтра", "12.13.2026", "3201", "2013", "111", "101", "0111202"])
    def test_refuses_what_names_no_day(self, text, days_kr):
        with pytest.raises(ValueError):  # noqa: PT011 - whatever the reason, it is not a day
            days.typed(text, MONDAY, days_kr)

    def test_quick_terms_end_on_working_days(self, days_kr):
        assert all(days_kr.is_working(quick.on) for quick in days.quick(MONDAY, days_kr))

    def test_each_month_by_the_fifth(self, days_kr):
        first = days.first_repeat(date(2026, 3, 10), "month", 5, days_kr)
        # The fifth of April 2026 is a Sunday.
        assert first == date(2026, 4, 6)
        april = days.period_day(first, 5, days_kr)
        assert days.next_repeat(april, "month", 5, days_kr) == days.Period(date(2026, 5, 5), date(2026, 5, 5))

    def test_each_quarter(self, days_kr):
        first = days.first_repeat(date(2026, 3, 10), "quarter", 5, days_kr)
        assert first == date(2026, 4, 6)
        april = days.period_day(first, 5, days_kr)
        assert days.next_repeat(april, "quarter", 5, days_kr) == days.Period(date(2026, 7, 5), date(2026, 7, 6))

    @pytest.mark.parametrize("day", [28, 29, 30, 31])
    def test_a_term_moved_over_the_months_end_skips_no_month_and_comes_twice_in_none(self, day, days_kr):
        """The 28th of February 2026 is a Saturday: its term is the 2nd of March, and March has a term of its own."""
        on = days.period_day(days.first_repeat(date(2026, 1, 1), "month", day, days_kr), day, days_kr)
        assert on == days_of_year(day)[0]
        for expected in days_of_year(day)[1:]:
            on, due = days.next_repeat(on, "month", day, days_kr)
            assert (on, due) == (expected, days_kr.on_or_next(expected))
            assert days.period_day(due, day, days_kr) == on

    def test_a_first_term_that_its_author_set_apart_is_of_its_own_month(self, days_kr):
        for first in (date(2026, 3, 3), date(2026, 3, 20)):
            on = days.period_day(first, 5, days_kr)
            assert (on, days.next_repeat(on, "month", 5, days_kr).due) == (first, date(2026, 4, 6))

    def test_each_year_in_january(self, days_kr):
        assert days.first_repeat(date(2026, 3, 10), "year", 31, days_kr) == date(2027, 2, 1)
