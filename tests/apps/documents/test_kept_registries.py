"""What of a registry is offered to whom: its journal and blank to its keepers, on the lists that they work from."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.factories import documents as make

pytestmark = pytest.mark.django_db
LIST, ARRIVALS = reverse("documents:list"), reverse("documents:arrivals")


@pytest.fixture(autouse=True)
def now(monkeypatch):
    monkeypatch.setenv("MAGISTRAT_NOW", make.AT.isoformat())


@pytest.fixture
def office() -> make.Office:
    return make.office()


def links(page: str, registry) -> tuple[bool, bool]:
    """Whether the journal of the registry, and its blank, can be reached from the page."""
    journal, blank = (reverse(f"documents:{name}", args=[registry.pk]) for name in ("journal", "paper"))
    return f'href="{journal}"' in page, f'href="{blank}"' in page


class TestJournals:
    def test_are_on_the_lists_of_those_who_keep_them(self, client, office):
        clerk = make.signed_in(client, office.clerk)
        page = clerk.get(LIST).content.decode()
        for kept in (office.incoming, office.outgoing, office.internal):
            assert links(page, kept) == (True, True), kept
        assert links(page, office.unit) == (False, False)
        assert links(clerk.get(ARRIVALS).content.decode(), office.incoming) == (True, True)
        for name in ("journal", "paper"):
            assert clerk.get(reverse(f"documents:{name}", args=[office.incoming.pk])).status_code == 200

    def test_of_a_unit_for_its_clerk(self, client, office):
        page = make.signed_in(client, office.department_clerk).get(LIST).content.decode()
        assert (links(page, office.unit), links(page, office.incoming)) == ((True, True), (False, False))

    def test_of_the_registry_by_which_the_list_is_narrowed(self, client, office):
        clerk = make.signed_in(client, office.clerk)
        page = clerk.get(LIST, {"registry": office.outgoing.pk}).content.decode()
        assert (links(page, office.outgoing), links(page, office.incoming)) == ((True, True), (False, False))
        assert links(clerk.get(LIST, {"registry": office.unit.pk}).content.decode(), office.unit) == (False, False)
        type(office.internal).objects.filter(pk=office.internal.pk).update(is_open=False)
        page = clerk.get(LIST, {"registry": office.internal.pk}).content.decode()
        assert links(page, office.internal) == (True, True)

    def test_are_not_offered_to_who_keeps_none(self, client, office):
        stranger = make.signed_in(client, office.stranger)
        for given in ({}, {"registry": office.incoming.pk}):
            assert links(stranger.get(LIST, given).content.decode(), office.incoming) == (False, False)


class TestMenu:
    def test_leads_to_what_waits_to_be_read_and_to_what_one_has_given(self, client, office):
        for actor in (office.clerk, office.department_head, office.executor):
            page = make.signed_in(client, actor).get(LIST).content.decode()
            assert f'href="{reverse("documents:reading")}"' in page

    def test_leads_heads_of_departments_to_what_is_on_control(self, client, office):
        head = make.signed_in(client, office.department_head)
        page = head.get(LIST).content.decode()
        assert f'href="{reverse("tasks:control")}"' in page
        assert f'href="{reverse("tasks:explanations")}"' in head.get(reverse("tasks:control")).content.decode()
        assert (
            f'href="{reverse("tasks:control")}"'
            not in make.signed_in(client, office.executor).get(LIST).content.decode()
        )
