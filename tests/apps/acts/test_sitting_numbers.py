"""Numbers of a sitting's decisions in one deed, in the agenda's order (KR 4.34; DR 6.26); what waits; force; copies."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from magistrat.acts.actions import (
    copying,
    copying_sitting,
    deeds,
    ending,
    forcing,
    handing,
    registering,
    registering_sitting,
    signing,
    suspending,
)
from magistrat.acts.models import Act, Copy, Handover, Relation
from magistrat.acts.queries import copies, history
from magistrat.acts.queries import signing as signing_facts
from magistrat.bodies.actions import polls
from magistrat.bodies.models import Outcome
from magistrat.bodies.queries import halls
from magistrat.documents.actions import bulk
from magistrat.documents.models import Grant
from magistrat.journal.models import Entry
from magistrat.organisation import queries as organisation
from magistrat.organisation.models import Substitution
from magistrat.papers.binding import marks_of
from magistrat.rules.moments import moment
from magistrat.rules.refusal import Refusal
from magistrat.sittings.actions import polls as asking
from magistrat.tasks.models import Control, Task
from tests.factories import acts, decisions, orders, sittings
from tests.factories.decisions import DAY, City, city

pytestmark = pytest.mark.django_db
CITIES = ["kryvyi-rih", "druzhkivka"]
FRIDAY = date(2026, 3, 20)
AT = moment(datetime(2026, 3, 20, 10))


@pytest.fixture(autouse=True)
def folders(settings, tmp_path):
    orders.folders(settings, tmp_path)


@pytest.fixture(params=CITIES)
def either(request) -> City:
    """Each of the cities."""
    return city(request.param)


@pytest.fixture
def kr() -> City:
    """The first city."""
    return city("kryvyi-rih")


def refusal(deed, **words) -> Refusal:
    with pytest.raises(Refusal) as caught:
        deed(**words)
    return caught.value


def number_all(one: City, where, at: datetime = AT) -> list[Act]:
    return registering_sitting.register(actor=one.clerk, at=at, gathering=where.gathering_id)


def an_order(one: City, number: int = 7, on: date = date(2026, 3, 19)) -> Act:
    """A registered order of the mayor."""
    order = acts.registered(one.hall, number, on, by=orders.DRAFTERS[one.slug])
    return decisions.shown_to_mayor(one, order)


class TestNumbers:
    def test_go_by_the_agenda_whatever_was_signed_or_drafted_first(self, either):
        where = sittings.sitting(either.made)
        made = [decisions.signed_by_hand(either, where, number) for number in (10, 2, 1)]
        done = number_all(either, where)
        assert [act.outcome.number for act in done] == ["1", "2", "10"]
        assert [act.document.index for act in done] == ["1", "2", "3"]
        assert [act.pk for act in done] == [act.pk for act in reversed(made)]
        assert {(act.adopted_on, act.document.registered_on) for act in done} == {(DAY, FRIDAY)}
        entry = Entry.objects.get(code="acts.sitting_registered")
        assert entry.clause == {"kryvyi-rih": "4.34", "druzhkivka": "6.26"}[either.slug]
        assert "№ 1, 2, 3" in entry.payload["text"]

    def test_what_was_put_down_in_the_hall_comes_after_the_agenda(self, kr):
        where = sittings.sitting(kr.made)
        for number in ("", "2", "1"):
            decisions.signed_by_hand(kr, where, number)
        assert [act.outcome.number for act in number_all(kr, where)] == ["1", "2", ""]

    def test_those_not_signed_yet_and_suspended_wait_and_are_numbered_later(self, either):
        where = sittings.sitting(either.made)
        first, second, third = (decisions.signed_by_hand(either, where, number) for number in (1, 2, 3))
        Act.objects.filter(pk=first.pk).update(state="signing", signed_at=None)
        suspending.suspend(
            actor=either.mayor, at=AT, act=second.pk, order=an_order(either).pk, reason="суперечить статуту"
        )
        assert [act.pk for act in number_all(either, where)] == [third.pk]
        assert refusal(number_all, one=either, where=where).message.startswith("Підписаних рішень")
        clause = {"kryvyi-rih": "1.8", "druzhkivka": "6.25"}[either.slug]
        told = refusal(registering.register, actor=either.clerk, at=AT, act=second.pk)
        assert (told.clause, "зупинено" in told.message) == (clause, True)
        renewing = an_order(either, 8, FRIDAY)
        suspending.renew(actor=either.mayor, at=AT, act=second.pk, order=renewing.pk)
        (act,) = number_all(either, where)
        assert (act.pk, act.document.index, act.force) == (second.pk, "2", "in_force")

    def test_only_who_keeps_the_registry_gives_them(self, either):
        where = sittings.sitting(either.made)
        decisions.signed_by_hand(either, where, 1)
        deed = {"at": AT, "gathering": where.gathering_id}
        assert refusal(registering_sitting.register, actor=either.drafter, **deed).message
        assert refusal(registering_sitting.register, actor=either.mayor, **deed).message

    def test_one_alone_is_not_numbered_before_those_that_stand_above_it(self, either):
        where = sittings.sitting(either.made)
        first, second = (decisions.signed_by_hand(either, where, number) for number in (1, 2))
        deed = {"actor": either.clerk, "at": AT}
        told = refusal(registering.register, **deed, act=second.pk)
        clause = {"kryvyi-rih": "4.34", "druzhkivka": "6.26"}[either.slug]
        assert (told.clause, "вище" in told.message) == (clause, True)
        registering.register(**deed, act=first.pk)
        assert registering.register(**deed, act=second.pk).document.index == "2"

    def test_protocol_decisions_have_a_series_of_their_own(self, kr):
        where = sittings.sitting(kr.made)
        for number, kind in ((1, decisions.KIND), (2, "protocol-decision"), (3, decisions.KIND)):
            decisions.signed_by_hand(kr, where, number, kind=kind)
        assert [act.document.index for act in number_all(kr, where)] == ["1", "1-пр", "2"]

    def test_a_decision_of_december_numbered_in_january_stands_in_its_own_year(self, either):
        december = sittings.sitting(either.made, on=date(2026, 12, 16))
        decisions.signed_by_hand(either, december, 1)
        number_all(either, december, moment(datetime(2026, 12, 18, 10)))
        decisions.signed_by_hand(either, december, 2)
        (late,) = number_all(either, december, moment(datetime(2027, 1, 5, 10)))
        assert (late.document.index, late.document.period, late.adopted_on.year) == ("2", "2026", 2026)
        january = sittings.sitting(either.made, on=date(2027, 1, 20))
        decisions.signed_by_hand(either, january, 1)
        (first,) = number_all(either, january, moment(datetime(2027, 1, 21, 10)))
        assert (first.document.index, first.document.period) == ("1", "2027")

    def test_give_tasks_control_and_days_of_sending(self, either):
        where = sittings.sitting(either.made)
        act = decisions.signed_by_hand(either, where, 1)
        orders.recipient(act, post=either.hall.post("deputy_1"))
        (act,) = number_all(either, where)
        assert Task.objects.get(document=act.document).due_on == date(2026, 5, 29)
        assert Control.objects.get(document=act.document).leader == either.hall.post("deputy_1")
        # KR 4.35: five working days after registration on Friday; DR 6.26: five days, Wednesday.
        due = {"kryvyi-rih": (date(2026, 3, 27), "4.35"), "druzhkivka": (date(2026, 3, 25), "6.26")}[either.slug]
        assert (act.due_on, act.due_clause) == due


class TestBetweenSittings:
    def test_bears_the_day_of_its_signature_unless_its_text_names_one(self, kr):
        for said, expected in ((None, FRIDAY), (DAY, DAY)):
            act = self.asked(kr, said)
            # KR 4.4 counts from the day on which the votes sufficed (4.41.2).
            assert (act.state, act.adopted_on, act.due_on) == ("signing", said, date(2026, 3, 23))
            act = decisions.signed(kr, act, FRIDAY)
            assert act.adopted_on == expected
            assert Outcome.objects.get(document=act.document).on == expected
            (act,) = number_all(kr, act.outcome)
            assert act.in_force_from == expected

    def test_is_not_asked_before_the_mayors_leave_on_the_draft(self, kr):
        by = orders.DRAFTERS["kryvyi-rih"]
        act = acts.draft(kr.hall, by=by, kind=decisions.KIND, text=decisions.text(kr, "Про аварію"))
        orders.sent(kr.hall, act, by=by, flags=["between-meetings"])
        head = kr.hall.town.actor(sittings.PROPOSER["kryvyi-rih"], DAY)
        deed = {
            "actor": head, "at": decisions.AT, "title": act.title, "department": head.department_id or 0, "reason": "аварія",
            "key": "p-1", "document": act.document_id,
        }  # fmt: skip
        assert refusal(asking.ask, **deed).clause == "4.41"

    def asked(self, one: City, said: date | None) -> Act:
        act = decisions.agreed(one, f"Про ліквідацію аварії {said}", flags=["between-meetings"])
        head = one.hall.town.actor(sittings.PROPOSER[one.slug], DAY)
        where = asking.ask(
            actor=head, at=decisions.AT, title=act.title, department=head.department_id or 0, reason="аварія", key="p-1",
            document=act.document_id,
        )  # fmt: skip
        deed = {"at": decisions.AT, "gathering": where.gathering_id}
        # The mayor gave his leave on the draft, the first step of its route (KR 4.41): he is not asked twice.
        poll = halls.poll_of(halls.gathering(where.gathering_id))
        assert (poll.phase, one.mayor.person_name in poll.allowed_by) == ("allowed", True)
        assert "Дозвіл уже надано" in refusal(polls.decide, actor=one.mayor, is_allowed=True, key="p-2", **deed).message
        for member in one.made.members:
            polls.answer(actor=one.made.keeper, member=member, vote="for", key=f"m-{member}", on=DAY, **deed)
        polls.close(actor=one.made.keeper, key="p-3", said_on=said, **deed)
        act.refresh_from_db()
        return act


class TestWhoSigns:
    @pytest.fixture
    def act(self, either) -> Act:
        """The secretary stood in for the mayor on the day of the sitting alone."""
        Substitution.objects.create(
            absent=either.hall.post("mayor"), substitute=either.hall.post("secretary"), reason="trip", since=DAY, until=date(2026, 3, 19),
            proposed_at=decisions.AT, proposed_by="Кадри", agreed_at=decisions.AT, agreed_by="Кадри",
        )  # fmt: skip
        return decisions.adopted(either)

    def test_the_mayor_himself_when_he_is_back(self, either, act):
        act = decisions.signed(either, act, FRIDAY)
        assert act.signed_title.lower() == "міський голова"

    def test_with_both_posts_who_stood_in_at_the_sitting_where_the_clause_says_so(self, either, act):
        acting = organisation.signature_of(either.hall.post("mayor").pk, DAY)
        deed = {
            "actor": either.clerk, "at": AT, "act": act.pk, "signed_on": FRIDAY, "scan": [orders.paper()],
            "person": acting.person_id,
        }  # fmt: skip
        if either.slug == "kryvyi-rih":  # KR 4.5: who does the mayor's duties on the day of the signature
            assert refusal(signing.mark_paper, **deed).clause == "4.5"
            return
        act = signing.mark_paper(**deed)
        assert act.signed_title.split("\n") == ["В.о. міського голови –", "секретар міської ради"]

    def test_electronically_too_after_he_does_the_duties_no_more(self, either, act):
        secretary = either.hall.town.actor("secretary", FRIDAY)
        orders.key(secretary, at=AT)
        if either.slug == "kryvyi-rih":
            # The act is not even his to see: the mayor is back, and no clause lets another sign (KR 4.5).
            assert refusal(orders.sign, act=act, actor=secretary, at=AT)
            return
        attempt = orders.sign(act, secretary, at=AT)
        act.refresh_from_db()
        assert (attempt.state, act.state, act.signed_on) == ("done", "signed", FRIDAY)
        assert act.signed_title.split("\n") == ["В.о. міського голови –", "секретар міської ради"]

    def test_it_lies_in_his_folder_and_a_stranger_is_told_the_clause(self, either, act):
        secretary, other = (either.hall.town.actor(key, FRIDAY) for key in ("secretary", "deputy_1"))
        is_his = either.slug == "druzhkivka"
        assert [one.pk for one in signing_facts.folder(secretary, FRIDAY)] == ([act.pk] if is_his else [])
        assert signing_facts.folder_count(secretary, FRIDAY) == int(is_his)
        assert signing_facts.folder(other, FRIDAY) == []
        assert [one.pk for one in signing_facts.folder(either.mayor, FRIDAY)] == [act.pk]
        deeds.open_to(act, AT, Grant.Reason.SIGNATORY, posts=[other.post_id])
        assert refusal(orders.sign, act=act, actor=other, at=AT).clause == {"kryvyi-rih": "4.5"}.get(
            either.slug, "6.26"
        )


class TestSuspension:
    def test_a_decision_in_force_stops_is_referred_and_goes_on(self, either):
        where = sittings.sitting(either.made)
        decisions.signed_by_hand(either, where, 1)
        (act,) = number_all(either, where, moment(datetime(2026, 3, 19, 9)))
        order = an_order(either)
        deed = {"actor": either.mayor, "at": AT, "act": act.pk, "order": order.pk}
        assert refusal(suspending.suspend, **(deed | {"actor": either.clerk}), reason="ні").clause
        assert "не згодні" in refusal(suspending.suspend, **deed, reason=" ").message
        act = suspending.suspend(**deed, reason="суперечить статуту", is_referred=True)
        assert (act.force, act.referred_on) == ("suspended", FRIDAY)
        assert Relation.objects.get(kind="suspends").target == act
        assert "Зупиняти нічого" in refusal(suspending.suspend, **deed, reason="ще").message
        assert "вже внесено" in refusal(suspending.refer, actor=either.mayor, at=AT, act=act.pk).message
        act = suspending.renew(actor=either.mayor, at=AT, act=act.pk, order=an_order(either, 8, FRIDAY).pk)
        assert act.force == "in_force"
        past = history.of(act)
        assert [past.on(day).force for day in (DAY, date(2026, 3, 19), FRIDAY)] == ["in_force", "suspended", "in_force"]

    def test_needs_an_order_of_the_mayor_since_the_adoption(self, kr):
        act = decisions.signed_by_hand(kr, sittings.sitting(kr.made), 1)
        deed = {"actor": kr.mayor, "at": AT, "act": act.pk, "reason": "ні"}
        early = an_order(kr, 5, date(2026, 3, 17))
        assert refusal(suspending.suspend, **deed, order=early.pk).clause == "1.8"
        assert (
            "Поновлювати нічого"
            in refusal(suspending.renew, actor=kr.mayor, at=AT, act=act.pk, order=an_order(kr).pk).message
        )
        draft = decisions.agreed(kr)
        assert "ухвалене" in refusal(suspending.suspend, **(deed | {"act": draft.pk}), order=an_order(kr, 9).pk).message


class TestForce:
    def test_a_normative_one_waits_for_its_publication_where_the_clause_says_so(self, either):
        where = sittings.sitting(either.made)
        decisions.signed_by_hand(either, where, 1, is_normative=True)
        (act,) = number_all(either, where)
        if either.slug == "druzhkivka":
            assert (act.in_force_from, act.force) == (DAY, "in_force")
            assert refusal(forcing.publish, actor=either.clerk, at=AT, act=act.pk, on=FRIDAY).message
            return
        assert (act.in_force_from, act.force) == (None, "none")
        deed = {"actor": either.clerk, "at": AT, "act": act.pk}
        assert refusal(forcing.publish, **deed, on=FRIDAY + timedelta(days=1)).clause == "4.40"
        act = forcing.publish(**deed, on=FRIDAY)
        assert (act.in_force_from, act.force) == (FRIDAY, "in_force")
        act = forcing.state_day(**deed, on=date(2026, 4, 1))
        assert (act.in_force_from, act.force) == (date(2026, 4, 1), "none")

    def test_what_it_does_to_others_waits_with_it(self, kr):
        where = sittings.sitting(kr.made)
        first = decisions.signed_by_hand(kr, where, 1)
        number_all(kr, where)
        second = decisions.signed_by_hand(kr, where, 2, is_normative=True)
        Relation.objects.create(source=second, target=first, kind="repeals")
        number_all(kr, where)
        first.refresh_from_db()
        assert first.force == "in_force"
        forcing.publish(actor=kr.clerk, at=AT, act=second.pk, on=FRIDAY)
        first.refresh_from_db()
        assert (first.force, first.ended_on) == ("lost_force", FRIDAY)

    def test_a_change_of_the_budget_waits_for_the_commission(self, kr):
        where = sittings.sitting(kr.made)
        decisions.signed_by_hand(kr, where, 1, flags=["budget-changes"])
        (act,) = number_all(kr, where)
        assert (act.in_force_from, act.force) == (None, "none")
        deed = {"actor": kr.drafter, "at": AT, "act": act.pk, "on": FRIDAY}
        assert refusal(forcing.consent, **deed, said=" ", is_given=True).clause == "4.42"
        act = forcing.consent(**deed, said="висновок від 20.03.2026 № 4", is_given=False)
        assert act.in_force_from is None
        act = forcing.consent(**deed, said="висновок від 20.03.2026 № 5", is_given=True)
        assert (act.in_force_from, act.force) == (FRIDAY, "in_force")
        assert "вже погодила" in refusal(forcing.consent, **deed, said="ще", is_given=True).message

    def test_another_city_has_no_such_commission(self):
        dr = city("druzhkivka")
        where = sittings.sitting(dr.made)
        decisions.signed_by_hand(dr, where, 1)
        (act,) = number_all(dr, where)
        told = refusal(forcing.consent, actor=dr.clerk, at=AT, act=act.pk, on=FRIDAY, said="висновок", is_given=True)
        assert "не потребує" in told.message

    def test_a_court_cancels_it(self, either):
        where = sittings.sitting(either.made)
        decisions.signed_by_hand(either, where, 1)
        (act,) = number_all(either, where)
        deed = {
            "actor": either.clerk, "at": AT, "act": act.pk, "body": "court", "kind": "cancels", "since": FRIDAY,
            "named": "постанова окружного адміністративного суду від 20.03.2026, справа № 1/26",
        }  # fmt: skip
        assert refusal(ending.outer, **(deed | {"actor": either.drafter})).message
        assert refusal(ending.outer, **(deed | {"since": date(2026, 3, 17)})).message
        assert refusal(ending.outer, **(deed | {"body": "council", "kind": "suspends"})).message
        ending.outer(**deed)
        act.refresh_from_db()
        assert (act.force, act.ended_on, act.ended_by) == ("cancelled", FRIDAY, deed["named"])
        entry = Entry.objects.filter(code="acts.ended_from_outside").get()
        assert entry.clause == {"kryvyi-rih": "4.44", "druzhkivka": ""}[either.slug]
        assert refusal(ending.outer, **deed).message


class TestHandedOver:
    def test_a_permit_by_the_drafter_or_the_office(self, either):
        where = sittings.sitting(either.made)
        act = decisions.signed_by_hand(either, where, 1, flags=["permits"])
        handing.owe_by_adoption(act=act)
        row = Handover.objects.get(kind="permit")
        deed = {"at": AT, "handover": row.pk, "whom": "адміністратор центру"}
        assert "ще не має номера" in refusal(handing.hand_over, actor=either.clerk, **deed).message
        number_all(either, where)
        by_drafter = either.slug == "kryvyi-rih"
        if not by_drafter:
            assert refusal(handing.hand_over, actor=either.drafter, **deed).message
        row = handing.hand_over(actor=either.drafter if by_drafter else either.clerk, **deed)
        assert (row.done_on, row.whom) == (FRIDAY, "адміністратор центру")
        late = Entry.objects.get(code="acts.handed_over").payload["is_late"]
        assert late is not by_drafter  # the 19th in DR, the 20th in KR
        assert "Уже передано" in refusal(handing.hand_over, actor=either.clerk, **deed).message

    def test_the_author_gets_the_decision_and_extracts_where_the_clause_says_so(self, either):
        where = sittings.sitting(either.made)
        act = decisions.signed_by_hand(either, where, 1)
        orders.recipient(act, correspondent=orders.outsider(), points=["1"])
        number_all(either, where)
        found = {(row.kind, row.due_on, row.due_clause) for row in Handover.objects.all()}
        # Five days after Friday, and three, which end on Monday.
        expected = {("author", date(2026, 3, 25), "6.26"), ("extract", date(2026, 3, 23), "6.26")}
        assert found == (expected if either.slug == "druzhkivka" else set())


class TestCopies:
    def made(self, **deed) -> list[Copy]:
        """Asked for, then made by the worker."""
        run = copying_sitting.begin(**deed)
        assert (run.is_background, Copy.objects.filter(form=deed["form"]).exists()) == (True, False)
        bulk.go_on(at=AT, run=run.pk)
        return list(Copy.objects.filter(form=deed["form"]).order_by("number"))

    def test_asked_twice_are_made_once(self, kr):
        where = sittings.sitting(kr.made)
        act = decisions.signed_by_hand(kr, where, 1)
        number_all(kr, where)
        deed = {"actor": kr.clerk, "at": AT, "gathering": where.gathering_id, "form": "copy"}
        run = copying_sitting.begin(**deed)
        assert "вже засвідчуються" in refusal(copying_sitting.begin, **deed).message
        (one,) = copying_sitting.certify(actor=kr.clerk, at=AT, document=act.document_id)
        bulk.go_on(at=AT, run=run.pk)
        assert list(Copy.objects.all()) == [one]
        other = {"actor": kr.clerk, "at": AT, "document": act.document_id, "gathering": where.gathering_id + 1}
        assert "не на цьому" in refusal(copying_sitting.certify, **other).message

    def test_a_killed_worker_leaves_no_gap_and_no_repeat(self, kr, monkeypatch):
        where = sittings.sitting(kr.made)
        made = [decisions.signed_by_hand(kr, where, number) for number in (1, 2, 3)]
        number_all(kr, where)
        run = copying_sitting.begin(actor=kr.clerk, at=AT, gathering=where.gathering_id, form="copy")
        note, calls = copying.number, []

        def dies(**given):
            copy = note(**given)
            calls.append(copy.number)
            if len(calls) == 2:
                raise SystemExit("kill -9")
            return copy

        monkeypatch.setattr(copying, "number", dies)
        with pytest.raises(SystemExit):
            bulk.go_on(at=AT, run=run.pk)
        assert list(Copy.objects.values_list("act", "number")) == [(made[0].pk, 1)]
        bulk.go_on(at=AT, run=run.pk)
        assert list(Copy.objects.order_by("number").values_list("act", "number")) == [
            (act.pk, number) for number, act in enumerate(made, start=1)
        ]
        run.refresh_from_db()
        assert (run.finished_at, run.lines.filter(state="done").count()) == (AT, 3)

    def test_of_all_decisions_in_one_deed_as_pdf_and_zip(self, either):
        where = sittings.sitting(either.made)
        made = [decisions.signed_by_hand(either, where, number) for number in (1, 2)]
        deed = {"actor": either.clerk, "at": AT, "gathering": where.gathering_id}
        assert "яких ще не засвідчено" in refusal(copying_sitting.begin, **deed, form="copy").message
        number_all(either, where)
        assert refusal(copying_sitting.begin, **(deed | {"actor": either.drafter}), form="copy").message
        done = self.made(**deed, form="copy")
        assert [(copy.act_id, copy.number) for copy in done] == [(made[0].pk, 1), (made[1].pk, 2)]
        assert {copy.whom for copy in done} == {made[0].drafter.department.name}
        assert refusal(copying_sitting.begin, **deed, form="copy").message
        rows = copies.of_gathering(where.gathering_id)
        whole = copies.together(rows, as_zip=False, title="Рішення")
        assert [title for _, title in marks_of(whole)] == ["№ 1. Про питання 1", "№ 2. Про питання 2"]
        assert copies.together(rows, as_zip=True, title="Рішення").startswith(b"PK")
        owed = list(Handover.objects.filter(kind="author").values_list("done_on", flat=True))
        assert owed == ([FRIDAY] * 2 if either.slug == "druzhkivka" else [])

    def test_extracts_of_the_points_that_the_list_asks_for(self, kr):
        where = sittings.sitting(kr.made)
        act = decisions.signed_by_hand(kr, where, 1)
        decisions.signed_by_hand(kr, where, 2)
        orders.recipient(act, correspondent=orders.outsider(), points=["1"])
        number_all(kr, where)
        (extract,) = self.made(actor=kr.clerk, at=AT, gathering=where.gathering_id, form="extract")
        assert (extract.act, extract.form, extract.points) == (act, "extract", ["1"])
        assert Copy.objects.count() == 1
