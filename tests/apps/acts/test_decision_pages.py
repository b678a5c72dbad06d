"""«Рішення засідання» and the pages of a decision after its vote, at real cities."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from magistrat.acts.actions import adopting, drafting, handing, suspending
from magistrat.acts.models import Act, Handover
from magistrat.acts.queries import drafts
from magistrat.bodies.models import Gathering
from magistrat.documents.actions import bulk
from magistrat.documents.models import BulkRun
from magistrat.rules.moments import moment
from tests.factories import acts, decisions, orders, sittings
from tests.factories.decisions import DAY, City, city
from tests.factories.documents import signed_in

pytestmark = pytest.mark.django_db
FRIDAY = date(2026, 3, 20)
NOW = moment(datetime(2026, 3, 20, 10))


@pytest.fixture(autouse=True)
def folders(settings, tmp_path, monkeypatch):
    orders.folders(settings, tmp_path)
    monkeypatch.setenv("MAGISTRAT_NOW", NOW.isoformat())
    cache.clear()


@pytest.fixture(params=["kryvyi-rih", "druzhkivka"])
def either(request) -> City:
    """Each of the cities."""
    return city(request.param)


@pytest.fixture
def kr() -> City:
    """The first city."""
    return city("kryvyi-rih")


def client(actor: Any) -> Client:
    """Signed in as this person."""
    return signed_in(Client(), actor)


def to(name: str, *args: Any) -> str:
    return reverse(f"acts:{name}", args=args)


def text_of(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def an_order(one: City) -> Act:
    order = acts.registered(one.hall, 7, date(2026, 3, 19), by=orders.DRAFTERS[one.slug])
    return decisions.shown_to_mayor(one, order)


class TestTheSittingsPage:
    def test_shows_each_decision_with_its_state_votes_and_days(self, either):
        made = [
            decisions.agreed(either, f"Про питання {n}", said=decisions.text(either, f"Про питання {n}"))
            for n in (1, 2, 3)
        ]
        where = decisions.hall(either, made, ["adopted", "changed", "rejected"])
        page = text_of(client(either.clerk).get(to("sitting", where.gathering_id)))
        for said in ("на підписі", "доопрацьовує розробник", "не ухвалено", "за 9, проти 0", "за 0, проти 9"):
            assert said in page
        assert ("4.25" in page) is (either.slug == "kryvyi-rih")
        assert "Зареєструвати підписані" not in page

    def test_a_question_heard_without_a_draft_has_its_title_and_is_not_called_rejected(self, either):
        where = sittings.sitting(either.made)
        heard = sittings.question(either.made, where, "Про стан доріг", is_information=True)
        console = sittings.console(either.made, where).open()
        console.do("question_begun", heard.pk)
        console.do("noted", heard.pk)
        page = text_of(client(either.clerk).get(to("sitting", where.gathering_id)))
        assert "Про стан доріг" in page
        assert "<strong>1</strong> взято до відома" in page
        assert "не ухвалено" not in page

    def test_one_button_numbers_the_signed_ones(self, either):
        where = sittings.sitting(either.made)
        for number in (2, 1):
            decisions.signed_by_hand(either, where, number)
        address = to("sitting", where.gathering_id)
        clerk = client(either.clerk)
        assert "Зареєструвати підписані (2)" in text_of(clerk.get(address))
        answer = clerk.post(to("sitting_number", where.gathering_id), follow=True)
        assert "Зареєстровано 2 рішення: № 1 – 2." in text_of(answer)
        again = clerk.post(to("sitting_number", where.gathering_id))
        assert (again.status_code, "чекають на номер" in text_of(again)) == (409, True)
        decisions.signed_by_hand(either, where, 3)
        assert client(either.drafter).post(to("sitting_number", where.gathering_id)).status_code in (403, 409)

    def test_copies_for_all_come_as_one_file(self, kr):
        where = sittings.sitting(kr.made)
        decisions.signed_by_hand(kr, where, 1)
        clerk, at = client(kr.clerk), where.gathering_id
        clerk.post(to("sitting_number", at))
        assert clerk.get(to("sitting_download", at, "copy")).status_code == 404
        waits = text_of(clerk.post(to("sitting_certify", at, "copy"), follow=True))
        assert "Засвідчення копій рішень" in waits
        assert "сторінку можна залишити" in text_of(clerk.get(to("sitting", at)))
        assert clerk.post(to("sitting_certify", at, "copy")).status_code == 409
        bulk.go_on(at=NOW, run=BulkRun.objects.get().pk)
        assert clerk.get(to("sitting_download", at, "copy")).content.startswith(b"%PDF")
        assert clerk.get(to("sitting_download", at, "copy") + "?zip=1").content.startswith(b"PK")
        assert clerk.post(to("sitting_certify", at, "extract")).status_code == 409
        assert clerk.post(to("sitting_certify", at, "other")).status_code == 404

    def test_the_workbook_has_a_row_for_each_question(self, kr):
        where = sittings.sitting(kr.made)
        for number in (2, 1):
            decisions.signed_by_hand(kr, where, number)
        clerk = client(kr.clerk)
        clerk.post(to("sitting_number", where.gathering_id))
        book = clerk.get(to("sitting_xlsx", where.gathering_id))
        rows = list(load_workbook(io.BytesIO(b"".join(book.streaming_content))).active.iter_rows(values_only=True))
        assert [(row[0], row[1], row[3], row[7]) for row in rows[1:]] == [
            ("1", "Про питання 1", 9, "1"), ("2", "Про питання 2", 9, "2"),
        ]  # fmt: skip

    def test_asks_as_much_for_thirty_decisions_as_for_one(self, kr, monkeypatch):
        where = sittings.sitting(kr.made)
        first = decisions.signed_by_hand(kr, where, 1)
        orders.recipient(first, post=kr.hall.post("deputy_1"))
        Handover.objects.create(act=first, kind="permit", due_on=FRIDAY, due_clause="4.36")
        clerk, address = client(kr.clerk), to("sitting", where.gathering_id)

        def statements() -> int:
            clerk.get(address)
            with CaptureQueriesContext(connection) as caught:
                assert clerk.get(address).status_code == 200
            return len(caught)

        few = statements()
        for number in range(2, 31):
            decisions.signed_by_hand(kr, where, number)
        assert statements() == few

    def test_the_list_tells_how_many_stand_where(self, kr):
        where = sittings.sitting(kr.made)
        for number in (1, 2):
            decisions.signed_by_hand(kr, where, number)
        assert "Тут з'являться засідання" not in text_of(client(kr.clerk).get(to("sittings")))
        rows = client(kr.clerk).get(to("sittings")).context["page"].rows
        assert [(row.adopted, row.signed, row.suspended, row.registered) for row in rows] == [(2, 2, 0, 0)]


class TestAfterTheVote:
    def test_the_drafter_hands_over_the_office_compares_and_confirms(self, either):
        act = decisions.agreed(either)
        decisions.hall(either, [act], ["changed"])
        drafter, clerk = client(either.drafter), client(either.clerk)
        page = text_of(drafter.get(to("act", act.pk)))
        assert "Подати на звіряння" in page
        assert decisions.CHANGES in page
        assert "Надіслати змінений текст" not in page
        act.refresh_from_db()
        content = drafts.content_of(act)
        said = replace(content, text=replace(content.text, stating="З метою порядку"))
        drafting.write(actor=either.drafter, at=NOW, act=act.pk, content=said, revision=act.revision)
        drafter.post(to("hand_over", act.pk), {"note": "за рішенням"})
        compared = text_of(clerk.get(to("compare_adopted", act.pk)))
        assert "<ins>порядку" in compared or "порядку</ins>" in compared
        given_back = clerk.post(to("compare_adopted", act.pk), {"remark": " "})
        assert given_back.status_code == 409
        clerk.post(to("compare_adopted", act.pk), {"confirm": "1", "version": "2"})
        act.refresh_from_db()
        assert act.state == "signing"
        assert clerk.get(to("compare_adopted", act.pk)).status_code == 302

    def test_the_mayor_suspends_refers_and_renews(self, either):
        where = sittings.sitting(either.made)
        act = decisions.signed_by_hand(either, where, 1)
        order = an_order(either)
        mayor = client(either.mayor)
        page = mayor.get(to("suspend", act.pk))
        assert str(order.pk) in text_of(page)
        empty = mayor.post(to("suspend", act.pk), {"order": order.pk, "reason": ""})
        assert "з чим Ви не згодні" in text_of(empty)
        mayor.post(to("suspend", act.pk), {"order": order.pk, "reason": "суперечить статуту"})
        act.refresh_from_db()
        assert (act.force, act.referred_on) == ("suspended", None)
        assert "Дію рішення зупинено" in text_of(client(either.clerk).get(to("act", act.pk)))
        assert "дію зупинено" in text_of(client(either.clerk).get(to("sitting", where.gathering_id)))
        mayor.post(to("suspend", act.pk), {"refer": "1"})
        act.refresh_from_db()
        assert act.referred_on == FRIDAY
        mayor.post(to("suspend", act.pk), {"order": order.pk})
        act.refresh_from_db()
        assert act.force == "none"
        assert client(either.clerk).get(to("suspend", act.pk)).status_code == 403

    def test_publication_consent_and_a_court_are_marked(self, kr):
        where = sittings.sitting(kr.made)
        act = decisions.signed_by_hand(kr, where, 1, is_normative=True, flags=["budget-changes"])
        clerk, address = client(kr.clerk), to("in_force", act.pk)
        clerk.post(to("sitting_number", where.gathering_id))
        page = text_of(clerk.get(address))
        assert all(clause in page for clause in ("4.40", "4.42", "4.44"))
        clerk.post(address, {"deed": "publish", "on": "2026-03-19"})
        wrong = clerk.post(address, {"deed": "consent", "on": "2026-03-20", "said": "", "is_given": "1"})
        assert wrong.status_code == 422
        clerk.post(address, {"deed": "consent", "on": "2026-03-20", "said": "висновок № 4", "is_given": "1"})
        clerk.post(address, {"deed": "state_day", "on": ""})
        act.refresh_from_db()
        assert (act.in_force_from, act.force) == (FRIDAY, "in_force")
        named = "постанова суду від 20.03.2026"
        court = {
            "deed": "outer",
            "body": "court",
            "kind": "cancels",
            "named": named,
            "since": "2026-03-20",
            "points": "",
        }
        assert named in text_of(clerk.post(address, court, follow=True))
        act.refresh_from_db()
        assert act.force == "cancelled"
        assert clerk.post(address, court).status_code == 409

    def test_what_is_owed_lies_on_the_desk_until_it_is_handed_over(self, kr):
        where = sittings.sitting(kr.made)
        act = decisions.signed_by_hand(kr, where, 1, flags=["permits"])
        handing.owe_by_adoption(act=act)
        client(kr.clerk).post(to("sitting_number", where.gathering_id))
        drafter, desk = client(kr.drafter), reverse("workplace:desk")
        assert "Передати рішення дозвільного характеру" in text_of(drafter.get(desk))
        owed = Handover.objects.get(act=act, kind="permit")
        assert drafter.post(to("handed_over", act.pk, owed.pk), {"whom": ""}).status_code == 409
        drafter.post(to("handed_over", act.pk, owed.pk), {"whom": "центр послуг"})
        assert "Передати рішення дозвільного характеру" not in text_of(drafter.get(desk))

    def test_rework_lies_on_the_drafters_desk_and_the_comparison_on_the_offices(self, kr):
        act = decisions.agreed(kr)
        decisions.hall(kr, [act], ["changed"])
        desk = reverse("workplace:desk")
        assert "Доопрацювати ухвалене рішення" in text_of(client(kr.drafter).get(desk))
        adopting.hand_over(actor=kr.drafter, at=NOW, act=act.pk)
        assert "Звірити доопрацьоване рішення" in text_of(client(kr.clerk).get(desk))


def test_a_suspended_one_shows_so_in_the_register(kr):
    where = sittings.sitting(kr.made)
    act = decisions.signed_by_hand(kr, where, 1)
    client(kr.clerk).post(to("sitting_number", where.gathering_id))
    suspending.suspend(actor=kr.mayor, at=NOW, act=act.pk, order=an_order(kr).pk, reason="ні")
    assert "дію зупинено" in text_of(client(kr.clerk).get(to("register")))
    assert Act.objects.get(pk=act.pk).adopted_on == DAY


def test_decisions_between_sittings_stand_on_a_tab_of_their_own(kr):
    where = sittings.sitting(kr.made)
    decisions.signed_by_hand(kr, where, 1)
    clerk = client(kr.clerk)
    for kind, here, other in (("regular", "", "?vyd=opytuvannia"), ("poll", "?vyd=opytuvannia", "")):
        Gathering.objects.filter(pk=where.gathering_id).update(kind=kind)
        assert [one.pk for one in clerk.get(to("sittings") + here).context["page"].rows] == [where.gathering_id]
        assert clerk.get(to("sittings") + other).context["page"].rows == []
