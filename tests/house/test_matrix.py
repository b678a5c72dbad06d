"""Every route for every role: who may open it is exactly whom the regulation gives one of its declared rights."""

from __future__ import annotations

import functools
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver, resolve, reverse

from magistrat.journal.actor import SYSTEM, Actor
from magistrat.organisation.actions.set_up import set_up
from magistrat.organisation.middleware import ActorMiddleware
from magistrat.organisation.models import Post
from magistrat.regulation import queries as rules
from magistrat.rules.edition import Edition
from magistrat.rules.moments import moment
from magistrat.rules.refusal import Refusal
from magistrat.ui import clock
from tests.factories import documents as papers
from tests.factories import regulation

pytestmark = pytest.mark.django_db
NOW = moment(datetime(2026, 3, 10, 9, 30))
# An example for each converter: no such paper, task or post is there, and the guard stands before the search for it.
EXAMPLES = {"int": 999_999, "slug": "internal", "str": "1.1", "path": "a/b"}
SIGN_IN = "/vhid/"
OPENED, REFUSED = "opened", "refused"


@dataclass
class Route:
    """An address with made-up parameters and the view that answers there."""

    name: str
    path: str
    declared: Any


def patterns(resolver: URLResolver, namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from patterns(pattern, pattern.namespace or namespace)
        elif isinstance(pattern, URLPattern):
            yield f"{namespace}:{pattern.name}" if namespace else str(pattern.name), pattern


def all_routes() -> list[Route]:
    """Every address for people with an example for each of its parameters; programs' are tried in tests/apps/api."""
    made = []
    for name, pattern in patterns(get_resolver()):
        if pattern.callback.declared.by_token:
            continue
        parameters = {
            key: EXAMPLES[type(converter).__name__.removesuffix("Converter").replace("String", "str").lower()]
            for key, converter in pattern.pattern.converters.items()
        }
        made.append(Route(name, reverse(name, kwargs=parameters), getattr(pattern.callback, "declared", None)))
    return made


def roles_of(edition: Edition) -> list[str]:
    """The roles that any post of the city's structure fills."""
    filled = {role for roles in Post.objects.values_list("roles", flat=True) for role in roles}
    granted = {role for right in edition.rights() for role in edition.roles_with(right)}
    return sorted(filled | granted)


def may_open(route: Route, edition: Edition, role: str) -> bool:
    """What the declaration and the edition's text say, without asking the guard."""
    if not route.declared.rights:
        return True
    return any(role in edition.roles_with(right) for right in route.declared.rights)


def holder(unit: Any, *roles: str) -> Client:
    """A signed-in person whose post has these roles and no other."""
    who = papers.actor("Посада для перевірки", unit, *roles)
    return papers.signed_in(Client(raise_request_exception=False, headers={"HX-Request": "true"}), who)


def guard_of(view: Any) -> Any:
    """The part of the view that `allow` put before the page."""
    while view.__code__.co_name != "guarded":
        view = view.__wrapped__
    return view


def door(view: Any) -> Any:
    """The place in which the guard keeps the page behind it."""
    guard = guard_of(view)
    return guard.__closure__[guard.__code__.co_freevars.index("view")]


@pytest.fixture
def opened() -> Iterator[None]:
    """Behind each guard stands an empty page instead of the real one: what is answered is the guard's word alone."""
    doors = [door(pattern.callback) for _, pattern in patterns(get_resolver())]
    pages = [one.cell_contents for one in doors]
    for one in doors:
        one.cell_contents = lambda request, **parameters: HttpResponse(OPENED)
    yield
    for one, page in zip(doors, pages, strict=True):
        one.cell_contents = page


@pytest.fixture
def quiet() -> Iterator[None]:
    """Thousands of refusals need no line in the log each."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture(params=["druzhkivka", "kryvyi-rih"])
def city(request, monkeypatch, regulations) -> Edition:
    """The city's structure in its database; its edition as the files have it."""
    monkeypatch.setenv(clock.FIXED, NOW.isoformat())
    regulation.city(request.param)
    set_up(actor=SYSTEM, at=regulation.AT, text=regulation.folder(request.param).organisation)
    return regulations[request.param]


def at_the_door(route: Route, method: str, user: Any, actor: Actor) -> str:
    """What the guard says to the person: the page, or a refusal that people can read."""
    request = getattr(RequestFactory(), method)(route.path)
    request.user, request.actor, request.on = user, actor, regulation.ON
    request.may = functools.partial(ActorMiddleware.refusal, request)
    try:
        with rules.remembering():
            return resolve(route.path).func(request).content.decode()
    except Refusal as refusal:
        return REFUSED if refusal.is_right and refusal.message else f"no reason: {refusal!r}"


def test_every_route_lets_in_exactly_the_roles_that_have_its_right(city, opened):
    wrong, unit = [], papers.department("Відділ для перевірки", "99")
    for role in roles_of(city):
        actor = papers.actor(f"Посада {role}", unit, role)
        user = get_user_model()(login=role)
        for route in all_routes():
            expected = OPENED if may_open(route, city, role) else REFUSED
            answers = {method: at_the_door(route, method, user, actor) for method in ("get", "post")}
            if set(answers.values()) != {expected}:
                wrong.append(f"{route.name} for {role}: {answers}, must be {expected}")
    assert not wrong, "\n".join(wrong)


def test_one_without_a_role_reads_the_clause_on_every_closed_page(city, quiet):
    client = holder(papers.department("Відділ для перевірки", "99"))
    closed = [route for route in all_routes() if route.declared.rights]
    for route in closed:
        response = client.get(route.path)
        assert response.status_code == 403, route.name
        assert response.context["refusal"].clause, route.name
    assert len(closed) > 50


def test_programs_addresses_are_closed_to_every_person(city, quiet):
    client = holder(papers.department("Відділ для перевірки", "99"), *roles_of(city))
    closed = [pattern for _, pattern in patterns(get_resolver()) if pattern.callback.declared.by_token]
    assert closed
    for pattern in closed:
        address = "/api/v1/" + re.sub(r"<[^>]+>", "1", str(pattern.pattern).removeprefix("v1/"))
        assert client.get(address).status_code == client.post(address).status_code == 401, address


def test_the_guard_stands_before_all_else():
    late = [name for name, pattern in patterns(get_resolver()) if guard_of(pattern.callback) is not pattern.callback]
    assert not late, f"@allow goes on top of the view's decorators: {late}"


def test_nobody_passes_a_guard_unknown(city, opened, quiet):
    client = Client()
    for route in all_routes():
        for method in (client.get, client.post):
            response = method(route.path)
            known = response.content.decode() == OPENED if route.declared.public else response.url.startswith(SIGN_IN)
            assert known, route.name


# The other city's pages are the same views and templates, opened with its people's own rights by the tests of each app.
@pytest.mark.parametrize(
    "city", [pytest.param("druzhkivka", marks=[pytest.mark.proof, pytest.mark.second]), "kryvyi-rih"], indirect=True
)
def test_nothing_breaks_for_one_who_may_all(city, quiet):
    """A page that does not find its paper, a deed that is sent an empty form: said to people, never broken."""
    broken, unit = [], papers.department("Відділ для перевірки", "99")
    client = holder(unit, *roles_of(city))
    for route in all_routes():
        if route.name == "accounts:sign_out":
            continue
        for method in (client.get, client.post):
            response = method(route.path)
            if response.status_code >= 500:
                broken.append(f"{route.name} ({route.path}): {method.__name__}")
    assert not broken, "\n".join(broken)
