"""Servers of the city that several rooms need: started once, only by the tests that ask."""

from __future__ import annotations

import functools
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from magistrat.rules import edition
from magistrat.rules.calendar import loading
from tests import programs

# The test file of the antivirus makers, in two pieces so that this source is not taken for a threat.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + rb"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
NAME = "Vygadana.Zagroza"
CONFIGURATION = """
DatabaseDirectory {folder}/db
LocalSocket {folder}/clamd.sock
PidFile {folder}/clamd.pid
LogFile {folder}/clamd.log
Foreground yes
StreamMaxLength 3M
MaxThreads 2
SelfCheck 86400
"""


@pytest.fixture(scope="session", autouse=True)
def read_once() -> Iterator[None]:
    """Read each edition and calendar once: reading is pure, and took most of an office's making in every test."""
    read_edition, read_calendar = edition.load, loading.load_country
    editions: dict[str, edition.Edition] = {}

    def remembered(texts: Mapping[str, str]) -> edition.Edition:
        key = edition.digest(texts)
        if key not in editions:
            editions[key] = read_edition(texts)
        return editions[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(edition, "load", remembered)
        patch.setattr(loading, "load_country", functools.lru_cache(maxsize=None)(read_calendar))
        yield


@pytest.fixture(autouse=True)
def own_authority(settings, tmp_path: Path) -> None:
    """Each test has a test authority of its own: one made by another test would be trusted by this one."""
    settings.SIGNATURE_AUTHORITY = tmp_path / "test-authority"
    settings.SIGNATURE_ROOTS = tmp_path / "signature-roots"


@pytest.fixture(scope="session")
def clamd_socket() -> Iterator[str]:
    """A real clamd with one signature of our own: the path of its socket."""
    program = programs.needed("clamd")
    with tempfile.TemporaryDirectory(prefix="clamd") as made:
        folder = Path(made)
        (folder / "db").mkdir()
        (folder / "db" / "own.ndb").write_text(f"{NAME}:0:*:{EICAR[:60].hex()}\n")
        (folder / "clamd.conf").write_text(CONFIGURATION.format(folder=folder))
        with subprocess.Popen([program, "-c", str(folder / "clamd.conf")], stdout=subprocess.DEVNULL) as server:
            try:
                _wait(folder / "clamd.sock", server)
                yield str(folder / "clamd.sock")
            finally:
                server.terminate()


@pytest.fixture(scope="session")
def s3_server() -> Iterator[str]:
    """The address of a real S3 server."""
    program = programs.needed("s3")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen([program, "-H", "127.0.0.1", "-p", str(port)], **quiet) as server:
        try:
            _wait_for_port(port, server)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()


@pytest.fixture
def clamd(settings, clamd_socket: str) -> str:
    """The city has an antivirus; the name it gives to what it finds."""
    settings.CLAMD = clamd_socket
    return f"{NAME}.UNOFFICIAL"


def _wait(socket: Path, server: subprocess.Popen[bytes]) -> None:
    for _ in range(200):
        if socket.exists():
            return
        assert server.poll() is None, "clamd ended by itself"
        time.sleep(0.1)
    raise AssertionError("clamd did not come up")


def _wait_for_port(port: int, server: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            assert server.poll() is None, "the S3 server ended by itself"
            time.sleep(0.1)
        else:
            return
    raise AssertionError("the S3 server did not come up")
