"""A reading that breaks off through no fault of the file is repeated; what really happened stands in the log."""

from __future__ import annotations

import os
import tempfile
from datetime import UTC, datetime, timedelta

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from magistrat.storage import actions as storage
from magistrat.texts.actions import asking, reading, recognising
from magistrat.texts.models import Page, Reading
from magistrat.texts.readers.trouble import BROKEN, INTERRUPTED, Interrupted
from tests.apps.texts.test_workers import Bench
from tests.factories import documents as make
from tests.factories import papers

AT = datetime(2026, 3, 6, 8, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def opened(content: bytes) -> Reading:
    found = asking.ask(blob=storage.keep(content=content, at=AT), at=AT)
    reading.open_content(sha256=found.pk, at=AT)
    found.refresh_from_db()
    return found


@pytest.fixture
def tesseract(tmp_path, monkeypatch):
    """Puts a shell's program into tesseract's place."""

    def put(does: str) -> None:
        (tmp_path / "tesseract").write_text(f"#!/bin/sh\n{does}\n")
        (tmp_path / "tesseract").chmod(0o755)
        monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")

    return put


def page_of(found: Reading) -> Page:
    return Page.objects.get(reading=found)


def waiting(name: str) -> list[datetime | None]:
    return list(ProcrastinateJob.objects.filter(task_name=name, status="todo").values_list("scheduled_at", flat=True))


@pytest.mark.parametrize(
    ("does", "named"),
    [
        ("kill -9 $PPID; sleep 5", "ended with -9"),
        ("kill -9 $$", "tesseract ended with -9"),
        ("exit 0", "FileNotFoundError"),
    ],
)
def test_a_page_whose_reader_was_broken_off_is_read_again(tesseract, caplog, does, named):
    tesseract(does)
    found = opened(papers.picture())
    ProcrastinateJob.objects.all().delete()
    recognising.read_page(page=page_of(found).pk, at=AT)
    page = page_of(found)
    assert (page.state, page.tries, page.reason) == (Page.State.WAITING, 1, "")
    assert waiting("texts.read_page") == [AT + timedelta(minutes=1)]
    assert named in caplog.text
    # A page at which readers die every time is not tried for ever.
    for _ in range(reading.MOST_TRIES):
        recognising.read_page(page=page.pk, at=AT)
    found.refresh_from_db()
    assert (page_of(found).state, page_of(found).reason) == (Page.State.FAILED, reading.BROKEN_OFF)
    assert found.state == Reading.State.FAILED


def test_a_content_whose_reader_was_broken_off_is_opened_again(monkeypatch):
    def die(*_args, **_more):
        raise Interrupted(INTERRUPTED)

    found = asking.ask(blob=storage.keep(content=make.pdf(("Лист",)), at=AT), at=AT)
    ProcrastinateJob.objects.all().delete()
    with monkeypatch.context() as patch:
        patch.setattr(reading, "read", die)
        reading.open_content(sha256=found.pk, at=AT)
    found.refresh_from_db()
    assert (found.state, found.reason, found.tries) == (Reading.State.RUNNING, "", 1)
    assert waiting("texts.open_content") == [AT + timedelta(minutes=1)]
    reading.open_content(sha256=found.pk, at=AT)
    found.refresh_from_db()
    assert found.state == Reading.State.DONE


def test_what_a_library_said_of_a_broken_file_stands_in_the_log(caplog):
    found = opened(make.pdf(("Лист",))[:600])
    assert (found.state, found.reason) == (Reading.State.FAILED, BROKEN)
    assert "the reader pdf stumbled" in caplog.text
    assert "PdfiumError" in caplog.text


def test_a_program_that_took_too_long_does_not_make_the_file_broken(tesseract, monkeypatch):
    tesseract("exec sleep 20")
    monkeypatch.setattr(recognising, "SECONDS", 4)
    found = opened(papers.picture())
    recognising.read_page(page=page_of(found).pk, at=AT)
    assert "довше за дозволені" in page_of(found).reason


def test_the_workers_tesseract_is_not_misled_by_the_name_of_a_folder(tmp_path, monkeypatch):
    folder = tmp_path / "nosdk"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    monkeypatch.setenv("PATH", Bench(tmp_path, pause=0).environment["PATH"])
    found = opened(papers.picture())
    recognising.read_page(page=page_of(found).pk, at=AT)
    assert page_of(found).text == "Сторінка"
