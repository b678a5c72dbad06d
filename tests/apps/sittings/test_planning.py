"""Sittings are planned, moved, called and cancelled (KR 4.1, 4.2, 4.8-4.10; DR 6.12, 6.16)."""

from __future__ import annotations

from datetime import date, time

import pytest

from magistrat.bodies.models import Gathering
from magistrat.journal.models import Entry
from magistrat.outbox.models import Message
from magistrat.rules.refusal import Refusal
from magistrat.sittings.actions import convening, planning
from magistrat.sittings.models import Sitting
from tests.apps.sittings.conftest import DR, EARLY, KR, ON, kyiv


class TestPlan:
    def test_a_regular_sitting_waits_with_its_day_and_hour(self, either):
        gathering = either.sitting.gathering
        assert (gathering.on, gathering.at, gathering.kind, gathering.state) == (ON, time(14), "regular", "planned")
        assert Entry.objects.filter(code="sittings.planned", subject=either.sitting.pk).count() == 1

    @pytest.mark.parametrize("who", ["head", "editor"])
    def test_not_by_those_who_do_not_prepare_sittings(self, kr, who):
        with pytest.raises(Refusal) as refused:
            planning.plan(actor=kr.actor(who), at=EARLY, on=date(2026, 5, 20), time=None, kind="regular")
        assert set(refused.value.clause.split(", ")) == {"4.2", "4.8"}

    def test_the_mayor_calls_an_extraordinary_one_but_no_regular_one(self, either):
        mayor = either.actor("mayor")
        made = planning.plan(actor=mayor, at=kyiv(3, 9), on=date(2026, 3, 10), time=None, kind="extraordinary")
        assert made.gathering.kind == "extraordinary"
        with pytest.raises(Refusal):
            planning.plan(actor=mayor, at=EARLY, on=date(2026, 5, 20), time=None, kind="regular")

    def test_an_extraordinary_one_of_the_same_day_only_where_the_clause_allows_it(self, either):
        said = {"actor": either.actor("mayor"), "at": kyiv(3, 10), "on": date(2026, 3, 10), "time": None}
        if either.slug == KR:
            with pytest.raises(Refusal) as refused:
                planning.plan(kind="extraordinary", **said)
            assert refused.value.clause == "4.10"
            assert Gathering.objects.count() == 1
        else:
            assert planning.plan(kind="extraordinary", **said).gathering.on == date(2026, 3, 10)

    def test_the_year_is_planned_at_once_and_what_is_planned_stays(self, either):
        days = [ON, date(2026, 5, 20), date(2026, 6, 17)]
        made = planning.plan_usual(actor=either.actor("office"), at=EARLY, days=days, time=time(10), place="")
        assert [one.gathering.on for one in made] == days[1:]
        assert Sitting.objects.count() == 3


class TestMove:
    def test_with_a_reason_that_proposers_hear(self, either):
        question = either.propose()
        found = planning.move(
            actor=either.actor("office"), at=EARLY, sitting=either.sitting.pk, on=date(2026, 4, 16), time=time(11),
            place="мала зала", reason="ремонт зали",
        )  # fmt: skip
        assert (found.gathering.on, found.gathering.at, found.gathering.place) == (
            date(2026, 4, 16), time(11), "мала зала",
        )  # fmt: skip
        entry = Entry.objects.get(code="sittings.moved")
        assert entry.payload["text"] == "Засідання перенесено з 15.04.2026 на 16.04.2026: ремонт зали"
        assert Message.objects.filter(to_post=question.proposer_id, subject=entry.payload["text"]).exists()

    def test_not_without_a_reason_and_not_after_it_was_opened(self, either):
        said = {
            "actor": either.actor("office"), "at": EARLY, "sitting": either.sitting.pk, "on": date(2026, 4, 16),
            "time": None, "place": "",
        }  # fmt: skip
        with pytest.raises(Refusal):
            planning.move(reason=" ", **said)
        Gathering.objects.update(state="open", opened_at=EARLY)
        with pytest.raises(Refusal) as refused:
            planning.move(reason="ремонт", **said)
        assert "триває" in refused.value.message


class TestConvene:
    def test_the_order_names_what_the_clause_asks(self, either):
        said = {
            "actor": either.actor("office"),
            "at": EARLY,
            "sitting": either.sitting.pk,
            "order": "від 01.04.2026 № 57-р",
        }
        if either.slug == KR:
            with pytest.raises(Refusal) as refused:
                convening.convene(**said)
            assert (refused.value.clause, "перелік основних питань" in refused.value.message) == ("4.8", True)
        either.propose()
        assert convening.convene(**said).order_printed == "від 01.04.2026 № 57-р"
        clause = Entry.objects.get(code="sittings.convened").clause
        assert clause == {KR: "4.8", DR: "6.1"}[either.slug]


class TestCancel:
    def test_a_planned_one_with_a_reason(self, either):
        found = planning.cancel(
            actor=either.actor("office"), at=EARLY, sitting=either.sitting.pk, reason="немає питань"
        )
        assert found.gathering.state == "cancelled"
        with pytest.raises(Refusal):
            either.propose()
