"""What a later act does to an earlier one: in the draft, when it comes into force, and on any day (KR 1.8, 4.44, 6.22, 15.13; DR 4.11)."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from magistrat.acts.actions import redactions, relating
from magistrat.acts.actions.relating import Touched
from magistrat.acts.models import Act, Redaction, Relation
from magistrat.acts.queries import history
from magistrat.acts.queries import redactions as texts
from magistrat.documents.actions import grants
from magistrat.documents.actions.files import Upload
from magistrat.journal.actor import SYSTEM
from magistrat.journal.models import Entry
from magistrat.outbox.models import Message
from magistrat.rules import act_text
from magistrat.rules.act_text import Point
from magistrat.rules.refusal import Refusal
from tests.factories import acts
from tests.factories.acts import AT, TEXT, Hall

pytestmark = pytest.mark.django_db
DECISION, ORDER = "committee-decision", "order"
BORN, DAY = date(2026, 1, 15), date(2026, 3, 2)


@pytest.fixture
def first() -> Hall:
    return acts.hall("kryvyi-rih")


@pytest.fixture
def second() -> Hall:
    return acts.hall("druzhkivka")


@pytest.fixture
def refused() -> Callable[..., Refusal]:
    def call(deed: Callable[..., Any], **given: Any) -> Refusal:
        with pytest.raises(Refusal) as caught:
            deed(**given)
        return caught.value

    return call


def relate(hall: Hall, source: Act, kind: str, target: Act | None = None, **given: Any) -> Relation:
    by = given.pop("by", "economy_exec")
    touched = given.pop("touched", Touched(act=target.pk if target else None))
    return relating.relate(actor=hall.actor(by), at=AT, act=source.pk, kind=kind, touched=touched, **given)


def comes_into_force(act: Act, on: date = DAY) -> Act:
    """The draft gets its number and takes effect, as registration does it."""
    act.document.index, act.document.state = str(act.pk), "draft"
    act.document.save()
    act.state, act.force, act.adopted_on, act.in_force_from = Act.State.REGISTERED, Act.Force.IN_FORCE, on, on
    act.save()
    relating.take_effect(act=act, at=AT)
    return act


def changing(*points: str) -> act_text.ActText:
    return dataclasses.replace(TEXT, title="Про зміни", points=act_text.numbered(Point("", text) for text in points))


class TestInTheDraft:
    def test_is_entered_told_and_taken_out(self, first: Hall) -> None:
        earlier = acts.registered(first, 5, BORN, by="economy_exec")
        draft = acts.draft(first, by="economy_exec")
        relation = relate(first, draft, "changes", earlier, point="1", points=["2", " "])
        assert (relation.target_points, relation.named_on, relation.named_number, relation.done_at) == (
            ["2"],
            BORN,
            "5-р",
            None,
        )
        entry = Entry.objects.get(code="acts.related")
        assert entry.document == draft.document_id
        assert "змінює: розпорядження міського голови від 15.01.2026 № 5-р" in entry.payload["text"]
        # Nothing has happened to the earlier one yet.
        assert history.of(earlier).on(DAY).force == "in_force"
        relating.withdraw(actor=first.actor("economy_exec"), at=AT, relation=relation.pk)
        assert not Relation.objects.exists()
        assert Entry.objects.filter(code="acts.unrelated").count() == 1

    def test_an_act_outside_the_system_keeps_its_printed_name(self, first: Hall) -> None:
        draft = acts.draft(first, by="economy_exec")
        named = Touched(
            named="розпорядження міського голови від 12.08.2013 №193-р", on=date(2013, 8, 12), number="193-р"
        )
        assert relate(first, draft, "repeals", touched=named).named_number == "193-р"
        comes_into_force(draft)
        assert Relation.objects.get().done_at == AT

    def test_what_is_refused(self, first: Hall, refused: Callable[..., Refusal]) -> None:
        earlier = acts.registered(first, 5, BORN, by="economy_exec")
        draft, other = acts.draft(first, by="economy_exec"), acts.draft(first, by="economy_exec")
        decision = acts.registered(first, 6, BORN, by="economy_exec", kind=DECISION)

        def why(kind: str, target: Act | None, **given: Any) -> tuple[str, str]:
            refusal = refused(relate, hall=first, source=draft, kind=kind, target=target, **given)
            return refusal.clause, refusal.message

        assert "із самим собою" in why("refers", draft)[1]
        assert "лише зареєстрований акт" in why("repeals", other)[1]
        assert why("repeals", decision)[0] == "4.44"
        assert why("cancels", earlier)[0] == "6.22"
        assert "запишіть вид, дату" in why("refers", None)[1]
        assert "Вам не надано" in why("changes", earlier, by="health_exec")[1]
        # Another's draft, and a personnel order that is not open to him, are not to be found.
        hidden = acts.registered(first, 7, BORN, by="health_exec")
        Act.objects.filter(pk=hidden.pk).update(kind="personnel-order")
        assert "Вам не надано" in why("changes", hidden)[1]
        relate(first, draft, "repeals", earlier)
        assert "уже зазначено" in why("repeals", earlier)[1]
        # The mayor's order may suspend a decision (KR 1.8).
        relate(first, draft, "suspends", decision)
        draft.state = Act.State.SIGNING
        draft.save()
        assert "стан акта — «на підписі»" in why("refers", earlier)[1]

    def test_the_third_change_in_part_is_refused(self, second: Hall, refused: Callable[..., Refusal]) -> None:
        earlier = acts.registered(second, 5, BORN, by="economy_exec", kind=DECISION)
        for number in (6, 7):
            source = acts.draft(second, by="economy_exec", kind=DECISION)
            relate(second, source, "changes", earlier, points=["1"])
            comes_into_force(source, DAY + timedelta(days=number))
        third = acts.draft(second, by="economy_exec", kind=DECISION)
        refusal = refused(relate, hall=second, source=third, kind="changes", target=earlier, points=["1"])
        assert refusal.clause == "4.11"
        # Written anew it may be, and then be changed in part again.
        relate(second, third, "changes", earlier)
        comes_into_force(third, DAY + timedelta(days=9))
        assert history.changes_of(earlier.pk) == 0


class TestEffect:
    @pytest.mark.parametrize(
        ("kind", "force", "ended"), [("repeals", "lost_force", True), ("suspends", "suspended", False)]
    )
    def test_the_earlier_act_is_another_from_the_day(self, first: Hall, kind: str, force: str, ended: bool) -> None:
        earlier = acts.registered(first, 5, BORN, by="health_exec")
        source = acts.draft(first, by="economy_exec")
        relate(first, source, kind, earlier)
        comes_into_force(source)
        earlier.refresh_from_db()
        assert earlier.force == force
        assert (earlier.ended_on == DAY) == ended
        assert history.of(earlier).on(DAY - timedelta(days=1)).force == "in_force"
        told = Message.objects.get(to_post=earlier.drafter_id)
        assert "від 02.03.2026" in told.body
        entry = Entry.objects.get(code="acts.touched")
        assert entry.document == earlier.document_id
        # Asked again it does nothing more.
        relating.take_effect(act=source, at=AT)
        assert Entry.objects.filter(code="acts.touched").count() == 1

    def test_cancelled_by_the_council(self, first: Hall) -> None:
        earlier = acts.registered(first, 5, BORN, by="economy_exec", kind=DECISION)
        source = acts.draft(first, by="economy_exec", kind="council-decision")
        relate(first, source, "cancels", earlier)
        comes_into_force(source)
        earlier.refresh_from_db()
        assert (earlier.force, earlier.ended_on) == ("cancelled", DAY)
        assert Entry.objects.get(code="acts.touched").clause == "4.44"

    def test_renewed_after_a_stop(self, first: Hall) -> None:
        earlier = acts.registered(first, 5, BORN, by="economy_exec", kind=DECISION)
        for kind, on in (("suspends", DAY), ("renews", DAY + timedelta(days=5))):
            source = acts.draft(first, by="economy_exec")
            relate(first, source, kind, earlier)
            comes_into_force(source, on)
        past = history.of(earlier)
        assert [past.on(DAY + timedelta(days=days)).force for days in (-1, 0, 4, 5)] == [
            "in_force", "suspended", "suspended", "in_force",
        ]  # fmt: skip

    def test_on_a_day_to_come_it_stands_until_then(self, first: Hall) -> None:
        earlier = acts.registered(first, 5, BORN, by="economy_exec")
        source = acts.draft(first, by="economy_exec")
        relate(first, source, "repeals", earlier, effective_on=DAY + timedelta(days=3))
        comes_into_force(source)
        earlier.refresh_from_db()
        assert (earlier.force, earlier.ended_on) == ("in_force", DAY + timedelta(days=3))
        assert relating.settle(actor=SYSTEM, at=AT + timedelta(days=2)) == []
        assert [one.pk for one in relating.settle(actor=SYSTEM, at=AT + timedelta(days=3))] == [earlier.pk]
        earlier.refresh_from_db()
        assert earlier.force == "lost_force"
        assert Entry.objects.get(code="acts.force_changed").document == earlier.document_id
        assert relating.settle(actor=SYSTEM, at=AT + timedelta(days=4)) == []

    def test_a_term_ends_by_itself(self, first: Hall) -> None:
        earlier = acts.registered(first, 5, BORN, by="economy_exec", until=DAY)
        assert relating.settle(actor=SYSTEM, at=AT) == []
        assert [one.force for one in relating.settle(actor=SYSTEM, at=AT + timedelta(days=1))] == ["expired"]
        assert history.of(earlier).on(DAY).force == "in_force"

    def test_what_the_repealed_one_has_changed_stays_changed(self, first: Hall) -> None:
        base = acts.registered(first, 5, BORN, by="economy_exec")
        change, end = acts.draft(first, by="economy_exec"), acts.draft(first, by="economy_exec")
        relate(first, change, "changes", base, points=["1"])
        comes_into_force(change, DAY - timedelta(days=9))
        # The page asks what is to become of the changed text before the repeal is signed.
        assert [one.target_id for one in history.changed_by([change.pk])] == [base.pk]
        relate(first, end, "repeals", change)
        comes_into_force(end)
        assert [one.by_act_id for one in Redaction.objects.filter(act=base)] == [change.pk]
        assert history.of(base).on(DAY).force == "in_force"


class TestRedactions:
    def changed(self, hall: Hall, *points: str) -> tuple[Act, Redaction]:
        base = acts.registered(hall, 5, BORN, by="economy_exec")
        source = acts.draft(hall, by="health_exec", text=changing(*points))
        relate(hall, source, "changes", base, points=["1"], by="health_exec")
        comes_into_force(source)
        return base, Redaction.objects.select_related("act__document", "by_act__document").get()

    def test_is_awaited_in_ten_days_proposed_and_confirmed(self, first: Hall) -> None:
        base, redaction = self.changed(
            first, "Пункт 1 викласти в такій редакції: «Провести огляд мереж»", "Пункт 2 виключити"
        )
        # 02.03.2026 and ten days.
        assert redaction.due_on == date(2026, 3, 12)
        assert Message.objects.filter(to_post=base.drafter_id, subject__startswith="Потрібна редакція").exists()
        past = history.of(base)
        assert [one.by for one in past.on(DAY).awaited] == [
            f"розпорядження міського голови від 02.03.2026 № {redaction.by_act_id}"
        ]
        assert past.text(past.on(DAY)) == TEXT
        made = texts.proposal(redaction)
        assert not made.troubles
        redactions.confirm(actor=first.actor("economy_exec"), at=AT, redaction=redaction.pk, text=made.text)
        past = history.of(base)
        now, before = past.on(DAY), past.on(DAY - timedelta(days=1))
        found = past.text(now)
        assert found is not None
        assert [point.text for point in found.points][:1] == ["Провести огляд мереж"]
        assert [point.label for point in found.points] == ["1", "3"]
        assert past.text(before) == TEXT
        assert texts.mark(past, past.redaction(now)) == (
            f"(зі змінами, унесеними згідно з актами: розпорядження міського голови від 02.03.2026 № {redaction.by_act_id})"
        )
        assert texts.mark(past, past.redaction(before)) == ""

    def test_is_made_by_the_clause_of_the_city(self, first: Hall) -> None:
        assert texts.clause(acts.registered(first, 5, BORN, by="economy_exec", kind=DECISION)) == "15.13"

    def test_is_made_by_the_clause_of_the_other_city(self, second: Hall) -> None:
        assert texts.clause(acts.registered(second, 5, BORN, by="economy_exec", kind=DECISION)) == "4.12"

    def test_where_the_words_cannot_be_written_out_a_file_stands_for_them(
        self, first: Hall, tmp_path: Any, settings: Any
    ) -> None:
        settings.STORAGE_DIR = tmp_path
        base, redaction = self.changed(first, "Доповнити новими положеннями")
        assert texts.proposal(redaction).troubles
        kept = redactions.confirm(
            actor=first.actor("economy_exec"),
            at=AT,
            redaction=redaction.pk,
            upload=Upload("redaktsiia.pdf", b"%PDF-1.4"),
        )
        past = history.of(base)
        assert past.text(past.on(DAY)) is None
        assert kept.file is not None
        assert kept.file.document_id == base.document_id

    def test_who_may_not_and_what_lacks(self, first: Hall, refused: Callable[..., Refusal]) -> None:
        base, redaction = self.changed(first, "Пункт 2 виключити")
        for key in ("finance_exec", "sittings_exec"):
            grants.give(document=base.document, at=AT, reason="informed", source="test", post=first.town.posts[key])
        given = {"at": AT, "redaction": redaction.pk}
        assert refused(redactions.confirm, actor=first.actor("finance_exec"), text=TEXT, **given).clause == "15.13"
        empty = refused(redactions.confirm, actor=first.actor("health_exec"), **given)
        assert "долучіть її файл" in empty.message
        # Who drafted the change may, and the unit that keeps the register, also late; what stood there before is kept.
        redactions.confirm(actor=first.actor("health_exec"), text=TEXT, **given)
        late = AT + timedelta(days=30)
        redactions.confirm(actor=first.actor("sittings_exec"), at=late, redaction=redaction.pk, text=changing("Інше"))
        entry = Entry.objects.filter(code="acts.redaction_confirmed").latest("pk")
        assert entry.payload["is_late"]
        assert entry.payload["before"]["title"] == TEXT.title


def test_the_history_takes_three_statements_however_long(first: Hall) -> None:
    base = acts.registered(first, 5, BORN, by="economy_exec")

    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as counted:
            past = history.of(base)
            past.on(DAY)
            past.days()
        return len(counted)

    few = asked()
    for number in range(3):
        source = acts.draft(first, by="economy_exec")
        relate(first, source, "changes", base, points=["1"])
        comes_into_force(source, DAY + timedelta(days=number))
    assert asked() == few == 3
