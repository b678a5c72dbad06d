"""Many at once: the single deed repeated, with each one's rights, journal and refusal."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from magistrat.documents import bulk as deeds
from magistrat.documents.actions import bulk, familiarisation, nomenclature
from magistrat.documents.models import BulkRun, CaseFile, Document, Familiarisation, Grant, PaperMove
from magistrat.documents.queries import access
from magistrat.documents.queries import familiarisation as reading
from magistrat.journal.models import Entry
from magistrat.organisation.models import Holding, Post
from magistrat.outbox.models import Message
from magistrat.rules.refusal import Refusal
from tests.factories import documents as make

pytestmark = pytest.mark.django_db
AT = make.AT


@pytest.fixture(autouse=True)
def now(monkeypatch):
    monkeypatch.setenv("MAGISTRAT_NOW", AT.isoformat())


@pytest.fixture
def office() -> make.Office:
    return make.office()


@pytest.fixture
def clerk(client, office):
    return make.signed_in(client, office.clerk)


@pytest.fixture
def case(office) -> CaseFile:
    return CaseFile.objects.create(
        year=2026, department_id=office.clerk.department_id, index="04.1-05", title="Листування", keep_term="5 р."
    )


def states(run: BulkRun) -> dict[int, str]:
    return dict(run.lines.values_list("subject", "state"))


def away(case: CaseFile, *ids: int) -> dict[str, object]:
    return {"deed": deeds.find("do-spravy"), "subjects": list(ids), "given": {"case": case.pk}}


class TestManyAreTheSingleDeedRepeated:
    def test_those_that_may_are_filed_and_the_others_say_why(self, office, case):
        fit, filed, strange = make.registered(office), make.registered(office), make.registered(office)
        nomenclature.file_away(actor=office.clerk, at=AT, document_id=filed.pk, case_id=case.pk)
        Grant.objects.filter(document=strange).update(until=AT)
        run = bulk.do(actor=office.clerk, at=AT, **away(case, fit.pk, filed.pk, strange.pk))
        assert states(run) == {fit.pk: "done", filed.pk: "refused", strange.pk: "refused"}
        assert run.finished_at == AT
        assert "уже вміщено" in run.lines.get(subject=filed.pk).message
        # What is not his to see is not named either.
        unseen = run.lines.get(subject=strange.pk)
        assert (unseen.title, unseen.about, unseen.url) == (bulk.UNSEEN, "", "")
        assert Entry.objects.filter(code="documents.filed_away", document=fit.pk).count() == 1
        assert Entry.objects.get(code="documents.bulk_started").payload["count"] == 3

    def test_a_task_that_is_open_refuses_with_its_clause(self, office, case, monkeypatch):
        from magistrat.documents.actions import hooks

        document = make.registered(office)
        monkeypatch.setattr(hooks, "_may_be_filed", [lambda document, at: Refusal("8.14", "Є невиконане завдання.")])
        line = bulk.do(actor=office.clerk, at=AT, **away(case, document.pk)).lines.get()
        assert (line.state, line.clause, line.message) == ("refused", "8.14", "Є невиконане завдання.")
        assert Document.objects.get(pk=document.pk).filed_on is None

    def test_nobody_without_the_right_begins(self, office, case):
        document = make.registered(office)
        with pytest.raises(Refusal) as refused:
            bulk.do(actor=office.stranger, at=AT, **away(case, document.pk))
        assert refused.value.is_right
        assert not BulkRun.objects.exists()

    def test_none_and_too_many_are_refused(self, office, case):
        with pytest.raises(Refusal, match="Нічого не вибрано"):
            bulk.do(actor=office.clerk, at=AT, **away(case))
        with pytest.raises(Refusal, match="не більше 500"):
            bulk.do(actor=office.clerk, at=AT, **away(case, *range(1, 502)))

    def test_what_was_done_is_taken_back_once(self, office, case):
        one, two = make.registered(office), make.registered(office)
        run = bulk.do(actor=office.clerk, at=AT, **away(case, one.pk, two.pk))
        back = bulk.undo(actor=office.clerk, at=AT, run=run.pk)
        assert set(states(back).values()) == {"done"}
        assert not Document.objects.filter(filed_on__isnull=False).exists()
        with pytest.raises(Refusal, match="вже скасовано"):
            bulk.undo(actor=office.clerk, at=AT, run=run.pk)
        with pytest.raises(Refusal):
            bulk.undo(actor=office.records_head, at=AT, run=run.pk)

    def test_a_filing_of_an_earlier_day_is_not_taken_back(self, office, case):
        document = make.registered(office)
        run = bulk.do(actor=office.clerk, at=AT, **away(case, document.pk))
        back = bulk.undo(actor=office.clerk, at=AT + timedelta(days=1), run=run.pk)
        assert states(back) == {document.pk: "refused"}
        assert Document.objects.get(pk=document.pk).filed_on is not None


class TestALongOneGoesOnWithoutThePage:
    @pytest.fixture
    def many(self, office, case, monkeypatch):
        monkeypatch.setattr(deeds, "AT_ONCE", 2)
        documents = [make.registered(office) for _ in range(4)]
        return bulk.do(actor=office.clerk, at=AT, **away(case, *(one.pk for one in documents)))

    def jobs(self):
        with connection.cursor() as cursor:
            cursor.execute("SELECT args::text FROM procrastinate_jobs WHERE task_name = %s", [deeds.TASK])
            return [json.loads(row[0]) for row in cursor.fetchall()]

    def test_the_worker_is_given_it_and_tells_the_end_once(self, office, many):
        assert (many.is_background, many.finished_at, self.jobs()) == (True, None, [{"run": many.pk}])
        bulk.go_on(at=AT, run=many.pk)
        bulk.go_on(at=AT, run=many.pk)
        assert set(states(many).values()) == {"done"}
        notice = Message.objects.get(key=f"documents.bulk:{many.pk}")
        assert (notice.subject, notice.to_person) == ("До справи: виконано 4 із 4", office.clerk.person_id)

    def test_a_killed_worker_leaves_no_line_half_done(self, many, monkeypatch):
        calls = []

        def dies(**given):
            calls.append(given["subject"])
            nomenclature.file_away(
                actor=given["actor"], at=given["at"], document_id=given["subject"], case_id=given["case"]
            )
            if len(calls) == 2:
                raise SystemExit("kill -9")

        good = deeds.find("do-spravy")
        monkeypatch.setitem(deeds._deeds, "do-spravy", deeds.Deed(**{**vars(good), "do": dies}))
        with pytest.raises(SystemExit):
            bulk.go_on(at=AT, run=many.pk)
        assert sorted(states(many).values()) == ["done", "waiting", "waiting", "waiting"]
        assert Document.objects.filter(filed_on__isnull=False).count() == 1
        monkeypatch.setitem(deeds._deeds, "do-spravy", good)
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM procrastinate_jobs")
        assert bulk.resume(at=AT) == 0
        assert bulk.resume(at=AT + timedelta(minutes=6)) == 1
        assert self.jobs() == [{"run": many.pk}]
        bulk.go_on(at=AT, run=many.pk)
        assert set(states(many).values()) == {"done"}
        assert Entry.objects.filter(code="documents.filed_away").count() == 4

    def test_one_who_has_left_his_post_does_nothing_more(self, office, many):
        Holding.objects.filter(post=office.clerk.post_id).update(until=AT.date())
        bulk.go_on(at=AT + timedelta(days=1), run=many.pk)
        assert set(states(many).values()) == {"refused"}
        assert "припинено" in many.lines.first().message


class TestFamiliarisation:
    def give(self, office, document, **whom):
        return familiarisation.give(actor=office.clerk, at=AT, document_id=document.pk, **whom)

    def test_readers_see_it_are_told_and_note_that_they_have_read(self, office):
        document = make.registered(office)
        (made,) = self.give(office, document, posts=[office.executor.post_id], note="До уваги")
        assert access.visible(office.executor).filter(pk=document.pk).exists()
        assert Message.objects.get(to_post=office.executor.post_id).link == f"/dokumenty/{document.pk}/"
        assert reading.count(office.executor) == 1
        familiarisation.read(actor=office.executor, at=AT, familiarisation_id=made.pk)
        made.refresh_from_db()
        assert (made.read_at, made.read_by) == (AT, office.executor.printed)
        assert reading.count(office.executor) == 0
        codes = Entry.objects.filter(document=document.pk).order_by("id").values_list("code", flat=True)
        assert list(codes)[-2:] == ["documents.given_to_read", "documents.familiarised"]
        with pytest.raises(Refusal, match="вже відмічено"):
            familiarisation.read(actor=office.executor, at=AT, familiarisation_id=made.pk)

    def test_a_department_means_everyone_who_works_there(self, office):
        document = make.registered(office)
        made = self.give(office, document, departments=[office.executor.department_id])
        water = Post.objects.filter(department=office.executor.department_id)
        assert {one.post_id for one in made} == set(water.values_list("pk", flat=True))
        with pytest.raises(Refusal, match="всім, кого названо"):
            self.give(office, document, posts=[office.executor.post_id])

    def test_nobody_reads_for_another(self, office):
        (made,) = self.give(office, make.registered(office), posts=[office.executor.post_id])
        with pytest.raises(Refusal):
            familiarisation.read(actor=office.stranger, at=AT, familiarisation_id=made.pk)

    def test_a_body_gives_to_its_own_people_only(self, office):
        document = make.registered(office, addressee=office.department_head.post_id)
        given = {"actor": office.department_head, "at": AT, "document_id": document.pk}
        assert familiarisation.give(posts=[office.executor.post_id], **given)
        with pytest.raises(Refusal, match="своїх працівників"):
            familiarisation.give(posts=[office.stranger.post_id], **given)
        with pytest.raises(Refusal) as refused:
            familiarisation.give(
                actor=office.executor, at=AT, document_id=document.pk, posts=[office.department_head.post_id]
            )
        assert refused.value.clause

    def test_an_official_use_paper_needs_a_named_admission_first(self, office):
        document = make.registered(office, is_restricted=True)
        Grant.objects.create(document=document, post_id=office.clerk.post_id, reason="named", source="t:1", since=AT)
        with pytest.raises(Refusal, match="іменний допуск"):
            self.give(office, document, posts=[office.executor.post_id])
        assert not Familiarisation.objects.exists()

    def test_what_has_not_been_read_is_taken_back(self, office):
        document = make.registered(office)
        read, unread = self.give(office, document, posts=[office.executor.post_id, office.stranger.post_id])
        familiarisation.read(actor=office.executor, at=AT, familiarisation_id=read.pk)
        both = {"posts": [office.executor.post_id, office.stranger.post_id]}
        assert familiarisation.withdraw(actor=office.clerk, at=AT, document_id=document.pk, **both) == 1
        assert not access.visible(office.stranger).filter(pk=document.pk).exists()
        assert access.visible(office.executor).filter(pk=document.pk).exists()
        with pytest.raises(Refusal, match="відкликано"):
            familiarisation.read(actor=office.stranger, at=AT, familiarisation_id=unread.pk)
        with pytest.raises(Refusal, match="Відкликати нічого"):
            familiarisation.withdraw(actor=office.clerk, at=AT, document_id=document.pk, **both)


class TestPages:
    def test_chosen_in_the_list_asked_once_and_told_of_each(self, clerk, office, client):
        one, two = make.registered(office), make.registered(office)
        page = clerk.get(reverse("documents:list")).content.decode()
        assert f'value="{one.pk}" form="bulk"' in page
        asked = clerk.get(
            reverse("documents:bulk", args=["peredavannia"]), {"id": [one.pk, two.pk], "nazad": "/dokumenty/?sort=day"}
        )
        assert (asked.status_code, one.index in asked.content.decode()) == (200, True)
        typed = {
            "id": [one.pk, two.pk],
            "post": office.mayor.post_id,
            "signed_by": "О. Вигадана",
            "nazad": "/dokumenty/?sort=day",
        }
        empty = clerk.post(reverse("documents:bulk", args=["peredavannia"]), typed | {"signed_by": ""})
        assert (empty.status_code, PaperMove.objects.count()) == (422, 0)
        told = clerk.post(reverse("documents:bulk", args=["peredavannia"]), typed, follow=True)
        assert "Виконано 2 із 2" in told.content.decode()
        assert 'href="/dokumenty/?sort=day"' in told.content.decode()
        assert PaperMove.objects.filter(holder_name__contains="О. Вигадана").count() == 2
        run = BulkRun.objects.get()
        stranger = make.signed_in(client, office.stranger)
        assert stranger.get(reverse("documents:bulk_outcome", args=[run.pk])).status_code == 403
        assert stranger.get(reverse("documents:bulk", args=["peredavannia"]), {"id": one.pk}).status_code == 403

    def test_the_way_back_never_leaves_the_city(self, clerk, office):
        one = make.registered(office)
        asked = clerk.get(
            reverse("documents:bulk", args=["oznaiomlennia"]), {"id": one.pk, "nazad": "https://zlo.example/"}
        )
        assert "zlo.example" not in asked.content.decode()

    def test_without_scripts_all_of_the_page_are_ticked_by_a_link(self, clerk, office):
        ticked = re.compile(r"<input[^>]*data-bulk [^>]* checked>")
        make.registered(office)
        assert not ticked.search(clerk.get(reverse("documents:list")).content.decode())
        assert ticked.search(clerk.get(reverse("documents:list"), {"vybraty": "usi"}).content.decode())

    def test_a_clerk_s_own_reading_is_marked_from_the_list(self, clerk, office):
        (made,) = familiarisation.give(
            actor=office.records_head, at=AT, document_id=make.registered(office).pk, posts=[office.clerk.post_id]
        )
        assert clerk.get(reverse("documents:reading")).status_code == 200
        card = clerk.get(reverse("documents:card", args=[made.document_id])).content.decode()
        assert reverse("documents:note_read", args=[made.pk]) in card
        clerk.post(reverse("documents:bulk", args=["oznaiomleno"]), {"id": made.pk})
        assert Familiarisation.objects.get().read_at == AT
        assert clerk.get(f"{reverse('documents:reading')}?nadani").status_code == 200

    @pytest.mark.parametrize("name", ["bulk_list", "bulk_cards", "bulk_labels", "bulk_xlsx", "bulk_csv"])
    def test_outputs_take_the_same_statements_for_few_and_many(self, clerk, office, name):
        documents = [make.registered(office) for _ in range(6)]
        counts = []
        clerk.get(reverse(f"documents:{name}"), {"id": documents[0].pk})
        for few in (documents[:2], documents):
            with CaptureQueriesContext(connection) as queries:
                answer = clerk.get(reverse(f"documents:{name}"), {"id": [one.pk for one in few]})
            assert answer.status_code == 200
            counts.append(len(queries))
        assert counts[0] == counts[1]
        assert clerk.get(reverse(f"documents:{name}")).status_code == 409

    def test_what_begins_like_a_formula_is_text_in_csv_and_xlsx(self, clerk, office):
        document = make.registered(office, summary="=cmd|' /C calc'!A0")
        for address, query in (("bulk_csv", {"id": document.pk}), ("csv", {})):
            content = clerk.get(reverse(f"documents:{address}"), query).content
            assert content.startswith(b"\xef\xbb\xbf")
            head, row = csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";")
            assert row[head.index("Короткий зміст")] == "'=cmd|' /C calc'!A0"
            assert row[head.index("Дата")] == "10.03.2026"
        for address, query in (("bulk_xlsx", {"id": document.pk}), ("xlsx", {})):
            book = load_workbook(io.BytesIO(b"".join(clerk.get(reverse(f"documents:{address}"), query))))
            head, row = book.active.iter_rows(values_only=True)
            cell = book.active.cell(2, head.index("Короткий зміст") + 1)
            assert (cell.data_type, cell.value) == ("s", "'=cmd|' /C calc'!A0")


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "\n", " =", "＝"])
def test_every_beginning_of_a_formula_is_made_text(sign):
    from magistrat.ui.cells import plain

    assert plain(f"{sign}1").startswith("'")
    assert plain("1-1") == "1-1"


def test_arrivals_go_to_registration_together(clerk, office):
    came = [make.arrival(office), make.arrival(office)]
    told = clerk.post(
        reverse("documents:bulk", args=["na-reiestratsiiu"]), {"id": [one.pk for one in came]}, follow=True
    )
    assert "Виконано 2 із 2" in told.content.decode()
    assert Document.objects.filter(reviewed_at__isnull=False).count() == 2
