"""Contents and the antivirus, against a real clamd with a signature of its own."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime, timedelta

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from magistrat.storage import actions, antivirus, hooks, jobs, queries
from magistrat.storage.models import Scan
from tests.apps.conftest import EICAR

AT = datetime(2026, 3, 6, 8, tzinfo=UTC)
LATER = AT + timedelta(minutes=5)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.STORAGE_DIR = tmp_path / "files"
    settings.STORAGE_DIR.mkdir()


@pytest.fixture
def told(monkeypatch):
    monkeypatch.setattr(hooks, "_infected", [])
    heard = []
    hooks.on_infected(lambda *what: heard.append(what))
    return heard


def _zip(body: bytes) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("лист.txt", body)
    return kept.getvalue()


class TestClamd:
    def test_tells_clean_from_infected_also_in_an_archive(self, clamd):
        assert antivirus.ask(io.BytesIO(b"letter")) == antivirus.Answer("clean")
        for body in (EICAR, _zip(EICAR), b"x" * 700_000 + EICAR):
            assert antivirus.ask(io.BytesIO(body)) == antivirus.Answer("infected", clamd)

    def test_what_is_larger_than_clamd_takes_is_not_checked(self, clamd):
        answer = antivirus.ask(io.BytesIO(b"0" * 5_000_000))
        assert answer == antivirus.Answer("unchecked", "файл більший, ніж перевіряє антивірус")

    def test_a_lost_connection_is_no_answer(self, settings, tmp_path):
        for where in (str(tmp_path / "nobody.sock"), "127.0.0.1:1", "without-port"):
            settings.CLAMD = where
            assert antivirus.ask(io.BytesIO(b"letter")).state == "unreachable"

    def test_an_answer_that_never_comes_is_waited_for_only_so_long(self, settings, monkeypatch):
        import socket

        with socket.create_server(("127.0.0.1", 0)) as silent:
            settings.CLAMD = f"127.0.0.1:{silent.getsockname()[1]}"
            monkeypatch.setattr(antivirus, "WHOLE_SECONDS", 0.3)
            assert antivirus.ask(io.BytesIO(b"letter")).state == "unreachable"


class TestWithoutAntivirus:
    def test_nothing_breaks_and_nothing_is_claimed(self):
        blob = actions.keep(content=EICAR, at=AT)
        assert queries.scans([blob.pk]) == {}
        assert queries.infected_refusal([blob.pk]) is None
        assert actions.recheck(at=AT) == 0
        assert antivirus.ask(io.BytesIO(b"")).words == "антивірус не налаштовано"


class TestCheck:
    def test_a_kept_content_waits_for_the_worker(self, clamd):
        blob = actions.keep(content=b"letter", at=AT)
        assert queries.unscanned([blob.pk]) == {blob.pk}
        assert [job.args for job in ProcrastinateJob.objects.filter(task_name="storage.check")] == [{"sha256": blob.pk}]
        jobs.check(blob.pk)
        assert queries.scans([blob.pk])[blob.pk].state == Scan.State.CLEAN
        assert not queries.unscanned([blob.pk])

    def test_an_infected_one_is_locked_and_told_once(self, clamd, told):
        blob = actions.keep(content=EICAR, at=AT)
        scan = actions.check(sha256=blob.pk, at=LATER)
        assert (scan.state, scan.found, scan.checked_at) == (Scan.State.INFECTED, clamd, LATER)
        assert told == [(blob.pk, clamd, LATER)]
        assert "заражено" in queries.infected_refusal([blob.pk]).message
        assert actions.check(sha256=blob.pk, at=LATER) is None
        assert len(told) == 1

    def test_a_hook_that_fails_leaves_the_content_waiting(self, clamd, told):
        hooks.on_infected(lambda *_: 1 / 0)
        blob = actions.keep(content=EICAR, at=AT)
        with pytest.raises(ZeroDivisionError):
            actions.check(sha256=blob.pk, at=LATER)
        assert queries.unscanned([blob.pk]) == {blob.pk}

    def test_waits_while_clamd_is_away_and_is_checked_later(self, clamd, settings, tmp_path):
        there, settings.CLAMD = settings.CLAMD, str(tmp_path / "away.sock")
        blobs = [actions.keep(content=body, at=AT) for body in (b"one", b"two")]
        assert actions.recheck(at=AT) == 0
        assert queries.unscanned([blob.pk for blob in blobs]) == {blob.pk for blob in blobs}
        # The first silence ends the round: nobody hammers a server that is away.
        scan = Scan.objects.get(asked_at=AT)
        assert scan.reason.startswith("антивірус не відповідає")
        settings.CLAMD = there
        assert actions.recheck(at=LATER) == 2
        assert {one.state for one in Scan.objects.all()} == {Scan.State.CLEAN}
        assert {one.reason for one in Scan.objects.all()} == {""}

    def test_what_was_kept_before_the_antivirus_is_checked_too(self, settings, clamd, told):
        there, settings.CLAMD = settings.CLAMD, ""
        old = actions.keep(content=EICAR, at=AT)
        settings.CLAMD = there
        assert actions.recheck(at=LATER) == 1
        assert queries.infected([old.pk]) == {old.pk: clamd}

    def test_a_content_that_the_disk_has_lost_is_said_to_be_unchecked(self, clamd):
        blob = actions.keep(content=b"letter", at=AT)
        queries.path_of(blob.pk).unlink()
        assert actions.check(sha256=blob.pk, at=LATER).reason == "вміст не знайдено на диску"
