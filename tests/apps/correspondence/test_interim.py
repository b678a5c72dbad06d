"""An interim reply tells how a matter goes; what it answers is not executed by it (Law 2790-XII, articles 15, 16; 93-IV, article 13)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from magistrat.correspondence.actions import dispatching, drafting, registering, signing, visas
from magistrat.correspondence.models import Letter
from magistrat.documents.actions import annulling, grants, registration
from magistrat.documents.card import Card, Party, Signed
from magistrat.documents.models import Document, Link
from magistrat.journal.actor import SYSTEM
from magistrat.journal.models import Entry
from magistrat.outbox.models import Message
from magistrat.tasks import queries as tasks
from magistrat.tasks.actions import execution, removal
from magistrat.tasks.models import Control, Report, Task
from tests.apps.correspondence.conftest import AT, DAY, Hall
from tests.factories import documents as papers

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


def asked(hall: Hall, kind: str = "ministry_letter") -> tuple[Document, Task]:
    """A paper to the deputy mayor with its task, which the executor sees."""
    hall.kinds.setdefault(kind, papers.kind(kind))
    incoming = hall.incoming(to="deputy", kind=kind)
    grants.give(document=incoming, at=AT, reason="executor", source="t:1", post=hall.posts["executor"].pk)
    return incoming, hall.task(incoming)


def registered(hall: Hall, task: Task, **content: Any) -> Letter:
    """The executor's reply, visaed, signed and registered."""
    letter = visas.ask(actor=hall.actor("executor"), at=AT, letter=hall.letter("ministry", task=task.pk, **content).pk)
    visas.give(actor=hall.actor("head"), at=AT, letter=letter.pk)
    signing.sign(actor=hall.actor("deputy"), at=AT, letter=letter.pk)
    return registering.register(
        actor=hall.actor("clerk"), at=AT, letter=letter.pk, registry=hall.registries["outgoing"].pk
    )


def sent(hall: Hall, letter: Letter) -> None:
    addressees = [hall.correspondents["ministry"].pk]
    dispatching.send(actor=hall.actor("clerk"), at=AT, letter=letter.pk, addressees=addressees, by="post")


class TestWrittenHere:
    def test_leaves_the_task_open_and_is_told_in_its_history(self, hall: Hall) -> None:
        incoming, task = asked(hall)
        letter = registered(hall, task, is_interim=True)
        sent(hall, letter)
        task.refresh_from_db()
        told = task.reports.get()
        assert (task.state, task.done_on) == ("given", None)
        assert (told.is_interim, told.reply_id, told.state) == (True, letter.document_id, "given")
        assert letter.document.index in told.text
        assert Link.objects.filter(source=letter.document_id, target=incoming.pk, kind="reply").exists()
        assert Entry.objects.filter(code="tasks.informed", document=incoming.pk).exists()
        assert Message.objects.filter(key__startswith="tasks.informed", to_post=hall.posts["deputy"].pk).exists()
        found = tasks.answers_to(document=incoming.pk)
        assert (found.replies, found.sent, found.only_related) == ([], None, [])
        assert [one.pk for one in found.interim] == [letter.document_id]

    def test_the_reply_that_follows_executes(self, hall: Hall) -> None:
        incoming, task = asked(hall)
        registered(hall, task, is_interim=True)
        last = registered(hall, task)
        task.refresh_from_db()
        assert (task.state, task.done_on) == ("done", DAY)
        assert [one.pk for one in tasks.answers_to(document=incoming.pk).replies] == [last.document_id]

    def test_where_the_sending_executes_it_executes_nothing(self, hall: Hall) -> None:
        """Cabinet resolution 55, item 176."""
        incoming, task = asked(hall, "peoples_deputy_request")
        sent(hall, registered(hall, task, is_interim=True))
        task.refresh_from_db()
        assert task.state == "given"
        execution.report(actor=hall.actor("executor"), at=AT, task=task.pk, text="Виконано")
        another = letter_on_paper(hall, incoming, is_interim=True)
        sent(hall, another.letter)
        task.refresh_from_db()
        assert (task.state, task.reports.get(is_interim=False).reply_id) == ("reported", None)

    def test_no_final_report_names_it(self, hall: Hall, refused: Any) -> None:
        _, task = asked(hall)
        letter = registered(hall, task, is_interim=True)
        refusal = refused(
            execution.report,
            actor=hall.actor("executor"),
            at=AT,
            task=task.pk,
            text="Виконано",
            reply=letter.document_id,
        )
        assert "проміжна відповідь" in refusal.message
        assert not Report.objects.filter(is_interim=False).exists()

    def test_only_a_reply_is_interim(self, hall: Hall, refused: Any) -> None:
        content = hall.draft("plant", is_interim=True)
        refusal = refused(drafting.draft, actor=hall.actor("executor"), at=AT, content=content)
        assert "лише відповідь" in refusal.message

    def test_annulled_it_unsettles_nothing_that_another_executed(self, hall: Hall) -> None:
        _, task = asked(hall)
        interim = registered(hall, task, is_interim=True)
        registered(hall, task)
        annulling.annul(actor=SYSTEM, at=AT, document_id=interim.document_id, reason="зареєстровано помилково")
        task.refresh_from_db()
        assert task.state == "done"
        assert not Message.objects.filter(key__startswith="tasks.unanswered").exists()

    def test_registered_it_is_not_told_as_sent(self, hall: Hall) -> None:
        _, task = asked(hall)
        letter = registered(hall, task, is_interim=True)
        said = f"Зареєстровано проміжну відповідь {letter.document.index}"
        assert task.reports.get().text == said
        assert Message.objects.get(key__startswith="tasks.informed").body == said

    def test_annulled_it_has_told_nothing(self, hall: Hall) -> None:
        incoming, task = asked(hall)
        letter = registered(hall, task, is_interim=True)
        annulling.annul(actor=SYSTEM, at=AT, document_id=letter.document_id, reason="зареєстровано помилково")
        task.refresh_from_db()
        report = task.reports.get()
        assert (task.state, report.state) == ("given", "sent_back")
        said = f"Реєстрацію проміжної відповіді {letter.document.index} анульовано: зареєстровано помилково"
        assert report.remark == said
        assert Entry.objects.get(code="tasks.informed_no_more", document=incoming.pk).payload["text"] == said
        told = Message.objects.filter(key__startswith="tasks.informed_no_more", body=said)
        assert {one.to_post for one in told} == {task.giver_id, task.executor_id}
        card = TestPages().client(hall, "executor").get(reverse("documents:card", args=[incoming.pk])).content.decode()
        assert said in card


def letter_on_paper(hall: Hall, incoming: Document, *, is_interim: bool, checked: tuple[str, ...] = ()) -> Document:
    """The clerk registers the deputy's reply that was signed on paper today."""
    card = Card(
        kind=hall.kinds["letter"].pk, summary="Про хід розгляду", author=hall.posts["deputy"].pk,
        parties=(Party(hall.correspondents["ministry"].pk),), case_file=hall.case_file.pk,
    )  # fmt: skip
    return registration.register_outgoing(
        actor=hall.actor("clerk"), at=AT, registry_id=hall.registries["outgoing"].pk, card=card, reply_to=incoming.pk,
        signed=Signed(checked=checked, is_interim=is_interim),
    )  # fmt: skip


class TestSignedOnPaper:
    def test_leaves_the_task_open(self, hall: Hall) -> None:
        incoming, task = asked(hall)
        document = letter_on_paper(hall, incoming, is_interim=True)
        task.refresh_from_db()
        assert (task.state, task.reports.get().is_interim) == ("given", True)
        assert document.letter.is_interim
        letter_on_paper(hall, incoming, is_interim=False)
        task.refresh_from_db()
        assert (task.state, task.done_on) == ("done", DAY)

    def test_of_one_that_answers_nothing_it_is_refused(self, hall: Hall, refused: Any) -> None:
        card = Card(
            kind=hall.kinds["letter"].pk, summary="Про хід розгляду", author=hall.posts["deputy"].pk,
            parties=(Party(hall.correspondents["plant"].pk),), case_file=hall.case_file.pk,
        )  # fmt: skip
        registry = hall.registries["outgoing"].pk
        refusal = refused(
            registration.register_outgoing, actor=hall.actor("clerk"), at=AT, registry_id=registry, card=card,
            signed=Signed(is_interim=True),
        )  # fmt: skip
        assert "лише відповідь" in refusal.message
        assert not Document.objects.exists()

    def test_takes_nothing_off_control_in_the_second_city(
        self, other_hall: Hall, refused: Any, checks: list[str]
    ) -> None:
        """DR 8.12, 9.7: after the information, not after word that it will come later."""
        hall = other_hall
        incoming, task = asked(hall)
        keeper = {"leader": hall.posts["deputy"], "unit": hall.departments["records"], "set_at": AT, "clause": "8.3"}
        Control.objects.create(document=incoming, state="on", **keeper)
        Task.objects.filter(pk=task.pk).update(state="done", done_on=date(2026, 3, 10))
        card = Card(
            kind=hall.kinds["letter"].pk, summary="Про хід розгляду", author=hall.posts["mayor"].pk,
            parties=(Party(hall.correspondents["ministry"].pk),), case_file=hall.case_file.pk,
        )  # fmt: skip
        clerk, book = hall.actor("clerk"), hall.registries["outgoing"].pk
        interim = registration.register_outgoing(
            actor=clerk, at=AT, registry_id=book, card=card, reply_to=incoming.pk,
            signed=Signed(checked=tuple(checks), is_interim=True),
        )  # fmt: skip
        sent(hall, interim.letter)
        refusal = refused(removal.close_after_information, actor=SYSTEM, at=AT, document=incoming.pk)
        assert f"лист {interim.index} — лише проміжна відповідь" in refusal.message


class TestPages:
    @pytest.fixture(autouse=True)
    def _now(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("MAGISTRAT_NOW", AT.isoformat())

    def client(self, hall: Hall, key: str) -> Client:
        client = Client()
        client.force_login(hall.people[key].account, BACKEND)
        return client

    def test_the_draft_has_the_tick_where_it_answers(self, hall: Hall) -> None:
        incoming, task = asked(hall)
        executor = self.client(hall, "executor")
        address = reverse("correspondence:new")
        assert "Проміжна відповідь" not in executor.get(address).content.decode()
        assert "Проміжна відповідь" in executor.get(f"{address}?zavdannia={task.pk}").content.decode()
        fields = {
            "addressees": str(hall.correspondents["ministry"].pk), "signatory": hall.posts["deputy"].pk,
            "summary": "Про хід розгляду", "text": "Розгляд триває.", "kind": hall.kinds["letter"].pk, "is_interim": "on",
        }  # fmt: skip
        assert executor.post(f"{address}?zavdannia={task.pk}", fields).status_code == 302
        letter = Letter.objects.get()
        assert letter.is_interim
        page = executor.get(reverse("correspondence:letter", args=[letter.pk])).content.decode()
        assert "Проміжна відповідь на" in page
        change = reverse("correspondence:change", args=[letter.pk])
        assert 'name="is_interim"' in executor.get(change).content.decode()
        fields.pop("is_interim")
        assert executor.post(change, fields).status_code == 302
        letter.refresh_from_db()
        assert not letter.is_interim
        Letter.objects.update(is_interim=True)
        card = executor.get(reverse("documents:card", args=[incoming.pk])).content.decode()
        assert "проміжна" in card.split('id="replies"')[1]

    def test_so_has_the_card_of_a_reply_signed_on_paper(self, hall: Hall) -> None:
        incoming, task = asked(hall)
        clerk, address = self.client(hall, "clerk"), reverse("documents:register", args=["outgoing"])
        assert "Проміжна відповідь" in clerk.get(address).content.decode()
        assert "Проміжна відповідь" not in clerk.get(reverse("documents:register", args=["incoming"])).content.decode()
        typed = {
            "registry": hall.registries["outgoing"].pk, "correspondent": hall.correspondents["ministry"].pk,
            "summary": "Про хід розгляду", "author": hall.posts["deputy"].pk, "kind": hall.kinds["letter"].pk,
            "signed_on": "1003", "earlier": incoming.pk, "is_interim": "on",
            "files": [SimpleUploadedFile("скан.pdf", b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF")],
        }  # fmt: skip
        assert clerk.post(address, typed).status_code == 302
        task.refresh_from_db()
        assert (task.state, Letter.objects.get().is_interim) == ("given", True)
