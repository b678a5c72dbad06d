"""What the worker does of itself with acts, and commands of signing."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from magistrat.acts import events, jobs
from magistrat.acts.actions import electronic, mailing, registering
from magistrat.acts.models import Delivery, Round, Signing
from magistrat.acts.queries import removal
from magistrat.outbox.models import Message
from magistrat.signatures import signers
from magistrat.signatures.actions import keys
from magistrat.signatures.models import Key
from magistrat.signatures.signers import Waiting
from magistrat.tasks.actions import past_control
from magistrat.tasks.models import Control, PastControl, Task
from tests.factories import orders
from tests.factories.acts import Hall
from tests.factories.documents import signed_in
from tests.factories.orders import AT, hall, kyiv

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folders(settings, tmp_path):
    orders.folders(settings, tmp_path)


@pytest.fixture
def now(monkeypatch):
    """Set the clock: «03-10 12:00» of Kyiv."""
    return lambda text: monkeypatch.setenv("MAGISTRAT_NOW", kyiv(text).isoformat())


@pytest.fixture
def kr() -> Hall:
    """The first city."""
    return hall("kryvyi-rih")


class Slow:
    """A provider whose first answer breaks off, whose next is to wait."""

    key, title, asks = "slow", "Повільний надавач", ""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def is_ready(self, person, at):
        return True

    def sign(self, pdf, asked):
        return Waiting(f"r-{asked.person}", "Підтвердьте в застосунку.")

    def collect(self, reference, at):
        self.asked.append(reference)
        if len(self.asked) == 1:
            raise ConnectionError("немає зв'язку")
        return b"%PDF-1.7 another"


class TestWorker:
    def test_makes_the_round_whose_hour_has_come(self, kr, now):
        act = orders.signed(kr)
        orders.recipient(act, post=kr.post("legal_head"))
        registering.register(actor=orders.clerk(kr), at=AT, act=act.pk)
        now("03-10 11:55")
        jobs.make_round(0)
        assert not Delivery.objects.exists()
        now("03-10 12:00")
        jobs.make_round(0)
        jobs.make_round(300)
        assert Delivery.objects.get().round == Round.objects.get(at=kyiv("03-10 12:00"))

    def test_a_broken_provider_holds_no_other_attempt_up(self, kr, now, monkeypatch):
        slow = Slow()
        monkeypatch.setitem(signers._known, "slow", slow)
        for act in (orders.handed_in(kr), orders.handed_in(kr, said=orders.text(kr))):
            asked = {"act": act.pk, "provider": "slow", "version": orders.version(act)}
            electronic.sign(actor=kr.actor("mayor"), at=AT, **asked)
        now("03-10 10:01")
        jobs.collect_signatures(0)
        assert sorted(Signing.objects.values_list("state", flat=True)) == ["failed", "waiting"]
        jobs.collect_signatures(60)
        assert set(Signing.objects.values_list("state", flat=True)) == {"failed"}
        assert len(slow.asked) == 3

    def test_ends_acts_whose_term_has_passed(self, kr, now):
        act = orders.registered(kr)
        deed = {"actor": orders.clerk(kr), "at": AT, "act": act.pk}
        registering.set_term(**deed, until=kyiv("03-31 00:00").date())
        now("04-01 00:10")
        jobs.settle(0)
        act.refresh_from_db()
        assert act.force == "expired"

    def test_reminds_once_a_quarter_of_executed_acts_on_control(self, kr, now):
        orders.registered(kr)
        Task.objects.update(state="done", done_on=AT.date(), done_at=AT, repeats="", repeat_day=None)
        Control.objects.update(done_on=AT.date())
        told = Message.objects.filter(key__startswith="acts.removal_due")
        now("05-29 08:20")
        jobs.propose_removal(0)
        assert not told.exists()
        now("06-10 08:20")
        jobs.propose_removal(0)
        first = told.count()
        assert first
        assert "8.20.11" in told.first().body
        now("06-11 08:20")
        jobs.propose_removal(0)
        assert told.count() == first

    def test_the_quarter_is_counted_from_the_first_act_on_control_though_it_came_on_it_again(self, kr):
        act, on = orders.registered(kr), AT.date()
        due = removal.due_on(on)
        Control.objects.update(state="off", off_on=on)
        past_control.keep(documents=[act.document_id])
        Control.objects.update(state="on", off_on=None, set_at=AT + timedelta(days=60))
        assert removal.due_on(on) == due
        PastControl.objects.update(set_at=kyiv("03-10 01:00"))
        assert removal.due_on(on) == due, "the day is Kyiv's"

    def test_a_letter_that_failed_is_told_to_the_office(self, kr):
        act = orders.registered(kr)
        line = orders.recipient(act, correspondent=orders.outsider())
        mailing.send(actor=orders.clerk(kr), at=AT, act=act.pk, recipients=[line.pk])
        letter = Message.objects.get(pk=Delivery.objects.get().message)
        letter.trouble = "немає такої скриньки"
        events.mail_failed(letter, AT + timedelta(hours=1))
        assert Delivery.objects.get().trouble == "немає такої скриньки"


class TestCommands:
    def test_make_an_authority_and_a_persons_key(self, kr, monkeypatch):
        out = io.StringIO()
        login = self.login(kr)
        with pytest.raises(CommandError, match="надавача"):
            self.issue(monkeypatch, login, orders.PIN)
        call_command("signing_authority", stdout=out)
        call_command("signing_authority", stdout=out)
        assert len(set(out.getvalue().splitlines())) == 1
        for _ in range(2):
            assert "Видано ключ" in self.issue(monkeypatch, login, orders.PIN)
        person = kr.actor("mayor").person_id
        assert Key.objects.filter(person=person, ended_at__isnull=True).count() == 1
        assert keys.unlock(person=person, pin=orders.PIN, at=AT)

    def test_refuse_a_stranger_and_a_short_pin(self, kr, monkeypatch):
        login = self.login(kr)
        call_command("signing_authority", stdout=io.StringIO())
        with pytest.raises(CommandError, match="немає"):
            self.issue(monkeypatch, "nobody", orders.PIN)
        with pytest.raises(CommandError, match="щонайменше"):
            self.issue(monkeypatch, login, "123")

    def login(self, found: Hall) -> str:
        mayor = found.actor("mayor")
        signed_in(Client(), mayor)
        return f"login{mayor.person_id}"

    def issue(self, monkeypatch, login: str, pin: str) -> str:
        out = io.StringIO()
        monkeypatch.setattr("sys.stdin", io.StringIO(f"{pin}\n"))
        call_command("signing_key", "--login", login, "--pin-stdin", stdout=out)
        return out.getvalue()
