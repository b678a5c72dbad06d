"""Begun again the story goes on; told to its end it is left alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import transaction

from magistrat.demo import deeds, marker, story
from magistrat.demo.stage import Stage
from magistrat.journal.models import Entry
from magistrat.launcher.city_run import DEMO_WITH_GAPS
from magistrat.rules.refusal import Refusal
from tests.apps.demo.story import UNTIL, make_ready, tell
from tests.factories import regulation

LETTERS = 12


class Killed(Exception):
    """The process dies here."""


def story_so_far() -> list[tuple[object, ...]]:
    """The journal without what chance and the clock put into it."""
    return list(
        Entry.objects.exclude(payload__has_key="sha256")
        .order_by("at", "id")
        .values_list("at", "code", "actor_printed", "clause")
    )


def dying_after(number: int) -> Callable[..., Any]:
    """`Deeds.do` that dies before its deed of this number."""
    do = deeds.Deeds.do

    def dying(self: deeds.Deeds, action: Callable[..., Any], **how: Any) -> Any:
        if self.count == number:
            raise Killed
        return do(self, action, **how)

    return dying


@pytest.mark.proof
@pytest.mark.django_db
@pytest.mark.timeout(3000)
@pytest.mark.parametrize("city", ["kryvyi-rih", "druzhkivka"])
def test_broken_off_it_goes_on_to_the_same_end(city: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with transaction.atomic():
        make_ready(city)
        whole = tell(city, tmp_path / "whole", letters=LETTERS)
        expected, count = story_so_far(), whole.deeds.count
        transaction.set_rollback(True)
    make_ready(city)
    for number in (40, count - 160, count - 30):
        with monkeypatch.context() as patch, pytest.raises(Killed):
            patch.setattr(deeds.Deeds, "do", dying_after(number))
            tell(city, tmp_path / "broken", letters=LETTERS)
        assert marker.read()["state"] == "begun"
    last = tell(city, tmp_path / "broken", letters=LETTERS)
    assert last.deeds.repeated >= count - 35
    assert not last.refused
    assert story_so_far() == expected
    assert marker.read()["state"] == "done"


@pytest.mark.django_db
def test_the_command_does_nothing_where_the_demo_is(tmp_path: Path) -> None:
    make_ready("druzhkivka")
    marker.begin(until=UNTIL, letters=3)
    marker.finish()
    said = StringIO()
    call_command("demo", city="druzhkivka", stdout=said)
    assert "вже є" in said.getvalue()


@pytest.mark.django_db
def test_the_command_refuses_another_citys_database() -> None:
    make_ready("druzhkivka")
    with pytest.raises(CommandError, match="іншого міста"):
        call_command("demo", city="kryvyi-rih")


@pytest.mark.django_db
def test_a_city_without_a_story_stays_as_it_was_set_up() -> None:
    regulation.city()
    said = StringIO()
    call_command("demo", city=regulation.VILLAGE, cities=regulation.MADE_UP, stdout=said)
    assert "демонстраційної історії немає" in said.getvalue()
    assert marker.read() == {}


def refused(stage: Stage) -> Iterator[Any]:
    """A scene whose second deed is refused."""
    yield stage.days.at(stage.since, 10)
    raise Refusal("8.13", "Строк уже минув.")


@pytest.mark.django_db
def test_the_command_says_plainly_what_was_refused_and_does_not_end_well(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "CITY_DIR", tmp_path)
    monkeypatch.setattr(story, "_papers", lambda stage, letters: [refused(stage)])
    for others in ("_orders", "_sittings", "_house"):
        monkeypatch.setattr(story, others, lambda *_: [])
    make_ready("druzhkivka")
    said, complaints = StringIO(), StringIO()
    with pytest.raises(CommandError, match="система відмовила в діях — 1") as ended:
        call_command("demo", city="druzhkivka", until=UNTIL, letters=1, stdout=said, stderr=complaints)
    assert ended.value.returncode == DEMO_WITH_GAPS
    assert "10:00): Строк уже минув. (п. 8.13" in complaints.getvalue()
    assert (marker.read()["state"], marker.read()["refused"]) == ("done", 1)
