"""Votes from a voting system's file: previewed, refused by line, brought in whole or not at all."""

from __future__ import annotations

import pytest

from magistrat.bodies.actions import recording, roll_calls
from magistrat.bodies.models import Event, Outcome
from magistrat.bodies.queries import composition, halls
from magistrat.rules import roll_call
from magistrat.rules.refusal import Refusal
from tests.factories import sittings


class Machine:
    """A sitting at which members vote by buttons."""

    def __init__(self, slug: str = "kryvyi-rih") -> None:
        self.made = sittings.committee(slug)
        self.where = sittings.sitting(self.made)
        self.numbers = {
            str(number): sittings.question(self.made, self.where, f"Питання {number}", is_undisputed=True).pk
            for number in (1, 2)
        }
        self.console = sittings.console(self.made, self.where).open()

    @property
    def names(self) -> list[str]:
        state = self.console.state
        return [state.name(member) for member in self.made.members]

    def file(self, *cast: str, question: str = "1") -> str:
        return "\n".join(f"{question};{name};{vote}" for name, vote in zip(self.names, cast, strict=False))

    def plan(self, text: str) -> roll_call.Plan:
        gathering = sittings.gathering(self.where)
        return roll_call.plan(
            halls.state_of(gathering), text, self.numbers, lambda item: recording.facts(gathering, item), sittings.AT
        )

    def bring_in(self, text: str, key: str = "file", after: int | None = None) -> list[Event]:
        return roll_calls.bring_in(
            actor=self.made.keeper, at=sittings.AT, gathering=self.where.gathering_id, text=text, numbers=self.numbers,
            key=key, after=sittings.gathering(self.where).last if after is None else after,
        )  # fmt: skip


@pytest.fixture
def machine(db) -> Machine:
    return Machine()


ALL = ["за"] * 9


def test_begins_votes_and_closes_each_question(machine):
    text = (
        "Питання;Член;Голос\n"
        + machine.file(*["за"] * 5, *["проти"] * 4)
        + "\n"
        + machine.file(*ALL[:4], *["утримався"] * 5, question="2")
    )
    assert not machine.plan(text).faults
    machine.bring_in(text)
    assert list(Outcome.objects.order_by("item").values_list("result", "in_favour", "against", "abstained")) == [
        ("adopted", 5, 4, 0), ("rejected", 4, 0, 5),
    ]  # fmt: skip


def test_goes_on_from_a_question_that_is_in_hand(machine):
    first = machine.numbers["1"]
    machine.console.do("question_begun", first)
    machine.console.do("conflict_declared", first, member=machine.made.members[8], reason="родич")
    machine.bring_in(machine.file(*["за"] * 8))
    assert Outcome.objects.get().recused == 1


def test_in_the_other_city_goes_without_discussion_only_where_the_clause_lets_it(db):
    machine = Machine("druzhkivka")
    machine.bring_in(machine.file(*ALL))
    assert [event.code for event in Event.objects.order_by("-number")[:5]] == [
        "result", "vote_cast", "voting_announced", "discussion_waived", "question_begun",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("1;Невідомий Н.Н.;за", "Такого члена немає"),
        ("1;{0};мабуть", "Голосу «мабуть» не передбачено"),
        ("1;{0}", "три стовпці"),
        ("9;{0};за", "Питання № 9"),
        ("1;{0};за", "вже є вище"),
    ],
)
def test_names_each_line_that_stops_it_and_does_nothing(machine, line, said):
    text = machine.file(*ALL) + "\n" + line.format(*machine.names)
    fault = machine.plan(text).faults[-1]
    assert (fault.line, said in fault.refusal.message) == (10, True)
    before = Event.objects.count()
    with pytest.raises(Refusal, match="Рядок 10"):
        machine.bring_in(text)
    assert Event.objects.count() == before


def test_stops_at_the_clause_like_any_step(machine):
    """One with a conflict who pressed a button, and a vote that is missing."""
    first = machine.numbers["1"]
    machine.console.do("conflict_declared", first, member=machine.made.members[8], reason="родич")
    assert machine.plan(machine.file(*ALL)).faults[0].refusal.clause == "1.16"
    assert "Ще не позначено" in machine.plan(machine.file(*["за"] * 7)).faults[0].refusal.message


def test_sent_twice_is_brought_in_once_and_old_previews_are_refused(machine):
    known = sittings.gathering(machine.where).last
    written = machine.bring_in(machine.file(*ALL))
    assert machine.bring_in(machine.file(*ALL), after=known) == written
    with pytest.raises(Refusal, match="нові кроки"):
        machine.bring_in(machine.file(*ALL, question="2"), key="second", after=known)
    assert Outcome.objects.count() == 1


def test_is_of_those_who_keep_the_minutes(machine):
    with pytest.raises(Refusal) as refused:
        roll_calls.bring_in(
            actor=machine.made.town.actor("economy_head", sittings.DAY), at=sittings.AT,
            gathering=machine.where.gathering_id, text=machine.file(*ALL), numbers=machine.numbers, key="k", after=0,
        )  # fmt: skip
    assert refused.value.is_right


@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_reads_any_usual_separator_encoding_and_full_names(machine, separator):
    lines = machine.file(*ALL).replace(";", separator)
    for content in (lines.encode("utf-8-sig"), lines.encode("cp1251")):
        read, faults = roll_call.read(roll_call.decode(content))
        assert (len(read), faults) == (9, [])
    person = composition.membership(machine.made.members[0]).person
    full = f"{person.surname} {person.given} {person.patronymic}"
    text = machine.file(*ALL).replace(person.short_name, full)
    assert machine.plan(text).votes == machine.plan(machine.file(*ALL)).votes
    assert not machine.plan(text.replace(full, person.surname)).faults
    assert roll_call.read("")[1][0].line == 0
    assert roll_call.counted({1: "for", 2: "for"})["for"] == 2
