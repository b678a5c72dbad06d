"""A sitting is made known: copies of its order, the city's site, the press (KR 4.9, 4.10, 4.33; DR 6.16)."""

from __future__ import annotations

from datetime import date

import pytest

from magistrat.acts.actions import mailing
from magistrat.acts.models import Recipient
from magistrat.bodies.models import Gathering
from magistrat.documents.models import Document, DocumentKind
from magistrat.journal.models import Entry
from magistrat.organisation.models import Department
from magistrat.rules.refusal import Refusal
from magistrat.sittings.actions import agendas, announcing, convening, invitations, planning
from magistrat.sittings.models import Announcement, Sitting
from magistrat.sittings.queries import orders as sources
from magistrat.sittings.queries import steps
from tests.apps.sittings.conftest import EARLY, ON, kyiv
from tests.factories import orders, sittings

CALLED = date(2026, 4, 10)


def step(sitting: Sitting, deed: str) -> steps.Step | None:
    found = Sitting.objects.select_related("gathering").get(pk=sitting.pk)
    return next((one for one in steps.of(found) if one.last.deed == deed), None)


def refused(deed, **said) -> Refusal:
    with pytest.raises(Refusal) as caught:
        deed(**said)
    return caught.value


def extraordinary(found, by: str = "mayor") -> Sitting:
    return planning.plan(
        actor=found.actor(by), at=kyiv(4, 8), on=CALLED, time=None, kind="extraordinary", place="зала", ground="аварія"
    )


class TestCopies:
    def test_are_noted_once_after_the_order_by_those_who_prepare(self, kr):
        kr.propose()
        office = {"actor": kr.actor("office"), "at": EARLY, "sitting": kr.sitting.pk}
        found = step(kr.sitting, "copies")
        assert (found.last.clause, found.last.on, found.done_on, found.who) == (
            "4.9", None, None, "Організаційно-протокольна робота; Протокольна робота",
        )  # fmt: skip
        assert "розпорядження" in refused(announcing.announce, **office, kind="copies").message
        convening.convene(**office, order="від 01.04.2026 № 57-р")
        assert (
            refused(announcing.announce, **(office | {"actor": kr.actor("head")}), kind="copies").clause == "4.8, 4.2"
        )
        announcing.announce(**office, kind="copies")
        assert step(kr.sitting, "copies").done_on == date(2026, 3, 5)
        assert Entry.objects.get(code="sittings.announced").clause == "4.9"
        assert "Уже відмічено" in refused(announcing.announce, **office, kind="copies").message
        # The same order noted again changes nothing; another one has to be made known anew.
        convening.convene(**office, order="від 01.04.2026 № 57-р")
        assert Announcement.objects.count() == 1
        convening.convene(**office, order="від 02.04.2026 № 60-р")
        assert Announcement.objects.count() == 0

    def test_of_an_extraordinary_one_go_a_day_before(self, kr):
        assert step(extraordinary(kr), "copies").last.on == date(2026, 4, 9)

    def test_no_city_without_the_clause_asks_for_them(self, dr):
        assert step(dr.sitting, "copies") is None
        dr.propose()
        office = {"actor": dr.actor("office"), "at": EARLY, "sitting": dr.sitting.pk}
        convening.convene(**office, order="№ 5")
        assert "не встановлює" in refused(announcing.announce, **office, kind="copies").message


class TestOrderInTheSystem:
    @pytest.fixture(autouse=True)
    def folders(self, settings, tmp_path):
        orders.folders(settings, tmp_path)

    def test_goes_with_the_next_round_to_members_bodies_and_leaders(self, db):
        hall = orders.hall("kryvyi-rih")
        made = sittings.seated("kryvyi-rih", hall.town)
        act = orders.registered(hall)
        where = sittings.sitting(made, date(2026, 3, 18))
        sittings.question(made, where)
        own = Recipient.objects.filter(act=act).count()
        office = {"actor": made.keeper, "at": orders.AT, "sitting": where.pk}
        assert [pk for pk, _ in sources.to_convene(made.keeper, orders.DAY)] == [act.document_id]
        convening.convene(**office, document=act.document_id)
        found = Sitting.objects.get(pk=where.pk)
        assert (found.convening_id, found.order_printed) == (act.document_id, sources.printed(act.document))
        bodies = Department.objects.filter(parent__isnull=True, is_leadership=False, until__isnull=True).count()
        rows = Recipient.objects.filter(act=act)
        assert rows.filter(department__isnull=False).count() == bodies
        assert rows.filter(post__roles__contains=["council_secretary"]).count() == 1
        count = rows.count()
        convening.convene(**office, document=act.document_id)
        assert rows.count() == count > own
        assert step(where, "copies").done_on is None
        mailing.carry(at=orders.kyiv("03-10 12:01"))
        found = step(where, "copies")
        assert (found.done_on, found.last.clause) == (orders.DAY, "4.9")

    def test_only_a_registered_order_of_the_mayor_calls_a_sitting(self, kr):
        kr.propose()
        draft = kr.draft()
        said = {"actor": kr.actor("head"), "at": EARLY, "sitting": kr.sitting.pk, "document": draft.pk}
        office = said | {"actor": kr.actor("office")}
        Document.objects.filter(pk=draft.pk).update(kind=DocumentKind.objects.get_or_create(key="mayor_order")[0])
        assert refused(convening.convene, **said)
        assert refused(convening.convene, **office)


class TestWebsite:
    def test_an_extraordinary_one_is_on_the_site_on_the_day_of_its_order(self, dr):
        where = extraordinary(dr)
        found = step(where, "website")
        assert (found.last.on, found.who) == (None, "Організаційна робота та контроль")
        office = {"actor": dr.actor("office"), "at": kyiv(4, 9, 15), "sitting": where.pk}
        convening.convene(**office, order="№ 12")
        assert step(where, "website").last.on == date(2026, 4, 9)
        announcing.announce(**office, kind="website")
        found = step(where, "website")
        assert (found.done_on, found.last.clause) == (date(2026, 4, 9), "6.16")

    def test_a_regular_one_needs_no_such_step(self, either):
        assert step(either.sitting, "website") is None


class TestPress:
    def test_gets_the_frozen_agenda_on_the_very_day(self, kr):
        on_day = {"actor": kr.actor("press"), "at": kyiv(4, 15, 9), "sitting": kr.sitting.pk, "kind": "press"}
        found = step(kr.sitting, "press")
        assert (found.last.on, found.last.clause) == (ON, "4.33")
        assert "зафіксуйте" in refused(announcing.announce, **on_day).message
        kr.frozen("Про бюджет")
        early = refused(announcing.announce, **(on_day | {"at": kyiv(4, 14)}))
        assert (early.clause, "15.04.2026" in early.message) == ("4.33", True)
        announcing.announce(**on_day)
        assert step(kr.sitting, "press").done_on == ON

    def test_gets_it_while_the_sitting_goes_on_but_not_after(self, kr):
        kr.frozen("Про бюджет")
        said = {"actor": kr.actor("press"), "at": kyiv(4, 15, 15), "sitting": kr.sitting.pk, "kind": "press"}
        Gathering.objects.update(state="closed", closed_at=EARLY)
        assert "закрито" in refused(announcing.announce, **said).message
        Gathering.objects.update(state="open", opened_at=EARLY)
        assert announcing.announce(**said).kind == "press"


class TestDraftShown:
    def test_to_the_invited_before_the_sitting(self, kr):
        question = kr.ready("Про бюджет")
        head = {"actor": kr.actor("head"), "at": EARLY}
        one = invitations.invite(**head, sitting=kr.sitting.pk, question=question.pk, name="Петро Коваль")
        assert invitations.show_draft(**head, invited=one.pk).shown_at == EARLY
        assert Entry.objects.get(code="sittings.draft_shown").clause == "4.31"
        assert "вже" in refused(invitations.show_draft, **head, invited=one.pk).message
        bare = kr.propose("Про звіт")
        two = invitations.invite(**head, sitting=kr.sitting.pk, question=bare.pk, name="Іван Бойко")
        assert "проєкт" in refused(invitations.show_draft, **head, invited=two.pk).message
        assert refused(invitations.show_draft, actor=kr.actor("other"), at=EARLY, invited=two.pk)
        agendas.include(actor=kr.actor("office"), at=EARLY, sitting=kr.sitting.pk, wanted=[question.pk])
