"""Rounds, sending by hand, receipts of reading, e-mail (KR 4.35, 6.17; DR 5.15)."""

from __future__ import annotations

import importlib
from datetime import timedelta

import pytest
from django.db import connection

from magistrat.acts.actions import delivering, mailing, registering
from magistrat.acts.models import Copy, Delivery, Round
from magistrat.acts.queries import extracts, on_copy
from magistrat.acts.queries import mailing as facts
from magistrat.documents.actions import grants
from magistrat.documents.models import Document, Grant
from magistrat.documents.queries import access
from magistrat.outbox.models import Message
from magistrat.rules.refusal import Refusal
from tests.factories import orders
from tests.factories.acts import Hall
from tests.factories.orders import AT, DAY, hall, kyiv

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folders(settings, tmp_path):
    orders.folders(settings, tmp_path)


@pytest.fixture
def kr() -> Hall:
    """The first city."""
    return hall("kryvyi-rih")


@pytest.fixture
def dr() -> Hall:
    """The second city."""
    return hall("druzhkivka")


def listed(found: Hall, at=AT):
    """A registered order with a department, a post, one with e-mail and one without on its list."""
    act = orders.signed(found)
    department = found.post("finance_head").department
    orders.recipient(act, department=department)
    orders.recipient(act, post=found.post("legal_head"))
    orders.recipient(act, correspondent=orders.outsider())
    orders.recipient(act, correspondent=orders.outsider(email=""))
    return registering.register(actor=orders.clerk(found), at=at, act=act.pk)


def refusal(deed, **words) -> Refusal:
    with pytest.raises(Refusal) as caught:
        deed(**words)
    return caught.value


class TestRounds:
    def test_carry_what_was_registered_by_their_hour_to_all_who_can_get_it(self, kr):
        act = listed(kr)
        assert mailing.carry(at=kyiv("03-10 11:59")) is None or Round.objects.get().at < AT
        before = Round.objects.count()
        made = mailing.carry(at=kyiv("03-10 12:03"))
        assert (made.at, made.done_at, Round.objects.count()) == (kyiv("03-10 12:00"), kyiv("03-10 12:03"), before + 1)
        assert [one.way for one in made.deliveries.order_by("recipient__position")] == ["system", "system", "email"]
        head = kr.actor("finance_head")
        assert access.visible(head).filter(pk=act.document_id).exists()
        message = Message.objects.get(kind="mail")
        assert (message.to_address, message.attachments[0]["name"].startswith("розпорядження")) == (
            "kp@example.org",
            True,
        )
        # The one without an address is left for paper, and the office is told.
        assert facts.waits(act)
        assert Message.objects.filter(key__startswith=f"acts.left_for_paper:{act.pk}").exists()

    def test_nothing_goes_twice(self, kr):
        listed(kr)
        mailing.carry(at=kyiv("03-10 12:00"))
        assert mailing.carry(at=kyiv("03-10 12:05")) is None
        assert mailing.carry(at=kyiv("03-10 16:00")).deliveries.count() == 0
        assert Delivery.objects.count() == 3

    def test_missed_ones_are_made_up_for_once_by_the_latest(self, kr):
        mailing.carry(at=kyiv("03-10 09:00"))
        listed(kr, at=kyiv("03-10 10:30"))
        done = Round.objects.count()
        made = mailing.carry(at=kyiv("03-12 17:20"))
        assert (made.at, made.deliveries.count()) == (kyiv("03-12 16:00"), 3)
        assert Round.objects.count() == done + 1
        assert mailing.carry(at=kyiv("03-12 17:25")) is None

    def test_what_is_registered_after_the_hour_waits_for_the_next(self, kr):
        mailing.carry(at=kyiv("03-10 09:00"))
        act = listed(kr, at=kyiv("03-10 12:04"))
        assert mailing.carry(at=kyiv("03-10 12:06")).deliveries.count() == 0
        assert facts.next_round(act, kyiv("03-10 12:06")) == kyiv("03-10 16:00")
        assert facts.next_round(act, kyiv("03-13 16:01")) == kyiv("03-16 12:00")
        assert mailing.carry(at=kyiv("03-10 16:01")).deliveries.count() == 3

    def test_are_not_made_on_days_off_nor_without_a_clause(self, kr):
        mailing.carry(at=kyiv("03-13 16:30"))
        assert mailing.carry(at=kyiv("03-15 12:30")) is None

    def test_no_city_without_the_clause_has_them(self, dr):
        act = listed(dr)
        assert mailing.carry(at=kyiv("03-10 12:03")) is None
        assert facts.next_round(act, AT) is None

    def test_leave_what_the_drafter_sends_himself_and_official_use(self, kr):
        act = listed(kr)
        act.recipients.update(is_by_drafter=True)
        assert mailing.carry(at=kyiv("03-10 12:00")).deliveries.count() == 0
        rows = list(act.recipients.order_by("position"))
        sent = mailing.send(actor=orders.drafter(kr), at=AT, act=act.pk, recipients=[rows[0].pk])
        assert [one.way for one in sent] == ["system"]
        Document.objects.filter(pk=act.document_id).update(is_restricted=True)
        act.recipients.update(is_by_drafter=False)
        assert mailing.carry(at=kyiv("03-10 16:00")).deliveries.count() == 0


class TestSend:
    def test_the_office_sends_certified_copies_on_paper(self, dr):
        act = listed(dr)
        ids = list(act.recipients.order_by("position").values_list("pk", flat=True))
        sent = mailing.send(actor=orders.clerk(dr), at=AT, act=act.pk, recipients=ids[:2], way="paper")
        assert {one.way for one in sent} == {"paper"}
        assert [(one.number, one.whom) for one in Copy.objects.order_by("number")] == [
            (1, dr.post("finance_head").department.name), (2, "Завідувач сектору з юридичних питань")
        ]  # fmt: skip
        act.refresh_from_db()
        assert act.due_clause == "5.15"
        mailing.send(actor=orders.clerk(dr), at=AT, act=act.pk, recipients=ids[2:])
        act.refresh_from_db()
        assert (act.due_on, act.due_clause) == (None, "")

    def test_refuses_strangers_repetition_and_impossible_ways(self, dr):
        act = listed(dr)
        ids = list(act.recipients.order_by("position").values_list("pk", flat=True))
        deed = {"actor": orders.clerk(dr), "at": AT, "act": act.pk}
        assert "розрахунку" in refusal(mailing.send, **deed, recipients=[]).message
        assert "розрахунку" in refusal(mailing.send, **deed, recipients=[999_999]).message
        # DR names no sending by the drafter.
        assert refusal(mailing.send, **(deed | {"actor": orders.drafter(dr)}), recipients=ids[:1]).clause
        assert "спосіб" in refusal(mailing.send, **deed, recipients=ids[2:3], way="system").message
        assert "адреси" in refusal(mailing.send, **deed, recipients=ids[3:], way="email").message
        mailing.send(**deed, recipients=ids[:1])
        assert "уже надіслано" in refusal(mailing.send, **deed, recipients=ids[:1]).message

    def test_official_use_goes_to_named_posts_alone(self, kr):
        act = orders.signed_by_hand(kr)
        Document.objects.filter(pk=act.document_id).update(is_restricted=True)
        one, two = (
            orders.recipient(act, department=kr.post("finance_head").department),
            orders.recipient(act, post=kr.post("legal_head")),
        )
        act.refresh_from_db()
        act.state, act.adopted_on = "registered", AT.date()
        act.save()
        actor = kr.actor("regime_exec")
        orders.grants.give(document=act.document_id, at=AT, reason="named", source="tests", post=actor.post_id)
        assert "поіменно" in refusal(mailing.send, actor=actor, at=AT, act=act.pk, recipients=[one.pk]).message
        mailing.send(actor=actor, at=AT, act=act.pk, recipients=[two.pk])
        assert access.visible(kr.actor("legal_head")).filter(pk=act.document_id).exists()


class TestReading:
    def test_the_recipient_opens_it_and_the_office_knows_who_has_not(self, kr):
        act = listed(kr)
        mailing.carry(at=kyiv("03-10 12:00"))
        lawyer, head = kr.actor("legal_head"), kr.actor("finance_head")
        assert facts.mine_count(lawyer) == 1
        later = kyiv("03-10 14:00")
        (row,) = mailing.read(actor=lawyer, at=later, act=act.pk)
        assert (row.read_at, row.read_by) == (later, lawyer.printed)
        assert mailing.read(actor=lawyer, at=later, act=act.pk) == []
        assert [facts.name_of(one.recipient) for one in facts.unread(act)] == [kr.post("finance_head").department.name]
        assert mailing.remind(actor=orders.clerk(kr), at=later, act=act.pk) == 1
        assert Message.objects.filter(key__startswith="acts.reminded", to_post=head.post_id).count() == 1
        mailing.read(actor=head, at=later, act=act.pk)
        assert "ознайомилися" in refusal(mailing.remind, actor=orders.clerk(kr), at=later, act=act.pk).message

    def test_who_gets_an_extract_reads_its_points_and_not_the_act(self, kr):
        act = orders.signed(kr)
        orders.recipient(act, department=kr.post("finance_head").department, points=["2"])
        act = registering.register(actor=orders.clerk(kr), at=AT, act=act.pk)
        mailing.carry(at=kyiv("03-10 12:00"))
        head, stranger = kr.actor("finance_head"), kr.actor("health_head")
        assert not Grant.objects.filter(document=act.document_id, department=head.department_id).exists()
        assert not access.visible(head).filter(pk=act.document_id).exists()
        (row,) = mailing.read(actor=head, at=kyiv("03-10 14:00"), act=act.pk)
        assert row.read_by == head.printed
        found, points = extracts.act_for(head, act.pk, DAY)
        assert (found, points) == (act, ["2"])
        text = on_copy.extract_text(act, points)
        assert [point.label for point in text.points] == ["2"]
        assert refusal(extracts.act_for, actor=stranger, act_id=act.pk, on=DAY).message
        assert refusal(mailing.read, actor=stranger, at=AT, act=act.pk).message

    def test_the_migration_ends_what_extracts_once_opened_and_nothing_else(self, kr):
        act = orders.signed(kr)
        finance, health = kr.post("finance_head").department, kr.post("health_head").department
        orders.recipient(act, department=finance, points=["2"])
        orders.recipient(act, department=health)
        act = registering.register(actor=orders.clerk(kr), at=AT, act=act.pk)
        mailing.carry(at=kyiv("03-10 12:00"))
        # As extracts were sent before: the whole act was opened to the department.
        extract = Delivery.objects.get(recipient__act=act, recipient__department=finance)
        source = f"{delivering.KEY}{extract.pk}"
        grants.give(document=act.document_id, at=AT, reason="informed", source=source, department=finance.pk)
        executor = kr.actor("finance_exec")
        grants.give(document=act.document_id, at=AT, reason="named", source="tests", post=executor.post_id)
        head, whole = kr.actor("finance_head"), kr.actor("health_head")
        seen = lambda actor: access.visible(actor).filter(pk=act.document_id).exists()  # noqa: E731
        assert (seen(head), seen(whole), seen(executor)) == (True, True, True)
        with connection.schema_editor() as editor:
            importlib.import_module("magistrat.acts.migrations.0005_narrow_extracts").narrow(None, editor)
        assert (seen(head), seen(whole), seen(executor)) == (False, True, True)
        assert extracts.act_for(head, act.pk, DAY)[1] == ["2"]

    def test_who_got_the_paper_is_noted(self, dr):
        act = listed(dr)
        first, second = act.recipients.order_by("position")[:2]
        (paper,) = mailing.send(actor=orders.clerk(dr), at=AT, act=act.pk, recipients=[first.pk], way="paper")
        (mine,) = mailing.send(actor=orders.clerk(dr), at=AT, act=act.pk, recipients=[second.pk])
        deed = {"actor": orders.clerk(dr), "at": AT}
        assert "паперового" in refusal(mailing.note_received, **deed, delivery=mine.pk, by="Коваль").message
        assert "хто одержав" in refusal(mailing.note_received, **deed, delivery=paper.pk, by=" ").message
        assert mailing.note_received(**deed, delivery=paper.pk, by="Коваль О.").read_by == "Коваль О."
        assert "вже відмічено" in refusal(mailing.note_received, **deed, delivery=paper.pk, by="Коваль").message


class TestMail:
    def test_a_failed_one_is_told_and_sent_again(self, kr):
        act = listed(kr)
        mailing.carry(at=kyiv("03-10 12:00"))
        delivery = Delivery.objects.get(way="email")
        row = mailing.failed(at=AT + timedelta(hours=5), message=delivery.message, words="немає такої скриньки")
        assert (row, row.trouble) == (delivery, "немає такої скриньки")
        assert Message.objects.filter(key__startswith="acts.not_delivered").exists()
        assert mailing.failed(at=AT, message=0, words="") is None
        again = mailing.send(
            actor=orders.clerk(kr), at=kyiv("03-10 17:30"), act=act.pk, recipients=[delivery.recipient_id]
        )
        assert (again[0].trouble, Message.objects.filter(kind="mail").count()) == ("", 2)
