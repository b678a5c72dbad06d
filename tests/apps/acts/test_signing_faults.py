"""Killed at each write of signing and registration, two at once, any order of deeds: no number without a signed act, none twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from magistrat.acts.actions import copying, drafting, electronic, mailing, registering, sending_for_visas, signing
from magistrat.acts.models import Act, Copy, Delivery, Round, Signing
from magistrat.acts.queries import signing as facts
from magistrat.approvals.queries import state as approvals
from magistrat.documents.models import Document
from magistrat.journal.models import Entry
from magistrat.numbers.models import Counter
from magistrat.rules.refusal import Refusal
from magistrat.signatures import queries as signatures
from magistrat.signatures.readers import pdf, trust
from magistrat.tasks.models import Control, Task
from tests.factories import orders
from tests.factories.acts import Hall
from tests.factories.orders import AT, DAY, hall, kyiv
from tests.factories.threads import at_once, killed

WRITES = ("INSERT", "UPDATE", "DELETE")
SERIES = "documents.registry"


@pytest.fixture(autouse=True)
def folders(settings, tmp_path, monkeypatch):
    orders.folders(settings, tmp_path)

    def examined(body: bytes, at: Any) -> list[dict[str, Any]]:
        """The reader itself, without a process for each of hundreds of attempts."""
        file = tmp_path / "read.pdf"
        file.write_bytes(body)
        return pdf.read(str(file), trust.roots(str(settings.SIGNATURE_ROOTS)), at)

    monkeypatch.setattr(signatures, "examined", examined)


@pytest.fixture(params=["kryvyi-rih", pytest.param("druzhkivka", marks=[pytest.mark.proof, pytest.mark.second])])
def city(request) -> Hall:
    """Each city in turn, with an order that is agreed."""
    return hall(request.param)


@contextmanager
def dying_at(moment: int) -> Iterator[None]:
    """The connection dies at the write of this number."""
    seen = 0

    def watched(execute, statement, params, many, context):
        nonlocal seen
        if statement.lstrip().upper().startswith(WRITES):
            seen += 1
            if seen == moment:
                killed()
        return execute(statement, params, many, context)

    with connection.execute_wrapper(watched):
        yield


def killed_everywhere(deed: Callable[[], Any], check: Callable[[], None]) -> tuple[Any, int]:
    """Do the deed again and again, dying at its first write, its second… and before its commit; what the last one made."""

    def before_commit(_: int) -> Any:
        with transaction.atomic():
            deed()
            killed()

    assert isinstance(at_once(1, before_commit)[0], DatabaseError)
    check()
    moment = 0
    while True:
        moment += 1

        def dies(_: int, moment=moment) -> Any:
            with dying_at(moment):
                return deed()

        got = at_once(1, dies)[0]
        check()
        if not isinstance(got, DatabaseError):
            return got, moment


def whole(act: Act) -> None:
    """A number stands on the card exactly when the act is registered, and the counter has given just so many."""
    now = Act.objects.select_related("document", "signed_version", "signed_file").get(pk=act.pk)
    assert (now.document.number is None) == (now.state != "registered")
    given = Counter.objects.filter(series__startswith=SERIES).values_list("last", flat=True).first() or 0
    assert given == Document.objects.filter(number__isnull=False).count()
    if now.state in ("signed", "registered"):
        assert now.signed_version is not None
        assert now.signed_file is not None
    else:
        assert now.signed_on is None
        assert not Task.objects.filter(document=now.document).exists()


@pytest.mark.django_db(transaction=True)
class TestKilled:
    def test_at_each_write_of_registration(self, city):
        act = orders.signed(city)
        orders.recipient(act, post=city.post("legal_head"))
        deed = lambda: registering.register(actor=orders.clerk(city), at=AT, act=act.pk)  # noqa: E731
        got, moments = killed_everywhere(deed, lambda: whole(act))
        assert (got.document.number, moments > 20) == (1, True)
        assert Entry.objects.filter(code="documents.registered").count() == 1
        assert (Task.objects.count(), Control.objects.count()) == (2, 1)
        assert isinstance(at_once(1, lambda _: deed())[0], Refusal)
        assert Document.objects.filter(number__isnull=False).count() == 1

    def test_at_each_write_of_the_mark_on_paper(self, city):
        act = orders.handed_in(city)
        deed = lambda: signing.mark_paper(  # noqa: E731
            actor=orders.clerk(city), at=AT, act=act.pk, signed_on=DAY, scan=[orders.paper()]
        )
        got, _ = killed_everywhere(deed, lambda: whole(act))
        assert got.state == "signed"
        assert act.document.files.filter(role="signed").count() == 1

    def test_at_each_write_of_an_electronic_signature(self, city):
        act = orders.handed_in(city)
        mayor = city.actor("mayor")
        orders.key(mayor)
        # Each attempt is later than the one that died before it, which gives way.
        moments = iter(AT + number * electronic.BROKEN_OFF for number in range(200))
        got, _ = killed_everywhere(lambda: orders.sign(act, mayor, at=next(moments)), lambda: whole(act))
        assert got.state == "done"
        act.refresh_from_db()
        assert act.state == "signed"
        assert Signing.objects.filter(act=act, state="done").count() == 1
        assert not Signing.objects.filter(act=act, state="waiting").exists()

    def test_a_round_sends_each_copy_once(self):
        kr = hall("kryvyi-rih")
        act = orders.signed(kr)
        orders.recipient(act, post=kr.post("legal_head"))
        orders.recipient(act, correspondent=orders.outsider())
        registering.register(actor=orders.clerk(kr), at=AT, act=act.pk)

        def check() -> None:
            assert Delivery.objects.count() in (0, 2)
            assert Round.objects.filter(deliveries__isnull=False).distinct().count() == Delivery.objects.count() // 2

        got, _ = killed_everywhere(lambda: mailing.carry(at=kyiv("03-10 12:01")), check)
        assert got.deliveries.count() == 2


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    def test_two_clerks_give_one_act_one_number(self, city):
        act, other = orders.signed(city), orders.signed_by_hand(city)
        pks = [act.pk, act.pk, act.pk, other.pk]
        got = at_once(4, lambda n: registering.register(actor=orders.clerk(city), at=AT, act=pks[n]))
        done = [one for one in got if isinstance(one, Act)]
        assert len(done) == 2
        assert sorted(Document.objects.filter(number__isnull=False).values_list("number", flat=True)) == [1, 2]
        whole(act)

    def test_two_workers_make_one_round(self):
        kr = hall("kryvyi-rih")
        act = orders.signed(kr)
        orders.recipient(act, post=kr.post("legal_head"))
        registering.register(actor=orders.clerk(kr), at=AT, act=act.pk)
        got = at_once(3, lambda _: mailing.carry(at=kyiv("03-10 12:01")))
        assert len([one for one in got if isinstance(one, Round)]) == 1
        assert Delivery.objects.count() == 1

    def test_the_mayor_signs_while_the_clerk_marks_the_paper(self, city):
        act = orders.handed_in(city)
        mayor, clerk = city.actor("mayor"), orders.clerk(city)
        orders.key(mayor)
        deeds = (
            lambda: orders.sign(act, mayor),
            lambda: signing.mark_paper(actor=clerk, at=AT, act=act.pk, signed_on=DAY, scan=[orders.paper()]),
        )
        got = at_once(2, lambda n: deeds[n]())
        act.refresh_from_db()
        assert act.state == "signed"
        assert sum(isinstance(one, Act) or getattr(one, "state", "") == "done" for one in got) == 1
        assert not Signing.objects.filter(act=act, state="waiting").exists()

    def test_copies_certified_at_once_have_numbers_without_gaps(self):
        kr = hall("kryvyi-rih")
        act = orders.registered(kr)
        at_once(3, lambda n: copying.certify(actor=orders.clerk(kr), at=AT, act=act.pk, whom=f"Суд {n}"))
        assert list(Copy.objects.order_by("number").values_list("number", flat=True)) == [1, 2, 3]


DEEDS = (
    "agree",
    "change",
    "resend",
    "hand_in",
    "mark",
    "wrong_pin",
    "sign",
    "back",
    "withdraw",
    "register",
    "register",
)


class Story:
    """An order of the city on which anybody does anything in any order."""

    def __init__(self, slug: str) -> None:
        self.city = hall(slug)
        self.mayor, self.clerk, self.drafter = (
            self.city.actor("mayor"),
            orders.clerk(self.city),
            orders.drafter(self.city),
        )
        self.act = orders.agreed(self.city)
        self.tick = 0

    def do(self, deed: str) -> None:
        """The deed, or its refusal."""
        self.tick += 1
        at = AT + timedelta(minutes=10 * self.tick)
        pk = self.act.pk
        try:
            with transaction.atomic():
                {
                    "agree": lambda: orders.agree(self.act, at),
                    "change": lambda: self._change(at),
                    "resend": lambda: sending_for_visas.send(actor=self.drafter, at=at, act=pk, confirm=True),
                    "hand_in": lambda: signing.hand_in(actor=self.drafter, at=at, act=pk),
                    "mark": lambda: signing.mark_paper(
                        actor=self.clerk, at=at, act=pk, signed_on=DAY, scan=[orders.paper()]
                    ),
                    "wrong_pin": lambda: orders.sign(self.act, self.mayor, at=at, pin="000000"),
                    "sign": lambda: orders.sign(self.act, self.mayor, at=at),
                    "back": lambda: signing.send_back(actor=self.mayor, at=at, act=pk, reason="Уточніть"),
                    "withdraw": lambda: signing.withdraw(actor=self.clerk, at=at, act=pk, reason="Не той скан"),
                    "register": lambda: registering.register(actor=self.clerk, at=at, act=pk),
                }[deed]()
        except Refusal:
            return

    def _change(self, at: Any) -> None:
        act = Act.objects.get(pk=self.act.pk)
        content = drafting.drafts.content_of(act)
        text = replace(content.text, stating=f"{content.text.stating} {self.tick}")
        drafting.write(
            actor=self.drafter, at=at, act=act.pk, content=replace(content, text=text), revision=act.revision
        )

    def holds(self) -> None:
        """No number without a signature, no signature without all visas of the signed version, which is the text itself."""
        act = Act.objects.select_related("document", "signed_version").get(pk=self.act.pk)
        if act.document.number is not None:
            assert act.state == "registered"
        if act.state in ("signed", "registered"):
            assert act.signed_version is not None
            assert approvals.signing_refusals(act.document_id, act.signed_version.number) == []
            assert facts.version_of(act.document_id) == act.signed_version
            assert facts.is_text_of(act, act.signed_version)
        else:
            assert act.document.number is None
            assert act.signed_version is None


class Undone(Exception):
    """The example's rows are rolled back."""


def walked(slug: str, deeds: list[str]) -> None:
    """Do them in this order, then try to sign and register all the same; nothing of it stays."""
    story = Story(slug)
    orders.key(story.mayor)
    for deed in (*deeds, "hand_in", "sign", "register"):
        story.do(deed)
        story.holds()
    raise Undone


@pytest.mark.django_db
@pytest.mark.parametrize(
    "slug", ["kryvyi-rih", pytest.param("druzhkivka", marks=[pytest.mark.proof, pytest.mark.second])]
)
@settings(max_examples=8, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(deeds=st.lists(st.sampled_from(DEEDS), min_size=4, max_size=9))
def test_no_order_of_deeds_gives_a_number_without_signature_or_a_signature_without_visas(slug, deeds):
    with pytest.raises(Undone), transaction.atomic():
        walked(slug, deeds)
