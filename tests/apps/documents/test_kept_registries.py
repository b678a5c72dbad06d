"""What of a registry is offered to whom: its journal and blank to its keepers, on the lists that they work from."""

from __future__ import annotations

import pytest
from django.urls import reverse

from magistrat.documents.actions import registration
from magistrat.organisation.models import Department
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


class TestSimilarAndSupplement:
    """Each key stands only where the deed behind it is allowed."""

    @pytest.fixture
    def office(self):
        return make.office("druzhkivka")

    @staticmethod
    def offered(client, actor, document):
        page = make.signed_in(client, actor).get(reverse("documents:card", args=[document.pk])).content.decode()
        similar = f"{reverse('documents:register', args=[document.direction])}?kopiia={document.pk}"
        return similar in page, reverse("documents:supplement", args=[document.pk]) in page

    def test_for_who_registers_there(self, client, office):
        assert self.offered(client, office.clerk, make.registered(office)) == (True, True)

    def test_not_for_a_colleague_who_registers_nothing(self, client, office):
        card = make.card(office, addressee=office.department_head.post_id)
        document = registration.register_incoming(
            actor=office.department_clerk, at=make.AT, registry_id=office.unit.pk, card=card
        )
        assert self.offered(client, office.department_clerk, document) == (True, True)
        assert self.offered(client, office.department_head, document) == (False, False)

    def test_not_for_a_leaders_secretary_in_the_same_unit(self, client, office):
        unit = Department.objects.get(pk=office.clerk.department_id)
        secretary = make.actor("Секретар заступника міського голови", unit, "leader_assistant")
        own = make.registry("own", "internal", unit, only_clerks=True)
        own.clerks.add(secretary.post_id)
        document = make.registered(office)
        assert self.offered(client, secretary, document) == (False, False)
        answer = client.get(reverse("documents:supplement", args=[document.pk]))
        assert answer.status_code in (403, 409)

    def test_not_for_a_registry_that_is_closed(self, client, office):
        document = make.registered(office)
        type(office.incoming).objects.filter(pk=office.incoming.pk).update(is_open=False)
        assert self.offered(client, office.clerk, document) == (False, False)
        answer = client.get(reverse("documents:supplement", args=[document.pk]))
        assert (answer.status_code, "закрито" in answer.content.decode()) == (409, True)

    def test_a_paper_of_a_closed_registry_is_begun_anew_in_another(self, client, office):
        """The form asks for the registry, so it is enough that one of the flow is open to the clerk."""
        document = make.registered(office)
        type(office.incoming).objects.filter(pk=office.incoming.pk).update(is_open=False)
        make.registry("complaints", "incoming", office.incoming.department).clerks.add(office.clerk.post_id)
        assert self.offered(client, office.clerk, document) == (True, False)
        begun = client.get(reverse("documents:register", args=["incoming"]), {"kopiia": document.pk})
        assert (begun.status_code, document.summary in begun.content.decode()) == (200, True)

    def test_a_paper_that_is_not_registered_yet_takes_no_supplement(self, client, office):
        arrival, other = make.arrival(office), make.arrival(office)
        page = reverse("documents:register_arrival", args=[arrival.pk])
        assert make.signed_in(client, office.clerk).get(page, {"do": other.pk}).status_code == 200
