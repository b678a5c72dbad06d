"""A reading that breaks off through no fault of the file is repeated; what really happened stands in the log."""

from __future__ import annotations

import importlib
import os
import tempfile
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from magistrat.storage import actions as storage
from magistrat.texts import process, queue, tries
from magistrat.texts.actions import asking, deriving, reading, recognising, resuming
from magistrat.texts.models import Derived, Page, Reading
from magistrat.texts.readers import libreoffice
from magistrat.texts.readers.trouble import BROKEN, INTERRUPTED, TOO_LONG, Interrupted, Unreadable
from tests.apps.texts.test_workers import Bench
from tests.factories import documents as make
from tests.factories import papers

# A program in tesseract's place that reads one word.
READS = """printf 'level\\tpage_num\\tblock_num\\tpar_num\\tline_num\\tword_num\\tleft\\ttop\\twidth\\theight\\tconf\\ttext\\n' > "$2.tsv"
printf '5\\t1\\t1\\t1\\t1\\t1\\t10\\t10\\t50\\t20\\t96.5\\tСторінка\\n' >> "$2.tsv"
"""
AT = datetime(2026, 3, 6, 8, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def opened(content: bytes) -> Reading:
    found = asking.ask(blob=storage.keep(content=content, at=AT), at=AT)
    reading.open_content(sha256=found.pk, at=AT)
    found.refresh_from_db()
    return found


@pytest.fixture
def instead(tmp_path, monkeypatch):
    """Puts a shell's program into the place of another."""

    def put(program: str, does: str) -> None:
        (tmp_path / program).write_text(f"#!/bin/sh\n{does}\n")
        (tmp_path / program).chmod(0o755)
        monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")

    return put


def die(*_args, **_more):
    raise Interrupted(INTERRUPTED)


def kill(*_args, **_more):
    """The worker is killed in the midst of it."""
    raise KeyboardInterrupt


def page_of(found: Reading) -> Page:
    return Page.objects.get(reading=found)


def waiting(name: str) -> list[datetime | None]:
    return list(ProcrastinateJob.objects.filter(task_name=name, status="todo").values_list("scheduled_at", flat=True))


@pytest.mark.parametrize(
    ("does", "named"),
    [
        ("kill -9 $PPID; sleep 5", "ended with -9"),
        ('case "$*" in *"--psm 3"*) kill -9 $$;; esac', "tesseract ended with -9"),
        ('case "$*" in *"--psm 3"*) exit 137;; esac', "tesseract ended with 137"),
        ("exit 0", "FileNotFoundError"),
        (f'case "$*" in *"--psm 0 -l osd"*) kill -9 $$;; esac\n{READS}', "tesseract --psm 0 ended with -9"),
    ],
)
def test_a_page_whose_reader_was_broken_off_is_read_again(instead, caplog, does, named):
    instead("tesseract", does)
    found = opened(papers.picture())
    ProcrastinateJob.objects.all().delete()
    recognising.read_page(page=page_of(found).pk, at=AT)
    page = page_of(found)
    assert (page.state, page.tries, page.reason) == (Page.State.WAITING, 1, INTERRUPTED)
    assert waiting("texts.read_page") == [AT + timedelta(minutes=1)]
    assert named in caplog.text


def test_what_is_interrupted_waits_longer_each_time_and_the_file_is_not_blamed(monkeypatch):
    scan, letter = opened(papers.picture()), asking.ask(blob=storage.keep(content=make.pdf(("Лист",)), at=AT), at=AT)
    page = page_of(scan)
    monkeypatch.setattr(reading, "read", die)
    monkeypatch.setattr(recognising, "read", die)
    for minutes in (1, 10, 100):
        ProcrastinateJob.objects.all().delete()
        recognising.read_page(page=page.pk, at=AT)
        reading.open_content(sha256=letter.pk, at=AT)
        expected = [AT + timedelta(minutes=minutes)]
        assert (waiting("texts.read_page"), waiting("texts.open_content")) == (expected, expected)
    recognising.read_page(page=page.pk, at=AT)
    reading.open_content(sha256=letter.pk, at=AT)
    scan.refresh_from_db()
    letter.refresh_from_db()
    assert (page_of(scan).state, page_of(scan).reason) == (Page.State.FAILED, tries.GIVEN_UP)
    assert scan.state == Reading.State.FAILED
    assert (letter.state, letter.reason) == (Reading.State.FAILED, tries.GIVEN_UP)


def test_what_kills_workers_without_a_word_is_called_dangerous(monkeypatch):
    scan, letter = opened(papers.picture()), asking.ask(blob=storage.keep(content=make.pdf(("Лист",)), at=AT), at=AT)
    page = page_of(scan)
    with monkeypatch.context() as patch:
        patch.setattr(reading, "read", kill)
        patch.setattr(recognising, "read", kill)
        for _ in range(tries.MOST_TRIES):
            with pytest.raises(KeyboardInterrupt):
                recognising.read_page(page=page.pk, at=AT)
            with pytest.raises(KeyboardInterrupt):
                reading.open_content(sha256=letter.pk, at=AT)
    recognising.read_page(page=page.pk, at=AT)
    reading.open_content(sha256=letter.pk, at=AT)
    letter.refresh_from_db()
    assert (page_of(scan).state, page_of(scan).reason) == (Page.State.FAILED, tries.BROKEN_OFF)
    assert (letter.state, letter.reason) == (Reading.State.FAILED, tries.BROKEN_OFF)


def test_a_content_whose_reader_was_broken_off_is_opened_again(monkeypatch):
    found = asking.ask(blob=storage.keep(content=make.pdf(("Лист",)), at=AT), at=AT)
    ProcrastinateJob.objects.all().delete()
    with monkeypatch.context() as patch:
        patch.setattr(reading, "read", die)
        reading.open_content(sha256=found.pk, at=AT)
    found.refresh_from_db()
    assert (found.state, found.reason, found.tries) == (Reading.State.RUNNING, INTERRUPTED, 1)
    assert waiting("texts.open_content") == [AT + timedelta(minutes=1)]
    reading.open_content(sha256=found.pk, at=AT)
    found.refresh_from_db()
    assert (found.state, found.reason) == (Reading.State.DONE, "")


class TestLayer:
    @pytest.fixture
    def scan(self, instead) -> Reading:
        """A recognised scan whose PDF with a layer of text waits to be made."""
        instead("tesseract", READS)
        found = opened(papers.picture())
        recognising.read_page(page=page_of(found).pk, at=AT)
        return found

    def made(self, found: Reading) -> bool:
        return Derived.objects.filter(source=found.pk, kind=Derived.Kind.SEARCHABLE).exists()

    def test_that_was_interrupted_is_made_later(self, scan, monkeypatch):
        ProcrastinateJob.objects.all().delete()
        with monkeypatch.context() as patch:
            patch.setattr(deriving, "read", die)
            deriving.add_layer(sha256=scan.pk, at=AT)
        assert waiting(queue.LAYER) == [AT + timedelta(minutes=1)]
        assert not self.made(scan)
        deriving.add_layer(sha256=scan.pk, at=AT)
        assert self.made(scan)

    def test_that_died_with_its_worker_is_found_again(self, scan, monkeypatch):
        ProcrastinateJob.objects.all().delete()
        with monkeypatch.context() as patch:
            patch.setattr(deriving, "read", kill)
            with pytest.raises(KeyboardInterrupt):
                deriving.add_layer(sha256=scan.pk, at=AT)
        assert resuming.resume(at=AT) == 1
        assert resuming.resume(at=AT) == 0, "it waits already"
        assert len(waiting(queue.LAYER)) == 1
        ProcrastinateJob.objects.all().delete()
        deriving.add_layer(sha256=scan.pk, at=AT)
        assert self.made(scan)
        assert resuming.resume(at=AT) == 0

    @pytest.mark.parametrize("trouble", [Unreadable("пошкоджено"), KeyboardInterrupt()])
    def test_that_cannot_be_made_is_not_tried_for_ever(self, scan, monkeypatch, trouble):
        def fails(*_args, **_more):
            raise trouble

        monkeypatch.setattr(deriving, "read", fails)
        for _ in range(5):
            ProcrastinateJob.objects.all().delete()
            with suppress(KeyboardInterrupt):
                deriving.add_layer(sha256=scan.pk, at=AT)
        assert resuming.resume(at=AT) == 0

    def test_that_was_lost_before_is_wanted_by_the_migration(self, scan):
        lost = importlib.import_module("magistrat.texts.migrations.0004_lost_layers").Migration.operations[0].sql
        letter = opened(make.pdf(("Лист",)))
        for expected in (0, None):
            Reading.objects.update(layer_tries=None)
            with connection.cursor() as cursor:
                cursor.execute(lost)
            scan.refresh_from_db()
            letter.refresh_from_db()
            assert (scan.layer_tries, letter.layer_tries) == (expected, None)
            deriving.add_layer(sha256=scan.pk, at=AT)


@pytest.mark.parametrize("does", ["kill -9 $$", "kill -15 $$", "exit 137", "exit 143"])
def test_a_document_whose_libreoffice_was_ended_is_converted_again(instead, tmp_path, does):
    instead("soffice", does)
    paper = tmp_path / "paper"
    paper.write_bytes(b"{\\rtf1 Letter}")
    with pytest.raises(Interrupted):
        libreoffice.convert(str(paper), ending="rtf", target=str(tmp_path / "made"), seconds=20)
    instead("soffice", "exit 1")
    with pytest.raises(Unreadable, match=libreoffice.NOT_CONVERTED):
        libreoffice.convert(str(paper), ending="rtf", target=str(tmp_path / "made"), seconds=20)


def test_callers_without_tries_of_their_own_read_twice(monkeypatch):
    answers = iter([Interrupted(INTERRUPTED), {"pages": []}, Interrupted(INTERRUPTED), Interrupted(INTERRUPTED)])

    def read(*_args, **_more):
        answer = next(answers)
        if isinstance(answer, Exception):
            raise answer
        return answer

    monkeypatch.setattr(process, "read", read)
    assert process.read_twice("plain", path="a") == {"pages": []}
    with pytest.raises(Interrupted):
        process.read_twice("plain", path="a")


def test_what_a_library_said_of_a_broken_file_stands_in_the_log(caplog):
    found = opened(make.pdf(("Лист",))[:600])
    assert (found.state, found.reason) == (Reading.State.FAILED, BROKEN)
    assert "the reader pdf stumbled" in caplog.text
    assert "PdfiumError" in caplog.text


def test_a_program_that_took_too_long_does_not_make_the_file_broken(instead, monkeypatch, tmp_path, caplog):
    instead("tesseract", "exec sleep 20")
    # In the reader's process a program may take a second, the reader itself half a minute: it is the program that is too slow.
    (tmp_path / "sitecustomize.py").write_text(
        "import subprocess\nrun = subprocess.run\nsubprocess.run = lambda *a, **k: run(*a, **k | {'timeout': 1})\n"
    )
    monkeypatch.setenv("PYTHONPATH", f"{tmp_path}:{os.environ.get('PYTHONPATH', '')}")
    monkeypatch.setattr(recognising, "SECONDS", 30)
    found = opened(papers.picture())
    recognising.read_page(page=page_of(found).pk, at=AT)
    assert page_of(found).reason == TOO_LONG.format(seconds=1)
    assert "timed out after 1 seconds" in caplog.text


def test_the_workers_tesseract_is_not_misled_by_the_name_of_a_folder(tmp_path, monkeypatch):
    folder = tmp_path / "nosdk"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    monkeypatch.setenv("PATH", Bench(tmp_path, pause=0).environment["PATH"])
    found = opened(papers.picture())
    recognising.read_page(page=page_of(found).pk, at=AT)
    assert page_of(found).text == "Сторінка"
