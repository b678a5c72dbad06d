"""Open control brought in: looked through by row and column, then in; twice the same, killed half-way, two at once."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse
from openpyxl import load_workbook

from magistrat.documents.models import Correspondent, Document
from magistrat.journal.models import Entry
from magistrat.moving.actions import imports, rows
from magistrat.moving.models import Import, ImportRow
from magistrat.moving.queries import imports as read
from magistrat.moving.queries import sample
from magistrat.numbers.models import Counter
from magistrat.organisation.models import Post
from magistrat.outbox.models import Message
from magistrat.rules.refusal import Refusal
from magistrat.tasks.models import Control, Review, Task
from tests.apps.documents.test_at_once import at_once
from tests.factories import documents as papers
from tests.factories import moving as make
from tests.factories import tasks as work

AT = papers.AT


@pytest.fixture(params=["kryvyi-rih", "druzhkivka"])
def office(request, db):
    return work.office(request.param)


@pytest.fixture
def one(db):
    return work.office()


def taken(office, content):
    found = imports.take(actor=office.control, at=AT, name="контроль.xlsx", content=content, is_queued=False)
    return imports.go_on(import_id=found.pk, at=AT)


def brought(office, content, **how):
    found = taken(office, content)
    imports.start(actor=office.control, at=AT, import_id=found.pk, is_queued=False, **how)
    return imports.go_on(import_id=found.pk, at=AT)


def faults(found):
    return [(fault.sheet, fault.row, fault.column, fault.words) for fault in read.faults(found.pk).order_by("id")]


class TestBringIn:
    def whole(self, office):
        return make.book(
            correspondents=[
                {"name": "КЗ «Вигадана школа №5»", "kind": "комунальне підприємство, заклад", "code": 14360570}
            ],
            numbers=[{"registry": office.incoming.title, "year": 2026, "last": "750"}],
            documents=[
                make.row(office, 700, correspondent="14360570"),
                make.row(office, 701, text="", main="", helpers="", due_on=None, resolved_on=None),
                # dashes and a day as other programs write them
                make.row(office, 702, index="04.1/26/702", their_index="01—5/702", registered_on="03–02–2026"),
            ],
            history=[
                {"registry": office.incoming.title, "index": "04.1/26/700", "day": date(2026, 2, 20),
                 "text": "строк продовжено до 20.03.2026"},
            ],
        )  # fmt: skip

    def test_documents_come_with_their_executors_terms_and_history(self, office):
        done = brought(office, self.whole(office))
        assert faults(done) == []
        assert (done.state, done.made, done.known, done.refused) == ("done", 6, 0, 0)
        first = Document.objects.get(number=700)
        assert (first.index, first.registered_on, first.state) == ("04.1/26/700", date(2026, 2, 3), "registered")
        assert first.correspondent.name == "КЗ «Вигадана школа №5»"
        assert first.correspondent.code == "14360570"
        control = Control.objects.get(document=first)
        assert (control.state, control.due_on, control.leader_id) == ("on", date(2026, 3, 20), office.mayor.post_id)
        parts = {task.executor_id: (task.part, task.state, task.due_on) for task in first.tasks.all()}
        assert parts == {
            office.executor.post_id: ("main", "taken", date(2026, 3, 20)),
            office.second.post_id: ("co", "taken", date(2026, 3, 20)),
        }
        told = Entry.objects.filter(document=first.pk).values_list("code", "payload__text")
        assert dict(told)["documents.history_brought_in"].endswith("20.02.2026: строк продовжено до 20.03.2026")
        assert {code for code, _ in told} >= {"documents.brought_in", "tasks.brought_in", "tasks.put_on_control"}
        assert set(Entry.objects.filter(document=first.pk).values_list("at", flat=True)) == {AT}
        waiting = Document.objects.get(number=701)
        assert Review.objects.get(document=waiting).leader_id == office.mayor.post_id
        assert not Review.objects.filter(document=first).exists()

    def test_the_registry_goes_on_and_never_repeats(self, office):
        brought(office, self.whole(office))
        assert papers.registered(office).number == 751

    def test_the_same_book_twice_does_nothing_twice(self, office):
        brought(office, self.whole(office))
        before = (Document.objects.count(), Task.objects.count(), Correspondent.objects.count(), Entry.objects.count())
        again = brought(office, self.whole(office))
        assert (again.made, again.known, again.refused) == (0, 6, 0)
        after = Entry.objects.exclude(code__startswith="moving.").count()
        assert (Document.objects.count(), Task.objects.count(), Correspondent.objects.count()) == before[:3]
        assert after == before[3] - Entry.objects.filter(code__startswith="moving.").count() // 2

    def test_a_notice_leads_to_the_result(self, one):
        done = brought(one, self.whole(one))
        notice = Message.objects.get(key=f"moving.done:{done.pk}")
        assert (notice.to_person, notice.link) == (one.control.person_id, f"/perenesennia/{done.pk}/")

    def test_goes_on_after_being_killed(self, one, monkeypatch):
        monkeypatch.setattr(imports, "CHUNK", 2)
        content = make.book(documents=[make.row(one, 700 + n) for n in range(7)])
        found = taken(one, content)
        imports.start(actor=one.control, at=AT, import_id=found.pk, is_queued=False)
        real, calls = rows.bring_in, []

        def dies(**given):
            calls.append(given)
            done = real(**given)
            # The second chunk is written, but not committed yet.
            if len(calls) == 2:
                raise KeyboardInterrupt
            return done

        monkeypatch.setattr(rows, "bring_in", dies)
        with pytest.raises(KeyboardInterrupt):
            imports.go_on(import_id=found.pk, at=AT)
        assert sorted(Document.objects.values_list("number", flat=True)) == [700, 701]
        monkeypatch.setattr(rows, "bring_in", real)
        done = imports.go_on(import_id=found.pk, at=AT)
        assert (done.state, done.made) == ("done", 7)
        assert ImportRow.objects.count() == 7
        assert Document.objects.count() == 7


class TestFaults:
    def test_each_names_its_row_and_column(self, one):
        content = make.book(
            merge={"history": "A3:B3"},
            correspondents=[
                {"name": "Хтось", "kind": "невідома"}, {"name": "Школа", "kind": "суд", "code": "123"},
            ],
            numbers=[{"registry": one.incoming.title, "year": 2026, "last": 5}, {"registry": "Нема", "last": "5а"}],
            documents=[
                make.row(one, 700),
                make.row(one, 701, registered_on="31.02.2026"),
                make.row(one, 702, main="Начальник усього"),
                make.row(one, 700, their_index="інший"),
                make.row(one, 703, summary="=1+1"),
                make.row(one, 704, index=datetime(2026, 1, 12)),
                make.row(one, 705, index="лист 705"),
                make.row(one, 706, registered_on=date(2026, 4, 1)),
                make.row(one, 707, due_on=date(2026, 1, 1)),
                make.row(one, 708, correspondent="Невідома установа"),
                make.row(one, 709, main="", is_urgent="можливо"),
                make.row(one, 710, due_on=46101, index=None) | {"number": 710},
            ],
            history=[
                {"registry": one.incoming.title, "index": "04.1/26/999", "day": date(2026, 2, 1), "text": "Щось"},
                {"registry": one.incoming.title, "index": "04.1/26/700", "day": date(2026, 2, 1), "text": "Щось"},
            ],
        )  # fmt: skip
        found = taken(one, content)
        said = {(sheet, row, column): words for sheet, row, column, words in faults(found)}
        expected = {
            ("Кореспонденти", 2, "Категорія"): "Такої категорії немає",
            ("Кореспонденти", 3, "Код ЄДРПОУ"): "не відповідає контрольній цифрі",
            ("Номери", 2, "Останній номер"): "більший номер цього реєстру: 710",
            ("Номери", 3, "Реєстр"): "Такого реєстру немає",
            ("Номери", 3, "Останній номер"): "Не читається як номер: «5а»",
            ("Документи", 3, "Дата реєстрації"): "Не читається як дата: «31.02.2026»",
            ("Документи", 4, "Головний виконавець"): "Такої посади або працівника сьогодні немає",
            ("Документи", 5, "Індекс"): "Номер 700 цього реєстру вже є в рядку 2",
            ("Документи", 6, "Короткий зміст"): "Формула замість значення",
            ("Документи", 7, "Індекс"): "перетворила текст на дату",
            ("Документи", 8, "Порядковий номер"): "не видно порядкового номера",
            ("Документи", 9, "Дата реєстрації"): "Дата ще не настала",
            ("Документи", 10, "Строк"): "Строк раніший за день резолюції",
            ("Документи", 11, "Кореспондент"): "Немає ні в довіднику",
            ("Документи", 12, "Головний виконавець"): "Не заповнено",
            ("Документи", 12, "Терміново"): "Пишіть «так» або «ні»",
            ("Документи", 13, "Індекс"): "Не заповнено",
            ("Історія", 2, "Індекс"): "Такого документа немає",
            ("Історія", 3, ""): "Об'єднані клітинки A3:B3",
        }
        for key, words in expected.items():
            assert words in said.get(key, ""), key
        assert not Document.objects.exists()
        with pytest.raises(Refusal, match="є зауваження"):
            imports.start(actor=one.control, at=AT, import_id=found.pk, is_queued=False)
        imports.start(actor=one.control, at=AT, import_id=found.pk, without_faulty=True, is_queued=False)
        done = imports.go_on(import_id=found.pk, at=AT)
        assert list(Document.objects.values_list("number", flat=True)) == [700]
        assert done.refused == done.rows - done.made
        assert "Дата реєстрації" in ImportRow.objects.get(sheet="Документи", row=3).words

    def test_another_document_has_the_number(self, one):
        there = papers.registered(one)
        found = taken(one, make.book(documents=[make.row(one, 1, index="04.1/26/1", summary="Інше")]))
        assert faults(found)[0][2:] == ("Індекс", f"Номер 1 у системі вже має документ {there.index}.")

    def test_who_may_not(self, one):
        with pytest.raises(Refusal) as refused:
            imports.take(actor=one.executor, at=AT, name="a.xlsx", content=b"x", is_queued=False)
        assert refused.value.is_right

    def test_a_city_without_a_post_for_control_stops_the_book_with_the_reason(self, one):
        found = taken(one, make.book(documents=[make.row(one, 700)]))
        Post.objects.filter(roles__contains=["control_specialist"]).update(roles=["executor"])
        by_head = replace(one.control, roles=frozenset({"control_head"}))
        imports.start(actor=by_head, at=AT, import_id=found.pk, is_queued=False)
        done = imports.go_on(import_id=found.pk, at=AT)
        assert (done.state, done.made) == (Import.State.BROKEN, 0)
        assert "жодна посада не виконує роль «спеціаліст з контролю»" in done.trouble
        assert not Document.objects.exists()

    def test_what_is_no_workbook(self, one):
        bomb = io.BytesIO()
        with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("xl/workbook.xml", b"0" * 30_000_000)
        for content, words in (
            (b"PK\x03\x04 half", "не є книгою"), (bomb.getvalue(), "завелика"), (make.book(documents=[])[:900], "книг"),
            (b"text", "не є книгою"),
        ):  # fmt: skip
            found = taken(one, content)
            assert found.state == "broken"
            assert words in found.trouble
        headless = load_workbook(io.BytesIO(make.book(documents=[make.row(one)])))
        headless["Документи"]["B1"] = "Номер документа"
        kept = io.BytesIO()
        headless.save(kept)
        assert taken(one, kept.getvalue()).trouble == "На аркуші «Документи» немає стовпців: Індекс."


class TestPagesAndCommand:
    def test_from_the_sample_to_the_result(self, one, client, monkeypatch):
        monkeypatch.setenv("MAGISTRAT_NOW", AT.isoformat())
        control = papers.signed_in(client, one.control)
        given = control.get(reverse("moving:sample"))
        book = load_workbook(io.BytesIO(b"".join(given.streaming_content)))
        assert book.sheetnames == ["Інструкція", "Кореспонденти", "Номери", "Документи", "Історія", "Довідники"]
        assert taken(one, sample.workbook(AT.date()).getvalue()).fault_count == 0
        assert control.post(reverse("moving:list"), {}).status_code == 422
        upload = SimpleUploadedFile(
            "контроль.xlsx", make.book(documents=[make.row(one), make.row(one, 701, main="Ніхто")])
        )
        answer = control.post(reverse("moving:list"), {"file": upload})
        found = Import.objects.latest("id")
        assert answer["Location"] == reverse("moving:workbook", args=[found.pk])
        assert "перевіряється" in control.get(answer["Location"]).content.decode()
        imports.go_on(import_id=found.pk, at=AT)
        page = control.get(answer["Location"]).content.decode()
        assert "Ніхто" in page
        assert control.post(reverse("moving:start", args=[found.pk])).status_code == 409
        assert control.post(reverse("moving:start", args=[found.pk]), {"without_faulty": "on"}).status_code == 302
        imports.go_on(import_id=found.pk, at=AT)
        over = control.get(reverse("moving:progress", args=[found.pk]), headers={"HX-Request": "true"})
        assert over["HX-Refresh"] == "true"
        assert "не внесено 1" in control.get(answer["Location"]).content.decode()
        assert control.get(reverse("moving:list")).status_code == 200
        stranger = papers.signed_in(client, one.executor)
        assert stranger.get(reverse("moving:workbook", args=[found.pk])).status_code == 403

    def test_the_command(self, one, tmp_path, monkeypatch, capsys):
        monkeypatch.setenv("MAGISTRAT_NOW", AT.isoformat())
        good, bad = tmp_path / "good.xlsx", tmp_path / "bad.xlsx"
        good.write_bytes(make.book(documents=[make.row(one)]))
        bad.write_bytes(make.book(documents=[make.row(one, due_on="завтра")]))
        with pytest.raises(CommandError, match="є зауваження"):
            call_command("import_open_control", bad)
        assert "Документи, рядок 2, Строк" in capsys.readouterr().err
        call_command("import_open_control", good, dry_run=True)
        assert not Document.objects.exists()
        call_command("import_open_control", good)
        assert "нових 1" in capsys.readouterr().out
        with pytest.raises(CommandError) as missing:
            call_command("import_open_control", tmp_path / "none.xlsx")
        assert missing.value.returncode == 2


@pytest.mark.django_db(transaction=True)
def test_two_workers_bring_each_row_once():
    office = work.office()
    found = taken(office, make.book(documents=[make.row(office, 700 + n) for n in range(60)]))
    imports.start(actor=office.control, at=AT, import_id=found.pk, is_queued=False)
    at_once(2, lambda _: imports.go_on(import_id=found.pk, at=AT))
    found = imports.go_on(import_id=found.pk, at=AT)
    assert (found.state, found.made, found.place) == ("done", 60, 60)
    assert Document.objects.count() == ImportRow.objects.count() == 60
    assert Counter.objects.get(series=f"documents.registry:{office.incoming.pk}").last == 759
