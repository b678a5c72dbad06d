"""Before the signatory, signed on paper or electronically, returned unsigned (KR 4.4, 6.11-6.14; DR 5.10-5.12)."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from magistrat.acts.actions import electronic, signing
from magistrat.acts.models import Act, Signing
from magistrat.approvals.models import Approval
from magistrat.documents.models import File
from magistrat.journal.models import Entry
from magistrat.organisation import open_work
from magistrat.organisation import queries as organisation
from magistrat.organisation.models import Substitution
from magistrat.rules.act_text import Annex
from magistrat.rules.refusal import Refusal
from magistrat.signatures import queries as signatures
from magistrat.signatures import signers
from magistrat.signatures.signers import Trouble, Waiting
from magistrat.storage import queries as storage
from tests.factories import orders
from tests.factories.acts import Hall
from tests.factories.orders import AT, DAY, hall

pytestmark = pytest.mark.django_db
CITIES = ["kryvyi-rih", "druzhkivka"]
ANNEX = (Annex("", "План заходів", "Перелік робіт"),)


@pytest.fixture(autouse=True)
def folders(settings, tmp_path):
    orders.folders(settings, tmp_path)


@pytest.fixture(params=CITIES)
def city(request) -> Hall:
    """Each of the cities."""
    return hall(request.param)


@pytest.fixture
def kr() -> Hall:
    """The first city."""
    return hall("kryvyi-rih")


def refusal(deed, **words) -> Refusal:
    with pytest.raises(Refusal) as caught:
        deed(**words)
    return caught.value


def codes(act: Act) -> list[str]:
    return list(Entry.objects.filter(document=act.document_id).order_by("id").values_list("code", flat=True))


def test_acts_for_signature_warn_before_a_leave(city: Hall) -> None:
    act = orders.handed_in(city)
    titles = [work.title for work in open_work.of([act.signatory_id], DAY)]
    assert "1 проєкт акта чекає на підпис" in titles
    assert not [work for work in open_work.of([act.drafter_id], DAY) if "на підпис" in work.title]


class TestHandIn:
    def test_puts_an_agreed_order_before_the_mayor_and_shows_it_to_the_office(self, city):
        act = orders.agreed(city)
        act = signing.hand_in(actor=orders.drafter(city), at=AT, act=act.pk)
        assert (act.state, act.signatory) == ("signing", city.post("mayor"))
        assert codes(act)[-1] == "acts.handed_in"
        signing.must_be_registrars(act=act, actor=orders.clerk(city), at=AT)

    def test_refuses_what_is_not_agreed_and_a_stranger(self, kr):
        act = orders.agreed(kr)
        stranger = kr.actor("affairs_manager")
        assert refusal(signing.hand_in, actor=stranger, at=AT, act=act.pk).clause == "6.17, 6.18, 6.19"
        act.state = Act.State.APPROVAL
        act.save()
        assert "стан акта" in refusal(signing.hand_in, actor=orders.drafter(kr), at=AT, act=act.pk).message

    def test_a_decision_of_the_council_tells_the_day_of_its_adoption_and_has_days_to_be_signed(self, kr):
        act = orders.agreed(kr, kind="council-decision")
        deed = {"actor": orders.drafter(kr), "at": AT, "act": act.pk}
        assert refusal(signing.hand_in, **deed).clause == "5.33"
        assert refusal(signing.hand_in, **deed, adopted_on=DAY + timedelta(days=1)).clause == "5.33"
        act = signing.hand_in(**deed, adopted_on=DAY)
        # Five days after Tuesday 10 March is a Sunday.
        assert (act.adopted_on, act.due_on, act.due_clause) == (DAY, DAY + timedelta(days=6), "5.32")

    def test_a_plenary_meeting_considers_no_second_decision_of_one_title(self, kr):
        deed = {"actor": orders.drafter(kr), "at": AT, "adopted_on": DAY}
        first, second = (orders.agreed(kr, kind="council-decision", said=orders.text(kr)) for _ in range(2))
        third = orders.agreed(kr, kind="council-decision", said=orders.text(kr))
        signing.hand_in(act=first.pk, **deed)
        told = refusal(signing.hand_in, act=second.pk, **deed)
        assert (told.clause, first.title in told.message) == ("5.5", True)
        # What a normative act allows is written down with it; of another day's meeting nothing is asked.
        signing.hand_in(act=second.pk, **deed, repeat_ground="Закон України «Про державний бюджет»")
        assert "Про державний бюджет" in Entry.objects.get(code="acts.repeat_allowed").payload["text"]
        assert signing.hand_in(act=third.pk, **{**deed, "adopted_on": DAY - timedelta(days=1)}).state == "signing"


class TestMarkPaper:
    def test_writes_who_signed_and_keeps_the_scan_and_the_version(self, city):
        act = orders.signed(city)
        holder = organisation.holder_of(city.post("mayor").pk, DAY)
        assert (act.state, act.signed_on, act.is_electronic) == ("signed", DAY, False)
        assert act.signed_name == holder.person.signature_name
        assert act.signed_version.number == orders.version(act)
        assert act.signed_file.role == File.Role.SIGNED
        assert act.document.number is None

    def test_an_order_of_main_activity_is_due_for_registration_the_same_day(self, kr):
        act = orders.signed(kr)
        assert (act.due_on, act.due_clause) == (DAY, "6.17")

    def test_who_stands_in_signs_with_both_posts(self, city):
        act = orders.handed_in(city)
        Substitution.objects.create(
            absent=city.post("mayor"), substitute=city.post("secretary"), reason="trip", since=DAY, proposed_at=AT,
            proposed_by="Кадри", agreed_at=AT, agreed_by="Кадри",
        )  # fmt: skip
        act = signing.mark_paper(actor=orders.clerk(city), at=AT, act=act.pk, signed_on=DAY, scan=[orders.paper()])
        assert act.signed_title.split("\n") == ["В.о. міського голови –", "секретар міської ради"]

    def test_refuses_what_is_no_signature(self, kr):
        act = orders.handed_in(kr)
        deed = {"actor": orders.clerk(kr), "at": AT, "act": act.pk, "signed_on": DAY, "scan": [orders.paper()]}
        assert "скановану" in refusal(signing.mark_paper, **(deed | {"scan": []})).message
        for day in (DAY - timedelta(days=1), DAY + timedelta(days=1)):
            assert "День підписання" in refusal(signing.mark_paper, **(deed | {"signed_on": day})).message
        assert refusal(signing.mark_paper, **(deed | {"actor": orders.drafter(kr)})).clause == "6.17, 6.18, 6.19"

    def test_annexes_must_be_seen_signed(self, city):
        act = orders.handed_in(city, said=orders.text(city, annexes=ANNEX), flags=["annexes"])
        deed = {"actor": orders.clerk(city), "at": AT, "act": act.pk, "signed_on": DAY, "scan": [orders.paper()]}
        clause = {"kryvyi-rih": "6.12", "druzhkivka": "5.11"}[city.slug]
        assert refusal(signing.mark_paper, **deed).clause == clause
        assert signing.mark_paper(**deed, are_annexes_signed=True).state == "signed"

    def test_is_taken_back_while_there_is_no_number(self, kr):
        act = orders.signed(kr)
        deed = {"actor": orders.clerk(kr), "at": AT, "act": act.pk}
        assert "чому" in refusal(signing.withdraw, **deed, reason=" ").message
        act = signing.withdraw(**deed, reason="скан іншого акта")
        assert (act.state, act.signed_on, act.signed_file) == ("signing", None, None)


class TestSendBack:
    def test_returns_what_the_mayor_did_not_sign_with_the_reason(self, city):
        act = orders.handed_in(city)
        mayor = city.actor("mayor")
        clause = {"kryvyi-rih": "6.14", "druzhkivka": "5.12"}[city.slug]
        assert refusal(signing.send_back, actor=mayor, at=AT, act=act.pk, reason="").clause == clause
        act = signing.send_back(actor=mayor, at=AT, act=act.pk, reason="Уточніть строки")
        assert (act.state, act.remark) == ("draft", "Уточніть строки")
        assert Approval.objects.get(document=act.document_id).state == "returned"
        assert "acts.returned_unsigned" in codes(act)

    def test_the_office_says_it_for_him_and_nobody_else(self, kr):
        act = orders.handed_in(kr)
        stranger = kr.actor("affairs_manager")
        assert refusal(signing.send_back, actor=stranger, at=AT, act=act.pk, reason="Ні").clause
        assert signing.send_back(actor=orders.clerk(kr), at=AT, act=act.pk, reason="Не підписано").state == "draft"


class TestSignElectronically:
    def test_adds_the_mayors_signature_to_the_final_file(self, city):
        act = orders.handed_in(city)
        mayor = city.actor("mayor")
        orders.key(mayor)
        attempt = orders.sign(act, mayor)
        assert (attempt.state, attempt.trouble) == ("done", "")
        act.refresh_from_db()
        assert (act.state, act.signed_on, act.is_electronic) == ("signed", DAY, True)
        given, made = (storage.path_of(one).read_bytes() for one in (attempt.given_id, act.signed_file.blob_id))
        assert made.startswith(given)
        assert [row["state"] for row in signatures.examined(made, AT)] == ["valid"]
        assert act.document.number is None

    def test_a_wrong_pin_leaves_the_act_where_it_was(self, kr):
        act = orders.handed_in(kr)
        mayor = kr.actor("mayor")
        orders.key(mayor)
        attempt = orders.sign(act, mayor, pin="000000")
        assert (attempt.state, attempt.made) == ("failed", None)
        act.refresh_from_db()
        assert (act.state, act.signed_on, act.document.number) == ("signing", None, None)
        assert "acts.signing_failed" in codes(act)
        assert orders.sign(act, mayor).state == "done"

    def test_annexes_are_signed_first_within_the_same_file(self, kr):
        act = orders.handed_in(kr, said=orders.text(kr, annexes=ANNEX), flags=["annexes"])
        mayor, manager = kr.actor("mayor"), kr.actor("affairs_manager")
        for one in (mayor, manager):
            orders.key(one)
        told = refusal(orders.sign, act=act, actor=mayor)
        assert (told.clause, told.message) == ("6.12", f"Спершу підписують додатки: {manager.post_title}.")
        assert orders.sign(act, manager, part="annexes").state == "done"
        act.refresh_from_db()
        assert act.state == "signing"
        assert orders.sign(act, mayor).state == "done"
        act.refresh_from_db()
        rows = signatures.examined(storage.path_of(act.signed_file.blob_id).read_bytes(), AT)
        assert [row["post"][:9] for row in rows] == [manager.post_title[:9], mayor.post_title[:9]]
        assert {row["state"] for row in rows} == {"valid"}

    def test_only_the_signatory_himself_signs(self, kr):
        act = orders.handed_in(kr)
        assert "не надано" in refusal(orders.sign, act=act, actor=kr.actor("secretary")).message
        clerk = orders.clerk(kr)
        assert refusal(orders.sign, act=act, actor=clerk).message == "Акт підписує Міський голова."
        assert "Додатки" in refusal(orders.sign, act=act, actor=kr.actor("affairs_manager"), part="annexes").message
        assert not Signing.objects.exists()

    def test_another_version_than_the_one_seen_is_not_signed(self, kr):
        act = orders.handed_in(kr)
        deed = {"actor": kr.actor("mayor"), "at": AT, "act": act.pk, "provider": "own_keys", "secret": orders.PIN}
        assert "перегляньте" in refusal(electronic.sign, **deed, version=orders.version(act) + 1).message
        assert "надавача" in refusal(electronic.sign, **(deed | {"provider": "nobody"}), version=1).message

    def test_two_attempts_at_once_do_not_go_on(self, kr):
        act = orders.handed_in(kr)
        begin = {"actor": kr.actor("mayor"), "act": act.pk, "provider": "own_keys", "version": orders.version(act)}
        first = electronic.begin(at=AT, **begin)
        assert "триває" in refusal(electronic.begin, at=AT, **begin).message
        second = electronic.begin(at=AT + electronic.BROKEN_OFF, **begin)
        first.refresh_from_db()
        assert (first.state, first.trouble) == ("failed", "Підписання перервано.")
        electronic.give_up(actor=kr.actor("mayor"), at=AT, attempt=second.pk)
        assert "розпочав" in refusal(electronic.give_up, actor=orders.clerk(kr), at=AT, attempt=second.pk).message


class Later:
    """A provider that answers when it is asked again, or says no."""

    key, title, asks = "later", "Надавач, що відповідає згодом", ""

    def __init__(self) -> None:
        self.answers: list[object] = []
        self.given = b""

    def is_ready(self, person, at):
        return True

    def sign(self, pdf, asked):
        self.given, self.asked = pdf, asked
        return Waiting("r-1", "Підтвердьте в застосунку.")

    def collect(self, reference, at):
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


class TestWaitingProvider:
    @pytest.fixture
    def later(self, monkeypatch) -> Later:
        provider = Later()
        monkeypatch.setitem(signers._known, "later", provider)
        return provider

    def ask(self, kr, later):
        act = orders.handed_in(kr)
        mayor = kr.actor("mayor")
        orders.key(mayor)
        attempt = electronic.sign(actor=mayor, at=AT, act=act.pk, provider="later", version=orders.version(act))
        return act, mayor, attempt

    def test_takes_no_number_while_it_waits_and_is_done_by_its_answer(self, kr, later):
        act, mayor, attempt = self.ask(kr, later)
        assert (attempt.state, attempt.reference) == ("waiting", "r-1")
        act.refresh_from_db()
        assert (act.state, act.document.number) == ("signing", None)
        made = signers.of("own_keys").sign(later.given, replace(later.asked, secret=orders.PIN))
        later.answers = [Waiting("r-1"), made]
        tomorrow = AT + timedelta(days=1)
        assert electronic.collect(actor=mayor, at=tomorrow, attempt=attempt.pk) is None
        assert electronic.collect(actor=mayor, at=tomorrow, attempt=attempt.pk).state == "done"
        act.refresh_from_db()
        assert (act.state, act.signed_on) == ("signed", DAY)
        assert electronic.collect(actor=mayor, at=tomorrow, attempt=attempt.pk) is None

    @pytest.mark.parametrize(
        ("answer", "words"),
        [
            (Trouble("Відхилено в застосунку."), "Відхилено"),
            (b"%PDF-1.7 another", "інший файл"),
            ("given", "інший файл"),
            ("garbage", "прочитати не вдалося|без підпису"),
            ("foreign", "чужим ключем"),
        ],
    )
    def test_what_is_not_the_persons_signature_under_the_file_is_a_failed_attempt(self, kr, later, answer, words):
        act, mayor, attempt = self.ask(kr, later)
        if answer == "given":
            answer = later.given
        elif answer == "garbage":
            answer = later.given + b"\n% tail"
        elif answer == "foreign":
            deputy = kr.actor("deputy_2")
            orders.key(deputy)
            asked = replace(later.asked, person=deputy.person_id, secret=orders.PIN)
            answer = signers.of("own_keys").sign(later.given, asked)
        later.answers = [answer]
        done = electronic.collect(actor=mayor, at=AT, attempt=attempt.pk)
        assert done.state == "failed"
        assert re.search(words, done.trouble)
        act.refresh_from_db()
        assert act.state == "signing"

    def test_an_answer_after_the_act_went_back_signs_nothing(self, kr, later):
        act, mayor, attempt = self.ask(kr, later)
        made = signers.of("own_keys").sign(later.given, replace(later.asked, secret=orders.PIN))
        later.answers = [made]
        signing.send_back(actor=mayor, at=AT, act=act.pk, reason="Передумано")
        assert electronic.collect(actor=mayor, at=AT, attempt=attempt.pk) is None
        assert electronic.finish(actor=mayor, at=AT, attempt=attempt.pk, made=made).state == "failed"
        act.refresh_from_db()
        assert (act.state, act.signed_file) == ("draft", None)
