"""Saved views: kept under a name, shared with a department, opened with."""

from __future__ import annotations

import pytest
from django.urls import reverse

from magistrat.documents.actions import views
from magistrat.documents.models import SavedView, ViewChoice
from magistrat.documents.queries import views as read
from magistrat.documents.views import canonical
from magistrat.journal.models import Entry
from magistrat.rules.refusal import Refusal
from tests.factories import documents as make

pytestmark = pytest.mark.django_db
AT = make.AT


@pytest.fixture(autouse=True)
def now(monkeypatch):
    monkeypatch.setenv("MAGISTRAT_NOW", AT.isoformat())


@pytest.fixture
def office() -> make.Office:
    return make.office()


@pytest.fixture
def clerk(client, office):
    return make.signed_in(client, office.clerk)


def save(who, title="Термінові", query="urgent=on&sort=index", **more) -> SavedView:
    return views.keep(actor=who, at=AT, place="documents", title=title, query=query, **more)


def titles(who) -> list[str]:
    return [one.title for one in read.views(actor=who, place="documents")]


def test_an_address_is_kept_without_what_is_empty_or_passing():
    assert (
        canonical("?sort=index&registry=&after=abc&urgent=on&vybraty=usi&st=due&st=day")
        == "sort=index&st=day&st=due&urgent=on"
    )


class TestSaving:
    def test_own_views_are_one_s_own(self, office):
        save(office.clerk)
        assert (titles(office.clerk), titles(office.records_head), titles(office.stranger)) == (["Термінові"], [], [])
        assert Entry.objects.get(code="documents.view_saved").payload["query"] == "sort=index&urgent=on"

    def test_shared_ones_are_the_department_s(self, office):
        save(office.clerk, is_shared=True)
        assert (titles(office.records_head), titles(office.stranger)) == (["Термінові"], [])

    def test_the_same_name_is_written_anew(self, office):
        first = save(office.clerk)
        again = save(office.clerk, title=" термінові ", query="urgent=on&unfiled=on")
        assert (again.pk, SavedView.objects.get().query) == (first.pk, "unfiled=on&urgent=on")

    def test_refusals(self, office):
        for wrong in ({"title": "  "}, {"title": "д" * 61}, {"query": "q=" + "я" * 2000}):
            with pytest.raises(Refusal):
                save(office.clerk, **wrong)
        with pytest.raises(Refusal):
            views.keep(actor=office.clerk, at=AT, place="nowhere", title="Щось", query="")
        with pytest.raises(Refusal) as refused:
            save(office.executor, is_shared=True)
        assert (refused.value.is_right, bool(refused.value.clause)) == (True, True)
        assert not SavedView.objects.exists()

    def test_no_more_than_can_be_looked_over(self, office):
        for number in range(views.MOST):
            save(office.clerk, title=f"Вигляд {number}")
        with pytest.raises(Refusal, match="не більше"):
            save(office.clerk, title="Ще один")


class TestRemoving:
    def test_one_s_own_and_the_department_s(self, office):
        own, shared = save(office.clerk), save(office.clerk, title="Спільний", is_shared=True)
        with pytest.raises(Refusal):
            views.remove(actor=office.records_head, at=AT, view=own.pk)
        with pytest.raises(Refusal):
            views.remove(actor=office.department_head, at=AT, view=shared.pk)
        views.remove(actor=office.records_head, at=AT, view=shared.pk)
        views.remove(actor=office.clerk, at=AT, view=own.pk)
        assert titles(office.clerk) == []
        with pytest.raises(Refusal):
            views.remove(actor=office.clerk, at=AT, view=own.pk)


class TestPages:
    def test_the_list_opens_with_the_chosen_view_and_can_be_asked_for_whole(self, clerk, office):
        make.registered(office, is_urgent=True)
        make.registered(office)
        address = reverse("documents:list")
        kept = {"place": "documents", "query": "urgent=on&st=day&st=kind", "title": "Термінові", "is_first": "on"}
        answer = clerk.post(reverse("documents:view_save"), kept)
        assert answer.url == f"{address}?st=day&st=kind&urgent=on"
        assert clerk.get(address).url == answer.url
        page = clerk.get(answer.url)
        assert [label for _, label in page.context["columns"]] == ["Дата", "Вид"]
        assert len(page.context["page"].rows) == 1
        assert page.context["views"]["present"].title == "Термінові"
        assert len(clerk.get(f"{address}?vyd=usi").context["page"].rows) == 2
        clerk.post(reverse("documents:view_open_with"), {"place": "documents", "query": ""})
        assert clerk.get(address).status_code == 200
        assert ViewChoice.objects.get().view is None

    def test_a_view_that_is_gone_or_not_shared_any_more_opens_nothing(self, clerk, office):
        shared = save(office.records_head, is_shared=True)
        clerk.post(reverse("documents:view_open_with"), {"place": "documents", "view": shared.pk})
        assert clerk.get(reverse("documents:list")).status_code == 302
        save(office.records_head, is_shared=False)
        assert clerk.get(reverse("documents:list")).status_code == 200
        assert (
            clerk.post(reverse("documents:view_open_with"), {"place": "documents", "view": shared.pk}).status_code
            == 403
        )

    def test_removed_by_its_button(self, clerk, office):
        view = save(office.clerk)
        assert clerk.post(reverse("documents:view_remove", args=[view.pk])).status_code == 302
        assert clerk.post(reverse("documents:view_remove", args=[view.pk])).status_code == 403

    def test_an_unknown_list_is_not_found(self, clerk):
        assert clerk.post(reverse("documents:view_save"), {"place": "x", "title": "y"}).status_code == 404
