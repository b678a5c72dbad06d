"""Two at once on one sitting: nothing stands twice, nothing waits for ever."""

from __future__ import annotations

from datetime import date, time

import pytest

from magistrat.rules.refusal import Refusal
from magistrat.sittings.actions import agenda_fixing, planning, questions
from magistrat.sittings.models import Question
from tests.apps.sittings.conftest import AT, EARLY, KR, prepare
from tests.factories.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_two_same_titles_one_is_refused_and_two_who_swap_questions_both_end():
    prepared = prepare(KR)
    later = planning.plan(actor=prepared.actor("office"), at=EARLY, on=date(2026, 5, 20), time=time(14), kind="regular")

    said = at_once(2, lambda _: prepared.propose("Про зиму"))
    assert [one.clause for one in said if isinstance(one, Refusal)] == ["4.7"]

    here, there = Question.objects.get(), prepared.propose("Про весну", sitting=later.pk)
    swap = {"actor": prepared.actor("office"), "at": AT, "reason": "обмін"}
    ways = [(here.pk, later.pk), (there.pk, prepared.sitting.pk)]
    at_once(2, lambda n: questions.transfer(question=ways[n][0], sitting=ways[n][1], **swap))
    standing = Question.objects.exclude(stage="out").values_list("title", "sitting")
    assert sorted(standing) == [("Про весну", prepared.sitting.pk), ("Про зиму", later.pk)]

    Question.objects.filter(sitting=later, stage="proposed").update(stage="on_agenda")
    moved = {"actor": prepared.actor("office"), "at": AT, "sitting": later.pk}
    deeds = [
        lambda: agenda_fixing.freeze(**moved),
        lambda: planning.move(on=date(2026, 5, 21), time=None, place="", reason="ремонт", **moved),
    ]
    at_once(2, lambda n: deeds[n]())
    later.refresh_from_db()
    assert (later.agenda_text, later.gathering.on) == ("1. Про зиму", date(2026, 5, 21))
