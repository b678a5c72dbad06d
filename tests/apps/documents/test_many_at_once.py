"""Deeds on many, saved views and piles, pressed by two at once or killed half-way, on a real PostgreSQL."""

from __future__ import annotations

import pytest
from django.db import DatabaseError

from magistrat.documents import bulk as deeds
from magistrat.documents.actions import bulk, files, nomenclature, piles, registration, views
from magistrat.documents.models import BulkRun, CaseFile, Document, Pile, PileLetter, SavedView
from magistrat.documents.queries import views as read
from magistrat.journal.models import Entry
from magistrat.outbox.models import Message
from magistrat.rules.refusal import Refusal
from tests.factories import documents as make
from tests.factories.threads import at_once, killed

pytestmark = pytest.mark.django_db(transaction=True)
AT = make.AT


@pytest.fixture
def office() -> make.Office:
    return make.office()


@pytest.fixture
def case(office) -> CaseFile:
    return CaseFile.objects.create(
        year=2026, department_id=office.clerk.department_id, index="04.1-05", title="Листування", keep_term="5 р."
    )


def filing(case, documents) -> dict[str, object]:
    ids = [one.pk for one in documents]
    return {"at": AT, "deed": deeds.find("do-spravy"), "subjects": ids, "given": {"case": case.pk}}


def filed_once(documents) -> None:
    """Each document was put into its file by one deed."""
    for document in documents:
        assert Entry.objects.filter(code="documents.filed_away", document=document.pk).count() == 1
    assert Document.objects.filter(filed_on__isnull=True).count() == 0


class TestManyAtOnce:
    def test_two_clerks_file_the_same_documents(self, office, case):
        documents = [make.registered(office) for _ in range(4)]
        clerks = (office.clerk, office.records_head)
        runs = at_once(2, lambda n: bulk.do(actor=clerks[n], **filing(case, documents)))
        states = [state for run in runs for state in run.lines.values_list("state", flat=True)]
        assert sorted(states) == ["done"] * 4 + ["refused"] * 4
        filed_once(documents)

    def test_two_workers_share_a_run_one_of_them_killed(self, office, case, monkeypatch):
        monkeypatch.setattr(deeds, "AT_ONCE", 1)
        documents = [make.registered(office) for _ in range(6)]
        run = bulk.do(actor=office.clerk, **filing(case, documents))
        calls = []
        good = deeds.find("do-spravy")

        def dies_once(**given):
            nomenclature.file_away(
                actor=given["actor"], at=given["at"], document_id=given["subject"], case_id=given["case"]
            )
            calls.append(given["subject"])
            if len(calls) == 2:
                killed()

        monkeypatch.setitem(deeds._deeds, "do-spravy", deeds.Deed(**{**vars(good), "do": dies_once}))
        got = at_once(2, lambda n: bulk.go_on(at=AT, run=run.pk))
        assert sum(isinstance(one, DatabaseError) for one in got) == 1
        # Whoever finds the run again does the line that was undone.
        finished = bulk.go_on(at=AT, run=run.pk)
        assert finished.finished_at == AT
        assert set(finished.lines.values_list("state", flat=True)) == {"done"}
        filed_once(documents)
        assert Message.objects.filter(key=f"documents.bulk:{run.pk}").count() == 1

    def test_taken_back_once(self, office, case):
        documents = [make.registered(office) for _ in range(2)]
        run = bulk.do(actor=office.clerk, **filing(case, documents))
        got = at_once(3, lambda n: bulk.undo(actor=office.clerk, at=AT, run=run.pk))
        assert [sum(isinstance(one, kind) for one in got) for kind in (BulkRun, Refusal)] == [1, 2]
        assert Document.objects.filter(filed_on__isnull=False).count() == 0


class TestViews:
    def keep(self, office, query="urgent=on", title="Термінові"):
        return views.keep(actor=office.clerk, at=AT, place="documents", title=title, query=query, is_first=True)

    def test_one_name_is_one_view(self, office):
        got = at_once(3, lambda n: self.keep(office, query=f"kind={n}", title=("Термінові", "термінові")[n % 2]))
        assert len({view.pk for view in got}) == 1
        view = SavedView.objects.get()
        assert read.first(actor=office.clerk, place="documents").pk == view.pk
        assert Entry.objects.filter(code="documents.view_saved").count() == 3

    def test_not_more_than_the_limit(self, office, monkeypatch):
        monkeypatch.setattr(views, "MOST", 2)
        self.keep(office, title="Перший")
        got = at_once(3, lambda n: self.keep(office, title=f"Вигляд {n}"))
        assert [sum(isinstance(one, kind) for one in got) for kind in (SavedView, Refusal)] == [1, 2]
        assert SavedView.objects.count() == 2

    def test_taken_away_once(self, office):
        view = self.keep(office)
        got = at_once(2, lambda n: views.remove(actor=office.clerk, at=AT, view=view.pk))
        assert sum(isinstance(one, Refusal) for one in got) == 1
        assert Entry.objects.filter(code="documents.view_removed").count() == 1


class TestPiles:
    def uploads(self, count):
        return [files.Upload(f"лист-{n}.txt", f"Лист {n}".encode()) for n in range(1, count + 1)]

    def test_killed_half_way_nothing_is_taken_in_and_the_other_clerk_s_pile_is_whole(self, office, monkeypatch):
        taken = piles.arrivals.receive

        def dies(**given):
            letter = taken(**given)
            if given["actor"] == office.clerk and given["uploads"][0].name == "лист-3.txt":
                killed()
            return letter

        monkeypatch.setattr(piles.arrivals, "receive", dies)
        clerks = (office.clerk, office.records_head)
        got = at_once(2, lambda n: piles.receive(actor=clerks[n], at=AT, uploads=self.uploads(4), way="post"))
        assert isinstance(got[0], DatabaseError)
        assert [one.pk for one in Pile.objects.all()] == [got[1].pk]
        assert list(got[1].letters.order_by("position").values_list("position", flat=True)) == [1, 2, 3, 4]
        assert Document.objects.count() == 4

    def test_two_clerks_work_through_one_pile(self, office):
        pile = piles.receive(actor=office.clerk, at=AT, uploads=self.uploads(4), way="post")
        clerks = (office.clerk, office.records_head)
        letters = list(PileLetter.objects.filter(pile=pile).order_by("position").values_list("document", flat=True))
        cards = {letter: [make.card(office), make.card(office)] for letter in letters}

        def through(n):
            won = 0
            for letter in letters:
                try:
                    registration.register_incoming(
                        actor=clerks[n], at=AT, registry_id=office.incoming.pk, card=cards[letter][n], arrival_id=letter
                    )
                    piles.keep(document_id=letter, values={"kind": n + 1})
                    won += 1
                except Refusal:
                    continue
            return won

        got = at_once(2, through)
        assert sum(got) == 4
        registered = Document.objects.filter(state="registered")
        assert sorted(registered.values_list("number", flat=True)) == [1, 2, 3, 4]
        assert registered.filter(pk__in=letters).count() == 4
