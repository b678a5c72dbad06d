"""Public texts set as PDF by the worker: each for itself, once, and only while the public sees it."""

from __future__ import annotations

import threading
from datetime import datetime

import pytest

from magistrat.acts.actions import publishing, registering_sitting
from magistrat.acts.models import Act
from magistrat.acts.queries import public_paper
from magistrat.documents.actions.public_versions import Judged
from magistrat.documents.models import PublicVersion
from magistrat.rules.moments import moment
from tests.factories import decisions, orders
from tests.factories.decisions import DAY, City, city
from tests.factories.threads import at_once

NOW = moment(datetime(2026, 3, 20, 10))


@pytest.fixture(autouse=True)
def spoilt(settings, tmp_path, monkeypatch) -> set[str]:
    """Titles of texts that cannot be set, added to later: typesetting itself takes long and is not what is tried here."""
    orders.folders(settings, tmp_path)
    titles: set[str] = set()

    def act_pdf(sheets, *, at):
        if sheets.title in titles:
            raise RuntimeError("unclosed delimiter")
        return f"PDF: {sheets.title}".encode()

    monkeypatch.setattr(public_paper.act_sheets, "act_pdf", act_pdf)
    return titles


def publisher(one: City):
    return one.hall.town.actor("control", DAY)


def waiting(one: City, count: int) -> list[PublicVersion]:
    """Published decisions of one sitting whose texts are not set, in the order in which they were published."""
    where, _ = decisions.sitting(one, [])
    acts = [decisions.signed_by_hand(one, where, number, title=f"Про {number}") for number in range(1, count + 1)]
    registering_sitting.register(actor=one.clerk, at=NOW, gathering=where.gathering_id)
    for act in acts:
        publishing.prepare(actor=publisher(one), at=NOW, act=act.pk, judged=Judged())
        publishing.publish(actor=publisher(one), at=NOW, act=act.pk)
    PublicVersion.objects.update(printed=None)
    return list(PublicVersion.objects.order_by("id"))


def are_set(versions: list[PublicVersion]) -> list[bool]:
    kept = dict(PublicVersion.objects.values_list("pk", "printed"))
    return [kept[one.pk] is not None for one in versions]


@pytest.mark.django_db
def test_one_that_cannot_be_set_does_not_hold_the_others_up(spoilt, caplog):
    versions = waiting(city("druzhkivka"), 4)
    spoilt |= {"Про 1", "Про 2"}
    assert publishing.set_waiting(at=NOW, limit=1) == 1
    assert are_set(versions) == [False, False, True, False]
    assert [f"public version {one.pk}" in caplog.text for one in versions] == [True, True, False, False]
    assert publishing.set_waiting(at=NOW) == 1
    assert are_set(versions) == [False, False, True, True]
    assert publishing.set_waiting(at=NOW) == 0


@pytest.mark.django_db
def test_when_none_can_be_set_it_is_tried_so_many_times_only(spoilt, monkeypatch, caplog):
    versions = waiting(city("druzhkivka"), 3)
    spoilt |= {"Про 1", "Про 2", "Про 3"}
    monkeypatch.setattr(publishing, "MOST_FAILED", 2)
    assert publishing.set_waiting(at=NOW, limit=1) == 0
    assert [f"public version {one.pk}" in caplog.text for one in versions] == [True, True, False]


@pytest.mark.django_db
def test_what_is_taken_down_meanwhile_is_not_set(monkeypatch):
    one = city("druzhkivka")
    versions = waiting(one, 2)
    found = public_paper.unprinted

    def slowly(limit, *, after=0):
        ids = found(limit, after=after)
        if not after:
            act = Act.objects.get(document=versions[0].document_id)
            publishing.take_down(actor=publisher(one), at=NOW, act=act.pk, reason="рішення суду")
        return ids

    monkeypatch.setattr(public_paper, "unprinted", slowly)
    assert publishing.set_waiting(at=NOW) == 1
    assert are_set(versions) == [False, True]


@pytest.mark.django_db(transaction=True)
def test_two_workers_do_not_set_the_same_text(monkeypatch):
    versions = waiting(city("druzhkivka"), 2)
    both, setting, done = threading.Barrier(2), [], public_paper.pdf

    def slowly(act, version):
        setting.append(version.pk)
        # Each of them is at a text of its own at this moment: who meets the other's goes on.
        both.wait(timeout=20)
        return done(act, version)

    monkeypatch.setattr(public_paper, "pdf", slowly)
    assert at_once(2, lambda _: publishing.set_waiting(at=NOW)) == [1, 1]
    assert sorted(setting) == [one.pk for one in versions]
    assert are_set(versions) == [True, True]
