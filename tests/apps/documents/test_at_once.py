"""Two at once, on a real PostgreSQL: numbers without gap or repeat, one arrival registered once."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import replace

import pytest
from django.db import transaction

from magistrat.documents.actions import corrections, hooks, nomenclature, paper, registration
from magistrat.documents.models import CaseFile, Document, PaperMove
from magistrat.documents.queries import cards as read_cards
from magistrat.rules.refusal import Refusal
from tests.factories import documents as make
from tests.factories.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)
AT = make.AT


@pytest.fixture
def office() -> make.Office:
    return make.office()


class TestNumbers:
    def test_no_gap_and_no_repeat(self, office, monkeypatch):
        def sometimes(documents, actor, at):
            if any(document.summary == "невдача" for document in documents):
                raise RuntimeError

        monkeypatch.setattr(hooks, "_registered", [sometimes])
        cards = [make.card(office, summary="невдача" if n % 4 == 0 else "Про воду") for n in range(24)]

        def register(n):
            for card in cards[n * 3 : n * 3 + 3]:
                try:
                    registration.register_incoming(actor=office.clerk, at=AT, registry_id=office.incoming.pk, card=card)
                except RuntimeError:
                    continue

        at_once(8, register)
        numbers = sorted(Document.objects.values_list("number", flat=True))
        assert numbers == list(range(1, 19))

    def test_one_arrival_is_registered_once(self, office):
        waiting = make.arrival(office)
        cards = [make.card(office) for _ in range(4)]

        def register(n):
            return registration.register_incoming(
                actor=office.clerk, at=AT, registry_id=office.incoming.pk, card=cards[n], arrival_id=waiting.pk
            )

        got = at_once(4, register)
        assert sum(isinstance(one, Document) for one in got) == 1
        assert sum(isinstance(one, Refusal) for one in got) == 3
        assert Document.objects.get().number == 1

    def test_the_original_goes_to_one(self, office):
        document = make.registered(office)

        def hand(n):
            return paper.hand_over(
                actor=office.clerk,
                at=AT,
                document_id=document.pk,
                post_id=office.mayor.post_id,
                signed_by=f"Коваль {n}",
            )

        got = at_once(4, hand)
        assert sum(isinstance(one, PaperMove) for one in got) == 1


class TestSupplements:
    def test_each_has_its_own_place(self):
        office = make.office("druzhkivka")
        first = make.registered(office)
        cards = [make.card(office) for _ in range(4)]

        def add(n):
            return registration.register_supplement(actor=office.clerk, at=AT, to=first.pk, card=cards[n])

        at_once(4, add)
        assert sorted(Document.objects.values_list("supplement", flat=True)) == [0, 1, 2, 3, 4]


class TestFiling:
    """Nothing gets into a file that is being closed."""

    @pytest.fixture
    def case(self, office: make.Office) -> CaseFile:
        return CaseFile.objects.create(
            year=2025, department_id=office.clerk.department_id, index="04.1-05", title="Листи", keep_term="5 р."
        )

    def during_the_closing(self, office: make.Office, deed: Callable[[], object]) -> object:
        is_closed = threading.Event()

        def close() -> None:
            with transaction.atomic():
                nomenclature.close_year(actor=office.clerk, at=AT, year=2025)
                is_closed.set()
                time.sleep(0.5)

        def do() -> object:
            is_closed.wait(20)
            return deed()

        return at_once(2, lambda n: (close, do)[n]())[1]

    def test_no_paper_is_put_into_it(self, office, case):
        document = make.registered(office)
        got = self.during_the_closing(
            office,
            lambda: nomenclature.file_away(actor=office.clerk, at=AT, document_id=document.pk, case_id=case.pk),
        )
        assert isinstance(got, Refusal)
        document.refresh_from_db()
        assert document.filed_on is None

    def test_no_correction_names_it(self, office, case):
        document = make.registered(office)
        card = replace(read_cards.card_of(document), case_file=case.pk)
        got = self.during_the_closing(
            office,
            lambda: corrections.correct(
                actor=office.clerk, at=AT, document_id=document.pk, card=card, reason="не та справа"
            ),
        )
        assert isinstance(got, Refusal)
        document.refresh_from_db()
        assert document.case_file is None
