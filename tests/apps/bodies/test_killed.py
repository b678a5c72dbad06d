"""The server dies between any two steps and within any of them: nothing is lost, nothing is doubled."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import DatabaseError, connections

from magistrat.bodies.actions import recording
from magistrat.bodies.models import Event, Outcome
from magistrat.journal import actions as journal
from magistrat.journal.models import Entry
from tests import databases
from tests.factories import sittings
from tests.factories.threads import at_once, killed

pytestmark = pytest.mark.django_db(transaction=True)

# A console's queue: each step is sent until its answer has come, and a line is the answer.
CONSOLE = """
import json, sys
import django
django.setup()
from datetime import datetime
from magistrat.bodies.actions import recording
from magistrat.organisation import queries
gathering, post, steps = json.loads(sys.stdin.read())
at = datetime.fromisoformat("2026-03-18T12:00:00+00:00")
actor = queries.actor_of_post(post, at.date())
for number, (code, item, payload) in enumerate(steps):
    recording.record(actor=actor, at=at, gathering=gathering, code=code, item=item, payload=payload,
                     key=f"pult-{number}", after=0)
    print(number, flush=True)
"""


def script(made: sittings.Committee, questions: list[int]) -> list[tuple[str, int | None, dict]]:
    """A whole sitting: 9 arrive, each question is voted by name."""
    steps: list[tuple[str, int | None, dict]] = [("called", None, {})]
    steps += [("arrived", None, {"member": member}) for member in made.members]
    steps += [("opened", None, {})]
    for question in questions:
        steps += [("question_begun", question, {})]
        steps += [("vote_cast", question, {"votes": {str(member): "for"}}) for member in made.members]
        steps += [("result", question, {})]
    return [*steps, ("closed", None, {})]


def test_killed_process_of_the_server_loses_and_doubles_nothing():
    made = sittings.committee()
    where = sittings.sitting(made)
    questions = [sittings.question(made, where, f"Питання {number}").pk for number in (1, 2)]
    steps = script(made, questions)
    sent = json.dumps([where.gathering_id, made.keeper.post_id, steps])
    environment = os.environ | {"DATABASE_URL": databases.app_url(connections["default"].settings_dict["NAME"])}
    for kill_after in (4, 17, None):
        command = [sys.executable, "-W", "ignore", "-c", CONSOLE]
        server = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment, text=True, cwd=Path.cwd()
        )
        server.stdin.write(sent)
        server.stdin.close()
        for line in server.stdout:
            if kill_after is not None and int(line) >= kill_after:
                server.kill()  # wherever the next step is by now
        server.wait()
        server.stdout.close()
    assert Event.objects.count() == len(steps)
    assert list(Event.objects.order_by("number").values_list("code", flat=True)) == [code for code, _, _ in steps]
    assert list(Outcome.objects.values_list("result", "in_favour")) == [("adopted", 9)] * 2
    assert sittings.gathering(where).state == "closed"
    assert Entry.objects.filter(payload__has_key="step").count() == len(steps)


def test_death_within_a_step_leaves_no_half_of_it(monkeypatch):
    """Each kind of step dies once after its journal entry is written, before the commit; then it is sent again, twice."""
    made = sittings.committee()
    where = sittings.sitting(made)
    question = sittings.question(made, where).pk
    pult, keeper, record, died = sittings.console(made, where), made.keeper, journal.record, set()

    def dies(**said):
        record(**said)
        killed()

    def counts():
        return Event.objects.count(), Outcome.objects.count(), Entry.objects.count(), sittings.gathering(where).last

    for number, (code, item, payload) in enumerate(script(made, [question])):

        def send(_: int = 0, sent=(code, item, f"pult-{number}", payload)):
            return recording.record(
                actor=keeper, at=sittings.AT, gathering=where.gathering_id, code=sent[0], item=sent[1], key=sent[2],
                payload=sent[3], after=0,
            )  # fmt: skip

        if code not in died:
            died.add(code)
            before = counts()
            with monkeypatch.context() as patch:
                patch.setattr(journal, "record", dies)
                assert isinstance(at_once(1, send)[0], DatabaseError)
            assert counts() == before
        assert send() == send()
        assert Event.objects.count() == number + 1
    assert (pult.state.phase, Outcome.objects.get().result) == ("closed", "adopted")


def test_two_consoles_at_once_write_one_line_of_steps():
    made = sittings.committee()
    where = sittings.sitting(made)
    question = sittings.question(made, where).pk
    pult = sittings.console(made, where).open()
    pult.do("question_begun", question)
    known, keeper = pult.known, made.keeper

    def votes(n: int):
        other = sittings.Console(made, where.gathering_id, f"pult{n}", actor=keeper)
        return [
            other.do("vote_cast", question, key=f"pult{n}-{member}", after=known, votes={str(member): "for"})
            for member in made.members[n::3]
        ]

    assert all(isinstance(got, list) for got in at_once(3, votes))
    numbers = list(Event.objects.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))
    assert set(pult.state.question.votes) == set(made.members)

    def closes(n: int):
        other = sittings.Console(made, where.gathering_id, f"last{n}", actor=keeper)
        return other.do("result", question, key=f"last{n}-1", after=known + 9)

    got = at_once(3, closes)
    assert sum(isinstance(one, Event) for one in got) == 1
    assert Outcome.objects.count() == 1
