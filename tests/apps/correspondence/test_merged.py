"""A letter to both of two entries of the directory that turn out to be one correspondent, and to two again."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from magistrat.correspondence import queries
from magistrat.correspondence.actions import dispatching, registering, signing
from magistrat.correspondence.models import Dispatch, Letter
from magistrat.documents.actions import merging
from magistrat.documents.models import Document, DocumentKind
from magistrat.journal.actor import SYSTEM
from magistrat.journal.models import Entry
from magistrat.organisation.models import Post
from magistrat.outbox.models import Message
from magistrat.tasks.models import Control, Task
from magistrat.tasks.queries import sending
from tests.apps.correspondence.conftest import AT, DAY, Hall, kyiv
from tests.apps.correspondence.test_pages import as_, to
from tests.apps.correspondence.test_way import visaed

pytestmark = pytest.mark.django_db
LATER = kyiv("03-12 10:00")
STEP = "correspondence.sending_judged"


def both(hall: Hall, *others: str, scan: Any = (), **more: Any) -> Letter:
    letter = visaed(hall, hall.letter("plant", "enterprise", *others, **more), "head")
    letter = signing.sign(actor=hall.actor("deputy"), at=AT, letter=letter.pk)
    registry = hall.registries["outgoing"].pk
    return registering.register(actor=hall.actor("clerk"), at=AT, letter=letter.pk, registry=registry, scan=scan)


def words(hall: Hall, letter: Letter, *keys: str, by: str = "post") -> dict[str, Any]:
    wanted = [hall.correspondents[key].pk for key in keys]
    return {"actor": hall.actor("clerk"), "at": AT, "letter": letter.pk, "addressees": wanted, "by": by}


def send(hall: Hall, letter: Letter, *keys: str, by: str = "post", address: str = "") -> list[Dispatch]:
    return dispatching.send(**words(hall, letter, *keys, by=by), address=address)


def merge(hall: Hall, merged: str = "plant", into: str = "enterprise") -> None:
    merging.merge(
        actor=SYSTEM, at=LATER, merged_id=hall.correspondents[merged].pk, into_id=hall.correspondents[into].pk,
        reason="Той самий код",
    )  # fmt: skip


def state(letter: Letter) -> str:
    return Letter.objects.get(pk=letter.pk).state


def waiting(hall: Hall, letter: Letter) -> list[str]:
    names = {one.pk: key for key, one in hall.correspondents.items()}
    found = [names[party.correspondent_id] for party in queries.unsent(letter)]
    ready = [names[party.correspondent_id] for party in queries.ready_to_go(hall.actor("clerk"), LATER.date())]
    assert ready == found
    return found


@pytest.mark.parametrize("sent", ["plant", "enterprise"])
def test_what_went_to_one_of_them_has_gone_to_him(hall: Hall, sent: str) -> None:
    """Cabinet 55, item 176: its task is executed on the day of the sending."""
    incoming = hall.incoming(to="deputy")
    kind = DocumentKind.objects.create(key="cabinet_act", title="акт", directions=["incoming"])
    Document.objects.filter(pk=incoming.pk).update(kind=kind)
    task = hall.task(incoming)
    letter = both(hall, task=task.pk)
    send(hall, letter, sent)
    assert state(letter) == "registered"
    merge(hall)
    assert (state(letter), waiting(hall, letter)) == ("dispatched", [])
    task.refresh_from_db()
    assert (task.state, task.done_on) == ("done", date(2026, 3, 10))
    assert sending.sent_on(letter.document) == date(2026, 3, 10)
    assert "надіслано всім" in Entry.objects.get(code=STEP, document=letter.document_id).payload["text"]


def test_separated_the_other_waits_again(hall: Hall) -> None:
    letter = both(hall)
    send(hall, letter, "enterprise")
    merge(hall)
    merging.separate(actor=SYSTEM, at=LATER, correspondent_id=hall.correspondents["plant"].pk, reason="Різні")
    assert (state(letter), waiting(hall, letter)) == ("registered", ["plant"])
    assert "ще не надіслано" in Entry.objects.filter(code=STEP, document=letter.document_id).last().payload["text"]


def executed_by_sending(hall: Hall, key: str = "cabinet_act") -> tuple[Task, Letter, Post]:
    """A task done by a letter to both of two entries that went to the one before they were merged, and who controls it."""
    incoming = hall.incoming(to="deputy")
    kind = DocumentKind.objects.create(key=key, title="акт", directions=["incoming"])
    Document.objects.filter(pk=incoming.pk).update(kind=kind)
    task = hall.task(incoming)
    unit = hall.departments["records"]
    Control.objects.create(
        document=incoming,
        state="on",
        clause="8.3",
        reason="за законом",
        unit=unit,
        due_on=DAY,
        set_at=AT,
        set_by="Контроль",
    )
    keeper = Post.objects.create(
        since=date(2016, 1, 1), title="Спеціаліст з контролю", department=unit, roles=["control_specialist"]
    )
    letter = both(hall, task=task.pk)
    send(hall, letter, "enterprise")
    merge(hall)
    return task, letter, keeper


def told(post: Any) -> list[str]:
    return list(Message.objects.filter(to_post=post, key__contains="not_sent_to_all").values_list("subject", flat=True))


def test_separated_those_who_control_the_answered_paper_are_told(hall: Hall) -> None:
    """Cabinet 55, item 176: its task was executed by the sending, which the other entry still waits for."""
    task, letter, keeper = executed_by_sending(hall)
    task.refresh_from_db()
    assert (task.state, told(keeper.pk)) == ("done", [])
    merging.separate(actor=SYSTEM, at=LATER, correspondent_id=hall.correspondents["plant"].pk, reason="Різні")
    assert state(letter) == "registered"
    assert told(keeper.pk) == [
        f"{task.document.index}: відповідь надіслано не всім адресатам: перевірте, чи документ виконано"
    ]
    assert told(hall.posts["executor"].pk) == [f"Лист надіслано не всім адресатам: {letter.document.summary}"]
    # The day of execution follows the sending to the other.
    dispatching.send(**words(hall, letter, "plant") | {"at": LATER})
    task.refresh_from_db()
    assert (task.state, task.done_on) == ("done", date(2026, 3, 12))


def test_what_did_not_reach_its_addressee_is_told_to_them_too(hall: Hall) -> None:
    task, letter, keeper = executed_by_sending(hall)
    letter.dispatches.update(message=1)
    dispatching.note_failure(at=LATER, message=1, words="немає такої адреси")
    assert told(keeper.pk) == [
        f"{task.document.index}: відповідь надіслано не всім адресатам: перевірте, чи документ виконано"
    ]
    assert told(hall.posts["executor"].pk) == []  # the drafter reads why it was not delivered


def test_what_registration_executed_needs_no_word_to_those_who_control(hall: Hall) -> None:
    _, letter, keeper = executed_by_sending(hall, "city_letter")
    merging.separate(actor=SYSTEM, at=LATER, correspondent_id=hall.correspondents["plant"].pk, reason="Різні")
    assert (state(letter), told(keeper.pk)) == ("registered", [])
    assert told(hall.posts["executor"].pk)


def test_what_has_not_gone_goes_to_him_once(hall: Hall, refused: Any) -> None:
    letter = both(hall)
    merge(hall)
    assert (state(letter), waiting(hall, letter)) == ("registered", ["enterprise"])
    send(hall, letter, "enterprise")
    assert (state(letter), waiting(hall, letter)) == ("dispatched", [])
    assert "уже надіслано" in refused(dispatching.send, **words(hall, letter, "plant")).message


def test_both_chosen_at_once_are_one_addressee(hall: Hall, refused: Any) -> None:
    letter = both(hall, "court")
    merge(hall)
    assert (
        "один кореспондент" in refused(dispatching.send, **words(hall, letter, "plant", "enterprise", "court")).message
    )
    assert not letter.dispatches.exists()


def test_the_form_offers_one_of_them(hall: Hall, scan: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where the letter came back from the other entry, which is offered first."""
    monkeypatch.setenv("MAGISTRAT_NOW", LATER.isoformat())
    letter = both(hall, "court", scan=scan)
    mail = send(hall, letter, "plant", by="email", address="iskra@example.org")[0]
    dispatching.note_failure(at=AT, message=mail.message, words="550 no such user")
    merge(hall)
    form = as_(hall, "clerk").get(to("dispatch", letter)).context["form"]
    stays, court = hall.correspondents["enterprise"].pk, hall.correspondents["court"].pk
    assert [key for key, _ in form.fields["addressees"].choices] == [stays, court]
    assert form.initial["addressees"] == [stays]


def test_a_third_addressee_still_waits(hall: Hall) -> None:
    letter = both(hall, "court")
    send(hall, letter, "plant")
    merge(hall)
    assert (state(letter), waiting(hall, letter)) == ("registered", ["court"])
    assert not Entry.objects.filter(code=STEP).exists()


def test_what_did_not_come_to_one_has_come_to_him_by_the_other(hall: Hall, scan: Any) -> None:
    letter = both(hall, scan=scan)
    send(hall, letter, "plant")
    mail = send(hall, letter, "enterprise", by="email")[0]
    dispatching.note_failure(at=AT, message=mail.message, words="550 no such user")
    assert state(letter) == "registered"
    merge(hall)
    assert (state(letter), Letter.objects.get(pk=letter.pk).undelivered) == ("dispatched", "")


class TestLockOrder:
    """A ring of two that wait for each other cannot be forced, so the statements themselves are read."""

    def locks(self, hall: Hall) -> list[tuple[str, str]]:
        """What the merging locks: the table and the statement, in their order; `documents_body` as it is gathered."""
        with CaptureQueriesContext(connection) as run:
            merge(hall)
        said = re.compile(r'FROM "(\w+)".* FOR (?:NO KEY )?UPDATE|^UPDATE "(\w+)"|INSERT INTO (documents_body)')
        found = [(said.search(one["sql"].strip()), one["sql"]) for one in run.captured_queries]
        return [(next(filter(None, match.groups())), sql) for match, sql in found if match]

    def test_a_paper_its_letters_their_tasks_and_then_its_words(self, hall: Hall) -> None:
        """As who corrects the paper holds it before its tasks, and who reports his task before the paper's words."""
        incoming = hall.incoming(to="deputy", sender="plant")
        kind = DocumentKind.objects.create(key="cabinet_act", title="акт", directions=["incoming"])
        Document.objects.filter(pk=incoming.pk).update(kind=kind)
        tasks = [hall.task(incoming), hall.task(incoming, part="co")]
        for task in tasks:
            send(hall, both(hall, task=task.pk), "plant")
        locks = self.locks(hall)
        order = [table for table, _ in locks]
        assert (
            order.index("documents_document") < order.index("correspondence_letter") < order.index("tasks_task")
            < order.index("documents_body")
        )  # fmt: skip
        papers, at_once = (
            next(sql for table, sql in locks if table == name) for name in ("documents_document", "tasks_task")
        )
        assert "ORDER BY 1 ASC FOR NO KEY UPDATE" in papers
        assert "ORDER BY 1 ASC FOR NO KEY UPDATE" in at_once
        assert all(str(task.pk) in at_once for task in tasks)
        for task in tasks:
            task.refresh_from_db()
            assert task.state == "done"
