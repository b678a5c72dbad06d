"""A letter signed outside the system: registered by the clerk, never against the rules of letters (KR 7.4, 7.12; DR 8.8, 11)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from magistrat.correspondence.actions import dispatching
from magistrat.correspondence.models import Letter
from magistrat.documents.actions import registration
from magistrat.documents.card import Card, Party, Signed
from magistrat.documents.models import Document
from magistrat.organisation.actions import substitution
from magistrat.tasks.models import Control, Task
from tests.apps.correspondence.conftest import AT, DAY, Hall
from tests.factories import documents as papers

pytestmark = pytest.mark.django_db


def register(hall: Hall, *, to: str = "enterprise", author: str = "deputy", by: str = "clerk", **more: Any) -> Document:
    """The clerk registers a letter that was signed today."""
    card = Card(
        kind=hall.kinds["letter"].pk, summary="Про надання інформації", author=hall.posts[author].pk,
        parties=(Party(hall.correspondents[to].pk),), case_file=hall.case_file.pk, department=more.pop("department", None),
    )  # fmt: skip
    if "case_file" in more:
        card = Card(**(vars(card) | {"case_file": more.pop("case_file")}))
    book = hall.registries[more.pop("registry", "outgoing")].pk
    return registration.register_outgoing(actor=hall.actor(by), at=AT, registry_id=book, card=card, **more)


class TestWhoSigns:
    def test_becomes_a_letter_that_waits_for_dispatch(self, hall):
        document = register(hall, to="ministry", department=hall.departments["housing"].pk)
        letter = Letter.objects.get(document=document)
        assert (letter.state, letter.signed_on, letter.drafter_id) == ("registered", DAY, hall.posts["head"].pk)
        assert document.signatory == "Заступник міського голови Дарина ЛИТВИНЕНКО"

    @pytest.mark.parametrize(
        ("author", "to", "clause"),
        [("head", "ministry", "7.12.2"), ("other", "school", "5.44.1, 7.12.1, 7.12.2, 7.12.3")],
    )
    def test_refuses_whoever_may_not_write_to_this_addressee(self, hall, refused, author, to, clause):
        assert refused(register, hall=hall, to=to, author=author).clause == clause
        assert not Document.objects.exists()

    def test_refuses_the_units_clerk_what_the_mayor_signed(self, hall, refused):
        assert refused(register, hall=hall, author="mayor", by="unit_clerk", registry="unit").clause == "7.4"
        assert register(hall, author="head", by="unit_clerk", registry="unit").index == "02-1"

    def test_only_the_mayor_answers_what_is_on_control(self, other_hall, refused, checks):
        asked = other_hall.incoming()
        Control.objects.create(
            document=asked, state="on", leader=other_hall.posts["mayor"], unit=other_hall.departments["records"],
            set_at=AT, clause="8.3",
        )  # fmt: skip
        how = {"hall": other_hall, "to": "ministry", "reply_to": asked.pk, "signed": Signed(checked=tuple(checks))}
        assert refused(register, author="deputy", **how).clause == "8.8"
        assert register(author="mayor", **how).is_registered


class TestTakenBack:
    """On the first day of a substitution, on which duties were taken back, either may have signed (KR 1.9.2; DR 2.10)."""

    @pytest.fixture
    def both(self, hall) -> Hall:
        kept = hall.stand_in("deputy", "manager")
        substitution.cancel(actor=hall.actor("deputy"), at=AT, substitution=kept.pk, reason="відкликано")
        return hall

    def test_the_clerk_says_who_signed(self, both, refused):
        for person in (None, both.actor("head").person_id):
            assert "Зазначте, хто підписав" in refused(register, hall=both, signed=Signed(by=person)).message
        assert not Document.objects.exists()
        document = register(both, signed=Signed(by=both.actor("deputy").person_id))
        assert document.signatory == "Заступник міського голови Дарина ЛИТВИНЕНКО"

    def test_the_page_offers_both(self, both, monkeypatch):
        monkeypatch.setenv("MAGISTRAT_NOW", AT.isoformat())
        client = Client()
        client.force_login(both.people["clerk"].account, "django.contrib.auth.backends.ModelBackend")
        address = reverse("documents:register", args=["outgoing"])
        typed = {
            "registry": both.registries["outgoing"].pk, "correspondent": both.correspondents["enterprise"].pk,
            "summary": "Про надання інформації", "author": both.posts["deputy"].pk, "kind": both.kinds["letter"].pk,
            "signed_on": "1003", "case_file": both.case_file.pk, "files": [pdf()],
        }  # fmt: skip
        assert 'name="signer"' not in client.get(address).content.decode()
        answer = client.post(address, typed)
        page = answer.content.decode()
        assert (answer.status_code, 'name="signer"' in page) == (409, True)
        assert "Заступник міського голови, Дарина ЛИТВИНЕНКО" in page
        chosen = typed | {"signer": both.actor("manager").person_id, "files": [pdf()]}
        assert client.post(address, chosen).status_code == 302
        assert Document.objects.get().signatory.startswith("В.о. заступника міського голови – керуюча справами")


def pdf() -> SimpleUploadedFile:
    return SimpleUploadedFile("скан.pdf", b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF")


class TestWhenAndHow:
    def test_on_the_day_of_signature(self, other_hall, refused, checks):
        yesterday = Signed(on=DAY - timedelta(days=1), checked=tuple(checks))
        assert refused(register, hall=other_hall, signed=yesterday).clause == "11.4"

    def test_another_day_where_no_clause_forbids_it_but_never_ahead(self, hall, refused):
        document = register(hall, signed=Signed(on=DAY - timedelta(days=1)))
        assert Letter.objects.get(document=document).signed_on == DAY - timedelta(days=1)
        assert "пізнішим" in refused(register, hall=hall, signed=Signed(on=DAY + timedelta(days=1))).message

    def test_all_is_looked_at_and_the_file_named(self, other_hall, refused, checks):
        assert refused(register, hall=other_hall).clause == "11.5"
        whole = Signed(checked=tuple(checks))
        assert refused(register, hall=other_hall, signed=whole, case_file=None).clause == "11.12"
        assert Letter.objects.get(document=register(other_hall, signed=whole)).checked == checks


class TestTheTask:
    def test_is_done_by_the_reply(self, hall):
        asked = hall.incoming()
        task = hall.task(asked)
        reply = register(hall, to="ministry", author="mayor", reply_to=asked.pk)
        task.refresh_from_db()
        assert (task.state, task.done_on, task.reports.get().reply_id) == ("done", DAY, reply.pk)
        assert Letter.objects.get(document=reply).drafter_id == task.executor_id

    def test_on_a_state_act_is_done_by_the_sending(self, hall):
        """Cabinet resolution 55, item 176."""
        hall.kinds["cabinet_act"] = papers.kind("cabinet_act")
        asked = hall.incoming(kind="cabinet_act")
        task = hall.task(asked)
        reply = register(hall, to="ministry", author="mayor", reply_to=asked.pk)
        task.refresh_from_db()
        assert task.state == "given"
        ministry = hall.correspondents["ministry"].pk
        dispatching.send(actor=hall.actor("clerk"), at=AT, letter=reply.letter.pk, addressees=[ministry], by="post")
        task.refresh_from_db()
        assert (task.state, task.done_on) == ("done", DAY)

    def test_a_link_says_the_same(self, hall):
        asked = hall.incoming()
        task = hall.task(asked)
        register(hall, to="ministry", author="mayor", links=[(asked.pk, "reply")])
        task.refresh_from_db()
        assert task.state == "done"

    def test_one_of_several_is_named_by_its_unit(self, hall, refused):
        asked = hall.incoming()
        own = hall.task(asked)
        Task.objects.filter(pk=own.pk).update(point="1")
        others = hall.task(asked, to="other")
        how = {"hall": hall, "to": "ministry", "author": "mayor", "reply_to": asked.pk}
        assert "підрозділ-виконавець" in refused(register, **how).message
        register(department=hall.departments["finance"].pk, **how)
        own.refresh_from_db()
        others.refresh_from_db()
        assert (own.state, others.state) == ("given", "done")


class TestThePage:
    @pytest.fixture
    def clerk(self, client, hall, monkeypatch):
        monkeypatch.setenv("MAGISTRAT_NOW", AT.isoformat())
        client.force_login(hall.people["clerk"].account, backend="django.contrib.auth.backends.ModelBackend")
        return client

    def typed(self, hall, scan, **changes):
        return {
            "registry": hall.registries["outgoing"].pk, "correspondent": hall.correspondents["ministry"].pk,
            "summary": "Про відповідь", "author": hall.posts["mayor"].pk, "kind": hall.kinds["letter"].pk,
            "signed_on": "1003", "files": [_file(scan)],
        } | changes  # fmt: skip

    def test_registers_with_the_scan(self, clerk, hall, scan):
        asked = hall.incoming()
        assert clerk.post(self.at, self.typed(hall, scan, earlier=asked.pk)).status_code == 302
        letter = Letter.objects.get()
        assert (letter.reply_to_id, letter.document.files.get().role) == (asked.pk, "signed")

    def test_says_the_clause_and_wants_the_scan(self, clerk, hall, scan):
        answer = clerk.post(self.at, self.typed(hall, scan, author=hall.posts["head"].pk))
        assert (answer.status_code, "7.12.2" in answer.content.decode()) == (409, True)
        assert clerk.post(self.at, self.typed(hall, scan, files=[])).status_code == 422

    @property
    def at(self) -> str:
        return reverse("documents:register", args=["outgoing"])


def _file(scan):
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile(scan[0].name, scan[0].content)
