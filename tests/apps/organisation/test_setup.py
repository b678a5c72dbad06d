"""`magistrat_setup`: the three cities set up by one command, twice with the same end."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command

from magistrat.journal.actor import SYSTEM
from magistrat.organisation import models, queries
from magistrat.organisation.actions.set_up import set_up
from magistrat.organisation.management.commands import magistrat_setup
from magistrat.organisation.management.commands.magistrat_setup import restrict_application as restrict
from magistrat.organisation.roles import ROLES
from magistrat.regulation import queries as regulation_queries
from magistrat.rules.form import FormError
from tests.factories import regulation


@pytest.fixture(autouse=True)
def _owned(monkeypatch: pytest.MonkeyPatch) -> None:
    # The tests' connection is the application's role already; giving it its rights is the owner's deed.
    monkeypatch.setattr(magistrat_setup, "restrict_application", lambda: None)


@pytest.mark.django_db
@pytest.mark.parametrize("slug", ["kryvyi-rih", "druzhkivka", "verbivka"])
def test_sets_up_a_city_and_is_repeatable(slug: str) -> None:
    cities = regulation.MADE_UP if slug == regulation.VILLAGE else regulation.REAL
    for _ in range(2):
        call_command("magistrat_setup", city=slug, cities=cities)
    assert regulation_queries.city().slug == slug
    posts = queries.posts(regulation.ON)
    assert len({post.key for post in posts}) == len(posts) > 5
    assert {role for post in posts for role in post.roles} <= ROLES.keys()
    assert models.Field.objects.exists()


def test_the_owners_role_is_not_taken_for_the_applications(settings) -> None:
    settings.DATABASE_URL = settings.DATABASE_OWNER_URL = "postgresql://owner@db.example/city"
    with pytest.raises(CommandError, match="називають ту саму роль"):
        restrict()


@pytest.mark.django_db
@pytest.mark.parametrize("slug", ["kryvyi-rih", "druzhkivka"])
def test_a_post_may_have_each_role_that_sits_on_the_committee_by_office(slug: str) -> None:
    regulation.city(slug, regulation.AT)
    named = [
        one for entry in queries.committee_rules(regulation.ON) for one in entry.values.get("ex_officio_roles", ())
    ]
    assert ("starosta" in named) is (slug == "druzhkivka")
    assert set(named) <= ROLES.keys()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ('department = "land"\nroles = ["executor"', "посада має належати до підрозділу"),
        ('head = "surveyor_head"', "«forester» вище не названо"),
    ],
)
def test_a_structure_that_names_what_is_not_there_is_refused(wrong: str, message: str) -> None:
    regulation.city()
    text = regulation.folder().organisation
    right = {'head = "surveyor_head"': 'head = "forester"'}.get(wrong, 'roles = ["executor"')
    with pytest.raises(FormError, match=message):
        set_up(actor=SYSTEM, at=regulation.AT, text=text.replace(wrong, right))
    assert not models.Department.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("slug", ["kryvyi-rih", "druzhkivka", "verbivka"])
def test_every_right_of_the_edition_is_somebodys(slug: str) -> None:
    cities = regulation.MADE_UP if slug == regulation.VILLAGE else regulation.REAL
    call_command("magistrat_setup", city=slug, cities=cities)
    rules = regulation_queries.rules_on(regulation.ON)
    held = {role for post in queries.posts(regulation.ON) for role in post.roles}
    orphans = {right for right in rules.rights() if not rules.roles_with(right) & held}
    assert orphans <= {"sessions.convene_extraordinary"}
