"""A real city served to its people in a real browser, each signed in with just the rights of the post."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page
from pytest_django.live_server_helper import LiveServer

from magistrat.documents.actions import setup
from magistrat.journal.actor import SYSTEM
from magistrat.organisation.models import Person
from magistrat.rules.moments import moment
from magistrat.tasks.actions import typical
from magistrat.ui import clock
from tests import browsing, databases
from tests.factories import documents, organisation, regulation

NOW = datetime(2026, 3, 10, 9, 30)
# Who walks the letter's way, by the keys of organisation.toml; the bodies differ from city to city.
PEOPLE = {
    "kryvyi-rih": {
        "clerk": "clerk", "assistant": "assistant_mayor", "mayor": "mayor",
        "head": "infrastructure_head", "executor": "infrastructure_exec", "control": "control",
    },
    "druzhkivka": {
        "clerk": "clerk", "assistant": "assistant_mayor", "mayor": "mayor",
        "head": "housing_head", "executor": "housing_exec", "control": "control",
    },
}  # fmt: skip

# No one else in the made-up town is called so: a leader names them by surname.
SURNAMES = {
    "clerk": "Записенко", "assistant": "Порадюк", "mayor": "Головатенко",
    "head": "Водяникевич", "executor": "Робітницький", "control": "Наглядченко",
}  # fmt: skip


@dataclass
class Served:
    """A served city: who holds which post, and the way to sign in as one of the six or as the holder of any other post."""

    slug: str
    url: str
    town: organisation.Town
    browser: Browser
    contexts: dict[tuple[str, int], BrowserContext]

    def person(self, who: str) -> int:
        """The id of the person of this part, or of the holder of the post of this key."""
        return self.town.people[PEOPLE[self.slug].get(who, who)]

    def page(self, who: str, path: str = "/", width: int = 1280) -> Page:
        """A page opened by one of the six or the holder of a post; each has a browser of his own.

        The first one of a city signs in by the form; the others bring along the session that the same address gave them.
        """
        if (who, width) not in self.contexts:
            if not get_user_model().objects.filter(login=who).exists():
                organisation.account(self.person(who), who)
            context = self.browser.new_context(
                locale="uk-UA", viewport={"width": width, "height": 800}, reduced_motion="reduce"
            )
            context.set_default_timeout(20_000)
            (self._sign_in if self.contexts else self._sign_in_by_the_form)(context, who)
            self.contexts[who, width] = context
        page = self.contexts[who, width].new_page()
        page.goto(f"{self.url}{path}")
        return page

    def _sign_in_by_the_form(self, context: BrowserContext, who: str) -> None:
        page = context.new_page()
        page.goto(f"{self.url}/vhid/")
        page.get_by_label("Логін").fill(who)
        page.get_by_label("Пароль").fill(who * 2)
        page.keyboard.press("Enter")
        page.wait_for_url(f"{self.url}/")
        page.close()

    def _sign_in(self, context: BrowserContext, who: str) -> None:
        client = Client()
        client.post("/vhid/", {"login": who, "password": who * 2})
        name = settings.SESSION_COOKIE_NAME
        context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": self.url}])


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with browsing.launched() as started:
        yield started


@pytest.fixture(scope="module", params=sorted(PEOPLE))
def city(request, browser, django_db_setup, django_db_blocker, worker_id) -> Iterator[Served]:
    """Each real city in turn, with its structure, registries, kinds and people; one for all tests of a module."""
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock():
        at = moment(NOW)
        patch.setenv(clock.FIXED, at.isoformat())
        town = staffed(request.param)
        server = LiveServer("localhost:0")
        served = Served(request.param, server.url, town, browser, {})
        yield served
        for context in served.contexts.values():
            context.close()
        server.stop()
        databases.renew(worker_id)


def staffed(slug: str) -> organisation.Town:
    """The city ready to work on its first day."""
    town = organisation.town(slug)
    setup.load(
        actor=SYSTEM,
        at=regulation.AT,
        kinds=(regulation.REAL / "documents.toml").read_text(encoding="utf-8"),
        registries=(regulation.REAL / slug / "registries.toml").read_text(encoding="utf-8"),
    )
    typical.put_common(actor=SYSTEM, at=regulation.AT)
    documents.correspondent("Комунальне підприємство «Джерело»", code="30011223", head="Директор, Коваль Олег Ілліч")
    documents.correspondent("Міністерство розвитку громад та територій України", "central_body")
    for who, key in PEOPLE[slug].items():
        organisation.account(town.people[key], who)
        Person.objects.filter(pk=town.people[key]).update(surname=SURNAMES[who])
    return town


@pytest.fixture
def violations() -> Callable[[Page], list[str]]:
    """What axe finds wrong on a page: rule, element."""
    return browsing.violations
