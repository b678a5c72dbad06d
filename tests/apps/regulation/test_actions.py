"""Adopting editions, the city's row, its own calendar days."""

from __future__ import annotations

from datetime import date

import pytest

from magistrat.journal import queries as journal
from magistrat.journal.actor import SYSTEM, Actor
from magistrat.regulation import actions, models, queries
from magistrat.rules.form import FormError
from magistrat.rules.refusal import Refusal
from tests.factories import regulation

AT, ON = regulation.AT, regulation.ON
CLERK = Actor(
    person_id=1, person_name="Ольга КОВАЛЬ", post_id=1, post_title="Канцелярія", roles=frozenset({"personnel_officer"})
)
SURVEYOR = Actor(
    person_id=2, person_name="Лесь ТКАЧ", post_id=2, post_title="Землевпорядник", roles=frozenset({"executor"})
)
SPRING = date(2027, 3, 1)


@pytest.fixture(autouse=True)
def _village(db: None) -> None:
    regulation.city()


def changed(text: str = "за два робочі дні", into: str = "за три робочі дні") -> dict[str, str]:
    texts = dict(regulation.folder().editions[0])
    texts["regulation.txt"] = texts["regulation.txt"].replace(text, into)
    two, three = (f'number = {number}, unit = "working_days", direction = "within"' for number in (2, 3))
    texts["rules.toml"] = texts["rules.toml"].replace(two, three)
    return texts


class TestAdopt:
    def test_rules_change_on_the_day_and_what_began_before_keeps_its_own(self) -> None:
        old = queries.edition_record_on(ON)
        new = actions.adopt_edition(actor=CLERK, at=AT, texts=changed(), in_force_from=SPRING)
        assert queries.rules_on(date(2027, 2, 28)).term("execution_urgent").number == 2
        assert queries.rules_on(SPRING).term("execution_urgent").number == 3
        assert queries.rules_of(old.pk).term("execution_urgent").number == 2
        entry = journal.of_subject(kind="regulation.edition", subject=new.pk)[0]
        assert (entry.code, entry.edition) == ("regulation.edition_adopted", "2027-03-01")

    def test_the_same_twice_is_adopted_once(self) -> None:
        again = actions.adopt_edition(actor=SYSTEM, at=AT, texts=regulation.folder().editions[0])
        assert models.Edition.objects.get() == again

    def test_an_adopted_edition_is_never_changed(self) -> None:
        with pytest.raises(Refusal, match="не змінюють"):
            actions.adopt_edition(actor=CLERK, at=AT, texts=changed())

    def test_is_refused_without_the_right(self) -> None:
        with pytest.raises(Refusal) as refused:
            actions.adopt_edition(actor=SURVEYOR, at=AT, texts=changed(), in_force_from=SPRING)
        assert refused.value.is_right
        assert models.Edition.objects.count() == 1

    def test_a_wrong_file_is_refused_with_its_place(self) -> None:
        texts = changed() | {"rules.toml": "[[deadline]]\nid = 1"}
        with pytest.raises(FormError, match=r"rules\.toml"):
            actions.adopt_edition(actor=CLERK, at=AT, texts=texts, in_force_from=SPRING)

    def test_a_page_reads_the_list_anew_after_adoption(self) -> None:
        with queries.remembering():
            assert queries.rules_on(SPRING).term("execution_urgent").number == 2
            actions.adopt_edition(actor=CLERK, at=AT, texts=changed(), in_force_from=SPRING)
            assert queries.rules_on(SPRING).term("execution_urgent").number == 3


class TestSetUp:
    def test_is_repeatable(self) -> None:
        entries = len(journal.of_subject(kind="", subject=0))
        regulation.city()
        assert models.City.objects.get().name == "Вербівка"
        assert models.Edition.objects.count() == 1
        assert len(journal.of_subject(kind="", subject=0)) == entries

    def test_before_the_first_edition_the_first_one_speaks(self) -> None:
        assert queries.edition_record_on(date(2017, 1, 1)).in_force_from == date(2020, 3, 2)

    def test_a_city_without_editions_says_so(self) -> None:
        models.Edition.objects.all().delete()
        with pytest.raises(models.Edition.DoesNotExist, match="жодної редакції"):
            queries.rules_on(ON)


class TestCalendarDay:
    def test_the_next_count_knows_the_day(self) -> None:
        assert queries.work_calendar().is_working(date(2026, 3, 6))
        actions.set_calendar_day(
            actor=CLERK, at=AT, day=date(2026, 3, 6), is_working=False, reason="розпорядження від 02.03.2026 №8"
        )
        kept = queries.work_calendar().day(date(2026, 3, 6))
        assert (kept.working, kept.reason) == (False, "розпорядження від 02.03.2026 №8")

    def test_a_saturday_may_be_worked_by_hours_of_its_own(self) -> None:
        actions.set_calendar_day(
            actor=CLERK, at=AT, day=date(2026, 3, 7), is_working=True, reason="толока", hours="08:00-10:00, 10:30-12:00"
        )
        assert f"{queries.work_calendar().closing(date(2026, 3, 7)):%H:%M}" == "12:00"

    def test_is_given_back(self) -> None:
        actions.set_calendar_day(actor=CLERK, at=AT, day=date(2026, 3, 6), is_working=False, reason="свято")
        actions.clear_calendar_day(actor=CLERK, at=AT, day=date(2026, 3, 6))
        assert queries.work_calendar().is_working(date(2026, 3, 6))
        with pytest.raises(Refusal, match="скасовувати нічого"):
            actions.clear_calendar_day(actor=CLERK, at=AT, day=date(2026, 3, 6))

    @pytest.mark.parametrize(("hours", "reason"), [("8-12", "свято"), ("12:00-08:00", "свято"), ("", " ")])
    def test_wants_hours_that_follow_and_a_ground(self, hours: str, reason: str) -> None:
        with pytest.raises(Refusal):
            actions.set_calendar_day(actor=CLERK, at=AT, day=ON, is_working=True, reason=reason, hours=hours)
        assert not models.CalendarException.objects.exists()

    def test_is_refused_without_the_right(self) -> None:
        with pytest.raises(Refusal) as refused:
            actions.set_calendar_day(actor=SURVEYOR, at=AT, day=ON, is_working=False, reason="хочу")
        assert refused.value.is_right
        with pytest.raises(Refusal):
            actions.clear_calendar_day(actor=SURVEYOR, at=AT, day=ON)


class TestRights:
    def test_a_refusal_names_the_clause_and_whose_right_it_is(self) -> None:
        found = queries.refusal(actor=SURVEYOR, right="organisation.manage", on=ON)
        assert found is not None
        assert found.clause == "1.5"
        assert "призначає" in found.message

    def test_the_system_may_all(self) -> None:
        assert queries.refusal(actor=SYSTEM, right="organisation.manage", on=ON) is None

    def test_twenty_rights_of_a_page_cost_one_statement(self, django_assert_num_queries: object) -> None:
        queries.rules_on(ON)
        with django_assert_num_queries(1), queries.remembering():
            for _ in range(20):
                queries.refusal(actor=CLERK, right="organisation.manage", on=ON)
