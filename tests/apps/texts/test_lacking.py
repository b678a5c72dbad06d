"""A machine without room, files or processes breaks no file: the reading is interrupted, whoever meets the lack first."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import tempfile

import pytest

from magistrat.texts import process
from magistrat.texts.readers.trouble import Interrupted


class Full:
    """A file on a full disk."""

    def __enter__(self):
        self.file = os.open("/dev/full", os.O_WRONLY)
        return self

    def __exit__(self, *_):
        os.close(self.file)

    def fileno(self):
        return self.file

    def seek(self, place, whence=os.SEEK_SET):
        return 0

    def read(self):
        return b""


@pytest.mark.parametrize("length", [10, 100_000])
def test_an_answer_for_which_there_is_no_room(tmp_path, monkeypatch, caplog, length):
    paper = tmp_path / "paper"
    paper.write_bytes(b"a" * length)
    real, given = tempfile.TemporaryFile, [Full()]
    monkeypatch.setattr(tempfile, "TemporaryFile", lambda *a, **k: given.pop() if given else real(*a, **k))
    with pytest.raises(Interrupted):
        process.read("plain", path=str(paper))
    assert "No space left on device" in caplog.text


@pytest.mark.parametrize(
    ("place", "name", "lacks"),
    [
        (tempfile, "TemporaryDirectory", errno.ENOSPC),
        (tempfile, "TemporaryFile", errno.EMFILE),
        (subprocess, "Popen", errno.EAGAIN),
        (subprocess, "Popen", errno.ENOMEM),
    ],
)
def test_a_reader_that_could_not_be_started(tmp_path, monkeypatch, caplog, place, name, lacks):
    def fails(*_args, **_more):
        raise OSError(lacks, os.strerror(lacks))

    monkeypatch.setattr(place, name, fails)
    with pytest.raises(Interrupted):
        process.read("plain", path=str(tmp_path))
    assert os.strerror(lacks) in caplog.text


def test_another_trouble_of_the_system_is_no_lack(tmp_path, monkeypatch):
    def fails(*_args, **_more):
        raise OSError(errno.E2BIG, os.strerror(errno.E2BIG))

    monkeypatch.setattr(subprocess, "Popen", fails)
    with pytest.raises(OSError, match=os.strerror(errno.E2BIG)):
        process.read("plain", path=str(tmp_path))


def test_the_log_keeps_the_last_words_of_a_reader(tmp_path, monkeypatch, caplog):
    program = tmp_path / "python"
    program.write_text(
        "#!/bin/sh\necho the first words >&2\nhead -c 5000 /dev/zero | tr '\\0' x >&2\necho the last words >&2\nexit 1\n"
    )
    program.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(program))
    with pytest.raises(process.Unreadable):
        process.read("plain", path=str(tmp_path))
    assert "the last words" in caplog.text
    assert "the first words" not in caplog.text
