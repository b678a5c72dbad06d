"""The server dies while a sitting's decisions are numbered: never a gap, never a repeat (KR 4.34; DR 6.26)."""

from __future__ import annotations

import itertools
import json
import os
import subprocess
import sys
import time
from datetime import datetime
from pathlib import Path

import pytest
from django.db import DatabaseError, connections

from magistrat.acts.actions import registering_sitting
from magistrat.acts.models import Act
from magistrat.journal import actions as journal
from magistrat.journal.models import Entry
from magistrat.numbers.models import Counter
from magistrat.rules.moments import moment
from tests import databases
from tests.factories import decisions, orders, sittings
from tests.factories.decisions import City, city
from tests.factories.threads import at_once, killed

pytestmark = pytest.mark.django_db(transaction=True)
AT = moment(datetime(2026, 3, 20, 10))
OFFICE = """
import json, sys
import django
django.setup()
from datetime import datetime
from magistrat.acts.actions import registering_sitting
from magistrat.organisation import queries
gathering, post, at = json.loads(sys.stdin.read())
at = datetime.fromisoformat(at)
actor = queries.actor_of_post(post, at.date())
print("begun", flush=True)
registering_sitting.register(actor=actor, at=at, gathering=gathering)
print("done", flush=True)
"""


@pytest.fixture(autouse=True)
def folders(settings, tmp_path):
    orders.folders(settings, tmp_path)


@pytest.fixture(params=["kryvyi-rih", pytest.param("druzhkivka", marks=[pytest.mark.proof, pytest.mark.second])])
def slug(request) -> str:
    """Each city in turn."""
    return request.param


def made(slug: str, number: int) -> tuple[City, int]:
    one = city(slug)
    where = sittings.sitting(one.made)
    for place in range(number, 0, -1):
        decisions.signed_by_hand(one, where, place)
    return one, where.gathering_id


def numbers() -> list[tuple[str, int]]:
    found = Act.objects.filter(document__number__isnull=False).order_by("document__number")
    return list(found.values_list("outcome__number", "document__number"))


def test_a_killed_process_leaves_no_gap_and_no_repeat(slug):
    one, gathering = made(slug, 6)
    said = json.dumps([gathering, one.clerk.post_id, AT.isoformat()])
    environment = os.environ | {"DATABASE_URL": databases.app_url(connections["default"].settings_dict["NAME"])}
    for wait in (0.02, 0.1, 0.3, None):
        command = [sys.executable, "-W", "ignore", "-c", OFFICE]
        office = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment, text=True, cwd=Path.cwd()
        )
        office.stdin.write(said)
        office.stdin.close()
        assert office.stdout.readline() == "begun\n"
        if wait is not None:
            time.sleep(wait)
            office.kill()
        office.stdout.read()
        office.wait()
        office.stdout.close()
        # All of the sitting or nothing: whenever it died.
        assert numbers() in ([], [(str(place), place) for place in range(1, 7)])
        if numbers():
            break
    assert numbers() == [(str(place), place) for place in range(1, 7)]
    assert Counter.objects.get(series__startswith="documents.registry").last == 6


def test_death_at_any_entry_of_the_journal_undoes_the_whole_deed(slug, monkeypatch):
    one, gathering = made(slug, 3)
    record = journal.record
    written = []

    def counts(**said):
        record(**said)
        written.append(said["code"])

    def register(_: int = 0):
        return registering_sitting.register(actor=one.clerk, at=AT, gathering=gathering)

    for last in itertools.count(1):
        written.clear()

        def dies(last=last, **said):
            counts(**said)
            if len(written) == last:
                killed()

        before = Entry.objects.count()
        with monkeypatch.context() as patch:
            patch.setattr(journal, "record", dies)
            (got,) = at_once(1, register)
        if len(written) < last:
            break
        assert isinstance(got, DatabaseError)
        assert (numbers(), Entry.objects.count()) == ([], before)
    # Each of the three was registered at least, and the deed died at every one of its entries.
    assert last > 3
    assert [act.document.index for act in got] == ["1", "2", "3"]


def test_two_clerks_at_once_number_each_decision_once(slug):
    one, gathering = made(slug, 4)
    got = at_once(2, lambda _: registering_sitting.register(actor=one.clerk, at=AT, gathering=gathering))
    assert sum(isinstance(each, list) for each in got) == 1
    assert numbers() == [(str(place), place) for place in range(1, 5)]
