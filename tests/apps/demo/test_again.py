"""Begun again the story goes on; told to its end it is left alone."""

from __future__ import annotations

from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from magistrat.demo import deeds, marker
from magistrat.journal.models import Entry
from tests.apps.demo.story import UNTIL, make_ready, tell

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
