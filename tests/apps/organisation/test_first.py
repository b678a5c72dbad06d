"""The first administrator: a city that nobody can enter lets one person in, once."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from magistrat.accounts.models import User
from magistrat.journal.models import Entry
from magistrat.organisation import models
from magistrat.organisation.management.commands import magistrat_setup
from magistrat.ui import clock
from tests.factories import regulation

AT = datetime(2026, 3, 6, 8, tzinfo=UTC)
WHO = {"login": "O.Koval", "surname": "Коваль", "given": "Ольга", "patronymic": "Петрівна"}
PASSWORD = "тиха вода греблю рве"

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["kryvyi-rih", "druzhkivka", "verbivka"])
def city(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A city after its first start without the demo."""
    # The tests' connection is the application's role already; giving it its rights is the owner's deed.
    monkeypatch.setattr(magistrat_setup, "restrict_application", lambda: None)
    monkeypatch.setenv(clock.FIXED, AT.isoformat())
    cities = regulation.MADE_UP if request.param == regulation.VILLAGE else regulation.REAL
    call_command("magistrat_setup", city=request.param, cities=cities)


def told(capsys: pytest.CaptureFixture[str], **more: Any) -> str:
    """The first password, as the command prints it."""
    call_command("first_administrator", **WHO | more)
    found = re.search(r"Логін: o\.koval\. Перший пароль: (\S+)\n", capsys.readouterr().out)
    assert found is not None
    return found[1]


@pytest.mark.usefixtures("city")
def test_signs_in_chooses_a_password_and_adds_people(client: Client, capsys: pytest.CaptureFixture[str]) -> None:
    first = told(capsys)
    assert client.post("/vhid/", {"login": "o.koval", "password": first}).status_code == 302
    own = reverse("accounts:change_password")
    assert client.get(reverse("organisation:new_person"), follow=True).redirect_chain[-1][0].startswith(own)
    assert client.post(own, {"old": first, "new": PASSWORD, "again": PASSWORD}).status_code == 302
    given = {"surname": "Бондар", "given": "Петро", "patronymic": "Іванович", "gender": "m"}
    assert client.post(reverse("organisation:new_person"), given).status_code == 302
    added = models.Person.objects.get(surname="Бондар")
    client.post(reverse("organisation:open_account", args=[added.pk]), {"login": "p.bondar"})
    assert User.objects.filter(login="p.bondar").exists()
    holding = models.Holding.objects.get()
    assert (holding.person.gender, holding.since, "administrator" in holding.post.roles) == ("f", AT.date(), True)


@pytest.mark.parametrize("city", ["verbivka"], indirect=True)
@pytest.mark.usefixtures("city")
class TestIsRefused:
    def test_once_somebody_has_an_account(self, capsys: pytest.CaptureFixture[str]) -> None:
        told(capsys)
        with pytest.raises(CommandError, match="вже відкрито"):
            call_command("first_administrator", **WHO | {"login": "second"})
        assert (User.objects.count(), models.Person.objects.count()) == (1, 1)

    def test_without_a_vacant_post_that_opens_accounts(self) -> None:
        models.Post.objects.filter(roles__overlap=["administrator"]).update(roles=["executor"])
        with pytest.raises(CommandError, match="Немає вільної посади"):
            call_command("first_administrator", **WHO)

    def test_when_the_name_does_not_tell_how_it_is_declined(self) -> None:
        with pytest.raises(CommandError, match="--gender m або --gender f"):
            call_command("first_administrator", **WHO | {"given": "Ґжг"})

    def test_leaving_nothing_behind(self) -> None:
        before = Entry.objects.count()
        with pytest.raises(CommandError, match="Вкажіть логін"):
            call_command("first_administrator", **WHO | {"login": " "})
        assert (models.Person.objects.count(), Entry.objects.count()) == (0, before)


def test_is_told_to_start_a_city_that_is_not_ready() -> None:
    with pytest.raises(CommandError, match="Спершу запустіть його"):
        call_command("first_administrator", **WHO)
