"""What the committee's vote does to a draft; the way of what was changed in the hall to its signature (KR 4.4, 4.25; DR 6.26)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest
from django.db import IntegrityError, transaction

from magistrat.acts.actions import adopting, drafting, putting_signature, sending_for_visas, signing
from magistrat.acts.models import Act, Handover
from magistrat.acts.queries import drafts
from magistrat.acts.queries import signing as facts
from magistrat.approvals.actions import sending
from magistrat.approvals.models import Approval
from magistrat.bodies.models import Outcome
from magistrat.documents.models import Grant
from magistrat.journal.models import Entry
from magistrat.rules.moments import moment
from magistrat.rules.refusal import Refusal
from tests.factories import decisions, orders
from tests.factories.decisions import AT, DAY, City, city

pytestmark = pytest.mark.django_db
LATER = moment(datetime(2026, 3, 19, 11))


@pytest.fixture(autouse=True)
def folders(settings, tmp_path):
    orders.folders(settings, tmp_path)


@pytest.fixture(params=["kryvyi-rih", "druzhkivka"])
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


def codes(act: Act) -> list[str]:
    return list(Entry.objects.filter(document=act.document_id).order_by("id").values_list("code", flat=True))


class TestAdopted:
    def test_goes_before_the_mayor_with_the_day_of_the_sitting_and_its_term(self, either):
        act = decisions.adopted(either)
        assert (act.state, act.adopted_on, act.signatory) == ("signing", DAY, either.hall.post("mayor"))
        # KR 4.4: three working days after Wednesday 18 March; DR 6.26 gives none.
        due = {"kryvyi-rih": (date(2026, 3, 23), "4.4"), "druzhkivka": (None, "")}[either.slug]
        assert (act.due_on, act.due_clause) == due
        assert act.outcome == Outcome.objects.get(document=act.document)
        assert act.adopted_version == facts.version_of(act.document_id)
        assert codes(act)[-3:] == ["bodies.question_closed", "acts.adopted", "acts.handed_in"]
        assert Grant.objects.filter(document=act.document, reason="registrar", until__isnull=True).exists()
        # Nobody takes an adopted text back from its visas.
        assert refusal(sending.recall, actor=either.drafter, at=AT, document=act.document_id, reason="ні").message

    def test_takes_back_what_was_written_after_the_last_visa(self, kr):
        act = decisions.agreed(kr)
        content = drafts.content_of(act)
        said = replace(content.text, title="Про інше")
        drafting.write(actor=kr.drafter, at=AT, act=act.pk, content=replace(content, text=said), revision=act.revision)
        decisions.hall(kr, [act])
        act.refresh_from_db()
        assert (act.state, act.title) == ("signing", "Про план роботи")
        assert act.asides.get().text["title"] == "Про інше"

    def test_without_all_visas_waits_for_them_and_is_compared_then(self, kr):
        act = decisions.agreed(kr)
        sending.recall(actor=kr.drafter, at=AT, document=act.document_id, reason="уточнити")
        decisions.hall(kr, [act])
        act.refresh_from_db()
        assert (act.state, act.outcome is not None) == ("draft", True)
        assert "вже ухвалено" in refusal(drafting.cancel, actor=kr.drafter, at=AT, act=act.pk, reason="ні").message
        Act.objects.filter(pk=act.pk).update(state="approval")
        orders.sent(kr.hall, act, by=orders.DRAFTERS[kr.slug], at=AT)
        act.refresh_from_db()
        # The same words: what was given holds, the newer version is for the office to compare.
        assert act.state == "check"

    def test_a_permit_is_owed_from_adoption(self, either):
        act = decisions.agreed(either)
        act.flags = ["permits"]
        act.save()
        decisions.hall(either, [act])
        row = Handover.objects.get()
        # KR 4.36: two working days, by the drafter; DR 6.26: the next day, by the office.
        expected = {"kryvyi-rih": (date(2026, 3, 20), "4.36", True), "druzhkivka": (date(2026, 3, 19), "6.26", False)}
        assert (row.due_on, row.due_clause, row.is_drafters) == expected[either.slug]


class TestNotAdopted:
    @pytest.mark.parametrize("result", ["rejected", "withdrawn"])
    def test_goes_back_to_its_drafter_with_the_reason(self, kr, result):
        act = decisions.agreed(kr)
        decisions.hall(kr, [act], [result])
        act.refresh_from_db()
        assert (act.state, act.outcome, act.adopted_on) == ("draft", None, None)
        assert act.remark.startswith({"rejected": "Не ухвалено", "withdrawn": "Знято з розгляду"}[result])
        assert Approval.objects.get(document=act.document).state == "returned"

    def test_postponed_keeps_its_visas(self, kr):
        act = decisions.agreed(kr)
        decisions.hall(kr, [act], ["postponed"])
        act.refresh_from_db()
        assert (act.state, act.outcome) == ("agreed", None)
        assert "acts.postponed" in codes(act)


class TestNothingIsSignedBeforeAdoption:
    def test_neither_handed_in_nor_signed(self, either):
        act = decisions.agreed(either)
        clause = {"kryvyi-rih": "4.4", "druzhkivka": "6.26"}[either.slug]
        told = refusal(signing.hand_in, actor=either.drafter, at=AT, act=act.pk)
        assert (told.clause, "ще не ухвалено" in told.message) == (clause, True)
        # Even where the state was reached in another way.
        act.state, act.signatory = Act.State.SIGNING, either.hall.post("mayor")
        act.save()
        assert refusal(putting_signature.signable, act=act).clause == clause

    def test_the_database_keeps_no_signed_decision_without_its_outcome(self, kr):
        act = decisions.agreed(kr)
        act.state, act.signed_on, act.signed_at = Act.State.SIGNED, DAY, AT
        with pytest.raises(IntegrityError, match="acts_signed_was_adopted"), transaction.atomic():
            act.save()


class TestChangedInTheHall:
    @pytest.fixture
    def act(self, either) -> Act:
        act = decisions.agreed(either)
        decisions.hall(either, [act], ["changed"])
        act.refresh_from_db()
        return act

    def rework(self, one: City, act: Act) -> Act:
        content = drafts.content_of(act)
        first, *rest = content.text.points
        points = (replace(first, text="Забезпечити виконання графіка"), *rest)
        said = replace(content, text=replace(content.text, points=points))
        drafting.write(actor=one.drafter, at=AT, act=act.pk, content=said, revision=act.revision)
        return adopting.hand_over(actor=one.drafter, at=AT, act=act.pk)

    def test_comes_to_the_drafter_with_the_changes_and_the_term(self, either, act):
        assert (act.state, act.remark) == ("rework", f"Ухвалено зі змінами: {decisions.CHANGES}")
        # KR 4.25: two working days after the sitting.
        due = {"kryvyi-rih": (date(2026, 3, 20), "4.25"), "druzhkivka": (None, "")}[either.slug]
        assert (act.due_on, act.due_clause) == due

    def test_is_handed_over_compared_and_confirmed_without_new_visas(self, either, act):
        act = self.rework(either, act)
        version = facts.version_of(act.document_id)
        assert (act.state, version.number, version.adopted) == ("check", 2, act.adopted_version)
        deed = {"at": AT, "act": act.pk, "version": 2}
        assert refusal(adopting.confirm, actor=either.drafter, **deed).message
        assert "нову версію" in refusal(adopting.confirm, actor=either.clerk, **(deed | {"version": 1})).message
        act = adopting.confirm(actor=either.clerk, **deed)
        # Both terms run from the sitting, each by itself (note to 4.25).
        due = {"kryvyi-rih": (date(2026, 3, 23), "4.4"), "druzhkivka": (None, "")}[either.slug]
        assert (act.state, act.due_on, act.due_clause) == ("signing", *due)
        assert putting_signature.signable(act=act) == version
        act = decisions.signed(either, act)
        assert (act.state, act.signed_version) == ("signed", version)

    def test_is_given_back_with_the_reason(self, either, act):
        act = self.rework(either, act)
        deed = {"actor": either.clerk, "at": AT, "act": act.pk}
        assert "різниться" in refusal(adopting.give_back, **deed, reason=" ").message
        act = adopting.give_back(**deed, reason="немає зміни в пункті 1")
        assert (act.state, act.remark) == ("rework", "немає зміни в пункті 1")
        assert adopting.hand_over(actor=either.drafter, at=LATER, act=act.pk).state == "check"
        assert facts.version_of(act.document_id).number == 3

    def test_goes_for_no_visas_and_not_before_the_mayor(self, kr):
        act = decisions.agreed(kr)
        decisions.hall(kr, [act], ["changed"])
        assert "стан акта" in refusal(sending_for_visas.send, actor=kr.drafter, at=AT, act=act.pk).message
        assert "стан акта" in refusal(signing.hand_in, actor=kr.drafter, at=AT, act=act.pk).message
        assert "стан акта" in refusal(adopting.confirm, actor=kr.clerk, at=AT, act=act.pk, version=1).message


def test_what_the_mayor_does_not_sign_is_reworked_and_compared_again(kr):
    act = decisions.adopted(kr)
    act = signing.send_back(actor=kr.mayor, at=LATER, act=act.pk, reason="немає додатка")
    assert (act.state, act.outcome is not None, act.remark) == ("rework", True, "немає додатка")
    act = adopting.hand_over(actor=kr.drafter, at=LATER, act=act.pk)
    act = adopting.confirm(actor=kr.clerk, at=LATER, act=act.pk, version=2)
    assert act.state == "signing"
