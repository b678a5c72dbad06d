"""Decisions between meetings: cases by hand (KR 4.41-4.41.4; DR 6.16, 6.23)."""

from __future__ import annotations

from datetime import date

import pytest

from magistrat.rules import poll
from magistrat.rules.hall_events import Event
from tests.rules.halls import BEGAN, DR, KR, facts, setting

NAMES = ["Ґудзь А.А.", "Їжак Б.Б.", "Іваненко В.В.", "Гнатюк Г.Г.", "Яковенко Ґ.Ґ."]


class Asking:
    """A poll of five members of a committee of nine seats or fewer."""

    def __init__(self, slug: str = KR, seats: int = 5) -> None:
        self.setting, self.events, self.seats = setting(slug), [], seats

    @property
    def poll(self) -> poll.Poll:
        return poll.fold(self.setting, self.events)

    def step(self, code: str, **payload: object) -> Event:
        return Event(len(self.events) + 1, code, BEGAN, 10, payload)

    def refusal(self, code: str, **payload: object):
        return poll.refusal_of(self.poll, self.step(code, **payload))

    def do(self, code: str, **payload: object) -> Asking:
        event = self.step(code, **payload)
        poll.apply(self.poll, event)
        self.events.append(event)
        return self

    def asked(self) -> Asking:
        members = [{"id": number, "name": name} for number, name in enumerate(NAMES, 1)]
        return self.do("poll_asked", seats=self.seats, members=members, facts=facts(), reason="аварія на мережі")

    def allowed(self) -> Asking:
        return self.asked().do("poll_allowed", by="Міський голова")

    def answer(self, member: int, vote: str = "for", **said: str) -> Asking:
        return self.do("member_answered", member=member, vote=vote, **({"way": "paper", "on": "2026-03-18"} | said))


def test_members_stand_in_the_order_of_the_ukrainian_alphabet():
    assert [member.name for member in Asking().asked().poll.alphabetical] == [
        "Гнатюк Г.Г.", "Ґудзь А.А.", "Іваненко В.В.", "Їжак Б.Б.", "Яковенко Ґ.Ґ.",
    ]  # fmt: skip


def test_nobody_is_asked_before_the_mayor_has_allowed_it():
    asking = Asking().asked()
    assert asking.refusal("member_answered", member=1, vote="for", way="paper", on="2026-03-18").clause == "4.41"
    asking.do("poll_allowed", by="Міський голова")
    assert asking.refusal("member_answered", member=1, vote="for", way="paper", on="2026-03-18") is None
    assert asking.refusal("poll_allowed") is not None


def test_mayor_may_refuse_it():
    asking = Asking().asked().do("poll_refused", by="Міський голова")
    assert asking.refusal("member_answered", member=1, vote="for", way="paper", on="2026-03-18").clause == "4.41"
    assert asking.refusal("poll_allowed").clause == "4.41"


def test_need_is_said():
    assert Asking().refusal("poll_asked", seats=5, members=[], facts=facts(), reason=" ").clause == "4.41"


# Of a composition of 5 three are more than half, of 6 four.
@pytest.mark.parametrize(("seats", "in_favour", "adopted"), [(5, 3, True), (5, 2, False), (6, 3, False), (6, 4, True)])
def test_more_than_half_of_the_composition_adopts(seats, in_favour, adopted):
    asking = Asking(seats=seats).allowed()
    for number in range(1, 6):
        asking.answer(number, "for" if number <= in_favour else "against")
    asking.do("result")
    assert asking.poll.verdict.adopted is adopted
    assert asking.poll.verdict.clause == "4.41.2"


def test_everybody_is_asked_before_it_ends():
    asking = Asking().allowed()
    for number in range(1, 4):
        asking.answer(number)
    refusal = asking.refusal("result")
    assert (refusal.clause, "Гнатюк Г.Г., Яковенко Ґ.Ґ." in refusal.message) == ("4.41.1", True)
    asking.answer(4, "silent").answer(5, "abstained").do("result")
    assert asking.refusal("member_answered", member=1, vote="for", way="paper", on="2026-03-18") is not None


def test_separate_opinion_is_of_one_who_did_not_support_it():
    asking = Asking().allowed()
    said = {"vote": "for", "way": "own", "on": "2026-03-18", "opinion": "зауваження"}
    assert asking.refusal("member_answered", member=1, **said).clause == "4.41.2"
    assert asking.answer(1, "against", opinion="Дорого").poll.answers[1].opinion == "Дорого"


def test_one_with_a_conflict_does_not_sign():
    asking = Asking().allowed().do("conflict_declared", member=1, reason="родич")
    said = {"vote": "for", "way": "paper", "on": "2026-03-18"}
    assert asking.refusal("member_answered", member=1, **said).clause == "1.16"
    for number in range(2, 6):
        asking.answer(number)
    assert asking.poll.verdict.adopted
    assert asking.refusal("conflict_declared", member=2, reason="так") is not None
    assert asking.refusal("conflict_declared", member=99, reason="так") is not None


@pytest.mark.parametrize("said", [{"vote": "maybe"}, {"way": "telephone"}, {"on": "учора"}, {"member": 99}])
def test_impossible_answers_are_refused(said):
    payload = {"member": 1, "vote": "for", "way": "paper", "on": "2026-03-18"} | said
    assert Asking().allowed().refusal("member_answered", **payload) is not None


def test_answer_is_undone_until_the_poll_ends():
    asking = Asking().allowed().answer(1, "against")
    undo = asking.step("undo", undoes=3)
    assert poll.undo_refusal(asking.events, undo) is None
    assert "Дозвіл" in poll.undo_refusal(asking.events, asking.step("undo", undoes=2)).message
    asking.events.append(undo)
    assert asking.poll.answers == {}
    assert poll.undo_refusal(asking.events, asking.step("undo", undoes=3)) is not None
    for number in range(1, 6):
        asking.answer(number)
    asking.do("result")
    assert "завершено" in poll.undo_refusal(asking.events, asking.step("undo", undoes=5)).message


def test_city_without_polls_refuses_by_its_clauses_and_offers_an_extraordinary_meeting():
    refusal = poll.offered(setting(DR))
    assert refusal.clause == "6.16, 6.23"
    assert "позачергове засідання" in refusal.message
    assert Asking(DR).refusal("poll_asked", seats=5, members=[], facts=facts(), reason="аварія") == refusal
    assert poll.offered(setting(KR)) is None


def test_day_of_the_decision_is_that_of_signature_unless_the_text_says_another():
    signed, said = date(2026, 3, 20), date(2026, 4, 1)
    assert poll.adopted_on(setting(KR).edition, signed_on=signed, said_on=None) == signed
    assert poll.adopted_on(setting(KR).edition, signed_on=signed, said_on=said) == said
    assert poll.adopted_on(setting(DR).edition, signed_on=signed, said_on=said) == signed
