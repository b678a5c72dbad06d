"""Documents follow the directory: found by a new name, found no more by words that a merging had brought."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import connection

from magistrat.documents import jobs, queue
from magistrat.documents.actions import corrections, correspondents, merging, naming, passages
from magistrat.documents.card import Party
from magistrat.documents.models import Correspondent, Document
from magistrat.documents.queries import cards as read
from magistrat.documents.queries import search
from tests.factories import documents as make

pytestmark = pytest.mark.django_db
AT = make.AT


@pytest.fixture
def office() -> make.Office:
    return make.office()


def found(words: str) -> set[int]:
    return set(search.narrow(Document.objects.all(), words).values_list("pk", flat=True))


def rename(office, one: Correspondent, name: str, **more) -> None:
    correspondents.change(actor=office.clerk, at=AT, correspondent_id=one.pk, name=name, kind=one.kind, **more)


def waiting_jobs() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM procrastinate_jobs WHERE task_name = %s AND status = 'todo'", [queue.FOLLOW_NAMES]
        )
        return int(cursor.fetchone()[0])


def work_through() -> None:
    jobs.follow_names(timestamp=0)


class TestRenamed:
    def test_earlier_papers_are_found_by_the_new_name_and_not_by_the_old(self, office):
        sender = make.correspondent("Завод верстатів")
        document = make.registered(office, parties=(Party(sender.pk, "5/1", None),))
        rename(office, sender, "Кузня майстрів")
        assert waiting_jobs() == 1
        work_through()
        assert found("кузнею майстрів") == {document.pk}
        assert found("верстатами") == set()
        assert Correspondent.objects.get(pk=sender.pk).words_after is None

    def test_by_a_new_code(self, office):
        sender = make.correspondent("Завод верстатів")
        document = make.registered(office, parties=(Party(sender.pk, "5/1", None),))
        rename(office, sender, sender.name, code="03341316")
        work_through()
        assert found("03341316") == {document.pk}

    def test_nothing_waits_when_only_the_telephone_changed(self, office):
        sender = make.correspondent("Завод верстатів")
        rename(office, sender, sender.name, phone="92-00-00")
        assert waiting_jobs() == 0
        assert naming.go_on(limit=5) == 0

    def test_in_batches_and_on_where_it_was_killed(self, office, monkeypatch):
        sender = make.correspondent("Завод верстатів")
        papers = [make.registered(office, parties=(Party(sender.pk, f"5/{n}", None),)).pk for n in range(5)]
        rename(office, sender, "Кузня майстрів")
        assert naming.go_on(limit=2) == 2
        assert found("кузня") == set(papers[:2])
        with monkeypatch.context() as patch, pytest.raises(RuntimeError):
            patch.setattr(passages, "gather", _killed)
            naming.go_on(limit=2)
        assert found("кузня") == set(papers[:2])
        # Renamed once more in the midst: all of them again.
        rename(office, sender, "Ливарня братів")
        assert [naming.go_on(limit=2) for _ in range(4)] == [2, 2, 1, 0]
        assert (found("ливарня"), found("кузня")) == (set(papers), set())

    def test_done_twice_it_writes_the_same(self, office):
        document = make.registered(office)
        kept = Document.objects.values_list("lemmas", "search_text").get(pk=document.pk)
        for _ in range(2):
            naming.begin(correspondents=[office.sender.pk])
            work_through()
        assert Document.objects.values_list("lemmas", "search_text").get(pk=document.pk) == kept
        assert waiting_jobs() == 1


class TestMergedAndSeparated:
    @pytest.fixture
    def twin(self, office):
        return make.correspondent("Кузня майстрів")

    def merge(self, office, twin):
        into = make.correspondent("Ливарня братів")
        merging.merge(actor=office.records_head, at=AT, merged_id=twin.pk, into_id=into.pk, reason="Той самий")
        work_through()

    def test_the_words_of_the_other_go_with_the_separation(self, office, twin):
        document = make.registered(office, parties=(Party(twin.pk, "5/1", None),))
        self.merge(office, twin)
        assert found("кузня") == found("ливарня") == {document.pk}
        merging.separate(actor=office.records_head, at=AT, correspondent_id=twin.pk, reason="Різні")
        work_through()
        assert (found("кузня"), found("ливарня")) == ({document.pk}, set())

    def test_a_card_corrected_meanwhile_is_still_found_by_both(self, office, twin):
        document = make.registered(office, parties=(Party(twin.pk, "5/1", None),))
        self.merge(office, twin)
        document = Document.objects.get(pk=document.pk)
        card = replace(read.card_of(document), summary="Про інше")
        corrections.correct(actor=office.clerk, at=AT, document_id=document.pk, card=card, reason="Уточнено")
        assert found("кузня") == found("ливарня") == {document.pk}
        merging.separate(actor=office.records_head, at=AT, correspondent_id=twin.pk, reason="Різні")
        assert Document.objects.get(pk=document.pk).correspondent_id == twin.pk


def _killed(**_: object) -> None:
    raise RuntimeError("the worker was killed")
