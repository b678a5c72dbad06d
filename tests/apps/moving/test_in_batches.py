"""Rows brought in by hundreds leave the same as one by one; two at once and begun again likewise."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime
from typing import Any

import psycopg
import pytest
from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from magistrat.documents.actions import registration
from magistrat.documents.actions.placing import Written
from magistrat.documents.actions.written_many import Entry
from magistrat.documents.card import Party
from magistrat.documents.models import Correspondent, Document, DocumentKind, Registry
from magistrat.documents.queries import bringing_in as read
from magistrat.journal import actions as journal
from magistrat.journal import verification
from magistrat.moving import workbook
from magistrat.moving.actions import imports
from magistrat.moving.models import Import, ImportRow
from magistrat.organisation.models import Post
from tests import databases
from tests.factories import documents as papers
from tests.factories import moving as make
from tests.factories import tasks as work
from tests.factories.threads import at_once

AT = papers.AT
# What is different each time: chance, the order in which rows of one deed are written, what follows from both.
CHANCE = {"key", "salt", "values_hash", "row_hash", "xact"}
UNORDERED = {"journal_entry", "documents_grant", "moving_importrow", "moving_importfault"}
APPS = ("documents", "tasks", "journal", "numbers", "outbox", "moving")


@pytest.fixture(params=["kryvyi-rih", "druzhkivka"])
def office(request, db):
    return work.office(request.param)


def brought(office, content, at=AT):
    found = imports.take(actor=office.control, at=at, name="контроль.xlsx", content=content, is_queued=False)
    imports.go_on(import_id=found.pk, at=at)
    imports.start(actor=office.control, at=at, import_id=found.pk, without_faulty=True, is_queued=False)
    return imports.go_on(import_id=found.pk, at=at)


def there_before(office) -> None:
    """What a city may have when the book comes: letters of its own, one by e-mail, correspondents."""
    memo = papers.kind("memo", "Службова записка", ("internal",))
    memo.directions = ["internal"]
    memo.save()
    for key, title in (("presidential_act", "Указ Президента України"), ("councillor_inquiry", "Депутатський запит")):
        papers.kind(key, title, ("incoming",))
    papers.actor(
        "Керуюча справами виконкому",
        Post.objects.get(pk=office.mayor.post_id).department,
        "affairs_manager",
        surname="Вигадана",
    )
    papers.correspondent("ТОВ «Давнє»", code="14360570")
    papers.registered(office, parties=(Party(office.sender.pk, "01-12/77", date(2026, 3, 9)),))
    papers.registered(office, way=Document.Way.EMAIL, parties=(Party(office.sender.pk, "ЕЛ-5", date(2026, 2, 2)),))


def earlier_book(office) -> bytes:
    """What was brought in before."""
    nothing: dict[str, Any] = {"text": "", "main": "", "helpers": "", "due_on": None, "resolved_on": None}
    return make.book(documents=[make.row(office, 600), make.row(office, 601, **nothing)])


def book(office) -> bytes:
    """All that a row may be: new, known, refused when it is brought in, faulty; of every sheet and flow."""
    nothing: dict[str, Any] = {"text": "", "main": "", "helpers": "", "due_on": None, "resolved_on": None}
    internal = {"registry": office.internal.title, "kind": "Службова записка", "correspondent": "", "their_index": "",
                "their_date": None, "signatory": "О. Вигаданий"}  # fmt: skip
    return make.book(
        correspondents=[
            {"name": "КЗ «Вигадана школа №5»", "kind": "комунальне підприємство, заклад", "address": "вул. Вигадана, 5"},
            {"name": "КЗ «Вигадана школа №5»", "kind": "комунальне підприємство, заклад"},
            {"name": "ТОВ «Давнє під новою назвою»", "kind": "підприємство, установа, організація", "code": 14360570},
            {"name": "Тарасюк Оксана Іванівна", "kind": "громадянин", "phone": "0500000000"},
            {"name": "Без категорії", "kind": "невідома"},
            {"name": "Верховний Суд", "kind": "суд", "email": "court@example.test", "head": "О. Суддя"},
        ],
        numbers=[
            {"registry": office.incoming.title, "year": 2026, "last": "750"},
            {"registry": office.outgoing.title, "year": 2026, "last": "1"},
        ],
        documents=[
            make.row(office, 700),
            make.row(office, 701, correspondent="КЗ «Вигадана школа №5»", informed="Міський голова", helpers=""),
            make.row(office, 702, correspondent="14360570", first_due_on=date(2026, 3, 1), is_on_control="ні"),
            make.row(office, 703, correspondent="Тарасюк Оксана Іванівна", their_index="", their_date=None),
            make.row(office, 704, **nothing),
            make.row(office, 705, is_urgent="так", **nothing),
            make.row(office, 706, kind="Указ Президента України", arrived_on=date(2026, 2, 1), is_urgent="так"),
            make.row(office, 707, kind="Депутатський запит", author="Заступник міського голови"),
            make.row(office, 708, correspondent="Без категорії"),
            make.row(office, 709, their_index="ЕЛ-5"),
            make.row(office, 710, addressee="Директор департаменту інфраструктури", main="Директор департаменту освіти",
                     helpers="Спеціаліст департаменту; Провідний спеціаліст департаменту", text="Виконати."),
            make.row(office, 711, their_index="01-5/700", correspondent="Верховний Суд", registered_on=date(2025, 12, 3),
                     their_date=None, resolved_on=date(2025, 12, 4)),
            make.row(office, 600),
            make.row(office, 601),
            make.row(office, 1, index="04.1/26/1", summary="Чуже"),
            make.row(office, 712, registry=office.outgoing.title, addressee="", signatory="О. Вигаданий",
                     author="Міський голова"),
            make.row(office, 713, index="713/04.1-вн", **internal),
            make.row(office, 714, index="714/04.1-вн", **(internal | nothing)),
            make.row(office, 715, summary="Про ґанок і під’їзд № 12-а", index="без номера 715") | {"number": 715},
        ],
        history=[
            {"registry": office.incoming.title, "index": "04.1/26/700", "day": date(2026, 2, 20), "text": "продовжено"},
            {"registry": office.incoming.title, "index": "04.1/26/700", "day": date(2026, 2, 20), "text": "продовжено"},
            {"registry": office.incoming.title, "index": "04.1/26/700", "day": date(2026, 2, 21), "text": "нагадано"},
            {"registry": office.incoming.title, "index": "04.1/26/709", "day": date(2026, 2, 20), "text": "подано"},
            {"registry": office.incoming.title, "index": "04.1/26/600", "day": date(2026, 2, 20), "text": "подано"},
        ],
    )  # fmt: skip


def all_rows() -> dict[str, list[str]]:
    """Every row of the apps that a bringing-in writes to, without what is chance."""
    found = {}
    for model in apps.get_models(include_auto_created=True):
        if model._meta.app_label not in APPS:
            continue
        table = model._meta.db_table
        gone = CHANCE | ({"id"} if table in UNORDERED else set())
        rows = [
            json.dumps(
                {name: value for name, value in row.items() if name not in gone}, cls=DjangoJSONEncoder,
                ensure_ascii=False, sort_keys=True,
            )
            for row in model._default_manager.order_by("pk").values()
        ]  # fmt: skip
        found[table] = sorted(rows) if table in UNORDERED else rows
    return found


def timelines() -> dict[int, list[str]]:
    """The codes of each document's journal in their order."""
    found: dict[int, list[str]] = {}
    rows = apps.get_model("journal", "Entry").objects.filter(document__isnull=False).order_by("id")
    for document, code in rows.values_list("document", "code"):
        found.setdefault(document, []).append(code)
    return found


@pytest.fixture
def since(office) -> int:
    """A number beyond all ids that have been given: a rollback does not give them back."""
    with owner() as server, server.execute("SELECT max(last_value) FROM pg_sequences") as found:
        return int(found.fetchone()[0]) + 1000


def owner() -> psycopg.Connection[Any]:
    return psycopg.connect(databases.owner_url(connection.settings_dict["NAME"]), autocommit=True)


def go_on_after(number: int) -> None:
    """Ids of every table begin with the same number."""
    with owner() as server:
        server.execute(
            "SELECT setval(format('%%I.%%I', schemaname, sequencename)::regclass, %s) FROM pg_sequences "
            "WHERE schemaname = 'public'",
            [number],
        )


class Back(Exception):
    """Take everything back."""


def twice(since: int, *ways: Callable[[], None]) -> list[tuple[dict[str, list[str]], dict[int, list[str]]]]:
    """What each way leaves in the tables, and how the journal tells it; taken back every time."""
    found = []
    for way in ways:
        go_on_after(since)
        with suppress(Back), transaction.atomic():
            way()
            found.append((all_rows(), timelines()))
            _back()
    return found


def _back() -> None:
    raise Back


def test_by_hundreds_is_the_same_as_one_by_one(office, since, monkeypatch):
    books = earlier_book(office), book(office)

    def by(chunk: int) -> None:
        monkeypatch.setattr(imports, "CHUNK", chunk)
        there_before(office)
        for content in (*books, books[1]):
            brought(office, content)

    (single, singly_told), (together, told) = twice(since, lambda: by(1), lambda: by(500))
    assert len(single["documents_document"]) > 15
    for table, rows in single.items():
        assert together[table] == rows, table
    assert told == singly_told


def test_a_document_is_written_as_by_its_own_registration(office, since):
    """The deed for many against the one by which numbers of a paper journal are entered.

    But for outgoing letters: there the rules of letters are asked of the earlier journal alone (`signed_on_paper`).
    """
    there_before(office)
    memo = DocumentKind.objects.get(key="memo").pk
    at = papers.moment(datetime(2026, 2, 3, 12))
    theirs = (Party(office.sender.pk, "01-5/701", date(2026, 2, 1)),)
    own = [Party(office.sender.pk, "01-5/700", date(2026, 2, 2), "О. Вигаданий"), Party(office.sender.pk, "б/н")]
    cards = [
        (office.incoming, papers.card(office, parties=tuple(own), is_urgent=True)),
        (
            office.incoming,
            papers.card(office, parties=theirs, is_restricted=True, addressee=office.deputy.post_id, arrived_at=None),
        ),
        (
            office.incoming,
            papers.card(office, parties=theirs, author=office.executor.post_id, stated_due_on=date(2026, 4, 1)),
        ),
        (office.internal, papers.card(office, kind=memo, parties=(), way="", author=office.executor.post_id)),
    ]
    written = [
        (registry, card, Written(700 + n, at, "documents.brought_in", "Із обліку: {index}", index=f"{700 + n}-с"))
        for n, (registry, card) in enumerate(cards)
    ]

    def singly() -> None:
        for registry, card, number in written:
            registration.register_written(
                actor=office.control, at=AT, registry=registry, card=card, written=number, confirm=True
            )

    def together() -> None:
        entry = Entry(actor=office.control, at=AT, given=[card for _, card, _ in written])
        for registry, card, number in written:
            entry.judge(registry, card, number)
        entry.write()

    (single, singly_told), (many, told) = twice(since, singly, together)
    assert len(single["tasks_review"]) > 3
    for table, rows in single.items():
        assert many[table] == rows, table
    assert told == singly_told


@pytest.mark.django_db(transaction=True)
def test_two_books_with_the_same_rows_at_once(monkeypatch):
    """Both have judged their numbers to be free before either has written: the later one sees them the second time."""
    office = work.office()
    school = {"name": "КЗ «Вигадана школа №5»", "kind": "комунальне підприємство, заклад"}
    found = []
    for own in (750, 751):
        documents = [make.row(office, 700 + n) for n in range(20)]
        # And a row that only this book has, of a correspondent whom both bring.
        documents.append(make.row(office, own, correspondent=school["name"]))
        content = make.book(correspondents=[school], documents=documents)
        whole = imports.take(actor=office.control, at=AT, name="контроль.xlsx", content=content, is_queued=False)
        imports.go_on(import_id=whole.pk, at=AT)
        found.append(imports.start(actor=office.control, at=AT, import_id=whole.pk, is_queued=False))
    together, seen, real, tried = threading.Barrier(2, timeout=30), threading.local(), read.at_numbers, []

    def at_numbers(places):
        there = real(places)
        tried.append(len(there))
        if not hasattr(seen, "once"):
            seen.once = True
            together.wait()
        return there

    monkeypatch.setattr(read, "at_numbers", at_numbers)
    at_once(2, lambda n: imports.go_on(import_id=found[n].pk, at=AT))
    assert sorted(tried) == [0, 0, 20]
    done = list(Import.objects.order_by("made"))
    assert [(one.state, one.made, one.known, one.refused) for one in done] == [("done", 1, 21, 0), ("done", 22, 0, 0)]
    assert Document.objects.count() == ImportRow.objects.filter(sheet="Документи", outcome="made").count() == 22
    school_id = Correspondent.objects.get(name=school["name"]).pk
    assert {Document.objects.get(number=own).correspondent_id for own in (750, 751)} == {school_id}
    journal.seal(at=AT)
    assert verification.verify().faults == []


@pytest.mark.parametrize("only_clerks", [False, True])
def test_statements_do_not_grow_with_the_rows(db, only_clerks):
    office = work.office()
    Registry.objects.update(only_clerks=only_clerks)
    counted = []
    for first, count in ((700, 3), (800, 90)):
        content = make.book(documents=[make.row(office, first + n) for n in range(count)])
        found = imports.take(actor=office.control, at=AT, name="контроль.xlsx", content=content, is_queued=False)
        imports.go_on(import_id=found.pk, at=AT)
        imports.start(actor=office.control, at=AT, import_id=found.pk, is_queued=False)
        with CaptureQueriesContext(connection) as asked:
            imports.go_on(import_id=found.pk, at=AT)
        counted.append(len(asked))
    assert Document.objects.count() == 93
    assert counted[0] == counted[1]


@pytest.mark.django_db(transaction=True)
def test_a_second_worker_leaves_a_book_that_is_worked_at(monkeypatch):
    office = work.office()
    content = make.book(documents=[make.row(office, 700 + n) for n in range(3)])
    found = imports.take(actor=office.control, at=AT, name="контроль.xlsx", content=content, is_queued=False)
    reads, begun, may_end, real = [], threading.Event(), threading.Event(), workbook.rows

    def rows(stream):
        reads.append(1)
        begun.set()
        assert may_end.wait(30)
        yield from real(stream)

    monkeypatch.setattr(workbook, "rows", rows)

    def work_at(n: int) -> str:
        if n == 0:
            return imports.go_on(import_id=found.pk, at=AT).state
        assert begun.wait(30)
        try:
            return imports.go_on(import_id=found.pk, at=AT).state
        finally:
            may_end.set()

    assert at_once(2, work_at) == ["checked", "checking"]
    assert reads == [1]
