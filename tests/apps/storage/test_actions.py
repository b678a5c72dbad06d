"""Keeping contents."""

from __future__ import annotations

import io
import os
import stat
import zipfile
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from magistrat.storage import actions, places, queries
from magistrat.storage.models import Blob

AT = datetime(2026, 3, 6, 8, tzinfo=UTC)
HELLO = "b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.STORAGE_DIR = tmp_path
    return tmp_path


def _zip(*names: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return target.getvalue()


class TestKeep:
    def test_lies_under_its_sha256(self, folder):
        blob = actions.keep(content=b"hello world", at=AT)
        assert (blob.sha256, blob.size, blob.kept_at) == (HELLO, 11, AT)
        assert (folder / "b9" / "4d" / HELLO).read_bytes() == b"hello world"
        assert not list((folder / "tmp").iterdir())

    def test_nobody_may_write_over_it(self):
        actions.keep(content=b"hello world", at=AT)
        assert stat.S_IMODE(places.of(HELLO).stat().st_mode) == 0o440

    def test_keeps_the_same_content_once(self):
        first = actions.keep(content=b"hello world", at=AT)
        inode = places.of(HELLO).stat().st_ino
        second = actions.keep(content=io.BytesIO(b"hello world"), at=AT.replace(hour=9))
        assert second == first
        assert second.kept_at == AT
        assert places.of(HELLO).stat().st_ino == inode
        assert Blob.objects.count() == 1

    def test_rows_of_many_are_written_in_one_order_whoever_brings_them(self):
        """Else two who bring the same two contents, each in his own order, would wait for each other for ever."""
        lying = [actions.write(content=content) for content in (b"a", b"b", b"c", b"a")]
        assert not Blob.objects.exists()
        with CaptureQueriesContext(connection) as asked:
            blobs = actions.enter(lying=lying, at=AT)
        keys = [one.sha256 for one in lying]
        assert [blob.sha256 for blob in blobs] == keys
        inserted = [sql for sql in (one["sql"] for one in asked) if sql.startswith("INSERT")]
        assert [next(key for key in keys if key in sql) for sql in inserted] == sorted(set(keys)) != keys[:3]

    def test_takes_a_stream_from_its_beginning(self):
        stream = io.BytesIO(b"hello world")
        stream.read(5)
        assert actions.keep(content=stream, at=AT).sha256 == HELLO

    def test_takes_a_stream_that_cannot_go_back(self):
        class Pipe(io.BytesIO):
            def seekable(self):
                return False

        assert actions.keep(content=Pipe(b"hello world"), at=AT).sha256 == HELLO

    def test_brings_back_a_file_that_the_disk_has_lost(self):
        actions.keep(content=b"hello world", at=AT)
        places.of(HELLO).unlink()
        actions.keep(content=b"hello world", at=AT)
        assert queries.is_whole(HELLO)

    def test_what_a_kill_left_half_written_is_removed_once_nobody_can_be_writing_it(self, folder):
        left, fresh = (places.waiting_room() / name for name in ("left", "fresh"))
        for path, hours in ((left, 25), (fresh, 23)):
            path.write_bytes(b"half")
            at = (AT - timedelta(hours=hours)).timestamp()
            os.utime(path, (at, at))
        assert actions.clear_half_written(at=AT) == 1
        assert (left.exists(), fresh.exists()) == (False, True)

    def test_what_a_killed_worker_took_apart_is_removed_once_nothing_was_written_there_for_long(self, folder):
        left, used = (places.waiting_room() / name for name in ("left", "used"))
        for path, hours in ((left, 25), (used, 23)):
            (path / "letter").mkdir(parents=True)
            (path / "letter" / "annex.pdf").write_bytes(b"half")
            for part, age in ((path / "letter" / "annex.pdf", hours), (path / "letter", 25), (path, 25)):
                at = (AT - timedelta(hours=age)).timestamp()
                os.utime(part, (at, at))
        assert actions.clear_half_written(at=AT) == 1
        assert (left.exists(), used.exists()) == (False, True)

    def test_leaves_nothing_half_written(self, folder):
        class Broken(io.BytesIO):
            def read(self, size=-1):
                raise OSError("the line broke")

        with pytest.raises(OSError, match="the line broke"):
            actions.keep(content=Broken(b"x"), at=AT)
        assert not list((folder / "tmp").iterdir())
        assert Blob.objects.count() == 0

    @pytest.mark.parametrize(
        ("content", "kind"),
        [
            (b"%PDF-1.7\n", "application/pdf"),
            (b"\x89PNG\r\n\x1a\n", "image/png"),
            (b"\xff\xd8\xff\xe0", "image/jpeg"),
            (
                _zip("[Content_Types].xml", "word/document.xml"),
                "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            ),
            (_zip("xl/workbook.xml"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            (_zip("лист.txt"), "application/zip"),
            (b"PK\x03\x04 and no archive", "application/zip"),
            ("Шановний пане голово!".encode(), "text/plain"),
            (b"\x00\x01\x02\x03", "application/octet-stream"),
            (b"", "application/octet-stream"),
        ],
    )
    def test_tells_the_kind_by_the_content(self, content, kind):
        assert actions.keep(content=content, at=AT).media_type == kind

    def test_a_letter_cut_at_the_end_of_the_head_is_still_text(self):
        assert actions.keep(content=("a" + "ж" * 8000).encode(), at=AT).media_type == "text/plain"


class TestQueries:
    def test_opens_what_was_kept(self):
        actions.keep(content=b"hello world", at=AT)
        with queries.open_blob(HELLO) as content:
            assert content.read() == b"hello world"
        assert queries.path_of(HELLO).exists()
        assert queries.blob(HELLO).size == 11

    def test_notices_a_spoilt_file(self):
        actions.keep(content=b"hello world", at=AT)
        places.of(HELLO).chmod(0o600)
        places.of(HELLO).write_bytes(b"hello w0rld")
        assert not queries.is_whole(HELLO)

    def test_notices_a_lost_file(self):
        assert not queries.is_whole(HELLO)
